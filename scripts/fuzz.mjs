// Mutated model files through the whole analysis (test/fuzz/mutants.ts): npm run fuzz [-- COUNT SEED]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { root } from './setup.mjs';

const usage = `Mutates torchvision's model files and analyses each as the editor would: no crash, no slip, no hang.

  npm run fuzz [-- COUNT [SEED]]      COUNT mutants (300), drawn from SEED (1)

CONVLENS_SOURCES names the folder the packages' sources are kept in (.cache/conformance).
`;
const words = process.argv.slice(2);
if (words.length > 2 || words.some((word) => !/^\d+$/.test(word))) {
  const asked = words.some((word) => word === '--help' || word === '-h');
  console[asked ? 'log' : 'error'](usage);
  process.exit(asked ? 0 : 2);
}

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
  sourcemap: 'linked',
});
process.exit(
  spawnSync(
    process.execPath,
    ['--enable-source-maps', outfile, path.join(cache, 'site'), ...words],
    {
      stdio: 'inherit',
    },
  ).status ?? 1,
);
