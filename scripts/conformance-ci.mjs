// Conformance as CI runs it: installs pip when it is not there, then `npm run conformance` and a slice of `npm run fuzz`.
import { spawnSync } from 'node:child_process';
import { installPackages, installPip, root } from './setup.mjs';

installPackages();
installPip();
// Every model that was equal must stay equal; a fixed slice of the fuzzer must neither crash nor hang.
let failed = 0;
for (const args of [['scripts/conformance.mjs'], ['scripts/fuzz.mjs', '150', '7']]) {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) failed++;
}
console.log(`${2 - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
