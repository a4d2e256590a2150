/** Operations that put tensors together: cat, stack and their kin. Over 400 lines: one family, a rule each. */
import { isInt, List, type DType, Tensor, Tuple } from '../../../interpreter/values';
import { type Arg, type OpCall, type Rule, sizesOf, sizesText, withArticle } from './call';
import { sizeFixes } from './fixes';
import { flatOf } from './numbers';
import { type Row, row } from './row';
import { add, type Dim, different, equal, fresh, mul, simpler, text } from './sizes';
import { promote, sizeTuple } from './types';

/** The tensors of a list argument; a problem where it is empty. */
function listed(c: OpCall, value: Arg): Tensor[] | null {
  // An input that was made up is the list.
  if (value instanceof Tensor && c.runtime.trace.inputs.includes(value)) return null;
  if (value instanceof Tensor) {
    // A tensor is a sequence of its rows: stack and cat take it in TorchScript only.
    c.fail('not-a-tensor', `${c.name} takes a list of tensors, not one tensor.`, 'TypeError', {
      python: `${c.name}(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor`,
      argument: ['tensors', 0],
    });
    return null;
  }
  if (value === null || typeof value === 'string' || (value !== undefined && isInt(value))) {
    c.fail('not-a-tensor', `${c.name} takes a list of tensors, not ${withArticle(c.runtime.typeName(value))}.`, 'TypeError', {
      python: `${c.name}(): argument 'tensors' (position 1) must be tuple of Tensors, not ${c.runtime.typeName(value)}`,
      argument: ['tensors', 0],
    });
    return null;
  }
  const tensors = c.tensors(value);
  // A list is certain to be empty where all that may have filled it was seen.
  if (tensors && tensors.length === 0 && c.runtime.unseen) return null;
  if (tensors && tensors.length === 0) {
    c.fail('cat-empty', `${c.name} of an empty list.`, 'RuntimeError', {
      python:
        c.name === 'stack'
          ? 'stack expects a non-empty TensorList'
          : `torch.${c.name}(): expected a non-empty list of Tensors`,
    });
    return null;
  }
  return tensors;
}

function commonType(tensors: readonly Tensor[]): DType {
  return tensors.reduce<DType>((type, t) => promote(type, t.dtype), 'bool');
}

/** cat of tensors along an axis counted from 0 or from the end. */
export function concatenate(c: OpCall, tensors: readonly Tensor[], dim: Arg): Tensor {
  const dtype = commonType(tensors);
  // An empty 1-D tensor joins anything.
  const real = tensors.filter((t) => !(t.shape?.length === 1 && t.shape[0] === 0));
  const some = real.find((t) => t.shape) ?? (real.length === 0 ? tensors[0]! : null);
  if (!some?.shape) return c.unknownTensor(tensors.find((t) => !t.shape)!, dtype);
  const rank = some.shape.length;
  if (rank === 0) {
    c.fail('rank', `${c.name} needs tensors with at least one axis.`, 'RuntimeError', {
      python: `zero-dimensional tensor (at position ${tensors.indexOf(some)}) cannot be concatenated`,
    });
    return c.unknownTensor('cat of numbers', dtype);
  }
  const axis = c.axis(dim, rank);
  if (axis === null) return c.unknownTensor('an axis that is not known', dtype);
  if (real.length === 0) return c.make([0], { dtype, from: some, strides: null });
  const shape = some.shape.slice();
  let total: Dim = 0;
  let failed = false;
  for (const tensor of real) {
    if (!tensor.shape) {
      total = fresh();
      continue;
    }
    if (tensor.shape.length !== rank) {
      if (!failed)
        c.problem({
          rule: 'rank',
          exception: 'RuntimeError',
          python: `Tensors must have same number of dimensions: got ${rank} and ${tensor.shape.length}`,
          message: `${c.name} joins tensors of ${rank} and ${tensor.shape.length} axes: ${sizesText(some.shape)} and ${sizesText(tensor.shape)}.`,
          tensor,
          others: [some, tensor],
          argument: ['tensors', 0],
        });
      failed = true;
      total = fresh();
      continue;
    }
    total = add(total, tensor.shape[axis]!);
    for (let i = 0; i < rank; i++) {
      if (i === axis) continue;
      const [a, b] = [shape[i]!, tensor.shape[i]!];
      if (equal(a, b)) shape[i] = simpler(a, b);
      else if (different(a, b)) {
        if (!failed) sizesProblem(c, tensors, some, tensor, i, axis);
        failed = true;
      } else {
        c.mustEqual(a, b, 'cat-sizes', `${c.name} needs equal sizes on axis ${i}`);
        shape[i] = simpler(a, b);
      }
    }
  }
  shape[axis] = total;
  const known =
    axis === 0 && tensors.every((t) => t.known) ? tensors.flatMap((t) => t.known!.slice()) : null;
  return c.make(shape, { dtype, from: some, known });
}

