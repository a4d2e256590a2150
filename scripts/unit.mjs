// Bundles the unit tests and runs them with mocha, in plain Node: `node scripts/unit.mjs [PATTERN]`. No file found is a failure.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';

const root = path.join(import.meta.dirname, '..');
const pattern = process.argv[2] ? new RegExp(process.argv[2]) : null;

/** Every file below a folder. */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

const all = filesBelow(path.join(root, 'test/unit')).filter((file) => /\.test\.tsx?$/.test(file));
const files = all.filter((file) => !pattern || pattern.test(path.relative(root, file)));
if (files.length === 0) {
  console.error(`no unit test${pattern ? ` matches ${pattern}` : ' was found'}`);
  process.exit(1);
}
const outdir = path.join(root, 'dist/unit');
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await esbuild.build({
  ...common,
  // No external `vscode`: a pure room that imports it as a value fails here.
  entryPoints: files,
  outdir,
  outbase: path.join(root, 'test/unit'),
  platform: 'node',
  format: 'cjs',
  sourcemap: 'inline',
  external: ['mocha', 'esbuild', 'typescript', 'fast-check', 'playwright-core'],
  loader: { '.py': 'text', '.txt': 'text' },
});
const built = filesBelow(outdir).filter((file) => file.endsWith('.test.js'));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const result = spawnSync(process.execPath, ['--enable-source-maps', mocha, '--timeout', '60000', '--reporter', 'dot', ...built], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CONVLENS_ROOT: root },
});
process.exit(result.status ?? 1);
