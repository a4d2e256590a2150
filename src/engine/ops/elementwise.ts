/** Element-wise functions and activations as graph nodes. */
import { functions, parametric, roundHalfEven, type Scalar } from '../reference/activation';
import { type Binary, binaryFunctions, map, zip, zip3 } from '../reference/elementwise';
import { narrow } from '../reference/indexing';
import { axisOf, refuse, reshaped, type Tensor } from '../tensor';
import type { Call, Operator, OperatorTable } from './call';

const unary =
  (f: Scalar): Operator =>
  (call) =>
    map(call.tensor('input'), f);

const binary =
  (f: Binary): Operator =>
  (call) =>
    zip(call.tensor('input'), call.tensor('other exponent'), f);

/** input ± alpha·other. */
const scaled =
  (sign: number, swapped = false): Operator =>
  (call) => {
    const [a, b] = [call.tensor('input'), call.tensor('other')];
    const [x, y] = swapped ? [b, a] : [a, b];
    const factor = sign * call.number('alpha', 1);
    if (factor === 1 && x.shape.join() === y.shape.join()) return call.kernels.add(x, y);
    return zip(x, y, (p, q) => p + factor * q);
  };

const divide: Operator = (call) => {
  const mode = call.argument('rounding_mode');
  const f: Binary = mode === 'floor' ? (x, y) => Math.floor(x / y) : mode === 'trunc' ? (x, y) => Math.trunc(x / y) : (x, y) => x / y;
  return zip(call.tensor('input'), call.tensor('other'), f);
};

const clamp: Operator = (call) => {
  const [low, high] = [call.optional('min'), call.optional('max')];
  let result = call.tensor('input');
  if ((!low || low.data.length === 1) && (!high || high.data.length === 1))
    return call.kernels.clamp(result, low ? low.data[0]! : -Infinity, high ? high.data[0]! : Infinity);
  if (low) result = zip(result, low, (x, y) => (x < y ? y : x));
  return high ? zip(result, high, (x, y) => (x > y ? y : x)) : result;
};

/** One slope for all, or one for each channel. */
const prelu: Operator = (call) => {
  const [input, weight] = [call.tensor('input'), call.tensor('weight')];
  const rank = input.shape.length;
  const slopes = weight.data.length === 1 ? weight : reshaped(weight, [weight.data.length, ...Array<number>(Math.max(0, rank - 2)).fill(1)]);
  return zip(input, slopes, (x, slope) => (x > 0 ? x : x * slope));
};

const glu: Operator = (call) => {
  const input = call.tensor('input');
  const axis = call.axis('dim', input.shape.length, -1);
  const half = input.shape[axis]! / 2;
  if (!Number.isInteger(half)) refuse('glu needs an even size');
  return zip(narrow(input, axis, 0, half), narrow(input, axis, half, half), (x, gate) => x / (1 + Math.exp(-gate)));
};

/** Numbers dropped at random where training is on; everything kept otherwise. */
const dropout =
  (flag: string, missing: boolean, perChannel: boolean): Operator =>
  (call) => {
    const input = call.tensor('input');
    const p = call.number('p', 0.5);
    if (!call.flag(flag, missing) || p === 0) return input;
    const lead = perChannel ? Math.min(2, input.shape.length) : input.shape.length;
    const inner = input.data.length / Math.max(1, input.shape.slice(0, lead).reduce((a, b) => a * b, 1));
    const data = new Float32Array(input.data.length);
    for (let from = 0; from < data.length; from += inner)
      if (call.random.next() >= p) for (let i = from; i < from + inner; i++) data[i] = input.data[i]! / (1 - p);
    return { shape: input.shape, data };
  };

const identity: Operator = (call) => call.tensor('input');

/** A change of numeric type: what the analysis says the result is. */
const cast: Operator = (call) => {
  const input = call.tensor('input');
  const [from, to] = [call.typeOf('input'), call.outputType()];
  if (from === to) return input;
  if (to === 'int') return map(input, Math.trunc);
  if (to === 'bool') return map(input, (x) => Number(x !== 0));
  if (to === 'complex' || from === 'complex') refuse('complex numbers are not computed');
  return input;
};

const where: Operator = (call) => {
  if (call.argument('input') === null) refuse('where without values is not computed');
  return zip3(call.tensor('condition'), call.tensor('input'), call.tensor('other'), (c, x, y) => (c !== 0 ? x : y));
};

const bitwiseNot: Operator = (call) => map(call.tensor('input'), call.typeOf('input') === 'bool' ? (x) => Number(x === 0) : (x) => ~x);

const withNumbers = (make: (call: Call) => Scalar): Operator => (call) => map(call.tensor('input'), make(call));

