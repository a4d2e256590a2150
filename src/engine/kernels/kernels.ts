/** What takes long, behind one interface: emitted WebAssembly or plain TypeScript. */
import { convolution, type ConvolutionSettings, transposedConvolution } from '../reference/convolution';
import { linear } from '../reference/linear';
import { matmul } from '../reference/matmul';
import { addSame, clampOf } from '../reference/elementwise';
import { scaleChannels } from '../reference/normalisation';
import { maxPool, type PoolingSettings } from '../reference/pooling';
import type { Tensor } from '../tensor';

/** Products and convolutions of whole tensors. */
export interface Kernels {
  convolution(input: Tensor, weight: Tensor, bias: Float32Array | null, settings: ConvolutionSettings): Tensor;
  transposedConvolution(
    input: Tensor,
    weight: Tensor,
    bias: Float32Array | null,
    settings: ConvolutionSettings,
    outputPadding: readonly number[],
  ): Tensor;
  linear(input: Tensor, weight: Tensor, bias: Float32Array | null): Tensor;
  matmul(a: Tensor, b: Tensor): Tensor;
  /** Numbers held between bounds. */
  clamp(input: Tensor, low: number, high: number): Tensor;
  /** x·scale + shift for each channel (axis 1). */
  scaleChannels(input: Tensor, scale: Float32Array, shift: Float32Array): Tensor;
  /** The sum of two tensors of the same sizes. */
  add(a: Tensor, b: Tensor): Tensor;
  /** The largest of each window. */
  maxPool(input: Tensor, settings: PoolingSettings): Tensor;
}

/** Everything in plain TypeScript with sums in float64. */
export const referenceKernels: Kernels = {
  convolution,
  transposedConvolution,
  linear,
  matmul,
  clamp: clampOf,
  scaleChannels,
  add: addSame,
  maxPool: (input, settings) => maxPool(input, settings)[0],
};
