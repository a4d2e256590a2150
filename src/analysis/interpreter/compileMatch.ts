/** `match`: patterns answer yes, no, or cannot be told; what they capture is bound as they go. */
import type { Match, Pattern } from '../syntax/ast';
import { forkStatements } from './branch';
import { compileExpression, compileTest } from './compileExpression';
import { compileBlock, type Compiled, compileWiden } from './compileStatement';
import { compileNameStore } from './compileTarget';
import type { Context } from './context';
import { type Frame, NEXT, type Signal } from './frame';
import type { Scope } from './scope';
import { Class, Dict, Either, Instance, List, Range, Tuple, Unknown, type Value } from './values';

type Matcher = (frame: Frame, value: Value) => boolean | undefined;

export function compileMatch(c: Context, node: Match, scope: Scope): Compiled {
  const { rt } = c;
  const subject = compileExpression(c, node.subject, scope);
  const cases = node.cases.map((one) => ({
    matches: compilePattern(c, one.pattern, scope),
    guard: one.guard ? compileTest(c, one.guard, scope) : null,
    body: compileBlock(c, one.body, scope),
  }));
  const widen = compileWiden(c, [node], scope);
  const from = (frame: Frame, value: Value, first: number): Signal => {
    for (let i = first; i < cases.length; i++) {
      const { matches, guard, body } = cases[i]!;
      let answer = matches(frame, value);
      if (answer !== false && guard) {
        const allowed = guard(frame);
        answer = allowed === false ? false : allowed === undefined ? undefined : answer;
      }
      if (answer === true) return body(frame);
      if (answer === undefined)
        return forkStatements(rt, frame, () => body(frame), () => from(frame, value, i + 1), () => widen(frame));
    }
    return NEXT;
  };
  return {
    run: (frame) => from(frame, subject(frame), 0),
    recover: (frame, unknown) => from(frame, unknown, 0),
  };
}

function isUnknown(value: Value): boolean {
  return value instanceof Unknown || value instanceof Either;
}

function compilePattern(c: Context, pattern: Pattern, scope: Scope): Matcher {
  const { rt } = c;
  switch (pattern.kind) {
    case 'ValuePattern': {
      const { value } = pattern;
      const wanted = compileExpression(c, value, scope);
      const single = value.kind === 'Constant' && (value.type === 'none' || value.type === 'bool');
      return (frame, subject) => {
        if (isUnknown(subject)) return undefined;
        const other = wanted(frame);
        return single ? subject === other : rt.equal(subject, other);
      };
    }
    case 'CapturePattern': {
      if (!pattern.name) return () => true;
      const store = compileNameStore(c, pattern.name, scope);
      return (frame, subject) => {
        store(frame, subject);
        return true;
      };
    }
    case 'StarPattern':
      return () => true;
    case 'AsPattern': {
      const inner = compilePattern(c, pattern.pattern, scope);
      const store = compileNameStore(c, pattern.name, scope);
      return (frame, subject) => {
        const answer = inner(frame, subject);
        if (answer !== false) store(frame, subject);
        return answer;
      };
    }
    case 'OrPattern': {
      const options = pattern.patterns.map((one) => compilePattern(c, one, scope));
      return (frame, subject) => {
        let answer: boolean | undefined = false;
        for (const option of options) {
          const one = option(frame, subject);
          if (one === true) return true;
          if (one === undefined) answer = undefined;
        }
        return answer;
      };
    }
    case 'SequencePattern':
      return compileSequence(c, pattern.patterns, scope);
    case 'MappingPattern': {
      const keys = pattern.keys.map((key) => compileExpression(c, key, scope));
      const patterns = pattern.patterns.map((one) => compilePattern(c, one, scope));
      const rest = pattern.rest ? compileNameStore(c, pattern.rest, scope) : null;
      return (frame, subject) => {
        if (isUnknown(subject)) return undefined;
        if (!(subject instanceof Dict)) return false;
        const used = new Set<unknown>();
        const answers = keys.map((key, i) => {
          const name = key(frame);
          const found = rt.getKey(subject, name);
          used.add(rt.hashKey(name));
          if (found === undefined) return subject.open ? undefined : false;
          return patterns[i]!(frame, found);
        });
        if (rest) rest(frame, new Dict(new Map([...subject.entries].filter(([key]) => !used.has(key)))));
        return all(answers);
      };
    }
    case 'ClassPattern': {
      const cls = compileExpression(c, pattern.cls, scope);
      const patterns = pattern.patterns.map((one) => compilePattern(c, one, scope));
      const keywords = pattern.keywords.map(({ name, pattern: one }) => ({ name, matches: compilePattern(c, one, scope) }));
      return (frame, subject) => {
        const type = cls(frame);
        if (isUnknown(subject) || !(type instanceof Class)) return undefined;
        if (!rt.isInstance(subject, type)) return false;
        const answers: (boolean | undefined)[] = [];
        if (patterns.length === 1 && !(subject instanceof Instance && rt.findInClass(type, '__match_args__') !== undefined))
          answers.push(patterns[0]!(frame, subject));
        else if (patterns.length > 0) {
          const names = rt.findInClass(type, '__match_args__');
          if (!(names instanceof Tuple)) return undefined;
          patterns.forEach((matches, i) => {
            const value = rt.findAttribute(subject, String(names.items[i]));
            answers.push(value === undefined ? false : matches(frame, value));
          });
        }
        for (const { name, matches } of keywords) {
          const value = rt.findAttribute(subject, name);
          answers.push(value === undefined ? false : matches(frame, value));
        }
        return all(answers);
      };
    }
  }
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function compileSequence(c: Context, patterns: readonly Pattern[], scope: Scope): Matcher {
  const { rt } = c;
  const matchers = patterns.map((one) => compilePattern(c, one, scope));
  const star = patterns.findIndex((one) => one.kind === 'StarPattern');
  const starred = star >= 0 ? (patterns[star] as Extract<Pattern, { kind: 'StarPattern' }>) : null;
  const store = starred?.name ? compileNameStore(c, starred.name, scope) : null;
  const after = star < 0 ? 0 : patterns.length - star - 1;
  return (frame, subject) => {
    if (isUnknown(subject)) return undefined;
    if (!(subject instanceof Tuple || subject instanceof List || subject instanceof Range)) return false;
    const items = rt.toList(subject);
    if (!items) return undefined;
    if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
    const answers = matchers.map((matches, i) => {
      if (i === star) return true;
      return matches(frame, items[star >= 0 && i > star ? items.length - patterns.length + i : i]!);
    });
    if (store) store(frame, new List(items.slice(star, items.length - after)));
    return all(answers);
  };
}
