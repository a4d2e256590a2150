/** The module `builtins`: functions, types and exceptions that are there without an import. Over 400 lines: one row a name. */
import { makeInstance } from '../calls';
import { typeNew } from '../class';
import { unknownDim } from '../integers';
import type { Interpreter } from '../interpreter';
import { asIndex } from '../items';
import { hashNumber } from '../compare';
import { method, native, signature } from '../native';
import { asciiText, fixed, formatValue } from '../text';
import type { Runtime } from '../runtime';
import {
  Bound,
  Bytes,
  Class,
  ClassMethod,
  Dict,
  Either,
  Ellipsis,
  Float,
  Func,
  Instance,
  isInt,
  Iter,
  List,
  Module,
  Native,
  Poly,
  Property,
  PySet,
  Quotient,
  Range,
  Slice,
  StaticMethod,
  Tensor,
  Tuple,
  Unknown,
  UnknownRest,
  type Value,
} from '../values';
import { compareInts } from '../integers';
import { floorDiv, maximum, minimum, neg } from '../../shape/dim';
import { addDictMethods, addListMethods, addSetMethods, addSliceMethods, addTupleMethods, fillDict, reversedOf, sortValues } from './collectionsTypes';
import { builtinClass, elements, functions, lazily, methods } from './make';
import { addStringMethods, plainText } from './strings';

const exceptions: Readonly<Record<string, string>> = {
  SystemExit: 'BaseException', KeyboardInterrupt: 'BaseException', GeneratorExit: 'BaseException', Exception: 'BaseException',
  StopIteration: 'Exception', StopAsyncIteration: 'Exception', ArithmeticError: 'Exception', FloatingPointError: 'ArithmeticError',
  OverflowError: 'ArithmeticError', ZeroDivisionError: 'ArithmeticError', AssertionError: 'Exception', AttributeError: 'Exception',
  BufferError: 'Exception', EOFError: 'Exception', ImportError: 'Exception', ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception', IndexError: 'LookupError', KeyError: 'LookupError', MemoryError: 'Exception', NameError: 'Exception',
  UnboundLocalError: 'NameError', OSError: 'Exception', FileNotFoundError: 'OSError', FileExistsError: 'OSError',
  PermissionError: 'OSError', ConnectionError: 'OSError', TimeoutError: 'OSError', IsADirectoryError: 'OSError',
  NotADirectoryError: 'OSError', ReferenceError: 'Exception', RuntimeError: 'Exception', NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError', SyntaxError: 'Exception', IndentationError: 'SyntaxError', SystemError: 'Exception',
  TypeError: 'Exception', ValueError: 'Exception', UnicodeError: 'ValueError', UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError', Warning: 'Exception', DeprecationWarning: 'Warning', PendingDeprecationWarning: 'Warning',
  RuntimeWarning: 'Warning', UserWarning: 'Warning', FutureWarning: 'Warning', SyntaxWarning: 'Warning', ImportWarning: 'Warning',
  ResourceWarning: 'Warning', BytesWarning: 'Warning', UnicodeWarning: 'Warning',
};

const core = (rt: Runtime): Interpreter => rt as Interpreter;

