/** math, operator-free numerics: known numbers are computed, sizes stay sizes, the rest is unknown. */
import { ceilDiv, floorDiv, product } from '../../shape/dim';
import type { Runtime } from '../runtime';
import { Float, isInt, type Module, Poly, Quotient, Tensor, Tuple, Unknown, type Value } from '../values';
import { functions, moduleOf, type Run } from './make';

/** A number as JavaScript has it; undefined where it is none or not known. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Float) return value.value;
  if (value instanceof Quotient && typeof value.numerator === 'number') return value.numerator / value.denominator;
  if (value instanceof Tensor && value.known?.length === 1) return value.known[0];
  if (value && typeof value === 'object' && 'payload' in value) return numberOf(value.payload as Value);
  return undefined;
}

/** A function of known numbers that answers a float. */
const real =
  (name: string, run: (...x: number[]) => number): Run =>
  (rt, args) => {
    const numbers = args.map(numberOf);
    if (numbers.includes(undefined)) return notKnown(rt, name, args);
    const result = run(...(numbers as number[]));
    const fine = numbers.every((n) => !Number.isNaN(n));
    if (fine && (Number.isNaN(result) || (result === -Infinity && name.startsWith('log')))) return rt.raise('ValueError', 'math domain error');
    if (Math.abs(result) === Infinity && numbers.every((n) => Number.isFinite(n))) return rt.raise('OverflowError', 'math range error');
    return new Float(result);
  };

function notKnown(rt: Runtime, name: string, args: readonly Value[]): Value {
  const wrong = args.find((a) => a === null || typeof a === 'string');
  if (wrong !== undefined) return rt.raise('TypeError', `must be real number, not ${rt.typeName(wrong)}`);
  return rt.unknown(`math.${name} of a number that is not known`);
}

/** floor, ceil, trunc: integers stay, fractions of sizes become sizes. */
const whole =
  (name: string, ofNumber: (x: number) => number, ofFraction: (q: Quotient) => Value): Run =>
  (rt, [x]) => {
    if (isInt(x)) return x;
    if (x instanceof Quotient && x.numerator instanceof Poly) return ofFraction(x);
    const number = numberOf(x);
    if (number === undefined) {
      const own = x !== undefined && !(x instanceof Unknown) ? rt.findAttribute(x, `__${name}__`) : undefined;
      return own !== undefined ? rt.call(own, []) : notKnown(rt, name, [x!]);
    }
    if (!Number.isFinite(number)) return rt.raise('OverflowError', 'cannot convert float infinity to integer');
    const result = ofNumber(number) || 0;
    return Number.isSafeInteger(result) ? result : rt.unknown('an integer too large');
  };

/** More factors than this make a number too large to be known anyway. */
const MANY = 2000;

const integers =
  (name: string, run: (...x: number[]) => number): Run =>
  (rt, args) => {
    const all = args.flatMap((a) => (a instanceof Tuple ? a.items : a === null ? [] : [a]));
    if (!all.every((a): a is number => typeof a === 'number' || typeof a === 'boolean')) return rt.unknown(`math.${name} of a number that is not known`);
    const result = run(...all.map(Number));
    return Number.isSafeInteger(result) ? result : rt.unknown('an integer too large');
  };

const gcdOf = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcdOf(b, a % b));
const gcd = (...x: number[]): number => x.reduce(gcdOf, 0);

/** The sum rounded once: partial sums that do not overlap (Shewchuk). */
function exactSum(numbers: readonly number[]): number {
  const partials: number[] = [];
  for (let x of numbers) {
    let used = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low) partials[used++] = low;
      x = high;
    }
    partials.length = used;
    partials.push(x);
  }
  return partials.reduceRight((sum, x) => sum + x, 0);
}