function sizesProblem(
  c: OpCall,
  tensors: readonly Tensor[],
  first: Tensor,
  other: Tensor,
  i: number,
  axis: number,
): void {
  const number = tensors.indexOf(other);
  const [a, b] = [text(first.shape![i]!), text(other.shape![i]!)];
  c.problem({
    rule: 'cat-sizes',
    exception: 'RuntimeError',
    python: `Sizes of tensors must match except in dimension ${axis}. Expected size ${a} but got size ${b} for tensor number ${number} in the list.`,
    message: `${c.name} along axis ${axis} needs equal sizes elsewhere, but axis ${i} is ${a} in ${sizesText(first.shape!)} and ${b} in ${sizesText(other.shape!)}.`,
    others: [first, other],
    tensor: other,
    axis: first.shape!.length - i,
    argument: ['tensors', 0],
    moreFixes: (at) => {
      const [x, y] = [first.shape![i]!, other.shape![i]!];
      return typeof x === 'number' && typeof y === 'number' && i >= 2
        ? sizeFixes(at, x < y ? first : other, Math.abs(x - y))
        : [];
    },
  });
}

const cat: Rule = (c, args) => {
  const tensors = listed(c, args[0]);
  return tensors
    ? concatenate(c, tensors, args[1] ?? args[3] ?? 0)
    : c.unknownTensor('a list of tensors that is not known');
};

const stack: Rule = (c, args) => {
  const tensors = listed(c, args[0]);
  return tensors
    ? stacked(c, tensors, args[1] ?? 0)
    : c.unknownTensor('a list of tensors that is not known');
};

/** stack of tensors of one shape along a new axis. */
export function stacked(c: OpCall, tensors: readonly Tensor[], dim: Arg): Tensor {
  const dtype = commonType(tensors);
  const first = tensors.find((t) => t.shape);
  if (!first?.shape) return c.unknownTensor(tensors[0]!, dtype);
  const rank = first.shape.length;
  const axis = c.axis(dim, rank, 'dim', 1);
  if (axis === null) return c.unknownTensor('an axis that is not known', dtype);
  const shape = first.shape.slice();
  for (const tensor of tensors) {
    if (!tensor.shape) continue;
    const wrong =
      tensor.shape.length !== rank ||
      tensor.shape.some(
        (d, i) => !c.mustEqual(shape[i]!, d, 'cat-sizes', 'stack needs equal sizes'),
      );
    if (wrong) {
      const number = tensors.indexOf(tensor);
      c.problem({
        rule: 'cat-sizes',
        exception: 'RuntimeError',
        python: `stack expects each tensor to be equal size, but got ${sizesText(first.shape)} at entry 0 and ${sizesText(tensor.shape)} at entry ${number}`,
        message: `stack needs tensors of one shape, but the first is ${sizesText(first.shape)} and the ${ordinal(number + 1)} ${sizesText(tensor.shape)}.`,
        others: [first, tensor],
        tensor,
        argument: ['tensors', 0],
      });
      break;
    }
  }
  shape.splice(axis, 0, tensors.length);
  const known =
    axis === 0 && tensors.every((t) => t.known) ? tensors.flatMap((t) => t.known!.slice()) : null;
  return c.make(shape, { dtype, from: first, known });
}

