/** The analysis worker: an adapter around `handle`, for worker_threads and for a classic blob worker. */
import type { ToAnalysis } from '../../protocol/analysis';
import { createHandler } from './handle';
import { port } from './port';

const handle = createHandler(() => performance.now());
const { post, listen } = port();
listen((message: ToAnalysis) => post(handle(message)));