export function makeMath(): Module {
  return moduleOf('math', {
    pi: new Float(Math.PI),
    e: new Float(Math.E),
    tau: new Float(2 * Math.PI),
    inf: new Float(Infinity),
    nan: new Float(Number.NaN),
    ...functions('math', {
      floor: ['x', whole('floor', Math.floor, (q) => floorDiv(q.numerator, q.denominator))],
      ceil: ['x', whole('ceil', Math.ceil, (q) => ceilDiv(q.numerator, q.denominator))],
      trunc: ['x', whole('trunc', Math.trunc, (q) => floorDiv(q.numerator, q.denominator))],
      sqrt: ['x', real('sqrt', Math.sqrt)],
      cbrt: ['x', real('cbrt', Math.cbrt)],
      exp: ['x', real('exp', Math.exp)],
      expm1: ['x', real('expm1', Math.expm1)],
      log: ['x, base=None', (rt, [x, base]) => real('log', (n, b) => (b === undefined ? Math.log(n) : b === 2 ? Math.log2(n) : b === 10 ? Math.log10(n) : Math.log(n) / Math.log(b)))(rt, base === null ? [x!] : [x!, base!])],
      log2: ['x', real('log2', Math.log2)],
      log10: ['x', real('log10', Math.log10)],
      log1p: ['x', real('log1p', Math.log1p)],
      pow: ['x, y', real('pow', Math.pow)],
      sin: ['x', real('sin', Math.sin)],
      cos: ['x', real('cos', Math.cos)],
      tan: ['x', real('tan', Math.tan)],
      asin: ['x', real('asin', Math.asin)],
      acos: ['x', real('acos', Math.acos)],
      atan: ['x', real('atan', Math.atan)],
      atan2: ['y, x', real('atan2', Math.atan2)],
      sinh: ['x', real('sinh', Math.sinh)],
      cosh: ['x', real('cosh', Math.cosh)],
      tanh: ['x', real('tanh', Math.tanh)],
      fabs: ['x', real('fabs', Math.abs)],
      fmod: ['x, y', real('fmod', (x, y) => x % y!)],
      copysign: ['x, y', real('copysign', (x, y) => (Object.is(Math.sign(y!), -0) || y! < 0 ? -Math.abs(x) : Math.abs(x)))],
      degrees: ['x', real('degrees', (x) => (x * 180) / Math.PI)],
      radians: ['x', real('radians', (x) => (x * Math.PI) / 180)],
      hypot: ['*coordinates', (rt, [all]) => real('hypot', Math.hypot)(rt, all instanceof Tuple ? [...all.items] : [])],
      dist: ['p, q', (rt, [p, q]) => {
        const [a, b] = [rt.toList(p!), rt.toList(q!)];
        if (!a || !b || a.length !== b.length) return rt.unknown('math.dist of points that are not known');
        return real('dist', Math.hypot)(rt, a.map((x, i) => rt.binary('-', x, b[i]!)));
      }],
      sumprod: ['p, q', (rt, [p, q]) => {
        const [a, b] = [rt.toList(p!), rt.toList(q!)];
        if (!a || !b || a.length !== b.length) return rt.unknown('math.sumprod of values that are not known');
        return a.reduce((s: Value, x, i) => rt.binary('+', s, rt.binary('*', x, b[i]!)), 0);
      }],
      exp2: ['x', real('exp2', (x) => 2 ** x)],
      ldexp: ['x, i', real('ldexp', (x, i) => x * 2 ** i!)],
      remainder: ['x, y', real('remainder', (x, y) => { const q = x / y!; const f = Math.floor(q); const n = q - f === 0.5 ? f + (f % 2 === 0 ? 0 : 1) : Math.round(q); return x - n * y!; })],
      asinh: ['x', real('asinh', Math.asinh)],
      acosh: ['x', real('acosh', Math.acosh)],
      atanh: ['x', real('atanh', Math.atanh)],
      erf: ['x', (rt, [x]) => (numberOf(x) === 0 ? new Float(0) : rt.unknown('math.erf'))],
      erfc: ['x', (rt) => rt.unknown('math.erfc')],
      lgamma: ['x', (rt) => rt.unknown('math.lgamma')],
      gamma: ['x', (rt) => rt.unknown('math.gamma')],
      gcd: ['*integers', integers('gcd', gcd)],
      lcm: ['*integers', integers('lcm', (...x) => x.reduce((a, b) => (a && b ? Math.abs(a * b) / gcd(a, b) : 0), 1))],
      isqrt: ['n', integers('isqrt', (n) => Math.floor(Math.sqrt(n)))],
      factorial: ['n', integers('factorial', (n) => { let f = 1; for (let i = 2; i <= Math.min(n, MANY); i++) f *= i; return f; })],
      comb: ['n, k', integers('comb', (n, k) => { let c = 1; for (let i = 1; i <= Math.min(k!, n - k!, MANY); i++) c = (c * (n - Math.min(k!, n - k!) + i)) / i; return k! > n ? 0 : Math.round(c); })],
      perm: ['n, k=None', integers('perm', (n, k) => { let c = 1; for (let i = 0; i < Math.min(k ?? n, MANY); i++) c *= n - i; return c; })],
      isnan: ['x', (rt, [x]) => { const n = numberOf(x); return n === undefined ? rt.unknown('whether it is NaN') : Number.isNaN(n); }],
      isinf: ['x', (rt, [x]) => { const n = numberOf(x); return n === undefined ? rt.unknown('whether it is infinite') : Math.abs(n) === Infinity; }],
      isfinite: ['x', (rt, [x]) => { const n = numberOf(x); return n === undefined ? rt.unknown('whether it is finite') : Number.isFinite(n); }],
      isclose: ['a, b, rel_tol=1e-09, abs_tol=0.0', (rt, args) => {
        const [a, b, r, t] = args.map(numberOf);
        return a === undefined || b === undefined ? rt.unknown('whether they are close') : Math.abs(a - b) <= Math.max(r! * Math.max(Math.abs(a), Math.abs(b)), t!);
      }],
      fsum: ['iterable', (rt, [iterable]) => {
        const numbers = rt.toList(iterable!)?.map(numberOf);
        return numbers && !numbers.includes(undefined) ? new Float(exactSum(numbers as number[])) : rt.unknown('a sum of numbers that are not known');
      }],
      prod: ['iterable, *, start=1', (rt, [iterable, start]) => {
        const items = rt.toList(iterable!);
        if (!items) return rt.unknown('a product of values that are not known');
        if (items.every(isInt) && isInt(start)) return product([start, ...items]);
        return items.reduce((p, x) => rt.binary('*', p, x), start!);
      }],
      modf: ['x', (rt, [x]) => { const n = numberOf(x); return n === undefined ? rt.unknown('a fraction') : new Tuple([new Float(n - Math.trunc(n)), new Float(Math.trunc(n))]); }],
      frexp: ['x', (rt, [x]) => {
        const n = numberOf(x);
        if (n === undefined) return rt.unknown('math.frexp of a number that is not known');
        if (n === 0 || !Number.isFinite(n)) return new Tuple([new Float(n), 0]);
        let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(n))) + 1);
        let fraction = n * 2 ** -exponent;
        while (Math.abs(fraction) < 0.5) (fraction *= 2), exponent--;
        while (Math.abs(fraction) >= 1) (fraction /= 2), exponent++;
        return new Tuple([new Float(fraction), exponent]);
      }],
    }),
  });
}
