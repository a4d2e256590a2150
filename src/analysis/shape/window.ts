/**
 * The one definition of window arithmetic: convolution, pooling, transposed convolution, padding rules, receptive field, and the sentences
 * that say so. Sizes may be symbolic.
 *
 * Formulas: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016); ceil mode and padding='same' as PyTorch has them.
 */
import { atLeast } from './compare';
import { add, ceilDiv, type Dim, floorDiv, maximum, minimum, mul, sub } from './dim';
import { prettyDim } from './print';

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

/** The smallest legal input: the padded input must hold one window. */
export function smallestInput(window: Window): Dim {
  return sub(effectiveKernel(window), add(window.before, window.after));
}

/** ⌊(n + before + after − d·(k − 1) − 1) / s⌋ + 1; with ceil mode ⌈…⌉, less one where the last window would start in the padding. */
export function outputSize(input: Dim, window: Window): Dim {
  const { stride, before } = window;
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

/** Causal padding: everything before. */
export function causalPadding(kernel: Dim, dilation: Dim): readonly [Dim, Dim] {
  return [mul(dilation, sub(kernel, 1)), 0];
}

/** Real positions (no padding) that no window reads: at the end, and between windows where the stride is longer than the kernel. */
export interface Unread {
  readonly atEnd: number;
  readonly between: number;
}

export function unread(input: number, window: Window): Unread {
  const { stride, before, kernel, dilation } = window;
  const outputs = outputSize(input, window);
  if (![stride, before, kernel, dilation, outputs].every((d) => typeof d === 'number')) return { atEnd: 0, between: 0 };
  const read = new Uint8Array(Math.min(input, 1 << 20));
  for (let o = 0; o < (outputs as number); o++)
    for (let k = 0; k < (kernel as number); k++) {
      const position = o * (stride as number) + k * (dilation as number) - (before as number);
      if (position >= 0 && position < read.length) read[position] = 1;
    }
  let atEnd = 0;
  while (atEnd < read.length && !read[read.length - 1 - atEnd]) atEnd++;
  let between = 0;
  for (let i = 0; i < read.length - atEnd; i++) if (!read[i]) between++;
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

/** Where branches meet: the one that sees more. */
export function joinReceptiveFields(a: ReceptiveField, b: ReceptiveField): ReceptiveField {
  return atLeast(a.size, b.size) === 'no' ? b : a;
}

/** A size inside a formula. */
function part(d: Dim): string {
  const text = prettyDim(d);
  return /[ ]/.test(text) ? `(${text})` : text;
}

/** `⌊(16 + 2·0 − 3) / 2⌋ + 1 = 7`: the formula with the numbers put in. */
export function explainOutput(input: Dim, window: Window): string {
  const { kernel, stride, dilation, before, after, ceil } = window;
  const padding = before === after ? `2·${part(before)}` : `${part(before)} + ${part(after)}`;
  const reach = dilation === 1 ? part(kernel) : `${part(dilation)}·(${part(kernel)} − 1) − 1`;
  const inside = `${part(input)} + ${padding} − ${reach}`;
  const [open, close] = ceil ? '⌈⌉' : '⌊⌋';
  const result = prettyDim(outputSize(input, window));
  const formula = stride === 1 ? `${inside} + 1` : `${open}(${inside}) / ${part(stride)}${close} + 1`;
  return `${formula} = ${result}`;
}

/** `(7 − 1)·2 − 2·1 + 4 + 0 = 14` for a transposed convolution. */
export function explainTransposed(input: Dim, window: Window, outputPadding: Dim): string {
  const { kernel, stride, dilation, before, after } = window;
  const padding = before === after ? `2·${part(before)}` : `${part(before)} − ${part(after)}`;
  const reach = dilation === 1 ? part(kernel) : `${part(dilation)}·(${part(kernel)} − 1) + 1`;
  const extra = outputPadding === 0 ? '' : ` + ${part(outputPadding)}`;
  return `(${part(input)} − 1)·${part(stride)} − ${padding} + ${reach}${extra} = ${prettyDim(transposedOutputSize(input, window, outputPadding))}`;
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
  const bare = windows.map((w, i) => outputSize(input[i]!, { ...w, before: 0, after: 0 }));
  return {
    input,
    output,
    without: bare,
    keeps: windows.every((_, i) => output[i] === input[i] || prettyDim(output[i]!) === prettyDim(input[i]!)),
    padded: windows.some((w) => w.before !== 0 || w.after !== 0),
    uneven: windows.some((w) => w.before !== w.after),
    unread: windows.map((w, i) => (typeof input[i] === 'number' ? unread(input[i] as number, w) : { atEnd: 0, between: 0 })),
  };
}

const sidesText = (sides: readonly Dim[]) => sides.map(prettyDim).join('×');

/** The short text of a hint: `keeps 32×32`, `32×32 → 30×30`, `last row, column unread`, `+2 left, +3 right`. */
export function paddingHint(effect: PaddingEffect, windows: readonly Window[]): string {
  const parts: string[] = [];
  if (effect.uneven) {
    const last = windows[windows.length - 1]!;
    parts.push(windows.length === 1 || last.before !== last.after ? `+${prettyDim(last.before)} left, +${prettyDim(last.after)} right` : 'uneven');
  }
  const lost = unreadText(effect);
  if (effect.keeps) parts.push(`keeps ${sidesText(effect.input)}`);
  else if (!lost) parts.push(`${sidesText(effect.input)} → ${sidesText(effect.output)}`);
  if (lost) parts.push(`${lost} unread`);
  return parts.join(', ');
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

/** `28 → 14 → 7 → 3 → 1`. */
export function trailText(sizes: readonly Dim[]): string {
  return sizes.map(prettyDim).join(' → ');
}
