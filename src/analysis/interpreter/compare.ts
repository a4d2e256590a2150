/** Equality, ordering, membership, identity and the keys of dicts and sets. Three answers: yes, no, cannot be told. Over 400 lines: equality, order and hashing must agree. */
import { compareInts, fractionOf, sameDim, type Sign } from './integers';
import type { Interpreter } from './interpreter';
import { contains } from './iterate';
import {
  Bound,
  Bytes,
  Class,
  Dict,
  Either,
  Ellipsis,
  Float,
  Instance,
  isInt,
  Iter,
  type Key,
  List,
  Poly,
  PySet,
  Quotient,
  Range,
  Slice,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values';

/** `left == right`; undefined: cannot be told. */
export function equal(rt: Interpreter, left: Value, right: Value): boolean | undefined {
  if (typeof left === 'string' || typeof right === 'string') {
    if (typeof left === typeof right) return left === right;
  } else if (left === null || right === null) {
    if (left === right) return true;
  }
  if (left instanceof Unknown || right instanceof Unknown) return undefined;
  if (left instanceof Either) return equalEither(rt, left, right);
  if (right instanceof Either) return equalEither(rt, right, left);
  if (left instanceof Instance || right instanceof Instance) return equalInstances(rt, left, right);
  if (isNumeric(left) && isNumeric(right)) {
    const sign = compareNumbers(left, right);
    return sign === undefined ? undefined : sign === 'different' ? false : sign === 0;
  }
  if (left instanceof Tensor || right instanceof Tensor) {
    if (left === null || right === null || typeof left === 'string' || typeof right === 'string') return false;
    return undefined;
  }
  const own = equalByClass(rt, left, right);
  if (own !== undefined) return own === 'unknown' ? undefined : own;
  if (left instanceof Tuple && right instanceof Tuple) return equalItems(rt, left.items, right.items);
  if (left instanceof List && right instanceof List) {
    if (left === right) return true;
    if (left.unknown || right.unknown) return undefined;
    return equalItems(rt, left.items, right.items);
  }
  if (left instanceof Dict && right instanceof Dict) return left === right || equalDicts(rt, left, right);
  if (left instanceof PySet && right instanceof PySet) {
    if (left !== right && (isUncertain(left) || isUncertain(right))) return undefined;
    if (left.entries.size !== right.entries.size) return false;
    for (const key of left.entries.keys()) if (!right.entries.has(key)) return false;
    return true;
  }
  if (left instanceof Bytes && right instanceof Bytes) return left.text === right.text;
  if (left instanceof Range && right instanceof Range)
    return sameDim(left.start, right.start) && sameDim(left.stop, right.stop) && sameDim(left.step, right.step);
  if (left instanceof Slice && right instanceof Slice)
    return equalItems(rt, [left.start, left.stop, left.step], [right.start, right.stop, right.step]);
  if (left instanceof Bound && right instanceof Bound) return left.self === right.self && left.func === right.func;
  if (left instanceof Class && left.metaclass) {
    const own = rt.lookup(left.metaclass, '__eq__');
    if (own !== undefined && !rt.isInherited(own)) return rt.truth(rt.call(own, [left, right]));
  }
  return left === right;
}

/** Has the set elements that are not known? Then neither its size nor what is not in it is. */
export function isUncertain(set: PySet): boolean {
  for (const item of set.entries.values()) if (item instanceof Unknown || item instanceof Either) return true;
  return false;
}

/** `__eq__` of classes derived from list, tuple, dict, and of dict views; undefined where there is none. */
function equalByClass(rt: Interpreter, left: Value, right: Value): boolean | 'unknown' | undefined {
  for (const [a, b] of [
    [left, right],
    [right, left],
  ] as const) {
    const answer = byClass(rt, '__eq__', a, b);
    if (answer !== undefined) return rt.truth(answer) ?? 'unknown';
  }
  return undefined;
}

/** A method of the class of a list, tuple or dict that is not list's, tuple's or dict's own; undefined where there is none or it leaves it to the other side. */
function byClass(rt: Interpreter, name: string, object: Value, other: Value): Value | undefined {
  if (!(object instanceof List || object instanceof Tuple || object instanceof Dict) || object.cls === null) return undefined;
  const own = rt.lookup(object.cls, name);
  if (own === undefined || own === null || rt.isInherited(own)) return undefined;
  const answer = rt.call(own, [object, other]);
  return answer === rt.notImplemented ? undefined : answer;
}

function equalEither(rt: Interpreter, either: Either, other: Value): boolean | undefined {
  let answer: boolean | undefined;
  for (const option of either.options) {
    const one = equal(rt, option, other);
    if (one === undefined || (answer !== undefined && answer !== one)) return undefined;
    answer = one;
  }
  return answer;
}

function equalInstances(rt: Interpreter, left: Value, right: Value): boolean | undefined {
  for (const [a, b] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!(a instanceof Instance)) continue;
    const own = rt.lookup(a.cls, '__eq__');
    if (own === undefined || rt.isInherited(own)) continue;
    const answer = rt.call(own, [a, b]);
    if (answer !== rt.notImplemented) return rt.truth(answer);
  }
  if (left === right) return true;
  const a = left instanceof Instance && isPlainPayload(rt, left) ? left.payload! : left;
  const b = right instanceof Instance && isPlainPayload(rt, right) ? right.payload! : right;
  if (a instanceof Instance || b instanceof Instance) return false;
  return equal(rt, a, b);
}

