/** Sizes as shape rules use them: the arithmetic of `analysis/shape`, certain answers, and the words for messages. */
import { atLeast as atLeastAnswer, compare, divides } from '../../../shape/compare';
import { prettyDim } from '../../../shape/print';
import {
  type Dim,
  divideExactly,
  floorDiv,
  freshUnknown,
  hasUnknown,
  same,
  sharpBounds,
} from '../../../shape/dim';

export {
  add,
  ceilDiv,
  type Dim,
  floorDiv,
  hasUnknown,
  maximum,
  minimum,
  mul,
  neg,
  product,
  sub,
} from '../../../shape/dim';

/** A size nobody knows. */
export function fresh(): Dim {
  return freshUnknown(0);
}

/** A size that depends on the input and is 0 or 1 for every input. */
export function atMostOne(d: Dim): boolean {
  return typeof d !== 'number' && sharpBounds(d)[1] <= 1;
}

/** The same for every input. */
export function equal(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  return same(a, b) || compare(a, b).is === 'equal';
}

/** Different for every input. */
export function different(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a !== b;
  return compare(a, b).is === 'different';
}

/** a < b for every input. */
export function less(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return atLeastAnswer(a, b) === 'no';
}

/** a ≥ b for every input. */
export function atLeast(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a >= b;
  return atLeastAnswer(a, b) === 'yes';
}

/** The least value for any input; null where there is none. */
export function lowest(d: Dim): number | null {
  const [low] = sharpBounds(d);
  return Number.isFinite(low) ? low : null;
}

/** Is `a` no multiple of `b`: always, for some inputs, or never? */
export function notDivisible(a: Dim, b: Dim): 'always' | 'depends' | 'never' {
  if (b === 0) return 'always';
  const answer = divides(b, a);
  return answer === 'no' ? 'always' : answer === 'yes' ? 'never' : 'depends';
}

/** The quotient where b divides a; null where it does not for sure. */
export function divideExact(a: Dim, b: Dim): Dim | null {
  return divideExactly(a, b) ?? null;
}

/** Half of a size. */
export function halfOf(d: Dim): Dim {
  return floorDiv(d, 2);
}

/** Of two equal sizes the one that is easier to read: a number, else the shorter one. */
export function simpler(a: Dim, b: Dim): Dim {
  if (typeof a === 'number') return a;
  if (typeof b === 'number') return b;
  if (hasUnknown(a)) return b;
  if (hasUnknown(b)) return a;
  return b.key.length < a.key.length ? b : a;
}

/** Both lists without the sizes they have in common. */
export function cancelEqual(a: readonly Dim[], b: readonly Dim[]): [Dim[], Dim[]] {
  const left = a.slice();
  const right: Dim[] = [];
  for (const size of b) {
    const at = left.findIndex((d) => same(d, size));
    if (at < 0) right.push(size);
    else left.splice(at, 1);
  }
  return [left, right];
}

/** `1,024`, `(H - 1)//2 + 1`, `?`. */
export function text(d: Dim): string {
  if (typeof d !== 'number') return hasUnknown(d) ? '?' : printed(d);
  const digits = String(Math.abs(d)).replace(/\B(?=(\d{3})+$)/g, ',');
  return d < 0 ? `-${digits}` : digits;
}

/** A size as code writes it: no separators. */
export function plainText(d: Dim): string {
  return typeof d === 'number' ? String(d) : text(d);
}

/** `[2, 784]`. */
export function sizesText(shape: readonly Dim[]): string {
  return `[${shape.map(plainText).join(', ')}]`;
}

/** `16 · 7 · 7`. */
export function factorsText(factors: readonly Dim[]): string {
  return factors
    .map((d) =>
      typeof d === 'number' ? String(d) : /[ +\-/]/.test(text(d)) ? `(${text(d)})` : text(d),
    )
    .join(' · ');
}

function printed(d: Dim): string {
  return prettyDim(d);
}
