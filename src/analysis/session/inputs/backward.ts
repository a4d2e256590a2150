/** Input sizes worked out backwards from what a symbolic run asked for: `Linear(16*5*5)` after a flatten gives 32×32. */
import type { Requirement } from '../../interpreter/trace';
import { type Dim, evaluate, symbolsOf } from '../../shape/dim';

/** Larger pictures than this are not tried: the formulas are periodic, what fits 1,024 fits further on. */
const LARGEST_SIDE = 1024;

/** A square (or cubic) side that meets every condition, and the condition that decided. */
export interface BackwardSize {
  readonly side: number;
  /** All sides that fit, as a closed range around `side`. */
  readonly range: readonly [number, number];
  readonly decidedBy: Requirement;
}

/**
 * @param requirements what the symbolic run assumed
 * @param sides the symbols that stand for the picture's sides, all set to one number
 * @param others other symbols (the batch), which must not matter: each is tried with two values
 */
export function backwardSize(
  requirements: readonly Requirement[],
  sides: readonly string[],
  others: readonly string[],
): BackwardSize | null {
  const relevant = requirements.filter((r) =>
    [...symbolsOf(r.left), ...symbolsOf(r.right)].some((s) => sides.includes(s)),
  );
  // What two branches need to fit each other says nothing of the size: it holds for endlessly many.
  const deciding = relevant.filter((r) => r.kind === 'equal' && r.rule !== 'cat-sizes' && r.rule !== 'broadcast-sizes');
  if (deciding.length === 0) return null;
  const fits: number[] = [];
  for (let side = 1; side <= LARGEST_SIDE; side++) if (holds(relevant, sides, others, side)) fits.push(side);
  if (fits.length === 0 || fits.length > LARGEST_SIDE / 4) return null;
  const best = [...fits].sort((a, b) => twos(b) - twos(a) || a - b)[0]!;
  let low = best;
  let high = best;
  while (fits.includes(low - 1)) low--;
  while (fits.includes(high + 1)) high++;
  return { side: best, range: [low, high], decidedBy: deciding[0]! };
}

function holds(requirements: readonly Requirement[], sides: readonly string[], others: readonly string[], side: number): boolean {
  for (const batch of [2, 3]) {
    const values = new Map<string, number>();
    for (const name of others) values.set(name, batch);
    for (const name of sides) values.set(name, side);
    for (const { kind, left, right } of requirements) {
      const a = valueOf(left, values);
      const b = valueOf(right, values);
      if (a === undefined || b === undefined) return false;
      if (kind === 'equal' ? a !== b : kind === 'atLeast' ? a < b : b === 0 || a % b !== 0) return false;
    }
  }
  return true;
}

function valueOf(dim: Dim, values: ReadonlyMap<string, number>): number | undefined {
  return evaluate(dim, values);
}

/** How often two divides a side: pictures have sides such as 32, 224, 28. */
function twos(side: number): number {
  let count = 0;
  while (side % 2 === 0) {
    side /= 2;
    count++;
  }
  return count;
}
