/** Who is measured: the engine in its modes, onnxruntime-web, tfjs on WebAssembly, onnxruntime-node, and the multiply-add peak of the machine. */
import { noActivation } from '../../../src/engine/emitter/activate';
import { Assembler } from '../../../src/engine/emitter/assembler';
import { detectFeatures } from '../../../src/engine/emitter/features';
import { createEngine, type Engine, type Layer } from '../../../src/engine/engine';
import { Arena } from '../../../src/engine/kernels/arena';
import { prepareConvolution, prepareTransposedConvolution } from '../../../src/engine/kernels/choose';
import { KernelContext } from '../../../src/engine/kernels/context';
import type { ConvolutionGeometry } from '../../../src/engine/kernels/geometry';
import { model } from './onnx';
import { type Numbers, operations, outputOf, strideOf, type Workload } from './workloads';

/** A layer made ready by a contender. */
export interface Ready {
  run(): void | Promise<unknown>;
  /** The result of the last run, channels first, for comparison. */
  result(): Promise<Float32Array> | Float32Array;
  dispose(): void;
}

export interface Contender {
  readonly name: string;
  /** Takes so long that a few rounds must do. */
  readonly slow?: boolean;
  /** Null where it cannot do the layer. */
  prepare(w: Workload, n: Numbers): Promise<Ready | null> | Ready | null;
}

function describe(engine: Engine, w: Workload, n: Numbers): Layer {
  const flat = w.input[0] === 1;
  const spatial = flat ? [w.input[1]] : [...w.input];
  const kernel = flat ? [w.kernel[1]] : [...w.kernel];
  const common = {
    inputShape: [1, w.inChannels, ...spatial],
    bias: n.bias,
    stride: w.stride,
    dilation: w.dilation,
    groups: w.groups,
  };
  const padding = flat ? [w.padding[1]] : [...w.padding];
  if (w.transposed)
    return engine.prepare({
      ...common,
      kind: 'transposed-convolution',
      weight: { shape: [w.inChannels, w.outChannels / w.groups, ...kernel], data: n.weight },
      padding,
    });
  return engine.prepare({
    ...common,
    kind: 'convolution',
    weight: { shape: [w.outChannels, w.inChannels / w.groups, ...kernel], data: n.weight },
    padding,
  });
}

/** The engine, as a caller uses it. `into`: input copied in, output copied to the caller's buffer; `resident`: neither. */
export function ours(name: string, options: { accuracy: 'fast' | 'accurate'; fma?: boolean; how: 'into' | 'resident' }): Contender {
  let engine: Engine | null = null;
  return {
    name,
    prepare(w, n) {
      engine ??= createEngine({ accuracy: options.accuracy, fma: options.fma ?? true });
      const layer = describe(engine, w, n);
      const out = new Float32Array(layer.outputShape.reduce((a, b) => a * b, 1));
      if (options.how === 'into') return { run: () => void layer.run(n.input, out), result: () => out, dispose: () => layer.dispose() };
      layer.resident()!.input.set(n.input);
      return { run: () => layer.compute(), result: () => layer.resident()!.output, dispose: () => layer.dispose() };
    },
  };
}

/** The engine's plain TypeScript: what runs where WebAssembly is not to be had. */
export function plain(): Contender {
  const engine = createEngine({ wasm: false });
  return {
    name: 'plain',
    slow: true,
    prepare(w, n) {
      // A stack of layers takes minutes.
      if (operations(w) > 2e9) return null;
      const layer = describe(engine, w, n);
      const out = new Float32Array(layer.outputShape.reduce((a, b) => a * b, 1));
      return { run: () => void layer.run(n.input, out), result: () => out, dispose: () => layer.dispose() };
    },
  };
}

/** Seven loops as one first writes them. */
export function naive(): Contender {
  return {
    name: 'naive',
    slow: true,
    prepare(w, n) {
      if (operations(w) > 2e9) return null;
      const [oh, ow] = outputOf(w);
      const out = new Float32Array(w.outChannels * oh * ow);
      return { run: () => (w.transposed ? naiveTransposed(w, n, out) : naiveConvolution(w, n, out)), result: () => out, dispose: () => undefined };
    },
  };
}

