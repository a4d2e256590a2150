// Runs the integration suites inside VS Code through @vscode/test-electron's own entry point.
//   node scripts/integration.mjs node|web [--version 1.90.2] [--installed FILE.vsix]
// VSCODE_EXECUTABLE names the VS Code: the stand-in (offline) or a desktop one. Unset: the stock download of that version.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { versions } from '../test/hosts/host.mjs';
import { bundleSuites } from './bundleSuites.mjs';
import { root } from './setup.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string' }, installed: { type: 'string' } },
});
const kind = positionals[0] === 'web' ? 'web' : 'node';
// The stand-in's version is known; a VS Code of the person's may be any.
const version = versions[process.env.VSCODE_HOST]?.vscode ?? options.version ?? null;

/** Installs a package into the folders as a person would, from the command line of VS Code. */
function install(executable, vsix, folders) {
  const [command, ...args] = executable.endsWith('.mjs')
    ? [process.execPath, executable]
    : resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const all = [...args, ...folders, '--install-extension', path.resolve(vsix)];
  const { status } = spawnSync(command, all, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`installing ${vsix}: exit code ${status}`);
}

const installed = options.installed !== undefined;
const count = await bundleSuites({ host: kind, vscode: version, installed });
if (count === 0) throw new Error('no integration suite was found');
const temporary = mkdtempSync(path.join(os.tmpdir(), 'convlens-'));
try {
  const workspace = path.join(temporary, 'workspace');
  cpSync(path.join(root, 'sample'), workspace, { recursive: true });
  const executable =
    process.env.VSCODE_EXECUTABLE ?? (await downloadAndUnzipVSCode({ version: options.version }));
  const folders = [
    `--user-data-dir=${path.join(temporary, 'data')}`,
    `--extensions-dir=${path.join(temporary, 'extensions')}`,
  ];
  const launchArgs = [workspace, ...folders, '--disable-workspace-trust'];
  if (kind === 'web') launchArgs.push('--extensionDevelopmentKind=web');
  let development = root;
  if (options.installed) {
    install(executable, options.installed, folders);
    // An empty development extension: the one under test is the installed one.
    development = path.join(temporary, 'driver');
    mkdirSync(development);
    const engines = { vscode: '^1.90.0' };
    const manifest = { name: 'driver', publisher: 'test', version: '0.0.1', engines };
    writeFileSync(path.join(development, 'package.json'), JSON.stringify(manifest));
  } else launchArgs.push('--disable-extensions');
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: development,
    extensionTestsPath: path.join(root, `dist/test/${kind}/index.js`),
    launchArgs,
  });
} catch (error) {
  console.error(`integration: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
}
