/** Tensors as Python sees them: attributes, methods, operators, subscripts, protocols, their classes. Over 400 lines: one surface. */
import { method, signature } from '../../interpreter/native';
import type { Runtime } from '../../interpreter/runtime';
import {
  Bound,
  Class,
  Float,
  Instance,
  List,
  type Native,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../../interpreter/values';
import { intOf, onArray, OpCall, scalar, sizesText } from './ops/call';
import { tensorOf } from './ops/creation';
import { operatorRows } from './ops/elementwise';
import { realNames } from './names';
import { arrayClass, arrayMethod, ofArithmetic } from './numpy';
import { setKnown, setShape } from './ops/inPlace';
import { findOp, runOp } from './ops/registry';
import {
  type Dim,
  equal,
  fresh,
  hasUnknown,
  product,
  sizesText as shapeText,
  text,
} from './ops/sizes';
import { unbound } from './ops/split';
import { stridesOf } from './ops/strides';
import { getItem, setItem } from './ops/subscript';
import {
  cpuDevice,
  dtypeName,
  dtypeOf,
  elementsOf,
  sizeTuple,
  tensorDType,
  torchClass,
} from './ops/types';
import { transposedProperty } from './ops/view';

// ---- attributes ----------------------------------------------------------------------------------------------------

type Attribute = (runtime: Runtime, tensor: Tensor) => Value;

function whyOf(runtime: Runtime, tensor: Tensor): Unknown {
  return tensor.why ?? runtime.unknown('the shape of a tensor is not known');
}

/** Elements of a tensor. */
function count(tensor: Tensor): Dim | null {
  return tensor.shape && !tensor.shape.some(hasUnknown) ? product(tensor.shape) : null;
}

/** An attribute that is an operation: `x.T`, `x.real`. */
function derived(name: string, run: (c: OpCall, tensor: Tensor) => Tensor): Attribute {
  const sig = signature('input');
  return (runtime, tensor) => {
    const c = new OpCall(runtime, name, [tensor]);
    const made = run(c, c.tensor(tensor));
    runtime.recordOp(name, sig, [tensor], made);
    return made;
  };
}

const attributes: Readonly<Record<string, Attribute>> = {
  shape: (rt, t) => (t.shape ? sizeTuple(rt, t.shape) : whyOf(rt, t)),
  ndim: (rt, t) => (t.shape ? t.shape.length : whyOf(rt, t)),
  dtype: (rt, t) => tensorDType(rt, t),
  device: (rt) => cpuDevice(rt),
  layout: (rt) => rt.unknown('layout'),
  requires_grad: (_, t) => t.requiresGrad,
  is_leaf: () => true,
  is_cuda: () => false,
  is_cpu: () => true,
  is_meta: () => false,
  is_mps: () => false,
  is_xpu: () => false,
  is_xla: () => false,
  is_sparse: () => false,
  is_quantized: () => false,
  is_nested: () => false,
  is_mkldnn: () => false,
  // Training may have run.
  grad: (runtime) => runtime.unknown('a gradient'),
  grad_fn: () => null,
  name: () => null,
  itemsize: (rt, t) => rt.getAttribute(tensorDType(rt, t), 'itemsize'),
  data: (_, t) => t,
  T: derived('t', (c, t) => transposedProperty(c, t, 'T')),
  mT: derived('mT', (c, t) => transposedProperty(c, t, 'mT')),
  H: derived('H', (c, t) => transposedProperty(c, t, 'H')),
  mH: derived('mH', (c, t) => transposedProperty(c, t, 'mH')),
  real: derived('real', (c, t) => c.like(t, t.dtype === 'complex' ? 'float' : t.dtype)),
  imag: derived('imag', (c, t) => c.like(t, t.dtype === 'complex' ? 'float' : t.dtype)),
  nbytes: (rt, t) => {
    const n = count(t);
    return n === null
      ? whyOf(rt, t)
      : rt.binary('*', n, rt.getAttribute(tensorDType(rt, t), 'itemsize'));
  },
};

// ---- methods that are no operations --------------------------------------------------------------------------------

/** A known number as Python has it. */
function numberValue(tensor: Tensor, n: number): Value {
  if (tensor.dtype === 'bool') return n !== 0;
  return tensor.dtype === 'float' ? new Float(n) : n;
}

const selfOf = (args: readonly Value[]): Tensor => args[0] as Tensor;

/** `x.item()`. */
function item(runtime: Runtime, tensor: Tensor): Value {
  const symbolic = tensor.attributes?.get('int');
  if (symbolic !== undefined) return symbolic;
  if (tensor.known?.length === 1) return numberValue(tensor, tensor.known[0]!);
  const n = count(tensor);
  if (n !== null && typeof n === 'number' && n !== 1 && tensor.shape) {
    const c = new OpCall(runtime, 'item', [tensor]);
    c.fail(
      'item',
      `.item() takes a tensor of one element, but ${sizesText(tensor.shape)} has ${text(n)}{made}.`,
      'RuntimeError',
      {
        python: `a Tensor with ${text(n)} elements cannot be converted to Scalar`,
        tensor,
      },
    );
  }
  return runtime.unknown('a number computed from data');
}

/** Nested lists of known numbers. */
function toList(runtime: Runtime, tensor: Tensor): Value {
  if (!tensor.shape) return whyOf(runtime, tensor);
  if (tensor.shape.length === 0) return item(runtime, tensor);
  if (tensor.shape.some((d) => typeof d !== 'number'))
    return runtime.unknown('a list whose length depends on a size');
  const sizes = tensor.shape as readonly number[];
  const total = sizes.reduce((a, b) => a * b, 1);
  if (!tensor.known && total > 4096) return runtime.unknown('numbers computed from data');
  const build = (axis: number, at: number): Value => {
    if (axis === sizes.length)
      return tensor.known
        ? numberValue(tensor, tensor.known[at]!)
        : runtime.unknown('a number computed from data');
    return new List(
      Array.from({ length: sizes[axis]! }, (_, i) => build(axis + 1, at * sizes[axis]! + i)),
    );
  };
  return build(0, 0);
}

const ownMethods: readonly Native[] = [
  method('size', 'dim=None', (rt, args) => {
    const tensor = selfOf(args);
    if (!tensor.shape) return args[1] === null ? whyOf(rt, tensor) : fresh();
    if (args[1] === null) return sizeTuple(rt, tensor.shape);
    const c = new OpCall(rt, 'size', args);
    if (tensor.shape.length === 0 && intOf(args[1]) !== undefined) {
      c.fail('dim-range', 'size: the tensor has no axes.', 'IndexError', {
        python: `Dimension specified as ${text(intOf(args[1])!)} but tensor has no dimensions`,
        tensor,
      });
      return fresh();
    }
    const axis = c.axis(args[1], tensor.shape.length);
    return axis === null
      ? rt.unknown('an axis that is not known')
      : (tensor.shape[axis] ?? fresh());
  }),
  method('dim', '', (rt, args) => attributes.ndim!(rt, selfOf(args))),
  method('ndimension', '', (rt, args) => attributes.ndim!(rt, selfOf(args))),
  ...['numel', 'nelement'].map((name) =>
    method(name, '', (rt, args) => count(selfOf(args)) ?? whyOf(rt, selfOf(args))),
  ),
  method('item', '', (rt, args) => item(rt, selfOf(args))),
  method('tolist', '', (rt, args) => toList(rt, selfOf(args))),
  method('stride', 'dim=None', (rt, args) => {
    const strides = stridesOf(selfOf(args));
    if (!strides) return rt.unknown('strides');
    const dim = intOf(args[1]);
    return typeof dim === 'number'
      ? (strides.at(dim) ?? rt.unknown('a stride'))
      : new Tuple(strides);
  }),
  method('is_contiguous', 'memory_format=None', (rt, args) => {
    const { strides } = selfOf(args);
    return strides === undefined ? rt.unknown('whether a tensor is contiguous') : strides === null;
  }),
  method('is_floating_point', '', (_, args) => selfOf(args).dtype === 'float'),
  method('is_complex', '', (_, args) => selfOf(args).dtype === 'complex'),
  method('element_size', '', (rt, args) => attributes.itemsize!(rt, selfOf(args))),
  method('data_ptr', '', (rt) => rt.unknown('an address')),
  method('get_device', '', () => -1),
  method('is_same_size', 'other', (rt, [self, other]) => {
    const [a, b] = [(self as Tensor).shape, other instanceof Tensor ? other.shape : null];
    return a && b
      ? a.length === b.length && a.every((d, i) => equal(d, b[i]!))
      : rt.unknown('whether sizes are the same');
  }),
  ...['register_hook', 'register_post_accumulate_grad_hook'].map((name) =>
    method(name, 'hook', (rt) => rt.unknown(name)),
  ),
  ...['backward', 'retain_grad', 'record_stream'].map((name) =>
    method(name, '*args, **kwargs', () => null),
  ),
  // numpy's arrays are tensors here.
  method('astype', 'dtype, *args, **kwargs', (rt, [self, dtype]) =>
    rt.callMethod(self!, 'to', [dtypeName(dtype) ?? 'float32']),
  ),
  method('copy', '*args', (rt, [self]) => rt.callMethod(self!, 'clone')),
  method('equal', 'other', (rt) => rt.unknown('whether tensors are equal')),
  method('allclose', 'other, rtol=1e-05, atol=1e-08, equal_nan=False', (rt) =>
    rt.unknown('whether tensors are close'),
  ),

  // Protocols of Python.
  method('__len__', '', (rt, args) => {
    const { shape } = selfOf(args);
    if (!shape) return whyOf(rt, selfOf(args));
    return shape.length === 0 ? rt.raise('TypeError', 'len() of a 0-d tensor') : shape[0]!;
  }),
  method('__iter__', '', (rt, args) => {
    const tensor = selfOf(args);
    if (!tensor.shape) return whyOf(rt, tensor);
    if (tensor.shape.length === 0) return rt.raise('TypeError', 'iteration over a 0-d tensor');
    return recorded(rt, 'unbind', [tensor, 0], (c) => unbound(c, c.tensor(tensor), 0));
  }),
  method('__bool__', '', (rt, args) => {
    const tensor = selfOf(args);
    if (tensor.known?.length === 1) return tensor.known[0] !== 0;
    const n = count(tensor);
    if (typeof n === 'number' && n > 1 && rt.certain)
      new OpCall(rt, 'bool', [tensor]).fail(
        'tensor-truth',
        `The truth of a tensor of ${text(n)} elements is ambiguous: use .any() or .all().`,
        'RuntimeError',
        {
          python: 'Boolean value of Tensor with more than one value is ambiguous',
          tensor,
        },
      );
    return rt.unknown('a condition computed from data');
  }),
  method('__int__', '', (rt, args) => wholeNumber(rt, selfOf(args))),
  method('__index__', '', (rt, args) => wholeNumber(rt, selfOf(args))),
  method('__float__', '', (rt, args) => {
    const value = item(rt, selfOf(args));
    return value instanceof Float
      ? value
      : typeof value === 'number'
        ? new Float(value)
        : typeof value === 'boolean'
          ? new Float(Number(value))
          : rt.unknown('a number computed from data');
  }),
  method('__contains__', 'element', (rt, [self, element]) => {
    const n =
      element instanceof Float ? element.value : typeof element === 'number' ? element : undefined;
    const { known } = self as Tensor;
    return known && n !== undefined
      ? known.includes(n)
      : rt.unknown('whether a tensor holds a number');
  }),
  method('__hash__', '', (rt) => rt.unknown('the hash of a tensor')),
  method('__deepcopy__', 'memo', (_, args) => selfOf(args)),
];

function wholeNumber(runtime: Runtime, tensor: Tensor): Value {
  const value = item(runtime, tensor);
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Float)
    return Number.isFinite(value.value)
      ? Math.trunc(value.value)
      : runtime.unknown('an infinite number');
  return value;
}

