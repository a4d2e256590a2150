/**
 * The one definition of window arithmetic: convolution, pooling, transposed convolution, padding rules, receptive field, and the sentences
 * that say so. Sizes may be symbolic.
 *
 * Formulas: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016); ceil mode and padding='same' as PyTorch has them.
 */
import { atLeast, compare } from './compare';
import { add, ceilDiv, type Dim, floorDiv, maximum, minimum, mul, product, same, sub } from './dim';
import { prettyDim } from './print';
import { numericOutputSize, type NumericWindow } from './windowNumbers';

/** A window along one axis. */
export interface Window {
  readonly kernel: Dim;
  readonly stride: Dim;
  readonly dilation: Dim;
  /** Padding before the first and after the last position. */
  readonly before: Dim;
  readonly after: Dim;
  /** Pooling's ceil_mode: a last window may hang over the end. */
  readonly ceil?: boolean;
}

/** d·(k − 1) + 1: the positions from a window's first to its last. */
export function effectiveKernel({ kernel, dilation }: Window): Dim {
  return add(mul(dilation, sub(kernel, 1)), 1);
}

export function paddedSize(input: Dim, { before, after }: Window): Dim {
  return add(input, add(before, after));
}

/** The smallest legal input: at least one position, and the padded input must hold one window. */
export function smallestInput(window: Window): Dim {
  return maximum(sub(effectiveKernel(window), add(window.before, window.after)), 1);
}

/** Is an input large enough for one window? */
export function holdsWindow(input: Dim, window: Window): 'yes' | 'no' | 'depends' {
  return atLeast(input, smallestInput(window));
}

/** ⌊(n + before + after − d·(k − 1) − 1) / s⌋ + 1; with ceil mode ⌈…⌉, less one where the last window would start in the padding. */
export function outputSize(input: Dim, window: Window): Dim {
  const { stride, before } = window;
  if (typeof input === 'number' && isNumeric(window)) return numericOutputSize(input, window);
  const span = sub(paddedSize(input, window), effectiveKernel(window));
  if (!window.ceil) return add(floorDiv(span, stride), 1);
  const rounded = add(ceilDiv(span, stride), 1);
  // The last window must start inside the input or the padding before it: (out − 1)·s < n + before.
  const start = mul(sub(rounded, 1), stride);
  const limit = add(input, before);
  const inside = atLeast(sub(limit, 1), start);
  if (inside === 'yes') return rounded;
  if (inside === 'no') return sub(rounded, 1);
  // Never in question when one window always reaches past the padding after: then ceil adds at most a window that starts inside.
  if (atLeast(effectiveKernel(window), add(window.after, stride)) === 'yes') return rounded;
  return minimum(rounded, ceilDiv(limit, stride));
}

function isNumeric(w: Window): w is Window & NumericWindow {
  return (
    typeof w.kernel === 'number' &&
    typeof w.stride === 'number' &&
    typeof w.dilation === 'number' &&
    typeof w.before === 'number' &&
    typeof w.after === 'number' &&
    w.stride > 0
  );
}

/** (n − 1)·s − before − after + d·(k − 1) + outputPadding + 1. */
export function transposedOutputSize(input: Dim, window: Window, outputPadding: Dim): Dim {
  const spread = mul(sub(input, 1), window.stride);
  return add(sub(add(spread, effectiveKernel(window)), add(window.before, window.after)), outputPadding);
}

/** PyTorch's padding='same' (stride 1): d·(k − 1) in all, the odd one at the end. */
export function samePadding(kernel: Dim, dilation: Dim): readonly [Dim, Dim] {
  const total = mul(dilation, sub(kernel, 1));
  const before = floorDiv(total, 2);
  return [before, sub(total, before)];
}

/** TensorFlow's padding='same': just enough for ⌈n / s⌉ outputs, the odd one at the end. */
export function samePaddingTensorFlow(input: Dim, kernel: Dim, stride: Dim, dilation: Dim): readonly [Dim, Dim] {
  const outputs = ceilDiv(input, stride);
  const reach = add(mul(dilation, sub(kernel, 1)), 1);
  const total = maximum(sub(add(mul(sub(outputs, 1), stride), reach), input), 0);
  const before = floorDiv(total, 2);
  return [before, sub(total, before)];
}

