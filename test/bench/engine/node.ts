/** The benchmark's part that runs in Node: peers from this folder's node_modules; lines of JSON on stdout. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Contender, direct, naive, onnxruntime, type Ort, ours, plain, type Tf, tfjs } from './contenders';
import { measure } from './measure';
import { network } from './network';
import { team } from './team';
import { workloads } from './workloads';

async function peers(folder: string): Promise<readonly Contender[]> {
  const require = createRequire(path.join(folder, 'package.json'));
  const dist = path.join(folder, 'node_modules/onnxruntime-web/dist');
  const web = (await import(pathToFileURL(path.join(dist, 'ort.node.min.mjs')).href)) as Ort & { env: { wasm: Record<string, unknown> } };
  web.env.wasm['numThreads'] = 1;
  const tf = require('@tensorflow/tfjs') as Tf & { env(): { set(k: string, v: unknown): void }; setBackend(n: string): Promise<boolean>; ready(): Promise<void> };
  const backend = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(p: string): void };
  backend.setWasmPaths(`${path.join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();
  return [onnxruntime('ort-web', web), tfjs(tf), onnxruntime('ort-node', require('onnxruntime-node') as Ort)];
}

async function main(): Promise<void> {
  const [folder, rounds, pattern] = [process.argv[2]!, Number(process.argv[3]), process.argv[4] ?? ''];
  const processor = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const now = process.argv[5] === 'cpu' ? processor : (): number => performance.now();
  const others = await peers(folder);
  const contenders = [
    direct(),
    ours('fast', { accuracy: 'fast', how: 'into' }),
    ours('fast-resident', { accuracy: 'fast', how: 'resident' }),
    ours('accurate', { accuracy: 'accurate', how: 'into' }),
    ours('mul', { accuracy: 'fast', how: 'into', fma: false }),
    ours('mul-resident', { accuracy: 'fast', how: 'resident', fma: false }),
    ours('accurate-resident', { accuracy: 'accurate', how: 'resident' }),
    plain(),
    naive(),
    ...others,
  ];
  for (const layers of workloads) {
    if (!layers[0]!.name.match(pattern)) continue;
    console.log(JSON.stringify(await measure(layers, contenders, rounds, now)));
  }
  if (/team|^$/.test(pattern)) console.log(JSON.stringify({ team: await team(process.argv[6]!, rounds) }));
  if (/network|^$/.test(pattern)) {
    const web = (await import(pathToFileURL(path.join(folder, 'node_modules/onnxruntime-web/dist/ort.node.min.mjs')).href)) as Ort;
    console.log(JSON.stringify({ network: await network(web, rounds, now) }));
  }
}

void main().then(() => process.exit(0));
