/** No text makes it hang, throw or eat the memory: each ends in time, and what stands before is kept. */
import assert from 'node:assert/strict';
import { builtinLibrary } from '../../../src/analysis/interpreter/builtins';
import { Interpreter } from '../../../src/analysis/interpreter/interpreter';
import { Session } from '../../../src/analysis/session/session';
import { makeInterpreter, runText } from './run';

const texts: Readonly<Record<string, string>> = {
  'an endless loop': 'while True:\n    pass\n',
  'an endless loop with work': 'n = 0\nwhile True:\n    n += 1\n    x = [n] * 3\n',
  'a loop over a billion': 'for i in range(10 ** 9):\n    x = i * 2\n',
  'a comprehension over a billion': 'x = [i for i in range(10 ** 9)]\n',
  'endless recursion': 'def f(n):\n    return f(n + 1)\nf(0)\n',
  'recursion that branches': 'def f(n):\n    a = f(n + 1)\n    b = f(n + 2)\n    return a, b\nf(0)\n',
  'mutual recursion in methods': 'class A:\n    @property\n    def x(self):\n        return self.x\n    def __getattr__(self, n):\n        return getattr(self, n + "a")\nA().x\nA().q\n',
  'branches that explode': `def f(a, n):\n    if a:\n        return f(a, n - 1)\n    elif a == 1:\n        return f(a, n - 2)\n    return f(a, n - 3)\nf(unknown_name, 50)\n`,
  'a text that doubles': 's = "a"\nwhile True:\n    s = s + s\n',
  'a list that doubles': 'l = [1]\nwhile True:\n    l = l + l\n',
  'a list that extends itself': 'l = [1]\nwhile True:\n    l += l\n',
  'a list that is appended to while it is read': 'l = [1]\nfor x in l:\n    l.append(x)\n',
  'a dict that grows while it is read': 'd = {0: 0}\nwhile True:\n    d[len(d)] = 1\n',
  'an endless generator': 'def g():\n    n = 0\n    while True:\n        yield n\n        n += 1\nx = list(g())\ny = sum(g())\nz = [a for a, b in zip(g(), g())]\n',
  'an endless iterator': 'class I:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        return 1\nx = list(I())\nfor i in I():\n    pass\n',
  'lists in themselves': 'a = []\na.append(a)\nb = []\nb.append(b)\nx = repr(a)\ny = a == b\nz = str({1: a})\n',
  'a class that inherits from itself': 'class A(A):\n    pass\nclass B: pass\nB.__class__ = B\nB.__bases__ = (B,)\n',
  'huge numbers': 'x = 10 ** 1000\ny = 2 ** 64 * 3\nz = 1 << 5000\nw = 9999999999999999999999\nv = 1e308 * 10\n',
  'huge widths': 'x = "%1000000000d" % 1\ny = f"{1:>1000000000}"\nz = "a" * 10 ** 12\nw = [0] * 10 ** 12\nv = (0,) * 10 ** 12\n',
  'nested loops over numbers': 'n = 0\nfor a in range(1000):\n    for b in range(1000):\n        for c in range(1000):\n            n += 1\n',
  'decorators that nest': 'def d(f):\n    return d(f)\n@d\ndef g():\n    pass\n',
  'imports in a circle': 'import main\nfrom main import *\nfrom main import x\nfrom . import y\n',
  'deep expressions': `x = ${'('.repeat(3000)}1${')'.repeat(3000)}\ny = ${'-'.repeat(5000)}1\nz = ${Array(3000).fill('1').join(' + ')}\n`,
  'deep blocks': Array.from({ length: 90 }, (_, i) => `${' '.repeat(i)}if True:`).join('\n') + `\n${' '.repeat(90)}x = 1\n`,
  'deep calls': `x = ${'str('.repeat(150)}1${')'.repeat(150)}\n`,
  'nothing but brackets': '((((((((([[[[[[{{{{{{',
  'binary': '\u0000\u0001\u0002\ud800 = \udfff\n',
  'an open string': 'x = """never closed\ny = 1\n',
  'tabs and spaces': 'if True:\n\tx = 1\n        y = 2\n  z = 3\n',
  'statements where they mean nothing': 'return 1\nbreak\ncontinue\nyield 2\nawait x\nnonlocal y\nglobal z\ndel q\nraise\n',
};

