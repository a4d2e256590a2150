/** A report after an edit is the report of the text as it stands, whatever of the run before was kept. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';

const lines = `import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from functools import partial
from shared import registry, register

WIDTH = 8
DEPTHS = [1, 2]
CONFIG = {'kernel': 3}
norm = partial(nn.BatchNorm2d, eps=1e-3)

def conv(i, o, k=3):
    return nn.Conv2d(i, o, k, padding=k // 2)

@register
def small():
    return Net(DEPTHS)

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = conv(width, width, CONFIG['kernel'])
        self.norm = norm(width)
    def forward(self, x):
        return F.relu(self.norm(self.conv(x))) + x

DEPTHS.append(1)
CONFIG['kernel'] = 5

class Net(nn.Module):
    def __init__(self, depths):
        super().__init__()
        self.stem = conv(3, WIDTH)
        self.blocks = nn.Sequential(*[Block(WIDTH) for d in depths for _ in range(d)])
        self.fc = nn.Linear(WIDTH, 10)
    def forward(self, x):
        x = self.blocks(self.stem(x))
        return self.fc(x.mean((2, 3)))

DEPTHS.append(3)
count = len(registry)
model = registry['small']()
out = model(torch.randn(2, 3, 32, 32))
half = math.floor(count / 2)
last = nn.Conv2d(8, 4, 3)
y = last(torch.randn(1, 8, 9, 9))
z = nn.Linear(4, 4)
`.split('\n');

const shared = 'registry = {}\ndef register(f):\n    registry[f.__name__] = f\n    return f\n';
const files = {
  resolve: (name: string) =>
    name === 'shared'
      ? {
          file: { name: '/shared.py', moduleName: 'shared', origin: 'library' as const },
          text: shared,
          isPackage: false,
        }
      : ('missing' as const),
};
const source = { name: '/model.py', moduleName: 'model', origin: 'user' as const };

/** One line instead of another, one more, one less: what a keystroke or a pasted line leaves. */
const edits: readonly (readonly [string, string | null, string])[] = [
  ['WIDTH = 8', 'WIDTH = 16', 'a constant at the top'],
  [
    '    return nn.Conv2d(i, o, k, padding=k // 2)',
    '    return nn.Conv2d(i, o, k, 2, k // 2)',
    'a helper',
  ],
  ["CONFIG['kernel'] = 5", "CONFIG['kernel'] = 1", 'a change of a dict'],
  ['DEPTHS.append(1)', null, 'a change of a list taken out'],
  ['DEPTHS.append(3)', 'DEPTHS.append(2)', 'one further down'],
  ['def small():', 'def tiny():', 'a name in a registry of another file'],
  [
    '        self.fc = nn.Linear(WIDTH, 10)',
    '        self.fc = nn.Linear(WIDTH + 1, 10)',
    'a mistake',
  ],
  ['last = nn.Conv2d(8, 4, 3)', 'last = nn.Conv2d(8, 6, 3)', 'the end of the file'],
  ['z = nn.Linear(4, 4)', 'z = nn.Linear(4, 4)(y)', 'the last statement'],
  ['norm = partial(nn.BatchNorm2d, eps=1e-3)', 'norm = nn.Identity', 'a callable'],
];

describe('reports after edits', () => {
  const session = new Session({ files });
  const other = new Session({ files });
  /** Another file in between: nothing of the run before is kept. */
  const anew = (text: string): unknown => {
    other.analyse({ ...source, name: '/other.py', moduleName: 'other' }, 'x = 1\n');
    return other.analyse(source, text);
  };
  const check = (text: string): void => assert.deepEqual(session.analyse(source, text), anew(text));

  it('begin with the text as it is', () => check(lines.join('\n')));

  for (const [from, to, what] of edits)
    it(`are the same as from the beginning: ${what}, and back`, () => {
      const at = lines.indexOf(from);
      assert.ok(at >= 0, from);
      const changed = [...lines.slice(0, at), ...(to === null ? [] : [to]), ...lines.slice(at + 1)];
      check(changed.join('\n'));
      check(lines.join('\n'));
      check(['', '', ...changed].join('\n'));
      check(lines.join('\n'));
    });

  it('do not count the same thing twice', () => {
    const text = lines.join('\n');
    const first = session.analyse(source, text);
    for (let i = 0; i < 3; i++) assert.deepEqual(session.analyse(source, text), first);
  });

  it('are handed on by files that import the edited one', () => {
    const own = new Session({
      files: {
        resolve: (name) =>
          name === 'helper'
            ? {
                file: { name: '/helper.py', moduleName: 'helper', origin: 'user' },
                text: 'from model import width\ndef size():\n    return width()\n',
                isPackage: false,
              }
            : 'missing',
      },
    });
    const text = (n: number): string =>
      `import torch\nimport torch.nn as nn\nimport helper\n${'x = 1\n'.repeat(20)}def width():\n    return ${n}\nm = nn.Linear(helper.size(), 2)\nm(torch.randn(1, ${n}))\n`;
    for (const n of [4, 5, 6]) {
      const report = own.analyse(source, text(n));
      assert.deepEqual(report.problems, []);
      assert.equal(report.models[0]!.params.total, 2 * n + 2);
    }
  });

  it('follow other files', () => {
    const text =
      'from size import n\nimport torch.nn as nn\nimport torch\nmodel = nn.Linear(n, 2)\nmodel(torch.randn(1, n))\n';
    let size = 4;
    const own = new Session({
      files: {
        resolve: (name) =>
          name === 'size'
            ? {
                file: { name: '/size.py', moduleName: 'size', origin: 'user' },
                text: `n = ${size}\n`,
                isPackage: false,
              }
            : 'missing',
      },
    });
    assert.equal(own.analyse(source, text).models[0]!.params.total, 10);
    size = 5;
    own.forget('size');
    assert.equal(own.analyse(source, text).models[0]!.params.total, 12);
  });
});
