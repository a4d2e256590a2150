/** json: known texts are read, known values written. */
import type { Runtime } from '../runtime';
import { Class, Dict, Float, List, type Module, Poly, Tuple, type Value } from '../values';
import { functions, moduleOf } from './make';
import { plainText } from './strings';

/** Marks the numbers that are floats, which JSON.parse does not tell from integers. */
const FLOAT = '\0float:';

export function makeJson(rt: Runtime): Module {
  const decodeError = new Class('JSONDecodeError', [rt.builtin('ValueError') as Class], 'json.decoder');
  const failure = (runtime: Runtime, text: string): never => {
    throw raisedOf(runtime, decodeError, `Expecting value in ${JSON.stringify(text.slice(0, 20))}`);
  };
  const toValue = (runtime: Runtime, x: unknown): Value => {
    if (x === null || typeof x === 'boolean') return x;
    if (typeof x === 'string') return x.startsWith(FLOAT) ? new Float(Number(x.slice(FLOAT.length))) : x;
    if (typeof x === 'number') return Number.isSafeInteger(x) ? x : runtime.unknown('an integer too large');
    if (Array.isArray(x)) return new List(x.map((item) => toValue(runtime, item)));
    return runtime.dictOf(Object.entries(x as object).map(([k, v]) => [k, toValue(runtime, v)] as const));
  };
  return moduleOf('json', {
    JSONDecodeError: decodeError,
    ...functions('json', {
      loads: ['s, **kwargs', (runtime, [given]) => {
        const text = plainText(given);
        if (text === undefined) return runtime.unknown('a JSON text that is not known');
        const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/g, (token) =>
          /^-?(?:\d+$|\d*")|^"/.test(token) ? token : JSON.stringify(FLOAT + token),
        );
        let parsed: unknown;
        try {
          parsed = JSON.parse(marked);
        } catch {
          return failure(runtime, text);
        }
        return toValue(runtime, parsed);
      }],
      load: ['fp, **kwargs', (runtime) => runtime.unknown('what a file holds')],
      dumps: ['obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw', (runtime, args) => {
        const [value, , ascii, , , , indent, separators, , sorted] = args;
        if (indent !== null || separators !== null || args[5] !== null || args[8] !== null) return runtime.unknown('a JSON text');
        const text = textOf(runtime, value!, sorted === true, 0);
        if (text === undefined) return runtime.unknown('a JSON text');
        return ascii === true ? text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
      }],
      dump: ['obj, fp, **kwargs', () => null],
    }),
  });
}

function raisedOf(rt: Runtime, cls: Class, message: string): unknown {
  try {
    rt.raise('ValueError', message);
  } catch (error) {
    if (error && typeof error === 'object' && 'exception' in error) (error.exception as { cls: Class }).cls = cls;
    return error;
  }
}

/** `json.dumps(value)`; undefined where it is not known. */
function textOf(rt: Runtime, value: Value, sorted: boolean, depth: number): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  const plain = plainText(value);
  if (plain !== undefined) return JSON.stringify(plain);
  if (value instanceof Float) return rt.representation(value)?.replace('inf', 'Infinity').replace('nan', 'NaN');
  if (depth > 20 || value instanceof Poly) return undefined;
  if (value instanceof List || value instanceof Tuple) {
    const items = rt.toList(value)?.map((item) => textOf(rt, item, sorted, depth + 1));
    return !items || items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (value instanceof Dict && !value.open) {
    const entries = [...value.entries.values()].map(({ key, value: item }) => {
      const name = typeof key === 'string' ? key : textOf(rt, key, sorted, depth + 1);
      const text = textOf(rt, item, sorted, depth + 1);
      return name === undefined || text === undefined ? undefined : ([name, text] as const);
    });
    if (entries.includes(undefined)) return undefined;
    const known = entries as (readonly [string, string])[];
    if (sorted) known.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${known.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(', ')}}`;
  }
  return undefined;
}
