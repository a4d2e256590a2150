// npm run bench:analysis: the analysis of torchvision's sources (fetched by pip when they are not there), timed beside what it may take.
//
// PYTHON names a Python with torch and torchinfo, whose summary of the same model is timed too (python3 where it is not set).
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { root } from './setup.mjs';

const cache = process.env.CONVLENS_SOURCES ?? path.join(root, '.cache/conformance');
const site = path.join(cache, 'site');
spawnSync('bash', [path.join(root, 'test/conformance/sources.sh'), cache], {
  stdio: ['ignore', 'ignore', 'inherit'],
});

async function bundle(entry, name, settings = {}) {
  const outfile = path.join(root, 'dist/test', name);
  const build = { platform: 'node', target: 'node20', format: 'cjs', minify: true, outfile };
  await esbuild.build({ ...common, entryPoints: [entry], ...build, ...settings });
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

const bench = await bundle('test/bench/analysis.ts', 'bench-analysis.cjs');
const truth = path.join(root, 'test/conformance/truth/torchvision.jsonl.gz');
const { status } = spawnSync(process.execPath, ['--expose-gc', bench, site, truth], {
  stdio: 'inherit',
});

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
const summary = `
import time, torch, torchinfo, torchvision
model = torchvision.models.resnet50()
times = []
for _ in range(5):
    start = time.perf_counter()
    torchinfo.summary(model, (1, 3, 224, 224), verbose=0)
    times.append(time.perf_counter() - start)
print(round(1000 * sorted(times)[2]))
`;
const warm = spawnSync(python, ['-c', summary], { cwd: root, encoding: 'utf8' });
if (warm.status === 0) {
  line('torchinfo of resnet50, warm, median', Number(warm.stdout), null, 'ms', 'for comparison');
  const once = summary.replace('range(5)', 'range(1)').replace('[2]', '[0]');
  const process = timesOf(python, ['-c', once], 3, root);
  if (process)
    line('torchinfo of resnet50, cold process', process[1], null, 'ms', `least ${process[0]}`);
} else console.log(`torchinfo: ${python} has no torch, torchvision and torchinfo (set PYTHON)`);
process.exit(status ?? 1);
