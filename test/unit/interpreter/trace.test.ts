/** What a run leaves behind: module calls, operations, assignments, findings; and what branches and `try` keep out of it. */
import assert from 'node:assert/strict';
import { torchLibrary } from '../../../src/analysis/frameworks/torch';
import { Instance, Tensor, Tuple, type Value } from '../../../src/analysis/interpreter/values';
import { prettyDim } from '../../../src/analysis/shape/print';
import { makeInterpreter, runText } from './run';

const head = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

function shapeOf(value: Value | undefined): string {
  if (value instanceof Tensor) return value.shape ? value.shape.map(prettyDim).join('x') : '?';
  if (value instanceof Tuple) return value.items.map(shapeOf).join(', ');
  return 'other';
}

/** One line an event: `module Net 1x3x8x8 -> 1x4`, `op relu`, `y = 1x4`; indented by depth. */
function run(text: string): { events: string[]; problems: string[]; placed: string[] } {
  const source = head + text;
  const rt = makeInterpreter({}, [torchLibrary]);
  runText(rt, source);
  assert.deepEqual(rt.slips, []);
  const depth = (event: { parent: unknown }): number => {
    let count = 0;
    for (let at = event.parent as { parent: unknown } | null; at; at = at.parent as { parent: unknown } | null) count++;
    return count;
  };
  const events = rt.trace.events.map((event) => {
    const indent = '  '.repeat(depth(event)) + ('maybe' in event && event.maybe ? 'maybe ' : '');
    if (event.kind === 'module') return `${indent}${event.module.cls.name} ${shapeOf(event.args[0])} -> ${event.failure ? 'failed' : shapeOf(event.result)}`;
    if (event.kind === 'op') return `${indent}op ${event.name}`;
    return `${indent}${event.target} = ${shapeOf(event.value)}`;
  });
  const lineOf = (at: { unit: { start: number }; start: number }) => source.slice(0, at.unit.start + at.start).split('\n').length - head.split('\n').length + 1;
  const problems = rt.trace.problems.map((p) => `${lineOf(p.place)} ${p.severity} ${p.rule}`);
  const placed = rt.trace.events.flatMap((event) => {
    const place = event.kind === 'op' ? event.userSite : event.kind === 'assign' ? event.place : null;
    return place ? [source.slice(place.unit.start + place.start, place.unit.start + place.end)] : [];
  });
  return { events, problems, placed };
}

describe('the trace', () => {
  it('has module calls, operations and assignments in order, with their places', () => {
    const { events, problems, placed } = run(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
    def forward(self, x):
        x = self.conv(x)
        y, z = F.relu(x), x + 1
        y *= 2
        return y + z
net = Net()
net(torch.zeros(1, 3, 8, 8))
`);
    assert.deepEqual(problems, []);
    assert.deepEqual(events.filter((event) => !/zeros|empty|uniform/.test(event)), [
      'Net 1x3x8x8 -> 1x4x6x6',
      '  Conv2d 1x3x8x8 -> 1x4x6x6',
      '    op conv2d',
      '  x = 1x4x6x6',
      '  op relu',
      '  op add',
      '  y = 1x4x6x6',
      '  z = 1x4x6x6',
      '  op mul',
      '  y = 1x4x6x6',
      '  op add',
    ]);
    assert.deepEqual(placed.slice(-9), [
      'self.conv(x)',
      'x = self.conv(x)',
      'F.relu(x)',
      'x + 1',
      'y, z = F.relu(x), x + 1',
      'y, z = F.relu(x), x + 1',
      'y *= 2',
      'y *= 2',
      'y + z',
    ]);
  });

  it('keeps both ways of an unknown condition as maybe, and nothing of one that raises', () => {
    const { events, problems } = run(`
flag = torch.zeros(3).sum() > unknown_module_value if False else torch.rand(1) > 0.5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(5, 4)
        self.c = nn.ReLU()
    def forward(self, x):
        if flag:
            x = self.a(x)
        else:
            x = self.c(x)
        if flag:
            x = self.b(x)
        if flag:
            raise ValueError('no')
        return self.c(x)
Net()(torch.zeros(2, 4))
`);
    assert.deepEqual(problems, []);
    const modules = events.filter((event) => /->/.test(event)).map((event) => event.trim());
    assert.deepEqual(modules, ['Net 2x4 -> 2x4', 'maybe Linear 2x4 -> 2x4', 'maybe ReLU 2x4 -> 2x4', 'ReLU 2x4 -> 2x4']);
  });

  it('reports what is certain only', () => {
    const { problems } = run(`
layer = nn.Linear(4, 4)
bad = torch.zeros(2, 5)
layer(bad)
try:
    layer(bad)
except RuntimeError:
    pass
try:
    layer(bad)
except KeyError:
    pass
try:
    layer(bad)
finally:
    pass
if torch.rand(1) > 0.5:
    layer(bad)
def unused():
    layer(bad)
for i in range(3):
    layer(bad)
while torch.rand(1) > 0.5:
    layer(bad)
with torch.no_grad():
    layer(bad)
`);
    assert.deepEqual(problems, ['2 error linear-in-features']);
  });

  it('places an error once, at the layer that is wrong', () => {
    const { problems } = run(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 8, 3)
        self.b = nn.Conv2d(16, 8, 3)
        self.c = nn.Linear(8, 2)
    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        x = x.mean((2, 3))
        return self.c(x), self.d(x)
Net()(torch.zeros(1, 3, 9, 9))
Net()(torch.zeros(1, 3, 9, 9))
`);
    assert.deepEqual(problems, ['6 error conv-in-channels', '12 error raises']);
  });

  it('goes on with what is known after an error', () => {
    const { events } = run(`
net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Conv2d(4, 6, 3), nn.ReLU(), nn.Flatten(), nn.Linear(7, 2))
net(torch.zeros(1, 3, 9, 9))
`);
    assert.deepEqual(
      events.filter((event) => /->/.test(event)).map((event) => event.trim()),
      ['Sequential 1x3x9x9 -> 1x2', 'Conv2d 1x3x9x9 -> 1x8x7x7', 'Conv2d 1x8x7x7 -> 1x6x5x5', 'ReLU 1x6x5x5 -> 1x6x5x5', 'Flatten 1x6x5x5 -> 1x150', 'Linear 1x150 -> 1x2'],
    );
  });

  it('knows the call that made a layer', () => {
    const rt = makeInterpreter({}, [torchLibrary]);
    const text = `${head}net = nn.Sequential(nn.Linear(4, 5), nn.ReLU())\n`;
    const module = runText(rt, text);
    const made = rt.trace.modules.map((one) => {
      const { site } = one as Instance;
      return site ? text.slice(site.unit.start + site.start, site.unit.start + site.end) : null;
    });
    assert.deepEqual(made, ['nn.Linear(4, 5)', 'nn.ReLU()', 'nn.Sequential(nn.Linear(4, 5), nn.ReLU())']);
    assert.ok(rt.evaluate('net', module) instanceof Instance);
  });
});
