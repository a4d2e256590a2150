/** Rows of the layer table: one for every call of a module during which no other module was called, in call order. */
import type { Framework } from '../frameworks/framework';
import type { ModuleEvent, OpEvent, TraceEvent } from '../interpreter/trace';
import { type Instance, Tensor, Tuple, Unknown, type Value } from '../interpreter/values';
import { add, type Dim, product } from '../shape/dim';
import { explainLayer } from './explain';
import { inputReceptiveField, type ReceptiveField } from '../shape/window';
import { advanceSight, multiplyAdds, windowFacts, type WindowFacts } from './facts';
import { rangeOrNull } from './places';
import type { Count, LayerReport, Status } from './report';
import { reasonOf, shapeOf, sizeOf, statusOf, tensorsIn, type TensorLike } from './shapes';

/** A row and what it was made from. */
export interface Row {
  readonly event: ModuleEvent;
  readonly ops: readonly OpEvent[];
  readonly report: LayerReport;
}

/** A model's tree, asked once per report. */
export interface Tree {
  readonly paths: ReadonlyMap<Instance, string>;
  readonly total: Count;
  readonly trainable: Count;
}

/**
 * Walks a finished model once.
 *
 * @param events the events of its call: an unknown value kept on a module counts as a layer where it had a part in them; null: it was not called
 */
export function readTree(framework: Framework, root: Instance, events: readonly TraceEvent[] | null = null): Tree {
  const paths = new Map<Instance, string>();
  const seen = new Set<Tensor>();
  let total: Dim | null = 0;
  let trainable: Dim | null = 0;
  const unknowns = new Set<Unknown>();
  for (const { path, module } of framework.tree(root)) {
    paths.set(module, path);
    if (!framework.isComplete(module)) total = trainable = null;
    for (const unknown of framework.unknownsOf(module)) unknowns.add(unknown);
    for (const [, tensor] of framework.parametersOf(module)) {
      if (seen.has(tensor)) continue;
      seen.add(tensor);
      const elements = tensor.shape ? product(tensor.shape) : null;
      total = plus(total, elements);
      if (tensor.requiresGrad) trainable = plus(trainable, elements);
    }
  }
  if (unknowns.size > 0 && (!events || takesPart(unknowns, events))) total = trainable = null;
  return { paths, total: countOf(total), trainable: countOf(trainable) };
}

/** Parameters and buffers of a finished model by identity, with their first full name. */
export function tensorNames(framework: Framework, root: Instance): Map<Tensor, { name: string; source: 'parameter' | 'buffer' }> {
  const names = new Map<Tensor, { name: string; source: 'parameter' | 'buffer' }>();
  for (const { path, module } of framework.tree(root)) {
    const prefix = path ? `${path}.` : '';
    for (const source of ['parameter', 'buffer'] as const)
      for (const [name, tensor] of source === 'parameter' ? framework.parametersOf(module) : framework.buffersOf(module))
        if (!names.has(tensor)) names.set(tensor, { name: prefix + name, source });
  }
  return names;
}

/** Did one of these unknown values reach an operation, a layer or a result, and is some layer's result unknown, as a layer's of no known shape would be? */
function takesPart(unknowns: ReadonlySet<Unknown>, events: readonly TraceEvent[]): boolean {
  if (!events.some((event) => event.kind === 'module' && statusOf(tensorsIn(event.result)) === 'unknown')) return false;
  const has = (value: Value | undefined): boolean => tensorsIn(value).some((t) => t instanceof Unknown && unknowns.has(t));
  return events.some((event) =>
    event.kind === 'assign' ? has(event.value) : event.args.some(has) || has(event.result) || (event.kind === 'module' && [...(event.kwargs?.values() ?? [])].some(has)),
  );
}

function plus(a: Dim | null, b: Dim | null): Dim | null {
  return a === null || b === null ? null : add(a, b);
}

export function countOf(dim: Dim | null): Count {
  return dim === null ? null : sizeOf(dim);
}

/** Parameters of a row: those of the module and of everything below it, each once. */
function subtreeParameters(framework: Framework, module: Instance): Dim | null {
  const own = framework.parametersOf(module);
  if (own.length === 0 && framework.childrenOf(module).length === 0) return framework.isComplete(module) ? 0 : null;
  return sumParameters(framework, module, new Set<unknown>());
}

function sumParameters(framework: Framework, module: Instance, seen: Set<unknown>): Dim | null {
  if (seen.has(module)) return 0;
  seen.add(module);
  let sum: Dim | null = framework.isComplete(module) ? 0 : null;
  for (const [, tensor] of framework.parametersOf(module)) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    sum = plus(sum, tensor.shape ? product(tensor.shape) : null);
  }
  for (const child of framework.childrenOf(module)) sum = plus(sum, sumParameters(framework, child, seen));
  return sum;
}

