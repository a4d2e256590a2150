/** Emitted kernels against sums in float64, over 2,000 random shapes and settings, by every algorithm that fits; infinities and NaN included. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createEngine } from '../../../src/engine/engine';
import { detectFeatures } from '../../../src/engine/emitter/features';
import type { FusedActivation } from '../../../src/engine/emitter/activate';
import { activate } from '../../../src/engine/emitter/activate';
import { Arena } from '../../../src/engine/kernels/arena';
import { type Algorithm, prepareConvolution, prepareTransposedConvolution } from '../../../src/engine/kernels/choose';
import { KernelContext } from '../../../src/engine/kernels/context';
import { depthwiseFits } from '../../../src/engine/kernels/depthwise';
import { referenceKernels } from '../../../src/engine/kernels/kernels';
import type { ConvolutionGeometry, Three } from '../../../src/engine/kernels/geometry';
import { volume } from '../../../src/engine/kernels/geometry';
import { transposedFits } from '../../../src/engine/kernels/transposed';
import { winogradFits } from '../../../src/engine/kernels/winograd';
import { randomOf } from '../../../src/engine/random';
import { convolution, transposedConvolution } from '../../../src/engine/reference/convolution';
import { matmul } from '../../../src/engine/reference/matmul';

const numbers = (count: number, seed: number, name: string): Float32Array => {
  const random = randomOf(seed, name);
  return Float32Array.from({ length: count }, () => random.normal());
};

/** Largest error as a share of the root mean square of the sums; infinite where one is not a number and the other is. */
function errorOf(got: Float32Array, want: Float32Array, sums: Float32Array = want): number {
  let squares = 0;
  let worst = 0;
  for (const value of sums) if (Number.isFinite(value)) squares += value * value;
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [got[i]!, want[i]!];
    if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b)) || a === b) continue;
    const error = Math.abs(a - b);
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  }
  const rms = Math.sqrt(squares / want.length);
  // A handful of numbers can cancel to almost nothing: their own scale says little.
  return worst / Math.max(rms, 0.05);
}

const features = detectFeatures();
const contexts = (['unrolled', 'rolled'] as const).flatMap((variant) =>
  [true, false].filter((fma) => !fma || features.fma).map((fma) => new KernelContext(new Arena(2 ** 28), { simd: true, fma }, variant)),
);

/** Runs a prepared kernel on numbers. */
function runOn(context: KernelContext, kernel: { run(a: number, b: number): void; release(): void }, input: Float32Array, size: number): Float32Array {
  const { arena } = context;
  const [from, to] = [arena.allocate(input.byteLength + 64), arena.allocate(size * 4 + 64)];
  arena.slice(from, input.length).set(input);
  kernel.run(from, to);
  const result = arena.slice(to, size).slice();
  for (const place of [from, to]) arena.release(place);
  kernel.release();
  return result;
}

const activations: readonly FusedActivation[] = [
  { kind: 'none' },
  { kind: 'none' },
  { kind: 'relu' },
  { kind: 'clamp', low: 0, high: 6 },
  { kind: 'leaky-relu', slope: 0.1 },
];

const three = (a: fc.Arbitrary<number>): fc.Arbitrary<Three> => fc.tuple(a, a, a);
const sizes = fc.record({
  axes: fc.integer({ min: 1, max: 3 }),
  batch: fc.integer({ min: 1, max: 2 }),
  groups: fc.constantFrom(1, 1, 1, 2, 3, 8),
  perGroup: fc.integer({ min: 1, max: 9 }),
  outPerGroup: fc.integer({ min: 1, max: 14 }),
  input: three(fc.integer({ min: 1, max: 21 })),
  kernel: three(fc.integer({ min: 1, max: 5 })),
  stride: three(fc.integer({ min: 1, max: 4 })),
  dilation: three(fc.integer({ min: 1, max: 3 })),
  before: three(fc.integer({ min: 0, max: 4 })),
  after: three(fc.integer({ min: 0, max: 4 })),
  activation: fc.constantFrom(...activations),
  seed: fc.integer(),
});

