/** Pooling: maximum, average, power average, adaptive, fractional, and un-pooling. Over 400 lines: each kind has conditions of its own. */
import { effectiveKernel, outputSize, type Window } from '../../../shape/window';
import { Tuple, type Tensor, type Value } from '../../../interpreter/values';
import {
  type Arg,
  flagOf,
  intOf,
  numberOf,
  type OpCall,
  type Rule,
  sizesOf,
  sizesText,
  text,
} from './call';
import { type Row, row } from './row';
import { atLeastEach, setting } from './settings';
import { add, type Dim, equal, floorDiv, fresh, less, mul, sub } from './sizes';
import { trailSentence } from './trail';

/** Where the settings stand in the constructors of nn.MaxPool… and nn.AvgPool…. */
const places = { kernel: 0, stride: 1, padding: 2, dilation: 3 } as const;

interface PoolArguments {
  readonly kernel: Arg;
  readonly stride: Arg;
  readonly padding: Arg;
  readonly dilation: Arg;
  readonly ceil: Arg;
  /** Positions in the function's signature. */
  readonly at: {
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    readonly dilation: number;
  };
}

type Kind = 'max' | 'avg';

/** The pooled tensor; what is known of it where something is wrong. */
function pool(c: OpCall, input: Tensor, axes: 1 | 2 | 3, kind: Kind, given: PoolArguments): Tensor {
  const settingsOf = (
    value: Arg,
    name: string,
    position: number,
    at: number,
  ): Dim[] | null | false => setting(c, value, name, axes, position, at);
  const kernel = settingsOf(given.kernel, 'kernel_size', given.at.kernel, places.kernel);
  const absent = given.stride === null || given.stride === undefined || isEmpty(given.stride);
  const stride = absent
    ? kernel
    : settingsOf(given.stride, 'stride', given.at.stride, places.stride);
  const padding = settingsOf(given.padding, 'padding', given.at.padding, places.padding);
  const dilation = settingsOf(given.dilation, 'dilation', given.at.dilation, places.dilation);
  const ceil = flagOf(given.ceil);
  const unknownSizes = (): Tensor => {
    const shape =
      input.shape && (input.shape.length === axes + 1 || input.shape.length === axes + 2)
        ? input.shape.slice(0, -axes)
        : null;
    return shape
      ? c.make([...shape, ...range(axes)], { from: input })
      : c.unknownTensor(input, input.dtype);
  };
  if (kernel === false || stride === false || padding === false || dilation === false)
    return unknownSizes();
  if (
    kernel &&
    !atLeastEach(
      c,
      kernel,
      1,
      'kernel_size',
      given.at.kernel,
      places.kernel,
      'kernel size should be greater than zero',
    )
  )
    return unknownSizes();
  if (
    stride &&
    !absent &&
    !atLeastEach(
      c,
      stride,
      1,
      'stride',
      given.at.stride,
      places.stride,
      'stride should not be zero',
    )
  )
    return unknownSizes();
  if (
    dilation &&
    !atLeastEach(
      c,
      dilation,
      1,
      'dilation',
      given.at.dilation,
      places.dilation,
      'dilation should be greater than zero',
    )
  )
    return unknownSizes();
  if (
    padding &&
    !atLeastEach(
      c,
      padding,
      0,
      'padding',
      given.at.padding,
      places.padding,
      'pad must be non-negative',
    )
  )
    return unknownSizes();
  if (!input.shape) return c.unknownTensor(input, input.dtype);
  if (!rankFits(c, input, axes)) return c.unknownTensor('pooling of the wrong rank', input.dtype);
  const spatial = input.shape.slice(-axes);
  const lead = input.shape.slice(0, -axes);
  if (!kernel || !stride || !padding || !dilation || ceil === undefined) return unknownSizes();
  const windows = spatial.map(
    (_, i): Window => ({
      kernel: kernel[i]!,
      stride: stride[i]!,
      dilation: dilation[i]!,
      before: padding[i]!,
      after: padding[i]!,
      ceil,
    }),
  );
  if (!paddingFits(c, windows, given.at.padding)) return unknownSizes();
  if (kind === 'avg' && axes === 3 && !imageHoldsKernel(c, input, spatial, windows))
    return unknownSizes();
  const sizes = windows.map((w, i) => outputSize(spatial[i]!, w));
  windows.forEach((w, i) => {
    // The window must fit; in ceil mode an output of 1 is reached a little earlier, which the numbers tell.
    if (typeof spatial[i] !== 'number' && !ceil)
      c.mustReach(
        add(spatial[i]!, add(w.before, w.after)),
        effectiveKernel(w),
        'output-size-zero',
        `${c.name} needs an input as large as its window`,
      );
  });
  const wrong = sizes.findIndex((d) => less(d, 1));
  if (wrong >= 0) {
    sizeProblem(c, input, spatial, windows, sizes, wrong);
    return c.make([...lead, ...sizes.map((d) => (less(d, 1) ? fresh() : d))], { from: input });
  }
  return c.make([...lead, ...sizes], { from: input });
}

