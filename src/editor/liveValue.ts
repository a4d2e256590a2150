/**
 * The line being edited: VS Code holds its hints there back for 800 ms, so the new value stands at the line's end at once, quietly, and gives
 * way to the hint. Hints further down that changed show for a moment what they were.
 */
import * as vscode from 'vscode';
import type { ReportChange, Reports } from './reports';
import { hintsOf } from './providers/inlayHints';
import { setting } from './settings';
import { locate } from './sources';

/** How long VS Code holds a hint of the edited line back. */
const HELD_BACK_MS = 850;
/** How long a changed hint says what it was. */
const CHANGE_SHOWN_MS = 2500;

export class LiveValue implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorInlayHint.foreground'), margin: '0 0 0 1em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly subscriptions: vscode.Disposable[];
  /** The hints shown last, by the text of their statement. */
  private readonly shown = new Map<string, Map<string, string>>();
  private editedLine: { document: vscode.TextDocument; line: number; at: number } | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(reports: Reports) {
    this.subscriptions = [
      this.decoration,
      vscode.workspace.onDidChangeTextDocument((event) => {
        const change = event.contentChanges[0];
        if (change) this.editedLine = { document: event.document, line: change.range.start.line, at: Date.now() };
      }),
      reports.onDidChange((change) => this.show(change)),
    ];
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private show({ source, report }: ReportChange): void {
    const editor = vscode.window.visibleTextEditors.find((e) => source.parts.some((p) => p.document === e.document));
    const edited = this.editedLine;
    if (!editor || !edited || edited.document !== editor.document || Date.now() - edited.at > 2000) return;
    if (!setting<boolean>('liveValue', editor.document.uri)) return editor.setDecorations(this.decoration, []);
    const now = hintsOf(report, editor.document.uri);
    const before = this.shown.get(source.key) ?? new Map<string, string>();
    const texts = new Map<string, string>();
    const decorations: vscode.DecorationOptions[] = [];
    let changed = 0;
    for (const hint of now) {
      const at = locate(source, hint.place);
      if (!at || at.document !== editor.document) continue;
      const line = at.range.end.line;
      const key = source.text().slice(hint.place.start, hint.place.end);
      const old = before.get(key);
      texts.set(key, hint.text);
      if (line === edited.line) decorations.push(option(editor.document, line, hint.text));
      else if (old !== undefined && old !== hint.text) {
        changed++;
        decorations.push(option(editor.document, line, `${vscode.l10n.t('was {0}', old)}`));
      }
    }
    this.shown.set(source.key, texts);
    editor.setDecorations(this.decoration, decorations);
    if (changed > 0) void vscode.window.setStatusBarMessage(vscode.l10n.t('ConvLens: {0} shapes changed', changed), CHANGE_SHOWN_MS);
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => editor.setDecorations(this.decoration, []), changed > 0 ? CHANGE_SHOWN_MS : HELD_BACK_MS);
  }
}

function option(document: vscode.TextDocument, line: number, text: string): vscode.DecorationOptions {
  const end = document.lineAt(line).range.end;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
}
