/** A registry that lacks what its package imports lazily is filled before its refusal is told; modules without a text are unknown, not missing. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';
import type { FileReport } from '../../../src/analysis/report/report';

function analyse(
  files: Readonly<Record<string, string>>,
  text: string,
  compiled: readonly string[] = [],
): FileReport {
  const session = new Session({
    files: {
      resolve(name) {
        if (compiled.includes(name)) return 'compiled';
        const path = name.replaceAll('.', '/');
        for (const [file, isPackage] of [
          [`${path}/__init__.py`, true],
          [`${path}.py`, false],
        ] as const)
          if (files[file] !== undefined)
            return {
              file: { name: `/${file}`, moduleName: name, origin: 'library' },
              text: files[file],
              isPackage,
            };
        return 'missing';
      },
    },
  });
  return session.analyse({ name: '/model.py', moduleName: 'model', origin: 'user' }, text);
}

const zoo = {
  'zoo/__init__.py': 'from .registry import create\nfrom . import nets\n',
  'zoo/registry.py':
    '_all = {}\ndef register(f):\n    _all[f.__name__] = f\n    return f\ndef create(name, **kw):\n    if name not in _all:\n        raise RuntimeError("Unknown model " + name)\n    return _all[name](**kw)\n',
  'zoo/nets.py':
    'import torch.nn as nn\nfrom .registry import register\n@register\ndef small(n=3):\n    return nn.Linear(n, 2)\n',
};

describe('packages that load lazily', () => {
  it('have in their registries what their modules put there', () => {
    const report = analyse(
      zoo,
      'import torch, zoo\nmodel = zoo.create("small", n=4)\nmodel(torch.randn(5, 4))\n',
    );
    assert.deepEqual(report.problems, []);
    const [model] = report.models;
    assert.deepEqual(model!.outputs, [[5, 2]]);
    assert.equal(model!.entry, 'zoo.create("small", n=4)');
  });

  it('refuse what is in none of them', () => {
    const report = analyse(
      zoo,
      'import torch, zoo\nmodel = zoo.create("large")\nmodel(torch.randn(5, 4))\n',
    );
    assert.deepEqual(
      report.problems.map((p) => [p.rule, p.message]),
      [['raises', 'RuntimeError: Unknown model large']],
    );
  });

  it('have the attributes that their modules set', () => {
    const files = {
      'pkg/__init__.py': 'from . import extra\n',
      'pkg/extra.py': 'import pkg\npkg.width = 6\n',
    };
    const report = analyse(
      files,
      'import torch, pkg\nimport torch.nn as nn\nm = nn.Linear(pkg.width, 1)\nm(torch.randn(2, 6))\n',
    );
    assert.deepEqual(report.problems, []);
    assert.equal(report.models[0]!.params.total, 7);
  });

  it('lack what nobody sets', () => {
    const files = { 'pkg/__init__.py': 'from . import extra\n', 'pkg/extra.py': 'width = 6\n' };
    const report = analyse(files, 'import pkg\nx = pkg.widht\n');
    assert.deepEqual(
      report.problems.map((p) => p.message),
      ["AttributeError: module 'pkg' has no attribute 'widht'"],
    );
  });
});

describe('modules without a text', () => {
  const use =
    'import torch\nimport torch.nn as nn\nm = nn.Linear(3, 2 if fast else 4)\nm(torch.randn(1, 3))\n';

  it('are unknown where they are known to be there', () => {
    const text = `try:\n    from pkg import ext\n    fast = ext.fast\nexcept ImportError:\n    fast = False\n${use}`;
    const found = analyse({ 'pkg/__init__.py': '' }, text, ['pkg.ext']);
    assert.deepEqual(found.models[0]!.outputs, [[1, null]]);
    const missing = analyse({ 'pkg/__init__.py': '' }, text);
    assert.deepEqual(missing.models[0]!.outputs, [[1, 4]]);
  });

  it('are unknown where a package of a library names one as such', () => {
    const text = `try:\n    from pkg import _C\n    fast = _C.fast\nexcept ImportError:\n    fast = False\n${use}`;
    assert.deepEqual(analyse({ 'pkg/__init__.py': '' }, text).models[0]!.outputs, [[1, null]]);
    const own = text.replace('from pkg import _C', 'import pkg._C as _C');
    assert.deepEqual(analyse({ 'pkg/__init__.py': '' }, own).models[0]!.outputs, [[1, null]]);
  });
});