function range(count: number): Dim[] {
  return Array.from({ length: count }, () => fresh());
}

function isEmpty(value: Arg): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'items' in value &&
    (value as { items: readonly unknown[] }).items.length === 0
  );
}

function rankFits(c: OpCall, input: Tensor, axes: number): boolean {
  const rank = input.shape!.length;
  if (rank === axes + 1 || rank === axes + 2) {
    if (!equal(input.shape![rank - axes - 1]!, 0) || axes === 1) return true;
    c.fail(
      'rank',
      `{layer} needs at least one channel, but gets ${sizesText(input.shape!)}.`,
      'RuntimeError',
      {
        python: `Expected ${axes + 1}D or ${axes + 2}D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizesText(input.shape!)}`,
        tensor: input,
      },
    );
    return false;
  }
  c.wrongRank(
    input,
    `a ${axes + 2}-D tensor (or ${axes + 1}-D without a batch)`,
    axes === 1
      ? `Expected 2 to 3 dimensions, but got ${rank}-dimensional tensor for argument #1 'self' (while checking arguments for ${c.name})`
      : `Expected ${axes + 1}D or ${axes + 2}D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizesText(input.shape!)}`,
  );
  return false;
}

/** Padding of at most half the window. */
function paddingFits(c: OpCall, windows: readonly Window[], position: number): boolean {
  // The kernel counts without its dilation.
  const wrong = windows.find((w) => less(floorDiv(w.kernel, 2), w.before));
  if (!wrong) return true;
  const most = floorDiv(wrong.kernel, 2);
  c.problem({
    rule: 'pool-padding',
    exception: 'RuntimeError',
    python: `pad should be at most half of effective kernel size, but got pad=${text(wrong.before)}, kernel_size=${text(wrong.kernel)} and dilation=${text(wrong.dilation)}`,
    message: `{layer}: padding ${text(wrong.before)} is more than half of the window ${text(wrong.kernel)}: at most ${text(most)}.`,
    setting: ['padding', places.padding],
    argument: ['padding', position],
    right:
      windows.length === 1 || windows.every((w) => equal(w.before, wrong.before)) ? most : null,
  });
  return false;
}

/** avg_pool3d wants the window inside the image itself. */
function imageHoldsKernel(
  c: OpCall,
  input: Tensor,
  spatial: readonly Dim[],
  windows: readonly Window[],
): boolean {
  const axis = windows.findIndex(
    (w, i) =>
      !c.mustReach(
        spatial[i]!,
        w.kernel,
        'kernel-larger-than-input',
        'avg_pool3d needs an input as large as its window',
      ),
  );
  if (axis < 0) return true;
  const [t, h, w] = spatial.map((d) => text(d));
  const [kt, kh, kw] = windows.map((x) => text(x.kernel));
  c.problem({
    rule: 'kernel-larger-than-input',
    exception: 'RuntimeError',
    python: `input image (T: ${t} H: ${h} W: ${w}) smaller than kernel size (kT: ${kt} kH: ${kh} kW: ${kw})`,
    message: `{layer}: the window ${kt}×${kh}×${kw} is larger than the input ${t}×${h}×${w}.${trailSentence(input, spatial.length - axis)}`,
    setting: ['kernel_size', places.kernel],
    argument: ['input', 0],
    tensor: input,
  });
  return false;
}

