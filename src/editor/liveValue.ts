/**
 * The line being edited: VS Code keeps hints before the cursor as wide as they were for 800 ms, new ones have no room at all (before 1.94: no hint
 * changes for 1,250 ms). So what they cannot show stands at the line's end at once, and gives way to them.
 */
import * as vscode from 'vscode';
import { hintsOf } from './hints';
import type { Instances } from './instances';
import type { ReportChange, Reports } from './reports';
import { setting, showsHints } from './settings';
import { locate, type Source } from './sources';

/** Since 1.94 only hints before the cursor are held back. */
const onlyBeforeCursor =
  Number(vscode.version.split('.')[1]) >= 94 || !vscode.version.startsWith('1.');
/** How long, after the last key. */
const HELD_BACK_MS = onlyBeforeCursor ? 850 : 1300;
/** A report this long after the last edit has another cause. */
const LATEST_REPORT_MS = 2000;

interface Placed {
  readonly text: string;
  readonly column: number;
}
/** Hints by document and line. */
type ByLine = ReadonlyMap<vscode.TextDocument, ReadonlyMap<number, readonly Placed[]>>;

interface Edit {
  readonly document: vscode.TextDocument;
  /** The lines that were typed in: the hints that stood there, and where the cursor is. */
  readonly lines: Map<number, { readonly before: readonly string[]; readonly cursor: number }>;
  at: number;
}

export class LiveValue implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorInlayHint.foreground'), margin: '0 0 0 1em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly subscriptions: vscode.Disposable[];
  private readonly latest = new Map<string, ByLine>();
  private edit: Edit | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private shownIn: vscode.TextEditor | null = null;
  /** What is shown: tests ask. */
  shown: readonly string[] = [];

  constructor(
    reports: Reports,
    private readonly instances: Instances,
  ) {
    this.subscriptions = [
      this.decoration,
      reports.onDidEdit(({ source, event }) => this.edited(source, event)),
      reports.onDidChange((change) => this.show(change)),
      reports.onDidClose((source) => void this.latest.delete(source.key)),
    ];
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private edited(
    source: Source,
    { document, contentChanges }: vscode.TextDocumentChangeEvent,
  ): void {
    if (this.edit?.document !== document) {
      this.clear();
      this.edit = { document, lines: new Map(), at: 0 };
    }
    this.edit.at = Date.now();
    const before = this.latest.get(source.key)?.get(document);
    // Only where the cursor is now are hints held back.
    const known = new Map(this.edit.lines);
    if (onlyBeforeCursor) this.edit.lines.clear();
    for (const { range, text } of contentChanges) {
      const written = text.split('\n');
      const line = range.start.line + written.length - 1;
      const cursor =
        (written.length === 1 ? range.start.character : 0) + written[written.length - 1]!.length;
      const earlier = known.get(line);
      if (earlier) this.edit.lines.set(line, { before: earlier.before, cursor });
      else
        this.edit.lines.set(line, {
          before: written.length > 1 ? [] : (before?.get(line)?.map((h) => h.text) ?? []),
          cursor,
        });
    }
    this.later();
  }

  private later(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.clear(), HELD_BACK_MS);
  }

  private show({ source, report }: ReportChange): void {
    const now = new Map<vscode.TextDocument, Map<number, Placed[]>>();
    for (const hint of hintsOf(report, this.instances.of(source), source.uri)) {
      const at = locate(source, hint.place);
      if (!at) continue;
      const lines = now.get(at.document) ?? new Map<number, Placed[]>();
      now.set(at.document, lines);
      const { line, character: column } = at.range.end;
      lines.set(line, [
        ...(lines.get(line) ?? []),
        { text: `${hint.assumed ? '~' : ''}${hint.shape}${hint.rest}`, column },
      ]);
    }
    this.latest.set(source.key, now);
    const { edit } = this;
    if (
      !edit ||
      Date.now() - edit.at > LATEST_REPORT_MS ||
      !source.parts.some((p) => p.document === edit.document)
    )
      return;
    const editor = vscode.window.visibleTextEditors.find((e) => e.document === edit.document);
    if (!editor || !setting<boolean>('liveValue', edit.document.uri) || !showsHints(edit.document))
      return;
    const decorations: vscode.DecorationOptions[] = [];
    this.shown = [];
    for (const [line, { before, cursor }] of edit.lines) {
      const held = (now.get(edit.document)?.get(line) ?? []).filter(
        (h) => !before.includes(h.text) && !(onlyBeforeCursor && h.column > cursor),
      );
      if (held.length === 0 || line >= edit.document.lineCount) continue;
      // Beside the old hint an arrow says which is the new value.
      const text = `${!onlyBeforeCursor && before.length > 0 ? '→ ' : ''}${held.map((h) => h.text).join('  ')}`;
      this.shown = [...this.shown, text];
      const end = edit.document.lineAt(line).range.end;
      decorations.push({
        range: new vscode.Range(end, end),
        renderOptions: { after: { contentText: text } },
      });
    }
    this.shownIn = editor;
    editor.setDecorations(this.decoration, decorations);
  }

  private clear(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.shownIn?.setDecorations(this.decoration, []);
    this.shownIn = null;
    this.edit = null;
    this.shown = [];
  }
}
