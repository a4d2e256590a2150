/** Builds the explorer page and its worker the way the extension ships them, plus the tests' recorded messages. */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const out = join(root, 'dist', 'webview');

export async function buildPage() {
  const shared = { bundle: true, minify: true, target: 'es2022', legalComments: 'none', logLevel: 'warning', absWorkingDir: root };
  await Promise.all([
    build({ ...shared, entryPoints: ['webview/main.tsx'], outfile: join(out, 'explorer.js'), format: 'esm', jsx: 'automatic', jsxImportSource: 'preact' }),
    build({ ...shared, entryPoints: ['webview/compute/worker.ts'], outfile: join(out, 'worker.js'), format: 'esm' }),
    build({ ...shared, entryPoints: ['webview/styles.css'], outfile: join(out, 'explorer.css') }),
  ]);
}
if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
