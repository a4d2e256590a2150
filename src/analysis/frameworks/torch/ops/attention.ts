/** scaled_dot_product_attention and multi_head_attention_forward, with PyTorch's conditions; the latter runs as the operations it consists of. Over 400 lines: one computation with many conditions. */
import { List, Tensor, Tuple, type Value } from '../../../interpreter/values';
import { type Arg, counted, flagOf, intOf, type OpCall, type Rule, sizesText, text } from './call';
import { broadcastShapes } from './elementwise';
import { runOp } from './registry';
import { type Row, row } from './row';
import { add, type Dim, different, equal, floorDiv, fresh, mul } from './sizes';

function wrong(
  c: OpCall,
  rule: string,
  message: string,
  python: string,
  tensor: Tensor | null,
  exception = 'RuntimeError',
): void {
  c.fail(rule, `{layer}: ${message}`, exception, { python, tensor });
}

/** query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa. */
const scaledDotProduct: Rule = (c, args) => {
  const [q, k, v] = [
    c.tensor(args[0], 'query'),
    c.tensor(args[1], 'key'),
    c.tensor(args[2], 'value'),
  ];
  const mask = args[3] instanceof Tensor ? args[3] : null;
  if (!q.shape || !k.shape || !v.shape) {
    if (q.shape && v.shape && q.shape.length >= 2 && v.shape.length === q.shape.length)
      return c.make([...q.shape.slice(0, -1), v.shape[v.shape.length - 1]!], {
        from: q,
        strides: undefined,
      });
    return c.unknownTensor(!q.shape ? q : !k.shape ? k : v);
  }
  const small = [q, k, v].find((t) => t.shape!.length < 2);
  if (small) {
    wrong(
      c,
      'rank',
      'query, key and value need at least two axes.',
      `scaled_dot_product_attention: Expected query, key, and value to all be at least 2 dimensional, but got query dim: ${q.shape.length}, key dim: ${k.shape.length} and value dim: ${v.shape.length} instead.`,
      small,
    );
    return c.unknownTensor('attention of vectors');
  }
  if (mask && flagOf(args[5]) === true)
    wrong(
      c,
      'attention-mask',
      'give attn_mask or is_causal, not both.',
      'scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True',
      mask,
    );
  const [e, ek] = [q.shape[q.shape.length - 1]!, k.shape[k.shape.length - 1]!];
  const [l, s, sv] = [
    q.shape[q.shape.length - 2]!,
    k.shape[k.shape.length - 2]!,
    v.shape[v.shape.length - 2]!,
  ];
  if (!c.mustEqual(e, ek, 'attention-sizes', 'attention needs queries and keys of one size'))
    wrong(
      c,
      'attention-sizes',
      `queries have ${text(e)} features, keys ${text(ek)}.`,
      `mat1 and mat2 shapes cannot be multiplied (${text(l)}x${text(e)} and ${text(ek)}x${text(s)})`,
      k,
    );
  else if (!c.mustEqual(s, sv, 'attention-sizes', 'attention needs as many values as keys'))
    // PyTorch's fast path on the processor does not look: it reads beyond the end of one of them.
    (fastPath(q, k, v, mask) ? warn : wrong)(
      c,
      'attention-sizes',
      `there are ${text(s)} keys but ${text(sv)} values.`,
      `Expected size for first two dimensions of batch2 tensor to be: [?, ${text(s)}] but got: [?, ${text(sv)}].`,
      v,
    );
  const gqa = flagOf(args[7]) === true;
  const lead = (t: Tensor): Tensor => {
    const shape = t.shape!.slice(0, -2);
    // With enable_gqa the heads of keys and values are repeated.
    if (gqa && t !== q && shape.length > 0) {
      const heads = q.shape![q.shape!.length - 3];
      const own = shape[shape.length - 1]!;
      if (heads !== undefined && c.mustDivide(heads, own, 'attention-heads', 'grouped queries'))
        shape[shape.length - 1] = heads;
    }
    return c.make(shape, { from: t });
  };
  const keys =
    broadcastShapes(c, lead(q), lead(k), {
      names: ['the batch of the query', 'the batch of the key'],
    }) ?? [];
  const weights = [...keys, l, s];
  if (mask?.shape) {
    const vector =
      mask.shape.length < 2 &&
      q.shape.length === 4 &&
      k.shape.length === 4 &&
      equal(q.shape[0]!, k.shape[0]!);
    if (vector)
      wrong(
        c,
        'attention-mask',
        `the mask needs at least two axes (queries, keys), not ${sizesText(mask.shape)}.`,
        'Dimension out of range (expected to be in range of [-1, 0], but got -2)',
        mask,
        'IndexError',
      );
    else maskFits(c, mask, weights);
  }
  const batch =
    broadcastShapes(c, c.make(keys, { from: q }), lead(v), {
      names: ['the batch of the query', 'the batch of the value'],
    }) ?? keys;
  return c.make([...batch, l, v.shape[v.shape.length - 1]!], {
    dtype: 'float',
    from: q,
    strides: undefined,
  });
};

