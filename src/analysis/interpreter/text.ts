/** Text of values: str, repr, format specifications, `%` formatting and `str.format`. Undefined where it cannot be told. Over 400 lines: str, repr and the three ways of formatting share their pieces. */
import type { Runtime } from './runtime';
import {
  Bound,
  Bytes,
  Class,
  Dict,
  Either,
  Ellipsis,
  Float,
  Func,
  Instance,
  Iter,
  List,
  Module,
  Native,
  PySet,
  Quotient,
  Range,
  Slice,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values';

/** Lists inside lists deeper than this have no text: they may contain themselves. */
const DEEPEST = 20;

/** `str(value)` */
export function textOf(rt: Runtime, value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Instance) {
    const own = rt.findInClass(value.cls, '__str__');
    if (own !== undefined && !isDefault(rt, own, '__str__')) return asText(rt.call(own, [value]));
    const repr = rt.findInClass(value.cls, '__repr__');
    if (repr !== undefined && !isDefault(rt, repr, '__repr__')) return asText(rt.call(repr, [value]));
    if (value.payload !== undefined) return textOf(rt, value.payload);
    return exceptionText(rt, value) ?? representationOf(rt, value);
  }
  return representationOf(rt, value);
}

function asText(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** object's own `__str__` and `__repr__` come back here: they are not called. */
function isDefault(rt: Runtime, found: Value, name: string): boolean {
  const object = rt.builtin('object');
  return object instanceof Class && object.dict.get(name) === found;
}

/** The message of an exception object; undefined for other objects. */
export function exceptionText(rt: Runtime, value: Instance): string | undefined {
  const base = rt.builtin('BaseException');
  if (!(base instanceof Class) || !rt.isSubclass(value.cls, base)) return undefined;
  const args = value.attributes.get('args');
  if (!(args instanceof Tuple) || args.items.length === 0) return '';
  if (args.items.length > 1) return representationOf(rt, args);
  const [only] = args.items;
  return value.cls.mro.some((c) => c.name === 'KeyError') ? representationOf(rt, only!) : textOf(rt, only!);
}

/** `repr(value)` */
export function representationOf(rt: Runtime, value: Value, depth = 0): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (depth > DEEPEST) return undefined;
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Bytes) return `b${quoted(value.text)}`;
  if (value instanceof Ellipsis) return 'Ellipsis';
  if (value instanceof Unknown || value instanceof Either || value instanceof Quotient) return undefined;
  if (value instanceof Tuple || value instanceof List || value instanceof Dict || value instanceof PySet) {
    const cls = value instanceof PySet ? null : value.cls;
    if (cls) {
      const own = rt.findInClass(cls, '__repr__');
      if (own !== undefined && !isDefault(rt, own, '__repr__') && !(rt.builtin(baseName(value)) as Class | null)?.dict?.has('__repr__'))
        return asText(rt.call(own, [value]));
    }
    return collectionText(rt, value, depth);
  }
  if (value instanceof Range) {
    if (![value.start, value.stop, value.step].every((n) => typeof n === 'number')) return undefined;
    return value.step === 1 ? `range(${value.start}, ${value.stop})` : `range(${value.start}, ${value.stop}, ${value.step})`;
  }
  if (value instanceof Slice) {
    const parts = [value.start, value.stop, value.step].map((part) => representationOf(rt, part, depth + 1));
    return parts.includes(undefined) ? undefined : `slice(${parts.join(', ')})`;
  }
  if (value instanceof Class) {
    const full = value.module === 'builtins' ? value.name : `${value.module}.${value.name}`;
    return `<class '${full}'>`;
  }
  if (value instanceof Func) return `<function ${value.qualifiedName} at 0x7f0000000000>`;
  if (value instanceof Native) return `<built-in function ${value.name.split('.').pop()}>`;
  if (value instanceof Bound) return `<bound method ${rt.typeName(value.self)}>`;
  if (value instanceof Module) return `<module '${value.name}' from '${value.file}'>`;
  if (value instanceof Iter) return `<${value.type} object at 0x7f0000000000>`;
  if (value instanceof Instance) return instanceText(rt, value, depth);
  if (value instanceof Tensor) return undefined;
  return undefined;
}

function baseName(value: Tuple | List | Dict | PySet): string {
  return value instanceof Tuple ? 'tuple' : value instanceof List ? 'list' : value instanceof Dict ? 'dict' : 'set';
}

