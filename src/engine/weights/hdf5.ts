/**
 * A reader of the part of HDF5 that h5py writes for Keras: groups old and new, datasets of plain numbers that lie in one piece or in chunks, packed or
 * not, and attributes that are texts or numbers. What it does not know it refuses by name.
 *
 * HDF5 File Format Specification, version 3.0. Over 400 lines: one file format.
 */
import { elementsOf, fail, type WeightLimits } from './file';
import type { NumberTypeName } from './numbers';
import { numberType } from './numbers';
import { inflate } from './zip';

/** A dataset: sizes, type, and its bytes. */
export interface Dataset {
  readonly path: string;
  readonly shape: readonly number[];
  readonly type: NumberTypeName;
  readonly littleEndian: boolean;
  /** All elements, row major. */
  read(): Promise<Uint8Array>;
}

/** An attribute of a group or dataset. */
export type Attribute = string | number | readonly string[] | readonly number[];

/** What a file holds. */
export interface Hdf5File {
  readonly datasets: readonly Dataset[];
  /** Attributes by the path of what they belong to, '' the root. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, Attribute>>;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

export function isHdf5(bytes: Uint8Array): boolean {
  return bytes.length > 48 && signature.every((b, i) => bytes[i] === b);
}

const undefinedAddress = -1;
/** Deeper than that is a cycle or an attack. */
const deepest = 32;

interface Message {
  readonly type: number;
  readonly start: number;
  readonly size: number;
}

interface DataType {
  readonly kind: 'number' | 'text' | 'variable-text' | 'other';
  readonly number: NumberTypeName | null;
  readonly littleEndian: boolean;
  readonly size: number;
}

class Reader {
  private readonly view: DataView;
  readonly datasets: Dataset[] = [];
  readonly attributes = new Map<string, Map<string, Attribute>>();
  private visited = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly limits: WeightLimits,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  // ---- numbers at places, checked against the file's end ----

  private check(at: number, size: number): void {
    if (!(at >= 0 && at + size <= this.bytes.length)) fail('the file is cut or damaged: it points beyond its end');
  }

  private u8(at: number): number {
    this.check(at, 1);
    return this.bytes[at]!;
  }

  private u16(at: number): number {
    this.check(at, 2);
    return this.view.getUint16(at, true);
  }

  private u32(at: number): number {
    this.check(at, 4);
    return this.view.getUint32(at, true);
  }

  /** An address or length of 8 bytes; all ones: undefined. */
  private u64(at: number): number {
    this.check(at, 8);
    const value = this.view.getBigUint64(at, true);
    return value === 0xffffffffffffffffn ? undefinedAddress : Number(value);
  }

  private sized(at: number, size: number): number {
    return size === 1 ? this.u8(at) : size === 2 ? this.u16(at) : size === 4 ? this.u32(at) : this.u64(at);
  }

  private text(at: number, most: number): string {
    this.check(at, 0);
    const limit = Math.min(at + most, this.bytes.length);
    let end = at;
    while (end < limit && this.bytes[end] !== 0) end++;
    return new TextDecoder().decode(this.bytes.subarray(at, end));
  }

  private tag(at: number, text: string): boolean {
    this.check(at, text.length);
    return [...text].every((c, i) => this.bytes[at + i] === c.charCodeAt(0));
  }

  /** Every object and tree node counts: cycles end here. */
  private visit(): void {
    if (++this.visited > this.limits.mostEntries * 4) fail('the file is damaged: its structure does not end');
  }

  // ---- structure ----

  run(): void {
    const version = this.u8(8);
    if (version <= 1) {
      if (this.u8(13) !== 8 || this.u8(14) !== 8) fail('the file has addresses that are not of 8 bytes');
      // The root's symbol table entry stands after four addresses.
      const entry = (version === 0 ? 24 : 28) + 32;
      this.object(this.u64(entry + 8), '', 0);
    } else if (version <= 3) {
      if (this.u8(9) !== 8 || this.u8(10) !== 8) fail('the file has addresses that are not of 8 bytes');
      this.object(this.u64(36), '', 0);
    } else fail(`HDF5 superblock version ${version} is not known`);
  }

