/** Comparison against exhaustive small ranges: a certain answer is true everywhere, a condition is true exactly where it says. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atLeast,
  bounds,
  compare,
  type Condition,
  divides,
  dividesCondition,
  intersect,
  printCondition,
  printConditions,
} from '../../../src/analysis/shape/compare';
import { add, type Dim, floorDiv, freshUnknown, hasUnknown, minimum, mod, mul, product, sub, symbol } from '../../../src/analysis/shape/dim';
import { printDim } from '../../../src/analysis/shape/print';
import { expressions } from './expressions';

const H = symbol('H');
const W = symbol('W');
const meets = (c: Condition, n: number): boolean => c.residues.includes(n % c.period);

function conditionOf(a: Dim, b: Dim): Condition {
  const answer = compare(a, b);
  assert.ok(answer.is === 'depends' && answer.condition, JSON.stringify(answer));
  return answer.condition;
}

describe('comparison of sizes', () => {
  it('says of one symbol what is true for each of 1 … 300', () => {
    fc.assert(
      fc.property(expressions(3, ['H'], { extremes: true }), expressions(2, ['H'], { extremes: true }), (a, b) => {
        if (hasUnknown(a.dim) || hasUnknown(b.dim)) return;
        const answer = compare(a.dim, b.dim);
        const order = atLeast(a.dim, b.dim);
        const [low, high] = bounds(a.dim);
        for (let h = 1; h <= 300; h++) {
          const values = new Map([['H', h]]);
          const [x, y] = [a.value(values), b.value(values)];
          if (answer.is === 'equal') assert.equal(x, y);
          else if (answer.is === 'different') assert.notEqual(x, y);
          else if (answer.condition) assert.equal(x === y, meets(answer.condition, h), `${a.text} = ${b.text} at ${h}`);
          if (order === 'yes') assert.ok(x >= y);
          if (order === 'no') assert.ok(x < y);
          assert.ok(low <= x && x <= high);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('says of two symbols what is true in 24 × 24', () => {
    fc.assert(
      fc.property(expressions(3, ['H', 'W'], { symbolicDivisors: true, extremes: true }), expressions(2, ['H', 'W']), (a, b) => {
        if (hasUnknown(a.dim) || hasUnknown(b.dim)) return;
        const answer = compare(a.dim, b.dim);
        const order = atLeast(a.dim, b.dim);
        for (let h = 1; h <= 24; h++)
          for (let w = 1; w <= 24; w++) {
            const values = new Map([['H', h], ['W', w]]);
            const [x, y] = [a.value(values), b.value(values)];
            if (Number.isNaN(x)) continue;
            if (answer.is === 'equal') assert.equal(x, y, `${a.text} = ${b.text}`);
            if (answer.is === 'different') assert.notEqual(x, y, `${a.text} ≠ ${b.text} at ${h}, ${w}`);
            if (order === 'yes') assert.ok(x >= y);
            if (order === 'no') assert.ok(x < y);
          }
      }),
      { numRuns: 600 },
    );
  });

  it('bounds multiples of a symbolic divisor', () => {
    fc.assert(
      fc.property(expressions(2, ['H', 'W']), expressions(2, ['H', 'W']), fc.integer({ min: -3, max: 3 }), (a, b, k) => {
        const dim = add(b.dim, mul(k, mul(W, floorDiv(a.dim, W))));
        if (hasUnknown(dim)) return;
        const [low, high] = bounds(dim);
        const sign = atLeast(dim, 0);
        for (let h = 1; h <= 16; h++)
          for (let w = 1; w <= 16; w++) {
            const values = new Map([['H', h], ['W', w]]);
            const value = b.value(values) + k * w * Math.floor(a.value(values) / w);
            assert.ok(low <= value && value <= high, `${printDim(dim)} = ${value} at ${h}, ${w}`);
            if (sign !== 'depends') assert.equal(value >= 0 ? 'yes' : 'no', sign);
          }
      }),
      { numRuns: 400 },
    );
    assert.equal(atLeast(H, mul(W, floorDiv(H, W))), 'yes');
    assert.deepEqual(bounds(mod(H, W))[0], 0);
  });

  it('decides floors of one symbol completely', () => {
    // Equal everywhere or not, without an answer left open: sums of floors have no other zeros than by residue or by sign.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 20 }), (a, b, c) => {
        const nested = floorDiv(add(floorDiv(H, a), c), b);
        assert.equal(compare(nested, floorDiv(add(H, a * c), a * b)).is, 'equal');
        const parts = Array.from({ length: a }, (_, i) => floorDiv(add(H, i), a)).reduce<Dim>(add, 0);
        assert.equal(compare(parts, H).is, 'equal');
      }),
    );
  });

  it('gives the sizes at which the skips of a U-Net fit', () => {
    let down: Dim = H;
    const conditions: Condition[] = [];
    const levels = [down];
    for (let i = 0; i < 4; i++) levels.push((down = floorDiv(down, 2)));
    let up = down;
    for (let i = 3; i >= 0; i--) {
      up = mul(2, up);
      conditions.push(conditionOf(up, levels[i]!));
      up = levels[i]!;
    }
    assert.equal(printConditions(intersect(conditions)), 'H divisible by 16');
    const both = [...conditions, ...conditions.map((c) => ({ ...c, symbol: 'W' }))];
    assert.equal(printConditions(intersect(both)), 'H and W divisible by 16');
    assert.equal(printConditions(intersect([...both, { symbol: 'D', period: 16, residues: [0] }])), 'H, W and D divisible by 16');
  });

  it('puts conditions into words', () => {
    assert.equal(printCondition(conditionOf(mod(H, 2), 1)), 'H odd');
    assert.equal(printCondition(conditionOf(mod(H, 2), 0)), 'H even');
    assert.equal(printCondition(conditionOf(mod(H, 5), 3)), 'H of the form 5·k + 3');
    assert.equal(printCondition(conditionOf(floorDiv(mod(H, 16), 8), 0)), 'H mod 16 from 0 to 7');
    assert.equal(printConditions([{ symbol: 'H', period: 2, residues: [0] }, { symbol: 'W', period: 3, residues: [0] }]), 'H even; W divisible by 3');
    assert.equal(printConditions(intersect([conditionOf(mod(H, 2), 0), conditionOf(mod(H, 2), 1)])), 'H of no size');
  });

  it('intersects to exactly the sizes that all allow', () => {
    const condition = fc.integer({ min: 1, max: 12 }).chain((period) => fc.subarray([...Array(period).keys()]).map((residues): Condition => ({ symbol: 'H', period, residues })));
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), (list) => {
        const [all] = intersect(list);
        for (let n = 1; n < 200; n++) assert.equal(meets(all!, n), list.every((c) => meets(c, n)));
      }),
    );
  });

  it('knows divisibility', () => {
    assert.equal(divides(4, mul(8, H)), 'yes');
    assert.equal(divides(4, add(mul(8, H), 2)), 'no');
    assert.equal(divides(4, H), 'depends');
    assert.equal(divides(H, mul(H, W)), 'yes');
    assert.equal(divides(0, H), 'no');
    assert.equal(printCondition(dividesCondition(4, mul(2, H))!), 'H even');
  });

  it('sees residues in bounds and the product of positive symbols', () => {
    assert.deepEqual(bounds(sub(floorDiv(H, 4), mul(2, floorDiv(H, 8)))), [0, 1]);
    assert.deepEqual(bounds(mod(H, 7)), [0, 6]);
    assert.equal(atLeast(mul(H, W), H), 'yes');
    assert.equal(atLeast(mul(H, W), add(H, W)), 'depends');
    assert.equal(compare(minimum(H, add(H, 1)), H).is, 'equal');
  });

  it('leaves unknowns open, but for their bounds', () => {
    const n = freshUnknown();
    assert.equal(compare(n, 3).is, 'depends');
    assert.equal(compare(n, n).is, 'equal');
    assert.equal(compare(n, add(n, 1)).is, 'different');
    assert.equal(compare(n, -1).is, 'different');
    assert.equal(atLeast(n, 0), 'yes');
  });

  it('does not count out thousands of cases where a look is enough', () => {
    const cells = product([floorDiv(add(H, 63), 64), floorDiv(add(W, 63), 64), freshUnknown()]);
    const started = performance.now();
    for (let i = 0; i < 20; i++) {
      assert.equal(compare(mul(8 + i, cells), 1).is, 'different');
      assert.equal(compare(mul(819, cells), 91 + 819 * i).is, 'different');
      assert.equal(compare(cells, 49 + i).is, 'depends');
      atLeast(mul(cells, cells), sub(cells, i + 1));
    }
    assert.ok(performance.now() - started < 500);
  });

  it('answers in microseconds what it has answered before, in milliseconds what it has not', () => {
    const started = performance.now();
    compare(mul(floorDiv(add(H, 31), 32), floorDiv(add(W, 31), 32)), 49);
    compare(mod(H, 4093), 0);
    assert.ok(performance.now() - started < 500);
  });
});
