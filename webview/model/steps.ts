/** The pipeline's steps: the report's layer rows and the graph's operations between them, with what each one reads. */
import type { Graph, GraphNode, Plain } from '../../src/analysis/shape/graph';
import type {
  Count,
  LayerReport,
  ModelReport,
  ProblemReport,
  Shape,
  TextRange,
} from '../../src/analysis/report/report';
import type { ExplorerSelection } from '../../src/protocol/explorer';
import { perExample } from '../text/format';

export type StepStatus = 'exact' | 'assumed' | 'symbolic' | 'unknown' | 'failed' | 'not-reached';

/** One line of the pipeline: a call of a leaf layer, or an operation written in `forward`. */
export interface Step {
  /** Stable across edits: path and call, or operation and its running number. */
  readonly key: ExplorerSelection;
  readonly kind: 'layer' | 'operation';
  /** Index in report.layers, -1 for an operation. */
  readonly layer: number;
  readonly row: LayerReport | null;
  /** Indices of its nodes in the graph, in order; empty where the graph has none. */
  readonly nodes: readonly number[];
  /** What the pipeline prints in bold: path or operation. */
  readonly name: string;
  readonly type: string;
  readonly input: Shape;
  readonly output: Shape;
  /** Steps it reads; -1 is the model's input. */
  readonly reads: readonly number[];
  readonly params: Count;
  readonly macs: Count;
  readonly status: StepStatus;
  readonly reason: string | null;
  readonly reasonPlace: TextRange | null;
  readonly problem: ProblemReport | null;
  /** Where a click leads. */
  readonly place: TextRange | null;
}

/** Tensor ids among bound arguments, in order, nested lists included. */
export function operands(args: GraphNode['args']): number[] {
  const list: number[] = [];
  const visit = (value: Plain): void => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) value.forEach(visit);
    else if ('tensor' in value) list.push(value.tensor);
  };
  Object.values(args).forEach(visit);
  return list;
}

/** The activations an operation reads: its operands that are not parameters, buffers or constants. */
export function activations(graph: Graph, node: GraphNode): number[] {
  return operands(node.args).filter((id) => {
    const source = graph.tensors[id]?.source;
    return source === 'node' || source === 'input';
  });
}

/** Nodes of each step, in execution order: consecutive nodes of one layer row are one step. */
interface Run {
  readonly layer: number;
  readonly nodes: number[];
}
function runs(graph: Graph | null, layers: number): Run[] {
  const list: Run[] = [];
  let nextLayer = 0;
  const fillUpTo = (layer: number): void => {
    // A layer that made no node (Identity, or one the graph leaves out) still is a row, at its place in call order.
    for (; nextLayer < layer; nextLayer++) list.push({ layer: nextLayer, nodes: [] });
  };
  graph?.nodes.forEach((node, index) => {
    const last = list.at(-1);
    if (node.layer >= 0 && last?.layer === node.layer) {
      last.nodes.push(index);
      return;
    }
    if (node.layer >= nextLayer) {
      fillUpTo(node.layer);
      nextLayer = node.layer + 1;
    }
    list.push({ layer: node.layer, nodes: [index] });
  });
  fillUpTo(layers);
  return list;
}

const overlaps = (a: TextRange | null, b: TextRange): boolean =>
  a !== null && a.file === b.file && a.start < b.end && b.start < a.end;

const statusOf = (row: LayerReport): StepStatus => row.status;