  /** A group or dataset at an address. */
  private object(address: number, path: string, depth: number): void {
    if (depth > deepest) fail('the file nests too deep');
    this.visit();
    const messages = this.messages(address);
    for (const m of messages) if (m.type === 0x0c) this.attribute(m, path);
    const of = (type: number): Message | undefined => messages.find((m) => m.type === type);
    const layout = of(8);
    if (layout) {
      this.dataset(path, of(1), of(3), layout, of(0x0b));
      return;
    }
    const join = (name: string): string => (path === '' ? name : `${path}/${name}`);
    const table = of(0x11);
    if (table) {
      const heap = this.u64(table.start + 8);
      if (!this.tag(heap, 'HEAP')) fail('the file is damaged: a heap of names is missing');
      this.symbolTree(this.u64(table.start), this.u64(heap + 24), join, depth);
    }
    for (const m of messages) if (m.type === 6) this.link(m, join, depth);
    const info = of(2);
    if (info) {
      const flags = this.u8(info.start + 1);
      const at = info.start + 2 + (flags & 1 ? 8 : 0);
      if (this.u64(at) !== undefinedAddress) fail('the file keeps its groups in a dense form that is not read');
    }
  }

  /** All header messages of an object, continuations followed. */
  private messages(address: number): Message[] {
    const found: Message[] = [];
    const blocks: (readonly [number, number])[] = [];
    if (this.tag(address, 'OHDR')) {
      const flags = this.u8(address + 5);
      let at = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
      const width = 1 << (flags & 3);
      const size = this.sized(at, width);
      at += width;
      blocks.push([at, size]);
      for (let b = 0; b < blocks.length && b < 64; b++) {
        const [start, length] = blocks[b]!;
        for (let p = start; p + 4 <= start + length; ) {
          const [type, bytes] = [this.u8(p), this.u16(p + 1)];
          p += flags & 4 ? 6 : 4;
          this.check(p, bytes);
          if (type === 0x10) {
            const [next, nextLength] = [this.u64(p), this.u64(p + 8)];
            if (!this.tag(next, 'OCHK')) fail('the file is damaged: a header breaks off');
            blocks.push([next + 4, nextLength - 8]);
          } else found.push({ type, start: p, size: bytes });
          p += bytes;
        }
      }
      return found;
    }
    if (this.u8(address) !== 1) fail('the file is damaged: an object has no header');
    blocks.push([address + 16, this.u32(address + 8)]);
    for (let b = 0; b < blocks.length && b < 64; b++) {
      const [start, length] = blocks[b]!;
      for (let p = start; p + 8 <= start + length; ) {
        const [type, bytes] = [this.u16(p), this.u16(p + 2)];
        p += 8;
        this.check(p, bytes);
        if (type === 0x10) blocks.push([this.u64(p), this.u64(p + 8)]);
        else if (type !== 0) found.push({ type, start: p, size: bytes });
        p += bytes;
      }
    }
    return found;
  }

  /** The tree of an old group: leaves are nodes of symbols, names are in its heap. */
  private symbolTree(address: number, names: number, join: (name: string) => string, depth: number): void {
    this.visit();
    if (!this.tag(address, 'TREE')) fail('the file is damaged: a tree of names is missing');
    const level = this.u8(address + 5);
    const count = this.u16(address + 6);
    for (let i = 0; i < count; i++) {
      const child = this.u64(address + 24 + 8 + i * 16);
      if (level > 0) {
        if (level > 16) fail('the file is damaged: a tree is too high');
        this.symbolTree(child, names, join, depth + 1 > deepest ? deepest : depth);
        continue;
      }
      if (!this.tag(child, 'SNOD')) fail('the file is damaged: a list of names is missing');
      const symbols = this.u16(child + 6);
      for (let s = 0; s < symbols; s++) {
        const entry = child + 8 + s * 40;
        // Soft links point to names that are read where they are.
        if (this.u32(entry + 16) === 2) continue;
        this.object(this.u64(entry + 8), join(this.text(names + this.u64(entry), 4096)), depth + 1);
      }
    }
  }

