/** Products of matrices and vectors: matmul, linear, bmm, addmm, outer, bilinear, cdist. Over 400 lines: a table and its messages. */
import { Tensor, type Value } from '../../../interpreter/values';
import { moduleOfLayer } from '../problems';
import { counted, intOf, type OpCall, type Rule, sizesText, text } from './call';
import { broadcastShapes } from './elementwise';
import { flattenFix, lazyFix } from './fixes';
import { commonShape } from './join';
import { type Row, row } from './row';
import { type Dim, equal, fresh, mul, product } from './sizes';
import { promote } from './types';

/** The inner sizes of a product must agree. */
function inner(c: OpCall, a: Tensor, b: Tensor, x: Dim, y: Dim, python: string): void {
  if (c.mustEqual(x, y, 'matmul-sizes', `${c.name} needs equal inner sizes`)) return;
  c.problem({
    rule: 'matmul-sizes',
    exception: 'RuntimeError',
    python,
    message: `${c.name}: inner sizes ${text(x)} and ${text(y)} differ: ${sizesText(a.shape!)} times ${sizesText(b.shape!)}.`,
    tensor: a,
    others: [a, b],
  });
}

/** torch.matmul and `@`. */
export const matmul: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'other')];
  const dtype = promote(a.dtype, b.dtype);
  c.sameType(a, b);
  if (!a.shape || !b.shape) return partialMatmul(c, a, b);
  const [m, n] = [a.shape.length, b.shape.length];
  if (m === 0 || n === 0) {
    c.fail(
      'rank',
      `matmul needs tensors with axes, but gets ${sizesText(a.shape)} and ${sizesText(b.shape)}.`,
      'RuntimeError',
      {
        python: `both arguments to matmul need to be at least 1D, but they are ${m}D and ${n}D`,
      },
    );
    return c.unknownTensor('matmul of a number', dtype);
  }
  const x = a.shape[m - 1]!;
  const y = n === 1 ? b.shape[0]! : b.shape[n - 2]!;
  const rows = m === 1 ? null : a.shape[m - 2]!;
  const columns = n === 1 ? null : b.shape[n - 1]!;
  inner(
    c,
    a,
    b,
    x,
    y,
    `mat1 and mat2 shapes cannot be multiplied (${text(rows ?? 1)}x${text(x)} and ${text(y)}x${text(columns ?? 1)})`,
  );
  const batch = batchShape(c, a, b, Math.max(m, n) - 2);
  if (!batch) return c.unknownTensor('matmul of batches that do not fit', dtype);
  const shape = [
    ...batch,
    ...(rows === null ? [] : [rows]),
    ...(columns === null ? [] : [columns]),
  ];
  return c.make(shape, { dtype, from: a, strides: null });
};

/** Axes before the last two, broadcast. */
function batchShape(c: OpCall, a: Tensor, b: Tensor, rank: number): Dim[] | null {
  const leading = (t: Tensor): Dim[] => t.shape!.slice(0, -2);
  if (rank <= 0 || (leading(a).length === 0 && leading(b).length === 0)) return [];
  return broadcastShapes(c, c.make(leading(a), { from: a }), c.make(leading(b), { from: b }), {
    names: ['the batch of the left', 'the batch of the right'],
  });
}

/** Where one side is unknown, what the other one says. */
function partialMatmul(c: OpCall, a: Tensor, b: Tensor): Value {
  const dtype = promote(a.dtype, b.dtype);
  if (!a.shape && b.shape?.length === 2) return c.unknownTensor(a, dtype);
  if (a.shape && a.shape.length > 2 && !b.shape) return c.unknownTensor(b, dtype);
  return c.unknownTensor(a.shape ? b : a, dtype);
}

const mm: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'mat2')];
  return matrixProduct(c, a, b, promote(a.dtype, b.dtype), 'mm: ');
};