/** Instances of classes derived from str, int, float …: they are their payload. */
export function isPlainPayload(rt: Interpreter, value: Instance): boolean {
  if (value.payload === undefined) return false;
  return value.cls.mro.some((c) => rt.scalarClasses.has(c));
}

function equalItems(rt: Interpreter, left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  let answer: boolean | undefined = true;
  for (let i = 0; i < left.length; i++) {
    const one = left[i] === right[i] ? true : equal(rt, left[i]!, right[i]!);
    if (one === false) return false;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

function equalDicts(rt: Interpreter, left: Dict, right: Dict): boolean | undefined {
  if (left.open || right.open) return undefined;
  if (left.entries.size !== right.entries.size) return false;
  let answer: boolean | undefined = true;
  for (const [key, entry] of left.entries) {
    const other = right.entries.get(key);
    if (!other) return false;
    const one = equal(rt, entry.value, other.value);
    if (one === false) return false;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

type Numeric = number | boolean | Poly | Float | Quotient;

/** int, bool, float and their symbolic kin. */
export function isNumeric(value: Value): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value instanceof Float ||
    value instanceof Poly ||
    value instanceof Quotient
  );
}

/** -1, 0, 1; 'different' where only that is known; undefined where nothing is. */
export function compareNumbers(left: Numeric, right: Numeric): Sign {
  const a = typeof left === 'boolean' ? Number(left) : left instanceof Float ? left.value : left;
  const b = typeof right === 'boolean' ? Number(right) : right instanceof Float ? right.value : right;
  if (typeof a === 'number' && typeof b === 'number')
    return a < b ? -1 : a > b ? 1 : a === b ? 0 : 'different';
  if (typeof a === 'number' && !Number.isFinite(a)) return Number.isNaN(a) ? 'different' : a < 0 ? -1 : 1;
  if (typeof b === 'number' && !Number.isFinite(b)) return Number.isNaN(b) ? 'different' : b < 0 ? 1 : -1;
  const p = fractionOf(a);
  const q = fractionOf(b);
  if (!p || !q) return undefined;
  return compareInts(p, q);
}

/** A comparison operator: True, False, or Unknown. */
export function compareValues(rt: Interpreter, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case 'is':
      return identical(rt, left, right);
    case 'is not': {
      const same = identical(rt, left, right);
      return typeof same === 'boolean' ? !same : same;
    }
    case 'in':
      return contains(rt, right, left);
    case 'not in': {
      const found = contains(rt, right, left);
      return typeof found === 'boolean' ? !found : found;
    }
  }
  if (left instanceof Tensor || right instanceof Tensor) {
    const answer = rt.tensorHooks.tensorBinary?.(rt, operator, left, right);
    if (answer !== undefined) return answer;
  }
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (operator === '==' || operator === '!=') {
    const raw = rawEquality(rt, operator, left, right);
    if (raw !== undefined) return raw;
    const answer = equal(rt, left, right);
    if (answer === undefined) return rt.unknown('the comparison cannot be decided');
    return operator === '==' ? answer : !answer;
  }
  return ordered(rt, operator, left, right);
}

/** `__eq__` and `__ne__` may answer more than a bool (arrays). */
function rawEquality(rt: Interpreter, operator: '==' | '!=', left: Value, right: Value): Value | undefined {
  if (!(left instanceof Instance)) return undefined;
  const own = rt.lookup(left.cls, operator === '==' ? '__eq__' : '__ne__');
  if (own === undefined || rt.isInherited(own)) return undefined;
  const answer = rt.call(own, [left, right]);
  return answer === rt.notImplemented ? undefined : answer;
}

const methods: Readonly<Record<string, readonly [string, string]>> = {
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
};

function ordered(rt: Interpreter, operator: string, left: Value, right: Value): Value {
  const undecided = () => rt.unknown('the comparison cannot be decided');
  if (isNumeric(left) && isNumeric(right)) {
    const sign = compareNumbers(left, right);
    if (sign === 'different') return numericNaN(left, right) ? false : undecided();
    if (sign === undefined) return boundAnswer(operator, left, right) ?? undecided();
    return holds(operator, sign);
  }
  if (typeof left === 'string' && typeof right === 'string') return holds(operator, left < right ? -1 : left > right ? 1 : 0);
  if (left instanceof Bytes && right instanceof Bytes)
    return holds(operator, left.text < right.text ? -1 : left.text > right.text ? 1 : 0);
  if (left instanceof Instance || right instanceof Instance) {
    const [own, reflected] = methods[operator]!;
    for (const [object, name, other] of [
      [left, own, right],
      [right, reflected, left],
    ] as const) {
      if (!(object instanceof Instance)) continue;
      const found = rt.lookup(object.cls, name);
      if (found === undefined || rt.isInherited(found)) continue;
      const answer = rt.call(found, [object, other]);
      if (answer !== rt.notImplemented) return answer;
    }
    const a = left instanceof Instance && isPlainPayload(rt, left) ? left.payload! : left;
    const b = right instanceof Instance && isPlainPayload(rt, right) ? right.payload! : right;
    if (a !== left || b !== right) return ordered(rt, operator, a, b);
  }
  const [method, mirrored] = methods[operator]!;
  const answered = byClass(rt, method, left, right) ?? byClass(rt, mirrored, right, left);
  if (answered !== undefined) return answered;
  if ((left instanceof List && right instanceof List) || (left instanceof Tuple && right instanceof Tuple)) {
    if (left instanceof List && (left.unknown || (right as List).unknown)) return undecided();
    const a = left.items;
    const b = (right as List | Tuple).items;
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const same = equal(rt, a[i]!, b[i]!);
      if (same === undefined) return undecided();
      if (!same) return ordered(rt, operator, a[i]!, b[i]!);
    }
    return holds(operator, a.length < b.length ? -1 : a.length > b.length ? 1 : 0);
  }
  if (left instanceof PySet && right instanceof PySet) {
    if (isUncertain(left) || isUncertain(right)) return undecided();
    const inside = (a: PySet, b: PySet) => [...a.entries.keys()].every((key) => b.entries.has(key));
    switch (operator) {
      case '<=':
        return inside(left, right);
      case '<':
        return inside(left, right) && left.entries.size < right.entries.size;
      case '>=':
        return inside(right, left);
      default:
        return inside(right, left) && left.entries.size > right.entries.size;
    }
  }
  if (left instanceof Either || right instanceof Either || left instanceof Tensor || right instanceof Tensor)
    return undecided();
  // torch.__version__ is a text that compares with numbers.
  if (typeof left === 'string' && right instanceof Tuple && /^\d+\.\d+/.test(left))
    return ordered(rt, operator, new Tuple(left.split('.', right.items.length).map((part) => Number.parseInt(part, 10))), right);
  return rt.raise(
    'TypeError',
    `'${operator}' not supported between instances of '${rt.typeName(left)}' and '${rt.typeName(right)}'`,
  );
}

