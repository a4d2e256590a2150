/** The engine: one memory and its kernels; prepares layers, runs them into a caller's buffer, runs networks. */
import type { Graph } from '../analysis/shape/graph';
import { activate, noActivation } from './emitter/activate';
import { detectFeatures, type Features } from './emitter/features';
import type { Variant } from './emitter/panel';
import { Arena } from './kernels/arena';
import { calibrate } from './kernels/calibrate';
import { type Accuracy, prepareTransposedConvolution } from './kernels/choose';
import { KernelContext, type PreparedKernel } from './kernels/context';
import { prepareDot } from './kernels/dot';
import { prepareGuarded } from './kernels/guarded';
import type { Kernels } from './kernels/kernels';
import { prepareLinear } from './kernels/linear';
import { prepareProduct } from './kernels/product';
import {
  type ConvolutionLayer,
  type LayerDescription,
  type LinearLayer,
  type ResolvedConvolution,
  resolveConvolution,
  type TransposedConvolutionLayer,
} from './layer';
import { convolution, transposedConvolution } from './reference/convolution';
import { linear } from './reference/linear';
import { pad } from './reference/padding';
import { toChannelsFirst, toChannelsLast } from './reference/permute';
import type { RunOptions, RunResult } from './run/network';
import { refuse, sizeOf, type Tensor } from './tensor';

/** How an engine is made. */
export interface EngineOptions {
  /** accurate (the default): errors of at most 5e-6 of the output's root mean square; fast: 4×4 Winograd tiles, up to 2.5e-5. */
  readonly accuracy?: Accuracy;
  /** Most memory of the kernels, in bytes; 1 GB unless given. */
  readonly memoryBytes?: number;
  /** False: everything in plain TypeScript. */
  readonly wasm?: boolean;
  /** False: no relaxed multiply-add, so that results are the same on every machine. */
  readonly fma?: boolean;
  /** The shape of the emitted code; found out by trying where it is not given. */
  readonly variant?: Variant;
}

/** A layer that is ready to run. */
export interface Layer {
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** How it is computed: direct, winograd 4x4, depthwise, … or reference for plain TypeScript. */
  readonly algorithm: string;
  /**
   * Computes the layer. The input is not changed.
   * @param into where the result goes; a new array unless given
   */
  run(input: Float32Array, into?: Float32Array): Float32Array;
  /**
   * The layer's own input and output inside the engine's memory, for callers that write and read them in place around `compute`. Get them anew after
   * another layer was prepared. Null where the layer runs in plain TypeScript, pads by repetition or has its channels last.
   */
  resident(): { readonly input: Float32Array; readonly output: Float32Array } | null;
  /** Computes from the resident input to the resident output. */
  compute(): void;
  dispose(): void;
}

/** An engine. Not for several threads; each has its own. */
export interface Engine {
  readonly features: Features;
  /** The shape of emitted code that was chosen; null before the first kernel. */
  readonly variant: Variant | null;
  /** Bytes of the kernels' memory that are in use. */
  readonly usedBytes: number;
  /** Products and convolutions of whole tensors; loaded when they are first asked for, as what runs networks is. */
  kernels(): Promise<Kernels>;
  /**
   * Packs weights and compiles code.
   * @throws EngineError where the description does not fit together
   */
  prepare(layer: LayerDescription): Layer;
  /** Runs a network on this engine's kernels; parameters it fills are kept for the next run. */
  run(graph: Graph, options: Omit<RunOptions, 'kernels' | 'filled'>): Promise<RunResult>;
  dispose(): void;
}

/** Makes an engine. Nothing is compiled before the first layer. */
export function createEngine(options: EngineOptions = {}): Engine {
  return new DefaultEngine(options);
}

class DefaultEngine implements Engine {
  readonly features: Features;
  private readonly accuracy: Accuracy;
  private made: KernelContext | null = null;
  private loaded: Promise<Kernels> | null = null;
  private readonly filled = new Map<string, Tensor>();
  private disposed = false;

  constructor(private readonly options: EngineOptions) {
    const found = detectFeatures();
    this.features = { simd: found.simd && options.wasm !== false, fma: found.fma && options.fma !== false };
    this.accuracy = options.accuracy ?? 'accurate';
  }

  get variant(): Variant | null {
    return this.made?.variant ?? null;
  }

  get usedBytes(): number {
    return this.made?.arena.used ?? 0;
  }

  kernels(): Promise<Kernels> {
    this.loaded ??= import('./run/loaded').then(({ kernelsFor }) =>
      kernelsFor(this.features.simd ? () => this.context() : null, this.accuracy),
    );
    return this.loaded;
  }