const ownByName = new Map(ownMethods.map((m) => [m.name, m]));

/** Runs a rule of an operation's and records it. */
function recorded(runtime: Runtime, name: string, args: Value[], run: (c: OpCall) => Value): Value {
  const c = new OpCall(runtime, name, args);
  const made = run(c);
  runtime.recordOp(name, signature('input, dim=0'), args, made);
  return made;
}

/** What `tensor.name` answers; undefined where tensors have no such attribute. */
export function tensorAttribute(runtime: Runtime, tensor: Tensor, name: string): Value | undefined {
  if (tensor.array && name === 'size') return count(tensor) ?? whyOf(runtime, tensor);
  const own = (tensor.array ? arrayMethod(name) : undefined) ?? ownByName.get(name) ?? findOp('method', name);
  if (own) return new Bound(tensor, own);
  const attribute = attributes[name];
  if (attribute) return attribute(runtime, tensor);
  if (name === '__class__') return tensorClass(runtime, tensor);
  const kept = tensor.attributes?.get(name);
  if (kept !== undefined) return kept;
  return realNames('torch.Tensor').has(name)
    ? runtime.unknown(`unknown function Tensor.${name}`)
    : undefined;
}

/** `tensor.data = other` and `tensor.requires_grad = …`. */
export function tensorSetAttribute(
  runtime: Runtime,
  tensor: Tensor,
  name: string,
  value: Value,
): boolean {
  if (name === 'requires_grad') {
    runtime.changing(tensor);
    if (runtime.certain && typeof value === 'boolean') tensor.requiresGrad = value;
    return true;
  }
  if (name === 'data') {
    if (value instanceof Tensor && value !== tensor) {
      setShape(runtime, tensor, value);
      tensor.initialisation = value.initialisation;
      setKnown(new OpCall(runtime, 'data', [tensor]), tensor, value.known);
    }
    return true;
  }
  return name === 'grad';
}

