/**
 * Dense sums of products over a table of pixels: the emitted driver that runs panels over pairs of vectors, its weights, tables and blocks of k.
 * Direct and transposed convolutions, Winograd's products and matrix products are all made of it.
 */
import { activationKey, type FusedActivation } from '../emitter/activate';
import type { Assembler } from '../emitter/assembler';
import { emitPanel, first, last, panelSizes, type PanelShape, type Variant } from '../emitter/panel';
import type { Functions, KernelContext } from './context';

/** Steps of k that one chain of sums has at most, or a little more: keeps errors of sums below 5e-6 of the root mean square. */
const chain = 256;
/** More taps than that are not unrolled. */
const mostTaps = 128;

/** Channels of one block of k. */
export function blockChannels(channels: number, taps: number): number {
  const blocks = Math.ceil((channels * taps) / chain);
  // A remainder that is hardly longer than a block is no reason to cut.
  if (channels * taps <= chain * 1.3) return channels;
  return Math.min(channels, Math.max(1, Math.ceil(channels / blocks)));
}

/** Weights in the order a panel reads them: for each panel, channel and tap, one number a row. */
export function packPanels(
  weight: Float32Array,
  groups: number,
  rows: number,
  steps: number,
  sizes: readonly number[],
  into: Float32Array,
): void {
  let at = 0;
  for (let group = 0; group < groups; group++) {
    let row = group * rows;
    for (const size of sizes) {
      for (let r = 0; r < size; r++) {
        const from = (row + r) * steps;
        for (let k = 0; k < steps; k++) into[at + k * size + r] = weight[from + k]!;
      }
      at += steps * size;
      row += size;
    }
  }
}

/** What the emitted driver of panels depends on. */
export interface DriverShape {
  readonly panel: PanelShape;
  /** Rows of each panel, largest first. */
  readonly sizes: readonly number[];
  readonly groups: number;
  /** Channels of a group, and of one block of k. */
  readonly channels: number;
  readonly block: number;
  /** Bytes between rows of the output. */
  readonly outPitch: number;
}

/**
 * Emits `run(input, weights, bias, output, table, pairs, scratch, offsets)`: all panels over some pairs of vectors.
 * Panels are the outer loop: their weights stay in the first-level cache.
 */
export function emitDriver(assembler: Assembler, d: DriverShape): void {
  const distinct = [...new Set(d.sizes)];
  const kernels = new Map(distinct.map((size) => [size, emitPanel(assembler, `panel${size}`, size, d.panel)]));
  const code = assembler.function('run', Array<'i32'>(8).fill('i32'), true);
  const [input, weights, bias, output, table, pairs, scratch, offsets] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [at, in0, in1, out0, out1, w, pitch] = [0, 1, 2, 3, 4, 5, 6].map(() => code.i32()) as [number, number, number, number, number, number, number];
  code.setConst(pitch, d.outPitch);
  const taps = d.panel.taps.length;
  const rolled = d.panel.variant === 'rolled' && d.panel.offsets === 'table';
  const blocks = Math.ceil(d.channels / d.block);
  /** One pair of vectors, its sums of each block meeting in the scratch block. */
  const pairInBlocks = (size: number): void => {
    const callPanel = (channels: number, flags: number): void => {
      const toScratch = (flags & last) === 0;
      code.get(in0).get(in1).get(w);
      if (toScratch) code.get(scratch).get(scratch).const(16).add();
      else code.get(out0).get(out1);
      code.get((flags & first) === 0 ? scratch : bias);
      if (d.panel.bias === 'columns') code.get(bias).get(out0).add().get(output).sub();
      else code.get(offsets);
      code.const(rolled ? channels * taps : channels);
      if (toScratch) code.const(32);
      else code.get(pitch);
      code.const(flags).call(kernels.get(size)!);
      if (toScratch) code.addTo(in0, channels * d.panel.channelPitch).addTo(in1, channels * d.panel.channelPitch).addTo(w, channels * taps * size * 4);
    };
    code.get(at).loadI32().get(input).add().set(in0).get(at).loadI32(4).get(input).add().set(in1);
    code.get(at).loadI32(8).get(output).add().set(out0).get(at).loadI32(12).get(output).add().set(out1);
    code.addTo(at, 16).get(weights).set(w);
    callPanel(d.block, first);
    if (blocks > 2)
      code.times(
        () => code.const(blocks - 2),
        () => callPanel(d.block, 0),
      );
    callPanel(d.channels - (blocks - 1) * d.block, last);
  };
  const perSize = (size: number): void => {
    if (!d.panel.blocked) {
      // One call for all pairs: the loop over them is inside.
      code.get(input).get(weights).get(output).get(bias).get(table).get(offsets).get(pairs).call(kernels.get(size)!);
    } else {
      code.get(table).set(at);
      code.times(
        () => code.get(pairs),
        () => pairInBlocks(size),
      );
    }
    code.addTo(weights, d.channels * taps * size * 4).addTo(output, size * d.outPitch);
    if (d.panel.bias === 'rows') code.addTo(bias, size * 4);
  };
  const group = (): void => {
    for (const size of distinct) {
      const count = d.sizes.filter((s) => s === size).length;
      if (count === 1) perSize(size);
      else
        code.times(
          () => code.const(count),
          () => perSize(size),
        );
    }
  };
  if (d.groups === 1) group();
  else
    code.times(
      () => code.const(d.groups),
      () => {
        group();
        code.addTo(input, d.channels * d.panel.channelPitch);
      },
    );
}

