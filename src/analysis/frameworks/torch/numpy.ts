/** numpy, where its arrays are more than a few numbers: arrays are tensors, its functions are torch's under numpy's names. */
import { makeNumpy } from '../../interpreter/builtins/numpy';
import { native } from '../../interpreter/native';
import type { Runtime } from '../../interpreter/runtime';
import { Class, Dict, Float, List, type Module, Module as ModuleValue, Native, Tensor, Tuple, Unknown, type Value } from '../../interpreter/values';
import { numberOf } from './ops/call';
import { findOp } from './ops/registry';
import { torchClass } from './ops/types';

/** torch's name where numpy has another one. */
const others: Readonly<Record<string, string>> = {
  concatenate: 'cat',
  expand_dims: 'unsqueeze',
  repeat: 'repeat_interleave',
  power: 'pow',
  float_power: 'pow',
  absolute: 'abs',
  rint: 'round',
  identity: 'eye',
  amax: 'amax',
  max: 'amax',
  min: 'amin',
  mod: 'remainder',
  invert: 'bitwise_not',
};

/** Functions that mean the same in both, keywords aside. */
const same = new Set(
  (
    'abs add subtract multiply divide true_divide floor_divide remainder sqrt square exp expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan ' +
    'arctan2 sinh cosh tanh ceil floor round trunc sign clip maximum minimum where stack vstack hstack dstack column_stack squeeze reshape ravel tile roll ' +
    'flip fliplr flipud rot90 zeros ones full empty zeros_like ones_like full_like empty_like eye linspace logspace arange meshgrid outer dot matmul einsum ' +
    'cumsum cumprod diff sort argsort argmax argmin unique sum prod mean std var any all isnan isinf isfinite logical_and logical_or logical_not triu tril ' +
    'diag kron cross inner tensordot searchsorted nonzero moveaxis swapaxes broadcast_to heaviside hypot sinc'
  ).split(' '),
);

