/** Operations that take axes away: sums, means, extrema, norms; and those along one axis: cumulative sums, sorting. Over 400 lines: one family of rules that share their checks. */
import { List, Tensor, Tuple, Unknown, type DType, type Value } from '../../../interpreter/values';
import {
  type Arg,
  counted,
  dtypeArgument,
  flagOf,
  intOf,
  numberOf,
  type OpCall,
  type Rule,
} from './call';
import { binary, stored } from './elementwise';
import { isConcrete } from './numbers';
import { type Row, row } from './row';
import { type Dim, fresh, maximum, sizesText, sub, text } from './sizes';
import { dtypeName, namedResult } from './types';

/** The shape after taking away axes (all of them: undefined). */
export function reducedShape(
  shape: readonly Dim[],
  axes: readonly number[] | undefined,
  keep: boolean,
): Dim[] {
  const gone = (i: number): boolean => axes === undefined || axes.includes(i);
  return keep ? shape.map((d, i) => (gone(i) ? 1 : d)) : shape.filter((_, i) => !gone(i));
}

type Collect = (numbers: readonly number[]) => number;

/** Known numbers put together over axes; null where they are not known. */
function reduceKnown(
  tensor: Tensor,
  axes: readonly number[] | undefined,
  collect: Collect,
): number[] | null {
  if (!tensor.known || !tensor.shape) return null;
  if (axes === undefined || axes.length === tensor.shape.length) return [collect(tensor.known)];
  const sizes = tensor.shape as readonly number[];
  const groups = new Map<string, number[]>();
  tensor.known.forEach((value, flat) => {
    const at: number[] = [];
    let rest = flat;
    for (let i = sizes.length - 1; i >= 0; i--) {
      at.unshift(rest % sizes[i]!);
      rest = Math.floor(rest / sizes[i]!);
    }
    const key = at.filter((_, i) => !axes.includes(i)).join();
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  });
  return [...groups.values()].map(collect);
}

type ReducedType = 'same' | 'float' | 'bool' | 'int' | 'sum';

function reducedType(type: ReducedType, of: DType): DType {
  if (type === 'sum') return of === 'bool' ? 'int' : of;
  return type === 'same' ? of : type === 'float' ? (of === 'complex' ? 'complex' : 'float') : type;
}

/** Where a row's arguments stand: dim, keepdim, dtype, and the other spellings axis and keepdims. */
interface Places {
  readonly dim: number;
  readonly keep: number;
  readonly dtype?: number;
  readonly axis?: number;
  readonly keepdims?: number;
}

/** Reads dim and keepdim; null where they are not known or wrong (reported). */
function readAxes(
  c: OpCall,
  args: readonly Value[],
  rank: number,
  at: Places,
): { axes: number[] | undefined; keep: boolean } | null {
  const dim = args[at.dim] ?? (at.axis === undefined ? null : (args[at.axis] ?? null));
  const axes = c.axes(dim, rank);
  const keep = flagOf(
    args[at.keep] === false || args[at.keep] === null
      ? (args[at.keepdims ?? -1] ?? args[at.keep])
      : args[at.keep],
  );
  return axes === null || keep === undefined ? null : { axes, keep };
}

/** A rule that takes axes away. */
function reduce(
  type: ReducedType,
  at: Places,
  collect: Collect | null = null,
  check: ((c: OpCall, t: Tensor) => void) | null = null,
): Rule {
  return (c, args) => {
    const tensor = c.tensor(args[0]);
    const dtype = dtypeArgument(
      at.dtype === undefined ? null : args[at.dtype],
      reducedType(type, tensor.dtype),
    );
    check?.(c, tensor);
    if (!tensor.shape) {
      const all = at.dim >= args.length || args[at.dim] === null || args[at.dim] === undefined;
      return all && flagOf(args[at.keep]) === false
        ? c.make([], { dtype, from: tensor, strides: null })
        : c.unknownTensor(tensor, dtype);
    }
    const read = readAxes(c, args, tensor.shape.length, at);
    if (!read) return c.unknownTensor('axes that are not known', dtype);
    const known = collect && tensor.known?.length ? reduceKnown(tensor, read.axes, collect) : null;
    return c.make(reducedShape(tensor.shape, read.axes, read.keep), {
      dtype,
      from: tensor,
      known: known && stored(dtype, known),
    });
  };
}

