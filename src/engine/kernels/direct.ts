/**
 * Direct convolution: the input is copied once with its padding, columns by stride phase, and panels of six output channels by two vectors of
 * four pixels sum over channels and taps. One path for every stride, dilation, grouping and number of axes.
 */
import { emitPad, layoutPadded, paddedBytes, type PaddedLayout } from '../emitter/pad';
import type { KernelContext, PreparedKernel } from './context';
import { chunkPairs, prepareDense } from './dense';
import { type ConvolutionGeometry, reachOf, volume } from './geometry';

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

/** Prepares a direct convolution. */
export function prepareDirect(context: KernelContext, g: ConvolutionGeometry, weight: Float32Array, bias: Float32Array | null): PreparedKernel {
  const { arena } = context;
  const reading = readingOf(g);
  const pixels = pixelsOf(g, reading);
  const outPlane = pixels.planes * pixels.rows * pixels.columns;
  const staged = outPlane !== volume(g.output);
  const table = vectorTable(g, reading, pixels);
  const pairs = table.length / 4;
  const { layout } = reading;
  const dense = prepareDense(
    context,
    {
      groups: g.groups,
      channels: g.inChannels / g.groups,
      rows: g.outChannels / g.groups,
      taps: tapOffsets(g, reading),
      channelPitch: reading.channelPitch,
      outPitch: outPlane * 4,
      activation: g.activation,
    },
    weight,
    bias,
    table,
    g.groups > 1 ? pairs : chunkPairs(pairs, g.inChannels * reading.channelPitch),
    { key: JSON.stringify(layout), emit: (assembler) => void (layout && emitPad(assembler, layout)) },
  );
  const paddedSize = layout ? Math.ceil(paddedBytes(layout) / 64) * 64 : 0;
  const need = dense.scratchBytes + paddedSize + (staged ? g.outChannels * outPlane * 4 : 0);
  context.needScratch(need);
  const imageIn = g.inChannels * volume(g.input) * 4;
  const imageOut = g.outChannels * volume(g.output) * 4;
  const { pad } = dense.functions;
  return {
    algorithm: 'direct',
    bytes: dense.bytes,
    run(input, output) {
      context.needScratch(need);
      const sums = context.scratch;
      const padded = sums + dense.scratchBytes;
      const staging = padded + paddedSize;
      for (let n = 0; n < g.batch; n++) {
        const source = input + n * imageIn;
        const target = output + n * imageOut;
        if (layout) pad!(source, padded);
        dense.run(layout ? padded : source, staged ? staging : target, sums);
        if (staged) unstage(arena.floats, staging >> 2, target >> 2, g.outChannels * g.output[0] * g.output[1], pixels.columns, g.output[2]);
      }
    },
    release: () => dense.release(),
  };
}

/** Copies rows of `wide` columns to rows of `narrow`. */
function unstage(floats: Float32Array, from: number, to: number, rows: number, wide: number, narrow: number): void {
  for (let r = 0; r < rows; r++) for (let x = 0; x < narrow; x++) floats[to + r * narrow + x] = floats[from + r * wide + x]!;
}
