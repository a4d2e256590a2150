// Bundles the unit tests and runs them with mocha in plain Node: node scripts/unit.mjs [PATTERN]. No file found is a failure.
// Properties are tried with the same random numbers each time, so that a change is judged by what it changed; CONVLENS_SEED=N takes others.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { filesBelow } from './filesBelow.mjs';
import { root } from './setup.mjs';

const pattern = new RegExp(process.argv[2] ?? '');
const folder = path.join(root, 'test/unit');
const files = filesBelow(folder).filter(
  (file) => /\.test\.tsx?$/.test(file) && pattern.test(path.relative(root, file)),
);
if (files.length === 0) {
  console.error(`no unit test matches ${pattern}`);
  process.exit(1);
}
// A folder of its own for each run: several may run at a time.
const outdir = path.join(root, `dist/unit/${process.pid}`);
process.once('exit', () => rmSync(outdir, { recursive: true, force: true, maxRetries: 3 }));
await esbuild.build({
  ...common,
  entryPoints: files,
  outdir,
  outbase: folder,
  platform: 'node',
  format: 'cjs',
  sourcemap: 'inline',
  // No `vscode` among them: a room that imports it as a value fails here.
  external: ['mocha', 'esbuild', 'eslint', 'typescript', 'fast-check', 'playwright-core'],
  loader: { '.py': 'text', '.txt': 'text' },
});
const result = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    path.join(root, 'node_modules/mocha/bin/mocha.js'),
    '--timeout=60000',
    '--reporter=dot',
    `--require=${path.join(folder, 'seed.cjs')}`,
    ...filesBelow(outdir).filter((file) => file.endsWith('.test.js')),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CONVLENS_ROOT: root } },
);
process.exit(result.status ?? 1);
