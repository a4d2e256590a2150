/**
 * A size: an integer, or a polynomial over symbols and floor divisions in a normal form, so that equal keys mean equal sizes.
 *
 * The rules of the normal form are exact for integers:
 * whole multiples leave a floor, common factors of terms and divisor cancel, the leading coefficient inside a floor is positive,
 * and nested floors become one. Numbers are the fast path everywhere.
 *
 * Over 400 lines: the arithmetic of one closed algebra.
 */
import type { Atom, SymbolAtom } from './atom';

export type Dim = number | Poly;

/** A product of atoms with an integer coefficient; no atoms: the constant. */
export interface Term {
  readonly coefficient: number;
  /** Sorted by key; a power is written as repetition. */
  readonly atoms: readonly Atom[];
  /** The atoms' keys joined: '' for the constant. */
  readonly key: string;
}

/** A symbolic size; never a plain constant. Immutable, and kept by key: equal ones are mostly the same object. */
export class Poly {
  readonly key: string;
  /** Caches of derived facts; undefined: not asked yet. */
  interval: readonly [number, number] | undefined;
  constructor(
    readonly terms: readonly Term[],
    key: string,
  ) {
    this.key = key;
  }
}

/** A cache holds this many entries and is then started anew, so that a session of many hours does not grow. */
const LARGEST_CACHE = 20000;
const interned = new Map<string, Poly>();

/** Sizes of sizes of sizes: what is longer than this is an unknown, before each further step makes it several times as long. */
const LONGEST_KEY = 10_000;

/** The size of sorted terms; the same object for the same key while the cache holds it. */
function intern(terms: readonly Term[]): Poly {
  let key = '';
  for (const term of terms) key += `${term.coefficient}:${term.key};`;
  if (key.length > LONGEST_KEY) return unknownSize(-Infinity);
  const known = interned.get(key);
  if (known) return known;
  if (interned.size >= LARGEST_CACHE) interned.clear();
  const poly = new Poly(terms, key);
  interned.set(key, poly);
  return poly;
}

/** Above this a polynomial is not worth having: it becomes an unknown. */
const MOST_TERMS = 400;

function make(terms: Term[]): Dim {
  if (terms.length === 0) return 0;
  if (terms.length === 1 && terms[0]!.atoms.length === 0) return safe(terms[0]!.coefficient);
  if (terms.length > MOST_TERMS) return freshUnknown(-Infinity);
  if (terms.length > 1) terms.sort(byDegree);
  return intern(terms);
}

/** The size of terms in any order, none with the same atoms as another. */
export function polyOf(terms: readonly Term[]): Dim {
  return make([...terms]);
}

/** Beyond 2^53 a number is not exact any more: nothing but the sign is kept. */
function safe(n: number): Dim {
  // + 0: there is no −0 among integers.
  return Number.isSafeInteger(n) ? n + 0 : freshUnknown(n > 0 ? 0 : -Infinity);
}

