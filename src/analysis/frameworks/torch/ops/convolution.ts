/** Convolution and transposed convolution in one, two and three dimensions: PyTorch's own conditions, the shared window arithmetic. Over 400 lines: two operations and what is said of each of their mistakes. */
import {
  effectiveKernel,
  outputSize,
  samePadding,
  transposedOutputSize,
  type Window,
} from '../../../shape/window';
import { Tensor } from '../../../interpreter/values';
import { makerOf, moduleOfLayer } from '../problems';
import { type Arg, counted, intOf, type OpCall, type Rule, sizesText, text } from './call';
import { keepSizeFix, permuteFix } from './fixes';
import { type Row, row } from './row';
import { atLeastEach, setting } from './settings';
import { add, type Dim, different, equal, fresh, less, maximum, mul, sub } from './sizes';
import { trailSentence } from './trail';

/** Where the settings stand in the constructors of nn.Conv… and nn.ConvTranspose…. */
const convolutionPlaces = { stride: 3, padding: 4, dilation: 5, groups: 6 } as const;
const transposedPlaces = {
  stride: 3,
  padding: 4,
  outputPadding: 5,
  groups: 6,
  bias: 7,
  dilation: 8,
} as const;

/** The output of a convolution of an input of unknown shape: what the weight says. */
function unknownOutput(c: OpCall, input: Tensor, out: Dim, axes: number): Tensor {
  return c.make([fresh(), out, ...Array.from({ length: axes }, () => fresh())], {
    dtype: 'float',
    from: input,
    strides: undefined,
    why: input.why,
  });
}

/** Reports an input of the wrong rank; true where it is right. */
function rankFits(c: OpCall, input: Tensor, axes: number): boolean {
  const rank = input.shape!.length;
  if (rank === axes + 2 || rank === axes + 1) return true;
  const python = `Expected ${axes + 1}D (unbatched) or ${axes + 2}D (batched) input to ${c.name}, but got input of size: ${sizesText(input.shape!)}`;
  c.wrongRank(input, `a ${axes + 2}-D tensor (or ${axes + 1}-D without a batch)`, python);
  return false;
}

/** Channels of the input against the weight. */
function channelsFit(
  c: OpCall,
  input: Tensor,
  weight: Tensor,
  axes: number,
  groups: Dim,
  want: Dim,
): void {
  const shape = input.shape!;
  const batched = shape.length === axes + 2;
  const have = shape[batched ? 1 : 0]!;
  if (
    c.mustEqual(
      have,
      want,
      'conv-in-channels',
      () => `${moduleOfLayer(c.runtime) ?? c.name} takes ${text(want)} channels`,
    )
  )
    return;
  const last = shape[shape.length - 1]!;
  // A picture with its channels last: few of them behind two long axes, and no layer that made them.
  const maker = makerOf(input, axes + 1);
  const outside = !maker?.origin?.source;
  const swapped =
    outside &&
    equal(last, want) &&
    axes >= 2 &&
    typeof last === 'number' &&
    last <= 4 &&
    !(typeof have === 'number' && have <= 4);
  const shown = sizesText(batched ? shape : [1, ...shape]);
  const python = `Given ${c.name.includes('transpose') ? 'transposed=1' : `groups=${text(groups)}`}, weight of size ${sizesText(weight.shape!)}, expected input${shown} to have ${text(want)} channels, but got ${text(have)} channels instead`;
  c.problem({
    rule: swapped ? 'channel-order' : 'conv-in-channels',
    exception: 'RuntimeError',
    python,
    message: swapped
      ? `{layer} takes ${counted(want, 'channel')} on axis ${batched ? 1 : 0} but gets ${text(have)}: ${sizesText(shape)} has its channels last.`
      : `{layer} takes ${counted(want, 'channel')} but gets ${text(have)}{made}.`,
    setting: swapped ? undefined : ['in_channels', 0],
    argument: ['input', 0],
    right: swapped ? null : have,
    tensor: input,
    axis: axes + 1,
    sizesStay: !swapped,
    wanted: swapped ? undefined : want,
    moreFixes: (at) =>
      swapped
        ? permuteFix(at, batched ? [0, axes + 1, ...range(1, axes)] : [axes, ...range(0, axes)])
        : [],
  });
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}

