/** PyTorch's small types: dtypes, devices, torch.Size, finfo, result tuples. */
import { native, method } from '../../../interpreter/native';
import type { Runtime } from '../../../interpreter/runtime';
import {
  Class,
  type DType,
  Float,
  Instance,
  isInt,
  List,
  Property,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../../../interpreter/values';
import { type Dim, product } from './sizes';

/** Kind and bits per dtype name. */
const dtypes: Readonly<Record<string, readonly [DType, number]>> = {
  float32: ['float', 32],
  float: ['float', 32],
  float64: ['float', 64],
  double: ['float', 64],
  float16: ['float', 16],
  half: ['float', 16],
  bfloat16: ['float', 16],
  float8_e4m3fn: ['float', 8],
  float8_e5m2: ['float', 8],
  float8_e4m3fnuz: ['float', 8],
  float8_e5m2fnuz: ['float', 8],
  int64: ['int', 64],
  long: ['int', 64],
  int32: ['int', 32],
  int: ['int', 32],
  int16: ['int', 16],
  short: ['int', 16],
  int8: ['int', 8],
  uint8: ['int', 8],
  uint16: ['int', 16],
  uint32: ['int', 32],
  uint64: ['int', 64],
  qint8: ['int', 8],
  quint8: ['int', 8],
  qint32: ['int', 32],
  bool: ['bool', 8],
  complex64: ['complex', 64],
  cfloat: ['complex', 64],
  complex128: ['complex', 128],
  cdouble: ['complex', 128],
  complex32: ['complex', 32],
  chalf: ['complex', 32],
};
const aliases: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  cfloat: 'complex64',
  cdouble: 'complex128',
  chalf: 'complex32',
};

export const dtypeNames = Object.keys(dtypes);

/** What is made once per runtime. */
interface Types {
  readonly dtypes: Map<string, Instance>;
  readonly classes: Map<string, Class>;
  readonly tuples: Map<string, Class>;
}
const made = new WeakMap<Runtime, Types>();

function typesOf(runtime: Runtime): Types {
  let types = made.get(runtime);
  if (!types)
    made.set(runtime, (types = { dtypes: new Map(), classes: new Map(), tuples: new Map() }));
  return types;
}

/** A class of torch's own, made once per runtime. */
export function torchClass(
  runtime: Runtime,
  name: string,
  bases: readonly string[],
  fill: (cls: Class) => void,
): Class {
  const { classes } = typesOf(runtime);
  let cls = classes.get(name);
  if (!cls) {
    const parents = bases
      .map((b) => runtime.builtin(b))
      .filter((b): b is Class => b instanceof Class);
    cls = new Class(name, parents, 'torch');
    cls.mro = [cls, ...(parents[0]?.mro ?? [])];
    cls.construct = parents[0]?.construct ?? null;
    classes.set(name, cls);
    fill(cls);
  }
  return cls;
}

// ---- dtypes --------------------------------------------------------------------------------------------------------

export function dtypeClass(runtime: Runtime): Class {
  return torchClass(runtime, 'dtype', ['object'], () => undefined);
}

/** The dtype object of a name: `float32`, `long`. */
export function dtypeObject(runtime: Runtime, name: string): Instance {
  const canonical = aliases[name] ?? name;
  const { dtypes: known } = typesOf(runtime);
  let dtype = known.get(canonical);
  if (!dtype) {
    const [kind, bits] = dtypes[canonical] ?? ['float', 32];
    dtype = new Instance(dtypeClass(runtime));
    dtype.payload = canonical;
    dtype.attributes.set('is_floating_point', kind === 'float');
    dtype.attributes.set('is_complex', kind === 'complex');
    dtype.attributes.set('is_signed', !canonical.startsWith('u') && kind !== 'bool');
    dtype.attributes.set('itemsize', bits / 8);
    known.set(canonical, dtype);
  }
  return dtype;
}

/** The kind of numbers a dtype argument means: torch dtypes, Python's `float`, `int`, `bool`, names; undefined where it means none. */
export function dtypeOf(value: Value | undefined): DType | undefined {
  const name = dtypeName(value);
  return name === undefined ? undefined : dtypes[name]?.[0];
}

