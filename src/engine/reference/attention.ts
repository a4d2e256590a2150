/** Scaled dot-product attention: softmax(q·kᵀ·scale + mask)·v, with a causal mask and grouped queries. */
import { broadcastShape, sizeOf, type Tensor } from '../tensor';
import { matmul } from './matmul';
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

/**
 * q [..., queries, size], k [..., keys, size], v [..., keys, values] give [..., queries, values].
 * @param product what multiplies batches of matrices
 */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: AttentionOptions,
  product: (a: Tensor, b: Tensor) => Tensor = matmul,
): Tensor {
  const heads = q.shape[q.shape.length - 3];
  const [keys, values] = options.grouped && heads ? [repeatHeads(k, heads), repeatHeads(v, heads)] : [k, v];
  const [queries, size] = q.shape.slice(-2) as [number, number];
  const length = keys.shape[keys.shape.length - 2]!;
  const batch = broadcastShape(broadcastShape(q.shape.slice(0, -2), keys.shape.slice(0, -2)), values.shape.slice(0, -2));
  const scores = product(expandTo(q, batch), transpose(expandTo(keys, batch), batch.length, batch.length + 1));
  const mask = options.mask && expand(options.mask, [...batch, queries, length]).data;
  const scale = options.scale ?? 1 / Math.sqrt(size);
  const { data } = scores;
  for (let i = 0; i < data.length; i++) data[i] = data[i]! * scale + (mask ? mask[i]! : 0);
  if (options.causal)
    for (let from = 0; from < data.length; from += queries * length)
      for (let i = 0; i < queries; i++) data.fill(-Infinity, from + i * length + Math.min(i + 1, length), from + (i + 1) * length);
  return product(softmax(scores, -1), expandTo(values, batch));
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