/** Higher degree first, then by name; the constant last. */
function byDegree(a: Term, b: Term): number {
  return b.atoms.length - a.atoms.length || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function termsOf(d: Dim): readonly Term[] {
  return typeof d === 'number' ? (d === 0 ? [] : [{ coefficient: d, atoms: [], key: '' }]) : d.terms;
}

function ofAtom(atom: Atom): Poly {
  return intern([{ coefficient: 1, atoms: [atom], key: atom.key }]);
}

const symbols = new Map<string, Poly>();

/** A named size of at least `minimum`. The same name is the same symbol. */
export function symbol(name: string, minimum = 1): Dim {
  const key = minimum === 1 ? name : `${name}>=${minimum}`;
  const known = symbols.get(key);
  if (known) return known;
  if (symbols.size >= LARGEST_CACHE) symbols.clear();
  const made = ofAtom({ kind: 'symbol', key, name, minimum, unknown: false });
  symbols.set(key, made);
  return made;
}

let unknowns = 0;

/** A size nobody knows: equal to itself only, printed as `?`, null in JSON. */
export function freshUnknown(minimum = 0): Dim {
  return unknownSize(minimum);
}

function unknownSize(minimum: number): Poly {
  const name = `?${++unknowns}`;
  const atom: Atom = { kind: 'symbol', key: name, name, minimum, unknown: true };
  // Never asked for again by its key: not worth a place in the cache.
  return new Poly([{ coefficient: 1, atoms: [atom], key: name }], `1:${name};`);
}

/** True for a size of which nothing is known: one unknown symbol and nothing else. */
export function isUnknownDim(d: Dim): boolean {
  if (typeof d === 'number' || d.terms.length !== 1) return false;
  const { coefficient, atoms } = d.terms[0]!;
  return coefficient === 1 && atoms.length === 1 && atoms[0]!.kind === 'symbol' && atoms[0]!.unknown;
}

/** True when an unknown is in it. */
export function hasUnknown(d: Dim): boolean {
  if (typeof d === 'number') return false;
  return d.terms.some((t) => t.atoms.some(atomHasUnknown));
}

function atomHasUnknown(atom: Atom): boolean {
  switch (atom.kind) {
    case 'symbol':
      return atom.unknown;
    case 'floor':
      return hasUnknown(atom.operand) || hasUnknown(atom.divisor);
    default:
      return hasUnknown(atom.left) || hasUnknown(atom.right);
  }
}

/** Same size for every value of the symbols, as far as the normal form shows it; `compare` knows more. */
export function same(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a === b || a.key === b.key;
}

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return safe(a + b);
  if (a === 0) return b;
  if (b === 0) return a;
  // Both are sorted: one pass merges them.
  const left = termsOf(a);
  const right = termsOf(b);
  const terms: Term[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const [s, t] = [left[i]!, right[j]!];
    if (s.key === t.key) {
      const coefficient = s.coefficient + t.coefficient;
      if (!Number.isSafeInteger(coefficient)) return freshUnknown(-Infinity);
      if (coefficient !== 0) terms.push({ coefficient, atoms: s.atoms, key: s.key });
      i++;
      j++;
    } else if (byDegree(s, t) < 0) {
      terms.push(s);
      i++;
    } else {
      terms.push(t);
      j++;
    }
  }
  while (i < left.length) terms.push(left[i++]!);
  while (j < right.length) terms.push(right[j++]!);
  return fromSorted(terms);
}

function fromSorted(terms: readonly Term[]): Dim {
  if (terms.length === 0) return 0;
  if (terms.length === 1 && terms[0]!.atoms.length === 0) return safe(terms[0]!.coefficient);
  return terms.length > MOST_TERMS ? freshUnknown(-Infinity) : intern(terms);
}

export function neg(a: Dim): Dim {
  return typeof a === 'number' ? (a === 0 ? 0 : -a) : scale(a, -1);
}

function scale(a: Poly, factor: number): Dim {
  if (factor === 0) return 0;
  if (factor === 1) return a;
  const terms = a.terms.map(({ coefficient, atoms, key }) => ({ coefficient: coefficient * factor, atoms, key }));
  return terms.every((t) => Number.isSafeInteger(t.coefficient)) ? intern(terms) : freshUnknown(-Infinity);
}

export function sub(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return safe(a - b);
  return add(a, neg(b));
}

export function mul(a: Dim, b: Dim): Dim {
  if (typeof a === 'number') {
    if (typeof b === 'number') return safe(a * b);
    return scale(b, a);
  }
  if (typeof b === 'number') return scale(a, b);
  if (a.terms.length * b.terms.length > 4 * MOST_TERMS) return freshUnknown(-Infinity);
  const sums = new Map<string, Term>();
  for (const s of a.terms)
    for (const t of b.terms) {
      const atoms = [...s.atoms, ...t.atoms].sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0));
      const key = atoms.map((x) => x.key).join('*');
      const coefficient = s.coefficient * t.coefficient + (sums.get(key)?.coefficient ?? 0);
      if (!Number.isSafeInteger(coefficient)) return freshUnknown(-Infinity);
      if (coefficient === 0) sums.delete(key);
      else sums.set(key, { coefficient, atoms, key });
    }
  return make([...sums.values()]);
}

export function sum(dims: readonly Dim[]): Dim {
  return dims.reduce(add, 0);
}

export function product(dims: readonly Dim[]): Dim {
  let result: Dim = 1;
  for (const d of dims) result = mul(result, d);
  return result;
}

