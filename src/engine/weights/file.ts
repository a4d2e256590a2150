/** What a weight file holds: named tensors with their sizes, whose numbers are decoded when they are asked for. */
import type { Tensor } from '../tensor';

/** Why a weight file cannot be read: one sentence for the person who chose it. */
export class WeightsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WeightsError';
  }
}

/** One tensor of a file. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** The file's own word for its numeric type. */
  readonly dtype: string;
  /** Decodes the numbers as float32. */
  read(): Tensor;
}

/** A weight file. */
export interface WeightFile {
  readonly format: 'safetensors' | 'npy' | 'npz' | 'pytorch' | 'pytorch-legacy' | 'keras' | 'hdf5';
  readonly entries: ReadonlyMap<string, WeightEntry>;
}

/** Limits on what a file may ask for. */
export interface WeightLimits {
  /** Most bytes that decompressing or decoding one file may take; 4 GB unless given. */
  readonly mostBytes: number;
  /** Most tensors. */
  readonly mostEntries: number;
}

export const defaultLimits: WeightLimits = { mostBytes: 2 ** 32, mostEntries: 100_000 };

/** Throws a WeightsError. */
export function fail(message: string): never {
  throw new WeightsError(message);
}

/** Checks sizes that a file states; answers their product. */
export function elementsOf(shape: readonly unknown[], what: string): number {
  let count = 1;
  if (shape.length > 32) fail(`${what} has ${shape.length} axes`);
  for (const n of shape) {
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0) fail(`${what} has a size that is no whole number`);
    count *= n;
    if (count > 2 ** 40) fail(`${what} is larger than any tensor`);
  }
  return count;
}