const sum: Collect = (n) => n.reduce((a, b) => a + b, 0);
const mean: Collect = (n) => sum(n) / n.length;

/** Means are of floating point numbers. */
function meanType(c: OpCall, tensor: Tensor): void {
  if (
    (tensor.dtype === 'int' || tensor.dtype === 'bool') &&
    c.typeIsCertain(tensor) &&
    !c.args.slice(1).some((a) => dtypeName(a))
  )
    c.fail(
      'dtype',
      `{layer}: the mean of ${tensor.dtype === 'int' ? 'integers' : 'booleans'} needs .float() first.`,
      'RuntimeError',
      {
        python:
          'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ' +
          (tensor.dtype === 'int' ? 'Long' : 'Bool'),
        tensor,
      },
    );
}

const usual: Places = { dim: 1, keep: 2, dtype: 3, axis: 5, keepdims: 6 };
const usualParameters =
  'input, dim=None, keepdim=False, *, dtype=None, out=None; axis=None, keepdims=None';
const plain: Places = { dim: 1, keep: 2, axis: 4, keepdims: 5 };
const plainParameters = 'input, dim=None, keepdim=False, *, out=None; axis=None, keepdims=None';

/** `x.std(dim, unbiased, keepdim)`, `x.std(unbiased)`, `x.std(dim, correction=, keepdim=)`. */
function deviation(pair: boolean): Rule {
  return (c, args) => {
    const tensor = c.tensor(args[0]);
    let [, dim = null, unbiased = null, keepdim = null] = args;
    // A bool in the place of the axes is `unbiased`.
    if (typeof dim === 'boolean') dim = null;
    keepdim ??= args[7] ?? null;
    dim ??= args[6] ?? null;
    void unbiased;
    unbiased = null;
    const dtype = tensor.dtype === 'complex' ? 'float' : tensor.dtype;
    if (!tensor.shape)
      return pair
        ? new Tuple([c.unknownTensor(tensor), c.unknownTensor(tensor)])
        : c.unknownTensor(tensor);
    const axes = c.axes(dim, tensor.shape.length);
    const keep = flagOf(keepdim);
    const made = (): Tensor =>
      axes === null || keep === undefined
        ? c.unknownTensor('axes that are not known')
        : c.make(reducedShape(tensor.shape!, axes, keep), { dtype, from: tensor });
    return pair ? new Tuple([made(), made()]) : made();
  };
}

/** max, min, median, mode: over all, along an axis (values and indices), or of two tensors. */
function extremum(
  name: string,
  compute: (x: number, y: number) => number,
  collect: Collect | null,
): Rule {
  const pairwise = binary('promote', compute);
  const whole = reduce('same', plain, collect);
  return (c, args) => {
    const second = args[1] ?? args[4] ?? null;
    if (second instanceof Tensor) return pairwise(c, [args[0]!, second]);
    // Another tensor, or an axis: a tensor comes back, or a pair.
    if (second instanceof Unknown) return c.runtime.unknown(`${name} with what is not known`);
    if (second === null) return whole(c, [args[0]!, null, false, null, null, null]);
    return withIndices(c, name, args[0]!, second, args[2]);
  };
}

/** Values and indices along an axis. */
function withIndices(
  c: OpCall,
  name: string,
  input: Arg,
  dim: Arg,
  keepdim: Arg,
  defaultKeep = false,
): Value {
  const tensor = c.tensor(input);
  const keep = flagOf(keepdim, defaultKeep);
  const axis = tensor.shape ? c.axis(dim, tensor.shape.length) : null;
  if (tensor.shape && axis !== null && tensor.shape[axis] === 0)
    c.fail('setting-range', `${name} along axis ${axis} of ${sizesText(tensor.shape)}, which has no elements.`, 'IndexError', {
      python: `${name}(): Expected reduction dim ${axis} to have non-zero size.`,
      argument: ['dim', 1],
      tensor,
    });
  const shape =
    tensor.shape && axis !== null && keep !== undefined
      ? reducedShape(tensor.shape, [axis], keep)
      : null;
  const values = shape ? c.make(shape, { from: tensor }) : c.unknownTensor(tensor);
  const indices = shape
    ? c.make(shape, { dtype: 'int', from: tensor })
    : c.unknownTensor(tensor, 'int');
  return namedResult(c.runtime, name, ['values', 'indices'], [values, indices]);
}

