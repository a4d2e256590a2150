/** Runs a graph: node after node, with progress, cancellation between nodes, and memory freed as soon as no one needs it. */
import type { Graph, GraphTensor } from '../../analysis/shape/graph';
import { initialise } from '../initialise';
import { type Kernels, referenceKernels } from '../kernels/kernels';
import { Call, isList, isTensor } from '../ops/call';
import { findOperator } from '../ops/table';
import { randomOf } from '../random';
import { EngineError, shapeText, sizeOf, type Tensor, tensorOf } from '../tensor';
import type { Plain } from '../../analysis/shape/graph';
import { breathe } from './breathe';

/** How a network is run. */
export interface RunOptions {
  /** Numbers of the graph's inputs, by tensor id. */
  readonly inputs: ReadonlyMap<number, Tensor>;
  /** Numbers of parameters and buffers by tensor id: files and hand-set kernels; all others are filled by their rule, or computed. */
  readonly parameters?: ReadonlyMap<number, Tensor>;
  /** Seed of the filling and of random operations. */
  readonly seed?: number;
  /** Tensors to keep and answer: activations, parameters, inputs. Missing: the graph's outputs. */
  readonly wanted?: readonly number[];
  /** Every tensor as soon as it is there; `activation` tells a node's output from a parameter. It must not be changed. */
  readonly onTensor?: (id: number, tensor: Tensor, activation: boolean) => void;
  /** After each node. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked between nodes, after other tasks had their turn. */
  readonly cancelled?: () => boolean;
  /** What computes products and convolutions. */
  readonly kernels?: Kernels;
  /** Keeps filled parameters between runs. */
  readonly filled?: Map<string, Tensor>;
}

/** What a run answers. */
export interface RunResult {
  /** The tensors that were wanted, as far as they were made. */
  readonly tensors: ReadonlyMap<number, Tensor>;
  readonly cancelled: boolean;
  /** The most that was held at one time, parameters included, in bytes. */
  readonly peakBytes: number;
}

/** Longest that other tasks wait for their turn, in milliseconds. */
const slice = 8;

/** Ids of the tensors an argument holds. */
function idsIn(value: Plain, into: number[]): void {
  if (isTensor(value)) into.push(value.tensor);
  else if (isList(value)) for (const item of value) idsIn(item, into);
  else if (value !== null && typeof value === 'object' && 'slice' in value) for (const item of value.slice) idsIn(item, into);
}

/** The rule of a parameter about which the model says nothing: as PyTorch's layers fill themselves. */
function fallbackRule(shape: readonly number[]): NonNullable<GraphTensor['initialisation']> {
  const fan = shape.length > 1 ? sizeOf(shape.slice(1)) : 1;
  const bound = 1 / Math.sqrt(fan);
  return shape.length > 1 ? { kind: 'uniform', low: -bound, high: bound } : { kind: 'constant', value: 0 };
}

/**
 * Runs a graph.
 * @throws EngineError with the reason and the node's index where something is unknown, does not fit or cannot be computed; what came before has
 * been handed to `onTensor`
 */
