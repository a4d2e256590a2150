/** "What sizes work?" and the sizes that a file states, through the worker's own handler. */
import assert from 'node:assert/strict';
import type { FoundInput } from '../../../src/analysis/session/inputs/find';
import type { WorkingSizes } from '../../../src/analysis/session/inputs/workingSizes';
import { createHandler } from '../../../src/editor/worker/handle';

const handle = createHandler(() => performance.now());
let next = 0;

function sizes(text: string, model: string): WorkingSizes {
  const id = next++;
  const file = `file${id}.py`;
  const answer = handle({
    type: 'sizes.find',
    id,
    file,
    moduleName: `file${id}`,
    text,
    chosen: {},
    notebook: false,
    model,
  });
  assert.ok('ok' in answer, 'err' in answer ? answer.err : '');
  assert.ok(answer.ok, 'a model');
  return answer.ok;
}

function found(text: string): FoundInput[] {
  const answer = handle({ type: 'inputs.find', id: 1, text, notebook: false });
  assert.ok('ok' in answer);
  return [...answer.ok];
}

const net = (layers: string, forward: string, before = ''): string => `import torch
from torch import nn
${before}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
${layers.replace(/^/gm, '        ')}

    def forward(self, x):
${forward.replace(/^/gm, '        ')}
`;

describe('working sizes', () => {
  it('gives the smallest side and what it must be divisible by', () => {
    const pooled = 'self.pool = nn.MaxPool2d(2)\nself.up = nn.Upsample(scale_factor=2)';
    const text = net(
      `${pooled}\nself.conv = nn.Conv2d(3, 3, 3, padding=1)`,
      'a = self.conv(x)\nb = self.pool(a)\nc = self.pool(b)\nd = self.up(c) + b\nreturn self.up(d) + a',
    );
    const { smallest, condition, only, input, sides } = sizes(text, 'Net');
    assert.deepEqual(input, ['N', 3, 'H', 'W']);
    assert.deepEqual(smallest, [1, 3, 4, 4]);
    assert.equal(condition, 'H and W divisible by 4');
    assert.equal(only, null);
    assert.deepEqual(sides.slice(0, 3), [4, 8, 12]);
  });

  it('says when only some sides fit, and why', () => {
    const text = net(
      'self.conv1 = nn.Conv2d(3, 6, 5)\nself.pool = nn.MaxPool2d(2)\nself.conv2 = nn.Conv2d(6, 16, 5)\nself.fc1 = nn.Linear(16 * 5 * 5, 120)',
      'x = self.pool(self.conv1(x))\nx = self.pool(self.conv2(x))\nreturn self.fc1(torch.flatten(x, 1))',
    );
    const { smallest, only } = sizes(text, 'Net');
    assert.deepEqual(smallest, [1, 3, 32, 32]);
    assert.deepEqual(only, { first: 32, last: 35, because: 'fc1 takes 400 features' });
  });

  it('reads the smallest side from kernels and poolings', () => {
    const text = net(
      'self.conv = nn.Conv2d(1, 4, 5, stride=2)\nself.pool = nn.MaxPool2d(3)',
      'return self.pool(self.conv(x))',
    );
    const { smallest, condition } = sizes(text, 'Net');
    // (s − 5)//2 + 1 ≥ 3 from s = 9 on.
    assert.deepEqual(smallest, [1, 1, 9, 9]);
    assert.equal(condition, null);
  });

  it('answers for a model that the file calls itself', () => {
    const text = net('self.conv = nn.Conv2d(3, 4, 3)', 'return self.conv(x)');
    assert.deepEqual(
      sizes(`${text}\nNet()(torch.randn(2, 3, 64, 64))\n`, 'Net').smallest,
      [1, 3, 3, 3],
    );
  });

  it('says why nothing can be said', () => {
    const { smallest, reason } = sizes(
      net('pass', 'return helper(x)', 'from elsewhere import helper'),
      'Net',
    );
    assert.equal(smallest, null);
    assert.match(reason!, /not known/);
  });
});

describe('a stated input', () => {
  it('counts before the one that the file calls the model on', () => {
    const called = `${net('self.conv = nn.Conv2d(3, 4, 3)', 'return self.conv(x)')}
Net()(torch.randn(1, 3, 64, 64))
`;
    const shapeOf = (text: string, chosen: Record<string, string>): unknown => {
      const answer = handle({
        type: 'file.analyse',
        id: 1,
        file: 'stated.py',
        moduleName: 'stated',
        text,
        chosen,
        graphs: false,
        notebook: false,
      });
      assert.ok('ok' in answer);
      assert.equal(answer.ok.models.length, 1);
      assert.deepEqual(answer.ok.problems, []);
      const [input] = answer.ok.models[0]!.inputs;
      return [input!.source, ...input!.shape!];
    };
    assert.deepEqual(shapeOf(called, {}), ['call', 1, 3, 64, 64]);
    assert.deepEqual(shapeOf(called, { Net: '2x3x8x8' }), ['argument', 2, 3, 8, 8]);
    const commented = called.replace('class Net', '# convlens: input=1x3x9x9\nclass Net');
    assert.deepEqual(shapeOf(commented, {}), ['comment-directive', 1, 3, 9, 9]);
    // What the file itself does is judged all the same.
    const wrong = commented.replace('3, 64, 64', '4, 64, 64');
    const answer = handle({
      type: 'file.analyse',
      id: 1,
      file: 'stated.py',
      moduleName: 'stated',
      text: wrong,
      chosen: {},
      graphs: false,
      notebook: false,
    });
    assert.ok('ok' in answer);
    assert.deepEqual(
      answer.ok.problems.map((p) => p.rule),
      ['conv-in-channels'],
    );
  });
});

describe('sizes that a file states', () => {
  it('finds comments, data sets, transforms and tensors made for a trial', () => {
    const text = `import torch
from torchvision import datasets, transforms
# convlens: input=1x3x64x64
data = datasets.CIFAR10('.')
resize = transforms.Resize((54, 48))
x = torch.randn(8, 3, 96, 96)
y = torch.zeros(batch, 1, 28, 28)
summary(model, (3, 224, 224))
# the input is (N, 3, 128, 128)
z = torch.randn(10)
`;
    assert.deepEqual(
      found(text).map((f) => `${f.line} ${f.sizes.map((s) => s ?? '·').join('x')} ${f.text}`),
      [
        '3 1x3x64x64 # convlens: input=1x3x64x64',
        "4 ·x3x32x32 datasets.CIFAR10('.')",
        '5 ·x·x54x48 transforms.Resize((54, 48))',
        '6 8x3x96x96 torch.randn(8, 3, 96, 96)',
        '7 ·x1x28x28 torch.zeros(batch, 1, 28, 28)',
        '8 ·x3x224x224 summary(model, (3, 224, 224))',
        '9 Nx3x128x128 (N, 3, 128, 128)',
      ],
    );
  });

  it('takes sizes from no source that is refused', () => {
    const text = `from torchvision import datasets\n${net('self.conv = nn.Conv2d(3, 4, 3)', 'return self.conv(x)')}datasets.CIFAR10('.')\n`;
    const input = (refusedSources: readonly 'dataset'[]): unknown => {
      const answer = handle({
        type: 'file.analyse',
        id: 1,
        file: 'refused.py',
        moduleName: 'refused',
        text,
        chosen: {},
        graphs: false,
        notebook: false,
        refusedSources,
      });
      return 'ok' in answer && answer.ok.models[0]!.inputs[0]!.source;
    };
    assert.equal(input([]), 'dataset');
    assert.equal(input(['dataset']), 'symbols');
  });
});
