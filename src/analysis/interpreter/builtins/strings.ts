/** Methods of str. */
import { formatTemplate } from '../text';
import type { Runtime } from '../runtime';
import { Bytes, type Class, Dict, Either, List, Poly, Quotient, Tuple, Unknown, type Value } from '../values';
import { methods, type Run } from './make';

/** A method on a known text with known text arguments; unknown otherwise. */
const onText =
  (run: (text: string, args: Value[], rt: Runtime) => Value): Run =>
  (rt, [self, ...args]) => {
    const text = plainText(self);
    if (text === undefined || args.some(isUncertain)) return rt.unknown('a text that is not known');
    return run(text, args, rt);
  };

/** Not known, or a size that is only a symbol. */
const isUncertain = (value: Value): boolean => value instanceof Unknown || value instanceof Either || value instanceof Poly || value instanceof Quotient;

/** The text of a str, also of classes derived from it. */
export function plainText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (value && typeof value === 'object' && 'payload' in value && typeof value.payload === 'string') return value.payload;
  return undefined;
}

const texts = (value: Value): string[] =>
  typeof value === 'string' ? [value] : value instanceof Tuple ? value.items.filter((x): x is string => typeof x === 'string') : [];

function titled(text: string): string {
  return text.toLowerCase().replace(/\p{L}+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1));
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let out = '';
  for (const c of text)
    if (c === '\t') {
      const missing = size > 0 ? size - (column % size) : 0;
      out += ' '.repeat(missing);
      column += missing;
    } else {
      out += c;
      column = c === '\n' || c === '\r' ? 0 : column + 1;
    }
  return out;
}

function splitText(rt: Runtime, text: string, separator: Value, most: number, fromRight: boolean): List {
  if (separator === null) {
    const words = text.trim() === '' ? [] : text.trim().split(/\s+/);
    if (most < 0 || words.length <= most + 1) return new List(words);
    const pattern = fromRight ? /^([\s\S]*?)\s+(\S+)$/ : /^(\S+)\s+([\s\S]*)$/;
    const out: string[] = [];
    // What is left over keeps the blanks at its far end.
    let rest = fromRight ? text.trimEnd() : text.trimStart();
    for (let i = 0; i < most; i++) {
      const match = pattern.exec(rest);
      if (!match) break;
      if (fromRight) {
        out.unshift(match[2]!);
        rest = match[1]!;
      } else {
        out.push(match[1]!);
        rest = match[2]!;
      }
    }
    return new List(fromRight ? [rest, ...out] : [...out, rest]);
  }
  if (separator === '') return rt.raise('ValueError', 'empty separator');
  const parts = text.split(String(separator));
  if (most < 0 || parts.length <= most + 1) return new List(parts);
  const glue = String(separator);
  if (fromRight) return new List([parts.slice(0, parts.length - most).join(glue), ...parts.slice(parts.length - most)]);
  return new List([...parts.slice(0, most), parts.slice(most).join(glue)]);
}

function stripText(text: string, characters: Value, left: boolean, right: boolean): string {
  const drop = (c: string) => (characters === null ? /\s/.test(c) : String(characters).includes(c));
  let start = 0;
  let end = text.length;
  while (left && start < end && drop(text[start]!)) start++;
  while (right && end > start && drop(text[end - 1]!)) end--;
  return text.slice(start, end);
}

const number = (value: Value | undefined, fallback: number): number => (typeof value === 'number' ? value : fallback);
/** A width; nobody pads further. */
const width = (value: Value | undefined): number => Math.min(number(value, 0), 100_000);

function slice(text: string, start: Value | undefined, end: Value | undefined): [string, number] {
  const n = text.length;
  const at = (v: Value | undefined, fallback: number) => {
    const i = number(v, fallback);
    return i < 0 ? Math.max(0, n + i) : Math.min(i, n);
  };
  const from = at(start, 0);
  return [text.slice(from, at(end, n)), from];
}

const test = (pattern: RegExp) => onText((text) => text.length > 0 && pattern.test(text));

