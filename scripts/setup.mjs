// What start and test share: installs what is missing, one line each, and nothing where all is there. Needs Node alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { findBrowser, hostFolder, root, versions } from '../test/hosts/host.mjs';

export { root };

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node 20 or later is needed; this is ${process.version}.`);
  process.exit(1);
}

/** Runs a command whose output is shown only when it fails; then everything ends. */
export function quietly(what, command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // npm is a .cmd file there.
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.status === 0) return;
  const said = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  console.error(`${what} failed:\n${said}`);
  process.exit(1);
}

/** npm's packages, when they are not there or older than the lock file. */
export function installPackages() {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing packages (once)…');
  // Also where NODE_ENV says production: the build's tools are development packages.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  quietly('npm ci', 'npm', args);
  utimesSync(installed, new Date(), new Date());
}

/** The embedded VS Code is for Linux on x64; elsewhere desktop VS Code is used. */
export const canEmbed = process.platform === 'linux' && process.arch === 'x64';

/** Installs an embedded VS Code (`current` or `oldest`) into a git-ignored folder, with a line that tells how far it is. */
export async function installHost(version) {
  const { codeServer, node } = versions[version];
  const script = path.join(root, 'test/hosts/install-host.sh');
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const terminal = process.stdout.isTTY;
  let step;
  let errors = '';
  const show = () => step && terminal && process.stdout.write(`\r\x1b[K${step}  ${seconds()} s`);
  const child = spawn('sh', [script, hostFolder(version), codeServer, node], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (data) => {
    for (const line of String(data).split('\n')) {
      if (!line.startsWith('VS Code host')) continue;
      step = line;
      if (terminal) show();
      else console.log(line);
    }
  });
  child.stderr.on('data', (data) => (errors += data));
  const timer = setInterval(show, 1000);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  if (step && terminal) process.stdout.write('\r\x1b[K');
  if (code !== 0) {
    console.error(`The embedded VS Code could not be installed. npm said:\n${errors}`);
    process.exit(1);
  }
  if (step) console.log(`VS Code ${versions[version].vscode} installed in ${seconds()} s (once).`);
}

/** A headless browser for the tests: Debian's, when root and none is there. */
export function installBrowser() {
  if (!findBrowser()) installDebian('chromium-headless-shell', 'The tests drive a browser');
}

/** pip, which fetches the sources that the conformance tests read: Debian's, when root and none is there. */
export function installPip() {
  if (spawnSync('python3', ['-m', 'pip', '--version']).status !== 0)
    installDebian('python3-pip', 'The conformance tests fetch sources with pip');
}

function installDebian(name, why) {
  if (process.getuid?.() !== 0) {
    console.error(`${why}: install ${name}.`);
    process.exit(1);
  }
  console.log(`Installing ${name} (once)…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  quietly('apt-get update', 'apt-get', ['update', '-qq'], { env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', name];
  quietly('apt-get install', 'apt-get', args, { env });
}