export function makeBuiltins(): Module {
  const module = new Module('builtins', 'builtins');
  const { globals } = module;
  const object = new Class('object', [], 'builtins');
  object.generic = false;
  globals.set('object', object);
  const add = (cls: Class): Class => {
    globals.set(cls.name, cls);
    return cls;
  };
  const simple = (name: string, construct: Class['construct'] = null, base = object) => add(builtinClass(name, [base], construct));

  // ---- exceptions ---------------------------------------------------------------------------------------------
  const makeException: Class['construct'] = (runtime, cls, args) => {
    const made = runtime.instantiate(cls);
    made.attributes.set('args', new Tuple(args.slice()));
    return made;
  };
  const base = simple('BaseException', makeException);
  methods(base, {
    __init__: ['*args, **kwargs', (runtime, [self, args]) => {
      if (self instanceof Instance) {
        runtime.touch(self);
        self.attributes.set('args', args!);
      }
      return null;
    }],
    with_traceback: ['tb', (_, [self]) => self!],
    add_note: ['note', () => null],
  });
  for (const [name, parent] of Object.entries(exceptions)) add(builtinClass(name, [globals.get(parent) as Class], makeException));
  globals.set('EnvironmentError', globals.get('OSError')!);
  globals.set('IOError', globals.get('OSError')!);

  // ---- types --------------------------------------------------------------------------------------------------
  /** An instance of a class derived from a scalar type carries the scalar. */
  const scalar = (cls: Class, type: Class, value: Value, runtime: Runtime): Value => {
    if (cls === type || value instanceof Unknown) return value;
    const made = runtime.instantiate(cls);
    made.payload = value;
    return made;
  };
  const int: Class = simple('int', (runtime, cls, args, kwargs) => {
    const base = kwargs?.get('base');
    return scalar(cls, int, toInt(runtime, base === undefined ? args : [args[0]!, base]), runtime);
  });
  methods(int, {
    bit_length: ['', (runtime, [self]) => (typeof self === 'number' ? (self === 0 ? 0 : Math.floor(Math.log2(Math.abs(self))) + 1) : runtime.unknown('a number of bits'))],
    as_integer_ratio: ['', (_, [self]) => new Tuple([self!, 1])],
    is_integer: ['', () => true],
    conjugate: ['', (_, [self]) => self!],
    __index__: ['', (_, [self]) => self!],
    to_bytes: ['*args, **kwargs', (runtime) => runtime.unknown('bytes')],
  });
  methods(int, {
    bit_count: ['', (runtime, [self]) => (typeof self === 'number' ? [...Math.abs(self).toString(2)].filter((bit) => bit === '1').length : runtime.unknown('a number of bits'))],
  });
  int.dict.set('numerator', new Property(native('int.numerator', 'self', (_, [self]) => self!), null));
  int.dict.set('denominator', new Property(native('int.denominator', 'self', () => 1), null));
  int.dict.set('real', new Property(native('int.real', 'self', (_, [self]) => self!), null));
  int.dict.set('imag', new Property(native('int.imag', 'self', () => 0), null));
  const bool = add(builtinClass('bool', [int], (runtime, _, args) => {
    if (args.length === 0) return false;
    return runtime.truth(args[0]!) ?? runtime.unknown('a truth value that is not known');
  }));
  void bool;
  const float: Class = simple('float', (runtime, cls, args) => scalar(cls, float, toFloat(runtime, args[0]), runtime));
  methods(float, {
    is_integer: ['', (runtime, [self]) => (self instanceof Float ? Number.isInteger(self.value) : runtime.unknown('whether it is whole'))],
    as_integer_ratio: ['', (runtime, [self]) => ratioOf(self!) ?? runtime.unknown('a ratio')],
    hex: ['', (runtime) => runtime.unknown('a text')],
    conjugate: ['', (_, [self]) => self!],
  });
  simple('complex', (runtime) => runtime.unknown('a complex number'));
  const str: Class = simple('str', (runtime, cls, args) => {
    const text = args.length === 0 ? '' : args[0] instanceof Bytes && args.length > 1 ? args[0].text : runtime.text(args[0]!);
    return text === undefined ? runtime.unknown('a text that is not known') : scalar(cls, str, text, runtime);
  });
  addStringMethods(str);
  str.dict.set('maketrans', new StaticMethod(native('str.maketrans', 'x, y=None, z=None', (runtime, [x, y, z]) => {
    const table = new Dict();
    if (typeof x === 'string' && typeof y === 'string') [...x].forEach((c, i) => runtime.setKey(table, c.charCodeAt(0), [...y][i] ?? null));
    else if (x instanceof Dict) for (const { key, value } of x.entries.values()) runtime.setKey(table, typeof key === 'string' ? key.charCodeAt(0) : key, value);
    if (typeof z === 'string') for (const c of z) runtime.setKey(table, c.charCodeAt(0), null);
    return table;
  })));
  const bytes = simple('bytes', (runtime, _, args) => {
    if (args.length === 0) return new Bytes('');
    if (typeof args[0] === 'string') return new Bytes(args[0]);
    const codes = args[0] instanceof List || args[0] instanceof Tuple ? args[0].items : null;
    if (codes?.every((code): code is number => typeof code === 'number' && code >= 0 && code < 256)) return new Bytes(String.fromCharCode(...codes));
    return runtime.unknown('bytes');
  });
  methods(bytes, { decode: ['*args, **kwargs', (runtime, [self]) => (self instanceof Bytes ? self.text : runtime.unknown('a text'))] });
  for (const name of 'join split rsplit splitlines strip lstrip rstrip replace startswith endswith find rfind index count hex upper lower partition rpartition ljust rjust zfill translate removeprefix removesuffix isdigit'.split(' '))
    methods(bytes, { [name]: ['*args, **kwargs', (runtime) => runtime.unknown('bytes')] });
  bytes.dict.set('fromhex', new StaticMethod(native('bytes.fromhex', 'string', (runtime) => runtime.unknown('bytes'))));
  int.dict.set('from_bytes', new StaticMethod(native('int.from_bytes', '*args, **kwargs', (runtime) => runtime.unknown('an integer in bytes'))));
  float.dict.set('fromhex', new StaticMethod(native('float.fromhex', 'string', (runtime) => runtime.unknown('a float'))));
  simple('bytearray', (runtime) => runtime.unknown('bytes'));
  simple('memoryview', (runtime) => runtime.unknown('bytes'));
  const list: Class = simple('list', (runtime, cls, args) => {
    const items = args.length === 0 ? [] : runtime.toList(args[0]!);
    const made = new List(items ?? []);
    if (!items) made.unknown = runtime.unknown('a list whose elements are not known');
    if (cls !== list) made.cls = cls;
    return made;
  });
  addListMethods(list);
  list.dict.set('__init__', method('list.__init__', 'iterable=None', (runtime, [self, iterable]) => {
    if (self instanceof List && iterable !== null) {
      const items = runtime.toList(iterable!);
      runtime.touch(self);
      if (items) self.items = items;
      else self.unknown = runtime.unknown('a list whose elements are not known');
    }
    return null;
  }));
  const tuple: Class = simple('tuple', (runtime, cls, args) => {
    const items = args.length === 0 ? [] : runtime.toList(args[0]!);
    if (!items) return runtime.unknown('a tuple whose elements are not known');
    const made = new Tuple(items);
    if (cls !== tuple) made.cls = cls;
    return made;
  });
  addTupleMethods(tuple);
  tuple.dict.set('__new__', new StaticMethod(native('tuple.__new__', 'cls, iterable=None', (runtime, [cls, iterable]) => {
    const items = iterable === null ? [] : runtime.toList(iterable!);
    if (!items) return runtime.unknown('a tuple whose elements are not known');
    const made = new Tuple(items);
    if (cls instanceof Class && cls !== tuple) made.cls = cls;
    return made;
  })));
  const dict: Class = simple('dict', (runtime, cls, args, kwargs) => {
    const made = new Dict();
    if (cls !== dict) made.cls = cls;
    if (args.length > 0) fillDict(runtime, made, args[0]!);
    if (kwargs) for (const [key, value] of kwargs) runtime.setKey(made, key, value);
    return made;
  });
  addDictMethods(dict, object);
  dict.dict.set('__init__', new Native('dict.__init__', signature('self, *args, **kwargs'), (runtime, [self, args, kwargs]) => {
    if (!(self instanceof Dict)) return null;
    for (const given of args instanceof Tuple ? args.items : []) fillDict(runtime, self, given);
    if (kwargs instanceof Dict) for (const { key, value } of kwargs.entries.values()) runtime.setKey(self, key, value);
    return null;
  }, true));
  dict.dict.set('fromkeys', new ClassMethod(native('dict.fromkeys', 'cls, iterable, value=None', (runtime, [, iterable, value]) => {
    const keys = runtime.toList(iterable!);
    return keys ? runtime.dictOf(keys.map((key) => [key, value!] as const)) : runtime.unknown('a dict that is not known');
  })));
  const makeSet = (frozen: boolean): Class['construct'] => (runtime, _, args) => {
    const items = args.length === 0 ? [] : runtime.toList(args[0]!);
    if (!items) return runtime.unknown('a set that is not known');
    const set = new PySet(new Map(items.map((item) => [runtime.hashKey(item), item])));
    set.frozen = frozen;
    return set;
  };
  addSetMethods(simple('set', makeSet(false)), true);
  addSetMethods(simple('frozenset', makeSet(true)), false);
  const range = simple('range', (runtime, _, args) => {
    const numbers = args.map((a) => asIndex(core(runtime), a));
    const odd = numbers.find((n) => n instanceof Unknown);
    if (odd) return odd as Unknown;
    if (numbers.includes(undefined)) return runtime.raise('TypeError', `'${runtime.typeName(args[numbers.indexOf(undefined)]!)}' object cannot be interpreted as an integer`);
    const [a, b, c] = numbers as (number | Poly)[];
    if (a === undefined) return runtime.raise('TypeError', 'range expected at least 1 argument, got 0');
    if (c === 0) return runtime.raise('ValueError', 'range() arg 3 must not be zero');
    return b === undefined ? new Range(0, a, 1) : new Range(a, b, c ?? 1);
  });
  methods(range, {
    index: ['value', (runtime, [self, value]) => {
      const items = runtime.toList(self!);
      const at = items?.indexOf(value!) ?? -1;
      return at < 0 ? runtime.unknown('a position') : at;
    }],
    count: ['value', (runtime, [self, value]) => (runtime.truth(runtime.compare('in', value!, self!)) ? 1 : 0)],
  });
  addSliceMethods(simple('slice', (_, __, args) => (args.length === 1 ? new Slice(null, args[0]!, null) : new Slice(args[0] ?? null, args[1] ?? null, args[2] ?? null))));
  addProperty(simple);
  simple('staticmethod', (_, __, args) => new StaticMethod(args[0] ?? null));
  simple('classmethod', (_, __, args) => new ClassMethod(args[0] ?? null));
  const type: Class = simple('type', (runtime, cls, args, kwargs) => {
    if (args.length === 1) {
      const value = args[0]!;
      return value instanceof Unknown || value instanceof Either ? runtime.unknown('the type of a value that is not known') : runtime.classOf(value);
    }
    if (typeof args[0] !== 'string') return runtime.unknown('a class that is not known');
    return typeNew(core(runtime), cls === type ? (null as unknown as Class) : cls, args[0], args[1] ?? new Tuple([]), args[2] ?? new Dict(), kwargs ?? new Map());
  });
  type.dict.set('__new__', new StaticMethod(native('type.__new__', 'mcs, name, bases=None, namespace=None, **kwargs', (runtime, [mcs, name, bases, namespace, kwargs]) => {
    if (bases === null || typeof name !== 'string') return bases === null ? runtime.classOf(name!) : runtime.unknown('a class that is not known');
    const keywords = new Map<string, Value>();
    if (kwargs instanceof Dict) for (const { key, value } of kwargs.entries.values()) if (typeof key === 'string') keywords.set(key, value);
    return typeNew(core(runtime), mcs as Class, name, bases!, namespace!, keywords);
  })));
  methods(type, {
    __init__: ['*args, **kwargs', () => null],
    __call__: ['*args, **kwargs', (runtime, [cls, args, kwargs]) => makeInstance(core(runtime), cls as Class, args instanceof Tuple ? [...args.items] : [], keywordsOf(kwargs))],
    __prepare__: ['*args, **kwargs', () => new Dict()],
    mro: ['', (_, [cls]) => new List(cls instanceof Class ? [...cls.mro] : [])],
    __instancecheck__: ['instance', (runtime, [cls, value]) => (cls instanceof Class ? runtime.isInstance(value!, cls) : runtime.unknown('whether it is an instance'))],
  });
  for (const name of ['NoneType', 'ellipsis', 'builtin_function_or_method', 'module', 'generator', 'NotImplementedType']) simple(name);
  simple('function', (runtime, _, args, kwargs) => copyOfFunction(args, kwargs) ?? runtime.unknown('a function made of code'));
  simple('method', (_, __, [func, self]) => new Bound(self ?? null, func ?? null));
  globals.set('NotImplemented', new Instance(globals.get('NotImplementedType') as Class));
  globals.set('Ellipsis', Ellipsis.value);
  globals.set('__debug__', true);

  for (const [name, value] of Object.entries(functions('', builtinFunctions))) globals.set(name, value);
  return module;
}

