/** `object.name`: reading, writing, deleting; descriptors, `__getattr__`, and what functions, classes and modules have by themselves. Over 400 lines: one reader for each kind of value, each short. */
import type { Interpreter } from './interpreter';
import { lookup, lookupAfter, SuperObject } from './class';
import { native, signature } from './native';
import {
  Bound,
  Class,
  ClassMethod,
  Dict,
  Either,
  Func,
  Instance,
  Iter,
  List,
  Module,
  Native,
  Property,
  PySet,
  Range,
  Slice,
  StaticMethod,
  Tensor,
  Tuple,
  Unknown,
  UnknownRest,
  type Value,
} from './values';

/** What reading `name` finds; undefined where there is none. Exceptions of properties and `__getattr__` pass through. */
export function find(rt: Interpreter, object: Value, name: string): Value | undefined {
  if (object instanceof Instance) return object instanceof SuperObject ? findInSuper(rt, object, name) : findInInstance(rt, object, name);
  if (object instanceof Module) return findInModule(rt, object, name);
  if (object instanceof Tensor) return findInTensor(rt, object, name);
  if (object instanceof Unknown) return object;
  if (object instanceof Class) return findInClass(rt, object, name);
  if (object instanceof Func) return findInFunction(rt, object, name);
  if (object instanceof Either) return rt.overOptions(object, (option) => rt.getAttribute(option, name));
  if (object instanceof Bound) return findInBound(rt, object, name);
  if (object instanceof Native) return findInNative(rt, object, name);
  if (object instanceof Property) return findInProperty(object, name);
  if (object instanceof StaticMethod || object instanceof ClassMethod)
    return name === '__func__' || name === '__wrapped__' ? object.func : find(rt, object.func, name);
  if (object instanceof List || object instanceof Dict) {
    const own = object.attributes?.get(name);
    if (own !== undefined && !(rt.lookup(rt.classOf(object), name) instanceof Property)) return own;
    if (name === '__dict__') return rt.dictOf([...(object.attributes ?? [])]);
  }
  const cls = rt.classOf(object);
  const entry = lookup(cls, name);
  if (entry !== undefined) return bind(rt, entry, object, cls);
  if (object instanceof Iter) {
    const made = iteratorMethod(object, name);
    if (made) return made;
  }
  if (object instanceof Range || object instanceof Slice) {
    if (name === 'start') return object.start;
    if (name === 'stop') return object.stop;
    if (name === 'step') return object.step;
  }
  if (name === '__class__') return cls;
  if (name === '__doc__') return null;
  if (cls.open) return rt.unknown(`${cls.name}.${name} is not known`);
  const dynamic = object instanceof Tuple || object instanceof List || object instanceof Dict ? lookup(cls, '__getattr__') : undefined;
  if (dynamic !== undefined) return rt.call(dynamic, [object, name]);
  return undefined;
}

function findInInstance(rt: Interpreter, object: Instance, name: string): Value | undefined {
  const { cls } = object;
  const entry = lookup(cls, name);
  if (entry !== undefined) {
    if (entry instanceof Property) return getProperty(rt, entry, object, name);
    if (entry instanceof Instance && lookup(entry.cls, '__set__') !== undefined) return bind(rt, entry, object, cls);
  }
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  if (entry !== undefined) return bind(rt, entry, object, cls);
  const special = instanceSpecial(rt, object, name);
  if (special !== undefined) return special;
  const dynamic = lookup(cls, '__getattr__');
  if (dynamic !== undefined) return rt.call(dynamic, [object, name]);
  if (cls.open) return rt.unknown(`${cls.name}.${name} is not known: a base class is unknown`);
  return undefined;
}

function instanceSpecial(rt: Interpreter, object: Instance, name: string): Value | undefined {
  switch (name) {
    case '__class__':
      return object.cls;
    case '__dict__':
      return attributeDict(rt, object);
    case '__doc__':
      return null;
    default:
      return undefined;
  }
}

/** `__dict__`: writing into it writes attributes. */
function attributeDict(rt: Interpreter, object: Instance): Dict {
  return new AttributeDict(rt, object);
}

