/** Products and convolutions of whole tensors on emitted kernels; what was prepared for a weight is kept for the next time. */
import type { ConvolutionSettings } from '../reference/convolution';
import { asThree, convolution, convolutionShape, transposedConvolution, transposedShape } from '../reference/convolution';
import { addSame, clampOf } from '../reference/elementwise';
import { linear } from '../reference/linear';
import { matmul } from '../reference/matmul';
import { scaleChannels } from '../reference/normalisation';
import { maxPool, pooledShape, type PoolingSettings } from '../reference/pooling';
import { around, broadcastShape, broadcastStrides, EngineError, sizeOf, stridesOf, type Tensor } from '../tensor';
import { noActivation } from '../emitter/activate';
import { type Accuracy, prepareTransposedConvolution } from './choose';
import type { KernelContext, PreparedKernel } from './context';
import { prepareDot } from './dot';
import { type ConvolutionGeometry, multiplyAdds } from './geometry';
import { prepareGuarded } from './guarded';
import { prepareLinear } from './linear';
import type { Kernels } from './kernels';
import { maxPoolFits, type PlanePooling, prepareMaxPool, rowBytes } from './maxPool';
import { chunkBytes, inChunks, pointwise } from './pointwise';
import { prepareProduct, type Product } from './product';

/** Fewer multiply-adds are done sooner than a kernel is compiled. */
const worthCompiling = 150_000;
/** Fewer numbers are done sooner where they are. */
const worthMoving = 16_384;

interface Entry {
  readonly key: string;
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
  readonly kernel: PreparedKernel | null;
  readonly bytes: number;
  release(): void;
}

/** The engine's kernels for networks. Weights must not be changed after they were used. */
export class EmittedKernels implements Kernels {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();
  private readonly names = new WeakMap<Float32Array, number>();
  private counter = 0;
  private readonly products = new Map<string, Product>();
  private io: { place: number; bytes: number } = { place: 0, bytes: 0 };

  constructor(
    private readonly context: () => KernelContext,
    private readonly accuracy: Accuracy,
  ) {}

  private name(data: Float32Array): number {
    let name = this.names.get(data);
    if (name === undefined) this.names.set(data, (name = ++this.counter));
    return name;
  }

  /** The kernel prepared for a weight, or null where it does not fit into memory. */
  private prepared(key: string, weight: Float32Array, bias: Float32Array | null, prepare: () => PreparedKernel | null): PreparedKernel | null {
    const full = `${key} ${this.name(weight)} ${bias ? this.name(bias) : 0}`;
    const known = this.entries.get(full);
    if (known) {
      this.entries.delete(full);
      this.entries.set(full, known);
      return known.kernel;
    }
    const kernel = this.withRoom(prepare);
    if (kernel) this.entries.set(full, { key: full, weight, bias, kernel, bytes: kernel.bytes, release: () => kernel.release() });
    return kernel;
  }

  /** Tries, giving up the least recently used kernels while memory is short. */
  private withRoom<T>(attempt: () => T): T | null {
    for (;;) {
      try {
        return this.context().arena.attempt(attempt);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        const oldest = this.entries.values().next().value;
        if (!oldest) return null;
        this.entries.delete(oldest.key);
        oldest.release();
      }
    }
  }

  /** Space for an input and an output, in one block that grows. */
  private space(bytes: number): number {
    if (bytes > this.io.bytes) {
      const { arena } = this.context();
      if (this.io.place) arena.release(this.io.place);
      this.io = { place: 0, bytes: 0 };
      this.io = { place: arena.allocate(bytes, true), bytes };
    }
    return this.io.place;
  }

  private runKernel(kernel: PreparedKernel, input: Float32Array, size: number): Float32Array | null {
    const { arena } = this.context();
    const offset = Math.ceil((input.byteLength + 64) / 64) * 64;
    const place = this.withRoom(() => this.space(offset + size * 4 + 64));
    if (place === null) return null;
    arena.slice(place, input.length).set(input);
    kernel.run(place, place + offset);
    return arena.slice(place + offset, size).slice();
  }

  convolution(input: Tensor, weight: Tensor, bias: Float32Array | null, s: ConvolutionSettings): Tensor {
    const shape = convolutionShape(input.shape, weight.shape, s);
    const geometry = geometryOf(input.shape, weight, s, shape, weight.shape[1]! * s.groups);
    const small = multiplyAdds(geometry) < worthCompiling;
    if (small || geometry.before.some((n) => n < 0)) return convolution(input, weight, bias, s);
    const kernel = this.prepared(`conv ${JSON.stringify(geometry)}`, weight.data, bias, () =>
      prepareGuarded(this.context(), geometry, weight.data, bias, this.accuracy),
    );
    const data = kernel && this.runKernel(kernel, input.data, sizeOf(shape));
    return data ? { shape, data } : convolution(input, weight, bias, s);
  }

