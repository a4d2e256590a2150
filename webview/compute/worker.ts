/** The worker of the explorer page: one self-contained file, started from a Blob. */
import type { FromWorker, ToWorker } from './messages';
import { Runner } from './runner';

/** The part of a dedicated worker's global scope that is used; the project compiles against the DOM's types. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;
const runner = new Runner((message, transfer = []) => scope.postMessage(message, transfer));
scope.onmessage = (event) => runner.receive(event.data);
scope.postMessage({ type: 'worker.ready' }, []);
