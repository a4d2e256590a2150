/** What the Layer view draws of a step: the kind of operation, its window and its tensors, read from the graph. */
import type { Graph, GraphNode, Plain } from '../../src/analysis/shape/graph';
import { activations } from '../model/steps';
import type { PaddingMode, WindowAxis } from './relations';

interface Tensors {
  /** Tensor ids. */
  readonly input: number;
  readonly output: number;
}
export interface WindowGeometry {
  readonly rows: WindowAxis;
  readonly columns: WindowAxis;
}

export interface ConvolutionOperation extends Tensors, WindowGeometry {
  readonly kind: 'convolution';
  readonly transposed: boolean;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly weight: number;
  readonly bias: number | null;
}
export interface PoolOperation extends Tensors, WindowGeometry {
  readonly kind: 'max' | 'average';
  /** Average: whether padding counts in the divisor. */
  readonly countPadding: boolean;
  readonly divisor: number | null;
}
export interface PointwiseOperation extends Tensors {
  readonly kind: 'pointwise';
  readonly op: string;
  readonly args: GraphNode['args'];
}
export interface SumOperation extends Tensors {
  readonly kind: 'sum';
  /** Every summand, the input first. */
  readonly inputs: readonly number[];
}
export interface LinearOperation extends Tensors {
  readonly kind: 'linear';
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weight: number;
  readonly bias: number | null;
}
/** Drawn as numbers only, with the reason. */
export interface NumbersOperation {
  readonly kind: 'numbers';
  readonly why: 'dimensions' | 'symbolic' | 'operation' | 'unknown' | 'size';
}
export type Operation =
  | ConvolutionOperation
  | PoolOperation
  | PointwiseOperation
  | SumOperation
  | LinearOperation
  | NumbersOperation;

/** Weight matrices beyond this many entries stay in the worker: drawing them would copy hundreds of megabytes. */
const largestMatrix = 2 ** 24;

const numbersOnly = (why: NumbersOperation['why']): NumbersOperation => ({ kind: 'numbers', why });

/** `3` or `[3, 3]` as one number an axis; null when it is not known. */
function perAxis(value: Plain | undefined, axes: number): number[] | null {
  if (typeof value === 'number') return Array.from({ length: axes }, () => value);
  if (!Array.isArray(value)) return null;
  const list = value as readonly Plain[];
  if (list.length === 1) return perAxis(list[0], axes);
  return list.length === axes && list.every((v) => typeof v === 'number')
    ? (list as number[])
    : null;
}
const tensorId = (value: Plain | undefined): number | null =>
  typeof value === 'object' && value !== null && 'tensor' in value ? value.tensor : null;

/** Sizes of a tensor, or null where one is not known. A batch that is only named is one example. */
export function sizesOf(graph: Graph, id: number): number[] | null {
  const shape = graph.tensors[id]?.shape;
  return shape ? oneExample(shape) : null;
}

/** The shape with an unknown batch axis as 1; null where another size is not known. */
export function oneExample(shape: readonly (number | null)[]): number[] | null {
  const sizes = shape.map((size, axis) =>
    axis === 0 && size === null && shape.length > 1 ? 1 : size,
  );
  return sizes.every((size) => size !== null) ? (sizes as number[]) : null;
}

/** Spatial sizes without batch and channels, as rows and columns (one row for a 1-D signal). */
function plane(
  shape: readonly number[],
  axes: number,
): { channels: number; rows: number; columns: number } | null {
  const spatial = shape.slice(shape.length - axes);
  const channels = shape[shape.length - axes - 1];
  if (channels === undefined) return null;
  if (axes === 1) return { channels, rows: 1, columns: spatial[0] ?? 1 };
  if (axes === 2) return { channels, rows: spatial[0] ?? 1, columns: spatial[1] ?? 1 };
  return null;
}

const still = (size: number, out: number): WindowAxis => ({
  kind: 'forward',
  size,
  out,
  kernel: 1,
  stride: 1,
  dilation: 1,
  before: 0,
  after: 0,
  mode: 'none',
});

/** Rows and columns of a window from values an axis; a 1-D window has one row that does not move. */
function geometry(
  axes: number,
  input: { rows: number; columns: number },
  output: { rows: number; columns: number },
  make: (axis: number, size: number, out: number) => WindowAxis,
): WindowGeometry {
  return axes === 1
    ? { rows: still(1, 1), columns: make(0, input.columns, output.columns) }
    : { rows: make(0, input.rows, output.rows), columns: make(1, input.columns, output.columns) };
}

