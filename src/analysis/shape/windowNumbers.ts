/**
 * Window arithmetic on known numbers: what the engine needs of `window.ts`, without its symbols. A test holds the two together; the formulas'
 * sources are told there.
 */

/** A window along one axis, all numbers known. */
export interface NumericWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first and after the last position. */
  readonly before: number;
  readonly after: number;
  /** Pooling's ceil_mode: a last window may hang over the end. */
  readonly ceil?: boolean;
}

/** d·(k − 1) + 1. */
export function reachOfKernel(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/** ⌊(n + before + after − d·(k − 1) − 1) / s⌋ + 1; with ceil mode ⌈…⌉, less one where the last window would start in the padding. */
export function numericOutputSize(input: number, { kernel, stride, dilation, before, after, ceil }: NumericWindow): number {
  const span = input + before + after - reachOfKernel(kernel, dilation);
  if (!ceil) return Math.floor(span / stride) + 1;
  const rounded = Math.ceil(span / stride) + 1;
  return (rounded - 1) * stride >= input + before ? rounded - 1 : rounded;
}

/** (n − 1)·s − before − after + d·(k − 1) + outputPadding + 1. */
export function numericTransposedSize(input: number, window: NumericWindow, outputPadding: number): number {
  return (input - 1) * window.stride - window.before - window.after + reachOfKernel(window.kernel, window.dilation) + outputPadding;
}

const halves = (total: number): readonly [number, number] => [Math.floor(total / 2), total - Math.floor(total / 2)];

/** PyTorch's padding='same' (stride 1): d·(k − 1) in all, the odd one at the end. */
export function numericSamePadding(kernel: number, dilation: number): readonly [number, number] {
  return halves(dilation * (kernel - 1));
}

/** TensorFlow's padding='same': just enough for ⌈n / s⌉ outputs, the odd one at the end. */
export function numericSamePaddingTensorFlow(input: number, kernel: number, stride: number, dilation: number): readonly [number, number] {
  return halves(Math.max((Math.ceil(input / stride) - 1) * stride + reachOfKernel(kernel, dilation) - input, 0));
}
