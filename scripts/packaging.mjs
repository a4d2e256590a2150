// What the package must be: below 1 MB, exactly the files of test/package-files.txt, the same bytes from two builds.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

let passed = 0;
let failed = 0;
function check(what, ok, more = '') {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${more && `: ${more}`}`);
}

function vsce(...args) {
  const command = [path.join(root, 'node_modules/@vscode/vsce/vsce'), ...args, '--no-dependencies'];
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' };
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', env });
}

/** Builds (vscode:prepublish) and packages; undefined when it fails. */
function packaged() {
  const file = path.join(root, 'dist/check.vsix');
  rmSync(file, { force: true });
  const { status, stdout, stderr } = vsce('package', '-o', file);
  check('it is packaged', status === 0, status === 0 ? '' : `${stdout}${stderr}`.slice(-3000));
  return status === 0 ? readFileSync(file) : undefined;
}

const [first, second] = [packaged(), packaged()];
if (first && second) {
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
  check('two builds make the same bytes', digest(first) === digest(second));
  check('it is below 1 MB', first.length < 1024 * 1024, `${Math.round(first.length / 1024)} KB`);
  const lines = (text) => text.trim().split('\n').sort();
  const expected = lines(readFileSync(path.join(root, 'test/package-files.txt'), 'utf8'));
  const files = lines(vsce('ls').stdout);
  const more = files.filter((file) => !expected.includes(file)).map((file) => `+${file}`);
  const less = expected.filter((file) => !files.includes(file)).map((file) => `-${file}`);
  const difference = [...more, ...less].join(' ');
  check('it holds the files that are listed', difference === '', difference);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
