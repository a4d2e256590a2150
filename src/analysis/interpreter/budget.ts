/** What a run may cost: steps, time, depth of calls. Spent, it ends the run with a reason; what was found stays. */
import { BudgetSpent } from './values';

export interface BudgetOptions {
  /** Calls, loop turns and the like. */
  readonly steps?: number;
  /** Milliseconds, by `now`. */
  readonly milliseconds?: number;
  /** Calls inside calls: Python's own limit is 1,000, JavaScript's stack ends earlier. */
  readonly depth?: number;
  /** A clock in milliseconds. */
  readonly now?: () => number;
  /** Bytes in use, where the host can tell; beyond `mostMemory` (a gigabyte) the run ends. */
  readonly memory?: () => number;
  readonly mostMemory?: number;
  /** Asked now and then: true ends the run. */
  readonly cancelled?: () => boolean;
}

/** Steps between two looks at the clock. */
const CLOCK_EVERY = 2048;
/** Looks at the clock between two at the memory, which costs more. */
const MEMORY_EVERY = 16;
/** What loading one module and those it needs may cost. */
const LOAD_STEPS = 50_000_000;
const LOAD_MILLISECONDS = 20_000;

export class Budget {
  /** Counted up by whoever does something; `check` is called when it passes `next`. */
  steps = 0;
  next = CLOCK_EVERY;
  readonly depth: number;
  private limit: number;
  private milliseconds: number;
  private deadline: number;
  private readonly now: () => number;
  private readonly memory: () => number;
  private looks = 0;
  private readonly mostMemory: number;
  private readonly cancelled: () => boolean;

  constructor(options: BudgetOptions = {}) {
    this.limit = options.steps ?? 20_000_000;
    this.milliseconds = options.milliseconds ?? 10_000;
    this.depth = options.depth ?? 180;
    this.now = options.now ?? (() => 0);
    this.memory = options.memory ?? (() => 0);
    this.mostMemory = options.mostMemory ?? 1_000_000_000;
    this.cancelled = options.cancelled ?? (() => false);
    this.deadline = this.now() + this.milliseconds;
  }

  /** A new run: all of the budget again, or another one. */
  restart(options: Pick<BudgetOptions, 'steps' | 'milliseconds'> = {}): void {
    if (options.steps !== undefined) this.limit = options.steps;
    if (options.milliseconds !== undefined) this.milliseconds = options.milliseconds;
    this.steps = 0;
    this.next = CLOCK_EVERY;
    this.deadline = this.now() + this.milliseconds;
  }

  /**
   * Runs something on a budget of its own, which does not count: the loading of another module happens once and is kept. Cancelling still ends it.
   */
  aside<T>(run: () => T): T {
    const { steps, limit, deadline } = this;
    const started = this.now();
    this.steps = 0;
    this.next = CLOCK_EVERY;
    this.limit = Math.max(limit, LOAD_STEPS);
    this.deadline = started + Math.max(this.milliseconds, LOAD_MILLISECONDS);
    try {
      return run();
    } finally {
      this.steps = steps;
      this.next = steps + CLOCK_EVERY;
      this.limit = limit;
      this.deadline = deadline + this.now() - started;
    }
  }

  /** Runs something that may spend a quarter of what is left: a trial must leave enough for what it is a trial for. */
  share<T>(run: () => T): T {
    const { limit, deadline } = this;
    this.limit = this.steps + Math.max(0, limit - this.steps) / 4;
    this.deadline = this.now() + Math.max(0, deadline - this.now()) / 4;
    try {
      return run();
    } finally {
      this.limit = limit;
      this.deadline = deadline;
    }
  }

  /** Milliseconds of the host's clock; always 0 without one. */
  clock(): number {
    return this.now();
  }

  spend(steps: number): void {
    this.steps += steps;
    if (this.steps >= this.next) this.check();
  }

  check(): void {
    if (this.steps > this.limit) throw new BudgetSpent('this takes more steps than the analysis may spend');
    if (this.cancelled()) throw new BudgetSpent('the analysis was cancelled');
    if (++this.looks % MEMORY_EVERY === 0 && this.memory() > this.mostMemory) throw new BudgetSpent('this takes more memory than the analysis may use');
    if (this.now() > this.deadline) throw new BudgetSpent('this takes longer than the analysis may run');
    this.next = this.steps + CLOCK_EVERY;
  }
}
