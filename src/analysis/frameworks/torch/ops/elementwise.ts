/** Operations that keep the shape or broadcast two shapes: arithmetic, comparison, activation functions. Over 400 lines: it is a table. */
import { type DType, Float, Tensor, Tuple, type Value } from '../../../interpreter/values';
import {
  type Arg,
  flagOf,
  MOST_KNOWN,
  numberOf,
  type OpCall,
  type Rule,
  scalar,
  sizesText,
} from './call';
import { sizeFixes } from './fixes';
import { changeInPlace } from './inPlace';
import { type Row, row } from './row';
import { atMostOne, type Dim, different, equal, fresh, halfOf as half, simpler, text } from './sizes';
import { promote } from './types';

// ---- one operand ---------------------------------------------------------------------------------------------------

type NumberFunction = (x: number) => number;

/** float: integers become floats. same: the type stays. bool: answers truth. real: complex becomes float. */
type UnaryType = 'float' | 'same' | 'bool' | 'real' | 'int';

function resultType(type: UnaryType, of: DType): DType {
  switch (type) {
    case 'float':
      return of === 'complex' ? 'complex' : 'float';
    case 'bool':
      return 'bool';
    case 'real':
      return of === 'complex' ? 'float' : of;
    case 'int':
      return 'int';
    default:
      return of;
  }
}

/** Numbers as they are stored: floats have 24 bits. */
export function stored(dtype: DType, numbers: readonly number[]): number[] {
  return dtype === 'float'
    ? numbers.map(Math.fround)
    : numbers.map((n) => (dtype === 'bool' ? (n ? 1 : 0) : Math.trunc(n)));
}

/** A rule that keeps the shape and maps known numbers. */
export function unary(type: UnaryType, compute: NumberFunction | null = null): Rule {
  return (c, [input]) => {
    const tensor = c.operand(input, 'input');
    const dtype = resultType(type, tensor.dtype);
    const known = compute && tensor.known ? stored(dtype, tensor.known.map(compute)) : null;
    return c.like(tensor, dtype, known);
  };
}

/** As `unary`, with an `inplace` flag at the given position: the input itself is answered. */
function activation(at: number, compute: NumberFunction | null = null): Rule {
  const plain = unary('same', compute);
  return (c, args) => {
    const result = plain(c, args);
    return flagOf(args[at]) === true ? changeInPlace(c, args[0], result) : result;
  };
}

const roundHalfEven = (x: number): number => {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
};

const floatFunctions: Readonly<Record<string, NumberFunction | null>> = {
  'acos arccos': Math.acos,
  'acosh arccosh': Math.acosh,
  'asin arcsin': Math.asin,
  'asinh arcsinh': Math.asinh,
  'atan arctan': Math.atan,
  'atanh arctanh': Math.atanh,
  cos: Math.cos,
  cosh: Math.cosh,
  sin: Math.sin,
  sinh: Math.sinh,
  tan: Math.tan,
  deg2rad: (x) => (x * Math.PI) / 180,
  rad2deg: (x) => (x * 180) / Math.PI,
  digamma: null,
  erf: null,
  erfc: null,
  erfinv: null,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  i0: null,
  lgamma: null,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  reciprocal: (x) => 1 / x,
  rsqrt: (x) => 1 / Math.sqrt(x),
  sinc: null,
  sqrt: Math.sqrt,
};
const sameFunctions: Readonly<Record<string, NumberFunction | null>> = {
  ceil: Math.ceil,
  conj_physical: null,
  floor: Math.floor,
  frac: (x) => x - Math.trunc(x),
  'neg negative': (x) => -x,
  sgn: Math.sign,
  sign: Math.sign,
  square: (x) => x * x,
  'trunc fix': Math.trunc,
};
const boolFunctions: Readonly<Record<string, NumberFunction | null>> = {
  isfinite: (x) => Number(Number.isFinite(x)),
  isinf: (x) => Number(x === Infinity || x === -Infinity),
  isnan: (x) => Number(Number.isNaN(x)),
  isneginf: (x) => Number(x === -Infinity),
  isposinf: (x) => Number(x === Infinity),
  isreal: null,
  signbit: (x) => Number(x < 0),
  logical_not: (x) => Number(!x),
};
const specialFunctions =
  'airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 digamma entr erf erfc erfcx erfinv exp2 expit expm1 gammaln i0 i0e i1 i1e log1p log_ndtr ' +
  'modified_bessel_i0 modified_bessel_i1 modified_bessel_k0 modified_bessel_k1 ndtr ndtri psi round ' +
  'scaled_modified_bessel_k0 scaled_modified_bessel_k1 sinc spherical_bessel_j0';

