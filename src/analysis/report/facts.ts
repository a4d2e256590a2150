/** What an operation means for cost and sight: multiply-adds, windows, receptive field. One row per operation, by its functional name. */
import type { OpEvent } from '../interpreter/trace';
import { Tensor } from '../interpreter/values';
import { add, ceilDiv, type Dim, divideExactly, mul, product, sub } from '../shape/dim';
import {
  advanceReceptiveField,
  effectiveKernel,
  joinReceptiveFields,
  type ReceptiveField,
  samePadding,
  type Window,
} from '../shape/window';
import { argument, perAxis, tensorArgument } from './settings';
import { tensorsIn } from './shapes';

/** A window operation's geometry, per spatial axis. */
export interface WindowFacts {
  readonly form: 'convolution' | 'pooling' | 'transposed';
  readonly windows: readonly Window[];
  /** Input sizes of the spatial axes. */
  readonly input: readonly Dim[];
  readonly output: readonly Dim[];
  readonly outputPadding: readonly Dim[] | null;
}

/** Geometry of a convolution or pooling; null for everything else and where a setting is unknown. */
export function windowFacts(event: OpEvent): WindowFacts | null {
  const kind = windowKind(event.name);
  if (!kind) return null;
  const { axes, form } = kind;
  const input = tensorArgument(event, 'input');
  const output = tensorsIn(event.result)[0];
  if (!input || !(output instanceof Tensor) || !output.shape || input.shape.length < axes + 1) return null;
  const spatialIn = input.shape.slice(-axes);
  const spatialOut = output.shape.slice(-axes);
  const pooling = form === 'pooling';
  const weight = pooling ? null : tensorArgument(event, 'weight');
  const kernel = pooling ? perAxis(argument(event, 'kernel_size'), axes) : (weight?.shape.slice(-axes) ?? null);
  if (!kernel) return null;
  const strideArgument = argument(event, 'stride');
  const empty = tensorsEmpty(strideArgument);
  const stride = empty ? (pooling ? kernel : kernel.map(() => 1)) : perAxis(strideArgument, axes);
  const dilation = perAxis(argument(event, 'dilation') ?? 1, axes);
  if (!stride || !dilation) return null;
  const padding = argument(event, 'padding') ?? 0;
  const ceil = argument(event, 'ceil_mode') === true;
  const windows: Window[] = [];
  for (let i = 0; i < axes; i++) {
    let before: Dim = 0;
    let after: Dim = 0;
    if (padding === 'same') [before, after] = samePadding(kernel[i]!, dilation[i]!);
    else if (padding !== 'valid') {
      const each = perAxis(padding, axes);
      if (!each) return null;
      before = after = each[i]!;
    }
    windows.push({ kernel: kernel[i]!, stride: stride[i]!, dilation: dilation[i]!, before, after, ceil });
  }
  return {
    form,
    windows,
    input: spatialIn,
    output: spatialOut,
    outputPadding: form === 'transposed' ? perAxis(argument(event, 'output_padding') ?? 0, axes) : null,
  };
}

interface WindowKind {
  readonly axes: number;
  readonly form: WindowFacts['form'];
}

/** By the operation's name, each read once. */
const windowKinds = new Map<string, WindowKind | null>();

function windowKind(name: string): WindowKind | null {
  let kind = windowKinds.get(name);
  if (kind === undefined) {
    const match = /^(?:(conv|conv_transpose|(?:max|avg|lp)_pool)([123])d)(_with_indices)?$/.exec(name);
    const form = match?.[1] === 'conv' ? 'convolution' : match?.[1] === 'conv_transpose' ? 'transposed' : 'pooling';
    kind = match ? { axes: Number(match[2]), form } : null;
    windowKinds.set(name, kind);
  }
  return kind;
}

function tensorsEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && 'items' in value && (value as { items: unknown[] }).items.length === 0);
}

/**
 * Multiply-adds of an operation, bias not counted (the convention of fvcore and of published tables); 0 for what only adds or moves, null
 * where a size is unknown.
 */
export function multiplyAdds(event: OpEvent): Dim | null {
  const count = macRows[event.name];
  return count ? count(event) : 0;
}

function outputElements(event: OpEvent): Dim | null {
  const output = tensorsIn(event.result)[0];
  return output instanceof Tensor && output.shape ? product(output.shape) : null;
}

