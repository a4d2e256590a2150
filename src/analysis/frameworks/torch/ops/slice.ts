/** Slices of an axis: length, first element and step, for symbolic sizes too. */
import { Slice, Unknown } from '../../../interpreter/values';
import { intOf, type OpCall } from './call';
import {
  add,
  atLeast,
  ceilDiv,
  type Dim,
  fresh,
  less,
  lowest,
  maximum,
  minimum,
  sub,
} from './sizes';

export interface Cut {
  readonly length: Dim;
  readonly start: Dim;
  readonly step: Dim;
}

/** `start:stop:step` of an axis of `size` elements. */
export function sliceLength(c: OpCall, slice: Slice, size: Dim): Cut {
  const step = slice.step === null ? 1 : intOf(slice.step);
  if (typeof step === 'number' && step < 0 && c.quiet)
    return slice.start === null && slice.stop === null
      ? { length: ceilDiv(size, -step), start: 0, step: -step }
      : { length: fresh(), start: 0, step: 1 };
  if (typeof step === 'number' && step <= 0) {
    c.fail(
      'index-range',
      'The step of a slice of a tensor must be greater than zero: use .flip().',
      'ValueError',
      {
        python: 'step must be greater than zero',
      },
    );
    return { length: fresh(), start: 0, step: 1 };
  }
  const start = slice.start === null ? 0 : bound(intOf(slice.start), size);
  const stop = slice.stop === null ? size : bound(intOf(slice.stop), size);
  if (
    start === undefined ||
    stop === undefined ||
    step === undefined ||
    slice.start instanceof Unknown
  )
    return { length: fresh(), start: fresh(), step: step ?? fresh() };
  const length = sub(stop, start);
  const some =
    typeof length === 'number'
      ? Math.max(0, length)
      : atLeast(length, 0)
        ? length
        : less(length, 0)
          ? 0
          : maximum(length, 0);
  return { length: step === 1 ? some : ceilDiv(some, step), start, step };
}

/** A bound counted from the end where negative, kept within the axis. */
function bound(index: Dim | undefined, size: Dim): Dim | undefined {
  if (index === undefined) return undefined;
  if (typeof index === 'number' && typeof size === 'number')
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  if (typeof index === 'number' && index < 0) {
    const fromEnd = add(size, index);
    return atLeast(fromEnd, 0) ? fromEnd : maximum(fromEnd, 0);
  }
  if (typeof index === 'number') {
    // Nobody writes more than a safe integer: sys.maxsize stands for the end.
    if (index >= Number.MAX_SAFE_INTEGER) return size;
    return atLeast(size, index) ? index : minimum(index, size);
  }
  // Symbolic: negative where it must be.
  if (less(index, 0)) return maximum(add(size, index), 0);
  if (atLeast(size, index))
    return atLeast(index, 0) ? index : lowest(index) === null ? fresh() : maximum(index, 0);
  return minimum(index, size);
}
