/** Sizes as text: Python for machines (`(H - 1)//2 + 1`), dots for people (`9·in_ch·out_ch`), and back. */
import type { Atom } from './atom';
import {
  add,
  type Dim,
  evaluate,
  floorDiv,
  gcd,
  hasUnknown,
  mod,
  mul,
  Poly,
  residueCases,
  sub,
  symbol,
  symbolsOf,
  type Term,
} from './dim';

export interface PrintOptions {
  /** Between factors: `*` for code, `·` for people. */
  readonly times?: string;
}

const texts = new Map<string, string>();

/** The shortest text known for a size; unknowns print as `?`. */
export function printDim(d: Dim, { times = '*' }: PrintOptions = {}): string {
  if (typeof d === 'number') return String(d);
  const key = times + d.key;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const plain = printPoly(d, times);
  const simple = simplify(d);
  const short = simple && printFraction(simple, times);
  const text = short && short.length < plain.length ? short : plain;
  if (texts.size > 20000) texts.clear();
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
  // A positive term first: `H - 1`, `16 - H` rather than `-H + 16`.
  const terms = [...d.terms];
  if (terms[0]!.coefficient < 0) {
    const positive = terms.findIndex((t) => t.coefficient > 0);
    if (positive > 0) terms.unshift(...terms.splice(positive, 1));
  }
  let text = '';
  for (const term of terms) {
    const negative = term.coefficient < 0;
    if (text) text += negative ? ' - ' : ' + ';
    else if (negative) text = '-';
    text += printTerm(term, times);
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

interface Fraction {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** A size over one symbol that equals `(a·H + b)//c` everywhere: its floors say so on one period. */
function simplify(d: Poly): Fraction | null {
  const names = symbolsOf(d);
  if (names.length !== 1 || hasUnknown(d)) return null;
  if (!d.terms.some((t) => t.atoms.some((x) => x.kind === 'floor'))) return null;
  if (d.terms.some((t) => t.atoms.length > 1)) return null;
  const name = names[0]!;
  const split = residueCases(d);
  const period = split?.periods.get(name);
  if (!split || period === undefined || period < 2) return null;
  const at = (n: number): number => evaluate(d, new Map([[name, n]]))!;
  const rise = at(2 * period) - at(period);
  if (rise <= 0 || at(3 * period) - at(2 * period) !== rise) return null;
  const shared = gcd(rise, period);
  const a = rise / shared;
  const c = period / shared;
  if (c === 1) return null;
  const base = at(period) - (a * period) / c;
  if (!Number.isInteger(base)) return null;
  for (let b = c * base; b < c * base + c; b++) {
    let fits = true;
    for (let n = period; n < 2 * period && fits; n++) fits = Math.floor((a * n + b) / c) === at(n);
    if (fits) return { name, a, b, c };
  }
  return null;
}

function printFraction({ name, a, b, c }: Fraction, times: string): string {
  // Whole parts of b leave the fraction where the text gets shorter: (H + 62)//32 is (H + 30)//32 + 1.
  const product = a === 1 ? name : `${a}${times}${name}`;
  const candidates = [0, Math.trunc(b / c), Math.ceil(b / c), Math.floor(b / c)].map((whole) => {
    const inside = b - whole * c;
    const sum = inside === 0 ? product : `${product} ${inside < 0 ? '-' : '+'} ${Math.abs(inside)}`;
    const fraction = `${sum === name ? name : `(${sum})`}//${c}`;
    return whole === 0 ? fraction : `${fraction} ${whole < 0 ? '-' : '+'} ${Math.abs(whole)}`;
  });
  return candidates.reduce((best, next) => (next.length < best.length ? next : best));
}

/** Reads `224`, `H`, `2*H + 1`, `(H - 1)//2 + 1`. Throws a SyntaxError with what is wrong. */
export function parseDim(text: string): Dim {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\/\/|\*\*|[-+*%(),·]|\S/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`"${text}" is not a size`);
  };
  const take = (token: string): boolean => (tokens[at] === token ? (at++, true) : false);
  function sumOf(): Dim {
    let value = take('-') ? sub(0, term()) : term();
    for (;;) {
      if (take('+')) value = add(value, term());
      else if (take('-')) value = sub(value, term());
      else return value;
    }
  }
  function term(): Dim {
    let value = factor();
    for (;;) {
      if (take('*') || take('·')) value = mul(value, factor());
      else if (take('//')) {
        const divisor = factor();
        value = divisor === 0 ? fail() : floorDiv(value, divisor);
      } else if (take('%')) {
        const divisor = factor();
        value = divisor === 0 ? fail() : mod(value, divisor);
      } else return value;
    }
  }
  function factor(): Dim {
    let value = atom();
    if (take('**')) {
      const exponent = Number(tokens[at++]);
      if (!Number.isInteger(exponent) || exponent < 0 || exponent > 8) fail();
      const base = value;
      value = 1;
      for (let i = 0; i < exponent; i++) value = mul(value, base);
    }
    return value;
  }
  function atom(): Dim {
    const token = tokens[at++];
    if (token === undefined) return fail();
    if (token === '(') {
      const value = sumOf();
      return take(')') ? value : fail();
    }
    if (/^\d+$/.test(token)) return Number.isSafeInteger(Number(token)) ? Number(token) : fail();
    return /^[A-Za-z_]/.test(token) ? symbol(token) : fail();
  }
  const value = sumOf();
  return at === tokens.length ? value : fail();
}
