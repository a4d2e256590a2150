// npm run fuzz [-- COUNT SEED]: mutated model files through the whole analysis (test/fuzz/mutants.ts).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { root } from './setup.mjs';

const cache = process.env.CONVLENS_SOURCES ?? path.join(root, '.cache/conformance');
spawnSync('bash', [path.join(root, 'test/conformance/sources.sh'), cache], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const outfile = path.join(root, 'dist/test/fuzz.cjs');
await esbuild.build({
  ...common,
  entryPoints: ['test/fuzz/mutants.ts'],
  platform: 'node',
  format: 'cjs',
  outfile,
});
process.exit(
  spawnSync(process.execPath, [outfile, path.join(cache, 'site'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  }).status ?? 1,
);