const sigmoid: NumberFunction = (x) => 1 / (1 + Math.exp(-x));
const relu: NumberFunction = (x) => Math.max(0, x);

// ---- two operands --------------------------------------------------------------------------------------------------

/** The shape two shapes broadcast to; null where one is unknown. Reports sizes that do not fit. */
export function broadcastShapes(
  c: OpCall,
  a: Tensor,
  b: Tensor,
  more: { names?: readonly [string, string] } = {},
): Dim[] | null {
  if (!a.shape || !b.shape) return null;
  const rank = Math.max(a.shape.length, b.shape.length);
  const shape: Dim[] = [];
  let failed = false;
  for (let i = 0; i < rank; i++) {
    const x = a.shape[i - rank + a.shape.length];
    const y = b.shape[i - rank + b.shape.length];
    // The first axis that does not fit is told.
    const wrong = (p: Dim, q: Dim): void => {
      if (!failed) broadcastProblem(c, a, b, p, q, i, more.names);
      failed = true;
    };
    shape.push(x === undefined ? y! : y === undefined ? x : broadcastSize(c, x, y, i, wrong));
  }
  return shape;
}

function broadcastSize(
  c: OpCall,
  x: Dim,
  y: Dim,
  axis: number,
  wrong: (x: Dim, y: Dim) => void,
): Dim {
  if (x === 1) return y;
  if (y === 1) return x;
  if (equal(x, y)) return simpler(x, y);
  if (different(x, y)) {
    // What is never larger than 1 may be 1.
    if (atMostOne(x) || atMostOne(y)) return fresh();
    wrong(x, y);
    return simpler(x, y);
  }
  // One of them may be 1 for some input; then the other one is the result, as it is when they are equal.
  c.mustEqual(x, y, 'broadcast-sizes', `${c.name} needs equal sizes on axis ${axis}`);
  return simpler(x, y);
}

function broadcastProblem(
  c: OpCall,
  a: Tensor,
  b: Tensor,
  x: Dim,
  y: Dim,
  axis: number,
  names: readonly [string, string] | undefined,
): void {
  const sign = signs[c.name];
  const what = sign ? `a ${sign} b` : c.name;
  const [left, right] = names ?? ['a', 'b'];
  c.problem({
    rule: 'broadcast-sizes',
    exception: 'RuntimeError',
    python: `The size of tensor a (${text(x)}) must match the size of tensor b (${text(y)}) at non-singleton dimension ${axis}`,
    message:
      names || !sign
        ? `${c.name}: sizes do not fit on axis ${axis}: ${text(x)} against ${text(y)} (${left} is ${sizesText(a.shape!)}, ${right} is ${sizesText(b.shape!)}).`
        : `${what}: sizes do not fit on axis ${axis}: ${text(x)} against ${text(y)} (${sizesText(a.shape!)} ${sign} ${sizesText(b.shape!)}).`,
    others: [a, b],
    tensor: a,
    axis: Math.max(a.shape!.length, b.shape!.length) - axis,
    moreFixes: (at) =>
      typeof x === 'number' && typeof y === 'number' && axis >= 2
        ? sizeFixes(at, x < y ? a : b, Math.abs(x - y))
        : [],
  });
}

const signs: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  pow: '**',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  floor_divide: '//',
  remainder: '%',
  bitwise_and: '&',
  bitwise_or: '|',
  bitwise_xor: '^',
};

