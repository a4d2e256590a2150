/**
 * Objects of a library's classes, made once per arguments and copied from then on: most of a network's layers are made of the same few settings.
 *
 * Only where `__init__` is a function of its arguments: classes of a library's own text that say so (`Class.repeatable`), called with plain values, outside of
 * branches, of `try` and of module calls. What a class, a function or a module of the library is changed to by a program ends all templates made before.
 */
import type { Frame } from './frame';
import type { Interpreter } from './interpreter';
import type { CallSite, Place } from './place';
import {
  Bound,
  Bytes,
  Class,
  Dict,
  Ellipsis,
  Float,
  Func,
  Instance,
  type Key,
  List,
  Module,
  Native,
  Poly,
  PySet,
  Quotient,
  Slice,
  Tensor,
  Tuple,
  type Value,
} from './values';

/** Objects of one class by the text of their arguments. */
const MOST = 500;

/** One copy in the making: the objects made so far, by their number in the template. */
interface Copy {
  readonly made: (Value | undefined)[];
  readonly site: CallSite | null;
  readonly place: Place | null;
}
type Make = (copy: Copy) => Value;

export interface Template {
  readonly version: number;
  readonly make: (copy: Copy) => Instance;
  /** Numbers of the objects that the trace lists as modules, in their order. */
  readonly modules: readonly number[];
}

/** Holds something that a copy would share with the first object. */
class Unfit {}

/** The text of plain arguments; null where one is not plain. */
export function argumentsKey(args: readonly Value[], kwargs: ReadonlyMap<string, Value> | null): string | null {
  let key = '';
  for (const value of args) {
    const text = keyOf(value);
    if (text === null) return null;
    key += text;
  }
  if (kwargs)
    for (const [name, value] of kwargs) {
      const text = keyOf(value);
      if (text === null) return null;
      key += `${name}=${text}`;
    }
  return key;
}

function keyOf(value: Value): string | null {
  switch (typeof value) {
    case 'number':
      return `${value},`;
    case 'boolean':
      return value ? 'T,' : 'F,';
    case 'string':
      return `${value.length}'${value}`;
  }
  if (value === null) return 'N,';
  if (value instanceof Float) return `f${value.value},`;
  if (value instanceof Tuple && value.cls === null) {
    let key = '(';
    for (const item of value.items) {
      const text = keyOf(item);
      if (text === null) return null;
      key += text;
    }
    return `${key})`;
  }
  return null;
}

/** May objects of this class be made from a template? Asked once per class. */
export function isRepeatable(cls: Class): boolean {
  cls.isRepeatable ??= cls.place?.unit.file.origin === 'prelude' && cls.mro.some((ancestor) => ancestor.repeatable);
  return cls.isRepeatable;
}

/** A copy of the object made before with the same arguments; undefined where there is none (any more). */
export function fromTemplate(rt: Interpreter, cls: Class, key: string): Instance | undefined {
  const template = cls.templates?.get(key);
  if (!template || template.version !== Class.libraryVersion) return undefined;
  rt.checkEvents();
  const copy: Copy = { made: [], site: rt.creationSite(), place: rt.userPlace() };
  const made = template.make(copy);
  for (const index of template.modules) rt.trace.modules.push(copy.made[index] as Instance);
  return made;
}

/** Keeps an object just made. `modules`: what its making has put into the trace. */
export function keepTemplate(cls: Class, key: string, instance: Instance, modules: readonly Instance[]): void {
  const numbers = new Map<object, number>([[instance, 0]]);
  try {
    const make = instanceMaker(instance, 0, true, numbers);
    const listed = modules.map((module) => numbers.get(module));
    if (!listed.every((n) => n !== undefined)) return;
    cls.templates ??= new Map();
    if (cls.templates.size >= MOST) cls.templates.clear();
    cls.templates.set(key, { version: Class.libraryVersion, make, modules: listed });
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
  }
}

