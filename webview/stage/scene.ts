/** A step ready to be drawn: its operation with the numbers of this run. */
import type { Numbers } from '../compute/messages';
import { at, channelsOf, type Convolution, type Volume } from './explain';
import type {
  ConvolutionOperation,
  Operation,
  PointwiseOperation,
  PoolOperation,
  SumOperation,
} from './operation';
import { relate, type Relation, type WindowAxis } from './relations';

export interface Scene {
  readonly operation: ConvolutionOperation | PoolOperation | PointwiseOperation | SumOperation;
  readonly relation: Relation;
  /** One input; a sum has several. */
  readonly inputs: readonly Volume[];
  readonly output: Volume;
  readonly convolution: Convolution | null;
  /** The picture itself is drawn in grey. */
  readonly grey: boolean;
}

/** Maps of the first example; `columns` only for a signal. */
export function volumeOf(numbers: Numbers, signal: boolean): Volume {
  const { shape, data } = numbers;
  const width = shape.at(-1) ?? 1;
  const height = signal ? 1 : (shape.at(-2) ?? 1);
  const channels = (signal ? shape.at(-2) : shape.at(-3)) ?? 1;
  return { channels, height, width, data: data.subarray(0, channels * height * width) };
}

/** Whether the maps of this shape are signals: batch, channels, length. */
export const isSignal = (shape: readonly unknown[]): boolean => shape.length === 3;

const single = (size: number): WindowAxis => ({
  kind: 'forward',
  size,
  out: size,
  kernel: 1,
  stride: 1,
  dilation: 1,
  before: 0,
  after: 0,
  mode: 'none',
});

/** Tensors an operation needs to be drawn; its output first. */
export function wantedBy(operation: Operation): number[] {
  switch (operation.kind) {
    case 'numbers':
      return [];
    case 'convolution':
    case 'linear':
      return [
        operation.output,
        operation.input,
        operation.weight,
        ...(operation.bias === null ? [] : [operation.bias]),
      ];
    case 'sum':
      return [operation.output, ...operation.inputs];
    default:
      return [operation.output, operation.input];
  }
}

/** Puts the numbers into the operation; null while some are missing. */
export function sceneOf(
  operation: Operation,
  tensors: ReadonlyMap<number, Numbers>,
  grey: boolean,
): Scene | null {
  if (operation.kind === 'numbers' || operation.kind === 'linear') return null;
  const outputNumbers = tensors.get(operation.output);
  const ids = operation.kind === 'sum' ? operation.inputs : [operation.input];
  const inputNumbers = ids.map((id) => tensors.get(id));
  if (!outputNumbers || inputNumbers.some((numbers) => !numbers)) return null;
  const window =
    operation.kind === 'convolution' || operation.kind === 'max' || operation.kind === 'average';
  const signal = window
    ? operation.rows.size === 1 &&
      operation.rows.out === 1 &&
      operation.rows.kernel === 1 &&
      isSignal(outputNumbers.shape)
    : isSignal(outputNumbers.shape);
  const output = volumeOf(outputNumbers, signal);
  const inputs = inputNumbers.flatMap((numbers) => (numbers ? [volumeOf(numbers, signal)] : []));
  const relation = window
    ? relate(operation.rows, operation.columns)
    : relate(single(output.height), single(output.width));
  let convolution: Convolution | null = null;
  if (operation.kind === 'convolution') {
    const weight = tensors.get(operation.weight);
    const bias = operation.bias === null ? null : tensors.get(operation.bias);
    if (!weight || (operation.bias !== null && !bias)) return null;
    convolution = {
      relation,
      transposed: operation.transposed,
      groups: operation.groups,
      inChannels: operation.inChannels,
      outChannels: operation.outChannels,
      kernelRows: operation.rows.kernel,
      kernelColumns: operation.columns.kernel,
      weight: weight.data,
      bias: bias?.data ?? null,
    };
  }
  return { operation, relation, inputs, output, convolution, grey };
}

/** Input channels an output channel reads. */
export const readBy = (scene: Scene, out: number): number[] =>
  scene.convolution
    ? channelsOf(scene.convolution, out)
    : scene.operation.kind === 'sum'
      ? scene.inputs.map((_, k) => k)
      : [out];

/** The input maps and the channel in them that the `i`-th thing read by `out` means. */
export function inputAt(scene: Scene, out: number, i: number): { volume: Volume; channel: number } {
  const first = scene.inputs[0];
  if (scene.operation.kind === 'sum') {
    const volume = scene.inputs[i] ?? first;
    return { volume: volume ?? scene.output, channel: out };
  }
  const channel = readBy(scene, out)[i] ?? 0;
  return { volume: first ?? scene.output, channel };
}

/** Output value. */
export const outputAt = (scene: Scene, channel: number, row: number, column: number): number =>
  at(scene.output, channel, row, column);
