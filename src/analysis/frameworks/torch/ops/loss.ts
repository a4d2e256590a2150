/** Loss functions: what must fit, and the shape by `reduction`. Over 400 lines: one family, a rule each. */
import { Tensor, type Value } from '../../../interpreter/values';
import { type OpCall, type Rule, sizesText, text } from './call';
import { broadcastShapes, sameSizes } from './elementwise';
import { type Row, row } from './row';
import { type Dim, different, equal } from './sizes';

/** The result by reduction: one number, or the shape of 'none'. */
function reduced(
  c: OpCall,
  reduction: Value | undefined,
  none: readonly Dim[] | null,
  from: Tensor,
): Tensor {
  if (reduction === 'none')
    return none ? c.make(none, { dtype: 'float', from }) : c.unknownTensor(from);
  if (typeof reduction === 'string' && !['mean', 'sum', 'batchmean'].includes(reduction))
    c.fail('reduction', `{layer}: there is no reduction '${reduction}'.`, 'ValueError', {
      python: `${reduction} is not a valid value for reduction`,
      setting: ['reduction', 2],
      argument: ['reduction', c.args.indexOf(reduction)],
    });
  else if (typeof reduction !== 'string') return c.unknownTensor('a reduction that is not known');
  return c.make([], { dtype: 'float', from, strides: null });
}

/** Losses of two tensors that broadcast: another shape is accepted, and surely not meant. */
function pairwise(reductionAt: number, warns: boolean): Rule {
  return (c, args) => {
    const [input, target] = [c.tensor(args[0]), c.tensor(args[1], 'target')];
    const shape = broadcastShapes(c, input, target, { names: ['the input', 'the target'] });
    if (c.name === 'soft_margin_loss' && shape && input.shape && !sameSizes(shape, input.shape))
      c.fail(
        'broadcast-sizes',
        `{layer}: the target ${sizesText(target.shape!)} must not be larger than the input ${sizesText(input.shape)}.`,
        'RuntimeError',
        {
          python: `output with shape ${sizesText(input.shape)} doesn't match the broadcast shape ${sizesText(shape)}`,
          tensor: target,
        },
      );
    if (warns && input.shape && target.shape && shape) warnBroadcast(c, input, target, shape);
    return reduced(c, args[reductionAt], shape, input);
  };
}

function warnBroadcast(c: OpCall, input: Tensor, target: Tensor, shape: readonly Dim[]): void {
  const [a, b] = [input.shape!, target.shape!];
  const surely = a.length !== b.length || a.some((d, i) => different(d, b[i]!));
  if (!surely || (sameSizes(a, shape) && sameSizes(b, shape))) return;
  // A problem was told already where they do not broadcast at all.
  const broadcasts = shape.every((d, i) => {
    const [x, y] = [a[i - shape.length + a.length], b[i - shape.length + b.length]];
    return (
      (x === undefined || x === 1 || equal(x, d)) && (y === undefined || y === 1 || equal(y, d))
    );
  });
  if (!broadcasts) return;
  c.problem({
    rule: 'silent-broadcast',
    severity: 'warning',
    message: `{layer} compares ${sizesText(a)} with ${sizesText(b)}: broadcasting makes ${sizesText(shape)} of it. Bring both to one shape.`,
    tensor: target,
    others: [input, target],
    argument: ['target', 1],
  });
}

/** Losses that refuse a target of another shape. */
function sameShape(
  reductionAt: number,
  python: (a: string, b: string) => string,
  weightAt: number | null = null,
): Rule {
  return (c, args) => {
    const [input, target] = [c.tensor(args[0]), c.tensor(args[1], 'target')];
    const [a, b] = [input.shape, target.shape];
    if (
      a &&
      b &&
      (a.length !== b.length ||
        a.some((d, i) => !c.mustEqual(d, b[i]!, 'loss-sizes', `${c.name} needs equal shapes`)))
    )
      c.fail(
        'loss-sizes',
        `{layer}: the target ${sizesText(b)} must have the shape of the input ${sizesText(a)}.`,
        'ValueError',
        {
          python: python(sizesText(a), sizesText(b)),
          tensor: target,
          others: [input, target],
          argument: ['target', 1],
        },
      );
    const weight = weightAt === null ? null : args[weightAt];
    if (weight instanceof Tensor)
      broadcastShapes(c, input, weight, { names: ['the input', 'the weight'] });
    return reduced(c, args[reductionAt], a ?? null, input);
  };
}

