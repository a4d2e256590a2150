/** Conditions that are not known: both ways are run on the undo log and what they did is joined. Over 400 lines: forking, joining and settling are one algorithm. */
import { sameDim, unknownDim } from './integers';
import type { Interpreter } from './interpreter';
import { freshUnknown, sharpBounds } from '../shape/dim';
import type { SourceFile } from './place';
import type { TraceEvent } from './trace';
import { BREAK, CONTINUE, Frame, NEXT, RETURN, type Pending, type Signal } from './frame';
import {
  Bound,
  Class,
  type Container,
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
  PySet,
  Quotient,
  Raised,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values';

/** Branches inside branches: deeper ones are not run, what they would have bound is unknown. */
const DEEPEST = 12;
/** How often the body of a loop of unknown length is run until what it does settles. */
const LOOP_TRIES = 3;

/** Who catches exceptions of a class: a `try`, or a branch on an unknown condition. */
export interface Handler {
  catches(cls: Class): boolean;
  /** The file of the `try`. */
  readonly file?: SourceFile;
}

interface Attempt<T> {
  readonly value: T;
  readonly contents: Map<Container, unknown>;
  readonly failure: Raised | null;
}

/** Runs something, notes what it changed, and puts everything back. */
function attempt<T>(rt: Interpreter, run: () => T, fallback: T, base?: Map<Container, unknown>): Attempt<T> {
  const log = rt.world.open();
  const state = rt.saveState();
  const events = rt.markTrace();
  rt.forks++;
  rt.handlers.push(anything);
  let value = fallback;
  let failure: Raised | null = null;
  try {
    value = run();
  } catch (error) {
    if (!(error instanceof Raised)) {
      rt.restoreState(state);
      rt.world.rollback(log);
      throw error;
    }
    failure = error;
    rt.resetTrace(events);
  }
  rt.restoreState(state);
  const contents = failure ? new Map<Container, unknown>() : rt.world.contents(log);
  if (base) for (const [container, saved] of log.saved) base.set(container, saved.content);
  rt.world.rollback(log);
  return { value, contents, failure };
}

export const anything: Handler = { catches: () => true };

/** Two ways to a value. */
export function forkValue(rt: Interpreter, first: () => Value, second: () => Value): Value {
  if (rt.forks >= DEEPEST) return rt.unknown('too many conditions inside each other are not known');
  const from = rt.trace.events.length;
  const a = attempt(rt, first, null as Value);
  const between = rt.trace.events.length;
  const b = attempt(rt, second, null as Value);
  if (a.failure && b.failure) throw a.failure;
  if (a.failure || b.failure) {
    const left = a.failure ? b : a;
    certainEvents(rt, from);
    apply(rt, left.contents);
    return left.value;
  }
  uniteEvents(rt, from, between);
  applyJoin(rt, a.contents, b.contents);
  return join(rt, a.value, b.value);
}

/** What ran on the only way that is left ran for sure, unless a condition further out is not known either. */
function certainEvents(rt: Interpreter, from: number): void {
  if (rt.forks > 0 || rt.pendings > 0) return;
  const { events } = rt.trace;
  for (let i = from; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind !== 'assign') (event as { maybe: boolean }).maybe = false;
  }
}

/** Two ways that call the same layers and operations on the same shapes: one of them is told, and told as certain. */
function uniteEvents(rt: Interpreter, from: number, between: number): void {
  const { events } = rt.trace;
  const count = between - from;
  if (count === 0 || events.length - between !== count) return;
  for (let i = 0; i < count; i++) if (!sameEvent(events[from + i]!, events[between + i]!)) return;
  events.length = between;
  certainEvents(rt, from);
}