/** What makes a copy of a value; the value itself where copies may share it. */
function makerOf(value: Value, numbers: Map<object, number>): Value | Make {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float || value instanceof Poly || value instanceof Quotient || value instanceof Bytes || value instanceof Ellipsis) return value;
  if (value instanceof Slice) return value;
  if (value instanceof Tuple) return tupleMaker(value, numbers);
  if (value instanceof Class || value instanceof Native || value instanceof Module) return value;
  if (value instanceof Func) {
    // What was defined in `__init__` sees that call's names.
    if ((value.closure as Frame | null)?.func) throw new Unfit();
    return value;
  }
  const known = numbers.get(value);
  if (known !== undefined) return ({ made }) => made[known]!;
  const index = numbers.size;
  numbers.set(value, index);
  if (value instanceof Tensor) return tensorMaker(value, index);
  if (value instanceof Instance) return instanceMaker(value, index, false, numbers);
  if (value instanceof Dict) return dictMaker(value, index, numbers);
  if (value instanceof List) return listMaker(value, index, numbers);
  if (value instanceof PySet) return setMaker(value, index);
  if (value instanceof Bound) {
    const self = makerOf(value.self, numbers);
    const func = makerOf(value.func, numbers);
    return (copy) => new Bound(filled(self, copy), filled(func, copy));
  }
  throw new Unfit();
}

function filled(part: Value | Make, copy: Copy): Value {
  return typeof part === 'function' ? part(copy) : part;
}

function tupleMaker(value: Tuple, numbers: Map<object, number>): Value | Make {
  const items = value.items.map((item) => makerOf(item, numbers));
  if (items.every((item) => typeof item !== 'function')) return value;
  return (copy) => {
    const made = new Tuple(items.map((item) => filled(item, copy)));
    made.cls = value.cls;
    return made;
  };
}

function tensorMaker(value: Tensor, index: number): Make {
  const { shape, dtype, known, why, parameter, requiresGrad, initialisation, uninitialised, strides, origin } = value;
  if (why || (value.attributes && value.attributes.size > 0) || origin?.module || origin?.source) throw new Unfit();
  return ({ made, place }) => {
    const tensor = new Tensor(shape, dtype, known);
    tensor.parameter = parameter;
    tensor.requiresGrad = requiresGrad;
    tensor.initialisation = initialisation;
    tensor.uninitialised = uninitialised;
    tensor.strides = strides;
    tensor.origin = origin && { op: origin.op, place, module: null, source: null, factors: origin.factors };
    made[index] = tensor;
    return tensor;
  };
}

function instanceMaker(value: Instance, index: number, outermost: boolean, numbers: Map<object, number>): (copy: Copy) => Instance {
  const { cls, site, payload, incomplete } = value;
  if (payload !== undefined || incomplete) throw new Unfit();
  const names: string[] = [];
  const parts: (Value | Make)[] = [];
  for (const [name, part] of value.attributes) {
    names.push(name);
    parts.push(makerOf(part, numbers));
  }
  return (copy) => {
    const made = new Instance(cls, outermost ? copy.site : site);
    copy.made[index] = made;
    const { attributes } = made;
    for (let i = 0; i < names.length; i++) {
      const part = parts[i]!;
      attributes.set(names[i]!, typeof part === 'function' ? part(copy) : part);
    }
    return made;
  };
}

function dictMaker(value: Dict, index: number, numbers: Map<object, number>): Make {
  const { cls, open, factory, maybe } = value;
  if (value.attributes || maybe || (factory !== null && typeof factory === 'object' && !(factory instanceof Class))) throw new Unfit();
  const parts: [Key, Value, Value | Make][] = [];
  for (const [key, entry] of value.entries) {
    if (entry.key !== null && typeof entry.key === 'object') throw new Unfit();
    parts.push([key, entry.key, makerOf(entry.value, numbers)]);
  }
  return (copy) => {
    const made = new Dict();
    made.cls = cls;
    made.open = open;
    made.factory = factory;
    copy.made[index] = made;
    for (const [key, written, part] of parts) made.entries.set(key, { key: written, value: filled(part, copy) });
    return made;
  };
}

function listMaker(value: List, index: number, numbers: Map<object, number>): Make {
  if (value.unknown || value.attributes) throw new Unfit();
  const items = value.items.map((item) => makerOf(item, numbers));
  return (copy) => {
    const made = new List([]);
    made.cls = value.cls;
    copy.made[index] = made;
    for (const item of items) made.items.push(filled(item, copy));
    return made;
  };
}

function setMaker(value: PySet, index: number): Make {
  for (const item of value.entries.values()) if (item !== null && typeof item === 'object') throw new Unfit();
  return ({ made }) => {
    const set = new PySet(new Map(value.entries));
    set.frozen = value.frozen;
    made[index] = set;
    return set;
  };
}