function ordinal(n: number): string {
  return n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`;
}

/** hstack, vstack, dstack, column_stack: cat after a rank of at least 1, 2, 3. */
function stackLike(
  prepare: (shape: readonly Dim[]) => Dim[],
  axisOf: (rank: number) => number,
): Rule {
  return (c, args) => {
    const tensors = listed(c, args[0]);
    if (!tensors) return c.unknownTensor('a list of tensors that is not known');
    const prepared = tensors.map((t) => {
      if (!t.shape) return t;
      const shape = prepare(t.shape);
      return shape.length === t.shape.length ? t : c.make(shape, { from: t, known: t.known });
    });
    const rank = prepared.find((t) => t.shape)?.shape?.length ?? 0;
    return concatenate(c, prepared, axisOf(rank));
  };
}

const atLeast1 = (s: readonly Dim[]): Dim[] => (s.length === 0 ? [1] : s.slice());
const atLeast2 = (s: readonly Dim[]): Dim[] =>
  s.length === 0 ? [1, 1] : s.length === 1 ? [1, s[0]!] : s.slice();
const atLeast3 = (s: readonly Dim[]): Dim[] =>
  s.length === 0
    ? [1, 1, 1]
    : s.length === 1
      ? [1, s[0]!, 1]
      : s.length === 2
        ? [s[0]!, s[1]!, 1]
        : s.slice();
const columns = (s: readonly Dim[]): Dim[] =>
  s.length === 0 ? [1, 1] : s.length === 1 ? [s[0]!, 1] : s.slice();

const blockDiag: Rule = (c, args) => {
  const items = c.items(args[0])?.map((v) => c.operand(v));
  if (!items) return c.unknownTensor('tensors that are not known');
  let rows: Dim = 0;
  let cols: Dim = 0;
  for (const t of items) {
    if (!t.shape) return c.unknownTensor(t);
    if (t.shape.length > 2) {
      c.wrongRank(
        t,
        'matrices',
        `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input 0 has ${t.shape.length} dimensions`,
      );
      return c.unknownTensor('block_diag of more than two axes');
    }
    const shape = atLeast2(t.shape);
    rows = add(rows, shape[0]!);
    cols = add(cols, shape[1]!);
  }
  return c.make([rows, cols], { dtype: commonType(items), strides: null });
};

/** broadcast_tensors: each expanded to the common shape. */
const broadcastTensors: Rule = (c, args) => {
  const items = spread(c, args[0]);
  if (!items) return c.unknown('tensors that are not known');
  const shape = commonShape(
    c,
    items.map((t) => t.shape),
    items,
  );
  return new Tuple(
    items.map((t) =>
      shape
        ? c.make(shape, {
            from: t,
            strides:
              t.shape?.length === shape.length && t.shape.every((d, i) => equal(d, shape[i]!))
                ? t.strides
                : undefined,
          })
        : c.unknownTensor(items.find((x) => !x.shape)!, t.dtype),
    ),
  );
};

/** `f(a, b)` or `f([a, b])`. */
export function spread(c: OpCall, value: Arg): Tensor[] | null {
  const items = c.items(value);
  if (!items) return null;
  const only = items.length === 1 ? items[0]! : null;
  const inner = only instanceof List || only instanceof Tuple ? c.items(only) : items;
  return inner && inner.map((v) => c.operand(v));
}

/** The shape all broadcast to; null where one is unknown. */
export function commonShape(
  c: OpCall,
  shapes: readonly (readonly Dim[] | null)[],
  tensors: readonly Tensor[],
): Dim[] | null {
  let result: Dim[] = [];
  for (const [k, shape] of shapes.entries()) {
    if (!shape) return null;
    const rank = Math.max(result.length, shape.length);
    const next: Dim[] = [];
    for (let i = 0; i < rank; i++) {
      const a = result[i - rank + result.length];
      const b = shape[i - rank + shape.length];
      if (a === undefined || a === 1) next.push(b ?? a!);
      else if (b === undefined || b === 1 || equal(a, b)) next.push(a);
      else {
        if (!c.mustEqual(a, b, 'broadcast-sizes', `${c.name} needs equal sizes`))
          c.fail(
            'broadcast-sizes',
            `${c.name}: sizes ${text(a)} and ${text(b)} do not broadcast.`,
            'RuntimeError',
            {
              python: `The size of tensor a (${text(a)}) must match the size of tensor b (${text(b)}) at non-singleton dimension ${i}`,
              tensor: tensors[k] ?? null,
              others: tensors,
            },
          );
        next.push(simpler(a, b));
      }
    }
    result = next;
  }
  return result;
}

const broadcastShapesRule: Rule = (c, args) => {
  const items = c.items(args[0]) ?? [];
  const shapes = items.map((v) =>
    v instanceof List || v instanceof Tuple
      ? (sizesOf(v) ?? null)
      : typeof v === 'number'
        ? [v]
        : null,
  );
  const shape = commonShape(c, shapes, []);
  return shape ? sizeTuple(c.runtime, shape) : c.unknown('shapes that are not known');
};

/** cartesian_prod: a row for every choice. */
const cartesianProduct: Rule = (c, args) => {
  const items = spread(c, args[0]);
  if (!items) return c.unknownTensor('tensors that are not known');
  let rows: Dim = 1;
  for (const t of items) {
    if (!t.shape) return c.unknownTensor(t);
    if (t.shape.length !== 1) {
      c.wrongRank(t, 'vectors', `Expect a 1D vector, but got shape ${sizesText(t.shape)}`);
      return c.unknownTensor('cartesian_prod of more than one axis');
    }
    rows = mul(rows, t.shape[0]!);
  }
  const dtype = commonType(items);
  return c.make(items.length === 1 ? [rows] : [rows, items.length], { dtype, strides: null });
};

/** meshgrid: a grid for each vector. */
const meshgrid: Rule = (c, args) => {
  const items = spread(c, args[0]);
  if (!items) return c.unknown('tensors that are not known');
  const lengths: Dim[] = [];
  for (const t of items) {
    if (!t.shape) lengths.push(fresh());
    else if (t.shape.length > 1) {
      c.wrongRank(
        t,
        'vectors',
        `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${sizesText(t.shape)}`,
      );
      return c.unknown('meshgrid of more than one axis');
    } else lengths.push(t.shape[0] ?? 1);
  }
  const swap = args[1] === 'xy' && lengths.length >= 2;
  const shape = swap ? [lengths[1]!, lengths[0]!, ...lengths.slice(2)] : lengths;
  return new Tuple(
    items.map((t, k) => {
      const axis = swap && k < 2 ? 1 - k : k;
      return c.make(shape, {
        from: t,
        dtype: t.dtype,
        strides: undefined,
        known: gridNumbers(t, shape, axis),
      });
    }),
  );
};

function gridNumbers(t: Tensor, shape: readonly Dim[], axis: number): number[] | null {
  if (!t.known || shape.some((d) => typeof d !== 'number')) return null;
  return flatOf(shape as readonly number[], (at) => t.known![at[axis]!]!);
}

const catParameters = 'tensors, dim=0, *, out=None; axis=None';

export const joinRows: readonly Row[] = [
  row('cat concat concatenate', 'torch', catParameters, (c, [tensors, dim, , axis]) =>
    cat(c, [tensors!, axis ?? dim!]),
  ),
  row('stack', 'torch', 'tensors, dim=0, *, out=None', stack),
  row(
    'hstack',
    'torch',
    'tensors, *, out=None',
    stackLike(atLeast1, (rank) => (rank === 1 ? 0 : 1)),
  ),
  row(
    'vstack row_stack',
    'torch',
    'tensors, *, out=None',
    stackLike(atLeast2, () => 0),
  ),
  row(
    'dstack',
    'torch',
    'tensors, *, out=None',
    stackLike(atLeast3, () => 2),
  ),
  row(
    'column_stack',
    'torch',
    'tensors, *, out=None',
    stackLike(columns, () => 1),
  ),
  row('block_diag', 'torch', '*tensors', blockDiag),
  row('broadcast_tensors', 'torch F', '*tensors', broadcastTensors),
  row('broadcast_shapes', 'torch', '*shapes', broadcastShapesRule, { event: false }),
  row('cartesian_prod', 'torch', '*tensors', cartesianProduct),
  row('meshgrid', 'torch', "*tensors, indexing='ij'", meshgrid),
];
