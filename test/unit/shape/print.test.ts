/** Sizes as text: what is printed reads back as the same size, and Python would read it so too. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { add, type Dim, evaluate, floorDiv, freshUnknown, hasUnknown, maximum, mod, mul, neg, product, sub, symbol } from '../../../src/analysis/shape/dim';
import { jsonDim, parseDim, prettyDim, printDim } from '../../../src/analysis/shape/print';
import { assertSame, assignments, expressions, isExact } from './expressions';

const [H, W, inCh, outCh] = ['H', 'W', 'in_ch', 'out_ch'].map((n) => symbol(n)) as [Dim, Dim, Dim, Dim];
const names = ['H', 'W', 'in_ch'];

/** Python's integers computed by JavaScript: `//` becomes a function call. Independent of the reader under test. */
function pythonValue(text: string, values: ReadonlyMap<string, number>): number {
  const floor = (a: number, b: number): number => Math.floor(a / b);
  let at = 0;
  const tokens = text.match(/\d+|\w+|\/\/|\*\*|\S/g)!;
  const sumOf = (): number => {
    let value = productOf();
    while (tokens[at] === '+' || tokens[at] === '-') value = tokens[at++] === '+' ? value + productOf() : value - productOf();
    return value;
  };
  const productOf = (): number => {
    let value = unary();
    while (tokens[at] === '*' || tokens[at] === '//') value = tokens[at++] === '*' ? value * unary() : floor(value, unary());
    return value;
  };
  const unary = (): number => {
    if (tokens[at] === '-') return at++, -unary();
    const base = atom();
    return tokens[at] === '**' ? (at++, base ** unary()) : base;
  };
  const atom = (): number => {
    const token = tokens[at++]!;
    if (token === '(') {
      const value = sumOf();
      at++;
      return value;
    }
    if (token === 'min' || token === 'max') {
      at++;
      const left = sumOf();
      at++;
      const right = sumOf();
      at++;
      return Math[token](left, right);
    }
    return values.get(token) ?? Number(token);
  };
  return sumOf();
}

describe('sizes as text', () => {
  it('read back as the same value, by Python’s rules', () => {
    fc.assert(
      fc.property(expressions(4, names, { extremes: true, symbolicDivisors: true }), fc.array(assignments(names, 50), { minLength: 20, maxLength: 20 }), ({ dim }, many) => {
        if (hasUnknown(dim)) return;
        const text = printDim(dim);
        const back = text.length <= 400 ? parseDim(text) : null;
        for (const values of many) {
          const value = evaluate(dim, values);
          if (value === undefined) continue;
          if (back !== null) assert.equal(evaluate(back, values), value, text);
          assert.equal(pythonValue(text, values) + 0, value, text);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('read any expression as Python does', () => {
    fc.assert(
      fc.property(expressions(3, names, { extremes: true }), fc.array(assignments(names, 50), { minLength: 10, maxLength: 10 }), ({ text, value }, many) => {
        const dim = parseDim(text);
        if (hasUnknown(dim)) return;
        for (const values of many) {
          const result = evaluate(dim, values);
          if (result !== undefined) assert.equal(result, value(values) + 0, text);
          else assert.ok(!isExact(value(values) * 1000), text);
        }
      }),
    );
  });

  it('are written as people write them', () => {
    const texts: [Dim, string][] = [
      [add(product([9, inCh, outCh]), outCh), '9*in_ch*out_ch + out_ch'],
      [add(floorDiv(sub(H, 3), 2), 1), '(H - 1)//2'],
      [floorDiv(add(H, 31), 32), '(H + 31)//32'],
      [add(floorDiv(H, 3), floorDiv(W, 2)), 'H//3 + W//2'],
      [neg(floorDiv(H, 2)), '-(H//2)'],
      [sub(16, H), '16 - H'],
      [mul(2, floorDiv(H, 2)), '2*(H//2)'],
      [sub(floorDiv(H, 4), floorDiv(H, 8)), '(H + 4)//8'],
      [add(floorDiv(H, 2), floorDiv(add(H, 1), 2)), 'H'],
      [product([16, floorDiv(sub(floorDiv(sub(H, 4), 2), 4), 2), floorDiv(sub(floorDiv(sub(W, 4), 2), 4), 2)]), '16*(H//4 - 3)*(W//4 - 3)'],
      [mul(mul(H, H), H), 'H**3'],
      [mul(H, H), 'H*H'],
      [maximum(sub(H, 3), 0), 'max(0, H - 3)'],
      [floorDiv(H, W), 'H//W'],
      [floorDiv(H, add(W, 1)), 'H//(W + 1)'],
      [floorDiv(sub(H, 9), 2), '(H - 9)//2'],
      [0, '0'],
      [-3, '-3'],
    ];
    for (const [dim, text] of texts) assert.equal(printDim(dim), text);
    assert.equal(prettyDim(add(product([9, inCh, outCh]), outCh)), '9·in_ch·out_ch + out_ch');
  });

  it('are numbers, texts or null in JSON', () => {
    assert.deepEqual([7, H, add(H, 1), freshUnknown(), mul(H, freshUnknown())].map(jsonDim), [7, 'H', 'H + 1', null, null]);
    assert.equal(printDim(add(freshUnknown(), 1)), '? + 1');
  });

  it('are read from options and comments', () => {
    assertSame(parseDim('224'), 224);
    assertSame(parseDim(' N '), symbol('N'));
    assertSame(parseDim('2·H+1'), add(mul(2, H), 1));
    assertSame(parseDim('-H//2'), floorDiv(neg(H), 2));
    assertSame(parseDim('H % 8'), mod(H, 8));
    for (const text of ['', ' ', '3.5', 'H +', '(H', 'H)', '1//0', 'H//0', '3 3', '**', '2**H', '?', '99999999999999999999', '('.repeat(90000)])
      assert.throws(() => parseDim(text), SyntaxError, text);
  });
});