function sizeProblem(
  c: OpCall,
  input: Tensor,
  spatial: readonly Dim[],
  windows: readonly Window[],
  sizes: readonly Dim[],
  axis: number,
): void {
  const sides = (dims: readonly Dim[]): string => dims.map((d) => text(d)).join('×');
  const channels = input.shape![input.shape!.length - spatial.length - 1] ?? 1;
  const shown = (dims: readonly Dim[]): string =>
    [channels, ...(dims.length === 1 ? [1, ...dims] : dims)].map((d) => text(d)).join('x');
  c.problem({
    rule: 'output-size-zero',
    exception: 'RuntimeError',
    python: `Given input size: (${shown(spatial)}). Calculated output size: (${shown(sizes)}). Output size is too small`,
    message: `{layer}: nothing is left of ${sides(spatial)}: a window of ${sides(windows.map(effectiveKernel))} does not fit.${trailSentence(input, spatial.length - axis, 0)}`,
    setting: ['kernel_size', places.kernel],
    argument: ['input', 0],
    tensor: input,
  });
}

// ---- maximum -------------------------------------------------------------------------------------------------------

function maxPool(axes: 1 | 2 | 3): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const at = { kernel: 1, stride: 2, padding: 3, dilation: 4 };
    const made = pool(c, input, axes, 'max', {
      kernel: args[1],
      stride: args[2],
      padding: args[3],
      dilation: args[4],
      ceil: args[5],
      at,
    });
    if (flagOf(args[6]) !== true) return made;
    return new Tuple([made, c.like(made, 'int')]);
  };
}

const maxParameters =
  'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False';

// ---- average and power average -------------------------------------------------------------------------------------

function avgPool(axes: 1 | 2 | 3): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const divisor = args[6] === undefined || args[6] === null ? undefined : intOf(args[6]);
    if (divisor === 0)
      c.fail('setting-range', '{layer}: divisor_override cannot be 0.', 'RuntimeError', {
        python: 'divisor must be not zero',
      });
    return pool(c, input, axes, 'avg', {
      kernel: args[1],
      stride: args[2],
      padding: args[3],
      dilation: 1,
      ceil: args[4],
      at: { kernel: 1, stride: 2, padding: 3, dilation: 9 },
    });
  };
}

/** lp_pool: the average of powers: input, norm_type, kernel_size, stride, ceil_mode. */
function lpPool(axes: 1 | 2 | 3): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const kernels = sizesOf(args[2]);
    const isList = typeof args[2] === 'object' && args[2] !== null && 'items' in args[2];
    if (isList && axes === 1)
      c.fail(
        'setting-length',
        '{layer}: kernel_size must be a number here, not a tuple.',
        'TypeError',
        {
          python: "mul(): argument 'other' (position 1) must be Tensor, not tuple",
          setting: ['kernel_size', 1],
          argument: ['kernel_size', 2],
        },
      );
    else if (isList && axes > 1 && kernels && kernels.length !== axes)
      c.fail(
        'setting-length',
        `{layer}: kernel_size takes one number or ${axes}, not ${kernels.length}.`,
        'ValueError',
        {
          python:
            kernels.length > axes
              ? `too many values to unpack (expected ${axes})`
              : `not enough values to unpack (expected ${axes}, got ${kernels.length})`,
          setting: ['kernel_size', 1],
          argument: ['kernel_size', 2],
        },
      );
    else
      return pool(c, input, axes, 'avg', {
        kernel: args[2],
        stride: args[3],
        padding: 0,
        dilation: 1,
        ceil: args[4],
        at: { kernel: 2, stride: 3, padding: 9, dilation: 9 },
      });
    return c.unknownTensor('power pooling with a wrong window', input.dtype);
  };
}

