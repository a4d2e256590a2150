/** Layers against Keras' own answers: channels last, TensorFlow's padding, on the emitted kernels and in plain TypeScript. */
import assert from 'node:assert/strict';
import { numericSamePaddingTensorFlow } from '../../../src/analysis/shape/windowNumbers';
import { createEngine, type Engine } from '../../../src/engine/engine';
import { noActivation, type FusedActivation } from '../../../src/engine/emitter/activate';
import { batchNorm, layerNorm } from '../../../src/engine/reference/normalisation';
import { permute, toChannelsFirst, toChannelsLast } from '../../../src/engine/reference/permute';
import { averagePool, maxPool } from '../../../src/engine/reference/pooling';
import { resize } from '../../../src/engine/reference/resize';
import type { Tensor } from '../../../src/engine/tensor';
import { type Answer, difference, readCases, tensorOf, type TensorSpec } from './recorded';

interface Case {
  readonly layer: string;
  readonly config: Record<string, unknown>;
  readonly input: TensorSpec;
  readonly weights: (TensorSpec & { readonly name: string })[];
  readonly out: Answer;
}

const activations: Readonly<Record<string, FusedActivation>> = {
  relu: { kind: 'relu' },
  relu6: { kind: 'clamp', low: 0, high: 6 },
  leaky_relu: { kind: 'leaky-relu', slope: 0.2 },
};

/** Kernel sizes first, then in and out, made out, in, sizes. */
function kernelFirst(weight: Tensor, outAxis: number, inAxis: number): Tensor {
  const axes = weight.shape.length - 2;
  return permute(weight, [outAxis, inAxis, ...Array.from({ length: axes }, (_, i) => i)]);
}

function convolve(engine: Engine, c: Case, input: Tensor): Tensor {
  const { config } = c;
  const weight = tensorOf(c.weights[0]!);
  const axes = weight.shape.length - 2;
  const bias = c.weights[1] ? tensorOf(c.weights[1]).data : null;
  const common = { inputShape: input.shape, bias, layout: 'channels-last' as const, stride: (config['strides'] as number | undefined) ?? 1 };
  const same = config['padding'] === 'same';
  if (c.layer.endsWith('Transpose')) {
    const layer = engine.prepare({
      ...common,
      kind: 'transposed-convolution',
      weight: kernelFirst(weight, axes + 1, axes),
      padding: same ? 'same-tensorflow' : 'valid-tensorflow',
    });
    return { shape: layer.outputShape, data: layer.run(input.data) };
  }
  const depthwise = c.layer === 'DepthwiseConv2D';
  const turned = kernelFirst(weight, depthwise ? axes : axes + 1, depthwise ? axes + 1 : axes);
  const layer = engine.prepare({
    ...common,
    kind: 'convolution',
    weight: depthwise ? { shape: [turned.shape[0]! * turned.shape[1]!, 1, ...turned.shape.slice(2)], data: turned.data } : turned,
    padding: same ? 'same-tensorflow' : (config['padding'] as 'valid' | 'causal'),
    dilation: (config['dilation_rate'] as number | undefined) ?? 1,
    groups: depthwise ? input.shape[input.shape.length - 1]! : ((config['groups'] as number | undefined) ?? 1),
    activation: activations[(config['activation'] as string | undefined) ?? ''] ?? noActivation,
  });
  return { shape: layer.outputShape, data: layer.run(input.data) };
}

function pool(c: Case, input: Tensor): Tensor {
  const first = toChannelsFirst(input);
  const axes = first.shape.length - 2;
  const size = c.config['pool_size'] as number;
  const stride = (c.config['strides'] as number | null) ?? size;
  const sides = first.shape.slice(2).map((n) => (c.config['padding'] === 'same' ? numericSamePaddingTensorFlow(n, size, stride, 1) : [0, 0]));
  const all = <T>(value: T): T[] => Array<T>(axes).fill(value);
  const settings = {
    kernel: all(size),
    stride: all(stride),
    dilation: all(1),
    before: sides.map((s) => s[0] as number),
    after: sides.map((s) => s[1] as number),
    ceil: false,
  };
  const result = c.layer.startsWith('Max') ? maxPool(first, settings)[0] : averagePool(first, settings, { countIncludePad: false, divisor: null });
  return toChannelsLast(result);
}

function run(engine: Engine, c: Case): Tensor {
  const input = tensorOf(c.input);
  const named = (name: string): Float32Array => tensorOf(c.weights.find((w) => w.name === name)!).data;
  if (c.layer.startsWith('Conv') || c.layer.startsWith('Depthwise')) return convolve(engine, c, input);
  if (c.layer.includes('Pooling')) return pool(c, input);
  switch (c.layer) {
    case 'Dense': {
      const layer = engine.prepare({
        kind: 'linear',
        inputShape: input.shape,
        weight: permute(tensorOf(c.weights[0]!), [1, 0]),
        bias: c.weights[1] ? tensorOf(c.weights[1]).data : null,
      });
      return { shape: layer.outputShape, data: layer.run(input.data) };
    }
    case 'BatchNormalization':
      return toChannelsLast(
        batchNorm(toChannelsFirst(input), named('moving_mean'), named('moving_variance'), named('gamma'), named('beta'), c.config['epsilon'] as number),
      );
    case 'LayerNormalization':
      return layerNorm(input, input.shape.slice(-1), named('gamma'), named('beta'), c.config['epsilon'] as number);
    case 'UpSampling2D': {
      const first = toChannelsFirst(input);
      const factors = c.config['size'] as number[];
      const mode = c.config['interpolation'] as 'nearest' | 'bilinear';
      return toChannelsLast(resize(first, first.shape.slice(2).map((n, i) => n * factors[i]!), mode));
    }
    default:
      throw new Error(`no such layer ${c.layer}`);
  }
}

describe('layers against Keras', () => {
  const cases = readCases<Case>('keras.jsonl.gz');
  it('has cases', () => assert.ok(cases.length >= 440, `${cases.length} cases`));
  for (const layer of new Set(cases.map((c) => c.layer)))
    it(layer, () => {
      const wrong: string[] = [];
      for (const wasm of [false, true]) {
        const engine = createEngine({ wasm });
        for (const c of cases.filter((x) => x.layer === layer)) {
          let problem: string | null;
          try {
            problem = difference(run(engine, c), c.out, 4e-6);
          } catch (error) {
            problem = String(error);
          }
          if (problem) wrong.push(`${wasm ? 'emitted' : 'reference'}: ${problem}\n    ${JSON.stringify({ ...c, out: c.out.shape })}`);
        }
      }
      assert.equal(wrong.length, 0, `${wrong.length}: ${wrong.slice(0, 4).join('\n')}`);
    });
});
