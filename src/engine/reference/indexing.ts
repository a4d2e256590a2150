/** Reading and writing parts of tensors as Python's subscripts do: ints, slices, None, Ellipsis, index tensors and masks. */
import { around, axisOf, broadcastShape, broadcastStrides, refuse, shapeText, sizeOf, stridesOf, type Tensor } from '../tensor';
import { expand, gatherStrided } from './permute';

/** One element of a subscript. */
export type IndexPart =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'slice'; readonly start: number | null; readonly stop: number | null; readonly step: number | null }
  | { readonly kind: 'new' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'indices'; readonly tensor: Tensor }
  | { readonly kind: 'mask'; readonly tensor: Tensor };

/** Python's slice.indices: first position, step, count. */
export function sliceBounds(size: number, start: number | null, stop: number | null, step: number | null): readonly [number, number, number] {
  const by = step ?? 1;
  if (by === 0) refuse('a slice cannot have the step 0');
  const [low, high] = by > 0 ? [0, size] : [-1, size - 1];
  const bound = (value: number | null, missing: number): number =>
    value === null ? missing : Math.min(Math.max(value < 0 ? value + size : value, low), high);
  const from = bound(start, by > 0 ? low : high);
  const to = bound(stop, by > 0 ? high : low);
  return [from, by, Math.max(0, Math.ceil((to - from) / by))];
}

/** The places a subscript names: sizes of the result and, for each element in order, the flat place in the input. */
interface Places {
  readonly shape: number[];
  readonly places: Int32Array;
}

interface Axis {
  readonly size: number;
  readonly stride: number;
}

function placesOf(shape: readonly number[], parts: readonly IndexPart[]): Places {
  const consumed = parts.reduce((n, p) => n + (p.kind === 'new' || p.kind === 'rest' ? 0 : p.kind === 'mask' ? p.tensor.shape.length : 1), 0);
  if (consumed > shape.length) refuse(`${consumed} indices for ${shapeText(shape)}`);
  const full = parts.some((p) => p.kind === 'rest') ? parts : [...parts, { kind: 'rest' } as const];
  const strides = stridesOf(shape);
  const axes: Axis[] = [];
  const advanced: { readonly tensor: Tensor; readonly stride: number; readonly size: number }[] = [];
  const advancedAt: number[] = [];
  let offset = 0;
  let axis = 0;
  full.forEach((part, position) => {
    switch (part.kind) {
      case 'new':
        axes.push({ size: 1, stride: 0 });
        return;
      case 'rest':
        for (let i = shape.length - consumed; i > 0; i--, axis++) axes.push({ size: shape[axis]!, stride: strides[axis]! });
        return;
      case 'int':
        offset += axisOf(part.value, shape[axis]!) * strides[axis]!;
        axis++;
        return;
      case 'slice': {
        const [from, step, count] = sliceBounds(shape[axis]!, part.start, part.stop, part.step);
        offset += from * strides[axis]!;
        axes.push({ size: count, stride: step * strides[axis]! });
        axis++;
        return;
      }
      default: {
        const list = part.kind === 'mask' ? trueAt(part.tensor) : [part.tensor];
        for (const tensor of list) {
          advanced.push({ tensor, stride: strides[axis]!, size: shape[axis]! });
          axis++;
        }
        advancedAt.push(position, axes.length);
      }
    }
  });
  if (advanced.length === 0) {
    const result = axes.map((a) => a.size);
    return { shape: result, places: enumerate(result, axes.map((a) => a.stride), offset) };
  }
  const common = advanced.reduce<number[]>((s, a) => broadcastShape(s, a.tensor.shape), []);
  const base = new Int32Array(sizeOf(common));
  for (const { tensor, stride, size } of advanced) {
    const spread = gatherStrided(tensor.data, common, broadcastStrides(tensor.shape, common));
    for (let i = 0; i < base.length; i++) base[i]! += axisOf(spread[i]!, size) * stride;
  }
  // Index tensors side by side put their axes where they stand; apart, in front.
  const positions = advancedAt.filter((_, i) => i % 2 === 0);
  const together = positions.every((p, i) => i === 0 || p === positions[i - 1]! + 1);
  const lead = together ? advancedAt[1]! : 0;
  const front = axes.slice(0, lead);
  const back = axes.slice(lead);
  const outer = enumerate(front.map((a) => a.size), front.map((a) => a.stride), offset);
  const inner = enumerate(back.map((a) => a.size), back.map((a) => a.stride), 0);
  const places = new Int32Array(outer.length * base.length * inner.length);
  let at = 0;
  for (const o of outer) for (const b of base) for (const i of inner) places[at++] = o + b + i;
  return { shape: [...front.map((a) => a.size), ...common, ...back.map((a) => a.size)], places };
}