/** A dict whose string keys are the attributes of an object. */
class AttributeDict extends Dict {
  constructor(rt: Interpreter, object: Instance) {
    const entries = new Map<string, { key: Value; value: Value }>();
    for (const [key, value] of object.attributes) entries.set(key, { key, value });
    super(entries as never);
    const { attributes } = object;
    const { entries: map } = this;
    const set = map.set.bind(map);
    const remove = map.delete.bind(map);
    map.set = (key, entry) => {
      if (typeof key === 'string') {
        rt.touch(object);
        object.attributes.set(key, entry.value);
      }
      return set(key, entry);
    };
    map.delete = (key) => {
      if (typeof key === 'string') {
        rt.touch(object);
        object.attributes.delete(key);
      }
      return remove(key);
    };
    void attributes;
    // Updated from what is not known: so are the object's attributes.
    let open = object.anyName;
    Object.defineProperty(this, 'open', {
      get: () => open,
      set: (value: boolean) => {
        open = value;
        if (value) object.anyName = true;
      },
    });
  }
}

/** What an attribute of a class gives when it is read from an instance. */
export function bind(rt: Interpreter, entry: Value, object: Value, cls: Class): Value {
  if (entry instanceof Func) return new Bound(object, entry);
  if (entry instanceof Native) return entry.isMethod ? new Bound(selfFor(rt, entry, object), entry) : entry;
  if (entry instanceof Property) return getProperty(rt, entry, object, '');
  // A method of which one of several is meant: a decorator's condition is not known.
  if (entry instanceof Either) return new Either(entry.options.map((option) => bind(rt, option, object, cls)));
  if (entry instanceof StaticMethod) return entry.func;
  if (entry instanceof ClassMethod) return new Bound(cls, entry.func);
  if (entry instanceof Instance) {
    const get = lookup(entry.cls, '__get__');
    if (get !== undefined) return rt.call(get, [entry, object, cls]);
  }
  return entry;
}

/** Methods of str, int, float … work on the plain value. */
export function selfFor(rt: Interpreter, entry: Value, object: Value): Value {
  if (object instanceof Instance && object.payload !== undefined && rt.scalarMembers.has(entry)) return object.payload;
  return object;
}

export function getProperty(rt: Interpreter, property: Property, object: Value, name: string): Value {
  if (property.cached && object instanceof Instance) {
    const kept = object.attributes.get(name);
    if (kept !== undefined) return kept;
    const made = rt.call(property.get, [object]);
    if (name) {
      rt.touch(object);
      object.attributes.set(name, made);
    }
    return made;
  }
  if (property.get === null) return rt.raise('AttributeError', 'unreadable attribute');
  return rt.call(property.get, [property.get instanceof Native ? selfFor(rt, property, object) : object]);
}

function findInSuper(rt: Interpreter, object: SuperObject, name: string): Value | undefined {
  const entry = name === '__new__' ? makerAfter(rt, object) : lookupAfter(object.type, object.owner, name);
  if (entry === undefined) {
    if (name === '__class__') return object.cls;
    if (object.type.open) return rt.unknown(`super().${name} is not known: a base class is unknown`);
    return undefined;
  }
  if (name === '__new__') return entry instanceof StaticMethod ? entry.func : entry;
  if (object.receiver instanceof Class && object.receiver === object.type) {
    if (entry instanceof ClassMethod) return new Bound(object.type, entry.func);
    if (entry instanceof StaticMethod) return entry.func;
    if (object.type.metaclass === null || !(entry instanceof Native && entry.isMethod)) return entry;
  }
  return bind(rt, entry, object.receiver, object.type);
}

/** `super().__new__`: a builtin class makes its instances itself. */
function makerAfter(rt: Interpreter, object: SuperObject): Value | undefined {
  const { mro } = object.type;
  for (const cls of mro.slice(mro.indexOf(object.owner) + 1)) {
    const own = cls.dict.get('__new__');
    if (own !== undefined && !rt.isObjectDefault(own)) return own;
    const { construct } = cls;
    if (construct && cls !== rt.objectClass)
      return native(`${cls.name}.__new__`, 'cls, *args, **kwargs', (_, [made, args, kwargs]) => {
        const keywords = rt.keywordsOf(kwargs!);
        const given = keywords instanceof Unknown || keywords.entries.size === 0 ? null : keywords.entries;
        return construct(rt, made instanceof Class ? made : cls, [...(args as Tuple).items], given);
      });
  }
  return lookup(rt.objectClass, '__new__');
}

