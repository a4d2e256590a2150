/** Kernels to choose for a first layer: identity, blur, sharpen, edges, Sobel, Gabor, random; at any odd or even size. */
import { random } from '../pictures/noise';

export const kernelNames = [
  'identity', 'blur', 'sharpen', 'edge', 'sobel-x', 'sobel-y', 'gabor-0', 'gabor-45', 'gabor-90', 'gabor-135', 'random',
] as const;
export type KernelName = (typeof kernelNames)[number];

const three: Partial<Record<KernelName, readonly number[]>> = {
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  edge: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  'sobel-x': [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  'sobel-y': [-1, -2, -1, 0, 0, 0, 1, 2, 1],
};

/** A kernel of `rows` × `columns`, row major, two decimals. Stencils of 3×3 stand in the middle of a larger kernel. */
export function kernelOf(name: KernelName, rows: number, columns: number, seed: number): Float32Array {
  const data = new Float32Array(rows * columns);
  const middleRow = (rows - 1) / 2;
  const middleColumn = (columns - 1) / 2;
  const put = (value: (r: number, c: number) => number): void => {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) data[r * columns + c] = Math.round(100 * value(r, c)) / 100;
    }
  };
  const stencil = three[name];
  if (stencil) {
    const top = Math.floor(middleRow) - 1;
    const left = Math.floor(middleColumn) - 1;
    put((r, c) => {
      const sr = r - top;
      const sc = c - left;
      return sr >= 0 && sr < 3 && sc >= 0 && sc < 3 ? (stencil[sr * 3 + sc] ?? 0) : 0;
    });
    return data;
  }
  if (name === 'blur') {
    // A Gaussian of a third of the kernel's width, its sum 1.
    const sigma = Math.max(rows, columns) / 3;
    const raw = (r: number, c: number): number => Math.exp(-((r - middleRow) ** 2 + (c - middleColumn) ** 2) / (2 * sigma ** 2));
    let sum = 0;
    for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) sum += raw(r, c);
    put((r, c) => raw(r, c) / sum);
  } else if (name === 'random') {
    const next = random(seed);
    const bound = 1 / Math.sqrt(rows * columns);
    put(() => (next() * 2 - 1) * bound);
  } else {
    const angle = (Number(name.split('-')[1]) * Math.PI) / 180;
    const size = Math.max(rows, columns);
    const sigma = size / 3.2;
    const wave = (2 * Math.PI) / Math.max(3, size * 0.75);
    put((r, c) => {
      const along = (c - middleColumn) * Math.cos(angle) + (r - middleRow) * Math.sin(angle);
      const across = -(c - middleColumn) * Math.sin(angle) + (r - middleRow) * Math.cos(angle);
      return Math.exp(-(along ** 2 + 0.5 * across ** 2) / (2 * sigma ** 2)) * Math.cos(wave * along);
    });
  }
  return data;
}
