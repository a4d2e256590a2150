/** "Set Input Size…" and "What Sizes Work?": sizes found in the project, common data sets, one of one's own; remembered per model in the workspace. */
import * as vscode from 'vscode';
import type { ModelReport, Shape, Size } from '../analysis/report/report';
import type { FoundInput } from '../analysis/session/inputs/find';
import { parseShapes, ShapesError } from '../analysis/session/inputs/shapesText';
import type { WorkingSizes } from '../analysis/session/inputs/workingSizes';
import { type FoundInFile, ProjectInputs } from './projectInputs';
import type { Reports } from './reports';
import { locate, type Source } from './sources';
import { shapeText } from './texts';
import type { AnalysisClient } from './worker/client';

const memory = 'convlens.inputs';
type Choices = Record<string, Record<string, string>>;

/** Pictures that people train on: channels, side. */
const common: readonly (readonly [string, number, number])[] = [
  ['MNIST', 1, 28],
  ['CIFAR', 3, 32],
  ['Tiny ImageNet', 3, 64],
  ['STL-10', 3, 96],
  ['ImageNet', 3, 224],
  ['Inception', 3, 299],
];

interface SizeItem extends vscode.QuickPickItem {
  /** The size as text; null: no size but an action. */
  readonly size: string | null;
  readonly action?: 'comment' | 'forget' | 'sizes' | 'none';
  readonly place?: FoundInFile;
}

export class InputSizes {
  private readonly project: ProjectInputs;

  constructor(
    private readonly state: vscode.Memento,
    client: AnalysisClient,
  ) {
    this.project = new ProjectInputs(client);
  }

  /** What was chosen for the models of a source. */
  of(source: Source): Readonly<Record<string, string>> {
    return this.state.get<Choices>(memory, {})[source.key] ?? {};
  }

  async set(source: Source, model: string, shape: string | undefined): Promise<void> {
    const all = { ...this.state.get<Choices>(memory, {}) };
    const own = { ...all[source.key] };
    if (shape === undefined) delete own[model];
    else own[model] = shape;
    if (Object.keys(own).length > 0) all[source.key] = own;
    else delete all[source.key];
    await this.state.update(memory, all);
  }

  /** Asks, remembers, and analyses again. `shape`: already picked. */
  async choose(source: Source, reports: Reports, modelName: string, shape: string | null): Promise<void> {
    const model = reports.latest(source.key)?.report.models.find((m) => m.name === modelName);
    if (!model) return;
    if (shape !== null) return this.use(source, reports, model, shape);
    const items = await this.items(source, model);
    const wanted = model.inputs[0]?.shape ?? null;
    const picked = await this.pick(vscode.l10n.t('Input size of {0}', model.name), vscode.l10n.t('Pick a size, or type one: 1x3x224x224, Nx3xHxW'), items, wanted, source, reports, model);
    if (!picked) return;
    if (picked.action === 'comment') return this.writeComment(source, reports, model, null);
    if (picked.action === 'sizes') return this.showWorking(source, reports, modelName);
    await this.use(source, reports, model, picked.action === 'forget' ? undefined : (picked.size ?? undefined));
  }