function findInModule(rt: Interpreter, module: Module, name: string): Value | undefined {
  const own = module.globals.get(name);
  if (own !== undefined) return rt.loadedIn(module.globals, name, own);
  return rt.modules.attribute(module, name);
}

function findInTensor(rt: Interpreter, tensor: Tensor, name: string): Value | undefined {
  const own = tensor.attributes?.get(name);
  if (own !== undefined && rt.tensorHooks.tensorSetAttribute === undefined) return own;
  const found = rt.tensorHooks.tensorAttribute?.(rt, tensor, name);
  if (found !== undefined) return found;
  if (own !== undefined) return own;
  return name === '__class__' ? rt.classOf(tensor) : undefined;
}

function findInClass(rt: Interpreter, cls: Class, name: string): Value | undefined {
  const { metaclass } = cls;
  if (metaclass) {
    const entry = lookup(metaclass, name);
    if (entry instanceof Property) return getProperty(rt, entry, cls, name);
  }
  switch (name) {
    case '__dict__':
      return rt.dictOf([...cls.dict]);
    case '__name__':
      return cls.name;
    case '__mro__':
      return new Tuple(cls.mro);
    case '__bases__':
      return new Tuple(cls.bases);
    case '__base__':
      return cls.bases[0] ?? null;
    case '__class__':
      return rt.classOf(cls);
    case '__annotations__':
      return rt.dictOf(cls.annotations.map(({ name: field, text }) => [field, text] as const));
  }
  const entry = lookup(cls, name);
  if (entry !== undefined) {
    if (entry instanceof StaticMethod) return entry.func;
    if (entry instanceof ClassMethod) return new Bound(cls, entry.func);
    if (entry instanceof Instance) {
      const get = lookup(entry.cls, '__get__');
      if (get !== undefined) return rt.call(get, [entry, null, cls]);
    }
    return entry;
  }
  const type = metaclass ?? (rt.builtin('type') as Value);
  if (type instanceof Class) {
    const own = lookup(type, name);
    if (own !== undefined && !rt.isObjectDefault(own)) return bind(rt, own, cls, type);
  }
  switch (name) {
    case '__module__':
      return cls.module;
    case '__qualname__':
      return cls.name;
    case '__doc__':
      return null;
    case 'mro':
      return native('type.mro', '', () => new List([...cls.mro]));
    case '__subclasses__':
      return native('type.__subclasses__', '', (runtime) => runtime.unknown('the subclasses of a class'));
  }
  if (metaclass) {
    const dynamic = lookup(metaclass, '__getattr__');
    if (dynamic !== undefined) return rt.call(dynamic, [cls, name]);
  }
  if (cls.open) return rt.unknown(`${cls.name}.${name} is not known: a base class is unknown`);
  return undefined;
}

function findInFunction(rt: Interpreter, func: Func, name: string): Value | undefined {
  const own = func.attributes?.get(name);
  if (own !== undefined) return own;
  switch (name) {
    case '__name__':
      return func.name;
    case '__qualname__':
      return func.qualifiedName;
    case '__module__':
      return func.module.globals.get('__name__') ?? func.module.name;
    case '__doc__':
      return func.code.docstring;
    case '__dict__':
      return rt.dictOf([...(func.attributes ?? [])]);
    case '__class__':
      return rt.classOf(func);
    case '__globals__':
      return rt.globalsOf(func.module);
    case '__defaults__': {
      const given = func.code.parameters.flatMap((p, i) =>
        (p.kind === 'normal' || p.kind === 'positionalOnly') && func.defaults[i] !== undefined ? [func.defaults[i]!] : [],
      );
      return given.length > 0 ? new Tuple(given) : null;
    }
    case '__kwdefaults__': {
      const given = func.code.parameters.flatMap((p, i) =>
        p.kind === 'keywordOnly' && func.defaults[i] !== undefined ? [[p.name, func.defaults[i]!] as const] : [],
      );
      return given.length > 0 ? rt.dictOf(given) : null;
    }
    case '__annotations__':
      return rt.dictOf(
        func.code.parameters.filter((p) => p.annotation !== '').map((p) => [p.name, p.annotation] as const),
      );
    case '__code__':
      return codeObject(rt, func);
    case '__closure__':
      return rt.unknown('the closure of a function');
    case '__call__':
      return func;
    case '__get__':
      return native('function.__get__', 'instance, owner=None', (_, [instance]) =>
        instance === null ? func : new Bound(instance!, func),
      );
    default:
      if (func.decorated) return func.decorated;
      return undefined;
  }
}