/** Outputs of TensorFlow's padding='same': ⌈n / s⌉, whatever the kernel. */
export function sameOutputSizeTensorFlow(input: Dim, stride: Dim): Dim {
  return ceilDiv(input, stride);
}

/** How Keras pads a transposed convolution. */
export type KerasPadding = 'valid' | 'same';

/**
 * Keras' Conv…Transpose (deconv_output_length): 'same' n·s, 'valid' n·s + max(d·(k − 1) + 1 − s, 0); with an output padding of its own
 * (n − 1)·s + d·(k − 1) + 1 − 2·p + outputPadding, where p is half the effective kernel for 'same', else 0.
 */
export function transposedOutputSizeKeras(
  input: Dim,
  { kernel, stride, dilation }: Pick<Window, 'kernel' | 'stride' | 'dilation'>,
  padding: KerasPadding,
  outputPadding: Dim | null,
): Dim {
  const reach = add(mul(dilation, sub(kernel, 1)), 1);
  if (outputPadding === null) {
    const spread = mul(input, stride);
    return padding === 'same' ? spread : add(spread, maximum(sub(reach, stride), 0));
  }
  const cut = padding === 'same' ? mul(2, floorDiv(reach, 2)) : 0;
  return add(sub(add(mul(sub(input, 1), stride), reach), cut), outputPadding);
}

/** Windows of unfold (im2col), all axes together: what fold needs as its last size. */
export function blockCount(input: readonly Dim[], windows: readonly Window[]): Dim {
  return product(windows.map((w, i) => outputSize(input[i]!, w)));
}

/** Size after resampling by a factor: ⌊n·f⌋; undefined where a symbolic size is multiplied by a factor that is no small fraction of 2. */
export function resampledSize(input: Dim, factor: number): Dim | undefined {
  if (typeof input === 'number') return Math.floor(input * factor);
  if (Number.isInteger(factor)) return mul(input, factor);
  for (let q = 2; q <= 1024; q *= 2) if (Number.isInteger(factor * q)) return floorDiv(mul(input, factor * q), q);
  return undefined;
}

/** Causal padding: everything before. */
export function causalPadding(kernel: Dim, dilation: Dim): readonly [Dim, Dim] {
  return [mul(dilation, sub(kernel, 1)), 0];
}

/** Real positions (no padding) that no window reads: at the end, and between windows where the stride is longer than the kernel. */
export interface Unread {
  readonly atEnd: number;
  readonly between: number;
}

const allRead: Unread = { atEnd: 0, between: 0 };

/** What a window of known numbers leaves unread of `input` positions; nothing where a setting is symbolic. */
export function unread(input: number, window: Window): Unread {
  const { stride, before, kernel, dilation } = window;
  const outputs = outputSize(input, window);
  if (
    typeof stride !== 'number' ||
    typeof before !== 'number' ||
    typeof kernel !== 'number' ||
    typeof dilation !== 'number' ||
    typeof outputs !== 'number' ||
    outputs < 1
  )
    return allRead;
  const reach = dilation * (kernel - 1) + 1;
  const end = (outputs - 1) * stride + reach - before;
  // Windows side by side without holes in them: only the end can be missed.
  if (dilation === 1 && stride <= kernel) return end >= input ? allRead : { atEnd: input - Math.max(end, 0), between: 0 };
  const length = Math.min(input, 1 << 16);
  const read = new Uint8Array(length);
  for (let start = -before, o = 0; o < outputs && start < length; o++, start += stride)
    for (let k = 0, position = start; k < kernel && position < length; k++, position += dilation)
      if (position >= 0) read[position] = 1;
  let atEnd = 0;
  while (atEnd < length && !read[length - 1 - atEnd]) atEnd++;
  let between = 0;
  for (let i = 0; i < length - atEnd; i++) if (!read[i]) between++;
  return { atEnd, between };
}

/** What one position sees, along one axis of the model's input. */
export interface ReceptiveField {
  /** Input positions it depends on. */
  readonly size: Dim;
  /** Input positions between two neighbours. */
  readonly jump: Dim;
  /** The first input position that the first one sees (negative: padding). */
  readonly start: Dim;
}

/** A position of the input sees itself. */
export const inputReceptiveField: ReceptiveField = { size: 1, jump: 1, start: 0 };

