/** Zip archives: the central directory, and the bytes of an entry, stored or deflated, never more than it states. */
import { fail, type WeightLimits } from './file';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked, as the archive states. */
  readonly size: number;
  /** Unpacks it. */
  read(): Promise<Uint8Array>;
}

/** True where the bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > 30 && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

const endRecord = 0x06054b50;
const directoryRecord = 0x02014b50;
const localRecord = 0x04034b50;
const wideEndRecord = 0x06064b50;
const absent = 0xffffffff;

/** Files of an archive by name. */
export function readZip(bytes: Uint8Array, limits: WeightLimits): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start } = directoryOf(bytes, view);
  if (count > limits.mostEntries) fail(`the archive has ${count} files`);
  const entries = new Map<string, ZipEntry>();
  let total = 0;
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== directoryRecord) fail('the archive is cut: its list of files is incomplete');
    const method = view.getUint16(at + 10, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const flags = view.getUint16(at + 8, true);
    const sizes = wideSizes(view, at, at + 46 + nameLength, extraLength);
    if (flags & 1) fail('the archive is encrypted');
    total += sizes.unpacked;
    if (total > limits.mostBytes) fail(`the archive unpacks to more than ${Math.round(limits.mostBytes / 1048576)} MB`);
    entries.set(name, { name, size: sizes.unpacked, read: () => unpack(bytes, view, name, method, sizes) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function directoryOf(bytes: Uint8Array, view: DataView): { readonly count: number; readonly start: number } {
  const lowest = Math.max(0, bytes.length - 65557);
  for (let at = bytes.length - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) !== endRecord) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (count !== 0xffff && start !== absent) return { count, start };
    // The 64-bit record, found through its locator just before.
    const wide = at >= 20 ? Number(view.getBigUint64(at - 12, true)) : -1;
    if (wide < 0 || wide + 56 > bytes.length || view.getUint32(wide, true) !== wideEndRecord) fail('the archive is damaged: its 64-bit directory is missing');
    return { count: Number(view.getBigUint64(wide + 32, true)), start: Number(view.getBigUint64(wide + 48, true)) };
  }
  return fail('the archive is cut: its list of files is missing');
}

interface Sizes {
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

function wideSizes(view: DataView, at: number, extra: number, extraLength: number): Sizes {
  let packed = view.getUint32(at + 20, true);
  let unpacked = view.getUint32(at + 24, true);
  let offset = view.getUint32(at + 42, true);
  for (let p = extra; p + 4 <= extra + extraLength && p + 4 <= view.byteLength; ) {
    const length = view.getUint16(p + 2, true);
    if (view.getUint16(p, true) === 1 && p + 4 + length <= view.byteLength) {
      let q = p + 4;
      const next = (): number => {
        if (q + 8 > p + 4 + length) fail('the archive is damaged: a 64-bit size is missing');
        const value = Number(view.getBigUint64(q, true));
        q += 8;
        return value;
      };
      if (unpacked === absent) unpacked = next();
      if (packed === absent) packed = next();
      if (offset === absent) offset = next();
    }
    p += 4 + length;
  }
  return { packed, unpacked, offset };
}

async function unpack(bytes: Uint8Array, view: DataView, name: string, method: number, { packed, unpacked, offset }: Sizes): Promise<Uint8Array> {
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localRecord) fail(`the archive is damaged at ${name}`);
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + packed > bytes.length) fail(`the archive is cut in ${name}`);
  const data = bytes.subarray(from, from + packed);
  if (method === 0) {
    if (packed !== unpacked) fail(`the archive is damaged at ${name}`);
    return data;
  }
  if (method !== 8) fail(`${name} is packed by a method that is not known`);
  return inflate(data, unpacked, name, 'deflate-raw');
}

/** Inflates bytes to exactly the size that was stated. */
export async function inflate(data: Uint8Array, size: number, name: string, format: 'deflate' | 'deflate-raw'): Promise<Uint8Array> {
  // Deflate packs at most 1032 to 1: a statement beyond that is a trap.
  if (size > data.length * 1032 + 64) fail(`${name} states a size that it cannot have`);
  const result = new Uint8Array(size);
  let at = 0;
  try {
    const stream = new Blob([data as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream(format as CompressionFormat));
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > size) {
        await reader.cancel();
        fail(`${name} unpacks to more than it states`);
      }
      result.set(value, at);
      at += value.length;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'WeightsError') throw error;
    fail(`${name} is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (at !== size) fail(`${name} unpacks to ${at} bytes instead of ${size}`);
  return result;
}
