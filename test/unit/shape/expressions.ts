/** Random sizes with an independent meaning: a tree of operations that is both built as a Dim and computed with plain integers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { add, ceilDiv, type Dim, floorDiv, maximum, minimum, mod, mul, neg, Poly, power, sub, symbol } from '../../../src/analysis/shape/dim';

export type Values = ReadonlyMap<string, number>;

export interface Expression {
  readonly dim: Dim;
  /** Plain integer arithmetic; NaN where a division by 0 would be made. */
  readonly value: (values: Values) => number;
  /** Python's text of it. */
  readonly text: string;
}

const floor = (a: number, b: number): number => (b === 0 ? NaN : Math.floor(a / b) + 0);

const leaf = (names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: -9, max: 20 }).map((n): Expression => ({ dim: n, value: () => n, text: n < 0 ? `(${n})` : String(n) })) },
    { weight: 3, arbitrary: fc.constantFrom(...names).map((n): Expression => ({ dim: symbol(n), value: (v) => v.get(n)!, text: n })) },
  );

const binary: readonly (readonly [text: string, of: (a: Dim, b: Dim) => Dim, meaning: (a: number, b: number) => number])[] = [
  ['+', add, (a, b) => a + b],
  ['-', sub, (a, b) => a - b],
  ['*', mul, (a, b) => a * b],
];
const extremes: typeof binary = [
  ['min', minimum, Math.min],
  ['max', maximum, Math.max],
];

export interface Kinds {
  readonly extremes?: boolean;
  readonly symbolicDivisors?: boolean;
}

/** Expressions up to a depth over named symbols. */
export function expressions(depth: number, names: readonly string[], kinds: Kinds = {}): fc.Arbitrary<Expression> {
  if (depth === 0) return leaf(names);
  const inner = expressions(depth - 1, names, kinds);
  const choices: fc.Arbitrary<Expression>[] = [
    leaf(names),
    fc.tuple(fc.constantFrom(...binary), inner, inner).map(
      ([[text, of, meaning], a, b]): Expression => ({ dim: of(a.dim, b.dim), value: (v) => meaning(a.value(v), b.value(v)) + 0, text: `(${a.text} ${text} ${b.text})` }),
    ),
    fc.tuple(inner, fc.integer({ min: -4, max: 8 }).filter((k) => k !== 0)).map(
      ([a, k]): Expression => ({ dim: floorDiv(a.dim, k), value: (v) => floor(a.value(v), k), text: `(${a.text} // ${k})` }),
    ),
    fc.tuple(inner, fc.integer({ min: 1, max: 8 })).map(
      ([a, k]): Expression => ({ dim: mod(a.dim, k), value: (v) => a.value(v) - k * floor(a.value(v), k), text: `(${a.text} % ${k})` }),
    ),
    fc.tuple(inner, fc.integer({ min: 1, max: 6 })).map(
      ([a, k]): Expression => ({ dim: ceilDiv(a.dim, k), value: (v) => -floor(-a.value(v), k) + 0, text: `(-(-${a.text} // ${k}))` }),
    ),
    inner.map((a): Expression => ({ dim: neg(a.dim), value: (v) => -a.value(v) + 0, text: `(-${a.text})` })),
    fc.tuple(inner, fc.integer({ min: 0, max: 2 })).map(([a, n]): Expression => ({ dim: power(a.dim, n), value: (v) => a.value(v) ** n, text: `(${a.text} ** ${n})` })),
  ];
  if (kinds.extremes)
    choices.push(
      fc.tuple(fc.constantFrom(...extremes), inner, inner).map(
        ([[text, of, meaning], a, b]): Expression => ({ dim: of(a.dim, b.dim), value: (v) => meaning(a.value(v), b.value(v)) + 0, text: `${text}(${a.text}, ${b.text})` }),
      ),
    );
  if (kinds.symbolicDivisors)
    choices.push(
      fc
        .tuple(inner, inner)
        .map(([a, b]): Expression => ({ dim: floorDiv(a.dim, b.dim), value: (v) => floor(a.value(v), b.value(v)), text: `(${a.text} // ${b.text})` })),
    );
  return fc.oneof(...choices);
}

/** Values of 1 … most for every symbol. */
export function assignments(names: readonly string[], most: number): fc.Arbitrary<Values> {
  return fc.array(fc.integer({ min: 1, max: most }), { minLength: names.length, maxLength: names.length }).map((v) => new Map(names.map((n, i) => [n, v[i]!])));
}

/** A product of large numbers is not exact in a double: nothing is to be said of it. */
export function isExact(value: number): boolean {
  return Number.isSafeInteger(value);
}

/** Equal by the normal form; a cache that was emptied between may have made two objects of it. */
export function assertSame(actual: Dim | undefined, expected: Dim): void {
  const key = (d: Dim | undefined): string => (d instanceof Poly ? d.key : String(d));
  assert.equal(key(actual), key(expected));
}
