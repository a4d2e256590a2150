/** Resampling of the spatial axes: nearest, linear in one to three dimensions, bicubic, area; pixel shuffles; grid sampling. */
import { around, refuse, sizeOf, type Tensor } from '../tensor';
import { adaptivePool } from './pooling';
import { permute } from './permute';

export type ResizeMode = 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'trilinear' | 'bicubic' | 'area';

/** Which input positions an output position mixes, and how much of each. */
interface Mix {
  readonly positions: readonly number[];
  readonly weights: readonly number[];
}

/** Keys' cubic convolution kernel with a = −0.75, as PyTorch. */
function cubic(distance: number): number {
  const a = -0.75;
  const x = Math.abs(distance);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

const clampIndex = (i: number, size: number): number => Math.min(Math.max(i, 0), size - 1);

/** Where output position `i` lies in the input, as PyTorch's area_pixel_compute_source_index. */
function sourceOf(i: number, size: number, target: number, align: boolean, scale: number | null, cubicMode: boolean): number {
  if (align) return target > 1 ? (i * (size - 1)) / (target - 1) : 0;
  const ratio = scale !== null && scale > 0 ? 1 / scale : size / target;
  const at = (i + 0.5) * ratio - 0.5;
  return at < 0 && !cubicMode ? 0 : at;
}

function mixOf(i: number, size: number, target: number, mode: ResizeMode, align: boolean, scale: number | null): Mix {
  if (mode === 'nearest' || mode === 'nearest-exact') {
    const ratio = Math.fround(scale !== null && scale > 0 ? 1 / scale : size / target);
    const at = mode === 'nearest' ? Math.floor(Math.fround(i * ratio)) : Math.floor(Math.fround((i + 0.5) * ratio));
    return { positions: [Math.min(at, size - 1)], weights: [1] };
  }
  const at = sourceOf(i, size, target, align, scale, mode === 'bicubic');
  const first = Math.floor(at);
  const rest = at - first;
  if (mode === 'bicubic') {
    const around4 = [-1, 0, 1, 2];
    return { positions: around4.map((d) => clampIndex(first + d, size)), weights: around4.map((d) => cubic(d - rest)) };
  }
  const low = clampIndex(first, size);
  return { positions: [low, Math.min(low + 1, size - 1)], weights: [1 - rest, rest] };
}

/** Weights with a wider, triangular or cubic window when shrinking: antialias=True, as Pillow. */
function antialiasedMix(i: number, size: number, target: number, mode: ResizeMode, align: boolean, scale: number | null): Mix {
  const ratio = align ? (target > 1 ? (size - 1) / (target - 1) : 0) : scale !== null && scale > 0 ? 1 / scale : size / target;
  const half = mode === 'bicubic' ? 2 : 1;
  const support = ratio >= 1 ? half * ratio : half;
  const inverse = ratio >= 1 ? 1 / ratio : 1;
  const center = ratio * (i + 0.5);
  const first = Math.max(Math.trunc(center - support + 0.5), 0);
  const count = Math.min(Math.trunc(center + support + 0.5), size) - first;
  const filter = (x: number): number => {
    const d = Math.abs(x);
    if (mode !== 'bicubic') return d < 1 ? 1 - d : 0;
    const a = -0.5;
    if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
  };
  const raw = Array.from({ length: count }, (_, j) => filter((j + first - center + 0.5) * inverse));
  const total = raw.reduce((a, b) => a + b, 0);
  return { positions: raw.map((_, j) => first + j), weights: raw.map((w) => w / total) };
}

function resizeAxis(input: Tensor, axis: number, target: number, mix: (i: number) => Mix): Tensor {
  const [outer, size, inner] = around(input.shape, axis);
  const shape = input.shape.map((n, i) => (i === axis ? target : n));
  const data = new Float32Array(outer * target * inner);
  const mixes = Array.from({ length: target }, (_, i) => mix(i));
  for (let o = 0; o < outer; o++)
    for (let t = 0; t < target; t++) {
      const { positions, weights } = mixes[t]!;
      const to = (o * target + t) * inner;
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let k = 0; k < positions.length; k++) sum += input.data[(o * size + positions[k]!) * inner + i]! * weights[k]!;
        data[to + i] = sum;
      }
    }
  return { shape, data };
}

/**
 * Resizes the axes after N and C.
 * @param scales the factors the caller gave, where it gave factors and they count (recompute_scale_factor is off)
 */
