/** The messages between the page and its worker. Every request carries its epoch; answers of an older one are dropped. */
import type { Graph } from '../../src/analysis/shape/graph';

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface RunRequest {
  readonly type: 'network.run';
  readonly epoch: number;
  /** Identity of the numbers: graph, inputs, parameters and seed. Runs of one key share what was computed. */
  readonly key: string;
  readonly graph: Graph;
  /** By tensor id. */
  readonly inputs: ReadonlyMap<number, Numbers>;
  /** Parameters set by hand or by a demo, by tensor id. */
  readonly parameters: ReadonlyMap<number, Numbers>;
  readonly seed: number;
  /** Tensors to send: activations and parameters. */
  readonly wanted: readonly number[];
  /** Whether every tensor's largest magnitude is asked for, too. */
  readonly ranges: boolean;
}
export interface CancelRequest {
  readonly type: 'run.cancel';
  readonly epoch: number;
}
export type ToWorker = RunRequest | CancelRequest;

export interface WorkerReady {
  readonly type: 'worker.ready';
}
export interface RunProgress {
  readonly type: 'run.progress';
  readonly epoch: number;
  readonly done: number;
  readonly total: number;
}
export interface RunTensor {
  readonly type: 'run.tensor';
  readonly epoch: number;
  readonly id: number;
  readonly numbers: Numbers;
}
export interface RunDone {
  readonly type: 'run.done';
  readonly epoch: number;
  readonly milliseconds: number;
  /** Largest magnitude of all activations that were computed. */
  readonly range: number;
}
export interface RunFailed {
  readonly type: 'run.failed';
  readonly epoch: number;
  /** Index of the node in the request's graph, -1 where it is none of them. */
  readonly node: number;
  readonly reason: string;
  readonly cancelled: boolean;
  /** Largest magnitude of the activations computed until then. */
  readonly range: number;
}
export type FromWorker = WorkerReady | RunProgress | RunTensor | RunDone | RunFailed;
