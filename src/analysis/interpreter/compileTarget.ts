/** What stands left of `=`, after `for` and `as`: names, attributes, subscripts, tuples with a star. */
import type { Expression } from '../syntax/ast';
import { setAttribute } from './attributes';
import type { Context } from './context';
import { compileExpression } from './compileExpression';
import type { Frame } from './frame';
import { setItem } from './items';
import { iterate } from './iterate';
import type { Scope } from './scope';
import { Container, Either, List, Tuple, Unknown, UnknownRest, type Value } from './values';

export type Store = (frame: Frame, value: Value) => void;

/** `inComprehension`: names get slots of the comprehension. */
export function compileStore(c: Context, target: Expression, scope: Scope, inComprehension = false): Store {
  const { rt } = c;
  switch (target.kind) {
    case 'Name':
      return compileNameStore(c, target.id, scope, inComprehension);
    case 'Attribute': {
      const object = compileExpression(c, target.value, scope);
      const name = target.attribute;
      const at = c.place(target);
      return (frame, value) => {
        const owner = object(frame);
        const { top } = rt;
        rt.sites[top] = at;
        rt.top = top + 1;
        setAttribute(rt, owner, name, value);
        rt.top = top;
      };
    }
    case 'Subscript': {
      const object = compileExpression(c, target.value, scope);
      const index = compileExpression(c, target.index, scope);
      const at = c.place(target);
      return (frame, value) => {
        const owner = object(frame);
        const key = index(frame);
        const { top } = rt;
        rt.sites[top] = at;
        rt.top = top + 1;
        setItem(rt, owner, key, value);
        rt.top = top;
      };
    }
    case 'Tuple':
    case 'List':
      return compileUnpack(c, target, scope, inComprehension);
    case 'Starred':
      return compileStore(c, target.value, scope, inComprehension);
    case 'ErrorExpression':
      return target.child ? compileStore(c, target.child, scope, inComprehension) : () => {};
    default:
      return () => {};
  }
}

/** Binds a name where the scope says. */
export function compileNameStore(c: Context, name: string, scope: Scope, inComprehension = false): Store {
  const { rt } = c;
  const found = inComprehension ? ({ kind: 'slot', depth: 0, slot: scope.declare(name) } as const) : scope.resolveStore(name);
  switch (found.kind) {
    case 'slot': {
      const { slot, depth } = found;
      if (depth === 0)
        return (frame, value) => {
          if (frame.epoch !== Container.now) rt.touch(frame);
          frame.slots[slot] = value;
        };
      return (frame, value) => {
        let owner: Frame = frame;
        for (let i = depth; i > 0; i--) owner = owner.up!;
        rt.touch(owner);
        owner.slots[slot] = value;
      };
    }
    case 'class':
      return (frame, value) => {
        rt.touch(frame);
        frame.names?.set(name, value);
      };
    case 'global':
      return (frame, value) => {
        if (frame.module.epoch !== Container.now) rt.touch(frame.module);
        frame.module.globals.set(name, value);
      };
  }
}

function compileUnpack(c: Context, target: Extract<Expression, { kind: 'Tuple' | 'List' }>, scope: Scope, inComprehension: boolean): Store {
  const { rt } = c;
  const targets = target.elements;
  const at = c.place(target);
  const fail = (kind: string, message: string): never => {
    rt.sites[rt.top++] = at;
    return rt.raise(kind, message);
  };
  const stores = targets.map((target) => compileStore(c, target, scope, inComprehension));
  const star = targets.findIndex((target) => target.kind === 'Starred');
  const after = star < 0 ? 0 : targets.length - star - 1;
  return (frame, value) => {
    const items = value instanceof Tuple ? value.items : readItems(value, star < 0 ? targets.length : Infinity);
    if (items instanceof Unknown) {
      for (const store of stores) store(frame, items);
      return;
    }
    if (star < 0) {
      if (items.length < targets.length)
        fail('ValueError', `not enough values to unpack (expected ${targets.length}, got ${items.length})`);
      if (items.length > targets.length) fail('ValueError', `too many values to unpack (expected ${targets.length})`);
      for (let i = 0; i < stores.length; i++) stores[i]!(frame, items[i]!);
      return;
    }
    if (items.length < targets.length - 1)
      fail('ValueError', `not enough values to unpack (expected at least ${targets.length - 1}, got ${items.length})`);
    for (let i = 0; i < star; i++) stores[i]!(frame, items[i]!);
    stores[star]!(frame, new List(items.slice(star, items.length - after)));
    for (let i = 0; i < after; i++) stores[star + 1 + i]!(frame, items[items.length - after + i]!);
  };

  /** Reads one more than is wanted, so that endless iterators raise as they do in Python. */
  function readItems(value: Value, wanted: number): Value[] | Unknown {
    if (value instanceof Either) return rt.unknown('it is not the same on all paths');
    if (value === null || typeof value === 'number' || typeof value === 'boolean')
      return fail('TypeError', `cannot unpack non-iterable ${rt.typeName(value)} object`);
    const reader = iterate(rt, value);
    if (reader instanceof Unknown) return reader;
    const items: Value[] = [];
    while (items.length <= wanted) {
      const item = reader.next();
      if (item === undefined) break;
      if (item instanceof UnknownRest) return item;
      items.push(item);
      if (items.length > 100_000) return rt.unknown('it is too long');
    }
    return items;
  }
}
