/** What one call of a function (or one run of a class body or of top-level statements) works in. */
import type { ModuleEvent } from './trace';
import type { Log } from './world';
import { Container, type Class, type Func, type Module, type Value } from './values';

/** How a statement ended. */
export type Signal = 0 | 1 | 2 | 3;
export const NEXT = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;

/** A branch on an unknown condition that left the function or the loop, while the other branch goes on. */
export interface Pending {
  readonly signal: Signal;
  readonly result: Value;
  /** What the branch had changed: contents by container, joined where both meet again. */
  readonly contents: ReadonlyMap<Container, unknown>;
  /** What the way that goes on has changed since, as it was before. */
  readonly since: Log;
}

export class Frame extends Container {
  slots: (Value | undefined)[];
  /** Names of a class body. */
  names: Map<string, Value> | null = null;
  /** The class that a class body became: `super()` and `__class__` look here. */
  cls: Class | null = null;
  result: Value = null;
  pending: Pending[] | null = null;
  /** Where `yield` puts its values; null outside generators. */
  yields: Value[] | null = null;
  /** A generator that runs around a `with` body: what `yield` calls instead. */
  onYield: ((value: Value) => Value) | null = null;
  /** The interpreter's stacks when the frame began: where a statement that recovers goes on. */
  top = 0;
  depth = 0;
  event: ModuleEvent | null = null;

  constructor(
    slotCount: number,
    /** The frame the function was defined in. */
    readonly up: Frame | null,
    readonly module: Module,
    readonly func: Func | null,
  ) {
    super();
    this.slots = new Array<Value | undefined>(slotCount);
  }
  save(): unknown {
    return [this.slots.slice(), this.names && new Map(this.names), this.yields && this.yields.slice()];
  }
  restore(saved: unknown): void {
    const [slots, names, yields] = saved as [(Value | undefined)[], Map<string, Value> | null, Value[] | null];
    this.slots = slots.slice();
    this.names = names && new Map(names);
    this.yields = yields && yields.slice();
  }
}

/** A compiled statement or block, a compiled expression, a compiled condition (undefined: cannot be told). */
export type Run = (frame: Frame) => Signal;
export type Evaluate = (frame: Frame) => Value;
export type Test = (frame: Frame) => boolean | undefined;