/** `base ** exponent` for a constant exponent ≥ 0. */
export function power(base: Dim, exponent: number): Dim {
  if (typeof base === 'number' && exponent >= 0) return safe(base ** exponent);
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > 16) return freshUnknown(-Infinity);
  let result: Dim = 1;
  for (let i = 0; i < exponent; i++) result = mul(result, base);
  return result;
}

export function gcd(a: number, b: number): number {
  a = Math.abs(a);
  b = Math.abs(b);
  while (b) [a, b] = [b, a % b];
  return a;
}

/** Python's `//`. A divisor of 0 answers an unknown: the caller has raised ZeroDivisionError before. */
export function floorDiv(a: Dim, b: Dim): Dim {
  if (typeof b === 'number') {
    if (b === 0) return freshUnknown(-Infinity);
    if (typeof a === 'number') return Math.floor(a / b) || 0;
    return b < 0 ? floorByConstant(scale(a, -1), -b) : floorByConstant(a, b);
  }
  return floorBySize(a, b);
}

/**
 * A symbolic divisor: what divides exactly leaves, what both sides have in common cancels (it cannot be 0, or the division was one by 0),
 * the divisor's leading coefficient is positive; the rest stays as it is.
 */
function floorBySize(a: Dim, b: Poly): Dim {
  if (a === 0) return 0;
  if (b.terms[0]!.coefficient < 0) return floorDiv(neg(a), scale(b, -1));
  const exact = divideExactly(a, b);
  if (exact !== undefined) return exact;
  const shared = commonFactor([...termsOf(a), ...b.terms]);
  if (shared.atoms.length || shared.coefficient > 1) {
    const by = make([shared]);
    return floorDiv(divideExactly(a, by)!, divideExactly(b, by)!);
  }
  if (b.terms.length === 1 && typeof a !== 'number') {
    // (b·q + r) // b = q + r // b, term by term.
    const whole: Term[] = [];
    const rest: Term[] = [];
    for (const term of a.terms) {
      const quotient = divideTerm(term, b.terms[0]!);
      if (quotient) whole.push(quotient);
      else rest.push(term);
    }
    if (whole.length) return add(make(whole), floorBySize(make(rest), b));
  }
  return ofAtom({ kind: 'floor', key: `(${keyOf(a)})/(${b.key})`, operand: a, divisor: b });
}

/** The greatest number and the atoms that are in every term. */
function commonFactor(terms: readonly Term[]): Term {
  let coefficient = 0;
  let atoms: Atom[] | undefined;
  for (const term of terms) {
    coefficient = gcd(coefficient, term.coefficient);
    if (!atoms) atoms = [...term.atoms];
    else {
      const left = [...term.atoms];
      atoms = atoms.filter((atom) => {
        const at = left.findIndex((x) => x.key === atom.key);
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      });
    }
  }
  return { coefficient, atoms: atoms!, key: atoms!.map((x) => x.key).join('*') };
}

function keyOf(d: Dim): string {
  return typeof d === 'number' ? String(d) : d.key;
}

