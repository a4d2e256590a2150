/** The undo log: what a branch, or the edited file, changed can be put back, kept, or joined with what another branch did. */
import { Class, Container, Module } from './values';

interface Saved {
  readonly content: unknown;
  readonly epoch: number;
}

/** Everything changed since it was opened, as it was before. */
export class Log {
  readonly saved = new Map<Container, Saved>();
  constructor(public epoch: number) {}
}

export class World {
  private logs: Log[] = [];
  /** Logs that only note what things were before: of branches that have left while the other way goes on. */
  private watches: Log[] = [];
  private counter = 0;

  get depth(): number {
    return this.logs.length;
  }

  open(): Log {
    const log = new Log(++this.counter);
    Container.now = log.epoch;
    this.logs.push(log);
    return log;
  }

  /** Call before a container is changed. */
  touch(container: Container): void {
    const log = this.logs[this.logs.length - 1];
    if (container instanceof Class) {
      Class.version++;
      container.found = null;
      if (container.isLibrary) Class.libraryVersion++;
    } else if (log && container instanceof Module && container.isLibrary) Class.libraryVersion++;
    for (const watch of this.watches)
      if (container.epoch < watch.epoch && !watch.saved.has(container))
        watch.saved.set(container, { content: container.save(), epoch: container.epoch });
    if (log && container.epoch < log.epoch && !log.saved.has(container))
      log.saved.set(container, { content: container.save(), epoch: container.epoch });
    container.epoch = Container.now;
  }

  /** Notes what changes from now on, whatever becomes of the logs. */
  watch(): Log {
    const watch = new Log(++this.counter);
    Container.now = watch.epoch;
    this.watches.push(watch);
    return watch;
  }

  unwatch(watch: Log): void {
    this.watches = this.watches.filter((other) => other !== watch);
  }

  /** Ends all watches: a run has ended early. */
  unwatchAll(): void {
    this.watches = [];
  }

  /** What the innermost log's containers hold now. */
  contents(log: Log): Map<Container, unknown> {
    const contents = new Map<Container, unknown>();
    for (const container of log.saved.keys()) contents.set(container, container.save());
    return contents;
  }

  /** Puts everything back and closes the log. */
  rollback(log: Log): void {
    this.unwindTo(log);
    for (const [container, { content, epoch }] of log.saved) {
      container.restore(content);
      container.epoch = epoch;
    }
    this.logs.pop();
  }

  /** Keeps what was done and closes the log: the log around it learns what it lacked. */
  commit(log: Log): void {
    this.unwindTo(log);
    this.logs.pop();
    const outer = this.logs[this.logs.length - 1];
    if (!outer) return;
    for (const [container, saved] of log.saved)
      if (saved.epoch < outer.epoch && !outer.saved.has(container)) outer.saved.set(container, saved);
  }

  /** Logs that were left open inside by an exception are undone first. */
  private unwindTo(log: Log): void {
    while (this.logs.length > 0 && this.logs[this.logs.length - 1] !== log)
      this.rollback(this.logs[this.logs.length - 1]!);
  }

  /**
   * Runs something whose effects are to stay whatever becomes of the open logs: the loading of another module. What exists afterwards counts as
   * older than the logs, so that later changes are saved.
   */
  outside<T>(run: () => T): T {
    const { logs, watches } = this;
    this.logs = [];
    this.watches = [];
    try {
      return run();
    } finally {
      this.logs = logs;
      this.watches = watches;
      for (const log of [...logs, ...watches]) log.epoch = ++this.counter;
      if (logs.length + watches.length > 0) Container.now = this.counter;
    }
  }
}
