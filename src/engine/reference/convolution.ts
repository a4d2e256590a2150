/** Convolution and transposed convolution in one, two and three dimensions, in plain TypeScript: the reference and the fallback. */
import { numericOutputSize, numericTransposedSize } from '../../analysis/shape/windowNumbers';
import { refuse, type Tensor } from '../tensor';

/** One number for each spatial axis, first axis first. */
export interface ConvolutionSettings {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Zeros before and after the first and last position. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly groups: number;
}

/** Sizes of a convolution's result: N, O, spatial…. Throws where the settings do not fit. */
export function convolutionShape(input: readonly number[], weight: readonly number[], s: ConvolutionSettings): number[] {
  const channels = weight[1]! * s.groups;
  if (input.length !== weight.length) refuse(`a weight of ${weight.length} axes needs as many of the input, not ${input.length}`);
  if (input[1] !== channels) refuse(`the weight takes ${channels} channels, the input has ${input[1]}`);
  if (weight[0]! % s.groups !== 0) refuse(`${s.groups} groups do not divide ${weight[0]} channels`);
  const spatial = input.slice(2).map((size, i) => {
    const window = { kernel: weight[i + 2]!, stride: s.stride[i]!, dilation: s.dilation[i]!, before: s.before[i]!, after: s.after[i]! };
    const out = numericOutputSize(size, window);
    if (out < 1) refuse(`the kernel ${weight[i + 2]} is larger than the input ${size}`);
    return out;
  });
  return [input[0]!, weight[0]!, ...spatial];
}

/** Three spatial axes whatever there are: leading ones of size 1. */
export function asThree(values: readonly number[], fill: number): readonly [number, number, number] {
  const all = [...Array<number>(3 - values.length).fill(fill), ...values];
  return [all[0]!, all[1]!, all[2]!];
}

/** First and last + 1 output position whose window's tap reads inside the input. */
function reach(tap: number, stride: number, before: number, size: number, outputs: number): readonly [number, number] {
  const first = Math.max(0, Math.ceil((before - tap) / stride));
  const last = Math.min(outputs, Math.floor((size - 1 + before - tap) / stride) + 1);
  return [first, last];
}

/**
 * y[n, o, p] = bias[o] + Σ x[n, i, p·stride + k·dilation − before]·w[o, i, k], sums in float64.
 * A padded position counts as 0·w, as the frameworks have it: a NaN or infinity among the weights shows there, too.
 */
export function convolution(input: Tensor, weight: Tensor, bias: Float32Array | null, s: ConvolutionSettings): Tensor {
  const shape = convolutionShape(input.shape, weight.shape, s);
  const [batch, inChannels] = [input.shape[0]!, input.shape[1]!];
  const [id, ih, iw] = asThree(input.shape.slice(2), 1);
  const [kd, kh, kw] = asThree(weight.shape.slice(2), 1);
  const [sd, sh, sw] = asThree(s.stride, 1);
  const [dd, dh, dw] = asThree(s.dilation, 1);
  const [pd, ph, pw] = asThree(s.before, 0);
  const [od, oh, ow] = asThree(shape.slice(2), 1);
  const outChannels = shape[1]!;
  const perGroup = weight.shape[1]!;
  const outPerGroup = outChannels / s.groups;
  const taps = kd * kh * kw;
  const size = od * oh * ow;
  const data = new Float32Array(batch * outChannels * size);
  const sums = new Float64Array(size);
  const x = input.data;
  const w = weight.data;
  const padded = weight.data.some((value) => !Number.isFinite(value));
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outChannels; o++) {
      sums.fill(bias ? bias[o]! : 0);
      const group = Math.floor(o / outPerGroup);
      for (let i = 0; i < perGroup; i++) {
        const plane = (n * inChannels + group * perGroup + i) * id * ih * iw;
        for (let a = 0; a < kd; a++)
          for (let b = 0; b < kh; b++)
            for (let c = 0; c < kw; c++) {
              const factor = w[(o * perGroup + i) * taps + (a * kh + b) * kw + c]!;
              const [d0, d1] = reach(a * dd, sd, pd, id, od);
              const [h0, h1] = reach(b * dh, sh, ph, ih, oh);
              const [w0, w1] = reach(c * dw, sw, pw, iw, ow);
              if (padded && !Number.isFinite(factor)) addOutside(sums, factor, [od, oh, ow], [d0, d1, h0, h1, w0, w1]);
              for (let z = d0; z < d1; z++)
                for (let y = h0; y < h1; y++) {
                  const row = plane + ((z * sd + a * dd - pd) * ih + y * sh + b * dh - ph) * iw + c * dw - pw;
                  const out = (z * oh + y) * ow;
                  for (let q = w0; q < w1; q++) sums[out + q]! += factor * x[row + q * sw]!;
                }
            }
      }
      data.set(sums, (n * outChannels + o) * size);
    }
  return { shape, data };
}