/** `3 × 5`. */
function sides(sizes: readonly Dim[]): string {
  return sizes.map((d) => text(d)).join('×');
}

/** The padded input must hold the kernel on every axis. */
function kernelFits(
  c: OpCall,
  input: Tensor,
  spatial: readonly Dim[],
  windows: readonly Window[],
): boolean {
  let fits = true;
  windows.forEach((w, i) => {
    const padded = add(spatial[i]!, add(w.before, w.after));
    if (
      !c.mustReach(
        padded,
        effectiveKernel(w),
        'kernel-larger-than-input',
        () => `${moduleOfLayer(c.runtime) ?? c.name} needs an input as large as its kernel`,
      ) &&
      fits
    ) {
      fits = false;
      kernelProblem(c, input, spatial, windows, i);
    }
  });
  return fits;
}

function kernelProblem(
  c: OpCall,
  input: Tensor,
  spatial: readonly Dim[],
  windows: readonly Window[],
  axis: number,
): void {
  const padded = windows.map((w, i) => add(spatial[i]!, add(w.before, w.after)));
  const reach = windows.map(effectiveKernel);
  const dilated = windows.some((w) => w.dilation !== 1);
  const paddedText = windows.every((w) => w.before === 0 && w.after === 0)
    ? ''
    : ' with its padding';
  c.problem({
    rule: 'kernel-larger-than-input',
    exception: 'RuntimeError',
    python: `Calculated padded input size per channel: (${padded.map((d) => text(d)).join(' x ')}). Kernel size: (${reach.map((d) => text(d)).join(' x ')}). Kernel size can't be greater than actual input size`,
    message: `{layer}: the ${dilated ? 'dilated ' : ''}kernel ${sides(reach)} is larger than the input ${sides(padded)}${paddedText}.${trailSentence(input, spatial.length - axis)}`,
    setting: ['kernel_size', 2],
    argument: ['input', 0],
    tensor: input,
    moreFixes: keepSizeFix,
  });
}

/** Groups and bias against the weight. */
function weightFits(
  c: OpCall,
  weight: Tensor,
  bias: Tensor | null,
  groups: Dim,
  out: Dim,
  expected: Dim,
): boolean {
  if (less(groups, 1)) {
    c.fail('groups-divide', '{layer}: groups must be at least 1.', 'RuntimeError', {
      python: 'non-positive groups is not supported',
      setting: ['groups', 6],
      argument: ['groups', 6],
    });
    return false;
  }
  const shape = weight.shape!;
  const empty = shape.findIndex((d, i) => i !== 1 && equal(d, 0));
  const noOutput = c.name.includes('transpose') && equal(shape[1]!, 0);
  if (empty === 0 || noOutput || empty >= 2) {
    c.fail(
      'setting-range',
      `{layer}: ${empty >= 2 ? 'the kernel size' : 'the number of channels'} must be at least 1.`,
      'RuntimeError',
      {
        python:
          empty >= 2
            ? `kernel size should be greater than zero, but got kernel_height: ${text(shape[2]!)} kernel_width: ${text(shape[shape.length - 1]!)}`
            : `Given groups=${text(groups)}, expected weight to be at least ${text(groups)} at dimension 0, but got weight of size ${sizesText(shape)} instead`,
        setting: empty >= 2 ? ['kernel_size', 2] : ['out_channels', 1],
        argument: ['weight', 1],
      },
    );
    return false;
  }
  if (!c.mustDivide(out, groups, 'groups-divide', 'groups must divide the output channels')) {
    c.fail(
      'groups-divide',
      `{layer}: ${text(groups)} groups do not divide ${text(out)} channels of the weight.`,
      'RuntimeError',
      {
        python: `Given groups=${text(groups)}, expected weight to be divisible by ${text(groups)} at dimension 0, but got weight of size ${sizesText(weight.shape!)} instead`,
        setting: ['groups', 6],
        argument: ['groups', 6],
      },
    );
    return false;
  }
  if (
    bias?.shape &&
    (bias.shape.length !== 1 ||
      !c.mustEqual(bias.shape[0]!, expected, 'conv-bias', 'the bias must fit'))
  )
    c.fail(
      'conv-bias',
      `{layer}: the bias ${sizesText(bias.shape)} does not fit ${text(expected)} output channels.`,
      'RuntimeError',
      {
        python: `Given weight of size ${sizesText(weight.shape!)}, expected bias to be 1-dimensional with ${text(expected)} elements, but got bias of size ${sizesText(bias.shape)} instead`,
        argument: ['bias', 2],
        tensor: bias,
      },
    );
  return true;
}

