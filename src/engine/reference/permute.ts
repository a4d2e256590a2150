/** Moving numbers by strides: permute, broadcast copies, slices with steps, and the layouts at the border. */
import { broadcastStrides, sizeOf, stridesOf, type Tensor } from '../tensor';

/** Copies the numbers at `offset + Σ index·stride` in row-major order of `shape`. */
export function gatherStrided(
  data: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
  into = new Float32Array(sizeOf(shape)),
): Float32Array {
  const total = sizeOf(shape);
  if (total === 0) return into;
  const rank = shape.length;
  if (rank === 0) {
    into[0] = data[offset]!;
    return into;
  }
  const inner = shape[rank - 1]!;
  const step = strides[rank - 1]!;
  const index = new Int32Array(rank);
  let from = offset;
  for (let to = 0; to < total; to += inner) {
    if (step === 1) into.set(data.subarray(from, from + inner), to);
    else for (let i = 0; i < inner; i++) into[to + i] = data[from + i * step]!;
    for (let axis = rank - 2; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return into;
}

/** Axes in another order: axis i of the result is axis `order[i]` of the input. */
export function permute(input: Tensor, order: readonly number[]): Tensor {
  const strides = stridesOf(input.shape);
  const shape = order.map((axis) => input.shape[axis]!);
  const moved = order.filter((axis) => input.shape[axis] !== 1);
  // Only axes of size 1 move: the numbers stay where they are.
  if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) return { shape, data: input.data };
  return { shape, data: gatherStrided(input.data, shape, order.map((axis) => strides[axis]!)) };
}

/** Two axes exchanged. */
export function transpose(input: Tensor, a: number, b: number): Tensor {
  const order = input.shape.map((_, i) => (i === a ? b : i === b ? a : i));
  return permute(input, order);
}

/** Repeated along axes of size 1 to fill the sizes. */
export function expand(input: Tensor, shape: readonly number[]): Tensor {
  return { shape, data: gatherStrided(input.data, shape, broadcastStrides(input.shape, shape)) };
}

/** N, spatial…, C made N, C, spatial…. */
export function toChannelsFirst(input: Tensor): Tensor {
  const rank = input.shape.length;
  return permute(input, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]);
}

/** N, C, spatial… made N, spatial…, C. */
export function toChannelsLast(input: Tensor): Tensor {
  const rank = input.shape.length;
  return permute(input, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]);
}
