/** What a model's first layers say of its input: rank, channels, dtype. Found by a run on tensors of unknown rank, and from the layers themselves. */
import type { Framework } from '../../frameworks/framework';
import type { OpEvent, TraceEvent } from '../../interpreter/trace';
import { type Instance, isInt, Tensor, Unknown, type DType } from '../../interpreter/values';
import { type Dim, mul, symbol } from '../../shape/dim';
import { argument, tensorArgument } from '../../report/settings';
import { tensorsIn } from '../../report/shapes';

/** An input in the layout of the layer that reads it; sizes nobody states are named symbols. */
export interface ProbedInput {
  readonly dims: readonly Dim[];
  readonly dtype: DType;
  /** Positions in `dims` of the picture's sides. */
  readonly sides: readonly number[];
  /** Position of the channels, or -1. */
  readonly channels: number;
  /** What the reader takes: its rank is firm for pictures and tokens, open for features. */
  readonly layout: 'picture' | 'features' | 'tokens';
  /** The reader reads the input itself: whatever is legal has this shape. */
  readonly firm: boolean;
}

const sideNames: Readonly<Record<number, readonly string[]>> = { 1: ['L'], 2: ['H', 'W'], 3: ['D', 'H', 'W'] };

/** Operations that hand their operand on in the same shape, so that a later reader still speaks of the input. */
const sameShape =
  /^(relu|relu6|gelu|silu|elu|leaky_relu|sigmoid|tanh|dropout[123]?d?|contiguous|clone|to|float|double|half|detach|add|sub|mul|div|pow|clamp|identity|type_as|cuda|cpu|requires_grad|normalize)$/;

/** Reads the first informative consumer of each input out of a trace. */
export function probeInputs(events: readonly TraceEvent[], inputs: readonly Tensor[]): (ProbedInput | null)[] {
  const owner = new Map<Tensor, number>(inputs.map((t, i) => [t, i]));
  const found: (ProbedInput | null)[] = inputs.map(() => null);
  for (const event of events) {
    if (event.kind !== 'op') continue;
    for (const value of event.args)
      for (const operand of tensorsIn(value)) {
        const index = operand instanceof Tensor ? owner.get(operand) : undefined;
        if (index === undefined) continue;
        found[index] ??= read(event, operand as Tensor);
        if (sameShape.test(event.name))
          for (const made of tensorsIn(event.result)) if (made instanceof Tensor && !owner.has(made)) owner.set(made, index);
      }
  }
  return found;
}

function read(event: OpEvent, operand: Tensor): ProbedInput | null {
  const isInput = argument(event, 'input') === operand;
  const weight = tensorArgument(event, 'weight');
  const convolution = /^conv(_transpose)?([123])d$/.exec(event.name);
  if (convolution && isInput && weight) {
    const axes = Number(convolution[2]);
    const groups = argument(event, 'groups');
    const channels = convolution[1]
      ? weight.shape[0]!
      : mul(weight.shape[1]!, typeof groups === 'number' ? groups : 1);
    return picture(channels, axes);
  }
  if (event.name === 'linear' && isInput && weight) return features(weight.shape[weight.shape.length - 1]!);
  const recurrent = /^(lstm|gru|rnn_tanh|rnn_relu)$/.test(event.name) ? recurrentInput(event) : null;
  if (recurrent && isInput) return recurrent;
  if (event.name === 'embedding' && weight)
    return { dims: [symbol('N'), symbol('L')], dtype: 'int', sides: [], channels: -1, layout: 'tokens', firm: true };
  return null;
}

export function picture(channels: Dim, axes: number): ProbedInput {
  const names = sideNames[axes]!;
  return {
    dims: [symbol('N'), channels, ...names.map((n) => symbol(n))],
    dtype: 'float',
    sides: names.map((_, i) => i + 2),
    channels: 1,
    layout: 'picture',
    firm: true,
  };
}

function features(size: Dim): ProbedInput {
  return { dims: [symbol('N'), size], dtype: 'float', sides: [], channels: 1, layout: 'features', firm: true };
}

/** A batch of sequences in the layer's own order; null where that is not known. */
function recurrentInput(event: OpEvent): ProbedInput | null {
  const first = argument(event, 'batch_first');
  const weight = tensorsIn(argument(event, 'params') ?? null)[0];
  if (typeof first !== 'boolean' || !(weight instanceof Tensor) || weight.shape?.length !== 2) return null;
  const lead = first ? [symbol('N'), symbol('L')] : [symbol('L'), symbol('N')];
  return { dims: [...lead, weight.shape[1]!], dtype: 'float', sides: [], channels: -1, layout: 'tokens', firm: true };
}

/** Without a readable consumer: the first layer with weights, in the order the layers were registered. */
export function probeFirstLayer(framework: Framework, root: Instance): ProbedInput | null {
  const found = firstLayer(framework, root);
  return found && { ...found, firm: false };
}

function firstLayer(framework: Framework, root: Instance): ProbedInput | null {
  // Where the model has parts that are not known, one of those may read the input.
  for (const value of root.attributes.values()) if (value instanceof Unknown) return null;
  for (const { module } of framework.tree(root)) {
    const weight = framework.parametersOf(module).find(([name]) => name === 'weight')?.[1];
    if (!weight?.shape) continue;
    const ancestors = module.cls.mro.map((c) => c.name);
    const convolution = ancestors.map((name) => /^Conv([123])d$/.exec(name)).find((m) => m);
    if (convolution) {
      const settings = framework.settingsOf(module);
      const channels = settings.in_channels;
      return isInt(channels) ? picture(channels, Number(convolution[1])) : null;
    }
    if (ancestors.includes('Linear')) return features(weight.shape[1]!);
    if (ancestors.includes('Embedding'))
      return { dims: [symbol('N'), symbol('L')], dtype: 'int', sides: [], channels: -1, layout: 'tokens', firm: true };
  }
  return null;
}