/** Known numbers of two operands put together, broadcast; null where they are too many or not known. */
export function combineKnown(
  a: Tensor,
  b: Tensor,
  shape: readonly Dim[] | null,
  compute: (x: number, y: number) => number,
): number[] | null {
  if (!a.known || !b.known || !shape || !a.shape || !b.shape) return null;
  let count = 1;
  for (const dim of shape) {
    if (typeof dim !== 'number') return null;
    count *= dim;
  }
  if (count > MOST_KNOWN) return null;
  const result: number[] = [];
  const index = (shapeOf: readonly Dim[], flat: number): number => {
    let at = 0;
    let step = 1;
    for (let i = shape.length - 1, j = shapeOf.length - 1; i >= 0; i--, j--) {
      const size = shape[i] as number;
      const position = flat % size;
      flat = (flat - position) / size;
      if (j < 0) continue;
      const own = shapeOf[j] as number;
      if (own !== 1) at += position * step;
      step *= own;
    }
    return at;
  };
  for (let i = 0; i < count; i++)
    result.push(compute(a.known[index(a.shape, i)]!, b.known[index(b.shape, i)]!));
  return result;
}

/** Strides where both operands lie the same way: the result does too. */
function commonStrides(
  a: Tensor,
  b: Tensor,
  shape: readonly Dim[] | null,
): readonly Dim[] | null | undefined {
  const whole = (t: Tensor): boolean =>
    t.shape !== null &&
    shape !== null &&
    t.shape.length === shape.length &&
    t.shape.every((d, i) => equal(d, shape[i]!));
  const scalarLike = (t: Tensor): boolean => t.shape?.length === 0;
  if (a.strides === null && b.strides === null) return null;
  if (whole(a) && scalarLike(b)) return a.strides;
  if (whole(b) && scalarLike(a)) return b.strides;
  if (
    whole(a) &&
    whole(b) &&
    a.strides &&
    b.strides &&
    a.strides.every((s, i) => equal(s, b.strides![i]!))
  )
    return a.strides;
  return undefined;
}

type Combine = (x: number, y: number) => number;

/** A rule for two operands. `type`: the result's type. */
export function binary(type: 'promote' | 'float' | 'bool', compute: Combine | null = null): Rule {
  return (c, [left, right]) => {
    const a = c.operand(left, 'input');
    const b = c.operand(right, 'other');
    const dtype = type === 'bool' ? 'bool' : promoted(a, b, type);
    // A number as the other operand changes no size.
    if (b.shape?.length === 0 && a.shape && a.known === null) return c.like(a, dtype);
    if (a.shape?.length === 0 && b.shape && b.known === null) return c.like(b, dtype);
    const shape = broadcastShapes(c, a, b);
    if (!shape) {
      // A number more or less does not change an unknown shape.
      return c.unknownTensor(a.shape ? b : a, dtype);
    }
    const numbers = compute ? combineKnown(a, b, shape, compute) : null;
    const wide =
      a.shape!.length >= b.shape!.length && sameSizes(a.shape!, shape)
        ? a
        : sameSizes(b.shape!, shape)
          ? b
          : a;
    const made = c.make(shape, {
      dtype,
      from: wide,
      known: numbers && stored(dtype, numbers),
      strides: commonStrides(a, b, shape),
    });
    // Sizes that stay are still the layer's that made them.
    if (sameSizes(wide.shape!, shape) && wide.origin) made.origin = wide.origin;
    return made;
  };
}

function promoted(a: Tensor, b: Tensor, type: 'promote' | 'float'): DType {
  const common = promote(a.dtype, b.dtype);
  return type === 'float' && common !== 'complex' ? 'float' : common;
}

export function sameSizes(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i] || equal(d, b[i]!));
}

const floorMod: Combine = (x, y) => x - Math.floor(x / y) * y;

/** torch.div: `rounding_mode` keeps the type. */
const divide: Rule = (c, args) => {
  const mode = args[2];
  if (typeof mode !== 'string') return binary('float', (x, y) => x / y)(c, args);
  return binary(
    'promote',
    mode === 'floor' ? (x, y) => Math.floor(x / y) : (x, y) => Math.trunc(x / y),
  )(c, args);
};