function matrixProduct(
  c: OpCall,
  a: Tensor,
  b: Tensor,
  dtype: Tensor['dtype'],
  prefix: string,
): Tensor {
  c.sameType(a, b);
  if (!a.shape || !b.shape) {
    const [rows, columns] = [a.shape?.[0] ?? fresh(), b.shape?.[1] ?? fresh()];
    return c.make([rows, columns], { dtype, from: a });
  }
  for (const [t, name] of [
    [a, 'self'],
    [b, 'mat2'],
  ] as const)
    if (t.shape!.length !== 2) {
      c.wrongRank(t, 'matrices', `${name} must be a matrix`);
      return c.unknownTensor(`${c.name} of what is no matrix`, dtype);
    }
  const [n, x, y, p] = [a.shape[0]!, a.shape[1]!, b.shape[0]!, b.shape[1]!];
  inner(
    c,
    a,
    b,
    x,
    y,
    `${prefix}mat1 and mat2 shapes cannot be multiplied (${text(n)}x${text(x)} and ${text(y)}x${text(p)})`,
  );
  return c.make([n, p], { dtype, from: a, strides: null });
}

/** bmm: three axes each, one batch. */
const bmm: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'mat2')];
  return batchProduct(c, a, b);
};

function batchProduct(c: OpCall, a: Tensor, b: Tensor): Tensor {
  c.sameType(a, b);
  const dtype = promote(a.dtype, b.dtype);
  for (const [t, name] of [
    [a, 'batch1'],
    [b, 'batch2'],
  ] as const)
    if (t.shape && t.shape.length !== 3) {
      c.wrongRank(t, 'batches of matrices (3-D)', `${name} must be a 3D tensor`);
      return c.unknownTensor(`${c.name} of what is no batch of matrices`, dtype);
    }
  const batch = a.shape?.[0] ?? b.shape?.[0] ?? fresh();
  if (a.shape && b.shape) {
    const python = `Expected size for first two dimensions of batch2 tensor to be: [${text(a.shape[0]!)}, ${text(a.shape[2]!)}] but got: [${text(b.shape[0]!)}, ${text(b.shape[1]!)}].`;
    if (!c.mustEqual(a.shape[0]!, b.shape[0]!, 'matmul-sizes', 'bmm needs equal batches'))
      c.fail(
        'matmul-sizes',
        `${c.name}: batches ${text(a.shape[0]!)} and ${text(b.shape[0]!)} differ: ${sizesText(a.shape)} times ${sizesText(b.shape)}.`,
        'RuntimeError',
        {
          python,
          tensor: a,
          others: [a, b],
        },
      );
    else inner(c, a, b, a.shape[2]!, b.shape[1]!, python);
  }
  return c.make([batch, a.shape?.[1] ?? fresh(), b.shape?.[2] ?? fresh()], {
    dtype,
    from: a,
    strides: null,
  });
}

/** The first operand of addmm and its kin must expand to the product's shape. */
function expandsTo(c: OpCall, added: Tensor, result: Tensor): void {
  if (!added.shape || !result.shape) return;
  const [from, to] = [added.shape, result.shape];
  const lead = to.length - from.length;
  const wrong =
    lead < 0 ||
    from.some(
      (d, i) =>
        d !== 1 &&
        !c.mustEqual(d, to[i + lead]!, 'broadcast-sizes', `${c.name} adds what must fit`),
    );
  if (wrong)
    c.fail(
      'broadcast-sizes',
      `${c.name} cannot add ${sizesText(from)} to a product of ${sizesText(to)}.`,
      'RuntimeError',
      {
        python: `The expanded size of the tensor (${text(to[to.length - 1] ?? 1)}) must match the existing size (${text(from[from.length - 1] ?? 1)}) at non-singleton dimension ${to.length - 1}.  Target sizes: ${sizesText(to)}.  Tensor sizes: ${sizesText(from)}`,
        tensor: added,
      },
    );
}

const addmm: Rule = (c, args) => {
  const added = c.operand(args[0]);
  const [a, b] = [c.tensor(args[1], 'mat1'), c.tensor(args[2], 'mat2')];
  const made = matrixProduct(c, a, b, promote(a.dtype, b.dtype), 'addmm: ');
  expandsTo(c, added, made);
  return made;
};

const baddbmm: Rule = (c, args) => {
  const added = c.operand(args[0]);
  const made = batchProduct(c, c.tensor(args[1], 'batch1'), c.tensor(args[2], 'batch2'));
  if (c.name === 'addbmm') {
    const sum = made.shape ? c.make(made.shape.slice(1), { from: made }) : made;
    expandsTo(c, added, sum);
    return sum;
  }
  expandsTo(c, added, made);
  return made;
};

const mv: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'vec')];
  return vectorProduct(c, a, b);
};