function enumerate(shape: readonly number[], strides: readonly number[], offset: number): Int32Array {
  const total = sizeOf(shape);
  const places = new Int32Array(total);
  const own = stridesOf(shape);
  places.fill(offset);
  shape.forEach((size, axis) => {
    for (let i = 0; i < total; i++) places[i]! += (Math.floor(i / own[axis]!) % size) * strides[axis]!;
  });
  return places;
}

/** For each axis of a mask, where it is true. */
export function trueAt(mask: Tensor): Tensor[] {
  const strides = stridesOf(mask.shape);
  const at: number[] = [];
  mask.data.forEach((value, i) => {
    if (value !== 0) at.push(i);
  });
  return mask.shape.map((size, axis) => ({
    shape: [at.length],
    data: Float32Array.from(at, (i) => Math.floor(i / strides[axis]!) % size),
  }));
}

/** `input[parts]`. */
export function getItem(input: Tensor, parts: readonly IndexPart[]): Tensor {
  const simple = parts.every((p) => p.kind !== 'indices' && p.kind !== 'mask');
  if (simple) return sliced(input, parts);
  const { shape, places } = placesOf(input.shape, parts);
  const data = new Float32Array(places.length);
  for (let i = 0; i < data.length; i++) data[i] = input.data[places[i]!]!;
  return { shape, data };
}

/** A subscript without index tensors: a strided copy. */
function sliced(input: Tensor, parts: readonly IndexPart[]): Tensor {
  const consumed = parts.filter((p) => p.kind === 'int' || p.kind === 'slice').length;
  if (consumed > input.shape.length) refuse(`${consumed} indices for ${shapeText(input.shape)}`);
  const strides = stridesOf(input.shape);
  const shape: number[] = [];
  const steps: number[] = [];
  let offset = 0;
  let axis = 0;
  const rest = (): void => {
    for (let i = input.shape.length - consumed; i > 0; i--, axis++) {
      shape.push(input.shape[axis]!);
      steps.push(strides[axis]!);
    }
  };
  let seen = false;
  for (const part of parts) {
    if (part.kind === 'rest') {
      rest();
      seen = true;
    } else if (part.kind === 'new') {
      shape.push(1);
      steps.push(0);
    } else if (part.kind === 'int') offset += axisOf(part.value, input.shape[axis]!) * strides[axis++]!;
    else if (part.kind === 'slice') {
      const [from, step, count] = sliceBounds(input.shape[axis]!, part.start, part.stop, part.step);
      offset += from * strides[axis]!;
      shape.push(count);
      steps.push(step * strides[axis]!);
      axis++;
    }
  }
  if (!seen) rest();
  return { shape, data: gatherStrided(input.data, shape, steps, offset) };
}

/** A copy of input with `input[parts] = value`. */
export function setItem(input: Tensor, parts: readonly IndexPart[], value: Tensor): Tensor {
  const { shape, places } = placesOf(input.shape, parts);
  // Leading axes of size 1 in the value are dropped, as PyTorch does.
  let source = value;
  while (source.shape.length > shape.length && source.shape[0] === 1) source = { shape: source.shape.slice(1), data: source.data };
  const spread = expand(source, shape).data;
  const data = input.data.slice();
  for (let i = 0; i < places.length; i++) data[places[i]!] = spread[i]!;
  return { shape: input.shape, data };
}

/** `count` positions from `start` on along an axis. */
export function narrow(input: Tensor, axis: number, start: number, count: number): Tensor {
  const [outer, size, inner] = around(input.shape, axis);
  if (start < 0 || start + count > size) refuse(`positions ${start} to ${start + count} of ${size}`);
  const data = new Float32Array(outer * count * inner);
  for (let o = 0; o < outer; o++)
    data.set(input.data.subarray((o * size + start) * inner, (o * size + start + count) * inner), o * count * inner);
  return { shape: input.shape.map((n, i) => (i === axis ? count : n)), data };
}