/** Batches and features alike, three or four axes, no mask over keys: the path that checks nothing more. */
function fastPath(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | null): boolean {
  const rank = q.shape!.length;
  const narrow =
    !mask ||
    (mask.shape !== null && mask.shape.length >= 2 && equal(mask.shape[mask.shape.length - 1]!, 1));
  if (!narrow || (rank !== 3 && rank !== 4)) return false;
  return [k, v].every(
    (t) =>
      t.shape!.length === rank &&
      t.shape!.every((d, i) => i === rank - 2 || equal(d, q.shape![i]!)),
  );
}

function warn(
  c: OpCall,
  rule: string,
  message: string,
  _python: string,
  tensor: Tensor | null,
): void {
  c.problem({ rule, severity: 'warning', message: `{layer}: ${message}`, tensor });
}

/** The mask must broadcast to the weights without enlarging them. */
function maskFits(c: OpCall, mask: Tensor, weights: readonly Dim[]): void {
  const shape = mask.shape!;
  const lead = weights.length - shape.length;
  // Three axes are taken as four with a batch of 1.
  if (lead < (weights.length === 3 ? -1 : 0)) {
    wrong(
      c,
      'attention-mask',
      `the mask ${sizesText(shape)} has more axes than the weights ${sizesText(weights)}.`,
      `output with shape ${sizesText(weights)} doesn't match the broadcast shape ${sizesText(shape)}`,
      mask,
    );
    return;
  }
  for (let i = shape.length - 1; i >= 0; i--) {
    const [m, w] = [shape[i]!, weights[i + lead]];
    if (m === 1) continue;
    if (w === undefined || !c.mustEqual(m, w, 'attention-mask', 'the mask must fit')) {
      wrong(
        c,
        'attention-mask',
        `the mask ${sizesText(shape)} does not fit weights of ${sizesText(weights)}.`,
        w !== undefined && w === 1
          ? `output with shape ${sizesText(weights)} doesn't match the broadcast shape ${sizesText([...weights.slice(0, i + lead), m, ...weights.slice(i + lead + 1)])}`
          : `The size of tensor a (${text(w ?? 1)}) must match the size of tensor b (${text(m)}) at non-singleton dimension ${Math.max(0, i + lead)}`,
        mask,
      );
      return;
    }
  }
}

// ---- multi-head attention ------------------------------------------------------------------------------------------

const names = [
  'query',
  'key',
  'value',
  'embed_dim_to_check',
  'num_heads',
  'in_proj_weight',
  'in_proj_bias',
  'bias_k',
  'bias_v',
  'add_zero_attn',
  'dropout_p',
  'out_proj_weight',
  'out_proj_bias',
  'training',
  'key_padding_mask',
  'need_weights',
  'attn_mask',
  'use_separate_proj_weight',
  'q_proj_weight',
  'k_proj_weight',
  'v_proj_weight',
  'static_k',
  'static_v',
  'average_attn_weights',
  'is_causal',
] as const;
type Name = (typeof names)[number];

