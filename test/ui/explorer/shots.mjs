/** Builds the page and takes its pictures. */
import { build } from 'esbuild';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { buildPage, out, root } from './build.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(root, 'node_modules', '.cache', 'convlens', 'shots.mjs');
if (!process.env.NO_BUILD) await buildPage();
await build({ entryPoints: [join(here, 'shots.ts')], outfile: bundle, bundle: true, platform: 'node', format: 'esm', external: ['playwright-core'], logLevel: 'warning' });
const { main } = await import(pathToFileURL(bundle).href);
await main(out, here, process.argv.slice(2));