/** out[…, i, …] = input[…, index[i], …] along an axis. */
export function indexSelect(input: Tensor, axis: number, index: Tensor): Tensor {
  const [outer, size, inner] = around(input.shape, axis);
  const count = index.data.length;
  const data = new Float32Array(outer * count * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < count; i++) {
      const from = (o * size + axisOf(index.data[i]!, size)) * inner;
      data.set(input.data.subarray(from, from + inner), (o * count + i) * inner);
    }
  return { shape: input.shape.map((n, i) => (i === axis ? count : n)), data };
}

/** out[i, j, k] = input[i, index[i, j, k], k] for the axis in the middle. */
export function gather(input: Tensor, axis: number, index: Tensor): Tensor {
  const strides = stridesOf(input.shape);
  const own = stridesOf(index.shape);
  const data = new Float32Array(index.data.length);
  for (let i = 0; i < data.length; i++) {
    let place = 0;
    let rest = i;
    own.forEach((stride, a) => {
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      place += (a === axis ? axisOf(index.data[i]!, input.shape[axis]!) : at) * strides[a]!;
    });
    data[i] = input.data[place]!;
  }
  return { shape: index.shape, data };
}

/** A copy of input with input[i, index[i, j, k], k] = source[i, j, k], or added to it. */
export function scatter(input: Tensor, axis: number, index: Tensor, source: Tensor, add: boolean): Tensor {
  const strides = stridesOf(input.shape);
  const own = stridesOf(index.shape);
  const from = stridesOf(source.shape);
  const data = input.data.slice();
  for (let i = 0; i < index.data.length; i++) {
    let [place, origin, rest] = [0, 0, i];
    own.forEach((stride, a) => {
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      place += (a === axis ? axisOf(index.data[i]!, input.shape[axis]!) : at) * strides[a]!;
      origin += source.shape[a] === 1 ? 0 : at * (from[a] ?? 0);
    });
    const value = source.data[source.data.length === 1 ? 0 : origin]!;
    data[place] = add ? data[place]! + value : value;
  }
  return { shape: input.shape, data };
}

/** Joined along an axis. Empty one-dimensional tensors join anything. */
export function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  const real = tensors.filter((t) => !(t.shape.length === 1 && t.shape[0] === 0));
  const first = real[0] ?? tensors[0] ?? refuse('nothing to join');
  const at = axisOf(axis, first.shape.length);
  for (const t of real)
    if (t.shape.length !== first.shape.length || t.shape.some((n, i) => i !== at && n !== first.shape[i]))
      refuse(`${shapeText(t.shape)} does not join ${shapeText(first.shape)} along axis ${at}`);
  const total = real.reduce((n, t) => n + t.shape[at]!, 0);
  const [outer, , inner] = around(first.shape, at);
  const data = new Float32Array(outer * total * inner);
  let start = 0;
  for (const t of real) {
    const width = t.shape[at]! * inner;
    for (let o = 0; o < outer; o++) data.set(t.data.subarray(o * width, (o + 1) * width), o * total * inner + start);
    start += width;
  }
  return { shape: first.shape.map((n, i) => (i === at ? total : n)), data };
}

/** Turned round by `shift` positions along an axis. */
export function roll(input: Tensor, shift: number, axis: number): Tensor {
  const size = input.shape[axis]!;
  if (size === 0) return input;
  const by = ((shift % size) + size) % size;
  if (by === 0) return input;
  return concatenate([narrow(input, axis, size - by, by), narrow(input, axis, 0, size - by)], axis);
}

/** Reversed along an axis. */
export function flip(input: Tensor, axes: readonly number[]): Tensor {
  const strides = stridesOf(input.shape);
  let offset = 0;
  const steps = strides.map((s, i) => {
    if (!axes.includes(i)) return s;
    offset += s * (input.shape[i]! - 1);
    return -s;
  });
  return { shape: input.shape, data: gatherStrided(input.data, input.shape, steps, Math.max(0, offset)) };
}

/** Repeated `counts` times along each axis. */
export function tile(input: Tensor, counts: readonly number[]): Tensor {
  const rank = Math.max(counts.length, input.shape.length);
  const shape = [...Array<number>(rank - input.shape.length).fill(1), ...input.shape];
  let result: Tensor = { shape, data: input.data };
  const full = [...Array<number>(rank - counts.length).fill(1), ...counts];
  full.forEach((count, axis) => {
    if (count !== 1)
      result = count === 0 ? narrow(result, axis, 0, 0) : concatenate(Array.from({ length: count }, () => result), axis);
  });
  return result;
}