/** argmax and argmin: over everything flattened, or along one axis. */
const argExtremum: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const dim = args[1] ?? args[4] ?? null;
  if (!tensor.shape)
    return dim === null
      ? c.make([], { dtype: 'int', strides: null })
      : c.unknownTensor(tensor, 'int');
  const keep = flagOf(args[2]);
  if (dim === null) {
    const known =
      tensor.known?.length && c.name === 'argmax'
        ? [tensor.known.indexOf(Math.max(...tensor.known))]
        : null;
    return c.make(reducedShape(tensor.shape, undefined, keep ?? false), {
      dtype: 'int',
      from: tensor,
      known,
    });
  }
  const axis = c.axis(dim, tensor.shape.length);
  if (axis === null || keep === undefined)
    return c.unknownTensor('an axis that is not known', 'int');
  return c.make(reducedShape(tensor.shape, [axis], keep), { dtype: 'int', from: tensor });
};

/** Along one axis, shape kept: cumsum and its kin. */
function along(
  type: ReducedType,
  at: number,
  collect: ((before: number, next: number) => number) | null = null,
): Rule {
  return (c, args) => {
    const tensor = c.tensor(args[0]);
    const dtype = reducedType(type, tensor.dtype);
    if (!tensor.shape) return c.unknownTensor(tensor, dtype);
    c.axis(args[at], tensor.shape.length);
    const axis = intOf(args[at]);
    const known =
      collect && tensor.known && typeof axis === 'number' && isConcrete(tensor.shape)
        ? running(tensor.known, tensor.shape, axis < 0 ? axis + tensor.shape.length : axis, collect)
        : null;
    return c.like(tensor, dtype, known && stored(dtype, known));
  };
}

/** Known numbers collected along an axis. */
function running(
  known: readonly number[],
  shape: readonly number[],
  axis: number,
  collect: (before: number, next: number) => number,
): number[] {
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const size = shape[axis] ?? 1;
  const result = known.slice();
  for (let i = 0; i < result.length; i++)
    if (Math.floor(i / step) % size > 0) result[i] = collect(result[i - step]!, result[i]!);
  return result;
}

/** cummax and cummin: values and indices of the input's shape. */
const cumulativeExtremum: Rule = (c, args) => {
  const values = along('same', 1)(c, args) as Tensor;
  return namedResult(c.runtime, c.name, ['values', 'indices'], [values, c.like(values, 'int')]);
};

const sort: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const [dim, descending] = c.name === 'msort' ? [0, false] : [args[1] ?? -1, args[2] ?? false];
  if (tensor.shape) c.axis(dim, tensor.shape.length);
  const known =
    tensor.known && tensor.shape?.length === 1 && typeof descending === 'boolean'
      ? tensor.known.slice().sort((a, b) => (descending ? b - a : a - b))
      : null;
  const values = c.like(tensor, tensor.dtype, known);
  const indices = c.like(tensor, 'int');
  if (c.name === 'argsort') return indices;
  return c.name === 'msort'
    ? values
    : namedResult(c.runtime, 'sort', ['values', 'indices'], [values, indices]);
};

