/**
 * The page's side of the computation: starts the worker from a Blob, sends one run at a time, ends a runaway, and
 * computes on the page in slices when no worker answers.
 */
import type { FromWorker, RunRequest, ToWorker } from './messages';
import type { Runner } from './runner';

/** A worker that has not said `worker.ready` by then is given up. */
const readyWithin = 1500;
/** A worker that is silent that long after a cancel, or at all, is ended and started anew. */
const cancelWithin = 3000;
const silentFor = 60_000;

type Listener = (message: Exclude<FromWorker, { type: 'worker.ready' }>) => void;

export class ComputeClient {
  private worker: Worker | null = null;
  private runner: Runner | null = null;
  private starting: Promise<void> | null = null;
  private listener: Listener | null = null;
  private epoch = 0;
  private running = false;
  /** The request under way, to send it again where a runaway has to be ended first. */
  private request: RunRequest | null = null;
  /** A cancel was sent and nothing was heard since: the worker may be inside of something long. */
  private unheard = false;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  /** Called when it becomes known where runs happen. */
  onPlace: (place: 'worker' | 'page') => void = () => undefined;

  /** @param url where the worker's file is */
  constructor(private readonly url: string | undefined) {}

  get place(): 'worker' | 'page' {
    return this.runner ? 'page' : 'worker';
  }

  /** Runs a request; everything older is cancelled and no longer heard. Answers the run's epoch. */
  run(request: Omit<RunRequest, 'epoch' | 'type'>, listener: Listener): number {
    this.cancel();
    const epoch = ++this.epoch;
    this.listener = listener;
    this.running = true;
    this.request = { ...request, type: 'network.run', epoch };
    this.launchRequest();
    return epoch;
  }

  private launchRequest(): void {
    const { request } = this;
    void this.start().then(() => {
      if (!request || request !== this.request || !this.running) return;
      if (!this.worker && !this.runner) {
        const reason = 'nothing on this page can compute';
        this.receive({
          type: 'run.failed',
          epoch: this.epoch,
          node: -1,
          reason,
          cancelled: false,
          range: 0,
        });
        return;
      }
      this.post(request);
      this.watch(this.unheard ? cancelWithin : silentFor);
    });
  }

  /** Stops the present run; its listener hears nothing more. */
  cancel(): void {
    if (!this.running) return;
    this.running = false;
    this.listener = null;
    this.request = null;
    this.unheard = this.worker !== null;
    this.post({ type: 'run.cancel', epoch: this.epoch });
    this.watch(cancelWithin);
  }

  dispose(): void {
    this.cancel();
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    this.worker = null;
  }

  private post(message: ToWorker): void {
    if (this.worker) this.worker.postMessage(message);
    else this.runner?.receive(message);
  }

  private watch(time: number): void {
    clearTimeout(this.watchdog);
    if (!this.worker) return;
    this.watchdog = setTimeout(() => this.endRunaway(), time);
  }

  private endRunaway(): void {
    const listener = this.listener;
    const { epoch } = this;
    this.worker?.terminate();
    this.worker = null;
    this.starting = null;
    if (this.unheard && this.running) {
      // What was cancelled does not let go: a fresh worker does what is asked now.
      this.unheard = false;
      this.launchRequest();
      return;
    }
    this.unheard = false;
    if (this.running) {
      this.running = false;
      this.listener = null;
      listener?.({
        type: 'run.failed',
        epoch,
        node: -1,
        reason: 'runaway',
        cancelled: false,
        range: 0,
      });
    }
  }

  private receive(message: FromWorker): void {
    if (message.type === 'worker.ready') return;
    this.unheard = false;
    // Anything heard from an older epoch still shows that the worker is alive and has seen the cancel.
    if (message.epoch !== this.epoch || !this.running) {
      clearTimeout(this.watchdog);
      if (this.running) this.watch(silentFor);
      return;
    }
    this.watch(silentFor);
    const { listener } = this;
    if (message.type === 'run.done' || message.type === 'run.failed') {
      this.running = false;
      this.listener = null;
      clearTimeout(this.watchdog);
    }
    listener?.(message);
  }

  private start(): Promise<void> {
    this.starting ??= this.launch();
    return this.starting;
  }

  private async launch(): Promise<void> {
    try {
      const url = URL.createObjectURL(new Blob([await this.text()], { type: 'text/javascript' }));
      const worker = new Worker(url, { type: 'module' });
      const ready = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), readyWithin);
        worker.onmessage = (event: MessageEvent<FromWorker>) => {
          if (event.data.type !== 'worker.ready') return;
          clearTimeout(timer);
          resolve(true);
        };
        worker.onerror = () => {
          clearTimeout(timer);
          resolve(false);
        };
      });
      URL.revokeObjectURL(url);
      if (ready) {
        worker.onmessage = (event: MessageEvent<FromWorker>) => this.receive(event.data);
        worker.onerror = (event) => {
          event.preventDefault();
          this.receive({
            type: 'run.failed',
            epoch: this.epoch,
            node: -1,
            reason: event.message || 'runaway',
            cancelled: false,
            range: 0,
          });
        };
        this.worker = worker;
        this.onPlace('worker');
        return;
      }
      worker.terminate();
    } catch {
      // No worker here: the page computes.
    }
    this.runner ??= await this.onPage();
    this.onPlace('page');
  }

  /** The text of the worker's file; resources cannot be loaded by a worker itself. */
  private async text(): Promise<string> {
    if (this.url === undefined) throw new Error('the page has no worker');
    const response = await fetch(this.url);
    if (!response.ok) throw new Error(`the worker's file: ${response.status}`);
    return response.text();
  }

  /** The same file, on the page; null where even that cannot be loaded. */
  private async onPage(): Promise<Runner | null> {
    try {
      if (this.url === undefined) return null;
      const module = (await import(this.url)) as {
        Runner: typeof Runner;
      };
      return new module.Runner((message) => this.receive(message));
    } catch {
      this.starting = null;
      return null;
    }
  }
}
