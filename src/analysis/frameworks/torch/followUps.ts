/**
 * Errors that follow from an earlier one of the same run, and say nothing new: PyTorch would not come so far. An error is one where a size it is
 * about was told to be wrong already, or was made by an operation that is. What a layer declares itself (the channels of a convolution) is in no doubt.
 */
import type { Problem, Size, Trace } from '../../interpreter/trace';
import type { Tensor } from '../../interpreter/values';
import { type Dim, equal } from './ops/sizes';

/** A size as an error names it: the axis counted from the end; null: the number of axes. */
export interface NamedSize {
  readonly tensor: Tensor;
  readonly axis: number | null;
}

/** Operations whose last axis is declared by their weights. */
const declaresLast = /^(?:linear|bilinear|embedding|embedding_bag|lstm|gru|rnn_tanh|rnn_relu)$/;
const convolution = /^conv(?:_transpose)?([123])d$/;
/** Operations that move sizes about or take some away: each may come of any. */
const moves = /^(?:view|reshape|flatten|unflatten|permute|transpose|swapaxes|movedim|t|squeeze|unsqueeze|rearrange|einsum|getitem|select|expand|unbind|mean|sum|max|min|amax|amin)$/;

/** Does an operation say itself how long an axis is? */
export function declares(op: string, axis: number): boolean {
  const spatial = convolution.exec(op)?.[1];
  return spatial === undefined ? axis === 1 && declaresLast.test(op) : axis === Number(spatial) + 1;
}

/** The setting that says how long an axis is, by its name and position in the constructor: null where the operation itself does not say. */
export function declaringSetting(op: string): readonly [name: string, position: number] | null {
  if (convolution.test(op)) return ['out_channels', 1];
  return op === 'linear' ? ['out_features', 1] : op === 'embedding' ? ['embedding_dim', 1] : null;
}

const MOST_STEPS = 500;

/** An error, or that an operation before was wrong. */
export type Cause = Problem | 'guess';

/** What is known of these sizes already: the error that told one of them, or that an operation that was wrong made one; null: nothing. */
export function causeOf(trace: Trace, named: readonly NamedSize[]): Cause | null {
  const errors = trace.problems.filter((p) => p.severity === 'error' && p.sizes?.length);
  const seen: Size[] = [];
  const cause = (start: NamedSize): Cause | null => {
    const { axis } = start;
    let { tensor } = start;
    for (;;) {
      const { origin, shape } = tensor;
      const of = madeBy(tensor, axis);
      const told = errors.find((p) => p.sizes!.some((size) => size.of === of && size.axis === axis));
      if (told || origin?.failed) return told ?? 'guess';
      if (seen.length > MOST_STEPS || seen.some((size) => size.of === of && size.axis === axis)) return null;
      seen.push({ of, axis });
      const source = origin?.source;
      if (!source?.shape || !shape || (axis !== null && declares(origin!.op, axis))) return null;
      if (moves.test(origin!.op) && !keeps(tensor, source, axis))
        return first(source.shape.map((_, i) => ({ tensor: source, axis: i + 1 })), cause);
      if (source.shape.length !== shape.length) return null;
      // A window's size comes of the size before it.
      tensor = source;
    }
  };
  return first(named, cause);
}

function first(named: readonly NamedSize[], cause: (size: NamedSize) => Cause | null): Cause | null {
  for (const size of named) {
    const found = cause(size);
    if (found) return found;
  }
  return null;
}

/** Another layer wants the size to be what the first one wanted: it is wrong where it is made. */
export function noteAgreement(problem: Problem, wanted: Dim): void {
  if (!problem.wanted?.fix || !equal(problem.wanted.size, wanted)) return;
  const { fix } = problem.wanted;
  if (problem.fixes.some((f) => f.title === fix.title)) return;
  problem.fixes = [fix, ...problem.fixes.map((f) => ({ ...f, preferred: false }))];
}

/** What made a size: the layer that declares it, whenever it is called; else the operation. */
function madeBy(tensor: Tensor, axis: number | null): object {
  const { origin } = tensor;
  return (axis !== null && origin && declares(origin.op, axis) ? origin.module : null) ?? origin ?? tensor;
}

/** Has the tensor this size from its source? */
function keeps(tensor: Tensor, source: Tensor, axis: number | null): boolean {
  const [mine, before] = [tensor.shape!, source.shape!];
  return mine.length === before.length && (axis === null || equal(mine.at(-axis) ?? 0, before.at(-axis) ?? 0));
}

/** Sizes with the tensors they came through: what is told of one is told of all. */
export function sizesTold(named: readonly NamedSize[]): Size[] {
  return named.flatMap(({ tensor, axis }) => {
    const sizes: Size[] = [];
    for (let at = tensor; sizes.length < MOST_STEPS; ) {
      const { origin } = at;
      sizes.push({ of: madeBy(at, axis), axis });
      const source = origin?.source;
      if (!source?.shape || !at.shape || (axis !== null && declares(origin!.op, axis)) || !keeps(at, source, axis)) break;
      at = source;
    }
    return sizes;
  });
}