const softSettings: OperatorTable = {
  elu: withNumbers((c) => parametric.elu(c.number('alpha', 1))),
  celu: withNumbers((c) => parametric.celu(c.number('alpha', 1))),
  leaky_relu: withNumbers((c) => parametric.leakyRelu(c.number('negative_slope', 0.01))),
  // In evaluation the slope is the middle of the two bounds.
  rrelu: withNumbers((c) => parametric.leakyRelu((c.number('lower', 1 / 8) + c.number('upper', 1 / 3)) / 2)),
  hardtanh: (c) => c.kernels.clamp(c.tensor('input'), c.number('min_val', -1), c.number('max_val', 1)),
  softplus: withNumbers((c) => parametric.softplus(c.number('beta', 1), c.number('threshold', 20))),
  softshrink: withNumbers((c) => parametric.softshrink(c.number('lambd', 0.5))),
  hardshrink: withNumbers((c) => parametric.hardshrink(c.number('lambd', 0.5))),
  threshold: withNumbers((c) => parametric.threshold(c.number('threshold'), c.number('value'))),
  gelu: withNumbers((c) => parametric.gelu(c.text('approximate', 'none'))),
  clamp_min: (c) => c.kernels.clamp(c.tensor('input'), c.number('min'), Infinity),
  clamp_max: (c) => c.kernels.clamp(c.tensor('input'), -Infinity, c.number('max')),
  round: withNumbers((c) => {
    const scale = 10 ** c.number('decimals', 0);
    return (x) => roundHalfEven(x * scale) / scale;
  }),
  logit: withNumbers((c) => {
    const eps = c.numberOrNull('eps');
    return (x) => {
      const y = eps === null ? x : Math.min(Math.max(x, eps), 1 - eps);
      return Math.log(y / (1 - y));
    };
  }),
  nan_to_num: withNumbers((c) => {
    const largest = 3.4028234663852886e38;
    const [nan, high, low] = [c.number('nan', 0), c.number('posinf', largest), c.number('neginf', -largest)];
    return (x) => (x !== x ? nan : x === Infinity ? high : x === -Infinity ? low : x);
  }),
};

/** masked_fill: value where the mask is true. */
const maskedFill: Operator = (call) => {
  const value = call.number('value');
  return zip(call.tensor('input'), call.tensor('mask'), (x, m) => (m !== 0 ? value : x));
};

export const elementwiseOperators: OperatorTable = {
  ...Object.fromEntries(Object.entries(functions).map(([name, f]) => [name, unary(f)])),
  ...Object.fromEntries(Object.entries(binaryFunctions).map(([name, f]) => [name, binary(f)])),
  ...softSettings,
  relu: (call) => call.kernels.clamp(call.tensor('input'), 0, Infinity),
  relu6: (call) => call.kernels.clamp(call.tensor('input'), 0, 6),
  __abs__: unary(Math.abs),
  isneginf: unary((x) => Number(x === -Infinity)),
  isposinf: unary((x) => Number(x === Infinity)),
  bitwise_not: bitwiseNot,
  prelu,
  glu,
  clamp,
  add: scaled(1),
  sub: scaled(-1),
  rsub: scaled(-1, true),
  div: divide,
  where,
  masked_fill: maskedFill,
  addcmul: (call) => {
    const value = call.number('value', 1);
    return zip3(call.tensor('input'), call.tensor('tensor1'), call.tensor('tensor2'), (x, a, b) => x + value * a * b);
  },
  addcdiv: (call) => {
    const value = call.number('value', 1);
    return zip3(call.tensor('input'), call.tensor('tensor1'), call.tensor('tensor2'), (x, a, b) => x + (value * a) / b);
  },
  lerp: (call) => zip3(call.tensor('input'), call.tensor('end'), call.tensor('weight'), (x, end, w) => x + w * (end - x)),
  dropout: (call) => dropout(call.argument('train') === null ? 'training' : 'train', true, false)(call),
  dropout1d: dropout('training', true, true),
  dropout2d: dropout('training', true, true),
  dropout3d: dropout('training', true, true),
  feature_dropout: dropout('train', false, true),
  alpha_dropout: (call) => (call.flag('training') ? refuse('alpha_dropout in training is not computed') : call.tensor('input')),
  feature_alpha_dropout: (call) => (call.flag('training') ? refuse('feature_alpha_dropout in training is not computed') : call.tensor('input')),
  ...Object.fromEntries('clone detach contiguous cuda cpu detach_ requires_grad_ real conj resolve_conj resolve_neg alias_copy as_subclass retain_grad positive'
    .split(' ')
    .map((name) => [name, identity])),
  ...Object.fromEntries('to type type_as float double half bfloat16 long int short char byte bool'.split(' ').map((name) => [name, cast])),
  fill_: (call) => {
    const value = call.number('value');
    return map(call.tensor('input'), () => value);
  },
  zero_: (call) => map(call.tensor('input'), () => 0),
  copy_: (call) => zip(call.tensor('input'), call.tensor('other'), (_, y) => y),
};

/** The axis argument of softmax when it is not given: PyTorch's legacy choice. */
export function legacySoftmaxAxis(input: Tensor): number {
  const rank = input.shape.length;
  return axisOf(rank === 0 || rank === 1 || rank === 3 ? 0 : 1, Math.max(1, rank));
}
