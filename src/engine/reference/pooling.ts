/** Max, average, power-average and adaptive pooling over the last one to three axes. */
import { numericOutputSize, reachOfKernel } from '../../analysis/shape/windowNumbers';
import { asThree } from './convolution';
import { refuse, sizeOf, type Tensor } from '../tensor';

/** One number for each pooled axis, first axis first. */
export interface PoolingSettings {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly dilation: readonly number[];
  readonly ceil: boolean;
}

interface Geometry {
  readonly shape: number[];
  readonly planes: number;
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
}

function geometry(input: Tensor, s: PoolingSettings): Geometry {
  const axes = s.kernel.length;
  const rank = input.shape.length;
  if (rank < axes) refuse(`pooling over ${axes} axes needs as many, not ${rank}`);
  const spatial = input.shape.slice(rank - axes);
  const pooled = spatial.map((size, i) => {
    const window = {
      kernel: s.kernel[i]!,
      stride: s.stride[i]!,
      dilation: s.dilation[i]!,
      before: s.before[i]!,
      after: s.after[i]!,
      ceil: s.ceil,
    };
    const out = numericOutputSize(size, window);
    if (out < 1) refuse(`the window ${reachOfKernel(window.kernel, window.dilation)} is larger than the input ${size}`);
    return out;
  });
  const lead = input.shape.slice(0, rank - axes);
  return {
    shape: [...lead, ...pooled],
    planes: sizeOf(lead),
    input: asThree(spatial, 1),
    output: asThree(pooled, 1),
  };
}

/** Sizes of a pooling's result. */
export function pooledShape(input: Tensor, s: PoolingSettings): number[] {
  return geometry(input, s).shape;
}

/** The largest of each window, and where it stands in its plane (the first of equals; a NaN wins). Padding never wins. */
export function maxPool(input: Tensor, s: PoolingSettings, withIndices = false): readonly [Tensor, Tensor | null] {
  const g = geometry(input, s);
  const [id, ih, iw] = g.input;
  const [od, oh, ow] = g.output;
  const [kd, kh, kw] = asThree(s.kernel, 1);
  const [sd, sh, sw] = asThree(s.stride, 1);
  const [dd, dh, dw] = asThree(s.dilation, 1);
  const [pd, ph, pw] = asThree(s.before, 0);
  if (!withIndices && kd === 1 && id === 1) return [maxPoolPlanes(input.data, g, s), null];
  const x = input.data;
  const data = new Float32Array(sizeOf(g.shape));
  const indices = withIndices ? new Float32Array(data.length) : null;
  let to = 0;
  for (let plane = 0; plane < g.planes; plane++) {
    const base = plane * id * ih * iw;
    for (let z = 0; z < od; z++)
      for (let y = 0; y < oh; y++)
        for (let q = 0; q < ow; q++, to++) {
          let best = -Infinity;
          let at = -1;
          for (let a = 0; a < kd; a++) {
            const pz = z * sd + a * dd - pd;
            if (pz < 0 || pz >= id) continue;
            for (let b = 0; b < kh; b++) {
              const py = y * sh + b * dh - ph;
              if (py < 0 || py >= ih) continue;
              const row = (pz * ih + py) * iw;
              for (let c = 0; c < kw; c++) {
                const px = q * sw + c * dw - pw;
                if (px < 0 || px >= iw) continue;
                const value = x[base + row + px]!;
                if (value > best || value !== value || at < 0) {
                  best = value;
                  at = row + px;
                }
              }
            }
          }
          data[to] = best;
          if (indices) indices[to] = at;
        }
  }
  return [{ shape: g.shape, data }, indices && { shape: g.shape, data: indices }];
}

/** Maximum of each window of planes: down the columns first, then along the row of what came out. */
function maxPoolPlanes(x: Float32Array, g: Geometry, s: PoolingSettings): Tensor {
  const [, ih, iw] = g.input;
  const [, oh, ow] = g.output;
  const [, kh, kw] = asThree(s.kernel, 1);
  const [, sh, sw] = asThree(s.stride, 1);
  const [, dh, dw] = asThree(s.dilation, 1);
  const [, ph, pw] = asThree(s.before, 0);
  const data = new Float32Array(g.planes * oh * ow);
  // Columns with what padding and the last windows reach beyond them, which never wins.
  const column = new Float32Array(Math.max(pw + iw, (ow - 1) * sw + (kw - 1) * dw + 1)).fill(-Infinity);
  let to = 0;
  for (let plane = 0; plane < g.planes; plane++)
    for (let y = 0; y < oh; y++) {
      const top = y * sh - ph;
      const first = top >= 0 ? 0 : Math.ceil(-top / dh);
      const end = Math.min(kh, Math.ceil((ih - top) / dh));
      for (let a = first; a < end; a++) {
        const row = (plane * ih + top + a * dh) * iw;
        if (a === first) column.set(x.subarray(row, row + iw), pw);
        else for (let c = 0; c < iw; c++) column[pw + c] = Math.max(column[pw + c]!, x[row + c]!);
      }
      if (first >= end) column.fill(-Infinity, pw, pw + iw);
      for (let q = 0; q < ow; q++) {
        let best = column[q * sw]!;
        for (let b = 1; b < kw; b++) best = Math.max(best, column[q * sw + b * dw]!);
        data[to++] = best;
      }
    }
  return { shape: g.shape, data };
}