  /** A link message of a new group. */
  private link(m: Message, join: (name: string) => string, depth: number): void {
    const flags = this.u8(m.start + 1);
    let at = m.start + 2;
    const kind = flags & 8 ? this.u8(at++) : 0;
    if (flags & 4) at += 8;
    if (flags & 16) at += 1;
    const width = 1 << (flags & 3);
    const length = this.sized(at, width);
    at += width;
    if (kind !== 0) return;
    this.check(at, length);
    const name = new TextDecoder().decode(this.bytes.subarray(at, at + length));
    this.object(this.u64(at + length), join(name), depth + 1);
  }

  // ---- types and sizes ----

  private shape(m: Message): number[] {
    const version = this.u8(m.start);
    const rank = this.u8(m.start + 1);
    if (version === 2 && this.u8(m.start + 3) === 2) return [0];
    const at = m.start + (version === 1 ? 8 : 4);
    return Array.from({ length: rank }, (_, i) => this.u64(at + i * 8));
  }

  private dataType(at: number): DataType {
    const kind = this.u8(at) & 15;
    const bits = this.u8(at + 1);
    const size = this.u32(at + 4);
    const littleEndian = (bits & 1) === 0;
    const made = (number: NumberTypeName | undefined): DataType => ({ kind: number ? 'number' : 'other', number: number ?? null, littleEndian, size });
    if (kind === 1) return made(({ 2: 'f16', 4: 'f32', 8: 'f64' } as const)[size]);
    if (kind === 0) {
      const signed = (bits & 8) !== 0;
      return made(({ 1: signed ? 'i8' : 'u8', 2: signed ? 'i16' : 'u16', 4: signed ? 'i32' : 'u32', 8: signed ? 'i64' : 'u64' } as const)[size]);
    }
    if (kind === 3) return { kind: 'text', number: null, littleEndian, size };
    if (kind === 9 && (bits & 15) === 1) return { kind: 'variable-text', number: null, littleEndian, size };
    // h5py stores booleans as an enumeration over bytes.
    if (kind === 8) return size === 1 ? made('u8') : made(undefined);
    return made(undefined);
  }

  private dataset(path: string, space: Message | undefined, type: Message | undefined, layout: Message, filters: Message | undefined): void {
    if (!space || !type) return;
    const dataType = this.dataType(type.start);
    if (dataType.kind !== 'number' || !dataType.number) return;
    if (this.datasets.length >= this.limits.mostEntries) fail(`more than ${this.limits.mostEntries} tensors`);
    const shape = this.shape(space);
    const size = elementsOf(shape, path) * numberType(dataType.number).bytes;
    if (size > this.limits.mostBytes) fail(`${path} is larger than ${Math.round(this.limits.mostBytes / 1048576)} MB`);
    const read = this.storage(path, shape, dataType.size, size, layout, filters);
    this.datasets.push({ path, shape, type: dataType.number, littleEndian: dataType.littleEndian, read });
  }

