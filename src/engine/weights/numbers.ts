/** Decoding of the numeric types that weight files use into float32. */
import { fail } from './file';

/** A numeric type: its bytes, and how an element is read. */
export interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

/** IEEE half precision: 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));
/** The upper half of a float32. */
function brain(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Eight-bit floats (Micikevicius et al., 2022): e4m3 without infinities, e5m2 as a short half. */
function e4m3(bits: number): number {
  const sign = bits & 128 ? -1 : 1;
  const exponent = (bits >> 3) & 15;
  const fraction = bits & 7;
  if (exponent === 15 && fraction === 7) return NaN;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

const types = {
  f64: { bytes: 8, read: (v, o, le) => v.getFloat64(o, le) },
  f32: { bytes: 4, read: (v, o, le) => v.getFloat32(o, le) },
  f16: { bytes: 2, read: (v, o, le) => half(v.getUint16(o, le)) },
  bf16: { bytes: 2, read: (v, o, le) => brain(v.getUint16(o, le)) },
  f8e4m3: { bytes: 1, read: (v, o) => e4m3(v.getUint8(o)) },
  f8e5m2: { bytes: 1, read: (v, o) => half(v.getUint8(o) << 8) },
  i64: { bytes: 8, read: (v, o, le) => Number(v.getBigInt64(o, le)) },
  u64: { bytes: 8, read: (v, o, le) => Number(v.getBigUint64(o, le)) },
  i32: { bytes: 4, read: (v, o, le) => v.getInt32(o, le) },
  u32: { bytes: 4, read: (v, o, le) => v.getUint32(o, le) },
  i16: { bytes: 2, read: (v, o, le) => v.getInt16(o, le) },
  u16: { bytes: 2, read: (v, o, le) => v.getUint16(o, le) },
  i8: { bytes: 1, read: (v, o) => v.getInt8(o) },
  u8: { bytes: 1, read: (v, o) => v.getUint8(o) },
  bool: { bytes: 1, read: (v, o) => Number(v.getUint8(o) !== 0) },
} as const satisfies Record<string, NumberType>;

/** Names of the numeric types. */
export type NumberTypeName = keyof typeof types;

export function numberType(name: NumberTypeName): NumberType {
  return types[name];
}

const nativeLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Decodes `count` numbers from bytes. */
export function decode(bytes: Uint8Array, name: NumberTypeName, count: number, littleEndian = true): Float32Array {
  const type = types[name];
  if (bytes.byteLength < count * type.bytes) fail(`${count} numbers need ${count * type.bytes} bytes, but there are ${bytes.byteLength}`);
  const result = new Float32Array(count);
  if (name === 'f32' && littleEndian === nativeLittle) {
    new Uint8Array(result.buffer).set(bytes.subarray(0, count * 4));
    return result;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) result[i] = type.read(view, i * type.bytes, littleEndian);
  return result;
}
