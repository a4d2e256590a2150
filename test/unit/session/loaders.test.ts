/** Training loops: batches are what a data set's samples are put together to; and numbers no tensor can be drawn from. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';

function rulesOf(text: string): string[] {
  const session = new Session({ files: { resolve: () => 'missing' } });
  const report = session.analyse({ name: '/loop.py', moduleName: 'loop', origin: 'user' }, text);
  return report.problems.map((problem) => problem.rule);
}

const head = `import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import ConcatDataset, DataLoader, Dataset, TensorDataset, random_split

class Pairs(Dataset):
    def __init__(self, count):
        self.count = count
    def __len__(self):
        return self.count
    def __getitem__(self, index):
        return {'x': torch.randn(3, 8), 'y': index % 4, 'name': 'a'}, torch.zeros(2)
`;

describe('loaders of data', () => {
  const loop = (features: number, loader: string) => `${head}
model = nn.Sequential(nn.Flatten(), nn.Linear(${features}, 4))
data = TensorDataset(torch.randn(20, 3, 8), torch.randint(0, 4, (20,)))
for epoch in range(2):
    for step, (x, y) in enumerate(${loader}):
        loss = F.cross_entropy(model(x), y)
        loss.backward()
`;

  it('give batches of tensors', () => {
    for (const loader of [
      'DataLoader(data, batch_size=8, shuffle=True)',
      'DataLoader(data, 2)',
      'DataLoader(random_split(data, [12, 8])[0], batch_size=4)',
      'DataLoader(ConcatDataset([data, data]), batch_size=16, drop_last=True)',
    ]) {
      assert.deepEqual(rulesOf(loop(24, loader)), [], loader);
      assert.deepEqual(rulesOf(loop(25, loader)), ['linear-in-features'], loader);
    }
  });

  it('put dicts, numbers and texts together', () => {
    const text = (features: number, samples: number) => `${head}
model = nn.Linear(${features}, 4)
for batch, rest in DataLoader(Pairs(40), batch_size=8):
    scores = model(batch['x'].mean(1))
    F.cross_entropy(scores, batch['y'])
    scores + torch.zeros(${samples}, 4)
    len(batch['name'][0]), rest.shape[0] + 1
`;
    assert.deepEqual(rulesOf(text(8, 8)), []);
    assert.deepEqual(rulesOf(text(9, 8)), ['linear-in-features']);
    assert.deepEqual(rulesOf(text(8, 7)), ['broadcast-sizes']);
  });

  it('have a last batch of what is left', () => {
    const text = (size: number) => `${head}
for x, in DataLoader(TensorDataset(torch.randn(20, 3)), batch_size=${size}):
    x.view(${size}, 3)
assert len(DataLoader(Pairs(20), batch_size=8)) == 3
`;
    assert.deepEqual(rulesOf(text(10)), []);
    assert.deepEqual(rulesOf(text(8)), ['view-elements']);
  });

  it('are not known where somebody else puts the batches together', () => {
    assert.deepEqual(
      rulesOf(`${head}
model = nn.Linear(5, 4)
for x in DataLoader(Pairs(20), batch_size=8, collate_fn=lambda samples: samples[0][0]['x'][:, :5]):
    model(x)
for x in DataLoader(Pairs(20), sampler=[1, 2, 3]):
    model(x)
`),
      [],
    );
  });

  it('are not known where the files of the data are not here', () => {
    assert.deepEqual(
      rulesOf(`${head}
class Files(Dataset):
    def __init__(self):
        self.names = []
    def __len__(self):
        return len(self.names)
    def __getitem__(self, index):
        return torch.load(self.names[index])
found = []
for batch in DataLoader(Files(), batch_size=8):
    found.append(batch)
torch.cat(found)
`),
      [],
    );
  });

  it('refuse parts that are not the whole', () => {
    assert.deepEqual(rulesOf(`${head}random_split(Pairs(20), [12, 8])\n`), []);
    assert.deepEqual(rulesOf(`${head}random_split(Pairs(20), [0.8, 0.2])\n`), []);
    assert.deepEqual(rulesOf(`${head}random_split(Pairs(20), [12, 9])\n`), ['raises']);
  });
});

describe('what no tensor is made of', () => {
  it('is a number from an empty range, or the largest of nothing', () => {
    assert.deepEqual(rulesOf(`${head}torch.randint(0, 10, (4,))\ntorch.randint(10, (4,))\n`), []);
    assert.deepEqual(rulesOf(`${head}torch.randint(10, 0, (4,))\n`), ['setting-range']);
    assert.deepEqual(rulesOf(`${head}torch.zeros(4, 1)[:, 1:].max(dim=-1)\n`), ['setting-range']);
    assert.deepEqual(rulesOf(`${head}torch.zeros(4, 2)[:, 1:].max(dim=-1)\n`), []);
  });

  it('is a bool for a size: PyTorch looks at the first one', () => {
    const found = (body: string) => rulesOf(`${head}${body}\n`);
    for (const right of ['torch.zeros(2, True)', 'nn.Linear(True, 3)', 'nn.Conv2d(3, 8, True)'])
      assert.deepEqual(found(right), [], right);
    for (const wrong of [
      'torch.zeros(True)',
      'torch.ones(4).view(True, 4)',
      'nn.Linear(3, True)',
      'nn.Conv2d(3, True, 3)',
      'nn.BatchNorm2d(True)',
      'nn.Conv2d(3, 8, 3, padding=True)(torch.ones(1, 3, 8, 8))',
    ])
      assert.deepEqual(found(wrong), ['whole-number'], wrong);
  });

  it('is a float, a packed sequence or a layer, where a tensor belongs', () => {
    const wrong = (body: string) =>
      rulesOf(`${head}scores, mask = torch.zeros(4), torch.zeros(4) == 0\n${body}\n`);
    assert.deepEqual(wrong('scores.masked_fill_(mask, 0.5)'), []);
    assert.deepEqual(wrong('scores.masked_fill_(0.5, mask)'), ['not-a-tensor']);
    assert.deepEqual(
      wrong(
        'from torch.nn.utils.rnn import pack_padded_sequence\nnn.Linear(3, 2)(pack_padded_sequence(torch.zeros(4, 2, 3), [4, 4]))',
      ),
      ['not-a-tensor'],
    );
    assert.deepEqual(
      wrong(
        'class Block(nn.Module):\n    def forward(self, x):\n        return x\nnn.Linear(3, 2)(Block())',
      ),
      ['not-a-tensor'],
    );
  });
});
