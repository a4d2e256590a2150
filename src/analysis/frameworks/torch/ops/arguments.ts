/** Plain readers of bound arguments: ints, sizes, settings per axis, numbers, flags, types. */
import {
  type DType,
  Float,
  Instance,
  isInt,
  List,
  Range,
  Tensor,
  Tuple,
  type Value,
} from '../../../interpreter/values';
import { type Dim, fresh, text } from './sizes';
import { dtypeOf } from './types';

/** An argument as bound; undefined only where a rule reads past the end. */
export type Arg = Value | undefined;

/** An integer argument: ints, bools, tensors and objects that hold one known int; undefined where it is none or not known. */
export function intOf(value: Arg): Dim | undefined {
  if (value === undefined || value === null) return undefined;
  if (isInt(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Tensor && value.known?.length === 1 && value.dtype !== 'float')
    return value.known[0]!;
  if (value instanceof Tensor && value.attributes?.get('int') !== undefined)
    return intOf(value.attributes.get('int'));
  if (value instanceof Instance && isInt(value.payload)) return value.payload;
  return undefined;
}

/** A size: an integer, or where it is not known a size of its own that is not known. */
export function sizeOf(value: Arg): Dim {
  return intOf(value) ?? fresh();
}

/** A list of sizes from an int, a list or a tuple, unknown ones included; undefined where their number is unknown. */
export function sizesOf(value: Arg): Dim[] | undefined {
  if (value instanceof List && value.unknown) return undefined;
  if (value instanceof List || value instanceof Tuple) return value.items.map(sizeOf);
  const single = intOf(value);
  if (single !== undefined) return [single];
  if (value instanceof Tensor && value.known && value.shape?.length === 1)
    return value.known.slice();
  if (
    value instanceof Range &&
    [value.start, value.stop, value.step].every((n) => typeof n === 'number')
  ) {
    const sizes: Dim[] = [];
    const [start, stop, step] = [value.start as number, value.stop as number, value.step as number];
    for (let n = start; step > 0 ? n < stop : n > stop; n += step) sizes.push(n);
    return sizes;
  }
  return undefined;
}

/** One setting for each of `count` axes from an int or a list of that many (or one); null where it is unknown, 'length' where the list has another length. */
export function perAxis(value: Arg, count: number): Dim[] | null | 'length' {
  const sizes = sizesOf(value);
  if (!sizes) return null;
  if (sizes.length === count) return sizes;
  if (sizes.length === 1) return Array<Dim>(count).fill(sizes[0]!);
  return 'length';
}

/** A number argument as a JavaScript number; undefined where it is not a known one. */
export function numberOf(value: Arg): number | undefined {
  if (value instanceof Float) return value.value;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Tensor && value.known?.length === 1) return value.known[0];
  if (value instanceof Instance && value.payload instanceof Float) return value.payload.value;
  if (value instanceof Instance && typeof value.payload === 'number') return value.payload;
  return undefined;
}

/** A flag: undefined where it is not known. */
export function flagOf(value: Arg, absent = false): boolean | undefined {
  if (value === undefined || value === null) return absent;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  return undefined;
}

/** A Python number as a tensor without axes. */
export function scalar(value: Arg): Tensor | null {
  if (typeof value === 'number') return new Tensor([], 'int', [value]);
  if (typeof value === 'boolean') return new Tensor([], 'bool', [value ? 1 : 0]);
  if (value instanceof Float) return new Tensor([], 'float', [value.value]);
  if (isInt(value)) return new Tensor([], 'int');
  if (value && typeof value === 'object' && 'numerator' in value) return new Tensor([], 'float');
  return null;
}

/** The dtype an argument states; the default where it states none. */
export function dtypeArgument(value: Arg, absent: DType): DType {
  return dtypeOf(value) ?? absent;
}

/** `1 channel`, `3 channels`. */
export function counted(n: Dim, noun: string): string {
  return `${text(n)} ${n === 1 ? noun : `${noun}s`}`;
}