/**
 * @param events the events of one call of the model
 * @param assumed true where the input was assumed: exact shapes are then marked so
 */
export function layerRows(
  framework: Framework,
  events: readonly TraceEvent[],
  tree: Tree,
  inputs: readonly Tensor[],
  assumed: boolean,
): { rows: Row[]; macs: Count } {
  const ops = new Map<ModuleEvent, OpEvent[]>();
  const sights = new Map<Tensor, readonly ReceptiveField[] | null>();
  for (const input of inputs) {
    const spatial = (input.shape?.length ?? 0) - 2;
    sights.set(input, spatial > 0 ? Array.from({ length: spatial }, () => inputReceptiveField) : null);
  }
  let macs: Dim | null = 0;
  const costs = new Map<ModuleEvent, Dim | null>();
  const windows = new Map<OpEvent, WindowFacts>();
  for (const event of events) {
    if (event.kind !== 'op') continue;
    const cost = multiplyAdds(event);
    if (cost !== 0) macs = plus(macs, cost);
    const parent = event.parent;
    if (parent && !parent.hasChildren) {
      const list = ops.get(parent);
      if (list) list.push(event);
      else ops.set(parent, [event]);
      if (cost !== 0) costs.set(parent, plus(costs.get(parent) ?? 0, cost));
    }
    const facts = windowFacts(event);
    if (facts) windows.set(event, facts);
    see(event, facts, sights);
  }
  const calls = new Map<Instance, number>();
  const rows: Row[] = [];
  for (const event of events) {
    if (event.kind !== 'module' || event.hasChildren) continue;
    const call = calls.get(event.module) ?? 0;
    calls.set(event.module, call + 1);
    const own = ops.get(event) ?? [];
    const report = rowReport(framework, event, own, tree, call, costs.has(event) ? costs.get(event)! : 0, sights, windows, assumed);
    rows.push({ event, ops: own, report });
  }
  return { rows, macs: countOf(macs) };
}

function see(event: OpEvent, facts: WindowFacts | null, sights: Map<Tensor, readonly ReceptiveField[] | null>): void {
  const operands: (readonly ReceptiveField[])[] = [];
  const note = (tensor: TensorLike): void => {
    const sight = tensor instanceof Tensor ? sights.get(tensor) : undefined;
    if (sight) operands.push(sight);
  };
  for (const value of event.args)
    if (value instanceof Tensor) note(value);
    else if (typeof value === 'object' && value !== null && !isSizes(value)) tensorsIn(value).forEach(note);
  if (operands.length === 0) return;
  const sight = advanceSight(event, operands, facts);
  if (event.result instanceof Tensor) sights.set(event.result, sight);
  else for (const tensor of tensorsIn(event.result)) if (tensor instanceof Tensor) sights.set(tensor, sight);
}

/** `(3, 3)`: settings per axis, no tensors among them. */
function isSizes(value: Value): boolean {
  return value instanceof Tuple && value.items.every((item) => typeof item === 'number');
}

function rowReport(
  framework: Framework,
  event: ModuleEvent,
  ops: readonly OpEvent[],
  tree: Tree,
  call: number,
  macs: Dim | null,
  sights: ReadonlyMap<Tensor, readonly ReceptiveField[] | null>,
  windows: ReadonlyMap<OpEvent, WindowFacts>,
  assumed: boolean,
): LayerReport {
  const { module } = event;
  const given: TensorLike[] = [];
  for (const value of event.args) tensorsIn(value, given);
  if (event.kwargs) for (const value of event.kwargs.values()) tensorsIn(value, given);
  const made = tensorsIn(event.result as Value | undefined);
  const outputs = event.result === undefined && made.length === 0 ? [new Unknown(event.failure ?? 'the call failed')] : made;
  const params = subtreeParameters(framework, module);
  const known = statusOf(outputs);
  const status: Status = event.failure ? 'failed' : known === 'exact' && assumed ? 'assumed' : known;
  const reason = known === 'unknown' ? reasonOf(outputs) : null;
  const sight = made.map((t) => (t instanceof Tensor ? sights.get(t) : null)).find((s) => s);
  return {
    path: tree.paths.get(module) ?? null,
    type: module.cls.name,
    place: rangeOrNull(module.site),
    callPlace: rangeOrNull(event.userSite),
    call,
    inputs: given.flatMap((t) => (t instanceof Tensor ? [shapeOf(t)] : [])),
    outputs: outputs.map(shapeOf),
    params: countOf(params),
    macs: countOf(macs),
    receptiveField: sight && sight.every((s) => typeof s.size === 'number') ? sight.map((s) => s.size as number) : null,
    status,
    reason: event.failure ?? reason?.why ?? null,
    reasonPlace: rangeOrNull(reason?.place),
    settings: framework.settingsOf(module),
    explanation: explainLayer(ops, windows, params),
    maybe: event.maybe,
  };
}
