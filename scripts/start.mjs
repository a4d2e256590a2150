#!/usr/bin/env node
// npm start: installs what is missing, builds, prints the sample model's table, then opens real VS Code with ConvLens and a sample project.
//   npm start -- [--file PATH[:LINE]] [--folder DIR] [--host desktop|embedded] [--port N] [--no-open] [--no-build]
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { canEmbed, installHost, installPackages, quietly, root } from './setup.mjs';

const fail = (message) => {
  console.error(message);
  process.exit(1);
};
let options;
try {
  ({ values: options } = parseArgs({
    options: {
      file: { type: 'string' },
      folder: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
      'no-build': { type: 'boolean' },
    },
  }));
} catch (error) {
  fail(error.message);
}
if (options.host && !['desktop', 'embedded'].includes(options.host)) fail(`--host is desktop or embedded, not ${options.host}`);
if (options.port && !(Number(options.port) > 0 && Number(options.port) < 65536)) fail(`--port is a number, not ${options.port}`);

const base = process.env.INIT_CWD ?? process.cwd();
let [, file, line] = /^(.*?)(?::(\d+))?$/.exec(options.file ?? '') ?? [];
if (file) {
  file = path.resolve(base, file);
  if (!existsSync(file)) fail(`no such file: ${file}`);
}

installPackages();
if (!options['no-build']) quietly('the build', process.execPath, ['scripts/build.mjs']);
const shown = file ?? path.join(root, 'sample/small_net.py');
const table = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), 'report', shown], { cwd: root, encoding: 'utf8' });
console.log(`\n${table.stdout}${table.stderr}`);

// The sample is copied: what a person tries out is kept, and the project's own files stay as they are.
const sample = path.join(root, '.vscode-test/sample');
if (!file && !options.folder && !existsSync(sample)) cpSync(path.join(root, 'sample'), sample, { recursive: true });
const folder = options.folder ? path.resolve(base, options.folder) : file ? path.dirname(file) : sample;
if (!file && !options.folder) file = path.join(sample, 'small_net.py');

const desktop = options.host === 'embedded' ? undefined : findDesktop();
if (desktop) startDesktop(desktop);
else if (options.host === 'desktop') fail('no desktop VS Code (code, codium, cursor, windsurf) on the PATH; VSCODE_EXECUTABLE names one');
else await startEmbedded();

/** A desktop VS Code on the PATH. Inside a remote terminal of VS Code `code` is a messenger that cannot start a window. */
function findDesktop() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  if (process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  for (const name of ['code', 'codium', 'cursor', 'windsurf', 'code-insiders'])
    for (const place of (process.env.PATH ?? '').split(path.delimiter))
      for (const ending of endings) if (existsSync(path.join(place, name + ending))) return path.join(place, name + ending);
  return undefined;
}

/** A window with its own user data: the person's settings and open windows stay as they are. */
function startDesktop(executable) {
  const data = path.join(root, '.vscode-test/start');
  const args = [
    '--wait',
    '--new-window',
    `--user-data-dir=${data}`,
    `--extensions-dir=${data}/extensions`,
    '--disable-workspace-trust',
    `--extensionDevelopmentPath=${root}`,
    folder,
    ...(file ? ['--goto', line ? `${file}:${line}` : file] : []),
  ];
  console.log(`Opening ${path.basename(executable)}; close its window or press Ctrl+C to end.`);
  const windows = process.platform === 'win32';
  const child = spawn(executable, args, { stdio: 'inherit', shell: windows, detached: !windows });
  const end = () => {
    try {
      process.kill(windows ? child.pid : -child.pid);
    } catch {
      // It is gone already.
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      end();
      process.exit(130);
    });
  child.on('error', (error) => fail(String(error)));
  child.on('exit', (code) => process.exit(code ?? 1));
}

async function startEmbedded() {
  if (!canEmbed) fail('Install VS Code so that `code` is on the PATH (or set VSCODE_EXECUTABLE): the embedded one is for Linux on x64.');
  await installHost('host');
  const { startHost } = await import('../test/hosts/host.mjs');
  const data = path.join(root, '.vscode-test/start');
  mkdirSync(data, { recursive: true });
  // A token, although it listens on loopback only: without one any web page the person visits could open the socket.
  const tokenFile = path.join(data, 'token');
  if (!existsSync(tokenFile)) writeFileSync(tokenFile, crypto.randomBytes(16).toString('hex'), { mode: 0o600 });
  const settings = { 'editor.inlayHints.enabled': 'on' };
  const host = await startHost({ root, data, settings, token: readFileSync(tokenFile, 'utf8').trim(), port: Number(options.port ?? 8137) });
  const link = host.url({ folder, file, line });
  console.log(`VS Code with ConvLens:\n\n  ${link}\n`);
  if (process.env.SSH_CONNECTION) console.log(`  From your own machine first: ssh -L ${host.port}:127.0.0.1:${host.port} user@this-machine\n`);
  console.log('Ctrl+C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      host.stop();
      process.exit(signal === 'SIGINT' ? 0 : 143);
    });
  host.server.once('exit', (code) => fail(`VS Code's server ended (${code})\n${host.log().slice(-2000)}`));
  if (!options['no-open']) openBrowser(link);
}

function openBrowser(link) {
  const can = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.env.BROWSER;
  if (!can) return;
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', link] : process.platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', link] : [process.env.BROWSER ?? 'xdg-open', link];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