// ---- adaptive ------------------------------------------------------------------------------------------------------

/** Adaptive pooling: the output's size is the argument; None keeps an axis (two and three dimensions). */
function adaptivePool(axes: 1 | 2 | 3, kind: 'mean' | 'max'): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const value = args[1];
    const made = adaptive(c, input, axes, value, kind);
    return kind === 'max' && flagOf(args[2]) === true ? new Tuple([made, c.like(made, 'int')]) : made;
  };
}

function adaptive(
  c: OpCall,
  input: Tensor,
  axes: 1 | 2 | 3,
  value: Arg,
  kind: 'mean' | 'max',
): Tensor {
  const shape = input.shape;
  const items = c.items(value);
  const rankRight = shape && (shape.length === axes + 1 || shape.length === axes + 2);
  const lead = rankRight ? shape.slice(0, -axes) : null;
  if (axes === 1 && items?.some((v) => v === null)) {
    c.fail(
      'setting-range',
      '{layer}: the output size cannot be None in one dimension.',
      'TypeError',
      {
        python: `${c.name}(): argument 'output_size' (position 2) must be tuple of ints, but found element of type NoneType at pos 0`,
        setting: ['output_size', 0],
        argument: ['output_size', 1],
      },
    );
    return lead ? c.make([...lead, fresh()], { from: input }) : c.unknownTensor(input);
  }
  if (shape && items && axes > 1 && shape.length <= items.length) {
    c.wrongRank(
      input,
      `a ${axes + 2}-D tensor (or ${axes + 1}-D without a batch)`,
      `Input dimension should be at least ${items.length + 1}`,
      'ValueError',
    );
    return c.unknownTensor('adaptive pooling of the wrong rank');
  }
  if (items && items.length !== axes && !(items.length === 1 && axes === 1)) {
    c.fail(
      'setting-length',
      `{layer}: output_size takes one number or ${axes}, not ${items.length}.`,
      'RuntimeError',
      {
        python: `${c.name}: output_size must be ${axes}`,
        setting: ['output_size', 0],
        argument: ['output_size', 1],
      },
    );
    return lead ? c.make([...lead, ...range(axes)], { from: input }) : c.unknownTensor(input);
  }
  const wanted: (Dim | null)[] = items
    ? items.map((v) => (v === null ? null : (intOf(v) ?? fresh())))
    : Array<Dim | null>(axes).fill(value === null ? null : (intOf(value) ?? fresh()));
  if (wanted.some((d) => d !== null && less(d, 0)))
    c.fail('setting-range', '{layer}: an output size cannot be negative.', 'RuntimeError', {
      python: `${c.name}: elements of output_size must be greater than or equal to 0`,
      setting: ['output_size', 0],
      argument: ['output_size', 1],
    });
  if (!shape) {
    if (wanted.some((d) => d === null)) return c.unknownTensor(input, input.dtype);
    return c.make([fresh(), fresh(), ...(wanted as Dim[])], {
      dtype: input.dtype,
      from: input,
      strides: undefined,
      why: input.why,
    });
  }
  // To one number, it is taken as the plain mean over the last axes, of whatever stands before them.
  if (kind === 'mean' && axes > 1 && shape.length >= axes && wanted.every((d) => d === 1))
    return c.make([...shape.slice(0, -axes), ...wanted.map(() => 1)], { from: input });
  if (!rankRight) {
    const rank = shape.length;
    c.wrongRank(
      input,
      `a ${axes + 2}-D tensor (or ${axes + 1}-D without a batch)`,
      axes === 1
        ? `Expected 2 to 3 dimensions, but got ${rank}-dimensional tensor for argument #1 'self' (while checking arguments for ${c.name})`
        : `${c.name}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got ${sizesText(shape)}`,
    );
    return c.unknownTensor('adaptive pooling of the wrong rank', input.dtype);
  }
  const spatial = shape.slice(-axes);
  const empty = spatial.findIndex((d) => equal(d, 0));
  if (empty >= 0)
    c.fail(
      'output-size-zero',
      `{layer}: the input ${sizesText(shape)} has an axis without elements.${trailSentence(input, axes - empty)}`,
      'RuntimeError',
      {
        python: `${c.name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${sizesText(shape)} with dimension ${lead!.length + empty} being empty`,
        tensor: input,
      },
    );
  return c.make([...lead!, ...wanted.map((d, i) => d ?? spatial[i]!)], { from: input });
}

