/** Normalisation: batch, instance, group, layer, RMS, local response; F.normalize; embedding tables. Over 400 lines: one family, a rule each. */
import { methodFix } from './fixes';
import { Tensor, type Value } from '../../../interpreter/values';
import { moduleOfLayer } from '../problems';
import { counted, flagOf, intOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { type Row, row } from './row';
import { type Dim, equal, floorDiv, fresh, less, mul, product, sub } from './sizes';

function optional(c: OpCall, value: Value | undefined, name: string): Tensor | null {
  return value instanceof Tensor ? c.tensor(value, name) : null;
}

/** The number of elements of a vector argument. */
function lengthOf(t: Tensor): Dim | null {
  return t.shape ? product(t.shape) : null;
}

/** Reports a table of features of the wrong length. */
function features(
  c: OpCall,
  input: Tensor,
  channels: Dim,
  tables: readonly (readonly [string, Tensor | null])[],
): void {
  for (const [name, table] of tables) {
    const count = table && lengthOf(table);
    if (count === null || count === undefined) continue;
    if (
      c.mustEqual(
        channels,
        count,
        'norm-features',
        () => `${moduleOfLayer(c.runtime) ?? c.name} takes ${text(count)} channels`,
      )
    )
      continue;
    c.problem({
      rule: 'norm-features',
      exception: 'RuntimeError',
      python: `${name} should contain ${text(channels)} elements not ${text(count)}`,
      message: `{layer} normalises ${counted(count, 'channel')} but gets ${text(channels)}{made}.`,
      wanted: count,
      axis: input.shape!.length - 1,
      sizesStay: true,
      setting: ['num_features', 0],
      argument: [name, c.args.indexOf(table!)],
      right: channels,
      tensor: input,
    });
    return;
  }
}

/** More than one value per channel is needed to take a mean. */
function enoughValues(c: OpCall, input: Tensor, count: Dim, shown: readonly Dim[]): void {
  if (!equal(count, 1)) return;
  c.fail(
    'norm-values',
    `{layer} takes the mean of a single value: the input is ${sizesText(input.shape!)}{made}.`,
    'ValueError',
    {
      python: `Expected more than 1 value per channel when training, got input size ${sizesText(shown)}`,
      tensor: input,
      sizesStay: true,
    },
  );
}

const batchNorm: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const [mean, variance, weight, bias] = ['running_mean', 'running_var', 'weight', 'bias'].map(
    (n, i) => optional(c, args[i + 1], n),
  );
  const shape = input.shape;
  if (!shape) {
    // Channels are known from the tables, the rank is not.
    return c.like(input);
  }
  if (shape.length < 2) {
    c.wrongRank(
      input,
      'at least two axes',
      'Dimension out of range (expected to be in range of [-1, 0], but got 1)',
      'IndexError',
    );
    return c.like(input);
  }
  const training = flagOf(args[5]);
  if (training === true) enoughValues(c, input, product([shape[0]!, ...shape.slice(2)]), shape);
  if (training === false && !mean)
    c.fail(
      'norm-features',
      '{layer} needs running_mean and running_var outside of training.',
      'RuntimeError',
      {
        python: 'Expected running_mean and running_var to be defined when training is False',
      },
    );
  features(c, input, shape[1]!, [
    ['running_mean', mean!],
    ['running_var', variance!],
    ['weight', weight!],
    ['bias', bias!],
  ]);
  return c.like(input);
};

const instanceNorm: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const tables = ['running_mean', 'running_var', 'weight', 'bias'].map(
    (n, i) => [n, optional(c, args[i + 1], n)] as const,
  );
  const shape = input.shape;
  if (!shape) return c.like(input);
  if (shape.length < 2) {
    c.wrongRank(
      input,
      'at least two axes',
      'Dimension out of range (expected to be in range of [-1, 0], but got 1)',
      'IndexError',
    );
    return c.like(input);
  }
  const useInput = flagOf(args[5]);
  if (useInput === true && equal(product(shape.slice(2)), 1))
    c.fail(
      'norm-values',
      `{layer} takes the mean of a single value: the input is ${sizesText(shape)}{made}.`,
      'ValueError',
      {
        python: `Expected more than 1 spatial element when training, got input size torch.Size(${sizesText(shape)})`,
        tensor: input,
        sizesStay: true,
      },
    );
  if (useInput === false && !tables[0]![1])
    c.fail(
      'norm-features',
      '{layer} needs running_mean and running_var where the input is not used.',
      'RuntimeError',
      {
        python: 'Expected running_mean and running_var to be defined when use_input_stats is false',
      },
    );
  features(c, input, shape[1]!, tables);
  return c.like(input);
};

