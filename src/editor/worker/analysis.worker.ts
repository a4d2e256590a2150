/** The analysis worker: an adapter around `handle`, for worker_threads and for a classic blob worker. */
import type { ToAnalysis } from '../../protocol/analysis';
import { createHandler } from './handle';
import { port } from './port';

// Node tells what its heap holds; browsers' workers do not.
const { process } = globalThis as { process?: { memoryUsage?: () => { heapUsed: number } } };
const memory = process?.memoryUsage;
const handle = createHandler(() => performance.now(), memory && (() => memory().heapUsed));
const { post, listen } = port();
listen((message: ToAnalysis) => post(handle(message)));
