/** Methods of list, tuple, dict, set and range. Over 400 lines: a row a method of four types. */
import type { Interpreter } from '../interpreter';
import { extendList } from '../iterate';
import type { Runtime } from '../runtime';
import { Class, Dict, Either, List, PySet, Range, Slice, Tuple, type Key, Unknown, UnknownRest, type Value } from '../values';
import { lazily, methods } from './make';

const asList = (value: Value | undefined): List => {
  if (value instanceof List) return value;
  throw new TypeError('self is no list');
};
const asDict = (value: Value | undefined): Dict => {
  if (value instanceof Dict) return value;
  throw new TypeError('self is no dict');
};
const asSet = (value: Value | undefined): PySet => {
  if (value instanceof PySet) return value;
  throw new TypeError('self is no set');
};

/** Elements that are not known make the whole list unknown. */
function spoil(rt: Runtime, list: List): null {
  rt.touch(list);
  list.unknown = rt.unknown('a list whose elements are not known');
  return null;
}

export function addListMethods(cls: Class): void {
  methods(cls, {
    append: [
      'object',
      (rt, [self, item]) => {
        const list = asList(self);
        rt.touch(list);
        list.items.push(item!);
        return null;
      },
    ],
    extend: [
      'iterable',
      (rt, [self, iterable]) => {
        const list = asList(self);
        return extendList(rt as Interpreter, list, iterable!, Infinity) ? null : spoil(rt, list);
      },
    ],
    insert: [
      'index, object',
      (rt, [self, index, item]) => {
        const list = asList(self);
        if (typeof index !== 'number') return spoil(rt, list);
        rt.touch(list);
        list.items.splice(index < 0 ? Math.max(0, list.items.length + index) : index, 0, item!);
        return null;
      },
    ],
    pop: [
      'index=-1',
      (rt, [self, index]) => {
        const list = asList(self);
        if (list.unknown || typeof index !== 'number') {
          spoil(rt, list);
          return rt.unknown('an element of a list that is not known');
        }
        if (list.items.length === 0) return rt.raise('IndexError', 'pop from empty list');
        const at = index < 0 ? list.items.length + index : index;
        if (at < 0 || at >= list.items.length) return rt.raise('IndexError', 'pop index out of range');
        rt.touch(list);
        return list.items.splice(at, 1)[0]!;
      },
    ],
    remove: [
      'value',
      (rt, [self, value]) => {
        const list = asList(self);
        for (let i = 0; i < list.items.length; i++) {
          const same = rt.equal(list.items[i]!, value!);
          if (same === undefined) return spoil(rt, list);
          if (!same) continue;
          rt.touch(list);
          list.items.splice(i, 1);
          return null;
        }
        return list.unknown ? null : rt.raise('ValueError', 'list.remove(x): x not in list');
      },
    ],
    clear: [
      '',
      (rt, [self]) => {
        const list = asList(self);
        rt.touch(list);
        list.items = [];
        list.unknown = null;
        return null;
      },
    ],
    reverse: [
      '',
      (rt, [self]) => {
        rt.touch(asList(self));
        asList(self).items.reverse();
        return null;
      },
    ],
    copy: ['', (rt, [self]) => (asList(self).unknown ? rt.unknown('a list that is not known') : new List(asList(self).items.slice()))],
    sort: [
      '*, key=None, reverse=False',
      (rt, [self, key, reverse]) => {
        const list = asList(self);
        const sorted = sortValues(rt, list.items, key!, reverse!);
        if (!sorted) return spoil(rt, list);
        rt.touch(list);
        list.items = sorted;
        return null;
      },
    ],
    index: ['value, start=0, stop=None', (rt, [self, value, start]) => asList(self).unknown ?? indexIn(rt, asList(self).items, value!, start!, 'list')],
    count: ['value', (rt, [self, value]) => asList(self).unknown ?? countIn(rt, asList(self).items, value!)],
  });
}

function indexIn(rt: Runtime, items: readonly Value[], value: Value, start: Value, type: string): Value {
  const from = typeof start === 'number' ? (start < 0 ? Math.max(0, items.length + start) : start) : 0;
  for (let i = from; i < items.length; i++) {
    const same = rt.equal(items[i]!, value);
    if (same === undefined) return rt.unknown('a position that is not known');
    if (same) return i;
  }
  const shown = rt.representation(value) ?? 'value';
  return rt.raise('ValueError', type === 'list' ? `${shown} is not in list` : 'tuple.index(x): x not in tuple');
}