describe('budget', function () {
  this.timeout(40_000);
  for (const [name, text] of Object.entries(texts))
    it(`${name} ends`, () => {
      const rt = makeInterpreter();
      rt.budget.restart({ milliseconds: 300 });
      const started = performance.now();
      const module = runText(rt, `before = 7\n${text}\n`);
      const took = performance.now() - started;
      assert.equal(module.globals.get('before'), 7);
      assert.ok(took < 4000, `took ${took.toFixed(0)} ms`);
      assert.deepEqual(
        rt.slips.map((slip) => `${slip.name}: ${String((slip.error as Error).stack).slice(0, 300)}`),
        [],
      );
      assert.equal(rt.forks + rt.pendings + rt.handlers.length + rt.top + rt.depth, 0);
    });

  it('says why it ended', () => {
    const rt = makeInterpreter();
    rt.budget.restart({ milliseconds: 50 });
    runText(rt, 'on = 1\nwhile on:\n    pass\n');
    assert.match(rt.ended ?? '', /longer than the analysis may run/);
  });

  it('loading a module does not count, and half of one does not stay', () => {
    let now = 0;
    let cancelled = false;
    const text = 'total = 0\nfor i in range(5000):\n    total += 1\n';
    const rt = new Interpreter({
      libraries: [],
      builtins: builtinLibrary,
      files: { resolve: (name) => (name === 'slow' ? { file: { name, moduleName: name, origin: 'library' }, text, isPackage: false } : 'missing') },
      budget: { now: () => (now += 10), milliseconds: 15, cancelled: () => cancelled },
    });
    const file = { name: 'main.py', moduleName: 'main', origin: 'user' } as const;
    cancelled = true;
    rt.runFile(file, 'import slow\nx = slow.total\n');
    assert.match(rt.ended ?? '', /cancelled/);
    cancelled = false;
    rt.budget.restart();
    const module = rt.runFile(file, 'import slow\nx = slow.total\n');
    assert.equal(rt.ended, null);
    assert.equal(module.globals.get('x'), 5000);
  });

  it('is cancelled', () => {
    const rt = makeInterpreter();
    rt.budget.restart({ steps: 5000 });
    runText(rt, 'on = 1\nwhile on:\n    pass\n');
    assert.match(rt.ended ?? '', /more steps/);
  });

  it('keeps no more operations than memory has room for', () => {
    const session = new Session({ files: { resolve: () => 'missing' }, budget: { now: () => performance.now(), milliseconds: 60_000, steps: 1e9 } });
    const endless = 'import torch\nimport torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.first = nn.Linear(3, 4)\n    def forward(self, x):\n        x = self.first(x)\n        on = 1\n        while on:\n            x = x + 1\n';
    const started = performance.now();
    const report = session.analyse({ name: '/net.py', moduleName: 'net', origin: 'user' }, endless);
    assert.ok(performance.now() - started < 30_000);
    assert.match(report.stopped ?? '', /more operations and layers than/);
    const [model] = report.models;
    assert.equal(model!.status, 'unknown');
    assert.match(model!.reason ?? '', /more operations and layers than/);
    assert.deepEqual(
      model!.layers.map((row) => [row.path, row.outputs]),
      [['first', [['N', 4]]]],
    );
  });

  it('ends where the host says that memory is short', () => {
    let used = 0;
    const rt = new Interpreter({
      libraries: [],
      builtins: builtinLibrary,
      files: { resolve: () => 'missing' },
      budget: { memory: () => (used += 1000), mostMemory: 20_000 },
    });
    rt.runFile({ name: 'main.py', moduleName: 'main', origin: 'user' }, 'd = {}\non = 1\nwhile on:\n    d[len(d)] = 1\n');
    assert.match(rt.ended ?? '', /more memory/);
  });

  it('keeps no more layers than memory has room for', () => {
    const session = new Session({ files: { resolve: () => 'missing' }, budget: { now: () => performance.now(), milliseconds: 60_000, steps: 1e9 } });
    const report = session.analyse({ name: '/net.py', moduleName: 'net', origin: 'user' }, 'import torch.nn as nn\nlayers = []\non = 1\nwhile on:\n    layers.append(nn.Linear(3, 4))\n');
    assert.match(report.stopped ?? '', /more operations and layers than/);
  });

  it('nested loops over tens of thousands of numbers take milliseconds', () => {
    const rt = makeInterpreter();
    const text = 'd = {}\nfor a in range(16):\n    for b in range(16):\n        for c in range(16):\n            for e in range(16):\n                k = (a - c, b - e)\n                if k not in d:\n                    d[k] = len(d)\n';
    const started = performance.now();
    const module = runText(rt, text);
    assert.ok(performance.now() - started < 1500);
    assert.equal(rt.ended, null);
    assert.equal(rt.representation(rt.length(module.globals.get('d')!)), '961');
  });
});
