/** Definitions of libraries run when their names are read, and nobody can tell: names that are bound again, stars, `globals()`, circles. */
import assert from 'node:assert/strict';
import { representationOf } from '../../../src/analysis/interpreter/text';
import { parseLate, quickStarts, startsByLine } from '../../../src/analysis/syntax/file';
import { makeInterpreter, runText } from './run';

/** The value of `x` after a text that imports from files of a library. */
function valueOf(files: Readonly<Record<string, string>>, text: string): string | undefined {
  const rt = makeInterpreter(files);
  const module = runText(rt, text);
  assert.deepEqual(rt.slips, []);
  return representationOf(rt, rt.loaded(module.globals.get('x') ?? null));
}

describe('definitions of libraries', () => {
  it('are parsed late where nothing but a name is bound', () => {
    const { units } = parseLate(
      [
        'import a\n',
        'def f(x=1):\n    return x\n',
        'class A(a.B, C[int]):\n    pass\n',
        '@a.d\ndef g():\n    pass\n',
        'class M(metaclass=a.M):\n    pass\n',
        'class N(a.make()):\n    pass\n',
        'async def h():\n    pass\n',
        `table = [${'"x", 1.5, # y\n'.repeat(40)}]\n`,
        `calls = [${'f(1), '.repeat(80)}]\n`,
      ].join(''),
    );
    assert.deepEqual(
      units.map((unit) => unit.defines),
      [undefined, 'f', 'A', undefined, undefined, undefined, 'h', 'table', undefined],
    );
  });

  it('are parsed late under decorators that do nothing', () => {
    const text =
      '@cache\n@wraps(f)\ndef g():\n    pass\n@cache\n@register\ndef h():\n    pass\n@cache\nclass A:\n    pass\n';
    const isQuiet = (decorator: string): boolean => /^(cache|wraps\(\w+\))$/.test(decorator);
    assert.deepEqual(
      parseLate(text, isQuiet).units.map((unit) => unit.defines),
      ['g', undefined, 'A'],
    );
  });

  it('are found as statements are found line by line', () => {
    const parts = [
      'x = 1\n',
      'def f(a,\n      b):\n    return """\ndef not_here():\n"""\n',
      "s = \'\'\'\nclass No:\n    \\\'\'\'\n\'\'\'\n",
      '# def no():\n#\n',
      '# it ends in a backslash \\\n',
      '@d(\n  1)\ndef g(): pass\n',
      'if x:\n    pass\nelif x:\n    pass\nelse:\n    pass\n',
      'try:\n    pass\nexcept A:\n    pass\nfinally:\n    pass\n',
      'y = [\n1,\n2,\n]\n',
      'y = f(\n"(", \'[\', "\\"(", # {\n)\n',
      'z = 1 + \\\n2\n',
      '\n\n',
      'class A:\n\n    def f(self):\n        pass\n\n    # end\n',
      't = r"\\d\\\\"; u = f"{x!r:>{y}}"\n',
    ];
    for (let i = 0; i < 500; i++) {
      const chosen = [0, 1, 2, 3, 4, 5].map((k) => (i * 7 + k * (1 + (i % 5)) + ((i * k) >> 2)) % parts.length);
      const text = chosen.map((part) => parts[part]!).join('');
      assert.deepEqual(quickStarts(text), startsByLine(text, {}).starts, text);
    }
  });

  it('mean the last one of a name, and the one before where it was read in between', () => {
    const lib = 'def f():\n    return 1\nfirst = f\ndef f():\n    return 2\nclass A:\n    n = 1\na = A()\nclass A:\n    n = 2\n';
    assert.equal(
      valueOf({ 'lib.py': lib }, 'import lib\nx = lib.first(), lib.f(), lib.a.n, lib.A.n\n'),
      '(1, 2, 1, 2)',
    );
  });

  it('give way to what the name means later', () => {
    const lib = 'def f():\n    return 1\ndef twice(g):\n    return lambda: 2 * g()\nf = twice(f)\ndef gone():\n    pass\ndel gone\n';
    assert.equal(
      valueOf({ 'lib.py': lib }, 'import lib\nx = lib.f(), hasattr(lib, "gone")\n'),
      '(2, False)',
    );
  });

  it('are one object wherever a star has brought them', () => {
    const files = {
      'base.py': 'class A:\n    pass\nclass B(A):\n    pass\ndef make():\n    return B()\n',
      'front.py': 'from base import *\nclass C(B):\n    pass\n',
    };
    assert.equal(
      valueOf(
        files,
        'from front import *\nimport base\nx = B is base.B, isinstance(make(), A), issubclass(C, base.A)\n',
      ),
      '(True, True, True)',
    );
  });

  it('stay what they are where a star has brought them and their file binds the name anew', () => {
    const files = {
      'late.py': 'import early\ndef f():\n    return 1\nfrom user import g\nf = None\n',
      'user.py': 'from late import f\ndef g():\n    return f\n',
      'early.py': '',
    };
    assert.equal(valueOf(files, 'import late\nx = late.f\n'), 'None');
  });

  it('are all there in globals() and vars()', () => {
    const lib = 'def f():\n    return 1\ndef g():\n    return 2\ndef call(name):\n    return globals()[name]()\nlisted = sorted(k for k, v in list(globals().items()) if callable(v))\n';
    assert.equal(
      valueOf({ 'lib.py': lib }, 'import lib\nx = lib.call("g"), vars(lib)["f"](), lib.listed\n'),
      "(2, 1, ['call', 'f', 'g'])",
    );
  });

  it('keep their identity through branches that are undone', () => {
    const lib = 'class A:\n    pass\ndef make():\n    return A()\nstate = 0\n';
    const text = 'import lib\nif unknown_thing():\n    lib.state = 1\n    a = lib.make()\nelse:\n    lib.state = 2\n    a = lib.make()\nx = isinstance(lib.make(), lib.A), lib.A is lib.A\n';
    assert.equal(
      valueOf(
        { 'lib.py': lib, 'other.py': '' },
        `from nowhere import unknown_thing\n${text}`,
      ),
      '(True, True)',
    );
  });

  it('leave no mark of an error in them on the file that reads them', () => {
    const rt = makeInterpreter({ 'lib.py': 'class A:\n    n = 1 / 0\n    m = 2\n' });
    const module = runText(rt, 'import lib\nx = lib.A.m\n');
    assert.equal(module.globals.get('x'), 2);
    assert.deepEqual(rt.trace.problems, []);
  });
});
