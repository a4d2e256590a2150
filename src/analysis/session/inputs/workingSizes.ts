/** "What sizes work?": the smallest input a model runs on, and what its sizes must be divisible by, from a run on symbols. */
import type { Requirement } from '../../interpreter/trace';
import type { Instance, Value } from '../../interpreter/values';
import type { Shape } from '../../report/report';
import { shapeOf } from '../../report/shapes';
import {
  compare,
  type Condition,
  dividesCondition,
  intersect,
  printConditions,
} from '../../shape/compare';
import { type Dim, evaluate, symbolsOf } from '../../shape/dim';
import type { Session } from '../session';
import {
  forwardArguments,
  forwardParameters,
  probe,
  toTensor,
  trial,
  unknownShape,
} from './choose';

/** Larger sides are not tried: conditions are periodic, and what fits 1,024 fits further on. */
const LARGEST_SIDE = 1024;
/** Sides that meet every condition and fail all the same, until it is given up. */
const MOST_FAILURES = 12;

export interface WorkingSizes {
  readonly model: string;
  /** The input with a symbol for every size that is open; null where the rank is not known. */
  readonly input: Shape;
  /** The smallest input that the model was run on without an error: as many rows as columns; null where there is none. */
  readonly smallest: Shape;
  /** "H and W divisible by 16"; null where every size from the smallest on works. */
  readonly condition: string | null;
  /** Where only a few sides work: the first and the last of them in a row, and what decides. */
  readonly only: { readonly first: number; readonly last: number; readonly because: string } | null;
  /** Some sides that work, in order. */
  readonly sides: readonly number[];
  /** Why nothing can be said, or why not more. */
  readonly reason: string | null;
}

/** Runs a model on symbols, then on the numbers that these allow. What it runs leaves no trace. */
export function workingSizes(session: Session, root: Instance): WorkingSizes {
  const model = root.cls.name;
  const nothing = { model, input: null, smallest: null, condition: null, only: null, sides: [] };
  const parameters = forwardParameters(session, root);
  if (parameters.length === 0) return { ...nothing, reason: 'it takes no input' };
  const probed = probe(session, root, parameters);
  const [first] = probed;
  if (!first) return { ...nothing, reason: 'the layer that reads the input is not known' };
  const given = (dims: readonly Dim[]): Value[] =>
    forwardArguments(
      probed.map((p, i) => (i === 0 ? { dims, dtype: first.dtype } : (p ?? unknownShape))),
      parameters,
    );
  const symbols = given(first.dims);
  const input = shapeOf(toTensor(first));
  const { requirements, problems, unknown } = trial(session, root, symbols);
  const names = first.sides.flatMap((i) => symbolsOf(first.dims[i]!));
  const reason = unknown === null ? null : `part of it is not known: ${unknown}`;
  const at = (side: number): Dim[] =>
    first.dims.map((d, i) => (typeof d === 'number' ? d : first.sides.includes(i) ? side : 1));
  const runs = (side: number): boolean =>
    problems.length === 0 && trial(session, root, given(at(side))).problems.length === 0;
  if (names.length === 0)
    return runs(1)
      ? {
          ...nothing,
          input,
          smallest: shapeOf(toTensor({ dims: at(1), dtype: first.dtype })),
          reason,
        }
      : { ...nothing, input, reason: reason ?? 'it fails for every input' };
  const fits: number[] = [];
  let failures = 0;
  for (let side = 1; side <= LARGEST_SIDE && failures < MOST_FAILURES; side++) {
    if (!meets(requirements, names, side)) continue;
    // Conditions that could not be said as one show in a run; it is dear, so that only the first sides are run.
    if (fits.length > 0 || runs(side)) fits.push(side);
    else failures++;
  }
  const [smallest] = fits;
  if (smallest === undefined)
    return {
      ...nothing,
      input,
      condition: conditionText(requirements, names),
      reason: reason ?? 'no side up to 1,024 works',
    };
  const decided = requirements.find(
    (r) =>
      r.kind === 'equal' &&
      r.rule !== 'cat-sizes' &&
      r.rule !== 'broadcast-sizes' &&
      concerns(r, names),
  );
  const few = fits.length <= LARGEST_SIDE / 4 && decided;
  let last = smallest;
  while (fits.includes(last + 1)) last++;
  return {
    model,
    input,
    smallest: shapeOf(toTensor({ dims: at(smallest), dtype: first.dtype })),
    condition: few ? null : conditionText(requirements, names),
    only: few ? { first: smallest, last, because: decided.text } : null,
    sides: fits.slice(0, 2000),
    reason,
  };
}

const concerns = (r: Requirement, names: readonly string[]): boolean =>
  [...symbolsOf(r.left), ...symbolsOf(r.right)].some((s) => names.includes(s));

/** Does a side meet every condition that can be worked out? The batch must not matter: two are tried. */
function meets(
  requirements: readonly Requirement[],
  names: readonly string[],
  side: number,
): boolean {
  return requirements.every(({ kind, left, right }) =>
    [2, 3].every((batch) => {
      const values = new Map<string, number>();
      for (const name of [...symbolsOf(left), ...symbolsOf(right)])
        values.set(name, names.includes(name) ? side : batch);
      const [a, b] = [evaluate(left, values), evaluate(right, values)];
      if (a === undefined || b === undefined) return true;
      return kind === 'equal' ? a === b : kind === 'atLeast' ? a >= b : b !== 0 && a % b === 0;
    }),
  );
}

function conditionText(
  requirements: readonly Requirement[],
  names: readonly string[],
): string | null {
  const found: Condition[] = [];
  for (const { kind, left, right } of requirements) {
    const answer = kind === 'equal' ? compare(left, right) : null;
    const condition =
      kind === 'divides'
        ? dividesCondition(right, left)
        : answer?.is === 'depends'
          ? answer.condition
          : null;
    if (condition && names.includes(condition.symbol)) found.push(condition);
  }
  return found.length ? printConditions(intersect(found)) : null;
}
