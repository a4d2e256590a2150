/** Functions applied number by number to one tensor, or to several that broadcast. */
import { broadcastShape, broadcastStrides, sizeOf, type Tensor } from '../tensor';
import type { Scalar } from './activation';
import { gatherStrided } from './permute';

/** f of every number. */
export function map(input: Tensor, f: Scalar): Tensor {
  const { data } = input;
  const result = new Float32Array(data.length);
  for (let i = 0; i < result.length; i++) result[i] = f(data[i]!);
  return { shape: input.shape, data: result };
}

/** A function of two numbers. */
export type Binary = (x: number, y: number) => number;

const isOne = (t: Tensor): boolean => t.data.length === 1;

/** f of the numbers at the same place of two tensors that broadcast. */
export function zip(a: Tensor, b: Tensor, f: Binary): Tensor {
  const shape = broadcastShape(a.shape, b.shape);
  const size = sizeOf(shape);
  const result = new Float32Array(size);
  const [x, y] = [a.data, b.data];
  if (x.length === size && y.length === size) for (let i = 0; i < size; i++) result[i] = f(x[i]!, y[i]!);
  else if (isOne(b) && x.length === size) {
    const second = y[0]!;
    for (let i = 0; i < size; i++) result[i] = f(x[i]!, second);
  } else if (isOne(a) && y.length === size) {
    const first = x[0]!;
    for (let i = 0; i < size; i++) result[i] = f(first, y[i]!);
  } else if (x.length === size && repeats(b.shape, shape)) {
    for (let at = 0; at < size; at += y.length) for (let i = 0; i < y.length; i++) result[at + i] = f(x[at + i]!, y[i]!);
  } else {
    const left = spread(a, shape, size);
    const right = spread(b, shape, size);
    for (let i = 0; i < size; i++) result[i] = f(left[i]!, right[i]!);
  }
  return { shape, data: result };
}

/** Sizes that stand at the end of others: the numbers are the same for every index before. */
function repeats(part: readonly number[], whole: readonly number[]): boolean {
  const own = part.slice(part.findIndex((n) => n !== 1));
  const from = whole.length - own.length;
  return own.length > 0 && sizeOf(own) > 0 && own.every((n, i) => n === whole[from + i]);
}

function spread(t: Tensor, shape: readonly number[], size: number): Float32Array {
  return t.data.length === size ? t.data : gatherStrided(t.data, shape, broadcastStrides(t.shape, shape));
}

/** f of three tensors that broadcast. */
export function zip3(a: Tensor, b: Tensor, c: Tensor, f: (x: number, y: number, z: number) => number): Tensor {
  const shape = broadcastShape(broadcastShape(a.shape, b.shape), c.shape);
  const size = sizeOf(shape);
  const result = new Float32Array(size);
  const [x, y, z] = [spread(a, shape, size), spread(b, shape, size), spread(c, shape, size)];
  for (let i = 0; i < size; i++) result[i] = f(x[i]!, y[i]!, z[i]!);
  return { shape, data: result };
}

/** a + b where the two have the same sizes, without a function call a number: the residual connection. */
export function addSame(a: Tensor, b: Tensor): Tensor {
  const result = new Float32Array(a.data.length);
  const [x, y] = [a.data, b.data];
  for (let i = 0; i < result.length; i++) result[i] = x[i]! + y[i]!;
  return { shape: a.shape, data: result };
}

/** Numbers held between bounds; NaN stays NaN. Without branches: half of them would be guessed wrong. */
export function clampOf(input: Tensor, low: number, high: number): Tensor {
  const { data } = input;
  const result = new Float32Array(data.length);
  if (high === Infinity) for (let i = 0; i < result.length; i++) result[i] = Math.max(data[i]!, low);
  else for (let i = 0; i < result.length; i++) result[i] = Math.min(Math.max(data[i]!, low), high);
  return { shape: input.shape, data: result };
}

/** Python's %: the sign is the divisor's. */
export const floorModulo: Binary = (x, y) => {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
};

/** NaN wins, as torch.maximum has it. */
export const maximum: Binary = (x, y) => (x !== x ? x : y !== y ? y : x > y ? x : y);
export const minimum: Binary = (x, y) => (x !== x ? x : y !== y ? y : x < y ? x : y);

/** Functions of two numbers, by PyTorch's names. */
export const binaryFunctions: Readonly<Record<string, Binary>> = {
  mul: (x, y) => x * y,
  floor_divide: (x, y) => Math.floor(x / y),
  remainder: floorModulo,
  fmod: (x, y) => x % y,
  pow: (x, y) => x ** y,
  float_power: (x, y) => x ** y,
  maximum,
  minimum,
  fmax: (x, y) => (x !== x ? y : y !== y ? x : Math.max(x, y)),
  fmin: (x, y) => (x !== x ? y : y !== y ? x : Math.min(x, y)),
  atan2: Math.atan2,
  hypot: Math.hypot,
  copysign: (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)),
  heaviside: (x, y) => (x < 0 ? 0 : x > 0 ? 1 : y),
  ldexp: (x, y) => x * 2 ** y,
  logaddexp: (x, y) => (x === y ? x + Math.LN2 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)))),
  xlogy: (x, y) => (x === 0 && y === y ? 0 : x * Math.log(y)),
  bitwise_and: (x, y) => x & y,
  bitwise_or: (x, y) => x | y,
  bitwise_xor: (x, y) => x ^ y,
  bitwise_left_shift: (x, y) => x * 2 ** y,
  bitwise_right_shift: (x, y) => Math.floor(x / 2 ** y),
  logical_and: (x, y) => Number(x !== 0 && y !== 0),
  logical_or: (x, y) => Number(x !== 0 || y !== 0),
  logical_xor: (x, y) => Number((x !== 0) !== (y !== 0)),
  eq: (x, y) => Number(x === y),
  ne: (x, y) => Number(x !== y),
  lt: (x, y) => Number(x < y),
  le: (x, y) => Number(x <= y),
  gt: (x, y) => Number(x > y),
  ge: (x, y) => Number(x >= y),
};