function numericNaN(left: Value, right: Value): boolean {
  return (left instanceof Float && Number.isNaN(left.value)) || (right instanceof Float && Number.isNaN(right.value));
}

/** `n >= 0` and the like, where only a bound is known. */
function boundAnswer(operator: string, left: Numeric, right: Numeric): boolean | undefined {
  const p = fractionOf(typeof left === 'boolean' ? Number(left) : left instanceof Float ? left.value : left);
  const q = fractionOf(typeof right === 'boolean' ? Number(right) : right instanceof Float ? right.value : right);
  if (!p || !q) return undefined;
  return orderBound(operator, p, q);
}

import { orderBound } from './integers';

function holds(operator: string, sign: -1 | 0 | 1): boolean {
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    default:
      return sign >= 0;
  }
}

function identical(rt: Interpreter, left: Value, right: Value): Value {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (left === right && !(left instanceof Either)) return true;
  if (left instanceof Either || right instanceof Either) {
    const options = left instanceof Either ? left.options : (right as Either).options;
    const other = left instanceof Either ? right : left;
    if (!(other instanceof Either) && !options.some((option) => identical(rt, option, other) !== false)) return false;
    return rt.unknown('it is not the same on all paths');
  }
  if (left instanceof Float && right instanceof Float) return left.value === right.value;
  if (left instanceof Poly && right instanceof Poly) return sameDim(left, right);
  if (left instanceof Tuple && right instanceof Tuple) return left.items.length === 0 && right.items.length === 0;
  if (left instanceof Ellipsis) return right instanceof Ellipsis;
  return false;
}