function sameEvent(a: TraceEvent, b: TraceEvent): boolean {
  if (a.kind === 'assign' || b.kind === 'assign') return a.kind === b.kind;
  if (a.kind === 'module' && b.kind === 'module')
    return a.module === b.module && !a.failure && !b.failure && sameAll(a.args, b.args) && same(a.result, b.result);
  return a.kind === 'op' && b.kind === 'op' && a.name === b.name && sameAll(a.args, b.args) && same(a.result, b.result);
}

function sameAll(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, i) => same(value, b[i]) || value === b[i]);
}

/** Two ways through statements of one frame. `widen` makes unknown what they would have bound, where they cannot be run. */
export function forkStatements(
  rt: Interpreter,
  frame: Frame,
  first: () => Signal,
  second: () => Signal,
  widen: () => void,
): Signal {
  if (rt.forks >= DEEPEST) {
    widen();
    return NEXT;
  }
  const before = frame.result;
  const from = rt.trace.events.length;
  const a = attempt<Signal>(rt, first, NEXT);
  const between = rt.trace.events.length;
  const resultA = frame.result;
  frame.result = before;
  const b = attempt<Signal>(rt, second, NEXT);
  const resultB = frame.result;
  if (a.failure && b.failure) throw a.failure;
  if (a.failure || b.failure) {
    const left = a.failure ? b : a;
    frame.result = a.failure ? resultB : resultA;
    certainEvents(rt, from);
    apply(rt, left.contents);
    return left.value;
  }
  if (a.value === b.value) {
    uniteEvents(rt, from, between);
    applyJoin(rt, a.contents, b.contents);
    if (a.value === RETURN) frame.result = join(rt, resultA, resultB);
    return a.value;
  }
  const aLeaves = a.value > b.value;
  const leaves = aLeaves ? a : b;
  const stays = aLeaves ? b : a;
  pend(rt, frame, leaves.value, aLeaves ? resultA : resultB, leaves.contents);
  frame.result = aLeaves ? resultB : resultA;
  apply(rt, stays.contents);
  return stays.value;
}

function pend(rt: Interpreter, frame: Frame, signal: Signal, result: Value, contents: ReadonlyMap<Container, unknown>): void {
  (frame.pending ??= []).push({ signal, result, contents, since: rt.world.watch() });
  rt.pendings++;
}

/** Everything that differs between the branch that left and what is now, as that branch had it. */
function contentsOf(rt: Interpreter, { contents, since }: Pending): ReadonlyMap<Container, unknown> {
  rt.world.unwatch(since);
  if (since.saved.size === 0) return contents;
  const all = new Map<Container, unknown>();
  for (const [container, { content }] of since.saved) all.set(container, content);
  for (const [container, content] of contents) all.set(container, content);
  return all;
}

/** Where a loop without end was left by `return` alone: what follows is not reached. */
export function unreachable(rt: Interpreter): never {
  throw new Raised(rt.exception(UNREACHABLE, []), null, []);
}

/** The name of an exception that no `except` catches. */
export const UNREACHABLE = '__unreachable__';

/** Joins the branches that left a loop's turn (`continue`) or the loop (`break`) with the one that went on. */
export function settle(rt: Interpreter, frame: Frame, signals: readonly Signal[], from = 0): boolean {
  if (!frame.pending) return false;
  const due = frame.pending.filter((pending, i) => i >= from && signals.includes(pending.signal));
  if (due.length === 0) return false;
  frame.pending = frame.pending.filter((pending) => !due.includes(pending));
  if (frame.pending.length === 0) frame.pending = null;
  rt.pendings -= due.length;
  for (const pending of due) joinWithCurrent(rt, contentsOf(rt, pending));
  return true;
}

/** A function ends: joins the branches that had returned before. `failed`: the one that went on raised, so that only the others count. */
export function settleReturns(rt: Interpreter, frame: Frame, result: Value, failed: boolean): Value | undefined {
  const { pending } = frame;
  if (!pending) return failed ? undefined : result;
  frame.pending = null;
  rt.pendings -= pending.length;
  let joined: Value | undefined = failed ? undefined : result;
  for (const one of pending) {
    const contents = contentsOf(rt, one);
    if (one.signal !== RETURN) continue;
    if (joined === undefined) {
      apply(rt, contents);
      joined = one.result;
    } else {
      joinWithCurrent(rt, contents);
      joined = join(rt, joined, one.result);
    }
  }
  return joined;
}

