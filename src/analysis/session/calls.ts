/** Calls of whole models found in a trace: which module, which events belong to it. */
import type { ModuleEvent, Trace, TraceEvent } from '../interpreter/trace';
import type { Instance, Tensor, Value } from '../interpreter/values';
import { tensorsIn } from '../report/shapes';
import { Tensor as TensorClass } from '../interpreter/values';

/** One call of a module that no other module made. */
export interface RootCall {
  readonly module: Instance;
  readonly event: ModuleEvent;
  /** The events during it, its own first. */
  readonly events: readonly TraceEvent[];
  readonly inputs: readonly Tensor[];
  readonly result: Value | undefined;
}

/** Every outermost module call from `from` on, in order. */
export function rootCalls(trace: Trace, from = 0): RootCall[] {
  const calls: RootCall[] = [];
  const { events } = trace;
  for (let i = from; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind !== 'module' || event.parent) continue;
    let end = i + 1;
    while (end < events.length && events[end]!.parent) end++;
    const inputs: Tensor[] = [];
    for (const value of [...event.args, ...(event.kwargs?.values() ?? [])])
      for (const tensor of tensorsIn(value)) if (tensor instanceof TensorClass) inputs.push(tensor);
    calls.push({ module: event.module, event, events: events.slice(i, end), inputs, result: event.result });
  }
  return calls;
}
