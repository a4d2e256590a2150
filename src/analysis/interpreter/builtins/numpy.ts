/** A small stand-in for numpy: what models compute sizes with, on known numbers. Arrays are lists of numbers with a shape; everything else is unknown. */
import type { Runtime } from '../runtime';
import { Class, Float, List, type Module, Range, Tensor, Tuple, Unknown, type Value } from '../values';
import { functions, moduleOf, type Run } from './make';
import { numberOf } from './math';

/** Elements kept at most. */
const MOST = 4096;

function listed(rt: Runtime, value: Value): readonly Value[] | undefined {
  return value instanceof List || value instanceof Tuple || value instanceof Range ? (rt.toList(value) ?? undefined) : undefined;
}

function numbersIn(rt: Runtime, value: Value): number[] | undefined {
  const single = numberOf(value);
  if (single !== undefined) return [single];
  if (value instanceof Tensor) return value.known ? [...value.known] : undefined;
  if (value instanceof Unknown || value === null) return undefined;
  const items = listed(rt, value);
  if (!items || items.length > MOST) return undefined;
  const all: number[] = [];
  for (const item of items) {
    const inner = numbersIn(rt, item);
    if (!inner) return undefined;
    all.push(...inner);
  }
  return all;
}

/** The sizes of nested lists; undefined where they are ragged or not known. */
function sizesIn(rt: Runtime, value: Value): number[] | undefined {
  if (numberOf(value) !== undefined && !(value instanceof Tensor)) return [];
  if (value instanceof Tensor) return value.shape?.every((d): d is number => typeof d === 'number') ? [...(value.shape as number[])] : undefined;
  const items = listed(rt, value);
  if (!items) return undefined;
  const inner = items.map((item) => sizesIn(rt, item));
  const [first] = inner;
  if (items.length === 0) return [0];
  if (!first || inner.some((sizes) => !sizes || sizes.join() !== first.join())) return undefined;
  return [items.length, ...first];
}

/** `np.array(nested lists of numbers)`. */
const array: Run = (rt, [x]) => {
  if (x instanceof Tensor) return x;
  const [sizes, numbers] = [sizesIn(rt, x!), numbersIn(rt, x!)];
  return sizes && numbers ? new Tensor(sizes, isFloat(x!) ? 'float' : 'int', numbers) : rt.unknown('a numpy array');
};

const isFloat = (value: Value): boolean =>
  value instanceof Float || (value instanceof Tensor && value.dtype === 'float') || ((value instanceof List || value instanceof Tuple) && value.items.some(isFloat));

const isFloatType = (rt: Runtime, type: Value | undefined): boolean =>
  type === rt.builtin('float') || (typeof type === 'string' ? type.startsWith('float') : type instanceof Class && /float/.test(type.name));

const scalar = (x: number, float: boolean): Value => (float || !Number.isSafeInteger(x) ? new Float(x) : x);

/** A number of a number; a list of numbers of a list. */
const each =
  (name: string, run: (x: number) => number, float: 'float' | 'same'): Run =>
  (rt, [x]) => {
    const numbers = numbersIn(rt, x!);
    if (!numbers) return rt.unknown(`numpy.${name} of numbers that are not known`);
    const kind = float === 'float' || isFloat(x!);
    if (numberOf(x) !== undefined) return scalar(run(numbers[0]!), kind);
    return new Tensor([numbers.length], kind ? 'float' : 'int', numbers.map(run));
  };

const fold =
  (name: string, run: (all: number[]) => number, float: 'float' | 'same' = 'same'): Run =>
  (rt, [x, axis]) => {
    const numbers = numbersIn(rt, x!);
    if (!numbers || (axis ?? null) !== null) return rt.unknown(`numpy.${name} of numbers that are not known`);
    return scalar(run(numbers), float === 'float' || isFloat(x!));
  };