/** A loop that runs nobody knows how often: its body once or a few times, until what it changes settles; what does not is unknown. */
export function unknownLoop(rt: Interpreter, frame: Frame, turn: () => Signal, widen: () => void): Signal {
  if (rt.forks >= DEEPEST) {
    widen();
    return NEXT;
  }
  const from = frame.pending?.length ?? 0;
  for (let tries = 1; ; tries++) {
    const base = new Map<Container, unknown>();
    const before = frame.result;
    const once = attempt<Signal>(rt, turn, NEXT, base);
    const result = frame.result;
    frame.result = before;
    // It never runs, or nobody could follow it: what it would have filled is no certainty.
    if (once.failure) {
      rt.unseen = true;
      return NEXT;
    }
    if (once.value === RETURN) {
      pend(rt, frame, RETURN, result, once.contents);
      return NEXT;
    }
    let settled = true;
    for (const [container, after] of once.contents) {
      const was = base.get(container);
      const joined = joinContents(rt, container, was, after);
      if (sameContents(container, was, joined)) continue;
      settled = false;
      rt.world.touch(container);
      container.restore(tries < LOOP_TRIES ? joined : widenContents(rt, container, was, joined));
    }
    settle(rt, frame, [BREAK, CONTINUE], from);
    if (settled || tries >= LOOP_TRIES) return NEXT;
  }
}

function apply(rt: Interpreter, contents: ReadonlyMap<Container, unknown>): void {
  for (const [container, content] of contents) {
    rt.world.touch(container);
    container.restore(content);
  }
}

function applyJoin(
  rt: Interpreter,
  a: ReadonlyMap<Container, unknown>,
  b: ReadonlyMap<Container, unknown>,
): void {
  for (const [container, content] of a) {
    const other = b.has(container) ? b.get(container) : container.save();
    rt.world.touch(container);
    container.restore(joinContents(rt, container, content, other));
  }
  for (const [container, content] of b) {
    if (a.has(container)) continue;
    const other = container.save();
    rt.world.touch(container);
    container.restore(joinContents(rt, container, other, content));
  }
}

function joinWithCurrent(rt: Interpreter, contents: ReadonlyMap<Container, unknown>): void {
  for (const [container, content] of contents) {
    const current = container.save();
    rt.world.touch(container);
    container.restore(joinContents(rt, container, current, content));
  }
}

// ---- values -------------------------------------------------------------------------------------------------------

/** What is known of a value that is one of two. */
export function join(rt: Interpreter, a: Value, b: Value): Value {
  if (same(a, b)) return a;
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  if (a instanceof Tensor && b instanceof Tensor) return joinTensors(a, b);
  // Whichever it is, it is no less than the lesser one.
  if (isInt(a) && isInt(b)) return freshUnknown(Math.min(sharpBounds(a)[0], sharpBounds(b)[0]));
  if (a instanceof Tuple && b instanceof Tuple && a.items.length === b.items.length && a.cls === b.cls) {
    const joined = new Tuple(a.items.map((item, i) => join(rt, item, b.items[i]!)));
    joined.cls = a.cls;
    return joined;
  }
  if (a instanceof List && b instanceof List && a.cls === b.cls) {
    const joined = new List([]);
    joined.cls = a.cls;
    joined.attributes = a.attributes;
    if (a.unknown || b.unknown || a.items.length !== b.items.length)
      joined.unknown = a.unknown ?? b.unknown ?? rt.unknown('the list is not the same on all paths');
    else joined.items = a.items.map((item, i) => join(rt, item, b.items[i]!));
    return joined;
  }
  if (a instanceof Dict && b instanceof Dict && a.cls === b.cls) {
    const joined = new Dict();
    joined.cls = a.cls;
    joined.factory = a.factory;
    joined.restore(joinContents(rt, joined, a.save(), b.save()));
    return joined;
  }
  if (isObject(a) || isObject(b)) {
    if ((isObject(a) || a === null) && (isObject(b) || b === null)) {
      const options = new Set([...optionsOf(a), ...optionsOf(b)]);
      if (options.size <= 8) return new Either([...options]);
    }
  }
  return rt.unknown('it is not the same on all paths');
}

