/** Truth, length, iteration and membership: the protocols that loops, conditions and builtins ask for. */
import { compareInts, rangeLength } from './integers';
import type { Interpreter } from './interpreter';
import { equal, hashKey, isKnownKey, isUncertain } from './compare';
import {
  Bytes,
  Class,
  Dict,
  Either,
  Float,
  Instance,
  Iter,
  List,
  Poly,
  PySet,
  Quotient,
  Raised,
  Range,
  Tensor,
  Tuple,
  Unknown,
  UnknownRest,
  type Value,
} from './values';

/** A lazy reader of a value's elements. */
export interface Reader {
  next(): Value | undefined;
}

/** Elements that are collected at most: iterators may have no end. */
const MOST = 200_000;

/** True, False; undefined where it cannot be told. */
export function truth(rt: Interpreter, value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value.length > 0;
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof Poly) {
    const sign = compareInts(value, 0);
    return sign === undefined ? undefined : sign !== 0;
  }
  if (value instanceof Quotient) return truth(rt, value.numerator);
  if (value instanceof Unknown) return undefined;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof List) return value.unknown ? undefined : value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > (value.maybe?.size ?? 0) ? true : value.uncertain ? undefined : false;
  if (value instanceof PySet) return value.entries.size > 0;
  if (value instanceof Bytes) return value.text.length > 0;
  if (value instanceof Range) {
    const length = rangeLength(value);
    return length === undefined ? undefined : truth(rt, length);
  }
  if (value instanceof Tensor) {
    const answer = rt.tensorMethod(value, '__bool__');
    return typeof answer === 'boolean' ? answer : undefined;
  }
  if (value instanceof Either) {
    const answers = new Set(value.options.map((option) => truth(rt, option)));
    return answers.size === 1 ? [...answers][0] : undefined;
  }
  if (value instanceof Instance) {
    const own = rt.lookup(value.cls, '__bool__');
    if (own !== undefined && !rt.isInherited(own)) return truth(rt, rt.call(own, [value]));
    const length = rt.lookup(value.cls, '__len__');
    if (length !== undefined && !rt.isInherited(length)) return truth(rt, rt.call(length, [value]));
    if (value.payload !== undefined && value.cls.mro.some((c) => rt.scalarClasses.has(c))) return truth(rt, value.payload);
    return value.cls.open ? undefined : true;
  }
  return true;
}

/** `len(value)`: an int, or Unknown. */
export function length(rt: Interpreter, value: Value): Value {
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof List) return value.unknown ?? value.items.length;
  if (value instanceof Dict) return value.uncertain ? rt.unknown('not all keys of the dict are known') : value.entries.size;
  if (value instanceof PySet) return isUncertain(value) && value.entries.size > 0 ? rt.unknown('not all elements of the set are known') : value.entries.size;
  if (value instanceof Bytes) return value.text.length;
  if (value instanceof Range) return rangeLength(value) ?? rt.unknown('the length of a range is not known');
  if (value instanceof Unknown) return value;
  if (value instanceof Either) return rt.overOptions(value, (option) => length(rt, option));
  if (value instanceof Tensor) {
    const answer = rt.tensorMethod(value, '__len__');
    if (answer !== undefined) return answer;
  }
  const cls = value instanceof Class ? value.metaclass : value instanceof Instance ? value.cls : null;
  if (cls) {
    const own = rt.lookup(cls, '__len__');
    if (own !== undefined && !rt.isInherited(own)) return rt.call(own, [value]);
    if (value instanceof Instance && typeof value.payload === 'string') return codePoints(value.payload);
    if (cls.open) return rt.unknown(`the length of ${rt.typeName(value)} is not known`);
  }
  return rt.raise('TypeError', `object of type '${rt.typeName(value)}' has no len()`);
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00) count--;
  }
  return count;
}

class ItemsReader implements Reader {
  private index = 0;
  constructor(private readonly items: readonly Value[]) {}
  next(): Value | undefined {
    return this.index < this.items.length ? this.items[this.index++] : undefined;
  }
}

/** Sees what the loop's body appends or removes. */
class ListReader implements Reader {
  private index = 0;
  constructor(private readonly list: List) {}
  next(): Value | undefined {
    if (this.list.unknown) return new UnknownRest(this.list.unknown.why, this.list.unknown.place);
    return this.index < this.list.items.length ? this.list.items[this.index++] : undefined;
  }
}

