/** Pooling and resampling as graph nodes. */
import { adaptivePool, averagePool, maxPool, maxUnpool, type PoolingSettings, powerPool } from '../reference/pooling';
import { pad, type PaddingMode } from '../reference/padding';
import { channelShuffle, gridSample, pixelShuffle, pixelUnshuffle, resize, type ResizeMode } from '../reference/resize';
import { refuse, sizeOf, type Tensor } from '../tensor';
import { type Call, isList, type Operator, type OperatorTable } from './call';

function settingsOf(call: Call, axes: number, padded = true): PoolingSettings {
  const kernel = call.numbers('kernel_size', axes);
  const given = call.argument('stride');
  // An empty list means the kernel's size, as None does.
  const stride = given === null || (isList(given) && given.length === 0) ? kernel : call.numbers('stride', axes);
  const padding = padded ? call.numbers('padding', axes, 0) : Array<number>(axes).fill(0);
  return { kernel, stride, before: padding, after: padding, dilation: call.numbers('dilation', axes, 1), ceil: call.flag('ceil_mode') };
}

const max =
  (axes: number, indices = false): Operator =>
  (call) => {
    const wants = indices || call.flag('return_indices') || call.node.outputs.length > 1;
    const settings = settingsOf(call, axes);
    if (!wants) return call.kernels.maxPool(call.tensor('input'), settings);
    const [values, places] = maxPool(call.tensor('input'), settings, true);
    return [values, places!];
  };

const average =
  (axes: number): Operator =>
  (call) =>
    averagePool(call.tensor('input'), settingsOf(call, axes), {
      countIncludePad: call.flag('count_include_pad', true),
      divisor: call.numberOrNull('divisor_override'),
    });

const power =
  (axes: number): Operator =>
  (call) =>
    powerPool(call.tensor('input'), settingsOf(call, axes, false), call.number('norm_type'));

const adaptive =
  (axes: number, kind: 'average' | 'max'): Operator =>
  (call) => {
    const given = call.argument('output_size');
    const sizes = isList(given)
      ? given.map((n) => (n === null ? null : typeof n === 'number' ? n : refuse('an output size that is no number')))
      : Array<number>(axes).fill(call.number('output_size'));
    const full = sizes.length === 1 && axes > 1 ? Array<number | null>(axes).fill(sizes[0]!) : sizes;
    const wants = kind === 'max' && (call.flag('return_indices') || call.node.outputs.length > 1);
    const [values, places] = adaptivePool(call.tensor('input'), full, kind, wants);
    return places ? [values, places] : values;
  };

const unpool =
  (axes: number): Operator =>
  (call) => {
    const input = call.tensor('input');
    const s = settingsOf(call, axes);
    const given = call.numbersOrNull('output_size');
    const own = input.shape.slice(-axes);
    const sizes = given ? given.slice(-axes) : own.map((n, i) => (n - 1) * s.stride[i]! - 2 * s.before[i]! + s.kernel[i]!);
    return maxUnpool(input, call.tensor('indices'), sizes);
  };

const interpolate: Operator = (call) => {
  const input = call.tensor('input');
  const axes = input.shape.length - 2;
  const legacy = call.node.op === 'upsample_bilinear';
  const mode = (legacy ? 'bilinear' : call.text('mode', 'nearest')) as ResizeMode;
  const align = legacy || call.flag('align_corners');
  const given = call.numbersOrNull('size', axes);
  const factors = given ? null : call.numbers('scale_factor', axes);
  const sizes = given ?? input.shape.slice(2).map((n, i) => Math.floor(n * factors![i]!));
  const scales = factors && !call.flag('recompute_scale_factor') ? factors : null;
  return resize(input, sizes, mode, align, scales, call.flag('antialias'));
};

const padding: Operator = (call) => {
  const input = call.tensor('input');
  const flat = call.numbers('pad');
  const sides = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!] as const).reverse();
  return pad(input, sides, call.text('mode', 'constant') as PaddingMode, call.number('value', 0));
};