function floorByConstant(a: Dim, k: number): Dim {
  if (typeof a === 'number') return Math.floor(a / k) || 0;
  if (k === 1) return a;
  // Whole multiples leave the floor: (k·q + r)//k = q + r//k. Remainders keep the sign, but the constant's is 0 … k−1.
  const whole: Term[] = [];
  const rest: Term[] = [];
  let constant = 0;
  for (const term of a.terms) {
    if (term.atoms.length === 0) {
      const quotient = Math.floor(term.coefficient / k);
      constant = term.coefficient - quotient * k;
      if (quotient) whole.push({ ...term, coefficient: quotient });
      continue;
    }
    const quotient = Math.trunc(term.coefficient / k);
    const remainder = term.coefficient - quotient * k;
    if (quotient) whole.push({ ...term, coefficient: quotient });
    if (remainder) rest.push({ ...term, coefficient: remainder });
  }
  const outside = make(whole);
  if (rest.length === 0) return outside;
  // (g·s + c) // (g·k) = (s + c//g) // k
  let common = k;
  for (const term of rest) common = gcd(common, term.coefficient);
  if (common > 1) {
    rest.forEach((t, i) => (rest[i] = { ...t, coefficient: t.coefficient / common }));
    const inner = add(make(rest), Math.floor(constant / common));
    return add(outside, floorByConstant(inner, k / common));
  }
  const inner = add(make(rest), constant);
  if (typeof inner === 'number') return add(outside, Math.floor(inner / k) || 0);
  // −p // k = −((p + k − 1) // k)
  if (inner.terms[0]!.coefficient < 0) {
    const flipped = add(scale(inner, -1), k - 1);
    return sub(outside, floorByConstant(flipped, k));
  }
  // (p//b + e) // k = (p + b·e) // (b·k), where exactly one floor stands in it, with coefficient 1
  const floors = inner.terms.filter((t) => t.atoms.some((x) => x.kind === 'floor'));
  const only = floors.length === 1 ? floors[0]! : null;
  if (only && only.coefficient === 1 && only.atoms.length === 1) {
    const atom = only.atoms[0]!;
    if (atom.kind === 'floor' && typeof atom.divisor === 'number') {
      const others = make(inner.terms.filter((t) => t !== only));
      const joined = add(atom.operand, mul(others, atom.divisor));
      return add(outside, floorByConstant(joined, atom.divisor * k));
    }
  }
  return add(outside, ofAtom({ kind: 'floor', key: `(${inner.key})/${k}`, operand: inner, divisor: k }));
}

/** −((−a) // b). */
export function ceilDiv(a: Dim, b: Dim): Dim {
  return neg(floorDiv(neg(a), b));
}

/** Python's `%`: a − b·(a // b). */
export function mod(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? freshUnknown() : a - b * Math.floor(a / b) + 0;
  return sub(a, mul(b, floorDiv(a, b)));
}

/** The quotient where b divides a as polynomials; undefined where it does not for sure. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (typeof b === 'number') {
    if (b === 0) return undefined;
    if (typeof a === 'number') return a % b === 0 ? a / b + 0 : undefined;
    if (!a.terms.every((t) => t.coefficient % b === 0)) return undefined;
    return make(a.terms.map((t) => ({ ...t, coefficient: t.coefficient / b })));
  }
  if (a === 0) return 0;
  if (typeof a === 'number') return undefined;
  if (a.key === b.key) return 1;
  // Long division by the leading term.
  let rest: Dim = a;
  let quotient: Dim = 0;
  const lead = b.terms[0]!;
  for (let steps = 0; steps < 64; steps++) {
    if (rest === 0) return quotient;
    if (typeof rest === 'number') return undefined;
    const found: Term | undefined = rest.terms.map((t) => divideTerm(t, lead)).find((t) => t !== undefined);
    if (!found) return undefined;
    const part: Dim = make([found]);
    quotient = add(quotient, part);
    const next: Dim = sub(rest, mul(part, b));
    if (typeof next !== 'number' && next.terms.length > rest.terms.length + b.terms.length) return undefined;
    rest = next;
  }
  return undefined;
}

function divideTerm(a: Term, b: Term): Term | undefined {
  if (a.coefficient % b.coefficient !== 0 || a.atoms.length < b.atoms.length) return undefined;
  const atoms = [...a.atoms];
  for (const atom of b.atoms) {
    const at = atoms.findIndex((x) => x.key === atom.key);
    if (at < 0) return undefined;
    atoms.splice(at, 1);
  }
  return { coefficient: a.coefficient / b.coefficient, atoms, key: atoms.map((x) => x.key).join('*') };
}

export function minimum(a: Dim, b: Dim): Dim {
  return extreme('min', a, b);
}

export function maximum(a: Dim, b: Dim): Dim {
  return extreme('max', a, b);
}

function extreme(kind: 'min' | 'max', a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return kind === 'min' ? Math.min(a, b) : Math.max(a, b);
  const difference = sub(a, b);
  const [low, high] = sharpBounds(difference);
  if (low >= 0) return kind === 'max' ? a : b;
  if (high <= 0) return kind === 'max' ? b : a;
  const [left, right] = keyOf(a) < keyOf(b) ? [a, b] : [b, a];
  return ofAtom({ kind, key: `${kind}(${keyOf(left)},${keyOf(right)})`, left, right });
}

/** Names of the symbols in it, in order of first appearance. */
export function symbolsOf(d: Dim): readonly string[] {
  const names = new Set<string>();
  collect(d, (atom) => names.add(atom.name));
  return [...names];
}

