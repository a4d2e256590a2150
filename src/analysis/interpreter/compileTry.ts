/** `try` and `with`: who catches what, and what runs in any case. */
import type { Try, With } from '../syntax/ast';
import { type Handler, UNREACHABLE } from './branch';
import { lookup } from './class';
import type { Code } from './code';
import { compileExpression } from './compileExpression';
import { compileBlock, type Compiled } from './compileStatement';
import { compileNameStore, compileStore } from './compileTarget';
import type { Context } from './context';
import { type Evaluate, type Frame, NEXT, RETURN, type Run, type Signal } from './frame';
import { GeneratorSource } from './generator';
import type { Interpreter } from './interpreter';
import type { Scope } from './scope';
import { Class, Func, Instance, Iter, Raised, Tuple, Unknown, type Value } from './values';

export function compileTry(c: Context, node: Try, scope: Scope): Compiled {
  const { rt } = c;
  const body = compileBlock(c, node.body, scope);
  const otherwise = compileBlock(c, node.otherwise, scope);
  const last = compileBlock(c, node.finally, scope);
  const handlers = node.handlers.map((handler) => ({
    type: handler.type ? compileExpression(c, handler.type, scope) : null,
    store: handler.name ? compileNameStore(c, handler.name, scope) : null,
    body: compileBlock(c, handler.body, scope),
  }));

  const find = (frame: Frame, cls: Class): number =>
    cls.name === UNREACHABLE ? -1 : handlers.findIndex(({ type }) => type === null || catches(rt, rt.quietly(frame, () => type(frame)), cls));

  const guarded = (frame: Frame): Signal => {
    const count = rt.handlers.length;
    const state = rt.saveState();
    rt.handlers.push(handlers.length > 0 ? { catches: (cls) => find(frame, cls) >= 0, file: c.unit.file } : never);
    let signal: Signal;
    try {
      signal = body(frame);
    } catch (error) {
      rt.handlers.length = count;
      const which = error instanceof Raised ? find(frame, error.exception.cls) : -1;
      if (which < 0) throw error;
      rt.restoreState(state);
      const raised = error as Raised;
      const handler = handlers[which]!;
      handler.store?.(frame, raised.exception);
      rt.handled.push(raised);
      try {
        return handler.body(frame);
      } finally {
        rt.handled.pop();
      }
    }
    rt.handlers.length = count;
    return signal === NEXT ? otherwise(frame) : signal;
  };

  const run: Run =
    node.finally.length === 0
      ? guarded
      : (frame) => {
          let signal: Signal;
          const count = rt.handlers.length;
          const state = rt.saveState();
          try {
            signal = guarded(frame);
          } catch (error) {
            rt.handlers.length = count;
            if (error instanceof Raised) {
              rt.restoreState(state);
              const ended = last(frame);
              if (ended !== NEXT) return ended;
            }
            throw error;
          }
          const { result } = frame;
          const ended = last(frame);
          if (ended !== NEXT) return ended;
          frame.result = result;
          return signal;
        };
  return { run, recover: () => NEXT };
}

const never: Handler = { catches: () => false };
/** An `__exit__` that may swallow what the body raises. */
const everything: Handler = { catches: (cls) => cls.name !== UNREACHABLE };

/** Does `except type` catch exceptions of a class? An unknown type does. */
function catches(rt: Interpreter, type: Value, cls: Class): boolean {
  if (type instanceof Class) return cls.mro.includes(type);
  if (type instanceof Tuple) return type.items.some((one) => catches(rt, one, cls));
  return type instanceof Unknown;
}

interface Item {
  readonly context: Evaluate;
  readonly store: ((frame: Frame, value: Value) => void) | null;
}

export function compileWith(c: Context, node: With, scope: Scope): Compiled {
  const { rt } = c;
  const items: Item[] = node.items.map(({ context, target }) => ({
    context: compileExpression(c, context, scope),
    store: target ? compileStore(c, target, scope) : null,
  }));
  const body = compileBlock(c, node.body, scope);
  const run = items.reduceRight<Run>((inner, item) => (frame) => runWith(rt, frame, item, inner), body);
  return {
    run,
    recover: (frame, unknown) => {
      for (const { store } of items)
        if (store)
          rt.quietly(frame, () => {
            store(frame, unknown);
            return null;
          });
      return body(frame);
    },
  };
}