function dims(t: Tensor): number | null {
  return t.shape ? t.shape.length : null;
}

const multiHead: Rule = (c, args) => {
  const arg = (name: Name): Arg => args[names.indexOf(name)];
  const tensor = (name: Name): Tensor | null =>
    arg(name) instanceof Tensor ? c.tensor(arg(name)) : null;
  const [query, key, value] = [
    c.tensor(arg('query'), 'query'),
    c.tensor(arg('key'), 'key'),
    c.tensor(arg('value'), 'value'),
  ];
  const heads = intOf(arg('num_heads')) ?? fresh();
  const outWeight = tensor('out_proj_weight');
  const out = outWeight?.shape?.[0] ?? fresh();
  const wantsWeights = flagOf(arg('need_weights'), true);
  const average = flagOf(arg('average_attn_weights'), true);
  const keyMask = tensor('key_padding_mask');
  const mask = tensor('attn_mask');

  /** The answer where something is wrong or unknown. */
  const partial = (): Value => {
    const shape =
      query.shape && (query.shape.length === 2 || query.shape.length === 3)
        ? [...query.shape.slice(0, -1), out]
        : null;
    const made = shape
      ? c.make(shape, { from: query, strides: undefined })
      : c.unknownTensor(query);
    return new Tuple([made, wantsWeights === false ? null : partialWeights()]);
  };
  const partialWeights = (): Tensor => {
    const [q, k] = [query.shape, key.shape];
    if (!q || !k || q.length !== k.length || average === undefined) return c.unknownTensor(query);
    const [l, s] = [q[0]!, sourceLength(k[0]!)];
    const lead = q.length === 3 ? [q[1]!] : [];
    return c.make([...lead, ...(average ? [] : [heads]), l, s], {
      from: query,
      strides: undefined,
    });
  };
  const sourceLength = (s: Dim): Dim =>
    add(s, (tensor('bias_k') ? 1 : 0) + (flagOf(arg('add_zero_attn')) === true ? 1 : 0));

  if (!query.shape || !key.shape || !value.shape) return partial();
  const fail = (
    rule: string,
    message: string,
    python: string,
    culprit: Tensor | null = null,
    exception = 'AssertionError',
    setting?: readonly [string, number],
    right?: Dim | null,
  ): Value => {
    c.problem({
      rule,
      exception,
      python,
      message: /^takes /.test(message) ? `{layer} ${message}` : `{layer}: ${message}`,
      tensor: culprit,
      axis: 1,
      setting,
      right,
    });
    return partial();
  };
  const rank = query.shape.length;
  if (rank !== 2 && rank !== 3)
    return fail(
      'rank',
      `the query must have 3 axes (2 without a batch), not ${sizesText(query.shape)}.`,
      `query should be unbatched 2D or batched 3D tensor but received ${rank}-D query tensor`,
      query,
    );
  const kind = rank === 3 ? 'batched (3-D)' : 'unbatched (2-D)';
  if (dims(key) !== rank || dims(value) !== rank)
    return fail(
      'rank',
      `query, key and value need as many axes: ${sizesText(query.shape)}, ${sizesText(key.shape)}, ${sizesText(value.shape)}.`,
      `For ${kind} \`query\`, expected \`key\` and \`value\` to be ${rank}-D but found ${dims(key)}-D and ${dims(value)}-D tensors respectively`,
      key,
    );
  if (keyMask?.shape && keyMask.shape.length !== rank - 1)
    return fail(
      'attention-mask',
      `key_padding_mask needs ${rank - 1} ${rank === 2 ? 'axis' : 'axes'}, not ${sizesText(keyMask.shape)}.`,
      `For ${kind} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${rank - 1}-D but found ${keyMask.shape.length}-D tensor instead`,
      keyMask,
    );
  if (mask?.shape && mask.shape.length !== 2 && mask.shape.length !== 3)
    return fail(
      'attention-mask',
      `attn_mask needs 2 or 3 axes, not ${sizesText(mask.shape)}.`,
      `For ${kind} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${mask.shape.length}-D tensor instead`,
      mask,
    );

  const batched = rank === 3;
  const [q3, k3, v3] = [query.shape, key.shape, value.shape].map((s) =>
    batched ? s : [s[0]!, 1, s[1]!],
  );
  const [length, batch, embed] = q3 as [Dim, Dim, Dim];
  const checked = intOf(arg('embed_dim_to_check')) ?? embed;
  if (
    !c.mustEqual(embed, checked, 'attention-embed-dim', `attention takes ${text(checked)} features`)
  )
    return fail(
      'attention-embed-dim',
      `takes ${counted(checked, 'feature')} but gets ${text(embed)}{made}.`,
      `was expecting embedding dimension of ${text(checked)}, but got ${text(embed)}`,
      query,
      'AssertionError',
      ['embed_dim', 0],
      embed,
    );
  if (
    !c.mustDivide(embed, heads, 'attention-heads', `${text(heads)} heads must divide the features`)
  )
    return fail(
      'attention-heads',
      `${text(heads)} heads do not divide ${text(embed)} features.`,
      `embed_dim ${text(embed)} not divisible by num_heads ${text(heads)}`,
      query,
      'AssertionError',
      ['num_heads', 1],
    );
  const separate = flagOf(arg('use_separate_proj_weight'));
  const compared = separate ? 2 : 3;
  if (
    [...Array(compared).keys()].some(
      (i) =>
        !c.mustEqual(k3![i]!, v3![i]!, 'attention-sizes', 'attention needs keys and values alike'),
    )
  )
    return fail(
      'attention-sizes',
      `key ${sizesText(key.shape)} and value ${sizesText(value.shape)} must ${separate ? 'have one length and batch' : 'be of one shape'}.`,
      separate
        ? `key's sequence and batch dims torch.Size(${sizesText(k3!.slice(0, 2))}) do not match value's torch.Size(${sizesText(v3!.slice(0, 2))})`
        : `key shape torch.Size(${sizesText(k3!)}) does not match value shape torch.Size(${sizesText(v3!)})`,
      value,
    );
  const projections = separate
    ? (['q_proj_weight', 'k_proj_weight', 'v_proj_weight'] as const).map(tensor)
    : null;
  const given = [embed, k3![2]!, v3![2]!];
  for (const [i, weight] of (projections ?? []).entries()) {
    if (!weight?.shape) continue;
    const name = ['query', 'key', 'value'][i]!;
    if (
      !c.mustEqual(weight.shape[0]!, embed, 'attention-sizes', 'projections must fit') ||
      !c.mustEqual(
        weight.shape[1]!,
        given[i]!,
        'attention-sizes',
        `attention takes ${text(weight.shape[1]!)} features of the ${name}`,
      )
    )
      return fail(
        'attention-sizes',
        `takes ${counted(weight.shape[1]!, 'feature')} of the ${name} but gets ${text(given[i]!)}{made}.`,
        `expecting ${name} weights shape of ${i === 0 ? `(${text(embed)}, ${text(embed)})` : `(${text(embed)}, ${text(given[i]!)})`}, but got torch.Size(${sizesText(weight.shape)})`,
        [query, key, value][i]!,
        'AssertionError',
        i === 0 ? undefined : [i === 1 ? 'kdim' : 'vdim', i + 5],
        given[i]!,
      );
  }
  const packed = separate ? null : tensor('in_proj_weight');
  if (
    packed?.shape &&
    !c.mustEqual(packed.shape[1]!, k3![2]!, 'attention-sizes', 'projections must fit')
  )
    return fail(
      'attention-sizes',
      `takes ${counted(packed.shape[1]!, 'feature')} of the key but gets ${text(k3![2]!)}{made}.`,
      `mat1 and mat2 shapes cannot be multiplied (${text(mul(k3![0]!, k3![1]!))}x${text(k3![2]!)} and ${text(packed.shape[1]!)}x${text(packed.shape[0]!)})`,
      key,
      'RuntimeError',
    );
  if (mask?.shape) {
    const expected =
      mask.shape.length === 2 ? [length, k3![0]!] : [mul(batch, heads), length, k3![0]!];
    if (
      mask.shape.some(
        (d, i) => !c.mustEqual(d, expected[i]!, 'attention-mask', 'the mask must fit'),
      )
    )
      return fail(
        'attention-mask',
        `attn_mask must be ${sizesText(expected)}, not ${sizesText(mask.shape)}.`,
        `The shape of the ${mask.shape.length}D attn_mask is torch.Size(${sizesText(mask.shape)}), but should be (${expected.map((d) => text(d)).join(', ')}).`,
        mask,
        batched || mask.shape.length === 2 ? 'RuntimeError' : 'AssertionError',
      );
  }
  if (different(k3![1]!, batch))
    return fail(
      'attention-sizes',
      `the query has a batch of ${text(batch)}, the key of ${text(k3![1]!)}: ${sizesText(query.shape)} and ${sizesText(key.shape)} (axis 1 is the batch unless batch_first=True).`,
      `shape '[${text(k3![0]!)}, ${text(mul(batch, heads))}, ${text(floorDiv(embed, heads))}]' is invalid for input of size ${text(mul(mul(k3![0]!, k3![1]!), embed))}`,
      key,
      'RuntimeError',
    );
  c.mustEqual(k3![1]!, batch, 'attention-sizes', 'attention needs one batch');
  if (keyMask?.shape) {
    const expected = batched ? [batch, k3![0]!] : [k3![0]!];
    if (
      keyMask.shape.some(
        (d, i) => !c.mustEqual(d, expected[i]!, 'attention-mask', 'the mask must fit'),
      )
    )
      return fail(
        'attention-mask',
        `key_padding_mask must be ${sizesText(expected)}, not ${sizesText(keyMask.shape)}.`,
        `key_padding_mask.shape[0] must be ${text(batch)}, key_padding_mask.shape[1] must be ${text(k3![0]!)}`,
        keyMask,
        'RuntimeError',
      );
  }
  if (flagOf(arg('is_causal')) === true && !mask)
    return fail(
      'attention-mask',
      'is_causal=True needs attn_mask as well.',
      'Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.',
      null,
      'RuntimeError',
    );
  return compose();

  /** The operations it consists of, each recorded. */
  function compose(): Value {
    const rt = c.runtime;
    const op = (
      space: 'torch' | 'F' | 'method',
      name: string,
      values: readonly Value[],
    ): Tensor => {
      const made = runOp(rt, space, name, values);
      return made instanceof Tensor ? made : c.unknownTensor('attention');
    };
    const parts = (t: Tensor | null): (Tensor | null)[] => {
      if (!t) return [null, null, null];
      const made = runOp(rt, 'torch', 'chunk', [t, 3, 0]);
      return made instanceof Tuple
        ? made.items.map((v) => (v instanceof Tensor ? v : null))
        : [null, null, null];
    };
    const weights = projections ?? parts(packed);
    const biases = parts(tensor('in_proj_bias'));
    const inputs = [query, key, value].map((t) => (batched ? t : op('torch', 'unsqueeze', [t, 1])));
    let [q, k, v] = inputs.map((t, i) =>
      weights[i] ? op('F', 'linear', [t, weights[i]!, biases[i] ?? null]) : c.unknownTensor(t),
    ) as [Tensor, Tensor, Tensor];
    let source = k3![0]!;
    const [biasK, biasV] = [tensor('bias_k'), tensor('bias_v')];
    let additive = mask;
    let padding = keyMask && (batched ? keyMask : op('torch', 'unsqueeze', [keyMask, 0]));
    const grow = (): void => {
      source = add(source, 1);
      if (additive) additive = op('F', 'pad', [additive, new List([0, 1])]);
      if (padding) padding = op('F', 'pad', [padding, new List([0, 1])]);
    };
    if (biasK && biasV) {
      k = op('torch', 'cat', [
        new List([k, op('method', 'repeat', [biasK, new List([1, batch, 1])])]),
        0,
      ]);
      v = op('torch', 'cat', [
        new List([v, op('method', 'repeat', [biasV, new List([1, batch, 1])])]),
        0,
      ]);
      grow();
    }
    const head = floorDiv(embed, heads);
    const split = (t: Tensor, n: Dim): Tensor => {
      const made = op('method', 'view', [t, new List([n, mul(batch, heads), head])]);
      return op('torch', 'transpose', [made, 0, 1]);
    };
    const beforeZeros = source;
    q = split(q, length);
    k = split(k, beforeZeros);
    v = split(v, beforeZeros);
    if (flagOf(arg('add_zero_attn')) === true) {
      const zeros = op('torch', 'zeros', [new List([mul(batch, heads), 1, head])]);
      k = op('torch', 'cat', [new List([k, zeros]), 1]);
      v = op('torch', 'cat', [new List([v, zeros]), 1]);
      grow();
    }
    const four = (t: Tensor, n: Dim): Tensor =>
      op('method', 'view', [t, new List([batch, heads, n, head])]);
    [q, k, v] = [four(q, length), four(k, source), four(v, source)];
    let merged: Tensor | null = additive;
    if (merged?.shape?.length === 3)
      merged = equal(merged.shape[0]!, 1)
        ? op('torch', 'unsqueeze', [merged, 0])
        : op('method', 'view', [merged, new List([batch, heads, length, source])]);
    if (padding) {
      const wide = op('method', 'view', [padding, new List([batch, 1, 1, source])]);
      merged = merged ? op('torch', 'add', [merged, wide]) : wide;
    }
    let output: Tensor;
    let attention: Tensor | null = null;
    if (wantsWeights === false) output = op('F', 'scaled_dot_product_attention', [q, k, v, merged]);
    else {
      const root = typeof head === 'number' ? head : null;
      const scaledQuery = op('torch', 'mul', [
        q,
        root === null ? c.operand(1) : c.make([], { known: [Math.fround(1 / Math.sqrt(root))] }),
      ]);
      let scores = op('torch', 'matmul', [scaledQuery, op('torch', 'transpose', [k, -2, -1])]);
      if (merged) scores = op('torch', 'add', [scores, merged]);
      attention = op('F', 'softmax', [scores, -1]);
      output = op('torch', 'matmul', [attention, v]);
      if (average === true) attention = op('torch', 'mean', [attention, 1]);
      if (!batched) attention = op('torch', 'squeeze', [attention, 0]);
    }
    output = op('torch', 'permute', [output, new List([2, 0, 1, 3])]);
    output = op('torch', 'reshape', [output, new List([mul(length, batch), embed])]);
    if (outWeight) output = op('F', 'linear', [output, outWeight, tensor('out_proj_bias')]);
    output = op('method', 'view', [output, new List([length, batch, out])]);
    if (!batched) output = op('torch', 'squeeze', [output, 1]);
    return new Tuple([
      output,
      wantsWeights === undefined ? c.unknown('whether the weights are wanted') : attention,
    ]);
  }
};

export const attentionRows: readonly Row[] = [
  row(
    'scaled_dot_product_attention',
    'F',
    'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False',
    scaledDotProduct,
  ),
  row(
    'multi_head_attention_forward',
    'F',
    'query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False',
    multiHead,
    { event: false },
  ),
];