/** add and sub scale the second operand by alpha. */
function scaled(sign: 1 | -1): Rule {
  return (c, args) => {
    const alpha = args[2] === undefined || args[2] === null ? 1 : numberOf(args[2]);
    return binary('promote', alpha === undefined ? null : (x, y) => x + sign * alpha * y)(c, args);
  };
}

/** Three operands broadcast together. */
function ternary(order: readonly number[], type: 'promote' | 'float' = 'promote'): Rule {
  return (c, args) => {
    const tensors = order.map((i) => c.operand(args[i]));
    let result = tensors[0]!;
    for (const next of tensors.slice(1)) {
      const shape = broadcastShapes(c, result, next);
      const dtype = promoted(result, next, type);
      if (!shape) return c.unknownTensor(result.shape ? next : result, dtype);
      result = c.make(shape, { dtype, from: result });
    }
    return result === tensors[0] ? c.like(result) : result;
  };
}

const clamp: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const [low, high] = [args[1] ?? null, args[2] ?? null];
  const bounds = [low, high].filter((v): v is Tensor => v instanceof Tensor);
  if (low === null && high === null)
    c.fail('argument', 'clamp needs a lower or an upper bound.', 'RuntimeError', {
      python: "torch.clamp: At least one of 'min' or 'max' must not be None",
    });
  if (bounds.length === 0) {
    const lowest = low === null ? -Infinity : numberOf(low);
    const highest = high === null ? Infinity : numberOf(high);
    const known =
      tensor.known && lowest !== undefined && highest !== undefined
        ? tensor.known.map((x) => Math.min(highest, Math.max(lowest, x)))
        : null;
    const dtype =
      low instanceof Float || high instanceof Float ? promote(tensor.dtype, 'float') : tensor.dtype;
    return c.like(tensor, dtype, known);
  }
  let result: Tensor = tensor;
  for (const bound of bounds) {
    const shape = broadcastShapes(c, result, bound);
    if (!shape) return c.unknownTensor(result.shape ? bound : result, result.dtype);
    result = c.make(shape, { from: result });
  }
  return result;
};

const where: Rule = (c, args) => {
  const condition = c.tensor(args[0], 'condition');
  if (args[1] === undefined || args[1] === null) {
    // where(condition) is nonzero(as_tuple=True): how many there are depends on the data.
    if (!condition.shape) return c.unknown('positions in a tensor of unknown rank');
    const places = condition.known?.flatMap((n, at) => (n !== 0 ? [at] : []));
    const known = condition.shape.length === 1 ? (places ?? null) : null;
    const count = places?.length ?? fresh();
    return new Tuple(
      Array.from({ length: Math.max(1, condition.shape.length) }, () =>
        c.make([count], { dtype: 'int', known, strides: null }),
      ),
    );
  }
  const [a, b] = [c.operand(args[1]), c.operand(args[2])];
  const dtype = promote(a.dtype, b.dtype);
  const first = broadcastShapes(c, a, b);
  if (!first || !condition.shape)
    return c.unknownTensor(!a.shape ? a : !b.shape ? b : condition, dtype);
  const both = c.make(first, { dtype, from: a, strides: null });
  const shape = broadcastShapes(c, condition, both);
  return c.make(shape, { dtype, from: both });
};

/** A probability must lie in [0, 1]. */
export const dropoutRule: Rule = (c, args) => {
  const p = numberOf(args[1]);
  if (p !== undefined && (p < 0 || p > 1))
    c.fail(
      'probability',
      `The dropout probability must be between 0 and 1, not ${p}.`,
      'ValueError',
      {
        python: `dropout probability has to be between 0 and 1, but got ${p}`,
        argument: ['p', 1],
        setting: ['p', 0],
      },
    );
  const tensor = c.tensor(args[0]);
  return flagOf(args[3]) === true ? changeInPlace(c, args[0], c.like(tensor)) : c.like(tensor);
};

