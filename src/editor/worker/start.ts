/** Starts the analysis worker from its text in Node's extension host. `start.web.ts` is its twin for the web. */
import { Worker } from 'node:worker_threads';

/** A running worker. */
export interface RunningWorker {
  post(message: unknown): void;
  /** Told once when it dies by itself. */
  onEnd(run: (reason: string) => void): void;
  onMessage(run: (message: unknown) => void): void;
  terminate(): void;
}

/** The folder of dist/ that holds the worker for this host. */
export const workerFolder = 'node';

export function startWorker(source: string): RunningWorker {
  // A run makes many short-lived values: with a small young generation its collections cost more than the run.
  const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 100 };
  const worker = new Worker(source, { eval: true, resourceLimits });
  let ended = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (run) => void worker.on('message', run),
    onEnd: (run) => {
      const once = (reason: string): void => {
        if (!ended) run(reason);
        ended = true;
      };
      worker.on('error', (error) => once(String(error)));
      worker.on('exit', (code) => once(`it ended with code ${code}`));
    },
    terminate: () => {
      ended = true;
      void worker.terminate();
    },
  };
}