export function addStringMethods(cls: Class): void {
  methods(cls, {
    upper: ['', onText((s) => s.toUpperCase())],
    lower: ['', onText((s) => s.toLowerCase())],
    casefold: ['', onText((s) => s.toLowerCase().replaceAll('ß', 'ss'))],
    title: ['', onText(titled)],
    capitalize: ['', onText((s) => s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase())],
    swapcase: ['', onText((s) => [...s].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(''))],
    strip: ['chars=None', onText((s, [c]) => stripText(s, c!, true, true))],
    lstrip: ['chars=None', onText((s, [c]) => stripText(s, c!, true, false))],
    rstrip: ['chars=None', onText((s, [c]) => stripText(s, c!, false, true))],
    removeprefix: ['prefix', onText((s, [p]) => (s.startsWith(String(p)) ? s.slice(String(p).length) : s))],
    removesuffix: ['suffix', onText((s, [p]) => (p && s.endsWith(String(p)) ? s.slice(0, -String(p).length) : s))],
    split: ['sep=None, maxsplit=-1', onText((s, [sep, most], rt) => splitText(rt, s, sep!, number(most, -1), false))],
    rsplit: ['sep=None, maxsplit=-1', onText((s, [sep, most], rt) => splitText(rt, s, sep!, number(most, -1), true))],
    splitlines: ['keepends=False', onText((s, [keep]) => new List((s.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g) ?? []).map((line) => (keep === true ? line : line.replace(/[\r\n]+$/, '')))))],
    partition: [
      'sep',
      onText((s, [sep]) => {
        const at = s.indexOf(String(sep));
        return new Tuple(at < 0 ? [s, '', ''] : [s.slice(0, at), sep!, s.slice(at + String(sep).length)]);
      }),
    ],
    rpartition: [
      'sep',
      onText((s, [sep]) => {
        const at = s.lastIndexOf(String(sep));
        return new Tuple(at < 0 ? ['', '', s] : [s.slice(0, at), sep!, s.slice(at + String(sep).length)]);
      }),
    ],
    replace: [
      'old, new, count=-1',
      onText((s, [from, to, count]) => {
        const most = number(count, -1);
        // Nothing stands before every character and at the end.
        const parts = from === '' ? ['', ...s, ''] : s.split(String(from));
        if (most < 0 || most >= parts.length - 1) return parts.join(String(to));
        return parts.slice(0, most + 1).join(String(to)) + parts.slice(most + 1).map((p) => String(from) + p).join('');
      }),
    ],
    startswith: [
      'prefix, start=None, end=None',
      onText((s, [p, a, b]) => texts(p!).some((x) => slice(s, a, b)[0].startsWith(x))),
    ],
    endswith: ['suffix, start=None, end=None', onText((s, [p, a, b]) => texts(p!).some((x) => slice(s, a, b)[0].endsWith(x)))],
    find: [
      'sub, start=None, end=None',
      onText((s, [x, a, b]) => {
        const [part, from] = slice(s, a, b);
        const at = part.indexOf(String(x));
        return at < 0 ? -1 : at + from;
      }),
    ],
    rfind: [
      'sub, start=None, end=None',
      onText((s, [x, a, b]) => {
        const [part, from] = slice(s, a, b);
        const at = part.lastIndexOf(String(x));
        return at < 0 ? -1 : at + from;
      }),
    ],
    index: [
      'sub, start=None, end=None',
      onText((s, [x, a, b], rt) => {
        const [part, from] = slice(s, a, b);
        const at = part.indexOf(String(x));
        return at < 0 ? rt.raise('ValueError', 'substring not found') : at + from;
      }),
    ],
    rindex: [
      'sub, start=None, end=None',
      onText((s, [x, a, b], rt) => {
        const [part, from] = slice(s, a, b);
        const at = part.lastIndexOf(String(x));
        return at < 0 ? rt.raise('ValueError', 'substring not found') : at + from;
      }),
    ],
    count: ['sub, start=None, end=None', onText((s, [x, a, b]) => (x === '' ? s.length + 1 : slice(s, a, b)[0].split(String(x)).length - 1))],
    join: [
      'iterable',
      (rt, [self, iterable]) => {
        const items = rt.toList(iterable!);
        const glue = plainText(self);
        if (!items || glue === undefined) return rt.unknown('a text that is not known');
        const parts: string[] = [];
        for (const [i, item] of items.entries()) {
          const text = plainText(item);
          if (text !== undefined) parts.push(text);
          else if (item instanceof Unknown) return rt.unknown('a text that is not known');
          else return rt.raise('TypeError', `sequence item ${i}: expected str instance, ${rt.typeName(item)} found`);
        }
        return parts.join(glue);
      },
    ],
    format: [
      '*args, **kwargs',
      (rt, [self, args, kwargs]) => {
        const text = plainText(self);
        if (text === undefined) return rt.unknown('a text that is not known');
        const named = new Map<string, Value>();
        if (kwargs instanceof Dict) for (const { key, value } of kwargs.entries.values()) if (typeof key === 'string') named.set(key, value);
        return formatTemplate(rt, text, args instanceof Tuple ? args.items : [], named);
      },
    ],
    format_map: [
      'mapping',
      (rt, [self, mapping]) => {
        const named = new Map<string, Value>();
        if (mapping instanceof Dict) for (const { key, value } of mapping.entries.values()) if (typeof key === 'string') named.set(key, value);
        const text = plainText(self);
        return text === undefined ? rt.unknown('a text that is not known') : formatTemplate(rt, text, [], named);
      },
    ],
    zfill: ['width', onText((s, [w]) => (/^[+-]/.test(s) ? s[0] + s.slice(1).padStart(width(w) - 1, '0') : s.padStart(width(w), '0')))],
    ljust: ['width, fillchar=" "', onText((s, [w, f]) => s.padEnd(width(w), String(f)))],
    rjust: ['width, fillchar=" "', onText((s, [w, f]) => s.padStart(width(w), String(f)))],
    center: [
      'width, fillchar=" "',
      onText((s, [w, f]) => {
        const extra = Math.max(0, width(w) - s.length);
        const left = Math.floor(extra / 2) + (extra & width(w) & 1);
        return String(f).repeat(left) + s + String(f).repeat(extra - left);
      }),
    ],
    expandtabs: ['tabsize=8', onText((s, [n]) => expandTabs(s, Math.min(number(n, 8), 1000)))],
    encode: ['encoding="utf-8", errors="strict"', onText((s) => new Bytes(s))],
    isdigit: ['', test(/^\d+$/)],
    isdecimal: ['', test(/^\d+$/)],
    isnumeric: ['', test(/^\d+$/)],
    isalpha: ['', test(/^\p{L}+$/u)],
    isalnum: ['', test(/^[\p{L}\d]+$/u)],
    isspace: ['', test(/^\s+$/)],
    isidentifier: ['', test(/^[A-Za-z_]\w*$/)],
    isupper: ['', onText((s) => s !== s.toLowerCase() && s === s.toUpperCase())],
    islower: ['', onText((s) => s !== s.toUpperCase() && s === s.toLowerCase())],
    istitle: ['', onText((s) => /\p{L}/u.test(s) && s === titled(s))],
    isprintable: ['', onText((s) => !/[\p{C}\p{Z}]/u.test(s.replaceAll(' ', '')))],
    isascii: ['', onText((s) => [...s].every((c) => c.charCodeAt(0) < 128))],
    translate: [
      'table',
      onText((s, [table], rt) => {
        if (!(table instanceof Dict)) return rt.unknown('a text that is not known');
        return [...s]
          .map((c) => {
            const to = rt.getKey(table, c.charCodeAt(0));
            return to === undefined ? c : to === null ? '' : typeof to === 'number' ? String.fromCodePoint(to) : String(to);
          })
          .join('');
      }),
    ],
  });
}