function naiveConvolution(w: Workload, n: Numbers, out: Float32Array): void {
  const [oh, ow] = outputOf(w);
  const [sh, sw] = strideOf(w);
  const [height, width] = w.input;
  const [kh, kw] = w.kernel;
  const [own, made] = [w.inChannels / w.groups, w.outChannels / w.groups];
  for (let o = 0; o < w.outChannels; o++)
    for (let y = 0; y < oh; y++)
      for (let x = 0; x < ow; x++) {
        let sum = n.bias[o]!;
        for (let c = 0; c < own; c++)
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++) {
              const row = y * sh - w.padding[0] + i * w.dilation;
              const column = x * sw - w.padding[1] + j * w.dilation;
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              const channel = Math.floor(o / made) * own + c;
              sum += n.input[(channel * height + row) * width + column]! * n.weight[((o * own + c) * kh + i) * kw + j]!;
            }
        out[(o * oh + y) * ow + x] = sum;
      }
}

function naiveTransposed(w: Workload, n: Numbers, out: Float32Array): void {
  const [oh, ow] = outputOf(w);
  const [sh, sw] = strideOf(w);
  const [height, width] = w.input;
  const [kh, kw] = w.kernel;
  for (let o = 0; o < w.outChannels; o++) out.fill(n.bias[o]!, o * oh * ow, (o + 1) * oh * ow);
  for (let c = 0; c < w.inChannels; c++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let o = 0; o < w.outChannels; o++)
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++) {
              const row = y * sh - w.padding[0] + i;
              const column = x * sw - w.padding[1] + j;
              if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
              out[(o * oh + row) * ow + column]! += n.input[(c * height + y) * width + x]! * n.weight[((c * w.outChannels + o) * kh + i) * kw + j]!;
            }
}

/** The direct path alone, resident, whatever the engine would choose. */
export function direct(): Contender {
  let context: KernelContext | null = null;
  return {
    name: 'direct',
    prepare(w, n) {
      context ??= new KernelContext(new Arena(2 ** 30), detectFeatures(), createVariant());
      const [sh, sw] = strideOf(w);
      const [oh, ow] = outputOf(w);
      const geometry: ConvolutionGeometry = {
        batch: 1,
        inChannels: w.inChannels,
        outChannels: w.outChannels,
        groups: w.groups,
        input: [1, ...w.input],
        kernel: [1, ...w.kernel],
        stride: [1, sh, sw],
        dilation: [1, w.dilation, w.dilation],
        before: [0, ...w.padding],
        output: [1, oh, ow],
        activation: noActivation,
      };
      const kernel = w.transposed
        ? prepareTransposedConvolution(context, geometry, n.weight, n.bias)!
        : prepareConvolution(context, geometry, n.weight, n.bias, 'fast', w.groups === w.inChannels && w.groups > 1 ? 'depthwise' : 'direct');
      const size = w.outChannels * oh * ow;
      const [from, to] = [context.arena.allocate(n.input.byteLength + 64), context.arena.allocate(size * 4 + 64)];
      const { arena } = context;
      arena.slice(from, n.input.length).set(n.input);
      return {
        run: () => kernel.run(from, to),
        result: () => arena.slice(to, size),
        dispose: () => {
          kernel.release();
          arena.release(from);
          arena.release(to);
        },
      };
    },
  };
}

/** What the engine's own calibration says. */
export function createVariant(): 'rolled' | 'unrolled' {
  const engine = createEngine();
  engine.prepare({ kind: 'convolution', inputShape: [1, 1, 8, 8], weight: { shape: [1, 1, 3, 3], data: new Float32Array(9) } });
  const { variant } = engine;
  engine.dispose();
  return variant ?? 'unrolled';
}

interface OrtSession {
  run(feeds: Record<string, unknown>): Promise<Record<string, { data: Float32Array }>>;
  release(): Promise<void>;
}
/** The part of onnxruntime's API that is used. */
export interface Ort {
  readonly InferenceSession: { create(bytes: Uint8Array, options: unknown): Promise<OrtSession> };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => unknown;
}

/** onnxruntime: a session of one Conv, single-threaded; every run copies its input in and makes a new output. */
export function onnxruntime(name: string, ort: Ort): Contender {
  return {
    name,
    async prepare(w, n) {
      const flat = w.input[0] === 1;
      const pick = <T>(pair: readonly [T, T]): T[] => (flat ? [pair[1]] : [...pair]);
      const pads = pick(w.padding);
      const attributes = { kernel_shape: pick(w.kernel), strides: pick(strideOf(w)), pads: [...pads, ...pads], dilations: pick([w.dilation, w.dilation]), group: w.groups };
      const weightShape = w.transposed
        ? [w.inChannels, w.outChannels / w.groups, ...pick(w.kernel)]
        : [w.outChannels, w.inChannels / w.groups, ...pick(w.kernel)];
      const inputShape = [1, w.inChannels, ...pick(w.input)];
      const bytes = model(
        [{ op: w.transposed ? 'ConvTranspose' : 'Conv', inputs: ['x', 'w', 'b'], outputs: ['y'], attributes }],
        { w: { shape: weightShape, data: n.weight }, b: { shape: [w.outChannels], data: n.bias } },
        { x: inputShape },
        { y: [1, w.outChannels, ...pick(outputOf(w))] },
      );
      const session = await ort.InferenceSession.create(bytes, {
        executionProviders: [name === 'ort-node' ? 'cpu' : 'wasm'],
        graphOptimizationLevel: 'all',
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
      });
      let last: Float32Array | null = null;
      return {
        run: async () => {
          last = (await session.run({ x: new ort.Tensor('float32', n.input, inputShape) }))['y']!.data;
        },
        result: () => last!,
        dispose: () => void session.release(),
      };
    },
  };
}

