/** How numbers and shapes are printed and spoken: one rule for every place, so that two places never disagree. */
import type { Count, Shape, Size } from '../../src/analysis/report/report';

/**
 * A value as an integer count of 10^-digits, half away from zero after undoing binary noise.
 * Every printed and spoken decimal goes through this.
 */
export function fixed(value: number, digits: number): number {
  const scaled = Math.round(Math.abs(value) * 10 ** digits + 1e-7);
  return scaled === 0 ? 0 : Math.sign(value) * scaled;
}

/** Whole thousandths: what the written sum adds. */
export const thousandths = (value: number): number => fixed(value, 3);

/** Decimal text with exactly `digits` decimals, `−` for minus, `NaN` and `∞` written out. */
export function decimal(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const units = fixed(value, digits);
  // Beyond 2^53 the count of units is no exact integer any more: print the magnitude as it is.
  if (!Number.isSafeInteger(units))
    return `${value < 0 ? '−' : ''}${Math.abs(value).toExponential(3)}`;
  return (units < 0 ? '−' : '') + (Math.abs(units) / 10 ** digits).toFixed(digits);
}

/** Decimal text of an integer count of thousandths. */
export const fromThousandths = (units: number): string => decimal(units / 1000, 3);

/** Shortest text of at most `digits` decimals: 0.25, −0.5, 1. */
export function short(value: number, digits: number): string {
  const text = decimal(value, digits);
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

/** Whether `digits` decimals say the value exactly (up to the noise of single precision). */
export function isShort(value: number, digits: number): boolean {
  const scaled = value * 10 ** digits;
  return Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled));
}

/** Integer with the locale's thousands separators. */
export function integer(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/**
 * A count for one example: the batch's name taken out of every summand (`352800*N` is 352800). What does not have it in
 * every summand stays as it is.
 */
export function perExample(value: Count, batch: unknown): Count {
  if (typeof value !== 'string' || typeof batch !== 'string') return value;
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= value.length; i++) {
    const c = value[i];
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === undefined || (depth === 0 && (c === '+' || c === '-') && value[i - 1] === ' ')) {
      parts.push(value.slice(from, i));
      from = i;
    }
  }
  const without: string[] = [];
  for (const part of parts) {
    const [, sign = '', body = ''] = /^\s*([+-]?)\s*(.*?)\s*$/.exec(part) ?? [];
    const factors: string[] = [];
    let level = 0;
    let factor = '';
    for (const c of body) {
      if (c === '(') level++;
      if (c === ')') level--;
      if (c === '*' && level === 0) {
        factors.push(factor);
        factor = '';
      } else factor += c;
    }
    factors.push(factor);
    const at = factors.indexOf(batch);
    // `N**2` and `N//2` are no plain factors of the batch.
    if (at < 0 || factors[at + 1] === '' || body.includes(`${batch}//`)) return value;
    factors.splice(at, 1);
    without.push(
      `${sign === '' ? '' : ` ${sign} `}${factors.length > 0 ? factors.join('*') : '1'}`,
    );
  }
  const text = without.join('').trim();
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** A symbolic expression as people write it: `·` for products, `−` for minus, `H²` for powers. */
export function symbolicText(text: string): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return text
    .replace(/\*\*(\d)/g, (_, power: string) => digits[Number(power)] ?? '')
    .replace(/\s*\*\s*/g, '·')
    .replace(/-/g, '−');
}

/** A count that may be symbolic or unknown. */
export function count(value: Count, locale: string): string {
  if (value === null) return '?';
  return typeof value === 'number' ? integer(value, locale) : symbolicText(value);
}

const size = (value: Size, locale: string): string => count(value, locale);

/** `8 × 32 × 32`; `?` where the rank is unknown; `scalar` has no text of its own and prints as `1`. */
export function shapeText(shape: Shape, locale: string): string {
  if (shape === null) return '?';
  if (shape.length === 0) return '1';
  return shape.map((dim) => size(dim, locale)).join(' × ');
}

/** Bytes as B, KB, MB with one decimal at most. */
export function bytes(value: number, locale: string): string {
  const one = (v: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(v);
  if (value < 1024) return `${one(value)} B`;
  if (value < 1024 * 1024) return `${one(value / 1024)} KB`;
  return `${one(value / (1024 * 1024))} MB`;
}

/** A large count in few letters for narrow places: 11.7 M, 1.82 G. The exact number stands beside or in the title. */
export function compact(value: number, locale: string): string {
  for (const [unit, letter] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
  ] as const) {
    if (value >= unit) {
      return `${new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }).format(value / unit)} ${letter}`;
    }
  }
  return integer(value, locale);
}

/** Puts values into a sentence: `{n}` is replaced by `values.n`. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
}
