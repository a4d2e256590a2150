// One esbuild script: the extension for both extension hosts, its worker, the explorer page and its worker, the command line, the engine.
//   node scripts/build.mjs [--production] [--watch] [--only PART]      PART: of an output's name
import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { pyrightPlugin } from './pyrightPlugin.mjs';
import { loadedAtOnce, splitSettings, writeTypes } from './splitBundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
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

/** One self-contained classic script: worker_threads in the desktop's extension host, a blob worker in the web's. */
const analysisWorker = { entry: 'src/editor/worker/analysis.worker.ts', budget: 1_100_000 };

/** What is built; `budget` is the largest size in bytes when minified. */
const targets = [
  { outfile: 'dist/node/extension.js', entry: 'src/extension.ts', budget: 250_000, ...node },
  { outfile: 'dist/web/extension.js', entry: 'src/extension.ts', budget: 250_000, ...web },
  { outfile: 'dist/node/analysis.worker.js', ...analysisWorker, ...node, external: [] },
  {
    outfile: 'dist/web/analysis.worker.js',
    ...analysisWorker,
    ...web,
    format: 'iife',
    external: [],
  },
  { outfile: 'dist/cli.js', entry: 'src/cli/main.ts', budget: 1_200_000, ...node, external: [] },
  { outfile: 'dist/webview/main.js', entry: 'webview/main.tsx', budget: 300_000, ...page },
  { outfile: 'dist/webview/main.css', entry: 'webview/styles.css', budget: 60_000, ...page },
  {
    outfile: 'dist/webview/worker.js',
    entry: 'webview/compute/worker.ts',
    budget: 300_000,
    ...page,
  },
  {
    outfile: 'dist/engine.mjs',
    entry: 'src/engine/index.ts',
    // Other entries beside it; what networks need is loaded from dist/engine when the first one is run.
    more: {
      'engine/filling': 'src/engine/filling.ts',
      'engine/weights': 'src/engine/weights/index.ts',
    },
    // Of what is loaded at once.
    budget: 61_440,
    ...page,
    platform: 'neutral',
  },
];

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values: options } = parseArgs({
    options: {
      production: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
    },
  });
  const wanted = targets.filter(({ outfile }) => outfile.includes(options.only));
  const results = [];
  for (const target of wanted) results.push(await buildTarget(target, options));
  if (results.length === 0 || results.includes(false)) process.exitCode = 1;
}

/** Answers false where an entry point is missing or a bundle is over its budget. */
async function buildTarget({ entry, more, outfile, budget, ...settings }, { production, watch }) {
  if (!existsSync(path.join(root, entry))) {
    const strict = production || process.env.CI === 'true';
    console.log(`${strict ? 'missing' : 'skipped'}: ${outfile} (there is no ${entry})`);
    return !strict;
  }
  // A map of an earlier build would be of other lines.
  if (production) rmSync(path.join(root, `${outfile}.map`), { force: true });
  const sourcemap = production ? false : 'linked';
  const place = more ? splitSettings(entry, outfile, more) : { entryPoints: [entry], outfile };
  const build = { ...settings, ...place, minify: production, sourcemap, metafile: true };
  // Parts of an earlier build have other names.
  if (more)
    rmSync(path.join(root, outfile.replace(/\.mjs$/, '')), { recursive: true, force: true });
  if (watch) {
    await (await esbuild.context(build)).watch();
    return true;
  }
  const { metafile } = await esbuild.build(build);
  if (more && production) writeTypes(root, entry, outfile, more);
  if (outfile === 'dist/cli.js') chmodSync(path.join(root, outfile), 0o755);
  const size = more ? loadedAtOnce(metafile, outfile) : statSync(path.join(root, outfile)).size;
  const over = production && size > budget;
  const kilobytes = (bytes) => `${Math.round(bytes / 1024)} KB`;
  const excess = over ? `, over its budget of ${kilobytes(budget)}` : '';
  console.log(`${outfile.padEnd(30)} ${kilobytes(size).padStart(8)}${excess}`);
  return !over;
}
