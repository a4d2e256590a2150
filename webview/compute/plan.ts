/** What must run to see one step: the operations it depends on, or the one that stands in the way. */
import type { Graph } from '../../src/analysis/shape/graph';
import { activations } from '../model/steps';
import { sizesOf } from '../stage/operation';

export interface RunPlan {
  readonly kind: 'run';
  /** The part of the graph that is needed; tensor ids are those of the whole graph. */
  readonly graph: Graph;
  /** True where the step's own inputs are made up and what comes before is skipped. */
  readonly standIn: boolean;
}
export interface BlockedPlan {
  readonly kind: 'blocked';
  /** Index of the operation that cannot be run, or -1 for the model's input. */
  readonly node: number;
  readonly reason: string;
  /** Whether the step itself could run on a stand-in input. */
  readonly standIn: boolean;
}
export type Plan = RunPlan | BlockedPlan;

const concrete = (graph: Graph, id: number): boolean => {
  const sizes = sizesOf(graph, id);
  return sizes !== null && sizes.every((size) => size > 0);
};

/** A graph of these nodes only, reading `inputs`. */
function part(
  graph: Graph,
  nodes: readonly number[],
  inputs: readonly number[],
  outputs: readonly number[],
): Graph {
  return {
    tensors: graph.tensors.map((tensor, id) =>
      inputs.includes(id) ? { ...tensor, source: 'input' } : tensor,
    ),
    nodes: nodes.flatMap((index) => graph.nodes[index] ?? []),
    inputs,
    outputs,
  };
}

/** Plans the run of a step's nodes. */
export function planRun(graph: Graph, target: readonly number[], standIn: boolean): Plan {
  const makerOf = new Map<number, number>();
  graph.nodes.forEach((node, index) => node.outputs.forEach((id) => makerOf.set(id, index)));
  const own = new Set(target.flatMap((index) => graph.nodes[index]?.outputs ?? []));
  const outside = [
    ...new Set(
      target.flatMap((index) => {
        const node = graph.nodes[index];
        return node ? activations(graph, node).filter((id) => !own.has(id)) : [];
      }),
    ),
  ];
  const broken = target.find((index) => graph.nodes[index]?.unknown !== null);
  if (broken !== undefined || target.length === 0) {
    const node = broken ?? -1;
    return { kind: 'blocked', node, reason: graph.nodes[node]?.unknown ?? '', standIn: false };
  }
  const canStandIn = outside.length > 0 && outside.every((id) => concrete(graph, id));
  if (standIn && canStandIn) {
    return { kind: 'run', standIn: true, graph: part(graph, target, outside, [...own]) };
  }
  const needed = new Set<number>(target);
  const queue = [...outside];
  const inputs = new Set<number>();
  while (queue.length > 0) {
    const id = queue.pop() ?? -1;
    const maker = makerOf.get(id);
    if (maker === undefined) {
      inputs.add(id);
      if (!concrete(graph, id))
        return { kind: 'blocked', node: -1, reason: '', standIn: canStandIn };
      continue;
    }
    if (needed.has(maker)) continue;
    needed.add(maker);
    const node = graph.nodes[maker];
    if (!node) continue;
    if (node.unknown !== null)
      return { kind: 'blocked', node: maker, reason: node.unknown, standIn: canStandIn };
    queue.push(...activations(graph, node));
  }
  const nodes = [...needed].sort((a, b) => a - b);
  const order = graph.inputs.filter((id) => inputs.has(id));
  for (const id of inputs) if (!order.includes(id)) order.push(id);
  return { kind: 'run', standIn: false, graph: part(graph, nodes, order, [...own]) };
}

/**
 * The run of a plan, and behind it everything else of the network that can run: what is asked for comes first, and an
 * operation that cannot be run takes nothing with it but what depends on it.
 */
export function wholeNetwork(graph: Graph, plan: RunPlan): Graph {
  const first = new Set(plan.graph.nodes);
  const gone = new Set<number>();
  const rest = graph.nodes.filter((node) => {
    if (first.has(node)) return false;
    const runs = node.unknown === null && activations(graph, node).every((id) => !gone.has(id));
    if (!runs) for (const id of node.outputs) gone.add(id);
    return runs;
  });
  return { ...plan.graph, nodes: [...plan.graph.nodes, ...rest], inputs: graph.inputs };
}

/** What makes two runs the same whatever the text around the model: everything but source places. */
export function fingerprint(graph: Graph): string {
  return JSON.stringify([
    graph.tensors.map((t) => [t.shape, t.dtype, t.source, t.name, t.initialisation]),
    graph.nodes.map((n) => [n.op, n.args, n.outputs, n.unknown]),
    graph.inputs,
  ]);
}
