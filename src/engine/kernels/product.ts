/** Matrix products on the dense panels: the left operand is packed as weights, the right one is read where it lies. */
import { panelSizes } from '../emitter/panel';
import type { Functions, KernelContext } from './context';
import { blockChannels, type DriverShape, emitDriver, packPanels } from './dense';

/** A compiled product of [m, k] and [k, n]; n is at least 4. */
export interface Product {
  /** Bytes of the packed left operand. */
  readonly packedBytes: number;
  /** Packs a left operand of m rows of k numbers. */
  pack(left: Float32Array, packed: Float32Array): void;
  /** Multiplies; `bias` is the place of n numbers that are added to every row, if the product was made with one. */
  run(packed: number, right: number, output: number, bias: number): void;
  release(): void;
}

/** Compiles a product. */
export function prepareProduct(context: KernelContext, m: number, k: number, n: number, withBias: boolean): Product {
  const { arena } = context;
  const sizes = panelSizes(m, context.features.fma, context.variant, k);
  const block = blockChannels(k, 1);
  const driver: DriverShape = {
    panel: {
      variant: context.variant,
      fma: context.features.fma,
      taps: [0],
      channelPitch: n * 4,
      activation: { kind: 'none' },
      bias: withBias ? 'columns' : 'none',
      blocked: block < k,
      channels: k,
      outPitch: n * 4,
      offsets: 'pitch',
    },
    sizes,
    groups: 1,
    channels: k,
    block,
    outPitch: n * 4,
  };
  const functions: Functions = context.compile(`product ${m} ${k} ${n} ${withBias} ${context.variant}`, (assembler) => emitDriver(assembler, driver));
  const vectors = Math.ceil(n / 4);
  const pairs = Math.ceil(vectors / 2);
  const table = new Int32Array(pairs * 4);
  for (let slot = 0; slot < pairs * 2; slot++) {
    const x = Math.min(Math.min(slot, vectors - 1) * 4, n - 4) * 4;
    table[(slot >> 1) * 4 + (slot & 1)] = x;
    table[(slot >> 1) * 4 + (slot & 1) + 2] = x;
  }
  const place = arena.allocate(table.byteLength);
  arena.ints.set(table, place >> 2);
  context.needScratch(256);
  // Columns in chunks, so that the right operand's part stays in the cache while all panels pass over it.
  const perChunk = Math.max(4, Math.floor((256 * 1024) / (k * 32)));
  return {
    packedBytes: m * k * 4 + 32,
    pack: (left, packed) => packPanels(left, 1, m, k, sizes, packed),
    run(packed, right, output, bias) {
      for (let start = 0; start < pairs; start += perChunk)
        functions['run']!(right, packed, bias, output, place + start * 16, Math.min(perChunk, pairs - start), context.scratch, 0);
    },
    release: () => arena.release(place),
  };
}
