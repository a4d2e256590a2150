/** Recurrent layers as the prelude calls them (torch._VF): LSTM, GRU, RNN and their cells, packed sequences. */
import { List, Tensor, Tuple, Unknown, type Value } from '../../../interpreter/values';
import { type Arg, counted, flagOf, intOf, type OpCall, type Rule, sizesText, text } from './call';
import { type Row, row } from './row';
import { type Dim, fresh, mul } from './sizes';

type Kind = 'lstm' | 'gru' | 'rnn_tanh' | 'rnn_relu';

const shown: Readonly<Record<Kind, string>> = {
  lstm: 'LSTM',
  gru: 'GRU',
  rnn_tanh: 'RNN',
  rnn_relu: 'RNN',
};

/** The sizes of a recurrent layer, read from its weights. */
interface Sizes {
  readonly input: Dim;
  readonly hidden: Dim;
  /** Size of what is handed on: the hidden size, or the projection's. */
  readonly state: Dim;
  readonly layers: Dim;
  readonly directions: 1 | 2;
}

function readSizes(c: OpCall, weights: Arg, layers: Arg, bidirectional: Arg): Sizes | null {
  const list = c.items(weights);
  const [ih, hh] = [list?.[0], list?.[1]];
  const both = flagOf(bidirectional);
  if (
    !(ih instanceof Tensor) ||
    !(hh instanceof Tensor) ||
    !ih.shape ||
    !hh.shape ||
    both === undefined
  )
    return null;
  const count = intOf(layers) ?? fresh();
  const projection = list!.find(
    (w) =>
      w instanceof Tensor &&
      w.shape?.length === 2 &&
      w !== ih &&
      w !== hh &&
      isProjection(w, ih, hh),
  ) as Tensor | undefined;
  const state = hh.shape[1]!;
  return {
    input: ih.shape[1]!,
    hidden: projection?.shape ? projection.shape[1]! : state,
    state,
    layers: count,
    directions: both ? 2 : 1,
  };
}

/** weight_hr has as many rows as weight_hh has columns, and fewer than the gates. */
function isProjection(w: Tensor, ih: Tensor, hh: Tensor): boolean {
  return w.shape![0] === hh.shape![1] && w.shape![0] !== ih.shape![0];
}

/** Checks the input of a layer: rank and features. */
function inputFits(c: OpCall, kind: Kind, input: Tensor, sizes: Sizes): boolean {
  const shape = input.shape!;
  if (shape.length !== 2 && shape.length !== 3) {
    c.wrongRank(
      input,
      'a 3-D tensor (or 2-D without a batch)',
      `${shown[kind]}: Expected input to be 2D or 3D, got ${shape.length}D instead`,
      'ValueError',
    );
    return false;
  }
  const have = shape[shape.length - 1]!;
  if (
    c.mustEqual(
      have,
      sizes.input,
      'rnn-input-size',
      `${shown[kind]} takes ${text(sizes.input)} features`,
    )
  )
    return true;
  c.problem({
    rule: 'rnn-input-size',
    exception: 'RuntimeError',
    python: `input.size(-1) must be equal to input_size. Expected ${text(sizes.input)}, got ${text(have)}`,
    message: `{layer} takes ${counted(sizes.input, 'feature')} but gets ${text(have)}{made}.`,
    axis: 1,
    sizesStay: true,
    setting: ['input_size', 0],
    wanted: sizes.input,
    right: have,
    rightFactors: input.origin?.factors ?? null,
    tensor: input,
  });
  return false;
}

/** One hidden state against what the layer expects. */
function stateFits(c: OpCall, state: Tensor, expected: readonly Dim[], name: string): void {
  if (!state.shape) return;
  const fits =
    state.shape.length === expected.length &&
    state.shape.every((d, i) =>
      c.mustEqual(d, expected[i]!, 'rnn-hidden-size', 'the hidden state must fit'),
    );
  if (fits) return;
  c.problem({
    rule: 'rnn-hidden-size',
    exception: 'RuntimeError',
    python: `Expected ${name} size (${expected.map((d) => text(d)).join(', ')}), got ${sizesText(state.shape)}`,
    message: `{layer}: the ${name === 'hidden' ? 'hidden state' : name === 'hidden[0]' ? 'hidden state' : 'cell state'} must be ${sizesText(expected)} (layers · directions, batch, features), but is ${sizesText(state.shape)}.`,
    tensor: state,
    argument: ['hx', 1],
  });
}