function codeObject(rt: Interpreter, func: Func): Value {
  const code = rt.instantiate(rt.builtin('object') as Class);
  const positional = func.code.parameters.filter((p) => p.kind === 'normal' || p.kind === 'positionalOnly');
  code.attributes.set('co_varnames', new Tuple(func.code.parameters.map((p) => p.name)));
  code.attributes.set('co_argcount', positional.length);
  code.attributes.set('co_kwonlyargcount', func.code.parameters.filter((p) => p.kind === 'keywordOnly').length);
  code.attributes.set('co_name', func.code.name);
  code.attributes.set('co_filename', func.module.file);
  code.attributes.set('co_firstlineno', rt.unknown('a line number'));
  code.attributes.set('co_flags', rt.unknown('flags of a code object'));
  (code as Instance).payload = func;
  return code;
}

function findInBound(rt: Interpreter, bound: Bound, name: string): Value | undefined {
  switch (name) {
    case '__self__':
      return bound.self;
    case '__func__':
      return bound.func;
    case '__call__':
      return bound;
    case '__class__':
      return rt.classOf(bound);
    default:
      return find(rt, bound.func, name);
  }
}

function findInNative(rt: Interpreter, func: Native, name: string): Value | undefined {
  const own = func.attributes?.get(name);
  if (own !== undefined) return own;
  const parts = func.name.split('.');
  switch (name) {
    case '__name__':
      return parts[parts.length - 1]!;
    case '__qualname__':
      return parts[parts.length - 1]!;
    case '__module__':
      return parts.slice(0, -1).join('.') || 'builtins';
    case '__doc__':
      return null;
    case '__kwdefaults__':
    case '__defaults__': {
      const { kinds, names, defaults } = func.signature;
      const kept = kinds.flatMap((kind, i) => {
        const value = defaults[i];
        return (kind === 'keywordOnly') === (name === '__kwdefaults__') && value !== undefined ? [[names[i]!, value] as const] : [];
      });
      if (kept.length === 0) return null;
      return name === '__kwdefaults__' ? rt.dictOf(kept) : new Tuple(kept.map(([, value]) => value));
    }
    case '__class__':
      return rt.classOf(func);
    case '__dict__':
      return rt.dictOf([...(func.attributes ?? [])]);
    case '__call__':
      return func;
    case '__get__':
      return native('__get__', 'instance, owner=None', (_, [instance]) => (func.isMethod && instance !== null ? new Bound(instance!, func) : func));
    default:
      return undefined;
  }
}

function findInProperty(property: Property, name: string): Value | undefined {
  switch (name) {
    case 'fget':
      return property.get;
    case 'fset':
      return property.set;
    case 'fdel':
      return property.del;
    case 'func':
      return property.get;
    case '__doc__':
      return property.get instanceof Func ? property.get.code.docstring : null;
    case 'getter':
      return native('property.getter', 'f', (_, [f]) => new Property(f!, property.set, property.del, property.cached));
    case 'setter':
      return native('property.setter', 'f', (_, [f]) => new Property(property.get, f!, property.del, property.cached));
    case 'deleter':
      return native('property.deleter', 'f', (_, [f]) => new Property(property.get, property.set, f!, property.cached));
    default:
      return undefined;
  }
}

const noParameters = signature('');

function iteratorMethod(iter: Iter, name: string): Value | undefined {
  switch (name) {
    case '__iter__':
      return new Native('iterator.__iter__', noParameters, () => iter);
    case '__next__':
    case 'send':
      return native(`iterator.${name}`, 'value=None', (rt) => {
        rt.touch(iter);
        const item = iter.source.next();
        if (item === undefined) return rt.raise('StopIteration', '');
        return item instanceof UnknownRest ? rt.unknown(item.why) : item;
      });
    case 'close':
    case 'throw':
      return native(`iterator.${name}`, '*args', () => null);
    default:
      return undefined;
  }
}

