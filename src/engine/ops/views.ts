/** Operations that look at the same numbers another way, take parts of them or put parts together, as graph nodes. */
import {
  concatenate,
  flip,
  gather,
  getItem,
  indexSelect,
  narrow,
  roll,
  scatter,
  setItem,
  tile,
  trueAt,
} from '../reference/indexing';
import { expand, gatherStrided, permute, transpose } from '../reference/permute';
import { axisOf, broadcastShape, refuse, reshaped, shapeText, sizeOf, stridesOf, type Tensor, zeros } from '../tensor';
import { isList, type Operator, type OperatorTable } from './call';
import { indexOf, stack, valueOf } from './subscript';

/** Sizes with at most one −1, which takes what is left. */
export function fillShape(shape: readonly number[], count: number): number[] {
  const known = shape.filter((n) => n !== -1).reduce((a, b) => a * b, 1);
  const filled = shape.map((n) => (n === -1 ? count / known : n));
  if (sizeOf(filled) !== count || filled.some((n) => !Number.isInteger(n))) refuse(`${count} numbers do not fill ${shapeText(shape)}`);
  return filled;
}

const view: Operator = (call) => {
  const input = call.tensor('input');
  const shape = call.argument('shape');
  // view(dtype) changes no sizes here: all numbers are float32.
  if (typeof shape === 'string') refuse('view as another type is not computed');
  return reshaped(input, fillShape(call.numbers('shape'), input.data.length));
};

const flatten: Operator = (call) => {
  const input = call.tensor('input');
  const rank = input.shape.length;
  if (rank === 0) return reshaped(input, [1]);
  const [start, end] = [call.axis('start_dim', rank, 0), call.axis('end_dim', rank, -1)];
  const middle = sizeOf(input.shape.slice(start, end + 1));
  return reshaped(input, [...input.shape.slice(0, start), middle, ...input.shape.slice(end + 1)]);
};

const unflatten: Operator = (call) => {
  const input = call.tensor('input');
  const axis = call.axis('dim', input.shape.length);
  const sizes = fillShape(call.numbers('sizes'), input.shape[axis]!);
  return reshaped(input, [...input.shape.slice(0, axis), ...sizes, ...input.shape.slice(axis + 1)]);
};

const squeeze: Operator = (call) => {
  const input = call.tensor('input');
  const rank = input.shape.length;
  const axes = call.numbersOrNull('dim')?.map((a) => axisOf(a, rank));
  return reshaped(input, input.shape.filter((n, i) => n !== 1 || (axes !== undefined && !axes.includes(i))));
};

const unsqueeze: Operator = (call) => {
  const input = call.tensor('input');
  const axis = call.axis('dim', input.shape.length + 1);
  return reshaped(input, [...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)]);
};

const movedim: Operator = (call) => {
  const input = call.tensor('input');
  const rank = input.shape.length;
  const [from, to] = [call.numbers('source'), call.numbers('destination')].map((list) => list.map((a) => axisOf(a, rank))) as [number[], number[]];
  const order = new Array<number>(rank).fill(-1);
  to.forEach((place, i) => (order[place] = from[i]!));
  const rest = input.shape.map((_, i) => i).filter((i) => !from.includes(i));
  return permute(input, order.map((axis) => (axis < 0 ? rest.shift()! : axis)));
};

function expandTo(input: Tensor, sizes: readonly number[]): Tensor {
  const lead = sizes.length - input.shape.length;
  return expand(input, sizes.map((n, i) => (n === -1 ? input.shape[i - lead]! : n)));
}

/** Parts of the sizes given along an axis. */
function parts(input: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  let start = 0;
  return sizes.map((size) => {
    const part = narrow(input, axis, start, size);
    start += size;
    return part;
  });
}

/** Pieces of `size`, the last one shorter. */
function pieces(total: number, size: number): number[] {
  const count = Math.max(1, Math.ceil(total / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, total - i * size));
}

const chunk: Operator = (call) => {
  const input = call.tensor('input');
  const axis = call.axis('dim', input.shape.length, 0);
  const total = input.shape[axis]!;
  return parts(input, axis, pieces(total, Math.max(1, Math.ceil(total / call.number('chunks')))));
};