const pointwise = new Set([
  'relu',
  'relu_',
  'relu6',
  'leaky_relu',
  'elu',
  'selu',
  'celu',
  'gelu',
  'silu',
  'mish',
  'sigmoid',
  'tanh',
  'hardtanh',
  'hardswish',
  'hardsigmoid',
  'softplus',
  'softsign',
  'logsigmoid',
  'dropout',
  'dropout2d',
  'identity',
  'batch_norm',
  'clamp',
  'clone',
  'contiguous',
  'prelu',
  'threshold',
  'hardshrink',
  'softshrink',
  'tanhshrink',
  'alpha_dropout',
  'feature_alpha_dropout',
  'stochastic_depth',
  'exp',
  'abs',
  'neg',
  'square',
]);

function convolution(
  graph: Graph,
  node: GraphNode,
  axes: number,
  transposed: boolean,
  pad: GraphNode | null,
): Operation {
  const { args } = node;
  const padInput = pad ? tensorId(pad.args['input']) : null;
  const input = padInput ?? tensorId(args['input']);
  const weight = tensorId(args['weight']);
  const output = node.outputs[0];
  if (input === null || weight === null || output === undefined) return numbersOnly('operation');
  const inShape = sizesOf(graph, input);
  const outShape = sizesOf(graph, output);
  const weightShape = sizesOf(graph, weight);
  if (!inShape || !outShape || !weightShape) return numbersOnly('symbolic');
  const inPlane = plane(inShape, axes);
  const outPlane = plane(outShape, axes);
  if (!inPlane || !outPlane) return numbersOnly('dimensions');
  const kernel = weightShape.slice(2);
  const stride = perAxis(args['stride'] ?? 1, axes);
  const dilation = perAxis(args['dilation'] ?? 1, axes);
  const groups = typeof args['groups'] === 'number' ? args['groups'] : 1;
  const before: number[] = [];
  const after: number[] = [];
  if (!stride || !dilation) return numbersOnly('operation');
  for (let axis = 0; axis < axes; axis++) {
    const given = args['padding'] ?? 0;
    let low = 0;
    let high = 0;
    if (given === 'same') {
      // PyTorch's `same` keeps the size; an odd total puts the extra cell at the end.
      const total = (dilation[axis] ?? 1) * ((kernel[axis] ?? 1) - 1);
      low = Math.floor(total / 2);
      high = total - low;
    } else if (given !== 'valid') {
      const sides = perAxis(given, axes);
      if (!sides) return numbersOnly('operation');
      low = high = sides[axis] ?? 0;
    }
    before.push(low);
    after.push(high);
  }
  let mode: PaddingMode = 'zeros';
  if (pad) {
    // `pad` lists the last axis first: (left, right, top, bottom).
    const list = pad.args['pad'];
    if (!Array.isArray(list)) return numbersOnly('operation');
    for (let axis = 0; axis < axes; axis++) {
      before[axis] = (before[axis] ?? 0) + Number(list[2 * (axes - 1 - axis)] ?? 0);
      after[axis] = (after[axis] ?? 0) + Number(list[2 * (axes - 1 - axis) + 1] ?? 0);
    }
    const named = pad.args['mode'];
    if (named === 'reflect' || named === 'replicate' || named === 'circular') mode = named;
    else if (named !== undefined && named !== 'constant') return numbersOnly('operation');
  }
  return {
    kind: 'convolution',
    transposed,
    groups,
    input,
    output,
    weight,
    bias: tensorId(args['bias']),
    inChannels: inPlane.channels,
    outChannels: outPlane.channels,
    ...geometry(axes, inPlane, outPlane, (axis, size, out) => ({
      kind: transposed ? 'transposed' : 'forward',
      size,
      out,
      kernel: kernel[axis] ?? 1,
      stride: stride[axis] ?? 1,
      dilation: dilation[axis] ?? 1,
      before: before[axis] ?? 0,
      after: after[axis] ?? 0,
      mode,
    })),
  };
}

