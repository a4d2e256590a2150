/**
 * Several workers on one layer: each has an engine and a slice of the output, channels or (of high pictures) rows. No memory is shared: what a slice
 * reads is copied to each, and each hands its results back.
 */
import { createEngine, type Engine, type EngineOptions, type Layer } from '../engine';
import {
  type ConvolutionLayer,
  type LayerDescription,
  type ResolvedConvolution,
  resolveConvolution,
  type TransposedConvolutionLayer,
} from '../layer';
import { EngineError, sizeOf, type Tensor } from '../tensor';
import type { Connection, HelperAnswer, HelperRequest } from './helper';

/** A layer that a team runs. */
export interface TeamLayer {
  readonly outputShape: readonly number[];
  /** How many take part: 1 where sharing is not worth it. */
  readonly workers: number;
  /** Computes the layer; one run at a time. */
  run(input: Float32Array, into?: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** Multiply-adds below which handing an input over costs more than it saves. */
const worthSharing = 30e6;
/** Slices of channels are so many, or a multiple: even shares count more than panels of six. */
const unitOfChannels = 4;
/** Slices of rows: whole tiles of Winograd's. */
const unitOfRows = 4;
/** Pictures of so many rows are shared by rows: then no input is handed over or transformed twice. Lower ones have too few tiles. */
const leastRows = 48;

interface Slice {
  readonly first: number;
  readonly count: number;
}

/** Shares of channels or rows, as even as whole units allow, this thread's (the first) rather smaller; none is empty. */
export function sliceEvenly(count: number, workers: number, unit: number = unitOfChannels): Slice[] {
  const units = Math.ceil(count / unit);
  const slices: Slice[] = [];
  let first = 0;
  for (let w = 0; w < Math.min(workers, units); w++) {
    const end = Math.min(count, Math.floor(((w + 1) * units) / Math.min(workers, units)) * unit);
    slices.push({ first, count: end - first });
    first = end;
  }
  return slices;
}

type Shareable = ConvolutionLayer | TransposedConvolutionLayer;

/** Runs of numbers that are copied between a whole tensor and a part of it. */
interface Runs {
  readonly count: number;
  readonly length: number;
  /** Of the first run in the whole, and between runs there; in the part they follow one another. */
  readonly offset: number;
  readonly pitch: number;
}

function take(whole: Float32Array, { count, length, offset, pitch }: Runs, part: Float32Array): void {
  for (let i = 0; i < count; i++) part.set(whole.subarray(offset + i * pitch, offset + i * pitch + length), i * length);
}

function putBack(part: Float32Array, { count, length, offset, pitch }: Runs, whole: Float32Array): void {
  for (let i = 0; i < count; i++) whole.set(part.subarray(i * length, (i + 1) * length), offset + i * pitch);
}

/** One worker's part of a layer. */
interface Part {
  readonly layer: Shareable;
  readonly inputs: Runs;
  readonly outputs: Runs;
}

/** The part of a layer that computes some output channels; groups stay whole. */
function partOfChannels(layer: Shareable, { first, count }: Slice, outputShape: readonly number[]): Part {
  const groups = layer.groups ?? 1;
  const [batch, outChannels] = outputShape as [number, number];
  const transposed = layer.kind === 'transposed-convolution';
  const inChannels = layer.inputShape[1]!;
  const [inPlane, outPlane] = [sizeOf(layer.inputShape.slice(2)), sizeOf(outputShape.slice(2))];
  const runs = (slice: Slice, channels: number, plane: number): Runs => ({
    count: batch,
    length: slice.count * plane,
    offset: slice.first * plane,
    pitch: channels * plane,
  });
  const outputs = runs({ first, count }, outChannels, outPlane);
  const bias = layer.bias ? layer.bias.slice(first, first + count) : null;
  if (groups > 1) {
    const perGroup = outChannels / groups;
    const [from, own] = [first / perGroup, count / perGroup];
    const inPerGroup = inChannels / groups;
    // Both kinds of weight have their groups one after another.
    const row = layer.weight.data.length / groups;
    const weight: Tensor = {
      shape: [transposed ? own * inPerGroup : count, ...layer.weight.shape.slice(1)],
      data: layer.weight.data.slice(from * row, (from + own) * row),
    };
    const inputs = { first: from * inPerGroup, count: own * inPerGroup };
    const inputShape = [batch, inputs.count, ...layer.inputShape.slice(2)];
    return { layer: { ...layer, weight, bias, groups: own, inputShape }, inputs: runs(inputs, inChannels, inPlane), outputs };
  }
  const inputs = runs({ first: 0, count: inChannels }, inChannels, inPlane);
  const taps = sizeOf(layer.weight.shape.slice(2));
  if (!transposed) {
    const row = layer.weight.shape[1]! * taps;
    const data = layer.weight.data.slice(first * row, (first + count) * row);
    return { layer: { ...layer, weight: { shape: [count, ...layer.weight.shape.slice(1)], data }, bias }, inputs, outputs };
  }
  const data = new Float32Array(inChannels * count * taps);
  for (let c = 0; c < inChannels; c++)
    data.set(layer.weight.data.subarray((c * outChannels + first) * taps, (c * outChannels + first + count) * taps), c * count * taps);
  return { layer: { ...layer, weight: { shape: [inChannels, count, ...layer.weight.shape.slice(2)], data }, bias }, inputs, outputs };
}

/** The part of a convolution that computes some rows (positions along the first spatial axis) of every channel. */
function partOfRows(layer: ConvolutionLayer, { first, count }: Slice, resolved: ResolvedConvolution): Part {
  const { sides, stride, dilation, outputShape } = resolved;
  const [batch, inChannels, rows, ...rest] = layer.inputShape as [number, number, number, ...number[]];
  const kernel = layer.weight.shape[2]!;
  const [inRow, outRow] = [sizeOf(rest), sizeOf(outputShape.slice(3))];
  // The rows that the first and the last result begin and end with; what of them is outside is padding.
  const top = first * stride[0]! - sides[0]![0];
  const bottom = (first + count - 1) * stride[0]! - sides[0]![0] + dilation[0]! * (kernel - 1) + 1;
  const [from, to] = [Math.max(0, top), Math.min(rows, bottom)];
  return {
    layer: {
      ...layer,
      inputShape: [batch, inChannels, to - from, ...rest],
      padding: [[from - top, bottom - to], ...sides.slice(1)],
    },
    inputs: { count: batch * inChannels, length: (to - from) * inRow, offset: from * inRow, pitch: rows * inRow },
    outputs: {
      count: batch * outputShape[1]!,
      length: count * outRow,
      offset: first * outRow,
      pitch: outputShape[2]! * outRow,
    },
  };
}

/** How a layer is shared; a single part where it is not worth it. */
function partsOf(layer: Shareable, workers: number): { readonly outputShape: readonly number[]; readonly parts: readonly Part[] } {
  const resolved = resolveConvolution(layer, layer.inputShape);
  const { outputShape, sides } = resolved;
  const zeros = layer.kind === 'convolution' && ['zeros', 'constant'].includes(layer.paddingMode ?? 'zeros');
  if (zeros && outputShape[2]! >= leastRows && sides.every(([a, b]) => a >= 0 && b >= 0)) {
    const slices = sliceEvenly(outputShape[2]!, workers, unitOfRows);
    return { outputShape, parts: slices.map((slice) => partOfRows(layer, slice, resolved)) };
  }
  const groups = layer.groups ?? 1;
  const slices = sliceEvenly(outputShape[1]!, workers, groups > 1 ? outputShape[1]! / groups : unitOfChannels);
  return { outputShape, parts: slices.map((slice) => partOfChannels(layer, slice, outputShape)) };
}

interface Waiting {
  resolve(answer: HelperAnswer): void;
  reject(error: EngineError): void;
}

/** A worker as its team sees it. */
class Helper {
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly connection: Connection,
    options: EngineOptions,
  ) {
    connection.listen((message) => {
      const answer = message as HelperAnswer;
      const one = this.waiting.get(answer.id);
      if (!one) return;
      this.waiting.delete(answer.id);
      if (answer.kind === 'layer.failed') one.reject(new EngineError(answer.reason));
      else one.resolve(answer);
    });
    this.send({ kind: 'engine.start', options });
  }

  send(request: HelperRequest, transfer: readonly ArrayBuffer[] = []): void {
    this.connection.post(request, transfer);
  }

  ask(request: HelperRequest & { readonly id: number }, transfer: readonly ArrayBuffer[] = []): Promise<HelperAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting.set(request.id, { resolve, reject });
      this.send(request, transfer);
    });
  }
}