function layer(kind: Kind): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    // Packed: data, batch sizes, states, weights …; plain: input, states, weights …
    const packed = c.items(args[3]) !== null;
    const rest = packed ? args.slice(2) : args.slice(1);
    const [states, weights, , layers, , , bidirectional, batchFirst] = rest;
    const sizes = readSizes(c, weights, layers, bidirectional);
    const answer = (
      output: Tensor,
      hidden: readonly Dim[] | null,
      cell: readonly Dim[] | null,
    ): Tuple => {
      const state = (shape: readonly Dim[] | null): Tensor =>
        shape ? c.make(shape, { from: input, strides: null }) : c.unknownTensor(input);
      return new Tuple([output, state(hidden), ...(kind === 'lstm' ? [state(cell)] : [])]);
    };
    if (!sizes) return answer(c.unknownTensor('a recurrent layer of unknown size'), null, null);
    const features = mul(sizes.state, sizes.directions);
    const count = mul(sizes.layers, sizes.directions);
    const first = flagOf(batchFirst);
    if (packed) return packedAnswer(c, input, features, count, sizes, answer);
    if (!input.shape) {
      // Batched most likely, but that is not known: only features are.
      return answer(c.unknownTensor(input), null, null);
    }
    const fits = inputFits(c, kind, input, sizes);
    if (!fits && input.shape.length !== 2 && input.shape.length !== 3)
      return answer(c.unknownTensor('a recurrent layer of a wrong rank'), null, null);
    const batched = input.shape.length === 3;
    const batch = batched ? (first === undefined ? fresh() : input.shape[first ? 0 : 1]!) : null;
    const expected = (size: Dim): Dim[] => (batch === null ? [count, size] : [count, batch, size]);
    checkStates(c, kind, states, batched, expected(sizes.state), expected(sizes.hidden));
    const output = c.make([...input.shape.slice(0, -1), features], {
      dtype: 'float',
      from: input,
      strides: undefined,
    });
    return answer(output, expected(sizes.state), expected(sizes.hidden));
  };
}

function checkStates(
  c: OpCall,
  kind: Kind,
  states: Arg,
  batched: boolean,
  hidden: readonly Dim[],
  cell: readonly Dim[],
): void {
  if (states === null || states === undefined || states instanceof Unknown) return;
  if (kind === 'lstm') {
    const items = c.items(states);
    if (!items) {
      if (states instanceof Tensor)
        c.fail(
          'rnn-hidden-size',
          '{layer} takes a pair of states (h, c), not one tensor.',
          'RuntimeError',
          {
            python: 'For batched 3-D input, hx and cx should also be 3-D',
            tensor: states,
          },
        );
      return;
    }
    const [h, s] = items.map((v) => (v instanceof Tensor ? v : null));
    const wrong = [h, s].find((t) => t?.shape && t.shape.length !== (batched ? 3 : 2));
    if (wrong)
      return rankProblem(
        c,
        wrong,
        batched,
        `hx and cx should also be ${batched ? 3 : 2}-D but got (${h?.shape?.length}-D, ${s?.shape?.length}-D) tensors`,
      );
    if (h) stateFits(c, h, hidden, 'hidden[0]');
    if (s) stateFits(c, s, cell, 'hidden[1]');
    return;
  }
  if (!(states instanceof Tensor)) {
    if (states instanceof Tuple || states instanceof List) c.tensor(states, 'hx');
    return;
  }
  if (states.shape && states.shape.length !== (batched ? 3 : 2))
    return rankProblem(
      c,
      states,
      batched,
      `hx should also be ${batched ? 3 : 2}-D but got ${states.shape.length}-D tensor`,
    );
  stateFits(c, states, hidden, 'hidden');
}

