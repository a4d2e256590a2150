/** .safetensors: eight bytes of length, a JSON header with sizes and byte ranges, then the numbers. */
import { elementsOf, fail, type WeightEntry, type WeightFile, type WeightLimits } from './file';
import { decode, numberType, type NumberTypeName } from './numbers';

const types: Readonly<Record<string, NumberTypeName>> = {
  F64: 'f64',
  F32: 'f32',
  F16: 'f16',
  BF16: 'bf16',
  F8_E4M3: 'f8e4m3',
  F8_E5M2: 'f8e5m2',
  I64: 'i64',
  U64: 'u64',
  I32: 'i32',
  U32: 'u32',
  I16: 'i16',
  U16: 'u16',
  I8: 'i8',
  U8: 'u8',
  BOOL: 'bool',
};

/** The format's own limit on its header. */
const longestHeader = 100_000_000;

/** True where the bytes can be a .safetensors file: a sane length, then an object. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const length = headerLength(bytes);
  return length >= 2 && length <= longestHeader && bytes[8] === 0x7b;
}

function headerLength(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
}

/** Reads a .safetensors file. */
export function readSafetensors(bytes: Uint8Array, limits: WeightLimits): WeightFile {
  const length = headerLength(bytes);
  if (length > longestHeader) fail('the header is longer than the format allows');
  if (8 + length > bytes.length) fail(`the file is cut: its header has ${length} bytes, but ${Math.max(0, bytes.length - 8)} are there`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    fail('the header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) fail('the header is no object');
  const data = bytes.subarray(8 + length);
  const entries = new Map<string, WeightEntry>();
  for (const [name, value] of Object.entries(header as Record<string, unknown>)) {
    if (name === '__metadata__') continue;
    if (entries.size >= limits.mostEntries) fail(`more than ${limits.mostEntries} tensors`);
    const { dtype, shape, data_offsets: offsets } = (value ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
    const type = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined;
    if (!type) fail(`${name} has the type ${String(dtype)}, which is not known`);
    if (!Array.isArray(shape)) fail(`${name} has no sizes`);
    const count = elementsOf(shape, name);
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((o) => Number.isSafeInteger(o) && (o as number) >= 0)) fail(`${name} has no place`);
    const [from, to] = offsets as [number, number];
    if (to - from !== count * numberType(type).bytes) fail(`${name} takes ${to - from} bytes where its sizes need ${count * numberType(type).bytes}`);
    if (to > data.length) fail(`the file is cut: ${name} ends at byte ${to} of ${data.length}`);
    entries.set(name, {
      name,
      shape: shape as number[],
      dtype: dtype as string,
      read: () => ({ shape: shape as number[], data: decode(data.subarray(from, to), type, count) }),
    });
  }
  return { format: 'safetensors', entries };
}
