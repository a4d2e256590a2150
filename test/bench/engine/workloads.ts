/** What the engine is measured on: fifteen workloads, the last one a stack of thirteen layers. */

/** One convolution; sizes as in PyTorch. */
export interface Workload {
  readonly name: string;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Height and width; height 1 is one-dimensional. */
  readonly input: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly padding: readonly [number, number];
  readonly dilation: number;
  readonly groups: number;
  readonly transposed: boolean;
}

function layer(name: string, inChannels: number, outChannels: number, size: number, kernel: number, more: Partial<Workload> = {}): Workload {
  const pad = Math.floor(kernel / 2);
  return {
    name,
    inChannels,
    outChannels,
    input: [size, size],
    kernel: [kernel, kernel],
    stride: 1,
    padding: [pad, pad],
    dilation: 1,
    groups: 1,
    transposed: false,
    ...more,
  };
}

const vgg = [
  [3, 64, 224],
  [64, 64, 224],
  [64, 128, 112],
  [128, 128, 112],
  [128, 256, 56],
  [256, 256, 56],
  [256, 256, 56],
  [256, 512, 28],
  [512, 512, 28],
  [512, 512, 28],
  [512, 512, 14],
  [512, 512, 14],
  [512, 512, 14],
] as const;

/** Each a list of layers that run one after another. */
export const workloads: readonly (readonly Workload[])[] = [
  [layer('seed-1x32-64f-3x3v', 1, 64, 32, 3, { padding: [0, 0] })],
  [layer('stem-3-64-7x7s2@224', 3, 64, 224, 7, { stride: 2 })],
  [layer('64-64-3x3@56', 64, 64, 56, 3)],
  [layer('128-128-3x3@28', 128, 128, 28, 3)],
  [layer('256-256-3x3@14', 256, 256, 14, 3)],
  [layer('512-512-3x3@7', 512, 512, 7, 3)],
  [layer('64-256-1x1@56', 64, 256, 56, 1)],
  [layer('256-64-1x1@56', 256, 64, 56, 1)],
  [layer('dw144-3x3s1@56', 144, 144, 56, 3, { groups: 144 })],
  [layer('dw240-5x5s2@28', 240, 240, 28, 5, { groups: 240, stride: 2 })],
  [layer('dil2-256-3x3@28', 256, 256, 28, 3, { dilation: 2, padding: [2, 2] })],
  [layer('g32-128-3x3@56', 128, 128, 56, 3, { groups: 32 })],
  [layer('convT-256-128-4x4s2@16', 256, 128, 16, 4, { stride: 2, padding: [1, 1], transposed: true })],
  [layer('conv1d-1-64-k80s4@16000', 1, 64, 0, 0, { input: [1, 16000], kernel: [1, 80], padding: [0, 0], stride: 4 })],
  vgg.map(([i, o, size], n) => layer(n === 0 ? 'VGG-16 13 convs@224' : `vgg${n}`, i, o, size, 3)),
];

/** Output height and width. */
export function outputOf(w: Workload): readonly [number, number] {
  const along = (axis: 0 | 1): number => {
    const [n, k, p] = [w.input[axis], w.kernel[axis], w.padding[axis]];
    const stride = w.input[0] === 1 && axis === 0 ? 1 : w.stride;
    if (w.transposed) return (n - 1) * stride - 2 * p + k;
    return Math.floor((n + 2 * p - w.dilation * (k - 1) - 1) / stride) + 1;
  };
  return [along(0), along(1)];
}

/** Stride for each axis. */
export function strideOf(w: Workload): readonly [number, number] {
  return [w.input[0] === 1 ? 1 : w.stride, w.stride];
}

/** Floating-point operations of the direct algorithm. */
export function operations(w: Workload): number {
  const [h, width] = w.transposed ? w.input : outputOf(w);
  return (2 * h * width * w.kernel[0] * w.kernel[1] * w.inChannels * w.outChannels) / w.groups;
}

/** Numbers of a layer, the same on every run. */
export interface Numbers {
  readonly input: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

function uniform(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  });
}

export function numbersOf(w: Workload): Numbers {
  const weights = (w.inChannels * w.outChannels * w.kernel[0] * w.kernel[1]) / w.groups;
  return {
    input: uniform(w.inChannels * w.input[0] * w.input[1], 1),
    weight: uniform(weights, 2).map((v) => v * Math.sqrt((3 * w.outChannels) / weights)),
    bias: uniform(w.outChannels, 3),
  };
}

/** Some results of a layer, by place, summed in float64. */
export function sampled(w: Workload, n: Numbers, count = 600): Map<number, number> {
  const [oh, ow] = outputOf(w);
  const [sh, sw] = strideOf(w);
  const total = w.outChannels * oh * ow;
  const own = w.inChannels / w.groups;
  const area = w.kernel[0] * w.kernel[1];
  const samples = new Map<number, number>();
  for (let k = 0; k < count; k++) {
    const at = Math.floor(((k + 0.5) * total) / count + (k * 7919) % 13) % total;
    const [o, y, x] = [Math.floor(at / (oh * ow)), Math.floor(at / ow) % oh, at % ow];
    const first = Math.floor(o / (w.outChannels / w.groups)) * own;
    let sum = n.bias[o]!;
    for (let i = 0; i < w.kernel[0]; i++)
      for (let j = 0; j < w.kernel[1]; j++) {
        // A transposed convolution reads where a window that starts there would write.
        const row = w.transposed ? (y + w.padding[0] - i) / sh : y * sh - w.padding[0] + i * w.dilation;
        const column = w.transposed ? (x + w.padding[1] - j) / sw : x * sw - w.padding[1] + j * w.dilation;
        if (!Number.isInteger(row) || !Number.isInteger(column)) continue;
        if (row < 0 || row >= w.input[0] || column < 0 || column >= w.input[1]) continue;
        const tap = i * w.kernel[1] + j;
        for (let c = 0; c < own; c++) {
          const weight = w.transposed ? ((first + c) * w.outChannels + o) * area + tap : (o * own + c) * area + tap;
          sum += n.input[((first + c) * w.input[0] + row) * w.input[1] + column]! * n.weight[weight]!;
        }
      }
    samples.set(at, sum);
  }
  return samples;
}