/** conv1d, conv2d, conv3d: input, weight, bias, stride, padding, dilation, groups. */
function convolution(axes: 1 | 2 | 3): Rule {
  return (c, args) => {
    const [input, weight] = [c.tensor(args[0]), c.tensor(args[1], 'weight')];
    const bias = args[2] instanceof Tensor ? args[2] : null;
    const out = weight.shape?.[0] ?? fresh();
    const groups = intOf(args[6]) ?? fresh();
    if (weight.shape && weight.shape.length !== axes + 2) {
      c.fail(
        'rank',
        `${c.name} takes a weight of ${axes + 2} axes, not ${sizesText(weight.shape)}.`,
        'RuntimeError',
        {
          python: `weight should have at least three dimensions`,
          tensor: weight,
          argument: ['weight', 1],
        },
      );
      return unknownOutput(c, input, out, axes);
    }
    const stride = setting(c, args[3], 'stride', axes, 3, convolutionPlaces.stride);
    const dilation = setting(c, args[5], 'dilation', axes, 5, convolutionPlaces.dilation);
    const kernel = weight.shape
      ? weight.shape.slice(2)
      : Array.from({ length: axes }, () => fresh());
    if (stride === false || dilation === false) return unknownOutput(c, input, out, axes);
    if (
      stride &&
      !atLeastEach(
        c,
        stride,
        1,
        'stride',
        3,
        convolutionPlaces.stride,
        'non-positive stride is not supported',
      )
    )
      return unknownOutput(c, input, out, axes);
    if (
      dilation &&
      !atLeastEach(
        c,
        dilation,
        1,
        'dilation',
        5,
        convolutionPlaces.dilation,
        'dilation should be greater than zero',
      )
    )
      return unknownOutput(c, input, out, axes);
    const padding = paddings(c, args[4], axes, kernel, stride, dilation);
    if (padding === false) return unknownOutput(c, input, out, axes);
    if (!input.shape) {
      if (weight.shape) weightFits(c, weight, bias, groups, out, out);
      return unknownOutput(c, input, out, axes);
    }
    if (!rankFits(c, input, axes)) return unknownOutput(c, input, out, axes);
    if (weight.shape) {
      if (!weightFits(c, weight, bias, groups, out, out)) return unknownOutput(c, input, out, axes);
      channelsFit(c, input, weight, axes, groups, mul(weight.shape[1]!, groups));
    }
    const spatial = input.shape.slice(-axes);
    const lead = input.shape.length === axes + 2 ? [input.shape[0]!] : [];
    const result = (sizes: readonly Dim[]): Tensor =>
      c.make([...lead, out, ...sizes], {
        dtype: input.dtype === 'complex' ? 'complex' : 'float',
        from: input,
      });
    if (!stride || !dilation || !padding) return result(spatial.map(() => fresh()));
    const windows = spatial.map(
      (_, i): Window => ({
        kernel: kernel[i]!,
        stride: stride[i]!,
        dilation: dilation[i]!,
        before: padding[i]![0],
        after: padding[i]![1],
      }),
    );
    if (!kernelFits(c, input, spatial, windows))
      return result(windows.map((w, i) => positive(outputSize(spatial[i]!, w))));
    return result(windows.map((w, i) => outputSize(spatial[i]!, w)));
  };
}

/** Of a window that does not fit no output is known. */
function positive(size: Dim): Dim {
  return typeof size === 'number' && size > 0 ? size : fresh();
}