/** dropout2d and feature_alpha_dropout drop whole channels: in training they need an axis of them. */
const featureDropout: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (
    tensor.shape &&
    tensor.shape.length < 2 &&
    flagOf(args[2]) === true &&
    numberOf(args[1]) !== 0
  )
    c.wrongRank(
      tensor,
      'at least two axes',
      'Feature dropout requires at least 2 dimensions in the input',
    );
  return dropoutRule(c, args);
};

const softmaxRule =
  (at: number, defaultsToLast = false): Rule =>
  (c, args) => {
    const tensor = c.tensor(args[0]);
    if (!tensor.shape) return c.like(tensor, 'float');
    if (!(defaultsToLast && args[at] === null)) c.axis(args[at], tensor.shape.length);
    return c.like(tensor, tensor.dtype === 'complex' ? 'complex' : 'float');
  };

const glu: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor);
  if (tensor.shape.length === 0)
    c.fail('rank', 'glu needs at least one axis.', 'RuntimeError', {
      python: 'glu does not support 0-dimensional tensors',
    });
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.unknownTensor(tensor);
  const size = tensor.shape[axis]!;
  if (!c.mustDivide(size, 2, 'glu-halves', `glu needs an even size on axis ${axis}`))
    c.fail(
      'glu-halves',
      `{layer} halves axis ${axis}, which must be even, but its size is ${text(size)}{made}.`,
      'RuntimeError',
      {
        python: `Halving dimension must be even, but dimension ${axis} is size ${text(size)}`,
        tensor,
      },
    );
  return c.make(
    tensor.shape.map((d, i) => (i === axis ? half(d) : d)),
    { from: tensor },
  );
};

const prelu: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const weight = c.tensor(args[1], 'weight');
  if (!tensor.shape || !weight.shape) return c.like(tensor);
  const count = weight.shape.length === 0 ? 1 : weight.shape[0]!;
  if (weight.shape.length <= 1 && count !== 1 && !equal(count, 1)) {
    const rank = tensor.shape.length;
    const channels = rank >= 2 ? tensor.shape[1]! : 1;
    if (rank === 0)
      c.fail('rank', 'prelu with several parameters needs an input with axes.', 'RuntimeError', {
        python: 'Not allow zero-dim input tensor.',
      });
    else if (
      !c.mustEqual(channels, count, 'prelu-parameters', `prelu has ${text(count)} parameters`)
    )
      c.problem({
        rule: 'prelu-parameters',
        python: `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${text(count)} and channel size = ${text(channels)}.`,
        message: `{layer} has ${text(count)} parameters but gets ${text(channels)} channels{made}.`,
        setting: ['num_parameters', 0],
        argument: ['weight', 1],
        right: channels,
        tensor,
      });
  }
  return c.like(tensor);
};

