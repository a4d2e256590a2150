/** What a run leaves behind: every module call and every op, in order. Hints, problems, tables and the runnable graph are read from it. */
import type { Dim } from '../shape/dim';
import type { CallSite, Place } from './place';
import type { Instance, Signature, Tensor, Value } from './values';

/** A call of a module (`module(...)`), not of its `forward` directly. */
export interface ModuleEvent {
  readonly kind: 'module';
  readonly module: Instance;
  readonly site: CallSite | null;
  /** Innermost call site in a file of the user's. */
  readonly userSite: Place | null;
  /** As they were when the call ended: lists and dicts are copies, since others may fill them further. */
  args: readonly Value[];
  kwargs: ReadonlyMap<string, Value> | null;
  /** undefined while it runs or when it raised; a copy like the arguments. */
  result: Value | undefined;
  readonly parent: ModuleEvent | null;
  /** True when it ran inside a branch on an unknown condition. */
  readonly maybe: boolean;
  /** Set when another module was called during it: then it is no row of the table. */
  hasChildren: boolean;
  /** The exception's or problem's text, where the call failed. */
  failure: string | null;
}

/** A call of a framework operation. */
export interface OpEvent {
  readonly kind: 'op';
  /** PyTorch's functional name: see `shape/graph.ts`. */
  readonly name: string;
  readonly signature: Signature;
  readonly args: readonly Value[];
  readonly result: Value;
  readonly site: CallSite | null;
  readonly userSite: Place | null;
  readonly parent: ModuleEvent | null;
  readonly maybe: boolean;
}

/** `x = …` inside a running `forward`: what a hint behind an assignment shows. */
export interface AssignEvent {
  readonly kind: 'assign';
  /** The statement. */
  readonly place: Place;
  /** The target as written. */
  readonly target: string;
  readonly value: Value;
  readonly parent: ModuleEvent | null;
}

export type TraceEvent = ModuleEvent | OpEvent | AssignEvent;

export type Severity = 'error' | 'warning' | 'information';

/**
 * A finding. `message` is final English; ranges and edits are places, made absolute by the report. `{line 0}` in a message stands for
 * `line 12`, the line of `related[0].place`: only the report knows the text's lines.
 */
export interface Problem {
  /** `linear-in-features`, `conv-in-channels`, … : docs/rules.md has an anchor for each. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  fixes: readonly Fix[];
  /** The module whose call stopped, if one did: the explorer marks it. */
  readonly module: Instance | null;
  /** The sizes it is about: what else is wrong with them follows from it, and is not told. */
  readonly sizes?: readonly Size[];
  /** What comes out has its sizes all the same. */
  readonly sizesStay?: boolean;
  /** What the size should be, and the fix where it is made: offered once another layer wants the same. */
  readonly wanted?: { readonly size: Dim; readonly fix: Fix | null };
  /** The calls it was found in, outermost: an exception ends these. */
  flows?: readonly object[];
}
/** A size of a tensor, or how many it has. */
export interface Size {
  /** The layer that declares it, else the operation that made the tensor, else the tensor. */
  readonly of: object;
  /** The axis, counted from the end from 1; null: the number of axes. */
  readonly axis: number | null;
}
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly place: Place; readonly text: string }[];
  /** True only when this is the one right fix. */
  readonly preferred: boolean;
}

/**
 * A condition on symbolic sizes that a run assumed in order to go on ("fc takes 784 features"): input sizes are inferred from these, and
 * those that hold only for some sizes are told to the user.
 */
export interface Requirement {
  /** left == right; left >= right; left divisible by right. */
  readonly kind: 'equal' | 'atLeast' | 'divides';
  readonly left: Dim;
  readonly right: Dim;
  readonly rule: string;
  /** What asks for it: "fc takes 784 features", "cat needs equal heights". */
  readonly text: string;
  readonly place: Place | null;
}

export interface Trace {
  readonly events: TraceEvent[];
  readonly problems: Problem[];
  readonly requirements: Requirement[];
  /** Tensors given from outside, in order. */
  readonly inputs: Tensor[];
  /** Every module object that was made (its Module.__init__ ran), in order. */
  readonly modules: Instance[];
}