/** Class scores against class numbers: N×C×… against N×…, or probabilities of the input's own shape. */
function classes(reductionAt: number, probabilities: boolean): Rule {
  return (c, args) => {
    const [input, target] = [c.tensor(args[0]), c.tensor(args[1], 'target')];
    const weight = args[2] instanceof Tensor ? args[2] : null;
    const [a, b] = [input.shape, target.shape];
    if (!a || !b) return reduced(c, args[reductionAt], b, input);
    const fail = (message: string, python: string, exception = 'RuntimeError'): Tensor => {
      c.fail('loss-sizes', `{layer}: ${message}`, exception, {
        python,
        tensor: target,
        others: [input, target],
        argument: ['target', 1],
      });
      return reduced(c, args[reductionAt], null, input);
    };
    if (a.length === 0)
      return fail(
        'the input needs an axis of classes.',
        'Expected 1 or more dimensions (got 0)',
        'ValueError',
      );
    const classAxis = a.length === 1 ? 0 : 1;
    if (
      weight?.shape &&
      !(
        weight.shape.length === 1 &&
        c.mustEqual(weight.shape[0]!, a[classAxis]!, 'loss-sizes', 'weights per class')
      )
    )
      return fail(
        `${text(weight.shape[0] ?? 1)} weights for ${text(a[classAxis]!)} classes.`,
        `weight tensor should be defined either for all ${text(a[classAxis]!)} classes or no classes but got weight tensor of shape: ${sizesText(weight.shape)}`,
      );
    if (probabilities && sameSizes(a, b)) {
      if ((target.dtype === 'int' || target.dtype === 'bool') && c.typeIsCertain(target))
        return fail(
          'a target of the input’s shape holds probabilities: it must be of floats.',
          `Expected floating point type for target with class probabilities, got Long`,
        );
      return reduced(
        c,
        args[reductionAt],
        a.filter((_, i) => i !== classAxis),
        input,
      );
    }
    if (
      a.length > 1 &&
      (b.length === 0 || !c.mustEqual(a[0]!, b[0]!, 'loss-sizes', `${c.name} needs equal batches`))
    )
      return fail(
        `a batch of ${text(a[0]!)} against ${b.length === 0 ? 'a single target' : `targets for ${text(b[0]!)}`}.`,
        `Expected input batch_size (${text(a[0]!)}) to match target batch_size (${text(b[0] ?? 1)}).`,
        'ValueError',
      );
    if (
      a.length === 1
        ? b.length > 1 || (b.length === 1 && different(b[0]!, 1))
        : b.length !== a.length - 1
    )
      return fail(
        `targets ${sizesText(b)} do not fit scores ${sizesText(a)}: one axis fewer, without the classes, is expected.`,
        a.length <= 2
          ? '0D or 1D target tensor expected, multi-target not supported'
          : `only batches of spatial targets supported (3D tensors) but got targets of dimension: ${b.length}`,
      );
    const rest = a.filter((_, i) => i !== classAxis);
    if (
      a.length > 1 &&
      rest.some((d, i) => !c.mustEqual(d, b[i]!, 'loss-sizes', `${c.name} needs equal sizes`))
    )
      return fail(
        `targets ${sizesText(b)} do not fit scores ${sizesText(a)}.`,
        `size mismatch (got input: ${sizesText(a)} , target: ${sizesText(b)}`,
      );
    if (target.dtype === 'float' && c.typeIsCertain(target))
      return fail(
        'class numbers must be integers: add .long() to the target.',
        'expected scalar type Long but found Float',
      );
    if (typeof a[classAxis] === 'number' && target.known && target.dtype === 'int') {
      const wrong = target.known.find(
        (n) => n !== -100 && (n < 0 || n >= (a[classAxis] as number)),
      );
      if (wrong !== undefined)
        return fail(
          `there is no class ${wrong} among ${text(a[classAxis]!)}.`,
          `Target ${wrong} is out of bounds.`,
          'IndexError',
        );
    }
    return reduced(c, args[reductionAt], b, input);
  };
}