function instanceText(rt: Runtime, value: Instance, depth: number): string | undefined {
  const own = rt.findInClass(value.cls, '__repr__');
  if (own !== undefined && !isDefault(rt, own, '__repr__')) return asText(rt.call(own, [value]));
  if (value.payload !== undefined) return representationOf(rt, value.payload, depth + 1);
  const message = exceptionText(rt, value);
  if (message !== undefined) {
    const args = value.attributes.get('args');
    const inside =
      args instanceof Tuple ? args.items.map((item) => representationOf(rt, item, depth + 1)).join(', ') : '';
    return `${value.cls.name}(${inside})`;
  }
  return `<${value.cls.module}.${value.cls.name} object at 0x7f0000000000>`;
}

function collectionText(rt: Runtime, value: Tuple | List | Dict | PySet, depth: number): string | undefined {
  const parts: string[] = [];
  const put = (text: string | undefined) => text !== undefined && parts.push(text) > 0;
  if (value instanceof Dict) {
    if (value.open) return undefined;
    for (const { key, value: item } of value.entries.values()) {
      const left = representationOf(rt, key, depth + 1);
      const right = representationOf(rt, item, depth + 1);
      if (left === undefined || right === undefined) return undefined;
      parts.push(`${left}: ${right}`);
    }
    if (value.cls) {
      const { name } = value.cls;
      if (name === 'OrderedDict' && parts.length === 0) return 'OrderedDict()';
      if (name === 'defaultdict')
        return `defaultdict(${representationOf(rt, value.factory, depth + 1)}, {${parts.join(', ')}})`;
      if (name === 'OrderedDict' || name === 'Counter') return `${name}({${parts.join(', ')}})`;
    }
    return `{${parts.join(', ')}}`;
  }
  if (value instanceof PySet) {
    for (const item of value.entries.values()) if (!put(representationOf(rt, item, depth + 1))) return undefined;
    const inside = parts.length > 0 ? `{${parts.join(', ')}}` : '';
    if (value.frozen) return `frozenset(${inside})`;
    return inside || 'set()';
  }
  if (value instanceof List && value.unknown) return undefined;
  for (const item of value.items) if (!put(representationOf(rt, item, depth + 1))) return undefined;
  if (value instanceof List) return `[${parts.join(', ')}]`;
  const fields = value.cls && rt.findInClass(value.cls, '_fields');
  if (fields instanceof Tuple)
    return `${value.cls!.name}(${fields.items.map((name, i) => `${String(name)}=${parts[i]}`).join(', ')})`;
  if (value.cls?.name === 'Size') return `torch.Size([${parts.join(', ')}])`;
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) {
    if (char === quote || char === '\\') out += `\\${char}`;
    else if (char === '\n') out += '\\n';
    else if (char === '\r') out += '\\r';
    else if (char === '\t') out += '\\t';
    else if (char < ' ' || unprintable.test(char)) out += escaped(char);
    else out += char;
  }
  return out + quote;
}

const unprintable = /^(?:[\p{C}\p{Z}]|\x7f)$/u;