/** An engine of this thread and helpers in others. */
export class Team {
  private readonly engine: Engine;
  private readonly helpers: readonly Helper[];
  private counter = 0;

  /** @param connections to workers that run `serveTeam` */
  constructor(connections: readonly Connection[], options: EngineOptions = {}) {
    this.engine = createEngine(options);
    this.helpers = connections.map((c) => new Helper(c, options));
  }

  /** Prepares a layer on as many workers as it is worth. Channels must be first. */
  async prepare(description: LayerDescription): Promise<TeamLayer> {
    const whole = (layer: Layer): TeamLayer => ({
      outputShape: layer.outputShape,
      workers: 1,
      run: (input, into) => Promise.resolve(layer.run(input, into)),
      dispose: () => layer.dispose(),
    });
    if (description.kind === 'linear' || description.layout === 'channels-last' || this.helpers.length === 0) return whole(this.engine.prepare(description));
    if (multiplyAddsOf(description) < worthSharing) return whole(this.engine.prepare(description));
    const { outputShape, parts } = partsOf(description, this.helpers.length + 1);
    return parts.length < 2 ? whole(this.engine.prepare(description)) : this.share(description, outputShape, parts);
  }

  private async share(description: Shareable, outputShape: readonly number[], parts: readonly Part[]): Promise<TeamLayer> {
    const id = ++this.counter;
    const first = parts[0]!;
    const own = this.engine.prepare(first.layer);
    const others = parts.slice(1).map((part, i) => ({
      helper: this.helpers[i]!,
      part,
      input: new ArrayBuffer(part.inputs.count * part.inputs.length * 4),
      output: new ArrayBuffer(part.outputs.count * part.outputs.length * 4),
    }));
    await Promise.all(others.map(({ helper, part }) => helper.ask({ kind: 'layer.prepare', id, layer: part.layer })));
    const [inputSize, outputSize] = [sizeOf(description.inputShape), sizeOf(outputShape)];
    const runOwn = (input: Float32Array, into: Float32Array): void => {
      const places = own.resident();
      if (places) {
        take(input, first.inputs, places.input);
        own.compute();
        putBack(own.resident()!.output, first.outputs, into);
      } else {
        const part = new Float32Array(sizeOf(own.inputShape));
        take(input, first.inputs, part);
        putBack(own.run(part), first.outputs, into);
      }
    };
    let busy = false;
    return {
      outputShape,
      workers: parts.length,
      run: async (input, into = new Float32Array(outputSize)) => {
        if (busy) throw new EngineError('the layer is running already');
        if (input.length !== inputSize) throw new EngineError(`the input needs ${inputSize} numbers, not ${input.length}`);
        if (into.length !== outputSize) throw new EngineError(`the output needs ${outputSize} numbers, not ${into.length}`);
        busy = true;
        try {
          const answers = others.map((o) => {
            take(input, o.part.inputs, new Float32Array(o.input));
            return o.helper.ask({ kind: 'layer.run', id, input: o.input, output: o.output }, [o.input, o.output]);
          });
          runOwn(input, into);
          (await Promise.all(answers)).forEach((answer, i) => {
            if (answer.kind !== 'layer.done') return;
            const other = others[i]!;
            other.input = answer.input;
            other.output = answer.output;
            putBack(new Float32Array(answer.output), other.part.outputs, into);
          });
        } finally {
          busy = false;
        }
        return into;
      },
      dispose: () => {
        own.dispose();
        for (const o of others) o.helper.send({ kind: 'layer.dispose', id });
      },
    };
  }

  dispose(): void {
    this.engine.dispose();
  }
}

/** Multiply-adds of a layer by its sizes alone: outputs (inputs of a transposed one) times what each is made of. */
function multiplyAddsOf(layer: Shareable): number {
  const spatial = layer.inputShape.slice(2);
  const images = layer.inputShape[0]! * sizeOf(spatial);
  // Both kinds of weight have one number for each pair of channels that meet, and each tap.
  const perPosition = sizeOf(layer.weight.shape);
  if (layer.kind === 'transposed-convolution') return images * perPosition;
  const stride = layer.stride ?? 1;
  return (images * perPosition) / (typeof stride === 'number' ? stride ** spatial.length : sizeOf(stride));
}
