/** numpy's .npy arrays and .npz archives of them. */
import { gatherStrided } from '../reference/permute';
import { elementsOf, fail, type WeightEntry, type WeightFile, type WeightLimits } from './file';
import { decode, numberType, type NumberTypeName } from './numbers';
import { readZip } from './zip';

export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length > 10 && bytes[0] === 0x93 && String.fromCharCode(...bytes.subarray(1, 6)) === 'NUMPY';
}

const types: Readonly<Record<string, NumberTypeName>> = {
  f8: 'f64',
  f4: 'f32',
  f2: 'f16',
  i8: 'i64',
  u8: 'u64',
  i4: 'i32',
  u4: 'u32',
  i2: 'i16',
  u2: 'u16',
  i1: 'i8',
  u1: 'u8',
  b1: 'bool',
};

/** One array under a name. */
export function readNpyEntry(bytes: Uint8Array, name: string): WeightEntry {
  if (!isNpy(bytes)) fail(`${name} is no .npy array`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! >= 2;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (wide ? 12 : 10) + length;
  if (start > bytes.length) fail(`${name} is cut: its header is incomplete`);
  const header = new TextDecoder('latin1').decode(bytes.subarray(wide ? 12 : 10, start));
  // The header is a Python literal with three keys in any order.
  const descr = /'descr'\s*:\s*'([<>|=])(\w+)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const shapeText = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header);
  if (!descr || !order || !shapeText) fail(`${name} has a header that cannot be read`);
  const type = types[descr[2]!] ?? fail(`${name} holds ${descr[2]}, which is no plain number`);
  const shape = shapeText[1]!.split(',').map((s) => s.trim()).filter(Boolean).map(Number);
  const count = elementsOf(shape, name);
  if (start + count * numberType(type).bytes > bytes.length) fail(`${name} is cut: ${count} numbers are stated, ${Math.floor((bytes.length - start) / numberType(type).bytes)} are there`);
  return {
    name,
    shape,
    dtype: descr[2]!,
    read: () => {
      const data = decode(bytes.subarray(start), type, count, descr[1] !== '>');
      if (order[1] === 'False' || shape.length < 2) return { shape, data };
      // Column major: the first axis is the closest.
      const strides = shape.map((_, i) => shape.slice(0, i).reduce((a, b) => a * b, 1));
      return { shape, data: gatherStrided(data, shape, strides) };
    },
  };
}

/** A single array, named `array`. */
export function readNpy(bytes: Uint8Array): WeightFile {
  return { format: 'npy', entries: new Map([['array', readNpyEntry(bytes, 'array')]]) };
}

/** An archive of arrays. */
export async function readNpz(bytes: Uint8Array, limits: WeightLimits): Promise<WeightFile> {
  const entries = new Map<string, WeightEntry>();
  for (const file of readZip(bytes, limits).values()) {
    if (!file.name.endsWith('.npy')) continue;
    const name = file.name.slice(0, -4);
    entries.set(name, readNpyEntry(await file.read(), name));
  }
  return { format: 'npz', entries };
}