class RangeReader implements Reader {
  constructor(
    private current: number,
    private readonly stop: number,
    private readonly step: number,
  ) {}
  next(): Value | undefined {
    const { current, step } = this;
    if (step > 0 ? current >= this.stop : current <= this.stop) return undefined;
    this.current = current + step;
    return current;
  }
}

/** A reader of the elements; Unknown where it cannot be iterated for sure. Raises TypeError on what cannot be iterated. */
export function iterate(rt: Interpreter, value: Value): Reader | Unknown {
  if (value instanceof List) {
    const own = value.cls && userMethod(rt, value.cls, '__iter__');
    if (own) return iterate(rt, rt.call(own, [value]));
    return value.unknown ?? new ListReader(value);
  }
  if (value instanceof Tuple) return new ItemsReader(value.items);
  if (value instanceof Range) {
    const { start, stop, step } = value;
    if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
      if (step === 0) return rt.raise('ValueError', 'range() arg 3 must not be zero');
      return new RangeReader(start, stop, step);
    }
    const length = rangeLength(value);
    if (length === 0) return new ItemsReader([]);
    return rt.unknown('the length of a range is not known');
  }
  if (value instanceof Iter) return value.source;
  if (value instanceof Dict) {
    const own = value.cls && userMethod(rt, value.cls, '__iter__');
    if (own) return iterate(rt, rt.call(own, [value]));
    if (value.uncertain) return rt.unknown('not all keys of the dict are known');
    return new ItemsReader([...value.entries.values()].map((entry) => entry.key));
  }
  if (value instanceof PySet) return new ItemsReader([...value.entries.values()]);
  if (typeof value === 'string') return new ItemsReader([...value]);
  if (value instanceof Unknown) return value;
  if (value instanceof Either) return rt.unknown('it is not the same on all paths');
  if (value instanceof Bytes) return new ItemsReader([...value.text].map((char) => char.charCodeAt(0)));
  if (value instanceof Tensor) {
    const answer = rt.tensorMethod(value, '__iter__');
    if (answer !== undefined) return iterate(rt, answer);
    return rt.unknown('the rows of a tensor are not known');
  }
  if (value instanceof Class && value.metaclass) {
    const own = rt.lookup(value.metaclass, '__iter__');
    if (own !== undefined) return iterate(rt, rt.call(own, [value]));
  }
  if (value instanceof Instance) return iterateInstance(rt, value);
  return rt.raise('TypeError', `'${rt.typeName(value)}' object is not iterable`);
}

/** A method that is not the builtin class's own. */
function userMethod(rt: Interpreter, cls: Class, name: string): Value | undefined {
  const own = rt.lookup(cls, name);
  return own !== undefined && !rt.isBuiltinMember(own) ? own : undefined;
}

function iterateInstance(rt: Interpreter, value: Instance): Reader | Unknown {
  const own = rt.lookup(value.cls, '__iter__');
  if (own !== undefined && own !== null && !rt.isInherited(own)) {
    const made = rt.call(own, [value]);
    if (made instanceof Instance) {
      const next = rt.lookup(made.cls, '__next__');
      if (next !== undefined) return instanceReader(rt, made, next);
      if (made === value) return rt.raise('TypeError', `iter() returned non-iterator of type '${made.cls.name}'`);
    }
    return iterate(rt, made);
  }
  if (value.payload !== undefined && (typeof value.payload === 'string' || value.payload instanceof Tuple || value.payload instanceof List))
    return iterate(rt, value.payload);
  const item = rt.lookup(value.cls, '__getitem__');
  if (item !== undefined && !rt.isInherited(item)) {
    let index = 0;
    let ended = false;
    return {
      next: () => {
        if (ended) return undefined;
        rt.spend(1);
        if (index > MOST) return new UnknownRest('it does not end');
        const found = rt.tryCall(item, [value, index++], 'IndexError');
        ended = found === undefined;
        return found;
      },
    };
  }
  if (value.cls.open) return rt.unknown(`the elements of ${value.cls.name} are not known`);
  const next = rt.lookup(value.cls, '__next__');
  if (next !== undefined) return instanceReader(rt, value, next);
  const dynamic = rt.lookup(value.cls, '__getattr__') === undefined ? undefined : rt.findAttribute(value, '__iter__');
  if (dynamic instanceof Unknown) return dynamic;
  return rt.raise('TypeError', `'${value.cls.name}' object is not iterable`);
}

