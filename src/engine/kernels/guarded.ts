/** Winograd kernels with a way out: inputs that hold infinities, NaN or very large numbers are computed directly. */
import type { KernelContext, PreparedKernel } from './context';
import { type Accuracy, chooseAlgorithm, prepareConvolution } from './choose';
import { type ConvolutionGeometry, volume } from './geometry';
import { isTame, isTameArray } from './magnitude';

/** Prepares a convolution by the best algorithm that gives the right answer for every input. */
export function prepareGuarded(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
  accuracy: Accuracy,
): PreparedKernel {
  const algorithm = chooseAlgorithm(g, accuracy, context.arena.available);
  if (algorithm !== 'winograd2' && algorithm !== 'winograd4') return prepareConvolution(context, g, weight, bias, accuracy, algorithm);
  if (!isTameArray(weight)) return prepareConvolution(context, g, weight, bias, accuracy, 'direct');
  const fast = prepareConvolution(context, g, weight, bias, accuracy, algorithm);
  let plain: PreparedKernel | null = null;
  const count = g.batch * g.inChannels * volume(g.input);
  return {
    algorithm: fast.algorithm,
    bytes: fast.bytes,
    run(input, output) {
      if (isTame(context, input, count)) fast.run(input, output);
      else (plain ??= prepareConvolution(context, g, weight, bias, accuracy, 'direct')).run(input, output);
    },
    release() {
      fast.release();
      plain?.release();
    },
  };
}