function pool(
  graph: Graph,
  node: GraphNode,
  axes: number,
  kind: 'max' | 'average',
  adaptive: boolean,
): Operation {
  const { args } = node;
  const input = tensorId(args['input']);
  const output = node.outputs[0];
  if (input === null || output === undefined) return numbersOnly('operation');
  const inShape = sizesOf(graph, input);
  const outShape = sizesOf(graph, output);
  if (!inShape || !outShape) return numbersOnly('symbolic');
  const inPlane = plane(inShape, axes);
  const outPlane = plane(outShape, axes);
  if (!inPlane || !outPlane) return numbersOnly('dimensions');
  const kernel = adaptive ? [1, 1] : perAxis(args['kernel_size'], axes);
  const given = args['stride'];
  const stride =
    given === undefined || given === null || (Array.isArray(given) && given.length === 0)
      ? kernel
      : perAxis(given, axes);
  const padding = perAxis(args['padding'] ?? 0, axes);
  const dilation = perAxis(args['dilation'] ?? 1, axes);
  if (!kernel || !stride || !padding || !dilation) return numbersOnly('operation');
  return {
    kind,
    input,
    output,
    countPadding: kind === 'average' && args['count_include_pad'] !== false,
    divisor: typeof args['divisor_override'] === 'number' ? args['divisor_override'] : null,
    ...geometry(
      axes,
      inPlane,
      outPlane,
      (axis, size, out): WindowAxis => ({
        kind: adaptive ? 'adaptive' : 'forward',
        size,
        out,
        kernel: adaptive ? Math.ceil(size / out) + (size % out === 0 ? 0 : 1) : (kernel[axis] ?? 1),
        stride: adaptive ? Math.max(1, Math.floor(size / out)) : (stride[axis] ?? 1),
        dilation: adaptive ? 1 : (dilation[axis] ?? 1),
        before: adaptive ? 0 : (padding[axis] ?? 0),
        after: adaptive ? 0 : (padding[axis] ?? 0),
        mode:
          kind === 'average' && args['count_include_pad'] !== false && !adaptive ? 'zeros' : 'none',
      }),
    ),
  };
}

/** Operation of a step, from the nodes it made. */
export function operationOf(graph: Graph | null, nodes: readonly number[]): Operation {
  const list = nodes.flatMap((index) => graph?.nodes[index] ?? []);
  const node = list.at(-1);
  if (!graph || !node) return numbersOnly('unknown');
  if (node.unknown !== null) return numbersOnly('unknown');
  const before = list.length === 2 && list[0]?.op === 'pad' ? list[0] : null;
  if (list.length > 1 && !before) return numbersOnly('operation');
  const window =
    /^(conv_transpose|conv|max_pool|avg_pool|adaptive_avg_pool|adaptive_max_pool)([123])d$/.exec(
      node.op,
    );
  if (window) {
    const axes = Number(window[2]);
    if (axes === 3) return numbersOnly('dimensions');
    switch (window[1]) {
      case 'conv':
        return convolution(graph, node, axes, false, before);
      case 'conv_transpose':
        return convolution(graph, node, axes, true, null);
      case 'max_pool':
        return pool(graph, node, axes, 'max', false);
      case 'avg_pool':
        return pool(graph, node, axes, 'average', false);
      case 'adaptive_avg_pool':
        return pool(graph, node, axes, 'average', true);
      default:
        return pool(graph, node, axes, 'max', true);
    }
  }
  if (before) return numbersOnly('operation');
  const output = node.outputs[0];
  const reads = activations(graph, node);
  const input = reads[0];
  if (output === undefined || input === undefined) return numbersOnly('operation');
  const inShape = sizesOf(graph, input);
  const outShape = sizesOf(graph, output);
  if (!inShape || !outShape) return numbersOnly('symbolic');
  if (node.op === 'linear') {
    const weight = tensorId(node.args['weight']);
    const inFeatures = inShape.at(-1);
    const outFeatures = outShape.at(-1);
    if (weight === null || inFeatures === undefined || outFeatures === undefined)
      return numbersOnly('operation');
    if (inFeatures * outFeatures > largestMatrix) return numbersOnly('size');
    // One row of features; more (tokens) are laid out as rows, and drawn by their first.
    return {
      kind: 'linear',
      input,
      output,
      weight,
      bias: tensorId(node.args['bias']),
      inFeatures,
      outFeatures,
    };
  }
  const same =
    inShape.length === outShape.length && inShape.every((size, axis) => size === outShape[axis]);
  if (!isPlanes(outShape)) return numbersOnly('dimensions');
  if (
    (node.op === 'add' || node.op === 'add_') &&
    reads.length > 1 &&
    same &&
    (node.args['alpha'] === undefined || node.args['alpha'] === 1) &&
    reads.every((id) => String(sizesOf(graph, id)) === String(outShape))
  ) {
    return { kind: 'sum', input, output, inputs: reads };
  }
  if (pointwise.has(node.op) && same)
    return { kind: 'pointwise', op: node.op, args: node.args, input, output };
  return numbersOnly('operation');
}

/** Whether a tensor is drawn as maps: batch, channels and one or two sides. */
export const isPlanes = (shape: readonly (number | null)[] | null): boolean =>
  shape !== null &&
  (shape.length === 3 || shape.length === 4) &&
  (oneExample(shape)?.every((size) => size > 0) ?? false);
