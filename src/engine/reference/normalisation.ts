/** Batch, group, instance, layer and RMS normalisation, and their kin, with the sums in float64. */
import { around, axisOf, refuse, sizeOf, type Tensor } from '../tensor';

type Numbers = Float32Array | null;

/** x·scale + shift for each channel (axis 1). */
export function scaleChannels(input: Tensor, scale: Float32Array, shift: Float32Array): Tensor {
  const [outer, channels, inner] = around(input.shape, 1);
  const data = new Float32Array(input.data.length);
  for (let n = 0, at = 0; n < outer; n++)
    for (let c = 0; c < channels; c++, at += inner) {
      const [factor, offset] = [scale[c]!, shift[c]!];
      for (let i = at; i < at + inner; i++) data[i] = input.data[i]! * factor + offset;
    }
  return { shape: input.shape, data };
}

/**
 * (x − mean) / √(variance + eps)·weight + bias for each channel (axis 1), from given statistics: evaluation mode.
 * @param apply what multiplies and adds
 */
export function batchNorm(
  input: Tensor,
  mean: Float32Array,
  variance: Float32Array,
  weight: Numbers,
  bias: Numbers,
  eps: number,
  apply: typeof scaleChannels = scaleChannels,
): Tensor {
  const channels = input.shape[1] ?? 1;
  if (mean.length !== channels) refuse(`the statistics are of ${mean.length} channels, the input has ${channels}`);
  const scale = new Float32Array(channels);
  const shift = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const factor = (weight ? weight[c]! : 1) / Math.sqrt(variance[c]! + eps);
    scale[c] = factor;
    shift[c] = (bias ? bias[c]! : 0) - mean[c]! * factor;
  }
  return apply(input, scale, shift);
}

/** Mean and biased variance of `count` numbers from `from` on. */
function moments(data: Float32Array, from: number, count: number): readonly [number, number] {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += data[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = from; i < from + count; i++) squares += (data[i]! - mean) ** 2;
  return [mean, squares / count];
}

/** Mean and biased variance of each channel over batch and space, for batch norm in training mode. */
export function channelMoments(input: Tensor): readonly [Float32Array, Float32Array] {
  const [outer, channels, inner] = around(input.shape, 1);
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  const count = outer * inner;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let n = 0; n < outer; n++)
      for (let i = (n * channels + c) * inner; i < (n * channels + c + 1) * inner; i++) sum += input.data[i]!;
    const middle = sum / count;
    let squares = 0;
    for (let n = 0; n < outer; n++)
      for (let i = (n * channels + c) * inner; i < (n * channels + c + 1) * inner; i++)
        squares += (input.data[i]! - middle) ** 2;
    mean[c] = middle;
    variance[c] = squares / count;
  }
  return [mean, variance];
}

/** Channels (axis 1) in groups, each sample's group normalised by its own mean and variance. */
export function groupNorm(input: Tensor, groups: number, weight: Numbers, bias: Numbers, eps: number): Tensor {
  const [outer, channels, inner] = around(input.shape, 1);
  if (channels % groups !== 0) refuse(`${groups} groups do not divide ${channels} channels`);
  const perGroup = channels / groups;
  const data = new Float32Array(input.data.length);
  for (let n = 0; n < outer; n++)
    for (let g = 0; g < groups; g++) {
      const from = (n * channels + g * perGroup) * inner;
      const [mean, variance] = moments(input.data, from, perGroup * inner);
      const inverse = 1 / Math.sqrt(variance + eps);
      for (let c = 0; c < perGroup; c++) {
        const channel = g * perGroup + c;
        const scale = inverse * (weight ? weight[channel]! : 1);
        const shift = (bias ? bias[channel]! : 0) - mean * scale;
        for (let i = from + c * inner; i < from + (c + 1) * inner; i++) data[i] = input.data[i]! * scale + shift;
      }
    }
  return { shape: input.shape, data };
}

