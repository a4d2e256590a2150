/** `object[index]`: reading, writing and deleting elements and slices. Over 400 lines: one case a kind of container. */
import { addInts, compareInts, floorDivInts, multiplyInts, rangeLength } from './integers';
import type { Interpreter } from './interpreter';
import { hashKey, isKnownKey } from './compare';
import {
  Bytes,
  Class,
  Dict,
  Either,
  Float,
  Func,
  Instance,
  isInt,
  Iter,
  type Key,
  List,
  Module,
  Native,
  Poly,
  PySet,
  Range,
  Slice,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values';

/** `object[index]` */
export function getItem(rt: Interpreter, object: Value, index: Value): Value {
  if (object instanceof List) {
    if (object.cls) {
      const own = userMethod(rt, object.cls, '__getitem__');
      if (own) return rt.call(own, [object, index]);
    }
    return plainGetItem(rt, object, index);
  }
  if (object instanceof Tuple) {
    if (object.cls) {
      const own = userMethod(rt, object.cls, '__getitem__');
      if (own) return rt.call(own, [object, index]);
    }
    return plainGetItem(rt, object, index);
  }
  if (object instanceof Tensor) {
    return rt.tensorHooks.tensorGetItem?.(rt, object, index) ?? rt.unknown('an element of a tensor');
  }
  if (object instanceof Dict) return dictItem(rt, object, index);
  if (object instanceof Unknown) return object;
  if (typeof object === 'string') {
    return sequenceItem(rt, isAscii(object) ? object : [...object], index, 'string', (chars) => chars.join(''));
  }
  if (object instanceof Instance) return instanceItem(rt, object, index);
  if (object instanceof Either) return rt.overOptions(object, (option) => getItem(rt, option, index));
  if (object instanceof Range) return rangeItem(rt, object, index);
  if (object instanceof Class) return classItem(rt, object, index);
  if (object instanceof Bytes) {
    if (index instanceof Slice) return sequenceItem(rt, object.text, index, 'bytes', (chars) => new Bytes(chars.join('')));
    const char = sequenceItem(rt, object.text, index, 'bytes', () => null);
    return typeof char === 'string' ? char.charCodeAt(0) : char;
  }
  if (object instanceof Native && /^(typing|collections|jaxtyping|torch)\./.test(object.name)) return object;
  return rt.raise('TypeError', `'${rt.typeName(object)}' object is not subscriptable`);
}

/** The builtin class's own `__getitem__`, whatever a derived class does. */
export function plainGetItem(rt: Interpreter, object: Value, index: Value): Value {
  if (object instanceof List)
    return object.unknown ?? sequenceItem(rt, object.items, index, 'list', (items) => new List(items));
  if (object instanceof Tuple)
    return sequenceItem(rt, object.items, index, 'tuple', (items) => {
      const made = new Tuple(items);
      if (object.cls?.name === 'Size') made.cls = object.cls;
      return made;
    });
  if (object instanceof Dict) return plainDictItem(rt, object, index);
  return getItem(rt, object, index);
}

/** The builtin class's own `__setitem__`. */
export function plainSetItem(rt: Interpreter, object: Value, index: Value, value: Value): void {
  if (object instanceof Dict) rt.setKey(object, index, value);
  else if (object instanceof List) setListItem(rt, object, index, value);
  else setItem(rt, object, index, value);
}

/** The builtin class's own `__delitem__`. */
export function plainDeleteItem(rt: Interpreter, object: Value, index: Value): void {
  if (object instanceof Dict || object instanceof List) deletePlain(rt, object, index);
  else deleteItem(rt, object, index);
}

function userMethod(rt: Interpreter, cls: Class, name: string): Value | undefined {
  const own = rt.lookup(cls, name);
  return own !== undefined && !rt.isBuiltinMember(own) ? own : undefined;
}

function isAscii(text: string): boolean {

  return !/[^\0-\x7f]/.test(text);
}

/** An integer index of any kind Python takes: bools, objects with `__index__`, tensors with one known number. */
export function asIndex(rt: Interpreter, value: Value): number | Poly | Unknown | undefined {
  if (isInt(value)) return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Unknown) return value;
  if (value instanceof Either) return rt.unknown('the index is not the same on all paths');
  if (value instanceof Tensor) {
    const answer = rt.tensorMethod(value, '__index__');
    return isInt(answer) || answer instanceof Unknown ? answer : rt.unknown('the index is the value of a tensor');
  }
  if (value instanceof Instance) {
    const own = rt.lookup(value.cls, '__index__');
    if (own !== undefined && !rt.isBuiltinMember(own)) return asIndex(rt, rt.call(own, [value]));
    if (isInt(value.payload)) return value.payload;
  }
  return undefined;
}