/** The name of the dtype an argument means: `float32`. */
export function dtypeName(value: Value | undefined): string | undefined {
  if (value instanceof Instance && value.cls.name === 'dtype' && typeof value.payload === 'string')
    return value.payload;
  if (value instanceof Class && ['float', 'int', 'bool', 'complex'].includes(value.name))
    return { float: 'float64', int: 'int64', bool: 'bool', complex: 'complex128' }[value.name];
  if (value instanceof Class && value.name.startsWith('numpy.'))
    return dtypeName(value.name.slice(6));
  if (typeof value === 'string') {
    const name = value.replace(/^torch\./, '');
    return dtypes[name] ? (aliases[name] ?? name) : undefined;
  }
  return undefined;
}

/** The dtype object that a cast noted on a tensor, where it differs from the kind's usual one. */
export function exactDType(tensor: Tensor): Instance | null {
  const noted = tensor.attributes?.get('dtype');
  return noted instanceof Instance ? noted : null;
}

const usual: Readonly<Record<DType, string>> = {
  float: 'float32',
  int: 'int64',
  bool: 'bool',
  complex: 'complex64',
};

/** What `tensor.dtype` answers. */
export function tensorDType(runtime: Runtime, tensor: Tensor): Instance {
  return exactDType(tensor) ?? dtypeObject(runtime, usual[tensor.dtype]);
}

/** Notes an exact dtype on a tensor, where it is not the kind's usual one. */
export function noteDType(runtime: Runtime, tensor: Tensor, name: string | undefined): Tensor {
  if (name !== undefined && name !== usual[tensor.dtype])
    (tensor.attributes ??= new Map()).set('dtype', dtypeObject(runtime, name));
  return tensor;
}

/** The wider kind of two: bool < int < float < complex. */
export function promote(a: DType, b: DType): DType {
  const order: readonly DType[] = ['bool', 'int', 'float', 'complex'];
  return order[Math.max(order.indexOf(a), order.indexOf(b))]!;
}

// ---- torch.Size ----------------------------------------------------------------------------------------------------

export function sizeClass(runtime: Runtime): Class {
  return torchClass(runtime, 'Size', ['tuple'], (cls) => {
    cls.dict.set(
      'numel',
      method('Size.numel', '', (rt, [self]) =>
        self instanceof Tuple && self.items.every(isInt)
          ? product(self.items as Dim[])
          : rt.unknown('number of elements'),
      ),
    );
    cls.construct = (rt, c, args) => {
      const items = args.length === 0 ? [] : rt.toList(args[0]!);
      if (!items) return rt.unknown('a size of unknown length');
      const size = new Tuple(items);
      size.cls = c;
      return size;
    };
  });
}

/** `tensor.shape` as Python has it. */
export function sizeTuple(runtime: Runtime, shape: readonly Dim[]): Tuple {
  const size = new Tuple(shape);
  size.cls = sizeClass(runtime);
  return size;
}

// ---- devices -------------------------------------------------------------------------------------------------------

export function deviceClass(runtime: Runtime): Class {
  return torchClass(runtime, 'device', ['object'], (cls) => {
    cls.construct = (rt, c, args) => makeDevice(c, args[0] ?? 'cpu', args[1] ?? null, rt);
    cls.dict.set(
      '__str__',
      method('__str__', '', (rt, [self]) => deviceText(self) ?? rt.unknown('device')),
    );
    cls.dict.set(
      '__eq__',
      method('__eq__', 'other', (rt, [self, other]) => {
        const [a, b] = [deviceText(self), deviceText(other)];
        return a === undefined || b === undefined ? rt.unknown('which device') : a === b;
      }),
    );
    cls.dict.set(
      '__hash__',
      method('__hash__', '', (rt, [self]) => {
        const text = deviceText(self);
        if (text === undefined) return rt.unknown('which device');
        return [...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 7);
      }),
    );
    cls.dict.set(
      '__enter__',
      method('__enter__', '', (_, [self]) => self!),
    );
    cls.dict.set(
      '__exit__',
      method('__exit__', '*args', () => null),
    );
  });
}

function makeDevice(cls: Class, name: Value, index: Value, runtime: Runtime): Value {
  if (name instanceof Instance && name.cls.name === 'device') return name;
  const device = new Instance(cls);
  if (typeof name === 'string') {
    const [type, number] = name.split(':');
    device.attributes.set('type', type!);
    device.attributes.set('index', number !== undefined ? Number(number) : index);
  } else {
    device.attributes.set(
      'type',
      typeof name === 'number' ? 'cuda' : runtime.unknown('which device'),
    );
    device.attributes.set('index', typeof name === 'number' ? name : null);
  }
  return device;
}

