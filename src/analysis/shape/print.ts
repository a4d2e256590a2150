/** Sizes as text: Python for machines (`(H - 1)//2 + 1`), dots for people (`9·in_ch·out_ch`), and back. */
import type { Atom } from './atom';
import { add, type Dim, floorDiv, hasUnknown, maximum, minimum, mod, mul, neg, Poly, power, sub, symbol, type Term } from './dim';
import { type Fraction, shortForm, type ShortForm } from './simplify';

export interface PrintOptions {
  /** Between factors: `*` for code, `·` for people. */
  readonly times?: string;
}

const texts = new Map<string, string>();

/** The shortest text known for a size, which Python reads the same way; unknowns print as `?`. */
export function printDim(d: Dim, { times = '*' }: PrintOptions = {}): string {
  if (typeof d === 'number') return String(d);
  const key = times + d.key;
  const known = texts.get(key);
  if (known !== undefined) return known;
  let text = printPoly(d, times);
  const short = hasUnknown(d) ? null : shortForm(d);
  if (short) {
    const other = printShort(short, times);
    if (other.length < text.length) text = other;
  }
  if (texts.size >= 20000) texts.clear();
  texts.set(key, text);
  return text;
}

/** For people: `9·in_ch·out_ch + out_ch`. */
export function prettyDim(d: Dim): string {
  return printDim(d, { times: '·' });
}

/** A number, the text of an expression, or null when an unknown is in it. */
export function jsonDim(d: Dim): number | string | null {
  if (typeof d === 'number') return d;
  return hasUnknown(d) ? null : printDim(d);
}

function printPoly(d: Poly, times: string): string {
  return printSum(signedTerms(d, times));
}

function signedTerms(d: Poly, times: string): SignedText[] {
  // A positive term first: `H - 1`, `16 - H` rather than `-H + 16`.
  const terms = [...d.terms];
  if (terms[0]!.coefficient < 0) {
    const positive = terms.findIndex((t) => t.coefficient > 0);
    if (positive > 0) terms.unshift(...terms.splice(positive, 1));
  }
  return terms.map((term) => [term.coefficient < 0, printTerm(term, times)]);
}

/** Terms with their signs; a leading minus takes its whole term, as `-H//2` would not in Python. */
function printSum(terms: readonly SignedText[]): string {
  let text = '';
  for (const [negative, term] of terms) {
    if (text) text += negative ? ` - ${term}` : ` + ${term}`;
    else text = negative ? `-${/^\w+$/.test(term) || !term.includes('//') ? term : `(${term})`}` : term;
  }
  return text;
}

function printTerm({ coefficient, atoms }: Term, times: string): string {
  const size = Math.abs(coefficient);
  if (atoms.length === 0) return String(size);
  const factors = atoms.map((atom) => printAtom(atom, times, atoms.length > 1 || size !== 1));
  const grouped: string[] = [];
  for (let i = 0; i < factors.length; ) {
    let n = 1;
    while (factors[i + n] === factors[i]) n++;
    grouped.push(n > 2 ? `${factors[i]}**${n}` : Array.from({ length: n }, () => factors[i]).join(times));
    i += n;
  }
  return (size === 1 ? [] : [String(size)]).concat(grouped).join(times);
}

function printAtom(atom: Atom, times: string, inProduct: boolean): string {
  if (atom.kind === 'symbol') return atom.unknown ? '?' : atom.name;
  if (atom.kind === 'floor') {
    const operand = printDim(atom.operand, { times });
    const divisor = printDim(atom.divisor, { times });
    const simple = /^[\w?]+$/;
    const text = `${simple.test(operand) ? operand : `(${operand})`}//${simple.test(divisor) ? divisor : `(${divisor})`}`;
    return inProduct ? `(${text})` : text;
  }
  return `${atom.kind}(${printDim(atom.left, { times })}, ${printDim(atom.right, { times })})`;
}

type SignedText = readonly [negative: boolean, text: string];