  transposedConvolution(
    input: Tensor,
    weight: Tensor,
    bias: Float32Array | null,
    s: ConvolutionSettings,
    outputPadding: readonly number[],
  ): Tensor {
    const shape = transposedShape(input.shape, weight.shape, s, outputPadding);
    const geometry = geometryOf(input.shape, weight, s, shape, weight.shape[0]!);
    const kernel =
      multiplyAdds(geometry) < worthCompiling
        ? null
        : this.prepared(`transposed ${JSON.stringify(geometry)}`, weight.data, bias, () =>
            prepareTransposedConvolution(this.context(), geometry, weight.data, bias),
          );
    const data = kernel && this.runKernel(kernel, input.data, sizeOf(shape));
    return data ? { shape, data } : transposedConvolution(input, weight, bias, s, outputPadding);
  }

  linear(input: Tensor, weight: Tensor, bias: Float32Array | null): Tensor {
    const features = weight.shape[weight.shape.length - 1]!;
    const outputs = weight.shape[0]!;
    const rows = sizeOf(input.shape.slice(0, -1));
    if (weight.shape.length !== 2 || input.shape[input.shape.length - 1] !== features) return linear(input, weight, bias);
    if (rows * features * outputs < worthCompiling) return linear(input, weight, bias);
    const shape = [...input.shape.slice(0, -1), outputs];
    if (rows < 4 || outputs < 4) {
      const kernel = this.prepared(`dot ${rows}`, weight.data, bias, () =>
        prepareDot(this.context(), rows, features, outputs, weight.data, bias, noActivation),
      );
      const data = kernel && this.runKernel(kernel, input.data, rows * outputs);
      return data ? { shape, data } : linear(input, weight, bias);
    }
    const kernel = this.prepared(`linear ${rows}`, weight.data, bias, () => prepareLinear(this.context(), this.product(rows, features, outputs, true), rows, features, outputs, weight.data, bias, noActivation));
    const data = kernel && this.runKernel(kernel, input.data, rows * outputs);
    return data ? { shape, data } : linear(input, weight, bias);
  }

  private product(m: number, k: number, n: number, withBias: boolean): Product {
    const key = `${m} ${k} ${n} ${withBias}`;
    let product = this.products.get(key);
    if (!product) this.products.set(key, (product = prepareProduct(this.context(), m, k, n, withBias)));
    return product;
  }

  matmul(a: Tensor, b: Tensor): Tensor {
    const [m, k] = a.shape.slice(-2) as [number, number];
    const [inner, n] = b.shape.slice(-2) as [number, number];
    if (a.shape.length < 2 || b.shape.length < 2 || k !== inner || n < 4) return matmul(a, b);
    const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const count = sizeOf(batch);
    if (count * m * n * k < worthCompiling || m * n * k < 4096) return matmul(a, b);
    const context = this.context();
    const { arena } = context;
    const product = this.product(m, k, n, false);
    const offset = Math.ceil((k * n * 4 + 64) / 64) * 64;
    const place = this.withRoom(() => {
      context.needScratch(256 + product.packedBytes);
      return this.space(offset + m * n * 4 + 64);
    });
    if (place === null) return matmul(a, b);
    const data = new Float32Array(count * m * n);
    const [left, right, own] = [broadcastStrides(a.shape.slice(0, -2), batch), broadcastStrides(b.shape.slice(0, -2), batch), stridesOf(batch)];
    for (let i = 0; i < count; i++) {
      let [x, y, rest] = [0, 0, i];
      own.forEach((stride, axis) => {
        const at = Math.floor(rest / stride);
        rest -= at * stride;
        x += at * left[axis]!;
        y += at * right[axis]!;
      });
      const packed = context.scratch + 256;
      product.pack(a.data.subarray(x * m * k, (x + 1) * m * k), arena.slice(packed, m * k));
      arena.slice(place, k * n).set(b.data.subarray(y * k * n, (y + 1) * k * n));
      product.run(packed, place, place + offset, 0);
      data.set(arena.slice(place + offset, m * n), i * m * n);
    }
    return { shape: [...batch, m, n], data };
  }

  clamp(input: Tensor, low: number, high: number): Tensor {
    if (input.data.length < worthMoving) return clampOf(input, low, high);
    return { shape: input.shape, data: this.chunked(input.data, (context, place, vectors) => pointwise(context)['clamp']!(place, vectors, low, high)) };
  }