/** property: a value of its own; an object of a class derived from it keeps its functions as attributes. */
function addProperty(simple: (name: string, construct: Class['construct']) => Class): void {
  const names = ['fget', 'fset', 'fdel'] as const;
  const keep = (made: Value, functions: readonly Value[]): null => {
    if (made instanceof Instance) names.forEach((name, i) => made.attributes.set(name, functions[i] ?? null));
    return null;
  };
  const property: Class = simple('property', (rt, cls, args, kwargs) => {
    const functions = names.map((name, i) => args[i] ?? kwargs?.get(name) ?? null);
    if (cls === property) return new Property(functions[0]!, functions[1]!, functions[2]!);
    const made = rt.instantiate(cls);
    keep(made, functions);
    return made;
  });
  const of = (self: Value | undefined, name: string): Value => (self instanceof Instance ? (self.attributes.get(name) ?? null) : null);
  const changed = (name: string) =>
    ['function', (rt: Runtime, [self, function_]: Value[]) => {
      const made = rt.instantiate((self as Instance).cls);
      return keep(made, names.map((other) => (other === name ? function_! : of(self, other)))) ?? made;
    }] as const;
  methods(property, {
    __init__: ['fget=None, fset=None, fdel=None, doc=None', (_, [self, ...functions]) => keep(self!, functions)],
    __get__: ['instance, owner=None', (rt, [self, instance]) => (instance === null ? self! : of(self, 'fget') === null ? rt.raise('AttributeError', 'unreadable attribute') : rt.call(of(self, 'fget'), [instance!]))],
    __set__: ['instance, value', (rt, [self, instance, value]) => (of(self, 'fset') === null ? rt.raise('AttributeError', "can't set attribute") : rt.call(of(self, 'fset'), [instance!, value!]))],
    getter: changed('fget'),
    setter: changed('fset'),
    deleter: changed('fdel'),
  });
}