function sequenceItem(
  rt: Interpreter,
  items: readonly Value[] | string,
  index: Value,
  type: string,
  make: (items: Value[]) => Value,
): Value {
  if (typeof index === 'number') {
    const at = index < 0 ? index + items.length : index;
    const item = items[at];
    return item === undefined ? rt.raise('IndexError', `${type} index out of range`) : item;
  }
  if (index instanceof Slice) {
    const range = sliceRange(rt, index, items.length);
    if (range instanceof Unknown) return range;
    const [start, stop, step] = range;
    if (step === 1) return make(typeof items === 'string' ? [...items.slice(start, Math.max(start, stop))] : items.slice(start, Math.max(start, stop)));
    const picked: Value[] = [];
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) picked.push(items[i]!);
    return make(picked);
  }
  const whole = asIndex(rt, index);
  if (typeof whole === 'number') return sequenceItem(rt, items, whole, type, make);
  if (whole === undefined)
    return rt.raise('TypeError', `${type} indices must be integers${type === 'string' ? '' : ' or slices'}, not ${type === 'string' ? `'${rt.typeName(index)}'` : rt.typeName(index)}`);
  if (items.length === 0) return rt.raise('IndexError', `${type} index out of range`);
  if (whole instanceof Unknown || items.length > 16) return whole instanceof Unknown ? whole : rt.unknown('the index is not known');
  return rt.unknown('the index is not known');
}

/** `[start, stop, step]` as `slice.indices` answers; Unknown where a bound is. */
export function sliceRange(rt: Interpreter, slice: Slice, length: number): [number, number, number] | Unknown {
  const bounds: (number | null)[] = [];
  for (const bound of [slice.start, slice.stop, slice.step]) {
    if (bound === null) {
      bounds.push(null);
      continue;
    }
    const whole = asIndex(rt, bound);
    if (whole === undefined)
      return rt.raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
    if (typeof whole === 'number') bounds.push(whole);
    else if (whole instanceof Unknown) return whole;
    // A symbolic bound that is surely at or past the end, such as `[:N]` of a short list, is not decided here.
    else return rt.unknown('the bounds of a slice are not known');
  }
  const step = bounds[2] ?? 1;
  if (step === 0) return rt.raise('ValueError', 'slice step cannot be zero');
  const clamp = (bound: number | null, fallback: number): number => {
    if (bound === null) return fallback;
    const at = bound < 0 ? bound + length : bound;
    return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
  };
  return [clamp(bounds[0]!, step > 0 ? 0 : length - 1), clamp(bounds[1]!, step > 0 ? length : -1), step];
}

function dictItem(rt: Interpreter, dict: Dict, key: Value): Value {
  if (dict.cls) {
    const own = userMethod(rt, dict.cls, '__getitem__');
    if (own) return rt.call(own, [dict, key]);
  }
  return plainDictItem(rt, dict, key);
}

/** dict's own `__getitem__`, with `__missing__` and a defaultdict's factory. */
export function plainDictItem(rt: Interpreter, dict: Dict, key: Value): Value {
  const found = rt.getKey(dict, key);
  if (found !== undefined) return dict.factory !== null && dict.maybe?.has(hashKey(rt, key)) ? rt.join(found, rt.call(dict.factory, [])) : found;
  if (!isKnownKey(key) && (dict.entries.size > 0 || dict.open || dict.factory !== null || dict.cls !== null)) return key instanceof Unknown ? key : rt.unknown('the key is not known');
  // What may be there already is neither made nor missing.
  if (dict.open) return rt.unknown('the dict may have this key');
  if (dict.factory !== null) {
    const made = rt.call(dict.factory, []);
    rt.setKey(dict, key, made);
    return made;
  }
  if (dict.cls) {
    const own = rt.lookup(dict.cls, '__missing__');
    if (own !== undefined && !rt.isBuiltinMember(own)) return rt.call(own, [dict, key]);
  }
  // A module may have been loaded by whoever is not seen here.
  if (dict === rt.modules.loaded) return (typeof key === 'string' ? rt.modules.importModule(key) : null) ?? rt.unknown('a module that is loaded');
  return rt.raiseValue('KeyError', [key]);
}

