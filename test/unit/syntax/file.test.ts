/** Files as units: the same trees as the whole text, whatever is typed; what did not change is kept. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Node } from '../../../src/analysis/syntax/ast';
import { commentsOf, type ParsedFile, parseFile } from '../../../src/analysis/syntax/file';
import { parsePython } from '../../../src/analysis/syntax/python';
import { walk } from '../../../src/analysis/syntax/walk';
import { packageFolder, pythonFiles } from '../sources';
import { print } from './print';

function printed({ units }: ParsedFile): string {
  return units.map((unit) => print(unit.body, { spans: unit.start })).filter(Boolean).join('\n');
}

/** Spans lie in the text, and names say what stands there. */
function checkSpans(text: string, { units }: ParsedFile): void {
  let at = 0;
  for (const unit of units) {
    assert.equal(unit.start, at);
    assert.equal(text.slice(at, at + unit.text.length), unit.text);
    at += unit.text.length;
    walk(unit.body, (node: Node) => {
      assert.ok(node.start >= 0 && node.start <= node.end && node.end <= unit.text.length, `${node.kind} ${node.start}-${node.end} of ${unit.text.length}`);
      if (node.kind === 'Name') assert.equal(unit.text.slice(node.start, node.end).normalize('NFKC'), node.id.normalize('NFKC'));
      if (node.kind === 'Attribute')
        assert.equal(unit.text.slice(node.nameStart, node.nameStart + node.attribute.length), node.attribute);
    });
  }
  assert.equal(at, text.length);
}

