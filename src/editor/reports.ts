/** One report per version of a source: asked for once, cached, told when it is there. */
import * as vscode from 'vscode';
import type { FileReport } from '../analysis/report/report';
import { ModuleReader } from './modules';
import { type Source, sourceOf } from './sources';
import type { AnalysisClient } from './worker/client';

/** Imports that are followed one level at a time; more levels than this are left unknown. */
const DEEPEST_READING = 30;

interface Entry {
  version: string;
  /** Of the version analysed last. */
  report: FileReport | null;
  reportVersion: string;
  source: Source;
  running: Promise<FileReport | null> | null;
}

export interface ReportChange {
  readonly source: Source;
  readonly report: FileReport;
  readonly previous: FileReport | null;
}

export class Reports implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly emitter = new vscode.EventEmitter<ReportChange>();
  /** A new report is there. */
  readonly onDidChange = this.emitter.event;
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
      this.closed,
      vscode.workspace.onDidOpenTextDocument(update),
      vscode.workspace.onDidChangeTextDocument((event) => update(event.document)),
      vscode.workspace.onDidChangeNotebookDocument((event) => {
        const cell = event.notebook.getCells().find((c) => c.document.languageId === 'python');
        if (cell) update(cell.document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        const key = document.uri.toString();
        const entry = this.entries.get(key);
        if (!entry) return;
        this.entries.delete(key);
        this.closed.fire(entry.source);
      }),
      modules.onDidChange(() => this.refresh()),
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
  async of(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<{ source: Source; report: FileReport } | null> {
    const source = sourceOf(document);
    if (!source) return null;
    const report = await this.at(source);
    return report && !token?.isCancellationRequested ? { source, report } : null;
  }

  /** Keeps the graph of a source in its reports, for the explorer. */
  async wantGraph(source: Source): Promise<void> {
    if (this.graphs.has(source.key)) return;
    this.graphs.add(source.key);
    this.stale(source.key);
    await this.at(source);
  }

  /** Everything again: a choice or a file that was read has changed. */
  refresh(key?: string): void {
    for (const [name, entry] of this.entries) {
      if (key !== undefined && name !== key) continue;
      this.stale(name);
      const document = entry.source.parts[0]?.document;
      const source = document && sourceOf(document);
      if (source) void this.at(source);
    }
  }

  private stale(key: string): void {
    const entry = this.entries.get(key);
    if (entry) entry.version = '';
  }

  private at(source: Source): Promise<FileReport | null> {
    let entry = this.entries.get(source.key);
    if (entry && entry.version === source.version) return entry.running ?? Promise.resolve(entry.report);
    if (!entry) this.entries.set(source.key, (entry = { version: '', report: null, reportVersion: '', source, running: null }));
    entry.version = source.version;
    const before = entry.running;
    const own = entry;
    // One analysis of a source at a time: a version that was overtaken while it waited is never analysed.
    const run = async (): Promise<FileReport | null> => {
      await before;
      if (own.version !== source.version) return own.running ?? own.report;
      const report = await this.analyse(source, own);
      if (report) {
        const previous = own.report;
        own.report = report;
        own.reportVersion = source.version;
        own.source = source;
        if (this.entries.get(source.key) === own) this.emitter.fire({ source, report, previous });
      }
      if (own.version === source.version) own.running = null;
      return report;
    };
    own.running = run();
    return own.running;
  }

  private async analyse(source: Source, entry: Entry): Promise<FileReport | null> {
    const text = source.text();
    for (let round = 0; ; round++) {
      const report = await this.client.analyse({
        file: source.key,
        moduleName: source.moduleName,
        text,
        chosen: this.chosen(source),
        graphs: this.graphs.has(source.key),
        notebook: source.notebook,
      });
      if (!report) return null;
      if (report.wanted.length === 0 || round >= DEEPEST_READING || entry.version !== source.version) return report;
      const read = await this.modules.read(source, report.wanted);
      if (read.length === 0) return report;
      await this.client.setModules(read);
    }
  }
}