/** A product of sums; a factor that is not one word stands in parentheses. */
function printShort({ coefficient, factors }: ShortForm, times: string): string {
  if (factors.length === 1 && coefficient === 1) return printSum(partsOf(factors[0]!, times));
  const texts = factors.map((parts) => {
    const text = printSum(partsOf(parts, times));
    return /^\w+$/.test(text) ? text : `(${text})`;
  });
  const size = Math.abs(coefficient);
  return (coefficient < 0 ? '-' : '') + (size === 1 ? texts : [String(size), ...texts]).join(times);
}

function partsOf(parts: readonly (Dim | Fraction)[], times: string): SignedText[] {
  return parts.flatMap((part): SignedText[] => {
    if (typeof part === 'number') return [[part < 0, String(Math.abs(part))]];
    return part instanceof Poly ? signedTerms(part, times) : fractionTerms(part, times);
  });
}

/** Whole parts of b leave the fraction where the text gets shorter: (H + 62)//32 is (H + 30)//32 + 1. */
function fractionTerms({ name, a, b, c }: Fraction, times: string): SignedText[] {
  const product = a === 1 ? name : `${a}${times}${name}`;
  if (c === 1) return b === 0 ? [[false, product]] : [[false, product], [b < 0, String(Math.abs(b))]];
  const candidates = [0, Math.trunc(b / c), Math.ceil(b / c), Math.floor(b / c)].map((whole): SignedText[] => {
    const inside = b - whole * c;
    const sum = inside === 0 ? product : `${product} ${inside < 0 ? '-' : '+'} ${Math.abs(inside)}`;
    const fraction: SignedText = [false, `${sum === name ? name : `(${sum})`}//${c}`];
    return whole === 0 ? [fraction] : [fraction, [whole < 0, String(Math.abs(whole))]];
  });
  return candidates.reduce((best, next) => (printSum(next).length < printSum(best).length ? next : best));
}

/** Longer texts are no sizes: the reader's depth is bounded by it. */
const LONGEST_TEXT = 400;

/**
 * Reads what `printDim` writes, with Python's precedence: `224`, `H`, `2*H + 1`, `(H - 1)//2 + 1`, `H % 2`, `min(H, 32)`; `·` is `*`.
 *
 * @throws SyntaxError with the text that is no size
 */
export function parseDim(text: string): Dim {
  const tokens = text.length > LONGEST_TEXT ? [] : (text.match(/\d+|[A-Za-z_]\w*|\/\/|\*\*|\S/g) ?? []);
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`"${text.slice(0, 60)}${text.length > 60 ? '…' : ''}" is not a size`);
  };
  const take = (token: string): boolean => (tokens[at] === token ? (at++, true) : false);
  const expect = (token: string): void => void (take(token) || fail());
  const sumOf = (): Dim => {
    let value = productOf();
    for (;;) {
      if (take('+')) value = add(value, productOf());
      else if (take('-')) value = sub(value, productOf());
      else return value;
    }
  };
  const productOf = (): Dim => {
    let value = signed();
    for (;;) {
      if (take('*') || take('·')) value = mul(value, signed());
      else if (take('//')) value = floorDiv(value, divisor());
      else if (take('%')) value = mod(value, divisor());
      else return value;
    }
  };
  const divisor = (): Dim => {
    const value = signed();
    return value === 0 ? fail() : value;
  };
  const signed = (): Dim => {
    if (take('-')) return neg(signed());
    if (take('+')) return signed();
    const base = atom();
    if (!take('**')) return base;
    const exponent = Number(tokens[at++]);
    return Number.isInteger(exponent) && exponent <= 16 ? power(base, exponent) : fail();
  };
  const atom = (): Dim => {
    const token = tokens[at++];
    if (token === undefined) return fail();
    if (token === '(') {
      const value = sumOf();
      expect(')');
      return value;
    }
    if (/^\d/.test(token)) return Number.isSafeInteger(Number(token)) ? Number(token) : fail();
    if (!/^[A-Za-z_]/.test(token)) return fail();
    if ((token !== 'min' && token !== 'max') || !take('(')) return symbol(token);
    const left = sumOf();
    expect(',');
    const right = sumOf();
    expect(')');
    return token === 'min' ? minimum(left, right) : maximum(left, right);
  };
  const value = sumOf();
  return at === tokens.length ? value : fail();
}