function escaped(char: string): string {
  const code = char.codePointAt(0)!;
  if (char === ' ') return char;
  return code < 0x100 ? `\\x${hex(code, 2)}` : code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** `ascii(value)`: its repr in plain ASCII. */
export function asciiText(representation: string): string {
  return representation.replace(/[^\0-\x7f]/gu, escaped);
}

/** Python's shortest text of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits, exponentText] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+';
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const plain = String(value);
  if (plain.includes('e')) {
    // JavaScript writes 0.00001 as 1e-5 but Python 1e-05: only numbers above stay here.
    return value.toFixed(Math.max(1, digits.replace(/[-.]/g, '').length - 1 - exponent));
  }
  return plain.includes('.') ? plain : `${plain}.0`;
}

// ---- format specifications ----------------------------------------------------------------------------------------

const specPattern = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

/** `format(value, spec)`; raises ValueError for a specification that does not fit. */
export function formatValue(rt: Runtime, value: Value, spec: string): string | undefined {
  if (spec === '' && !(value instanceof Instance)) return textOf(rt, value);
  if (value instanceof Unknown || value instanceof Either || value instanceof Quotient || value instanceof Tensor)
    return undefined;
  if (value instanceof Instance) {
    const own = rt.findInClass(value.cls, '__format__');
    if (own !== undefined && !isDefault(rt, own, '__format__')) return asText(rt.call(own, [value, spec]));
    if (spec === '') return textOf(rt, value);
    if (value.payload !== undefined) return formatValue(rt, value.payload, spec);
  }
  const match = specPattern.exec(spec);
  if (!match) return rt.raise('ValueError', 'Invalid format specifier');
  const [, fill, align, sign = '-', , alternate, zero, width, grouping, precision, type] = match;
  const number =
    typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : value instanceof Float ? value.value : undefined;
  let body: string;
  let isNumber = false;
  if (number !== undefined && type !== 's' && !(typeof value === 'boolean' && !type)) {
    isNumber = true;
    const isFloat = value instanceof Float || (type !== undefined && /[eEfFgG%]/.test(type));
    const magnitude = isFloat
      ? floatBody(rt, Math.abs(number), type, precision === undefined ? undefined : Number(precision), alternate !== undefined)
      : integerBody(rt, Math.abs(number), type, alternate !== undefined);
    if (magnitude === undefined) return undefined;
    const negative = number < 0 || Object.is(number, -0);
    body = (negative ? '-' : sign === '-' ? '' : sign) + (grouping ? grouped(magnitude, grouping) : magnitude);
  } else {
    const text = textOf(rt, value);
    if (text === undefined) return undefined;
    if (type !== undefined && type !== 's')
      return rt.raise('ValueError', `Unknown format code '${type}' for object of type '${rt.typeName(value)}'`);
    body = precision === undefined ? text : [...text].slice(0, Number(precision)).join('');
  }
  return padded(body, Number(width ?? 0), align ?? (zero && isNumber ? '=' : isNumber ? '>' : '<'), fill ?? (zero ? '0' : ' '));
}

function integerBody(rt: Runtime, value: number, type: string | undefined, alternate: boolean): string {
  switch (type) {
    case undefined:
    case 'd':
    case 'n':
      return String(value);
    case 'b':
      return (alternate ? '0b' : '') + value.toString(2);
    case 'o':
      return (alternate ? '0o' : '') + value.toString(8);
    case 'x':
      return (alternate ? '0x' : '') + value.toString(16);
    case 'X':
      return (alternate ? '0X' : '') + value.toString(16).toUpperCase();
    case 'c':
      return String.fromCodePoint(value);
    default:
      return rt.raise('ValueError', `Unknown format code '${type}' for object of type 'int'`);
  }
}

function floatBody(rt: Runtime, value: number, type: string | undefined, precision: number | undefined, alternate: boolean): string | undefined {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  switch (type) {
    case 'f':
    case 'F':
      return fixed(value, precision ?? 6);
    case '%':
      return `${fixed(value * 100, precision ?? 6)}%`;
    case 'e':
    case 'E': {
      const text = exponential(value, precision ?? 6);
      return type === 'E' ? text.toUpperCase() : text;
    }
    case undefined:
      if (precision === undefined) return floatText(value);
      return general(value, precision, alternate, true);
    case 'g':
    case 'G':
    case 'n': {
      const text = general(value, precision ?? 6, alternate, false);
      return type === 'G' ? text.toUpperCase() : text;
    }
    default:
      return rt.raise('ValueError', `Unknown format code '${type}' for object of type 'float'`);
  }
}

/** A number that is not negative, with `digits` decimals: the nearest by its exact binary value, ties to even. toFixed takes ties up, and ends at 1e21. */
export function fixed(value: number, digits: number): string {
  if (value >= 1e21) return `${BigInt(value)}${digits ? `.${'0'.repeat(digits)}` : ''}`;
  const count = Math.min(digits, 75);
  const exact = value.toFixed(count + 25);
  const rest = exact.slice(exact.length - 25);
  if (!/^50*$/.test(rest)) return value.toFixed(count);
  const down = exact.slice(0, exact.length - 25).replace(/\.$/, '');
  return /[02468]$/.test(down) ? down : value.toFixed(count);
}

function exponential(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(Math.min(digits, 100)).split('e') as [string, string];
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

function general(value: number, precision: number, alternate: boolean, keepPoint: boolean): string {
  const digits = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  let text =
    exponent < -4 || exponent >= (keepPoint ? digits - 1 || 1 : digits)
      ? exponential(value, digits - 1)
      : fixed(value, Math.max(0, digits - 1 - exponent));
  if (!alternate && text.includes('.')) text = text.replace(/\.?0+(?=e|$)/, '');
  if (keepPoint && !/[.e]/.test(text)) text += '.0';
  return text;
}

function grouped(text: string, separator: string): string {
  const [whole, ...rest] = text.split(/(?=[.e%])/);
  return whole!.replace(/\B(?=(\d{3})+(?!\d))/g, separator) + rest.join('');
}

function padded(body: string, width: number, align: string, fill: string): string {
  const missing = Math.min(width, 10_000) - [...body].length;
  if (missing <= 0) return body;
  switch (align) {
    case '<':
      return body + fill.repeat(missing);
    case '^':
      return fill.repeat(Math.floor(missing / 2)) + body + fill.repeat(Math.ceil(missing / 2));
    case '=': {
      const sign = /^[+\- ]/.exec(body)?.[0] ?? '';
      return sign + fill.repeat(missing) + body.slice(sign.length);
    }
    default:
      return fill.repeat(missing) + body;
  }
}

// ---- the two older ways -------------------------------------------------------------------------------------------

/** `template % value` */
export function percentFormat(rt: Runtime, template: string, value: Value): Value {
  const values = value instanceof Tuple ? value.items : [value];
  let next = 0;
  let used = false;
  let unknown = false;
  const text = template.replace(
    /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?(.)/gs,
    (_, name: string | undefined, flags: string, width: string | undefined, precision: string | undefined, type: string) => {
      if (type === '%') return '%';
      const take = (): Value => {
        if (next >= values.length) return rt.raise('TypeError', 'not enough arguments for format string');
        return values[next++]!;
      };
      const size = width === '*' ? String(take()) : width;
      const digits = precision === '*' ? String(take()) : precision;
      let item: Value;
      if (name !== undefined) {
        item = rt.getItem(value, name);
        used = true;
      } else item = take();
      const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      const left = flags.includes('-') ? '<' : '';
      let body: string | undefined;
      if (type === 's' || type === 'r' || type === 'a') {
        const whole = type === 's' ? rt.text(item) : rt.representation(item);
        body = whole !== undefined && digits !== undefined ? whole.slice(0, Number(digits)) : whole;
        if (body !== undefined) body = padded(body, Number(size ?? 0), left || '>', ' ');
      } else {
        const integer = /[diu]/.test(type);
        if (type === 'c' && typeof item === 'string' && [...item].length === 1) return padded(item, Number(size ?? 0), left || '>', ' ');
        if (typeof item === 'string' || item === null)
          return rt.raise('TypeError', `%${type} format: a real number is required, not ${rt.typeName(item)}`);
        const shown = integer && item instanceof Float ? Math.trunc(item.value) : item;
        const zero = flags.includes('0') && !left ? '0' : '';
        const spec = `${left}${sign}${flags.includes('#') ? '#' : ''}${zero}${size ?? ''}${digits !== undefined && !integer ? `.${digits}` : ''}${integer ? 'd' : type}`;
        body = formatValue(rt, shown, spec);
      }
      if (body === undefined) unknown = true;
      return body ?? '';
    },
  );
  if (unknown) return rt.unknown('the text is made of values that are not known');
  if (!used && next < values.length && !(value instanceof Dict))
    return rt.raise('TypeError', 'not all arguments converted during string formatting');
  return text;
}

/** `template.format(*args, **kwargs)` */
export function formatTemplate(
  rt: Runtime,
  template: string,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | null,
): Value {
  let automatic = 0;
  let unknown: Value | undefined;
  const expand = (text: string, depth: number): string => {
    let out = '';
    for (let i = 0; i < text.length; i++) {
      const char = text[i]!;
      if (char === '{' && text[i + 1] === '{') {
        out += '{';
        i++;
      } else if (char === '}' && text[i + 1] === '}') {
        out += '}';
        i++;
      } else if (char === '{') {
        let level = 1;
        let end = i + 1;
        for (; end < text.length && level > 0; end++) {
          if (text[end] === '{') level++;
          else if (text[end] === '}') level--;
        }
        if (level > 0 || depth > 2) return rt.raise('ValueError', "expected '}' before end of string");
        out += field(text.slice(i + 1, end - 1), depth);
        i = end - 1;
      } else if (char === '}') return rt.raise('ValueError', "Single '}' encountered in format string");
      else out += char;
    }
    return out;
  };
  const field = (text: string, depth: number): string => {
    const match = /^([^!:]*)(?:!([rsa]))?(?::([\s\S]*))?$/.exec(text);
    if (!match) return rt.raise('ValueError', 'bad field in format string');
    const [, path = '', conversion, spec = ''] = match;
    const steps = /^([^.[]*)(.*)$/s.exec(path)!;
    const [, first = '', rest = ''] = steps;
    let value: Value;
    if (first === '' || /^\d+$/.test(first)) {
      const index = first === '' ? automatic++ : Number(first);
      if (index >= args.length)
        return rt.raise('IndexError', `Replacement index ${index} out of range for positional args tuple`);
      value = args[index]!;
    } else {
      const found = kwargs?.get(first);
      if (found === undefined) return rt.raise('KeyError', first);
      value = found;
    }
    for (const [, attribute, key] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g))
      value = attribute
        ? rt.getAttribute(value, attribute)
        : rt.getItem(value, /^\d+$/.test(key!) ? Number(key) : key!);
    if (conversion === 'r' || conversion === 'a') value = rt.representation(value) ?? rt.unknown('a text that is not known');
    else if (conversion === 's') value = rt.text(value) ?? rt.unknown('a text that is not known');
    const shown = formatValue(rt, value, spec.includes('{') ? expand(spec, depth + 1) : spec);
    if (shown === undefined) unknown = value instanceof Unknown ? value : rt.unknown('the text is made of values that are not known');
    return shown ?? '';
  };
  const text = expand(template, 0);
  return unknown ?? text;
}
