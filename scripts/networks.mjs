// Runs torchvision's models from their own sources through the engine and compares their answers with PyTorch's:
//   npm run networks [-- --filter REGEX] [--accuracy fast|accurate] [--root FOLDER]
// The sources are fetched by pip at the pinned version into .cache/conformance (CONVLENS_SOURCES names another folder); --root: where they are already.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { installPip, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    filter: { type: 'string', default: '' },
    accuracy: { type: 'string', default: 'accurate' },
    root: { type: 'string' },
  },
});
const site = options.root ?? fetchSources();
const out = mkdtempSync(path.join(tmpdir(), 'convlens-networks-'));
process.once('exit', () => rmSync(out, { recursive: true, force: true }));
const outfile = path.join(out, 'torchvision.cjs');
await esbuild.build({
  ...common,
  entryPoints: [path.join(root, 'test/bench/engine/torchvision.ts')],
  outfile,
  platform: 'node',
  format: 'cjs',
});
const run = spawnSync(process.execPath, [outfile, site, options.filter, options.accuracy], {
  stdio: 'inherit',
  env: { ...process.env, CONVLENS_ROOT: root },
});
process.exit(run.status ?? 1);

function fetchSources() {
  installPip();
  const cache = process.env.CONVLENS_SOURCES ?? path.join(root, '.cache', 'conformance');
  const script = path.join(root, 'test/conformance/sources.sh');
  spawnSync('bash', [script, cache], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ONLY: 'torchvision' },
  });
  const folder = path.join(cache, 'site');
  if (existsSync(path.join(folder, 'torchvision'))) return folder;
  console.error(`torchvision's sources could not be fetched into ${cache}: pip is needed once`);
  process.exit(2);
}
