/** Operations that change the spatial size by sampling or shuffling: interpolate, pixel_shuffle, grid_sample, affine_grid. Over 400 lines: one family, a rule each. */
import { Either, type Tensor, Unknown } from '../../../interpreter/values';
import { flagOf, intOf, numberOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { type Row, row } from './row';
import { type Dim, different, divideExact, equal, floorDiv, fresh, less, mul } from './sizes';

const needed: Readonly<Record<string, number>> = {
  linear: 3,
  bilinear: 4,
  bicubic: 4,
  lanczos: 4,
  trilinear: 5,
};
const nearest = ['nearest', 'nearest-exact', 'area'];

/** `floor(size · scale)`; exact for whole and dyadic scales, unknown for others of a symbolic size. */
export function scaleSize(size: Dim, scale: number | undefined): Dim {
  if (scale === undefined) return fresh();
  if (typeof size === 'number') return Math.floor(size * scale);
  if (Number.isInteger(scale)) return mul(size, scale);
  for (let q = 2; q <= 1024; q *= 2)
    if (Number.isInteger(scale * q)) return floorDiv(mul(size, scale * q), q);
  return fresh();
}

/** F.interpolate: input, size, scale_factor, mode, align_corners, recompute_scale_factor, antialias. */
const interpolate: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const [
    ,
    size = null,
    scale = null,
    mode = null,
    align = null,
    recompute = null,
    antialias = null,
  ] = args;
  const raise = (
    message: string,
    python: string,
    exception = 'ValueError',
    more: { argument?: readonly [string, number] } = {},
  ): Tensor => {
    c.fail('interpolate', `{layer}: ${message}`, exception, { python, tensor: input, ...more });
    return finish();
  };
  const shape = input.shape;
  const lead = shape && shape.length >= 3 ? shape.slice(0, 2) : null;
  let out: Dim[] | null = null;
  const finish = (): Tensor =>
    lead && out
      ? c.make([...lead, ...out], { from: input })
      : out
        ? unknownLead(c, input, out)
        : c.unknownTensor(input);
  const dims = shape ? shape.length - 2 : null;
  const spatial = shape ? shape.slice(2) : null;
  const sizeItems = c.items(size);
  const scaleItems = c.items(scale);
  if (spatial && dims !== null && dims >= 0 && size !== null)
    out = sizeItems ? (sizesOf(size) ?? null) : Array<Dim>(dims).fill(intOf(size) ?? fresh());
  else if (!shape && sizeItems) out = sizesOf(size) ?? null;
  else if (spatial && scale !== null && dims !== null && dims >= 0) {
    const factors = scaleItems
      ? scaleItems.map(numberOf)
      : Array<number | undefined>(dims).fill(numberOf(scale));
    if (factors.length === dims) out = spatial.map((d, i) => scaleSize(d, factors[i]));
  }
  if (typeof mode === 'string' && nearest.includes(mode) && align !== null)
    return raise(
      `align_corners has no meaning with mode='${mode}'.`,
      'align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear',
    );
  // One that is not known may be None.
  if (size instanceof Unknown || scale instanceof Unknown || size instanceof Either || scale instanceof Either) return finish();
  if (size !== null && scale !== null)
    return raise(
      'give size or scale_factor, not both.',
      'only one of size or scale_factor should be defined',
    );
  if (size === null && scale === null)
    return raise('needs size or scale_factor.', 'either size or scale_factor should be defined');
  if (!shape || dims === null || !spatial) return finish();
  const listed = size !== null ? sizeItems : scaleItems;
  if (listed && listed.length !== Math.max(0, dims)) {
    const what = size !== null ? 'output size' : 'scale_factor';
    out = null;
    return raise(
      `${listed.length} ${listed.length === 1 ? 'number' : 'numbers'} for the ${Math.max(0, dims)} spatial axes of ${sizesText(shape)}.`,
      `Input and ${size !== null ? 'output' : 'scale_factor'} must have the same number of spatial dimensions, but got input with spatial dimensions of ${sizesText(spatial)} and ${what} of ${listed.length} elements.`,
    );
  }
  if (flagOf(recompute) === true && size !== null)
    return raise(
      'recompute_scale_factor has no meaning with a size.',
      'recompute_scale_factor is not meaningful with an explicit size.',
    );
  const rank = shape.length;
  if (typeof mode !== 'string') return finish();
  if (
    flagOf(antialias) === true &&
    !(['bilinear', 'bicubic', 'lanczos'].includes(mode) && rank === 4)
  )
    return raise(
      'antialias works with bilinear and bicubic on 4-D tensors.',
      'Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input',
    );
  const wants = needed[mode];
  if ((wants !== undefined && rank !== wants) || rank < 3 || rank > 5) {
    c.problem({
      rule: 'rank',
      exception: 'NotImplementedError',
      python: `Got ${rank}D input, but ${mode} mode needs ${wants ?? '3D, 4D or 5'}D input`,
      message: wants
        ? `{layer}: mode='${mode}' needs a ${wants}-D tensor, not ${rank}-D ${sizesText(shape)}{made}.`
        : `{layer} needs a tensor of 3 to 5 axes, not ${rank}-D ${sizesText(shape)}{made}.`,
      tensor: input,
      argument: ['input', 0],
    });
    return finish();
  }
  if (wants === undefined && !nearest.includes(mode))
    return raise(
      `there is no mode '${mode}'.`,
      `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got ${mode})`,
      'NotImplementedError',
    );
  if (
    out &&
    (out.some((d) => less(d, 1)) || spatial.some((d) => equal(d, 0))) &&
    !(mode === 'area' && !out.some((d) => less(d, 0)) && !spatial.some((d) => equal(d, 0)))
  ) {
    const wrong = out.findIndex((d) => less(d, 1));
    return raise(
      `an axis of ${text(out[Math.max(0, wrong)]!)} elements would be left of ${sizesText(spatial)}.`,
      `Input and output sizes should be greater than 0, but got input (${spatial.map((d) => text(d)).join(', ')}) and output (${out.map((d) => text(d)).join(', ')})`,
      'RuntimeError',
    );
  }
  return finish();
};

