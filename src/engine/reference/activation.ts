/** Activation functions and other functions of one number, by PyTorch's names. */

/** A function of one number. */
export type Scalar = (x: number) => number;

/**
 * erf and erfc by W. J. Cody, "Rational Chebyshev approximations for the error function" (1969), in the arrangement of
 * Numerical Recipes' erfccheb: relative error below 1.2e-7 at the least, here through the Chebyshev series that reaches 1e-15.
 */
const erfcSeries = [
  -1.3026537197817094, 6.4196979235649026e-1, 1.9476473204185836e-2, -9.56151478680863e-3, -9.46595344482036e-4,
  3.66839497852761e-4, 4.2523324806907e-5, -2.0278578112534e-5, -1.624290004647e-6, 1.303655835580e-6, 1.5626441722e-8,
  -8.5238095915e-8, 6.529054439e-9, 5.059343495e-9, -9.91364156e-10, -2.27365122e-10, 9.6467911e-11, 2.394038e-12,
  -6.886027e-12, 8.94487e-13, 3.13092e-13, -1.12708e-13, 3.81e-16, 7.106e-15, -1.523e-15, -9.4e-17, 1.21e-16, -2.8e-17,
];

/** erfc of a number that is not negative. */
function erfcPositive(x: number): number {
  const t = 2 / (2 + x);
  const ty = 4 * t - 2;
  let d = 0;
  let dd = 0;
  for (let j = erfcSeries.length - 1; j > 0; j--) {
    const previous = d;
    d = ty * d - dd + erfcSeries[j]!;
    dd = previous;
  }
  return t * Math.exp(-x * x + 0.5 * (erfcSeries[0]! + ty * d) - dd);
}

/**
 * erf below 1.25 as fdlibm's s_erf.c has it (Sun Microsystems, 1993): quotients of polynomials, an eighth of the series' time. Errors below 1e-15.
 */
function erfNearZero(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) {
    const z = x * x;
    const p =
      1.28379167095512558561e-1 +
      z * (-3.25042107247001499370e-1 + z * (-2.84817495755985104766e-2 + z * (-5.77027029648944159157e-3 + z * -2.37630166566501626084e-5)));
    const q =
      1 +
      z *
        (3.97917223959155352819e-1 +
          z * (6.50222499887672944485e-2 + z * (5.08130628187576562776e-3 + z * (1.32494738004321644526e-4 + z * -3.96022827877536812320e-6))));
    return x + x * (p / q);
  }
  const s = size - 1;
  const p =
    -2.36211856075265944077e-3 +
    s *
      (4.14856118683748331666e-1 +
        s *
          (-3.72207876035701323847e-1 +
            s * (3.18346619901161753674e-1 + s * (-1.10894694282396677476e-1 + s * (3.54783043256182359371e-2 + s * -2.16637559486879084300e-3)))));
  const q =
    1 +
    s *
      (1.06420880400844228286e-1 +
        s *
          (5.40397917702171048937e-1 +
            s * (7.18286544141962662868e-2 + s * (1.26171219808761642112e-1 + s * (1.36370839120290507362e-2 + s * 1.19844998467991074170e-2)))));
  const value = 8.45062911510467529297e-1 + p / q;
  return x < 0 ? -value : value;
}

export const erf: Scalar = (x) => (x < 1.25 && x > -1.25 ? erfNearZero(x) : x >= 0 ? 1 - erfcPositive(x) : erfcPositive(-x) - 1);
export const erfc: Scalar = (x) => (x >= 0 ? erfcPositive(x) : 2 - erfcPositive(-x));

export const sigmoid: Scalar = (x) => 1 / (1 + Math.exp(-x));
/** NaN stays NaN, as in every framework. */
export const relu: Scalar = (x) => (x < 0 ? 0 : x);
const clampTo = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);
/** log(1 + e^x) that does not overflow. */
const softplusOf: Scalar = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** Functions without settings. */
export const functions: Readonly<Record<string, Scalar>> = {
  relu,
  relu6: (x) => clampTo(x, 0, 6),
  sigmoid,
  tanh: Math.tanh,
  selu: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  silu: (x) => x * sigmoid(x),
  mish: (x) => x * Math.tanh(softplusOf(x)),
  hardsigmoid: (x) => clampTo(x + 3, 0, 6) / 6,
  hardswish: (x) => (x * clampTo(x + 3, 0, 6)) / 6,
  logsigmoid: (x) => -softplusOf(-x),
  softsign: (x) => x / (1 + Math.abs(x)),
  tanhshrink: (x) => x - Math.tanh(x),
  abs: Math.abs,
  neg: (x) => -x,
  negative: (x) => -x,
  positive: (x) => x,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  erf,
  erfc,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  fix: Math.trunc,
  frac: (x) => x - Math.trunc(x),
  // NaN has no sign: 0, as torch.sign.
  sign: (x) => Math.sign(x) || 0,
  sgn: (x) => Math.sign(x) || 0,
  deg2rad: (x) => (x * Math.PI) / 180,
  rad2deg: (x) => (x * 180) / Math.PI,
  sinc: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  logical_not: (x) => Number(x === 0),
  isnan: (x) => Number(x !== x),
  isinf: (x) => Number(x === Infinity || x === -Infinity),
  isfinite: (x) => Number(Number.isFinite(x)),
  signbit: (x) => Number(x < 0 || Object.is(x, -0)),
};

/** Halves go to the even neighbour, as IEEE and PyTorch round. */
export function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  return rest < 0.5 ? down : rest > 0.5 ? down + 1 : down % 2 === 0 ? down : down + 1;
}

/** Functions with settings: each makes the function of one number. */
export const parametric = {
  elu: (alpha: number): Scalar => (x) => (x > 0 ? x : alpha * Math.expm1(x)),
  celu: (alpha: number): Scalar => (x) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha)),
  leakyRelu: (slope: number): Scalar => (x) => (x > 0 ? x : x * slope),
  softplus: (beta: number, threshold: number): Scalar => (x) => (x * beta > threshold ? x : softplusOf(x * beta) / beta),
  softshrink: (lambda: number): Scalar => (x) => (x > lambda ? x - lambda : x < -lambda ? x + lambda : x * 0),
  hardshrink: (lambda: number): Scalar => (x) => (x > lambda || x < -lambda || x !== x ? x : 0),
  threshold: (limit: number, value: number): Scalar => (x) => (x <= limit ? value : x),
  gelu: (approximate: string): Scalar =>
    approximate === 'tanh'
      ? (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
} as const;
