// Compares whole models of real packages with the frameworks' own answers: npm run conformance [-- torchvision packages sizes --symbolic …].
//
// The packages' sources are fetched by pip at their pinned versions into .cache/conformance (CONVLENS_SOURCES names another folder).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pyrightPlugin } from './pyrightPlugin.mjs';
import { installPip } from './setup.mjs';

const top = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const here = join(top, 'test', 'conformance');
const cache = process.env.CONVLENS_SOURCES ?? join(top, '.cache', 'conformance');
const site = join(cache, 'site');

installPip();
const fetched = spawnSync('bash', [join(here, 'sources.sh'), cache], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (fetched.status !== 0 || !existsSync(site)) {
  console.error(`the packages' sources could not be fetched into ${cache}: pip is needed once`);
  process.exit(2);
}
const outfile = join(top, 'dist', 'test', 'conformance.cjs');
await build({
  entryPoints: [join(here, 'run.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  plugins: [pyrightPlugin],
  sourcemap: true,
  logLevel: 'error',
  absWorkingDir: top,
});
const run = spawnSync(
  process.execPath,
  ['--enable-source-maps', outfile, here, '--root', site, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(run.status ?? 1);
