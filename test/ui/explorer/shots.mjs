/** Builds the page and takes the pictures that people look at: `node test/ui/explorer/shots.mjs FOLDER [name…]`. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPage, bundleForNode, out } from './build.mjs';

if (!process.env.NO_BUILD) await buildPage();
const { main } = await import(pathToFileURL(await bundleForNode('shots.ts', 'esm')).href);
await main(out, fileURLToPath(new URL('.', import.meta.url)), process.argv.slice(2));
