/** Generators: a function with `yield` runs to its end at the first reading; generator expressions stay lazy. */
import { runBody } from './calls';
import type { Frame, Run } from './frame';
import type { Interpreter } from './interpreter';
import { type IterSource, Raised, UnknownRest, type Value } from './values';

/** A generator with more values than this is taken for endless. */
const MOST = 20_000;

/** Thrown through a generator's code to end it. */
export class StopGenerator {}

/** A generator function that was called. */
export class GeneratorSource implements IterSource {
  private items: Value[] | null = null;
  private index = 0;
  private failure: Raised | null = null;
  private endless = false;
  /** What the function returned: the value of `yield from`. */
  result: Value = null;

  constructor(
    private readonly rt: Interpreter,
    readonly frame: Frame,
    readonly body: Run,
  ) {}

  /** Not read yet: a `with` statement may run it around its body. */
  get fresh(): boolean {
    return this.items === null;
  }

  next(): Value | undefined {
    const items = this.items ?? this.run();
    if (this.index < items.length) return items[this.index++];
    if (this.failure) {
      const { failure } = this;
      this.failure = null;
      throw failure;
    }
    return this.endless ? new UnknownRest('the generator does not end') : undefined;
  }

  private run(): Value[] {
    const { rt, frame } = this;
    const yields: Value[] = (this.items = frame.yields = []);
    const { top, depth, event } = rt;
    if (depth >= rt.budget.depth) return yields;
    rt.depth = depth + 1;
    try {
      this.result = runBody(rt, frame, this.body);
    } catch (error) {
      if (error instanceof StopGenerator) this.endless = true;
      else if (error instanceof Raised) this.failure = error;
      else throw error;
    }
    rt.top = top;
    rt.depth = depth;
    rt.event = event;
    this.items = frame.yields ?? yields;
    return this.items;
  }

  /** Runs it around something: `yield` calls `onYield`, at the first time. */
  runAround(onYield: (value: Value) => Value): Value {
    this.items = [];
    this.frame.onYield = onYield;
    const { depth } = this.rt;
    this.rt.depth = depth + 1;
    const result = runBody(this.rt, this.frame, this.body);
    this.rt.depth = depth;
    return result;
  }

  save(): unknown {
    return [this.items, this.index, this.failure, this.endless, this.result];
  }
  restore(saved: unknown): void {
    [this.items, this.index, this.failure, this.endless, this.result] = saved as [Value[] | null, number, Raised | null, boolean, Value];
  }
}

/** `yield value` */
export function yieldValue(rt: Interpreter, frame: Frame, value: Value): Value {
  if (frame.onYield) return frame.onYield(value);
  if (frame.yields === null) return null;
  rt.touch(frame);
  frame.yields.push(value);
  rt.spend(1);
  if (frame.yields.length > MOST) throw new StopGenerator();
  return null;
}

/** `(x for x in …)`: read as it is asked for; what was read is kept, so that a branch can be rolled back. */
export class LazySource implements IterSource {
  private readonly items: Value[] = [];
  private index = 0;
  private readonly generator: Iterator<Value>;

  constructor(make: () => Iterator<Value>) {
    this.generator = make();
  }

  next(): Value | undefined {
    if (this.index >= this.items.length) {
      const step = this.generator.next();
      if (step.done) return undefined;
      this.items.push(step.value);
    }
    return this.items[this.index++];
  }
  save(): unknown {
    return this.index;
  }
  restore(saved: unknown): void {
    this.index = saved as number;
  }
}