function countIn(rt: Runtime, items: readonly Value[], value: Value): Value {
  let count = 0;
  for (const item of items) {
    const same = rt.equal(item, value);
    if (same === undefined) return rt.unknown('a count that is not known');
    if (same) count++;
  }
  return count;
}

/** A stable sort; undefined where an order is not known. */
export function sortValues(rt: Runtime, items: readonly Value[], key: Value, reverse: Value): Value[] | undefined {
  const keyed = items.map((item, i) => ({ item, i, key: key === null ? item : rt.call(key, [item]) }));
  const backwards = rt.truth(reverse);
  if (backwards === undefined) return undefined;
  let unknown = false;
  rt.spend(items.length * 4);
  keyed.sort((a, b) => {
    const less = rt.truth(rt.compare('<', a.key, b.key));
    if (less === undefined) {
      unknown = true;
      return 0;
    }
    if (less) return backwards ? 1 : -1;
    const more = rt.truth(rt.compare('<', b.key, a.key));
    if (more === undefined) unknown = true;
    return more ? (backwards ? -1 : 1) : a.i - b.i;
  });
  return unknown ? undefined : keyed.map((k) => k.item);
}

export function addTupleMethods(cls: Class): void {
  const items = (value: Value | undefined): readonly Value[] => (value instanceof Tuple ? value.items : []);
  methods(cls, {
    index: ['value, start=0, stop=None', (rt, [self, value, start]) => indexIn(rt, items(self), value!, start!, 'tuple')],
    count: ['value', (rt, [self, value]) => countIn(rt, items(self), value!)],
  });
}

/** `dict.keys()` and its kin: a copy of what they show, with the operators of sets. */
function viewClass(name: string, object: Class): Class {
  const cls = new Class(name, [object], 'builtins');
  const asSetValue = (rt: Runtime, value: Value): Value => rt.call(rt.builtin('set'), [value]);
  const operators = { __and__: '&', __or__: '|', __sub__: '-', __xor__: '^' } as const;
  // Entries of a dict need not be hashable: compared one by one.
  const compared = { __eq__: [true, true, 0], __le__: [true, false, 0], __ge__: [false, true, 0], __lt__: [true, false, 1], __gt__: [false, true, 1] } as const;
  if (name !== 'dict_values') {
    for (const [method, operator] of Object.entries(operators))
      methods(cls, {
        [method]: ['other', (rt, [self, other]) => rt.binary(operator, asSetValue(rt, self!), other instanceof PySet ? other : asSetValue(rt, other!))],
        [method.replace('__', '__r')]: ['other', (rt, [self, other]) => rt.binary(operator, other instanceof PySet ? other : asSetValue(rt, other!), asSetValue(rt, self!))],
      });
    for (const [method, [inOther, inSelf, fewer]] of Object.entries(compared))
      methods(cls, {
        [method]: ['other', (rt, [self, other]) => {
          if (!(other instanceof PySet || (other instanceof List && other.cls && /^dict_(?:keys|items)$/.test(other.cls.name)))) return method === '__eq__' ? false : rt.builtin('NotImplemented');
          const mine = rt.toList(self!);
          const others = rt.toList(other);
          if (!mine || !others) return rt.unknown('the comparison cannot be decided');
          if (fewer && mine.length === others.length) return false;
          let answer: boolean | undefined = true;
          const within = (items: readonly Value[], container: Value) => {
            for (const item of items) {
              const found = rt.truth(rt.compare('in', item, container));
              if (found === false) answer = false;
              else if (found === undefined && answer) answer = undefined;
            }
          };
          if (inOther) within(mine, other);
          if (inSelf) within(others, self!);
          return answer ?? rt.unknown('the comparison cannot be decided');
        }],
      });
  }
  methods(cls, {
    __repr__: ['', (rt, [self]) => {
      const items = asList(self).items.map((item) => rt.representation(item));
      return items.includes(undefined) ? rt.unknown('a text that is not known') : `${name}([${items.join(', ')}])`;
    }],
    isdisjoint: ['other', (rt, [self, other]) => rt.callMethod(asSetValue(rt, self!), 'isdisjoint', [other!])],
  });
  return cls;
}