function runWith(rt: Interpreter, frame: Frame, item: Item, body: Run): Signal {
  // A context that cannot be made is unknown: the body runs all the same.
  const context = rt.guarded(frame, item.context);
  const store = item.store ?? (() => {});
  // contextlib.contextmanager keeps its generator there.
  const generator = context instanceof Instance ? context.attributes.get('_generator') : undefined;
  if (generator instanceof Iter && generator.source instanceof GeneratorSource && generator.source.fresh)
    return runAround(rt, frame, generator.source, store, body);
  if (!(context instanceof Instance)) {
    const enter = rt.findAttribute(context, '__enter__');
    store(frame, enter === undefined || context instanceof Unknown ? unknownContext(rt, context) : rt.call(enter, []));
    const signal = body(frame);
    const exit = enter === undefined ? undefined : rt.findAttribute(context, '__exit__');
    if (exit !== undefined && !(exit instanceof Unknown)) rt.call(exit, [null, null, null]);
    return signal;
  }
  const enter = lookup(context.cls, '__enter__') ?? lookup(context.cls, '__aenter__');
  const exit = lookup(context.cls, '__exit__') ?? lookup(context.cls, '__aexit__');
  if (enter === undefined && !context.cls.open)
    return rt.raise('TypeError', `'${context.cls.name}' object does not support the context manager protocol`);
  store(frame, enter === undefined ? rt.unknown(`what ${context.cls.name} gives on entry is not known`) : rt.call(enter, [context]));
  const count = rt.handlers.length;
  const state = rt.saveState();
  const suppressed = context.cls.name === 'suppress' ? suppressedTypes(rt, context) : null;
  if (suppressed) rt.handlers.push({ catches: (cls) => catches(rt, suppressed, cls) });
  else if (exit instanceof Func && (exit.code as Code).answers) rt.handlers.push(everything);
  let signal: Signal;
  try {
    signal = body(frame);
  } catch (error) {
    rt.handlers.length = count;
    if (!(error instanceof Raised)) throw error;
    rt.restoreState(state);
    if (exit !== undefined && rt.truth(rt.call(exit, [context, error.exception.cls, error.exception, null]))) return NEXT;
    if (suppressed && catches(rt, suppressed, error.exception.cls)) return NEXT;
    throw error;
  }
  rt.handlers.length = count;
  const { result } = frame;
  if (exit !== undefined) rt.call(exit, [context, null, null, null]);
  frame.result = result;
  return signal;
}

/** contextlib.suppress keeps what it suppresses: whatever classes its attributes hold. */
function suppressedTypes(rt: Interpreter, context: Instance): Value {
  for (const value of [context.payload, ...context.attributes.values()]) if (value instanceof Tuple) return value;
  return rt.unknown('the exceptions that are suppressed');
}

function unknownContext(rt: Interpreter, context: Value): Value {
  return context instanceof Unknown ? context : rt.unknown(`what ${rt.typeName(context)} gives on entry is not known`);
}

/** A generator made by `contextlib.contextmanager` runs around the body: its `yield` is the body. */
function runAround(rt: Interpreter, frame: Frame, source: GeneratorSource, store: (frame: Frame, value: Value) => void, body: Run): Signal {
  let signal: Signal = NEXT;
  let result: Value = null;
  let entered = false;
  const { depth } = rt;
  source.runAround((value) => {
    if (entered) return null;
    entered = true;
    store(frame, value);
    signal = body(frame);
    ({ result } = frame);
    return null;
  });
  rt.depth = depth;
  if (!entered) {
    store(frame, rt.unknown('the context manager did not yield'));
    return body(frame);
  }
  if ((signal as Signal) === RETURN) frame.result = result;
  return signal;
}
