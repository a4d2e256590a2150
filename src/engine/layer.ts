/** Layers as the engine's callers describe them, and the numbers that follow: sizes, padding, geometry. */
import { numericOutputSize, numericSamePadding, numericSamePaddingTensorFlow, numericTransposedSize } from '../analysis/shape/windowNumbers';
import type { FusedActivation } from './emitter/activate';
import { asThree } from './reference/convolution';
import type { PaddingMode } from './reference/padding';
import { refuse, type Tensor } from './tensor';
import type { ConvolutionGeometry } from './kernels/geometry';

/** How the numbers of an image lie: channels before or after the spatial axes. */
export type Layout = 'channels-first' | 'channels-last';

/**
 * Padding: none, `same` as PyTorch has it (stride 1) or as TensorFlow has it, `causal`, one number for all sides, one a spatial axis, or two.
 */
export type Padding = 'valid' | 'same' | 'same-tensorflow' | 'causal' | number | readonly (number | readonly [number, number])[];

/** Of a transposed convolution: what is cut off. TensorFlow's two give n·s, or n·s + what the kernel overhangs. */
export type TransposedPadding = number | readonly number[] | 'same-tensorflow' | 'valid-tensorflow';

interface Windowed {
  /** N, C and one to three spatial sizes, in the order of `layout`. */
  readonly inputShape: readonly number[];
  /** One number, or one for each spatial axis; 1 where it is not given. */
  readonly stride?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
  /** One number for each output channel. */
  readonly bias?: Float32Array | null;
  readonly layout?: Layout;
  /** Applied to the results at no cost. */
  readonly activation?: FusedActivation;
}

/** A convolution in one, two or three dimensions. */
export interface ConvolutionLayer extends Windowed {
  readonly kind: 'convolution';
  /** [out, in / groups, kernel…]. */
  readonly weight: Tensor;
  readonly padding?: Padding;
  readonly paddingMode?: PaddingMode;
}

/** A transposed convolution. */
export interface TransposedConvolutionLayer extends Windowed {
  readonly kind: 'transposed-convolution';
  /** [in, out / groups, kernel…]. */
  readonly weight: Tensor;
  readonly padding?: TransposedPadding;
  readonly outputPadding?: number | readonly number[];
}

/** y = x·weightᵀ + bias along the last axis. */
export interface LinearLayer {
  readonly kind: 'linear';
  readonly inputShape: readonly number[];
  /** [out, in]. */
  readonly weight: Tensor;
  readonly bias?: Float32Array | null;
  readonly activation?: FusedActivation;
}

/** What `prepare` takes. */
export type LayerDescription = ConvolutionLayer | TransposedConvolutionLayer | LinearLayer;

function perAxis(value: number | readonly number[] | undefined, axes: number, missing: number): number[] {
  if (value === undefined) return Array<number>(axes).fill(missing);
  if (typeof value === 'number') return Array<number>(axes).fill(value);
  if (value.length !== axes) refuse(`${value.length} numbers for ${axes} spatial axes`);
  return [...value];
}

/** Zeros before and after each axis. */
export function paddingSides(
  padding: Padding,
  sizes: readonly number[],
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): (readonly [number, number])[] {
  return kernel.map((k, i) => {
    const at = [stride[i]!, dilation[i]!] as const;
    switch (padding) {
      case 'valid':
        return [0, 0];
      case 'same':
        if (at[0] !== 1) refuse("padding 'same' needs stride 1");
        return numericSamePadding(k, at[1]);
      case 'same-tensorflow':
        return numericSamePaddingTensorFlow(sizes[i]!, k, at[0], at[1]);
      case 'causal':
        return [at[1] * (k - 1), 0];
    }
    if (typeof padding === 'number') return [padding, padding];
    const side = padding.length === 1 ? padding[0]! : (padding[i] ?? refuse(`${padding.length} paddings for ${kernel.length} axes`));
    return typeof side === 'number' ? [side, side] : side;
  });
}

