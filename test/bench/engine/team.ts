/** One worker against two on the layers of VGG-16: milliseconds of the stack, each layer's minimum summed. */
import { Worker } from 'node:worker_threads';
import type { LayerDescription } from '../../../src/engine/layer';
import { Team } from '../../../src/engine/run/team';
import { numbersOf, workloads } from './workloads';

/** Least milliseconds of the stack by number of workers, and of each layer. */
export async function team(helperFile: string, rounds: number): Promise<Record<string, number>> {
  const stack = workloads[workloads.length - 1]!;
  const worker = new Worker(helperFile);
  const connection = {
    post: (message: unknown, transfer: readonly ArrayBuffer[]) => worker.postMessage(message, [...transfer]),
    listen: (receive: (message: unknown) => void) => void worker.on('message', receive),
  };
  const one = new Team([], { accuracy: 'fast' });
  const two = new Team([connection], { accuracy: 'fast' });
  const least = { one: 0, two: 0 };
  for (const w of stack) {
    const n = numbersOf(w);
    const layer: LayerDescription = {
      kind: 'convolution',
      inputShape: [1, w.inChannels, ...w.input],
      weight: { shape: [w.outChannels, w.inChannels, ...w.kernel], data: n.weight },
      bias: n.bias,
      padding: [...w.padding],
    };
    const [alone, shared] = [await one.prepare(layer), await two.prepare(layer)];
    const out = new Float32Array(alone.outputShape.reduce((a, b) => a * b, 1));
    const best = [Infinity, Infinity];
    for (let round = 0; round < rounds + 4; round++)
      for (const [i, ready] of [alone, shared].entries()) {
        const begun = performance.now();
        await ready.run(n.input, out);
        if (round >= 4) best[i] = Math.min(best[i]!, performance.now() - begun);
      }
    least.one += best[0]!;
    least.two += best[1]!;
    alone.dispose();
    shared.dispose();
  }
  await worker.terminate();
  return { 'one worker': least.one, 'two workers': least.two, ratio: least.one / least.two };
}