/** A geometry of the drawn numbers; axes beyond those drawn are 1. */
function geometryOf(d: typeof sizes extends fc.Arbitrary<infer T> ? T : never): ConvolutionGeometry | null {
  const cut = (value: Three, one: number): Three => [d.axes > 2 ? Math.min(value[0], 6) : one, d.axes > 1 ? value[1] : one, value[2]];
  const [input, kernel, stride, dilation] = [cut(d.input, 1), cut(d.kernel, 1), cut(d.stride, 1), cut(d.dilation, 1)];
  const [before, after] = [cut(d.before, 0), cut(d.after, 0)];
  const output = input.map((n, i) => Math.floor((n + before[i]! + after[i]! - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1);
  if (output.some((n) => n < 1)) return null;
  return {
    batch: d.batch,
    inChannels: d.groups * d.perGroup,
    outChannels: d.groups * d.outPerGroup,
    groups: d.groups,
    input,
    kernel,
    stride,
    dilation,
    before,
    output: output as unknown as Three,
    activation: d.activation,
  };
}

function reference(g: ConvolutionGeometry, input: Float32Array, weight: Float32Array, bias: Float32Array): Float32Array {
  const after = g.output.map((n, i) => (n - 1) * g.stride[i]! + g.dilation[i]! * (g.kernel[i]! - 1) + 1 - g.input[i]! - g.before[i]!);
  const result = convolution(
    { shape: [g.batch, g.inChannels, ...g.input], data: input },
    { shape: [g.outChannels, g.inChannels / g.groups, ...g.kernel], data: weight },
    bias,
    { stride: g.stride, dilation: g.dilation, before: g.before, after, groups: g.groups },
  );
  return result.data;
}

function checkAll(g: ConvolutionGeometry, seed: number, algorithms: readonly Algorithm[]): void {
  const input = numbers(g.batch * g.inChannels * volume(g.input), seed, 'input');
  const weight = numbers((g.outChannels * g.inChannels * volume(g.kernel)) / g.groups, seed, 'weight');
  const bias = numbers(g.outChannels, seed, 'bias');
  const sums = reference(g, input, weight, bias);
  const want = sums.map((value) => activate(value, g.activation));
  for (const algorithm of algorithms)
    for (const context of contexts) {
      const got = runOn(context, prepareConvolution(context, g, weight, bias, 'fast', algorithm), input, want.length);
      const error = errorOf(got, want, sums);
      assert.ok(error <= (algorithm === 'winograd4' ? 2.5e-5 : 5e-6), `${algorithm} ${context.variant} fma ${context.features.fma}: ${error}`);
    }
}

describe('emitted kernels', function () {
  this.timeout(240_000);
  before(function () {
    if (!features.simd) this.skip();
  });

  it('direct and depthwise convolutions of any shape', () => {
    fc.assert(
      fc.property(sizes, (drawn) => {
        const g = geometryOf(drawn);
        fc.pre(g !== null);
        checkAll(g, drawn.seed, ['direct', ...(depthwiseFits(g) ? (['depthwise'] as const) : [])]);
      }),
      { numRuns: 600 },
    );
  });

  it('depthwise convolutions with multipliers', () => {
    const shape = fc.record({
      channels: fc.integer({ min: 2, max: 9 }),
      multiplier: fc.integer({ min: 1, max: 3 }),
      input: fc.tuple(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 40 })),
      kernel: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      pad: fc.integer({ min: 0, max: 3 }),
      activation: fc.constantFrom(...activations),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, (d) => {
        const output = d.input.map((n, i) => Math.floor((n + 2 * d.pad - d.dilation * (d.kernel[i]! - 1) - 1) / d.stride) + 1);
        const g: ConvolutionGeometry = {
          batch: 1,
          inChannels: d.channels,
          outChannels: d.channels * d.multiplier,
          groups: d.channels,
          input: [1, ...d.input],
          kernel: [1, ...d.kernel],
          stride: [1, d.stride, d.stride],
          dilation: [1, d.dilation, d.dilation],
          before: [0, d.pad, d.pad],
          output: [1, output[0]!, output[1]!],
          activation: d.activation,
        };
        fc.pre(output.every((n) => n >= 1) && depthwiseFits(g));
        checkAll(g, d.seed, ['depthwise']);
      }),
      { numRuns: 240 },
    );
  });

  it('Winograd convolutions, dilated ones too', () => {
    const shape = fc.record({
      batch: fc.integer({ min: 1, max: 2 }),
      channels: fc.integer({ min: 1, max: 40 }),
      outputs: fc.integer({ min: 1, max: 40 }),
      output: fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 7, max: 60 })),
      dilation: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      before: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
      activation: fc.constantFrom(...activations),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, (d) => {
        const input = d.output.map((n, i) => n + 2 * d.dilation[i]! - d.before[i]!);
        const g: ConvolutionGeometry = {
          batch: d.batch,
          inChannels: d.channels,
          outChannels: d.outputs,
          groups: 1,
          input: [1, Math.max(1, input[0]!), Math.max(1, input[1]!)],
          kernel: [1, 3, 3],
          stride: [1, 1, 1],
          dilation: [1, ...d.dilation],
          before: [0, ...d.before],
          output: [1, ...d.output],
          activation: d.activation,
        };
        const fitting = ([2, 4] as const).filter((size) => winogradFits(g, size));
        fc.pre(fitting.length > 0);
        checkAll(g, d.seed, fitting.map((size) => `winograd${size}` as const));
      }),
      { numRuns: 400 },
    );
  });

  it('transposed convolutions', () => {
    fc.assert(
      fc.property(sizes, fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), (d, more) => {
        const axes = Math.min(d.axes, 2);
        const cut = (value: Three, one: number): Three => [one, axes > 1 ? value[1] : one, value[2]];
        const [input, kernel, stride, dilation, before] = [cut(d.input, 1), cut(d.kernel, 1), cut(d.stride, 1), cut(d.dilation, 1), cut(d.before, 0)];
        const outputPadding = [0, axes > 1 ? more[0] : 0, more[1]];
        const output = input.map((n, i) => (n - 1) * stride[i]! - 2 * before[i]! + dilation[i]! * (kernel[i]! - 1) + outputPadding[i]! + 1);
        const g: ConvolutionGeometry = {
          batch: d.batch,
          inChannels: d.groups * d.perGroup,
          outChannels: d.groups * d.outPerGroup,
          groups: d.groups,
          input,
          kernel,
          stride,
          dilation,
          before,
          output: output as unknown as Three,
          activation: d.activation,
        };
        fc.pre(output.every((n) => n >= 1) && transposedFits(g));
        const x = numbers(g.batch * g.inChannels * volume(g.input), d.seed, 'input');
        const weight = numbers((g.outChannels * g.inChannels * volume(g.kernel)) / g.groups, d.seed, 'weight');
        const bias = numbers(g.outChannels, d.seed, 'bias');
        const settings = { stride, dilation, before, after: before, groups: g.groups };
        const sums = transposedConvolution(
          { shape: [g.batch, g.inChannels, ...input], data: x },
          { shape: [g.inChannels, d.outPerGroup, ...kernel], data: weight },
          bias,
          settings,
          outputPadding,
        ).data;
        const want = sums.map((value) => activate(value, g.activation));
        for (const context of contexts) {
          const got = runOn(context, prepareTransposedConvolution(context, g, weight, bias)!, x, want.length);
          const error = errorOf(got, want, sums);
          assert.ok(error <= 5e-6, `${context.variant} fma ${context.features.fma}: ${error}`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('infinities and NaN come out where they belong', () => {
    const engines = [createEngine({ accuracy: 'fast' }), createEngine({ accuracy: 'accurate' })];
    const special = fc.constantFrom(NaN, Infinity, -Infinity, 3e38);
    const shape = fc.record({
      channels: fc.constantFrom(1, 3, 16, 20),
      outputs: fc.constantFrom(2, 16, 18),
      size: fc.integer({ min: 5, max: 20 }),
      groups: fc.constantFrom(1, 2),
      padding: fc.integer({ min: 0, max: 1 }),
      inWeight: fc.boolean(),
      places: fc.array(fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), special), { minLength: 1, maxLength: 3 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, (d) => {
        const groups = d.channels % d.groups === 0 && d.outputs % d.groups === 0 ? d.groups : 1;
        const input = numbers(d.channels * d.size * d.size, d.seed, 'input');
        const weight = numbers((d.outputs * d.channels * 9) / groups, d.seed, 'weight');
        const target = d.inWeight ? weight : input;
        for (const [at, value] of d.places) target[Math.floor(at * target.length)] = value;
        const inputShape = [1, d.channels, d.size, d.size];
        const w = { shape: [d.outputs, d.channels / groups, 3, 3], data: weight };
        const settings = { stride: [1, 1], dilation: [1, 1], before: [d.padding, d.padding], after: [d.padding, d.padding], groups };
        const want = convolution({ shape: inputShape, data: input }, w, null, settings).data;
        for (const engine of engines) {
          const layer = engine.prepare({ kind: 'convolution', inputShape, weight: w, padding: d.padding, groups });
          const got = layer.run(input);
          layer.dispose();
          for (let i = 0; i < got.length; i++) {
            const [a, b] = [got[i]!, want[i]!];
            // 3e38 may overflow in one order of summation and not in another; both then say so.
            if (!Number.isFinite(b) || Math.abs(b) > 1e37) assert.ok(!Number.isFinite(a) || Math.abs(a) > 1e36, `${a} for ${b}`);
            else assert.ok(Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(b)), `${a} for ${b}`);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('linear layers and products of any size', async () => {
    const engine = createEngine();
    const kernels = await engine.kernels();
    fc.assert(
      fc.property(
        fc.record({ m: fc.integer({ min: 1, max: 40 }), k: fc.integer({ min: 1, max: 600 }), n: fc.integer({ min: 1, max: 60 }), seed: fc.integer() }),
        ({ m, k, n, seed }) => {
          const a = { shape: [m, k], data: numbers(m * k, seed, 'a') };
          const b = { shape: [k, n], data: numbers(k * n, seed, 'b') };
          const want = matmul(a, b).data;
          assert.ok(errorOf(kernels.matmul(a, b).data, want) <= 5e-6, 'matmul');
          const weight = { shape: [n, k], data: new Float32Array(n * k) };
          for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) weight.data[i * k + j] = b.data[j * n + i]!;
          const bias = numbers(n, seed, 'bias');
          const withBias = want.map((value, i) => value + bias[i % n]!);
          assert.ok(errorOf(kernels.linear(a, weight, bias).data, withBias) <= 5e-6, 'linear');
          const layer = engine.prepare({ kind: 'linear', inputShape: [m, k], weight, bias });
          assert.ok(errorOf(layer.run(a.data), withBias) <= 5e-6, 'layer');
          layer.dispose();
        },
      ),
      { numRuns: 200 },
    );
  });

  it('clamping, scaling, adding and max pooling of many numbers, NaN included', async () => {
    const kernels = await createEngine().kernels();
    const shape = fc.record({
      channels: fc.integer({ min: 1, max: 12 }),
      size: fc.tuple(fc.integer({ min: 40, max: 90 }), fc.integer({ min: 60, max: 90 })),
      kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
      stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      dilation: fc.integer({ min: 1, max: 2 }),
      ceil: fc.boolean(),
      nan: fc.boolean(),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, (d) => {
        const data = numbers(d.channels * d.size[0] * d.size[1], d.seed, 'x');
        if (d.nan) for (let i = 3; i < data.length; i += 997) data[i] = [NaN, Infinity, -Infinity][i % 3]!;
        const x = { shape: [1, d.channels, ...d.size], data };
        const other = { shape: x.shape, data: numbers(data.length, d.seed, 'y') };
        const [scale, shift] = [numbers(d.channels, d.seed, 'scale'), numbers(d.channels, d.seed, 'shift')];
        const before = d.kernel.map((k) => Math.floor(k / 2));
        const pooling = { kernel: d.kernel, stride: d.stride, dilation: [d.dilation, d.dilation], before, after: before, ceil: d.ceil };
        // Not deepEqual: it compares bytes, and one NaN is not like another there.
        const same = (got: { data: Float32Array }, want: { data: Float32Array }, tolerance: number, what: string): void => {
          assert.equal(got.data.length, want.data.length);
          for (let i = 0; i < want.data.length; i++) {
            const [a, b] = [got.data[i]!, want.data[i]!];
            assert.ok(a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance, `${what} ${i}: ${a} for ${b}`);
          }
        };
        same(kernels.clamp(x, -0.5, 0.7), referenceKernels.clamp(x, -0.5, 0.7), 0, 'clamp');
        same(kernels.add(x, other), referenceKernels.add(x, other), 0, 'add');
        same(kernels.maxPool(x, pooling), referenceKernels.maxPool(x, pooling), 0, 'max pool');
        same(kernels.scaleChannels(x, scale, shift), referenceKernels.scaleChannels(x, scale, shift), 1e-5, 'scale');
      }),
      { numRuns: 60 },
    );
  });
});