function vectorProduct(c: OpCall, a: Tensor, b: Tensor): Tensor {
  const dtype = promote(a.dtype, b.dtype);
  if ((a.shape && a.shape.length !== 2) || (b.shape && b.shape.length !== 1)) {
    c.fail(
      'rank',
      `${c.name} takes a matrix and a vector, but gets ${sizesText(a.shape ?? [])} and ${sizesText(b.shape ?? [])}.`,
      'RuntimeError',
      {
        python: `vector + matrix @ vector expected, got 1, ${a.shape?.length ?? 0}, ${b.shape?.length ?? 0}`,
        tensor: a,
      },
    );
    return c.unknownTensor('a product of the wrong ranks', dtype);
  }
  if (a.shape && b.shape)
    inner(
      c,
      a,
      b,
      a.shape[1]!,
      b.shape[0]!,
      `size mismatch, got input (${text(a.shape[0]!)}), mat (${text(a.shape[0]!)}x${text(a.shape[1]!)}), vec (${text(b.shape[0]!)})`,
    );
  return c.make([a.shape?.[0] ?? fresh()], { dtype, from: a, strides: null });
}

const addmv: Rule = (c, args) => {
  const made = vectorProduct(c, c.tensor(args[1], 'mat'), c.tensor(args[2], 'vec'));
  expandsTo(c, c.operand(args[0]), made);
  return made;
};

const addr: Rule = (c, args) => {
  const made = outerProduct(c, c.tensor(args[1], 'vec1'), c.tensor(args[2], 'vec2'));
  expandsTo(c, c.operand(args[0]), made);
  return made;
};

/** dot, vdot: two vectors of one length. */
const dot: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'tensor')];
  const dtype = promote(a.dtype, b.dtype);
  if ((a.shape && a.shape.length !== 1) || (b.shape && b.shape.length !== 1)) {
    c.fail(
      'rank',
      `${c.name} takes two vectors, but gets ${sizesText(a.shape ?? [])} and ${sizesText(b.shape ?? [])}.`,
      'RuntimeError',
      {
        python: `1D tensors expected, but got ${a.shape?.length ?? 0}D and ${b.shape?.length ?? 0}D tensors`,
        tensor: a,
      },
    );
  } else if (
    a.shape &&
    b.shape &&
    !c.mustEqual(a.shape[0]!, b.shape[0]!, 'matmul-sizes', `${c.name} needs equal lengths`)
  )
    c.fail(
      'matmul-sizes',
      `${c.name}: the vectors have ${text(a.shape[0]!)} and ${text(b.shape[0]!)} elements.`,
      'RuntimeError',
      {
        python: `inconsistent tensor size, expected tensor ${sizesText(a.shape)} and src ${sizesText(b.shape)} to have the same number of elements, but got ${text(a.shape[0]!)} and ${text(b.shape[0]!)} elements respectively`,
        tensor: a,
        others: [a, b],
      },
    );
  return c.make([], { dtype, from: a, strides: null });
};

const outer: Rule = (c, args) => outerProduct(c, c.tensor(args[0]), c.tensor(args[1], 'vec2'));

function outerProduct(c: OpCall, a: Tensor, b: Tensor): Tensor {
  const dtype = promote(a.dtype, b.dtype);
  for (const t of [a, b])
    if (t.shape && t.shape.length !== 1) {
      c.wrongRank(t, 'vectors', `outer: Expected 1-D argument self, but got ${t.shape.length}-D`);
      return c.unknownTensor('outer of what is no vector', dtype);
    }
  return c.make([a.shape?.[0] ?? fresh(), b.shape?.[0] ?? fresh()], {
    dtype,
    from: a,
    strides: null,
  });
}

/** inner: the last axes are summed. */
const innerProduct: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'other')];
  const dtype = promote(a.dtype, b.dtype);
  if (!a.shape || !b.shape) return c.unknownTensor(a.shape ? b : a, dtype);
  if (a.shape.length === 0 || b.shape.length === 0)
    return c.make(a.shape.length === 0 ? b.shape : a.shape, { dtype, from: a });
  inner(
    c,
    a,
    b,
    a.shape[a.shape.length - 1]!,
    b.shape[b.shape.length - 1]!,
    `inner() the last dimension must match on both input tensors but got shapes ${sizesText(a.shape)} and ${sizesText(b.shape)}`,
  );
  return c.make([...a.shape.slice(0, -1), ...b.shape.slice(0, -1)], {
    dtype,
    from: a,
    strides: null,
  });
};