function instanceReader(rt: Interpreter, iterator: Instance, next: Value): Reader {
  let count = 0;
  return {
    next: () => {
      rt.spend(1);
      if (count++ > MOST) return new UnknownRest('it does not end');
      return rt.tryCall(next, [iterator], 'StopIteration');
    },
  };
}

/** All elements; undefined where they are not all known. */
export function toList(rt: Interpreter, value: Value): Value[] | undefined {
  if (value instanceof Tuple) return value.items.slice();
  if (value instanceof List && !value.cls) return value.unknown ? undefined : value.items.slice();
  const reader = iterate(rt, value);
  if (reader instanceof Unknown) return undefined;
  const items: Value[] = [];
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item instanceof UnknownRest) return undefined;
    items.push(item);
    if (items.length % 256 === 0) rt.spend(256);
    if (items.length > MOST) return undefined;
  }
  return items;
}

/** Adds all elements to the end of a list; false where they are not all known. What a generator makes sees those before it. */
export function extendList(rt: Interpreter, list: List, value: Value, most: number): boolean {
  if (!(value instanceof Iter)) {
    const items = toList(rt, value);
    if (!items || list.items.length + items.length > most) return false;
    rt.touch(list);
    for (const item of items) list.items.push(item);
    return true;
  }
  const reader = iterate(rt, value);
  if (reader instanceof Unknown) return false;
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item instanceof UnknownRest || list.items.length >= most) return false;
    rt.touch(list);
    list.items.push(item);
    if (list.items.length % 256 === 0) rt.spend(256);
  }
  return true;
}

/** `item in container`: a bool, or Unknown. */
export function contains(rt: Interpreter, container: Value, item: Value): Value {
  const undecided = () => rt.unknown('whether it is in there is not known');
  if (container instanceof Unknown) return container;
  if (container instanceof Either) return undecided();
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item);
    if (item instanceof Instance && typeof item.payload === 'string') return container.includes(item.payload);
    if (item instanceof Unknown) return item;
    return rt.raise('TypeError', `'in <string>' requires string as left operand, not ${rt.typeName(item)}`);
  }
  if (container instanceof Dict || container instanceof PySet) {
    const own = container instanceof Dict && container.cls && userMethod(rt, container.cls, '__contains__');
    if (own) return rt.call(own, [container, item]);
    if (!isKnownKey(item)) return container.entries.size === 0 && !(container instanceof Dict && container.open) ? false : undecided();
    if (container.entries.has(hashKey(rt, item))) return container instanceof Dict && container.maybe?.has(hashKey(rt, item)) ? undecided() : true;
    return (container instanceof Dict ? container.open : isUncertain(container)) ? undecided() : false;
  }
  if (container instanceof Tuple || container instanceof List) {
    if (container instanceof List && container.unknown) return undecided();
    let answer: boolean | undefined = false;
    for (const element of container.items) {
      const same = element === item && !(element instanceof Unknown) ? true : equal(rt, element, item);
      if (same) return true;
      if (same === undefined) answer = undefined;
    }
    return answer ?? undecided();
  }
  if (container instanceof Range) {
    const { start, stop, step } = container;
    if (typeof item === 'number' && typeof start === 'number' && typeof stop === 'number' && typeof step === 'number')
      return (step > 0 ? item >= start && item < stop : item <= start && item > stop) && (item - start) % step === 0;
    return typeof item === 'string' ? false : undecided();
  }
  if (container instanceof Tensor) {
    return rt.tensorMethod(container, '__contains__', [item]) ?? undecided();
  }
  const cls = container instanceof Class ? container.metaclass : container instanceof Instance ? container.cls : null;
  if (cls) {
    const own = rt.lookup(cls, '__contains__');
    if (own !== undefined && !rt.isInherited(own)) {
      const answer = rt.truth(rt.call(own, [container, item]));
      return answer ?? undecided();
    }
    if (container instanceof Instance && container.payload !== undefined && !(container.payload instanceof Instance))
      if (typeof container.payload === 'string' || container.payload instanceof Tuple)
        return contains(rt, container.payload, item);
  }
  const items = toList(rt, container);
  if (!items) return undecided();
  return contains(rt, new Tuple(items), item);
}

export type { Raised };
