/** Reductions, sorting and cumulative operations as graph nodes. */
import { map, maximum, minimum, zip } from '../reference/elementwise';
import { narrow } from '../reference/indexing';
import { cumulate, extremeAt, norm, reduce, reductions, sorted, variance } from '../reference/reduce';
import { refuse, reshaped, type Tensor } from '../tensor';
import type { Call, Operator, OperatorTable } from './call';

/** dim and keepdim under all their names. A boolean in the place of dim is `unbiased`. */
function axesOf(call: Call): readonly [number[] | null, boolean] {
  const dim = call.argument('dim') ?? call.argument('axis');
  const axes = dim === null || typeof dim === 'boolean' ? null : call.numbersOrNull('dim axis');
  return [axes, call.flag('keepdim') || call.flag('keepdims')];
}

const reducer =
  (name: string): Operator =>
  (call) => {
    const [axes, keep] = axesOf(call);
    return reduce(call.tensor('input'), axes, keep, reductions[name]!);
  };

/** max(x), max(x, dim) with places, max(x, other). */
const extremum =
  (sign: number): Operator =>
  (call) => {
    const input = call.tensor('input');
    const other = call.behind(call.argument('dim')) ?? call.behind(call.argument('other'));
    if (other && other.tensor.shape.length > 0) return zip(input, other.tensor, sign > 0 ? maximum : minimum);
    const [axes, keep] = axesOf(call);
    const values = reduce(input, axes, keep, reductions[sign > 0 ? 'amax' : 'amin']!);
    return axes === null ? values : [values, reduce(input, axes, keep, extremeAt(sign))];
  };

function correctionOf(call: Call): number {
  const dim = call.argument('dim');
  const unbiased = typeof dim === 'boolean' ? dim : call.flag('unbiased', true);
  const correction = call.argument('correction');
  return typeof correction === 'number' && correction !== 1 ? correction : unbiased ? 1 : 0;
}

const spread =
  (root: boolean, withMean: boolean): Operator =>
  (call) => {
    const input = call.tensor('input');
    const [axes, keep] = axesOf(call);
    const squares = reduce(input, axes, keep, variance(correctionOf(call)));
    const result = root ? map(squares, Math.sqrt) : squares;
    return withMean ? [result, reduce(input, axes, keep, reductions['mean']!)] : result;
  };

const vectorNorm: Operator = (call) => {
  const [axes, keep] = axesOf(call);
  const given = call.argument('ord') ?? call.argument('p');
  const power = given === null || given === 'fro' ? 2 : call.number('ord p');
  if (call.node.op === 'linalg_norm' && given !== null && given !== 'fro' && axes?.length === 2) refuse('matrix norms are not computed');
  return reduce(call.tensor('x A input'), axes, keep, norm(power));
};

const along =
  (f: (sofar: number, next: number) => number): Operator =>
  (call) =>
    cumulate(call.tensor('input'), call.number('dim'), f);

const sortOperator: Operator = (call) => {
  const [values, places] = sorted(call.tensor('input'), call.number('dim', -1), call.flag('descending'));
  return call.node.op === 'argsort' ? places : call.node.op === 'msort' ? values : [values, places];
};

const arg =
  (sign: number): Operator =>
  (call) => {
    const [axes, keep] = axesOf(call);
    return reduce(call.tensor('input'), axes, keep, extremeAt(sign));
  };

const withPlaces = (input: Tensor, k: number, axis: number, keep: boolean): readonly Tensor[] => {
  const at = axis < 0 ? axis + input.shape.length : axis;
  return sorted(input, at, false).map((t) => {
    const one = narrow(t, at, k, 1);
    return keep ? one : reshaped(one, one.shape.filter((_, i) => i !== at));
  });
};

export const reductionOperators: OperatorTable = {
  ...Object.fromEntries(
    ['sum', 'nansum', 'mean', 'prod', 'amax', 'amin', 'all', 'any', 'logsumexp', 'count_nonzero'].map((name) => [name, reducer(name)]),
  ),
  max: extremum(1),
  min: extremum(-1),
  median: (call) => {
    const input = call.tensor('input');
    if (call.argument('dim') === null) return reduce(input, null, false, reductions['median']!);
    const axis = call.axis('dim', input.shape.length);
    return withPlaces(input, (input.shape[axis]! - 1) >> 1, axis, call.flag('keepdim'));
  },
  kthvalue: (call) => withPlaces(call.tensor('input'), call.number('k') - 1, call.number('dim', -1), call.flag('keepdim')),
  std: spread(true, false),
  var: spread(false, false),
  std_mean: spread(true, true),
  var_mean: spread(false, true),
  argmax: arg(1),
  argmin: arg(-1),
  norm: vectorNorm,
  vector_norm: vectorNorm,
  linalg_norm: vectorNorm,
  cumsum: along((a, b) => a + b),
  cumprod: along((a, b) => a * b),
  sort: sortOperator,
  argsort: sortOperator,
  msort: (call) => sorted(call.tensor('input'), 0, false)[0],
  topk: (call) => sorted(call.tensor('input'), call.number('dim', -1), call.flag('largest', true), call.number('k')),
};
