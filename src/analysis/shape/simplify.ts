/** The shortest way to write a size: what multiplies apart is a product, what adds apart a sum of fractions `(a·H + b)//c`. */
import type { Atom } from './atom';
import { add, type Dim, gcd, linearSize, type Poly, polyOf, symbolsOf, type Term } from './dim';

/** `(a·name + b) // c`. */
export interface Fraction {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** `coefficient · Π factors`, every factor a sum of fractions and plain sizes. */
export interface ShortForm {
  readonly coefficient: number;
  readonly factors: readonly (readonly (Dim | Fraction)[])[];
}

/** Another way to write a size with floors in it, equal for all values of the symbols; null where none is known. May be the longer one. */
export function shortForm(d: Poly): ShortForm | null {
  if (!d.terms.some((t) => t.atoms.some((x) => x.kind !== 'symbol'))) return null;
  const parts = factor(d);
  return { coefficient: parts.coefficient, factors: parts.factors.map(fractions) };
}

/** Splits a size into factors that have no symbol in common. */
function factor(d: Poly): { coefficient: number; factors: Poly[] } {
  let coefficient = d.terms.reduce((g, t) => gcd(g, t.coefficient), 0);
  if (d.terms[0]!.coefficient < 0) coefficient = -coefficient;
  const factors: Poly[] = [];
  let rest = d.terms.map((t) => ({ ...t, coefficient: t.coefficient / coefficient }));
  const names = symbolsOf(d);
  const done = new Set<string>();
  for (const name of names) {
    if (done.has(name)) continue;
    const own = connected(name, rest);
    own.forEach((n) => done.add(n));
    const split = splitOff(rest, own);
    if (!split) continue;
    factors.push(split.factor);
    rest = split.rest;
  }
  const left = polyOf(rest);
  if (typeof left !== 'number') factors.push(left);
  else coefficient *= left;
  return { coefficient, factors };
}

/** The symbols that stand in one atom with a symbol, directly or through others. */
function connected(name: string, terms: readonly Term[]): ReadonlySet<string> {
  const own = new Set([name]);
  for (let before = 0; before !== own.size; ) {
    before = own.size;
    for (const term of terms)
      for (const atom of term.atoms) {
        const names = symbolsOfAtom(atom);
        if (names.some((n) => own.has(n))) names.forEach((n) => own.add(n));
      }
  }
  return own;
}

function symbolsOfAtom(atom: Atom): readonly string[] {
  if (atom.kind === 'symbol') return [atom.name];
  if (atom.kind === 'floor') return [...symbolsOf(atom.operand), ...symbolsOf(atom.divisor)];
  return [...symbolsOf(atom.left), ...symbolsOf(atom.right)];
}

/** terms = factor · rest, where the factor has all atoms of `own`; null where they do not multiply apart or nothing would be left. */
function splitOff(terms: readonly Term[], own: ReadonlySet<string>): { factor: Poly; rest: Term[] } | null {
  const rows = new Map<string, { atoms: Atom[]; inner: Map<string, Term> }>();
  for (const term of terms) {
    const inside = term.atoms.filter((x) => symbolsOfAtom(x).some((n) => own.has(n)));
    const outside = term.atoms.filter((x) => !inside.includes(x));
    const key = keyOf(outside);
    let row = rows.get(key);
    if (!row) rows.set(key, (row = { atoms: outside, inner: new Map() }));
    row.inner.set(keyOf(inside), { coefficient: term.coefficient, atoms: inside, key: keyOf(inside) });
  }
  const all = [...rows.values()];
  if (all.length === 1 && all[0]!.atoms.length === 0) return null;
  const first = all[0]!.inner;
  const content = [...first.values()].reduce((g, t) => gcd(g, t.coefficient), 0);
  const lead = [...first.values()][0]!;
  const rest: Term[] = [];
  for (const { atoms, inner } of all) {
    if (inner.size !== first.size) return null;
    const ratio = (inner.get(lead.key)?.coefficient ?? 0) / (lead.coefficient / content);
    if (!Number.isInteger(ratio)) return null;
    for (const [key, term] of first) if (inner.get(key)?.coefficient !== (term.coefficient / content) * ratio) return null;
    rest.push({ coefficient: ratio, atoms, key: keyOf(atoms) });
  }
  const factor = polyOf([...first.values()].map((t) => ({ ...t, coefficient: t.coefficient / content })));
  return typeof factor === 'number' ? null : { factor, rest };
}

function keyOf(atoms: readonly Atom[]): string {
  return atoms.map((x) => x.key).join('*');
}

/** A sum as fractions, one for each symbol whose terms make one; the rest as it is. */
function fractions(d: Poly): readonly (Dim | Fraction)[] {
  const bySymbol = new Map<string, Term[]>();
  const others: Term[] = [];
  let constant = 0;
  for (const term of d.terms) {
    if (term.atoms.length === 0) constant = term.coefficient;
    else if (term.atoms.length > 1) others.push(term);
    else {
      const names = new Set(symbolsOfAtom(term.atoms[0]!));
      const name = names.size === 1 ? [...names][0]! : null;
      if (name === null) others.push(term);
      else if (bySymbol.has(name)) bySymbol.get(name)!.push(term);
      else bySymbol.set(name, [term]);
    }
  }
  const parts: (Dim | Fraction)[] = [];
  for (const [name, terms] of bySymbol) {
    const fraction = toFraction(name, add(polyOf(terms), constant));
    if (!fraction) {
      others.push(...terms);
      continue;
    }
    parts.push(fraction);
    constant = 0;
  }
  const left = add(polyOf(others), constant);
  if (left !== 0) parts.push(left);
  return parts;
}

/** A size linear in floors of one symbol is `(a·H + b)//c` everywhere when it is so on one period: the slope says a/c, b is tried. */
function toFraction(name: string, d: Dim): Fraction | null {
  if (typeof d === 'number' || !d.terms.some((t) => t.atoms.some((x) => x.kind === 'floor'))) return null;
  const linear = linearSize(d);
  if (!linear || linear.period < 2 || linear.rise <= 0) return null;
  const { period, rise, first, least } = linear;
  const shared = gcd(rise, period);
  const a = rise / shared;
  const c = period / shared;
  // The first size n that is a multiple of c has (a·n + b)//c = a·n/c + b//c.
  const n0 = least + ((c - (least % c)) % c);
  const base = first[n0 - least]! - (a * n0) / c;
  for (let b = c * base; b < c * base + c; b++)
    if (first.every((value, i) => Math.floor((a * (least + i) + b) / c) === value)) return { name, a, b, c };
  return null;
}