function isObject(value: Value): boolean {
  return (
    value instanceof Instance ||
    value instanceof Func ||
    value instanceof Bound ||
    value instanceof Native ||
    value instanceof Class ||
    value instanceof Either ||
    value instanceof Module
  );
}

function optionsOf(value: Value): readonly Value[] {
  return value instanceof Either ? value.options : [value];
}

function joinTensors(a: Tensor, b: Tensor): Tensor {
  const dtype = a.dtype === b.dtype ? a.dtype : a.dtype === 'float' || b.dtype === 'float' ? 'float' : a.dtype;
  const why = a.why ?? b.why ?? new Unknown('the shape is not the same on all paths');
  if (!a.shape || !b.shape || a.shape.length !== b.shape.length) {
    const joined = new Tensor(null, dtype, null, why);
    joined.strides = undefined;
    return joined;
  }
  const { shape } = b;
  const joined = new Tensor(
    a.shape.map((dim, i) => (sameDim(dim, shape[i]!) ? dim : unknownDim())),
    dtype,
  );
  joined.strides = a.strides === null && b.strides === null ? null : undefined;
  joined.origin = a.origin;
  joined.parameter = a.parameter && b.parameter;
  joined.requiresGrad = a.requiresGrad || b.requiresGrad;
  return joined;
}

/** True where both are the same as far as the analysis sees. */
function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (isInt(a) && isInt(b)) return sameDim(a, b);
  if (a instanceof Float && b instanceof Float) return Object.is(a.value, b.value);
  if (a instanceof Quotient && b instanceof Quotient)
    return a.denominator === b.denominator && sameDim(a.numerator, b.numerator);
  if (a instanceof Tensor && b instanceof Tensor)
    return (
      a.dtype === b.dtype &&
      a.parameter === b.parameter &&
      a.known === b.known &&
      (a.shape === b.shape ||
        (!!a.shape &&
          !!b.shape &&
          a.shape.length === b.shape.length &&
          a.shape.every((dim, i) => sameDim(dim, b.shape![i]!))))
    );
  if (a instanceof Tuple && b instanceof Tuple)
    return a.cls === b.cls && a.items.length === b.items.length && a.items.every((x, i) => same(x, b.items[i]));
  if (a instanceof Bound && b instanceof Bound) return a.self === b.self && a.func === b.func;
  if (a instanceof Unknown && b instanceof Unknown) return true;
  if (a instanceof Either && b instanceof Either)
    return a.options.length === b.options.length && a.options.every((x, i) => x === b.options[i]);
  return false;
}

// ---- contents of containers ---------------------------------------------------------------------------------------

type Names = Map<string, Value>;
type Slots = (Value | undefined)[];
type Entries = Map<Key, { key: Value; value: Value }>;
type DictContents = [entries: Entries, attributes: Names | null, open: boolean, maybe: ReadonlySet<Key> | null];

function joinNames(rt: Interpreter, a: Names | null, b: Names | null): Names | null {
  if (!a || !b) return a ?? b;
  const joined = new Map(a);
  for (const [name, value] of b) {
    const other = a.get(name);
    if (other !== value) joined.set(name, other === undefined ? value : join(rt, other, value));
  }
  return joined;
}

