/** Classes: what a `class` statement, `type(…)` and `super()` make. */
import type { Interpreter } from './interpreter';
import { native } from './native';
import type { Place } from './place';
import {
  Class,
  ClassMethod,
  Dict,
  Either,
  Func,
  Instance,
  linearise,
  Native,
  Property,
  StaticMethod,
  Tuple,
  Unknown,
  type Value,
} from './values';

/** `super()`: attributes are looked for after `owner` in the mro of `type`. */
export class SuperObject extends Instance {
  constructor(
    cls: Class,
    readonly owner: Class,
    readonly receiver: Value,
    readonly type: Class,
  ) {
    super(cls);
  }
}

/** Looks along the mro, cached until any class changes. */
export function lookup(cls: Class, name: string): Value | undefined {
  let { found } = cls;
  if (found === null || cls.foundVersion !== Class.version) {
    found = cls.found = new Map();
    cls.foundVersion = Class.version;
  } else {
    const known = found.get(name);
    if (known !== undefined || found.has(name)) return known;
  }
  let value: Value | undefined;
  for (const ancestor of cls.mro) {
    value = ancestor.dict.get(name);
    if (value !== undefined) break;
  }
  found.set(name, value);
  return value;
}

/** Looks in the mro after `owner`, for `super()`. */
export function lookupAfter(type: Class, owner: Class, name: string): Value | undefined {
  const { mro } = type;
  for (let i = mro.indexOf(owner) + 1; i < mro.length; i++) {
    const value = mro[i]!.dict.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export interface ClassParts {
  readonly name: string;
  readonly qualifiedName?: string;
  readonly bases: readonly Value[];
  readonly namespace: ReadonlyMap<string, Value>;
  readonly keywords: ReadonlyMap<string, Value> | null;
  readonly annotations?: readonly { name: string; text: string }[];
  readonly module: string;
  readonly place: Place | null;
  /** Told the class before hooks run, so that `super()` works in them. */
  readonly onMade?: (cls: Class) => void;
}

/** Makes a class; a metaclass that is a class of the source runs its `__new__` and `__init__`. */
export function makeClass(rt: Interpreter, parts: ClassParts): Value {
  const metaclass = metaclassOf(rt, parts);
  if (metaclass) {
    const make = lookup(metaclass, '__new__');
    const init = lookup(metaclass, '__init__');
    const makes = make instanceof StaticMethod && make.func instanceof Func ? make.func : null;
    if (makes || init instanceof Func) {
      const keywords = new Map(parts.keywords ?? []);
      keywords.delete('metaclass');
      const args = () => [parts.name, new Tuple(parts.bases), rt.dictOf([...parts.namespace])];
      rt.classParts.push(parts);
      let made: Value;
      try {
        made = makes ? rt.call(makes, [metaclass, ...args()], keywords) : plainClass(rt, parts, metaclass);
      } finally {
        rt.classParts.pop();
      }
      if (init instanceof Func && made instanceof Class) rt.call(init, [made, ...args()], keywords);
      return made;
    }
  }
  return plainClass(rt, parts, metaclass);
}

/** `type.__new__(metaclass, name, bases, namespace)`, called by a metaclass of the source. */
export function typeNew(rt: Interpreter, metaclass: Class | null, name: string, bases: Value, namespace: Value, keywords: ReadonlyMap<string, Value>): Value {
  const outer = rt.classParts[rt.classParts.length - 1];
  const names = new Map<string, Value>();
  if (namespace instanceof Dict)
    for (const { key, value } of namespace.entries.values()) if (typeof key === 'string') names.set(key, value);
  const parts: ClassParts = {
    ...(outer && outer.name === name ? outer : { module: '__main__', place: null }),
    name,
    bases: rt.toList(bases) ?? [],
    namespace: names,
    keywords,
  };
  // `type(name, bases, namespace)` takes the metaclass of the bases.
  return metaclass === null ? makeClass(rt, parts) : plainClass(rt, parts, metaclass);
}

function metaclassOf(rt: Interpreter, parts: ClassParts): Class | null {
  const stated = parts.keywords?.get('metaclass');
  if (stated instanceof Class && stated !== rt.builtin('type')) return stated;
  let best: Class | null = null;
  for (const base of parts.bases)
    if (base instanceof Class && base.metaclass && (!best || base.metaclass.mro.includes(best))) best = base.metaclass;
  return best;
}

function plainClass(rt: Interpreter, parts: ClassParts, metaclass: Class | null): Value {
  const bases: Class[] = [];
  // A metaclass that is not known may call what it likes before `__init__` and add what it likes.
  let open = parts.keywords?.get('metaclass') instanceof Unknown;
  for (const base of parts.bases) {
    const cls = baseClass(rt, base);
    if (cls === 'open') open = true;
    else if (cls && !bases.includes(cls)) bases.push(cls);
  }
  const object = rt.builtin('object');
  const generic = bases.filter((base) => base !== object || bases.length === 1);
  if (generic.length === 0 && object instanceof Class) generic.push(object);
  const cls = new Class(parts.name, generic, parts.module, parts.place);
  if (generic.length > 1 && !linearise(cls, generic))
    rt.raise('TypeError', `Cannot create a consistent method resolution order (MRO) for bases ${generic.map((b) => b.name).join(', ')}`);
  cls.metaclass = metaclass;
  cls.open = open || generic.some((base) => base.open);
  // A prelude's class stands for one that may have more than it shows.
  const stands = parts.place?.unit.file.origin === 'prelude';
  cls.generic =
    bases.length < parts.bases.length || generic.some((base) => (base === object ? stands : base.generic)) || parts.place === null;
  cls.dict = new Map(parts.namespace);
  cls.dict.set('__module__', parts.module);
  cls.dict.set('__qualname__', parts.qualifiedName ?? parts.name);
  if (!cls.dict.has('__doc__')) cls.dict.set('__doc__', stands ? rt.unknown(`the docstring of ${parts.name}`) : null);
  for (const [name, value] of parts.namespace) {
    if (value instanceof Func) {
      if (name === '__new__') cls.dict.set(name, new StaticMethod(value));
      else if (name === '__init_subclass__' || name === '__class_getitem__') cls.dict.set(name, new ClassMethod(value));
      value.owner ??= cls;
    }
  }
  if (parts.namespace.has('__eq__') && !parts.namespace.has('__hash__')) cls.dict.set('__hash__', null);
  cls.annotations = (parts.annotations ?? []).map(({ name, text }) => ({ name, text, value: parts.namespace.get(name) }));
  for (const [name, value] of parts.namespace) {
    if (!(value instanceof Instance)) continue;
    const hook = lookup(value.cls, '__set_name__');
    if (hook !== undefined) rt.call(hook, [value, cls, name]);
  }
  const keywords = new Map(parts.keywords ?? []);
  keywords.delete('metaclass');
  parts.onMade?.(cls);
  for (const ancestor of cls.mro.slice(1)) {
    if (!ancestor.onSubclass) continue;
    ancestor.onSubclass(rt, cls, generic, keywords);
    cls.found = null;
    break;
  }
  const hook = lookupAfter(cls, cls, '__init_subclass__');
  if (hook instanceof ClassMethod && hook.func instanceof Func) rt.call(hook.func, [cls], keywords);
  cls.found = null;
  return cls;
}

/** What a base becomes: a class, nothing (typing's harmless ones), or 'open' where nobody knows what it brings. */
function baseClass(rt: Interpreter, base: Value): Class | 'open' | null {
  if (base instanceof Class) return base;
  if (base instanceof Unknown) return 'open';
  if (base instanceof Either) return 'open';
  if (base instanceof Instance) {
    const entries = rt.findAttribute(base, '__mro_entries__');
    if (entries !== undefined && !(entries instanceof Unknown)) {
      const made = rt.toList(rt.call(entries, [new Tuple([base])]));
      return made?.[0] instanceof Class ? made[0] : null;
    }
    return 'open';
  }
  if (base instanceof Native) return /^(typing|typing_extensions)\b/.test(base.name) ? null : 'open';
  return 'open';
}

/** `super(cls, object)`; the receiver may be a class (class methods, `__new__`). */
export function makeSuper(rt: Interpreter, owner: Class, receiver: Value): Value {
  const superClass = rt.builtin('super');
  const type =
    receiver instanceof Class && receiver.mro.includes(owner) ? receiver : rt.classOf(receiver);
  if (!type.mro.includes(owner)) {
    if (receiver instanceof Unknown) return receiver;
    rt.raise('TypeError', 'super(type, obj): obj must be an instance or subtype of type');
  }
  return new SuperObject(superClass as Class, owner, receiver, type);
}

/** The members of `object` that the core relies on, for builtins that do not bring them. */
export function objectMembers(): [string, Value][] {
  const self = (name: string, parameters: string, run: Native['run']) =>
    [name, new Native(`object.${name}`, native(name, parameters ? `self, ${parameters}` : 'self', run).signature, run, true)] as [string, Value];
  return [
    ['__new__', new StaticMethod(native('object.__new__', 'cls, *args, **kwargs', (rt, [cls]) => (cls instanceof Class ? rt.instantiate(cls) : rt.unknown('a class that is not known'))))],
    self('__init__', '*args, **kwargs', () => null),
    self('__setattr__', 'name, value', (rt, [object, name, value]) => {
      (rt as Interpreter).plainSetAttribute(object!, String(name), value!);
      return null;
    }),
    self('__getattribute__', 'name', (rt, [object, name]) => (rt as Interpreter).plainGetAttribute(object!, String(name))),
    self('__delattr__', 'name', (rt, [object, name]) => {
      (rt as Interpreter).plainDeleteAttribute(object!, String(name));
      return null;
    }),
    self('__eq__', 'other', (rt, [a, b]) => (a === b ? true : (rt as Interpreter).notImplemented)),
    self('__ne__', 'other', (rt, [a, b]) => rt.compare('!=', a!, b!)),
    self('__hash__', '', (rt) => rt.unknown('the hash of an object')),
    self('__repr__', '', (rt, [object]) => rt.representation(object!) ?? rt.unknown('a text that is not known')),
    self('__str__', '', (rt, [object]) => rt.text(object!) ?? rt.unknown('a text that is not known')),
    self('__format__', 'spec', (rt, [object]) => rt.text(object!) ?? rt.unknown('a text that is not known')),
    self('__dir__', '', (rt) => rt.unknown('the names of an object')),
    self('__reduce_ex__', 'protocol', (rt) => rt.unknown('a pickled object')),
    self('__sizeof__', '', (rt) => rt.unknown('the size of an object in memory')),
    ['__init_subclass__', new ClassMethod(native('object.__init_subclass__', 'cls, **kwargs', () => null))],
  ];
}

export type { Property };