function unknownLead(c: OpCall, input: Tensor, out: readonly Dim[]): Tensor {
  return c.make([fresh(), fresh(), ...out], {
    dtype: input.dtype,
    from: input,
    strides: undefined,
    why: input.why,
  });
}

// ---- shuffles ------------------------------------------------------------------------------------------------------

const pixelShuffle: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const factor = intOf(args[1]);
  const shape = input.shape;
  if (!shape || factor === undefined)
    return c.unknownTensor(shape ? 'a factor that is not known' : input);
  if (shape.length < 3) {
    c.wrongRank(
      input,
      'at least three axes',
      `pixel_shuffle expects input to have at least 3 dimensions, but got input with ${shape.length} dimension(s)`,
    );
    return c.unknownTensor('pixel_shuffle of too few axes');
  }
  if (less(factor, 1)) {
    c.fail('pixel-shuffle', '{layer}: the factor must be positive.', 'RuntimeError', {
      python: `pixel_shuffle expects a positive upscale_factor, but got ${text(factor)}`,
      setting: ['upscale_factor', 0],
      argument: ['upscale_factor', 1],
    });
    return c.unknownTensor('pixel_shuffle by nothing');
  }
  const [channels, height, width] = shape.slice(-3) as [Dim, Dim, Dim];
  const square = mul(factor, factor);
  if (
    !c.mustDivide(
      channels,
      square,
      'pixel-shuffle',
      `pixel_shuffle needs channels that ${text(square)} divides`,
    )
  )
    c.fail(
      'pixel-shuffle',
      `{layer}: ${text(channels)} channels are no multiple of ${text(factor)}² = ${text(square)}{made}.`,
      'RuntimeError',
      {
        python: `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${text(channels)} is not divisible by ${text(square)}`,
        argument: ['input', 0],
        tensor: input,
      },
    );
  return c.make(
    [
      ...shape.slice(0, -3),
      divideExact(channels, square) ?? floorDiv(channels, square),
      mul(height, factor),
      mul(width, factor),
    ],
    { from: input, strides: null },
  );
};

const pixelUnshuffle: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const factor = intOf(args[1]);
  const shape = input.shape;
  if (!shape || factor === undefined)
    return c.unknownTensor(shape ? 'a factor that is not known' : input);
  if (shape.length < 3) {
    c.wrongRank(
      input,
      'at least three axes',
      `pixel_unshuffle expects input to have at least 3 dimensions, but got input with ${shape.length} dimension(s)`,
    );
    return c.unknownTensor('pixel_unshuffle of too few axes');
  }
  if (less(factor, 1)) {
    c.fail('pixel-shuffle', '{layer}: the factor must be positive.', 'RuntimeError', {
      python: `pixel_unshuffle expects a positive downscale_factor, but got ${text(factor)}`,
      setting: ['downscale_factor', 0],
      argument: ['downscale_factor', 1],
    });
    return c.unknownTensor('pixel_unshuffle by nothing');
  }
  const [channels, height, width] = shape.slice(-3) as [Dim, Dim, Dim];
  for (const [name, at, d] of [
    ['height', -2, height],
    ['width', -1, width],
  ] as const)
    if (
      !c.mustDivide(
        d,
        factor,
        'pixel-shuffle',
        `pixel_unshuffle needs a ${name} that ${text(factor)} divides`,
      )
    ) {
      c.fail(
        'pixel-shuffle',
        `{layer}: a ${name} of ${text(d)} is no multiple of ${text(factor)}{made}.`,
        'RuntimeError',
        {
          python: `pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input.size(${at})=${text(d)} is not divisible by ${text(factor)}`,
          argument: ['input', 0],
          tensor: input,
        },
      );
      break;
    }
  return c.make(
    [
      ...shape.slice(0, -3),
      mul(channels, mul(factor, factor)),
      floorDiv(height, factor),
      floorDiv(width, factor),
    ],
    { from: input, strides: null },
  );
};

