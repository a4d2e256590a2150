/** Sizes against brute force: whatever is computed with symbols has the value that plain integers give. */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  add,
  ceilDiv,
  type Dim,
  divideExactly,
  evaluate,
  floorDiv,
  freshUnknown,
  hasUnknown,
  isUnknownDim,
  maximum,
  minimum,
  mod,
  mul,
  neg,
  Poly,
  power,
  product,
  same,
  sub,
  substitute,
  sum,
  symbol,
  symbolsOf,
} from '../../../src/analysis/shape/dim';
import { assertSame, assignments, expressions, isExact } from './expressions';

const names = ['H', 'W', 'in_ch'];
const [H, W] = [symbol('H'), symbol('W')];

describe('sizes', () => {
  it('have the value that plain integers give, at 200 random assignments', () => {
    const kinds = { extremes: true, symbolicDivisors: true };
    let compared = 0;
    fc.assert(
      fc.property(expressions(4, names, kinds), fc.array(assignments(names, 60), { minLength: 200, maxLength: 200 }), ({ dim, value }, many) => {
        if (hasUnknown(dim)) return;
        for (const values of many) {
          const expected = value(values) + 0;
          const result = evaluate(dim, values);
          if (result !== undefined) compared++;
          if (result !== undefined && isExact(expected)) assert.equal(result, expected);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(compared > 60_000, String(compared));
  });

  it('are numbers whenever they are constant', () => {
    fc.assert(
      fc.property(expressions(3, names), ({ dim }) => {
        if (dim instanceof Poly) assert.ok(symbolsOf(dim).length > 0, dim.key);
        else assert.ok(Number.isSafeInteger(dim) && !Object.is(dim, -0));
      }),
    );
  });

  it('are the same, whatever the order they were made in', () => {
    fc.assert(
      fc.property(expressions(3, names), expressions(3, names), (a, b) => {
        assertSame(add(a.dim, b.dim), add(b.dim, a.dim));
        assertSame(sub(add(a.dim, b.dim), b.dim), a.dim);
      }),
    );
  });

  it('are substituted as they are computed', () => {
    fc.assert(
      fc.property(expressions(3, names, { extremes: true }), expressions(2, ['a', 'b']), assignments(['a', 'b', 'W', 'in_ch'], 40), (outer, inner, values) => {
        const whole = substitute(outer.dim, new Map([['H', inner.dim]]));
        const h = inner.value(values) + 0;
        // A symbol stands for a size ≥ 1; what was simplified with that knowledge may differ elsewhere.
        if (h < 1 || hasUnknown(whole) || hasUnknown(outer.dim)) return;
        const result = evaluate(whole, values);
        if (result !== undefined) assert.equal(result, outer.value(new Map([...values, ['H', h]])) + 0);
      }),
      { numRuns: 500 },
    );
  });

  it('divide exactly or not at all', () => {
    fc.assert(
      fc.property(expressions(2, names), expressions(2, names), assignments(names, 30), (a, b, values) => {
        const back = divideExactly(mul(a.dim, b.dim), b.dim);
        if (back !== undefined && b.value(values) !== 0) assert.equal(evaluate(back, values), a.value(values) + 0);
        const maybe = divideExactly(a.dim, b.dim);
        if (maybe !== undefined && b.value(values) !== 0) assert.equal(evaluate(maybe, values)! * b.value(values) + 0, a.value(values) + 0);
      }),
      { numRuns: 500 },
    );
    assertSame(divideExactly(product([16, H, W]), mul(H, W)), 16);
    assertSame(divideExactly(mul(add(H, 1), add(W, 2)), add(W, 2)), add(H, 1));
    assert.equal(divideExactly(add(mul(2, H), 1), 2), undefined);
  });

  it('collapse as convolution stacks need it', () => {
    const half = (d: Dim): Dim => add(floorDiv(sub(d, 1), 2), 1);
    let tail: Dim = H;
    for (let i = 0; i < 5; i++) tail = half(tail);
    assertSame(tail, floorDiv(add(H, 31), 32));
    let pooled: Dim = H;
    for (let i = 0; i < 5; i++) pooled = floorDiv(pooled, 2);
    assertSame(pooled, floorDiv(H, 32));
    // Swin's padding to a multiple of 7.
    assertSame(add(H, mod(sub(7, mod(H, 7)), 7)), mul(7, ceilDiv(H, 7)));
  });

  it('cancel what both sides of a symbolic division have in common', () => {
    const C = symbol('C');
    assertSame(floorDiv(product([C, H, W]), mul(2, C)), floorDiv(mul(H, W), 2));
    assertSame(floorDiv(mul(C, H), C), H);
    assertSame(floorDiv(add(mul(C, H), 1), C), add(H, floorDiv(1, C)));
    assertSame(floorDiv(H, neg(W)), floorDiv(neg(H), W));
  });

  it('take the fast path of numbers', () => {
    assert.deepEqual([add(2, 3), sub(2, 3), mul(2, 3), floorDiv(-7, 2), ceilDiv(7, 2), mod(-1, 7), power(2, 10)], [5, -1, 6, -4, 4, 6, 1024]);
    assert.deepEqual([minimum(2, 3), maximum(2, 3), sum([1, 2, 3]), product([2, 3, 4]), neg(0)], [2, 3, 6, 24, 0]);
  });

  it('know the symbols’ minimum', () => {
    assertSame(maximum(H, 1), H);
    assert.equal(minimum(sub(H, 1), -1), -1);
    assertSame(maximum(symbol('k', 0), 0), symbol('k', 0));
    assert.ok(!same(maximum(sub(H, 2), 0), sub(H, 2)));
  });

  it('become unknown where numbers are not exact any more', () => {
    for (const d of [mul(2 ** 40, 2 ** 40), mul(mul(2 ** 40, H), 2 ** 40), power(H, 99), add(mul(2 ** 53 - 1, H), H), floorDiv(H, 0)]) assert.ok(hasUnknown(d));
  });

  it('tell unknowns apart', () => {
    const [a, b] = [freshUnknown(), freshUnknown()];
    assert.ok(!same(a, b) && same(a, a));
    assert.ok(isUnknownDim(a) && !isUnknownDim(add(a, 1)) && !isUnknownDim(H) && !isUnknownDim(3));
    assert.ok(hasUnknown(floorDiv(add(a, H), 2)) && hasUnknown(maximum(a, 3)) && !hasUnknown(H));
  });

  it('are undefined where a symbol is missing or a divisor is 0', () => {
    assert.equal(evaluate(add(H, W), new Map([['H', 3]])), undefined);
    assert.equal(evaluate(floorDiv(H, sub(W, 1)), new Map([['H', 3], ['W', 1]])), undefined);
  });

  it('do not pile up over thousands of analyses', function () {
    this.timeout(20_000);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const work = (count: number): number => {
      for (let i = 0; i < count; i++) floorDiv(add(mul(3, freshUnknown()), i), 7);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = work(20_000);
    assert.ok(work(80_000) - before < 20e6);
  });
});

describe('sizes that each step makes several times as long', () => {
  it('end as unknowns instead of filling the memory', () => {
    let size: Dim = freshUnknown();
    // Padding to the next multiple of a window, as often as a deep network does it.
    for (let i = 0; i < 60; i++) size = add(mul(7, floorDiv(add(size, mod(sub(7, mod(size, 7 + i)), 7 + i)), 7 + i)), mod(size, 5));
    assert.ok(hasUnknown(size));
    assert.ok(typeof size !== 'number' && size.key.length <= 10_100);
  });
});
