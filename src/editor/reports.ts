/** One report per version of a source: asked for once, cached, told when it is there. */
import * as vscode from 'vscode';
import type { FileReport, InputSourceKind } from '../analysis/report/report';
import type { WorkingSizes } from '../analysis/session/inputs/workingSizes';
import type { AnalyseRequest } from '../protocol/analysis';
import { ModuleReader } from './modules';
import { setting } from './settings';
import { type Source, sourceOf } from './sources';
import type { AnalysisClient } from './worker/client';

/** Imports that are followed one level at a time; more levels than this are left unknown. */
const DEEPEST_READING = 30;

/** Where input sizes may be taken from, as the setting names it. A directive comment and a call in the file always count. */
const sourceKinds = {
  annotation: 'annotation',
  dataSet: 'dataset',
  default: 'default',
  comment: 'comment',
  linear: 'backward',
} as const satisfies Record<string, InputSourceKind>;
const allSources = Object.keys(sourceKinds) as (keyof typeof sourceKinds)[];

interface Entry {
  /** Of the version analysed last. */
  report: FileReport | null;
  source: Source;
  /** The version that `report` is of; '' where it must be made anew. */
  reportVersion: string;
  /** The version that is to be analysed next; null: none. */
  next: Source | null;
  /** Who waits for that one. */
  waiting: ((report: FileReport | null) => void)[];
  /** The version being analysed. */
  running: { readonly version: string; readonly done: Promise<FileReport | null> } | null;
}

export interface ReportChange {
  readonly source: Source;
  readonly report: FileReport;
  readonly previous: FileReport | null;
}

/** Somebody typed in a source. */
export interface SourceEdit {
  readonly source: Source;
  readonly event: vscode.TextDocumentChangeEvent;
}

