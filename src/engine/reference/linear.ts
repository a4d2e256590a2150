/** Products with a matrix of weights: what a linear layer computes. */
import { refuse, sizeOf, type Tensor } from '../tensor';

/**
 * into[m, n] = Σ a[m, k]·b[n, k]: both operands read along their rows, sums in float64, four results at a time.
 * @param bias for each column n, or null
 */
export function multiplyTransposed(
  a: Float32Array,
  b: Float32Array,
  [m, n, k]: readonly [number, number, number],
  into: Float32Array,
  bias: Float32Array | null = null,
): void {
  for (let i = 0; i < m; i++) {
    const row = i * k;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      let s0 = bias ? bias[j]! : 0;
      let s1 = bias ? bias[j + 1]! : 0;
      let s2 = bias ? bias[j + 2]! : 0;
      let s3 = bias ? bias[j + 3]! : 0;
      const [b0, b1, b2, b3] = [j * k, (j + 1) * k, (j + 2) * k, (j + 3) * k];
      for (let x = 0; x < k; x++) {
        const value = a[row + x]!;
        s0 += value * b[b0 + x]!;
        s1 += value * b[b1 + x]!;
        s2 += value * b[b2 + x]!;
        s3 += value * b[b3 + x]!;
      }
      into[i * n + j] = s0;
      into[i * n + j + 1] = s1;
      into[i * n + j + 2] = s2;
      into[i * n + j + 3] = s3;
    }
    for (; j < n; j++) {
      let sum = bias ? bias[j]! : 0;
      for (let x = 0; x < k; x++) sum += a[row + x]! * b[j * k + x]!;
      into[i * n + j] = sum;
    }
  }
}

/** x·weightᵀ + bias over the last axis. */
export function linear(input: Tensor, weight: Tensor, bias: Float32Array | null): Tensor {
  const features = weight.shape[weight.shape.length - 1]!;
  const last = input.shape[input.shape.length - 1];
  if (last !== features) refuse(`the weight takes ${features} features, the input has ${last ?? 'none'}`);
  const outputs = weight.shape.length === 1 ? 1 : weight.shape[0]!;
  const rows = sizeOf(input.shape.slice(0, -1));
  const data = new Float32Array(rows * outputs);
  multiplyTransposed(input.data, weight.data, [rows, outputs, features], data, bias);
  const lead = input.shape.slice(0, -1);
  return { shape: weight.shape.length === 1 ? lead : [...lead, outputs], data };
}
