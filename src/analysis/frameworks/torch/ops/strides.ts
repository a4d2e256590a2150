/** Memory layout of views: which reshapes PyTorch can make without a copy (its computeStride, for symbolic sizes too). */
import type { Tensor } from '../../../interpreter/values';
import { type Dim, different, equal, hasUnknown, mul, product } from './sizes';

/** Strides of a tensor whose elements lie in order. */
export function contiguousStrides(shape: readonly Dim[]): Dim[] {
  const strides: Dim[] = [];
  let step: Dim = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides.unshift(step);
    step = mul(step, shape[i] === 0 ? 1 : shape[i]!);
  }
  return strides;
}

/** Strides of a tensor; undefined where they are not known. */
export function stridesOf(tensor: Tensor): readonly Dim[] | undefined {
  if (!tensor.shape || tensor.strides === undefined) return undefined;
  return tensor.strides ?? contiguousStrides(tensor.shape);
}

/** Strides as tensors keep them: null where they are those of elements in order. */
export function kept(shape: readonly Dim[], strides: readonly Dim[]): readonly Dim[] | null {
  const inOrder = contiguousStrides(shape);
  return strides.every((s, i) => equal(shape[i]!, 1) || equal(s, inOrder[i]!)) ? null : strides;
}

/**
 * Strides of a view of another shape; null where it needs a copy, undefined where it cannot be told. A symbolic size counts as one that
 * is not 1 (`certain` tells whether it mattered).
 */
export function viewStrides(
  oldShape: readonly Dim[],
  oldStrides: readonly Dim[],
  newShape: readonly Dim[],
): readonly Dim[] | null | undefined {
  if ([...oldShape, ...oldStrides, ...newShape].some(hasUnknown)) return undefined;
  if (oldShape.some((d) => equal(d, 0))) return contiguousStrides(newShape);
  if (oldShape.length === 0) return newShape.map(() => 1);
  const strides: Dim[] = Array<Dim>(newShape.length).fill(1);
  let base = oldStrides[oldStrides.length - 1]!;
  let elements: Dim = 1;
  let seen: Dim = 1;
  let v = newShape.length - 1;
  for (let d = oldShape.length - 1; d >= 0; d--) {
    elements = mul(elements, oldShape[d]!);
    const chunkEnds =
      d === 0 || (!equal(oldShape[d - 1]!, 1) && !equal(oldStrides[d - 1]!, mul(elements, base)));
    if (!chunkEnds) continue;
    while (v >= 0 && (!reached(seen, elements) || equal(newShape[v]!, 1))) {
      strides[v] = mul(seen, base);
      seen = mul(seen, newShape[v]!);
      v--;
    }
    if (!equal(seen, elements)) return different(seen, elements) ? null : undefined;
    if (d > 0) {
      base = oldStrides[d - 1]!;
      elements = 1;
      seen = 1;
    }
  }
  return v === -1 ? strides : null;
}

/** Has the product of the new sizes come up to that of the old ones? */
function reached(seen: Dim, elements: Dim): boolean {
  if (typeof seen === 'number' && typeof elements === 'number') return seen >= elements;
  return equal(seen, elements);
}

/** True where only numbers decide about a view: no symbol that might be 1. */
export function allNumbers(...shapes: (readonly Dim[])[]): boolean {
  return shapes.every((s) => s.every((d) => typeof d === 'number'));
}

export { product };
