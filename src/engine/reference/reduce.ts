/** Taking axes away: sums, means, extrema, norms; and what runs along one axis: cumulative sums, sorting, the largest k. */
import { around, axisOf, sizeOf, type Tensor } from '../tensor';
import { permute } from './permute';

/** How `count` numbers become one: `data[from + i·step]`. */
type Collect = (data: Float32Array, from: number, step: number, count: number) => number;

/** A reduction over some axes (null: all), keeping them as size 1 or not. */
export function reduce(input: Tensor, axes: readonly number[] | null, keep: boolean, collect: Collect): Tensor {
  const rank = input.shape.length;
  const gone = new Set(axes === null || axes.length === 0 ? input.shape.map((_, i) => i) : axes.map((a) => axisOf(a, rank)));
  const kept = input.shape.map((_, i) => i).filter((i) => !gone.has(i));
  const shape = keep ? input.shape.map((n, i) => (gone.has(i) ? 1 : n)) : kept.map((i) => input.shape[i]!);
  // Axes that stand together at some place are walked with a step; others are brought together first.
  const list = [...gone].sort((a, b) => a - b);
  const together = list.every((axis, i) => i === 0 || axis === list[i - 1]! + 1);
  const ordered = together ? input : permute(input, [...kept, ...list]);
  const first = together ? (list[0] ?? 0) : kept.length;
  const sizes = ordered.shape;
  const outer = sizeOf(sizes.slice(0, first));
  const count = sizeOf(sizes.slice(first, first + list.length));
  const inner = sizeOf(sizes.slice(first + list.length));
  const data = new Float32Array(outer * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) data[o * inner + i] = collect(ordered.data, o * count * inner + i, inner, count);
  return { shape, data };
}

const sum: Collect = (data, from, step, count) => {
  let total = 0;
  for (let i = 0; i < count; i++) total += data[from + i * step]!;
  return total;
};
const mean: Collect = (data, from, step, count) => sum(data, from, step, count) / count;
const product: Collect = (data, from, step, count) => {
  let total = 1;
  for (let i = 0; i < count; i++) total *= data[from + i * step]!;
  return total;
};
/** The first place of the largest (sign 1) or smallest (−1); a NaN wins. */
export const extremeAt =
  (sign: number): Collect =>
  (data, from, step, count) => {
    let at = 0;
    for (let i = 1; i < count; i++) {
      const [best, value] = [data[from + at * step]!, data[from + i * step]!];
      if (best !== best) break;
      if (value !== value || (value - best) * sign > 0) at = i;
    }
    return at;
  };
const extreme =
  (sign: number): Collect =>
  (data, from, step, count) =>
    data[from + extremeAt(sign)(data, from, step, count) * step]!;

/** Variance with a correction: divided by count − correction. */
export const variance =
  (correction: number): Collect =>
  (data, from, step, count) => {
    const middle = mean(data, from, step, count);
    let squares = 0;
    for (let i = 0; i < count; i++) squares += (data[from + i * step]! - middle) ** 2;
    return squares / Math.max(0, count - correction);
  };

/** ‖x‖ₚ. */
export const norm =
  (power: number): Collect =>
  (data, from, step, count) => {
    let total = power === -Infinity ? Infinity : 0;
    for (let i = 0; i < count; i++) {
      const value = Math.abs(data[from + i * step]!);
      if (power === Infinity) total = Math.max(total, value);
      else if (power === -Infinity) total = Math.min(total, value);
      else if (power === 0) total += Number(value !== 0);
      else total += value ** power;
    }
    return Number.isFinite(power) && power !== 0 ? total ** (1 / power) : total;
  };

const logSumExp: Collect = (data, from, step, count) => {
  const most = extreme(1)(data, from, step, count);
  if (!Number.isFinite(most)) return most;
  let total = 0;
  for (let i = 0; i < count; i++) total += Math.exp(data[from + i * step]! - most);
  return most + Math.log(total);
};

/** The lower of the two middles, as torch.median. */
const median: Collect = (data, from, step, count) => {
  const all = Float32Array.from({ length: count }, (_, i) => data[from + i * step]!).sort();
  return all.some((x) => x !== x) ? NaN : all[(count - 1) >> 1]!;
};

/** Reductions by PyTorch's names. */
export const reductions: Readonly<Record<string, Collect>> = {
  sum,
  mean,
  prod: product,
  amax: extreme(1),
  amin: extreme(-1),
  max: extreme(1),
  min: extreme(-1),
  median,
  logsumexp: logSumExp,
  all: (data, from, step, count) => {
    for (let i = 0; i < count; i++) if (data[from + i * step] === 0) return 0;
    return 1;
  },
  any: (data, from, step, count) => {
    for (let i = 0; i < count; i++) if (data[from + i * step] !== 0) return 1;
    return 0;
  },
  count_nonzero: (data, from, step, count) => {
    let total = 0;
    for (let i = 0; i < count; i++) total += Number(data[from + i * step] !== 0);
    return total;
  },
  nansum: (data, from, step, count) => {
    let total = 0;
    for (let i = 0; i < count; i++) total += Number.isNaN(data[from + i * step]!) ? 0 : data[from + i * step]!;
    return total;
  },
};

/** Running results along an axis: f of the result so far and the next number. */
export function cumulate(input: Tensor, axis: number, f: (sofar: number, next: number) => number): Tensor {
  const [outer, size, inner] = around(input.shape, axisOf(axis, input.shape.length));
  const data = new Float32Array(input.data.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const from = o * size * inner + i;
      let total = 0;
      for (let k = 0; k < size; k++) {
        const value = input.data[from + k * inner]!;
        total = k === 0 ? value : f(total, value);
        data[from + k * inner] = total;
      }
    }
  return { shape: input.shape, data };
}

/** The first `count` of each line sorted along an axis (stable, NaN last when rising), and where they stood. */
export function sorted(input: Tensor, axis: number, descending: boolean, count?: number): readonly [Tensor, Tensor] {
  const at = axisOf(axis, input.shape.length);
  const [outer, size, inner] = around(input.shape, at);
  const most = Math.min(count ?? size, size);
  const shape = input.shape.map((n, i) => (i === at ? most : n));
  const values = new Float32Array(outer * most * inner);
  const places = new Float32Array(values.length);
  const sign = descending ? -1 : 1;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const line = Float32Array.from({ length: size }, (_, k) => input.data[(o * size + k) * inner + i]!);
      const order = Array.from(line.keys()).sort((p, q) => {
        const [x, y] = [line[p]!, line[q]!];
        if (x !== x || y !== y) return (Number(x !== x) - Number(y !== y)) * sign;
        return (x - y) * sign || p - q;
      });
      for (let k = 0; k < most; k++) {
        const to = (o * most + k) * inner + i;
        values[to] = line[order[k]!]!;
        places[to] = order[k]!;
      }
    }
  return [{ shape, data: values }, { shape, data: places }];
}
