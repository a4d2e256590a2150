/**
 * Direct convolution: the input is copied once with its padding, columns by stride phase, and panels of six output channels by two vectors of
 * four pixels sum over channels and taps. One path for every stride, dilation, grouping and number of axes.
 */
import { activationKey } from '../emitter/activate';
import type { Assembler } from '../emitter/assembler';
import { emitPad, layoutPadded, paddedBytes, type PaddedLayout } from '../emitter/pad';
import { emitPanel, first, last, panelSizes, type PanelShape, type Variant } from '../emitter/panel';
import type { KernelContext, PreparedKernel } from './context';
import { type ConvolutionGeometry, reachOf, volume } from './geometry';

/** Steps of k that one chain of sums has at most, for accuracy (as onnxruntime's GEMM). */
const chain = 384;
/** Bytes of input that a chunk of pixels reads, so that it stays in the second-level cache while all panels pass over it. */
const chunkBytes = 640 * 1024;
/** More taps than that are not unrolled. */
const mostTaps = 128;

/** How the input is read: from the padded copy, or where it lies. */
interface Reading {
  readonly layout: PaddedLayout | null;
  readonly channelPitch: number;
  readonly planePitch: number;
  readonly rowPitch: number;
  readonly phases: number;
  readonly phasePitch: number;
}

/** The pixels: rows of columns that vectors walk over, after joining what is contiguous. */
interface Pixels {
  readonly planes: number;
  readonly rows: number;
  readonly columns: number;
}

function readingOf(g: ConvolutionGeometry): Reading {
  const [, height, width] = g.input;
  const padded = g.before.some((n) => n !== 0) || [0, 1, 2].some((axis) => reachOf(g, axis as 0 | 1 | 2) > g.input[axis]!);
  const phases = g.stride[2];
  const plane = height * width * 4;
  // All channels in the same cache sets: worth a copy with other pitches.
  const clash = (plane * g.input[0]) % 4096 === 0 && g.inChannels / g.groups >= 64;
  if (!padded && phases === 1 && g.output[2] >= 4 && !clash)
    return { layout: null, channelPitch: plane * g.input[0], planePitch: plane, rowPitch: width * 4, phases: 1, phasePitch: 0 };
  const columns = Math.max(reachOf(g, 2), (Math.max(4, g.output[2]) - 1) * g.stride[2] + (g.kernel[2] - 1) * g.dilation[2] + 1);
  const layout = layoutPadded(
    { channels: g.inChannels, depth: g.input[0], height, width },
    { front: g.before[0], top: g.before[1], left: g.before[2] },
    { planes: reachOf(g, 0), rows: reachOf(g, 1), columns },
    phases,
  );
  return { layout, ...layout };
}

/** Bytes from a pixel's address to each tap's, taps in the weight's order. */
function tapOffsets(g: ConvolutionGeometry, r: Reading): number[] {
  const offsets: number[] = [];
  for (let a = 0; a < g.kernel[0]; a++)
    for (let b = 0; b < g.kernel[1]; b++)
      for (let c = 0; c < g.kernel[2]; c++) {
        const column = c * g.dilation[2];
        offsets.push(
          a * g.dilation[0] * r.planePitch +
            b * g.dilation[1] * r.rowPitch +
            (column % r.phases) * r.phasePitch +
            Math.floor(column / r.phases) * 4,
        );
      }
  return offsets;
}

/** A convolution with one tap and stride 1 on an input without padding is a product: its pixels are one long row. */
function pixelsOf(g: ConvolutionGeometry, r: Reading): Pixels {
  const flat = r.layout === null && volume(g.kernel) === 1 && g.stride[1] === 1 && g.stride[0] === 1;
  return flat ? { planes: 1, rows: 1, columns: volume(g.output) } : { planes: g.output[0], rows: g.output[1], columns: Math.max(4, g.output[2]) };
}

/** Input and output offsets of the two vectors of each pair, in bytes. The last vector of a row overlaps the one before. */
function vectorTable(g: ConvolutionGeometry, r: Reading, pixels: Pixels): Int32Array {
  const perRow = Math.ceil(pixels.columns / 4);
  const vectors = pixels.planes * pixels.rows * perRow;
  const pairs = Math.ceil(vectors / 2);
  const table = new Int32Array(pairs * 4);
  let at = 0;
  for (let z = 0; z < pixels.planes; z++)
    for (let y = 0; y < pixels.rows; y++)
      for (let v = 0; v < perRow; v++, at++) {
        const x = Math.min(v * 4, pixels.columns - 4);
        const slot = (at >> 1) * 4 + (at & 1);
        table[slot] = z * g.stride[0] * r.planePitch + y * g.stride[1] * r.rowPitch + x * 4;
        table[slot + 2] = ((z * pixels.rows + y) * pixels.columns + x) * 4;
      }
  if (vectors % 2 === 1) {
    table[pairs * 4 - 3] = table[pairs * 4 - 4]!;
    table[pairs * 4 - 1] = table[pairs * 4 - 2]!;
  }
  return table;
}