const tensordot: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'b')];
  const dtype = promote(a.dtype, b.dtype);
  if (!a.shape || !b.shape) return c.unknownTensor(a.shape ? b : a, dtype);
  const dims = args[2];
  const count = intOf(dims);
  let left: number[];
  let right: number[];
  if (typeof count === 'number') {
    if (count > a.shape.length || count > b.shape.length) {
      c.fail(
        'rank',
        `tensordot sums ${count} axes of ${sizesText(a.shape)} and ${sizesText(b.shape)}.`,
        'RuntimeError',
        { python: 'tensordot expects dims < ndim_a or ndim_b' },
      );
      return c.unknownTensor('tensordot over too many axes', dtype);
    }
    left = Array.from({ length: count }, (_, i) => a.shape!.length - count + i);
    right = Array.from({ length: count }, (_, i) => i);
  } else {
    const pair = c.items(dims);
    const l = pair && c.axes(pair[0], a.shape.length);
    const r = pair && c.axes(pair[1], b.shape.length);
    if (!l || !r) return c.unknownTensor('axes that are not known', dtype);
    [left, right] = [l, r];
  }
  if (left.length !== right.length)
    c.fail('rank', `tensordot sums ${left.length} axes with ${right.length}.`, 'RuntimeError', {
      python: 'both dimension lists should have same length',
    });
  left.forEach((axis, i) => {
    const [x, y] = [a.shape![axis]!, b.shape![right[i] ?? 0]!];
    if (x !== 1 && y !== 1)
      inner(
        c,
        a,
        b,
        x,
        y,
        `contracted dimensions need to match, but first has size ${text(x)} in dim ${axis} and second has size ${text(y)} in dim ${right[i]}`,
      );
  });
  const shape = [
    ...a.shape.filter((_, i) => !left.includes(i)),
    ...b.shape.filter((_, i) => !right.includes(i)),
  ];
  return c.make(shape, { dtype, from: a, strides: undefined });
};

const kron: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'other')];
  if (!a.shape || !b.shape) return c.unknownTensor(a.shape ? b : a);
  const rank = Math.max(a.shape.length, b.shape.length);
  const at = (s: readonly Dim[], i: number): Dim => s[i - rank + s.length] ?? 1;
  return c.make(
    Array.from({ length: rank }, (_, i) => mul(at(a.shape!, i), at(b.shape!, i))),
    { dtype: promote(a.dtype, b.dtype), from: a, strides: null },
  );
};

const chainMatmul: Rule = (c, args) => {
  const items = c.items(args[0]);
  const list = items?.length === 1 && !(items[0] instanceof Tensor) ? c.items(items[0]) : items;
  if (!list || list.length === 0) return c.unknownTensor('matrices that are not known');
  let result = c.tensor(list[0]);
  for (const [i, value] of list.entries()) {
    const tensor = c.tensor(value);
    const end = i === 0 || i === list.length - 1;
    const rank = tensor.shape?.length;
    if (rank !== undefined && rank !== 2 && !(rank === 1 && end && c.name === 'multi_dot')) {
      c.wrongRank(
        tensor,
        end && c.name === 'multi_dot' ? 'a matrix or a vector' : 'a matrix',
        `${c.name}(): the ${i === 0 ? 'first' : 'last'} tensor must be 1D or 2D but got ${rank}D`,
      );
      return c.unknownTensor(`${c.name} of what is no matrix`);
    }
  }
  for (const next of list.slice(1)) {
    const made = matmul(c, [result, next]);
    if (!(made instanceof Tensor)) return made;
    result = made;
  }
  return result;
};

// ---- linear and bilinear -------------------------------------------------------------------------------------------

