/** Operations that change type, place or nothing at all: to, float, detach, clone, contiguous, requires_grad_. */
import { Tensor, Tuple, type DType, type Value } from '../../../interpreter/values';
import { type OpCall, type Rule } from './call';
import { type Row, row } from './row';
import { dtypeName, dtypeOf, noteDType } from './types';

/** The tensor in another type; known numbers are rounded. */
export function cast(c: OpCall, tensor: Tensor, name: string | undefined): Tensor {
  const kind = dtypeOf(name ?? null) ?? tensor.dtype;
  if (name === undefined) return c.like(tensor, tensor.dtype, tensor.known);
  const known =
    tensor.known &&
    (kind === tensor.dtype || kind === 'float'
      ? tensor.known
      : tensor.known.map((n) => (kind === 'bool' ? Number(n !== 0) : Math.trunc(n))));
  const made = c.like(tensor, kind, known);
  // What came from outside has a certain type from here on.
  if (!made.origin || made.origin.op === 'input')
    made.origin = { op: 'cast', place: null, module: null, factors: null, source: tensor };
  made.attributes = null;
  const int = tensor.attributes?.get('int');
  if (int !== undefined && kind === 'int') (made.attributes = new Map()).set('int', int);
  return noteDType(c.runtime, made, name);
}

/** x.to(dtype), x.to(device), x.to(other), x.to(device, dtype). */
const to: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const given: Value[] = [...(args[1] instanceof Tuple ? args[1].items : []), args[2] ?? null];
  for (const value of given) {
    if (value instanceof Tensor)
      return value.dtype === tensor.dtype
        ? same(c, tensor)
        : cast(c, tensor, kindName(value.dtype));
    const name =
      typeof value === 'string' && !/^(float|int|bool|complex|uint|bfloat)/.test(value)
        ? undefined
        : dtypeName(value);
    if (name !== undefined) return cast(c, tensor, name);
  }
  return same(c, tensor);
};

const usual: Readonly<Record<DType, string>> = {
  float: 'float32',
  int: 'int64',
  bool: 'bool',
  complex: 'complex64',
};

function kindName(kind: DType): string {
  return usual[kind];
}

/** Nothing changes: PyTorch answers the very tensor. */
function same(_c: OpCall, tensor: Tensor): Tensor {
  return tensor;
}

const unchanged: Rule = (c, args) => same(c, c.tensor(args[0]));

/** The same numbers as an array of numpy's. */
const toArray: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const made = c.like(tensor, tensor.dtype, tensor.known);
  made.array = true;
  return made;
};

/** A tensor of its own with the same numbers. */
const copy: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const made = c.like(tensor, tensor.dtype, tensor.known);
  made.initialisation = tensor.initialisation;
  return made;
};

const contiguous: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.strides === null) return tensor;
  const made = c.like(tensor, tensor.dtype, tensor.known);
  made.strides = null;
  return made;
};

const typed =
  (name: string): Rule =>
  (c, args) =>
    cast(c, c.tensor(args[0]), name);

/** x.type(dtype) and x.type(): the latter answers a name. */
const type: Rule = (c, args) => {
  const name =
    typeof args[1] === 'string'
      ? tensorTypes[args[1].replace(/^torch\.(cuda\.)?/, '')]
      : dtypeName(args[1]);
  const tensor = c.tensor(args[0]);
  if (args[1] === null || args[1] === undefined)
    return {
      float: 'torch.FloatTensor',
      int: 'torch.LongTensor',
      bool: 'torch.BoolTensor',
      complex: 'torch.ComplexFloatTensor',
    }[tensor.dtype];
  return cast(c, tensor, name);
};

const tensorTypes: Readonly<Record<string, string>> = {
  FloatTensor: 'float32',
  DoubleTensor: 'float64',
  HalfTensor: 'float16',
  LongTensor: 'int64',
  IntTensor: 'int32',
  BoolTensor: 'bool',
  ByteTensor: 'uint8',
};

const typeAs: Rule = (c, args) => {
  const [tensor, other] = [c.tensor(args[0]), c.tensor(args[1], 'other')];
  return tensor.dtype === other.dtype ? same(c, tensor) : cast(c, tensor, kindName(other.dtype));
};

/** real, imag: the parts of complex numbers. */
const part: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  return c.like(tensor, tensor.dtype === 'complex' ? 'float' : tensor.dtype);
};

const requiresGrad: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  c.runtime.changing(tensor);
  if (c.runtime.certain) tensor.requiresGrad = args[1] !== false;
  return tensor;
};

const casts: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  bfloat16: 'bfloat16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  char: 'int8',
  byte: 'uint8',
  bool: 'bool',
  cfloat: 'complex64',
  cdouble: 'complex128',
};

const noop = { event: false } as const;

export const castingRows: readonly Row[] = [
  row('to', 'method', 'input, args=None, dtype=None', to, {
    method:
      '*args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None, other=None',
    bind: (args) => [args[0]!, args[1]!, args[2] ?? args[6] ?? null],
  }),
  ...Object.entries(casts).map(([name, dtype]) =>
    row(name, 'method', 'input, memory_format=None', typed(dtype)),
  ),
  row('type', 'method', 'input, dtype=None, non_blocking=False', type),
  row('type_as', 'method', 'input, other', typeAs),
  row(
    'cuda cpu xpu mps pin_memory share_memory_ to_dense to_sparse coalesce resolve_conj resolve_neg dequantize to_mkldnn',
    'method',
    'input, device=None, non_blocking=False, memory_format=None',
    unchanged,
    noop,
  ),
  row('resolve_conj resolve_neg dequantize', 'torch', 'input', unchanged, noop),
  row('detach_ retain_grad', 'method', 'input', unchanged, noop),
  row('detach', 'torch method', 'input', copy),
  row('clone', 'torch method', 'input, *, memory_format=None', copy),
  row('alias_copy detach_copy', 'torch', 'input', copy),
  row('contiguous', 'method', 'input, memory_format=None', contiguous),
  row('requires_grad_', 'method', 'input, requires_grad=True', requiresGrad, noop),
  row('real', 'torch', 'input', part),
  row('imag', 'torch', 'input', part),
  row('conj', 'torch method', 'input', copy),
  row('numpy', 'method', 'input, *, force=False', toArray, noop),
  row('as_subclass', 'method', 'input, cls', unchanged, noop),
];