// ---- keys ---------------------------------------------------------------------------------------------------------

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) ids.set(object, (id = ++lastId));
  return id;
}

/**
 * The key under which a value is kept in a dict or set. Strings are their own key (those of other things start with a NUL), numbers
 * and booleans share theirs, objects are theirs by identity. Raises TypeError for what Python cannot hash.
 */
export function hashKey(rt: Interpreter, value: Value): Key {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Float) return value.value;
  if (value instanceof Tuple) return tupleKey(rt, value);
  if (value instanceof Poly) return `\0p${value.key}`;
  if (value instanceof Bytes) return `\0b${value.text}`;
  if (value instanceof Instance) return instanceKey(rt, value);
  if (value instanceof List || value instanceof Dict || (value instanceof PySet && !value.frozen))
    return rt.raise('TypeError', `unhashable type: '${rt.typeName(value)}'`);
  if (value instanceof PySet) return `\0f${[...value.entries.keys()].map(part).sort().join(',')}`;
  if (value instanceof Bound) return `\0m${part(value.self as Key)},${part(value.func as Key)}`;
  if (value instanceof Quotient) return `\0q${part(value.numerator)}/${value.denominator}`;
  if (value instanceof Range) return `\0r${part(value.start)},${part(value.stop)},${part(value.step)}`;
  if (value instanceof Iter) return value;
  return value as Key;
}

function tupleKey(rt: Interpreter, value: Tuple): Key {
  let key = '\0(';
  const { items } = value;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    key += typeof item === 'number' ? `${item},` : `${part(hashKey(rt, item))},`;
  }
  return key;
}

function part(key: Key | boolean): string {
  if (typeof key === 'string') return `'${key.length}:${key}`;
  if (typeof key === 'number') return String(key);
  if (key === null) return 'N';
  if (typeof key === 'boolean') return key ? '1' : '0';
  return `#${idOf(key)}`;
}

function instanceKey(rt: Interpreter, value: Instance): Key {
  const own = rt.lookup(value.cls, '__hash__');
  if (own !== undefined && own !== null && !rt.isInherited(own)) {
    const hash = rt.call(own, [value]);
    if (typeof hash === 'number') return `\0h${hash}`;
    return value;
  }
  if (isPlainPayload(rt, value)) return hashKey(rt, value.payload!);
  if (own === null) return rt.raise('TypeError', `unhashable type: '${value.cls.name}'`);
  return value;
}

/** `hash(value)`: the same for equal values, within one session. */
export function hashNumber(rt: Interpreter, value: Value): Value {
  if (value instanceof Unknown || value instanceof Either) return rt.unknown('the hash of a value that is not known');
  if (value instanceof Instance) {
    const own = rt.lookup(value.cls, '__hash__');
    if (own !== undefined && own !== null && !rt.isInherited(own)) return rt.call(own, [value]);
  }
  const key = hashKey(rt, value);
  if (typeof key === 'number') return Number.isInteger(key) ? key : textHash(String(key));
  if (typeof key === 'string') return textHash(key);
  return key === null ? 0 : idOf(key);
}

/** 53 bits, so that different texts practically never share one (cyrb53). */
function textHash(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** True where a value can be a dict's key that is found again: not unknown, not an Either. */
export function isKnownKey(value: Value): boolean {
  if (value instanceof Unknown || value instanceof Either) return false;
  if (value instanceof Tuple) return value.items.every(isKnownKey);
  return true;
}

export { isInt };