const rows: Row[] = [
  ...Object.entries(floatFunctions).map(([n, f]) =>
    row(n, 'torch method inplace', 'input, *, out=None', unary('float', f)),
  ),
  ...Object.entries(sameFunctions).map(([n, f]) =>
    row(n, 'torch method inplace', 'input, *, out=None', unary('same', f)),
  ),
  ...Object.entries(boolFunctions).map(([n, f]) =>
    row(
      n,
      n === 'logical_not' ? 'torch method inplace' : 'torch method',
      'input',
      unary('bool', f),
    ),
  ),
  ...specialFunctions
    .split(' ')
    .map((n) => row(n, 'special', 'input, *, decimals=0, out=None', unary('float'))),
  row('abs absolute', 'torch method inplace', 'input, *, out=None', unary('real', Math.abs)),
  row('__abs__', 'method', 'input', unary('real', Math.abs)),
  row('angle', 'torch method', 'input', unary('real')),
  row(
    'bitwise_not',
    'torch method inplace',
    'input',
    unary('same', (x) => ~x),
  ),
  row('logit', 'torch method special inplace', 'input, eps=None', unary('float')),
  row(
    'nan_to_num',
    'torch method inplace',
    'input, nan=0.0, posinf=None, neginf=None',
    unary('same'),
  ),
  row(
    'positive',
    'torch method',
    'input',
    unary('same', (x) => x),
  ),
  row('round', 'torch method inplace', 'input, *, decimals=0', (c, args) => {
    const digits = numberOf(args[1]) ?? 0;
    const scale = 10 ** digits;
    return unary('same', (x) => roundHalfEven(x * scale) / scale)(c, args);
  }),
  row('polygamma', 'torch special', 'n, input', (c, args) => unary('float')(c, [args[1]!])),
  row('polygamma', 'method', 'input, n', unary('float')),
  row('mvlgamma', 'torch method', 'input, p', unary('float')),
  row('multigammaln', 'special', 'a, p', unary('float')),

  // Activation functions.
  row('relu', 'torch method', 'input', unary('same', relu)),
  row('relu_', 'torch method F', 'input', (c, args) =>
    changeInPlace(c, args[0], unary('same', relu)(c, args)),
  ),
  row('relu', 'F', 'input, inplace=False', activation(1, relu)),
  row(
    'relu6',
    'F',
    'input, inplace=False',
    activation(1, (x) => Math.min(6, relu(x))),
  ),
  row('elu', 'F', 'input, alpha=1.0, inplace=False', activation(2)),
  ...['celu_', 'selu_', 'hardtanh_', 'rrelu_'].map((name) =>
    row(name, 'torch F', 'input, *settings', (c, args) =>
      changeInPlace(c, args[0], unary('same')(c, args)),
    ),
  ),
  row('threshold_', 'torch F', 'input, threshold, value', (c, args) =>
    changeInPlace(c, args[0], unary('same')(c, args)),
  ),
  row('fill', 'torch', 'input, value', (c, args) => c.like(c.tensor(args[0]))),
  row('elu_', 'F', 'input, alpha=1.0', (c, args) =>
    changeInPlace(c, args[0], unary('same')(c, args)),
  ),
  row('selu', 'F', 'input, inplace=False', activation(1)),
  row('selu', 'torch', 'input', unary('same')),
  row('celu', 'F', 'input, alpha=1.0, inplace=False', activation(2)),
  row('celu', 'torch', 'input, alpha=1.0', unary('same')),
  row('leaky_relu', 'F', 'input, negative_slope=0.01, inplace=False', activation(2)),
  row('leaky_relu_', 'F', 'input, negative_slope=0.01', (c, args) =>
    changeInPlace(c, args[0], unary('same')(c, args)),
  ),
  row(
    'rrelu',
    'F torch',
    'input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False',
    activation(4),
  ),
  row('hardtanh', 'F', 'input, min_val=-1.0, max_val=1.0, inplace=False', activation(3)),
  row('hardsigmoid', 'F', 'input, inplace=False', activation(1)),
  row('hardswish', 'F', 'input, inplace=False', activation(1)),
  row(
    'silu',
    'F',
    'input, inplace=False',
    activation(1, (x) => x * sigmoid(x)),
  ),
  row('mish', 'F', 'input, inplace=False', activation(1)),
  row('gelu', 'F', "input, approximate='none'", unary('same')),
  row('logsigmoid', 'F', 'input', unary('same')),
  row('softplus', 'F', 'input, beta=1, threshold=20', unary('same')),
  row('softshrink', 'F', 'input, lambd=0.5', unary('same')),
  row('hardshrink', 'F torch method', 'input, lambd=0.5', unary('same')),
  row('tanhshrink', 'F', 'input', unary('same')),
  row('softsign', 'F', 'input', unary('same')),
  row('threshold', 'F torch', 'input, threshold, value, inplace=False', activation(3)),
  row('sigmoid', 'torch method inplace', 'input, *, out=None', unary('float', sigmoid)),
  row('sigmoid', 'F', 'input', unary('float', sigmoid)),
  row('tanh', 'torch method inplace', 'input, *, out=None', unary('float', Math.tanh)),
  row('tanh', 'F', 'input', unary('float', Math.tanh)),
  row('softmax', 'F', 'input, dim=None, _stacklevel=3, dtype=None', softmaxRule(1, true)),
  row('log_softmax', 'F', 'input, dim=None, _stacklevel=3, dtype=None', softmaxRule(1, true)),
  row('softmin', 'F', 'input, dim=None, _stacklevel=3, dtype=None', softmaxRule(1, true)),
  row('softmax', 'torch method special', 'input, dim, dtype=None', softmaxRule(1)),
  row('log_softmax', 'torch method special', 'input, dim, dtype=None', softmaxRule(1)),
  row('gumbel_softmax', 'F', 'logits, tau=1.0, hard=False, eps=1e-10, dim=-1', softmaxRule(4)),
  row('glu', 'F', 'input, dim=-1', glu),
  row('prelu', 'F torch method', 'input, weight', prelu),
  row('dropout', 'F', 'input, p=0.5, training=True, inplace=False', dropoutRule),
  row('dropout', 'torch', 'input, p, train', (c, [input, p]) => dropoutRule(c, [input!, p!])),
  row('dropout_', 'torch', 'input, p, train', (c, [input, p]) =>
    dropoutRule(c, [input!, p!, true, true]),
  ),
  row('dropout1d', 'F', 'input, p=0.5, training=True, inplace=False', (c, args) => {
    const tensor = c.tensor(args[0]);
    if (tensor.shape && tensor.shape.length !== 2 && tensor.shape.length !== 3)
      c.wrongRank(
        tensor,
        'a 3-D tensor (or 2-D without a batch)',
        `dropout1d: Expected 2D or 3D input, but received a ${tensor.shape.length}D input.`,
      );
    return dropoutRule(c, args);
  }),
  row('dropout2d', 'F', 'input, p=0.5, training=True, inplace=False', featureDropout),
  row('dropout3d', 'F', 'input, p=0.5, training=True, inplace=False', dropoutRule),
  row('alpha_dropout', 'torch', 'input, p, train', (c, [input, p]) => dropoutRule(c, [input!, p!])),
  row('alpha_dropout', 'F', 'input, p=0.5, training=False, inplace=False', dropoutRule),
  row('feature_alpha_dropout', 'torch', 'input, p, train', (c, [input, p]) =>
    dropoutRule(c, [input!, p!]),
  ),
  row('feature_alpha_dropout', 'F', 'input, p=0.5, training=False, inplace=False', featureDropout),
  row('feature_dropout', 'torch', 'input, p, train', (c, [input, p]) =>
    dropoutRule(c, [input!, p!]),
  ),

  // Two operands.
  row('add', 'torch method inplace', 'input, other, *, alpha=1, out=None', scaled(1)),
  row('sub subtract', 'torch method inplace', 'input, other, *, alpha=1, out=None', scaled(-1)),
  row('rsub', 'torch', 'input, other, *, alpha=1', (c, [a, b]) => scaled(-1)(c, [b!, a!])),
  row(
    'mul multiply',
    'torch method inplace',
    'input, other, *, out=None',
    binary('promote', (x, y) => x * y),
  ),
  row(
    'div divide true_divide',
    'torch method inplace',
    'input, other, *, rounding_mode=None, out=None',
    divide,
  ),
  row(
    'floor_divide',
    'torch method inplace',
    'input, other',
    binary('promote', (x, y) => Math.floor(x / y)),
  ),
  row('remainder', 'torch method inplace', 'input, other', binary('promote', floorMod)),
  row(
    'fmod',
    'torch method inplace',
    'input, other',
    binary('promote', (x, y) => x % y),
  ),
  row(
    'pow',
    'torch method inplace',
    'input, exponent, *, out=None',
    binary('promote', (x, y) => x ** y),
  ),
  row(
    'float_power',
    'torch method inplace',
    'input, exponent',
    binary('float', (x, y) => x ** y),
  ),
  row('maximum', 'torch method', 'input, other', binary('promote', Math.max)),
  row('minimum', 'torch method', 'input, other', binary('promote', Math.min)),
  row('fmax', 'torch method', 'input, other', binary('promote', Math.max)),
  row('fmin', 'torch method', 'input, other', binary('promote', Math.min)),
  row('atan2 arctan2', 'torch method inplace', 'input, other', binary('float', Math.atan2)),
  row('hypot', 'torch method inplace', 'input, other', binary('promote', Math.hypot)),
  ...'copysign heaviside ldexp logaddexp logaddexp2 nextafter xlogy igamma igammac'
    .split(' ')
    .map((n) => row(n, 'torch method inplace', 'input, other', binary('promote'))),
  ...'gcd lcm bitwise_left_shift bitwise_right_shift'
    .split(' ')
    .map((n) => row(n, 'torch method inplace', 'input, other', binary('promote'))),
  row(
    'bitwise_and',
    'torch method inplace',
    'input, other',
    binary('promote', (x, y) => x & y),
  ),
  row(
    'bitwise_or',
    'torch method inplace',
    'input, other',
    binary('promote', (x, y) => x | y),
  ),
  row(
    'bitwise_xor',
    'torch method inplace',
    'input, other',
    binary('promote', (x, y) => x ^ y),
  ),
  row(
    'logical_and',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(!!x && !!y)),
  ),
  row(
    'logical_or',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(!!x || !!y)),
  ),
  row(
    'logical_xor',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(!x !== !y)),
  ),
  row(
    'eq',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(x === y)),
  ),
  row(
    'ne not_equal',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(x !== y)),
  ),
  row(
    'lt less',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(x < y)),
  ),
  row(
    'le less_equal',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(x <= y)),
  ),
  row(
    'gt greater',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(x > y)),
  ),
  row(
    'ge greater_equal',
    'torch method inplace',
    'input, other',
    binary('bool', (x, y) => Number(x >= y)),
  ),
  row(
    'isclose',
    'torch method',
    'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
    binary('bool'),
  ),
  ...'xlog1py xlogy zeta gammainc gammaincc chebyshev_polynomial_t chebyshev_polynomial_u hermite_polynomial_h laguerre_polynomial_l legendre_polynomial_p'
    .split(' ')
    .map((n) => row(n, 'special', 'input, other', binary('float'))),
  row('polar', 'torch', 'abs, angle', (c, args) => {
    const result = binary('float')(c, args);
    return result instanceof Tensor ? c.like(result, 'complex') : result;
  }),
  row('complex', 'torch', 'real, imag', (c, args) => {
    const result = binary('float')(c, args);
    return result instanceof Tensor ? c.like(result, 'complex') : result;
  }),

  // Three operands.
  row('addcmul', 'torch method inplace', 'input, tensor1, tensor2, *, value=1', ternary([0, 1, 2])),
  row(
    'addcdiv',
    'torch method inplace',
    'input, tensor1, tensor2, *, value=1',
    ternary([0, 1, 2], 'float'),
  ),
  row('lerp', 'torch method inplace', 'input, end, weight', ternary([0, 1, 2])),
  row('clamp clip', 'torch method inplace', 'input, min=None, max=None, *, out=None', clamp),
  row('clamp_min', 'torch method inplace', 'input, min', (c, [t, low]) =>
    clamp(c, [t!, low!, null]),
  ),
  row('clamp_max', 'torch method inplace', 'input, max', (c, [t, high]) =>
    clamp(c, [t!, null, high!]),
  ),
  row('where', 'torch', 'condition, input=None, other=None', where),
  row('where', 'method', 'condition, input, other', where, {
    method: 'condition, other',
    bind: ([self, condition, other]) => [condition!, self!, other!],
  }),
];

export const elementwiseRows: readonly Row[] = rows;

/** The operator signs of Python and the rows they run. */
export const operatorRows: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '//': 'floor_divide',
  '%': 'remainder',
  '**': 'pow',
  '@': 'matmul',
  '&': 'bitwise_and',
  '|': 'bitwise_or',
  '^': 'bitwise_xor',
  '<<': 'bitwise_left_shift',
  '>>': 'bitwise_right_shift',
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};

export type { Arg, Value };
export { scalar };