function collect(d: Dim, visit: (atom: SymbolAtom) => void): void {
  if (typeof d === 'number') return;
  for (const term of d.terms)
    for (const atom of term.atoms) {
      if (atom.kind === 'symbol') visit(atom);
      else if (atom.kind === 'floor') {
        collect(atom.operand, visit);
        collect(atom.divisor, visit);
      } else {
        collect(atom.left, visit);
        collect(atom.right, visit);
      }
    }
}

/** The value for given symbols; undefined where one is missing, a division by 0 would be made or a number is beyond 2^53. */
export function evaluate(d: Dim, values: ReadonlyMap<string, number>): number | undefined {
  if (typeof d === 'number') return d;
  let total = 0;
  for (const term of d.terms) {
    let value = term.coefficient;
    for (const atom of term.atoms) {
      const factor = evaluateAtom(atom, values);
      if (factor === undefined) return undefined;
      value *= factor;
    }
    total += value;
    if (!Number.isSafeInteger(value) || !Number.isSafeInteger(total)) return undefined;
  }
  return total;
}

function evaluateAtom(atom: Atom, values: ReadonlyMap<string, number>): number | undefined {
  if (atom.kind === 'symbol') return values.get(atom.name);
  if (atom.kind === 'floor') {
    const operand = evaluate(atom.operand, values);
    const divisor = evaluate(atom.divisor, values);
    return operand === undefined || !divisor ? undefined : Math.floor(operand / divisor);
  }
  const left = evaluate(atom.left, values);
  const right = evaluate(atom.right, values);
  if (left === undefined || right === undefined) return undefined;
  return atom.kind === 'min' ? Math.min(left, right) : Math.max(left, right);
}

/** Symbols replaced by sizes; others stay. */
export function substitute(d: Dim, values: ReadonlyMap<string, Dim>): Dim {
  if (typeof d === 'number') return d;
  let total: Dim = 0;
  for (const term of d.terms) {
    let value: Dim = term.coefficient;
    for (const atom of term.atoms) value = mul(value, substituteAtom(atom, values));
    total = add(total, value);
  }
  return total;
}

function substituteAtom(atom: Atom, values: ReadonlyMap<string, Dim>): Dim {
  if (atom.kind === 'symbol') return values.get(atom.name) ?? ofAtom(atom);
  if (atom.kind === 'floor') return floorDiv(substitute(atom.operand, values), substitute(atom.divisor, values));
  const [left, right] = [substitute(atom.left, values), substitute(atom.right, values)];
  return atom.kind === 'min' ? minimum(left, right) : maximum(left, right);
}

/** Bounds from the symbols' minima alone; `sharpBounds` also looks at residues. */
export function bounds(d: Dim): readonly [number, number] {
  if (typeof d === 'number') return [d, d];
  if (d.interval) return d.interval;
  let low = 0;
  let high = 0;
  for (const term of d.terms) {
    let range: readonly [number, number] = [term.coefficient, term.coefficient];
    for (const atom of term.atoms) range = times(range, atomBounds(atom));
    low += range[0];
    high += range[1];
  }
  return (d.interval = [low, high]);
}

function times([a, b]: readonly [number, number], [c, d]: readonly [number, number]): readonly [number, number] {
  const products = [a * c, a * d, b * c, b * d].map((x) => (Number.isNaN(x) ? 0 : x));
  return [Math.min(...products), Math.max(...products)];
}

