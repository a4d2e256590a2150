// Conformance as CI runs it: installs pip when it is not there, then `npm run conformance`.
import { spawnSync } from 'node:child_process';
import { installPackages, installPip, root } from './setup.mjs';

installPackages();
installPip();
const result = spawnSync(process.execPath, ['scripts/conformance.mjs'], { cwd: root, stdio: 'inherit' });
process.exit(result.status ?? 1);