const groupNorm: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const groups = intOf(args[1]);
  const [weight, bias] = [optional(c, args[2], 'weight'), optional(c, args[3], 'bias')];
  const shape = input.shape;
  if (!shape) return c.like(input);
  if (shape.length < 2) {
    c.wrongRank(
      input,
      'at least two axes',
      `Expected at least 2 dimensions for input tensor but received ${shape.length}`,
    );
    return c.like(input);
  }
  const channels = shape[1]!;
  if (groups !== undefined && less(groups, 1))
    c.fail(
      'groupnorm-divides',
      `{layer}: the number of groups must be positive, not ${text(groups)}.`,
      'RuntimeError',
      {
        python: `Expected num groups to be greater than 0, got ${text(groups)}`,
        setting: ['num_groups', 0],
      },
    );
  else if (groups !== undefined) {
    const perGroup = floorDiv(mul(shape[0]!, channels), groups);
    const divides = c.mustDivide(
      channels,
      groups,
      'groupnorm-divides',
      () => `${moduleOfLayer(c.runtime) ?? c.name} needs channels that ${text(groups)} divides`,
    );
    if (
      weightMatches(c, input, weight, channels) &&
      weightMatches(c, input, bias, channels) &&
      !divides
    )
      c.problem({
        rule: 'groupnorm-divides',
        exception: 'RuntimeError',
        python: `Expected number of channels in input to be divisible by num_groups, but got input of shape ${sizesText(shape)} and num_groups=${text(groups)}`,
        message: `{layer}: ${text(groups)} groups do not divide the ${counted(channels, 'channel')}{made}.`,
        axis: shape.length - 1,
        sizesStay: true,
        setting: ['num_groups', 0],
        argument: ['num_groups', 1],
        tensor: input,
      });
    else
      enoughValues(c, input, product([perGroup, ...shape.slice(2)]), [
        perGroup,
        groups,
        ...shape.slice(2),
      ]);
  }
  return c.like(input);
};

function weightMatches(c: OpCall, input: Tensor, table: Tensor | null, channels: Dim): boolean {
  if (!table?.shape) return true;
  const [length] = table.shape;
  if (
    table.shape.length === 1 &&
    c.mustEqual(
      channels,
      length!,
      'norm-features',
      () => `${moduleOfLayer(c.runtime) ?? c.name} takes ${text(length!)} channels`,
    )
  )
    return true;
  c.problem({
    rule: 'norm-features',
    exception: 'RuntimeError',
    python: `Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape ${sizesText(table.shape)} and input of shape ${sizesText(input.shape!)}`,
    message: `{layer} normalises ${counted(table.shape[0] ?? 1, 'channel')} but gets ${text(channels)}{made}.`,
    axis: input.shape!.length - 1,
    sizesStay: true,
    setting: ['num_channels', 1],
    right: channels,
    tensor: input,
  });
  return false;
}

