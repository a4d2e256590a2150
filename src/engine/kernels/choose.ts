/** Which algorithm a convolution gets, by its shape, the accuracy asked for and the memory there is. */
import type { KernelContext, PreparedKernel } from './context';
import { depthwiseFits, prepareDepthwise } from './depthwise';
import { prepareDirect } from './direct';
import { type ConvolutionGeometry, volume } from './geometry';
import { prepareTransposed, transposedFits } from './transposed';
import { prepareWinograd, winogradCost, winogradFits } from './winograd';

/** accurate: errors of at most 5e-6 of the output's root mean square. fast: 4×4 Winograd tiles, up to 2.5e-5. */
export type Accuracy = 'accurate' | 'fast';

/** The algorithms a convolution can run by. */
export type Algorithm = 'direct' | 'depthwise' | 'winograd2' | 'winograd4';

/** Transformed weights must leave so much of the memory. */
const memoryShare = 0.5;
/** With fewer channels the transforms cost more than they save. */
const leastChannels = 16;

/** The best algorithm for a convolution. */
export function chooseAlgorithm(g: ConvolutionGeometry, accuracy: Accuracy, availableBytes: number): Algorithm {
  if (depthwiseFits(g)) return 'depthwise';
  if (g.inChannels < leastChannels || g.outChannels < leastChannels) return 'direct';
  const affordable = (size: 2 | 4): boolean => winogradCost(g, size).weightBytes < availableBytes * memoryShare;
  // Few tiles cannot pay for reading 4 times the weights.
  if (accuracy === 'fast' && winogradFits(g, 4) && winogradCost(g, 4).tiles >= 16 && affordable(4)) return 'winograd4';
  if (winogradFits(g, 2) && winogradCost(g, 2).tiles >= 12 && affordable(2)) return 'winograd2';
  return 'direct';
}

/** Prepares a convolution by its best algorithm, or by a given one that fits. */
export function prepareConvolution(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
  accuracy: Accuracy,
  algorithm: Algorithm = chooseAlgorithm(g, accuracy, context.arena.available),
): PreparedKernel {
  switch (algorithm) {
    case 'depthwise':
      return prepareDepthwise(context, g, weight, bias);
    case 'winograd2':
      return prepareWinograd(context, g, weight, bias, 2);
    case 'winograd4':
      return prepareWinograd(context, g, weight, bias, 4);
    default:
      return prepareDirect(context, g, weight, bias);
  }
}

/** Prepares a transposed convolution, or null where only the reference can compute it. */
export function prepareTransposedConvolution(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
): PreparedKernel | null {
  return transposedFits(g) && volume(g.output) > 0 ? prepareTransposed(context, g, weight, bias) : null;
}
