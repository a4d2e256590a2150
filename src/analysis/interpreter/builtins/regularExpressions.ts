/** re on known texts: Python's patterns translated to JavaScript's. Patterns that may run for ever are not run. */
import { method, native } from '../native';
import type { Runtime } from '../runtime';
import { Class, Dict, Instance, List, type Module, Tuple, type Value } from '../values';
import { moduleOf } from './make';
import { plainText } from './strings';

const LONGEST_TEXT = 10_000;
/** Where repetitions nest, trying all ways doubles with each character. */
const LONGEST_NESTED = 24;
/** Steps that a match may take at worst, and a length of texts for which that worst is never met in patterns people write. */
const MOST_STEPS = 1e9;
const SHORT = 100;

interface Compiled {
  readonly expression: RegExp;
  readonly names: readonly string[];
  /** Longer texts could keep it busy for ever. */
  readonly longest: number;
}

/** How long a text may be so that the pattern ends on it in any case. */
export function longestText(pattern: string): number {
  const groups = [{ repeats: false, chooses: false }];
  let nested = false;
  let repetitions = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    const group = groups[groups.length - 1]!;
    if (c === '\\') i++;
    else if (c === '[') {
      // A bracket that closes at once is a member.
      i += pattern[i + 1] === '^' ? 2 : 1;
      do i += pattern[i] === '\\' ? 2 : 1;
      while (i < pattern.length && pattern[i] !== ']');
    } else if (c === '(') groups.push({ repeats: false, chooses: false });
    else if (c === '|') group.chooses = true;
    else if (c === ')') {
      const again = /^(?:[*+]|\{\d*,?\d*\})/.test(pattern.slice(i + 1, i + 12));
      if (again && (group.repeats || group.chooses)) nested = true;
      if (groups.length > 1) groups.pop();
      const outer = groups[groups.length - 1]!;
      outer.repeats ||= group.repeats;
      outer.chooses ||= group.chooses;
    } else if (c === '*' || c === '+' || (c === '{' && /^\{\d*,\d*\}/.test(pattern.slice(i, i + 12)))) {
      group.repeats = true;
      repetitions++;
    }
  }
  if (nested) return LONGEST_NESTED;
  // A search begins anywhere: one more.
  return Math.min(LONGEST_TEXT, Math.max(SHORT, Math.floor(MOST_STEPS ** (1 / (repetitions + 1)))));
}

const compiled = new Map<string, Compiled | null>();

