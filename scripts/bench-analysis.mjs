// npm run bench:analysis: fetches torchvision's sources (pip) when they are not there, and times the analysis of them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { root } from './setup.mjs';

const cache = process.env.CONVLENS_SOURCES ?? path.join(root, '.cache/conformance');
spawnSync('bash', [path.join(root, 'test/conformance/sources.sh'), cache], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const outfile = path.join(root, 'dist/test/bench-analysis.cjs');
await esbuild.build({
  ...common,
  entryPoints: ['test/bench/analysis.ts'],
  platform: 'node',
  format: 'cjs',
  minify: true,
  outfile,
});
process.exit(
  spawnSync(process.execPath, [outfile, path.join(cache, 'site')], { stdio: 'inherit' }).status ??
    1,
);
