/** The editor's side of the analysis worker: one request at a time, started when first needed, ended and started again when it outlives its clock. */
import * as vscode from 'vscode';
import type { FileReport } from '../../analysis/report/report';
import type { FoundInput } from '../../analysis/session/inputs/find';
import type { WorkingSizes } from '../../analysis/session/inputs/workingSizes';
import type {
  AnalyseRequest,
  Answers,
  FromAnalysis,
  ModuleText,
  ModulesSet,
  SizesRequest,
  ToAnalysis,
} from '../../protocol/analysis';
import { type RunningWorker, startWorker, workerFolder } from './start';

/** The worker ends its own runs after 4 s; one that does not answer in this time is stuck. */
const LONGEST_SILENCE_MS = 15_000;

interface Waiting {
  readonly message: ToAnalysis;
  readonly done: (answer: FromAnalysis) => void;
  /** It was asked before, of a worker that died over it or beside it. */
  again: boolean;
}

export class AnalysisClient implements vscode.Disposable {
  private worker: RunningWorker | null = null;
  private source: Promise<string> | null = null;
  private readonly queue: Waiting[] = [];
  private running: Waiting | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly modules = new Map<string, ModuleText>();
  private nextId = 1;
  private disposed = false;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The report; undefined when the worker failed or was ended. */
  analyse(request: Omit<AnalyseRequest, 'type' | 'id'>): Promise<FileReport | undefined> {
    return this.ask({ type: 'file.analyse', id: this.nextId++, ...request }, request.file);
  }

  /** What input sizes a model works on; null where the file has no such model. */
  async workingSizes(request: Omit<SizesRequest, 'type' | 'id'>): Promise<WorkingSizes | null> {
    return (
      (await this.ask({ type: 'sizes.find', id: this.nextId++, ...request }, request.file)) ?? null
    );
  }

  /** The input sizes that a text states. */
  async findInputs(text: string, notebook: boolean): Promise<readonly FoundInput[]> {
    return (
      (await this.ask({ type: 'inputs.find', id: this.nextId++, text, notebook }, 'a text')) ?? []
    );
  }

  /** Hands over modules that were read. */
  async setModules(modules: readonly ModuleText[]): Promise<void> {
    for (const module of modules) this.modules.set(module.name, module);
    await this.send({ type: 'modules.set', id: this.nextId++, modules });
  }

  /** Ends the worker as a crash would: tests see that the next request starts another. */
  crash(): void {
    this.end('a test ended it');
  }

  private async ask<T extends ToAnalysis>(
    message: T,
    what: string,
  ): Promise<Answers[T['type']] | undefined> {
    const answer = await this.send(message);
    if ('err' in answer) {
      this.log.error(`${message.type} of ${what}: ${answer.err}`);
      return undefined;
    }
    return answer.ok as Answers[T['type']];
  }

  dispose(): void {
    this.disposed = true;
    this.end('ConvLens was stopped');
  }

  private send(message: ToAnalysis): Promise<FromAnalysis> {
    return new Promise((done) => {
      this.queue.push({ message, done, again: false });
      void this.pump();
    });
  }

  private async pump(): Promise<void> {
    if (this.running || this.disposed) return;
    const next = this.queue.shift();
    if (!next) return;
    this.running = next;
    try {
      const worker = this.worker ?? (await this.start());
      if (this.running !== next) return;
      this.timer = setTimeout(
        () => this.end('it did not answer in time', false),
        LONGEST_SILENCE_MS,
      );
      worker.post(next.message);
    } catch (error) {
      this.finish({ id: next.message.id, err: String(error) });
    }
  }

  private async start(): Promise<RunningWorker> {
    this.source ??= read(
      vscode.Uri.joinPath(this.extensionUri, 'dist', workerFolder, 'analysis.worker.js'),
    );
    const worker = startWorker(await this.source);
    worker.onMessage((message) => this.finish(message as FromAnalysis));
    worker.onEnd((reason) => this.end(reason));
    this.worker = worker;
    // A new worker knows nothing: what was read is handed over again.
    if (this.modules.size > 0) {
      const again: ModulesSet = { type: 'modules.set', id: 0, modules: [...this.modules.values()] };
      worker.post(again);
    }
    return worker;
  }

  private finish(answer: FromAnalysis): void {
    if (answer.id === 0) return;
    const { running } = this;
    if (!running || running.message.id !== answer.id) return;
    if (this.timer) clearTimeout(this.timer);
    this.running = null;
    running.done(answer);
    void this.pump();
  }

  /** The worker is gone: its request is asked again of another, once, unless it is what held the first one up. */
  private end(reason: string, again = true): void {
    if (!this.worker && !this.running) return;
    this.log.warn(`the analysis worker was ended: ${reason}`);
    this.worker?.terminate();
    this.worker = null;
    if (this.timer) clearTimeout(this.timer);
    const { running } = this;
    if (!running) return;
    if (again && !running.again && !this.disposed) {
      running.again = true;
      this.running = null;
      this.queue.unshift(running);
      void this.pump();
    } else this.finish({ id: running.message.id, err: reason });
  }
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
