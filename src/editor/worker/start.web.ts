/** Starts the analysis worker in VS Code for the Web: a classic worker from a blob (module workers are not allowed there). */
import type { RunningWorker } from './start';

export const workerFolder = 'web';

interface WebWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
}
declare const Worker: new (url: string) => WebWorker;
declare const URL: { createObjectURL(blob: unknown): string };
declare const Blob: new (parts: string[], options: { type: string }) => unknown;

export function startWorker(source: string): RunningWorker {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (run) => {
      worker.onmessage = (event) => run(event.data);
    },
    onEnd: (run) => {
      worker.onerror = (event) => run(event.message ?? 'it failed');
    },
    terminate: () => worker.terminate(),
  };
}