/** layer_norm and rms_norm: the last axes must be those of normalized_shape. */
const layerNorm: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const normalised = sizesOf(args[1]);
  const tables = [args[2], c.name === 'layer_norm' ? args[3] : null].map((v) =>
    v instanceof Tensor ? v : null,
  );
  const shape = input.shape;
  if (!normalised) return c.like(input);
  if (normalised.length === 0) {
    c.fail('norm-features', '{layer}: normalized_shape needs at least one size.', 'RuntimeError', {
      python:
        'Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []',
      argument: ['normalized_shape', 1],
    });
    return c.like(input);
  }
  for (const table of tables)
    if (
      table?.shape &&
      (table.shape.length !== normalised.length ||
        table.shape.some(
          (d, i) => !c.mustEqual(d, normalised[i]!, 'norm-features', 'the weight must fit'),
        ))
    )
      c.fail(
        'norm-features',
        `{layer}: the weight is ${sizesText(table.shape)}, normalized_shape ${sizesText(normalised)}.`,
        'RuntimeError',
        {
          python: `Expected weight to be of same shape as normalized_shape, but got weight of shape ${sizesText(table.shape)} and normalized_shape = ${sizesText(normalised)}`,
          tensor: table,
        },
      );
  if (!shape) return c.like(input);
  const last = shape.slice(Math.max(0, shape.length - normalised.length));
  const fits =
    shape.length >= normalised.length &&
    normalised.every((d, i) =>
      c.mustEqual(
        last[i]!,
        d,
        'norm-features',
        () => `${moduleOfLayer(c.runtime) ?? c.name} normalises ${sizesText(normalised)}`,
      ),
    );
  if (!fits) {
    const one = normalised.length === 1 && shape.length >= 1;
    const want = normalised[0]!;
    const channelsFirst = one && shape.length >= 3 && equal(shape[1]!, want);
    c.problem({
      rule: 'norm-features',
      exception: 'RuntimeError',
      python: `Given normalized_shape=${sizesText(normalised)}, expected input with shape [*, ${normalised.map((d) => text(d)).join(', ')}], but got input of size${sizesText(shape)}`,
      message: one
        ? `{layer} normalises a last axis of ${text(want)} but gets ${text(shape[shape.length - 1]!)}{made}.${channelsFirst ? ` Axis 1 of ${sizesText(shape)} is the one of ${text(want)}.` : ''}`
        : `{layer} normalises ${sizesText(normalised)} but gets ${sizesText(shape)}{made}.`,
      setting: ['normalized_shape', 0],
      argument: ['normalized_shape', 1],
      wanted: one ? want : undefined,
      right: one && !channelsFirst ? shape[shape.length - 1]! : null,
      tensor: input,
      axis: 1,
      sizesStay: true,
    });
  }
  return c.like(input);
};

const normalize: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  if (input.shape) c.axes(args[2], input.shape.length);
  return c.like(input);
};

const localResponseNorm: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  if (input.shape && input.shape.length < 3)
    c.wrongRank(
      input,
      'at least three axes',
      `Expected 3D or higher dimensionality input (got ${input.shape.length} dimensions)`,
      'ValueError',
    );
  return c.like(input);
};

// ---- embedding -----------------------------------------------------------------------------------------------------

function checkIndices(c: OpCall, input: Tensor, count: Dim | undefined): void {
  if (input.dtype === 'float' && c.typeIsCertain(input))
    c.fail('index-type', '{layer} takes integers, but gets floats: add .long().', 'RuntimeError', {
      python:
        "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)",
      tensor: input,
      argument: ['input', 0],
      moreFixes: (at) => methodFix(at, '.long()', 'Add .long()', true),
    });
  if (input.dtype === 'int' && input.known && typeof count === 'number') {
    const wrong = input.known.find((n) => n < 0 || n >= count);
    if (wrong !== undefined)
      c.fail(
        'index-range',
        `{layer} has ${text(count)} rows: there is no row ${wrong}.`,
        'IndexError',
        {
          python: 'index out of range in self',
          tensor: input,
          setting: ['num_embeddings', 0],
        },
      );
  }
}

const embedding: Rule = (c, args) => {
  const [input, weight] = [c.tensor(args[0]), c.tensor(args[1], 'weight')];
  const rows = weight.shape?.[0];
  const padding = args[2] === null ? undefined : intOf(args[2]);
  if (
    typeof padding === 'number' &&
    typeof rows === 'number' &&
    (padding >= rows || padding < -rows)
  )
    c.fail(
      'index-range',
      `{layer}: padding_idx ${padding} is not within the ${rows} rows.`,
      'AssertionError',
      {
        python: 'Padding_idx must be within num_embeddings',
        setting: ['padding_idx', 2],
        argument: ['padding_idx', 2],
      },
    );
  checkIndices(c, input, rows);
  if (weight.shape && weight.shape.length !== 2) {
    c.wrongRank(weight, 'a matrix of weights', "'weight' must be 2-D");
    return c.unknownTensor('embedding of a wrong table');
  }
  if (!input.shape) return c.unknownTensor(input);
  return c.make([...input.shape, weight.shape?.[1] ?? fresh()], {
    dtype: 'float',
    from: input,
    strides: null,
  });
};