/** 0·factor where the tap reads padding: NaN for a factor that is not finite. */
function addOutside(sums: Float64Array, factor: number, [od, oh, ow]: readonly number[], inside: readonly number[]): void {
  const [d0, d1, h0, h1, w0, w1] = inside as [number, number, number, number, number, number];
  for (let z = 0; z < od!; z++)
    for (let y = 0; y < oh!; y++)
      for (let q = 0; q < ow!; q++)
        if (z < d0 || z >= d1 || y < h0 || y >= h1 || q < w0 || q >= w1) sums[(z * oh! + y) * ow! + q]! += 0 * factor;
}

/** Sizes of a transposed convolution's result. The weight is [in, out / groups, kernel…]. */
export function transposedShape(
  input: readonly number[],
  weight: readonly number[],
  s: ConvolutionSettings,
  outputPadding: readonly number[],
): number[] {
  if (input.length !== weight.length) refuse(`a weight of ${weight.length} axes needs as many of the input, not ${input.length}`);
  if (input[1] !== weight[0]) refuse(`the weight takes ${weight[0]} channels, the input has ${input[1]}`);
  if (weight[0]! % s.groups !== 0) refuse(`${s.groups} groups do not divide ${weight[0]} channels`);
  const spatial = input.slice(2).map((size, i) => {
    const window = { kernel: weight[i + 2]!, stride: s.stride[i]!, dilation: s.dilation[i]!, before: s.before[i]!, after: s.after[i]! };
    const out = numericTransposedSize(size, window, outputPadding[i]!);
    if (out < 1) refuse(`the output would be ${out}`);
    return out;
  });
  return [input[0]!, weight[1]! * s.groups, ...spatial];
}

/** Every input number spreads its kernel over the output: y[n, o, p·stride + k·dilation − before] += x[n, i, p]·w[i, o, k]. */
export function transposedConvolution(
  input: Tensor,
  weight: Tensor,
  bias: Float32Array | null,
  s: ConvolutionSettings,
  outputPadding: readonly number[],
): Tensor {
  const shape = transposedShape(input.shape, weight.shape, s, outputPadding);
  const [batch, inChannels] = [input.shape[0]!, input.shape[1]!];
  const [id, ih, iw] = asThree(input.shape.slice(2), 1);
  const [kd, kh, kw] = asThree(weight.shape.slice(2), 1);
  const [sd, sh, sw] = asThree(s.stride, 1);
  const [dd, dh, dw] = asThree(s.dilation, 1);
  const [pd, ph, pw] = asThree(s.before, 0);
  const [od, oh, ow] = asThree(shape.slice(2), 1);
  const outChannels = shape[1]!;
  const outPerGroup = weight.shape[1]!;
  const inPerGroup = inChannels / s.groups;
  const taps = kd * kh * kw;
  const size = od * oh * ow;
  const data = new Float32Array(batch * outChannels * size);
  const sums = new Float64Array(size);
  const x = input.data;
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outChannels; o++) {
      sums.fill(bias ? bias[o]! : 0);
      const group = Math.floor(o / outPerGroup);
      for (let i = group * inPerGroup; i < (group + 1) * inPerGroup; i++) {
        const plane = (n * inChannels + i) * id * ih * iw;
        const kernel = (i * outPerGroup + (o - group * outPerGroup)) * taps;
        for (let a = 0; a < kd; a++)
          for (let b = 0; b < kh; b++)
            for (let c = 0; c < kw; c++) {
              const factor = weight.data[kernel + (a * kh + b) * kw + c]!;
              // The same windows seen from the other side: input positions whose tap lands inside the output.
              const [d0, d1] = reach(a * dd, sd, pd, od, id);
              const [h0, h1] = reach(b * dh, sh, ph, oh, ih);
              const [w0, w1] = reach(c * dw, sw, pw, ow, iw);
              for (let z = d0; z < d1; z++)
                for (let y = h0; y < h1; y++) {
                  const out = ((z * sd + a * dd - pd) * oh + y * sh + b * dh - ph) * ow + c * dw - pw;
                  const row = plane + (z * ih + y) * iw;
                  for (let q = w0; q < w1; q++) sums[out + q * sw]! += factor * x[row + q]!;
                }
            }
      }
      data.set(sums, (n * outChannels + o) * size);
    }
  return { shape, data };
}