export async function runNetwork(graph: Graph, options: RunOptions): Promise<RunResult> {
  const kernels = options.kernels ?? referenceKernels;
  const seed = options.seed ?? 0;
  const wanted = new Set(options.wanted ?? graph.outputs);
  const values = new Map<number, Tensor>();
  const kept = new Map<number, Tensor>();
  const uses = new Int32Array(graph.tensors.length);
  const reads = graph.nodes.map((node) => {
    const ids: number[] = [];
    for (const value of Object.values(node.args)) idsIn(value, ids);
    const unique = [...new Set(ids)];
    for (const id of unique) uses[id]!++;
    return unique;
  });
  let held = 0;
  let peakBytes = 0;

  function put(id: number, tensor: Tensor, activation: boolean | null): void {
    values.set(id, tensor);
    held += tensor.data.byteLength;
    peakBytes = Math.max(peakBytes, held);
    if (wanted.has(id)) kept.set(id, tensor);
    if (activation !== null) options.onTensor?.(id, tensor, activation);
  }
  function drop(id: number): void {
    const tensor = values.get(id);
    if (!tensor) return;
    values.delete(id);
    if (!kept.has(id)) held -= tensor.data.byteLength;
  }
  function load(id: number): Tensor {
    const known = values.get(id);
    if (known) return known;
    const given = options.inputs.get(id) ?? options.parameters?.get(id);
    const about = graph.tensors[id];
    if (!about) throw new EngineError(`the graph has no tensor ${id}`);
    if (given) {
      checkShape(given, about, about.name ?? 'an input');
      put(id, given, about.source === 'input' ? null : false);
      return given;
    }
    if (about.source === 'node') throw new EngineError('a tensor is read before it is made');
    if (about.source === 'input') throw new EngineError(`the input ${about.name ?? ''} has no numbers`);
    put(id, fill(id, about), false);
    return values.get(id)!;
  }
  function fill(id: number, about: GraphTensor): Tensor {
    const what = about.name ?? `a ${about.source}`;
    const shape = about.shape;
    if (!shape || shape.some((n) => n === null)) throw new EngineError(`the sizes of ${what} are not known`);
    const sizes = shape as readonly number[];
    const rule = about.initialisation ?? (about.source === 'parameter' ? fallbackRule(sizes) : null);
    if (!rule) throw new EngineError(`the numbers of ${what} are not known`);
    const name = about.name ?? `#${id}`;
    if (!options.filled) return initialise(sizes, rule, seed, name);
    const key = `${seed}\n${name}\n${sizes.join()}\n${rule.kind === 'values' ? JSON.stringify(rule.values.slice(0, 64)) + rule.values.length : JSON.stringify(rule)}`;
    let tensor = options.filled.get(key);
    if (!tensor) options.filled.set(key, (tensor = initialise(sizes, rule, seed, name)));
    return tensor;
  }

  for (const [id, tensor] of options.inputs) if (wanted.has(id)) kept.set(id, tensor);
  let last = now();
  for (const [index, node] of graph.nodes.entries()) {
    if (now() - last >= slice) {
      await breathe();
      last = now();
    }
    if (options.cancelled?.()) return { tensors: kept, cancelled: true, peakBytes };
    try {
      if (node.unknown !== null) throw new EngineError(node.unknown);
      const operator = findOperator(node.op);
      if (!operator) throw new EngineError(`the engine has no operator '${node.op}'`);
      const call = new Call(node, graph.tensors, load, kernels, randomOf(seed, `node ${index}`));
      const answer = operator(call);
      const made = isSingle(answer) ? [answer] : answer;
      node.outputs.forEach((id, i) => {
        // A buffer that the model computes may be given: a file has it.
        const tensor = options.parameters?.get(id) ?? made[i];
        if (!tensor) throw new EngineError(`${node.op} made ${made.length} tensors, not ${node.outputs.length}`);
        checkShape(tensor, graph.tensors[id], node.op);
        put(id, tensor, true);
      });
    } catch (error) {
      throw located(error, index);
    }
    for (const id of reads[index]!) if (--uses[id]! === 0) drop(id);
    for (const id of node.outputs) if (uses[id] === 0) drop(id);
    options.onProgress?.(index + 1, graph.nodes.length);
  }
  for (const id of wanted) if (!kept.has(id) && graph.tensors[id] && graph.tensors[id].source !== 'node') load(id);
  return { tensors: kept, cancelled: false, peakBytes };
}

const now = (): number => performance.now();

function isSingle(answer: Tensor | readonly Tensor[]): answer is Tensor {
  return !Array.isArray(answer);
}

function located(error: unknown, node: number): EngineError {
  if (error instanceof EngineError) {
    if (error.node < 0) error.node = node;
    return error;
  }
  const text = error instanceof RangeError ? `not enough memory: ${error.message}` : String(error instanceof Error ? error.message : error);
  return new EngineError(text, node);
}

/** What was computed must be what the analysis says: anything else would show a wrong picture. */
function checkShape(tensor: Tensor, about: GraphTensor | undefined, what: string): void {
  tensorOf(tensor.shape, tensor.data);
  const expected = about?.shape;
  if (!expected) return;
  const fits = expected.length === tensor.shape.length && expected.every((n, i) => n === null || n === tensor.shape[i]);
  if (!fits) throw new EngineError(`${what}: computed ${shapeText(tensor.shape)}, expected [${expected.map((n) => n ?? '?').join(', ')}]`);
}
