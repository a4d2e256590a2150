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

describe('inputs that are guessed', () => {
  const header = 'import torch\nimport torch.nn as nn\n';
  const rules = (text: string): string[] => analyse(header + text).problems.map((p) => p.rule);
  const net = (init: string, forward: string, parameters = 'x'): string => `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
${init
  .split('; ')
  .map((line) => `        ${line}`)
  .join('\n')}

    def forward(self, ${parameters}):
${forward
  .split('; ')
  .map((line) => `        ${line}`)
  .join('\n')}
`;

  it('show a mistake that every layout of the input has', () => {
    const layers = 'self.a = nn.Linear(784, 128); self.b = nn.Linear(64, 10)';
    assert.deepEqual(rules(net(layers, 'return self.b(torch.relu(self.a(x)))')), [
      'linear-in-features',
    ]);
  });

  it('are not held against a model that reads them otherwise', () => {
    assert.deepEqual(
      rules(net('self.conv = nn.Conv1d(1, 8, 3)', 'return self.conv(x.unsqueeze(1))')),
      [],
    );
    assert.deepEqual(
      rules(
        net(
          'self.conv = nn.Conv2d(3, 8, 3)',
          'x = x.permute(0, 2, 1, 3, 4).flatten(0, 1); return self.conv(x)',
        ),
      ),
      [],
    );
  });

  it('are given up where several do not fit each other', () => {
    const layers = 'self.a = nn.Linear(16, 8); self.b = nn.Linear(32, 8)';
    assert.deepEqual(
      rules(net(layers, 'return torch.cat([self.a(x), self.b(y)[0]], dim=1)', 'x, y')),
      [],
    );
  });

  it('are not there where forward may go without', () => {
    assert.deepEqual(rules(net('self.a = nn.Linear(16, 8)', 'return self.a(y)', 'x, y=None')), []);
  });

  it('are numbers of nobody where a container is empty', () => {
    assert.deepEqual(
      rules(
        net(
          'self.parts = nn.ModuleList()',
          'return torch.cat([part(x) for part in self.parts], 1)',
        ),
      ),
      [],
    );
  });
});

describe('what is not known here', () => {
  it('is no refusal of a module that goes on without a package', () => {
    const text = `
try:
    import nowhere
    there = True
except ImportError:
    there = False

def save():
    assert there, 'install nowhere'
    return nowhere.save()

def gather():
    results = []
    try:
        results.append(save())
    except AssertionError:
        pass
    return results[0]
`;
    assert.deepEqual(analyse(text).problems, []);
  });

  it('is what numpy makes of an array', () => {
    const text = `
import numpy as np
picture = np.zeros((3, 4))[:, ::-1].astype(np.uint8).transpose((1, 0)).tobytes()
`;
    assert.deepEqual(analyse(text).problems, []);
    // A tensor that numpy has read is a tensor still.
    const read = `import numpy as np\nimport torch\nx = torch.zeros(3, 4)\nnp.asarray(x)\nx.view(5, 5)\n`;
    assert.deepEqual(
      analyse(read).problems.map((p) => p.rule),
      ['view-elements'],
    );
  });

  it('is what a standard module has besides what models use of it', () => {
    const text = `
import logging
from enum import Enum
from pathlib import Path

class Kind(str, Enum):
    _PLAIN = 'plain'
    FAST = 'fast'

names = sorted(kind.value for kind in {Kind._PLAIN: 1, Kind.FAST: 2})
logging.StreamHandler().set_name(names[0])
folder = Path(__file__).resolve().relative_to(Path.cwd()).with_suffix('')
`;
    assert.deepEqual(analyse(text).problems, []);
  });

  it('is whether a size that is at most 1 is broadcast', () => {
    const text = `
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 1)

    def forward(self, x):
        x = self.conv(x)
        return x[..., :2] / x[..., 0:1, 1:2]
`;
    assert.deepEqual(analyse(text).problems, []);
  });
});

describe('imports that run late', () => {
  it('are not caught by a `try` that only uses them', () => {
    const files: Record<string, string> = {
      paths:
        'import importlib.machinery\nfrom logging.handlers import RotatingFileHandler\nfrom torch.nowhere import nothing\ndef find():\n    return 1\n',
    };
    const session = new Session({
      files: {
        resolve: (name) =>
          files[name] === undefined
            ? 'missing'
            : {
                file: { name: `/${name}.py`, moduleName: name, origin: 'library' },
                text: files[name],
                isPackage: false,
              },
      },
    });
    const text = `
import torch
from paths import find

def load():
    try:
        find()
        return 2
    except ImportError:
        return 3

torch.zeros(2).view(load())
`;
    const report = session.analyse(
      { name: '/model.py', moduleName: 'model', origin: 'user' },
      text,
    );
    assert.deepEqual(report.problems, []);
  });

  it('find every module of the standard library', () => {
    const text = `
import torch
try:
    import mimetypes
    import xml.etree.ElementTree
    from logging.handlers import RotatingFileHandler
    count = 2
except ImportError:
    count = 3
torch.zeros(2).view(count)
`;
    assert.deepEqual(analyse(text).problems, []);
  });
});

describe('training mode', () => {
  const net = `
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 8)
        self.norm = nn.BatchNorm1d(8)
        self.aux = nn.Linear(9, 2)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        x = self.norm(self.fc(x))
        if self.training:
            return self.head(x), self.aux(x)
        return self.head(x)

net = Net()
`;
  const rules = (text: string): string[] => analyse(net + text).problems.map((p) => p.rule);

  it('is the mode of a call that the file makes, until it says otherwise', () => {
    assert.deepEqual(rules('net(torch.zeros(2, 4))'), ['linear-in-features']);
    assert.deepEqual(rules('net(torch.zeros(1, 4))'), ['linear-in-features', 'norm-values']);
    assert.deepEqual(rules('net.eval()\nnet(torch.zeros(1, 4))'), []);
    assert.deepEqual(rules('net.eval()\nnet.train()\nnet(torch.zeros(2, 4))'), [
      'linear-in-features',
    ]);
    assert.deepEqual(rules(''), []);
  });

  it('is not what layers are looked at in', () => {
    const report = analyse(`${net}net(torch.zeros(2, 4))`);
    assert.deepEqual(
      report.models[0]!.layers.map((row) => row.path),
      ['fc', 'norm', 'head'],
    );
    assert.deepEqual(report.models[0]!.outputs, [[2, 2]]);
  });
});

describe('the environment', () => {
  it('has no variables for this program, and what it refuses for them is no mistake', () => {
    const text = `
import os
import torch

width = int(os.environ['WIDTH_OF_NET']) if 'WIDTH_OF_NET' in os.environ else 8
depth = int(os.environ.get('DEPTH_OF_NET', '2'))
torch.zeros(1, 16).view(depth, width)
os.environ['SET_HERE'] = '4'
torch.zeros(1, 16).view(4, int(os.environ['SET_HERE']))

def start():
    assert 'RUN_OF_NET' in os.environ, 'set RUN_OF_NET'
    if 'LOCAL_RANK' not in os.environ:
        raise RuntimeError('start this with torchrun')
    return os.environ['FOLDER_OF_NET'] + '/weights'
`;
    assert.deepEqual(analyse(text).problems, []);
    assert.deepEqual(
      analyse(`${text}\ntorch.zeros(1, 16).view(depth, width + 1)\n`).problems.map((p) => p.rule),
      ['view-elements'],
    );
  });
});
