/**
 * Fills parameters as the frameworks do before any training: the distributions, not the frameworks' own random streams.
 *
 * Sources: PyTorch `torch/nn/init.py` and each layer's `reset_parameters`; Keras `keras/src/initializers`; Flax `flax.linen.initializers`
 * (jax.nn.initializers). Which one a parameter has is in the graph (`GraphTensor.initialisation`) or comes from `defaultInitialisation`.
 */
import type { Initialisation } from '../analysis/shape/graph';
import { type Random, randomOf } from './random';
import { sizeOf, type Tensor, tensorOf } from './tensor';

/** A tensor of the sizes filled by a rule, the same for the same seed and name. */
export function initialise(shape: readonly number[], rule: Initialisation, seed: number, name: string): Tensor {
  const size = sizeOf(shape);
  const data = new Float32Array(size);
  const random = randomOf(seed, name);
  switch (rule.kind) {
    case 'uniform':
      for (let i = 0; i < size; i++) data[i] = rule.low + (rule.high - rule.low) * random.next();
      break;
    case 'normal':
      for (let i = 0; i < size; i++) data[i] = rule.mean + rule.std * random.normal();
      break;
    case 'truncated-normal':
      for (let i = 0; i < size; i++) data[i] = truncatedNormal(random, rule.mean, rule.std, rule.low, rule.high);
      break;
    case 'constant':
      data.fill(rule.value);
      break;
    case 'values':
      return tensorOf(shape, Float32Array.from(rule.values));
    case 'eye':
      for (let i = 0; i < Math.min(shape[0] ?? 0, shape[1] ?? 0); i++) data[i * shape[1]! + i] = 1;
      break;
    case 'dirac':
      fillDirac(shape, data);
      break;
    case 'orthogonal':
      fillOrthogonal(shape, data, rule.gain, random);
      break;
  }
  return { shape, data };
}

/** A normal number between bounds: drawn again until it lies there; bounds far out in a tail are taken by their inverse distribution. */
function truncatedNormal(random: Random, mean: number, std: number, low: number, high: number): number {
  for (let tries = 0; tries < 64; tries++) {
    const value = mean + std * random.normal();
    if (value >= low && value <= high) return value;
  }
  return Math.min(Math.max(mean + std * random.normal(), low), high);
}

/** A convolution that hands its channels on: 1 in the middle of kernel i, channel i. */
function fillDirac(shape: readonly number[], data: Float32Array): void {
  const [outputs = 0, inputs = 0] = shape;
  const kernel = shape.slice(2);
  const taps = sizeOf(kernel);
  const middle = kernel.reduce((at, k) => at * k + Math.floor(k / 2), 0);
  for (let i = 0; i < Math.min(outputs, inputs); i++) data[(i * inputs + i) * taps + middle] = 1;
}

/** Rows (or columns, where there are more rows) orthonormal, times a gain: Gram and Schmidt on normal numbers (Saxe et al., 2013). */
function fillOrthogonal(shape: readonly number[], data: Float32Array, gain: number, random: Random): void {
  const rows = shape[0] ?? 1;
  const columns = data.length / Math.max(1, rows);
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, i) => {
    // Twice is enough to be orthogonal to rounding (Kahan and Parlett).
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < i; j++) {
        const other = vectors[j]!;
        let dot = 0;
        for (let k = 0; k < length; k++) dot += vector[k]! * other[k]!;
        for (let k = 0; k < length; k++) vector[k]! -= dot * other[k]!;
      }
    let norm = 0;
    for (let k = 0; k < length; k++) norm += vector[k]! ** 2;
    norm = Math.sqrt(norm);
    for (let k = 0; k < length; k++) vector[k]! /= norm;
  });
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) data[r * columns + c] = gain * (rows <= columns ? vectors[r]![c]! : vectors[c]![r]!);
}

/** The frameworks whose defaults are known. */
export type Framework = 'torch' | 'keras' | 'flax';

/** What a parameter is to its layer. */
export interface ParameterRole {
  /** Convolution (and transposed), linear, embedding, normalisation, recurrent. */
  readonly layer: 'convolution' | 'transposed-convolution' | 'linear' | 'embedding' | 'normalisation' | 'recurrent';
  readonly parameter: 'weight' | 'bias' | 'mean' | 'variance';
  /** Inputs and outputs that one number of the weight connects, receptive field included. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Recurrent: the hidden size. */
  readonly hidden?: number;
}

/** The standard deviation of a normal cut at ±2 deviations, with which variance_scaling corrects. */
const truncatedDeviation = 0.87962566103423978;

/**
 * How a framework fills a parameter that the model says nothing about.
 *
 * | layer | PyTorch | Keras | Flax |
 * | --- | --- | --- | --- |
 * | convolution, linear: weight | U(±1/√fan_in) (kaiming_uniform, a = √5) | Glorot uniform | LeCun truncated normal |
 * | their bias | U(±1/√fan_in) | 0 | 0 |
 * | embedding | N(0, 1) | U(±0.05) | N(0, 1/features) |
 * | normalisation | 1, 0; statistics 0, 1 | the same | the same |
 * | recurrent | U(±1/√hidden) | Glorot uniform | LeCun truncated normal |
 *
 * PyTorch counts the fan-in of a transposed convolution along axis 1 of [in, out, k…], so it is what the others call fan-out.
 */
export function defaultInitialisation(framework: Framework, role: ParameterRole): Initialisation {
  if (role.parameter === 'mean') return { kind: 'constant', value: 0 };
  if (role.parameter === 'variance') return { kind: 'constant', value: 1 };
  if (role.layer === 'normalisation') return { kind: 'constant', value: role.parameter === 'weight' ? 1 : 0 };
  if (framework === 'torch') {
    if (role.layer === 'embedding') return { kind: 'normal', mean: 0, std: 1 };
    const fan = role.layer === 'recurrent' ? (role.hidden ?? role.fanOut) : role.layer === 'transposed-convolution' ? role.fanOut : role.fanIn;
    const bound = 1 / Math.sqrt(fan);
    return { kind: 'uniform', low: -bound, high: bound };
  }
  if (role.parameter === 'bias') return { kind: 'constant', value: 0 };
  if (role.layer === 'embedding')
    return framework === 'keras'
      ? { kind: 'uniform', low: -0.05, high: 0.05 }
      : { kind: 'normal', mean: 0, std: 1 / Math.sqrt(role.fanOut) };
  if (framework === 'keras') {
    const bound = Math.sqrt(6 / (role.fanIn + role.fanOut));
    return { kind: 'uniform', low: -bound, high: bound };
  }
  const std = Math.sqrt(1 / role.fanIn) / truncatedDeviation;
  return { kind: 'truncated-normal', mean: 0, std, low: -2 * std, high: 2 * std };
}
