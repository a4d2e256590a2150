/**
 * Winograd convolution: 3×3 kernels with stride 1 (and any dilation, phase by phase), as 16 or 36 products of matrices over transformed tiles.
 * Tiles go through in blocks, so that what lies between the transforms stays in the cache.
 */
import { activationKey } from '../emitter/activate';
import { emitPad, layoutPadded, paddedBytes } from '../emitter/pad';
import { panelSizes } from '../emitter/panel';
import { emitUnstage, type StagedLayout } from '../emitter/unstage';
import { emitInputTransform, emitKernelTransform, emitOutputTransform, type TileSize } from '../emitter/winogradTransforms';
import type { KernelContext, PreparedKernel } from './context';
import { blockChannels, type DriverShape, emitDriver } from './dense';
import { type ConvolutionGeometry, volume } from './geometry';

/** Transformed tiles and products of a block, in bytes. */
const blockBytes = 1.25 * 1024 * 1024;
/** A block has at least so many tiles, so that the weights are not read too often. */
const leastTiles = 48;

/** Tiles of one image: all phases of a dilated one below each other. */
interface Tiling {
  /** Tiles in a row, rows in a phase. */
  readonly across: number;
  readonly down: number;
  readonly rowPhases: number;
  readonly columnPhases: number;
}

function tilingOf(g: ConvolutionGeometry, size: TileSize): Tiling {
  const [, dh, dw] = g.dilation;
  return {
    across: Math.ceil(Math.ceil(g.output[2] / dw) / size),
    down: Math.ceil(Math.ceil(g.output[1] / dh) / size),
    rowPhases: dh,
    columnPhases: dw,
  };
}

/** Whether a convolution can run this way at all. */
export function winogradFits(g: ConvolutionGeometry, size: TileSize): boolean {
  return (
    g.groups === 1 &&
    g.kernel[0] === 1 &&
    g.kernel[1] === 3 &&
    g.kernel[2] === 3 &&
    g.input[0] === 1 &&
    g.before[0] === 0 &&
    g.stride[1] === 1 &&
    g.stride[2] === 1 &&
    tilingOf(g, size).across >= 4
  );
}

/** Tiles of an image, and bytes of its transformed weights. */
export function winogradCost(g: ConvolutionGeometry, size: TileSize): { readonly tiles: number; readonly weightBytes: number } {
  const t = tilingOf(g, size);
  return {
    tiles: t.across * t.down * t.rowPhases * t.columnPhases,
    weightBytes: (size + 2) ** 2 * g.inChannels * g.outChannels * 4,
  };
}

interface Block {
  readonly firstGroup: number;
  readonly groups: number;
  readonly pairs: number;
}

