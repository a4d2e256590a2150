/** Comparing sizes with three answers: for every value of the symbols, for none, or it depends. Decided by residues, without a solver. */
import {
  bounds as roughBounds,
  type Dim,
  eachResidueCase,
  evaluate,
  gcd,
  type LinearSize,
  linearSize,
  LONGEST_PERIOD,
  MANY_CASES,
  minimaOf,
  mod,
  periodsOf,
  sharpBounds,
  sub,
} from './dim';

export type Answer =
  | { readonly is: 'equal' }
  | { readonly is: 'different' }
  | { readonly is: 'depends'; readonly condition: Condition | null };

/** Which residues of one symbol meet it: `symbol mod period ∈ residues`. */
export interface Condition {
  readonly symbol: string;
  readonly period: number;
  readonly residues: readonly number[];
}

export type Certainty = 'yes' | 'no' | 'depends';

const equalAnswer: Answer = { is: 'equal' };
const differentAnswer: Answer = { is: 'different' };
const dependsAnswer: Answer = { is: 'depends', condition: null };
const answers = new Map<string, Answer>();

/** Are two sizes equal? */
export function compare(a: Dim, b: Dim): Answer {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? equalAnswer : differentAnswer;
  if (a === b) return equalAnswer;
  const difference = sub(a, b);
  if (typeof difference === 'number') return difference === 0 ? equalAnswer : differentAnswer;
  const known = answers.get(difference.key);
  if (known) return known;
  const answer = isZero(difference);
  if (answers.size > 20000) answers.clear();
  answers.set(difference.key, answer);
  return answer;
}

function isZero(difference: Exclude<Dim, number>): Answer {
  if (neverZero(difference)) return differentAnswer;
  const linear = linearSize(difference);
  if (linear) return linearIsZero(linear);
  // A size that is 0 at all samples is worth a long proof; of another one only "different" could still be shown.
  const periods = periodsOf(difference, vanishesAtSamples(difference) ? LONGEST_PERIOD : MANY_CASES);
  if (!periods) return dependsAnswer;
  const only = periods.size === 1;
  const equal: number[] = [];
  let cases = 0;
  let different = 0;
  let decided = true;
  eachResidueCase(difference, periods, (residues, value) => {
    cases++;
    if (value === 0) equal.push(only ? residues[0]! : 0);
    else if (neverZero(value)) different++;
    else decided = false;
    // With several symbols a condition could not be said: the first disagreement is the end.
    return decided && (only || equal.length === 0 || different === 0);
  });
  if (!decided || (!only && equal.length > 0 && different > 0)) return dependsAnswer;
  if (different === cases) return differentAnswer;
  if (equal.length === cases) return equalAnswer;
  const [symbol, period] = [...periods][0]!;
  return { is: 'depends', condition: reduce({ symbol, period, residues: equal }) };
}

/** Is it 0 at some arbitrary sizes? Not at one of them: it is not 0 everywhere. */
function vanishesAtSamples(d: Dim): boolean {
  const minima = minimaOf(d);
  let random = 1;
  for (let i = 0; i < 6; i++) {
    const values = new Map<string, number>();
    for (const [name, least] of minima) {
      random = (random * 48271) % 2147483647;
      values.set(name, Math.max(least, -50) + (random % 200));
    }
    const value = evaluate(d, values);
    if (value !== undefined && value !== 0) return false;
  }
  return true;
}

/** The same for one symbol in plain numbers: the value is first + rise·q for q = 0, 1, …. */
function linearIsZero({ name, period, rise, first, least }: LinearSize): Answer {
  const equal: number[] = [];
  let different = 0;
  for (let i = 0; i < period; i++) {
    const value = first[i]!;
    if (rise === 0 ? value === 0 : false) equal.push((((least + i) % period) + period) % period);
    else if (rise === 0 || value % rise !== 0 || value / rise > 0) different++;
    // Zero at one size of this residue only, which no residue can say.
    else return dependsAnswer;
  }
  if (different === period) return differentAnswer;
  if (equal.length === period) return equalAnswer;
  return { is: 'depends', condition: reduce({ symbol: name, period, residues: equal.sort((a, b) => a - b) }) };
}

