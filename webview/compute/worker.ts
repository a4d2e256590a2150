/**
 * The worker of the explorer page: one self-contained file, started from a Blob. Where no worker can be started the page
 * imports the same file and computes with its `Runner` in slices.
 */
import type { FromWorker, ToWorker } from './messages';
import { Runner } from './runner';

export { Runner };

/** The part of a dedicated worker's global scope that is used; the project compiles against the DOM's types. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

if (typeof document === 'undefined') {
  const scope = globalThis as unknown as WorkerScope;
  const runner = new Runner((message, transfer = []) => scope.postMessage(message, transfer));
  scope.onmessage = (event) => runner.receive(event.data);
  scope.postMessage({ type: 'worker.ready' }, []);
}