function atomBounds(atom: Atom): readonly [number, number] {
  if (atom.kind === 'symbol') return [atom.minimum, Infinity];
  if (atom.kind === 'floor') {
    const [low, high] = bounds(atom.operand);
    if (typeof atom.divisor === 'number') return [Math.floor(low / atom.divisor), Math.floor(high / atom.divisor)];
    const [least] = bounds(atom.divisor);
    return low >= 0 && least > 0 ? [0, Math.floor(high / least)] : [-Infinity, Infinity];
  }
  const [a, b] = [bounds(atom.left), bounds(atom.right)];
  return atom.kind === 'min'
    ? [Math.min(a[0], b[0]), Math.min(a[1], b[1])]
    : [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}

/** Periods up to this are looked at residue by residue. */
export const LONGEST_PERIOD = 4096;
/** What is looked at case by case where a polynomial has to be made for each, some tens of microseconds apiece. */
export const MANY_CASES = 256;

/** The least number each symbol stands for. */
export function minimaOf(d: Dim): ReadonlyMap<string, number> {
  const minima = new Map<string, number>();
  collect(d, (atom) => minima.set(atom.name, Math.max(minima.get(atom.name) ?? -Infinity, atom.minimum)));
  return minima;
}

/** The period of each symbol after which the floors by constants repeat; null where a floor is no such one or the cases are too many. */
export function periodsOf(d: Dim, most = LONGEST_PERIOD): ReadonlyMap<string, number> | null {
  const periods = new Map<string, number>();
  if (!collectPeriods(d, 1, periods)) return null;
  let count = 1;
  for (const period of periods.values()) count *= period;
  return count > most ? null : periods;
}

/**
 * Every case of `symbol mod period`: symbol = period·quotient + residue. The floors by constants vanish, what is left is a polynomial over
 * the quotients, which start at 0 where the symbol has a minimum, so that its bounds are sharp.
 *
 * @param visit gets the residues (a view of one array, in the periods' order) and the size; false ends the walk
 */
export function eachResidueCase(
  d: Dim,
  periods: ReadonlyMap<string, number>,
  visit: (residues: readonly number[], value: Dim) => boolean,
): void {
  const minima = minimaOf(d);
  const names = [...periods];
  const residues = names.map(() => 0);
  const values = new Map<string, Dim>();
  const walk = (index: number): boolean => {
    const entry = names[index];
    if (!entry) return visit(residues, substitute(d, values));
    const [name, period] = entry;
    const least = minima.get(name)!;
    for (let residue = 0; residue < period; residue++) {
      residues[index] = residue;
      values.set(name, quotientForm(name, period, residue, least));
      if (!walk(index + 1)) return false;
    }
    return true;
  };
  walk(0);
}

/** period·q + residue, where q starts at 0 and the whole at the first number ≥ least with that residue. */
function quotientForm(name: string, period: number, residue: number, least: number): Dim {
  if (least === -Infinity) return add(mul(period, symbol(`${name}'`, -Infinity)), residue);
  const first = residue + period * Math.ceil((least - residue) / period);
  return add(mul(period, symbol(`${name}'`, 0)), first);
}

/** The product of the divisors above each symbol. */
function collectPeriods(d: Dim, factor: number, periods: Map<string, number>): boolean {
  if (typeof d === 'number') return true;
  for (const term of d.terms)
    for (const atom of term.atoms) {
      if (atom.kind === 'symbol') {
        const before = periods.get(atom.name) ?? 1;
        periods.set(atom.name, (before * factor) / gcd(before, factor));
      } else if (atom.kind === 'floor') {
        if (typeof atom.divisor !== 'number') return false;
        if (factor * atom.divisor > LONGEST_PERIOD) return false;
        if (!collectPeriods(atom.operand, factor * atom.divisor, periods)) return false;
      } else if (!collectPeriods(atom.left, factor, periods) || !collectPeriods(atom.right, factor, periods)) return false;
    }
  return true;
}

/** A size that rises by the same amount every period of its one symbol. */
export interface LinearSize {
  readonly name: string;
  readonly period: number;
  /** What a period adds. */
  readonly rise: number;
  /** The first numbers, from the symbol's minimum on, one period long. */
  readonly first: readonly number[];
  /** The symbol's minimum. */
  readonly least: number;
}

/** One symbol and floors of such, only added and multiplied by numbers; null for everything else and beyond the longest period. */
export function linearSize(d: Dim): LinearSize | null {
  if (typeof d === 'number' || !isLinear(d)) return null;
  const periods = periodsOf(d);
  if (periods?.size !== 1) return null;
  const [name, period] = [...periods][0]!;
  let least = -Infinity;
  collect(d, (atom) => (least = Math.max(least, atom.minimum)));
  if (least === -Infinity) return null;
  const first: number[] = [];
  for (let n = least; n < least + period; n++) first.push(linearValue(d, n));
  return { name, period, rise: linearValue(d, least + period) - first[0]!, first, least };
}

function isLinear(d: Dim): boolean {
  if (typeof d === 'number') return true;
  for (const { atoms } of d.terms) {
    if (atoms.length === 0) continue;
    const atom = atoms[0]!;
    if (atoms.length > 1 || atom.kind === 'min' || atom.kind === 'max') return false;
    if (atom.kind === 'floor' && (typeof atom.divisor !== 'number' || !isLinear(atom.operand))) return false;
  }
  return true;
}

function linearValue(d: Dim, n: number): number {
  if (typeof d === 'number') return d;
  let total = 0;
  for (const { coefficient, atoms } of d.terms) {
    const atom = atoms[0];
    if (!atom) total += coefficient;
    else if (atom.kind === 'symbol') total += coefficient * n;
    else if (atom.kind === 'floor') total += coefficient * Math.floor(linearValue(atom.operand, n) / (atom.divisor as number));
  }
  return total;
}

const sharp = new Map<string, readonly [number, number]>();

/** Bounds that see residues: `H//4 − 2·(H//8)` lies in [0, 1]. */
export function sharpBounds(d: Dim): readonly [number, number] {
  if (typeof d === 'number') return [d, d];
  const rough = bounds(d);
  if (rough[0] >= 0 || rough[1] <= 0) {
    if (!d.terms.some((t) => t.coefficient < 0 && t.atoms.length)) return rough;
  }
  const known = sharp.get(d.key);
  if (known) return known;
  let result = rough;
  const linear = linearSize(d);
  const periods = linear ? null : periodsOf(d, MANY_CASES);
  if (linear) {
    result = [linear.rise < 0 ? -Infinity : Math.min(...linear.first), linear.rise > 0 ? Infinity : Math.max(...linear.first)];
  } else if (periods) {
    let low = Infinity;
    let high = -Infinity;
    eachResidueCase(d, periods, (_, value) => {
      const [a, b] = bounds(value);
      low = Math.min(low, a);
      high = Math.max(high, b);
      return low > rough[0] || high < rough[1];
    });
    result = [Math.max(low, rough[0]), Math.min(high, rough[1])];
  }
  if (result[0] < 0 && result[1] > 0 && hasUnevenMultiple(d))
    result = [Math.max(result[0], bounds(multiplesAtWorst(d, 'low'))[0]), Math.min(result[1], bounds(multiplesAtWorst(d, 'high'))[1])];
  if (sharp.size >= LARGEST_CACHE) sharp.clear();
  sharp.set(d.key, result);
  return result;
}

/** The floor by a symbolic size whose multiple a term is: `(p // s)·s`. */
function multipleIn({ atoms }: Term): { floor: Atom & { kind: 'floor' }; divisor: Poly } | null {
  if (atoms.length !== 2) return null;
  for (const [floor, other] of [atoms, [atoms[1]!, atoms[0]!]] as const) {
    if (floor!.kind !== 'floor' || typeof floor!.divisor === 'number') continue;
    const { divisor } = floor!;
    if (divisor instanceof Poly && divisor.key === ofAtom(other!).key && bounds(divisor)[0] > 0) return { floor: floor!, divisor };
  }
  return null;
}

function hasUnevenMultiple(d: Poly): boolean {
  return d.terms.some((term) => multipleIn(term) !== null);
}

/** `(p // s)·s` lies in [p − s + 1, p]: the whole with the end of that range which makes it lowest or highest. */
function multiplesAtWorst(d: Poly, end: 'low' | 'high'): Dim {
  let total: Dim = 0;
  for (const term of d.terms) {
    const multiple = multipleIn(term);
    if (!multiple) {
      total = add(total, intern([term]));
      continue;
    }
    const { operand } = multiple.floor;
    const most = (term.coefficient > 0) === (end === 'high');
    total = add(total, mul(term.coefficient, most ? operand : add(sub(operand, multiple.divisor), 1)));
  }
  return total;
}
