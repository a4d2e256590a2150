/** The lens on a model class: shapes, parameters, cost, the input used and where it came from; what stops it. */
import * as vscode from 'vscode';
import type { FileReport, ModelReport } from '../../analysis/report/report';
import type { Reports } from '../reports';
import { setting } from '../settings';
import { locate, type Source } from '../sources';
import { modelSummary, shapeText } from '../texts';

export class ModelLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly reports: Reports) {
    this.subscriptions = [
      this.changed,
      reports.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('convlens.codeLens')) this.changed.fire();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!setting<boolean>('codeLens', document.uri)) return [];
    const found = await this.reports.of(document, token);
    if (!found) return [];
    const { source, report } = found;
    return report.models.flatMap((model, index) => lensesOf(model, index, source, report, document));
  }
}

function lensesOf(model: ModelReport, index: number, source: Source, report: FileReport, document: vscode.TextDocument): vscode.CodeLens[] {
  const at = locate(source, { ...model.place, end: model.place.start });
  if (!at || at.document !== document) return [];
  const lens = (title: string, command: string, args: unknown[]): vscode.CodeLens => new vscode.CodeLens(at.range, { title, command, arguments: args });
  const uri = source.uri.toString();
  const lenses = [lens(modelSummary(model), 'convlens.exploreModel', [uri, index])];
  lenses.push(lens(vscode.l10n.t('Explore'), 'convlens.exploreModel', [uri, index]));
  const input = model.inputs[0];
  if (input) {
    const marks = input.source === 'symbols' ? '◇ ' : ['argument', 'comment-directive', 'call', 'annotation'].includes(input.source) ? '' : '◇ ';
    lenses.push(lens(`${marks}${vscode.l10n.t('Input {0} ({1})', shapeText(input.shape), input.sourceText)}`, 'convlens.setInputSize', [uri, model.name]));
    lenses.push(lens(vscode.l10n.t('Change'), 'convlens.setInputSize', [uri, model.name]));
  }
  const failed = model.status === 'failed' ? report.problems.find((p) => p.severity === 'error') : undefined;
  if (failed) lenses.push(lens(vscode.l10n.t('Stops: {0}', failed.message), 'convlens.goTo', [uri, failed.place.start]));
  for (const condition of model.conditions.slice(0, 1)) lenses.push(lens(condition, 'convlens.setInputSize', [uri, model.name]));
  return lenses;
}
