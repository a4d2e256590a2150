/**
 * The explorer beside the editor: sends whole snapshots, carries out the page's wishes. The page is not trusted. Over 400 lines: what is sent, what is
 * received and what the cursor selects is one state.
 */
import * as vscode from 'vscode';
import type { FileReport, TextRange } from '../../analysis/report/report';
import {
  type ExplorerDemo,
  type ExplorerSelection,
  type ExplorerState,
  type ExplorerView,
  explorerProtocol,
  type FromExplorer,
  type MapsReport,
  type ModelSet,
  readFromExplorer,
  type ToExplorer,
} from '../../protocol/explorer';
import type { Reports } from '../reports';
import { editOf } from '../providers/codeActions';
import { setting } from '../settings';
import { locationOf, offsetIn, type Source, sourceOf } from '../sources';
import { explorerHtml, resourceRoots } from './html';

export const explorerViewType = 'convlens.explorer';

/** What the extension does for the panel. */
export interface PanelActions {
  changeInput(source: Source, modelName: string, shape: string | null): Promise<void>;
  openExample(): Promise<void>;
}

export class ExplorerPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private ready = false;
  private key: string | null = null;
  private entry: string | null = null;
  private selection: ExplorerSelection | null = null;
  private pinned = false;
  private pendingView: ExplorerView | null = null;
  private demo: ExplorerDemo | null = null;
  private readonly subscriptions: vscode.Disposable[];
  /** How the last computation of maps ended: tests wait for it. */
  lastMaps: MapsReport | null = null;
  private readonly messages = new vscode.EventEmitter<FromExplorer>();
  /** Everything the page says, after it was checked. */
  readonly onMessage = this.messages.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly reports: Reports,
    private readonly actions: PanelActions,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      this.messages,
      vscode.window.registerWebviewPanelSerializer(explorerViewType, {
        deserializeWebviewPanel: async (panel, state: ExplorerState | undefined) => {
          if (this.panel) return panel.dispose();
          this.attach(panel);
          await this.restore(state);
        },
      }),
      reports.onDidChange(({ source }) => {
        if (source.key === this.key) this.send();
      }),
      vscode.window.onDidChangeTextEditorSelection((event) => this.follow(event.textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.adopt(editor.document)),
    ];
  }

  dispose(): void {
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Opens the panel on a source (or brings it to the front). */
  async show(
    source: Source,
    options: {
      entry?: string;
      selection?: ExplorerSelection | null;
      view?: ExplorerView;
      demo?: ExplorerDemo;
    } = {},
  ): Promise<void> {
    if (!this.panel)
      this.attach(
        vscode.window.createWebviewPanel(
          explorerViewType,
          'ConvLens',
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
          this.options(),
        ),
      );
    else this.panel.reveal(undefined, true);
    this.key = source.key;
    if (options.entry !== undefined) this.entry = options.entry;
    if (options.selection !== undefined) this.selection = options.selection;
    this.pendingView = options.view ?? null;
    this.demo = options.demo ?? null;
    await this.reports.wantGraph(source);
    this.send();
    if (this.demo) this.post({ type: 'demo.set', demo: this.demo });
  }

  /** A command of the palette for the page. */
  run(command: 'next-layer' | 'previous-layer' | 'play'): void {
    this.post({ type: 'command.run', command });
  }

  get isOpen(): boolean {
    return this.panel !== null;
  }

  /** The page has answered. */
  get isReady(): boolean {
    return this.panel !== null && this.ready;
  }

  private options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    return { enableScripts: true, localResourceRoots: resourceRoots(this.extensionUri) };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.ready = false;
    panel.webview.options = this.options();
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = null;
      this.ready = false;
    });
    panel.webview.onDidReceiveMessage((message) => {
      const known = readFromExplorer(message);
      if (known) void this.receive(known).catch((error) => this.log.error(String(error)));
      else this.log.warn('the explorer sent a message that is not one of its own');
    });
    panel.webview.html = explorerHtml(panel.webview, this.extensionUri);
  }

  private async restore(state: ExplorerState | undefined): Promise<void> {
    this.selection = state?.selection ?? null;
    this.pinned = state?.pinned === true;
    this.entry = state?.entry ?? null;
    try {
      if (state?.file) {
        const document = await vscode.workspace.openTextDocument(
          vscode.Uri.parse(state.file, true),
        );
        const source = sourceOf(document);
        if (source) {
          this.key = source.key;
          await this.reports.wantGraph(source);
        }
      }
    } catch {
      // The file is gone: the page shows that no model is there.
    }
    if (this.key === null && vscode.window.activeTextEditor)
      this.adopt(vscode.window.activeTextEditor.document);
    this.send();
  }

  // ---- to the page ----------------------------------------------------------------------------------------------

  private post(message: ToExplorer): void {
    if (this.panel && this.ready) void this.panel.webview.postMessage(message);
  }

  private send(): void {
    if (!this.ready) return;
    const current = this.key === null ? undefined : this.reports.latest(this.key);
    const snapshot = this.snapshot(current);
    this.post(snapshot);
    if (snapshot.model && this.pendingView) {
      // Asked for before the page or the report was there.
      this.select(this.selection, this.pendingView, true);
      this.pendingView = null;
    }
    if (this.panel && current) this.panel.title = `ConvLens: ${label(current.source.uri)}`;
  }

  private snapshot(current: { source: Source; report: FileReport } | undefined): ModelSet {
    const report = current?.report;
    const models = report?.models ?? [];
    const lineStarts: Record<string, number[]> = {};
    if (current) lineStarts[current.source.key] = startsOf(current.source.text());
    const lineOf = (offset: number): number =>
      current ? lineStarts[current.source.key]!.filter((s) => s <= offset).length : 1;
    const model =
      models.find((m) => m.entry === this.entry) ??
      (current && this.modelAtCursor(current)) ??
      models[0] ??
      null;
    if (model) this.entry = model.entry;
    return {
      type: 'model.set',
      protocol: explorerProtocol,
      file: current?.source.key ?? '',
      fileLabel: current ? label(current.source.uri) : '',
      version: current?.source.parts[0]?.document.version ?? 0,
      models: models.map((m) => ({ entry: m.entry, name: m.name, line: lineOf(m.place.start) })),
      model: model && { ...model, graph: null },
      graph: model?.graph ?? null,
      problems: report?.problems ?? [],
      lineStarts,
      selection: this.selection,
      status: report?.stopped
        ? { kind: 'stopped', reason: report.stopped }
        : model
          ? { kind: 'ready' }
          : { kind: 'none' },
      locale: vscode.env.language,
      settings: {
        macConvention: setting('explorer.macConvention'),
        seed: setting('explorer.seed'),
      },
    };
  }

  private modelAtCursor({ source, report }: { source: Source; report: FileReport }) {
    const editor = vscode.window.visibleTextEditors.find((e) =>
      source.parts.some((p) => p.document === e.document),
    );
    if (!editor) return undefined;
    const offset = offsetIn(source, editor.document, editor.selection.active);
    return report.models.find(
      (m) => m.place.file === source.key && offset >= m.place.start && offset <= m.place.end,
    );
  }

  private select(selection: ExplorerSelection | null, view?: ExplorerView, force = false): void {
    this.selection = selection;
    this.post({
      type: 'selection.set',
      selection,
      ...(view ? { view } : {}),
      ...(force ? { force } : {}),
    });
  }

  // ---- the editor -----------------------------------------------------------------------------------------------

  /** Another file is looked at: the panel shows its models, unless it is pinned. */
  private adopt(document: vscode.TextDocument): void {
    if (!this.panel || this.pinned) return;
    const source = sourceOf(document);
    if (!source || source.key === this.key) return;
    const known = this.reports.latest(source.key);
    if (known && known.report.models.length === 0) return;
    this.key = source.key;
    this.entry = null;
    this.selection = null;
    void this.reports.wantGraph(source).then(() => this.send());
  }

  /** The cursor moved: the layer of its line is selected. */
  private follow(editor: vscode.TextEditor): void {
    if (!this.panel || this.pinned) return;
    const source = sourceOf(editor.document);
    if (!source || source.key !== this.key) return;
    const known = this.reports.latest(source.key);
    const found = known && layerAt(known.report, cursorIn(source, editor), this.entry);
    if (!found || (found.path === this.selection?.path && found.call === this.selection.call))
      return;
    if (found.entry !== this.entry) {
      this.entry = found.entry;
      this.selection = { path: found.path, call: found.call };
      this.send();
    }
    this.select({ path: found.path, call: found.call });
  }

  // ---- from the page --------------------------------------------------------------------------------------------

  private async receive(message: FromExplorer): Promise<void> {
    const source = this.key === null ? undefined : this.reports.latest(this.key)?.source;
    switch (message.type) {
      case 'page.ready':
        this.ready = true;
        this.send();
        if (this.demo) this.post({ type: 'demo.set', demo: this.demo });
        break;
      case 'source.reveal':
        await this.reveal(source, message.place, message.focus);
        break;
      case 'model.choose':
        this.entry = message.entry;
        this.selection = null;
        this.send();
        break;
      case 'input.change':
        if (source) {
          const model = this.reports
            .latest(source.key)
            ?.report.models.find((m) => m.entry === message.entry);
          if (model) await this.actions.changeInput(source, model.name, message.shape);
        }
        break;
      case 'selection.changed':
        this.selection = message.selection;
        this.pinned = message.pinned;
        break;
      case 'fix.apply':
        await this.applyFix(source, message.version, message.problem, message.fix);
        break;
      case 'text.copy':
        await vscode.env.clipboard.writeText(message.text);
        break;
      case 'example.open':
        await this.actions.openExample();
        break;
      case 'maps.report':
        this.lastMaps = message;
        break;
      case 'page.error':
        this.log.error(`explorer: ${message.message}`);
        break;
      default: {
        const never: never = message;
        void never;
      }
    }
    this.messages.fire(message);
  }

  /** Only files that the report itself names are opened. */
  private async reveal(
    source: Source | undefined,
    place: TextRange,
    focus: boolean,
  ): Promise<void> {
    const report = source && this.reports.latest(source.key)?.report;
    if (!report || !mentions(report, place.file)) return;
    const location = await locationOf(source, place);
    if (!location) return;
    const visible = vscode.window.visibleTextEditors.find(
      (e) => e.document.uri.toString() === location.uri.toString(),
    );
    const editor = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(location.uri),
      {
        viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
        preserveFocus: !focus,
        preview: true,
      },
    );
    editor.revealRange(location.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    if (focus) editor.selection = new vscode.Selection(location.range.start, location.range.start);
  }

  private async applyFix(
    source: Source | undefined,
    version: number,
    problem: number,
    fix: number,
  ): Promise<void> {
    const report = source && this.reports.latest(source.key)?.report;
    const found = report?.problems[problem]?.fixes[fix];
    const document = source?.parts[0]?.document;
    if (!source || !found || !document || document.version !== version) return;
    const edit = editOf(source, found);
    if (edit) await vscode.workspace.applyEdit(edit);
  }
}

