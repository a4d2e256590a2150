/** Blocks: classes that a model holds several times, and functions that make several parts of it. */
import assert from 'node:assert/strict';
import { createHandler } from '../../../src/editor/worker/handle';

const handle = createHandler(() => performance.now());

function blocks(text: string): string[] {
  const answer = handle({
    type: 'file.analyse',
    id: 1,
    file: 'blocks.py',
    moduleName: 'blocks',
    text,
    chosen: {},
    graphs: false,
    notebook: false,
  });
  assert.ok('ok' in answer, 'err' in answer ? answer.err : '');
  return answer.ok.blocks.map(
    (b) =>
      `${b.name} ${b.instances.map((i) => `${i.path} ${i.inputs[0]!.join('x')}>${i.outputs[0]!.join('x')}`).join(', ')}`,
  );
}

const net = (before: string, layers: string): string => `import torch
from torch import nn
${before}

class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(${layers})

    def forward(self, x):
        return self.body(x)
`;

describe('blocks', () => {
  it('are classes that a model holds more than once', () => {
    const block = `
class Block(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.conv = nn.Conv2d(a, b, 3, padding=1)

    def forward(self, x):
        return torch.relu(self.conv(x))
`;
    assert.deepEqual(blocks(net(block, 'Block(3, 4), Block(4, 8)')), [
      'Block body.0 1x3x8x8>1x4x8x8, body.1 1x4x8x8>1x8x8x8',
    ]);
    assert.deepEqual(blocks(net(block, 'Block(3, 4)')), []);
  });

  it('are functions that make several layers of it', () => {
    const one = `
def conv(a, b):
    return nn.Conv2d(a, b, 3)
`;
    assert.deepEqual(blocks(net(one, 'conv(3, 4), nn.ReLU(), conv(4, 8)')), [
      'conv body.0 1x3x8x8>1x4x6x6, body.2 1x4x6x6>1x8x4x4',
    ]);
    const several = `
def conv_norm(a, b):
    return nn.Sequential(nn.Conv2d(a, b, 3), nn.BatchNorm2d(b), nn.ReLU())
`;
    assert.deepEqual(blocks(net(several, 'conv_norm(3, 4), conv_norm(4, 8)')), [
      'conv_norm body.0 1x3x8x8>1x4x6x6, body.1 1x4x6x6>1x8x4x4',
    ]);
    assert.deepEqual(blocks(net(several, 'conv_norm(3, 4)')), []);
  });

  it('are not functions that make one list of layers', () => {
    const list = `
def layers():
    made = []
    for a, b in [(3, 4), (4, 8)]:
        made += [nn.Conv2d(a, b, 3), nn.ReLU()]
    return made
`;
    assert.deepEqual(blocks(net(list, '*layers()')), []);
  });
});