/** Through a window: size + (effective kernel − 1)·jump, jump·stride (Araujo, Norris and Sim, "Computing receptive fields", 2019). */
export function advanceReceptiveField(field: ReceptiveField, window: Window): ReceptiveField {
  return {
    size: add(field.size, mul(sub(effectiveKernel(window), 1), field.jump)),
    jump: mul(field.jump, window.stride),
    start: sub(field.start, mul(window.before, field.jump)),
  };
}

/**
 * Where branches meet: from the first position that one of them sees to the last; the coarser jump. Sizes that cannot be compared give the
 * first branch's.
 */
export function joinReceptiveFields(a: ReceptiveField, b: ReceptiveField): ReceptiveField {
  const { size, jump } = atLeast(a.size, b.size) === 'no' ? b : a;
  const values = [a.start, b.start, a.size, b.size, a.jump, b.jump];
  if (!values.every((v): v is number => typeof v === 'number')) return { size, jump, start: minimum(a.start, b.start) };
  const [startA, startB, sizeA, sizeB, jumpA, jumpB] = values as [number, number, number, number, number, number];
  const start = Math.min(startA, startB);
  return { size: Math.max(startA + sizeA, startB + sizeB) - start, jump: Math.max(jumpA, jumpB), start };
}

/** Multiply-adds of a convolution, bias not counted: outputs × (input channels / groups) × kernel area. */
export function convolutionMultiplyAdds(output: readonly Dim[], outChannels: Dim, channelsPerGroup: Dim, kernel: readonly Dim[]): Dim {
  return product([...output, outChannels, channelsPerGroup, ...kernel]);
}

/** Multiply-adds of a transposed convolution: inputs × (output channels / groups) × kernel area. */
export function transposedMultiplyAdds(input: readonly Dim[], inChannels: Dim, channelsPerGroup: Dim, kernel: readonly Dim[]): Dim {
  return product([...input, inChannels, channelsPerGroup, ...kernel]);
}

/** Multiply-adds of a linear layer on `rows` vectors. */
export function linearMultiplyAdds(rows: Dim, inFeatures: Dim, outFeatures: Dim): Dim {
  return product([rows, inFeatures, outFeatures]);
}

/** A size for people: the minus sign, and dots for products. */
function words(d: Dim): string {
  return prettyDim(d).replaceAll('-', '−');
}

/** A size inside a formula: what is not one number or word stands in parentheses. */
function part(d: Dim): string {
  const text = words(d);
  return /^[\w?]+$/.test(text) ? text : `(${text})`;
}

/** `⌊(16 + 2·0 − 3) / 2⌋ + 1 = 7`: the formula with the numbers put in. */
export function explainOutput(input: Dim, window: Window): string {
  const { kernel, stride, dilation, before, after, ceil } = window;
  const padding = same(before, after) ? `2·${part(before)}` : `${part(before)} + ${part(after)}`;
  // A negative padding cuts: its sign is in the parentheses that part puts.
  const reach = dilation === 1 ? part(kernel) : `${part(dilation)}·(${part(kernel)} − 1) − 1`;
  const inside = `${part(input)} + ${padding} − ${reach}`;
  const output = outputSize(input, window);
  const result = words(output);
  if (stride === 1) return `${inside} + 1 = ${result}`;
  const [open, close] = ceil ? '⌈⌉' : '⌊⌋';
  const formula = `${open}(${inside}) / ${part(stride)}${close} + 1`;
  if (!ceil) return `${formula} = ${result}`;
  const rounded = add(ceilDiv(sub(paddedSize(input, window), effectiveKernel(window)), stride), 1);
  if (same(rounded, output)) return `${formula} = ${result}`;
  const less = compare(sub(rounded, 1), output).is === 'equal';
  return less
    ? `${formula} − 1 = ${result}, as the last window would start in the padding`
    : `${formula}, 1 less where the last window would start in the padding: ${result}`;
}

/** `(7 − 1)·2 − 2·1 + 4 + 0 = 14` for a transposed convolution. */
export function explainTransposed(input: Dim, window: Window, outputPadding: Dim): string {
  const { kernel, stride, dilation, before, after } = window;
  const padding = same(before, after) ? `2·${part(before)}` : `${part(before)} − ${part(after)}`;
  const reach = dilation === 1 ? part(kernel) : `${part(dilation)}·(${part(kernel)} − 1) + 1`;
  const extra = outputPadding === 0 ? '' : ` + ${part(outputPadding)}`;
  return `(${part(input)} − 1)·${part(stride)} − ${padding} + ${reach}${extra} = ${words(transposedOutputSize(input, window, outputPadding))}`;
}