/** The trailing axes normalised together, with a weight and a bias for each element. */
export function layerNorm(input: Tensor, normalised: readonly number[], weight: Numbers, bias: Numbers, eps: number): Tensor {
  const size = sizeOf(normalised);
  const data = new Float32Array(input.data.length);
  for (let from = 0; from < data.length; from += size) {
    const [mean, variance] = moments(input.data, from, size);
    const inverse = 1 / Math.sqrt(variance + eps);
    for (let i = 0; i < size; i++)
      data[from + i] = (input.data[from + i]! - mean) * inverse * (weight ? weight[i]! : 1) + (bias ? bias[i]! : 0);
  }
  return { shape: input.shape, data };
}

/** x / √(mean of squares + eps)·weight over the trailing axes. */
export function rmsNorm(input: Tensor, normalised: readonly number[], weight: Numbers, eps: number): Tensor {
  const size = sizeOf(normalised);
  const data = new Float32Array(input.data.length);
  for (let from = 0; from < data.length; from += size) {
    let squares = 0;
    for (let i = from; i < from + size; i++) squares += input.data[i]! ** 2;
    const inverse = 1 / Math.sqrt(squares / size + eps);
    for (let i = 0; i < size; i++) data[from + i] = input.data[from + i]! * inverse * (weight ? weight[i]! : 1);
  }
  return { shape: input.shape, data };
}

/** x / max(‖x‖ₚ, eps) along an axis. */
export function normalize(input: Tensor, power: number, axis: number, eps: number): Tensor {
  const [outer, size, inner] = around(input.shape, axisOf(axis, input.shape.length));
  const data = new Float32Array(input.data.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const from = o * size * inner + i;
      let norm = 0;
      for (let k = 0; k < size; k++) {
        const value = Math.abs(input.data[from + k * inner]!);
        norm = power === Infinity ? Math.max(norm, value) : norm + value ** power;
      }
      if (power !== Infinity) norm **= 1 / power;
      const divisor = Math.max(norm, eps);
      for (let k = 0; k < size; k++) data[from + k * inner] = input.data[from + k * inner]! / divisor;
    }
  return { shape: input.shape, data };
}

/** x / (k + alpha·mean of squares over `size` neighbouring channels)^beta. */
export function localResponseNorm(input: Tensor, size: number, alpha: number, beta: number, k: number): Tensor {
  const [outer, channels, inner] = around(input.shape, 1);
  const data = new Float32Array(input.data.length);
  const before = Math.floor(size / 2);
  const after = Math.floor((size - 1) / 2);
  for (let n = 0; n < outer; n++)
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < inner; i++) {
        let squares = 0;
        for (let d = Math.max(0, c - before); d <= Math.min(channels - 1, c + after); d++)
          squares += input.data[(n * channels + d) * inner + i]! ** 2;
        const at = (n * channels + c) * inner + i;
        data[at] = input.data[at]! / (k + (alpha * squares) / size) ** beta;
      }
  return { shape: input.shape, data };
}

/** e^x over its sum along an axis, or the logarithm of that. */
export function softmax(input: Tensor, axis: number, logarithm = false): Tensor {
  if (input.shape.length === 0) return { shape: [], data: Float32Array.of(logarithm ? 0 : 1) };
  const [outer, size, inner] = around(input.shape, axisOf(axis, input.shape.length));
  const data = new Float32Array(input.data.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const from = o * size * inner + i;
      let most = -Infinity;
      for (let k = 0; k < size; k++) most = Math.max(most, input.data[from + k * inner]!);
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const value = Math.exp(input.data[from + k * inner]! - most);
        sum += value;
        data[from + k * inner] = value;
      }
      const log = Math.log(sum);
      for (let k = 0; k < size; k++) {
        const at = from + k * inner;
        data[at] = logarithm ? input.data[at]! - most - log : data[at]! / sum;
      }
    }
  return { shape: input.shape, data };
}