/** `object.name`, raising AttributeError as Python words it. */
export function getAttribute(rt: Interpreter, object: Value, name: string): Value {
  if (object instanceof Instance && !(object instanceof SuperObject)) {
    const own = lookup(object.cls, '__getattribute__');
    if (own instanceof Func) return rt.call(own, [object, name]);
  }
  const found = find(rt, object, name);
  return found === undefined ? missing(rt, object, name) : found;
}

export function missing(rt: Interpreter, object: Value, name: string): Value {
  if (object instanceof Module) {
    const answer = rt.modules.missing(object, name);
    if (answer !== undefined) return answer;
    if (rt.modules.isOfSurroundings(object.name)) return rt.unknown(`${object.name}.${name} may be there elsewhere`);
    return rt.raise('AttributeError', `module '${object.name}' has no attribute '${name}'`);
  }
  if (object instanceof Class && object.mro.some((cls) => isOfPrelude(cls) || (name.startsWith('_') && cls.place?.unit.file.origin === 'prelude'))) return rt.unknown(`${object.name}.${name} is not known`);
  if (object instanceof Class) return rt.raise('AttributeError', `type object '${object.name}' has no attribute '${name}'`);
  if (object instanceof Tensor && !object.array && rt.modules.unknownName('torch.Tensor', name, object.shape === null || rt.trace.inputs.includes(object))) return rt.unknown(`a tensor has no ${name}`);
  if (object instanceof SuperObject) return rt.raise('AttributeError', `'super' object has no attribute '${name}'`);
  if (object instanceof Tensor && object.array) return rt.unknown(`numpy.ndarray.${name}`);
  if (object instanceof Instance && object.anyName) return rt.unknown(`an attribute of a name that is not known was set`);
  if (object instanceof Instance && object.cls.mro.some(isExcerpt)) return rt.unknown(`${object.cls.name}.${name} is not known`);
  return rt.raise('AttributeError', `'${rt.typeName(object)}' object has no attribute '${name}'`);
}

/** Is it a class that stands for one of a library, of which only what models use is here? Those that others are built of are whole. */
function isOfPrelude({ place, module }: Class): boolean {
  return place?.unit.file.origin === 'prelude' && !/^(enum|abc|typing|collections|dataclasses|types)\b/.test(module);
}

/** Is it a class of a standard module of which only what models use is here? */
function isExcerpt({ module, place }: Class): boolean {
  return place?.unit.file.origin === 'prelude' && excerpts.has(module);
}

const excerpts: ReadonlySet<string> = new Set(['logging', 'pathlib', 'argparse', 'os', 'os.path', 'inspect', 'warnings', 'string', 'textwrap', 'pickle']);

/** `object.name = value` */
export function setAttribute(rt: Interpreter, object: Value, name: string, value: Value): void {
  if (object instanceof Instance) {
    const own = lookup(object.cls, '__setattr__');
    if (own !== undefined && !rt.isObjectDefault(own)) {
      if (own instanceof Native) {
        const entry = lookup(object.cls, name);
        if (entry instanceof Property && entry.set !== null) {
          rt.call(entry.set, [object, value]);
          return;
        }
      }
      rt.call(own, [object, name, value]);
      return;
    }
    plainSet(rt, object, name, value);
    return;
  }
  if (object instanceof Tensor) {
    if (rt.tensorHooks.tensorSetAttribute?.(rt, object, name, value)) return;
    (object.attributes ??= new Map()).set(name, value);
    return;
  }
  plainSet(rt, object, name, value);
}

