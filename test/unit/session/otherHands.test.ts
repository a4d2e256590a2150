/** What other people's code does that is no mistake: nothing is told of it, and what comes after is still known. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';

/** The rules of a file's findings, in order; `others`: texts of modules by name. */
export function rulesOf(
  text: string,
  others: Readonly<Record<string, string>> = {},
  name = 'model',
): string[] {
  const session = new Session({
    files: {
      resolve: (moduleName) => {
        const found = others[moduleName];
        if (found === undefined) return 'missing';
        const isPackage = Object.keys(others).some((other) => other.startsWith(`${moduleName}.`));
        const file = { name: `/site/${moduleName}.py`, moduleName, origin: 'library' as const };
        return { file, text: found, isPackage };
      },
    },
  });
  const file = { name: `/${name}.py`, moduleName: name, origin: 'user' as const };
  const report = session.analyse(file, text);
  return report.problems.map((problem) => problem.rule);
}

const head = 'import torch\nfrom torch import nn\n';
const net = `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(10, 4)
    def forward(self, x):
        return self.fc(x)
`;

describe("other people's code", () => {
  it('has metaclasses that call the constructor of the base', () => {
    const text = `${head}from elsewhere import Meta
class Base(nn.Module, metaclass=Meta):
    def __init__(self): pass
class Net(Base):
    def __init__(self, size):
        self.fc = nn.Linear(size, 4)
    def forward(self, x):
        return self.fc(x)
`;
    assert.deepEqual(rulesOf(`${text}Net(5)(torch.randn(2, 5))\n`), []);
  });

  it('has decorators that give arguments and attributes', () => {
    const text = `${head}import hydra
@hydra.main(config_path='conf')
def main(cfg, size=5):
    nn.Linear(size, 4)(torch.randn(2, SIZE))
    return cfg.lr
main()
main.callback(unknown=3)
`;
    assert.deepEqual(rulesOf(text.replace('SIZE', '5')), []);
    assert.deepEqual(rulesOf(text.replace('SIZE', '6')), ['linear-in-features']);
  });

  it('fills lists by calls that nobody could follow', () => {
    assert.deepEqual(
      rulesOf(
        `${head}from lib import fill
def parts():
    result = []
    for i in range(3):
        result.append(fill(i))
    return torch.cat(result)
parts()
`,
        { lib: 'def fill(i):\n    return [].pop()\n' },
      ),
      [],
    );
  });

  it('asks for the machine it runs on', () => {
    assert.deepEqual(
      rulesOf(`${net}
if not torch.cuda.is_available():
    raise RuntimeError('this needs a GPU')
assert torch.cuda.device_count() > 1
batch = 64 // torch.cuda.device_count()
Net()(torch.randn(batch, 10))
`),
      [],
    );
  });

  it('wraps a model where there are several GPUs: it is still that model', () => {
    const text = `${net}
model = Net()
if torch.cuda.is_available():
    model = nn.DataParallel(model)
if torch.cuda.device_count() > 1:
    model = nn.DataParallel(model, device_ids=list(range(torch.cuda.device_count())))
model(torch.randn(2, SIZE))
model.module.state_dict()
`;
    assert.deepEqual(rulesOf(text.replace('SIZE', '10')), []);
    assert.deepEqual(rulesOf(text.replace('SIZE', '11')), ['linear-in-features']);
  });

  it('takes its arguments from commands', () => {
    const text = `${net}import argparse
common = argparse.ArgumentParser(add_help=False)
common.add_argument('--size', type=int, default=10)
parser = argparse.ArgumentParser(parents=[common])
commands = parser.add_subparsers(dest='command')
train = commands.add_parser('train', parents=[common])
train.add_argument('data')
train.set_defaults(run=print)
test = commands.add_parser('test')
test.set_defaults(run=len)
args = parser.parse_args()
args.run(args.data, args.epochs)
Net()(torch.randn(2, args.size + EXTRA))
given = vars(args)
given.pop('data').split(',')
`;
    assert.deepEqual(rulesOf(text.replace('EXTRA', '0')), []);
    assert.deepEqual(rulesOf(text.replace('EXTRA', '1')), ['linear-in-features']);
  });

  it('gets names, and attributes by them, from modules that are not here', () => {
    assert.deepEqual(
      rulesOf(`from fastcore.all import *
${head}class Metric:
    def __init__(self, func, width):
        store_attr('func,width')
        self.name = self.func.__name__
metric = Metric(print, 3)
metric.anything
`),
      [],
    );
  });

  it('reads what an argument that may be left out is', () => {
    assert.deepEqual(
      rulesOf(`import argparse
${head}parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument('--data', type=str)
args = parser.parse_args()
args.data.split(',')
`),
      [],
    );
  });

  it('reads the special methods of tensors, and lists as arrays', () => {
    assert.deepEqual(
      rulesOf(`${head}import numpy as np
torch.Tensor.__getitem__, torch.Tensor.__rsub__
points = list(torch.randn(5, 3))
found, index = np.unique(points, return_inverse=True, axis=0)
`),
      [],
    );
  });

  it('has loops that an iterator ends of which nothing is known', () => {
    const started = performance.now();
    assert.deepEqual(
      rulesOf(`${head}def last(parts):
    found = object()
    while True:
        try:
            found = getattr(found, next(parts))
        except StopIteration:
            return found
def use(parts):
    last(parts)
`),
      [],
    );
    assert.ok(performance.now() - started < 5000);
  });

  it('registers itself when it is imported', () => {
    const others = {
      zoo: 'from zoo.registry import add\nimport zoo.net\n',
      'zoo.registry':
        'known = {}\ndef add(name):\n    if name in known:\n        raise KeyError(name)\n    known[name] = name\n',
      'zoo.net': "from zoo.registry import add\nimport torch\nadd('net')\n",
    };
    const session = new Session({
      files: {
        resolve: (moduleName) => {
          const text = others[moduleName as keyof typeof others];
          if (text === undefined) return 'missing';
          const file = { name: `/zoo/${moduleName}.py`, moduleName, origin: 'library' as const };
          return { file, text, isPackage: moduleName === 'zoo' };
        },
      },
    });
    const open = (moduleName: string, text: string) =>
      session
        .analyse({ name: `/zoo/${moduleName}.py`, moduleName, origin: 'user' }, text)
        .problems.map((problem) => problem.message);
    assert.deepEqual(open('main', 'import torch\nimport zoo\nzoo.net\n'), []);
    assert.deepEqual(open('zoo.net', others['zoo.net']), []);
  });

  it('serves other names from its modules than stand in them', () => {
    const others = {
      lazy: "import os\nhere = os.environ.get('HERE')\n",
    };
    assert.deepEqual(rulesOf(`${head}import lazy\nlazy.AutoModel.build()\n`, others), []);
  });

  it('chooses a class for arguments that are not known', () => {
    const text = `${net}
class Other(Net):
    def __init__(self, size, depth):
        super().__init__()
import json
cfg = json.load(open('net.json'))
made = (Other if cfg.get('deep') else Net)(**cfg)
`;
    assert.deepEqual(rulesOf(text), []);
  });

  it('makes models of which nothing is known: their parameters are not none', () => {
    const session = new Session({ files: { resolve: () => 'missing' } });
    const file = { name: '/model.py', moduleName: 'model', origin: 'user' as const };
    const text = `${net}from elsewhere import create\ndef build(name):\n    return create(name)\n`;
    const entries = [{ expression: "build('a')", input: '1x10' }];
    const [model] = session.analyse(file, text, { entries }).models;
    assert.deepEqual(model?.params, { total: null, trainable: null });
    assert.equal(model?.status, 'unknown');
  });

  it('works with objects that nobody could follow', () => {
    const text = (use: string) => `${head}from tokens import Tokenizer
class Sentence:
    def __init__(self, text):
        self.tokens = list(Tokenizer().split(text))
        self.labels = []
    def __getitem__(self, index):
        return self.tokens[index]
sentence = Sentence('a b c')
${use}
assert len(sentence.labels) == 1
`;
    assert.deepEqual(rulesOf(text('sentence[1].add_label("x")')), []);
    assert.deepEqual(rulesOf(text('pass')), ['raises']);
  });

  it('sets attributes whose names nobody knows', () => {
    assert.deepEqual(
      rulesOf(`${head}import yaml
given = yaml.safe_load(open('conf.yml'))
class First:
    def __init__(self, values):
        for key, value in values.items():
            setattr(self, key, value)
class Second:
    def __init__(self, values):
        self.__dict__.update(values)
class Third(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.add_module(name, nn.Linear(3, 4))
First(given).rate, Second(given).rate, Third(given['name']).layer(torch.ones(2, 3))
`),
      [],
    );
  });

  it('lacks a layer whose constructor nobody could follow', () => {
    assert.deepEqual(
      rulesOf(`${head}class Net(nn.Sequential):
    def __init__(self, channels=None):
        super().__init__()
        self.add_module('first', nn.Conv2d(3, 8, 1))
        self.add_module('second', nn.Conv2d(8, 16, (channels, 1)))
        self.add_module('norm', nn.BatchNorm2d(16))
`),
      [],
    );
  });

  it('fills lists in loops that nobody could follow', () => {
    const text = (loop: string) => `${head}import healpy
def points(count):
    found = []
    for point in ${loop}:
        [][0]
        found.append(torch.ones(3))
    return torch.stack([point for point in found])
points(3)
`;
    assert.deepEqual(rulesOf(text('healpy.grid(count)')), []);
    assert.deepEqual(rulesOf(text('[]')), ['cat-empty']);
  });

  it('does without packages, builds modules and asks for processes', () => {
    assert.deepEqual(
      rulesOf(
        `${head}import types, sys
import messages
import pytorch_lightning as pl
import torch.distributed as dist
from collections.abc import KeysView
try:
    import zarr
except ModuleNotFoundError as error:
    error('zarr is needed')
made = types.ModuleType('made')
sys.modules['made'] = made
messages.Kind.FLOAT
pl.Trainer.add_argparse_args(None)
KeysView._hash
def rank():
    assert dist.is_initialized(), 'initialize torch.distributed first'
    return dist.get_rank()
rank()
`,
        {
          messages:
            'from google.protobuf import builder\n_names = globals()\nbuilder.build(None, _names)\n',
        },
      ),
      [],
    );
  });

  it('compares versions, and binds names in conditions and loops', () => {
    assert.deepEqual(
      rulesOf(`${head}if torch.__version__ >= (2, 6):
    pass
WITH = False
if WITH:
    import optuna
def use(loader):
    for batch in loader:
        [].pop()
        found = batch
    return found, optuna.Trial
`),
      [],
    );
  });

  it('takes other things than tensors', () => {
    const text = (body: string) => `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)
    def forward(self, data):
        return ${body}
`;
    assert.deepEqual(rulesOf(text('self.fc(data.obs)')), []);
    assert.deepEqual(rulesOf(text('self.fc(torch.cat(data, dim=-1))')), []);
    assert.deepEqual(rulesOf(text('self.fc(data.veiw(-1, 4))')), ['unknown-name']);
  });

  it('takes the smaller of a tensor and a number in a tensor', () => {
    const text = `${head}least = torch.tensor(-1e-6)
torch.nn.Linear(3, 2)(torch.expm1(torch.min(torch.randn(2, SIZE), least)))
`;
    assert.deepEqual(rulesOf(text.replace('SIZE', '3')), []);
    assert.deepEqual(rulesOf(text.replace('SIZE', '4')), ['linear-in-features']);
  });

  it('calls numpy as numpy is called', () => {
    assert.deepEqual(
      rulesOf(`${head}import numpy as np
points = np.linspace(-1.0, 1.0, 11, dtype=np.float32)
index = np.arange(5, dtype=np.int64)
bounds = np.zeros([21, 14], np.float32)
names = np.concatenate([['a'] * 3, ['b'] * 3])
kinds = np.array([object, object])
nn.Linear(points.size ** 2, 2)(torch.randn(3, 121))
nn.Linear(14, 2)(torch.from_numpy(bounds))
`),
      [],
    );
  });

  it('runs by a trainer, whose callbacks keep what it gives them', () => {
    const text = `import pytorch_lightning as pl
${head}class Keep(pl.Callback):
    def __init__(self):
        self.parts = []
class Net(pl.LightningModule):
    def __init__(self, size=5):
        super().__init__()
        self.save_hyperparameters()
        self.fc = nn.Linear(size, 4)
    def forward(self, x):
        return self.fc(x)
keep = Keep()
trainer = pl.Trainer(callbacks=[keep])
found = trainer.predict(Net())
torch.cat(found), torch.cat(keep.parts), trainer.callback_metrics['loss'].item()
Net.load_from_checkpoint('best.ckpt')(torch.ones(2, 7))
`;
    assert.deepEqual(rulesOf(text), []);
    assert.deepEqual(rulesOf(`${text}Net()(torch.ones(2, 7))\n`), ['linear-in-features']);
  });

  it('makes objects by a class method called __new__', () => {
    assert.deepEqual(
      rulesOf(`${head}class Count:
    @classmethod
    def __new__(cls, *args, **kwargs):
        cls.frames = 0
        return super().__new__(cls)
    def __init__(self, size):
        self.size = size
nn.Linear(Count(3).size, 2)(torch.ones(2, 3))
`),
      [],
    );
  });

  it('looks up what other modules of its package fill', () => {
    const others = {
      pkg: 'from .registry import create\nfrom .small import *\n',
      'pkg.registry': `known = {}
def register(f):
    known[f.__name__] = f
    return f
def create(name):
    if name not in known:
        raise RuntimeError('no ' + name)
    return known[name]()
def get(name):
    return known[name]()
def sized(size):
    if size < 1:
        raise ValueError('too small')
`,
      'pkg.small':
        'from torch import nn\nfrom .registry import register\n@register\ndef small():\n    return nn.Linear(3, 2)\n',
    };
    const text = 'from .registry import create, get, sized\n';
    assert.deepEqual(rulesOf(`${text}create('small')\nget('small')\n`, others, 'pkg.net'), []);
    assert.deepEqual(rulesOf(`${text}sized(0)\n`, others, 'pkg.net'), ['raises']);
    assert.deepEqual(rulesOf("import pkg\npkg.create('large')\n", others), ['raises']);
  });

  it('has comments that are older than it', () => {
    const text = (comment: string, features: string): string => `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc = nn.Linear(${features}, 10)
    def forward(self, x):
        # ${comment}
        return self.fc(torch.flatten(self.conv(x), 1))
`;
    assert.deepEqual(rulesOf(text('x: 1x28x28', '4 * 33 * 33')), []);
    // Four channels of any size: never an odd number of features.
    assert.deepEqual(rulesOf(text('x: 1x28x28', '4357')), ['linear-in-features']);
    assert.deepEqual(rulesOf(text('convlens: input=1x1x28x28', '4 * 33 * 33')), [
      'linear-in-features',
    ]);
  });

  it('asks for every module of a registry where nobody knows whether it comes there', () => {
    const asked = new Set<string>();
    const session = new Session({
      files: {
        resolve: (name) => {
          asked.add(name);
          return {
            file: { name: `/${name}.py`, moduleName: name, origin: 'library' },
            text: 'x = 1\n',
            isPackage: false,
          };
        },
      },
    });
    const file = { name: '/model.py', moduleName: 'model', origin: 'user' as const };
    const text = (test: string): string =>
      `import importlib\ndef load(flag):\n    for i in range(200):\n        if ${test}:\n            importlib.import_module(f'part{i}')\nload(open('x').read())\n`;
    session.analyse(file, text('flag'));
    assert.ok([...asked].filter((name) => name.startsWith('part')).length < 50);
    session.analyse(file, text('True'));
    assert.equal([...asked].filter((name) => name.startsWith('part')).length, 200);
  });
});
