/** A linear layer on many rows: the weight turned round and kept, the input packed on every run. */
import { activate, type FusedActivation } from '../emitter/activate';
import type { KernelContext, PreparedKernel } from './context';
import type { Product } from './product';

/**
 * Prepares y[r, o] = bias[o] + Σ x[r, k]·w[o, k].
 * @param product of [rows, features] and [features, outputs] with a bias
 * @param weight [outputs, features]
 */
export function prepareLinear(
  context: KernelContext,
  product: Product,
  rows: number,
  features: number,
  outputs: number,
  weight: Float32Array,
  bias: Float32Array | null,
  activation: FusedActivation,
): PreparedKernel {
  const { arena } = context;
  const right = arena.allocate(features * outputs * 4 + 64);
  const biases = arena.allocate(outputs * 4 + 64);
  const turned = arena.slice(right, features * outputs);
  for (let o = 0; o < outputs; o++)
    for (let k = 0; k < features; k++) turned[k * outputs + o] = weight[o * features + k]!;
  const row = arena.slice(biases, outputs);
  if (bias) row.set(bias);
  else row.fill(0);
  return {
    algorithm: 'product',
    bytes: features * outputs * 4,
    run(input, output) {
      context.needScratch(256 + product.packedBytes);
      const packed = context.scratch + 256;
      product.pack(arena.slice(input, rows * features), arena.slice(packed, rows * features));
      product.run(packed, right, output, biases);
      if (activation.kind === 'none') return;
      const result = arena.slice(output, rows * outputs);
      for (let i = 0; i < result.length; i++) result[i] = activate(result[i]!, activation);
    },
    release() {
      arena.release(right);
      arena.release(biases);
    },
  };
}