/** The JavaScript form; null where there is none. */
function translate(pattern: string, flags: number): Compiled | null {
  const key = `${flags}:${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  let result: Compiled | null = null;
  let extra = '';
  const text = pattern
    .replace(/^\(\?([aiLmsux]+)\)/, (_, f: string) => ((extra += f), ''))
    .replace(/\(\?P<(\w+)>/g, '(?<$1>')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\A/g, '^')
    .replace(/\\Z/g, '$');
  const has = (letter: string, bit: number) => extra.includes(letter) || (flags & bit) !== 0;
  const clean = has('x', 64) ? text.replace(/\s+|#.*$/gm, '') : text;
  try {
    const expression = new RegExp(clean, `d${has('i', 2) ? 'i' : ''}${has('m', 8) ? 'm' : ''}${has('s', 16) ? 's' : ''}`);
    result = { expression, names: [...clean.matchAll(/\(\?<(\w+)>/g)].map((m) => m[1]!), longest: longestText(clean) };
  } catch {
    result = null;
  }
  if (compiled.size > 500) compiled.clear();
  compiled.set(key, result);
  return result;
}

export function makeRe(rt: Runtime): Module {
  const object = rt.builtin('object') as Class;
  const patternClass = new Class('Pattern', [object], 're');
  const matchClass = new Class('Match', [object], 're');
  const error = new Class('error', [rt.builtin('Exception') as Class], 're');

  const wrap = (match: RegExpExecArray, names: readonly string[], text: string): Instance => {
    const made = new Instance(matchClass);
    made.attributes.set('string', text);
    made.attributes.set('_groups', new Tuple(match.map((g) => (g === undefined ? null : g))));
    made.attributes.set('_spans', new Tuple((match.indices ?? []).map((s) => (s ? new Tuple([s[0], s[1]]) : new Tuple([-1, -1])))));
    made.attributes.set('_names', new Dict(new Map(names.map((n) => [n, { key: n, value: match.groups?.[n] ?? null }]))));
    return made;
  };
  const groupOf = (runtime: Runtime, match: Value, key: Value): Value => {
    if (!(match instanceof Instance)) return runtime.unknown('a match');
    const groups = match.attributes.get('_groups') as Tuple;
    const names = match.attributes.get('_names') as Dict;
    if (typeof key === 'string') return runtime.getKey(names, key) ?? runtime.raise('IndexError', 'no such group');
    return groups.items[Number(key)] ?? (Number(key) < groups.items.length ? null : runtime.raise('IndexError', 'no such group'));
  };
  for (const m of [
    method('Match.group', '*groups', (runtime, [self, keys]) => {
      const list = keys instanceof Tuple ? keys.items : [];
      if (list.length <= 1) return groupOf(runtime, self!, list[0] ?? 0);
      return new Tuple(list.map((k) => groupOf(runtime, self!, k)));
    }),
    method('Match.__getitem__', 'key', (runtime, [self, key]) => groupOf(runtime, self!, key!)),
    method('Match.groups', 'default=None', (_, [self, fallback]) => new Tuple(((self as Instance).attributes.get('_groups') as Tuple).items.slice(1).map((g) => g ?? fallback!))),
    method('Match.groupdict', 'default=None', (_, [self]) => new Dict(new Map(((self as Instance).attributes.get('_names') as Dict).entries))),
    method('Match.span', 'group=0', (_, [self, g]) => ((self as Instance).attributes.get('_spans') as Tuple).items[Number(g)] ?? null),
    method('Match.start', 'group=0', (_, [self, g]) => (((self as Instance).attributes.get('_spans') as Tuple).items[Number(g)] as Tuple).items[0]!),
    method('Match.end', 'group=0', (_, [self, g]) => (((self as Instance).attributes.get('_spans') as Tuple).items[Number(g)] as Tuple).items[1]!),
  ])
    matchClass.dict.set(m.name.split('.')[1]!, m);

  /** Pattern (text or compiled) and text, ready to use; null where something is not known. */
  const ready = (pattern: Value, text: Value, flags: Value): { c: Compiled; text: string } | null => {
    const source = pattern instanceof Instance ? pattern.attributes.get('pattern') : pattern;
    const bits = pattern instanceof Instance ? pattern.attributes.get('flags') : flags;
    const subject = plainText(text);
    if (typeof source !== 'string' || subject === undefined) return null;
    const c = translate(source, typeof bits === 'number' ? bits : 0);
    return c && subject.length <= c.longest ? { c, text: subject } : null;
  };
  const how = {
    search: (c: Compiled) => c.expression,
    match: (c: Compiled) => new RegExp(`^(?:${c.expression.source})`, c.expression.flags.replace('m', '')),
    fullmatch: (c: Compiled) => new RegExp(`^(?:${c.expression.source})$`, c.expression.flags.replace('m', '')),
  };
  type Action = (runtime: Runtime, pattern: Value, args: Value[], flags: Value) => Value;
  const find =
    (which: keyof typeof how): Action =>
    (runtime, pattern, [text], flags) => {
      const r = ready(pattern, text!, flags);
      if (!r) return runtime.unknown('a match in a text that is not known');
      const match = how[which](r.c).exec(r.text);
      return match ? wrap(match, r.c.names, r.text) : null;
    };
  const all = (r: { c: Compiled; text: string }) => [...r.text.matchAll(new RegExp(r.c.expression.source, `${r.c.expression.flags}g`))];
  const actions: Record<string, readonly [string, Action]> = {
    search: ['string', find('search')],
    match: ['string', find('match')],
    fullmatch: ['string', find('fullmatch')],
    findall: ['string', (runtime, pattern, [text], flags) => {
      const r = ready(pattern, text!, flags);
      if (!r) return runtime.unknown('matches in a text that is not known');
      return new List(all(r).map((m) => (m.length === 1 ? m[0] : m.length === 2 ? (m[1] ?? '') : new Tuple(m.slice(1).map((g) => g ?? '')))));
    }],
    finditer: ['string', (runtime, pattern, [text], flags) => {
      const r = ready(pattern, text!, flags);
      return r ? new List(all(r).map((m) => wrap(m as RegExpExecArray, r.c.names, r.text))) : runtime.unknown('matches in a text that is not known');
    }],
    sub: ['repl, string, count=0', (runtime, pattern, [replacement, text, count], flags) => {
      const r = ready(pattern, text!, flags);
      if (!r) return runtime.unknown('a text that is not known');
      let left = typeof count === 'number' && count > 0 ? count : Infinity;
      let out = '';
      let from = 0;
      for (const m of all(r)) {
        if (left-- <= 0) break;
        out += r.text.slice(from, m.index);
        if (typeof replacement === 'string')
          out += replacement.replace(/\\g<(\w+)>|\\(\d)/g, (_, name: string | undefined, digit: string | undefined) => {
            const key = name ?? digit!;
            return (/^\d+$/.test(key) ? m[Number(key)] : m.groups?.[key]) ?? '';
          });
        else {
          const made = runtime.call(replacement!, [wrap(m as RegExpExecArray, r.c.names, r.text)]);
          if (typeof made !== 'string') return runtime.unknown('a text that is not known');
          out += made;
        }
        from = m.index + m[0].length;
      }
      return out + r.text.slice(from);
    }],
    subn: ['repl, string, count=0', (runtime, pattern, args, flags) => {
      const text = actions.sub![1](runtime, pattern, args, flags);
      const r = ready(pattern, args[1]!, flags);
      if (!r || typeof text !== 'string') return runtime.unknown('a text that is not known');
      const found = all(r).length;
      return new Tuple([text, typeof args[2] === 'number' && args[2] > 0 ? Math.min(args[2], found) : found]);
    }],
    split: ['string, maxsplit=0', (runtime, pattern, [text, most], flags) => {
      const r = ready(pattern, text!, flags);
      if (!r) return runtime.unknown('a text that is not known');
      const parts: Value[] = [];
      let from = 0;
      let left = typeof most === 'number' && most > 0 ? most : Infinity;
      for (const m of all(r)) {
        if (left-- <= 0) break;
        parts.push(r.text.slice(from, m.index), ...m.slice(1).map((g) => g ?? null));
        from = m.index + m[0].length;
      }
      return new List([...parts, r.text.slice(from)]);
    }],
  };
  const members: Record<string, Value> = { Pattern: patternClass, Match: matchClass, error, PatternError: error };
  for (const [name, [parameters, run]] of Object.entries(actions)) {
    members[name] = native(`re.${name}`, `pattern, ${parameters}, flags=0`, (runtime, args) => run(runtime, args[0]!, args.slice(1, -1), args[args.length - 1]!));
    patternClass.dict.set(name, method(`Pattern.${name}`, parameters, (runtime, [self, ...args]) => run(runtime, self!, args, 0)));
  }
  members.compile = native('re.compile', 'pattern, flags=0', (_, [pattern, flags]) => {
    if (pattern instanceof Instance) return pattern;
    const made = new Instance(patternClass);
    made.attributes.set('pattern', pattern!);
    made.attributes.set('flags', flags!);
    return made;
  });
  members.escape = native('re.escape', 'pattern', (runtime, [text]) => (typeof text === 'string' ? text.replace(/[^\w\s]/g, '\\$&') : runtime.unknown('a text')));
  for (const [names, bit] of [['I IGNORECASE', 2], ['M MULTILINE', 8], ['S DOTALL', 16], ['X VERBOSE', 64], ['A ASCII', 256], ['U UNICODE', 32], ['L LOCALE', 4]] as const)
    for (const name of names.split(' ')) members[name] = bit;
  return moduleOf('re', members);
}