// ---- operators -----------------------------------------------------------------------------------------------------

/** `left operator right`, comparisons and `+=` included; undefined where torch has no meaning for it. */
export function tensorBinary(
  runtime: Runtime,
  operator: string,
  left: Value,
  right: Value,
): Value | undefined {
  const inPlace = operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator);
  const name = operatorRows[inPlace ? operator.slice(0, -1) : operator];
  if (!name) return undefined;
  if (!isOperand(left) || !isOperand(right)) {
    if (
      (operator === '==' || operator === '!=') &&
      (left === null || right === null || typeof left === 'string' || typeof right === 'string')
    )
      return operator === '!=';
    return undefined;
  }
  if (inPlace && left instanceof Tensor) {
    if (name === 'matmul') return runOp(runtime, 'torch', name, [left, right]);
    const native = findOp('method', `${name}_`);
    return native ? runtime.call(new Bound(left, native), [right]) : undefined;
  }
  const made = runOp(runtime, 'torch', name, [left, right]);
  const arrays = [left, right].every((operand) => !(operand instanceof Tensor) || operand.array);
  return arrays && made !== undefined ? ofArithmetic(made) : made;
}

function isOperand(value: Value): boolean {
  return (
    value instanceof Tensor ||
    value instanceof Unknown ||
    scalar(value) !== null ||
    (value instanceof Instance && value.payload !== undefined && typeof value.payload !== 'string')
  );
}