const topk: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const k = intOf(args[1]);
  const axis = tensor.shape ? c.axis(args[2], tensor.shape.length) : null;
  let shape: Dim[] | null = null;
  if (tensor.shape && axis !== null) {
    const size = tensor.shape.length === 0 ? 1 : tensor.shape[axis]!;
    if (
      k !== undefined &&
      ((typeof k === 'number' && k < 0) ||
        !c.mustReach(size, k, 'topk', `topk needs ${text(k)} elements`))
    )
      c.fail(
        'topk',
        `topk: k = ${text(k)} is more than the ${counted(size, 'element')} of axis ${axis}.`,
        'RuntimeError',
        {
          python: 'selected index k out of range',
          argument: ['k', 1],
        },
      );
    shape = tensor.shape.map((d, i) => (i === axis ? (k ?? fresh()) : d));
  }
  const values = shape ? c.make(shape, { from: tensor }) : c.unknownTensor(tensor);
  const indices = shape
    ? c.make(shape, { dtype: 'int', from: tensor })
    : c.unknownTensor(tensor, 'int');
  return namedResult(c.runtime, 'topk', ['values', 'indices'], [values, indices]);
};

const kthvalue: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const k = intOf(args[1]);
  const axis = tensor.shape ? c.axis(args[2], tensor.shape.length) : null;
  if (tensor.shape && axis !== null && k !== undefined) {
    const size = tensor.shape.length === 0 ? 1 : tensor.shape[axis]!;
    if (
      !c.mustReach(size, k, 'topk', 'kthvalue needs k elements') ||
      (typeof k === 'number' && k < 1)
    )
      c.fail(
        'topk',
        `kthvalue: k = ${text(k)} is not among the ${counted(size, 'element')} of axis ${axis}.`,
        'RuntimeError',
        {
          python: `kthvalue(): selected number k out of range for dimension ${axis}`,
          argument: ['k', 1],
        },
      );
  }
  return withIndices(c, 'kthvalue', args[0], args[2], args[3]);
};

/** torch.norm and Tensor.norm; linalg.norm and its kin. */
const norm: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const [p, dim] = [args[1] ?? null, args[2] ?? null];
  const keep = flagOf(args[3]);
  const dtype = tensor.dtype === 'complex' ? 'float' : tensor.dtype;
  const items = c.items(dim);
  const matrix = p === 'nuc' || (typeof p === 'string' && p === 'fro' && items?.length === 2);
  if (!tensor.shape)
    return dim === null && keep === false
      ? c.make([], { dtype, strides: null })
      : c.unknownTensor(tensor, dtype);
  const count = dim === null ? tensor.shape.length : (items?.length ?? 1);
  // The Frobenius norm of torch.norm over more than two axes is a vector norm; a string otherwise asks for matrices.
  const asMatrix =
    matrix ||
    (c.name === 'matrix_norm' && dim !== null) ||
    (c.name === 'linalg_norm' && dim !== null && count === 2 && p !== null);
  if (asMatrix && dim !== null && count !== 2)
    c.fail('norm-axes', `{layer}: a matrix norm needs two axes, not ${count}.`, 'RuntimeError', {
      python: `linalg.matrix_norm: dim must be a 2-tuple. Got ${(items ?? [dim]).map((d) => text(intOf(d) ?? 0)).join(' ')}`,
      tensor,
    });
  const axes = c.axes(dim, tensor.shape.length);
  if (axes === null || keep === undefined) return c.unknownTensor('axes that are not known', dtype);
  return c.make(reducedShape(tensor.shape, axes, keep), { dtype, from: tensor });
};

const matrixNorm: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.shape && tensor.shape.length < 2)
    c.wrongRank(
      tensor,
      'a matrix',
      'linalg.matrix_norm: The input tensor A must have at least 2 dimensions.',
    );
  return norm(c, args);
};

