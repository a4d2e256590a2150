#!/usr/bin/env node
// npm start: installs what is missing, builds, prints the sample model's layer table, then opens VS Code with ConvLens and a sample.
//   npm start -- [--file PATH[:LINE]] [--folder DIR] [--host desktop|embedded] [--port N] [--no-open] [--no-build]
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startHost } from '../test/hosts/host.mjs';
import { canEmbed, installHost, installPackages, quietly, root } from './setup.mjs';

const windows = process.platform === 'win32';
const data = path.join(root, '.vscode-test/start');
const options = readOptions();
const { file, line, folder } = whatToOpen();

installPackages();
if (!options['no-build']) quietly('the build', process.execPath, ['scripts/build.mjs']);
const report = ['dist/cli.js', 'report', file ?? path.join(root, 'sample/small_net.py')];
spawnSync(process.execPath, report, { cwd: root, stdio: 'inherit' });
console.log();

const desktop = options.host === 'embedded' ? undefined : findDesktop();
if (!desktop && options.host === 'desktop')
  fail('no desktop VS Code (code, codium, cursor, windsurf) from 1.90 on is on the PATH');
if (!desktop || !(await ranDesktop(desktop))) await startEmbedded();

function readOptions() {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        file: text,
        folder: text,
        host: text,
        port: text,
        'no-open': flag,
        'no-build': flag,
      },
    }));
  } catch (error) {
    fail(error.message);
  }
  const { host, port } = values;
  if (host && !['desktop', 'embedded'].includes(host))
    fail(`--host is desktop or embedded, not ${host}`);
  if (port && !(Number.isInteger(Number(port)) && port > 0 && port < 65536))
    fail(`--port is a number from 1 to 65535, not ${port}`);
  return values;
}

/** The person's file and folder, as seen from where npm was called; else a copy of the sample, in which edits are kept. */
function whatToOpen() {
  const from = process.env.INIT_CWD ?? process.cwd();
  const [, name, line] = /^(.*?)(?::(\d+))?$/.exec(options.file ?? '');
  const file = name ? path.resolve(from, name) : undefined;
  const folder = options.folder ? path.resolve(from, options.folder) : file && path.dirname(file);
  for (const place of [file, folder])
    if (place && !existsSync(place)) fail(`${place} is not there`);
  if (folder) return { file, line, folder };
  const sample = path.join(root, '.vscode-test/sample');
  cpSync(path.join(root, 'sample'), sample, { recursive: true, force: false });
  return { file: path.join(sample, 'small_net.py'), folder: sample };
}

/** A desktop VS Code that can open a window here and is new enough. */
function findDesktop() {
  // In a terminal of a remote VS Code `code` is a messenger; without a display nothing can open.
  if (process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.platform === 'linux' && !display) return undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const name of ['code', 'codium', 'cursor', 'windsurf', 'code-insiders'])
    for (const place of folders) {
      const executable = path.join(place, windows ? `${name}.cmd` : name);
      // Under WSL the PATH goes on into Windows, whose VS Code does not see these files.
      if (!existsSync(executable) || (process.platform === 'linux' && place.startsWith('/mnt/')))
        continue;
      const version = spawnSync(executable, ['--version'], {
        encoding: 'utf8',
        shell: windows,
        timeout: 20_000,
      });
      const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version.stdout ?? '') ?? [];
      // Cursor and Windsurf count versions of their own.
      const newEnough = Number(major) > 1 || Number(minor) >= 90 || !name.startsWith('cod');
      if (major && newEnough) return executable;
    }
  return undefined;
}

/**
 * Opens a window with data of its own, so that the person's settings and windows stay as they are, and ends when it is closed.
 * Answers false where no window could be opened.
 */
async function ranDesktop(executable) {
  const args = [
    '--wait',
    '--new-window',
    `--user-data-dir=${data}-desktop`,
    `--extensions-dir=${data}-desktop/extensions`,
    '--disable-workspace-trust',
    `--extensionDevelopmentPath=${root}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    folder,
    ...(file ? ['--goto', line ? `${file}:${line}` : file] : []),
  ];
  console.log(`Opening ${path.basename(executable)}; close its window or press Ctrl+C to end.`);
  const started = Date.now();
  const child = spawn(executable, args, { stdio: 'inherit', shell: windows, detached: !windows });
  onSignal(() => {
    try {
      process.kill(windows ? child.pid : -child.pid);
    } catch {
      // It is gone already.
    }
  });
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  if (code !== 0 && Date.now() - started < 10_000 && options.host !== 'desktop') {
    console.log(`${path.basename(executable)} ended with ${code}.`);
    return false;
  }
  process.exit(code);
}

async function startEmbedded() {
  if (!canEmbed)
    fail('Install VS Code so that `code` is on the PATH: the embedded one is for Linux on x64.');
  await installHost('current');
  mkdirSync(data, { recursive: true });
  const host = await startHost({
    data,
    token: token(),
    port: Number(options.port ?? 8137),
    settings: { 'editor.inlayHints.enabled': 'on' },
  });
  let stopping = false;
  onSignal(() => {
    stopping = true;
    return host.stop();
  });
  const link = host.url({ folder, file, line });
  console.log(`VS Code with ConvLens:\n\n  ${link}\n`);
  if (process.env.SSH_CONNECTION) {
    const tunnel = `ssh -L ${host.port}:127.0.0.1:${host.port} ${process.env.USER ?? 'user'}@…`;
    console.log(`From your own machine, first: ${tunnel}\n`);
  }
  console.log('Ctrl+C ends it.');
  if (!options['no-open']) openBrowser(link);
  const code = await host.ended;
  if (!stopping) fail(`VS Code's server ended with ${code}:\n${host.log().slice(-2000)}`);
}

/**
 * A token although the server listens on loopback only: without one, any web page that the person visits could talk to it. It is
 * kept, so that the link of yesterday works today.
 */
function token() {
  const place = path.join(data, 'token');
  if (!existsSync(place)) writeFileSync(place, randomBytes(16).toString('hex'), { mode: 0o600 });
  return readFileSync(place, 'utf8').trim();
}

function openBrowser(link) {
  const { DISPLAY, WAYLAND_DISPLAY, BROWSER } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY && !BROWSER) return;
  const opener = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  }[process.platform] ?? [BROWSER ?? 'xdg-open'];
  const [command, ...args] = [...opener, link];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The link stands in the terminal.
  child.on('error', () => {});
  child.unref();
}

/** Ctrl+C and its kin: end what was started, then this. */
function onSignal(end) {
  for (const [name, code] of [
    ['SIGINT', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])
    process.once(name, async () => {
      await end();
      process.exit(code);
    });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