  /** How a dataset's bytes are found. */
  private storage(path: string, shape: readonly number[], width: number, size: number, layout: Message, filters: Message | undefined): () => Promise<Uint8Array> {
    const version = this.u8(layout.start);
    if (version < 3) return fail(`${path} has a layout of version ${version}, which is not read`);
    const kind = this.u8(layout.start + 1);
    if (kind === 0) {
      this.check(layout.start + 4, size);
      return () => Promise.resolve(this.bytes.subarray(layout.start + 4, layout.start + 4 + size));
    }
    if (kind === 1) {
      const address = this.u64(layout.start + 2);
      if (size === 0 || address === undefinedAddress) return () => Promise.resolve(new Uint8Array(size));
      this.check(address, size);
      return () => Promise.resolve(this.bytes.subarray(address, address + size));
    }
    if (kind !== 2 || version !== 3) return fail(`${path} is stored in a way that is not read`);
    const rank = this.u8(layout.start + 2) - 1;
    if (rank !== shape.length) fail(`${path} is damaged`);
    const tree = this.u64(layout.start + 3);
    const chunk = Array.from({ length: rank }, (_, i) => this.u32(layout.start + 11 + i * 4));
    if (chunk.some((n) => n < 1)) fail(`${path} is damaged`);
    const steps = filters ? this.filters(path, filters) : [];
    return () => this.chunks(path, shape, width, size, tree, chunk, steps);
  }

  /** The filters of a dataset: deflate and shuffle are known. */
  private filters(path: string, m: Message): number[] {
    const version = this.u8(m.start);
    const count = this.u8(m.start + 1);
    let at = m.start + (version === 1 ? 8 : 2);
    const ids: number[] = [];
    for (let i = 0; i < count; i++) {
      const id = this.u16(at);
      const named = version === 1 || id >= 256;
      const nameLength = named ? this.u16(at + 2) : 0;
      const values = this.u16(at + (named ? 6 : 4));
      at += (named ? 8 : 6) + (version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength) + values * 4;
      if (version === 1 && values % 2) at += 4;
      if (id !== 1 && id !== 2 && id !== 3) fail(`${path} is packed by filter ${id}, which is not known`);
      ids.push(id);
    }
    return ids;
  }

  private async chunks(path: string, shape: readonly number[], width: number, size: number, tree: number, chunk: readonly number[], steps: readonly number[]): Promise<Uint8Array> {
    const result = new Uint8Array(size);
    if (tree === undefinedAddress) return result;
    const chunkBytes = chunk.reduce((a, b) => a * b, width);
    if (chunkBytes > this.limits.mostBytes) fail(`${path} has chunks larger than any tensor`);
    const rank = shape.length;
    const keyBytes = 8 + (rank + 1) * 8;
    const found: { readonly at: number; readonly length: number; readonly mask: number; readonly place: number[] }[] = [];
    const walk = (address: number, depth: number): void => {
      this.visit();
      if (depth > 16 || !this.tag(address, 'TREE')) fail(`${path} is damaged: its chunks cannot be found`);
      const level = this.u8(address + 5);
      const count = this.u16(address + 6);
      for (let i = 0; i < count; i++) {
        const key = address + 24 + i * (keyBytes + 8);
        const child = this.u64(key + keyBytes);
        if (level > 0) walk(child, depth + 1);
        else {
          const place = Array.from({ length: rank }, (_, d) => this.u64(key + 8 + d * 8));
          found.push({ at: child, length: this.u32(key), mask: this.u32(key + 4), place });
        }
      }
    };
    walk(tree, 0);
    for (const { at, length, mask, place } of found) {
      this.check(at, length);
      let data: Uint8Array = this.bytes.subarray(at, at + length);
      for (let i = steps.length - 1; i >= 0; i--) {
        if (mask & (1 << i)) continue;
        if (steps[i] === 1) data = await inflate(data, chunkBytes, path, 'deflate');
        else if (steps[i] === 2) data = unshuffled(data, width);
        else data = data.subarray(0, Math.max(0, data.length - 4));
      }
      if (data.length < chunkBytes) fail(`${path} is damaged: a chunk is too short`);
      copyChunk(data, result, shape, chunk, place, width);
    }
    return result;
  }

  // ---- attributes ----