/** unique: how many there are depends on the numbers. */
const unique: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const consecutive = c.name === 'unique_consecutive';
  const [inverse, counts, dim] = consecutive
    ? [args[1], args[2], args[3]]
    : [args[2], args[3], args[4]];
  let known: number[] | null = null;
  let tally: number[] | null = null;
  let back: number[] | null = null;
  if (tensor.known && (dim === null || dim === undefined)) {
    known = [];
    tally = [];
    back = [];
    const order = consecutive ? tensor.known : [...new Set(tensor.known)].sort((a, b) => a - b);
    if (consecutive)
      for (const n of order)
        if (known.length && known[known.length - 1] === n) tally[tally.length - 1]!++;
        else {
          known.push(n);
          tally.push(1);
        }
    else
      for (const n of order) {
        known.push(n);
        tally.push(tensor.known.filter((m) => m === n).length);
      }
    back = consecutive ? null : tensor.known.map((n) => known!.indexOf(n));
  }
  const count = known ? known.length : fresh();
  const axis =
    tensor.shape && dim !== null && dim !== undefined ? c.axis(dim, tensor.shape.length) : null;
  const shape =
    axis !== null && tensor.shape ? tensor.shape.map((d, i) => (i === axis ? count : d)) : [count];
  const found = c.make(shape, { dtype: tensor.dtype, known, from: tensor, strides: null });
  const answers: Value[] = [found];
  if (flagOf(inverse) === true) {
    const inverseShape = axis !== null && tensor.shape ? [tensor.shape[axis]!] : tensor.shape;
    answers.push(
      inverseShape
        ? c.make(inverseShape, { dtype: 'int', known: back })
        : c.unknownTensor(tensor, 'int'),
    );
  }
  if (flagOf(counts) === true) answers.push(c.make([count], { dtype: 'int', known: tally }));
  return answers.length === 1 ? found : new Tuple(answers);
};

const diff: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const n = intOf(args[1]) ?? 1;
  if (!tensor.shape) return c.unknownTensor(tensor);
  if (tensor.shape.length === 0)
    c.wrongRank(tensor, 'a tensor with axes', 'diff expects input to be at least one-dimensional');
  const axis = c.axis(args[2], tensor.shape.length);
  if (axis === null) return c.unknownTensor(tensor);
  let size: Dim = tensor.shape[axis]!;
  for (const extra of [args[3], args[4]])
    if (extra instanceof Tensor && extra.shape) size = sub(size, sub(0, extra.shape[axis] ?? 1));
  let known =
    tensor.known && tensor.shape.length === 1 && !args[3] && !args[4] ? tensor.known.slice() : null;
  if (known && typeof n === 'number')
    for (let i = 0; i < n; i++) known = known.slice(1).map((v, j) => v - known![j]!);
  const rest = maximum(sub(size, n), 0);
  return c.make(
    tensor.shape.map((d, i) => (i === axis ? rest : d)),
    { from: tensor, known: known && stored(tensor.dtype, known) },
  );
};

/** quantile: the axes go, and as many rows as quantiles come first. */
const quantile: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const q = args[1];
  const keep = flagOf(args[3]);
  if (!tensor.shape) return c.unknownTensor(tensor);
  const axes = c.axes(args[2], tensor.shape.length);
  if (axes === null || keep === undefined) return c.unknownTensor('axes that are not known');
  const shape = reducedShape(tensor.shape, axes, keep);
  const quantiles = q instanceof Tensor ? q.shape : [];
  return quantiles
    ? c.make([...quantiles, ...shape], { from: tensor })
    : c.unknownTensor('quantiles of unknown number');
};

const logSumExp: Rule = (c, args) => {
  const made = reduce('float', plain)(c, args);
  const tensor = args[0];
  if (
    c.items(args[1])?.length === 0 &&
    args[2] === false &&
    tensor instanceof Tensor &&
    tensor.shape?.length
  )
    c.fail('dim-range', 'logsumexp over no axis fails: name the axes.', 'RuntimeError', {
      python: `output with shape [] doesn't match the broadcast shape [${tensor.shape.map(() => 1).join(', ')}]`,
    });
  return made;
};

const countNonzero: Rule = (c, args) => {
  const made = reduce('int', { dim: 1, keep: 9 }, (n) => n.filter((x) => x !== 0).length)(c, args);
  return made;
};

/** aminmax: a pair. */
const aminmax: Rule = (c, args) => {
  const rule = reduce('same', { dim: 1, keep: 2 });
  return namedResult(c.runtime, 'aminmax', ['min', 'max'], [rule(c, args), rule(c, args)]);
};

/** A number of the whole: dist, equal and allclose are answered by data. */
const scalarOfTwo: Rule = (c, args) => {
  const a = c.tensor(args[0]);
  binary('promote')(c, [args[0]!, args[1]!]);
  return c.make([], { dtype: a.dtype, strides: null });
};

