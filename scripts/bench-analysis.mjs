// Measures the analysis on torchvision's sources, fetched (pip) when they are not there: `npm run bench:analysis -- [NAME…] [ARGUMENT…]`.
// NAME: analysis (reports, keystrokes, all models, memory), process (a cold process, the bundle's size, torchinfo beside them),
// keystroke (the syntax alone), cutLines and halfTyped (what survives a half-typed line). Without one: analysis, process, cutLines.
//
// PYTHON names a Python with torch, torchvision and torchinfo, whose summary of the same model is timed too (python3 where it is not set).
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { root } from './setup.mjs';

const cache = process.env.CONVLENS_SOURCES ?? path.join(root, '.cache/conformance');
spawnSync('bash', [path.join(root, 'test/conformance/sources.sh'), cache], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const site = path.join(cache, 'site');
const models = path.join(site, 'torchvision/models');
const truth = path.join(root, 'test/conformance/truth/torchvision.jsonl.gz');
/** What each is given; `process` is measured here. */
const benches = {
  analysis: [site, truth],
  process: [],
  keystroke: [path.join(models, 'resnet.py')],
  cutLines: [site],
  halfTyped: [models],
};
const asked = process.argv.slice(2).filter((name) => name in benches);
const rest = process.argv.slice(2).filter((argument) => !(argument in benches));
let failed = 0;
for (const name of asked.length ? asked : ['analysis', 'process', 'cutLines']) {
  if (name === 'process') {
    await measureProcess();
    continue;
  }
  const outfile = await bundle(`test/bench/${name}.ts`, `bench-${name}.cjs`);
  const run = ['--expose-gc', outfile, ...benches[name], ...rest];
  failed += spawnSync(process.execPath, run, { stdio: 'inherit' }).status ? 1 : 0;
}
process.exit(failed ? 1 : 0);

async function bundle(entry, name) {
  const outfile = path.join(root, 'dist/test', name);
  const settings = { platform: 'node', target: 'node20', format: 'cjs', minify: true, outfile };
  await esbuild.build({ ...common, entryPoints: [entry], ...settings });
  return outfile;
}

function line(what, value, limit, unit, more) {
  const promise = limit === null ? '' : ` (${value <= limit ? 'within' : 'OVER'} ${limit} ${unit})`;
  console.log(`${what.padEnd(52)} ${String(value).padStart(6)} ${unit}${promise}; ${more}`);
}

/** Milliseconds of some runs of a program, the least first; null where one fails. */
function timesOf(program, args, rounds, cwd) {
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const started = performance.now();
    const { status } = spawnSync(program, args, { cwd, stdio: 'ignore' });
    if (status !== 0) return null;
    times.push(Math.round(performance.now() - started));
  }
  return times.sort((a, b) => a - b);
}

async function measureProcess() {
  const cli = await bundle('src/cli/main.ts', 'bench-cli.js');
  const model = ['report', 'torchvision/models/resnet.py', '--entry', 'resnet50()'];
  const input = ['--input', '1x3x224x224', '--root', site];
  const cold = timesOf(process.execPath, [cli, ...model, ...input], 9, site);
  if (cold)
    line('cold process to the table of resnet50, median', cold[4], 350, 'ms', `least ${cold[0]}`);
  const worker = await bundle('src/editor/worker/analysis.worker.ts', 'bench-worker.js');
  const kilobytes = Math.round(statSync(worker).size / 1024);
  line('analysis, minified', kilobytes, 450, 'KB', 'the worker of the desktop');

  const python = process.env.PYTHON ?? 'python3';
  const summary = (rounds) => `
import time, torch, torchinfo, torchvision
model = torchvision.models.resnet50()
times = []
for _ in range(${rounds}):
    start = time.perf_counter()
    torchinfo.summary(model, (1, 3, 224, 224), verbose=0)
    times.append(time.perf_counter() - start)
print(round(1000 * sorted(times)[${rounds >> 1}]))
`;
  const warm = spawnSync(python, ['-c', summary(5)], { cwd: root, encoding: 'utf8' });
  if (warm.status !== 0) {
    console.log(`torchinfo: ${python} lacks torch, torchvision or torchinfo (set PYTHON)`);
    return;
  }
  line('torchinfo of resnet50, warm, median', Number(warm.stdout), null, 'ms', 'to compare with');
  const once = timesOf(python, ['-c', summary(1)], 3, root);
  if (once) line('torchinfo of resnet50, cold process', once[1], null, 'ms', `least ${once[0]}`);
}
