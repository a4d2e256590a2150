/** What a hover says of a layer: the arithmetic with the numbers put in. */
import type { OpEvent } from '../interpreter/trace';
import { Tensor } from '../interpreter/values';
import { add, type Dim, mul, product } from '../shape/dim';
import { prettyDim } from '../shape/print';
import { explainOutput, explainTransposed, paddingEffect, paddingHint, unreadText } from '../shape/window';
import type { WindowFacts } from './facts';
import type { Count, LayerExplanation } from './report';
import { argument, tensorArgument } from './settings';
import { sizeOf, tensorsIn } from './shapes';

const nothing: LayerExplanation = { shape: [], params: null, padding: null, paddingNotes: [], fullyConnected: null };

/**
 * @param ops the operations of one call of the layer
 * @param windows the geometry of those that have one
 */
export function explainLayer(ops: readonly OpEvent[], windows: ReadonlyMap<OpEvent, WindowFacts>, params: Dim | null): LayerExplanation {
  // The layer's own operation; a padding layer's or a reshape before it says nothing of its arithmetic.
  const main = ops.find((op) => windows.has(op)) ?? ops.find((op) => op.name === 'linear') ?? ops[0];
  if (!main) return nothing;
  const facts = windows.get(main);
  const text = params === null || params === 0 ? null : paramsText(main, params);
  if (!facts) return text === null ? nothing : { ...nothing, params: text };
  const { shape, padding, paddingNotes } = windowTexts(facts);
  return { shape, params: text, padding, paddingNotes, fullyConnected: facts.form === 'pooling' ? null : fullyConnected(main, params) };
}

type WindowTexts = Pick<LayerExplanation, 'shape' | 'padding' | 'paddingNotes'>;

/** A network has a few geometries, many times: their sentences are made once. */
const knownTexts = new Map<string, WindowTexts>();
const MOST_TEXTS = 2000;

function windowTexts(facts: WindowFacts): WindowTexts {
  const key = keyOf(facts);
  let texts = knownTexts.get(key);
  if (!texts) {
    if (knownTexts.size >= MOST_TEXTS) knownTexts.clear();
    texts = { shape: shapeSentences(facts), ...paddingTexts(facts) };
    knownTexts.set(key, texts);
  }
  return texts;
}

function keyOf({ form, windows, input, outputPadding }: WindowFacts): string {
  let key: string = form;
  for (const [i, w] of windows.entries())
    key += `;${sizeKey(input[i]!)},${sizeKey(w.kernel)},${sizeKey(w.stride)},${sizeKey(w.dilation)},${sizeKey(w.before)},${sizeKey(w.after)},${w.ceil ? 1 : 0}`;
  if (outputPadding) for (const size of outputPadding) key += `+${sizeKey(size)}`;
  return key;
}

function sizeKey(size: Dim): string | number {
  return typeof size === 'number' ? size : size.key;
}

/** One sentence for each axis that differs. */
function shapeSentences(facts: WindowFacts): string[] {
  const sentences = facts.windows.map((window, i) =>
    facts.form === 'transposed'
      ? explainTransposed(facts.input[i]!, window, facts.outputPadding?.[i] ?? 0)
      : explainOutput(facts.input[i]!, window),
  );
  return [...new Set(sentences)];
}

/** `64·(3·7·7) = 9,408`, `16·8·3·3 + 16 = 1,168`. */
function paramsText(op: OpEvent, params: Dim): string | null {
  const weight = tensorArgument(op, 'weight');
  if (!weight) return null;
  const bias = argument(op, 'bias') instanceof Tensor ? tensorArgument(op, 'bias') : null;
  const key = `${weight.shape.map(sizeKey).join()}+${bias ? bias.shape.map(sizeKey).join() : ''}=${sizeKey(params)}`;
  let text = knownProducts.get(key);
  if (text === undefined) {
    if (knownProducts.size >= MOST_TEXTS) knownProducts.clear();
    knownProducts.set(key, (text = productText(weight.shape, bias?.shape ?? null, params)));
  }
  return text;
}

const knownProducts = new Map<string, string | null>();

function productText(weight: readonly Dim[], bias: readonly Dim[] | null, params: Dim): string | null {
  const factors = weight.map(prettyDim).join('·');
  const text = bias ? `${factors} + ${bias.map(prettyDim).join('·')}` : factors;
  // Anything else the layer owns is not in this product: then the formula would be wrong.
  const counted = add(product(weight), bias ? product(bias) : 0);
  if (prettyDim(counted) !== prettyDim(params)) return null;
  return typeof params === 'number' ? `${text} = ${params.toLocaleString('en-US')}` : text;
}

function paddingTexts(facts: WindowFacts | null): Pick<LayerExplanation, 'padding' | 'paddingNotes'> {
  if (!facts || facts.form === 'transposed') return { padding: null, paddingNotes: [] };
  const effect = paddingEffect(facts.input, facts.windows);
  const sides = (list: readonly Dim[]) => list.map(prettyDim).join('×');
  const notes: string[] = [];
  if (effect.padded) {
    const each = facts.windows.map((w) => (w.before === w.after ? prettyDim(w.before) : `${prettyDim(w.before)}+${prettyDim(w.after)}`));
    notes.push(`Padding ${[...new Set(each)].join('×')}: ${sides(effect.input)} gives ${sides(effect.output)}; without it ${sides(effect.without)}.`);
  }
  const lost = unreadText(effect);
  if (lost) notes.push(`The ${lost.replace(/, /, ' and ')} ${/\d|,/.test(lost) ? 'are' : 'is'} never read.`);
  const between = effect.unread.some((u) => u.between > 0);
  if (between) notes.push('The stride is longer than the kernel: pixels between the windows are never read.');
  const worthSaying = facts.form === 'convolution' || lost !== '' || effect.padded;
  return { padding: worthSaying ? paddingHint(effect, facts.windows) : null, paddingNotes: notes };
}

/** The same mapping as a matrix: every input to every output, and a bias per output. */
function fullyConnected(op: OpEvent, params: Dim | null): LayerExplanation['fullyConnected'] {
  const input = tensorArgument(op, 'input');
  const output = tensorsIn(op.result)[0];
  if (!input || !(output instanceof Tensor) || !output.shape) return null;
  const spatial = /([123])d$/.exec(op.name);
  const axes = Number(spatial?.[1] ?? 0) + 1;
  const outputs = product(output.shape.slice(-axes));
  const total = add(mul(product(input.shape.slice(-axes)), outputs), argument(op, 'bias') instanceof Tensor ? outputs : 0);
  const count: Count = sizeOf(total);
  const ratio = typeof total === 'number' && typeof params === 'number' && params > 0 ? total / params : null;
  return { params: count, ratio };
}