const numberTypes = ['float32', 'float64', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint8'] as const;

/** `np.float32`: a type to name, and a function that makes a number of one. */
function numberType(rt: Runtime, name: string): Class {
  return torchClass(rt, `numpy.${name}`, ['object'], (cls) => {
    cls.construct = (runtime, _, args) => {
      const [value] = args;
      if (value instanceof Tensor) return runtime.callMethod(value, 'to', [name]);
      const n = numberOf(value);
      if (n === undefined) return value === undefined ? 0 : runtime.unknown(`a numpy ${name}`);
      return name.startsWith('float') ? new Float(n) : Math.trunc(n);
    };
  });
}

function holdsTensor(value: Value | undefined): boolean {
  if (value instanceof Tensor) return true;
  return value !== null && typeof value === 'object' && 'items' in value && Array.isArray(value.items) && value.items.some(holdsTensor);
}

/** numpy's function of a name over torch's operation. */
function overTorch(name: string, plain: Native | null): Native | null {
  const operation = findOp('torch', others[name] ?? name);
  if (!operation || (!same.has(name) && !Object.hasOwn(others, name))) return null;
  return native(`numpy.${name}`, '*args, **kwargs', (rt, [args, kwargs]) => {
    const given = args instanceof Tuple ? [...args.items] : [];
    const named = new Map<string, Value>();
    if (kwargs instanceof Dict) for (const { key, value } of kwargs.entries.values()) if (typeof key === 'string') named.set(key, value);
    if (plain && ![...given, ...named.values()].some(holdsTensor)) return rt.call(plain, given, named.size ? named : null);
    const values = [...given, ...named.values()];
    if (values.some((value) => value instanceof Unknown)) return rt.unknown(`numpy.${name} of what is not known`);
    const type = typePosition.get(name);
    if (type !== undefined && given.length === type + 1) named.set('dtype', given.pop()!);
    // Arrays may be written as lists.
    if (joins.has(name) && (given[0] instanceof List || given[0] instanceof Tuple)) {
      const parts = given[0].items.map((part) => (part instanceof List || part instanceof Tuple ? rt.call(rt.getAttribute(rt.importModule('numpy'), 'array'), [part]) : part));
      if (!parts.every((part) => part instanceof Tensor)) return rt.unknown(`numpy.${name} of lists`);
      given[0] = new List(parts);
    }
    if ((given[0] instanceof List || given[0] instanceof Tuple) && !takesSeveral.has(name)) {
      const array = rt.call(rt.getAttribute(rt.importModule('numpy'), 'array'), [given[0]]);
      if (!(array instanceof Tensor)) return rt.unknown(`numpy.${name} of a list`);
      given[0] = array;
    }
    return rt.call(operation, given, named.size ? named : null);
  });
}

/** Functions that join arrays. */
const joins = new Set('concatenate stack vstack hstack dstack column_stack'.split(' '));

/** Where numpy takes an array's type by position. */
const typePosition: ReadonlyMap<string, number> = new Map([
  ...['zeros', 'ones', 'empty', 'zeros_like', 'ones_like', 'empty_like'].map((name) => [name, 1] as const),
  ...['full', 'full_like'].map((name) => [name, 2] as const),
]);

/** Functions whose first argument is a list of arrays, or sizes. */
const takesSeveral = new Set(
  'concatenate stack vstack hstack dstack column_stack meshgrid einsum zeros ones full empty eye linspace logspace arange'.split(' '),
);

/** `transpose(a, axes)`: all axes are turned round where none are named. */
const transpose = native('numpy.transpose', 'a, axes=None', (rt, [a, axes]) => {
  if (!(a instanceof Tensor) || !a.shape) return rt.unknown('numpy.transpose');
  return rt.callMethod(a, 'permute', [axes ?? new Tuple(a.shape.map((_, i) => a.shape!.length - 1 - i))]);
});

/** `atleast_2d(x)`: axes of size 1 in front until there are as many. */
function atLeast(name: string, rank: number): Native {
  return native(`numpy.${name}`, 'x', (rt, [x]) => {
    const array = x instanceof Tensor ? x : rt.call(rt.getAttribute(rt.importModule('numpy'), 'array'), [x!]);
    if (!(array instanceof Tensor) || !array.shape) return rt.unknown(`numpy.${name}`);
    if (array.shape.length >= rank) return array;
    return rt.callMethod(array, 'reshape', [new Tuple([...Array<number>(rank - array.shape.length).fill(1), ...array.shape])]);
  });
}

const random: Readonly<Record<string, string>> = { rand: 'rand', randn: 'randn', random: 'rand', standard_normal: 'randn', permutation: 'randperm' };

/** The same function, whose tensors are arrays. */
function ofArrays(plain: Native): Native {
  const made = new Native(plain.name, plain.signature, (rt, args) => asArray(plain.run(rt, args)), plain.isMethod);
  made.spellings = plain.spellings;
  return made;
}

/** The same numbers as an array of its own: `np.asarray(x)` leaves the tensor what it is. */
function asArray(value: Value): Value {
  if (value instanceof Tuple) return new Tuple(value.items.map(asArray));
  if (!(value instanceof Tensor) || value.array) return value;
  const made = new Tensor(value.shape, value.dtype, value.known, value.why);
  made.strides = value.strides;
  made.origin = value.origin;
  made.attributes = value.attributes && new Map(value.attributes);
  made.array = true;
  return made;
}

/** Methods of arrays that are other ones than a tensor's of the same name. */
const arrayMethods: ReadonlyMap<string, Native> = new Map(
  [
    native('ndarray.transpose', 'self, *axes', (rt, [self, axes]) => {
      const given = axes instanceof Tuple ? axes.items : [];
      return rt.call(transpose, given.length === 0 ? [self!] : [self!, given.length === 1 ? given[0]! : new Tuple(given)]);
    }),
    ...Object.entries({ repeat: 'repeat_interleave', max: 'amax', min: 'amin', copy: 'clone' }).map(([name, other]) =>
      native(`ndarray.${name}`, 'self, *args, **kwargs', (rt, [self, args, kwargs]) => {
        const named = new Map<string, Value>();
        if (kwargs instanceof Dict) for (const { key, value } of kwargs.entries.values()) if (typeof key === 'string') named.set(key, value);
        return rt.callMethod(self!, other, args instanceof Tuple ? [...args.items] : [], named);
      }),
    ),
  ].map((method) => [method.name.slice('ndarray.'.length), new Native(method.name, method.signature, (rt, args) => asArray(method.run(rt, args)), true)]),
);

/** `numpy.ndarray`: what `isinstance` tells an array from a tensor by. */
export function arrayClass(runtime: Runtime): Class {
  return torchClass(runtime, 'ndarray', ['object'], (cls) => {
    cls.construct = (rt) => rt.unknown('numpy.ndarray');
  });
}

/** What numpy calculates with arrays: a single number is no array any more. */
export function ofArithmetic(value: Value): Value {
  if (!(value instanceof Tensor)) return value;
  if (value.shape?.length !== 0 || value.known?.length !== 1) return asArray(value);
  const number = value.known[0]!;
  return value.dtype === 'bool' ? number !== 0 : value.dtype === 'int' ? number : new Float(number);
}

/** An array's own method of a name. */
export function arrayMethod(name: string): Native | undefined {
  return arrayMethods.get(name);
}

export function makeNumpyOverTorch(rt: Runtime): Module {
  const module = makeNumpy();
  for (const name of [...module.globals.keys()]) {
    const own = module.globals.get(name);
    if (!(own instanceof Native) || name === 'arange' || name === 'linspace') continue;
    const other = overTorch(name, own);
    if (other) module.globals.set(name, other);
  }
  for (const name of numberTypes) module.globals.set(name, numberType(rt, name));
  module.globals.set('transpose', transpose);
  for (const rank of [1, 2, 3]) module.globals.set(`atleast_${rank}d`, atLeast(`atleast_${rank}d`, rank));
  module.globals.set('ndarray', arrayClass(rt));
  module.globals.set('bool_', rt.builtin('bool'));
  for (const [name, value] of module.globals) if (value instanceof Native) module.globals.set(name, ofArrays(value));
  const randoms = new ModuleValue('numpy.random', '');
  randoms.missing = (_, name) => {
    const found = random[name] ? findOp('torch', random[name]) : undefined;
    return found && ofArrays(found);
  };
  randoms.globals.set('seed', native('numpy.random.seed', 'seed=None', () => null));
  module.globals.set('random', randoms);
  module.missing = (runtime, name) => {
    const made = overTorch(name, null);
    if (made) module.globals.set(name, ofArrays(made));
    return module.globals.get(name) ?? (name.startsWith('__') ? undefined : runtime.unknown(`unknown function numpy.${name}`));
  };
  return module;
}