const split: Operator = (call) => {
  const input = call.tensor('tensor input');
  const axis = call.axis('dim', input.shape.length, 0);
  const sizes = call.numbers('split_size_or_sections split_sizes split_size');
  const listed = ['split_size_or_sections', 'split_sizes', 'split_size'].some((name) => isList(call.argument(name)));
  return parts(input, axis, listed ? sizes : pieces(input.shape[axis]!, sizes[0]!));
};

const tensorSplit: Operator = (call) => {
  const input = call.tensor('input');
  const rank = input.shape.length;
  const name = 'indices_or_sections';
  const fixed = { hsplit: rank === 1 ? 0 : 1, vsplit: 0, dsplit: 2 }[call.node.op];
  const axis = fixed ?? call.axis('dim', rank, 0);
  const total = input.shape[axis]!;
  if (isList(call.argument(name))) {
    const cuts = [0, ...call.numbers(name).map((n) => Math.min(n < 0 ? n + total : n, total)), total];
    return cuts.slice(1).map((end, i) => narrow(input, axis, cuts[i]!, Math.max(0, end - cuts[i]!)));
  }
  if (call.argument(name) === null) {
    // Given under another of its names, which the graph does not have: the sizes of the results tell.
    const known = call.node.outputs.map((_, i) => call.outputShape(i)?.[axis] ?? refuse('where to split is not known'));
    return parts(input, axis, known);
  }
  const count = call.number(name);
  const size = Math.floor(total / count);
  return parts(input, axis, Array.from({ length: count }, (_, i) => size + Number(i < total % count)));
};

function unbind(input: Tensor, axis: number): Tensor[] {
  const shape = input.shape.filter((_, i) => i !== axis);
  return Array.from({ length: input.shape[axis]! }, (_, i) => reshaped(narrow(input, axis, i, 1), shape));
}

/** At least so many axes, as torch.atleast_…d. */
function atLeast(t: Tensor, rank: number): Tensor {
  if (t.shape.length >= rank) return t;
  if (t.shape.length === 0) return reshaped(t, Array<number>(rank).fill(1));
  if (rank === 2) return reshaped(t, [1, ...t.shape]);
  return reshaped(t, t.shape.length === 1 ? [1, t.shape[0]!, 1] : [...t.shape, 1]);
}

const triangle =
  (upper: boolean): Operator =>
  (call) => {
    const input = call.tensor('input');
    const diagonal = call.number('diagonal', 0);
    const [rows, columns] = input.shape.slice(-2) as [number, number];
    return {
      shape: input.shape,
      data: input.data.map((value, i) => {
        const [r, c] = [Math.floor(i / columns) % rows, i % columns];
        return (upper ? c - r >= diagonal : c - r <= diagonal) ? value : 0;
      }),
    };
  };

const diagonal: Operator = (call) => {
  const input = call.tensor('input');
  const rank = input.shape.length;
  const [a, b] = [call.axis('dim1', rank, 0), call.axis('dim2', rank, 1)];
  const offset = call.number('offset', 0);
  const strides = stridesOf(input.shape);
  const [n, m] = [input.shape[a]!, input.shape[b]!];
  const count = Math.max(0, offset >= 0 ? Math.min(n, m - offset) : Math.min(n + offset, m));
  const rest = input.shape.map((_, i) => i).filter((i) => i !== a && i !== b);
  const shape = [...rest.map((i) => input.shape[i]!), count];
  const steps = [...rest.map((i) => strides[i]!), strides[a]! + strides[b]!];
  const start = offset >= 0 ? offset * strides[b]! : -offset * strides[a]!;
  return { shape, data: gatherStrided(input.data, shape, steps, start) };
};

const asStrided: Operator = (call) => {
  const shape = call.numbers('size');
  return { shape, data: gatherStrided(call.tensor('input').data, shape, call.numbers('stride'), call.number('storage_offset', 0)) };
};