// ---- fractional ----------------------------------------------------------------------------------------------------

/** fractional_max_pool: input, kernel_size, output_size, output_ratio, return_indices. */
function fractionalPool(axes: 2 | 3): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const kernel = setting(c, args[1], 'kernel_size', axes, 1, 0);
    const finish = (made: Tensor): Value =>
      flagOf(args[4]) === true ? new Tuple([made, c.like(made, 'int')]) : made;
    if (kernel === false) return finish(c.unknownTensor('a window of the wrong length'));
    if (
      kernel &&
      !atLeastEach(
        c,
        kernel,
        1,
        'kernel_size',
        1,
        0,
        `${c.name}(): kernel size should be greater than zero`,
      )
    )
      return finish(c.unknownTensor('a window of no size'));
    if ((args[2] ?? null) === null && (args[3] ?? null) === null) {
      c.fail('setting-range', '{layer} needs output_size or output_ratio.', 'ValueError', {
        python: `${c.name} requires specifying either an output_size or an output_ratio`,
      });
      return finish(c.unknownTensor('fractional pooling without a size'));
    }
    const shape = input.shape;
    if (!shape) return finish(c.unknownTensor(input));
    if (shape.length !== axes + 1 && shape.length !== axes + 2) {
      c.wrongRank(
        input,
        `a ${axes + 2}-D tensor (or ${axes + 1}-D without a batch)`,
        `${c.name}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got: ${sizesText(shape)}`,
      );
      return finish(c.unknownTensor('fractional pooling of the wrong rank'));
    }
    const spatial = shape.slice(-axes);
    const lead = shape.slice(0, -axes);
    let out: Dim[];
    if ((args[2] ?? null) !== null) {
      const read = setting(c, args[2], 'output_size', axes, 2, 1);
      if (read === false) return finish(c.make([...lead, ...range(axes)], { from: input }));
      out = read ?? range(axes);
    } else {
      const items = c.items(args[3]);
      const ratios = items
        ? items.map(numberOf)
        : Array<number | undefined>(axes).fill(numberOf(args[3]));
      if (ratios.length !== axes) {
        c.fail(
          'setting-length',
          `{layer}: output_ratio takes one number or ${axes}, not ${ratios.length}.`,
          'ValueError',
          {
            python: `${c.name} requires output_ratio to either be a single float or tuple of floats.`,
          },
        );
        return finish(c.make([...lead, ...range(axes)], { from: input }));
      }
      out = spatial.map((d, i) => {
        const ratio = ratios[i];
        return typeof d === 'number' && ratio !== undefined ? Math.trunc(d * ratio) : fresh();
      });
    }
    if (kernel)
      for (let i = 0; i < axes; i++)
        // Three dimensions want one element more than two do.
        if (
          less(spatial[i]!, sub(add(out[i]!, kernel[i]!), axes === 3 ? 0 : 1)) ||
          less(out[i]!, 0)
        ) {
          const name = ['time', 'height', 'width'].slice(-axes)[i]!;
          c.problem({
            rule: 'kernel-larger-than-input',
            exception: 'RuntimeError',
            python: `${c.name}(): pool ${name} ${text(kernel[i]!)} too large relative to input ${name} ${text(spatial[i]!)}`,
            message: `{layer}: ${text(out[i]!)} windows of ${text(kernel[i]!)} do not fit into a ${name} of ${text(spatial[i]!)}{made}.`,
            setting: ['kernel_size', 0],
            tensor: input,
          });
          break;
        }
    return finish(c.make([...lead, ...out], { from: input }));
  };
}