/** Cut sides and output padding of a transposed convolution along each axis. */
function transposedSides(
  layer: TransposedConvolutionLayer,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): { readonly sides: (readonly [number, number])[]; readonly outputPadding: number[] } {
  const { padding } = layer;
  const given = perAxis(layer.outputPadding, kernel.length, 0);
  if (padding !== 'same-tensorflow' && padding !== 'valid-tensorflow')
    return { sides: perAxis(padding, kernel.length, 0).map((p) => [p, p] as const), outputPadding: given };
  // The gradient of a convolution of the result (tf.nn.conv2d_transpose): its padding, and what a kernel shorter than the stride leaves over.
  const over = kernel.map((k, i) => dilation[i]! * (k - 1) + 1 - stride[i]!);
  return {
    sides: over.map((n) => {
      const total = padding === 'same-tensorflow' ? Math.max(n, 0) : 0;
      return [Math.floor(total / 2), total - Math.floor(total / 2)] as const;
    }),
    outputPadding: over.map((n, i) => given[i]! + Math.max(-n, 0)),
  };
}

/** A convolution's numbers, channels first. */
export interface ResolvedConvolution {
  readonly geometry: ConvolutionGeometry;
  readonly outputShape: readonly number[];
  /** Before and after each spatial axis. */
  readonly sides: readonly (readonly [number, number])[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
}

const none: FusedActivation = { kind: 'none' };

function positive(values: readonly number[], what: string): void {
  if (values.some((v) => !Number.isInteger(v) || v < 1)) refuse(`${what} must be whole and at least 1`);
}

/** Checks a description of a convolution and works out its sizes. `shape` is channels first. */
export function resolveConvolution(layer: ConvolutionLayer | TransposedConvolutionLayer, shape: readonly number[]): ResolvedConvolution {
  const weight = layer.weight.shape;
  const axes = weight.length - 2;
  if (axes < 1 || axes > 3) refuse(`a weight of ${weight.length} axes is no convolution's`);
  if (shape.length !== weight.length) refuse(`the input needs ${weight.length} axes, not ${shape.length}`);
  const stride = perAxis(layer.stride, axes, 1);
  const dilation = perAxis(layer.dilation, axes, 1);
  const groups = layer.groups ?? 1;
  positive([...stride, ...dilation, groups], 'stride, dilation and groups');
  positive([...shape, ...weight], 'sizes');
  const kernel = weight.slice(2);
  const spatial = shape.slice(2);
  const transposed = layer.kind === 'transposed-convolution';
  const inChannels = transposed ? weight[0]! : weight[1]! * groups;
  const outChannels = transposed ? weight[1]! * groups : weight[0]!;
  if (shape[1] !== inChannels) refuse(`the weight takes ${inChannels} channels, the input has ${shape[1]}`);
  if (inChannels % groups !== 0 || outChannels % groups !== 0) refuse(`${groups} groups do not divide ${inChannels} and ${outChannels} channels`);
  if (layer.bias && layer.bias.length !== outChannels) refuse(`a bias of ${layer.bias.length} numbers for ${outChannels} channels`);
  const { sides, outputPadding } = transposed
    ? transposedSides(layer, kernel, stride, dilation)
    : { sides: paddingSides(layer.padding ?? 0, spatial, kernel, stride, dilation), outputPadding: Array<number>(axes).fill(0) };
  const output = spatial.map((size, i) => {
    const window = { kernel: kernel[i]!, stride: stride[i]!, dilation: dilation[i]!, before: sides[i]![0], after: sides[i]![1] };
    const out = transposed ? numericTransposedSize(size, window, outputPadding[i]!) : numericOutputSize(size, window);
    if (out < 1) refuse(`the kernel ${kernel[i]} does not fit the input ${size}`);
    return out;
  });
  return {
    geometry: {
      batch: shape[0]!,
      inChannels,
      outChannels,
      groups,
      input: asThree(spatial, 1),
      kernel: asThree(kernel, 1),
      stride: asThree(stride, 1),
      dilation: asThree(dilation, 1),
      before: asThree(sides.map((s) => s[0]), 0),
      output: asThree(output, 1),
      activation: layer.activation ?? none,
    },
    outputShape: [shape[0]!, outChannels, ...output],
    sides,
    stride,
    dilation,
    outputPadding,
  };
}