const channelShuffle: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const groups = intOf(args[1]);
  const shape = input.shape;
  if (!shape || groups === undefined) return c.like(input);
  if (shape.length <= 2) {
    c.wrongRank(
      input,
      'more than two axes',
      `channel_shuffle expects input with > 2 dims, but got input with sizes ${sizesText(shape)}`,
    );
    return c.like(input);
  }
  if (less(groups, 1))
    c.fail('groups-divide', '{layer}: groups must be positive.', 'RuntimeError', {
      python: `Number of groups to divide channels in must be positive. Value of groups:${text(groups)}`,
    });
  else if (
    !c.mustDivide(
      shape[1]!,
      groups,
      'groups-divide',
      `channel_shuffle needs channels that ${text(groups)} divides`,
    )
  )
    c.fail(
      'groups-divide',
      `{layer}: ${text(groups)} groups do not divide ${text(shape[1]!)} channels{made}.`,
      'RuntimeError',
      {
        python: `Number of channels must be divisible by groups. Got ${text(shape[1]!)} channels and ${text(groups)} groups.`,
        setting: ['groups', 0],
        argument: ['groups', 1],
        tensor: input,
      },
    );
  const made = c.like(input);
  return made;
};

// ---- sampling ------------------------------------------------------------------------------------------------------

/** grid_sample: N×C×… sampled at N×…×2 (or 3) positions. */
const gridSample: Rule = (c, args) => {
  const [input, grid] = [c.tensor(args[0]), c.tensor(args[1], 'grid')];
  const [mode, paddingMode] = [args[2], args[3]];
  const fail = (message: string, python: string, exception = 'RuntimeError'): void =>
    c.fail('grid-sample', `{layer}: ${message}`, exception, {
      python,
      tensor: grid,
      others: [input, grid],
    });
  if (typeof mode === 'string' && !['bilinear', 'nearest', 'bicubic'].includes(mode))
    fail(
      `there is no mode '${mode}'.`,
      `nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${mode}'`,
      'ValueError',
    );
  if (typeof paddingMode === 'string' && !['zeros', 'border', 'reflection'].includes(paddingMode))
    fail(
      `there is no padding_mode '${paddingMode}'.`,
      `nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '${paddingMode}'`,
      'ValueError',
    );
  const [a, b] = [input.shape, grid.shape];
  if (!a || !b) {
    if (b && b.length >= 4)
      return c.make([b[0]!, a?.[1] ?? fresh(), ...b.slice(1, -1)], { from: input });
    if (a && a.length >= 4)
      return c.make([a[0]!, a[1]!, ...a.slice(2).map(() => fresh())], { from: input });
    return c.unknownTensor(a ? grid : input);
  }
  const shown = `input with sizes ${sizesText(a)} and grid with sizes ${sizesText(b)}`;
  if (a.length !== b.length || (a.length !== 4 && a.length !== 5)) {
    fail(
      `input and grid need 4 or 5 axes alike, but are ${sizesText(a)} and ${sizesText(b)}.`,
      `grid_sampler(): expected 4D or 5D input and grid with same number of dimensions, but got ${shown}`,
    );
    return c.unknownTensor('grid_sample of the wrong ranks');
  }
  if (!c.mustEqual(a[0]!, b[0]!, 'grid-sample', 'grid_sample needs equal batches'))
    fail(
      `batches of ${text(a[0]!)} and ${text(b[0]!)}.`,
      `grid_sampler(): expected grid and input to have same batch size, but got ${shown}`,
    );
  else if (!c.mustEqual(b[b.length - 1]!, a.length - 2, 'grid-sample', 'the grid holds positions'))
    fail(
      `the last axis of the grid must be ${a.length - 2}, not ${text(b[b.length - 1]!)}: ${sizesText(b)}.`,
      `grid_sampler(): expected grid to have size ${a.length - 2} in last dimension, but got grid with sizes ${sizesText(b)}`,
    );
  else if (mode === 'bicubic' && a.length === 5)
    fail(
      'bicubic works on 4-D tensors only.',
      'grid_sampler(): bicubic interpolation only supports 4D input',
    );
  else if (a.slice(2).some((d) => equal(d, 0)))
    fail(
      `the input ${sizesText(a)} has an axis without elements.`,
      `grid_sampler(): expected input to have non-empty spatial dimensions, but input has sizes ${sizesText(a)}`,
    );
  return c.make([a[0]!, a[1]!, ...b.slice(1, -1)], { from: input, strides: null });
};