/** Three tensors that broadcast: the last axis goes for distances. */
function triplet(reductionAt: number): Rule {
  return (c, args) => {
    const tensors = [
      c.tensor(args[0], 'anchor'),
      c.tensor(args[1], 'positive'),
      c.tensor(args[2], 'negative'),
    ] as const;
    const [a, p, n] = tensors;
    if (
      a.shape &&
      p.shape &&
      n.shape &&
      (a.shape.length !== p.shape.length || a.shape.length !== n.shape.length)
    )
      c.fail(
        'loss-sizes',
        `{layer}: anchor, positive and negative need as many axes: ${tensors.map((t) => sizesText(t.shape!)).join(', ')}.`,
        'RuntimeError',
        {
          python: `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${a.shape.length}D, positive ${p.shape.length}D, and negative ${n.shape.length}D inputs`,
          tensor: a,
          others: tensors,
        },
      );
    const first = broadcastShapes(c, a, p, { names: ['the anchor', 'the positive'] });
    broadcastShapes(c, a, n, { names: ['the anchor', 'the negative'] });
    return reduced(c, args[reductionAt], first && first.slice(0, -1), a);
  };
}

const cosineEmbedding: Rule = (c, args) => {
  const [a, b, target] = [
    c.tensor(args[0], 'input1'),
    c.tensor(args[1], 'input2'),
    c.tensor(args[2], 'target'),
  ];
  if (target.shape && target.shape.length > 1)
    c.fail(
      'loss-sizes',
      `{layer}: the target must have at most one axis, not ${sizesText(target.shape)}.`,
      'RuntimeError',
      {
        python: '0D or 1D target tensor expected, multi-target not supported',
        tensor: target,
      },
    );
  const shape = broadcastShapes(c, a, b, { names: ['input1', 'input2'] });
  return reduced(c, args[6], shape && shape.slice(0, -1), a);
};

const marginRanking: Rule = (c, args) => {
  const [a, b, target] = [
    c.tensor(args[0], 'input1'),
    c.tensor(args[1], 'input2'),
    c.tensor(args[2], 'target'),
  ];
  const ranks = [a, b, target].map((t) => t.shape?.length);
  if (ranks.every((r) => r !== undefined) && new Set(ranks).size > 1)
    c.fail(
      'loss-sizes',
      `{layer}: the inputs and the target need as many axes: ${ranks.join(', ')}.`,
      'RuntimeError',
      {
        python: `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ${sizesText(a.shape!)}, input2: ${sizesText(b.shape!)}, target: ${sizesText(target.shape!)} `,
        tensor: target,
      },
    );
  const first = broadcastShapes(c, a, b);
  const shape = first && broadcastShapes(c, c.make(first, { from: a }), target);
  return reduced(c, args[6], shape, a);
};

/** Samples of several classes: N×C against N×C or N. */
const perSample =
  (reductionAt: number): Rule =>
  (c, args) => {
    const input = c.tensor(args[0]);
    c.tensor(args[1], 'target');
    return reduced(c, args[reductionAt], input.shape && input.shape.slice(0, -1), input);
  };

const ctc: Rule = (c, args) => {
  const input = c.tensor(args[0], 'log_probs');
  if (input.shape && input.shape.length !== 3 && input.shape.length !== 2)
    c.wrongRank(input, 'T×N×C (or T×C)', `log_probs must be 2- or 3-dimensional`);
  return reduced(c, args[5], input.shape?.length === 3 ? [input.shape[1]!] : [], input);
};

const gaussianNll: Rule = (c, args) => {
  const [input, target, variance] = [
    c.tensor(args[0]),
    c.tensor(args[1], 'target'),
    c.tensor(args[2], 'var'),
  ];
  const shape = broadcastShapes(c, input, target, { names: ['the input', 'the target'] });
  if (shape && variance.shape)
    broadcastShapes(c, c.make(shape, { from: input }), variance, {
      names: ['the input', 'the variance'],
    });
  return reduced(c, args[5], shape, input);
};

