/** Products of matrices, attention and recurrent layers as graph nodes. */
import { attention } from '../reference/attention';
import { zip } from '../reference/elementwise';
import { einsum } from '../reference/matmul';
import { reductions, reduce } from '../reference/reduce';
import { type CellKind, type CellWeights, recurrent, step } from '../reference/recurrent';
import { map } from '../reference/elementwise';
import { refuse, reshaped, sizeOf, type Tensor } from '../tensor';
import { type Call, isList, isTensor, type Operator, type OperatorTable } from './call';

const product =
  (other: string): Operator =>
  (call) =>
    call.kernels.matmul(call.tensor('input'), call.tensor(other));

/** beta·input + alpha·(a × b). */
const added =
  (a: string, b: string): Operator =>
  (call) => {
    const [alpha, beta] = [call.number('alpha', 1), call.number('beta', 1)];
    const result = call.kernels.matmul(call.tensor(a), call.tensor(b));
    return zip(call.tensor('input'), result, beta === 0 ? (_, y) => alpha * y : (x, y) => beta * x + alpha * y);
  };

function outer(a: Tensor, b: Tensor): Tensor {
  return zip(reshaped(a, [a.data.length, 1]), reshaped(b, [1, b.data.length]), (x, y) => x * y);
}

const scaledDotProduct: Operator = (call) => {
  const mask = call.optional('attn_mask');
  const additive = mask && call.typeOf('attn_mask') === 'bool' ? map(mask, (x) => (x !== 0 ? 0 : -Infinity)) : mask;
  return attention(call.tensor('query'), call.tensor('key'), call.tensor('value'), {
    mask: additive,
    causal: call.flag('is_causal'),
    scale: call.numberOrNull('scale'),
    grouped: call.flag('enable_gqa'),
  }, (a, b) => call.kernels.matmul(a, b));
};

/** Weights of every layer and direction from PyTorch's flat list. */
function cellWeights(list: readonly Tensor[], count: number, biases: boolean): CellWeights[] {
  const each = list.length / count;
  const projected = each === (biases ? 5 : 3);
  return Array.from({ length: count }, (_, i) => {
    const part = list.slice(i * each, (i + 1) * each);
    return {
      inputWeight: part[0]!,
      hiddenWeight: part[1]!,
      inputBias: biases ? part[2]!.data : null,
      hiddenBias: biases ? part[3]!.data : null,
      projection: projected ? part[each - 1]! : null,
    };
  });
}

const layer =
  (kind: CellKind): Operator =>
  (call) => {
    if (isList(call.argument('has_biases'))) refuse('packed sequences are not computed');
    const whole = call.tensor('input');
    const batched = whole.shape.length === 3;
    const first = batched && call.flag('batch_first');
    const input: Tensor = batched ? whole : { shape: [whole.shape[0]!, 1, whole.shape[1]!], data: whole.data };
    const directions = call.flag('bidirectional') ? 2 : 1;
    const count = call.number('num_layers', 1) * directions;
    const weights = cellWeights(call.list('params'), count, call.flag('has_biases', true));
    const given = call.argument('hx');
    const states = isList(given) ? call.list('hx') : isTensor(given) ? [call.tensor('hx')] : [];
    const state = (t: Tensor | undefined): Tensor | null => t ?? null;
    const result = recurrent(kind, input, weights, directions, first, { hidden: state(states[0]), cell: state(states[1]) });
    const all = [result.output, result.hidden, ...(result.cell ? [result.cell] : [])];
    return batched ? all : all.map((t) => reshaped(t, t.shape.filter((_, i) => i !== 1)));
  };

const cell =
  (kind: CellKind): Operator =>
  (call) => {
    const input = call.tensor('input');
    const batch = input.shape.length === 2 ? input.shape[0]! : 1;
    const weights: CellWeights = {
      inputWeight: call.tensor('w_ih'),
      hiddenWeight: call.tensor('w_hh'),
      inputBias: call.data('b_ih'),
      hiddenBias: call.data('b_hh'),
      projection: null,
    };
    const size = weights.hiddenWeight.shape[1]!;
    const given = call.argument('hx');
    const states = isList(given) ? call.list('hx') : isTensor(given) ? [call.tensor('hx')] : [];
    const none = new Float32Array(batch * size);
    const next = step(kind, input.data, batch, { hidden: states[0]?.data ?? none, cell: states[1]?.data ?? none }, weights);
    const shape = [...input.shape.slice(0, -1), size];
    const hidden = { shape, data: next.hidden };
    return next.cell ? [hidden, { shape, data: next.cell }] : hidden;
  };

/** Distances between the rows of two batches. */
const cdist: Operator = (call) => {
  const [a, b, p] = [call.tensor('x1'), call.tensor('x2'), call.number('p', 2)];
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape[b.shape.length - 2]!;
  const lead = a.shape.slice(0, -2);
  const count = sizeOf(lead);
  const data = new Float32Array(count * m * n);
  for (let s = 0; s < count; s++)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let x = 0; x < k; x++) sum += Math.abs(a.data[(s * m + i) * k + x]! - b.data[(s * n + j) * k + x]!) ** p;
        data[(s * m + i) * n + j] = sum ** (1 / p);
      }
  return { shape: [...lead, m, n], data };
};

const cosine: Operator = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const [dim, eps] = [call.number('dim', 1), call.number('eps', 1e-8)];
  const sum = (t: Tensor): Tensor => reduce(t, [dim], false, reductions['sum']!);
  const length = (t: Tensor): Tensor => map(sum(zip(t, t, (x, y) => x * y)), (x) => Math.max(Math.sqrt(x), eps));
  const both = zip(length(a), length(b), (x, y) => x * y);
  return zip(sum(zip(a, b, (x, y) => x * y)), both, (x, y) => x / y);
};

const einsumOperator: Operator = (call: Call) => einsum(call.text('equation', ''), call.list('operands'));

export const productOperators: OperatorTable = {
  matmul: product('other'),
  mm: product('mat2'),
  bmm: product('mat2'),
  mv: product('vec'),
  dot: product('tensor'),
  inner: (call) => {
    const other = call.tensor('other');
    const rank = other.shape.length;
    if (rank < 2) return call.kernels.matmul(call.tensor('input'), other);
    return call.kernels.linear(call.tensor('input'), other, null);
  },
  outer: (call) => outer(call.tensor('input'), call.tensor('vec2')),
  addmm: added('mat1', 'mat2'),
  baddbmm: added('batch1', 'batch2'),
  addmv: added('mat', 'vec'),
  einsum: einsumOperator,
  scaled_dot_product_attention: scaledDotProduct,
  lstm: layer('lstm'),
  gru: layer('gru'),
  rnn_tanh: layer('rnn_tanh'),
  rnn_relu: layer('rnn_relu'),
  lstm_cell: cell('lstm'),
  gru_cell: cell('gru'),
  rnn_tanh_cell: cell('rnn_tanh'),
  rnn_relu_cell: cell('rnn_relu'),
  cdist,
  cosine_similarity: cosine,
  pairwise_distance: (call) => {
    const [p, eps] = [call.number('p', 2), call.number('eps', 1e-6)];
    return reduce(zip(call.tensor('x1'), call.tensor('x2'), (x, y) => x - y + eps), [-1], call.flag('keepdim'), (data, from, gap, count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += Math.abs(data[from + i * gap]!) ** p;
      return sum ** (1 / p);
    });
  },
};
