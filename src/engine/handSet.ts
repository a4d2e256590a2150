/** Kernels set by hand for a first layer: what they are, as data, and how they become a layer's weight. */
import { initialise } from './initialise';
import { sizeOf, type Tensor } from './tensor';

/** A kernel on a 3×3 or 5×5 grid, row by row; it is put in the middle of larger kernels and cut to smaller ones. */
export interface HandSetKernel {
  readonly name: string;
  readonly size: number;
  readonly values: readonly number[];
}

/** Oriented stripes under a bell: exp(−(u² + γ²v²)/2σ²)·cos(2πu/λ), u along the angle (Gabor, 1946; Daugman, 1985). */
function gabor(degrees: number, size: number): number[] {
  const angle = (degrees * Math.PI) / 180;
  const [sigma, lambda, gamma] = [size / 4, size / 2, 0.5];
  const middle = (size - 1) / 2;
  const raw = Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size) - middle, (i % size) - middle];
    const u = x * Math.cos(angle) + y * Math.sin(angle);
    const v = -x * Math.sin(angle) + y * Math.cos(angle);
    return Math.exp(-(u * u + gamma * gamma * v * v) / (2 * sigma * sigma)) * Math.cos((2 * Math.PI * u) / lambda);
  });
  // Without its mean it answers 0 to a plain surface; with unit length all angles answer alike.
  const mean = raw.reduce((a, b) => a + b, 0) / raw.length;
  const length = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return raw.map((value) => (value - mean) / length);
}

const binomial = [1, 4, 6, 4, 1];

/** The kernels to choose from, in the order they are shown. */
export const handSetKernels: readonly HandSetKernel[] = [
  { name: 'identity', size: 3, values: [0, 0, 0, 0, 1, 0, 0, 0, 0] },
  { name: 'blur', size: 3, values: [1, 2, 1, 2, 4, 2, 1, 2, 1].map((v) => v / 16) },
  { name: 'blur-wide', size: 5, values: binomial.flatMap((a) => binomial.map((b) => (a * b) / 256)) },
  { name: 'sharpen', size: 3, values: [0, -1, 0, -1, 5, -1, 0, -1, 0] },
  { name: 'edge', size: 3, values: [-1, -1, -1, -1, 8, -1, -1, -1, -1] },
  { name: 'sobel-x', size: 3, values: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
  { name: 'sobel-y', size: 3, values: [-1, -2, -1, 0, 0, 0, 1, 2, 1] },
  { name: 'emboss', size: 3, values: [-2, -1, 0, -1, 1, 1, 0, 1, 2] },
  ...[0, 45, 90, 135].map((degrees) => ({ name: `gabor-${degrees}`, size: 7, values: gabor(degrees, 7) })),
];

/** One kernel on a grid of other sizes: middles on each other, the rest zeros; a one-dimensional kernel takes the middle row. */
function placed(kernel: HandSetKernel, sizes: readonly number[]): Float32Array {
  const data = new Float32Array(sizeOf(sizes));
  const [height, width] = [sizes.length > 1 ? sizes[sizes.length - 2]! : 1, sizes[sizes.length - 1]!];
  const depth = data.length / (height * width);
  const plane = Math.floor(depth / 2) * height * width;
  const [dy, dx] = [Math.floor((height - kernel.size) / 2), Math.floor((width - kernel.size) / 2)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [ky, kx] = [y - dy, x - dx];
      if (ky >= 0 && ky < kernel.size && kx >= 0 && kx < kernel.size) data[plane + y * width + x] = kernel.values[ky * kernel.size + kx]!;
    }
  return data;
}

/**
 * A convolution's weight [out, in / groups, k…] in which output channel o has the kernel `names[o % names.length]` on every input channel,
 * divided by their number so that a grey picture answers as one channel would. `random` is filled as PyTorch fills a convolution.
 */
export function handSetWeight(names: readonly string[], shape: readonly number[], seed = 0): Tensor {
  const [outputs = 0, inputs = 1, ...sizes] = shape;
  const taps = sizeOf(sizes);
  const bound = 1 / Math.sqrt(inputs * taps);
  const data = initialise(shape, { kind: 'uniform', low: -bound, high: bound }, seed, 'random').data;
  for (let o = 0; o < outputs; o++) {
    const kernel = handSetKernels.find((k) => k.name === names[o % names.length]);
    if (!kernel) continue;
    const values = placed(kernel, sizes).map((v) => v / inputs);
    for (let i = 0; i < inputs; i++) data.set(values, (o * inputs + i) * taps);
  }
  return { shape, data };
}