/** What the padding of a layer does, axis by axis. */
export interface PaddingEffect {
  readonly input: readonly Dim[];
  readonly output: readonly Dim[];
  /** The output without any padding. */
  readonly without: readonly Dim[];
  readonly keeps: boolean;
  readonly padded: boolean;
  /** The padding differs before and after. */
  readonly uneven: boolean;
  /** Per axis, for numbers only. */
  readonly unread: readonly Unread[];
}

export function paddingEffect(input: readonly Dim[], windows: readonly Window[]): PaddingEffect {
  const output = windows.map((w, i) => outputSize(input[i]!, w));
  return {
    input,
    output,
    without: windows.map((w, i) => outputSize(input[i]!, { ...w, before: 0, after: 0 })),
    keeps: output.every((o, i) => same(o, input[i]!) || compare(o, input[i]!).is === 'equal'),
    padded: windows.some((w) => w.before !== 0 || w.after !== 0),
    uneven: windows.some((w) => !same(w.before, w.after)),
    unread: windows.map((w, i) => (typeof input[i] === 'number' ? unread(input[i], w) : allRead)),
  };
}

const sidesText = (sides: readonly Dim[]): string => sides.map((d) => (sides.length > 1 ? part(d) : words(d))).join('×');

/** The short text of a hint: `keeps 32×32`, `32×32 → 30×30`, `last row, column unread`, `+2 left, +3 right`. */
export function paddingHint(effect: PaddingEffect, windows: readonly Window[]): string {
  const parts: string[] = [];
  if (effect.uneven) parts.push(unevenText(windows));
  const lost = unreadText(effect);
  if (effect.keeps) parts.push(`keeps ${sidesText(effect.input)}`);
  else if (!lost) parts.push(`${sidesText(effect.input)} → ${sidesText(effect.output)}`);
  if (lost) parts.push(`${lost} unread`);
  return parts.join(', ');
}

/** `+2 left, +3 right` of the last axis that is padded unevenly; a side without padding is left out. */
function unevenText(windows: readonly Window[]): string {
  const fromEnd = [...windows].reverse().findIndex((w) => !same(w.before, w.after));
  const { before, after } = windows[windows.length - 1 - fromEnd]!;
  const names = [
    ['left', 'right'],
    ['top', 'bottom'],
    ['front', 'back'],
  ][fromEnd] ?? ['before', 'after'];
  const sides: string[] = [];
  if (before !== 0) sides.push(`+${words(before)} ${names[0]!}`);
  if (after !== 0) sides.push(`+${words(after)} ${names[1]!}`);
  return sides.join(', ');
}

const axisNames: Readonly<Record<number, readonly string[]>> = {
  1: ['position'],
  2: ['row', 'column'],
  3: ['slice', 'row', 'column'],
};

/** `last row, column`, `last 2 rows`; '' where everything is read to the end. */
export function unreadText(effect: PaddingEffect): string {
  const names = axisNames[effect.unread.length] ?? [];
  const counts = effect.unread.map((u) => u.atEnd);
  const used = counts.map((count, i) => ({ count, name: names[i] ?? `axis ${i}` })).filter((x) => x.count > 0);
  if (used.length === 0) return '';
  if (used.every((x) => x.count === 1)) return `last ${used.map((x) => x.name).join(', ')}`;
  return `last ${used.map((x) => `${x.count} ${x.name}${x.count === 1 ? '' : 's'}`).join(', ')}`;
}

/** The sizes of one axis, one window after the other, up to the first that is no size any more: 28, 14, 7, 3, 1, 0. */
export function trailOf(input: Dim, windows: readonly Window[]): Dim[] {
  const sizes = [input];
  for (const window of windows) {
    const next = outputSize(sizes[sizes.length - 1]!, window);
    sizes.push(next);
    if (atLeast(next, 1) === 'no') break;
  }
  return sizes;
}

/** `28 → 14 → 7 → 3 → 1`. */
export function trailText(sizes: readonly Dim[]): string {
  return sizes.map(words).join(' → ');
}