const embeddingBag: Rule = (c, args) => {
  const [input, weight] = [c.tensor(args[0]), c.tensor(args[1], 'weight')];
  const offsets = args[2] instanceof Tensor ? args[2] : null;
  const weights = args[8] instanceof Tensor ? args[8] : null;
  const shape = input.shape;
  const columns = weight.shape?.[1] ?? fresh();
  checkIndices(c, input, weight.shape?.[0]);
  if (!shape) return c.make([fresh(), columns], { from: weight });
  if (
    weights?.shape &&
    (weights.shape.length !== shape.length ||
      weights.shape.some((d, i) => !c.mustEqual(d, shape[i]!, 'embedding-bag', 'weights must fit')))
  )
    c.fail(
      'embedding-bag',
      `{layer}: per_sample_weights ${sizesText(weights.shape)} must have the shape of the input ${sizesText(shape)}.`,
      'ValueError',
      {
        python: `embedding_bag: If per_sample_weights (${sizesText(weights.shape)}) is not None, then it must have the same shape as the input (${sizesText(shape)})`,
        tensor: weights,
      },
    );
  const fail = (message: string, python: string): void =>
    c.fail('embedding-bag', `{layer}: ${message}`, 'ValueError', {
      python,
      tensor: input,
      argument: ['input', 0],
    });
  if (shape.length === 2) {
    if (offsets)
      fail(
        'a 2-D input takes no offsets.',
        'if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences.',
      );
    return c.make([shape[0]!, columns], { dtype: 'float', from: input, strides: null });
  }
  if (shape.length !== 1) {
    fail(
      `the input must have one or two axes, not ${sizesText(shape)}.`,
      `input has to be 1D or 2D Tensor, but got Tensor of dimension ${shape.length}`,
    );
    return c.unknownTensor('embedding_bag of the wrong rank');
  }
  if (!offsets) {
    fail(
      'a 1-D input needs offsets.',
      `offsets has to be a 1D Tensor but got ${args[2] === null ? 'None' : 'another type'}`,
    );
    return c.make([fresh(), columns], { from: input });
  }
  if (offsets.shape && offsets.shape.length !== 1)
    fail('offsets must have one axis.', `offsets has to be a 1D Tensor`);
  const bags = offsets.shape?.[0] ?? fresh();
  return c.make([flagOf(args[9]) === true ? sub(bags, 1) : bags, columns], {
    dtype: 'float',
    from: input,
    strides: null,
  });
};

export const normalisationRows: readonly Row[] = [
  row(
    'batch_norm',
    'F',
    'input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05',
    batchNorm,
  ),
  row(
    'batch_norm',
    'torch',
    'input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled',
    (c, [x, w, b, m, v, t]) => batchNorm(c, [x!, m!, v!, w!, b!, t!]),
  ),
  row(
    'instance_norm',
    'F',
    'input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05',
    instanceNorm,
  ),
  row(
    'group_norm',
    'F torch',
    'input, num_groups, weight=None, bias=None, eps=1e-05, cudnn_enabled=True',
    groupNorm,
  ),
  row(
    'layer_norm',
    'F torch',
    'input, normalized_shape, weight=None, bias=None, eps=1e-05, cudnn_enable=True',
    layerNorm,
  ),
  row('rms_norm', 'F torch', 'input, normalized_shape, weight=None, eps=None', layerNorm),
  row('normalize', 'F', 'input, p=2.0, dim=1, eps=1e-12, out=None', normalize),
  row('local_response_norm', 'F', 'input, size, alpha=0.0001, beta=0.75, k=1.0', localResponseNorm),
  row(
    'embedding',
    'F',
    'input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
    embedding,
  ),
  row(
    'embedding',
    'torch',
    'weight, input, padding_idx=None, scale_grad_by_freq=False, sparse=False',
    (c, [w, x]) => embedding(c, [x!, w!, null]),
  ),
  row(
    'embedding_bag',
    'F',
    "input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None",
    embeddingBag,
  ),
];
