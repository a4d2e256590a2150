/** Small calculations on known numbers of tensors, row major. */
import type { Dim } from './sizes';
import { MOST_KNOWN } from './call';

/** The numbers of a shape, by index; null where it is too large. */
export function flatOf(
  shape: readonly number[],
  at: (index: readonly number[]) => number,
): number[] | null {
  const count = shape.reduce((a, b) => a * b, 1);
  if (count > MOST_KNOWN) return null;
  const index = shape.map(() => 0);
  const result: number[] = [];
  for (let n = 0; n < count; n++) {
    result.push(at(index));
    for (let i = shape.length - 1; i >= 0; i--) {
      index[i]!++;
      if (index[i]! < shape[i]!) break;
      index[i] = 0;
    }
  }
  return result;
}

/** True where all sizes are numbers. */
export function isConcrete(shape: readonly Dim[]): shape is readonly number[] {
  return shape.every((d) => typeof d === 'number');
}

/** The flat position of an index. */
export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  let at = 0;
  for (let i = 0; i < shape.length; i++) at = at * shape[i]! + index[i]!;
  return at;
}
