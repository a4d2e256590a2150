/** Classes nobody constructs: arguments that are meant as numbers are symbols of that name, and parameters are polynomials in them. */
import assert from 'node:assert/strict';
import type { ModelReport } from '../../../src/analysis/report/report';
import { Session } from '../../../src/analysis/session/session';
import { evaluateSize } from '../../conformance/evaluate';

function modelOf(text: string): ModelReport {
  const session = new Session({ files: { resolve: () => 'missing' } });
  const report = session.analyse(
    { name: '/model.py', moduleName: 'model', origin: 'user' },
    `import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n${text}`,
  );
  assert.deepEqual(
    report.problems.filter((p) => p.severity === 'error'),
    [],
  );
  return report.models[0]!;
}

const block = `
class Block(nn.Module):
    def __init__(self, in_ch, out_ch, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(in_ch, out_ch, 3, stride, 1, bias=False)
        self.norm = nn.BatchNorm2d(out_ch)
        self.conv2 = nn.Conv2d(out_ch, 4 * out_ch, 1)
    def forward(self, x):
        return self.conv2(F.relu(self.norm(self.conv1(x))))
`;

describe('arguments nobody gives', () => {
  it('are named as the source names them', () => {
    const model = modelOf(block);
    assert.equal(model.entry, 'Block(in_ch, out_ch, stride)');
    assert.deepEqual(model.inputs[0]!.shape, ['N', 'in_ch', 'H', 'W']);
    assert.equal(model.layers[0]!.params, '9*in_ch*out_ch');
    assert.equal(model.layers[1]!.params, '2*out_ch');
    assert.equal(model.layers[2]!.params, '4*out_ch*out_ch + 4*out_ch');
    assert.equal(model.status, 'symbolic');
  });

  it('give what the same class with numbers gives', () => {
    const symbolic = modelOf(block);
    for (const [inCh, outCh, stride] of [
      [3, 8, 1],
      [16, 5, 2],
      [7, 12, 3],
    ] as const) {
      const known = modelOf(
        `${block}\nBlock(${inCh}, ${outCh}, ${stride})(torch.randn(2, ${inCh}, 57, 40))\n`,
      );
      const names = new Map(
        Object.entries({ N: 2, H: 57, W: 40, in_ch: inCh, out_ch: outCh, stride }),
      );
      const value = (size: number | string | null): number | null =>
        typeof size === 'string' ? evaluateSize(size, names) : size;
      assert.deepEqual(
        symbolic.layers.map((row) => [
          row.path,
          row.outputs[0]!.map(value),
          value(row.params),
          value(row.macs),
        ]),
        known.layers.map((row) => [row.path, row.outputs[0], row.params, row.macs]),
      );
      assert.equal(value(symbolic.params.total), known.params.total);
    }
  });

  it('of sequences keep the order of the axes', () => {
    const model = modelOf(`
class Tagger(nn.Module):
    def __init__(self, input_size, hidden, tags):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden, 2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, tags)
    def forward(self, x):
        out, _ = self.rnn(x)
        return self.fc(out)
`);
    assert.deepEqual(model.inputs[0]!.shape, ['N', 'L', 'input_size']);
    assert.deepEqual(model.outputs, [['N', 'L', 'tags']]);
    assert.equal(model.layers[1]!.params, '2*hidden*tags + tags');
  });

  it('that are lists, flags or callables stay unknown', () => {
    const model = modelOf(`
class Net(nn.Module):
    def __init__(self, channels, use_norm, make):
        super().__init__()
        self.first = make(channels[0])
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 3) for a, b in zip(channels, channels[1:]))
    def forward(self, x):
        return self.first(x)
`);
    assert.equal(model.params.total, null);
    assert.doesNotMatch(JSON.stringify(model.layers), /"channels"|"make"/);
  });
});
