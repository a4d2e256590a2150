/** The written sum of one output value: products, partial sums per input channel, bias, rounding; as printed it adds up. */
import { thousandths } from '../text/format';
import { inputsOf, type Meeting, type Relation } from './relations';

/** Feature maps of one example, row major by channel, row, column. */
export interface Volume {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}
export const at = (volume: Volume, channel: number, row: number, column: number): number =>
  volume.data[(channel * volume.height + row) * volume.width + column] ?? 0;

/** A layer that multiplies a window by a kernel. */
export interface Convolution {
  readonly relation: Relation;
  readonly transposed: boolean;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelRows: number;
  readonly kernelColumns: number;
  /** [out, in/groups, rows, columns]; transposed [in, out/groups, rows, columns]. */
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
}

/** Input channels that output channel `out` reads. */
export function channelsOf(layer: Convolution, out: number): number[] {
  const perGroup = layer.inChannels / layer.groups;
  const group = Math.floor(out / (layer.outChannels / layer.groups));
  return Array.from({ length: perGroup }, (_, i) => group * perGroup + i);
}

/** Weight of output channel `out` for the `i`-th channel it reads. */
export function weightAt(
  layer: Convolution,
  out: number,
  i: number,
  kr: number,
  kc: number,
): number {
  const perGroupIn = layer.inChannels / layer.groups;
  const perGroupOut = layer.outChannels / layer.groups;
  const lead = layer.transposed
    ? (Math.floor(out / perGroupOut) * perGroupIn + i) * perGroupOut + (out % perGroupOut)
    : out * perGroupIn + i;
  return layer.weight[(lead * layer.kernelRows + kr) * layer.kernelColumns + kc] ?? 0;
}

/** Value of an input cell, through the padding's rule. */
export function valueOf(input: Volume, channel: number, meeting: Meeting): number {
  return meeting.source === null
    ? 0
    : at(input, channel, meeting.source.row, meeting.source.column);
}

export interface Term extends Meeting {
  readonly value: number;
  readonly weight: number;
  readonly product: number;
}
export interface ChannelSum {
  /** Index of the input channel. */
  readonly channel: number;
  /** Its place among the channels this output reads. */
  readonly index: number;
  readonly terms: readonly Term[];
  readonly sum: number;
}

/** Whole thousandths of parts, bias, rounding and total: parts + bias + rounding = total for what is printed. */
export interface Ledger {
  readonly parts: readonly number[];
  readonly bias: number | null;
  readonly rounding: number;
  readonly total: number;
}
export function ledger(parts: readonly number[], bias: number | null, total: number): Ledger {
  const printed = parts.map(thousandths);
  const printedBias = bias === null ? null : thousandths(bias);
  const printedTotal = thousandths(total);
  const rounding = printedTotal - printed.reduce((sum, part) => sum + part, 0) - (printedBias ?? 0);
  return { parts: printed, bias: printedBias, rounding, total: printedTotal };
}

export interface Explanation {
  readonly channels: readonly ChannelSum[];
  readonly bias: number | null;
  readonly total: number;
  readonly products: number;
  readonly inPadding: number;
  readonly ledger: Ledger;
}

/** Everything about the output value at (row, column) of channel `out`, `total` being the value shown. */
export function explain(
  layer: Convolution,
  input: Volume,
  total: number,
  out: number,
  row: number,
  column: number,
): Explanation {
  const cells = inputsOf(layer.relation, row, column);
  const channels = channelsOf(layer, out).map((channel, index): ChannelSum => {
    const terms = cells.map((cell): Term => {
      const value = valueOf(input, channel, cell);
      const weight = weightAt(layer, out, index, cell.kr, cell.kc);
      return { ...cell, value, weight, product: value * weight };
    });
    return { channel, index, terms, sum: terms.reduce((sum, term) => sum + term.product, 0) };
  });
  const bias = layer.bias ? (layer.bias[out] ?? 0) : null;
  return {
    channels,
    bias,
    total,
    products: channels.length * cells.length,
    inPadding: channels.length * cells.filter((cell) => !cell.inside).length,
    ledger: ledger(
      channels.map((channel) => channel.sum),
      bias,
      total,
    ),
  };
}

/** Index of the value that is farthest from zero in a channel: where a layer opens. */
export function strongest(volume: Volume, channel: number): number {
  const size = volume.height * volume.width;
  let best = 0;
  let most = -1;
  for (let i = 0; i < size; i++) {
    const magnitude = Math.abs(volume.data[channel * size + i] ?? 0);
    if (magnitude > most) {
      most = magnitude;
      best = i;
    }
  }
  return best;
}

/** Largest magnitude of a channel, finite values only; 0 for an empty or dead one. */
export function channelRange(volume: Volume, channel: number): number {
  const size = volume.height * volume.width;
  let most = 0;
  for (let i = channel * size; i < (channel + 1) * size; i++) {
    const magnitude = Math.abs(volume.data[i] ?? 0);
    if (magnitude > most && Number.isFinite(magnitude)) most = magnitude;
  }
  return most;
}
