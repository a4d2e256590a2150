/** Models that nobody makes are made up: what they hand on to a base class is found there, and no mistake of ours is told as theirs. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';
import type { FileReport } from '../../../src/analysis/report/report';

function analyse(text: string): FileReport {
  const session = new Session({ files: { resolve: () => 'missing' } });
  return session.analyse({ name: '/model.py', moduleName: 'model', origin: 'user' }, text);
}

const base = `
import torch.nn as nn
class Base(nn.Module):
    def __init__(self, width, kernel=3):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, kernel)
    def forward(self, x):
        return self.conv(x)
`;

describe('models nobody makes', () => {
  it('hand `*args` on to the class that takes them', () => {
    const report = analyse(`${base}
class Inner(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.relu = nn.ReLU()
    def forward(self, x):
        return self.relu(self.conv(x))
`);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(
      report.models.map((m) => m.entry),
      ['Base(width)', 'Inner(width)'],
    );
    assert.deepEqual(
      report.models[1]!.layers.map((row) => row.path),
      ['conv', 'relu'],
    );
  });

  it('whose base class refuses what was made up are not told to call super().__init__()', () => {
    const report = analyse(`${base}
class Inner(Base):
    def __init__(self, unit, *args):
        super().__init__(*args)
        self.relu = nn.ReLU()
    def forward(self, x):
        return self.relu(self.conv(x))
`);
    assert.deepEqual(report.problems, []);
  });

  it('that call it too late are', () => {
    const report = analyse(`${base}
class Inner(Base):
    def __init__(self, *args):
        self.relu = nn.ReLU()
        super().__init__(*args)
`);
    assert.deepEqual(
      report.problems.map((p) => p.rule),
      ['module-init'],
    );
  });

  it('name the line of the layer they blame', () => {
    const report = analyse(`
import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(999, 10)
    def forward(self, x):
        x = self.flatten(x)
        return self.fc(x)
import torch
Net()(torch.zeros(2, 16, 7, 7))
`);
    assert.deepEqual(
      report.problems.map((p) => p.message),
      ['fc takes 999 features but gets 784 (16 · 7 · 7 after flatten, line 6).'],
    );
  });
});

describe('an input nobody states', () => {
  it('is no tensor where its methods or its annotation say so', () => {
    const report = analyse(`
import torch.nn as nn
from typing import Optional
class Pyramid(nn.Module):
    def forward(self, x):
        names = list(x.keys())
        return x.items()
class Pool(nn.Module):
    def forward(self, x: Optional[list[Tensor]], y: dict[str, int]):
        return x.view(-1)
`);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(
      report.models.map((m) => m.inputs.map((i) => i.name)),
      [['x'], []],
    );
  });

  it('is one where a tensor’s method is misspelt', () => {
    const report = analyse(`
import torch.nn as nn
class Net(nn.Module):
    def forward(self, x):
        return x.veiw(2, -1)
`);
    assert.deepEqual(
      report.problems.map((p) => p.message),
      ['torch.Tensor has no veiw; did you mean view?'],
    );
  });
});
