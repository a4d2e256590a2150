/** Imports: lazy, relative, starred, in circles, missing, waiting for the host; what the edited file does to other modules is undone. */
import assert from 'node:assert/strict';
import { Interpreter } from '../../../src/analysis/interpreter/interpreter';
import { builtinLibrary } from '../../../src/analysis/interpreter/builtins';
import { Unknown, type Value } from '../../../src/analysis/interpreter/values';
import { type Files, makeInterpreter, runText, userFile } from './run';

function show(rt: Interpreter, value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  const loaded = rt.loaded(value);
  return loaded instanceof Unknown ? `? ${loaded.why}` : (rt.representation(loaded) ?? '?');
}

/** Runs `text` among files; answers the values of names. */
function run(files: Files, text: string, ...names: string[]): string[] {
  const rt = makeInterpreter(files);
  const module = runText(rt, text);
  assert.deepEqual(rt.slips, []);
  return names.map((name) => show(rt, rt.findAttribute(module, name)));
}

describe('imports', () => {
  it('load a module when a name of it is read', () => {
    const files = { 'a.py': 'import b\nx = 1\n', 'b.py': 'raise ValueError\n' };
    const rt = makeInterpreter(files);
    runText(rt, 'import a\nimport b\nfrom b import c\ny = a.x\n');
    assert.deepEqual(rt.modules.names().sort(), ['a', 'main']);
  });

  it('know every form', () => {
    const files = {
      'pkg/__init__.py': 'from .sub import value as renamed\nfrom . import other\n',
      'pkg/sub.py': 'value = 5\n_hidden = 1\n__all__ = ["value", "_listed"]\n_listed = 2\n',
      'pkg/other.py': 'from ..pkg.sub import value\nfrom .deep.down import below\nname = __name__\npackage = __package__\n',
      'pkg/deep/__init__.py': '',
      'pkg/deep/down.py': 'from ... import top_level_does_not_exist\nfrom ..sub import value as v\nbelow = v + 1\n',
      'space/thing.py': 'inside = 3\n',
    };
    assert.deepEqual(
      run(
        files,
        'import pkg, pkg.other as o, pkg.deep.down\nfrom pkg.sub import *\nfrom pkg import renamed as r, other\nfrom space.thing import inside\nimport space.thing\n' +
          'a = (pkg.renamed, o.value, pkg.deep.down.below, value, _listed, r, other.name, other.package, inside, space.thing.inside)\nb = _hidden\n',
        'a',
        'b',
      ),
      ["(5, 5, 6, 5, 2, 5, 'pkg.other', 'pkg', 3, 3)", "? NameError: name '_hidden' is not defined"],
    );
  });

  it('in circles are as far as they have come', () => {
    const files = { 'a.py': 'import b\nx = 1\ndef f():\n    return b.g()\n', 'b.py': 'from a import x\ndef g():\n    return x + 1\n' };
    assert.deepEqual(run(files, 'import a\ny = a.f()\n', 'y'), ['2']);
  });

  it('a name that a circle asks for too early is there afterwards', () => {
    const files = {
      'a.py': 'from b import g\nearly = g()\nx = 1\n',
      'b.py': 'from a import x\ndef g():\n    return x\n',
    };
    assert.deepEqual(run(files, 'import a, b\ny = a.early\nz = b.g()\n', 'y', 'z'), ['? a.x is not there yet', '1']);
  });

  it('what an installed package needs itself is not asked for by the try of another', () => {
    const files = { 'shown/__init__.py': 'from .draw import f\n', 'shown/draw.py': 'import not_found_here\ndef f():\n    return 1\n' };
    const text = 'try:\n    from shown import f\n    has = True\nexcept ImportError:\n    has = False\nimport shown\nr = shown.f()\n';
    assert.deepEqual(run(files, text, 'has', 'r'), ['True', '1']);
  });

  it('a package that asks for its own module sees what that one lacks, and may ask again', () => {
    const files = {
      'pkg/__init__.py': 'try:\n    from .fast import f\nexcept ImportError:\n    f = None\n',
      'pkg/fast.py': 'import not_found_here\ndef f():\n    return 1\n',
    };
    assert.deepEqual(run(files, 'import pkg\na = pkg.f\nfrom pkg.fast import f\nb = f()\n', 'a', 'b'), ['None', '1']);
  });

  it('a package that puts an object into its place has the names it tells type checkers', () => {
    const lazy =
      'else:\n    import sys\n    from lazy_things import LazyModule\n    sys.modules[__name__] = LazyModule(__name__, __file__)\n';
    const files = {
      'zoo/__init__.py': `from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .nets import *\n    from .tools import one as first\n    try:\n        fast()\n    except ImportError:\n        from .dummies import Fast\n    else:\n        from .tools import Fast\n${lazy}`,
      'zoo/nets/__init__.py': `import typing\nSLOW = False\nif typing.TYPE_CHECKING or SLOW:\n    from .vit import *\n    from .vit_large import *\n${lazy}`,
      'zoo/nets/vit.py': 'class ViTNet:\n    size = 1\n',
      'zoo/nets/vit_large.py': 'class ViTLargeNet:\n    size = 2\nclass Odd:\n    size = 3\n',
      'zoo/tools.py': 'def one():\n    return 1\nclass Fast:\n    size = 4\n',
      'zoo/dummies.py': 'class Fast:\n    size = 5\n',
    };
    assert.deepEqual(
      run(
        files,
        'import zoo\nfrom zoo import ViTNet, first, Fast\nfrom zoo.nets import ViTLargeNet\na = ViTNet.size, ViTLargeNet.size, zoo.Odd.size, first(), Fast.size\nfrom zoo import Nothing\nb = Nothing\n',
        'a',
        'b',
      ),
      ['(1, 2, 3, 1, 4)', '? zoo has no name Nothing'],
    );
  });

  it('importlib finds modules by names that are calculated', () => {
    const files = { 'pkg/__init__.py': '', 'pkg/sub/__init__.py': 'x = 1\n', 'pkg/sub/deep.py': 'y = 2\n' };
    const text =
      "import importlib, importlib.util\nfrom importlib.util import find_spec\na = [find_spec(n) is not None for n in ('pkg', 'pkg.sub', 'nowhere', 'pkg.nothing', 'math')]\n" +
      "b = importlib.import_module('pkg.' + 'sub').x, importlib.import_module('.deep', 'pkg.sub').y, importlib.import_module('..sub', 'pkg.sub').x\n" +
      "c = 'found' if importlib.util.find_spec('pkg') else 'missing'\n";
    assert.deepEqual(run(files, text, 'a', 'b', 'c'), ['[True, True, False, False, True]', '(1, 2, 1)', "'found'"]);
  });

  it('a package of functions named like its modules gives the function', () => {
    const files = { 'models/__init__.py': 'from .net import *\n', 'models/net.py': '__all__ = ["net"]\ndef net():\n    return 7\n' };
    assert.deepEqual(run(files, 'import models\nfrom models import net\na = models.net(), net()\n', 'a'), ['(7, 7)']);
  });

  it('a missing module is unknown, and raises only where that is caught', () => {
    assert.deepEqual(
      run(
        {},
        'import gone\nfrom gone.sub import f\nx = gone.a(1).b\ny = f()\ntry:\n    import gone2\n    has = True\nexcept ImportError:\n    has = False\n' +
          'try:\n    from gone3 import z\nexcept (ImportError, ModuleNotFoundError) as e:\n    z = str(e)\ntry:\n    import gone4\nexcept ValueError:\n    gone4 = 1\nw = gone4\n',
        'x',
        'y',
        'has',
        'z',
        'w',
      ),
      [
        '? the module gone was not found',
        '? the module gone.sub was not found',
        'False',
        "\"No module named 'gone3'\"",
        '? the module gone4 was not found',
      ],
    );
  });

  it('a missing name in a module raises where that is caught', () => {
    const files = { 'a.py': 'x = 1\n', 'c.py': 'from nowhere import *\n' };
    assert.deepEqual(
      run(
        files,
        'try:\n    from a import y\nexcept ImportError:\n    y = "fallback"\nfrom a import nothing\nz = nothing\nfrom c import anything\nv = anything\n',
        'y',
        'z',
        'v',
      ),
      ["'fallback'", '? a has no name nothing', '? the module nowhere was not found'],
    );
  });

  it('an error inside a module that is imported ends its statement there', () => {
    const files = { 'a.py': 'x = 1\ny = undefined\nz = x + 1\n' };
    const rt = makeInterpreter(files);
    const module = runText(rt, 'from a import x, y, z\nr = (x, z)\n');
    assert.equal(show(rt, module.globals.get('r')), '(1, 2)');
    assert.deepEqual(rt.trace.problems, []);
  });

  it('registries are filled by star imports and decorators', () => {
    const files = {
      'zoo/__init__.py': 'from .registry import create\nfrom .nets import *\n',
      'zoo/registry.py':
        '_all = {}\ndef register(f):\n    if f.__name__ in _all:\n        raise ValueError("twice")\n    _all[f.__name__] = f\n    return f\ndef create(name, **kw):\n    return _all[name](**kw)\n',
      'zoo/nets.py': 'from .registry import register\n@register\ndef small(k=1):\n    return ("small", k)\n',
    };
    assert.deepEqual(run(files, 'import zoo\na = zoo.create("small", k=3)\n', 'a'), ["('small', 3)"]);
  });

  it('a registry that lacks what was imported lazily is filled when it is asked for in vain', () => {
    const files = {
      'zoo/__init__.py': 'from .registry import create\nfrom .nets import small\nfrom . import more\n',
      'zoo/registry.py':
        '_all = {}\ndef register(f):\n    _all[f.__name__] = f\n    return f\ndef create(name):\n    if name not in _all:\n        raise ValueError(f"unknown model {name}")\n    return _all[name]()\n',
      'zoo/nets.py': 'from .registry import register\n@register\ndef small():\n    return 1\n',
      'zoo/more.py': 'from .registry import register\n@register\ndef large():\n    return 2\n',
    };
    const rt = makeInterpreter(files);
    const text = 'import zoo\na = zoo.create("large"), zoo.create("small")\n';
    rt.startTrace();
    runText(rt, text);
    assert.equal(rt.trace.problems.length, 1);
    assert.equal(rt.loadPending(), true);
    rt.startTrace();
    const module = runText(rt, text);
    assert.equal(show(rt, module.globals.get('a')), '(2, 1)');
    assert.deepEqual(rt.trace.problems, []);
    assert.equal(rt.loadPending(), false);
  });

  it('what the edited file did to other modules is undone before it runs again', () => {
    const files = {
      'registry.py':
        'names = []\ncount = 0\nclass Base:\n    known = {}\ndef register(f):\n    global count\n    if f.__name__ in names:\n        raise ValueError("twice")\n    names.append(f.__name__)\n    count += 1\n    Base.known[f.__name__] = f\n    Base.last = f.__name__\n    return f\n',
    };
    const rt = makeInterpreter(files);
    const text = 'from registry import register, names, Base\nimport registry\n@register\ndef mine():\n    pass\nseen = (list(names), registry.count, list(Base.known), Base.last)\n';
    for (let i = 0; i < 3; i++) {
      rt.startTrace();
      const module = runText(rt, text);
      assert.equal(show(rt, module.globals.get('seen')), "(['mine'], 1, ['mine'], 'mine')");
      assert.deepEqual(rt.trace.problems, []);
    }
    rt.rollback();
    const registry = rt.importModule('registry');
    assert.equal(show(rt, rt.findAttribute(registry, 'names')), '[]');
    assert.equal(show(rt, rt.findAttribute(registry, 'count')), '0');
  });

  it('a file that was edited before is run anew for who imports it', () => {
    const files = { 'lib.py': 'all = []\n', 'first.py': 'import lib\nlib.all.append("first")\nclass A:\n    pass\nimport late\nlate.x\nclass B:\n    pass\n', 'late.py': 'x = 1\n' };
    const rt = makeInterpreter(files);
    runText(rt, files['first.py'], { file: { name: 'first.py', moduleName: 'first', origin: 'user' } });
    const module = runText(rt, 'import first, lib\nx = first.A.__name__, first.B.__name__, list(lib.all)\n');
    assert.equal(show(rt, module.globals.get('x')), "('A', 'B', ['first'])");
  });

  it('calls after the run are undone with it', () => {
    const rt = makeInterpreter({ 'state.py': 'calls = []\n' });
    const text = 'import state\ndef f():\n    state.calls.append(1)\n    return len(state.calls)\n';
    for (let i = 0; i < 2; i++) {
      const module = runText(rt, text);
      assert.equal(rt.callValue(rt.evaluate('f', module), []), 1);
      assert.equal(rt.evaluate('f()', module), 2);
    }
  });

  it('the host is told which modules are wanted', () => {
    const texts = new Map<string, string>();
    const rt = new Interpreter({
      libraries: [],
      builtins: builtinLibrary,
      files: {
        resolve: (name) => {
          if (!['a', 'a.b', 'late'].includes(name)) return 'missing';
          const text = texts.get(name);
          return text === undefined ? 'pending' : { file: { name, moduleName: name, origin: 'library' }, text, isPackage: name === 'a' };
        },
      },
    });
    const text = 'from a.b import x\nfrom late import y\nz = x\n';
    let module = rt.runFile(userFile, text);
    assert.equal(show(rt, module.globals.get('z')), '? the module a is being read');
    assert.deepEqual([...rt.wanted], ['a']);
    texts.set('a', '');
    rt.forget('a');
    module = rt.runFile(userFile, text);
    assert.deepEqual([...rt.wanted], ['a.b']);
    texts.set('a.b', 'x = 4\n');
    rt.forget('a.b');
    module = rt.runFile(userFile, text);
    assert.equal(show(rt, module.globals.get('z')), '4');
    assert.deepEqual([...rt.wanted], []);
  });

  it('a changed module is run again, and those that imported it', () => {
    const files: Record<string, string> = { 'a.py': 'x = 1\n', 'b.py': 'from a import x\ny = x + 1\n', 'c.py': 'other = 1\n' };
    const rt = makeInterpreter(files);
    const text = 'from b import y\nimport c\nz = y, c.other\n';
    assert.equal(show(rt, runText(rt, text).globals.get('z')), '(2, 1)');
    files['a.py'] = 'x = 10\n';
    rt.forget('a');
    assert.equal(show(rt, runText(rt, text).globals.get('z')), '(11, 1)');
  });

  it('unchanged statements keep their compiled code', () => {
    const rt = makeInterpreter();
    const first = runText(rt, 'import math\ndef f():\n    return 1\n\ndef g():\n    return 2\n');
    const second = runText(rt, 'import math, os\ndef f():\n    return 1\n\ndef g():\n    return 3\n', { file: { ...userFile } });
    const code = (module: typeof first, name: string) => (module.globals.get(name) as { code: unknown }).code;
    assert.equal(code(first, 'f'), code(second, 'f'));
    assert.notEqual(code(first, 'g'), code(second, 'g'));
    assert.equal(rt.evaluate('f() + g()', second), 4);
  });

  it('the script block runs only as a script', () => {
    const rt = makeInterpreter();
    const text = 'x = 0\nif __name__ == "__main__":\n    x = 1\n';
    assert.equal(rt.runFile(userFile, text, { asMain: true }).globals.get('x'), 1);
    assert.equal(rt.runFile(userFile, text).globals.get('x'), 0);
  });
});