/** Builds the steps of a model. Without a graph the rows stand in a line. */
export function stepsOf(
  model: ModelReport,
  graph: Graph | null,
  problems: readonly ProblemReport[],
): Step[] {
  /** Shapes of tensors as layer rows state them: they may be symbolic, where the graph's own only holds numbers. */
  const shapes = new Map<number, Shape>();
  const made = new Map<number, number>();
  const list = runs(graph, model.layers.length);
  graph?.inputs.forEach((id, index) => {
    made.set(id, -1);
    shapes.set(id, model.inputs[index]?.shape ?? graph.tensors[id]?.shape ?? null);
  });
  if (graph) {
    for (const run of list) {
      const row = run.layer >= 0 ? model.layers[run.layer] : undefined;
      const first = graph.nodes[run.nodes[0] ?? -1];
      const last = graph.nodes[run.nodes.at(-1) ?? -1];
      if (!row || !first || !last) continue;
      activations(graph, first).forEach((id, k) => {
        const shape = row.inputs[k];
        if (shape !== undefined && !shapes.has(id)) shapes.set(id, shape);
      });
      last.outputs.forEach((id, k) => {
        const shape = row.outputs[k];
        if (shape !== undefined) shapes.set(id, shape);
      });
    }
  }
  // A batch that is only named stands in the graph as an unknown first size.
  const batch = model.inputs[0]?.shape?.[0];
  const stated = (shape: readonly (number | null)[] | null | undefined): Shape =>
    shape?.map((size, axis) =>
      axis === 0 && size === null && typeof batch === 'string' ? batch : size,
    ) ?? null;
  const shapeOf = (id: number | undefined): Shape =>
    id === undefined ? null : (shapes.get(id) ?? stated(graph?.tensors[id]?.shape));

  const failure = model.failure === null ? null : (problems[model.failure] ?? null);
  const names = new Map<string, number>();
  const steps: Step[] = [];
  let failed = false;
  let previous = -1;
  for (const run of list) {
    const index = steps.length;
    const row = run.layer >= 0 ? (model.layers[run.layer] ?? null) : null;
    const first = graph?.nodes[run.nodes[0] ?? -1];
    const last = graph?.nodes[run.nodes.at(-1) ?? -1];
    const own = new Set(run.nodes.flatMap((n) => graph?.nodes[n]?.outputs ?? []));
    const readIds = graph
      ? run.nodes.flatMap((n) => {
          const node = graph.nodes[n];
          return node ? activations(graph, node).filter((id) => !own.has(id)) : [];
        })
      : [];
    const reads = [...new Set(readIds.map((id) => made.get(id) ?? -1))];
    for (const id of own) made.set(id, index);

    const operation = first?.op ?? row?.type ?? '?';
    const name = row ? (row.path ?? row.type) : operation;
    const path = row?.path ?? operation;
    const call = row && row.path !== null ? row.call : (names.get(operation) ?? 0);
    if (!row || row.path === null) names.set(operation, call + 1);
    const unknown = first?.unknown ?? null;
    const output = row ? (row.outputs[0] ?? null) : shapeOf(last?.outputs[0]);
    let status: StepStatus = row
      ? statusOf(row)
      : unknown !== null
        ? 'unknown'
        : output === null
          ? 'unknown'
          : output.some((dim, axis) => typeof dim !== 'number' && axis > 0)
            ? 'symbolic'
            : 'exact';
    const place =
      row?.place ??
      row?.callPlace ??
      (first ? { file: first.file, start: first.offset, end: first.offset } : null);
    let problem: ProblemReport | null = null;
    if (status === 'failed') {
      problem =
        problems.find(
          (p) =>
            p.severity === 'error' &&
            (overlaps(row?.place ?? null, p.place) || overlaps(row?.callPlace ?? null, p.place)),
        ) ?? null;
      if (!failed) problem = failure ?? problem;
      failed = true;
    } else if (failed && status === 'unknown') {
      status = 'not-reached';
    }
    steps.push({
      key: { path, call },
      kind: row ? 'layer' : 'operation',
      layer: run.layer,
      row,
      nodes: run.nodes,
      name,
      type: row ? row.type : operation,
      input: row ? (row.inputs[0] ?? null) : shapeOf(readIds[0]),
      output,
      // A layer the graph does not have stands in the line; an operation on parameters alone reads nothing of it.
      reads: reads.length > 0 || run.nodes.length > 0 ? reads : [previous],
      params: row ? row.params : 0,
      macs: row ? perExample(row.macs, batch) : 0,
      status,
      reason: row?.reason ?? unknown,
      reasonPlace:
        row?.reasonPlace ??
        (unknown !== null && first
          ? { file: first.file, start: first.offset, end: first.offset }
          : null),
      problem,
      place,
    });
    previous = index;
  }
  return steps;
}

/** Index of the step a selection means; the same path's other call, then -1, when the exact call is gone. */
export function findStep(steps: readonly Step[], selection: ExplorerSelection | null): number {
  if (!selection) return -1;
  const exact = steps.findIndex(
    (step) => step.key.path === selection.path && step.key.call === selection.call,
  );
  return exact >= 0 ? exact : steps.findIndex((step) => step.key.path === selection.path);
}

/** Line (from 1) of an offset, or null where the file's lines are not known. */
export function lineOf(
  place: TextRange | null,
  lineStarts: Readonly<Record<string, readonly number[]>>,
): number | null {
  const starts = place ? lineStarts[place.file] : undefined;
  if (!place || !starts || starts.length === 0) return null;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) <= place.start) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
