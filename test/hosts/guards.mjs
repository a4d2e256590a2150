// The guards against a false green, each shown to work: a suite whose host ends itself with code 0, and one that runs no test, must fail.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const shim = path.join(import.meta.dirname, 'code-shim.mjs');
const folder = mkdtempSync(path.join(os.tmpdir(), 'guards-'));
mkdirSync(path.join(folder, 'workspace'));
writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'driver', publisher: 'test', version: '0.0.1', engines: { vscode: '^1.90.0' } }));

const suites = {
  'a host that ends itself is no success': 'exports.run = async () => { setTimeout(() => process.exit(0), 200); await new Promise(() => {}); };',
  'a run without a test is no success': 'exports.run = async () => {};',
};
let passed = 0;
let failed = 0;
for (const [name, text] of Object.entries(suites)) {
  const file = path.join(folder, 'suite.js');
  writeFileSync(file, text);
  const args = [`--extensionDevelopmentPath=${folder}`, `--extensionTestsPath=${file}`, path.join(folder, 'workspace')];
  const result = spawnSync(process.execPath, [shim, ...args], { cwd: root, encoding: 'utf8', env: { ...process.env, SHIM_ROOT: root, SHIM_TIMEOUT_MS: '90000' } });
  if (result.status !== 0) passed++;
  else failed++;
  console.log(`${result.status !== 0 ? 'ok  ' : 'FAIL'} ${name}`);
}
// mocha 12 is an ES module, which breaks the bundle of the web worker's suite silently.
const mocha = JSON.parse(readFileSync(path.join(root, 'node_modules/mocha/package.json'), 'utf8'));
if (mocha.version.startsWith('11.')) passed++;
else failed++;
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
