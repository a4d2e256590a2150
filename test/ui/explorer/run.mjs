/** Builds the page and runs its tests: `node test/ui/explorer/run.mjs [pattern]`. */
import { build } from 'esbuild';
import Mocha from 'mocha';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { buildPage, root } from './build.mjs';

if (!process.env.NO_BUILD) await buildPage();
const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(root, 'node_modules', '.cache', 'convlens', 'explorer.test.cjs');
await build({ entryPoints: [join(here, 'explorer.test.ts')], outfile: bundle, bundle: true, platform: 'node', format: 'cjs', external: ['playwright-core'], logLevel: 'warning' });
process.env.CONVLENS_ROOT = root;
const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 60_000 });
if (process.argv[2]) mocha.grep(process.argv[2]);
mocha.addFile(bundle);
mocha.run((failures) => { process.exitCode = failures > 0 ? 1 : 0; });
