// Plants each bug of mutants.jsonl.gz in its file and asks the checker: recall, lines, false alarms. Below the floors it fails.
//   node test/planted/run.mjs [--list] [--only REGEX] [--fresh] [--mutants FILE] [--misses FILE]
//
// The packages' sources are fetched by pip at their pinned versions into .cache/conformance (CONVLENS_SOURCES names another folder).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from '../../scripts/build.mjs';

const here = import.meta.dirname;
const top = path.join(here, '..', '..');
const cache = process.env.CONVLENS_SOURCES ?? path.join(top, '.cache', 'conformance');
const fetched = spawnSync('bash', [path.join(top, 'test/conformance/sources.sh'), cache], { stdio: ['ignore', 'ignore', 'inherit'] });
if (fetched.status !== 0 || !existsSync(path.join(cache, 'site'))) {
  console.error(`the packages' sources could not be fetched into ${cache}: pip is needed once`);
  process.exit(2);
}
const outfile = path.join(top, 'dist/test/planted.cjs');
await esbuild.build({ ...common, entryPoints: [path.join(here, 'batch.ts')], outfile, platform: 'node', format: 'cjs', sourcemap: true });
const argv = ['--enable-source-maps', outfile, here, path.join(cache, 'site'), ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, argv, { stdio: 'inherit', cwd: top }).status ?? 1);