/** Prepares a Winograd convolution. `winogradFits` must hold. */
export function prepareWinograd(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
  size: TileSize,
): PreparedKernel {
  const { arena } = context;
  const n = size + 2;
  const elements = n * n;
  const [, dh, dw] = g.dilation;
  const tiling = tilingOf(g, size);
  const rowsOfTiles = tiling.down * tiling.rowPhases * tiling.columnPhases;
  const [, height, width] = g.output;

  const tileBytes = elements * 4 * (g.inChannels + g.outChannels);
  const wantedTiles = Math.max(leastTiles, Math.floor(blockBytes / tileBytes));
  const rowsPerBlock = Math.max(1, Math.min(rowsOfTiles, Math.round(wantedTiles / tiling.across)));
  const pitchTiles = Math.ceil((rowsPerBlock * tiling.across) / 8) * 8;

  const layout = layoutPadded(
    { channels: g.inChannels, depth: 1, height: g.input[1], width: g.input[2] },
    { front: 0, top: g.before[1], left: g.before[2] },
    { planes: 1, rows: (tiling.down * size + 2) * dh, columns: (tiling.across * size + 2) * dw },
    size * dw,
  );
  const staged = dh > 1 || dw > 1 || width % size !== 0;
  const stagedRow = tiling.across * size * 4;
  const stagedPhase = tiling.down * size * stagedRow;
  const stagedChannel = tiling.rowPhases * tiling.columnPhases * stagedPhase;
  const staging: StagedLayout = {
    channels: g.outChannels,
    height,
    width,
    rowPhases: dh,
    columnPhases: dw,
    rowPitch: stagedRow,
    phasePitch: stagedPhase,
    channelPitch: stagedChannel,
  };
  const outRow = staged ? stagedRow : width * 4;
  const outChannel = staged ? stagedChannel : height * width * 4;

  const sizes = panelSizes(g.outChannels, context.features.fma, context.variant, g.inChannels);
  const tilePitch = pitchTiles * 4;
  const block = blockChannels(g.inChannels, 1);
  const driver: DriverShape = {
    panel: {
      variant: context.variant,
      fma: context.features.fma,
      taps: [0],
      channelPitch: tilePitch,
      activation: { kind: 'none' },
      bias: 'none',
      blocked: block < g.inChannels,
      channels: g.inChannels,
      outPitch: tilePitch,
      offsets: 'pitch',
    },
    sizes,
    groups: 1,
    channels: g.inChannels,
    block,
    outPitch: tilePitch,
  };
  const key = `winograd ${JSON.stringify([size, layout, staging, staged, pitchTiles, g.outChannels, context.variant, activationKey(g.activation)])}`;
  const functions = context.compile(key, (assembler) => {
    emitPad(assembler, layout);
    emitDriver(assembler, driver);
    if (staged) emitUnstage(assembler, staging);
    const intoTiles = emitInputTransform(assembler, {
      size,
      channels: g.inChannels,
      channelPitch: layout.channelPitch,
      rowPitch: dh * layout.rowPitch,
      columns: Array.from({ length: n }, (_, j) => (j % size) * dw * layout.phasePitch + (j >= size ? 4 : 0)),
      outChannelPitch: tilePitch,
      elementPitch: g.inChannels * tilePitch,
    });
    const outOfTiles = emitOutputTransform(assembler, {
      size,
      channels: g.outChannels,
      inChannelPitch: tilePitch,
      elementPitch: g.outChannels * tilePitch,
      outChannelPitch: outChannel,
      rowPitch: outRow,
      activation: g.activation,
    });
    // Groups of four tiles: input, place among the tiles of the block, output, rows.
    const [table, groups] = [0, 1];
    const forward = assembler.function('forward', Array<'i32'>(4).fill('i32'), true);
    forward.times(
      () => forward.get(groups),
      () => {
        forward.get(table).loadI32().get(2).add().get(table).loadI32(4).get(3).add().call(intoTiles);
        forward.addTo(table, 16);
      },
    );
    const backward = assembler.function('backward', Array<'i32'>(5).fill('i32'), true);
    backward.times(
      () => backward.get(groups),
      () => {
        backward.get(table).loadI32(4).get(2).add().get(table).loadI32(8).get(3).add().get(4).get(table).loadI32(12).call(outOfTiles);
        backward.addTo(table, 16);
      },
    );
  });

  // Groups row by row; the last of a row overlaps the one before.
  const perRow = Math.ceil(tiling.across / 4);
  const table = new Int32Array(rowsOfTiles * perRow * 4);
  const blocks: Block[] = [];
  let at = 0;
  for (let row = 0; row < rowsOfTiles; row++) {
    const phase = Math.floor(row / tiling.down);
    const [py, px] = [Math.floor(phase / tiling.columnPhases), phase % tiling.columnPhases];
    const ty = row % tiling.down;
    for (let k = 0; k < perRow; k++) {
      const tx = Math.min(k * 4, tiling.across - 4);
      table[at++] = (py + ty * size * dh) * layout.rowPitch + px * layout.phasePitch + tx * 4;
      table[at++] = ((row % rowsPerBlock) * tiling.across + tx) * 4;
      table[at++] = (staged ? phase * stagedPhase : 0) + ty * size * outRow + tx * size * 4;
      table[at++] = staged ? size : Math.min(size, height - ty * size);
    }
  }
  for (let row = 0; row < rowsOfTiles; row += rowsPerBlock) {
    const rows = Math.min(rowsPerBlock, rowsOfTiles - row);
    blocks.push({ firstGroup: row * perRow, groups: rows * perRow, pairs: Math.ceil((rows * tiling.across) / 8) });
  }
  const pairTable = Int32Array.from({ length: (pitchTiles / 8) * 4 }, (_, i) => (i >> 2) * 32 + (i & 1) * 16);

  const weightFloats = elements * g.inChannels * g.outChannels;
  const places = {
    weights: arena.allocate(weightFloats * 4 + 32),
    bias: arena.allocate(g.outChannels * 4),
    table: arena.allocate(table.byteLength),
    pairs: arena.allocate(pairTable.byteLength),
  };
  packKernels(context, size, weight, g.inChannels, sizes, places.weights);
  const biases = arena.slice(places.bias, g.outChannels);
  if (bias) biases.set(bias);
  else biases.fill(0);
  arena.ints.set(table, places.table >> 2);
  arena.ints.set(pairTable, places.pairs >> 2);

  const round = (bytes: number): number => Math.ceil(bytes / 64) * 64;
  const paddedSize = round(paddedBytes(layout));
  const tilesIn = round(elements * g.inChannels * tilePitch);
  const tilesOut = round(elements * g.outChannels * tilePitch);
  const stagedSize = staged ? round(g.outChannels * stagedChannel) : 0;
  const need = 256 + paddedSize + tilesIn + tilesOut + stagedSize;
  context.needScratch(need);
  const imageIn = g.inChannels * volume(g.input) * 4;
  const imageOut = g.outChannels * volume(g.output) * 4;
  const elementWeights = g.inChannels * g.outChannels * 4;
  const { pad, forward, backward, run, unstage } = functions;

  return {
    algorithm: `winograd ${size}x${size}`,
    bytes: weightFloats * 4 + table.byteLength,
    run(input, output) {
      context.needScratch(need);
      const sums = context.scratch;
      const padded = sums + 256;
      const v = padded + paddedSize;
      const m = v + tilesIn;
      const stagedAt = m + tilesOut;
      for (let image = 0; image < g.batch; image++) {
        const target = output + image * imageOut;
        pad!(input + image * imageIn, padded);
        for (const { firstGroup, groups, pairs } of blocks) {
          forward!(places.table + firstGroup * 16, groups, padded, v);
          for (let e = 0; e < elements; e++)
            run!(
              v + e * g.inChannels * tilePitch,
              places.weights + e * elementWeights,
              0,
              m + e * g.outChannels * tilePitch,
              places.pairs,
              pairs,
              sums,
              0,
            );
          backward!(places.table + firstGroup * 16, groups, m, staged ? stagedAt : target, places.bias);
        }
        if (staged) unstage!(stagedAt, target);
      }
    },
    release() {
      for (const place of Object.values(places)) arena.release(place);
    },
  };
}

/** Transformed kernels at a place: for each element, panels as the driver reads them. */
function packKernels(
  context: KernelContext,
  size: TileSize,
  weight: Float32Array,
  channels: number,
  sizes: readonly number[],
  into: number,
): void {
  const { arena } = context;
  const rows = sizes.reduce((a, b) => a + b, 0);
  const distinct = [...new Set(sizes)];
  const functions = context.compile(`winograd weights ${size} ${channels} ${rows} ${distinct.join()}`, (assembler) => {
    for (const count of distinct) emitKernelTransform(assembler, size, count, channels, channels * rows * 4);
  });
  // One panel's kernels at a time: the copy stays small.
  const largest = distinct[0]! * channels * 9;
  const place = arena.allocate(largest * 4 + 64);
  const copy = arena.slice(place, largest);
  let row = 0;
  for (const count of sizes) {
    copy.set(weight.subarray(row * channels * 9, (row + count) * channels * 9));
    functions[`transformPanel${count}`]!(place, into + row * channels * 4);
    row += count;
  }
  arena.release(place);
}
