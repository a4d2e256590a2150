/** The rows of the lists of input sizes: what a size looks like, which one fits a model, what is wrong with one that was typed. */
import * as vscode from 'vscode';
import type { Shape, Size } from '../analysis/report/report';
import type { FoundInput } from '../analysis/session/inputs/find';
import { parseShapes, ShapesError } from '../analysis/session/inputs/shapesText';
import type { WorkingSizes } from '../analysis/session/inputs/workingSizes';
import type { FoundInFile } from './projectInputs';
import { shapeText } from './texts';

/** Pictures that people train on: channels, side. */
const common: readonly (readonly [string, number, number])[] = [
  ['MNIST', 1, 28],
  ['CIFAR', 3, 32],
  ['Tiny ImageNet', 3, 64],
  ['STL-10', 3, 96],
  ['ImageNet', 3, 224],
  ['Inception', 3, 299],
];

export interface SizeItem extends vscode.QuickPickItem {
  /** The size as text; null: no size but an action. */
  readonly size: string | null;
  readonly action?: 'comment' | 'forget' | 'sizes' | 'none';
  readonly place?: FoundInFile;
}

export const goButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('go-to-file'),
  tooltip: vscode.l10n.t('Go to it'),
};
export const commentButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('comment'),
  tooltip: vscode.l10n.t('Write it as a comment'),
};

/** `1x3x224x224`, as directives and the command line read it; null where a rank is not known. */
export function sizeText(shapes: readonly Shape[]): string | null {
  const texts = shapes.map(
    (shape) => shape?.map((s) => (s === null ? '?' : String(s))).join('x') ?? null,
  );
  return texts.length === 0 || texts.includes(null) ? null : texts.join(',');
}

export const shown = (size: string): string =>
  size.replace(/(?<=[\w?])x(?=[\d?A-Z])|(?<=\d)x/g, '×').replace(/,/g, ', ');

export function readable(size: string): boolean {
  try {
    parseShapes(size);
    return true;
  } catch {
    return false;
  }
}

/** The size typed so far as an item, or why it is none; undefined while it is still a filter. */
export function typedItem(value: string, wanted: Shape): SizeItem | undefined {
  const text = value.trim();
  if (!/^(?:\d|\w\s*[x×]|[([])/.test(text)) return undefined;
  const mistake = mistakeIn(text, wanted);
  return mistake === null
    ? {
        label: shown(text),
        description: vscode.l10n.t('use this size'),
        size: text.replace(/×/g, 'x').replace(/\s+/g, ''),
        alwaysShow: true,
      }
    : { label: text, description: mistake, size: null, alwaysShow: true };
}

/** Why a text is no size for a model; null where it is one. */
export function mistakeIn(text: string, wanted: Shape): string | null {
  try {
    const [first] = parseShapes(text);
    const dims = first!.dims;
    if (!wanted) return null;
    const example = wanted
      .map((s, i) =>
        typeof s === 'number'
          ? s
          : typeof s === 'string' && /^\w+$/.test(s)
            ? s
            : (['N', 'C', 'H', 'W'][i] ?? '?'),
      )
      .join('×');
    // A picture without its batch is taken as well: PyTorch does.
    if (dims.length !== wanted.length && dims.length !== wanted.length - 1)
      return vscode.l10n.t(
        '{0} sizes, but the model takes {1}: {2}',
        dims.length,
        wanted.length,
        example,
      );
    const channels = wanted.length > 2 ? wanted[1] : undefined;
    const given = dims[dims.length === wanted.length ? 1 : 0];
    if (typeof channels === 'number' && typeof given === 'number' && given !== channels)
      return vscode.l10n.t('{0} channels, but the first layer takes {1}', given, channels);
    return null;
  } catch (error) {
    return error instanceof ShapesError ? error.message : String(error);
  }
}

/** A size found somewhere in the form that a model takes; null where it is for another kind of model. */
export function fitted({ sizes }: Pick<FoundInput, 'sizes'>, wanted: Shape): string | null {
  if (!wanted || sizes.length !== wanted.length) return null;
  const filled: Size[] = sizes.map((size, i) => size ?? (i === 0 ? 1 : (wanted[i] ?? null)));
  if (filled.some((s) => s === null || (typeof s === 'string' && !/^\w+$/.test(s)))) return null;
  const fits = wanted.every(
    (want, i) => i !== 1 || wanted.length < 3 || typeof want !== 'number' || filled[i] === want,
  );
  return fits ? filled.join('x') : null;
}

/** Data sets whose pictures have the model's channels; a model for other channels gets the usual sides. */
export function commonItems(wanted: Shape): SizeItem[] {
  if (wanted?.length !== 4) return [];
  const channels = typeof wanted[1] === 'number' ? wanted[1] : null;
  return common
    .filter(([, own]) => channels !== 3 || own === 3)
    .map(([name, own, side]) => {
      const size = [1, channels ?? own, side, side].join('x');
      const changed = channels !== null && channels !== own;
      const description = changed ? vscode.l10n.t('as large as {0}', name) : name;
      return { label: shown(size), description, size, buttons: [commentButton] };
    });
}

/** The answer in one line: "H and W divisible by 16, at least 16". */
export function workingText({ smallest, condition, only, reason, input }: WorkingSizes): string {
  const parts: string[] = [];
  if (only)
    parts.push(
      only.first === only.last
        ? vscode.l10n.t('Only {0}: {1}', only.first, only.because)
        : vscode.l10n.t('Only {0} to {1}: {2}', only.first, only.last, only.because),
    );
  if (condition) parts.push(condition);
  if (!smallest && !reason) parts.push(vscode.l10n.t('No size was found that works'));
  if (smallest && !only) parts.push(vscode.l10n.t('{0} is the smallest', shapeText(smallest)));
  if (reason) parts.push(reason);
  return parts.join(' · ') || shapeText(input);
}

/** Sizes to take: the smallest, round ones, those of common data sets. */
export function workingItems({ smallest, input, sides, only }: WorkingSizes): SizeItem[] {
  if (!smallest || !input) return [];
  const open = input.map((s, i) => i > 0 && typeof s === 'string');
  const at = (side: number): string => smallest.map((s, i) => (open[i] ? side : s)).join('x');
  const names = new Map(common.map(([name, , side]) => [side, name]));
  const round = [32, 64, 96, 128, 224, 256, 299, 384, 512, 1024];
  const works = new Set(sides);
  const shownSides = only
    ? sides.slice(0, 12)
    : [...new Set([...sides.slice(0, 3), ...round.filter((s) => works.has(s))])].sort(
        (a, b) => a - b,
      );
  const items = (shownSides.length > 0 ? shownSides.map(at) : [smallest.join('x')]).map(
    (size, i): SizeItem => {
      const side = shownSides[i];
      const description = [
        i === 0 ? vscode.l10n.t('the smallest') : '',
        side !== undefined ? (names.get(side) ?? '') : '',
      ]
        .filter(Boolean)
        .join(' · ');
      return { label: shown(size), description, size, buttons: [commentButton] };
    },
  );
  return items;
}
