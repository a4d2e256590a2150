// Shows that a false green is refused: small suites that end the extension host, run no test, fail or hang, in the real VS Code.
// Each must be refused for its own reason, and a sound suite must pass: else the stand-in itself is broken.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const shim = fileURLToPath(new URL('code-shim.mjs', import.meta.url));
const mocha = fileURLToPath(import.meta.resolve('mocha'));
const withMocha = (tests) => `
  const Mocha = require(${JSON.stringify(mocha)});
  exports.run = () => new Promise((resolve, reject) => {
    const mocha = new Mocha({ color: false, reporter: 'spec' });
    mocha.suite.emit('pre-require', globalThis, '', mocha);
    ${tests}
    mocha.run((failures) => (failures ? reject(new Error(failures + ' failed')) : resolve()));
  });`;

/** Name, the suite, the exit code that is right, what must be said. */
const cases = [
  ['a sound suite passes', withMocha("it('holds', () => {});"), 0, /1 passing/],
  [
    'a failing test fails',
    withMocha("it('fails', () => { throw new Error('no'); }); it('holds', () => {});"),
    1,
    /1 failing/,
  ],
  [
    'a host that ends itself with 0 fails',
    'exports.run = () => new Promise(() => setTimeout(() => process.exit(0), 200));',
    1,
    /success is refused: .*connection to the extension host broke/,
  ],
  [
    'a host that crashes fails',
    'exports.run = () => new Promise(() => setTimeout(() => process.abort(), 200));',
    1,
    /success is refused: .*extension host/,
  ],
  ['a suite without a test fails', withMocha(''), 1, /success is refused: no "N passing"/],
  [
    'an entry point that does nothing fails',
    'exports.run = async () => {};',
    1,
    /success is refused: no "N passing"/,
  ],
  ['a suite that hangs fails', 'exports.run = () => new Promise(() => {});', 1, /no result after/],
];

function run(name, suite, index) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'guard-'));
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  const manifest = {
    name: 'guard',
    publisher: 'test',
    version: '0.0.1',
    engines: { vscode: '^1.90.0' },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'suite.js'), suite);
  const args = [
    shim,
    `--extensionDevelopmentPath=${folder}`,
    `--extensionTestsPath=${folder}/suite.js`,
    workspace,
  ];
  const seconds = name.includes('hangs') ? '20' : '120';
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, args, {
      env: { ...process.env, VSCODE_TIMEOUT: seconds },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => (output += data));
    child.once('exit', (code) => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      resolve({ code, output, index });
    });
  });
}

let passed = 0;
const waiting = [...cases.entries()];
/** Two at a time: they wait more than they work. */
async function worker() {
  for (let next; (next = waiting.shift()); ) {
    const [, [name, suite, code, said]] = next;
    const result = await run(name, suite);
    const ok = (code === 0) === (result.code === 0) && said.test(result.output);
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
    if (ok) passed++;
    else console.log(`exit code ${result.code}; ${said} in:\n${result.output.slice(-3000)}`);
  }
}
await Promise.all([worker(), worker()]);
console.log(`${passed} passed, ${cases.length - passed} failed`);
process.exit(passed === cases.length ? 0 : 1);