export class Reports implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly emitter = new vscode.EventEmitter<ReportChange>();
  /** A new report is there. */
  readonly onDidChange = this.emitter.event;
  private readonly edits = new vscode.EventEmitter<SourceEdit>();
  /** Told at once, before the new version is analysed. */
  readonly onDidEdit = this.edits.event;
  private readonly closed = new vscode.EventEmitter<Source>();
  /** A source was closed: what was shown of it goes. */
  readonly onDidClose = this.closed.event;
  private readonly subscriptions: vscode.Disposable[];
  /** Sources whose runnable graph is wanted. */
  private readonly graphs = new Set<string>();

  constructor(
    private readonly client: AnalysisClient,
    private readonly modules: ModuleReader,
    private readonly chosen: (source: Source) => Readonly<Record<string, string>>,
  ) {
    const update = (document: vscode.TextDocument): void => {
      const source = sourceOf(document);
      if (source) void this.at(source);
    };
    this.subscriptions = [
      this.emitter,
      this.edits,
      this.closed,
      vscode.workspace.onDidOpenTextDocument(update),
      vscode.workspace.onDidChangeTextDocument((event) => {
        const source = sourceOf(event.document);
        if (!source) return;
        if (event.contentChanges.length > 0) this.edits.fire({ source, event });
        void this.at(source);
      }),
      vscode.workspace.onDidChangeNotebookDocument((event) => {
        const cell = event.notebook.getCells().find((c) => c.document.languageId === 'python');
        if (cell) update(cell.document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        const key = document.uri.toString();
        const entry = this.entries.get(key);
        if (!entry) return;
        this.close(key, entry);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        const key = notebook.uri.toString();
        const entry = this.entries.get(key);
        if (entry) this.close(key, entry);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('convlens.inputSources')) this.refresh();
      }),
      modules.onDidChange(async (texts) => {
        await this.client.setModules(texts);
        this.refresh();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Analyses what is open now. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) {
      const source = sourceOf(document);
      if (source) void this.at(source);
    }
  }

  /** The last report of a source, of whatever version. */
  latest(key: string): { source: Source; report: FileReport } | undefined {
    const entry = this.entries.get(key);
    return entry?.report ? { source: entry.source, report: entry.report } : undefined;
  }

  /** The report of the document's version now; null when the analysis failed (the last one stays). */
  async of(
    document: vscode.TextDocument,
    token?: vscode.CancellationToken,
  ): Promise<{ source: Source; report: FileReport } | null> {
    const source = sourceOf(document);
    if (!source) return null;
    const report = await this.at(source);
    return report && !token?.isCancellationRequested ? { source, report } : null;
  }

  /** Keeps the graph of a source in its reports, for the explorer. */
  async wantGraph(source: Source): Promise<void> {
    if (this.graphs.has(source.key)) return;
    this.graphs.add(source.key);
    await this.at(source, true);
  }

  /** Everything again: a choice or a file that was read has changed. */
  refresh(key?: string): void {
    const visible = new Set(
      vscode.window.visibleTextEditors.map((editor) => sourceOf(editor.document)?.key),
    );
    // What is seen comes first.
    for (const [name, entry] of [...this.entries].sort(
      ([a], [b]) => Number(visible.has(b)) - Number(visible.has(a)),
    )) {
      if (key !== undefined && name !== key) continue;
      this.stale(name);
      const document = entry.source.parts[0]?.document;
      const source = document && sourceOf(document);
      if (source) void this.at(source, true);
    }
  }

  private close(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.graphs.delete(key);
    this.closed.fire(entry.source);
  }

  private stale(key: string): void {
    const entry = this.entries.get(key);
    if (entry) entry.reportVersion = '';
  }

  /** The report of a version: the one there is, the one under way, or the next. A version that is overtaken while it waits is never analysed. */
  private at(source: Source, again = false): Promise<FileReport | null> {
    let entry = this.entries.get(source.key);
    if (!entry)
      this.entries.set(
        source.key,
        (entry = {
          report: null,
          source,
          reportVersion: '',
          next: null,
          waiting: [],
          running: null,
        }),
      );
    const own = entry;
    if (!again && !own.next) {
      if (own.running?.version === source.version) return own.running.done;
      if (!own.running && own.reportVersion === source.version) return Promise.resolve(own.report);
    }
    own.next = source;
    const answer = new Promise<FileReport | null>((done) => own.waiting.push(done));
    if (!own.running) void this.pump(own);
    return answer;
  }

  private async pump(own: Entry): Promise<void> {
    for (let source = own.next; source; source = own.next) {
      own.next = null;
      const waiting = own.waiting.splice(0);
      const done = this.analyse(source, own);
      own.running = { version: source.version, done };
      const report = await done;
      if (report) {
        const previous = own.report;
        own.report = report;
        own.reportVersion = source.version;
        own.source = source;
        if (this.entries.get(source.key) === own) this.emitter.fire({ source, report, previous });
      }
      for (const tell of waiting) tell(report);
    }
    own.running = null;
  }

  /** What input sizes a model of a source works on. */
  workingSizes(source: Source, model: string): Promise<WorkingSizes | null> {
    return this.client.workingSizes({ ...this.request(source, source.text()), model });
  }

  private request(source: Source, text: string): Omit<AnalyseRequest, 'type' | 'id' | 'graphs'> {
    const refused = allSources.filter(
      (name) => !setting<string[]>('inputSources', source.uri).includes(name),
    );
    return {
      file: source.key,
      moduleName: source.moduleName,
      text,
      chosen: this.chosen(source),
      notebook: source.notebook,
      refusedSources: refused.map((name) => sourceKinds[name]),
    };
  }

  private async analyse(source: Source, entry: Entry): Promise<FileReport | null> {
    const text = source.text();
    for (let round = 0; ; round++) {
      const report = await this.client.analyse({
        ...this.request(source, text),
        graphs: this.graphs.has(source.key),
      });
      if (!report) return null;
      if (report.wanted.length === 0 || round >= DEEPEST_READING || entry.next) return report;
      const read = await this.modules.read(source, report.wanted);
      if (read.length === 0) return report;
      await this.client.setModules(read);
    }
  }
}
