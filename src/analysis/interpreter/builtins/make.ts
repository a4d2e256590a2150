/** How builtin modules and classes are made. */
import { LazySource } from '../generator';
import { method, native } from '../native';
import type { Runtime } from '../runtime';
import { Class, Iter, Module, type Native, UnknownRest, type Value } from '../values';

export type Run = (runtime: Runtime, args: Value[]) => Value;

/** A module of natives and values. `missing` names are unknown, with their name. */
export function moduleOf(name: string, members: Readonly<Record<string, Value>>): Module {
  const module = new Module(name, name);
  for (const [key, value] of Object.entries(members)) module.globals.set(key, value);
  return module;
}

/** Natives from rows `name: [parameters, run]`, named after their module. */
export function functions(prefix: string, rows: Readonly<Record<string, readonly [string, Run]>>): Record<string, Native> {
  const made: Record<string, Native> = {};
  for (const [name, [parameters, run]] of Object.entries(rows)) made[name] = native(prefix ? `${prefix}.${name}` : name, parameters, run);
  return made;
}

/** Adds methods to a class from rows `name: [parameters without self, run]`. */
export function methods(cls: Class, rows: Readonly<Record<string, readonly [string, Run]>>): void {
  for (const [name, [parameters, run]] of Object.entries(rows)) cls.dict.set(name, method(`${cls.name}.${name}`, parameters, run));
}

/** A builtin class. */
export function builtinClass(name: string, bases: readonly Class[], construct: Class['construct'] = null): Class {
  const cls = new Class(name, bases, 'builtins');
  cls.construct = construct;
  return cls;
}

/** An iterator over a JavaScript generator. */
export function lazily(type: string, make: () => Iterator<Value>): Iter {
  return new Iter(type, new LazySource(make));
}

/** What a reader answers, as a JavaScript generator; what cannot be read is an unknown rest. */
export function* elements(rt: Runtime, value: Value): Generator<Value> {
  const reader = rt.iterate(value);
  if (!('next' in reader)) {
    yield new UnknownRest(reader.why, reader.place);
    return;
  }
  for (;;) {
    const item = reader.next();
    if (item === undefined) return;
    yield item;
  }
}