/** How a window's sum becomes its answer. */
export interface AverageOptions {
  /** Padding counts as zeros (PyTorch's default); otherwise only what lies inside the input is divided by. */
  readonly countIncludePad: boolean;
  /** Divides by this instead. */
  readonly divisor: number | null;
}

/** The mean of each window. The part of a ceil-mode window beyond the padding never counts. */
export function averagePool(input: Tensor, s: PoolingSettings, options: AverageOptions): Tensor {
  const g = geometry(input, s);
  const [id, ih, iw] = g.input;
  const [od, oh, ow] = g.output;
  const [kd, kh, kw] = asThree(s.kernel, 1);
  const [sd, sh, sw] = asThree(s.stride, 1);
  const [pd, ph, pw] = asThree(s.before, 0);
  const [ad, ah, aw] = asThree(s.after, 0);
  const data = new Float32Array(sizeOf(g.shape));
  let to = 0;
  for (let plane = 0; plane < g.planes; plane++) {
    const base = plane * id * ih * iw;
    for (let z = 0; z < od; z++)
      for (let y = 0; y < oh; y++)
        for (let q = 0; q < ow; q++, to++) {
          const [z0, y0, x0] = [z * sd - pd, y * sh - ph, q * sw - pw];
          const [z1, y1, x1] = [Math.min(z0 + kd, id + ad), Math.min(y0 + kh, ih + ah), Math.min(x0 + kw, iw + aw)];
          const [zs, ys, xs] = [Math.max(z0, 0), Math.max(y0, 0), Math.max(x0, 0)];
          const [ze, ye, xe] = [Math.min(z1, id), Math.min(y1, ih), Math.min(x1, iw)];
          let sum = 0;
          for (let a = zs; a < ze; a++)
            for (let b = ys; b < ye; b++)
              for (let c = xs; c < xe; c++) sum += input.data[base + (a * ih + b) * iw + c]!;
          const all = (z1 - z0) * (y1 - y0) * (x1 - x0);
          const inside = (ze - zs) * (ye - ys) * (xe - xs);
          data[to] = sum / (options.divisor ?? (options.countIncludePad ? all : inside));
        }
  }
  return { shape: g.shape, data };
}

/** (Σ xᵖ)^(1/p) of each window, as torch.nn.functional.lp_pool has it: the sum's sign is kept and negative sums give 0. */
export function powerPool(input: Tensor, s: PoolingSettings, power: number): Tensor {
  const powered = { shape: input.shape, data: input.data.map((value) => value ** power) };
  const mean = averagePool(powered, s, { countIncludePad: true, divisor: null });
  const count = sizeOf(s.kernel);
  const root = 1 / power;
  return {
    shape: mean.shape,
    data: mean.data.map((value) => (Math.sign(value) * Math.max(0, Math.abs(value)) * count) ** root),
  };
}

/** Windows from ⌊i·n/m⌋ to ⌈(i+1)·n/m⌉: m outputs of n inputs along each of the last axes. A null size keeps its axis. */
export function adaptivePool(
  input: Tensor,
  sizes: readonly (number | null)[],
  kind: 'average' | 'max',
  withIndices = false,
): readonly [Tensor, Tensor | null] {
  const axes = sizes.length;
  const lead = input.shape.slice(0, input.shape.length - axes);
  const spatial = input.shape.slice(input.shape.length - axes);
  const pooled = sizes.map((size, i) => size ?? spatial[i]!);
  const [id, ih, iw] = asThree(spatial, 1);
  const [od, oh, ow] = asThree(pooled, 1);
  const shape = [...lead, ...pooled];
  const data = new Float32Array(sizeOf(shape));
  const indices = withIndices ? new Float32Array(data.length) : null;
  const start = (i: number, n: number, m: number): number => Math.floor((i * n) / m);
  const end = (i: number, n: number, m: number): number => Math.ceil(((i + 1) * n) / m);
  const planes = sizeOf(lead);
  let to = 0;
  for (let plane = 0; plane < planes; plane++) {
    const base = plane * id * ih * iw;
    for (let z = 0; z < od; z++)
      for (let y = 0; y < oh; y++)
        for (let q = 0; q < ow; q++, to++) {
          let sum = 0;
          let best = -Infinity;
          let at = -1;
          let count = 0;
          for (let a = start(z, id, od); a < end(z, id, od); a++)
            for (let b = start(y, ih, oh); b < end(y, ih, oh); b++)
              for (let c = start(q, iw, ow); c < end(q, iw, ow); c++, count++) {
                const where = (a * ih + b) * iw + c;
                const value = input.data[base + where]!;
                sum += value;
                if (value > best || value !== value || at < 0) {
                  best = value;
                  at = where;
                }
              }
          data[to] = kind === 'max' ? best : sum / count;
          if (indices) indices[to] = at;
        }
  }
  return [{ shape, data }, indices && { shape, data: indices }];
}

/** Writes each number where its index says, zeros elsewhere: the inverse of max pooling. */
export function maxUnpool(input: Tensor, indices: Tensor, spatial: readonly number[]): Tensor {
  const lead = input.shape.slice(0, input.shape.length - spatial.length);
  const shape = [...lead, ...spatial];
  const plane = sizeOf(spatial);
  const own = sizeOf(input.shape.slice(lead.length));
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < input.data.length; i++) {
    const at = indices.data[i]!;
    if (at < 0 || at >= plane) refuse(`index ${at} lies outside of ${plane} positions`);
    data[Math.floor(i / own) * plane + at] = input.data[i]!;
  }
  return { shape, data };
}
