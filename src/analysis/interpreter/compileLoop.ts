/** `if`, `for`, `while`: known conditions are followed, unknown ones run both ways and are joined. */
import type { For, If, While } from '../syntax/ast';
import { forkStatements, settle, unknownLoop, unreachable } from './branch';
import { compileExpression, compileTest } from './compileExpression';
import { compileBlock, type Compiled, compileWiden } from './compileStatement';
import { compileStore } from './compileTarget';
import type { Context } from './context';
import { BREAK, CONTINUE, type Frame, NEXT, RETURN, type Signal } from './frame';
import { iterate } from './iterate';
import type { Scope } from './scope';
import { Range, Unknown, UnknownRest, type Value } from './values';

/** A loop that an unknown condition may have left is not turned more often than this. */
const TURNS_AFTER_BREAK = 3;
/** Nor `while True` than this: what would end it (an iterator of which nothing is known, a file) may be out of sight. */
const TURNS_WITHOUT_CONDITION = 1000;

export function compileIf(c: Context, node: If, scope: Scope): Compiled {
  const { rt } = c;
  const test = compileTest(c, node.test, scope);
  const body = compileBlock(c, node.body, scope);
  const otherwise = compileBlock(c, node.otherwise, scope);
  const widen = compileWiden(c, [node], scope);
  const both = (frame: Frame): Signal =>
    forkStatements(rt, frame, () => body(frame), () => otherwise(frame), () => widen(frame));
  return {
    run: (frame) => {
      const known = test(frame);
      return known === true ? body(frame) : known === false ? otherwise(frame) : both(frame);
    },
    recover: both,
  };
}

export function compileFor(c: Context, node: For, scope: Scope): Compiled {
  const { rt } = c;
  const iterable = compileExpression(c, node.iterable, scope);
  const store = compileStore(c, node.target, scope);
  const body = compileBlock(c, node.body, scope);
  const otherwise = compileBlock(c, node.otherwise, scope);
  const widen = compileWiden(c, [node], scope);
  const at = c.place(node.iterable);

  const unknownTimes = (frame: Frame, element: Value): Signal => {
    const signal = unknownLoop(
      rt,
      frame,
      () => {
        store(frame, element);
        return body(frame);
      },
      () => widen(frame),
    );
    return signal === NEXT ? otherwise(frame) : signal;
  };

  return {
    run: (frame) => {
      const source = iterable(frame);
      const { budget } = rt;
      const { top } = rt;
      rt.sites[top] = at;
      rt.top = top + 1;
      const reader = iterate(rt, source);
      rt.top = top;
      if (reader instanceof Unknown) return unknownTimes(frame, source instanceof Range ? rt.unknown('how often the loop runs is not known') : reader);
      const from = frame.pending?.length ?? 0;
      let turns = 0;
      let broken = false;
      for (;;) {
        rt.sites[top] = at;
        const item = reader.next();
        if (item === undefined) break;
        if (item instanceof UnknownRest) {
          const signal = unknownLoop(
            rt,
            frame,
            () => {
              store(frame, new Unknown(item.why, item.place));
              return body(frame);
            },
            () => widen(frame),
          );
          if (signal === RETURN) return signal;
          break;
        }
        if (++budget.steps >= budget.next) budget.check();
        store(frame, item);
        const signal = body(frame);
        if (frame.pending !== null && frame.pending.length > from) {
          settle(rt, frame, [CONTINUE], from);
          if (signal === BREAK) {
            broken = true;
            break;
          }
          if (signal === RETURN) return signal;
          if (frame.pending !== null && frame.pending.some((p, i) => i >= from && p.signal !== CONTINUE)) turns++;
          if (turns > 64) break;
          continue;
        }
        if (signal === NEXT || signal === CONTINUE) continue;
        if (signal === RETURN) return signal;
        broken = true;
        break;
      }
      const maybeBroken = settle(rt, frame, [BREAK, CONTINUE], from);
      if (broken || node.otherwise.length === 0) return NEXT;
      return maybeBroken ? forkStatements(rt, frame, () => otherwise(frame), () => NEXT, () => widen(frame)) : otherwise(frame);
    },
    recover: (frame, unknown) => unknownTimes(frame, unknown),
  };
}

export function compileWhile(c: Context, node: While, scope: Scope): Compiled {
  const { rt } = c;
  const test = compileTest(c, node.test, scope);
  const body = compileBlock(c, node.body, scope);
  const otherwise = compileBlock(c, node.otherwise, scope);
  const widen = compileWiden(c, [node], scope);
  const unknownTimes = (frame: Frame): Signal => unknownLoop(rt, frame, () => body(frame), () => widen(frame));
  return {
    run: (frame) => {
      const { budget } = rt;
      const from = frame.pending?.length ?? 0;
      let turns = 0;
      let broken = false;
      let left = node.test.kind === 'Constant' ? TURNS_WITHOUT_CONDITION : Infinity;
      for (;;) {
        if (--left < 0) {
          if (unknownTimes(frame) === RETURN) return RETURN;
          break;
        }
        if (++budget.steps >= budget.next) budget.check();
        const known = test(frame);
        if (known === false) break;
        if (known === undefined || turns > TURNS_AFTER_BREAK) {
          const signal = unknownTimes(frame);
          if (signal === RETURN) return signal;
          if (known === true && !frame.pending?.some((p, i) => i >= from && p.signal === BREAK)) unreachable(rt);
          break;
        }
        const signal = body(frame);
        if (frame.pending !== null && frame.pending.length > from) {
          settle(rt, frame, [CONTINUE], from);
          if (frame.pending !== null && frame.pending.some((p, i) => i >= from && p.signal !== CONTINUE)) turns++;
        }
        if (signal === RETURN) return signal;
        if (signal === BREAK) {
          broken = true;
          break;
        }
      }
      settle(rt, frame, [BREAK, CONTINUE], from);
      return broken ? NEXT : otherwise(frame);
    },
    recover: unknownTimes,
  };
}
