/** torch.nn.init and the in-place fillers of tensors: they change no shape but say how a tensor is filled. */
import type { Initialisation } from '../../../shape/graph';
import { Float, Tensor, Tuple, type Value } from '../../../interpreter/values';
import { numberOf, type OpCall, type Rule, sizesText } from './call';
import { setKnown } from './inPlace';
import { type Row, row } from './row';
import { type Dim, product } from './sizes';

/** Sets it and answers the tensor; on a road that may not be taken nothing is known of it any more. */
function set(c: OpCall, tensor: Tensor, initialisation: Initialisation | null): Tensor {
  c.runtime.changing(tensor);
  tensor.initialisation = c.runtime.certain ? initialisation : null;
  if (tensor.known) setKnown(c, tensor, null);
  return tensor;
}

/** fan_in and fan_out: axis 1 and 0 times the receptive field (torch.nn.init._calculate_fan_in_and_fan_out). */
export function fans(shape: readonly Dim[]): readonly [Dim, Dim] {
  const field = product(shape.slice(2));
  const times = (a: Dim): Dim => product([a, field]);
  return [times(shape[1]!), times(shape[0]!)];
}

/** Reports tensors of fewer than two axes, as torch does; null where fans are not known numbers. */
function numericFans(c: OpCall, tensor: Tensor): readonly [number, number] | null {
  if (!tensor.shape) return null;
  if (tensor.shape.length < 2) {
    c.fail(
      'rank',
      `${c.name} needs a tensor of at least two axes, not ${sizesText(tensor.shape)}.`,
      'ValueError',
      {
        python: 'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions',
        argument: ['tensor', 0],
        tensor,
      },
    );
    return null;
  }
  const [fanIn, fanOut] = fans(tensor.shape);
  return typeof fanIn === 'number' && typeof fanOut === 'number' ? [fanIn, fanOut] : null;
}

/** torch.nn.init.calculate_gain. */
export function gainOf(
  nonlinearity: Value | undefined,
  parameter: number | undefined,
): number | undefined {
  switch (nonlinearity) {
    case 'linear':
    case 'conv1d':
    case 'conv2d':
    case 'conv3d':
    case 'conv_transpose1d':
    case 'conv_transpose2d':
    case 'conv_transpose3d':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + (parameter ?? 0.01) ** 2));
    case 'selu':
      return 3 / 4;
    default:
      return undefined;
  }
}

const xavier =
  (uniform: boolean): Rule =>
  (c, args) => {
    const tensor = c.tensor(args[0], 'tensor');
    const fan = numericFans(c, tensor);
    const gain = numberOf(args[1]);
    if (!fan || gain === undefined) return set(c, tensor, null);
    const std = gain * Math.sqrt(2 / (fan[0] + fan[1]));
    const bound = Math.sqrt(3) * std;
    return set(
      c,
      tensor,
      uniform ? { kind: 'uniform', low: -bound, high: bound } : { kind: 'normal', mean: 0, std },
    );
  };

const kaiming =
  (uniform: boolean): Rule =>
  (c, args) => {
    const tensor = c.tensor(args[0], 'tensor');
    if (tensor.shape?.some((d) => d === 0)) return tensor;
    const fan = numericFans(c, tensor);
    const [a, mode, nonlinearity] = [numberOf(args[1]), args[2], args[3]];
    const gain = gainOf(nonlinearity, a);
    if (!fan || gain === undefined || (mode !== 'fan_in' && mode !== 'fan_out'))
      return set(c, tensor, null);
    const std = gain / Math.sqrt(mode === 'fan_in' ? fan[0] : fan[1]);
    const bound = Math.sqrt(3) * std;
    return set(
      c,
      tensor,
      uniform ? { kind: 'uniform', low: -bound, high: bound } : { kind: 'normal', mean: 0, std },
    );
  };

const uniformRule: Rule = (c, args) => {
  const tensor = c.tensor(args[0], 'tensor');
  const [low, high] = [numberOf(args[1]), numberOf(args[2])];
  return set(
    c,
    tensor,
    low !== undefined && high !== undefined ? { kind: 'uniform', low, high } : null,
  );
};

