/** Builds the explorer page, its style sheet and its worker with the extension's own settings, into a folder of the tests. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { common } from '../../../scripts/build.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const out = join(root, 'dist', 'ui', 'explorer');

export async function buildPage() {
  const page = { ...common, platform: 'browser', format: 'esm', minify: true };
  await Promise.all([
    build({ ...page, entryPoints: ['webview/main.tsx'], outfile: join(out, 'main.js') }),
    build({ ...page, entryPoints: ['webview/compute/worker.ts'], outfile: join(out, 'worker.js') }),
    build({ ...page, entryPoints: ['webview/styles.css'], outfile: join(out, 'main.css') }),
  ]);
}

/** Bundles a file of this folder for Node; answers where it is. */
export async function bundleForNode(name, format) {
  const outfile = join(
    root,
    'dist',
    'ui',
    name.replace(/\.ts$/, format === 'cjs' ? '.cjs' : '.mjs'),
  );
  await build({
    ...common,
    entryPoints: [join('test/ui/explorer', name)],
    outfile,
    platform: 'node',
    format,
    external: ['playwright-core', 'esbuild'],
  });
  return outfile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