const radixes: Readonly<Record<string, number>> = { '0x': 16, '0b': 2, '0o': 8 };

/** A float as a fraction; null where its parts are too large. */
function ratioOf(value: Value): Tuple | null {
  if (!(value instanceof Float) || !Number.isFinite(value.value)) return null;
  let { value: numerator } = value;
  let denominator = 1;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2;
  }
  return Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) ? new Tuple([numerator, denominator]) : null;
}

function toInt(rt: Runtime, args: readonly Value[]): Value {
  const [value, base] = args;
  if (value === undefined) return 0;
  if (isInt(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Float) {
    if (Number.isNaN(value.value)) return rt.raise('ValueError', 'cannot convert float NaN to integer');
    if (!Number.isFinite(value.value)) return rt.raise('OverflowError', 'cannot convert float infinity to integer');
    const whole = Math.trunc(value.value) || 0;
    return Number.isSafeInteger(whole) ? whole : rt.unknown('an integer too large');
  }
  if (value instanceof Quotient) return truncate(value);
  if (value instanceof Unknown) return value;
  const text = value instanceof Bytes ? value.text : plainText(value);
  if (text !== undefined && !(value instanceof Instance && isInt(value.payload))) {
    const radix = base === 0 ? (radixes[text.trim().replace(/^[+-]/, '').slice(0, 2).toLowerCase()] ?? 10) : typeof base === 'number' ? base : 10;
    const clean = text.trim().replace(/_/g, '').replace(radix === 16 ? /^([+-]?)0x/i : radix === 2 ? /^([+-]?)0b/i : radix === 8 ? /^([+-]?)0o/i : /^$/, '$1');
    const number = /^[+-]?[0-9a-z]+$/i.test(clean) ? parseInt(clean, radix) : Number.NaN;
    if (Number.isNaN(number) || (radix === 10 && !/^[+-]?\d+$/.test(clean)))
      return rt.raise('ValueError', `invalid literal for int() with base ${radix}: '${text}'`);
    return Number.isSafeInteger(number) ? number : rt.unknown('an integer too large');
  }
  if (value instanceof Instance && value.payload !== undefined) return toInt(rt, [value.payload]);
  for (const name of ['__int__', '__index__', '__trunc__']) {
    const own = rt.findAttribute(value, name);
    if (own !== undefined) return rt.call(own, []);
  }
  if (value instanceof Tensor) return rt.unknown('the number in a tensor');
  return rt.raise('TypeError', `int() argument must be a string, a bytes-like object or a real number, not '${rt.typeName(value)}'`);
}

/** Sizes are not negative: the floor is the whole part. A possibly negative fraction has no closed form. */
function truncate({ numerator, denominator }: Quotient): Value {
  const sign = compareInts(numerator, 0);
  if (sign === 1 || sign === 0 || (typeof numerator !== 'number' && neverNegative(numerator))) return floorDiv(numerator, denominator);
  if (sign === -1) return neg(floorDiv(neg(numerator), denominator));
  return unknownDim();
}

function neverNegative(numerator: Poly): boolean {
  return numerator.terms.every((t) => t.coefficient >= 0 && t.atoms.every((a) => a.kind !== 'symbol' || a.minimum >= 0));
}

function toFloat(rt: Runtime, value: Value | undefined): Value {
  if (value === undefined) return new Float(0);
  if (value instanceof Float || value instanceof Quotient) return value;
  if (typeof value === 'number') return new Float(value);
  if (typeof value === 'boolean') return new Float(value ? 1 : 0);
  if (value instanceof Poly) return new Quotient(value, 1);
  if (value instanceof Unknown) return value;
  const text = plainText(value);
  if (text !== undefined) {
    const clean = text.trim().toLowerCase().replace(/_/g, '');
    if (/^[+-]?inf(inity)?$/.test(clean)) return new Float(clean.startsWith('-') ? -Infinity : Infinity);
    if (/^[+-]?nan$/.test(clean)) return new Float(Number.NaN);
    if (clean === '' || Number.isNaN(Number(clean))) return rt.raise('ValueError', `could not convert string to float: '${text}'`);
    return new Float(Number(clean));
  }
  if (value instanceof Instance && value.payload !== undefined) return toFloat(rt, value.payload);
  const own = rt.findAttribute(value, '__float__') ?? rt.findAttribute(value, '__index__');
  if (own !== undefined) return rt.call(own, []);
  if (value instanceof Tensor) return rt.unknown('the number in a tensor');
  return rt.raise('TypeError', `float() argument must be a string or a real number, not '${rt.typeName(value)}'`);
}

/** isinstance and issubclass over classes, tuples, unions. */
function isAnyOf(rt: Runtime, test: (cls: Class) => boolean | undefined, classes: Value): boolean | undefined {
  if (classes instanceof Class) return test(classes);
  if (classes instanceof Tuple || classes instanceof List) {
    let unknown = false;
    for (const item of classes.items) {
      const answer = isAnyOf(rt, test, item);
      if (answer) return true;
      if (answer === undefined) unknown = true;
    }
    return unknown ? undefined : false;
  }
  if (classes === null) return test(rt.builtin('NoneType') as Class);
  const args = classes instanceof Instance ? classes.attributes.get('__args__') : undefined;
  if (args instanceof Tuple) return isAnyOf(rt, test, args);
  const origin = classes instanceof Instance ? classes.attributes.get('__origin__') : undefined;
  if (origin !== undefined) return isAnyOf(rt, test, origin);
  return undefined;
}

function isInstanceOf(rt: Runtime, value: Value, classes: Value): Value {
  // What most calls are: an object against a class of the source or the prelude.
  if (classes instanceof Class && !(value instanceof Unknown) && !(value instanceof Either)) {
    const own = rt.classOf(value);
    if (own.mro.includes(classes)) return true;
    if (!own.open && !structuralModules.has(classes.module)) return false;
  }
  if (value instanceof Either) {
    const answers = value.options.map((o) => isInstanceOf(rt, o, classes));
    return answers.every((a) => a === answers[0]) ? answers[0]! : rt.unknown('whether it is an instance');
  }
  if (value instanceof Unknown) return rt.unknown('whether a value that is not known is an instance');
  const cls = rt.classOf(value);
  const answer = isAnyOf(
    rt,
    (other) => {
      if (cls.mro.includes(other)) return true;
      // An object of a class is none of a class derived from it, whatever the bases are.
      if (other.mro.includes(cls)) return false;
      // Only what the value's own class may inherit is open: the other's bases do not matter.
      if (cls.open) return structural(rt, value, other) ?? undefined;
      return structural(rt, value, other) ?? false;
    },
    classes,
  );
  return answer ?? rt.unknown('whether it is an instance');
}

const structuralModules = new Set(['collections.abc', 'typing', 'numbers', 'collections']);

/** Abstract classes of collections and numbers decide by what a value can do. */
function structural(rt: Runtime, value: Value, cls: Class): boolean | undefined {
  if (!structuralModules.has(cls.module)) return undefined;
  const has = (name: string) => {
    const found = rt.findAttribute(value, name);
    return found !== undefined && !(found instanceof Unknown);
  };
  switch (cls.name) {
    case 'Iterable': case 'Collection': case 'Container':
      return value instanceof List || value instanceof Tuple || value instanceof Dict || value instanceof PySet || value instanceof Range || value instanceof Iter || typeof value === 'string' || value instanceof Tensor || has('__iter__');
    case 'Iterator': case 'Generator':
      return value instanceof Iter || has('__next__');
    case 'Sequence':
      return value instanceof List || value instanceof Tuple || value instanceof Range || typeof value === 'string';
    case 'MutableSequence':
      return value instanceof List;
    case 'Mapping': case 'MutableMapping':
      return value instanceof Dict;
    case 'Set': case 'MutableSet':
      return value instanceof PySet;
    case 'Callable':
      return isCallable(rt, value);
    case 'Hashable':
      return !(value instanceof List || value instanceof Dict || (value instanceof PySet && !value.frozen));
    case 'Sized':
      return has('__len__') || value instanceof List || value instanceof Tuple || value instanceof Dict || typeof value === 'string';
    case 'Number': case 'Complex': case 'Real':
      return isInt(value) || typeof value === 'boolean' || value instanceof Float || value instanceof Quotient;
    case 'Rational': case 'Integral':
      return isInt(value) || typeof value === 'boolean';
    default:
      return undefined;
  }
}

function isCallable(rt: Runtime, value: Value): boolean {
  if (value instanceof Func || value instanceof Native || value instanceof Class) return true;
  if (value instanceof Instance) return rt.findInClass(value.cls, '__call__') !== undefined;
  return typeof value === 'object' && value !== null && 'func' in value && 'self' in value;
}

/** min and max: the least or the greatest by key. Symbolic sizes are decided where they can be. */
function extreme(rt: Runtime, which: 'min' | 'max', args: Value, key: Value, fallback: Value | undefined): Value {
  const given = args instanceof Tuple ? args.items : [];
  const items = given.length === 1 ? rt.toList(given[0]!) : [...given];
  if (!items) return rt.unknown(`the ${which} of values that are not known`);
  if (items.length === 0) return fallback ?? rt.raise('ValueError', `${which}() iterable argument is empty`);
  rt.spend(items.length);
  let best = items[0] as Value;
  const keyOf = (value: Value) => (key === null ? value : rt.call(key, [value]));
  let bestKey = keyOf(best);
  for (const item of items.slice(1)) {
    const itemKey = keyOf(item);
    if (key === null && (isInt(best) || typeof best === 'boolean') && isInt(item) && (best instanceof Poly || item instanceof Poly)) {
      best = bestKey = extremeInts(which, typeof best === 'boolean' ? Number(best) : best, item);
      continue;
    }
    const better = rt.truth(which === 'min' ? rt.compare('<', itemKey, bestKey) : rt.compare('>', itemKey, bestKey));
    if (better === undefined) return rt.unknown(`the ${which} of values that are not known`);
    if (better) [best, bestKey] = [item, itemKey];
  }
  return best;
}

function extremeInts(which: 'min' | 'max', a: number | Poly, b: number | Poly): number | Poly {
  return which === 'min' ? minimum(a, b) : maximum(a, b);
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** round(x, n) as Python has it: the nearest decimal, ties to even by the exact value. */
function roundDigits(x: number, digits: number): number {
  if (!Number.isFinite(x)) return x;
  if (digits >= 0) return Math.sign(x) * Number(fixed(Math.abs(x), Math.min(digits, 30)));
  return roundHalfEven(x / 10 ** -digits) * 10 ** -digits;
}

type Rows = Readonly<Record<string, readonly [string, (rt: Runtime, args: Value[]) => Value]>>;

const builtinFunctions: Rows = {
  print: ['*args, **kwargs', () => null],
  input: ['prompt=None', (rt) => rt.unknown('what a person types')],
  open: ['*args, **kwargs', (rt) => rt.unknown('a file')],
  exec: ['*args, **kwargs', () => null],
  breakpoint: ['*args, **kwargs', () => null],
  eval: ['source, globals=None, locals=None', (rt, [source]) => (typeof source === 'string' ? evaluateText(rt, source) : rt.unknown('the value of a text that is not known'))],
  compile: ['*args, **kwargs', (rt) => rt.unknown('compiled code')],
  __import__: ['name, *args, **kwargs', (rt, [name]) => (typeof name === 'string' ? rt.importModule(name) : rt.unknown('a module'))],
  len: ['object', (rt, [object]) => rt.length(object!)],
  abs: ['x', (rt, [x]) => {
    if (typeof x === 'number') return Math.abs(x);
    if (x instanceof Float) return new Float(Math.abs(x.value));
    if (typeof x === 'boolean') return x ? 1 : 0;
    if (x instanceof Unknown) return x;
    if (x instanceof Poly) { const sign = compareInts(x, 0); return sign === -1 ? neg(x) : sign === 1 || sign === 0 || neverNegative(x) ? x : unknownDim(); }
    if (x instanceof Quotient) return neverNegative(x.numerator as Poly) ? x : rt.unknown('a size without sign');
    const own = rt.findAttribute(x!, '__abs__') ?? rt.findAttribute(x!, 'abs');
    return own !== undefined ? rt.call(own, []) : rt.raise('TypeError', `bad operand type for abs(): '${rt.typeName(x!)}'`);
  }],
  all: ['iterable', (rt, [iterable]) => quantify(rt, iterable!, false)],
  any: ['iterable', (rt, [iterable]) => quantify(rt, iterable!, true)],
  sum: ['iterable, start=0', (rt, [iterable, start]) => {
    const items = rt.toList(iterable!);
    if (!items) return rt.unknown('the sum of values that are not known');
    rt.spend(items.length);
    return items.reduce((total, item) => rt.binary('+', total, item), start!);
  }],
  min: ['*args, key=None, default=None', (rt, [args, key, fallback]) => extreme(rt, 'min', args!, key!, fallback === null ? undefined : fallback)],
  max: ['*args, key=None, default=None', (rt, [args, key, fallback]) => extreme(rt, 'max', args!, key!, fallback === null ? undefined : fallback)],
  round: ['number, ndigits=None', (rt, [x, digits]) => {
    if (isInt(x)) return typeof digits === 'number' && digits < 0 && typeof x === 'number' ? roundHalfEven(x / 10 ** -digits) * 10 ** -digits : x;
    if (typeof x === 'boolean') return x ? 1 : 0;
    if (x instanceof Float) {
      if (digits === null) return Number.isFinite(x.value) ? roundHalfEven(x.value) || 0 : rt.raise('ValueError', 'cannot convert float NaN to integer');
      return typeof digits === 'number' ? new Float(roundDigits(x.value, digits)) : rt.unknown('a rounded number');
    }
    if (x instanceof Quotient) return typeof x.numerator === 'number' ? roundHalfEven(x.numerator / x.denominator) : x.denominator === 1 ? x.numerator : unknownDim();
    if (x instanceof Unknown) return x;
    const own = rt.findAttribute(x!, '__round__') ?? rt.findAttribute(x!, 'round');
    return own !== undefined ? rt.call(own, digits === null ? [] : [digits!]) : rt.raise('TypeError', `type ${rt.typeName(x!)} doesn't define __round__ method`);
  }],
  divmod: ['x, y', (rt, [x, y]) => {
    const own = x instanceof Instance ? rt.findInClass(x.cls, '__divmod__') : undefined;
    if (own !== undefined) return rt.call(own, [x!, y!]);
    return new Tuple([rt.binary('//', x!, y!), rt.binary('%', x!, y!)]);
  }],
  pow: ['base, exp, mod=None', (rt, [base, exponent, modulus]) => {
    const power = rt.binary('**', base!, exponent!);
    return modulus === null ? power : rt.binary('%', power, modulus!);
  }],
  isinstance: ['object, classinfo', (rt, [object, classes]) => isInstanceOf(rt, object!, classes!)],
  issubclass: ['cls, classinfo', (rt, [cls, classes]) => {
    if (!(cls instanceof Class)) return cls instanceof Unknown || cls instanceof Either ? rt.unknown('whether it is a subclass') : rt.raise('TypeError', 'issubclass() arg 1 must be a class');
    return isAnyOf(rt, (other) => cls.mro.includes(other) || (cls.open ? undefined : false), classes!) ?? rt.unknown('whether it is a subclass');
  }],
  callable: ['object', (rt, [object]) => {
    const answers = (object instanceof Either ? object.options : [object!]).map((o) => isCallable(rt, o) || (o instanceof Unknown || (o instanceof Instance && o.cls.open) ? undefined : false));
    return answers.every((a) => a === answers[0]) && answers[0] !== undefined ? answers[0] : rt.unknown('whether it can be called');
  }],
  getattr: ['object, name, *default', (rt, [object, name, fallback]) => {
    if (typeof name !== 'string') return rt.unknown('an attribute whose name is not known');
    const otherwise = fallback instanceof Tuple ? fallback.items[0] : undefined;
    if (otherwise === undefined) return rt.getAttribute(object!, name);
    const found = softly(rt, object!, name);
    return found === undefined ? otherwise : found;
  }],
  hasattr: ['object, name', (rt, [object, name]) => {
    if (typeof name !== 'string' || (object instanceof Unknown && !(object instanceof UnknownRest))) return rt.unknown('whether there is an attribute');
    const found = softly(rt, object!, name);
    if (found instanceof Unknown && (object instanceof Instance ? object.cls.open : object instanceof Class && object.open))
      return rt.unknown('whether there is an attribute: a base class is unknown');
    // A library's module has names that nobody listed here.
    if (found === undefined && object instanceof Module && /^(convlens:.*)?$/.test(object.file) && !object.missing)
      return rt.unknown(`whether ${object.name} has ${name}`);
    return found !== undefined;
  }],
  setattr: ['object, name, value', (rt, [object, name, value]) => {
    if (typeof name === 'string') rt.setAttribute(object!, name, value!);
    else if (object instanceof Module) (rt as Interpreter).modules.openNamesOf(object, rt.unknown('a name that is not known was set'));
    else if (object instanceof Instance) {
      object.anyName = true;
      // A class that keeps its attributes itself may want to know that one of unknown name was set.
      const own = rt.findInClass(object.cls, '__setattr__');
      if (own instanceof Native) rt.call(own, [object, name!, value!]);
    }
    return null;
  }],
  delattr: ['object, name', (rt, [object, name]) => {
    if (typeof name === 'string') rt.deleteAttribute(object!, name);
    return null;
  }],
  id: ['object', (rt, [object]) => identity(object!) ?? rt.unknown('an address')],
  hash: ['object', (rt, [object]) => hashNumber(core(rt), object!)],
  repr: ['object', (rt, [object]) => rt.representation(object!) ?? rt.unknown('a text that is not known')],
  ascii: ['object', (rt, [object]) => {
    const text = rt.representation(object!);
    return text === undefined ? rt.unknown('a text that is not known') : asciiText(text);
  }],
  format: ['value, format_spec=""', (rt, [value, spec]) => formatValue(rt, value!, typeof spec === 'string' ? spec : '') ?? rt.unknown('a text that is not known')],
  ord: ['c', (rt, [c]) => {
    const text = plainText(c);
    if (text === undefined) return rt.unknown('a code');
    const characters = [...text];
    return characters.length === 1 ? text.codePointAt(0)! : rt.raise('TypeError', `ord() expected a character, but string of length ${characters.length} found`);
  }],
  chr: ['i', (rt, [i]) => (typeof i === 'number' && i >= 0 && i < 0x110000 ? String.fromCodePoint(i) : rt.unknown('a character'))],
  hex: ['x', (rt, [x]) => (typeof x === 'number' ? `${x < 0 ? '-' : ''}0x${Math.abs(x).toString(16)}` : rt.unknown('a text'))],
  oct: ['x', (rt, [x]) => (typeof x === 'number' ? `${x < 0 ? '-' : ''}0o${Math.abs(x).toString(8)}` : rt.unknown('a text'))],
  bin: ['x', (rt, [x]) => (typeof x === 'number' ? `${x < 0 ? '-' : ''}0b${Math.abs(x).toString(2)}` : rt.unknown('a text'))],
  iter: ['object, *sentinel', (rt, [object, sentinel]) => {
    if (sentinel instanceof Tuple && sentinel.items.length > 0)
      return lazily('callable_iterator', function* () {
        for (;;) {
          const item = rt.call(object!, []);
          const ends = rt.equal(item, sentinel.items[0]!);
          if (ends) return;
          if (ends === undefined) {
            yield new UnknownRest('where an iterator ends is not known');
            return;
          }
          yield item;
        }
      });
    if (object instanceof Iter || object instanceof Unknown) return object;
    const own = object instanceof Instance ? rt.findAttribute(object, '__iter__') : undefined;
    if (own !== undefined) return rt.call(own, []);
    const reader = rt.iterate(object!);
    if (!('next' in reader)) return reader;
    return lazily('iterator', () => elements(rt, object!));
  }],
  next: ['iterator, *default', (rt, [iterator, fallback]) => {
    if (iterator instanceof Unknown) return iterator;
    const otherwise = fallback instanceof Tuple ? fallback.items[0] : undefined;
    if (iterator instanceof Iter) {
      rt.touch(iterator);
      const item = iterator.source.next();
      if (item !== undefined) return item;
      return otherwise !== undefined ? otherwise : rt.raise('StopIteration', '');
    }
    const own = rt.findAttribute(iterator!, '__next__');
    if (own === undefined) return rt.raise('TypeError', `'${rt.typeName(iterator!)}' object is not an iterator`);
    if (otherwise === undefined) return rt.call(own, []);
    return core(rt).tryCall(own, [], 'StopIteration') ?? otherwise;
  }],
  zip: ['*iterables, strict=False', (rt, [iterables, strict]) => {
    const lists = iterables instanceof Tuple ? iterables.items : [];
    const readers = lists.map((l) => rt.iterate(l));
    const odd = readers.find((r) => !('next' in r));
    if (odd) return odd as Unknown;
    return lazily('zip', function* () {
      for (;;) {
        const items: Value[] = [];
        for (const [i, reader] of readers.entries()) {
          const item = (reader as { next(): Value | undefined }).next();
          if (item === undefined) {
            if (strict !== true) return;
            if (i > 0) return rt.raise('ValueError', `zip() argument ${i + 1} is shorter than argument${i > 1 ? 's 1-' : ' '}${i}`);
            const longer = readers.slice(1).findIndex((other) => (other as { next(): Value | undefined }).next() !== undefined);
            return longer < 0 ? undefined : rt.raise('ValueError', `zip() argument ${longer + 2} is longer than argument${longer > 0 ? 's 1-' : ' '}${longer + 1}`);
          }
          if (item instanceof UnknownRest) {
            yield item;
            return;
          }
          items.push(item);
        }
        if (items.length === 0) return;
        yield new Tuple(items);
      }
    });
  }],
  enumerate: ['iterable, start=0', (rt, [iterable, start]) => {
    const reader = rt.iterate(iterable!);
    if (!('next' in reader)) return reader;
    return lazily('enumerate', function* () {
      for (let i = 0; ; i++) {
        const item = reader.next();
        if (item === undefined) return;
        if (item instanceof UnknownRest) {
          yield item;
          return;
        }
        yield new Tuple([typeof start === 'number' ? start + i : rt.binary('+', start!, i), item]);
      }
    });
  }],
  map: ['function, *iterables', (rt, [func, iterables]) => {
    const lists = iterables instanceof Tuple ? iterables.items : [];
    const readers = lists.map((l) => rt.iterate(l));
    const odd = readers.find((r) => !('next' in r));
    if (odd) return odd as Unknown;
    return lazily('map', function* () {
      for (;;) {
        const items: Value[] = [];
        for (const reader of readers) {
          const item = (reader as { next(): Value | undefined }).next();
          if (item === undefined) return;
          if (item instanceof UnknownRest) {
            yield item;
            return;
          }
          items.push(item);
        }
        yield rt.call(func!, items);
      }
    });
  }],
  filter: ['function, iterable', (rt, [func, iterable]) => {
    const reader = rt.iterate(iterable!);
    if (!('next' in reader)) return reader;
    return lazily('filter', function* () {
      for (;;) {
        const item = reader.next();
        if (item === undefined) return;
        if (item instanceof UnknownRest) {
          yield item;
          return;
        }
        const keep = rt.truth(func === null ? item : rt.call(func!, [item]));
        if (keep === undefined) {
          yield new UnknownRest('whether an element is kept is not known');
          return;
        }
        if (keep) yield item;
      }
    });
  }],
  reversed: ['sequence', (rt, [sequence]) => (sequence instanceof Unknown ? sequence : reversedOf(rt, sequence!))],
  sorted: ['iterable, *, key=None, reverse=False', (rt, [iterable, key, reverse]) => {
    const items = rt.toList(iterable!);
    const sorted = items && sortValues(rt, items, key!, reverse!);
    return sorted ? new List(sorted) : rt.unknown('a sorted list whose order is not known');
  }],
  vars: ['*object', (rt, [object]) => {
    const only = object instanceof Tuple ? object.items[0] : undefined;
    return only === undefined ? rt.unknown('the local names') : rt.getAttribute(only, '__dict__');
  }],
  locals: ['', (rt) => rt.unknown('the local names')],
  globals: ['', (rt) => globalNames(rt)],
  dir: ['*object', (rt, [object]) => {
    const only = object instanceof Tuple ? object.items[0] : undefined;
    if (only instanceof Module) {
      // Modules whose members are made when they are asked for say their names in __all__.
      const all = only.globals.get('__all__');
      return new List([...new Set([...only.globals.keys(), ...(all instanceof List ? (all.items as string[]) : [])])].sort());
    }
    if (only instanceof Class) return new List([...new Set(only.mro.flatMap((c) => [...c.dict.keys()]))].sort());
    const own = only instanceof Instance ? rt.findInClass(only.cls, '__dir__') : undefined;
    if (own !== undefined && !core(rt).isInherited(own)) {
      const names = rt.toList(rt.call(own, [only!]));
      return names && names.every((name) => typeof name === 'string') ? new List([...(names as string[])].sort()) : rt.unknown('the names of an object');
    }
    if (only instanceof Instance) return new List([...new Set([...only.attributes.keys(), ...only.cls.mro.flatMap((c) => [...c.dict.keys()])])].sort());
    return rt.unknown('the names of an object');
  }],
};

/** An attribute, or undefined where there is none or reading it raises AttributeError. Unknown library members count as missing. */
function softly(rt: Runtime, object: Value, name: string): Value | undefined {
  return rt.findAttribute(object, name);
}

/** `**kwargs` as a native got them: null where there were none. */
function keywordsOf(kwargs: Value | undefined): Map<string, Value> | null {
  if (!(kwargs instanceof Dict) || kwargs.entries.size === 0) return null;
  const named = new Map<string, Value>();
  for (const { key, value } of kwargs.entries.values()) if (typeof key === 'string') named.set(key, value);
  return named;
}

/** The module whose text is being run. */
function currentModule(rt: Runtime): Module | null {
  const name = rt.site?.unit.file.moduleName;
  const found = name === undefined ? null : core(rt).modules.loaded.entries.get(rt.hashKey(name))?.value;
  return found instanceof Module ? found : null;
}

/** `types.FunctionType(f.__code__, f.__globals__, argdefs=f.__defaults__, closure=f.__closure__)`: another function that does the same. */
function copyOfFunction([code, , name, defaults]: readonly Value[], kwargs: ReadonlyMap<string, Value> | null): Func | undefined {
  const func = code instanceof Instance ? code.payload : undefined;
  const given = defaults ?? kwargs?.get('argdefs') ?? null;
  if (!(func instanceof Func)) return undefined;
  const own = func.code.parameters.filter((parameter, i) => parameter.kind !== 'keywordOnly' && func.defaults[i] !== undefined).length;
  if ((given instanceof Tuple ? given.items.length : 0) !== own) return undefined;
  const called = name ?? kwargs?.get('name');
  return new Func(typeof called === 'string' ? called : func.name, func.qualifiedName, func.module, func.code, func.defaults, func.closure, func.place, func.owner);
}

function globalNames(rt: Runtime): Value {
  const module = currentModule(rt);
  return module ? core(rt).globalsOf(module) : rt.unknown('the global names');
}

/** `eval` of a text that is a plain expression: model libraries write `eval('nn.ReLU')`. Nothing of the machine's is ever run. */
function evaluateText(rt: Runtime, text: string): Value {
  const module = currentModule(rt);
  return module && text.length < 2000 ? core(rt).evaluate(text, module) : rt.unknown('the value of a text');
}

function quantify(rt: Runtime, iterable: Value, wanted: boolean): Value {
  const reader = rt.iterate(iterable);
  if (!('next' in reader)) return rt.unknown(`${wanted ? 'any' : 'all'} of values that are not known`);
  let unknown = false;
  for (;;) {
    const item = reader.next();
    if (item === undefined) return unknown ? rt.unknown('a truth value that is not known') : !wanted;
    if (item instanceof UnknownRest) return rt.unknown('a truth value that is not known');
    const truth = rt.truth(item);
    if (truth === undefined) unknown = true;
    else if (truth === wanted) return wanted;
  }
}

const identities = new WeakMap<object, number>();
let nextIdentity = 0x7f0000000000;

function identity(value: Value): number | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return typeof value === 'number' ? value : undefined;
  let id = identities.get(value);
  if (id === undefined) identities.set(value, (id = nextIdentity += 48));
  return id;
}
