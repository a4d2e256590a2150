// What the package must be: below 1 MB, exactly the files that are listed, the same bytes twice.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './setup.mjs';

const vsce = path.join(root, 'node_modules/.bin/vsce');
const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' };
let passed = 0;
let failed = 0;
const check = (what, ok, more = '') => {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${more && `: ${more}`}`);
};
const run = (args) => spawnSync(vsce, args, { cwd: root, encoding: 'utf8', env });

const digests = [];
for (const name of ['first', 'second']) {
  const file = path.join(os.tmpdir(), `convlens-${process.pid}-${name}.vsix`);
  const result = run(['package', '--no-dependencies', '-o', file]);
  check(
    `vsce package (${name})`,
    result.status === 0,
    result.status === 0 ? '' : result.stderr.slice(-2000),
  );
  if (result.status === 0)
    digests.push(createHash('sha256').update(readFileSync(file)).digest('hex'));
}
check('two packages are the same bytes', digests.length === 2 && digests[0] === digests[1]);
const size = statSync(path.join(os.tmpdir(), `convlens-${process.pid}-first.vsix`)).size;
check('the package is below 1 MB', size < 1024 * 1024, `${Math.round(size / 1024)} KB`);
const listed = run(['ls', '--no-dependencies']).stdout.trim().split('\n').sort();
const expected = readFileSync(path.join(root, 'test/package-files.txt'), 'utf8').trim().split('\n');
check(
  'the package holds the files that are listed',
  JSON.stringify(listed) === JSON.stringify(expected),
  listed
    .filter((f) => !expected.includes(f))
    .concat(expected.filter((f) => !listed.includes(f)))
    .join(', '),
);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