const repeatInterleave: Operator = (call) => {
  const whole = call.tensor('input');
  const given = call.numberOrNull('dim');
  const input = given === null ? reshaped(whole, [whole.data.length]) : whole;
  const axis = given === null ? 0 : axisOf(given, input.shape.length);
  const size = input.shape[axis]!;
  const counts = call.numbers('repeats');
  const index: number[] = [];
  for (let i = 0; i < size; i++) for (let k = 0; k < (counts.length === 1 ? counts[0]! : counts[i]!); k++) index.push(i);
  return indexSelect(input, axis, { shape: [index.length], data: Float32Array.from(index) });
};

/** x.unfold(dimension, size, step): windows along an axis as a new last axis. */
const tensorUnfold: Operator = (call) => {
  const input = call.tensor('input');
  const axis = call.axis('dimension', input.shape.length);
  const [size, step] = [call.number('size'), call.number('step')];
  const strides = stridesOf(input.shape);
  const count = Math.floor((input.shape[axis]! - size) / step) + 1;
  const shape = [...input.shape.map((n, i) => (i === axis ? count : n)), size];
  return { shape, data: gatherStrided(input.data, shape, [...strides.map((s, i) => (i === axis ? s * step : s)), strides[axis]!]) };
};

const rollOperator: Operator = (call) => {
  const input = call.tensor('input');
  const shifts = call.numbers('shifts');
  const axes = call.numbersOrNull('dims');
  if (!axes || axes.length === 0) {
    const flat = roll(reshaped(input, [input.data.length]), shifts[0]!, 0);
    return reshaped(flat, input.shape);
  }
  return axes.reduce<Tensor>((t, axis, i) => roll(t, shifts[i]!, axisOf(axis, t.shape.length)), input);
};

