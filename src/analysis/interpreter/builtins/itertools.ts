/** itertools, lazily: iterators may have no end. */
import type { Runtime } from '../runtime';
import { List, type Module, Tuple, UnknownRest, type Value } from '../values';
import { elements, functions, lazily, moduleOf, type Run } from './make';

const lists = (rt: Runtime, values: readonly Value[]): Value[][] | undefined => {
  const all = values.map((v) => rt.toList(v));
  return all.some((l) => !l) ? undefined : (all as Value[][]);
};
const rest = (value: Value | undefined): readonly Value[] => (value instanceof Tuple ? value.items : []);

function* combinations(items: readonly Value[], n: number, from: number, again: boolean): Generator<Value[]> {
  if (n === 0) {
    yield [];
    return;
  }
  for (let i = from; i < items.length; i++)
    for (const tail of combinations(items, n - 1, again ? i : i + 1, again)) yield [items[i]!, ...tail];
}

function* permutations(items: readonly Value[], n: number): Generator<Value[]> {
  if (n === 0) {
    yield [];
    return;
  }
  for (let i = 0; i < items.length; i++)
    for (const tail of permutations([...items.slice(0, i), ...items.slice(i + 1)], n - 1)) yield [items[i]!, ...tail];
}

function* product(all: readonly Value[][]): Generator<Value[]> {
  if (all.length === 0) {
    yield [];
    return;
  }
  const [first, ...others] = all;
  for (const item of first!) for (const tail of product(others)) yield [item, ...tail];
}

/** @param counted the first argument besides is a number */
const overLists =
  (run: (rt: Runtime, items: Value[], args: Value[]) => Value, counted = false): Run =>
  (rt, [iterable, ...args]) => {
    const items = rt.toList(iterable!);
    return items && !(counted && isUnsure(args[0])) ? run(rt, items, args) : rt.unknown('elements that are not known');
  };
const count = (value: Value | undefined, fallback: number): number => (typeof value === 'number' ? value : fallback);
/** A number of something that is given but not known. */
const isUnsure = (value: Value | undefined): boolean => value !== null && value !== undefined && typeof value !== 'number' && typeof value !== 'boolean';
const unsure = new UnknownRest('a number of elements is not known');
const undecided = new UnknownRest('whether an element is kept is not known');

