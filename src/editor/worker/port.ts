/** The worker's side of its channel: worker_threads of Node. `port.web.ts` is its twin for the web. */
import { parentPort } from 'node:worker_threads';

export function port(): {
  post(message: unknown): void;
  listen(run: (message: never) => void): void;
} {
  return {
    post: (message) => parentPort!.postMessage(message),
    listen: (run) => parentPort!.on('message', run as (message: unknown) => void),
  };
}