/** F.linear: the last axis against the weight's second. */
const linear: Rule = (c, args) => {
  const [input, weight] = [c.tensor(args[0]), c.tensor(args[1], 'weight')];
  const bias = args[2] instanceof Tensor ? c.tensor(args[2], 'bias') : null;
  const dtype = input.dtype === 'complex' ? 'complex' : 'float';
  c.sameType(input, weight);
  if (!weight.shape) return c.unknownTensor(weight, dtype);
  const out = weight.shape.length >= 2 ? weight.shape[0]! : null;
  const features = weight.shape[weight.shape.length - 1];
  if (!input.shape) {
    if (out === null) return c.unknownTensor(input, dtype);
    // Nothing is known of the axes before the last: only the features are.
    return c.unknownTensor(input, dtype);
  }
  if (input.shape.length === 0 || features === undefined) {
    c.wrongRank(
      input,
      'a tensor with features',
      `both arguments to linear need to be at least 1D, but they are ${input.shape.length}D and ${weight.shape.length}D`,
    );
    return c.unknownTensor('linear of a number', dtype);
  }
  const have = input.shape[input.shape.length - 1]!;
  if (!c.mustEqual(have, features, 'linear-in-features', () => takes(c, features, 'features')))
    linearProblem(c, input, have, features, out ?? 1);
  const lead = input.shape.slice(0, -1);
  const shape = out === null ? lead : [...lead, out];
  if (
    bias?.shape &&
    out !== null &&
    !(
      bias.shape.length <= 1 &&
      (bias.shape.length === 0 ||
        bias.shape[0] === 1 ||
        c.mustEqual(bias.shape[0]!, out, 'broadcast-sizes', 'the bias must fit'))
    )
  )
    c.fail(
      'broadcast-sizes',
      `linear: the bias ${sizesText(bias.shape)} does not fit ${text(out)} outputs.`,
      'RuntimeError',
      {
        python: `The size of tensor a (${text(out)}) must match the size of tensor b (${text(bias.shape[bias.shape.length - 1] ?? 1)}) at non-singleton dimension ${shape.length - 1}`,
        tensor: bias,
      },
    );
  return c.make(shape, { dtype, from: input, strides: null });
};

/** "fc takes 784 features" for a requirement. */
function takes(c: OpCall, count: Dim, what: string): string {
  const layer = moduleOfLayer(c.runtime);
  return `${layer ?? c.name} takes ${text(count)} ${what}`;
}

function linearProblem(c: OpCall, input: Tensor, have: Dim, want: Dim, out: Dim): void {
  const shape = input.shape!;
  const rows = product(shape.slice(0, -1));
  const flat = product(shape.slice(1));
  const forgotten = shape.length > 2 && equal(flat, want);
  c.problem({
    rule: 'linear-in-features',
    exception: 'RuntimeError',
    python: `mat1 and mat2 shapes cannot be multiplied (${text(rows)}x${text(have)} and ${text(want)}x${text(out)})`,
    message: forgotten
      ? `{layer} takes ${text(want)} features but gets ${text(have)}: ${sizesText(shape)} is not flattened yet (${shape
          .slice(1)
          .map((d) => text(d))
          .join(' · ')} = ${text(flat)}).`
      : `{layer} takes ${counted(want, 'feature')} but gets ${text(have)}{made}.`,
    setting: ['in_features', 0],
    argument: ['input', 0],
    right: forgotten ? null : have,
    rightFactors: input.origin?.factors ?? null,
    tensor: input,
    axis: 1,
    sizesStay: true,
    wanted: forgotten ? undefined : want,
    moreFixes: (at) => (forgotten ? flattenFix(at) : lazyFix(at)),
  });
}

const bilinear: Rule = (c, args) => {
  const [a, b, weight] = [
    c.tensor(args[0], 'input1'),
    c.tensor(args[1], 'input2'),
    c.tensor(args[2], 'weight'),
  ];
  const bias = args[3] instanceof Tensor ? args[3] : null;
  if (!weight.shape || weight.shape.length !== 3) return c.unknownTensor(weight);
  const out = weight.shape[0]!;
  if (!a.shape || !b.shape) return c.unknownTensor(a.shape ? b : a);
  const fail = (message: string, python: string): void =>
    c.fail('linear-in-features', message, 'RuntimeError', { python, tensor: a, others: [a, b] });
  if (a.shape.length !== b.shape.length)
    fail(
      `{layer}: inputs of ${a.shape.length} and ${b.shape.length} axes.`,
      `bilinear(): input dimensions do not match: got ${a.shape.length} and ${b.shape.length}`,
    );
  else
    for (let i = 0; i < a.shape.length - 1; i++)
      if (
        !c.mustEqual(a.shape[i]!, b.shape[i]!, 'linear-in-features', 'bilinear needs equal batches')
      ) {
        fail(
          `{layer}: the inputs differ on axis ${i}: ${text(a.shape[i]!)} and ${text(b.shape[i]!)}.`,
          `bilinear(): input batch dimensions do not match at dim ${i}: got ${text(a.shape[i]!)} and ${text(b.shape[i]!)}`,
        );
        break;
      }
  for (const [k, t] of [a, b].entries()) {
    const have = t.shape![t.shape!.length - 1];
    const want = weight.shape[k + 1]!;
    if (
      have !== undefined &&
      !c.mustEqual(have, want, 'linear-in-features', `bilinear takes ${text(want)} features`)
    )
      c.problem({
        rule: 'linear-in-features',
        python: `bilinear(): input${k + 1} size does not match weight size: got ${text(have)} but expected ${text(want)}`,
        axis: 1,
        sizesStay: true,
        message: `{layer} takes ${counted(want, 'feature')} in input ${k + 1} but gets ${text(have)}{made}.`,
        setting: [`in${k + 1}_features`, k],
        argument: [`input${k + 1}`, k],
        right: have,
        tensor: t,
      });
  }
  if (
    bias?.shape &&
    !(
      bias.shape.length === 1 &&
      c.mustEqual(bias.shape[0]!, out, 'linear-in-features', 'the bias must fit')
    )
  )
    fail(
      `bilinear: the bias ${sizesText(bias.shape)} does not fit ${text(out)} outputs.`,
      `bilinear(): bias size does not match weight size: got ${text(bias.shape[0] ?? 1)} but expected ${text(out)}`,
    );
  return c.make([...a.shape.slice(0, -1), out], { from: a, strides: null });
};

