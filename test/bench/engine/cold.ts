/**
 * Cold start: what a fresh process or worker takes from loading the code to the first map, and how much memory it grew by. One contender a process:
 * the engine's own bundle, or onnxruntime-web.
 */
import type { Engine } from '../../../src/engine/engine';
import { onnxruntime, type Ort } from './contenders';
import { numbersOf, workloads } from './workloads';

/** Milliseconds of each step. */
export interface Cold {
  readonly load: number;
  readonly prepare: number;
  readonly first: number;
  readonly total: number;
}

/** The two layers that cold starts are measured on. */
export const coldLayers = { seed: workloads[0]![0]!, '64-64-3x3@56': workloads[2]![0]! };

/** Loads a contender and computes its first map. */
export async function cold(
  contender: 'engine' | 'ort-web',
  layer: keyof typeof coldLayers,
  load: () => Promise<unknown>,
): Promise<Cold> {
  const w = coldLayers[layer];
  const numbers = numbersOf(w);
  const begun = performance.now();
  const loaded = await load();
  const afterLoad = performance.now();
  let afterPrepare: number;
  if (contender === 'engine') {
    const { createEngine } = loaded as { createEngine(options: unknown): Engine };
    const ready = createEngine({ accuracy: 'fast' }).prepare({
      kind: 'convolution',
      inputShape: [1, w.inChannels, ...w.input],
      weight: { shape: [w.outChannels, w.inChannels, ...w.kernel], data: numbers.weight },
      bias: numbers.bias,
      padding: [...w.padding],
    });
    afterPrepare = performance.now();
    ready.run(numbers.input);
  } else {
    const ort = loaded as Ort & { env: { wasm: Record<string, unknown> } };
    ort.env.wasm['numThreads'] = 1;
    const ready = (await onnxruntime('ort-web', ort).prepare(w, numbers))!;
    afterPrepare = performance.now();
    await ready.run();
  }
  const end = performance.now();
  return { load: afterLoad - begun, prepare: afterPrepare - afterLoad, first: end - afterPrepare, total: end - begun };
}
