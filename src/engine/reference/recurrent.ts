/** LSTM, GRU and plain recurrent layers, step by step, with PyTorch's gate order and parameter layout. */
import { sizeOf, type Tensor } from '../tensor';
import { sigmoid } from './activation';
import { concatenate, flip } from './indexing';
import { multiplyTransposed } from './linear';
import { transpose } from './permute';

export type CellKind = 'lstm' | 'gru' | 'rnn_tanh' | 'rnn_relu';

/** Weights of one cell. Gates stand below each other: LSTM i f g o, GRU r z n. */
export interface CellWeights {
  readonly inputWeight: Tensor;
  readonly hiddenWeight: Tensor;
  readonly inputBias: Float32Array | null;
  readonly hiddenBias: Float32Array | null;
  /** LSTM with projections: [projected, hidden]. */
  readonly projection: Tensor | null;
}

/** State [batch, hidden]; LSTM also has the cell's. */
export interface CellState {
  readonly hidden: Float32Array;
  readonly cell: Float32Array | null;
}

/** One step of a cell for a batch: input [batch, features]. */
export function step(kind: CellKind, input: Float32Array, batch: number, state: CellState, w: CellWeights): CellState {
  const rows = w.inputWeight.shape[0]!;
  const features = w.inputWeight.shape[1]!;
  const recurrent = w.hiddenWeight.shape[1]!;
  const fromInput = new Float32Array(batch * rows);
  const fromHidden = new Float32Array(batch * rows);
  multiplyTransposed(input, w.inputWeight.data, [batch, rows, features], fromInput, w.inputBias);
  multiplyTransposed(state.hidden, w.hiddenWeight.data, [batch, rows, recurrent], fromHidden, w.hiddenBias);
  const size = kind === 'lstm' ? rows / 4 : kind === 'gru' ? rows / 3 : rows;
  const hidden = new Float32Array(batch * size);
  const cell = kind === 'lstm' ? new Float32Array(batch * size) : null;
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < size; i++) {
      const at = b * size + i;
      const gate = (g: number): number => fromInput[b * rows + g * size + i]! + fromHidden[b * rows + g * size + i]!;
      if (kind === 'lstm') {
        const next = sigmoid(gate(1)) * state.cell![at]! + sigmoid(gate(0)) * Math.tanh(gate(2));
        cell![at] = next;
        hidden[at] = sigmoid(gate(3)) * Math.tanh(next);
      } else if (kind === 'gru') {
        const reset = sigmoid(gate(0));
        const update = sigmoid(gate(1));
        const n = Math.tanh(fromInput[b * rows + 2 * size + i]! + reset * fromHidden[b * rows + 2 * size + i]!);
        hidden[at] = (1 - update) * n + update * state.hidden[at]!;
      } else hidden[at] = kind === 'rnn_tanh' ? Math.tanh(gate(0)) : Math.max(0, gate(0));
    }
  if (!w.projection) return { hidden, cell };
  const projected = w.projection.shape[0]!;
  const out = new Float32Array(batch * projected);
  multiplyTransposed(hidden, w.projection.data, [batch, projected, size], out);
  return { hidden: out, cell };
}

/** A whole layer over [time, batch, features], forwards or backwards; answers every hidden state and the last. */
function runDirection(kind: CellKind, input: Tensor, initial: CellState, w: CellWeights, backwards: boolean): readonly [Tensor, CellState] {
  const [time, batch, features] = input.shape as [number, number, number];
  const source = backwards ? flip(input, [0]) : input;
  let state = initial;
  const width = initial.hidden.length / batch;
  const data = new Float32Array(time * batch * width);
  for (let t = 0; t < time; t++) {
    state = step(kind, source.data.subarray(t * batch * features, (t + 1) * batch * features), batch, state, w);
    data.set(state.hidden, t * batch * width);
  }
  const output: Tensor = { shape: [time, batch, width], data };
  return [backwards ? flip(output, [0]) : output, state];
}

export interface RecurrentResult {
  readonly output: Tensor;
  readonly hidden: Tensor;
  readonly cell: Tensor | null;
}

/**
 * A stack of layers, each in one direction or both.
 * @param input [time, batch, features], or [batch, time, features] when batchFirst
 * @param weights layer by layer, forwards before backwards
 * @param state [layers · directions, batch, hidden] each, or null for zeros
 */
export function recurrent(
  kind: CellKind,
  input: Tensor,
  weights: readonly CellWeights[],
  directions: 1 | 2,
  batchFirst: boolean,
  state: { readonly hidden: Tensor | null; readonly cell: Tensor | null },
): RecurrentResult {
  let x = batchFirst ? transpose(input, 0, 1) : input;
  const batch = x.shape[1]!;
  const hiddens: Float32Array[] = [];
  const cells: Float32Array[] = [];
  const slice = (t: Tensor | null, i: number, width: number): Float32Array =>
    t ? t.data.subarray(i * batch * width, (i + 1) * batch * width) : new Float32Array(batch * width);
  for (let layer = 0; layer < weights.length / directions; layer++) {
    const outputs: Tensor[] = [];
    for (let d = 0; d < directions; d++) {
      const index = layer * directions + d;
      const w = weights[index]!;
      const size = w.hiddenWeight.shape[0]! / (kind === 'lstm' ? 4 : kind === 'gru' ? 3 : 1);
      const initial: CellState = {
        hidden: slice(state.hidden, index, w.hiddenWeight.shape[1]!),
        cell: kind === 'lstm' ? slice(state.cell, index, size) : null,
      };
      const [output, last] = runDirection(kind, x, initial, w, d === 1);
      outputs.push(output);
      hiddens.push(last.hidden);
      if (last.cell) cells.push(last.cell);
    }
    x = directions === 2 ? concatenate(outputs, 2) : outputs[0]!;
  }
  const stacked = (list: readonly Float32Array[]): Tensor => {
    const width = list[0]!.length / batch;
    const data = new Float32Array(list.length * batch * width);
    list.forEach((part, i) => data.set(part, i * batch * width));
    return { shape: [list.length, batch, width], data };
  };
  return {
    output: batchFirst ? transpose(x, 0, 1) : x,
    hidden: stacked(hiddens),
    cell: cells.length && sizeOf([cells.length]) ? stacked(cells) : null,
  };
}