function rankProblem(c: OpCall, state: Tensor, batched: boolean, rest: string): void {
  c.fail(
    'rnn-hidden-size',
    `{layer}: the state of ${batched ? 'a batched' : 'an unbatched'} input needs ${batched ? 3 : 2} axes, not ${sizesText(state.shape!)}.`,
    'RuntimeError',
    {
      python: `For ${batched ? 'batched 3-D' : 'unbatched 2-D'} input, ${rest}`,
      tensor: state,
    },
  );
}

// ---- packed sequences ----------------------------------------------------------------------------------------------

/** Batch of a packed tensor, noted when it was packed. */
function packedBatch(data: Tensor): Dim {
  return intOf(data.attributes?.get('packed batch')) ?? fresh();
}

function notePacked(data: Tensor, batch: Dim): Tensor {
  (data.attributes ??= new Map()).set('packed batch', batch);
  return data;
}

function packedAnswer(
  c: OpCall,
  data: Tensor,
  features: Dim,
  count: Dim,
  sizes: Sizes,
  answer: (output: Tensor, hidden: readonly Dim[], cell: readonly Dim[]) => Tuple,
): Tuple {
  const batch = packedBatch(data);
  if (data.shape) {
    const have = data.shape[data.shape.length - 1]!;
    if (!c.mustEqual(have, sizes.input, 'rnn-input-size', `takes ${text(sizes.input)} features`))
      c.problem({
        rule: 'rnn-input-size',
        python: `input.size(-1) must be equal to input_size. Expected ${text(sizes.input)}, got ${text(have)}`,
        message: `{layer} takes ${counted(sizes.input, 'feature')} but gets ${text(have)}{made}.`,
        axis: 1,
        sizesStay: true,
        setting: ['input_size', 0],
        right: have,
        tensor: data,
      });
  }
  const output = notePacked(c.make([data.shape?.[0] ?? fresh(), features], { from: data }), batch);
  return answer(output, [count, batch, sizes.state], [count, batch, sizes.hidden]);
}

/** _pack(input, batch_first): rows of all sequences; how many there are depends on the lengths. */
const pack: Rule = (c, [value, batchFirst]) => {
  const input = c.tensor(value);
  if (!input.shape || input.shape.length < 2) return c.unknownTensor(input);
  const first = flagOf(batchFirst);
  const batch = first === undefined ? fresh() : input.shape[first ? 0 : 1]!;
  return notePacked(
    c.make([fresh(), ...input.shape.slice(2)], { dtype: input.dtype, from: input }),
    batch,
  );
};

/** _unpack(data, batch_first): padded to the longest sequence; and the lengths. */
const unpack: Rule = (c, [value, batchFirst]) => {
  const data = c.tensor(value);
  const batch = packedBatch(data);
  const lengths = c.make([batch], { dtype: 'int', strides: null });
  const first = flagOf(batchFirst);
  if (!data.shape || first === undefined) return new Tuple([c.unknownTensor(data), lengths]);
  const lead = first ? [batch, fresh()] : [fresh(), batch];
  return new Tuple([c.make([...lead, ...data.shape.slice(1)], { from: data }), lengths]);
};

/** _pad_sequence(sequences, batch_first). */
const padSequence: Rule = (c, [value, batchFirst]) => {
  const tensors = c.tensors(value);
  const first = flagOf(batchFirst);
  if (!tensors?.length || first === undefined || !tensors[0]!.shape)
    return c.unknownTensor('sequences that are not known');
  const lengths = tensors.map((t) => t.shape?.[0]);
  const longest = lengths.every((n) => typeof n === 'number')
    ? Math.max(...(lengths as number[]))
    : fresh();
  const lead = first ? [tensors.length, longest] : [longest, tensors.length];
  return c.make([...lead, ...tensors[0]!.shape.slice(1)], { from: tensors[0]! });
};

// ---- cells ---------------------------------------------------------------------------------------------------------

const cellNames: Readonly<Record<string, string>> = {
  lstm_cell: 'LSTMCell',
  gru_cell: 'GRUCell',
  rnn_tanh_cell: 'RNNCell',
  rnn_relu_cell: 'RNNCell',
};