/** `-x`, `~x`, `+x`. */
export function tensorUnary(runtime: Runtime, operator: string, operand: Value): Value | undefined {
  const name =
    operator === '-'
      ? 'neg'
      : operator === '~'
        ? 'bitwise_not'
        : operator === '+'
          ? 'positive'
          : null;
  return name ? runOp(runtime, 'torch', name, [operand]) : undefined;
}

const itemSignature = signature('input, index');
const setSignature = signature('input, index, value');

export function tensorGetItem(runtime: Runtime, tensor: Tensor, index: Value): Value {
  const args = [tensor, index];
  const c = new OpCall(runtime, 'getitem', args);
  const get = (): Value => getItem(c, c.tensor(tensor), index);
  const made = tensor.array ? onArray(c, get) : get();
  runtime.recordOp('getitem', itemSignature, args, made);
  return made;
}

export function tensorSetItem(runtime: Runtime, tensor: Tensor, index: Value, value: Value): void {
  const args = [tensor, index, value];
  const c = new OpCall(runtime, 'setitem', args);
  const set = (): Value => (setItem(c, tensor, index, value), tensor);
  if (tensor.array) onArray(c, set);
  else set();
  runtime.recordOp('setitem', setSignature, args, tensor);
}

// ---- classes -------------------------------------------------------------------------------------------------------