/** The part of tfjs' API that is used. */
export interface Tf {
  tensor4d(data: Float32Array, shape: readonly number[]): TfTensor;
  tensor1d(data: Float32Array): TfTensor;
  conv2dTranspose(x: TfTensor, w: TfTensor, shape: readonly number[], strides: readonly number[], pad: number): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  transpose(x: TfTensor, order: readonly number[]): TfTensor;
  readonly fused: Record<'conv2d' | 'depthwiseConv2d', (options: Record<string, unknown>) => TfTensor>;
}
interface TfTensor {
  dataSync(): Float32Array;
  dispose(): void;
}

/** tfjs on WebAssembly: tensors in its own memory and layout, one thread, bias fused. */
export function tfjs(tf: Tf): Contender {
  return {
    name: 'tfjs-wasm',
    prepare(w, n) {
      const depthwise = w.groups === w.inChannels && w.groups > 1;
      if (w.groups > 1 && !depthwise) return null;
      const turned = (data: Float32Array, shape: readonly number[], order: readonly number[]): TfTensor => {
        const first = tf.tensor4d(data, shape);
        const result = tf.transpose(first, order);
        first.dispose();
        return result;
      };
      const x = turned(n.input, [1, w.inChannels, ...w.input], [0, 2, 3, 1]);
      const weight = w.transposed
        ? turned(n.weight, [w.inChannels, w.outChannels, ...w.kernel], [2, 3, 1, 0])
        : depthwise
          ? turned(n.weight, [w.outChannels, 1, ...w.kernel], [2, 3, 0, 1])
          : turned(n.weight, [w.outChannels, w.inChannels, ...w.kernel], [2, 3, 1, 0]);
      const bias = tf.tensor1d(n.bias);
      const [oh, ow] = outputOf(w);
      const forward = (): TfTensor => {
        if (w.transposed) {
          const raw = tf.conv2dTranspose(x, weight, [1, oh, ow, w.outChannels], strideOf(w), w.padding[0]);
          const sum = tf.add(raw, bias);
          raw.dispose();
          return sum;
        }
        return tf.fused[depthwise ? 'depthwiseConv2d' : 'conv2d']({
          x,
          filter: weight,
          strides: strideOf(w),
          pad: w.padding[0],
          dimRoundingMode: 'floor',
          dilations: [w.dilation, w.dilation],
          bias,
          activation: 'linear',
        });
      };
      return {
        run: () => forward().dispose(),
        result: () => {
          const y = forward();
          const first = tf.transpose(y, [0, 3, 1, 2]);
          const data = first.dataSync();
          y.dispose();
          first.dispose();
          return data;
        },
        dispose: () => [x, weight, bias].forEach((t) => t.dispose()),
      };
    },
  };
}

/** Multiply-adds in registers: what the machine can do in WebAssembly, in GFLOP a second. */
export function peak(): { readonly run: () => void; readonly operations: number } {
  const { fma } = detectFeatures();
  const assembler = new Assembler();
  const code = assembler.function('peak', ['i32'], true);
  const sums = Array.from({ length: 12 }, () => code.v128());
  const [a, b] = [code.v128(), code.v128()];
  code.splatConst(0.999).set(a).splatConst(0.001).set(b);
  code.times(
    () => code.const(20000),
    () => {
      for (const sum of sums) {
        if (fma) code.get(a).get(b).get(sum).relaxedMadd().set(sum);
        else code.get(sum).get(a).get(b).vMul().vAdd().set(sum);
      }
    },
  );
  for (const sum of sums) code.get(0).get(sum).store();
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assembler.bytes()), { env: { memory } });
  const run = instance.exports['peak'] as (place: number) => void;
  return { run: () => run(0), operations: 20000 * 12 * 8 };
}