// ---- un-pooling ----------------------------------------------------------------------------------------------------

/** max_unpool: input, indices, kernel_size, stride, padding, output_size. */
function unpool(axes: 1 | 2 | 3): Rule {
  return (c, args) => {
    const [input, indices] = [c.tensor(args[0]), c.tensor(args[1], 'indices')];
    const kernel = setting(c, args[2], 'kernel_size', axes, 2, 0);
    const absent = (args[3] ?? null) === null || isEmpty(args[3]);
    const stride = absent ? kernel : setting(c, args[3], 'stride', axes, 3, 1);
    const padding = setting(c, args[4] ?? 0, 'padding', axes, 4, 2);
    const shape = input.shape;
    if (indices.dtype === 'float' && c.typeIsCertain(indices))
      c.fail(
        'index-type',
        '{layer} needs the indices of a pooling with return_indices=True; these are floats.',
        'RuntimeError',
        {
          python: 'elements in indices should be type int64 but got: Float',
          argument: ['indices', 1],
          tensor: indices,
        },
      );
    if (!shape || kernel === false || stride === false || padding === false)
      return c.unknownTensor(input);
    if (shape.length !== axes + 1 && shape.length !== axes + 2) {
      c.wrongRank(
        input,
        `a ${axes + 2}-D tensor (or ${axes + 1}-D without a batch)`,
        `Input to ${c.name} should be a ${axes + 1}d or ${axes + 2}d Tensor, but got a tensor with ${shape.length} dimensions.`,
      );
      return c.unknownTensor('un-pooling of the wrong rank');
    }
    if (
      indices.shape &&
      (indices.shape.length !== shape.length ||
        indices.shape.some(
          (d, i) =>
            !c.mustEqual(d, shape[i]!, 'unpool-sizes', 'indices must have the shape of the input'),
        ))
    )
      c.fail(
        'unpool-sizes',
        `{layer}: the indices ${sizesText(indices.shape)} do not have the shape of the input ${sizesText(shape)}.`,
        'RuntimeError',
        {
          python: `Expected shape of indices to be same as that of the input tensor (${sizesText(shape)}) but got indices tensor with shape: ${sizesText(indices.shape)}`,
          argument: ['indices', 1],
          tensor: indices,
        },
      );
    const spatial = shape.slice(-axes);
    const lead = shape.slice(0, -axes);
    if (!kernel || !stride || !padding) return c.make([...lead, ...range(axes)], { from: input });
    const usual = spatial.map((d, i) =>
      sub(add(mul(sub(d, 1), stride[i]!), kernel[i]!), mul(2, padding[i]!)),
    );
    let out = usual;
    const given = (args[5] ?? null) === null ? undefined : sizesOf(args[5]);
    if (given) {
      const own = given.length === axes + 2 ? given.slice(2) : given;
      if (own.length !== axes)
        c.fail(
          'setting-length',
          `{layer}: output_size takes ${axes} or ${axes + 2} sizes, not ${given.length}.`,
          'ValueError',
          {
            python: `output_size should be a sequence containing ${axes} or ${axes + 2} elements, but it has a length of '${given.length}'`,
          },
        );
      else {
        out = own;
        const wrong = own.findIndex(
          (d, i) =>
            (!less(sub(usual[i]!, stride[i]!), d) && typeof d === 'number') ||
            (!less(d, add(usual[i]!, stride[i]!)) && typeof d === 'number'),
        );
        if (wrong >= 0 && typeof usual[wrong] === 'number')
          c.fail(
            'unpool-sizes',
            `{layer}: output size ${text(own[wrong]!)} must be between ${text(add(sub(usual[wrong]!, stride[wrong]!), 1))} and ${text(sub(add(usual[wrong]!, stride[wrong]!), 1))}.`,
            'ValueError',
            {
              python: `invalid output_size "${sizesText(own)}" (dim ${wrong} must be between ${text(sub(usual[wrong]!, stride[wrong]!))} and ${text(add(usual[wrong]!, stride[wrong]!))})`,
              argument: ['output_size', 5],
            },
          );
      }
    } else if ((args[5] ?? null) !== null) out = range(axes);
    return c.make([...lead, ...out], { from: input, strides: null });
  };
}

