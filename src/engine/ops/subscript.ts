/** Subscripts of graph nodes: integers, slices, masks, index tensors, and lists of numbers as tensors. */
import type { Plain } from '../../analysis/shape/graph';
import { concatenate, type IndexPart } from '../reference/indexing';
import { axisOf, refuse, reshaped, type Tensor } from '../tensor';
import { type Call, isList } from './call';

/** Tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], dim: number): Tensor {
  const rank = tensors[0]?.shape.length ?? refuse('nothing to stack');
  const axis = axisOf(dim, rank + 1);
  return concatenate(tensors.map((t) => reshaped(t, [...t.shape.slice(0, axis), 1, ...t.shape.slice(axis)])), axis);
}

/** One element of a subscript as the graph has it. */
function partOf(call: Call, value: Plain): IndexPart {
  if (value === null) return { kind: 'new' };
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'boolean') return { kind: 'mask', tensor: { shape: [], data: Float32Array.of(Number(value)) } };
  if (isList(value)) {
    const tensor = nested(value);
    const boolean = value.flat(6).every((v) => typeof v === 'boolean');
    return { kind: boolean && value.length > 0 ? 'mask' : 'indices', tensor };
  }
  if (typeof value === 'object' && 'slice' in value) {
    const bound = (v: Plain): number | null => {
      if (v === null || typeof v === 'number') return v;
      const behind = call.behind(v);
      return behind?.tensor.data.length === 1 ? behind.tensor.data[0]! : refuse('a bound of a slice is not known');
    };
    return { kind: 'slice', start: bound(value.slice[0]), stop: bound(value.slice[1]), step: bound(value.slice[2]) };
  }
  if (typeof value === 'object' && 'ellipsis' in value) return { kind: 'rest' };
  const behind = call.behind(value) ?? refuse('an index is not known');
  if (behind.dtype === 'bool') return { kind: 'mask', tensor: behind.tensor };
  if (behind.tensor.shape.length === 0) return { kind: 'int', value: behind.tensor.data[0]! };
  return { kind: 'indices', tensor: behind.tensor };
}

/** Nested lists of numbers as a tensor. */
export function nested(value: Plain): Tensor {
  if (!isList(value)) {
    if (typeof value === 'number') return { shape: [], data: Float32Array.of(value) };
    if (typeof value === 'boolean') return { shape: [], data: Float32Array.of(Number(value)) };
    return refuse('a list holds what is no number');
  }
  if (value.length === 0) return { shape: [0], data: new Float32Array(0) };
  return stack(value.map(nested), 0);
}

/** The parts of the node's subscript. */
export function indexOf(call: Call): IndexPart[] {
  const index = call.argument('index');
  // A list of several kinds is a tuple; a list of numbers alone is one index tensor, but a tuple of numbers is not: the graph cannot tell them
  // apart, so the sizes that the analysis gives decide.
  if (!isList(index)) return [partOf(call, index)];
  const numbersOnly = index.length > 0 && index.every((v) => typeof v === 'number' || isList(v));
  if (numbersOnly) {
    const expected = call.node.op === 'getitem' ? call.outputShape() : null;
    const asTuple = index.map((v) => partOf(call, v));
    const rank = call.tensor('input').shape.length;
    if (index.length > rank || (expected && index.every((v) => typeof v === 'number') && expected.length !== rank - index.length))
      return [partOf(call, index)];
    return asTuple;
  }
  return index.map((v) => partOf(call, v));
}

/** An argument that is a tensor or a list of numbers. */
export const valueOf = (call: Call, name: string): Tensor => {
  const value = call.argument(name);
  return isList(value) ? nested(value) : call.tensor(name);
};