function joinContents(rt: Interpreter, container: Container, a: unknown, b: unknown): unknown {
  if (a === b) return a;
  if (container instanceof Frame) {
    const [slotsA, namesA, yieldsA] = a as [Slots, Names | null, Value[] | null];
    const [slotsB, namesB, yieldsB] = b as [Slots, Names | null, Value[] | null];
    const slots: Slots = [];
    for (let i = 0; i < Math.max(slotsA.length, slotsB.length); i++) slots[i] = joinMaybe(rt, slotsA[i], slotsB[i]);
    const yields = yieldsA && yieldsB && yieldsA.length < yieldsB.length ? yieldsB : yieldsA;
    return [slots, joinNames(rt, namesA, namesB), yields];
  }
  if (container instanceof Dict) {
    const [entriesA, attributesA, openA, maybeA] = a as DictContents;
    const [entriesB, attributesB, openB, maybeB] = b as DictContents;
    const entries: Entries = new Map(entriesA);
    const maybe = new Set<Key>([...(maybeA ?? []), ...(maybeB ?? [])]);
    for (const [key, entry] of entriesB) {
      const other = entriesA.get(key);
      if (other === entry) continue;
      if (!other) maybe.add(key);
      entries.set(key, other ? { key: entry.key, value: join(rt, other.value, entry.value) } : entry);
    }
    for (const key of entriesA.keys()) if (!entriesB.has(key)) maybe.add(key);
    return [entries, joinNames(rt, attributesA, attributesB), openA || openB, maybe.size > 0 ? maybe : null];
  }
  if (container instanceof List) {
    const [itemsA, attributesA, unknownA] = a as [Value[], Names | null, Unknown | null];
    const [itemsB, attributesB, unknownB] = b as [Value[], Names | null, Unknown | null];
    const attributes = joinNames(rt, attributesA, attributesB);
    if (unknownA || unknownB || itemsA.length !== itemsB.length)
      return [[], attributes, unknownA ?? unknownB ?? rt.unknown('the length of the list is not known')];
    return [itemsA.map((item, i) => join(rt, item, itemsB[i]!)), attributes, null];
  }
  if (container instanceof PySet) return new Map([...(a as Map<Key, Value>), ...(b as Map<Key, Value>)]);
  if (container instanceof Instance) {
    const [attributesA, clsA, payloadA] = a as [Names, Class, Value | undefined];
    const [attributesB, clsB, payloadB] = b as [Names, Class, Value | undefined];
    return [joinNames(rt, attributesA, attributesB), clsA === clsB ? clsA : clsB, joinMaybe(rt, payloadA, payloadB)];
  }
  if (container instanceof Iter) return a;
  return joinNames(rt, a as Names | null, b as Names | null);
}

function joinMaybe(rt: Interpreter, a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a === undefined) return b;
  if (b === undefined || a === b) return a;
  return join(rt, a, b);
}

function sameNames(a: Names | null, b: Names | null): boolean {
  if (!a || !b) return a === b;
  if (a.size !== b.size) return false;
  for (const [name, value] of a) if (!same(value, b.get(name))) return false;
  return true;
}