function convolution(event: OpEvent): Dim | null {
  const weight = tensorArgument(event, 'weight');
  const elements = outputElements(event);
  if (!weight || elements === null) return null;
  return mul(elements, product(weight.shape.slice(1)));
}

function transposed(event: OpEvent): Dim | null {
  const weight = tensorArgument(event, 'weight');
  const input = tensorArgument(event, 'input');
  if (!weight || !input) return null;
  return mul(product(input.shape), product(weight.shape.slice(1)));
}

function linear(event: OpEvent): Dim | null {
  const weight = tensorArgument(event, 'weight');
  const elements = outputElements(event);
  if (!weight || elements === null) return null;
  return mul(elements, weight.shape[weight.shape.length - 1]!);
}

function matmul(event: OpEvent): Dim | null {
  const left = [argument(event, 'input'), argument(event, 'self'), argument(event, 'batch1'), argument(event, 'mat1')].find(
    (v): v is Tensor => v instanceof Tensor,
  );
  const elements = outputElements(event);
  if (!left?.shape?.length || elements === null) return null;
  return mul(elements, left.shape[left.shape.length - 1]!);
}

/** Attention: queries × keys × features, twice (scores, then values). */
function attention(event: OpEvent): Dim | null {
  const query = tensorArgument(event, 'query');
  const key = tensorArgument(event, 'key');
  const value = tensorArgument(event, 'value');
  if (!query || !key || !value || key.shape.length < 2) return null;
  const rows = product(query.shape.slice(0, -1));
  const keys = key.shape[key.shape.length - 2]!;
  const features = add(query.shape[query.shape.length - 1]!, value.shape[value.shape.length - 1]!);
  return mul(mul(rows, keys), features);
}

const macRows: Readonly<Record<string, (event: OpEvent) => Dim | null>> = {
  conv1d: convolution,
  conv2d: convolution,
  conv3d: convolution,
  conv_transpose1d: transposed,
  conv_transpose2d: transposed,
  conv_transpose3d: transposed,
  linear,
  matmul,
  mm: matmul,
  bmm: matmul,
  baddbmm: matmul,
  addmm: matmul,
  scaled_dot_product_attention: attention,
};

/** Operations whose output position sees just the same position of each operand. */
const pointwise =
  /^(relu|relu6|elu|selu|celu|gelu|silu|mish|hardswish|hardsigmoid|hardtanh|leaky_relu|prelu|rrelu|sigmoid|tanh|softplus|logsigmoid|softsign|dropout[123]?d?|alpha_dropout|feature_alpha_dropout|batch_norm|add|sub|mul|div|cat|clamp|identity|contiguous|clone|abs|sqrt|exp|pow|neg|threshold|glu|chunk|split|channel_shuffle)$/;

const pointwiseNames = new Map<string, boolean>();

function isPointwise(name: string): boolean {
  let answer = pointwiseNames.get(name);
  if (answer === undefined) pointwiseNames.set(name, (answer = pointwise.test(name)));
  return answer;
}

/**
 * What an operation's outputs see, from what its operands see; null where a position is no position any more (flatten, mean, linear) or it is
 * not known.
 */
export function advanceSight(
  event: OpEvent,
  operands: readonly (readonly ReceptiveField[])[],
  facts: WindowFacts | null,
): readonly ReceptiveField[] | null {
  const [first] = operands;
  if (!first) return null;
  if (isPointwise(event.name)) return operands.length === 1 ? first : operands.reduce(join);
  if (!facts || facts.windows.length !== first.length) return null;
  return facts.windows.map((window, i) =>
    facts.form === 'transposed' ? transposedField(first[i]!, window) : advanceReceptiveField(first[i]!, window),
  );
}

/** An output of a transposed convolution meets ⌈effective kernel / stride⌉ inputs; its neighbours are stride times closer. */
function transposedField(field: ReceptiveField, window: Window): ReceptiveField {
  const reach = ceilDiv(effectiveKernel(window), window.stride);
  return {
    size: add(field.size, mul(sub(reach, 1), field.jump)),
    jump: divideExactly(field.jump, window.stride) ?? 1,
    start: field.start,
  };
}

/** Branches that meet: the one that sees more. */
function join(a: readonly ReceptiveField[], b: readonly ReceptiveField[]): readonly ReceptiveField[] {
  return a.length === b.length ? a.map((field, i) => joinReceptiveFields(field, b[i]!)) : a;
}