const trace: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.shape && tensor.shape.length !== 2)
    c.wrongRank(
      tensor,
      'a matrix',
      `trace: expected a matrix, but got tensor with dim ${tensor.shape.length}`,
    );
  return c.make([], { dtype: reducedType('sum', tensor.dtype), from: tensor, strides: null });
};

const histc: Rule = (c, args) => {
  c.tensor(args[0]);
  return c.make([intOf(args[1]) ?? fresh()], { strides: null });
};

const bincount: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.known) {
    const least = numberOf(args[2]) ?? 0;
    const size = Math.max(least, tensor.known.length ? Math.max(...tensor.known) + 1 : 0);
    const counts = Array<number>(size).fill(0);
    for (const n of tensor.known) counts[n]!++;
    return c.make([size], { dtype: 'int', known: args[1] ? null : counts, strides: null });
  }
  return c.make([fresh()], { dtype: args[1] ? 'float' : 'int', strides: null });
};

/** all and any; an empty list of axes takes none away, unlike for sums. */
const truth = (c: OpCall, collect: Collect, args: readonly Value[]): Value =>
  c.items(args[1])?.length === 0 && args[0] instanceof Tensor
    ? c.like(args[0], 'bool')
    : reduce('bool', { dim: 1, keep: 2, axis: 4, keepdims: 5 }, collect)(c, args);

