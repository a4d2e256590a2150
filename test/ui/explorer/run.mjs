/** Builds the page and runs its tests: `node test/ui/explorer/run.mjs [pattern]`. */
import Mocha from 'mocha';
import { buildPage, bundleForNode, out, root } from './build.mjs';

if (!process.env.NO_BUILD) await buildPage();
process.env.CONVLENS_ROOT = root;
process.env.CONVLENS_PAGE = out;
const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 60_000 });
if (process.argv[2]) mocha.grep(process.argv[2]);
mocha.addFile(await bundleForNode('explorer.test.ts', 'cjs'));
const runner = mocha.run((failures) => {
  // Nothing that ran is a failure, too: a pattern without a match must not look green.
  process.exitCode = failures > 0 || runner.stats?.passes === 0 ? 1 : 0;
});
