/** The memory that emitted kernels share: blocks handed out, given back and joined again, growing up to a cap. */
import { EngineError } from '../tensor';

const pageBytes = 65536;
/** Blocks begin at cache lines. */
const alignment = 64;

interface Free {
  start: number;
  size: number;
}

/** A WebAssembly memory with an allocator. Views must be made anew after `allocate`, since growing detaches old ones. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  private free: Free[] = [];
  private end = alignment;
  private readonly sizes = new Map<number, number>();
  private views: { readonly buffer: ArrayBufferLike; readonly floats: Float32Array; readonly ints: Int32Array } | null = null;
  /** Blocks of the attempt that is under way. */
  private attempted: number[] | null = null;
  /** Bytes handed out. */
  used = 0;

  /** @param mostBytes more than this is never asked for */
  constructor(readonly mostBytes: number) {
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: Math.min(65536, Math.ceil(mostBytes / pageBytes)) });
  }

  /** Bytes that could still be had. */
  get available(): number {
    return this.mostBytes - this.used - alignment;
  }

  private view(): NonNullable<Arena['views']> {
    const { buffer } = this.memory;
    if (this.views?.buffer !== buffer) this.views = { buffer, floats: new Float32Array(buffer), ints: new Int32Array(buffer) };
    return this.views;
  }

  /** All floats; place / 4 is the index. Valid until the next allocation. */
  get floats(): Float32Array {
    return this.view().floats;
  }

  get ints(): Int32Array {
    return this.view().ints;
  }

  /** The floats of a block, valid until the next allocation. */
  slice(place: number, count: number): Float32Array {
    return this.floats.subarray(place >> 2, (place >> 2) + count);
  }

  /**
   * The place of a block of so many bytes. The numbers in it are whatever was there.
   * @param lasting a block that outlives a failed attempt
   * @throws EngineError where the memory's cap is reached
   */
  allocate(bytes: number, lasting = false): number {
    const size = Math.max(alignment, Math.ceil(bytes / alignment) * alignment);
    const at = this.free.findIndex((block) => block.size >= size);
    let place: number;
    if (at >= 0) {
      const block = this.free[at]!;
      place = block.start;
      block.start += size;
      block.size -= size;
      if (block.size === 0) this.free.splice(at, 1);
    } else {
      place = this.end;
      this.reserve(place + size);
      this.end += size;
    }
    this.sizes.set(place, size);
    this.used += size;
    if (!lasting) this.attempted?.push(place);
    return place;
  }

  /** Runs something that allocates; if it throws, what it had allocated is given back. */
  attempt<T>(run: () => T): T {
    const outer = this.attempted;
    const own: number[] = [];
    this.attempted = own;
    try {
      return run();
    } catch (error) {
      for (const place of own) this.release(place);
      throw error;
    } finally {
      this.attempted = outer;
      outer?.push(...own);
    }
  }

  private reserve(bytes: number): void {
    const have = this.memory.buffer.byteLength;
    if (bytes <= have) return;
    if (bytes > this.mostBytes) throw new EngineError(`the engine's memory of ${Math.round(this.mostBytes / 1048576)} MB is full`);
    // A quarter more than needed, so that growing is rare.
    const target = Math.min(this.mostBytes, Math.max(bytes, have + (have >> 2)));
    try {
      this.memory.grow(Math.ceil((target - have) / pageBytes));
    } catch {
      throw new EngineError(`no more memory than ${Math.round(have / 1048576)} MB can be had`);
    }
  }

  release(place: number): void {
    const size = this.sizes.get(place);
    if (size === undefined) return;
    this.sizes.delete(place);
    this.used -= size;
    const next = this.free.findIndex((block) => block.start > place);
    const at = next < 0 ? this.free.length : next;
    this.free.splice(at, 0, { start: place, size });
    this.join(at);
    if (at > 0) this.join(at - 1);
    const last = this.free[this.free.length - 1];
    if (last && last.start + last.size === this.end) {
      this.end = last.start;
      this.free.pop();
    }
  }

  /** Joins a free block with the next one where they touch. */
  private join(at: number): void {
    const [block, next] = [this.free[at], this.free[at + 1]];
    if (!block || !next || block.start + block.size !== next.start) return;
    block.size += next.size;
    this.free.splice(at + 1, 1);
  }
}