const pieces = [
  'import torch\n', 'x = 1\n', '\n', '# comment\n', 'class Net(nn.Module):\n', '    def forward(self, x):\n', '        x = self.conv(\n', '        return x\n', '@decorator\n',
  'if x:\n', '    pass\n', 'else:\n', '"""text\n', '"""\n', "s = 'abc\n", 'f(a,\n', '  b)\n', ')\n', 'y = [\n', ']\n', 'x = \\\n', '\t# tab\n', 'for i in range(3):\n', 'def f(\n', '):\n', 'try:\n', 'except A:\n',
  "z = f'{a", '{', '}', '(', '"', "'", ':', 'é = "😀"\n', '%magic\n', '\r\n', 'elif b:\n', 'lambda x: ', 'self.', 'x = x +\n',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((list) => list.join(''));

describe('units of a file', () => {
  it('are what the whole text is, on torchvision', () => {
    const files = pythonFiles(packageFolder('torchvision==0.29.2'));
    assert.ok(files.length > 150);
    for (const { name, text } of files) {
      const file = parseFile(text);
      assert.deepEqual(file.units.flatMap((unit) => unit.problems), [], name);
      assert.ok(!file.units.some((unit) => unit.repaired), name);
      assert.equal(printed(file), print(parsePython(text).body, { spans: 0 }), name);
      checkSpans(text, file);
    }
  });

  it('keep what did not change', () => {
    const text = 'import a\n\n\nclass A:\n    x = 1\n\n    y = 2\n\n\n@b\ndef f():\n    return 1\n\n\nz = f()\n';
    const before = parseFile(text);
    assert.equal(before.units.length, 4);
    const edited = text.replace('y = 2', 'y = 22');
    const after = parseFile(edited, before);
    assert.deepEqual(after.units.map((unit) => before.units.includes(unit)), [true, false, true, true]);
    checkSpans(edited, after);
    const half = parseFile(text.replace('y = 2', 'y = f('), after);
    assert.deepEqual(half.units.map((unit) => after.units.includes(unit)), [true, false, true, true]);
    const quotes = parseFile(text.replace('y = 2', 'y = """'), half);
    assert.deepEqual(quotes.units.map((unit) => half.units.includes(unit)), [true, false, true, true]);
  });

  it('hold decorators, else branches, strings and brackets together', () => {
    const text = [
      '@a', '', '# c', '@b', 'def f(): pass', 'if x:', '    a', 'elif y:', '    b', 'else:', '    c', 's = """', 'def g():', '"""', 't = [', '1,', ']', 'u = 1 + \\', '2', 'try:', '    a',
      'except B:', '    c', 'finally:', '    d', '',
    ].join('\n');
    assert.deepEqual(parseFile(text).units.map((unit) => unit.text.split('\n')[0]), ['@a', 'if x:', 's = """', 't = [', 'u = 1 + \\', 'try:']);
    assert.equal(printed(parseFile(text)), print(parsePython(text).body, { spans: 0 }));
  });

  it('are the same typed or read', () =>
    fc.assert(
      fc.property(texts, fc.nat(), fc.constantFrom(...pieces), fc.nat(3), (text, place, piece, removed) => {
        const before = parseFile(text);
        const at = place % (text.length + 1);
        const edited = text.slice(0, at) + piece + text.slice(at + removed);
        const typed = parseFile(edited, before);
        checkSpans(edited, typed);
        assert.equal(printed(typed), printed(parseFile(edited)));
      }),
      { numRuns: 600 },
    ));

  it('know their comments', () => {
    const text = 'x = 1  # one\n# two\nclass A:  # three\n    # four\n    y = "# no"\n';
    assert.deepEqual(commentsOf(parseFile(text)).map((c) => [c.text, text.slice(c.start, c.end)]), [
      [' one', '# one'], [' two', '# two'], [' three', '# three'], [' four', '# four'],
    ]);
  });

  it('skip magics in notebooks', () => {
    const text = '%matplotlib inline\n!pip install "torch\nx = 1\n%%time\ny = [\n1]\n';
    const file = parseFile(text, null, { notebook: true });
    assert.deepEqual(file.units.flatMap((unit) => unit.problems), []);
    assert.equal(file.units.map((unit) => print(unit.body)).filter(Boolean).join('\n'), 'assign x = 1\nassign y = [1]');
  });
});

describe('any text', () => {
  const many = 20_000;
  const deep: Record<string, string> = {
    brackets: `x = ${'('.repeat(many)}`, lists: `x = ${'['.repeat(many)}${']'.repeat(many)}`, calls: `f${'(f'.repeat(many)}`, unary: `x = ${'-'.repeat(many)}1`,
    sum: `x = ${'1 + '.repeat(many)}1`, conditions: `x = ${'a or '.repeat(many)}1`, comparisons: `x = ${'1 < '.repeat(many)}1`, powers: `x = ${'2 ** '.repeat(many)}2`,
    ternaries: `x = ${'1 if a else '.repeat(many)}1`, lambdas: `x = ${'lambda: '.repeat(many)}1`, attributes: `x${'.a()'.repeat(many)}`, elif: `if a: pass\n${'elif b: pass\n'.repeat(5000)}`,
    blocks: Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n'), patterns: `match x:\n case ${'['.repeat(many)}`, targets: `${'a = '.repeat(many)}1`,
    fields: `f"${'{'.repeat(many)}`, quotes: '"'.repeat(many + 1), triple: `${'"""\n'.repeat(3001)}`, walrus: 'a:='.repeat(many), subscripts: `a${'['.repeat(many)}`,
    parenthesised: '(a):=', field: "f'{(",
    controls: 'a\0b = 1\u2028\ud800 \f\v\x1a', open: 'x = (1,\n'.repeat(2000), heads: 'if x\n'.repeat(2000),
  };
  for (const [name, text] of Object.entries(deep))
    it(`is read without an error, however deep: ${name}`, () => {
      const start = performance.now();
      checkSpans(text, parseFile(text));
      assert.ok(performance.now() - start < 10_000);
    });

  it('is read without an error, whatever characters', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1 \n\t()[]{}:,.=+-*"\'#\\@%!;f\r&é\ud83d'), maxLength: 60 }), (text) => checkSpans(text, parseFile(text))),
      { numRuns: 3000 },
    ));
});