const normalRule: Rule = (c, args) => {
  const tensor = c.tensor(args[0], 'tensor');
  const [mean, std] = [numberOf(args[1]), numberOf(args[2])];
  return set(
    c,
    tensor,
    mean !== undefined && std !== undefined ? { kind: 'normal', mean, std } : null,
  );
};

const truncatedRule: Rule = (c, args) => {
  const tensor = c.tensor(args[0], 'tensor');
  const [mean, std, low, high] = args.slice(1, 5).map(numberOf);
  const known = [mean, std, low, high].every((n) => n !== undefined);
  return set(
    c,
    tensor,
    known ? { kind: 'truncated-normal', mean: mean!, std: std!, low: low!, high: high! } : null,
  );
};

/** A tensor of one value; few elements are kept as known numbers. */
function constant(c: OpCall, tensor: Tensor, value: number | undefined): Tensor {
  set(c, tensor, value === undefined ? null : { kind: 'constant', value });
  if (value !== undefined && tensor.shape && !tensor.parameter) {
    let count = 1;
    for (const d of tensor.shape) count = typeof d === 'number' ? count * d : Infinity;
    if (count <= 16) setKnown(c, tensor, Array<number>(count).fill(value));
  }
  return tensor;
}

const constantRule: Rule = (c, args) => constant(c, c.tensor(args[0], 'tensor'), numberOf(args[1]));
const fixed =
  (value: number): Rule =>
  (c, args) =>
    constant(c, c.tensor(args[0], 'tensor'), value);

const special =
  (initialisation: (args: readonly Value[]) => Initialisation | null, least = 0): Rule =>
  (c, args) => {
    const tensor = c.tensor(args[0], 'tensor');
    if (tensor.shape && tensor.shape.length < least)
      c.fail(
        'rank',
        `${c.name} needs a tensor of at least ${least} axes, not ${sizesText(tensor.shape)}.`,
        'ValueError',
        {
          python: 'Only tensors with 2 or more dimensions are supported',
          argument: ['tensor', 0],
          tensor,
        },
      );
    return set(c, tensor, initialisation(args));
  };

/** x.copy_(other): filled as the other one is. */
const copyRule: Rule = (c, args) => {
  const [tensor, other] = [c.tensor(args[0]), c.operand(args[1], 'other')];
  const [to, from] = [tensor.shape, other.shape];
  const lead = to && from ? to.length - from.length : 0;
  if (
    to &&
    from &&
    (lead < 0 ||
      from.some(
        (d, i) =>
          d !== 1 && !c.mustEqual(d, to[i + lead]!, 'broadcast-sizes', 'copy_ needs fitting sizes'),
      ))
  )
    c.fail(
      'broadcast-sizes',
      `copy_ cannot write ${sizesText(from)} into ${sizesText(to)}{made}.`,
      'RuntimeError',
      {
        python: `output with shape ${sizesText(to)} doesn't match the broadcast shape ${sizesText(from)}`,
        tensor: other,
      },
    );
  const number = other.shape?.length === 0 ? other.known?.[0] : undefined;
  if (number !== undefined) return constant(c, tensor, number);
  set(c, tensor, other.known ? { kind: 'values', values: other.known } : other.initialisation);
  if (
    !tensor.parameter &&
    other.known &&
    tensor.shape &&
    other.shape?.length === tensor.shape.length
  )
    setKnown(c, tensor, other.known);
  return tensor;
};

/** torch.nn.init._calculate_fan_in_and_fan_out, which user code calls too. */
const fansRule: Rule = (c, args) => {
  const tensor = c.tensor(args[0], 'tensor');
  if (!tensor.shape) return new Tuple([c.unknown('fan_in'), c.unknown('fan_out')]);
  if (tensor.shape.length < 2) {
    numericFans(c, tensor);
    return new Tuple([c.unknown('fan_in'), c.unknown('fan_out')]);
  }
  return new Tuple(fans(tensor.shape));
};

const correctFan: Rule = (c, args) => {
  const made = fansRule(c, args);
  if (!(made instanceof Tuple)) return made;
  return args[1] === 'fan_out' ? made.items[1]! : made.items[0]!;
};