function instanceItem(rt: Interpreter, object: Instance, index: Value): Value {
  const own = userMethod(rt, object.cls, '__getitem__');
  if (own) return rt.call(own, [object, index]);
  if (object.payload !== undefined && (typeof object.payload === 'string' || object.payload instanceof Tuple || object.payload instanceof List))
    return getItem(rt, object.payload, index);
  if (object.cls.open) return rt.unknown(`elements of ${object.cls.name} are not known`);
  return rt.raise('TypeError', `'${object.cls.name}' object is not subscriptable`);
}

/** `Generic[T]`, `list[int]` answer the class; a metaclass's `__getitem__` (enums) and `__class_getitem__` go first. */
function classItem(rt: Interpreter, cls: Class, index: Value): Value {
  if (cls.metaclass) {
    const own = rt.lookup(cls.metaclass, '__getitem__');
    if (own !== undefined) return rt.call(own, [cls, index]);
  }
  const own = rt.lookup(cls, '__class_getitem__');
  if (own !== undefined && !rt.isBuiltinMember(own)) return rt.call(rt.getAttribute(cls, '__class_getitem__'), [index]);
  if (!cls.generic && !cls.open) return rt.raise('TypeError', `type '${cls.name}' is not subscriptable`);
  return cls;
}

function rangeItem(rt: Interpreter, range: Range, index: Value): Value {
  const length = rangeLength(range);
  if (index instanceof Slice) {
    if (typeof length !== 'number' || typeof range.start !== 'number' || typeof range.step !== 'number')
      return rt.unknown('the length of a range is not known');
    const bounds = sliceRange(rt, index, length);
    if (bounds instanceof Unknown) return bounds;
    const [start, stop, step] = bounds;
    return new Range(range.start + start * range.step, range.start + stop * range.step, range.step * step);
  }
  const at = asIndex(rt, index);
  if (at === undefined) return rt.raise('TypeError', 'range indices must be integers or slices');
  if (at instanceof Unknown) return at;
  if (typeof at === 'number' && typeof length === 'number') {
    const place = at < 0 ? at + length : at;
    if (place < 0 || place >= length) return rt.raise('IndexError', 'range object index out of range');
    return addInts(range.start, multiplyInts(place, range.step));
  }
  if (typeof at === 'number' && length !== undefined)
    return addInts(range.start, multiplyInts(at < 0 ? addInts(at, length) : at, range.step));
  return rt.unknown('the index is not known');
}

/** `object[index] = value` */
export function setItem(rt: Interpreter, object: Value, index: Value, value: Value): void {
  if (object instanceof Dict) {
    const own = object.cls && userMethod(rt, object.cls, '__setitem__');
    if (own) rt.call(own, [object, index, value]);
    else rt.setKey(object, index, value);
    return;
  }
  if (object instanceof List) {
    const own = object.cls && userMethod(rt, object.cls, '__setitem__');
    if (own) rt.call(own, [object, index, value]);
    else setListItem(rt, object, index, value);
    return;
  }
  if (object instanceof Tensor) {
    rt.tensorHooks.tensorSetItem?.(rt, object, index, value);
    return;
  }
  if (object instanceof Unknown) return;
  if (object instanceof Either) {
    for (const option of object.options) if (option !== null) setItem(rt, option, index, value);
    return;
  }
  if (object instanceof Instance || (object instanceof Class && object.metaclass)) {
    const cls = rt.classOf(object);
    const own = rt.lookup(cls, '__setitem__');
    if (own !== undefined) {
      rt.call(own, [object, index, value]);
      return;
    }
    if (cls.open) return;
  }
  rt.raise('TypeError', `'${rt.typeName(object)}' object does not support item assignment`);
}

