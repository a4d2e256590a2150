#!/usr/bin/env node
// npm test: installs what is missing, then types, lint, unit tests, the suites in both extension hosts of the current and the oldest
// VS Code, the packaged extension, and the UI in a browser. Ends with the line `N passed, N failed`.
//   npm test -- --only types,unit        these steps only: types, lint, unit, build, integration, guards, package, ui
// A step must end with 0 AND say how many tests passed: an exit code alone proves nothing.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findHost, versions } from '../test/hosts/host.mjs';
import { canEmbed, installBrowser, installHost, installPackages, root } from './setup.mjs';

const kinds = ['types', 'lint', 'unit', 'build', 'integration', 'guards', 'package', 'ui'];
const { values: options } = parseArgs({ options: { only: { type: 'string' } } });
const only = options.only?.split(',') ?? kinds;
const unknown = only.filter((kind) => !kinds.includes(kind));
if (unknown.length) {
  console.error(`--only ${unknown.join(', ')}: the steps are ${kinds.join(', ')}`);
  process.exit(1);
}
let passed = 0;
let failed = 0;

/** A step that is done or not: types, lint, a build. */
const task = (kind, name, args) => step(kind, name, args, {}, false);
/** A step that says "N passing" or "N passed", where N > 0 is asked for. */
const tests = (kind, name, args, env = {}) => step(kind, name, args, env, true);

async function step(kind, name, args, env, counts) {
  if (!only.includes(kind)) return;
  const started = Date.now();
  if (process.stdout.isTTY) process.stdout.write(`…    ${name}`);
  const { code, output } = await run(args, env);
  const last = (pattern) => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  const passing = counts ? last(/(\d+) pass(?:ing|ed)/g) : 1;
  const failing = counts ? last(/(\d+) fail(?:ing|ed)/g) : 0;
  const ok = code === 0 && passing > 0 && failing === 0;
  passed += counts || ok ? passing : 0;
  failed += ok ? 0 : Math.max(1, failing);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  const count = counts ? `: ${passing} passed` : '';
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${count} (${seconds} s)`);
  if (!ok) console.log(`${output.slice(-12_000)}\nexit code ${code}`);
}

function run(args, env) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('close', (code) => resolve({ code, output }));
  });
}

installPackages();
const module = (file) => path.join(root, 'node_modules', file);
await task('types', 'types', [module('typescript/bin/tsc'), '--noEmit']);
await task('lint', 'lint', [module('eslint/bin/eslint.js'), '.', '--max-warnings=0']);
await task('lint', 'format', [module('prettier/bin/prettier.cjs'), '--check', '.']);
await tests('unit', 'unit tests', ['scripts/unit.mjs']);
await task('build', 'build', ['scripts/build.mjs', '--production']);

const insideCode = ['integration', 'guards', 'package', 'ui'].some((kind) => only.includes(kind));
const standIn = canEmbed && insideCode && !process.env.VSCODE_EXECUTABLE;
if (canEmbed && insideCode) {
  installBrowser();
  await installHost('current');
  if (standIn) await installHost('oldest');
}
const executable = process.env.VSCODE_EXECUTABLE ?? path.join(root, 'test/hosts/code-shim.mjs');
for (const version of process.env.VSCODE_EXECUTABLE ? ['current'] : ['current', 'oldest']) {
  const { vscode } = versions[version];
  // Where there is no stand-in the same code downloads desktop VS Code.
  const env = standIn ? { VSCODE_EXECUTABLE: executable, VSCODE_HOST: version } : {};
  const which = standIn || version === 'current' ? [] : ['--version', vscode];
  const label = process.env.VSCODE_EXECUTABLE ? path.basename(executable) : `VS Code ${vscode}`;
  for (const [kind, host] of [
    ['node', 'Node'],
    ['web', 'web worker'],
  ])
    await tests(
      'integration',
      `suites, ${label}, ${host} extension host`,
      ['scripts/integration.mjs', kind, ...which],
      env,
    );
}
if (standIn) await tests('guards', 'no false green', ['test/hosts/guards.mjs']);

const vsix = 'dist/convlens.vsix';
const vsce = [module('@vscode/vsce/vsce'), 'package', '--no-dependencies', '-o', vsix];
await task('package', 'package', vsce);
const env = standIn ? { VSCODE_EXECUTABLE: executable, VSCODE_HOST: 'current' } : {};
const installed = ['scripts/integration.mjs', 'node', '--installed', vsix];
await tests('package', 'suites on the installed package', installed, env);

if (findHost()) {
  await tests('ui', 'the explorer page in a browser', ['test/ui/explorer/run.mjs']);
  await tests('ui', 'VS Code driven in a browser', ['test/ui/editor.mjs']);
} else if (only.includes('ui'))
  console.log('The UI tests need the embedded VS Code, which is for Linux on x64.');

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
