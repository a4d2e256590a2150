/** Layers made with the same arguments are copied from the first: they share nothing that anybody could change, and what a program changes in the library counts. */
import assert from 'node:assert/strict';
import type { FileReport, ModelReport } from '../../../src/analysis/report/report';
import { Session } from '../../../src/analysis/session/session';

const session = new Session({ files: { resolve: () => 'missing' } });

function reportOf(text: string): FileReport {
  return session.analyse(
    { name: '/model.py', moduleName: 'model', origin: 'user' },
    `import torch\nimport torch.nn as nn\n${text}`,
  );
}
function modelOf(text: string): ModelReport {
  const report = reportOf(text);
  assert.deepEqual(report.problems, []);
  return report.models[0]!;
}
const outputs = (model: ModelReport): unknown[] => model.layers.map((row) => row.outputs[0]);

describe('objects made from a template', () => {
  it('own their parameters', () => {
    const model = modelOf(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(8, 8)
        self.b = nn.Linear(8, 8)
        self.c = nn.Linear(8, 8)
        self.c.weight = self.a.weight
    def forward(self, x):
        return self.c(self.b(self.a(x)))
Net()(torch.randn(2, 8))
`);
    assert.equal(model.params.total, 3 * 72 - 64);
  });

  it('are changed one at a time', () => {
    const model = modelOf(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 3, 3)
        self.b = nn.Conv2d(3, 3, 3)
        self.a.stride = (2, 2)
        self.c = nn.Conv2d(3, 3, 3)
        self.pool = nn.AvgPool2d((2, 2))
        self.pool2 = nn.AvgPool2d((2, 2))
    def forward(self, x):
        return self.pool2(self.pool(self.c(self.b(self.a(x)))))
Net()(torch.randn(1, 3, 41, 41))
`);
    assert.deepEqual(outputs(model), [
      [1, 3, 20, 20],
      [1, 3, 18, 18],
      [1, 3, 16, 16],
      [1, 3, 8, 8],
      [1, 3, 4, 4],
    ]);
  });

  it('have their own places', () => {
    const model = modelOf(`
net = nn.Sequential(
    nn.Linear(4, 4),
    nn.Linear(4, 4),
)
net(torch.randn(2, 4))
`);
    const [first, second] = model.layers.map((row) => row.place!.start);
    assert.ok(first! < second!);
  });

  it('follow what a program changes in the library, and only while it does', () => {
    const net = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
    def forward(self, x):
        return self.a(x)
`;
    const call = 'Net()(torch.randn(2, 4))\n';
    assert.equal(modelOf(net + call).params.total, 20);
    const changed = `
def init(self, i, o):
    nn.Module.__init__(self)
    self.weight = nn.Parameter(torch.empty(7, i))
    self.bias = None
nn.Linear.__init__ = init
`;
    assert.equal(modelOf(net + changed + call).params.total, 28);
    assert.equal(modelOf(net + call).params.total, 20);
  });

  it('tell their mistakes each time', () => {
    const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(6, 6, 3, groups=4)
        self.b = nn.Conv2d(6, 6, 3, groups=4)
    def forward(self, x):
        return self.b(self.a(x))
`;
    for (let i = 0; i < 2; i++)
      assert.deepEqual(
        reportOf(text).problems.map((p) => p.rule),
        ['groups-divide', 'groups-divide'],
      );
  });
});