  /** "What sizes work?": the smallest, what must divide it, and some to take. */
  async showWorking(source: Source, reports: Reports, modelName: string): Promise<void> {
    const model = reports.latest(source.key)?.report.models.find((m) => m.name === modelName);
    const sizes = model && (await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for sizes that work') }, () => reports.workingSizes(source, modelName)));
    if (!model || !sizes) return;
    const items = workingItems(sizes);
    const picked = await this.pick(vscode.l10n.t('What sizes work for {0}?', modelName), workingText(sizes), items, null, source, reports, model);
    if (picked?.size) await this.use(source, reports, model, picked.size);
  }

  private async use(source: Source, reports: Reports, model: ModelReport, size: string | undefined): Promise<void> {
    await this.set(source, model.name, size);
    reports.refresh(source.key);
  }

  /** What "Set Input Size…" offers. */
  async items(source: Source, model: ModelReport): Promise<SizeItem[]> {
    const items: SizeItem[] = [];
    const offered = new Set<string>();
    const [input] = model.inputs;
    const group = (title: string, members: readonly SizeItem[]): void => {
      const fresh = members.filter((m) => m.size === null || !offered.has(m.size));
      if (fresh.length > 0) items.push({ label: title, kind: vscode.QuickPickItemKind.Separator, size: null });
      for (const member of fresh) if (member.size !== null) offered.add(member.size);
      items.push(...fresh);
    };
    const current = sizeText(model.inputs.map((i) => i.shape));
    const usable = current !== null && !current.includes('?');
    group(vscode.l10n.t('Now'), [{ label: usable ? shown(current) : vscode.l10n.t('not known'), description: input?.sourceText ?? '', size: usable ? current : null, action: 'none', alwaysShow: true }]);
    const found = await this.project.find(source);
    group(
      vscode.l10n.t('Found in the project'),
      found.flatMap((f) => {
        const size = fitted(f.found, input?.shape ?? null);
        return size === null ? [] : [{ label: shown(size), description: `${f.label}:${f.found.line}`, detail: f.found.text, size, place: f, buttons: [goButton, commentButton] }];
      }),
    );
    group(vscode.l10n.t('Common data sets'), commonItems(input?.shape ?? null));
    group('', [
      { label: `$(question) ${vscode.l10n.t('What sizes work?')}`, description: vscode.l10n.t('the smallest, and what must divide it'), size: null, action: 'sizes', alwaysShow: true },
      ...(usable ? [{ label: `$(comment) ${vscode.l10n.t('Write it as a comment')}`, description: `# convlens: input=${current}`, size: null, action: 'comment' as const, alwaysShow: true }] : []),
      ...(this.of(source)[model.name] === undefined ? [] : [{ label: `$(discard) ${vscode.l10n.t('Forget the choice')}`, description: shown(this.of(source)[model.name]!), size: null, action: 'forget' as const, alwaysShow: true }]),
    ]);
    return items;
  }

  /** A list to pick from, in which a size can be typed as well. */
  private pick(title: string, placeholder: string, items: readonly SizeItem[], wanted: Shape, source: Source, reports: Reports, model: ModelReport): Promise<SizeItem | undefined> {
    const picker = vscode.window.createQuickPick<SizeItem>();
    picker.title = title;
    picker.placeholder = placeholder;
    picker.items = items;
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.onDidChangeValue((value) => {
      const typed = typedItem(value, wanted);
      picker.items = typed ? [typed, ...items] : items;
    });
    picker.onDidTriggerItemButton(({ item, button }) => {
      if (button === commentButton && item.size) {
        picker.hide();
        void this.writeComment(source, reports, model, item.size);
      } else if (item.place) void goTo(item.place);
    });
    return new Promise((resolve) => {
      picker.onDidAccept(() => {
        const [chosen] = picker.selectedItems;
        // A size that cannot be read stays in the field, with the reason beside it.
        if (!chosen || (chosen.size === null && chosen.action === undefined)) return;
        resolve(chosen.action === 'none' ? undefined : chosen);
        picker.hide();
      });
      picker.onDidHide(() => {
        resolve(undefined);
        picker.dispose();
      });
      picker.show();
    });
  }

  /** Writes the size above the class, or over the comment that stated it until now; the choice is then no longer needed. */
  async writeComment(source: Source, reports: Reports, model: ModelReport, size: string | null): Promise<void> {
    const text = size ?? sizeText(model.inputs.map((i) => i.shape));
    const [input] = model.inputs;
    const at = locate(source, { ...model.place, end: model.place.start });
    if (!at || text === null || text.includes('?') || !readable(text)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Set a size first: {0} cannot be written as a comment.', shapeText(input?.shape ?? null)));
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    const old = input?.source === 'comment-directive' && input.place ? locate(source, input.place) : undefined;
    if (old) edit.replace(old.document.uri, old.range, `# convlens: input=${text}`);
    else {
      const line = at.document.lineAt(at.range.start.line);
      const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
      edit.insert(at.document.uri, new vscode.Position(line.lineNumber, 0), `${indent}# convlens: input=${text}\n`);
    }
    if (!(await vscode.workspace.applyEdit(edit))) return;
    await this.set(source, model.name, undefined);
    reports.refresh(source.key);
  }
}

const goButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: vscode.l10n.t('Go to it') };
const commentButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('comment'), tooltip: vscode.l10n.t('Write it as a comment') };

/** `1x3x224x224`, as directives and the command line read it; null where a rank is not known. */
function sizeText(shapes: readonly Shape[]): string | null {
  const texts = shapes.map((shape) => shape?.map((s) => (s === null ? '?' : String(s))).join('x') ?? null);
  return texts.length === 0 || texts.includes(null) ? null : texts.join(',');
}

const shown = (size: string): string => size.replace(/(?<=[\w?])x(?=[\d?A-Z])|(?<=\d)x/g, '×').replace(/,/g, ', ');

function readable(size: string): boolean {
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
    ? { label: shown(text), description: vscode.l10n.t('use this size'), size: text.replace(/×/g, 'x').replace(/\s+/g, ''), alwaysShow: true }
    : { label: text, description: mistake, size: null, alwaysShow: true };
}

/** Why a text is no size for a model; null where it is one. */
export function mistakeIn(text: string, wanted: Shape): string | null {
  try {
    const [first] = parseShapes(text);
    const dims = first!.dims;
    if (!wanted) return null;
    const example = wanted.map((s, i) => (typeof s === 'number' ? s : typeof s === 'string' && /^\w+$/.test(s) ? s : ['N', 'C', 'H', 'W'][i] ?? '?')).join('×');
    // A picture without its batch is taken as well: PyTorch does.
    if (dims.length !== wanted.length && dims.length !== wanted.length - 1) return vscode.l10n.t('{0} sizes, but the model takes {1}: {2}', dims.length, wanted.length, example);
    const channels = wanted.length > 2 ? wanted[1] : undefined;
    const given = dims[dims.length === wanted.length ? 1 : 0];
    if (typeof channels === 'number' && typeof given === 'number' && given !== channels) return vscode.l10n.t('{0} channels, but the first layer takes {1}', given, channels);
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
  const fits = wanted.every((want, i) => i !== 1 || wanted.length < 3 || typeof want !== 'number' || filled[i] === want);
  return fits ? filled.join('x') : null;
}

/** Data sets whose pictures have the model's channels; a model for other channels gets the usual sides. */
function commonItems(wanted: Shape): SizeItem[] {
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
  if (only) parts.push(only.first === only.last ? vscode.l10n.t('Only {0}: {1}', only.first, only.because) : vscode.l10n.t('Only {0} to {1}: {2}', only.first, only.last, only.because));
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
  const shownSides = only ? sides.slice(0, 12) : [...new Set([...sides.slice(0, 3), ...round.filter((s) => works.has(s))])].sort((a, b) => a - b);
  const items = (shownSides.length > 0 ? shownSides.map(at) : [smallest.join('x')]).map((size, i): SizeItem => {
    const side = shownSides[i];
    const description = [i === 0 ? vscode.l10n.t('the smallest') : '', side !== undefined ? (names.get(side) ?? '') : ''].filter(Boolean).join(' · ');
    return { label: shown(size), description, size, buttons: [commentButton] };
  });
  return items;
}

async function goTo({ uri, found }: FoundInFile): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)) });
}
