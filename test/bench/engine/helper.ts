/** A helper of a team in a worker thread of Node. */
import { parentPort } from 'node:worker_threads';
import { serveTeam } from '../../../src/engine/run/helper';

serveTeam({
  post: (message, transfer) => parentPort!.postMessage(message, [...transfer]),
  listen: (receive) => parentPort!.on('message', receive),
});