  private attribute(m: Message, path: string): void {
    const version = this.u8(m.start);
    if (version < 1 || version > 3) return;
    const [nameSize, typeSize, spaceSize] = [this.u16(m.start + 2), this.u16(m.start + 4), this.u16(m.start + 6)];
    const pad = (n: number): number => (version === 1 ? Math.ceil(n / 8) * 8 : n);
    let at = m.start + (version === 3 ? 9 : 8);
    const name = this.text(at, nameSize);
    at += pad(nameSize);
    const type = this.dataType(at);
    at += pad(typeSize);
    const shape = this.shape({ type: 1, start: at, size: spaceSize });
    at += pad(spaceSize);
    const count = elementsOf(shape, name);
    if (count > 100_000) return;
    const value = this.attributeValue(type, at, count);
    if (value === null) return;
    const own = this.attributes.get(path) ?? new Map<string, Attribute>();
    own.set(name, shape.length === 0 ? (value[0] ?? '') : (value as readonly string[] | readonly number[]));
    this.attributes.set(path, own);
  }

  private attributeValue(type: DataType, at: number, count: number): (string | number)[] | null {
    const all = <T>(f: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => f(i));
    if (type.kind === 'text') return all((i) => this.text(at + i * type.size, type.size));
    if (type.kind === 'number' && type.number) {
      const number = numberType(type.number);
      this.check(at, count * number.bytes);
      return all((i) => number.read(this.view, at + i * number.bytes, type.littleEndian));
    }
    if (type.kind === 'variable-text') return all((i) => this.heapText(at + i * 16));
    return null;
  }

  /** A text of variable length in a global heap: length, address of the heap, index. */
  private heapText(at: number): string {
    const [length, heap, index] = [this.u32(at), this.u64(at + 4), this.u32(at + 12)];
    if (heap <= 0 || !this.tag(heap, 'GCOL')) return '';
    const end = heap + this.u64(heap + 8);
    for (let p = heap + 16; p + 16 <= end; ) {
      const [id, size] = [this.u16(p), this.u64(p + 8)];
      if (id === 0) break;
      if (id === index) return this.text(p + 16, Math.min(length, size));
      p += 16 + Math.ceil(size / 8) * 8;
    }
    return '';
  }
}

/** Undoes the shuffle filter, which puts all first bytes first, then all second ones. */
function unshuffled(data: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(data.length / width);
  const result = new Uint8Array(data.length);
  for (let b = 0; b < width; b++) for (let i = 0; i < count; i++) result[i * width + b] = data[b * count + i]!;
  return result;
}

/** Copies the part of a chunk that lies inside the dataset. */
function copyChunk(data: Uint8Array, into: Uint8Array, shape: readonly number[], chunk: readonly number[], place: readonly number[], width: number): void {
  const rank = shape.length;
  if (rank === 0) {
    into.set(data.subarray(0, width));
    return;
  }
  const rows = chunk.slice(0, -1).reduce((a, b) => a * b, 1);
  const lastSize = Math.min(chunk[rank - 1]!, shape[rank - 1]! - place[rank - 1]!);
  if (lastSize <= 0) return;
  for (let r = 0; r < rows; r++) {
    let rest = r;
    let to = 0;
    let inside = true;
    let stride = shape[rank - 1]!;
    for (let axis = rank - 2; axis >= 0; axis--) {
      const at = (rest % chunk[axis]!) + place[axis]!;
      rest = Math.floor(rest / chunk[axis]!);
      inside &&= at < shape[axis]!;
      to += at * stride;
      stride *= shape[axis]!;
    }
    if (!inside) continue;
    const from = r * chunk[rank - 1]! * width;
    into.set(data.subarray(from, from + lastSize * width), (to + place[rank - 1]!) * width);
  }
}

/** Reads the structure of a file; numbers are read when they are asked for. */
export function readHdf5(bytes: Uint8Array, limits: WeightLimits): Hdf5File {
  if (!isHdf5(bytes)) fail('the file is no HDF5 file');
  const reader = new Reader(bytes, limits);
  reader.run();
  return { datasets: reader.datasets, attributes: reader.attributes };
}