  scaleChannels(input: Tensor, scale: Float32Array, shift: Float32Array): Tensor {
    const [outer, channels, inner] = around(input.shape, 1);
    if (input.data.length < worthMoving || inner < 64) return scaleChannels(input, scale, shift);
    const context = this.context();
    const { affine } = pointwise(context);
    const place = this.withRoom(() => this.space(input.data.byteLength + 64));
    if (place === null) return scaleChannels(input, scale, shift);
    const { arena } = context;
    arena.slice(place, input.data.length).set(input.data);
    // Numbers beyond a channel's end must not be touched twice: what does not fill a vector is done here.
    const whole = inner & ~3;
    const floats = arena.floats;
    for (let n = 0; n < outer; n++)
      for (let c = 0; c < channels; c++) {
        const from = (n * channels + c) * inner;
        affine!(place + from * 4, whole >> 2, scale[c]!, shift[c]!);
        for (let i = from + whole; i < from + inner; i++) floats[(place >> 2) + i] = floats[(place >> 2) + i]! * scale[c]! + shift[c]!;
      }
    return { shape: input.shape, data: arena.slice(place, input.data.length).slice() };
  }

  add(a: Tensor, b: Tensor): Tensor {
    if (a.data.length < worthMoving) return addSame(a, b);
    const second = b.data;
    return {
      shape: a.shape,
      data: this.chunked(a.data, (context, place, vectors, from) => {
        const other = place + chunkBytes;
        const count = Math.min(vectors * 4, second.length - from);
        context.arena.slice(other, count).set(second.subarray(from, from + count));
        pointwise(context)['add']!(place, vectors, other);
      }),
    };
  }

  private chunked(data: Float32Array, run: (context: KernelContext, place: number, vectors: number, from: number) => void): Float32Array {
    const context = this.context();
    // Compiled before the views are made: compiling may need memory, and growing detaches them.
    pointwise(context);
    const place = this.space(2 * chunkBytes);
    return inChunks(context, place, data, (at, vectors, from) => run(context, at, vectors, from));
  }

  maxPool(input: Tensor, s: PoolingSettings): Tensor {
    const axes = s.kernel.length;
    const two = (values: readonly number[], one: number): readonly [number, number] => (axes === 1 ? [one, values[0]!] : [values[0]!, values[1]!]);
    if (axes > 2 || input.data.length < worthMoving) return maxPool(input, s)[0];
    const shape = pooledShape(input, s);
    const p: PlanePooling = {
      input: two(input.shape.slice(-axes), 1),
      output: two(shape.slice(-axes), 1),
      kernel: two(s.kernel, 1),
      stride: two(s.stride, 1),
      dilation: two(s.dilation, 1),
      before: two(s.before, 0),
    };
    if (!maxPoolFits(p)) return maxPool(input, s)[0];
    const size = sizeOf(shape);
    const context = this.context();
    const { plane } = prepareMaxPool(context, p);
    const row = Math.ceil(rowBytes(p) / 64) * 64;
    const offset = Math.ceil((input.data.byteLength + 64) / 64) * 64;
    const place = this.withRoom(() => this.space(row + offset + size * 4 + 64));
    if (place === null) return maxPool(input, s)[0];
    const { arena } = context;
    const [from, to] = [place + row, place + row + offset];
    arena.slice(place, row >> 2).fill(-Infinity);
    arena.slice(from, input.data.length).set(input.data);
    const [inPlane, outPlane] = [p.input[0] * p.input[1] * 4, p.output[0] * p.output[1] * 4];
    for (let i = 0; i < size / (outPlane / 4); i++) plane!(from + i * inPlane, to + i * outPlane, place);
    return { shape, data: arena.slice(to, size).slice() };
  }

  /** Gives up everything that is kept. */
  dispose(): void {
    for (const entry of this.entries.values()) entry.release();
    this.entries.clear();
    for (const product of this.products.values()) product.release();
    this.products.clear();
    if (this.io.place) this.context().arena.release(this.io.place);
    this.io = { place: 0, bytes: 0 };
  }
}

function geometryOf(
  input: readonly number[],
  weight: Tensor,
  s: ConvolutionSettings,
  output: readonly number[],
  inChannels: number,
): ConvolutionGeometry {
  return {
    batch: input[0]!,
    inChannels,
    outChannels: output[1]!,
    groups: s.groups,
    input: asThree(input.slice(2), 1),
    kernel: asThree(weight.shape.slice(2), 1),
    stride: asThree(s.stride, 1),
    dilation: asThree(s.dilation, 1),
    before: asThree(s.before, 0),
    output: asThree(output.slice(2), 1),
    activation: noActivation,
  };
}
