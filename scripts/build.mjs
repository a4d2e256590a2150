// One esbuild script: the extension for both extension hosts, its worker, the explorer page and its worker, the command line, the engine.
//   node scripts/build.mjs [--production] [--watch] [--only NAME,NAME]
import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { pyrightPlugin } from './pyrightPlugin.mjs';

const root = path.join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Settings that every target shares; tests bundle with them too. */
export const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  target: 'es2022',
  plugins: [pyrightPlugin],
  define: { CONVLENS_VERSION: JSON.stringify(version) },
  jsx: 'automatic',
  jsxImportSource: 'preact',
};
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'] };
const web = {
  ...common,
  platform: 'browser',
  format: 'cjs',
  external: ['vscode'],
  define: { ...common.define, global: 'globalThis' },
  // A twin for the web (`start.web.ts`) wins over the file of Node.
  resolveExtensions: ['.web.ts', '.ts', '.tsx', '.js', '.json'],
};
const page = { ...common, platform: 'browser', format: 'esm' };

/** Name, entry point, output, settings, and the largest size in bytes when minified. */
const targets = [
  ['extension', 'src/extension.ts', 'dist/node/extension.js', node, 250_000],
  ['extension for the web', 'src/extension.ts', 'dist/web/extension.js', web, 250_000],
  // One self-contained classic script: worker_threads in the desktop's extension host, a blob worker in the web's.
  [
    'analysis worker',
    'src/editor/worker/analysis.worker.ts',
    'dist/node/analysis.worker.js',
    { ...node, external: [] },
    1_200_000,
  ],
  [
    'analysis worker for the web',
    'src/editor/worker/analysis.worker.ts',
    'dist/web/analysis.worker.js',
    { ...web, format: 'iife', external: [] },
    1_200_000,
  ],
  ['command line', 'src/cli/main.ts', 'dist/cli.js', { ...node, external: [] }, 1_200_000],
  ['explorer', 'webview/main.tsx', 'dist/webview/main.js', page, 300_000],
  ['explorer styles', 'webview/styles.css', 'dist/webview/main.css', page, 60_000],
  ['explorer worker', 'webview/compute/worker.ts', 'dist/webview/worker.js', page, 300_000],
  ['engine', 'src/engine/index.ts', 'dist/engine.mjs', { ...page, platform: 'neutral' }, 200_000],
];

const isMain =
  process.argv[1] && path.resolve(process.argv[1]) === path.resolve(import.meta.filename);
if (isMain) await main();

async function main() {
  const { values: options } = parseArgs({
    options: {
      production: { type: 'boolean' },
      watch: { type: 'boolean' },
      only: { type: 'string' },
    },
  });
  const wanted = options.only?.split(',');
  const strict = options.production || process.env.CI === 'true';
  if (options.production && !wanted)
    rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  let failed = false;
  for (const [name, entry, outfile, settings, budget] of targets) {
    if (wanted && !wanted.includes(name)) continue;
    if (!existsSync(path.join(root, entry))) {
      console.log(`${strict ? 'missing' : 'skipped'}: ${name} (${entry} is not there)`);
      failed ||= strict;
      continue;
    }
    const build = {
      ...settings,
      entryPoints: [entry],
      outfile,
      minify: options.production,
      sourcemap: options.production ? false : 'linked',
    };
    if (options.watch) await (await esbuild.context(build)).watch();
    else await esbuild.build(build);
    if (outfile === 'dist/cli.js') chmodSync(path.join(root, outfile), 0o755);
    if (options.watch) continue;
    const size = statSync(path.join(root, outfile)).size;
    const over = options.production && size > budget;
    console.log(
      `${outfile.padEnd(30)} ${String(Math.round(size / 1024)).padStart(5)} KB${over ? `, over its budget of ${Math.round(budget / 1024)} KB` : ''}`,
    );
    failed ||= over;
  }
  if (failed) process.exitCode = 1;
}