function label(uri: vscode.Uri): string {
  return uri.path.split('/').pop() || 'untitled';
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

/** True when a report points into a file: nothing else is opened for the page. */
function mentions(report: FileReport, file: string): boolean {
  return (
    report.file === file ||
    report.models.some((m) =>
      m.layers.some(
        (l) => l.place?.file === file || l.callPlace?.file === file || l.reasonPlace?.file === file,
      ),
    )
  );
}

/** The offsets of a position and of its line. */
export interface Cursor {
  readonly offset: number;
  readonly lineStart: number;
  readonly lineEnd: number;
}

export function cursorIn(source: Source, editor: vscode.TextEditor): Cursor {
  const { document, selection } = editor;
  const { range } = document.lineAt(selection.active.line);
  return {
    offset: offsetIn(source, document, selection.active),
    lineStart: offsetIn(source, document, range.start),
    lineEnd: offsetIn(source, document, range.end),
  };
}

/** The layer whose definition or call is under the cursor, else on its line; of the model shown first. */
export function layerAt(
  report: FileReport,
  cursor: Cursor,
  entry: string | null,
): { entry: string; path: string; call: number } | null {
  const here = (place: TextRange | null): boolean =>
    place !== null &&
    place.file === report.file &&
    cursor.offset >= place.start &&
    cursor.offset <= place.end;
  const onLine = (place: TextRange | null): boolean =>
    place !== null &&
    place.file === report.file &&
    place.start <= cursor.lineEnd &&
    place.start >= cursor.lineStart;
  const models = [...report.models].sort(
    (a, b) => Number(b.entry === entry) - Number(a.entry === entry),
  );
  for (const fits of [here, onLine])
    for (const model of models) {
      const named = model.layers.filter((l) => l.path !== null);
      const hit = named.find((l) => fits(l.place)) ?? named.find((l) => fits(l.callPlace));
      if (hit) return { entry: model.entry, path: hit.path!, call: hit.call };
    }
  return null;
}