/** The C++ functions of torch itself number the reductions. */
const numbered =
  (rule: Rule, reductionAt: number): Rule =>
  (c, args) =>
    rule(
      c,
      args.map((a, i) =>
        i === reductionAt && typeof a === 'number' ? (['none', 'mean', 'sum'][a] ?? 'mean') : a,
      ),
    );

const old = 'size_average=None, reduce=None';

export const lossRows: readonly Row[] = [
  row('mse_loss', 'F', `input, target, ${old}, reduction='mean', weight=None`, pairwise(4, true)),
  row('l1_loss', 'F', `input, target, ${old}, reduction='mean', weight=None`, pairwise(4, true)),
  row(
    'smooth_l1_loss',
    'F',
    `input, target, ${old}, reduction='mean', beta=1.0`,
    pairwise(4, true),
  ),
  row(
    'huber_loss',
    'F',
    "input, target, reduction='mean', delta=1.0, weight=None",
    pairwise(2, true),
  ),
  row(
    'kl_div',
    'torch',
    'input, target, reduction=1, *, log_target=False',
    numbered(pairwise(2, false), 2),
  ),
  row('soft_margin_loss', 'F', `input, target, ${old}, reduction='mean'`, pairwise(4, false)),
  row(
    'hinge_embedding_loss',
    'F',
    `input, target, margin=1.0, ${old}, reduction='mean'`,
    pairwise(5, false),
  ),
  row(
    'kl_div',
    'F',
    `input, target, ${old}, reduction='mean', log_target=False`,
    pairwise(4, true),
  ),
  row(
    'poisson_nll_loss',
    'F',
    `input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean'`,
    pairwise(7, false),
  ),
  row(
    'gaussian_nll_loss',
    'F',
    "input, target, var, full=False, eps=1e-06, reduction='mean'",
    gaussianNll,
  ),
  row(
    'binary_cross_entropy',
    'F',
    `input, target, weight=None, ${old}, reduction='mean'`,
    sameShape(
      5,
      (a, b) =>
        `Using a target size (torch.Size(${b})) that is different to the input size (torch.Size(${a})) is deprecated. Please ensure they have the same size.`,
      2,
    ),
  ),
  row(
    'binary_cross_entropy_with_logits',
    'F',
    `input, target, weight=None, ${old}, reduction='mean', pos_weight=None`,
    sameShape(
      5,
      (a, b) => `Target size (torch.Size(${b})) must be the same as input size (torch.Size(${a}))`,
      2,
    ),
  ),
  row(
    'multilabel_soft_margin_loss',
    'F',
    `input, target, weight=None, ${old}, reduction='mean'`,
    perSample(5),
  ),
  row('multilabel_margin_loss', 'F', `input, target, ${old}, reduction='mean'`, perSample(4)),
  row(
    'multi_margin_loss',
    'F',
    `input, target, p=1, margin=1.0, weight=None, ${old}, reduction='mean'`,
    perSample(7),
  ),
  row(
    'cross_entropy',
    'F',
    `input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0`,
    classes(6, true),
  ),
  row(
    'nll_loss',
    'F',
    `input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'`,
    classes(6, false),
  ),
  row(
    'cosine_embedding_loss',
    'F',
    `input1, input2, target, margin=0, ${old}, reduction='mean'`,
    cosineEmbedding,
  ),
  row(
    'margin_ranking_loss',
    'F',
    `input1, input2, target, margin=0, ${old}, reduction='mean'`,
    marginRanking,
  ),
  row(
    'triplet_margin_loss',
    'F',
    `anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, ${old}, reduction='mean'`,
    triplet(9),
  ),
  row(
    'triplet_margin_with_distance_loss',
    'F',
    "anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction='mean'",
    triplet(6),
  ),
  row(
    'ctc_loss',
    'F',
    "log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False",
    ctc,
  ),
];