// ---- distances -----------------------------------------------------------------------------------------------------

const cdist: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0], 'x1'), c.tensor(args[1], 'x2')];
  if (!a.shape || !b.shape) return c.unknownTensor(a.shape ? b : a);
  for (const [k, t] of [a, b].entries())
    if (t.shape!.length < 2) {
      c.wrongRank(
        t,
        'at least two axes',
        `cdist only supports at least 2D tensors, X${k + 1} got: ${t.shape!.length}D`,
      );
      return c.unknownTensor('cdist of vectors');
    }
  const [x, y] = [a.shape[a.shape.length - 1]!, b.shape[b.shape.length - 1]!];
  if (!c.mustEqual(x, y, 'matmul-sizes', 'cdist needs equal columns'))
    c.fail(
      'matmul-sizes',
      `cdist: points of ${text(x)} and of ${text(y)} coordinates.`,
      'RuntimeError',
      {
        python: `X1 and X2 must have the same number of columns. X1: ${text(x)} X2: ${text(y)}`,
        tensor: a,
        others: [a, b],
      },
    );
  const batch = commonShape(c, [a.shape.slice(0, -2), b.shape.slice(0, -2)], [a, b]);
  return c.make([...(batch ?? []), a.shape[a.shape.length - 2]!, b.shape[b.shape.length - 2]!], {
    from: a,
    strides: null,
  });
};

const pdist: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.shape && tensor.shape.length !== 2)
    c.wrongRank(tensor, 'a matrix', `pdist only supports 2D tensors, got: ${tensor.shape.length}D`);
  const n = tensor.shape?.[0];
  return c.make([typeof n === 'number' ? (n * (n - 1)) / 2 : fresh()], { strides: null });
};

/** cosine_similarity: broadcast, then an axis goes. */
const cosineSimilarity: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0], 'x1'), c.tensor(args[1], 'x2')];
  const shape = broadcastShapes(c, a, b, { names: ['x1', 'x2'] });
  if (!shape) return c.unknownTensor(a.shape ? b : a);
  const axis = c.axis(args[2], shape.length);
  return axis === null
    ? c.unknownTensor('an axis that is not known')
    : c.make(
        shape.filter((_, i) => i !== axis),
        { from: a },
      );
};

const pairwiseDistance: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0], 'x1'), c.tensor(args[1], 'x2')];
  const shape = broadcastShapes(c, a, b, { names: ['x1', 'x2'] });
  if (!shape) return c.unknownTensor(a.shape ? b : a);
  if (shape.length === 0) return c.make([], { from: a });
  return c.make(args[4] === true ? [...shape.slice(0, -1), 1] : shape.slice(0, -1), { from: a });
};