function setListItem(rt: Interpreter, list: List, index: Value, value: Value): void {
  if (list.unknown) return;
  if (index instanceof Slice) {
    const bounds = sliceRange(rt, index, list.items.length);
    const items = rt.toList(value);
    rt.touch(list);
    if (bounds instanceof Unknown || !items) {
      list.unknown = bounds instanceof Unknown ? bounds : rt.unknown('what a slice is set to is not known');
      return;
    }
    const [start, stop, step] = bounds;
    if (step === 1) {
      list.items = [...list.items.slice(0, start), ...items, ...list.items.slice(Math.max(start, stop))];
      return;
    }
    const places: number[] = [];
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) places.push(i);
    if (places.length !== items.length)
      rt.raise('ValueError', `attempt to assign sequence of size ${items.length} to extended slice of size ${places.length}`);
    places.forEach((place, i) => (list.items[place] = items[i]!));
    return;
  }
  const at = asIndex(rt, index);
  if (at === undefined) rt.raise('TypeError', `list indices must be integers or slices, not ${rt.typeName(index)}`);
  if (typeof at !== 'number') {
    rt.touch(list);
    list.items = list.items.map((item) => rt.join(item, value));
    return;
  }
  const place = at < 0 ? at + list.items.length : at;
  if (place < 0 || place >= list.items.length) rt.raise('IndexError', 'list assignment index out of range');
  rt.touch(list);
  list.items[place] = value;
}

/** `del object[index]` */
export function deleteItem(rt: Interpreter, object: Value, index: Value): void {
  if (object instanceof Dict || object instanceof List) {
    const own = object.cls && userMethod(rt, object.cls, '__delitem__');
    if (own) rt.call(own, [object, index]);
    else deletePlain(rt, object, index);
    return;
  }
  if (object instanceof Unknown || object instanceof Tensor) return;
  if (object instanceof Instance) {
    const own = rt.lookup(object.cls, '__delitem__');
    if (own !== undefined) {
      rt.call(own, [object, index]);
      return;
    }
    if (object.cls.open) return;
  }
  rt.raise('TypeError', `'${rt.typeName(object)}' object doesn't support item deletion`);
}

function deletePlain(rt: Interpreter, object: Dict | List, index: Value): void {
  if (object instanceof Dict) {
    if (!isKnownKey(index)) {
      rt.touch(object);
      object.open = true;
      return;
    }
    if (!rt.deleteKey(object, index) && !object.open) rt.raiseValue('KeyError', [index]);
    return;
  }
  if (object.unknown) return;
  if (index instanceof Slice) {
    const bounds = sliceRange(rt, index, object.items.length);
    rt.touch(object);
    if (bounds instanceof Unknown) {
      object.unknown = bounds;
      return;
    }
    const [start, stop, step] = bounds;
    const gone = new Set<number>();
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) gone.add(i);
    object.items = object.items.filter((_, i) => !gone.has(i));
    return;
  }
  const at = asIndex(rt, index);
  if (at === undefined) rt.raise('TypeError', `list indices must be integers or slices, not ${rt.typeName(index)}`);
  rt.touch(object);
  if (typeof at !== 'number') {
    object.unknown = at instanceof Unknown ? at : rt.unknown('the index is not known');
    return;
  }
  const place = at < 0 ? at + object.items.length : at;
  if (place < 0 || place >= object.items.length) rt.raise('IndexError', 'list assignment index out of range');
  object.items = object.items.filter((_, i) => i !== place);
}

/** The value of a key, undefined where there is none. Names that are loaded at their first reading are loaded. */
export function getKey(rt: Interpreter, dict: Dict, key: Value): Value | undefined {
  if (!isKnownKey(key)) return undefined;
  const entry = dict.entries.get(hashKey(rt, key));
  return entry && rt.loaded(entry.value);
}

export function setKey(rt: Interpreter, dict: Dict, key: Value, value: Value): void {
  rt.touch(dict);
  if (!isKnownKey(key)) {
    dict.open = true;
    return;
  }
  const hash = hashKey(rt, key);
  const old = dict.entries.get(hash);
  dict.entries.set(hash, { key: old ? old.key : key, value });
  if (dict.maybe) certainly(dict, hash);
}

/** A key that was there on some paths only is now there, or gone, on all. */
function certainly(dict: Dict, hash: Key): void {
  if (!dict.maybe?.has(hash)) return;
  const maybe = new Set(dict.maybe);
  maybe.delete(hash);
  dict.maybe = maybe.size > 0 ? maybe : null;
}

export function deleteKey(rt: Interpreter, dict: Dict, key: Value): boolean {
  if (!isKnownKey(key)) return false;
  const hash = hashKey(rt, key);
  if (!dict.entries.has(hash)) return false;
  rt.touch(dict);
  if (dict.maybe) certainly(dict, hash);
  return dict.entries.delete(hash);
}

export { compareInts, floorDivInts };
export type { Float, Func, Iter, Module, PySet };