  private context(): KernelContext {
    if (this.disposed) refuse('the engine was disposed');
    if (!this.made) {
      const arena = new Arena(this.options.memoryBytes ?? 2 ** 30);
      this.made = new KernelContext(arena, this.features, this.options.variant ?? 'unrolled');
      if (!this.options.variant) this.made.variant = calibrate(this.made);
    }
    return this.made;
  }

  prepare(layer: LayerDescription): Layer {
    if (this.disposed) refuse('the engine was disposed');
    // What a failed preparation had allocated is given back.
    return this.features.simd ? this.context().arena.attempt(() => this.prepareAny(layer)) : this.prepareAny(layer);
  }

  private prepareAny(layer: LayerDescription): Layer {
    if (layer.kind === 'linear') return this.prepareLinear(layer);
    const last = layer.layout === 'channels-last';
    const rank = layer.inputShape.length;
    const shape = last ? [layer.inputShape[0]!, layer.inputShape[rank - 1]!, ...layer.inputShape.slice(1, -1)] : layer.inputShape;
    const resolved = resolveConvolution(layer, shape);
    const core = this.convolutionCore(layer, shape, resolved);
    if (!last) return core;
    const [batch, channels, ...spatial] = core.outputShape as [number, number, ...number[]];
    return new TurnedLayer(core, layer.inputShape, [batch, ...spatial, channels]);
  }

  private convolutionCore(layer: ConvolutionLayer | TransposedConvolutionLayer, shape: readonly number[], resolved: ResolvedConvolution): Layer {
    const mode = layer.kind === 'convolution' ? (layer.paddingMode ?? 'zeros') : 'zeros';
    const { sides } = resolved;
    const padded = sides.some(([a, b]) => a !== 0 || b !== 0);
    // Repeating modes and cutting sides are applied before; the kernels know zeros only.
    if (padded && (mode !== 'zeros' && mode !== 'constant' || sides.some(([a, b]) => a < 0 || b < 0)) && layer.kind === 'convolution') {
      const grown = [shape[0]!, shape[1]!, ...shape.slice(2).map((n, i) => n + sides[i]![0] + sides[i]![1])];
      const inner: ConvolutionLayer = { ...layer, inputShape: grown, layout: 'channels-first', padding: 'valid', paddingMode: 'zeros' };
      const core = this.convolutionCore(inner, grown, resolveConvolution(inner, grown));
      return new PaddedLayer(core, shape, (input) => pad({ shape, data: input }, sides, mode).data);
    }
    const bias = layer.bias ?? null;
    const { geometry } = resolved;
    if (this.features.simd) {
      const kernel =
        layer.kind === 'convolution'
          ? prepareGuarded(this.context(), geometry, layer.weight.data, bias, this.accuracy)
          : prepareTransposedConvolution(this.context(), geometry, layer.weight.data, bias);
      if (kernel) return new EmittedLayer(this.context(), kernel, shape, resolved.outputShape);
    }
    const settings = {
      stride: resolved.stride,
      dilation: resolved.dilation,
      before: sides.map((s) => s[0]),
      after: sides.map((s) => s[1]),
      groups: layer.groups ?? 1,
    };
    const activation = layer.activation ?? noActivation;
    return new ReferenceLayer(shape, resolved.outputShape, (input) => {
      const result =
        layer.kind === 'convolution'
          ? convolution({ shape, data: input }, layer.weight, bias, settings)
          : transposedConvolution({ shape, data: input }, layer.weight, bias, settings, resolved.outputPadding);
      return activation.kind === 'none' ? result.data : result.data.map((value) => activate(value, activation));
    });
  }

  private prepareLinear(layer: LinearLayer): Layer {
    const [outputs, features] = layer.weight.shape as [number, number];
    if (layer.weight.shape.length !== 2) refuse('a linear weight has two axes');
    if (layer.inputShape[layer.inputShape.length - 1] !== features) refuse(`the weight takes ${features} features`);
    const bias = layer.bias ?? null;
    if (bias && bias.length !== outputs) refuse(`a bias of ${bias.length} numbers for ${outputs} outputs`);
    const lead = layer.inputShape.slice(0, -1);
    const outputShape = [...lead, outputs];
    const activation = layer.activation ?? noActivation;
    const rows = sizeOf(lead);
    if (this.features.simd) {
      const context = this.context();
      const few = rows < 4 || outputs < 4;
      const kernel = few
        ? prepareDot(context, rows, features, outputs, layer.weight.data, bias, activation)
        : prepareLinear(context, prepareProduct(context, rows, features, outputs, true), rows, features, outputs, layer.weight.data, bias, activation);
      return new EmittedLayer(context, kernel, layer.inputShape, outputShape);
    }
    return new ReferenceLayer(layer.inputShape, outputShape, (input) => {
      const { data } = linear({ shape: layer.inputShape, data: input }, layer.weight, bias);
      if (activation.kind !== 'none') for (let i = 0; i < data.length; i++) data[i] = activate(data[i]!, activation);
      return data;
    });
  }

