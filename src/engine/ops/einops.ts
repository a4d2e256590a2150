/** einops' rearrange, reduce and repeat as graph nodes: a pattern split into elementary axes, permuted, reduced and joined. */
import type { Plain } from '../../analysis/shape/graph';
import { einsum } from '../reference/matmul';
import { expand, permute } from '../reference/permute';
import { reduce, reductions } from '../reference/reduce';
import { refuse, reshaped, sizeOf, type Tensor } from '../tensor';
import { type Call, isList, isTensor, type Operator, type OperatorTable } from './call';

type Group = readonly string[];

/** `b (h d) ...` as groups of names; axes of an ellipsis are named …0, …1. */
function side(text: string, dots: number): Group[] {
  const spread = Array.from({ length: dots }, (_, i) => `…${i}`).join(' ');
  const tokens = text.replaceAll('...', ` ${spread} `).match(/[()]|[^\s()]+/g) ?? [];
  const groups: string[][] = [];
  let open: string[] | null = null;
  for (const token of tokens) {
    if (token === '(') open = [];
    else if (token === ')') {
      groups.push(open ?? refuse('a pattern closes what it did not open'));
      open = null;
    } else if (open) open.push(token);
    else groups.push([token]);
  }
  return groups;
}

/** Sizes of all names that follow from the sizes of a side: a group with one open name gives that name. */
function solve(groups: readonly Group[], shape: readonly number[], sizes: Map<string, number>): void {
  groups.forEach((group, i) => {
    const real = group.filter((n) => n !== '1');
    const open = real.filter((n) => !sizes.has(n));
    const known = real.filter((n) => sizes.has(n)).reduce((p, n) => p * sizes.get(n)!, 1);
    if (open.length === 1 && shape[i] !== undefined) sizes.set(open[0]!, shape[i] / known);
  });
}

/** Lengths of the names: those the caller gives, those written as numbers, and what follows from the sizes on both sides. */
function lengths(call: Call, from: readonly Group[], to: readonly Group[], shape: readonly number[]): Map<string, number> {
  const sizes = new Map<string, number>();
  const given = call.node.args['axes_lengths'];
  if (isList(given ?? null)) for (const pair of given as readonly Plain[])
    if (isList(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number') sizes.set(pair[0], pair[1]);
  for (const name of to.flat()) if (/^\d+$/.test(name) && name !== '1') sizes.set(name, Number(name));
  const expected = call.outputShape();
  for (let pass = 0; pass < 3; pass++) {
    solve(from, shape, sizes);
    if (expected) solve(to, expected, sizes);
  }
  return sizes;
}

function inputOf(call: Call): Tensor {
  const value: Plain = call.argument('tensor');
  if (!isList(value)) return call.tensor('tensor');
  const list = call.list('tensor');
  const first = list[0] ?? refuse('no tensors');
  const data = new Float32Array(list.length * first.data.length);
  list.forEach((t, i) => data.set(t.data, i * first.data.length));
  return { shape: [list.length, ...first.shape], data };
}

const rearrange =
  (kind: 'rearrange' | 'reduce' | 'repeat'): Operator =>
  (call) => {
    const input = inputOf(call);
    const [left = '', right = ''] = call.text('pattern', '').split('->');
    const count = side(left, 0).length;
    const dots = left.includes('...') ? input.shape.length - count : 0;
    const from = side(left, dots);
    const to = side(right, dots);
    if (from.length !== input.shape.length) refuse(`the pattern has ${from.length} axes, the tensor ${input.shape.length}`);
    const sizes = lengths(call, from, to, input.shape);
    const isOne = (name: string): boolean => name === '1';
    const names: string[] = [];
    const split: number[] = [];
    from.forEach((group) => {
      for (const name of group.filter((n) => !isOne(n))) {
        names.push(name);
        split.push(sizes.get(name) ?? refuse(`the length of ${name} is not known`));
      }
    });
    if (sizeOf(split) !== input.data.length || split.some((n) => !Number.isInteger(n))) refuse('the pattern does not fit the sizes');
    let tensor: Tensor = reshaped(input, split);
    const target = to.flat().filter((n) => !isOne(n));
    const gone = names.map((n, i) => (target.includes(n) ? -1 : i)).filter((i) => i >= 0);
    if (gone.length > 0) {
      const how = reductions[{ mean: 'mean', sum: 'sum', max: 'amax', min: 'amin', prod: 'prod', any: 'any', all: 'all' }[call.text('reduction', '')] ?? ''];
      if (kind !== 'reduce' || !how) refuse('axes vanish without a reduction');
      tensor = reduce(tensor, gone, false, how);
    }
    let kept = names.filter((n) => target.includes(n));
    for (const name of target.filter((n) => !kept.includes(n))) {
      const size = sizes.get(name) ?? refuse(`the length of ${name} is not known`);
      tensor = expand(reshaped(tensor, [...tensor.shape, 1]), [...tensor.shape, size]);
      kept = [...kept, name];
    }
    tensor = permute(tensor, target.map((n) => kept.indexOf(n)));
    return reshaped(tensor, to.map((group) => group.reduce((p, n) => p * (isOne(n) ? 1 : sizes.get(n)!), 1)));
  };

/** einops.einsum: names of several letters, the pattern last. */
const named: Operator = (call) => {
  const items = call.argument('tensors_and_pattern');
  if (!isList(items)) return refuse('no operands');
  const pattern = items[items.length - 1];
  if (typeof pattern !== 'string') return refuse('the pattern is not known');
  const letters = new Map<string, string>();
  const short = pattern.replace(/[A-Za-z_]\w*/g, (name) => {
    if (!letters.has(name)) letters.set(name, String.fromCharCode((letters.size < 26 ? 97 : 39) + letters.size));
    return letters.get(name)!;
  });
  const operands = items.slice(0, -1).map((item) => (isTensor(item) ? call.behind(item)!.tensor : refuse('an operand is no tensor')));
  return einsum(short, operands);
};

export const einopsOperators: OperatorTable = {
  rearrange: rearrange('rearrange'),
  reduce: rearrange('reduce'),
  einops_einsum: named,
  einops_repeat: rearrange('repeat'),
};