const cross: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1], 'other')];
  if (!a.shape || !b.shape) return c.unknownTensor(a.shape ? b : a);
  if (a.shape.length !== b.shape.length)
    c.fail(
      'rank',
      `cross of ${sizesText(a.shape)} and ${sizesText(b.shape)}: as many axes are needed.`,
      'RuntimeError',
      {
        python: `linalg.cross: inputs must have the same number of dimensions.`,
        tensor: a,
      },
    );
  const shape = broadcastShapes(c, a, b);
  if (!shape) return c.unknownTensor(a);
  if (args[2] === null || args[2] === undefined) {
    if (!shape.some((d) => equal(d, 3)) && shape.every((d) => typeof d === 'number'))
      c.fail(
        'cross-three',
        `cross needs an axis of size 3 in ${sizesText(shape)}.`,
        'RuntimeError',
        { python: 'no dimension of size 3 in input', tensor: a },
      );
    return c.make(shape, { from: a, dtype: promote(a.dtype, b.dtype) });
  }
  const axis = c.axis(args[2], shape.length);
  if (axis !== null && a.shape.length === b.shape.length) {
    const sizes = [a.shape[axis]!, b.shape[axis]!];
    if (sizes.some((d) => !c.mustEqual(d, 3, 'cross-three', 'cross needs three components')))
      c.fail(
        'cross-three',
        `cross needs 3 components on axis ${axis}, but there are ${text(sizes[0]!)} and ${text(sizes[1]!)}.`,
        'RuntimeError',
        {
          python: `linalg.cross: inputs dimension ${text(intOf(args[2]) ?? -1)} must have length 3. Got ${text(sizes[0]!)} and ${text(sizes[1]!)}`,
          tensor: a,
        },
      );
  }
  return c.make(shape, { from: a, dtype: promote(a.dtype, b.dtype) });
};

const vecdot: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0], 'x'), c.tensor(args[1], 'y')];
  const shape = broadcastShapes(c, a, b, { names: ['x', 'y'] });
  if (!shape) return c.unknownTensor(a.shape ? b : a);
  const axis = c.axis(args[2], shape.length);
  return axis === null
    ? c.unknownTensor('an axis that is not known')
    : c.make(
        shape.filter((_, i) => i !== axis),
        { from: a },
      );
};

export const matmulRows: readonly Row[] = [
  row('matmul', 'torch method linalg', 'input, other, *, out=None', matmul),
  row('mm', 'torch method', 'input, mat2, *, out=None', mm),
  row('spmm smm dsmm hspmm', 'torch', 'input, mat2', mm),
  row('bmm', 'torch method', 'input, mat2, *, out=None', bmm),
  row('mv', 'torch method', 'input, vec, *, out=None', mv),
  row('dot vdot', 'torch method', 'input, tensor, *, out=None', dot),
  row('outer ger', 'torch method', 'input, vec2, *, out=None', outer),
  row('inner', 'torch method', 'input, other, *, out=None', innerProduct),
  row('addmm', 'torch method inplace', 'input, mat1, mat2, *, beta=1, alpha=1, out=None', addmm),
  row(
    'addbmm',
    'torch method inplace',
    'input, batch1, batch2, *, beta=1, alpha=1, out=None',
    baddbmm,
  ),
  row(
    'baddbmm',
    'torch method inplace',
    'input, batch1, batch2, *, beta=1, alpha=1, out=None',
    baddbmm,
  ),
  row('addmv', 'torch method inplace', 'input, mat, vec, *, beta=1, alpha=1, out=None', addmv),
  row('addr', 'torch method inplace', 'input, vec1, vec2, *, beta=1, alpha=1, out=None', addr),
  row('tensordot', 'torch', 'a, b, dims=2, out=None', tensordot),
  row('kron', 'torch method', 'input, other', kron),
  row('chain_matmul', 'torch', '*matrices', chainMatmul),
  row('multi_dot', 'linalg', 'tensors', chainMatmul),
  row('linear', 'F', 'input, weight, bias=None', linear),
  row('bilinear', 'F torch', 'input1, input2, weight, bias=None', bilinear),
  row('cdist', 'torch', 'x1, x2, p=2.0, compute_mode=None', cdist),
  row('pdist', 'torch F', 'input, p=2', pdist),
  row('cosine_similarity', 'F torch', 'x1, x2, dim=1, eps=1e-08', cosineSimilarity),
  row('pairwise_distance', 'F torch', 'x1, x2, p=2.0, eps=1e-06, keepdim=False', pairwiseDistance),
  row('cross', 'torch method', 'input, other, dim=None', cross),
  row('cross', 'linalg', 'input, other, *, dim=-1', cross),
  row('vecdot', 'linalg', 'x, y, *, dim=-1', vecdot),
];
