/** Scaled dot-product attention: softmax(q·kᵀ·scale + mask)·v, with a causal mask and grouped queries. */
import { broadcastShape, sizeOf, type Tensor } from '../tensor';
import { multiplyTransposed } from './matmul';
import { softmax } from './normalisation';
import { expand, transpose } from './permute';

export interface AttentionOptions {
  /** Added to the scores; a mask of booleans has been made 0 and −∞ by the caller. Broadcasts to [..., queries, keys]. */
  readonly mask: Tensor | null;
  readonly causal: boolean;
  /** 1/√(size of a head) where it is null. */
  readonly scale: number | null;
  /** Heads of q are a multiple of those of k and v, which are repeated. */
  readonly grouped: boolean;
}

/** q [..., queries, size], k [..., keys, size], v [..., keys, values] give [..., queries, values]. */
export function attention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions): Tensor {
  const heads = q.shape[q.shape.length - 3];
  const [keys, values] = options.grouped && heads ? [repeatHeads(k, heads), repeatHeads(v, heads)] : [k, v];
  const [queries, size] = q.shape.slice(-2) as [number, number];
  const length = keys.shape[keys.shape.length - 2]!;
  const width = values.shape[values.shape.length - 1]!;
  const batch = broadcastShape(broadcastShape(q.shape.slice(0, -2), keys.shape.slice(0, -2)), values.shape.slice(0, -2));
  const left = expandTo(q, batch);
  const right = expandTo(keys, batch);
  const turned = transpose(expandTo(values, batch), batch.length, batch.length + 1);
  const mask = options.mask && expand(options.mask, [...batch, queries, length]).data;
  const scale = options.scale ?? 1 / Math.sqrt(size);
  const data = new Float32Array(sizeOf(batch) * queries * width);
  const count = sizeOf(batch);
  const scores = new Float32Array(queries * length);
  for (let b = 0; b < count; b++) {
    multiplyTransposed(
      left.data.subarray(b * queries * size, (b + 1) * queries * size),
      right.data.subarray(b * length * size, (b + 1) * length * size),
      [queries, length, size],
      scores,
    );
    for (let i = 0; i < scores.length; i++) scores[i] = scores[i]! * scale + (mask ? mask[b * scores.length + i]! : 0);
    if (options.causal)
      for (let i = 0; i < queries; i++) for (let j = i + 1; j < length; j++) scores[i * length + j] = -Infinity;
    const shares = softmax({ shape: [queries, length], data: scores }, -1).data;
    multiplyTransposed(
      shares,
      turned.data.subarray(b * width * length, (b + 1) * width * length),
      [queries, width, length],
      data.subarray(b * queries * width, (b + 1) * queries * width),
    );
  }
  return { shape: [...batch, queries, width], data };
}

function expandTo(t: Tensor, batch: readonly number[]): Tensor {
  const own = t.shape.slice(0, -2);
  const same = own.length === batch.length && own.every((n, i) => n === batch[i]);
  return same ? t : expand(t, [...batch, ...t.shape.slice(-2)]);
}

function repeatHeads(t: Tensor, heads: number): Tensor {
  const own = t.shape[t.shape.length - 3]!;
  if (own === heads) return t;
  const lead = t.shape.slice(0, -3);
  const [length, size] = t.shape.slice(-2) as [number, number];
  const spread = expand({ shape: [sizeOf(lead), own, 1, length, size], data: t.data }, [sizeOf(lead), own, heads / own, length, size]);
  return { shape: [...lead, heads, length, size], data: spread.data };
}
