/** How an axis came to its size: 28 → 14 → 7 → 3 → 1, followed back through the tensors. */
import type { Tensor } from '../../../interpreter/values';
import { trailText } from '../../../shape/window';
import { type Dim, equal } from './sizes';

const LONGEST = 9;

/** The sizes of an axis (counted from the end) from where it was largest on, first to last; one size only: it never changed. */
export function sizesOfAxis(tensor: Tensor, fromEnd: number): Dim[] {
  const sizes: Dim[] = [];
  let current: Tensor | null | undefined = tensor;
  const rank = tensor.shape?.length ?? 0;
  for (let steps = 0; current && steps < 200; steps++) {
    const shape: readonly Dim[] | null = current.shape;
    if (!shape || shape.length !== rank || shape.length < fromEnd) break;
    const size: Dim = shape[shape.length - fromEnd]!;
    if (sizes.length === 0 || !equal(sizes[0]!, size)) sizes.unshift(size);
    current = current.origin?.source;
  }
  return sizes.length > LONGEST ? sizes.slice(-LONGEST) : sizes;
}

/** ` Sizes so far: 28 → 14 → 7 → 3.`; '' where nothing changed before. */
export function trailSentence(tensor: Tensor, fromEnd: number, next?: Dim): string {
  const sizes = sizesOfAxis(tensor, fromEnd);
  if (next !== undefined) sizes.push(next);
  return sizes.length > 2 ? ` The size went ${trailText(sizes)}.` : '';
}