export const reduceRows: readonly Row[] = [
  row('sum', 'torch method', usualParameters, reduce('sum', usual, sum)),
  row('nansum', 'torch method', usualParameters, reduce('sum', usual)),
  row('mean', 'torch method', usualParameters, reduce('float', usual, mean, meanType)),
  row('nanmean', 'torch method', usualParameters, reduce('float', usual)),
  row(
    'prod',
    'torch method',
    usualParameters,
    reduce('sum', usual, (n) => n.reduce((a, b) => a * b, 1)),
  ),
  row(
    'amax',
    'torch method',
    plainParameters,
    reduce('same', plain, (n) => Math.max(...n)),
  ),
  row(
    'amin',
    'torch method',
    plainParameters,
    reduce('same', plain, (n) => Math.min(...n)),
  ),
  row('all', 'torch method', plainParameters, (c, args) =>
    truth(c, (n) => Number(n.every((x) => x !== 0)), args),
  ),
  row('any', 'torch method', plainParameters, (c, args) =>
    truth(c, (n) => Number(n.some((x) => x !== 0)), args),
  ),
  row(
    'logsumexp',
    'torch method special',
    'input, dim, keepdim=False, *, out=None; axis=None, keepdims=None',
    logSumExp,
  ),
  row('count_nonzero', 'torch method', 'input, dim=None', countNonzero),
  row(
    'std',
    'torch method',
    'input, dim=None, unbiased=True, keepdim=False, *, correction=1, out=None; axis=None, keepdims=None',
    deviation(false),
  ),
  row(
    'var',
    'torch method',
    'input, dim=None, unbiased=True, keepdim=False, *, correction=1, out=None; axis=None, keepdims=None',
    deviation(false),
  ),
  row(
    'std_mean',
    'torch',
    'input, dim=None, unbiased=True, keepdim=False, *, correction=1, out=None; axis=None, keepdims=None',
    deviation(true),
  ),
  row(
    'var_mean',
    'torch',
    'input, dim=None, unbiased=True, keepdim=False, *, correction=1, out=None; axis=None, keepdims=None',
    deviation(true),
  ),
  row(
    'max',
    'torch method',
    'input, dim=None, keepdim=False, *, out=None; other=None',
    extremum('max', Math.max, (n) => Math.max(...n)),
  ),
  row(
    'min',
    'torch method',
    'input, dim=None, keepdim=False, *, out=None; other=None',
    extremum('min', Math.min, (n) => Math.min(...n)),
  ),
  row(
    'median',
    'torch method',
    'input, dim=None, keepdim=False, *, out=None',
    extremum('median', Math.max, null),
  ),
  row(
    'nanmedian',
    'torch method',
    'input, dim=None, keepdim=False, *, out=None',
    extremum('nanmedian', Math.max, null),
  ),
  row('mode', 'torch method', 'input, dim=-1, keepdim=False, *, out=None', (c, args) =>
    withIndices(c, 'mode', args[0], args[1], args[2]),
  ),
  row('kthvalue', 'torch method', 'input, k, dim=-1, keepdim=False, *, out=None', kthvalue),
  row(
    'argmax',
    'torch method',
    'input, dim=None, keepdim=False, *, out=None; axis=None',
    argExtremum,
  ),
  row(
    'argmin',
    'torch method',
    'input, dim=None, keepdim=False, *, out=None; axis=None',
    argExtremum,
  ),
  row('aminmax', 'torch method', 'input, *, dim=None, keepdim=False', aminmax),
  row(
    'quantile nanquantile',
    'torch method',
    'input, q, dim=None, keepdim=False, *, interpolation=None',
    quantile,
  ),
  row(
    'cumsum',
    'torch method inplace',
    'input, dim, *, dtype=None, out=None',
    along('sum', 1, (a, b) => a + b),
  ),
  row(
    'cumprod',
    'torch method inplace',
    'input, dim, *, dtype=None, out=None',
    along('sum', 1, (a, b) => a * b),
  ),
  row('logcumsumexp', 'torch method', 'input, dim', along('float', 1)),
  row('cummax', 'torch method', 'input, dim', cumulativeExtremum),
  row('cummin', 'torch method', 'input, dim', cumulativeExtremum),
  row('sort', 'torch method', 'input, dim=-1, descending=False, stable=False, *, out=None', sort),
  row('argsort', 'torch method', 'input, dim=-1, descending=False, stable=False', sort),
  row('msort', 'torch method', 'input', sort),
  row('topk', 'torch method', 'input, k, dim=-1, largest=True, sorted=True, *, out=None', topk),
  row(
    'norm',
    'torch method',
    "input, p='fro', dim=None, keepdim=False, out=None, dtype=None",
    norm,
  ),
  row('vector_norm', 'linalg', 'x, ord=2, dim=None, keepdim=False, *, dtype=None, out=None', norm),
  row(
    'linalg_norm norm',
    'linalg',
    'A, ord=None, dim=None, keepdim=False, *, out=None, dtype=None',
    norm,
  ),
  row(
    'matrix_norm',
    'linalg',
    "A, ord='fro', dim=(), keepdim=False, *, dtype=None, out=None",
    (c, args) =>
      matrixNorm(
        c,
        args.map((a, i) =>
          i === 2 && a instanceof Tuple && a.items.length === 0 ? new List([-2, -1]) : a,
        ),
      ),
  ),
  row(
    'unique',
    'torch method',
    'input, sorted=True, return_inverse=False, return_counts=False, dim=None',
    unique,
  ),
  row(
    'unique_consecutive',
    'torch method',
    'input, return_inverse=False, return_counts=False, dim=None',
    unique,
  ),
  row('diff', 'torch method', 'input, n=1, dim=-1, prepend=None, append=None', diff),
  row('trapezoid trapz', 'torch', 'y, x=None, *, dx=None, dim=-1', (c, args) => {
    const tensor = c.tensor(args[0]);
    const axis = tensor.shape ? c.axis(args[3], tensor.shape.length) : null;
    return tensor.shape && axis !== null
      ? c.make(reducedShape(tensor.shape, [axis], false), { from: tensor })
      : c.unknownTensor(tensor);
  }),
  row('cumulative_trapezoid', 'torch', 'y, x=None, *, dx=None, dim=-1', (c, args) =>
    diff(c, [args[0]!, 1, args[3]!]),
  ),
  row('dist', 'torch method', 'input, other, p=2', scalarOfTwo),
  row('trace', 'torch method', 'input', trace),
  row('histc', 'torch method', 'input, bins=100, min=0, max=0', histc),
  row('bincount', 'torch method', 'input, weights=None, minlength=0', bincount),
];