/** Padding before and after per axis; false where it is wrong, null where it is not known. */
function paddings(
  c: OpCall,
  value: Arg,
  axes: number,
  kernel: readonly Dim[],
  stride: readonly Dim[] | null,
  dilation: readonly Dim[] | null,
): (readonly [Dim, Dim])[] | null | false {
  if (value === 'valid') return kernel.map(() => [0, 0] as const);
  if (value === 'same') {
    const strided = stride?.find((d) => different(d, 1));
    if (strided !== undefined) {
      c.problem({
        rule: 'padding-same-stride',
        exception: 'RuntimeError',
        python: "padding='same' is not supported for strided convolutions",
        message: `{layer}: padding='same' works only with stride 1, not ${text(strided)}.`,
        setting: ['padding', 4],
        argument: ['padding', 4],
      });
      return false;
    }
    return dilation && kernel.map((k, i) => samePadding(k, dilation[i]!));
  }
  if (typeof value === 'string') {
    c.fail(
      'padding-text',
      `{layer}: padding is a number, 'same' or 'valid', not '${value}'.`,
      'RuntimeError',
      {
        python: `Invalid padding string: '${value}'`,
        setting: ['padding', 4],
        argument: ['padding', 4],
      },
    );
    return false;
  }
  const read = setting(c, value, 'padding', axes, 4, convolutionPlaces.padding);
  if (read === false || read === null) return read;
  if (
    !atLeastEach(
      c,
      read,
      0,
      'padding',
      4,
      convolutionPlaces.padding,
      'negative padding is not supported',
    )
  )
    return false;
  return read.map((p) => [p, p] as const);
}

/** conv_transpose1d/2d/3d: input, weight, bias, stride, padding, output_padding, groups, dilation. */
function transposed(axes: 1 | 2 | 3): Rule {
  return (c, args) => {
    const [input, weight] = [c.tensor(args[0]), c.tensor(args[1], 'weight')];
    const bias = args[2] instanceof Tensor ? args[2] : null;
    const groups = intOf(args[6]) ?? fresh();
    const perGroup = weight.shape?.[1];
    const out = perGroup === undefined ? fresh() : mul(perGroup, groups);
    if (weight.shape && weight.shape.length !== axes + 2) {
      c.fail(
        'rank',
        `${c.name} takes a weight of ${axes + 2} axes, not ${sizesText(weight.shape)}.`,
        'RuntimeError',
        {
          python: 'weight should have at least three dimensions',
          tensor: weight,
          argument: ['weight', 1],
        },
      );
      return unknownOutput(c, input, out, axes);
    }
    const places = transposedPlaces;
    const stride = setting(c, args[3], 'stride', axes, 3, places.stride);
    const padding = setting(c, args[4], 'padding', axes, 4, places.padding);
    const extra = setting(c, args[5], 'output_padding', axes, 5, places.outputPadding);
    const dilation = setting(c, args[7], 'dilation', axes, 7, places.dilation);
    if (stride === false || padding === false || extra === false || dilation === false)
      return unknownOutput(c, input, out, axes);
    if (
      (stride &&
        !atLeastEach(
          c,
          stride,
          1,
          'stride',
          3,
          places.stride,
          'non-positive stride is not supported',
        )) ||
      (dilation &&
        !atLeastEach(
          c,
          dilation,
          1,
          'dilation',
          7,
          places.dilation,
          'dilation should be greater than zero',
        )) ||
      (padding &&
        !atLeastEach(
          c,
          padding,
          0,
          'padding',
          4,
          places.padding,
          'negative padding is not supported',
        )) ||
      (extra &&
        !atLeastEach(
          c,
          extra,
          0,
          'output_padding',
          5,
          places.outputPadding,
          'negative output_padding is not supported',
        ))
    )
      return unknownOutput(c, input, out, axes);
    if (!input.shape) return unknownOutput(c, input, out, axes);
    if (!rankFits(c, input, axes)) return unknownOutput(c, input, out, axes);
    if (weight.shape) {
      const inputs = weight.shape[0]!;
      if (!weightFits(c, weight, bias, groups, inputs, out))
        return unknownOutput(c, input, out, axes);
      channelsFit(c, input, weight, axes, groups, inputs);
    }
    const lead = input.shape.length === axes + 2 ? [input.shape[0]!] : [];
    const spatial = input.shape.slice(-axes);
    const result = (sizes: readonly Dim[]): Tensor =>
      c.make([...lead, out, ...sizes], { dtype: 'float', from: input });
    if (!stride || !padding || !extra || !dilation) return result(spatial.map(() => fresh()));
    outputPaddingFits(c, stride, dilation, extra);
    const kernel = weight.shape ? weight.shape.slice(2) : spatial.map(() => fresh());
    const windows = spatial.map(
      (_, i): Window => ({
        kernel: kernel[i]!,
        stride: stride[i]!,
        dilation: dilation[i]!,
        before: padding[i]!,
        after: padding[i]!,
      }),
    );
    const sizes = windows.map((w, i) => transposedOutputSize(spatial[i]!, w, extra[i]!));
    const wrong = sizes.findIndex(
      (d) => !c.mustReach(d, 1, 'output-size-zero', `${c.name} needs an output of at least 1`),
    );
    if (wrong >= 0) {
      const passes =
        sizes.every((d) => !less(d, 0)) && oneDnnRuns(lead[0] ?? 1, groups, kernel, stride, extra);
      c.problem({
        rule: 'output-size-zero',
        severity: passes ? 'warning' : 'error',
        exception: 'RuntimeError',
        python: `Given input size per channel: (${spatial.map((d) => text(d)).join(' x ')}). Calculated output size per channel: (${sizes.map((d) => text(d)).join(' x ')}). Output size is too small`,
        message: `{layer}: an input of ${sides(spatial)} gives ${sides(sizes)}: nothing is left{made}.`,
        setting: ['padding', 4],
        argument: ['input', 0],
        tensor: input,
      });
      return result(passes ? sizes : sizes.map(positive));
    }
    return result(sizes);
  };
}

