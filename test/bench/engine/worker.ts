/** The benchmark's part that runs in a worker of a page: peers from the server's /peers, lines of JSON as messages. */
import { type Contender, direct, onnxruntime, type Ort, ours, type Tf, tfjs } from './contenders';
import { measure } from './measure';
import { network } from './network';
import { workloads } from './workloads';

type TfBrowser = Tf & {
  env(): { set(k: string, v: unknown): void };
  setBackend(n: string): Promise<boolean>;
  ready(): Promise<void>;
  wasm: { setWasmPaths(p: string): void };
};

async function script(url: string): Promise<void> {
  (0, eval)(await (await fetch(url)).text());
}

async function main(rounds: number, pattern: string): Promise<void> {
  const dist = '/peers/onnxruntime-web/dist';
  const address = `${location.origin}${dist}/ort.wasm.min.mjs`;
  const web = (await import(/* @vite-ignore */ address)) as Ort & { env: { wasm: Record<string, unknown> } };
  web.env.wasm['numThreads'] = 1;
  await script('/peers/@tensorflow/tfjs/dist/tf.min.js');
  await script('/peers/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js');
  const { tf } = globalThis as unknown as { tf: TfBrowser };
  tf.wasm.setWasmPaths(`${location.origin}/peers/@tensorflow/tfjs-backend-wasm/dist/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();
  const contenders: Contender[] = [
    direct(),
    ours('fast', { accuracy: 'fast', how: 'into' }),
    ours('fast-resident', { accuracy: 'fast', how: 'resident' }),
    ours('accurate', { accuracy: 'accurate', how: 'into' }),
    ours('mul', { accuracy: 'fast', how: 'into', fma: false }),
    ours('mul-resident', { accuracy: 'fast', how: 'resident', fma: false }),
    ours('accurate-resident', { accuracy: 'accurate', how: 'resident' }),
    onnxruntime('ort-web', web),
    tfjs(tf),
  ];
  for (const layers of workloads) {
    if (!layers[0]!.name.match(pattern)) continue;
    postMessage(JSON.stringify(await measure(layers, contenders, rounds)));
  }
  if (/network|^$/.test(pattern)) postMessage(JSON.stringify({ network: await network(web, rounds) }));
  postMessage('done');
}

onmessage = (event: MessageEvent<{ rounds: number; pattern: string }>) => {
  main(event.data.rounds, event.data.pattern).catch((error: unknown) => postMessage(`error ${String(error instanceof Error ? error.stack : error)}`));
};
