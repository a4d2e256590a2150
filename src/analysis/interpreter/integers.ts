/** Python's int and float arithmetic over known numbers and symbolic sizes. Integers beyond 2^53 are unknown. */
import { add, type Dim, divideExactly, floorDiv, freshUnknown, gcd, mod, mul, power, sub } from '../shape/dim';
import { atLeast, compare } from '../shape/compare';
import type { Interpreter } from './interpreter';
import { Float, isInt, Poly, Quotient, type Range, type Unknown, type Value } from './values';

/** -1, 0, 1; 'different' where only that is known; undefined where nothing is. */
export type Sign = -1 | 0 | 1 | 'different' | undefined;

/** A rational number: `denominator` is a positive integer. */
export interface Fraction {
  readonly numerator: Dim;
  readonly denominator: number;
}

/** Floats with more binary digits after the point are not taken for fractions. */
const FINEST = 2 ** 20;

/** True only where both are the same for all sizes. */
export function sameDim(a: Dim, b: Dim): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return false;
  return compare(a, b).is === 'equal';
}

/** A size nobody knows. */
export function unknownDim(): Dim {
  return freshUnknown();
}

export function safe(rt: Interpreter, value: number): number | Unknown {
  return Number.isSafeInteger(value) ? value + 0 : rt.unknown('an integer is too large to be followed');
}

export function addInts(a: Dim, b: Dim): Dim {
  return add(a, b);
}
export function multiplyInts(a: Dim, b: Dim): Dim {
  return mul(a, b);
}

/** `a / b`: exact where it can be, else unknown. */
export function divideInts(rt: Interpreter, a: Dim, b: Dim): Value {
  if (b === 0) return rt.raise('ZeroDivisionError', 'division by zero');
  return divideFractions({ numerator: a, denominator: 1 }, { numerator: b, denominator: 1 }) ?? rt.unknown('a fraction of symbolic sizes is not followed');
}

export function floorDivInts(rt: Interpreter, a: Dim, b: Dim): Dim {
  if (b === 0) return rt.raise('ZeroDivisionError', 'integer division or modulo by zero');
  return floorDiv(a, b);
}

export function modInts(rt: Interpreter, a: Dim, b: Dim): Dim {
  if (b === 0) return rt.raise('ZeroDivisionError', 'integer modulo by zero');
  return mod(a, b);
}

export function powerInts(rt: Interpreter, a: Dim, b: Dim): Value {
  if (typeof b === 'number' && b >= 0) return power(a, b);
  return rt.unknown('a power with a symbolic exponent is not followed');
}

/** A number as a fraction; undefined for floats that are no short binary fraction. */
export function fractionOf(value: number | Poly | Quotient): Fraction | undefined {
  if (value instanceof Quotient) return value;
  if (value instanceof Poly) return { numerator: value, denominator: 1 };
  if (Number.isSafeInteger(value)) return { numerator: value, denominator: 1 };
  if (!Number.isFinite(value)) return undefined;
  let denominator = 1;
  while (!Number.isInteger(value * denominator)) {
    denominator *= 2;
    if (denominator > FINEST) return undefined;
  }
  return Number.isSafeInteger(value * denominator) ? { numerator: value * denominator, denominator } : undefined;
}

/** A float-valued result: a plain float where the number is known. */
export function fromFraction({ numerator, denominator }: Fraction): Value | undefined {
  if (typeof numerator === 'number') return new Float(numerator / denominator);
  let common = denominator;
  for (const term of numerator.terms) common = gcd(common, term.coefficient);
  if (common > 1) {
    const shorter = divideExactly(numerator, common);
    if (shorter !== undefined) return new Quotient(shorter, denominator / common);
  }
  return Number.isSafeInteger(denominator) ? new Quotient(numerator, denominator) : undefined;
}

export function addFractions(p: Fraction, q: Fraction, sign: 1 | -1): Fraction {
  return {
    numerator: add(mul(p.numerator, q.denominator), mul(q.numerator, sign * p.denominator)),
    denominator: p.denominator * q.denominator,
  };
}

export function multiplyFractions(p: Fraction, q: Fraction): Fraction {
  return { numerator: mul(p.numerator, q.numerator), denominator: p.denominator * q.denominator };
}

export function divideFractions(p: Fraction, q: Fraction): Value | undefined {
  if (typeof q.numerator === 'number') {
    const sign = q.numerator < 0 ? -1 : 1;
    return fromFraction({
      numerator: mul(p.numerator, q.denominator * sign),
      denominator: p.denominator * Math.abs(q.numerator),
    });
  }
  const exact = divideExactly(mul(p.numerator, q.denominator), q.numerator);
  return exact === undefined ? undefined : fromFraction({ numerator: exact, denominator: p.denominator });
}

/** How two numbers compare for every size. */
export function compareInts(left: Dim | Fraction, right: Dim | Fraction): Sign {
  const [a, b] = onOneDenominator(left, right);
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  const answer = compare(a, b);
  if (answer.is === 'equal') return 0;
  if (atLeast(a, add(b, 1)) === 'yes') return 1;
  if (atLeast(b, add(a, 1)) === 'yes') return -1;
  return answer.is === 'different' ? 'different' : undefined;
}

/** `<`, `<=`, `>`, `>=` where the numbers may be equal but one of them is never larger. */
export function orderBound(operator: string, left: Fraction, right: Fraction): boolean | undefined {
  const [a, b] = onOneDenominator(left, right);
  const certainly = (answer: string): boolean | undefined => (answer === 'yes' ? true : answer === 'no' ? false : undefined);
  const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);
  switch (operator) {
    case '>=':
      return certainly(atLeast(a, b));
    case '<':
      return not(certainly(atLeast(a, b)));
    case '<=':
      return certainly(atLeast(b, a));
    default:
      return not(certainly(atLeast(b, a)));
  }
}

function onOneDenominator(left: Dim | Fraction, right: Dim | Fraction): [Dim, Dim] {
  const p = isInt(left as Value) ? { numerator: left as Dim, denominator: 1 } : (left as Fraction);
  const q = isInt(right as Value) ? { numerator: right as Dim, denominator: 1 } : (right as Fraction);
  if (p.denominator === q.denominator) return [p.numerator, q.numerator];
  return [mul(p.numerator, q.denominator), mul(q.numerator, p.denominator)];
}

/** `len(range)`; undefined where it is not known. */
export function rangeLength({ start, stop, step }: Range): Dim | undefined {
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number')
    return step > 0 ? Math.max(0, Math.ceil((stop - start) / step)) : step < 0 ? Math.max(0, Math.ceil((start - stop) / -step)) : 0;
  if (typeof step !== 'number' || step === 0) return undefined;
  const [low, high] = step > 0 ? [start, stop] : [stop, start];
  const reach = atLeast(high, low);
  if (reach === 'no') return 0;
  if (reach !== 'yes') return undefined;
  return floorDiv(add(sub(high, low), Math.abs(step) - 1), Math.abs(step));
}