export function addDictMethods(cls: Class, object: Class): void {
  const view = (type: string, of: (entry: { key: Value; value: Value }) => Value) => {
    const shown = viewClass(`dict_${type}`, object);
    return [
      '',
      (rt: Runtime, [self]: Value[]) => {
        const dict = asDict(self);
        if (dict.uncertain) return rt.unknown(`the ${type} of a dict that is not known`);
        const made = new List([...dict.entries.values()].map(of));
        made.cls = shown;
        return made;
      },
    ] as const;
  };
  methods(cls, {
    keys: view('keys', (e) => e.key),
    values: view('values', (e) => e.value),
    items: view('items', (e) => new Tuple([e.key, e.value])),
    get: [
      'key, default=None',
      (rt, [self, key, fallback]) => {
        if (key instanceof Unknown) return rt.unknown('an entry that is not known');
        const found = rt.getKey(asDict(self), key!);
        if (found !== undefined && asDict(self).maybe?.has(rt.hashKey(key!))) return rt.join(found, fallback!);
        return found ?? (asDict(self).open ? rt.unknown('an entry that is not known') : fallback!);
      },
    ],
    setdefault: [
      'key, default=None',
      (rt, [self, key, fallback]) => {
        const dict = asDict(self);
        const found = rt.getKey(dict, key!);
        if (found !== undefined && !dict.maybe?.has(rt.hashKey(key!))) return found;
        // In a dict of which not all keys are known it may be there already.
        const kept = found !== undefined ? rt.join(found, fallback!) : dict.open ? rt.unknown('an entry that is not known') : fallback!;
        rt.setKey(dict, key!, kept);
        return kept;
      },
    ],
    pop: [
      'key, *default',
      (rt, [self, key, fallback]) => {
        const dict = asDict(self);
        const found = rt.getKey(dict, key!);
        if (found !== undefined) {
          const maybe = dict.maybe?.has(rt.hashKey(key!)) && fallback instanceof Tuple && fallback.items.length > 0;
          rt.deleteKey(dict, key!);
          return maybe ? rt.join(found, fallback.items[0]!) : found;
        }
        if (dict.open || key instanceof Unknown) return rt.unknown('an entry that is not known');
        if (fallback instanceof Tuple && fallback.items.length) return fallback.items[0]!;
        return missing(rt, key!);
      },
    ],
    popitem: [
      'last=True',
      (rt, [self, last]) => {
        const dict = asDict(self);
        const entries = [...dict.entries.values()];
        const entry = last === false ? entries[0] : entries[entries.length - 1];
        if (!entry) return rt.raise('KeyError', 'popitem(): dictionary is empty');
        rt.deleteKey(dict, entry.key);
        return new Tuple([entry.key, entry.value]);
      },
    ],
    update: [
      '*args, **kwargs',
      (rt, [self, args, kwargs]) => {
        const dict = asDict(self);
        for (const given of args instanceof Tuple ? args.items : []) fillDict(rt, dict, given);
        if (kwargs instanceof Dict) for (const { key, value } of kwargs.entries.values()) rt.setKey(dict, key, value);
        return null;
      },
    ],
    clear: [
      '',
      (rt, [self]) => {
        const dict = asDict(self);
        rt.touch(dict);
        dict.entries = new Map();
        dict.open = false;
        dict.maybe = null;
        return null;
      },
    ],
    copy: [
      '',
      (_, [self]) => {
        const dict = asDict(self);
        const made = new Dict(new Map(dict.entries));
        made.cls = dict.cls;
        made.factory = dict.factory;
        made.open = dict.open;
        made.maybe = dict.maybe;
        return made;
      },
    ],
    move_to_end: [
      'key, last=True',
      (rt, [self, key, last]) => {
        const dict = asDict(self);
        const value = rt.getKey(dict, key!);
        if (value === undefined) return missing(rt, key!);
        rt.deleteKey(dict, key!);
        if (last !== false) rt.setKey(dict, key!, value);
        else {
          const rest = [...dict.entries];
          rt.touch(dict);
          dict.entries = new Map([[rt.hashKey(key!), { key: key!, value }], ...rest]);
        }
        return null;
      },
    ],
    __getitem__: ['key', (rt, [self, key]) => rt.getKey(asDict(self), key!) ?? (asDict(self).open ? rt.unknown('an entry that is not known') : missing(rt, key!))],
    __setitem__: [
      'key, value',
      (rt, [self, key, value]) => {
        rt.setKey(asDict(self), key!, value!);
        return null;
      },
    ],
  });
}

