/** While a line is typed, all the others keep their shapes; what is wrong with the text as it stands is told. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';
import type { FileReport } from '../../../src/analysis/report/report';

const text = `import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(3600, 10)

    def forward(self, x):
        x = self.conv(x)
        x = self.pool(x)
        x = torch.flatten(x, 1)
        return self.fc(x)


Net()(torch.randn(1, 3, 32, 32))
`;

describe('a line that is being typed', () => {
  let session: Session;
  const analyse = (now: string): FileReport =>
    session.analyse({ name: '/model.py', moduleName: 'model', origin: 'user' }, now);
  const shapes = (report: FileReport): string[] =>
    report.models[0]!.layers.map(
      (layer) => `${layer.path} ${layer.status} ${JSON.stringify(layer.outputs)}`,
    );
  let before: FileReport;

  beforeEach(() => {
    session = new Session({ files: { resolve: () => 'missing' } });
    before = analyse(text);
    assert.deepEqual(before.problems, []);
    assert.equal(before.models.length, 1);
  });

  const lines = text.split('\n');
  const cut = (at: number, column: number): string =>
    lines.with(at, lines[at]!.slice(0, column)).join('\n');

  it('that does not parse costs no other line its shapes, wherever it is cut', () => {
    for (const at of [7, 8, 13, 14]) {
      for (let column = lines[at]!.search(/\S/); column < lines[at]!.length; column++) {
        const report = analyse(cut(at, column));
        // The channel count that is cut is a channel count: its layers are what it makes them.
        if (/\d$/.test(lines[at]!.slice(0, column)) && report.problems.length === 0) continue;
        const now = shapes(report);
        for (const row of shapes(before).filter(
          (row) => !row.startsWith('conv ') && !row.startsWith('pool '),
        ))
          assert.ok(
            now.includes(row),
            `line ${at + 1} cut to ${JSON.stringify(lines[at]!.slice(0, column))}: ${row} is not in ${now.join('; ')}`,
          );
      }
    }
  });

  it('that parses but names nothing yet keeps the shapes below, and its own mistake is told', () => {
    const report = analyse(cut(13, lines[13]!.indexOf('ol(x)')));
    assert.deepEqual(
      shapes(report).filter((row) => row.startsWith('fc')),
      shapes(before).filter((row) => row.startsWith('fc')),
    );
    assert.deepEqual(
      report.problems.map((problem) => [problem.rule, problem.place.start]),
      [['raises', text.indexOf('self.pool(x)')]],
    );
  });

  it('is not judged where it does not parse', () => {
    assert.deepEqual(analyse(cut(7, lines[7]!.indexOf('16') + 4)).problems, []);
    assert.deepEqual(analyse(cut(9, lines[9]!.indexOf('3600') + 2)).problems, []);
  });

  it('that is a number cut short means that number', () => {
    const report = analyse(text.replace('3600', '360'));
    assert.deepEqual(
      report.problems.map((problem) => problem.rule),
      ['linear-in-features'],
    );
  });

  it('that is deleted is deleted where nothing is the worse for it', () => {
    const report = analyse(text.replace('        x = self.pool(x)\n', '').replace('3600', '14400'));
    assert.deepEqual(report.problems, []);
    assert.ok(!shapes(report).some((row) => row.startsWith('pool ')));
  });

  it('is what it says once it is whole again', () => {
    analyse(cut(7, 30));
    const report = analyse(text.replace('Conv2d(3, 16, 3)', 'Conv2d(3, 16, 5)'));
    assert.equal(report.problems.length, 1);
    assert.match(report.problems[0]!.message, /3,136|3136|14/);
  });
});
