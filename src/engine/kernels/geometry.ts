/** The numbers of one convolution, always with three spatial axes. */
import type { FusedActivation } from '../emitter/activate';

/** Depth, height, width. */
export type Three = readonly [number, number, number];

/** A convolution of a given shape. The weight is [outChannels, inChannels / groups, kernel…]. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly input: Three;
  readonly kernel: Three;
  readonly stride: Three;
  readonly dilation: Three;
  /** Zeros before the first position; those after follow from the output. */
  readonly before: Three;
  readonly output: Three;
  readonly activation: FusedActivation;
}

/** Products of three numbers. */
export function volume([a, b, c]: Three): number {
  return a * b * c;
}

/** Multiply-adds of a convolution, padding counted as numbers. */
export function multiplyAdds(g: ConvolutionGeometry): number {
  return g.batch * g.outChannels * volume(g.output) * (g.inChannels / g.groups) * volume(g.kernel);
}

/** Padded positions that the windows of an axis reach. */
export function reachOf(g: ConvolutionGeometry, axis: 0 | 1 | 2): number {
  return (g.output[axis] - 1) * g.stride[axis] + (g.kernel[axis] - 1) * g.dilation[axis] + 1;
}