/** affine_grid: theta N×2×3 and a size N×C×H×W give N×H×W×2. */
const affineGrid: Rule = (c, args) => {
  const theta = c.tensor(args[0], 'theta');
  const size = sizesOf(args[1]);
  if (!size) return c.unknownTensor('a size that is not known');
  const fail = (message: string, python: string, exception = 'ValueError'): void =>
    c.fail('affine-grid', `{layer}: ${message}`, exception, {
      python,
      tensor: theta,
      argument: ['size', 1],
    });
  if (size.length !== 4 && size.length !== 5) {
    fail(
      `the size needs 4 or 5 numbers, not ${size.length}.`,
      `affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${sizesText(size)}.`,
      'NotImplementedError',
    );
    return c.unknownTensor('affine_grid of a wrong size');
  }
  const n = size.length - 2;
  const shape = theta.shape;
  if (shape) {
    if (shape.length !== 3 || different(shape[1]!, n) || different(shape[2]!, n + 1))
      fail(
        `theta must be N×${n}×${n + 1}, not ${sizesText(shape)}.`,
        `Expected a batch of ${n}D affine matrices of shape Nx${n}x${n + 1} for size ${sizesText(size)}. Got torch.Size(${sizesText(shape)}).`,
      );
    else if (size.some((d) => less(d, 1)))
      fail(
        `sizes must be positive: ${sizesText(size)}.`,
        `Expected non-zero, positive output size. Got ${sizesText(size)}`,
      );
    else if (!c.mustEqual(shape[0]!, size[0]!, 'affine-grid', 'affine_grid needs equal batches'))
      fail(
        `theta has a batch of ${text(shape[0]!)}, the size of ${text(size[0]!)}.`,
        `Expected size for first two dimensions of batch2 tensor to be: [${text(size[0]!)}, ${n + 1}] but got: [${text(shape[0]!)}, ${n + 1}].`,
        'RuntimeError',
      );
  }
  return c.make([size[0]!, ...size.slice(2), n], { from: theta, strides: null });
};

/** The old names of interpolate. */
const upsample: Rule = (c, args) =>
  interpolate(c, [args[0]!, args[1]!, args[2]!, args[3]!, args[4]!, null, false]);

export const resizeRows: readonly Row[] = [
  row(
    'interpolate',
    'F',
    "input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False",
    interpolate,
  ),
  row(
    'upsample',
    'F',
    "input, size=None, scale_factor=None, mode='nearest', align_corners=None",
    upsample,
  ),
  row('upsample_nearest', 'F', 'input, size=None, scale_factor=None', (c, [x, s, f]) =>
    interpolate(c, [x!, s!, f!, 'nearest', null, null, false]),
  ),
  row('upsample_bilinear', 'F', 'input, size=None, scale_factor=None', (c, [x, s, f]) =>
    interpolate(c, [x!, s!, f!, 'bilinear', true, null, false]),
  ),
  row('pixel_shuffle', 'torch F', 'input, upscale_factor', pixelShuffle),
  row('pixel_unshuffle', 'torch F', 'input, downscale_factor', pixelUnshuffle),
  row('channel_shuffle native_channel_shuffle', 'torch F', 'input, groups', channelShuffle),
  row(
    'grid_sample',
    'F',
    "input, grid, mode='bilinear', padding_mode='zeros', align_corners=None",
    gridSample,
  ),
  row('affine_grid_generator', 'torch', 'theta, size, align_corners', affineGrid),
  row(
    'grid_sample grid_sampler grid_sampler_2d grid_sampler_3d',
    'torch',
    'input, grid, interpolation_mode, padding_mode, align_corners',
    gridSample,
  ),
  row('affine_grid', 'F', 'theta, size, align_corners=None', affineGrid),
];
