/** What takes long, behind one interface: emitted WebAssembly or plain TypeScript. */
import { convolution, type ConvolutionSettings, transposedConvolution } from '../reference/convolution';
import { linear, matmul } from '../reference/matmul';
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
}

/** Everything in plain TypeScript with sums in float64. */
export const referenceKernels: Kernels = { convolution, transposedConvolution, linear, matmul };