function sameContents(container: Container, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (container instanceof Frame) {
    const [slotsA, namesA, yieldsA] = a as [Slots, Names | null, Value[] | null];
    const [slotsB, namesB, yieldsB] = b as [Slots, Names | null, Value[] | null];
    return (
      slotsA.length === slotsB.length &&
      slotsA.every((slot, i) => same(slot, slotsB[i])) &&
      sameNames(namesA, namesB) &&
      yieldsA?.length === yieldsB?.length
    );
  }
  if (container instanceof Dict) {
    const [entriesA, attributesA, openA, maybeA] = a as DictContents;
    const [entriesB, attributesB, openB, maybeB] = b as DictContents;
    if (entriesA.size !== entriesB.size || openA !== openB || !sameNames(attributesA, attributesB)) return false;
    if (maybeA?.size !== maybeB?.size) return false;
    for (const [key, entry] of entriesA) if (!same(entry.value, entriesB.get(key)?.value)) return false;
    return true;
  }
  if (container instanceof List) {
    const [itemsA, attributesA, unknownA] = a as [Value[], Names | null, Unknown | null];
    const [itemsB, attributesB, unknownB] = b as [Value[], Names | null, Unknown | null];
    return (
      !unknownA === !unknownB &&
      itemsA.length === itemsB.length &&
      itemsA.every((item, i) => same(item, itemsB[i])) &&
      sameNames(attributesA, attributesB)
    );
  }
  if (container instanceof PySet) return (a as Map<Key, Value>).size === (b as Map<Key, Value>).size;
  if (container instanceof Instance) {
    const [attributesA, clsA, payloadA] = a as [Names, Class, Value | undefined];
    const [attributesB, clsB, payloadB] = b as [Names, Class, Value | undefined];
    return clsA === clsB && sameNames(attributesA, attributesB) && same(payloadA, payloadB);
  }
  if (container instanceof Iter) return false;
  return sameNames(a as Names | null, b as Names | null);
}

function widenNames(rt: Interpreter, a: Names | null, b: Names | null): Names | null {
  if (!a || !b) return b;
  const names = new Map(b);
  for (const [name, value] of b) {
    const was = a.get(name);
    if (was !== undefined && !same(was, value)) names.set(name, widened(rt, value));
  }
  return names;
}

/** A value that a loop keeps changing. */
function widened(rt: Interpreter, value: Value): Value {
  if (value instanceof Tensor) {
    const tensor = new Tensor(null, value.dtype, null, rt.unknown('a loop of unknown length changes the shape'));
    tensor.strides = undefined;
    return tensor;
  }
  return rt.unknown('it is changed by a loop of unknown length');
}

function widenContents(rt: Interpreter, container: Container, a: unknown, b: unknown): unknown {
  if (container instanceof Frame) {
    const [slotsA, namesA] = a as [Slots, Names | null, Value[] | null];
    const [slotsB, namesB, yieldsB] = b as [Slots, Names | null, Value[] | null];
    const slots = slotsB.map((slot, i) =>
      slot !== undefined && slotsA[i] !== undefined && !same(slot, slotsA[i]) ? widened(rt, slot) : slot,
    );
    return [slots, widenNames(rt, namesA, namesB), yieldsB];
  }
  if (container instanceof Dict) {
    const [entriesA, attributesA] = a as DictContents;
    const [entriesB, attributesB, , maybe] = b as DictContents;
    const entries: Entries = new Map(entriesB);
    for (const [key, entry] of entriesB) {
      const was = entriesA.get(key);
      if (was && !same(was.value, entry.value)) entries.set(key, { key: entry.key, value: widened(rt, entry.value) });
    }
    return [entries, widenNames(rt, attributesA, attributesB), true, maybe];
  }
  if (container instanceof List) {
    const [, attributes, unknown] = b as [Value[], Names | null, Unknown | null];
    return [[], attributes, unknown ?? rt.unknown('the list is changed by a loop of unknown length')];
  }
  if (container instanceof Instance) {
    const [attributesA] = a as [Names, Class, Value | undefined];
    const [attributesB, cls, payload] = b as [Names, Class, Value | undefined];
    return [widenNames(rt, attributesA, attributesB), cls, payload];
  }
  if (container instanceof PySet || container instanceof Iter) return b;
  return widenNames(rt, a as Names | null, b as Names | null);
}

/** A condition under another that is not known: its answer, with its effects joined; undefined also where it fails. */
export function attemptTest(rt: Interpreter, test: () => boolean | undefined): boolean | undefined {
  if (rt.forks >= DEEPEST) return undefined;
  const tried = attempt<boolean | undefined>(rt, test, undefined);
  if (tried.failure) return undefined;
  joinWithCurrent(rt, tried.contents);
  return tried.value;
}
