/** The special methods of Python's own types (`list.__getitem__`, `int.__add__`): for `super()`, for calls by name and for `hasattr`. */
import { hashNumber } from './compare';
import type { Interpreter } from './interpreter';
import { plainDeleteItem, plainGetItem, plainSetItem } from './items';
import { contains, iterate } from './iterate';
import { method } from './native';
import { Class, Dict, Iter, List, type Native, Tuple, Unknown, type Value } from './values';

type Rows = Readonly<Record<string, readonly [parameters: string, run: (rt: Interpreter, args: Value[]) => Value]>>;

/** A derived list, tuple or dict seen as the builtin it is: overriding methods are not asked. */
function plain(value: Value): Value {
  if (value instanceof List && value.cls) {
    const copy = new List(value.items);
    copy.unknown = value.unknown;
    return copy;
  }
  if (value instanceof Tuple && value.cls) return new Tuple(value.items);
  if (value instanceof Dict && value.cls) {
    const copy = new Dict(value.entries);
    copy.open = value.open;
    copy.maybe = value.maybe;
    return copy;
  }
  return value;
}

function binaries(operators: Readonly<Record<string, string>>): Rows {
  return Object.fromEntries(
    Object.entries(operators).map(([name, operator]) => [
      `__${name}__`,
      ['other', (rt: Interpreter, [a, b]: Value[]) => rt.binary(operator, plain(a!), b!)] as const,
    ]),
  );
}

const comparisons: Rows = Object.fromEntries(
  Object.entries({ eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' }).map(([name, operator]) => [
    `__${name}__`,
    ['other', (rt: Interpreter, [a, b]: Value[]) => rt.compare(operator, plain(a!), plain(b!))] as const,
  ]),
);

const hash: Rows = { __hash__: ['', (rt, [self]) => hashNumber(rt, plain(self!))] };

const readable: Rows = {
  __len__: ['', (rt, [self]) => rt.length(plain(self!))],
  __iter__: [
    '',
    (rt, [self]) => {
      const reader = iterate(rt, plain(self!));
      if (reader instanceof Unknown) return reader;
      return new Iter('iterator', { next: () => reader.next(), save: () => null, restore: () => {} });
    },
  ],
  __contains__: ['item', (rt, [self, item]) => contains(rt, plain(self!), item!)],
};

const indexed: Rows = { __getitem__: ['index', (rt, [self, index]) => plainGetItem(rt, self!, index!)] };

const writable: Rows = {
  __setitem__: [
    'index, value',
    (rt, [self, index, value]) => {
      plainSetItem(rt, self!, index!, value!);
      return null;
    },
  ],
  __delitem__: [
    'index',
    (rt, [self, index]) => {
      plainDeleteItem(rt, self!, index!);
      return null;
    },
  ],
};

const arithmetic: Rows = {
  ...binaries({ add: '+', sub: '-', mul: '*', truediv: '/', floordiv: '//', mod: '%', pow: '**' }),
  ...Object.fromEntries(
    Object.entries({ radd: '+', rsub: '-', rmul: '*', rtruediv: '/', rfloordiv: '//', rmod: '%', rpow: '**' }).map(([name, operator]) => [
      `__${name}__`,
      ['other', (rt: Interpreter, [a, b]: Value[]) => rt.binary(operator, b!, a!)] as const,
    ]),
  ),
  __neg__: ['', (rt, [self]) => rt.unary('-', self!)],
  __pos__: ['', (rt, [self]) => rt.unary('+', self!)],
  __abs__: ['', (rt, [self]) => rt.call(rt.builtin('abs'), [self!])],
  __bool__: ['', (rt, [self]) => rt.truth(self!) ?? rt.unknown('a truth value that is not known')],
  __int__: ['', (rt, [self]) => rt.call(rt.builtin('int'), [self!])],
  __float__: ['', (rt, [self]) => rt.call(rt.builtin('float'), [self!])],
};

const whole: Rows = {
  ...binaries({ and: '&', or: '|', xor: '^', lshift: '<<', rshift: '>>' }),
  __invert__: ['', (rt, [self]) => rt.unary('~', self!)],
  __index__: ['', (_, [self]) => self!],
};

const sequence: Rows = { ...readable, ...indexed, ...comparisons, ...binaries({ add: '+', mul: '*' }) };
const sets: Rows = { ...readable, ...comparisons, ...binaries({ and: '&', or: '|', xor: '^', sub: '-' }) };

const members: Readonly<Record<string, Rows>> = {
  list: { ...sequence, ...writable },
  tuple: { ...sequence, ...hash },
  str: { ...sequence, ...hash, ...binaries({ mod: '%' }) },
  bytes: { ...sequence, ...hash },
  dict: { ...readable, ...indexed, ...writable, ...comparisons, ...binaries({ or: '|' }) },
  set: sets,
  frozenset: { ...sets, ...hash },
  range: { ...readable, ...indexed, ...comparisons, ...hash },
  int: { ...arithmetic, ...whole, ...comparisons, ...hash },
  float: { ...arithmetic, ...comparisons, ...hash },
};

/** Adds what the builtin classes do not bring themselves. */
export function addOperatorMembers(classes: ReadonlyMap<string, Value>): void {
  for (const [name, rows] of Object.entries(members)) {
    const cls = classes.get(name);
    if (!(cls instanceof Class)) continue;
    for (const [member, [parameters, run]] of Object.entries(rows))
      if (!cls.dict.has(member)) cls.dict.set(member, method(`${name}.${member}`, parameters, run as Native['run']));
  }
  Class.version++;
}