/** input, hx, w_ih, w_hh, b_ih, b_hh: one step. */
const cell: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const [ih, hh] = [c.tensor(args[2], 'w_ih'), c.tensor(args[3], 'w_hh')];
  const name = cellNames[c.name] ?? c.name;
  const hidden = hh.shape?.[1] ?? fresh();
  const lstm = c.name === 'lstm_cell';
  const answer = (shape: readonly Dim[] | null): Value => {
    const made = (): Tensor =>
      shape
        ? c.make(shape, { dtype: 'float', from: input, strides: null })
        : c.unknownTensor(input);
    return lstm ? new Tuple([made(), made()]) : made();
  };
  const shape = input.shape;
  if (!shape) return answer(null);
  if (shape.length !== 1 && shape.length !== 2) {
    c.wrongRank(
      input,
      'a 2-D tensor (or 1-D without a batch)',
      `${name}: Expected input to be 1D or 2D, got ${shape.length}D instead`,
      'ValueError',
    );
    return answer(null);
  }
  const have = shape[shape.length - 1]!;
  const want = ih.shape?.[1] ?? fresh();
  if (!c.mustEqual(have, want, 'rnn-input-size', `${name} takes ${text(want)} features`))
    c.problem({
      rule: 'rnn-input-size',
      exception: 'RuntimeError',
      python: `input has inconsistent input_size: got ${text(have)} expected ${text(want)}`,
      message: `{layer} takes ${counted(want, 'feature')} but gets ${text(have)}{made}.`,
      axis: 1,
      sizesStay: true,
      setting: ['input_size', 0],
      right: have,
      tensor: input,
    });
  const states = args[1] instanceof Tensor ? [args[1]] : (c.items(args[1]) ?? []);
  states.forEach((value, i) => {
    if (!(value instanceof Tensor) || !value.shape) return;
    const state = value.shape;
    const fail = (message: string, python: string, exception = 'RuntimeError'): void =>
      c.fail('rnn-hidden-size', `{layer}: ${message}`, exception, {
        python,
        tensor: value,
        argument: ['hx', 1],
      });
    if (state.length !== 1 && state.length !== 2)
      return fail(
        `the state must have one or two axes, not ${sizesText(state)}.`,
        `${name}: Expected hx to be 1D or 2D, got ${state.length}D instead`,
        'ValueError',
      );
    if (shape.length === 2) {
      const batch = state.length === 2 ? state[0]! : 1;
      if (
        !c.mustEqual(batch, shape[0]!, 'rnn-hidden-size', 'the state needs the batch of the input')
      )
        return fail(
          `the input has a batch of ${text(shape[0]!)}, the state of ${text(batch)}.`,
          `Input batch size ${text(shape[0]!)} doesn't match hidden${i} batch size ${text(batch)}`,
        );
    }
    const size = state[state.length - 1]!;
    if (!c.mustEqual(size, hidden, 'rnn-hidden-size', 'the state must have hidden_size features'))
      fail(
        `the state must have ${text(hidden)} features, not ${text(size)}.`,
        `hidden${i} has inconsistent hidden_size: got ${text(size)}, expected ${text(hidden)}`,
      );
  });
  return answer([...shape.slice(0, -1), hidden]);
};

const layerParameters =
  'input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first=None, batch_sizes=None';
const cellParameters = 'input, hx, w_ih, w_hh, b_ih=None, b_hh=None';

export const recurrentRows: readonly Row[] = [
  ...(['lstm', 'gru', 'rnn_tanh', 'rnn_relu'] as const).map((kind) =>
    row(kind, '_VF torch', layerParameters, layer(kind)),
  ),
  ...['lstm_cell', 'gru_cell', 'rnn_tanh_cell', 'rnn_relu_cell'].map((name) =>
    row(name, '_VF torch', cellParameters, cell),
  ),
  row('_pack', '_VF', 'input, batch_first', pack),
  row('_unpack', '_VF', 'data, batch_first', unpack),
  row('_pad_sequence', '_VF', 'sequences, batch_first', padSequence),
];