export const viewOperators: OperatorTable = {
  view,
  reshape: view,
  view_as: (call) => reshaped(call.tensor('input'), call.tensor('other').shape),
  reshape_as: (call) => reshaped(call.tensor('input'), call.tensor('other').shape),
  flatten,
  ravel: (call) => reshaped(call.tensor('input'), [call.tensor('input').data.length]),
  unflatten,
  squeeze,
  squeeze_: squeeze,
  unsqueeze,
  unsqueeze_: unsqueeze,
  permute: (call) => {
    const input = call.tensor('input');
    return permute(input, call.numbers('dims').map((a) => axisOf(a, input.shape.length)));
  },
  transpose: (call) => {
    const input = call.tensor('input');
    const rank = input.shape.length;
    return transpose(input, call.axis('dim0 axis0', rank), call.axis('dim1 axis1', rank));
  },
  ...Object.fromEntries(
    ['t', 'T', 'mT', 'adjoint', 'H', 'mH'].map((name) => [
      name,
      ((call) => {
        const input = call.tensor('input');
        const rank = input.shape.length;
        if (name === 'T' || rank < 2) return permute(input, input.shape.map((_, i) => rank - 1 - i));
        return transpose(input, rank - 2, rank - 1);
      }) satisfies Operator,
    ]),
  ),
  movedim,
  expand: (call) => expandTo(call.tensor('input'), call.numbers('size')),
  broadcast_to: (call) => expandTo(call.tensor('input'), call.numbers('size shape')),
  expand_as: (call) => expand(call.tensor('input'), call.tensor('other').shape),
  broadcast_tensors: (call) => {
    const tensors = call.list('tensors');
    const shape = tensors.reduce<number[]>((s, t) => broadcastShape(s, t.shape), []);
    return tensors.map((t) => expand(t, shape));
  },
  meshgrid: (call) => {
    const tensors = call.list('tensors');
    // 'xy' swaps the first two axes.
    const swapped = call.text('indexing', 'ij') === 'xy' && tensors.length > 1;
    const order = swapped ? [1, 0, ...tensors.slice(2).map((_, i) => i + 2)] : tensors.map((_, i) => i);
    const shape = order.map((i) => tensors[i]!.data.length);
    return tensors.map((t, i) => expand(reshaped(t, shape.map((n, axis) => (order[axis] === i ? n : 1))), shape));
  },
  repeat: (call) => tile(call.tensor('input'), call.numbers('repeats')),
  tile: (call) => tile(call.tensor('input'), call.numbers('dims')),
  repeat_interleave: repeatInterleave,
  atleast_1d: (call) => call.list('tensors').map((t) => atLeast(t, 1)),
  atleast_2d: (call) => call.list('tensors').map((t) => atLeast(t, 2)),
  atleast_3d: (call) => call.list('tensors').map((t) => atLeast(t, 3)),
  as_strided: asStrided,
  tensor_unfold: tensorUnfold,
  chunk,
  split,
  split_with_sizes: split,
  tensor_split: tensorSplit,
  hsplit: tensorSplit,
  vsplit: tensorSplit,
  dsplit: tensorSplit,
  unbind: (call) => unbind(call.tensor('input'), call.axis('dim', call.tensor('input').shape.length, 0)),
  cat: (call) => concatenate(call.list('tensors'), call.number('dim axis', 0)),
  stack: (call) => stack(call.list('tensors'), call.number('dim', 0)),
  hstack: (call) => {
    const tensors = call.list('tensors').map((t) => atLeast(t, 1));
    return concatenate(tensors, tensors[0]?.shape.length === 1 ? 0 : 1);
  },
  vstack: (call) => concatenate(call.list('tensors').map((t) => atLeast(t, 2)), 0),
  dstack: (call) => concatenate(call.list('tensors').map((t) => atLeast(t, 3)), 2),
  column_stack: (call) => concatenate(call.list('tensors').map((t) => (t.shape.length <= 1 ? reshaped(t, [t.data.length, 1]) : t)), 1),
  getitem: (call) => getItem(call.tensor('input'), indexOf(call)),
  setitem: (call) => setItem(call.tensor('input'), indexOf(call), valueOf(call, 'value')),
  select: (call) => {
    const input = call.tensor('input');
    const axis = call.axis('dim', input.shape.length);
    const at = axisOf(call.number('index'), input.shape[axis]!);
    return reshaped(narrow(input, axis, at, 1), input.shape.filter((_, i) => i !== axis));
  },
  narrow: (call) => {
    const input = call.tensor('input');
    const axis = call.axis('dim', input.shape.length);
    const start = call.number('start');
    return narrow(input, axis, start < 0 ? start + input.shape[axis]! : start, call.number('length'));
  },
  index_select: (call) => indexSelect(call.tensor('input'), call.axis('dim', call.tensor('input').shape.length), call.tensor('index')),
  gather: (call) => gather(call.tensor('input'), call.axis('dim', call.tensor('input').shape.length), call.tensor('index')),
  take: (call) => {
    const input = call.tensor('input');
    const index = call.tensor('index');
    return { shape: index.shape, data: index.data.map((i) => input.data[axisOf(i, input.data.length)]!) };
  },
  scatter: (call) => {
    if (call.argument('reduce') !== null) refuse('scatter with reduce is not computed');
    return scatter(call.tensor('input'), call.axis('dim', call.tensor('input').shape.length), call.tensor('index'), call.tensor('src value'), false);
  },
  scatter_add: (call) =>
    scatter(call.tensor('input'), call.axis('dim', call.tensor('input').shape.length), call.tensor('index'), call.tensor('src'), true),
  masked_select: (call) => {
    const [input, mask] = [call.tensor('input'), call.tensor('mask')];
    const shape = broadcastShape(input.shape, mask.shape);
    const [x, m] = [expand(input, shape).data, expand(mask, shape).data];
    const data = x.filter((_, i) => m[i] !== 0);
    return { shape: [data.length], data };
  },
  nonzero: (call) => {
    const at = trueAt(call.tensor('input'));
    return call.flag('as_tuple') ? at : stack(at, 1);
  },
  one_hot: (call) => {
    const input = call.tensor('tensor input');
    const given = call.number('num_classes', -1);
    const classes = given < 0 ? Math.max(-1, ...input.data) + 1 : given;
    const result = zeros([...input.shape, classes]);
    input.data.forEach((value, i) => (result.data[i * classes + axisOf(value, classes)] = 1));
    return result;
  },
  flip: (call) => flip(call.tensor('input'), call.numbers('dims').map((a) => axisOf(a, call.tensor('input').shape.length))),
  fliplr: (call) => flip(call.tensor('input'), [1]),
  flipud: (call) => flip(call.tensor('input'), [0]),
  roll: rollOperator,
  tril: triangle(false),
  triu: triangle(true),
  diagonal,
};