const unpoolParameters = 'input, indices, kernel_size, stride=None, padding=0, output_size=None';
const withIndices = (axes: 1 | 2 | 3): Rule => {
  const rule = maxPool(axes);
  return (c, args) => rule(c, [...args.slice(0, 6), true]);
};

export const poolingRows: readonly Row[] = [
  row('max_pool1d', 'torch F', maxParameters, maxPool(1)),
  row('max_pool2d', 'torch F', maxParameters, maxPool(2)),
  row('max_pool3d', 'torch F', maxParameters, maxPool(3)),
  row('max_pool1d_with_indices', 'torch F', maxParameters, withIndices(1)),
  row('max_pool2d_with_indices', 'F', maxParameters, withIndices(2)),
  row('max_pool3d_with_indices', 'F', maxParameters, withIndices(3)),
  row(
    'avg_pool1d',
    'torch F',
    'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True',
    avgPool(1),
  ),
  row(
    'avg_pool2d',
    'F',
    'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
    avgPool(2),
  ),
  row(
    'avg_pool3d',
    'F',
    'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
    avgPool(3),
  ),
  row('lp_pool1d', 'F', 'input, norm_type, kernel_size, stride=None, ceil_mode=False', lpPool(1)),
  row('lp_pool2d', 'F', 'input, norm_type, kernel_size, stride=None, ceil_mode=False', lpPool(2)),
  row('lp_pool3d', 'F', 'input, norm_type, kernel_size, stride=None, ceil_mode=False', lpPool(3)),
  row('adaptive_avg_pool1d', 'torch F', 'input, output_size', adaptivePool(1, 'mean')),
  row('adaptive_avg_pool2d', 'F', 'input, output_size', adaptivePool(2, 'mean')),
  row('adaptive_avg_pool3d', 'F', 'input, output_size', adaptivePool(3, 'mean')),
  row('adaptive_max_pool1d', 'torch', 'input, output_size', (c, args) =>
    adaptivePool(1, 'max')(c, [...args, true]),
  ),
  row(
    'adaptive_max_pool1d',
    'F',
    'input, output_size, return_indices=False',
    adaptivePool(1, 'max'),
  ),
  row(
    'adaptive_max_pool2d',
    'F',
    'input, output_size, return_indices=False',
    adaptivePool(2, 'max'),
  ),
  row(
    'adaptive_max_pool3d',
    'F',
    'input, output_size, return_indices=False',
    adaptivePool(3, 'max'),
  ),
  ...([1, 2, 3] as const).map((axes) =>
    row(
      `adaptive_max_pool${axes}d_with_indices`,
      'F',
      'input, output_size, return_indices=False',
      (c, args) => adaptivePool(axes, 'max')(c, [args[0]!, args[1]!, true]),
    ),
  ),
  ...([2, 3] as const).map((axes) =>
    row(
      `fractional_max_pool${axes}d_with_indices`,
      'F',
      'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
      (c, args) => fractionalPool(axes)(c, [...args.slice(0, 4), true]),
    ),
  ),
  row(
    'fractional_max_pool2d',
    'F',
    'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
    fractionalPool(2),
  ),
  row(
    'fractional_max_pool3d',
    'F',
    'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
    fractionalPool(3),
  ),
  row('max_unpool1d', 'F', unpoolParameters, unpool(1)),
  row('max_unpool2d', 'F', unpoolParameters, unpool(2)),
  row('max_unpool3d', 'F', unpoolParameters, unpool(3)),
];