function deviceText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (!(value instanceof Instance)) return undefined;
  const type = value.attributes.get('type');
  const index = value.attributes.get('index');
  if (typeof type !== 'string') return undefined;
  return typeof index === 'number' ? `${type}:${index}` : type;
}

/** What `tensor.device` answers: everything lives on the processor. */
export function cpuDevice(runtime: Runtime): Value {
  return makeDevice(deviceClass(runtime), 'cpu', null, runtime);
}

// ---- finfo and iinfo -----------------------------------------------------------------------------------------------

const floatLimits: Readonly<
  Record<string, { eps: number; max: number; tiny: number; bits: number; resolution: number }>
> = {
  float32: {
    eps: 2 ** -23,
    max: (2 - 2 ** -23) * 2 ** 127,
    tiny: 2 ** -126,
    bits: 32,
    resolution: 1e-6,
  },
  float64: { eps: 2 ** -52, max: Number.MAX_VALUE, tiny: 2 ** -1022, bits: 64, resolution: 1e-15 },
  float16: { eps: 2 ** -10, max: 65504, tiny: 2 ** -14, bits: 16, resolution: 1e-3 },
  bfloat16: {
    eps: 2 ** -7,
    max: (2 - 2 ** -7) * 2 ** 127,
    tiny: 2 ** -126,
    bits: 16,
    resolution: 1e-2,
  },
};

export function finfoClass(runtime: Runtime): Class {
  return torchClass(runtime, 'finfo', ['object'], (cls) => {
    cls.construct = (rt, c, args) => {
      const name = args.length ? dtypeName(args[0]) : 'float32';
      const limits = name === undefined ? undefined : floatLimits[name];
      if (!limits) return rt.unknown('limits of an unknown type');
      const info = new Instance(c);
      const set = (key: string, value: Value): unknown => info.attributes.set(key, value);
      set('eps', new Float(limits.eps));
      set('max', new Float(limits.max));
      set('min', new Float(-limits.max));
      set('tiny', new Float(limits.tiny));
      set('smallest_normal', new Float(limits.tiny));
      set('resolution', new Float(limits.resolution));
      set('bits', limits.bits);
      set('dtype', name!);
      return info;
    };
  });
}

export function iinfoClass(runtime: Runtime): Class {
  return torchClass(runtime, 'iinfo', ['object'], (cls) => {
    cls.construct = (rt, c, args) => {
      const name = dtypeName(args[0]);
      const bits = name === undefined ? undefined : dtypes[name]?.[1];
      if (name === undefined || bits === undefined) return rt.unknown('limits of an unknown type');
      const signed = !name.startsWith('u');
      const info = new Instance(c);
      // 64-bit limits are no safe integers: they are told as floats.
      const number = (value: number): Value =>
        Number.isSafeInteger(value) ? value : new Float(value);
      info.attributes.set('max', number(signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1));
      info.attributes.set('min', number(signed ? -(2 ** (bits - 1)) : 0));
      info.attributes.set('bits', bits);
      info.attributes.set('dtype', name);
      return info;
    };
  });
}

// ---- result tuples -------------------------------------------------------------------------------------------------

/** `torch.return_types.max` and the like: a tuple whose elements have names too. */
export function namedResult(
  runtime: Runtime,
  name: string,
  fields: readonly string[],
  items: readonly Value[],
): Tuple {
  const { tuples } = typesOf(runtime);
  let cls = tuples.get(name);
  if (!cls) {
    const parent = runtime.builtin('tuple');
    const parents = parent instanceof Class ? [parent] : [];
    cls = new Class(name, parents, 'torch.return_types');
    cls.mro = [cls, ...(parents[0]?.mro ?? [])];
    cls.dict.set('_fields', new Tuple(fields));
    fields.forEach((field, i) => {
      const get = native(field, 'self', (rt, [self]) =>
        self instanceof Tuple ? (self.items[i] ?? rt.unknown(field)) : rt.unknown(field),
      );
      cls!.dict.set(field, new Property(get, null));
    });
    tuples.set(name, cls);
  }
  const tuple = new Tuple(items);
  tuple.cls = cls;
  return tuple;
}

/** The elements of a list or tuple; undefined for anything else. */
export function elementsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof List && value.unknown) return undefined;
  return value instanceof List || value instanceof Tuple ? value.items : undefined;
}

/** True where a value stands for something that is not known. */
export function isUnknown(value: Value | undefined): value is Unknown {
  return value instanceof Unknown;
}
