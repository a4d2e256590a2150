/** In-place operations answer the tensor they were called on; what was known of its numbers is replaced. */
import type { Runtime } from '../../../interpreter/runtime';
import { Tensor, type Unknown, type Value } from '../../../interpreter/values';
import { type Arg, type OpCall, sizesText } from './call';
import { type Dim, different, equal } from './sizes';

/** The numbers of a tensor change: only `known` and `initialisation` of a tensor may. */
export function setKnown(c: OpCall, tensor: Tensor, known: readonly number[] | null): void {
  c.runtime.changing(tensor);
  // On a road that may not be taken the old numbers may be right: then neither is known.
  (tensor as { known: readonly number[] | null }).known = c.runtime.certain ? known : null;
}

/** `tensor.data = other` may give other sizes. On a road that may not be taken neither the old nor the new ones are known then. */
export function setShape(runtime: Runtime, tensor: Tensor, other: Tensor): void {
  runtime.changing(tensor);
  const [was, is] = [tensor.shape, other.shape];
  const same = was && is && was.length === is.length && was.every((d, i) => equal(d, is[i]!));
  const changing = tensor as { shape: readonly Dim[] | null; why: Unknown | null };
  if (!same && (runtime.certain || is === null)) {
    changing.shape = is;
    changing.why = other.why;
  } else if (!same) {
    changing.shape = null;
    changing.why = runtime.unknown('.data may have been replaced');
  }
  tensor.strides = runtime.certain ? other.strides : undefined;
}

/** Checks that the result has the shape of the tensor it is written to, and answers that tensor. */
export function changeInPlace(c: OpCall, target: Arg, result: Value): Value {
  if (!(target instanceof Tensor) || !(result instanceof Tensor)) return result;
  const [to, from] = [target.shape, result.shape];
  if (to && from && (to.length !== from.length || to.some((d, i) => different(d, from[i]!)))) {
    const python = `output with shape ${sizesText(to)} doesn't match the broadcast shape ${sizesText(from)}`;
    c.fail(
      'broadcast-sizes',
      `${c.name}_ cannot write ${sizesText(from)} into a tensor of ${sizesText(to)}.`,
      'RuntimeError',
      {
        python,
        tensor: target,
      },
    );
  }
  setKnown(c, target, result.known);
  target.initialisation = null;
  return target;
}
