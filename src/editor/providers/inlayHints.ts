/** Inlay hints: behind layer definitions, behind assignments in forward, and what the padding does. */
import * as vscode from 'vscode';
import type { FileReport, TextRange } from '../../analysis/report/report';
import type { Reports } from '../reports';
import { setting } from '../settings';
import { locate, type Source } from '../sources';
import { assignmentHint, layerHint, rowsOf, shorten } from '../texts';

export class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly reports: Reports) {
    this.subscriptions = [
      this.changed,
      reports.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('convlens.hints')) this.changed.fire();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range, token: vscode.CancellationToken): Promise<vscode.InlayHint[]> {
    const found = await this.reports.of(document, token);
    if (!found) return [];
    const { source, report } = found;
    const wanted = document.validateRange(range);
    return hintsOf(report, document.uri).flatMap((hint) => {
      const at = locate(source, hint.place);
      if (!at || at.document !== document || !wanted.contains(at.range.end)) return [];
      return [makeHint(hint, hint.atLineEnd ? document.lineAt(at.range.end.line).range.end : at.range.end, source)];
    });
  }
}

/** A hint before it is placed. */
export interface HintText {
  readonly place: TextRange;
  readonly text: string;
  readonly tooltip: string;
  readonly atLineEnd: boolean;
  /** The layer that a click explores. */
  readonly path: string | null;
  readonly model: number;
}

/** Every hint of a report that the settings allow. */
export function hintsOf(report: FileReport, scope?: vscode.Uri): HintText[] {
  const hints: HintText[] = [];
  const layers = setting<boolean>('hints.layers', scope);
  const padding = setting<boolean>('hints.padding', scope);
  for (const definition of report.definitions) {
    const rows = rowsOf(report, definition.rows);
    const [first] = rows;
    if (!first) continue;
    const tooltip = [`${definition.name} ${definition.type}`, ...first.layer.explanation.shape, ...first.layer.explanation.paddingNotes].join('\n\n');
    const common = { place: definition.place, tooltip, atLineEnd: false, path: first.layer.path, model: definition.rows[0]![0] };
    const text = layers ? layerHint(rows) : null;
    if (text !== null) hints.push({ ...common, text });
    const effects = new Set(rows.map(({ layer }) => layer.explanation.padding));
    const [effect] = effects;
    if (padding && effects.size === 1 && effect && first.layer.status !== 'unknown') hints.push({ ...common, text: effect });
  }
  if (setting<boolean>('hints.forward', scope))
    for (const assignment of report.assignments) {
      const text = assignmentHint(assignment);
      if (text !== null) hints.push({ place: assignment.place, text, tooltip: text, atLineEnd: false, path: null, model: assignment.model });
    }
  return hints;
}

function makeHint(hint: HintText, position: vscode.Position, source: Source): vscode.InlayHint {
  const part = new vscode.InlayHintLabelPart(shorten(hint.text));
  part.tooltip = new vscode.MarkdownString(hint.text.length > 28 ? `\`${hint.text}\`\n\n${hint.tooltip}` : hint.tooltip);
  if (hint.path !== null) part.command = { command: 'convlens.exploreLayer', title: vscode.l10n.t('Explore'), arguments: [source.uri.toString(), hint.model, hint.path] };
  const made = new vscode.InlayHint(position, [part], vscode.InlayHintKind.Type);
  made.paddingLeft = true;
  return made;
}