/** A polynomial over quotients that has no zero for sure: its sign is fixed, or a common factor does not divide the constant. */
function neverZero(value: Dim): boolean {
  if (typeof value === 'number') return value !== 0;
  const [low, high] = roughBounds(value);
  if (low > 0 || high < 0) return true;
  const constant = value.terms.find((t) => t.atoms.length === 0)?.coefficient ?? 0;
  const others = value.terms.filter((t) => t.atoms.length > 0);
  const common = others.reduce((g, t) => gcd(g, t.coefficient), 0);
  return common > 1 && constant % common !== 0;
}

/** The least and the greatest value for any symbols, ±Infinity where there is none; sees residues: `H//4 − 2·(H//8)` lies in [0, 1]. */
export function bounds(d: Dim): readonly [number, number] {
  return sharpBounds(d);
}

/** Is a ≥ b? */
export function atLeast(a: Dim, b: Dim): Certainty {
  if (typeof a === 'number' && typeof b === 'number') return a >= b ? 'yes' : 'no';
  const [low, high] = sharpBounds(sub(a, b));
  return low >= 0 ? 'yes' : high < 0 ? 'no' : 'depends';
}

/** Is `size` a multiple of `divisor`? */
export function divides(divisor: Dim, size: Dim): Certainty {
  if (divisor === 0) return 'no';
  if (typeof divisor === 'number' && typeof size === 'number') return size % divisor === 0 ? 'yes' : 'no';
  const answer = compare(mod(size, divisor), 0);
  return answer.is === 'equal' ? 'yes' : answer.is === 'different' ? 'no' : 'depends';
}

/** The condition under which `size` is a multiple of `divisor`, where one symbol decides it. */
export function dividesCondition(divisor: Dim, size: Dim): Condition | null {
  const answer = compare(mod(size, divisor), 0);
  return answer.is === 'depends' ? answer.condition : null;
}

/** The same condition with the shortest period. */
function reduce(condition: Condition): Condition {
  const { symbol, period } = condition;
  const set = new Set(condition.residues);
  for (let shorter = 1; shorter <= period / 2; shorter++) {
    if (period % shorter) continue;
    let fits = true;
    for (let r = 0; r < period && fits; r++) fits = set.has(r) === set.has(r % shorter);
    if (fits) return { symbol, period: shorter, residues: condition.residues.filter((r) => r < shorter) };
  }
  return condition;
}

/** All of them at once: one condition per symbol, in order of first appearance. */
export function intersect(conditions: readonly Condition[]): Condition[] {
  const bySymbol = new Map<string, Condition>();
  for (const next of conditions) {
    const before = bySymbol.get(next.symbol);
    if (!before) {
      bySymbol.set(next.symbol, next);
      continue;
    }
    const period = (before.period * next.period) / gcd(before.period, next.period);
    if (period > 65536) continue;
    const residues: number[] = [];
    for (let r = 0; r < period; r++)
      if (before.residues.includes(r % before.period) && next.residues.includes(r % next.period)) residues.push(r);
    bySymbol.set(next.symbol, reduce({ symbol: next.symbol, period, residues }));
  }
  return [...bySymbol.values()];
}

/** Plain words for one condition: `H divisible by 16`. */
export function printCondition(condition: Condition): string {
  return printConditions([condition]);
}

/** Plain words: `H and W divisible by 16`, `L odd`, `H mod 16 from 0 to 7`. */
export function printConditions(conditions: readonly Condition[]): string {
  const phrases = new Map<string, string[]>();
  for (const condition of conditions) {
    const phrase = phraseOf(condition);
    const symbols = phrases.get(phrase);
    if (symbols) symbols.push(condition.symbol);
    else phrases.set(phrase, [condition.symbol]);
  }
  return [...phrases]
    .map(([phrase, symbols]) => `${listed(symbols)} ${phrase}`)
    .join('; ');
}

/** `H`, `H and W`, `D, H and W`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]!}`;
}

function phraseOf({ period, residues }: Condition): string {
  if (period === 1) return residues.length ? 'of any size' : 'of no size';
  if (residues.length === 0) return 'of no size';
  if (residues.length === 1) {
    const [residue] = residues;
    if (period === 2) return residue === 0 ? 'even' : 'odd';
    return residue === 0 ? `divisible by ${period}` : `of the form ${period}·k + ${residue}`;
  }
  const first = residues[0]!;
  const last = residues[residues.length - 1]!;
  if (last - first === residues.length - 1) return `mod ${period} from ${first} to ${last}`;
  return `mod ${period} in {${residues.slice(0, 8).join(', ')}${residues.length > 8 ? ', …' : ''}}`;
}