/** F.unfold: every window's numbers as a column: [n, c·taps, windows]. */
const unfold: Operator = (call) => {
  const whole = call.tensor('input');
  const input: Tensor = whole.shape.length === 3 ? { shape: [1, ...whole.shape], data: whole.data } : whole;
  const [kernel, dilation] = [call.numbers('kernel_size', 2), call.numbers('dilation', 2, 1)];
  const [edge, stride] = [call.numbers('padding', 2, 0), call.numbers('stride', 2, 1)];
  const padded = pad(input, [[edge[0]!, edge[0]!], [edge[1]!, edge[1]!]], 'zeros');
  const [n, c, h, w] = padded.shape as [number, number, number, number];
  const outputs = [h, w].map((size, i) => Math.floor((size - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1);
  const [oh, ow] = outputs as [number, number];
  const taps = kernel[0]! * kernel[1]!;
  const data = new Float32Array(n * c * taps * oh * ow);
  let to = 0;
  for (let plane = 0; plane < n * c; plane++)
    for (let a = 0; a < kernel[0]!; a++)
      for (let b = 0; b < kernel[1]!; b++)
        for (let y = 0; y < oh; y++)
          for (let x = 0; x < ow; x++)
            data[to++] = padded.data[(plane * h + y * stride[0]! + a * dilation[0]!) * w + x * stride[1]! + b * dilation[1]!]!;
  const shape = [c * taps, oh * ow];
  return { shape: whole.shape.length === 3 ? shape : [n, ...shape], data };
};

/** F.fold: the sum of the columns back in their places. */
const fold: Operator = (call) => {
  const whole = call.tensor('input');
  const input: Tensor = whole.shape.length === 2 ? { shape: [1, ...whole.shape], data: whole.data } : whole;
  const size = call.numbers('output_size', 2);
  const [kernel, dilation] = [call.numbers('kernel_size', 2), call.numbers('dilation', 2, 1)];
  const [edge, stride] = [call.numbers('padding', 2, 0), call.numbers('stride', 2, 1)];
  const [oh, ow] = size.map((s, i) => Math.floor((s + 2 * edge[i]! - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1) as [number, number];
  const taps = sizeOf(kernel);
  const [n, columns] = input.shape as [number, number];
  const c = columns / taps;
  const [h, w] = size as [number, number];
  const data = new Float32Array(n * c * h * w);
  let from = 0;
  for (let plane = 0; plane < n * c; plane++)
    for (let a = 0; a < kernel[0]!; a++)
      for (let b = 0; b < kernel[1]!; b++)
        for (let y = 0; y < oh; y++)
          for (let x = 0; x < ow; x++, from++) {
            const py = y * stride[0]! + a * dilation[0]! - edge[0]!;
            const px = x * stride[1]! + b * dilation[1]! - edge[1]!;
            if (py >= 0 && py < h && px >= 0 && px < w) data[(plane * h + py) * w + px]! += input.data[from]!;
          }
  const shape = [c, h, w];
  return { shape: whole.shape.length === 2 ? shape : [n, ...shape], data };
};

export const poolingOperators: OperatorTable = {
  ...Object.fromEntries(
    [1, 2, 3].flatMap((axes) => [
      [`max_pool${axes}d`, max(axes)],
      [`max_pool${axes}d_with_indices`, max(axes, true)],
      [`avg_pool${axes}d`, average(axes)],
      [`lp_pool${axes}d`, power(axes)],
      [`adaptive_avg_pool${axes}d`, adaptive(axes, 'average')],
      [`adaptive_max_pool${axes}d`, adaptive(axes, 'max')],
      [`max_unpool${axes}d`, unpool(axes)],
    ]),
  ),
  interpolate,
  upsample: interpolate,
  upsample_nearest: interpolate,
  upsample_bilinear: interpolate,
  pad: padding,
  constant_pad_nd: padding,
  unfold,
  fold,
  pixel_shuffle: (call) => pixelShuffle(call.tensor('input'), call.number('upscale_factor')),
  pixel_unshuffle: (call) => pixelUnshuffle(call.tensor('input'), call.number('downscale_factor')),
  channel_shuffle: (call) => channelShuffle(call.tensor('input'), call.number('groups')),
  grid_sample: (call) => {
    const modes = ['bilinear', 'nearest', 'bicubic'];
    const paddings = ['zeros', 'border', 'reflection'];
    const [mode, edge] = [call.argument('mode') ?? call.argument('interpolation_mode'), call.argument('padding_mode')];
    const named = (value: typeof mode, names: readonly string[]): string =>
      typeof value === 'string' ? value : typeof value === 'number' ? (names[value] ?? '') : names[0]!;
    return gridSample(call.tensor('input'), call.tensor('grid'), named(mode, modes), named(edge, paddings), call.flag('align_corners'));
  },
};
