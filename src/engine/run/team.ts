/**
 * Several workers on one layer: each has an engine and a slice of the output channels. No memory is shared: the input is copied to each, and each hands
 * its channels back.
 */
import { createEngine, type Engine, type EngineOptions, type Layer } from '../engine';
import type { ConvolutionLayer, LayerDescription, TransposedConvolutionLayer } from '../layer';
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
/** Slices are whole panels of this many channels. */
const panel = 6;

interface Slice {
  readonly first: number;
  readonly count: number;
}

/** Shares of the output channels, as even as whole panels allow; none is empty. */
export function sliceChannels(channels: number, workers: number, unit = panel): Slice[] {
  const units = Math.ceil(channels / unit);
  const slices: Slice[] = [];
  let first = 0;
  for (let w = 0; w < Math.min(workers, units); w++) {
    const end = Math.min(channels, Math.round(((w + 1) * units) / Math.min(workers, units)) * unit);
    slices.push({ first, count: end - first });
    first = end;
  }
  return slices;
}

type Shareable = ConvolutionLayer | TransposedConvolutionLayer;

/** The part of a layer that computes some output channels; groups stay whole. */
function partOf(layer: Shareable, { first, count }: Slice, outChannels: number): { readonly layer: Shareable; readonly inputs: Slice } {
  const groups = layer.groups ?? 1;
  const perGroup = outChannels / groups;
  const transposed = layer.kind === 'transposed-convolution';
  const inChannels = layer.inputShape[1]!;
  const bias = layer.bias ? layer.bias.slice(first, first + count) : null;
  if (groups > 1) {
    const [from, own] = [first / perGroup, count / perGroup];
    const inPerGroup = inChannels / groups;
    // Both kinds of weight have their groups one after another.
    const row = layer.weight.data.length / groups;
    const weight: Tensor = {
      shape: [transposed ? own * inPerGroup : count, ...layer.weight.shape.slice(1)],
      data: layer.weight.data.slice(from * row, (from + own) * row),
    };
    const inputs = { first: from * inPerGroup, count: own * inPerGroup };
    return { layer: { ...layer, weight, bias, groups: own, inputShape: [layer.inputShape[0]!, inputs.count, ...layer.inputShape.slice(2)] }, inputs };
  }
  const inputs = { first: 0, count: inChannels };
  const taps = sizeOf(layer.weight.shape.slice(2));
  if (!transposed) {
    const row = layer.weight.shape[1]! * taps;
    const data = layer.weight.data.slice(first * row, (first + count) * row);
    return { layer: { ...layer, weight: { shape: [count, ...layer.weight.shape.slice(1)], data }, bias }, inputs };
  }
  const data = new Float32Array(inChannels * count * taps);
  for (let c = 0; c < inChannels; c++)
    data.set(layer.weight.data.subarray((c * outChannels + first) * taps, (c * outChannels + first + count) * taps), c * count * taps);
  return { layer: { ...layer, weight: { shape: [inChannels, count, ...layer.weight.shape.slice(2)], data }, bias }, inputs };
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
    const { weight, groups = 1 } = description;
    const outChannels = description.kind === 'convolution' ? weight.shape[0]! : weight.shape[1]! * groups;
    const work = multiplyAddsOf(description);
    const slices = sliceChannels(outChannels, this.helpers.length + 1, groups > 1 ? outChannels / groups : panel);
    if (work < worthSharing || slices.length < 2) return whole(this.engine.prepare(description));
    return this.share(description, slices, outChannels);
  }

  private async share(description: Shareable, slices: readonly Slice[], outChannels: number): Promise<TeamLayer> {
    const parts = slices.map((slice) => partOf(description, slice, outChannels));
    const own = this.engine.prepare(parts[0]!.layer);
    const id = ++this.counter;
    const batch = description.inputShape[0]!;
    const inChannels = description.inputShape[1]!;
    const inPlane = sizeOf(description.inputShape.slice(2));
    const outPlane = sizeOf(own.outputShape.slice(2));
    const outputShape = [batch, outChannels, ...own.outputShape.slice(2)];
    const others = parts.slice(1).map((part, i) => ({
      helper: this.helpers[i]!,
      inputs: part.inputs,
      slice: slices[i + 1]!,
      input: new ArrayBuffer(batch * part.inputs.count * inPlane * 4),
      output: new ArrayBuffer(batch * slices[i + 1]!.count * outPlane * 4),
    }));
    await Promise.all(others.map((o, i) => o.helper.ask({ kind: 'layer.prepare', id, layer: parts[i + 1]!.layer })));
    const ownInput = parts[0]!.inputs.count === inChannels ? null : new Float32Array(batch * parts[0]!.inputs.count * inPlane);
    const ownOutput = new Float32Array(batch * slices[0]!.count * outPlane);
    let busy = false;
    /** Copies some channels of every image. */
    const channels = (from: Float32Array, { first, count }: Slice, all: number, plane: number, into: Float32Array): void => {
      for (let n = 0; n < batch; n++) into.set(from.subarray((n * all + first) * plane, (n * all + first + count) * plane), n * count * plane);
    };
    const back = (from: Float32Array, { first, count }: Slice, into: Float32Array): void => {
      for (let n = 0; n < batch; n++) into.set(from.subarray(n * count * outPlane, (n + 1) * count * outPlane), (n * outChannels + first) * outPlane);
    };
    return {
      outputShape,
      workers: slices.length,
      run: async (input, into = new Float32Array(sizeOf(outputShape))) => {
        if (busy) throw new EngineError('the layer is running already');
        if (input.length !== sizeOf(description.inputShape)) throw new EngineError(`the input needs ${sizeOf(description.inputShape)} numbers, not ${input.length}`);
        if (into.length !== sizeOf(outputShape)) throw new EngineError(`the output needs ${sizeOf(outputShape)} numbers, not ${into.length}`);
        busy = true;
        try {
          const answers = others.map((o) => {
            channels(input, o.inputs, inChannels, inPlane, new Float32Array(o.input));
            return o.helper.ask({ kind: 'layer.run', id, input: o.input, output: o.output }, [o.input, o.output]);
          });
          if (ownInput) channels(input, parts[0]!.inputs, inChannels, inPlane, ownInput);
          back(own.run(ownInput ?? input, ownOutput), slices[0]!, into);
          (await Promise.all(answers)).forEach((answer, i) => {
            if (answer.kind !== 'layer.done') return;
            const other = others[i]!;
            other.input = answer.input;
            other.output = answer.output;
            back(new Float32Array(answer.output), other.slice, into);
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
