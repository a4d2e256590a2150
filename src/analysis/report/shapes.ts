/** Tensors inside values, and their shapes as the report states them. */
import { type Dim, hasUnknown } from '../shape/dim';
import { jsonDim } from '../shape/print';
import { Dict, Instance, List, Tensor, Tuple, Unknown, type Value } from '../interpreter/values';
import type { Shape, Size, Status } from './report';

/** A tensor, or the unknown that stands where one may be. */
export type TensorLike = Tensor | Unknown;

/**
 * Every tensor in a value, depth first in the container's order; None, numbers and strings are skipped. An unknown is kept: a tensor may
 * be behind it.
 */
export function tensorsIn(value: Value | undefined, into: TensorLike[] = [], depth = 0): TensorLike[] {
  if (value instanceof Tensor || value instanceof Unknown) into.push(value);
  else if (depth > 8) return into;
  else if (value instanceof List || value instanceof Tuple)
    for (const item of value.items) tensorsIn(item, into, depth + 1);
  else if (value instanceof Dict)
    for (const { value: item } of value.entries.values()) tensorsIn(item, into, depth + 1);
  else if (value instanceof Instance && isDataclass(value))
    for (const item of value.attributes.values()) tensorsIn(item, into, depth + 1);
  return into;
}

function isDataclass(instance: Instance): boolean {
  return instance.cls.mro.some((c) => c.dict.has('__dataclass_fields__'));
}

/** The shape of one tensor as plain data. */
export function shapeOf(tensor: TensorLike): Shape {
  return tensor instanceof Unknown || tensor.shape === null ? null : tensor.shape.map(sizeOf);
}

/** A size as plain data. */
export function sizeOf(dim: Dim): Size {
  return typeof dim === 'number' ? dim : jsonDim(dim);
}

/** How much is known of a list of tensors. */
export function statusOf(tensors: readonly TensorLike[]): Exclude<Status, 'assumed' | 'failed'> {
  let status: 'exact' | 'symbolic' = 'exact';
  for (const tensor of tensors) {
    if (tensor instanceof Unknown || tensor.shape === null) return 'unknown';
    for (const dim of tensor.shape) {
      if (typeof dim === 'number') continue;
      if (hasUnknown(dim)) return 'unknown';
      status = 'symbolic';
    }
  }
  return status;
}

/** Why a list of tensors is not fully known, where it is not. */
export function reasonOf(tensors: readonly TensorLike[]): Unknown | null {
  for (const tensor of tensors) {
    if (tensor instanceof Unknown) return tensor;
    if (tensor.shape === null || tensor.shape.some((d) => typeof d !== 'number' && hasUnknown(d)))
      return tensor.why ?? new Unknown('a size is not known');
  }
  return null;
}

/** `64×112×112` without the batch, as hints write it; unknown sizes as `?`. */
export function shapeText(shape: Shape, separator = '×'): string {
  if (shape === null) return '?';
  if (shape.length === 0) return 'scalar';
  return shape.map((s) => (s === null ? '?' : typeof s === 'number' ? String(s) : sizeText(s))).join(separator);
}

/** A symbolic size inside a product needs brackets where it is a sum. */
function sizeText(text: string): string {
  return /[ +\-/*]/.test(text) ? `(${text})` : text;
}
