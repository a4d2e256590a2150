/** "Set Input Size…": sizes found, common data sets, one of one's own; remembered per model in the workspace. */
import * as vscode from 'vscode';
import type { ModelReport } from '../analysis/report/report';
import { parseShapes, ShapesError } from '../analysis/session/inputs/shapesText';
import type { Reports } from './reports';
import { locate, type Source } from './sources';
import { shapeText } from './texts';

const memory = 'convlens.inputs';
type Choices = Record<string, Record<string, string>>;

/** Sizes that people train on; the channels are put to the model's own. */
const common: readonly (readonly [string, number])[] = [
  ['MNIST', 28],
  ['CIFAR', 32],
  ['Tiny ImageNet', 64],
  ['ImageNet', 224],
  ['Inception', 299],
];

export class InputSizes {
  constructor(private readonly state: vscode.Memento) {}

  /** What was chosen for the models of a source. */
  of(source: Source): Readonly<Record<string, string>> {
    return this.state.get<Choices>(memory, {})[source.key] ?? {};
  }

  async set(source: Source, model: string, shape: string | undefined): Promise<void> {
    const all = { ...this.state.get<Choices>(memory, {}) };
    const own = { ...all[source.key] };
    if (shape === undefined) delete own[model];
    else own[model] = shape;
    all[source.key] = own;
    await this.state.update(memory, all);
  }

  /** Asks, remembers, and analyses again. `shape`: already picked. */
  async choose(source: Source, reports: Reports, modelName: string, shape: string | null): Promise<void> {
    const model = reports.latest(source.key)?.report.models.find((m) => m.name === modelName);
    if (!model) return;
    const picked = shape ?? (await this.ask(source, model));
    if (picked === undefined) return;
    if (picked === 'comment') return this.writeComment(source, model);
    await this.set(source, modelName, picked === '' ? undefined : picked);
    reports.refresh(source.key);
  }

  private async ask(source: Source, model: ModelReport): Promise<string | undefined> {
    const current = model.inputs.map((i) => i.shape?.map(String).join('x') ?? '?').join(',');
    const [input] = model.inputs;
    const items: (vscode.QuickPickItem & { value: string })[] = [
      { label: current.replace(/x/g, '×'), description: vscode.l10n.t('now: {0}', input?.sourceText ?? ''), value: current },
    ];
    const shape = input?.shape;
    if (shape && shape.length === 4)
      for (const [name, side] of common) {
        const sizes = [1, typeof shape[1] === 'number' ? shape[1] : 3, side, side];
        items.push({ label: sizes.join('×'), description: name, value: sizes.join('x') });
      }
    items.push(
      { label: vscode.l10n.t('Another size…'), value: 'other' },
      { label: vscode.l10n.t('Write it as a comment'), description: `# convlens: input=${current}`, value: 'comment' },
    );
    if (this.of(source)[model.name] !== undefined) items.push({ label: vscode.l10n.t('Forget the choice'), value: '' });
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Input size of {0}', model.name), placeHolder: vscode.l10n.t('Sizes with the batch first') });
    if (picked?.value !== 'other') return picked?.value;
    return vscode.window.showInputBox({
      title: vscode.l10n.t('Input size of {0}', model.name),
      value: /\?/.test(current) ? '1x3x224x224' : current,
      prompt: vscode.l10n.t('Sizes with the batch first, names for open ones: 1x3x224x224 or Nx3xHxW. Several inputs with commas.'),
      validateInput: (text) => {
        try {
          parseShapes(text);
          return undefined;
        } catch (error) {
          return error instanceof ShapesError ? error.message : String(error);
        }
      },
    });
  }

  private async writeComment(source: Source, model: ModelReport): Promise<void> {
    const at = locate(source, { ...model.place, end: model.place.start });
    const shape = model.inputs.map((i) => i.shape?.map(String).join('x')).join(',');
    if (!at || model.inputs.some((i) => !i.shape || i.shape.some((s) => s === null || (typeof s === 'string' && !/^\w+$/.test(s))))) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Set a size first: {0} cannot be written as a comment.', shapeText(model.inputs[0]?.shape ?? null)));
      return;
    }
    const line = at.document.lineAt(at.range.start.line);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(at.document.uri, new vscode.Position(line.lineNumber, 0), `# convlens: input=${shape}\n`);
    await vscode.workspace.applyEdit(edit);
    await this.set(source, model.name, undefined);
  }
}