  async run(graph: Graph, options: Omit<RunOptions, 'kernels' | 'filled'>): Promise<RunResult> {
    if (this.disposed) refuse('the engine was disposed');
    const [{ runNetwork }, kernels] = await Promise.all([import('./run/loaded'), this.kernels()]);
    return runNetwork(graph, { ...options, kernels, filled: this.filled });
  }

  dispose(): void {
    this.disposed = true;
    this.filled.clear();
    this.made = null;
  }
}

function checkLength(data: Float32Array, shape: readonly number[], what: string): void {
  if (data.length !== sizeOf(shape)) refuse(`the ${what} needs ${sizeOf(shape)} numbers, not ${data.length}`);
}

/** A layer on emitted kernels with its own input and output in the arena. */
class EmittedLayer implements Layer {
  readonly algorithm: string;
  private readonly input: number;
  private readonly output: number;
  private readonly sizes: readonly [number, number];

  constructor(
    private readonly context: KernelContext,
    private readonly kernel: PreparedKernel,
    readonly inputShape: readonly number[],
    readonly outputShape: readonly number[],
  ) {
    this.algorithm = kernel.algorithm;
    this.sizes = [sizeOf(inputShape), sizeOf(outputShape)];
    this.input = context.arena.allocate(this.sizes[0] * 4 + 64);
    this.output = context.arena.allocate(this.sizes[1] * 4 + 64);
  }

  run(input: Float32Array, into?: Float32Array): Float32Array {
    checkLength(input, this.inputShape, 'input');
    if (into) checkLength(into, this.outputShape, 'output');
    const { arena } = this.context;
    arena.slice(this.input, this.sizes[0]).set(input);
    this.compute();
    const result = arena.slice(this.output, this.sizes[1]);
    if (!into) return result.slice();
    into.set(result);
    return into;
  }

  resident(): { readonly input: Float32Array; readonly output: Float32Array } {
    const { arena } = this.context;
    return { input: arena.slice(this.input, this.sizes[0]), output: arena.slice(this.output, this.sizes[1]) };
  }

  compute(): void {
    this.kernel.run(this.input, this.output);
  }

  dispose(): void {
    this.kernel.release();
    this.context.arena.release(this.input);
    this.context.arena.release(this.output);
  }
}

/** A layer in plain TypeScript. */
class ReferenceLayer implements Layer {
  constructor(
    readonly inputShape: readonly number[],
    readonly outputShape: readonly number[],
    private readonly forward: (input: Float32Array) => Float32Array,
    readonly algorithm = 'reference',
  ) {}

  run(input: Float32Array, into?: Float32Array): Float32Array {
    checkLength(input, this.inputShape, 'input');
    const result = this.forward(input);
    if (!into) return result;
    checkLength(into, this.outputShape, 'output');
    into.set(result);
    return into;
  }

  resident(): null {
    return null;
  }

  compute(): void {
    refuse('this layer has no resident input');
  }

  dispose(): void {}
}

/** Another layer behind a padding that repeats the picture. */
class PaddedLayer implements Layer {
  readonly outputShape: readonly number[];
  readonly algorithm: string;

  constructor(
    private readonly inner: Layer,
    readonly inputShape: readonly number[],
    private readonly padInput: (input: Float32Array) => Float32Array,
  ) {
    this.outputShape = inner.outputShape;
    this.algorithm = inner.algorithm;
  }

  run(input: Float32Array, into?: Float32Array): Float32Array {
    checkLength(input, this.inputShape, 'input');
    return this.inner.run(this.padInput(input), into);
  }

  resident(): null {
    return null;
  }

  compute(): void {
    refuse('this layer has no resident input');
  }

  dispose(): void {
    this.inner.dispose();
  }
}

/** Another layer with its channels last. */
class TurnedLayer implements Layer {
  readonly algorithm: string;

  constructor(
    private readonly inner: Layer,
    readonly inputShape: readonly number[],
    readonly outputShape: readonly number[],
  ) {
    this.algorithm = inner.algorithm;
  }

  run(input: Float32Array, into?: Float32Array): Float32Array {
    checkLength(input, this.inputShape, 'input');
    const first = toChannelsFirst({ shape: this.inputShape, data: input });
    const result = toChannelsLast({ shape: this.inner.outputShape, data: this.inner.run(first.data) }).data;
    if (!into) return result;
    checkLength(into, this.outputShape, 'output');
    into.set(result);
    return into;
  }

  resident(): null {
    return null;
  }

  compute(): void {
    refuse('this layer has no resident input');
  }

  dispose(): void {
    this.inner.dispose();
  }
}