const gainRule: Rule = (c, args) => {
  const parameter = args[1] === null || args[1] === undefined ? undefined : numberOf(args[1]);
  if (args[1] !== null && args[1] !== undefined && parameter === undefined)
    return c.unknown('a gain that is not known');
  const gain = gainOf(args[0], parameter);
  if (gain !== undefined) return gain === 1 ? 1 : new Float(gain);
  if (typeof args[0] === 'string')
    c.runtime.raise('ValueError', `Unsupported nonlinearity ${args[0]}`);
  return c.unknown('a gain that is not known');
};

/** The old names without `_` do the same. */
const quiet = { event: false } as const;
const eye = (): Initialisation => ({ kind: 'eye' });
const dirac = (): Initialisation => ({ kind: 'dirac' });

export const initialisationRows: readonly Row[] = [
  row('uniform_ uniform', 'init', 'tensor, a=0.0, b=1.0, generator=None', uniformRule, quiet),
  row('normal_ normal', 'init', 'tensor, mean=0.0, std=1.0, generator=None', normalRule, quiet),
  row(
    'trunc_normal_',
    'init',
    'tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None',
    truncatedRule,
    quiet,
  ),
  row('constant_ constant', 'init', 'tensor, val', constantRule, quiet),
  row('ones_', 'init', 'tensor', fixed(1), quiet),
  row('zeros_', 'init', 'tensor', fixed(0), quiet),
  row('eye_ eye', 'init', 'tensor', special(eye, 2), quiet),
  row('dirac_ dirac', 'init', 'tensor, groups=1', special(dirac, 3), quiet),
  row(
    'xavier_uniform_ xavier_uniform',
    'init',
    'tensor, gain=1.0, generator=None',
    xavier(true),
    quiet,
  ),
  row(
    'xavier_normal_ xavier_normal',
    'init',
    'tensor, gain=1.0, generator=None',
    xavier(false),
    quiet,
  ),
  row(
    'kaiming_uniform_ kaiming_uniform',
    'init',
    "tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None",
    kaiming(true),
    quiet,
  ),
  row(
    'kaiming_normal_ kaiming_normal',
    'init',
    "tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None",
    kaiming(false),
    quiet,
  ),
  row(
    'orthogonal_ orthogonal',
    'init',
    'tensor, gain=1, generator=None',
    special((args) => ({ kind: 'orthogonal', gain: numberOf(args[1]) ?? 1 }), 2),
    quiet,
  ),
  row(
    'sparse_ sparse',
    'init',
    'tensor, sparsity, std=0.01, generator=None',
    special(() => null, 2),
    quiet,
  ),
  row('calculate_gain', 'init', 'nonlinearity, param=None', gainRule, quiet),
  row('_calculate_fan_in_and_fan_out', 'init', 'tensor', fansRule, quiet),
  row('_calculate_correct_fan', 'init', 'tensor, mode', correctFan, quiet),
  row('_no_grad_uniform_', 'init', 'tensor, a, b, generator=None', uniformRule, quiet),
  row('_no_grad_normal_', 'init', 'tensor, mean, std, generator=None', normalRule, quiet),
  row(
    '_no_grad_trunc_normal_',
    'init',
    'tensor, mean, std, a, b, generator=None',
    truncatedRule,
    quiet,
  ),
  row('_no_grad_fill_', 'init', 'tensor, val', constantRule, quiet),
  row('_no_grad_zero_', 'init', 'tensor', fixed(0), quiet),

  // In-place methods of tensors.
  row('uniform_', 'method', 'input, from_=0.0, to=1.0, *, generator=None', uniformRule),
  row('normal_', 'method', 'input, mean=0.0, std=1.0, *, generator=None', normalRule),
  row('fill_', 'method torch', 'input, value', constantRule),
  row('zero_', 'method torch', 'input', fixed(0)),
  row('copy_', 'method', 'input, other, non_blocking=False', copyRule),
  row(
    'set_',
    'method',
    'input, source=None, storage_offset=None, size=None, stride=None',
    (c, args) => (args[1] === null ? c.tensor(args[0]) : copyRule(c, args)),
    quiet,
  ),
  row('swap_', 'method', 'input, source', copyRule, quiet),
  row(
    'random_ cauchy_ exponential_ geometric_ log_normal_',
    'method',
    'input, a=None, b=None, *, generator=None',
    special(() => null),
    quiet,
  ),
];
