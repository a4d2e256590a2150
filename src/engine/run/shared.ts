/** Networks on an engine that all callers of a thread share. */
import type { Graph } from '../../analysis/shape/graph';
import { createEngine, type Engine } from '../engine';
import type { RunOptions, RunResult } from './network';

let shared: Engine | null = null;

/**
 * Runs a graph on a shared engine: compiled code, packed weights and filled parameters are kept for the next run.
 * @throws EngineError with the reason and the node's index where something is unknown, does not fit or cannot be computed
 */
export function runNetwork(graph: Graph, options: Omit<RunOptions, 'kernels' | 'filled'>): Promise<RunResult> {
  shared ??= createEngine();
  return shared.run(graph, options);
}
