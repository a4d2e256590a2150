/** A tensor of the engine: sizes and float32 numbers in row-major order, and the arithmetic of shapes. */

/** Numbers with their sizes. Booleans are 0 and 1, integers are exact up to 2^24. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What cannot be computed, with the reason; `node` is the graph's node it happened at, or -1. */
export class EngineError extends Error {
  constructor(
    message: string,
    public node = -1,
  ) {
    super(message);
    this.name = 'EngineError';
  }
}

/** Throws an EngineError. */
export function refuse(reason: string): never {
  throw new EngineError(reason);
}

/** Number of elements: the product of the sizes. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** Elements between neighbours along each axis, row major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i]!;
  }
  return strides;
}

/** A tensor around numbers that are there. Throws where the sizes do not fit them. */
export function tensorOf(shape: readonly number[], data: Float32Array): Tensor {
  if (sizeOf(shape) !== data.length) refuse(`${data.length} numbers do not fill ${shapeText(shape)}`);
  return { shape, data };
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[]): Tensor {
  return { shape, data: new Float32Array(sizeOf(shape)) };
}

/** One number as a tensor without axes. */
export function scalar(value: number): Tensor {
  return { shape: [], data: Float32Array.of(value) };
}

/** The same numbers under other sizes. */
export function reshaped(tensor: Tensor, shape: readonly number[]): Tensor {
  return tensorOf(shape, tensor.data);
}

/** `[2, 3]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** An axis counted from the end made one from the start. Throws where there is none. */
export function axisOf(axis: number, rank: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(at) || at < 0 || at >= Math.max(rank, 1)) refuse(`there is no axis ${axis} in ${rank} axes`);
  return at;
}

/** The sizes that two shapes broadcast to. Throws where they do not. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 0; i < rank; i++) {
    const m = a[a.length - rank + i] ?? 1;
    const n = b[b.length - rank + i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) refuse(`${shapeText(a)} and ${shapeText(b)} do not broadcast`);
    shape[i] = m === 1 ? n : m;
  }
  return shape;
}

/** Strides with which a tensor is read as if it had the broadcast sizes: 0 where it repeats. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  const lead = target.length - shape.length;
  return target.map((_, i) => (i < lead || shape[i - lead] === 1 ? 0 : own[i - lead]!));
}

/** Sizes before, along and after an axis. */
export function around(shape: readonly number[], axis: number): readonly [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))];
}
