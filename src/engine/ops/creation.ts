/** Tensors made from nothing: zeros, ranges, random numbers, as graph nodes. */
import { initialise } from '../initialise';
import { map } from '../reference/elementwise';
import { refuse, sizeOf, type Tensor, zeros } from '../tensor';
import type { Call, Operator, OperatorTable } from './call';
import { nested } from './subscript';

function filled(shape: readonly number[], value: number): Tensor {
  const result = zeros(shape);
  if (value !== 0) result.data.fill(value);
  return result;
}

function made(shape: readonly number[], next: () => number): Tensor {
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { shape, data };
}

const sizes = (call: Call): number[] => call.numbers('size');
const like = (call: Call): readonly number[] => call.tensor('input').shape;

type Shape = (call: Call) => readonly number[];
const constant =
  (shape: Shape, value: number): Operator =>
  (call) =>
    filled(shape(call), value);
const given =
  (shape: Shape): Operator =>
  (call) =>
    filled(shape(call), call.number('fill_value'));
const uniform =
  (shape: Shape): Operator =>
  (call) =>
    made(shape(call), () => call.random.next());
const normal =
  (shape: Shape): Operator =>
  (call) =>
    made(shape(call), () => call.random.normal());
const integers =
  (shape: Shape): Operator =>
  (call) => {
    const [low, high] = [call.number('low', 0), call.number('high')];
    return made(shape(call), () => low + Math.floor(call.random.next() * (high - low)));
  };

const range: Operator = (call) => {
  const [start, step] = [call.number('start', 0), call.number('step', 1)];
  const count = call.outputShape()?.[0] ?? Math.max(0, Math.ceil((call.number('end') - start) / step));
  return { shape: [count], data: Float32Array.from({ length: count }, (_, i) => start + i * step) };
};

const spaced: Operator = (call) => {
  const [start, end, steps] = [call.number('start'), call.number('end'), call.number('steps')];
  const base = call.node.op === 'logspace' ? call.number('base', 10) : null;
  const at = (i: number): number => (steps === 1 ? start : start + ((end - start) * i) / (steps - 1));
  return { shape: [steps], data: Float32Array.from({ length: steps }, (_, i) => (base === null ? at(i) : base ** at(i))) };
};

/** Window functions as torch has them, periodic or symmetric. */
const window =
  (f: (phase: number, call: Call) => number): Operator =>
  (call) => {
    const count = call.number('window_length');
    const span = call.flag('periodic', true) ? count : count - 1;
    return { shape: [count], data: Float32Array.from({ length: count }, (_, i) => (count === 1 ? 1 : f((2 * Math.PI * i) / span, call))) };
  };

export const creationOperators: OperatorTable = {
  zeros: constant(sizes, 0),
  empty: constant(sizes, 0),
  ones: constant(sizes, 1),
  zeros_like: constant(like, 0),
  empty_like: constant(like, 0),
  ones_like: constant(like, 1),
  new_zeros: constant(sizes, 0),
  new_empty: constant(sizes, 0),
  new_ones: constant(sizes, 1),
  full: given(sizes),
  full_like: given(like),
  new_full: given(sizes),
  rand: uniform(sizes),
  randn: normal(sizes),
  rand_like: uniform(like),
  randn_like: normal(like),
  randint: integers(sizes),
  randint_like: integers(like),
  normal: (call) => made(sizes(call), () => call.number('mean', 0) + call.number('std', 1) * call.random.normal()),
  bernoulli: (call) => {
    const p = call.numberOrNull('p');
    return map(call.tensor('input'), (x) => Number(call.random.next() < (p ?? x)));
  },
  randperm: (call) => {
    const n = call.number('n');
    const data = Float32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(call.random.next() * (i + 1));
      [data[i], data[j]] = [data[j]!, data[i]!];
    }
    return { shape: [n], data };
  },
  uniform_: (call) => {
    const [low, high] = [call.number('from_', 0), call.number('to', 1)];
    return made(like(call), () => low + (high - low) * call.random.next());
  },
  normal_: (call) => made(like(call), () => call.number('mean', 0) + call.number('std', 1) * call.random.normal()),
  eye: (call) => initialise([call.number('n'), call.number('m', call.number('n'))], { kind: 'eye' }, 0, ''),
  arange: range,
  range,
  linspace: spaced,
  logspace: spaced,
  tensor: (call) => call.behind(call.argument('data'))?.tensor ?? nested(call.argument('data')),
  as_tensor: (call) => call.behind(call.argument('data'))?.tensor ?? nested(call.argument('data')),
  new_tensor: (call) => call.behind(call.argument('data'))?.tensor ?? nested(call.argument('data')),
  scalar_tensor: (call) => filled([], call.number('s')),
  from_numpy: () => refuse('numbers from numpy are not known'),
  hann_window: window((phase) => 0.5 - 0.5 * Math.cos(phase)),
  bartlett_window: window((phase) => 1 - Math.abs(phase / Math.PI - 1)),
  blackman_window: window((phase) => 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase)),
  hamming_window: window((phase, call) => call.number('alpha', 0.54) - call.number('beta', 0.46) * Math.cos(phase)),
};