/** `dict(value)`, `dict.update(value)`: a mapping, or pairs. */
export function fillDict(rt: Runtime, dict: Dict, given: Value): void {
  if (given instanceof Dict) {
    for (const [hash, { key, value }] of given.entries) {
      if (!given.maybe?.has(hash)) {
        rt.setKey(dict, key, value);
        continue;
      }
      // What may not be there at all leaves room for what was there before.
      const before = rt.getKey(dict, key);
      const certain = before !== undefined && !dict.maybe?.has(hash);
      rt.setKey(dict, key, before === undefined ? value : rt.join(before, value));
      if (!certain) dict.maybe = new Set([...(dict.maybe ?? []), hash]);
    }
    if (given.open) open(rt, dict);
    return;
  }
  if (given instanceof Unknown) return open(rt, dict);
  const keys = rt.findAttribute(given, 'keys');
  if (keys !== undefined && !(given instanceof List) && !(given instanceof Tuple)) {
    const names = rt.toList(rt.call(keys, []));
    if (!names) return open(rt, dict);
    for (const name of names) rt.setKey(dict, name, rt.getItem(given, name));
    return;
  }
  const pairs = rt.toList(given);
  if (!pairs) return open(rt, dict);
  for (const [i, pair] of pairs.entries()) {
    if (typeof pair === 'number' || pair === null) rt.raise('TypeError', `cannot convert dictionary update sequence element #${i} to a sequence`);
    const parts = rt.toList(pair);
    if (parts && parts.length !== 2)
      rt.raise('ValueError', `dictionary update sequence element #${i} has length ${parts.length}; 2 is required`);
    if (parts) rt.setKey(dict, parts[0]!, parts[1]!);
    else open(rt, dict);
  }
}

function open(rt: Runtime, dict: Dict): void {
  rt.touch(dict);
  dict.open = true;
}

/** KeyError keeps the key itself. */
function missing(rt: Runtime, key: Value): never {
  return (rt as Interpreter).raiseValue('KeyError', [key]);
}

/** Has it elements that are not known? Then what is not in it is not known either. */
function hasUnknown(entries: ReadonlyMap<Key, Value>): boolean {
  for (const item of entries.values()) if (item instanceof Unknown || item instanceof Either) return true;
  return false;
}

/** Stands for any number of elements. */
function unknownElements(): Map<Key, Value> {
  const rest = new UnknownRest('not all elements of the set are known');
  return new Map([[rest, rest]]);
}