/** An output of no elements passes where PyTorch hands the work to oneDNN, and fails where it does not (its use_mkldnn). */
function oneDnnRuns(
  batch: Dim,
  groups: Dim,
  kernel: readonly Dim[],
  stride: readonly Dim[],
  extra: readonly Dim[],
): boolean {
  if (extra.some((e, i) => !less(e, stride[i]!))) return false;
  return (
    !equal(groups, 1) ||
    !equal(batch, 1) ||
    (kernel.length >= 2 && kernel.slice(-2).every((k) => !less(k, 4)))
  );
}

/** output_padding must be smaller than either stride or dilation. */
function outputPaddingFits(
  c: OpCall,
  stride: readonly Dim[],
  dilation: readonly Dim[],
  extra: readonly Dim[],
): void {
  const axis = extra.findIndex(
    (e, i) =>
      e !== 0 &&
      !less(e, maximum(stride[i]!, dilation[i]!)) &&
      typeof sub(e, maximum(stride[i]!, dilation[i]!)) === 'number',
  );
  if (axis < 0) return;
  const most = maximum(stride[axis]!, dilation[axis]!);
  c.problem({
    rule: 'output-padding',
    exception: 'RuntimeError',
    python: `output padding must be smaller than either stride or dilation, but got output_padding_height: ${text(extra[0]!)} output_padding_width: ${text(extra[extra.length - 1]!)} stride_height: ${text(stride[0]!)} stride_width: ${text(stride[stride.length - 1]!)}`,
    message: `{layer}: output_padding ${text(extra[axis]!)} must be smaller than the stride ${text(stride[axis]!)} or the dilation ${text(dilation[axis]!)}.`,
    setting: ['output_padding', transposedPlaces.outputPadding],
    argument: ['output_padding', 5],
    right: typeof most === 'number' ? most - 1 : null,
  });
}

const convolutionParameters = 'input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1';
const transposedParameters =
  'input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1';

/** conv_tbc: time, batch, channels. */
const convTbc: Rule = (c, args) => {
  const [input, weight, pad] = [
    c.tensor(args[0]),
    c.tensor(args[1], 'weight'),
    intOf(args[3]) ?? 0,
  ];
  if (!input.shape || !weight.shape || input.shape.length !== 3 || weight.shape.length !== 3)
    return c.unknownTensor('conv_tbc');
  const length = add(sub(add(input.shape[0]!, mul(2, pad)), weight.shape[0]!), 1);
  return c.make([length, input.shape[1]!, weight.shape[2]!], { from: input });
};

export const convolutionRows: readonly Row[] = [
  row('conv1d', 'torch F', convolutionParameters, convolution(1)),
  row('conv2d', 'torch F', convolutionParameters, convolution(2)),
  row('conv3d', 'torch F', convolutionParameters, convolution(3)),
  row('conv_transpose1d', 'torch F', transposedParameters, transposed(1)),
  row('conv_transpose2d', 'torch F', transposedParameters, transposed(2)),
  row('conv_transpose3d', 'torch F', transposedParameters, transposed(3)),
  row('conv_tbc', 'torch F', 'input, weight, bias, pad=0', convTbc),
];
