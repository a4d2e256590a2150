/** Classes nobody calls are run again only where something they hang on has changed: every report is the one of the text as it stands. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Session } from '../../../src/analysis/session/session';

const source = { name: '/model.py', moduleName: 'model', origin: 'user' as const };
const start = `import torch
from torch import nn
from torchvision import datasets

WIDTH = 8
KERNELS = [3, 5]

def conv(i, o, k=3):
    return nn.Conv2d(i, o, k, padding=k // 2)

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = conv(width, width)
        self.norm = nn.BatchNorm2d(8)
    def forward(self, x):
        return torch.relu(self.norm(self.conv(x))) + x

class First(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self):
        super().__init__()
        self.stem = conv(3, WIDTH)
        self.block = Block(WIDTH)
        self.fc = nn.Linear(WIDTH * 32 * 32, 10)
    def forward(self, x):
        return self.fc(torch.flatten(self.block(self.stem(x)), 1))

class Second(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.layers = nn.Sequential(*[conv(3 if k == 3 else 4, 4, k) for k in KERNELS], nn.MaxPool2d(2))
        self.fc = nn.Linear(4 * 14 * 14, classes)
    def forward(self, x):
        return self.fc(self.layers(x).flatten(1))

# 1x1x28x28
class Third(First):
    def __init__(self):
        super().__init__()
        self.head = nn.Conv2d(1, 4, 3)
    def forward(self, x):
        return self.head(x)

def load():
    return datasets.CIFAR10('.')

class Fourth(nn.Module):
    count = 0
    def __init__(self, width):
        super().__init__()
        Fourth.count += 1
        self.conv = nn.Conv2d(width, 2 * width, 3)
        self.block = Block(2 * width)
    def forward(self, x):
        return self.block(self.conv(x))

Block.extra = WIDTH
if __name__ == '__main__':
    KERNELS.append(3)
`.split('\n');

/** A line less, one twice, another number, a comment, a blank line. */
const edit = fc.record({
  line: fc.nat(start.length - 1),
  what: fc.constantFrom('less', 'twice', 'number', 'comment', 'blank', 'directive'),
  number: fc.integer({ min: 1, max: 9 }),
});

function edited(
  lines: readonly string[],
  { line, what, number }: { line: number; what: string; number: number },
): string[] {
  const at = line % lines.length;
  const old = lines[at]!;
  const put = {
    less: [],
    twice: [old, old],
    number: [old.replace(/\d+/, String(number))],
    comment: [`${old}  # ${number}x3x32x32`],
    blank: [old, ''],
    directive: [`# convlens: input=${number}x3x${16 * number}x32`, old],
  }[what]!;
  return [...lines.slice(0, at), ...put, ...lines.slice(at + 1)];
}

describe('classes nobody calls', () => {
  const files = { resolve: () => 'missing' as const };

  it('are reported as in a session that remembers none of them, whatever is edited', () => {
    const session = new Session({ files });
    const forgetful = new Session({ files });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        for (let i = 0, lines = start; i <= edits.length; i++) {
          if (i > 0) lines = edited(lines, edits[i - 1]!);
          const text = lines.join('\n');
          forgetful.remembered.clear();
          assert.deepEqual(session.analyse(source, text), forgetful.analyse(source, text));
        }
      }),
      { numRuns: 80 },
    );
  });

  it('hang on what a decorator of the file calls at once', () => {
    const text = (width: number): string => `import torch
from torch import nn
class Net(nn.Module):
    # convlens: input=1x3
    width = 3
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, Net.width)
    def forward(self, x):
        return self.fc(x)
def now(f):
    f()
    return f
def wider():
    Net.width = ${width}
@now
def change():
    wider()
`;
    const session = new Session({ files });
    for (const width of [4, 4, 5, 5, 6]) {
      const [model] = session.analyse(source, text(width)).models;
      assert.equal(model!.params.total, 4 * width);
    }
  });

  it('are not run again where nothing of theirs has changed', () => {
    const session = new Session({ files });
    const text = start.join('\n');
    const made = (name: string): unknown =>
      session.interpreter.trace.modules.find((m) => m.cls.name === name);
    // The first run loads parts of the library: it changes more than its own.
    for (let i = 0; i < 2; i++) session.analyse(source, text);
    const [second, third] = [made('Second'), made('Third')];
    assert.ok(second && third);
    session.analyse(source, text.replace('classes=10', 'classes=12'));
    assert.equal(made('Third'), third);
    assert.notEqual(made('Second'), second);
    session.analyse(
      source,
      text.replace('self.norm = nn.BatchNorm2d(8)', 'self.norm = nn.BatchNorm2d(WIDTH)'),
    );
    assert.notEqual(made('Third'), third);
  });
});