/** @param mutable false for frozenset */
export function addSetMethods(cls: Class, mutable: boolean): void {
  const elementsOf = (rt: Runtime, value: Value): Map<ReturnType<Runtime['hashKey']>, Value> | undefined => {
    if (value instanceof PySet) return value.entries;
    const items = rt.toList(value);
    return items && new Map(items.map((item) => [rt.hashKey(item), item]));
  };
  const made = (entries: Map<ReturnType<Runtime['hashKey']>, Value>, like: PySet): PySet => {
    const set = new PySet(entries);
    set.frozen = like.frozen;
    return set;
  };
  /** @param exact the result is right whatever the elements that are not known are */
  const combine = (keep: (mine: PySet['entries'], others: PySet['entries'][]) => PySet['entries'], exact = false) =>
    [
      '*others',
      (rt: Runtime, [self, others]: Value[]) => {
        const sets = (others instanceof Tuple ? others.items : []).map((o) => elementsOf(rt, o));
        if (sets.some((s) => !s) || (!exact && [asSet(self).entries, ...sets].some((s) => hasUnknown(s!)))) return rt.unknown('a set that is not known');
        return made(keep(asSet(self).entries, sets as PySet['entries'][]), asSet(self));
      },
    ] as const;
  if (mutable) methods(cls, {
    add: [
      'element',
      (rt, [self, item]) => {
        rt.touch(asSet(self));
        const key = rt.hashKey(item!);
        if (!asSet(self).entries.has(key)) asSet(self).entries.set(key, item!);
        return null;
      },
    ],
    discard: [
      'element',
      (rt, [self, item]) => {
        rt.touch(asSet(self));
        asSet(self).entries.delete(rt.hashKey(item!));
        return null;
      },
    ],
    remove: [
      'element',
      (rt, [self, item]) => {
        rt.touch(asSet(self));
        if (!asSet(self).entries.delete(rt.hashKey(item!))) return missing(rt, item!);
        return null;
      },
    ],
    pop: [
      '',
      (rt, [self]) => {
        const first = asSet(self).entries.entries().next().value;
        if (!first) return rt.raise('KeyError', 'pop from an empty set');
        rt.touch(asSet(self));
        asSet(self).entries.delete(first[0]);
        return first[1];
      },
    ],
    clear: [
      '',
      (rt, [self]) => {
        rt.touch(asSet(self));
        asSet(self).entries = new Map();
        return null;
      },
    ],
    update: [
      '*others',
      (rt, [self, others]) => {
        rt.touch(asSet(self));
        for (const other of others instanceof Tuple ? others.items : [])
          for (const [key, item] of elementsOf(rt, other) ?? unknownElements()) asSet(self).entries.set(key, item);
        return null;
      },
    ],
  });
  methods(cls, {
    copy: ['', (_, [self]) => made(new Map(asSet(self).entries), asSet(self))],
    union: combine((mine, others) => new Map([...mine, ...others.flatMap((o) => [...o])]), true),
    intersection: combine((mine, others) => new Map([...mine].filter(([k]) => others.every((o) => o.has(k))))),
    difference: combine((mine, others) => new Map([...mine].filter(([k]) => !others.some((o) => o.has(k))))),
    symmetric_difference: combine((mine, [other]) => new Map([...[...mine].filter(([k]) => !other?.has(k)), ...[...(other ?? [])].filter(([k]) => !mine.has(k))])),
    issubset: ['other', (rt, [self, other]) => { const o = elementsOf(rt, other!); return o && !hasUnknown(o) && !hasUnknown(asSet(self).entries) ? [...asSet(self).entries.keys()].every((k) => o.has(k)) : rt.unknown('a set that is not known'); }],
    issuperset: ['other', (rt, [self, other]) => { const o = elementsOf(rt, other!); return o && !hasUnknown(o) && !hasUnknown(asSet(self).entries) ? [...o.keys()].every((k) => asSet(self).entries.has(k)) : rt.unknown('a set that is not known'); }],
    isdisjoint: ['other', (rt, [self, other]) => { const o = elementsOf(rt, other!); return o && !hasUnknown(o) && !hasUnknown(asSet(self).entries) ? ![...o.keys()].some((k) => asSet(self).entries.has(k)) : rt.unknown('a set that is not known'); }],
  });
}

export function addSliceMethods(cls: Class): void {
  methods(cls, {
    indices: [
      'length',
      (rt, [self, length]) => {
        if (!(self instanceof Slice) || typeof length !== 'number') return rt.unknown('the indices of a slice');
        const step = typeof self.step === 'number' ? self.step : 1;
        const clip = (v: Value, fallback: number) => {
          if (typeof v !== 'number') return fallback;
          const at = v < 0 ? v + length : v;
          return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
        };
        return new Tuple(step > 0 ? [clip(self.start, 0), clip(self.stop, length), step] : [clip(self.start, length - 1), clip(self.stop, -1), step]);
      },
    ],
  });
}

/** `reversed(value)` for what is known. */
export function reversedOf(rt: Runtime, value: Value): Value {
  if (value instanceof Range && typeof value.start === 'number' && typeof value.stop === 'number' && typeof value.step === 'number') {
    const count = Math.max(0, Math.ceil((value.stop - value.start) / value.step));
    const last = value.start + (count - 1) * value.step;
    return new Range(last, value.start - value.step, -value.step);
  }
  const own = rt.findAttribute(value, '__reversed__');
  if (own !== undefined && !(own instanceof Unknown)) return rt.call(own, []);
  const items = rt.toList(value);
  if (!items) return rt.unknown('the elements are not known');
  return lazily('reversed', () => items.reverse()[Symbol.iterator]());
}