export function makeItertools(): Module {
  const chain = functions('itertools', {
    chain: ['*iterables', (rt, [iterables]) => lazily('chain', function* () { for (const i of rest(iterables)) yield* elements(rt, i); })],
  }).chain!;
  chain.attributes = new Map([
    ['from_iterable', functions('itertools.chain', { from_iterable: ['iterable', (rt, [iterable]) => lazily('chain', function* () { for (const i of elements(rt, iterable!)) yield* elements(rt, i); })] }).from_iterable!],
  ]);
  return moduleOf('itertools', {
    chain,
    ...functions('itertools', {
      count: ['start=0, step=1', (rt, [start, step]) => lazily('count', function* () { for (let at: Value = start as Value; ; at = rt.binary('+', at, step!)) yield at; })],
      batched: ['iterable, n', overLists((_, items, [n]) => lazily('batched', function* () { for (let i = 0; i < items.length; i += count(n, 1) || 1) yield new Tuple(items.slice(i, i + (count(n, 1) || 1))); }), true)],
      cycle: ['iterable', overLists((_, items) => lazily('cycle', function* () { while (items.length) yield* items; }))],
      repeat: ['object, times=None', (_, [object, times]) => lazily('repeat', function* () { if (isUnsure(times)) { yield unsure; return; } for (let i = 0; times === null || i < count(times, 0); i++) yield object!; })],
      product: ['*iterables, repeat=1', (rt, [iterables, repeat]) => {
        const all = lists(rt, rest(iterables));
        if (!all || isUnsure(repeat)) return rt.unknown('elements that are not known');
        const repeated = Array.from({ length: count(repeat, 1) }, () => all).flat();
        return lazily('product', function* () { for (const p of product(repeated)) { rt.spend(1); yield new Tuple(p); } });
      }],
      combinations: ['iterable, r', overLists((_, items, [r]) => lazily('combinations', function* () { for (const c of combinations(items, count(r, 0), 0, false)) yield new Tuple(c); }), true)],
      combinations_with_replacement: ['iterable, r', overLists((_, items, [r]) => lazily('combinations', function* () { for (const c of combinations(items, count(r, 0), 0, true)) yield new Tuple(c); }), true)],
      permutations: ['iterable, r=None', overLists((_, items, [r]) => lazily('permutations', function* () { for (const c of permutations(items, count(r, items.length))) yield new Tuple(c); }), true)],
      islice: ['iterable, *args', (rt, [iterable, args]) => {
        const given = rest(args);
        const [start, stop, step] = given.length === 1 ? [0, given[0]!, 1] : [given[0] ?? 0, given[1] ?? null, given[2] ?? 1];
        return lazily('islice', function* () {
          if ([start, stop, step].some(isUnsure)) {
            yield unsure;
            return;
          }
          let i = 0;
          for (const item of elements(rt, iterable!)) {
            if (typeof stop === 'number' && i >= stop) return;
            if (i >= count(start, 0) && (i - count(start, 0)) % count(step, 1) === 0) yield item;
            i++;
            if (typeof stop === 'number' && i >= stop) return;
          }
        });
      }],
      accumulate: ['iterable, func=None, *, initial=None', overLists((rt, items, [func, initial]) => lazily('accumulate', function* () {
        let total: Value | undefined = initial === null ? undefined : initial;
        if (total !== undefined) yield total;
        for (const item of items) { total = total === undefined ? item : func === null ? rt.binary('+', total, item) : rt.call(func!, [total, item]); yield total; }
      }))],
      zip_longest: ['*iterables, fillvalue=None', (rt, [iterables, fill]) => {
        const all = lists(rt, rest(iterables));
        if (!all) return rt.unknown('elements that are not known');
        const n = Math.max(0, ...all.map((l) => l.length));
        return lazily('zip_longest', function* () { for (let i = 0; i < n; i++) yield new Tuple(all.map((l): Value => l[i] ?? fill!)); });
      }],
      starmap: ['function, iterable', (rt, [func, iterable]) => lazily('starmap', function* () { for (const item of elements(rt, iterable!)) yield rt.call(func!, rt.toList(item) ?? []); })],
      takewhile: ['predicate, iterable', (rt, [test, iterable]) => lazily('takewhile', function* () { for (const item of elements(rt, iterable!)) { const keep = rt.truth(rt.call(test!, [item])); if (keep === false) return; yield keep === undefined ? undecided : item; if (keep === undefined) return; } })],
      dropwhile: ['predicate, iterable', (rt, [test, iterable]) => lazily('dropwhile', function* () { let on = false; for (const item of elements(rt, iterable!)) { const drop: boolean | undefined = on ? false : rt.truth(rt.call(test!, [item])); if (drop === undefined) { yield undecided; return; } on ||= !drop; if (on) yield item; } })],
      pairwise: ['iterable', overLists((_, items) => lazily('pairwise', function* () { for (let i = 1; i < items.length; i++) yield new Tuple([items[i - 1]!, items[i]!]); }))],
      tee: ['iterable, n=2', overLists((_, items, [n]) => new Tuple(Array.from({ length: count(n, 2) }, () => lazily('tee', () => items[Symbol.iterator]()))), true)],
      groupby: ['iterable, key=None', overLists((rt, items, [key]) => lazily('groupby', function* () {
        for (let i = 0; i < items.length; ) {
          const of = (x: Value) => (key === null ? x : rt.call(key!, [x]));
          const head = of(items[i]!);
          const group = [items[i++]!];
          while (i < items.length) {
            const same = rt.equal(of(items[i]!), head);
            if (same === undefined) {
              yield undecided;
              return;
            }
            if (!same) break;
            group.push(items[i++]!);
          }
          yield new Tuple([head, new List(group)]);
        }
      }))],
      compress: ['data, selectors', (rt, [data, selectors]) => {
        const both = lists(rt, [data!, selectors!]);
        const kept = both && both[0]!.map((_, i) => rt.truth(both[1]![i] ?? null));
        return kept && !kept.includes(undefined) ? new List(both[0]!.filter((_, i) => kept[i])) : rt.unknown('elements that are not known');
      }],
      filterfalse: ['predicate, iterable', (rt, [test, iterable]) => lazily('filterfalse', function* () { for (const item of elements(rt, iterable!)) { const drop = rt.truth(test === null ? item : rt.call(test!, [item])); if (drop === undefined) { yield undecided; return; } if (!drop) yield item; } })],
    }),
  });
}