/** `torch.Tensor`: `Tensor(2, 3)` is empty, `Tensor([1, 2])` holds numbers. Methods can be read from it: `torch.Tensor.add`. */
export function baseTensorClass(runtime: Runtime): Class {
  return torchClass(runtime, 'Tensor', ['object'], (cls) => {
    cls.construct = (rt, _, args) => newTensor(rt, args, 'float32');
    for (const m of ownMethods) cls.dict.set(m.name, m);
    // Methods read from the class itself: `torch.Tensor.add`.
    cls.metaclass = torchClass(runtime, '_TensorMeta', ['type'], (meta) => {
      meta.dict.set(
        '__getattr__',
        method('_TensorMeta.__getattr__', 'name', (rt, [, name]) => {
          const found = typeof name === 'string' ? findOp('method', name) : undefined;
          if (found) return found;
          if (typeof name !== 'string' || name.startsWith('__') || realNames('torch.Tensor').has(name)) return rt.unknown(`torch.Tensor.${String(name)}`);
          return rt.raise('AttributeError', `type object 'torch.Tensor' has no attribute '${name}'`);
        }),
      );
    });
  });
}

/** `torch.FloatTensor` and its kin. */
export function typedTensorClass(runtime: Runtime, name: string, dtype: string): Class {
  return torchClass(runtime, name, ['object'], (cls) => {
    cls.construct = (rt, _, args) => newTensor(rt, args, dtype);
  });
}

function newTensor(runtime: Runtime, args: readonly Value[], dtype: string): Value {
  const c = new OpCall(runtime, 'Tensor', args);
  const kind = dtypeOf(dtype) ?? 'float';
  const only = args.length === 1 ? args[0]! : null;
  // `torch.FloatTensor(other.shape)` makes a tensor of that shape, a plain tuple is its data.
  if (only instanceof Tuple && only.cls?.name === 'Size')
    return c.make(
      only.items.map((a) => intOf(a) ?? fresh()),
      { strides: null, dtype: kind },
    );
  if (only !== null && (elementsOf(only) || only instanceof Tensor))
    return tensorOf(c, only, dtype);
  const sizes = args.map((a) => intOf(a) ?? fresh());
  return c.make(args.length === 0 ? [0] : sizes, { strides: null, dtype: kind });
}

/** `torch.nn.Parameter`, of which `isinstance` tells a parameter. */
export function parameterClass(runtime: Runtime): Class {
  const base = baseTensorClass(runtime);
  return torchClass(runtime, 'Parameter', [], (cls) => {
    cls.mro = [cls, ...base.mro];
    cls.construct = (rt, _, args, kwargs) => {
      const data = args[0] ?? kwargs?.get('data') ?? null;
      const wants = args[1] ?? kwargs?.get('requires_grad') ?? true;
      return makeParameter(rt, data, wants !== false);
    };
  });
}

/** A parameter of a tensor's shape and filling. */
export function makeParameter(runtime: Runtime, data: Value, requiresGrad: boolean): Tensor {
  let made: Tensor;
  if (data === null) made = new Tensor([0]);
  else if (data instanceof Tensor) {
    // Parameters own their numbers: wrapping one twice makes two.
    made = new Tensor(data.shape, data.dtype, null, data.why);
    made.initialisation =
      data.initialisation ?? (data.known ? { kind: 'values', values: data.known } : null);
    made.uninitialised = data.uninitialised;
  } else if (data instanceof Unknown) made = new Tensor(null, 'float', null, data);
  else return runtime.raise('TypeError', `Parameter takes a tensor, not ${runtime.typeName(data)}`);
  made.parameter = true;
  made.requiresGrad = requiresGrad && (made.dtype === 'float' || made.dtype === 'complex');
  return made;
}

/** The class `type(tensor)` answers. */
export function tensorClass(runtime: Runtime, tensor: Tensor): Class {
  return tensor.array ? arrayClass(runtime) : tensor.parameter ? parameterClass(runtime) : baseTensorClass(runtime);
}

/** `tensor(3, 64, 7, 7)` for messages. */
export function describeTensor(tensor: Tensor): string {
  return tensor.shape ? `tensor ${shapeText(tensor.shape)}` : 'a tensor of unknown shape';
}
