/**
 * Which tensors share their numbers, along a trace: a node of the graph makes new numbers, PyTorch's views and in-place operations do not. A tensor
 * that was changed through a view of it, or a view of a tensor that was changed, is brought up to date where it is next read.
 */
import type { OpEvent } from '../interpreter/trace';
import { Ellipsis, List, Slice, Tensor, Tuple, type Value } from '../interpreter/values';
import { tensorsIn } from './shapes';

/** Operations that answer a view of their first argument. */
const views = new Set(
  'getitem view reshape flatten ravel unflatten permute transpose t mT movedim squeeze unsqueeze expand expand_as broadcast_to view_as chunk split tensor_split unbind select narrow diagonal tensor_unfold detach real imag view_as_real view_as_complex as_strided swapaxes'.split(' '),
);
/** Views of the same numbers in the same order. */
const sameOrder = new Set('view reshape flatten ravel unflatten squeeze unsqueeze view_as detach'.split(' '));
/** Views of which all parts together are the whole. */
const joined = new Set(['chunk', 'split', 'unbind']);
/** Done twice they answer what was there. */
const involutions = new Set(['transpose', 't', 'mT']);
/** These may copy where the numbers do not lie one after another. */
const maybeCopies = new Set(['reshape', 'flatten', 'ravel']);
/** What answers its argument without changing it. */
const unchanging = new Set('contiguous to type float double half dropout dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout squeeze unsqueeze expand reshape view flatten positive identity cpu cuda type_as'.split(' '));

/** Numbers, slices, None and … pick a view; lists and tensors copy. */
function picksView(index: Value): boolean {
  if (index instanceof Tuple) return index.items.every(picksView);
  if (index instanceof Tensor) return index.shape?.length === 0 && index.dtype === 'int';
  return !(index instanceof List) && typeof index !== 'boolean' && (index === null || index instanceof Slice || index instanceof Ellipsis || typeof index === 'number');
}

/** Both were evaluated from one place of the program: their parts are the same. */
function sameIndex(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Tuple && b instanceof Tuple) return a.items.length === b.items.length && a.items.every((item, i) => sameIndex(item, b.items[i]!));
  if (a instanceof Slice && b instanceof Slice) return sameIndex(a.start, b.start) && sameIndex(a.stop, b.stop) && sameIndex(a.step, b.step);
  return a instanceof Ellipsis && b instanceof Ellipsis;
}

/** The tensor of which an operation answers views; null where it does not. */
export function baseOf(event: OpEvent): Tensor | null {
  const [input, index] = event.args;
  if (!(input instanceof Tensor) || !views.has(event.name)) return null;
  if (event.name === 'getitem' && !picksView(index ?? null)) return null;
  // What does not lie in order is copied most of the time.
  if (maybeCopies.has(event.name) && input.strides !== null && input.strides !== undefined) return null;
  return input;
}

/** The tensor an operation changes in place; null where it makes a new one. */
export function changedBy(event: OpEvent): Tensor | null {
  const input = event.args[0];
  if (!(input instanceof Tensor) || event.result !== input || unchanging.has(event.name)) return null;
  return input;
}

interface View {
  readonly base: Tensor;
  readonly event: OpEvent;
  /** The base's version that its numbers are of. */
  version: number;
}

/** What brings a tensor up to date. */
export interface Repairs {
  /** Makes the results of a view's operation anew. */
  repeat(event: OpEvent): void;
  /** Writes a view's numbers back to where it was taken. */
  write(base: Tensor, view: Tensor, event: OpEvent, how: WayBack): void;
}

/**
 * From a view to what it is a view of: `base[index] = view`; the same numbers in the base's sizes; the same operation once more (a transposition); all
 * parts joined; or no way.
 */
export type WayBack = 'item' | 'order' | 'again' | 'parts' | 'none';

function wayBack(event: OpEvent, view: Tensor): WayBack {
  if (event.result !== view) return joined.has(event.name) ? 'parts' : 'none';
  if (event.name === 'getitem') return 'item';
  return sameOrder.has(event.name) ? 'order' : involutions.has(event.name) ? 'again' : 'none';
}

/** Follows a trace, event by event. */
export class Aliases {
  private readonly sources = new Map<Tensor, View>();
  private readonly versions = new Map<Tensor, number>();
  /** Views that were changed in place since their base was last up to date. */
  private readonly pending = new Map<Tensor, Set<Tensor>>();

  constructor(private readonly repairs: Repairs) {}

  private version(tensor: Tensor): number {
    return this.versions.get(tensor) ?? 0;
  }

  private change(tensor: Tensor): void {
    this.versions.set(tensor, this.version(tensor) + 1);
  }

  /** Before the event is read: `x[i] += y` takes an item, changes it and puts it back, which is one change only. */
  expect(event: OpEvent): void {
    const [base, index, value] = event.args;
    if (event.name !== 'setitem' || !(value instanceof Tensor) || !(base instanceof Tensor)) return;
    const view = this.sources.get(value);
    if (view?.base !== base || !sameIndex(view.event.args[1] ?? null, index ?? null)) return;
    const waiting = this.pending.get(base);
    if (waiting?.delete(value) && waiting.size === 0) this.pending.delete(base);
  }

  /** After the event's own node is there. */
  note(event: OpEvent): void {
    const changed = changedBy(event);
    if (changed) {
      this.change(changed);
      // The item that was put back is what its place holds now.
      const [, index, value] = event.args;
      const item = event.name === 'setitem' && value instanceof Tensor ? this.sources.get(value) : undefined;
      if (item?.base === changed && sameIndex(item.event.args[1] ?? null, index ?? null)) item.version = this.version(changed);
      for (let at = changed, view = this.sources.get(at); view; at = view.base, view = this.sources.get(at)) {
        const waiting = this.pending.get(view.base);
        if (waiting) waiting.add(at);
        else this.pending.set(view.base, new Set([at]));
      }
      return;
    }
    const base = baseOf(event);
    for (const made of tensorsIn(event.result))
      if (made instanceof Tensor && made !== base) {
        if (base) this.sources.set(made, { base, event, version: this.version(base) });
        else this.sources.delete(made);
      }
  }

  /** Before a tensor is read: what it shares with others is written. */
  refresh(tensor: Tensor): void {
    const view = this.sources.get(tensor);
    const waiting = view && this.pending.get(view.base);
    // A view that alone was changed is newer than what it is a view of; parts of one split do not touch each other.
    const newest = waiting && view && [...waiting].every((other) => this.sources.get(other)?.event === view.event);
    if (view && !newest) {
      this.refresh(view.base);
      const version = this.version(view.base);
      if (version !== view.version) {
        this.repairs.repeat(view.event);
        for (const made of tensorsIn(view.event.result)) {
          const other = made instanceof Tensor ? this.sources.get(made) : undefined;
          if (other?.event === view.event) other.version = version;
        }
        this.change(tensor);
      }
    }
    this.flush(tensor);
  }

  private flush(base: Tensor): void {
    const waiting = this.pending.get(base);
    if (!waiting) return;
    this.pending.delete(base);
    for (const changed of waiting) {
      this.flush(changed);
      const view = this.sources.get(changed);
      if (!view) continue;
      const { event } = view;
      this.repairs.write(base, changed, event, wayBack(event, changed));
      this.change(base);
      // Its parts that were changed, too, were written with it.
      for (const made of tensorsIn(event.result)) {
        const part = made instanceof Tensor ? this.sources.get(made) : undefined;
        if (part?.event === event) part.version = this.version(base);
        if (made instanceof Tensor) waiting.delete(made);
      }
    }
  }
}