/** A product to prepare: rows of weights over channels and taps. All pitches in bytes. */
export interface DenseShape {
  readonly groups: number;
  /** Of one group. */
  readonly channels: number;
  readonly rows: number;
  readonly taps: readonly number[];
  readonly channelPitch: number;
  readonly outPitch: number;
  readonly activation: FusedActivation;
}

/** A prepared product. */
export interface Dense {
  readonly bytes: number;
  /** Scratch space that `run` uses for its sums. */
  readonly scratchBytes: number;
  run(input: number, output: number, scratch: number): void;
  release(): void;
}

/**
 * Emits, compiles and packs a product.
 * @param emitMore other functions of the same module, such as the padding; `key` must tell them apart
 * @param table input and output offsets of pairs of vectors
 * @param perChunk pairs that all panels pass over before the next ones, so that their input stays in the cache
 */
export function prepareDense(
  context: KernelContext,
  d: DenseShape,
  weight: Float32Array,
  bias: Float32Array | null,
  table: Int32Array,
  perChunk: number,
  more: { readonly key: string; readonly emit: (assembler: Assembler) => void } = { key: '', emit: () => undefined },
): Dense & { readonly functions: Functions } {
  const { arena } = context;
  const { taps, channels } = d;
  const steps = channels * taps.length;
  const sizes = panelSizes(d.rows, context.features.fma, context.variant, steps);
  const block = blockChannels(channels, taps.length);
  const variant: Variant = taps.length > mostTaps ? 'rolled' : context.variant;
  const shape: DriverShape = {
    panel: {
      variant,
      fma: context.features.fma,
      taps,
      channelPitch: d.channelPitch,
      activation: d.activation,
      bias: 'rows',
      blocked: block < channels,
      channels,
      outPitch: d.outPitch,
      offsets: variant === 'rolled' && taps.length > 1 ? 'table' : 'pitch',
    },
    sizes,
    groups: d.groups,
    channels,
    block,
    outPitch: d.outPitch,
  };
  const key = `dense ${JSON.stringify([taps, sizes, d.groups, channels, block, d.channelPitch, d.outPitch, variant, activationKey(d.activation)])} ${more.key}`;
  const functions = context.compile(key, (assembler) => {
    more.emit(assembler);
    emitDriver(assembler, shape);
  });
  const outputs = d.groups * d.rows;
  const offsets = shape.panel.offsets === 'table' ? block * taps.length : 0;
  const places = {
    weights: arena.allocate(outputs * steps * 4 + 32),
    bias: arena.allocate(outputs * 4),
    table: arena.allocate(table.byteLength),
    offsets: arena.allocate(offsets * 4 + 4),
  };
  packPanels(weight, d.groups, d.rows, steps, sizes, arena.slice(places.weights, outputs * steps));
  const biases = arena.slice(places.bias, outputs);
  if (bias) biases.set(bias);
  else biases.fill(0);
  arena.ints.set(table, places.table >> 2);
  for (let k = 0; k < offsets; k++)
    arena.ints[(places.offsets >> 2) + k] = Math.floor(k / taps.length) * d.channelPitch + taps[k % taps.length]!;
  const pairs = table.length / 4;
  const run = functions['run']!;
  return {
    functions,
    bytes: outputs * (steps + 1) * 4 + table.byteLength + offsets * 4,
    scratchBytes: 256,
    run(input, output, scratch) {
      for (let start = 0; start < pairs; start += perChunk)
        run(input, places.weights, places.bias, output, places.table + start * 16, Math.min(perChunk, pairs - start), scratch, places.offsets);
    },
    release() {
      for (const place of Object.values(places)) arena.release(place);
    },
  };
}

/** Pairs of a chunk, for an input of so many bytes: what all panels read again should stay in the second-level cache. */
export function chunkPairs(pairs: number, inputBytes: number): number {
  return Math.max(16, Math.ceil((pairs * chunkBytes) / Math.max(chunkBytes, inputBytes)));
}

const chunkBytes = 640 * 1024;
