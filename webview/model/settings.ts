/** A layer's settings in a few words and as table columns, from the report's settings or the operation's arguments. */
import type { Graph, Plain } from '../../src/analysis/shape/graph';
import type { Step } from './steps';
import { isPlanes } from '../stage/operation';
import { elements } from './elements';

type Settings = Readonly<Record<string, Plain>>;

/** The settings of a step under PyTorch's names. */
export function settingsOf(step: Step, graph: Graph | null): Settings {
  if (step.row) return step.row.settings;
  return graph?.nodes[step.nodes[0] ?? -1]?.args ?? {};
}

/** `3`, `3×3` or `same` for a number, a list of numbers or a word; null for anything else. */
export function sizeText(value: Plain | undefined): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((v) => typeof v === 'number' || typeof v === 'string')
  ) {
    return value.length > 1 && value.every((v) => v === value[0]) && value.length === 2
      ? String(value[0])
      : value.join('×');
  }
  return null;
}

const kernelText = (value: Plain | undefined, axes: number): string | null => {
  if (typeof value === 'number') return Array.from({ length: axes }, () => value).join('×');
  return Array.isArray(value) && value.every((v) => typeof v === 'number') ? value.join('×') : null;
};

/** Number of spatial axes a class or operation name says. */
const axesOf = (type: string): number => Number(/([123])d$/i.exec(type)?.[1] ?? 0);

/** What stands behind the name: `8→16 3×3 stride 2`. */
export function describe(step: Step, graph: Graph | null): string {
  const settings = settingsOf(step, graph);
  const words: string[] = [];
  const from = sizeText(settings['in_channels'] ?? settings['in_features']);
  const to = sizeText(settings['out_channels'] ?? settings['out_features']);
  if (from !== null && to !== null) words.push(`${from}→${to}`);
  const axes = axesOf(step.type);
  const kernel = axes > 0 ? kernelText(settings['kernel_size'], axes) : null;
  if (kernel !== null) words.push(kernel);
  else if (axes > 0 && settings['output_size'] !== undefined)
    words.push(`→ ${sizeText(settings['output_size']) ?? '?'}`);
  if (kernel !== null) {
    const stride = sizeText(settings['stride']);
    const padding = sizeText(settings['padding']);
    const dilation = sizeText(settings['dilation']);
    const groups = sizeText(settings['groups']);
    if (stride !== null && stride !== '1') words.push(`stride ${stride}`);
    if (padding !== null && padding !== '0') words.push(`pad ${padding}`);
    if (dilation !== null && dilation !== '1') words.push(`dilation ${dilation}`);
    if (groups !== null && groups !== '1')
      words.push(groups === from ? 'depthwise' : `groups ${groups}`);
    const mode = settings['padding_mode'];
    if (typeof mode === 'string' && mode !== 'zeros') words.push(mode);
  } else if (/norm/i.test(step.type)) {
    const features = sizeText(
      settings['num_features'] ?? settings['num_channels'] ?? settings['normalized_shape'],
    );
    if (features !== null) words.push(features);
  } else if (/dropout/i.test(step.type) && typeof settings['p'] === 'number')
    words.push(`p ${settings['p']}`);
  return words.join(' ');
}

/** A class name that only repeats the name beside it says nothing new. */
export const typeText = (step: Step, label = step.name): string =>
  step.type.toLowerCase() === label.toLowerCase() ? '' : step.type;

/** Bytes of the output in single precision, null where a size is no number. */
export function outputBytes(shape: Step['output']): number | null {
  const count = elements(shape);
  return count === null ? null : 4 * count;
}

/** Whether a step's output can be drawn as maps. */
export const drawsMaps = (step: Step): boolean =>
  step.output !== null &&
  isPlanes(step.output.map((size) => (typeof size === 'number' ? size : null)));