export function resize(
  input: Tensor,
  sizes: readonly number[],
  mode: ResizeMode,
  alignCorners = false,
  scales: readonly (number | null)[] | null = null,
  antialias = false,
): Tensor {
  if (mode === 'area') return adaptivePool(input, sizes, 'average')[0];
  const lead = input.shape.length - sizes.length;
  let result = input;
  sizes.forEach((target, i) => {
    const size = input.shape[lead + i]!;
    const scale = scales?.[i] ?? null;
    // PyTorch's linear modes copy an axis that keeps its size, whatever the factor was.
    if (size === target && (mode.endsWith('linear') || alignCorners || scale === null || scale === 1)) return;
    const of = antialias ? antialiasedMix : mixOf;
    result = resizeAxis(result, lead + i, target, (t) => of(t, size, target, mode, alignCorners, scale));
  });
  return result;
}

/** C·r² channels made C channels of r times the height and width. */
export function pixelShuffle(input: Tensor, r: number): Tensor {
  const lead = input.shape.slice(0, -3);
  const [c, h, w] = input.shape.slice(-3) as [number, number, number];
  const n = sizeOf(lead);
  const split = permute({ shape: [n, c / (r * r), r, r, h, w], data: input.data }, [0, 1, 4, 2, 5, 3]);
  return { shape: [...lead, c / (r * r), h * r, w * r], data: split.data };
}

/** The inverse of pixelShuffle. */
export function pixelUnshuffle(input: Tensor, r: number): Tensor {
  const lead = input.shape.slice(0, -3);
  const [c, h, w] = input.shape.slice(-3) as [number, number, number];
  const n = sizeOf(lead);
  const split = permute({ shape: [n, c, h / r, r, w / r, r], data: input.data }, [0, 1, 3, 5, 2, 4]);
  return { shape: [...lead, c * r * r, h / r, w / r], data: split.data };
}

/** Channels dealt round the groups. */
export function channelShuffle(input: Tensor, groups: number): Tensor {
  const [n, c, inner] = around(input.shape, 1);
  const moved = permute({ shape: [n, groups, c / groups, inner], data: input.data }, [0, 2, 1, 3]);
  return { shape: input.shape, data: moved.data };
}

/** Samples [n, c, h, w] at the positions of a grid [n, y, x, 2] between −1 and 1 (torch.nn.functional.grid_sample, 4-D). */
export function gridSample(input: Tensor, grid: Tensor, mode: string, padding: string, align: boolean): Tensor {
  if (input.shape.length !== 4) refuse('grid_sample runs for 4-D inputs');
  if (mode !== 'bilinear' && mode !== 'nearest') refuse(`grid_sample runs with bilinear or nearest, not ${mode}`);
  const [n, c, h, w] = input.shape as [number, number, number, number];
  const [, oh, ow] = grid.shape as [number, number, number];
  const data = new Float32Array(n * c * oh * ow);
  const pixel = (x: number, size: number): number => {
    let at = align ? ((x + 1) / 2) * (size - 1) : ((x + 1) * size - 1) / 2;
    if (padding === 'border') at = Math.min(Math.max(at, 0), size - 1);
    if (padding === 'reflection') at = Math.min(Math.max(reflected(at, size, align), 0), size - 1);
    return at;
  };
  for (let b = 0; b < n; b++)
    for (let p = 0; p < oh * ow; p++) {
      const at = (b * oh * ow + p) * 2;
      const x = pixel(grid.data[at]!, w);
      const y = pixel(grid.data[at + 1]!, h);
      const nearest = mode === 'nearest';
      const [x0, y0] = nearest ? [Math.round(x), Math.round(y)] : [Math.floor(x), Math.floor(y)];
      for (let ch = 0; ch < c; ch++) {
        const plane = (b * c + ch) * h * w;
        const read = (py: number, px: number): number =>
          py >= 0 && py < h && px >= 0 && px < w ? input.data[plane + py * w + px]! : 0;
        const [fx, fy] = [x - x0, y - y0];
        data[(b * c + ch) * oh * ow + p] = nearest
          ? read(y0, x0)
          : (read(y0, x0) * (1 - fx) + read(y0, x0 + 1) * fx) * (1 - fy) + (read(y0 + 1, x0) * (1 - fx) + read(y0 + 1, x0 + 1) * fx) * fy;
      }
    }
  return { shape: [n, c, oh, ow], data };
}

function reflected(at: number, size: number, align: boolean): number {
  const [low, span] = align ? [0, size - 1] : [-0.5, size];
  if (span === 0) return 0;
  const distance = Math.abs(at - low);
  const phase = distance % span;
  return Math.floor(distance / span) % 2 === 0 ? phase + low : span - phase + low;
}
