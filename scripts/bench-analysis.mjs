// Measures the analysis on torchvision's sources, fetched (pip) when they are not there: `npm run bench:analysis -- [NAME…] [ARGUMENT…]`.
// NAME: analysis (reports, keystrokes, memory), keystroke (the syntax alone), cutLines and halfTyped (what survives a half-typed line).
import { spawnSync } from 'node:child_process';
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
const benches = {
  analysis: site,
  keystroke: path.join(models, 'resnet.py'),
  cutLines: site,
  halfTyped: models,
};
const asked = process.argv.slice(2).filter((name) => name in benches);
const rest = process.argv.slice(2).filter((argument) => !(argument in benches));
let failed = 0;
for (const name of asked.length ? asked : ['analysis', 'cutLines']) {
  const outfile = path.join(root, `dist/test/bench-${name}.cjs`);
  await esbuild.build({
    ...common,
    entryPoints: [`test/bench/${name}.ts`],
    platform: 'node',
    format: 'cjs',
    minify: true,
    outfile,
  });
  failed += spawnSync(process.execPath, [outfile, benches[name], ...rest], { stdio: 'inherit' })
    .status
    ? 1
    : 0;
}
process.exit(failed ? 1 : 0);
