/**
 * Transposed convolution by phases: the outputs with y mod s = ρ are an ordinary convolution of the input with every s-th tap of the kernel, reversed.
 * Each phase is computed into an image of its own, then rows and columns are interleaved.
 */
import { emitPad, layoutPadded, paddedBytes } from '../emitter/pad';
import { emitUnstage, type StagedLayout } from '../emitter/unstage';
import type { KernelContext, PreparedKernel } from './context';
import { chunkPairs, type Dense, prepareDense } from './dense';
import { type ConvolutionGeometry, volume } from './geometry';

/** Taps of one phase of one axis: indices into the kernel, and where each reads relative to the phase's output position. */
interface AxisPhase {
  readonly taps: readonly number[];
  readonly offsets: readonly number[];
}

/** y = s·t + ρ reads input t + (ρ + before − k·dilation) / s, for the taps k where that is whole. */
function phaseOf(rho: number, kernel: number, stride: number, dilation: number, before: number): AxisPhase {
  const taps: number[] = [];
  const offsets: number[] = [];
  for (let k = 0; k < kernel; k++) {
    const offset = (rho + before - k * dilation) / stride;
    if (!Number.isInteger(offset)) continue;
    taps.push(k);
    offsets.push(offset);
  }
  return { taps, offsets };
}

/** The geometry of a transposed convolution: `input`, `kernel` … as given, the weight as [inChannels, outChannels / groups, kernel…]. */
export function transposedFits(g: ConvolutionGeometry): boolean {
  // With a stride longer than the kernel some outputs read nothing at all.
  const covered = [1, 2].every((axis) => {
    const a = axis as 1 | 2;
    for (let rho = 0; rho < g.stride[a]; rho++)
      if (phaseOf(rho, g.kernel[a], g.stride[a], g.dilation[a], g.before[a]).taps.length === 0) return false;
    return true;
  });
  return covered && g.kernel[0] === 1 && g.input[0] === 1 && g.output[0] === 1;
}

/** Prepares a transposed convolution. `transposedFits` must hold. */
export function prepareTransposed(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
): PreparedKernel {
  const [, sh, sw] = g.stride;
  const phases = (axis: 1 | 2): AxisPhase[] =>
    Array.from({ length: g.stride[axis] }, (_, rho) => phaseOf(rho, g.kernel[axis], g.stride[axis], g.dilation[axis], g.before[axis]));
  const [rowPhases, columnPhases] = [phases(1), phases(2)];
  const all = (list: readonly AxisPhase[]): number[] => list.flatMap((p) => [...p.offsets]);
  const top = Math.max(0, -Math.min(...all(rowPhases)));
  const left = Math.max(0, -Math.min(...all(columnPhases)));
  // Every phase has as many outputs as the longest; what is too much is cut off when they are put together.
  const rows = Math.ceil(g.output[1] / sh);
  const columns = Math.max(4, Math.ceil(Math.ceil(g.output[2] / sw) / 4) * 4);
  const layout = layoutPadded(
    { channels: g.inChannels, depth: 1, height: g.input[1], width: g.input[2] },
    { front: 0, top, left },
    { planes: 1, rows: Math.max(top + g.input[1], top + rows + Math.max(...all(rowPhases))), columns: left + columns + Math.max(0, ...all(columnPhases)) },
    1,
  );
  const staging: StagedLayout = {
    channels: g.outChannels,
    height: g.output[1],
    width: g.output[2],
    rowPhases: sh,
    columnPhases: sw,
    rowPitch: columns * 4,
    phasePitch: rows * columns * 4,
    channelPitch: sh * sw * rows * columns * 4,
  };
  const channels = g.inChannels / g.groups;
  const outPerGroup = g.outChannels / g.groups;
  const kernelTaps = volume(g.kernel);
  const jobs: { readonly dense: Dense; readonly output: number }[] = [];
  const extras = context.compile(`transposed ${JSON.stringify([layout, staging])}`, (assembler) => {
    emitPad(assembler, layout);
    emitUnstage(assembler, staging);
  });
  rowPhases.forEach((row, py) =>
    columnPhases.forEach((column, px) => {
      // Ascending offsets, so that phases of one size have one and the same code; where they begin goes into the table.
      const byOffset = (p: AxisPhase): number[] => p.taps.map((_, i) => i).sort((a, b) => p.offsets[a]! - p.offsets[b]!);
      const [ys, xs] = [byOffset(row), byOffset(column)];
      const at = (y: number, x: number): number => (top + row.offsets[y]!) * layout.rowPitch + (left + column.offsets[x]!) * 4;
      const base = at(ys[0]!, xs[0]!);
      const taps = ys.flatMap((y) => xs.map((x) => at(y, x) - base));
      const picked = ys.flatMap((y) => xs.map((x) => row.taps[y]! * g.kernel[2] + column.taps[x]!));
      const own = new Float32Array(g.outChannels * channels * taps.length);
      for (let o = 0; o < g.outChannels; o++) {
        const group = Math.floor(o / outPerGroup);
        for (let c = 0; c < channels; c++) {
          const from = ((group * channels + c) * outPerGroup + (o - group * outPerGroup)) * kernelTaps;
          picked.forEach((tap, t) => (own[(o * channels + c) * taps.length + t] = weight[from + tap]!));
        }
      }
      const perRow = columns / 4;
      const vectors = rows * perRow;
      const pairs = Math.ceil(vectors / 2);
      const table = new Int32Array(pairs * 4);
      for (let slot = 0; slot < pairs * 2; slot++) {
        const v = Math.min(slot, vectors - 1);
        const [y, x] = [Math.floor(v / perRow), (v % perRow) * 4];
        table[(slot >> 1) * 4 + (slot & 1)] = base + y * layout.rowPitch + x * 4;
        table[(slot >> 1) * 4 + (slot & 1) + 2] = (y * columns + x) * 4;
      }
      const dense = prepareDense(
        context,
        { groups: g.groups, channels, rows: outPerGroup, taps, channelPitch: layout.channelPitch, outPitch: staging.channelPitch, activation: g.activation },
        own,
        bias,
        table,
        g.groups > 1 ? pairs : chunkPairs(pairs, g.inChannels * layout.channelPitch),
      );
      jobs.push({ dense, output: (py * sw + px) * staging.phasePitch });
    }),
  );
  const sumsBytes = jobs[0]!.dense.scratchBytes;
  const paddedSize = Math.ceil(paddedBytes(layout) / 64) * 64;
  const need = sumsBytes + paddedSize + g.outChannels * staging.channelPitch;
  context.needScratch(need);
  const imageIn = g.inChannels * volume(g.input) * 4;
  const imageOut = g.outChannels * volume(g.output) * 4;
  return {
    algorithm: 'transposed',
    bytes: jobs.reduce((sum, job) => sum + job.dense.bytes, 0),
    run(input, output) {
      context.needScratch(need);
      const sums = context.scratch;
      const padded = sums + sumsBytes;
      const staged = padded + paddedSize;
      for (let n = 0; n < g.batch; n++) {
        extras['pad']!(input + n * imageIn, padded);
        for (const job of jobs) job.dense.run(padded, staged + job.output, sums);
        extras['unstage']!(staged, output + n * imageOut);
      }
    },
    release() {
      for (const job of jobs) job.dense.release();
    },
  };
}