export function makeNumpy(): Module {
  const type = (name: string, float: boolean): Run => (rt, [x]) => {
    const n = numberOf(x);
    return n === undefined ? (x === undefined || x === null ? 0 : rt.unknown(`a numpy ${name}`)) : float ? new Float(n) : Math.trunc(n);
  };
  return moduleOf('numpy', {
    pi: new Float(Math.PI),
    e: new Float(Math.E),
    inf: new Float(Infinity),
    nan: new Float(Number.NaN),
    newaxis: null,
    ...functions('numpy', {
      sqrt: ['x', each('sqrt', Math.sqrt, 'float')],
      exp: ['x', each('exp', Math.exp, 'float')],
      log: ['x', each('log', Math.log, 'float')],
      log2: ['x', each('log2', Math.log2, 'float')],
      log10: ['x', each('log10', Math.log10, 'float')],
      ceil: ['x', each('ceil', Math.ceil, 'float')],
      floor: ['x', each('floor', Math.floor, 'float')],
      abs: ['x', each('abs', Math.abs, 'same')],
      sin: ['x', each('sin', Math.sin, 'float')],
      cos: ['x', each('cos', Math.cos, 'float')],
      prod: ['a, axis=None', fold('prod', (all) => all.reduce((p, x) => p * x, 1))],
      sum: ['a, axis=None', fold('sum', (all) => all.reduce((s, x) => s + x, 0))],
      mean: ['a, axis=None', fold('mean', (all) => all.reduce((s, x) => s + x, 0) / all.length, 'float')],
      max: ['a, axis=None', fold('max', (all) => Math.max(...all))],
      min: ['a, axis=None', fold('min', (all) => Math.min(...all))],
      power: ['x, y', (rt, [x, y]) => { const [a, b] = [numberOf(x), numberOf(y)]; return a === undefined || b === undefined ? rt.unknown('numpy.power') : scalar(a ** b, isFloat(x!) || isFloat(y!)); }],
      arange: ['start, stop=None, step=1, dtype=None', (rt, [start, stop, step, dtype]) => {
        const args = [start!, stop!, step!];
        const [a, b, c] = args.map((x) => (x === null ? null : numberOf(x)));
        if (a === undefined || b === undefined || !c) return rt.unknown('numpy.arange');
        const [from, to] = b === null ? [0, a!] : [a!, b];
        const count = Math.max(0, Math.ceil((to - from) / c));
        return count > MOST ? rt.unknown('a long array') : new Tensor([count], isFloatType(rt, dtype) || args.some((x) => x !== null && isFloat(x)) ? 'float' : 'int', Array.from({ length: count }, (_, i) => from + i * c));
      }],
      linspace: ['start, stop, num=50, endpoint=True, retstep=False, dtype=None', (rt, [start, stop, num, endpoint, retstep]) => {
        if (endpoint !== true || retstep !== false) return rt.unknown('numpy.linspace');
        const [a, b, n] = [start, stop, num].map(numberOf);
        if (a === undefined || b === undefined || n === undefined || n > MOST) return rt.unknown('numpy.linspace');
        return new Tensor([n], 'float', Array.from({ length: n }, (_, i) => (n === 1 ? a : a + ((b - a) * i) / (n - 1))));
      }],
      array: ['object, dtype=None', array],
      asarray: ['object, dtype=None', array],
      cumsum: ['a', (rt, [x]) => { const all = numbersIn(rt, x!); let s = 0; return all ? new Tensor([all.length], isFloat(x!) ? 'float' : 'int', all.map((v) => (s += v))) : rt.unknown('numpy.cumsum'); }],
      round: ['a, decimals=0', each('round', (x) => { const f = Math.floor(x); return x - f === 0.5 ? (f % 2 ? f + 1 : f) : Math.round(x); }, 'same')],
      int32: ['x=0', type('int32', false)],
      int64: ['x=0', type('int64', false)],
      float32: ['x=0', type('float32', true)],
      float64: ['x=0', type('float64', true)],
    }),
  });
}
