/** Padding of the trailing axes: constant, reflect, replicate and circular, with every side of its own. */
import { refuse, type Tensor } from '../tensor';

export type PaddingMode = 'zeros' | 'constant' | 'reflect' | 'replicate' | 'circular';

/**
 * The input position that a padded position repeats, or -1 for the constant.
 * Reflect: the edge itself is not repeated. Circular: the other end. Each as numpy.pad's reflect, edge and wrap.
 */
export function sourcePosition(position: number, size: number, mode: PaddingMode): number {
  if (position >= 0 && position < size) return position;
  switch (mode) {
    case 'replicate':
      return position < 0 ? 0 : size - 1;
    case 'circular':
      return ((position % size) + size) % size;
    case 'reflect': {
      if (size === 1) return 0;
      const period = 2 * (size - 1);
      const phase = ((position % period) + period) % period;
      return phase < size ? phase : period - phase;
    }
    default:
      return -1;
  }
}

/**
 * Pads the last axes. Negative sides cut off.
 * @param sides before and after of each of the last `sides.length` axes, first axis first
 */
export function pad(input: Tensor, sides: readonly (readonly [number, number])[], mode: PaddingMode, value = 0): Tensor {
  let result = input;
  const lead = input.shape.length - sides.length;
  if (lead < 0) refuse(`${sides.length} axes cannot be padded in ${input.shape.length}`);
  // One axis after another: corners come out as PyTorch has them, since every mode is separable.
  for (let i = sides.length - 1; i >= 0; i--) {
    const [before, after] = sides[i]!;
    if (before !== 0 || after !== 0) result = padAxis(result, lead + i, before, after, mode, value);
  }
  return result;
}

function padAxis(input: Tensor, axis: number, before: number, after: number, mode: PaddingMode, value: number): Tensor {
  const size = input.shape[axis]!;
  const padded = size + before + after;
  if (padded < 0 || (padded > 0 && size === 0 && mode !== 'constant' && mode !== 'zeros')) refuse('padding leaves nothing');
  const shape = input.shape.slice();
  shape[axis] = padded;
  let outer = 1;
  for (let i = 0; i < axis; i++) outer *= shape[i]!;
  let inner = 1;
  for (let i = axis + 1; i < shape.length; i++) inner *= shape[i]!;
  const data = new Float32Array(outer * padded * inner);
  if (value !== 0) data.fill(value);
  const source = Int32Array.from({ length: padded }, (_, p) => sourcePosition(p - before, size, mode));
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < padded; p++) {
      const s = source[p]!;
      if (s < 0) continue;
      const from = (o * size + s) * inner;
      const to = (o * padded + p) * inner;
      if (inner === 1) data[to] = input.data[from]!;
      else data.set(input.data.subarray(from, from + inner), to);
    }
  }
  return { shape, data };
}
