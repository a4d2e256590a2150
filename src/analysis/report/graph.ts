/** The trace of one model call as a runnable graph: tensors are told apart by identity. */
import type { OpEvent, TraceEvent } from '../interpreter/trace';
import {
  Dict,
  Ellipsis,
  Float,
  Instance,
  List,
  Slice,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../interpreter/values';
import type { Graph, GraphNode, GraphTensor, Initialisation, Plain, TensorSource } from '../shape/graph';
import { rangeOrNull } from './places';
import { tensorsIn } from './shapes';
import { Aliases, baseOf, changedBy } from './views';

/** How many elements an argument list may have before it is not worth sending. */
const LONGEST_LIST = 4096;

/**
 * What was computed before a call and is read by it: buffers that a constructor makes by arithmetic. Tensors that say themselves how they are filled
 * need no operations, unless they were changed in place since.
 */
function preparing(earlier: readonly TraceEvent[], events: readonly TraceEvent[]): OpEvent[] {
  const made = new Map<Tensor, number>();
  const bases = new Map<Tensor, Tensor>();
  const operations = earlier.filter((e): e is OpEvent => e.kind === 'op');
  for (const event of operations) {
    const base = baseOf(event);
    for (const t of tensorsIn(event.result)) {
      if (!(t instanceof Tensor)) continue;
      made.set(t, (made.get(t) ?? 0) + 1);
      if (base && base !== t) bases.set(t, base);
    }
    const changed = changedBy(event);
    if (changed) for (let t = bases.get(changed); t; t = bases.get(t)) made.set(t, (made.get(t) ?? 0) + 1);
  }
  const needed = new Set<Tensor>();
  const need = (value: Value, depth = 0): void => {
    if (value instanceof Tensor) {
      if (made.has(value) && !value.parameter && (initialisationOf(value) === null || made.get(value)! > 1)) needed.add(value);
    } else if ((value instanceof List || value instanceof Tuple) && depth < 6)
      for (const item of value.items) need(item, depth + 1);
    else if (value instanceof Slice) for (const item of [value.start, value.stop, value.step]) need(item, depth + 1);
  };
  for (const event of events) if (event.kind === 'op') for (const value of event.args) need(value);
  // A change of a view changes what it is a view of.
  const matters = (event: OpEvent): boolean => {
    if (tensorsIn(event.result).some((t) => t instanceof Tensor && needed.has(t))) return true;
    for (let t = changedBy(event) ?? undefined; t; t = bases.get(t)) if (needed.has(t)) return true;
    return false;
  };
  const backwards = operations.slice().reverse();
  let before = -1;
  while (needed.size !== before) {
    before = needed.size;
    for (const event of backwards) {
      if (!matters(event)) continue;
      for (const value of event.args) need(value);
      const changed = changedBy(event);
      if (changed) needed.add(changed);
    }
  }
  return needed.size === 0 ? [] : operations.filter(matters);
}

/**
 * @param events the events of the call, in order
 * @param names parameters and buffers by identity, with the framework's path
 * @param rowOf the table row of an op, or -1
 * @param earlier the events before the call, in order: what the call reads of them comes first in the graph
 */
export function buildGraph(
  events: readonly TraceEvent[],
  inputs: readonly (readonly [string, Tensor])[],
  result: Value,
  names: ReadonlyMap<Tensor, { name: string; source: 'parameter' | 'buffer' }>,
  rowOf: (event: OpEvent) => number,
  earlier: readonly TraceEvent[] = [],
): Graph {
  const ids = new Map<Tensor, number>();
  const tensors: GraphTensor[] = [];
  const nodes: GraphNode[] = [];

  function add(tensor: Tensor, source: TensorSource, name: string | null): number {
    const id = tensors.length;
    ids.set(tensor, id);
    tensors.push({
      shape: tensor.shape && tensor.shape.map((d) => (typeof d === 'number' ? d : null)),
      dtype: tensor.dtype,
      source,
      name,
      initialisation: initialisationOf(tensor),
    });
    return id;
  }
  function idOf(tensor: Tensor): number {
    aliases.refresh(tensor);
    return ownId(tensor);
  }
  function ownId(tensor: Tensor): number {
    const known = ids.get(tensor);
    if (known !== undefined) return known;
    const owned = names.get(tensor);
    return owned ? add(tensor, owned.source, owned.name) : add(tensor, 'constant', null);
  }
  function plain(value: Value, depth = 0): Plain {
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
    if (typeof value === 'string') return value;
    if (value instanceof Float) return value.value;
    if (value instanceof Tensor) return { tensor: idOf(value) };
    if (value instanceof Slice)
      return { slice: [plain(value.start), plain(value.stop), plain(value.step)] };
    if (value instanceof Ellipsis) return { ellipsis: true };
    if (value instanceof Unknown) return { unknown: value.why };
    if ((value instanceof List || value instanceof Tuple) && depth < 6 && value.items.length <= LONGEST_LIST)
      return value.items.map((item) => plain(item, depth + 1));
    if (value instanceof Dict && value.entries.size === 0) return null;
    if (value instanceof Instance && typeof value.payload === 'number') return value.payload;
    if (value instanceof Instance) return { unknown: value.cls.name };
    return { unknown: 'a value that is not a number or a tensor' };
  }

  const aliases = new Aliases({
    repeat: record,
    write(base, view, event, how) {
      const name = first.has(event) ? (names.get(base)?.name ?? null) : null;
      const from = { tensor: ownId(view) };
      const argument = (of: string): Plain => plain(event.args[event.signature.names.indexOf(of)] ?? null);
      const make = (op: string, args: Record<string, Plain>, unknown: string | null = null): void =>
        node(event, args, [output(base, name)], op, unknown);
      if (how === 'item') make('setitem', { input: { tensor: ownId(base) }, index: argument('index'), value: from });
      else if (how === 'order' && base.shape?.every((d) => typeof d === 'number')) make('reshape', { input: from, shape: base.shape as number[] });
      else if (how === 'again') make(event.name, { input: from, dim0: argument('dim0'), dim1: argument('dim1') });
      else if (how === 'parts') {
        const tensors = tensorsIn(event.result).flatMap((t) => (t instanceof Tensor ? [{ tensor: ownId(t) }] : []));
        make(event.name === 'unbind' ? 'stack' : 'cat', { tensors, dim: argument('dim') });
      } else make(event.name, {}, `a tensor is changed in place through a view that ${event.name} gave`);
    },
  });
  const inputIds = inputs.map(([name, tensor]) => add(tensor, 'input', name));
  const before = preparing(earlier, events);
  const first = new Set<TraceEvent>(before);
  /** The node's own output: in-place operations and no-ops answer a tensor that is there already, the node makes it anew under a new id. */
  function output(tensor: Tensor, name: string | null): number {
    const id = add(tensor, 'node', name);
    tensors[id] = { ...tensors[id]!, initialisation: null };
    return id;
  }
  function node(event: OpEvent, args: Record<string, Plain>, outputs: number[], op: string, unknown: string | null): void {
    const place = rangeOrNull(event.userSite);
    nodes.push({ op, args, outputs, layer: rowOf(event), file: place?.file ?? '', offset: place?.start ?? 0, unknown });
  }
  function record(event: OpEvent): void {
    const args: Record<string, Plain> = {};
    event.signature.names.forEach((name, i) => (args[name] = plain(event.args[i] ?? null)));
    const made = tensorsIn(event.result);
    // A buffer that was computed keeps its name.
    const outputs = made.flatMap((t) => (t instanceof Unknown ? [] : [output(t, first.has(event) ? (names.get(t)?.name ?? null) : null)]));
    const why = made.find((t) => t instanceof Unknown)?.why ?? null;
    node(event, args, outputs, event.name, why ?? (event.maybe && first.has(event) ? 'a buffer is computed on a road that may not be taken' : null));
  }
  for (const event of [...before, ...events]) {
    if (event.kind !== 'op') continue;
    aliases.expect(event);
    record(event);
    aliases.note(event);
  }
  const outputs = tensorsIn(result).flatMap((t) => (t instanceof Tensor ? [idOf(t)] : []));
  return { tensors, nodes, inputs: inputIds, outputs };
}

function initialisationOf(tensor: Tensor): Initialisation | null {
  if (tensor.known) return { kind: 'values', values: tensor.known };
  return tensor.initialisation;
}