/** Channels of one block of k. */
export function blockChannels(channels: number, taps: number): number {
  const blocks = Math.ceil((channels * taps) / chain);
  // A remainder that is hardly longer than a block is no reason to cut.
  if (channels * taps <= chain * 1.34) return channels;
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
  const perSize = (size: number): void => {
    const callPanel = (channels: number, flags: number): void => {
      const toScratch = d.panel.blocked && (flags & last) === 0;
      code.get(in0).get(in1).get(w).const(rolled ? channels * taps : channels);
      if (toScratch) code.get(scratch).get(scratch).const(16).add().const(32);
      else code.get(out0).get(out1).get(pitch);
      if (d.panel.blocked && (flags & first) === 0) code.get(scratch);
      else if (d.panel.bias === 'columns') code.get(bias).get(out0).add().get(output).sub();
      else code.get(bias);
      code.const(flags).get(offsets).call(kernels.get(size)!);
      if (toScratch) code.addTo(in0, channels * d.panel.channelPitch).addTo(in1, channels * d.panel.channelPitch).addTo(w, channels * taps * size * 4);
    };
    code.get(table).set(at);
    code.times(
      () => code.get(pairs),
      () => {
        code.get(at).loadI32().get(input).add().set(in0).get(at).loadI32(4).get(input).add().set(in1);
        code.get(at).loadI32(8).get(output).add().set(out0).get(at).loadI32(12).get(output).add().set(out1);
        code.addTo(at, 16);
        if (blocks === 1) {
          code.get(weights).set(w);
          callPanel(d.channels, first | last);
          return;
        }
        code.get(weights).set(w);
        callPanel(d.block, first);
        if (blocks > 2)
          code.times(
            () => code.const(blocks - 2),
            () => callPanel(d.block, 0),
          );
        callPanel(d.channels - (blocks - 1) * d.block, last);
      },
    );
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

/** Which variant code of so many taps gets. */
export function variantFor(wanted: Variant, taps: number): Variant {
  return taps > mostTaps ? 'rolled' : wanted;
}

/** Prepares a direct convolution. */
export function prepareDirect(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
  algorithm = 'direct',
): PreparedKernel {
  const { arena } = context;
  const reading = readingOf(g);
  const taps = tapOffsets(g, reading);
  const pixels = pixelsOf(g, reading);
  const channels = g.inChannels / g.groups;
  const rows = g.outChannels / g.groups;
  const sizes = panelSizes(rows);
  const steps = channels * taps.length;
  const block = blockChannels(channels, taps.length);
  const variant = variantFor(context.variant, taps.length);
  const outPlane = pixels.planes * pixels.rows * pixels.columns;
  const staged = outPlane !== volume(g.output);
  const shape: DriverShape = {
    panel: {
      variant,
      fma: context.features.fma,
      taps,
      channelPitch: reading.channelPitch,
      activation: g.activation,
      bias: 'rows',
      blocked: block < channels,
      offsets: variant === 'rolled' && taps.length > 1 ? 'table' : 'pitch',
    },
    sizes,
    groups: g.groups,
    channels,
    block,
    outPitch: outPlane * 4,
  };
  const key = `direct ${JSON.stringify([reading.layout, taps, sizes, g.groups, channels, block, outPlane, variant, activationKey(g.activation), reading.channelPitch])}`;
  const functions = context.compile(key, (assembler) => {
    if (reading.layout) emitPad(assembler, reading.layout);
    emitDriver(assembler, shape);
  });

  const table = vectorTable(g, reading, pixels);
  const pairs = table.length / 4;
  const inputBytes = g.inChannels * reading.channelPitch;
  const perChunk = g.groups > 1 ? pairs : Math.max(16, Math.ceil((pairs * chunkBytes) / Math.max(chunkBytes, inputBytes)));
  const offsets = shape.panel.offsets === 'table' ? block * taps.length : 0;
  const places = {
    weights: arena.allocate(g.outChannels * steps * 4 + 32),
    bias: arena.allocate(g.outChannels * 4),
    table: arena.allocate(table.byteLength),
    offsets: arena.allocate(offsets * 4 + 4),
  };
  packPanels(weight, g.groups, rows, steps, sizes, arena.slice(places.weights, g.outChannels * steps));
  const biases = arena.slice(places.bias, g.outChannels);
  if (bias) biases.set(bias);
  else biases.fill(0);
  arena.ints.set(table, places.table >> 2);
  for (let k = 0; k < offsets; k++)
    arena.ints[(places.offsets >> 2) + k] = Math.floor(k / taps.length) * reading.channelPitch + taps[k % taps.length]!;

  const paddedSize = reading.layout ? paddedBytes(reading.layout) : 0;
  const stagingSize = staged ? g.outChannels * outPlane * 4 : 0;
  const need = 256 + paddedSize + 64 + stagingSize;
  context.needScratch(need);
  const imageIn = g.inChannels * volume(g.input) * 4;
  const imageOut = g.outChannels * volume(g.output) * 4;
  const { run, pad } = functions;

  return {
    algorithm,
    bytes: g.outChannels * (steps + 1) * 4 + table.byteLength + offsets * 4,
    run(input, output) {
      context.needScratch(need);
      const sums = context.scratch;
      const padded = sums + 256;
      const staging = padded + Math.ceil((paddedSize + 64) / 64) * 64;
      for (let n = 0; n < g.batch; n++) {
        const source = input + n * imageIn;
        const target = output + n * imageOut;
        if (reading.layout) pad!(source, padded);
        const from = reading.layout ? padded : source;
        const to = staged ? staging : target;
        for (let start = 0; start < pairs; start += perChunk)
          run!(from, places.weights, places.bias, to, places.table + start * 16, Math.min(perChunk, pairs - start), sums, places.offsets);
        if (staged) unstage(arena.floats, staging >> 2, target >> 2, g.outChannels * g.output[0] * g.output[1], pixels.columns, g.output[2]);
      }
    },
    release() {
      for (const place of Object.values(places)) arena.release(place);
    },
  };
}

/** Copies rows of `wide` columns to rows of `narrow`. */
function unstage(floats: Float32Array, from: number, to: number, rows: number, wide: number, narrow: number): void {
  for (let r = 0; r < rows; r++) for (let x = 0; x < narrow; x++) floats[to + r * narrow + x] = floats[from + r * wide + x]!;
}