/** object's own `__setattr__`: descriptors, then the object's dict. */
export function plainSet(rt: Interpreter, object: Value, name: string, value: Value): void {
  if (object instanceof SuperObject) {
    const setter = lookupAfter(object.type, object.owner, '__setattr__');
    if (setter !== undefined && !rt.isObjectDefault(setter)) rt.call(setter, [object.receiver, name, value]);
    else plainSet(rt, object.receiver, name, value);
    return;
  }
  if (object instanceof Instance) {
    const entry = lookup(object.cls, name);
    if (entry instanceof Property && !entry.cached) {
      if (entry.set === null) rt.raise('AttributeError', `property '${name}' of '${object.cls.name}' object has no setter`);
      rt.call(entry.set, [object, value]);
      return;
    }
    if (entry instanceof Instance) {
      const set = lookup(entry.cls, '__set__');
      if (set !== undefined) {
        rt.call(set, [entry, object, value]);
        return;
      }
    }
    rt.touch(object);
    if (name === '__class__' && value instanceof Class) object.cls = value;
    else if (name === '__dict__' && value instanceof Dict) {
      object.attributes = new Map();
      for (const { key, value: item } of value.entries.values()) if (typeof key === 'string') object.attributes.set(key, item);
    } else object.attributes.set(name, value);
    return;
  }
  if (object instanceof Class) {
    if (object.metaclass) {
      const own = lookup(object.metaclass, '__setattr__');
      if (own instanceof Func) {
        rt.call(own, [object, name, value]);
        return;
      }
    }
    rt.touch(object);
    if (name === '__name__' && typeof value === 'string') (object as { name: string }).name = value;
    object.dict.set(name, value);
    return;
  }
  if (object instanceof Module) {
    rt.touch(object);
    object.globals.set(name, value);
    return;
  }
  if (object instanceof Func) {
    rt.touch(object);
    if (name === '__name__' && typeof value === 'string') object.name = value;
    else if (name === '__dict__' && value instanceof Dict) {
      object.attributes ??= new Map();
      for (const { key, value: item } of value.entries.values()) if (typeof key === 'string') object.attributes.set(key, item);
    } else (object.attributes ??= new Map()).set(name, value);
    return;
  }
  if (object instanceof Native) {
    (object.attributes ??= new Map()).set(name, value);
    return;
  }
  // What a docstring says means nothing here.
  if (name === '__doc__' && object instanceof Property) return;
  if (object instanceof Dict || object instanceof List) {
    if (object.cls) {
      const own = lookup(object.cls, '__setattr__');
      if (own instanceof Func && !rt.settingPlain) {
        rt.call(own, [object, name, value]);
        return;
      }
      const entry = lookup(object.cls, name);
      if (entry instanceof Property && entry.set !== null) {
        rt.call(entry.set, [object, value]);
        return;
      }
      rt.touch(object);
      (object.attributes ??= new Map()).set(name, value);
      return;
    }
  }
  if (object instanceof Tensor) {
    rt.changing(object);
    (object.attributes ??= new Map()).set(name, value);
    return;
  }
  if (object instanceof Unknown) return;
  if (object instanceof Either) {
    for (const option of object.options) if (option !== null) setAttribute(rt, option, name, value);
    return;
  }
  if (object instanceof Bound) rt.raise('AttributeError', `'method' object has no attribute '${name}'`);
  if (object instanceof Tuple && object.cls) rt.raise('AttributeError', "can't set attribute");
  rt.raise('AttributeError', `'${rt.typeName(object)}' object has no attribute '${name}'`);
}

/** `del object.name` */
export function deleteAttribute(rt: Interpreter, object: Value, name: string): void {
  if (object instanceof Instance) {
    const own = lookup(object.cls, '__delattr__');
    if (own !== undefined && !rt.isObjectDefault(own)) {
      rt.call(own, [object, name]);
      return;
    }
  }
  plainDelete(rt, object, name);
}

export function plainDelete(rt: Interpreter, object: Value, name: string): void {
  if (object instanceof SuperObject) {
    plainDelete(rt, object.receiver, name);
    return;
  }
  const map =
    object instanceof Instance
      ? object.attributes
      : object instanceof Class
        ? object.dict
        : object instanceof Module
          ? object.globals
          : object instanceof Func || object instanceof List || object instanceof Dict || object instanceof Tensor
            ? object.attributes
            : null;
  if (object instanceof Unknown || object instanceof Either) return;
  if (object instanceof Instance) {
    const entry = lookup(object.cls, name);
    if (entry instanceof Property && !entry.cached) {
      if (entry.del !== null) rt.call(entry.del, [object]);
      return;
    }
  }
  if (!map?.has(name)) {
    missing(rt, object, name);
    return;
  }
  if (!(object instanceof Tensor)) rt.touch(object as Instance);
  if (object instanceof Instance) object.attributes.delete(name);
  else if (object instanceof Class) object.dict.delete(name);
  else if (object instanceof Module) object.globals.delete(name);
  else (object as Func).attributes!.delete(name);
}

export type { PySet };
