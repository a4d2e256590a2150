// What start and test share: installs what is missing, says what it does in one line each.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');
export const hosts = path.join(root, 'test/hosts');

/** Runs a command; its output only where it fails. */
export function quietly(what, command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, shell: process.platform === 'win32', ...options });
  if (result.status !== 0) {
    console.error(`${what} failed:\n${result.stdout ?? ''}${result.stderr ?? result.error?.message ?? ''}`);
    process.exit(1);
  }
}

/** npm's packages, when they are not there or older than the lock file. */
export function installPackages() {
  const stamp = path.join(root, 'node_modules/.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing packages (once)…');
  quietly('npm ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const now = readFileSync(stamp, 'utf8');
  writeFileSync(stamp, now);
}

/** The embedded VS Code is for Linux on x64; elsewhere desktop VS Code is used. */
export const canEmbed = process.platform === 'linux' && process.arch === 'x64';

/** Installs an embedded VS Code into a git-ignored folder: one line, rewritten on a terminal. */
export async function installHost(folder, env = {}) {
  const target = path.join(root, '.vscode-test', folder);
  if (existsSync(path.join(target, 'ready'))) return;
  const started = Date.now();
  let step = 'VS Code host';
  let errors = '';
  const show = () => {
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${step}  ${Math.round((Date.now() - started) / 1000)} s`);
  };
  const child = spawn('sh', [path.join(hosts, 'install-host.sh'), target], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  child.stdout.on('data', (data) => {
    for (const line of String(data).split('\n'))
      if (line.startsWith('VS Code host')) {
        step = line;
        if (process.stdout.isTTY) show();
        else console.log(line);
      }
  });
  child.stderr.on('data', (data) => (errors += data));
  const timer = setInterval(show, 1000);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  if (code) {
    console.error(`The embedded VS Code could not be installed. npm said:\n${errors}`);
    process.exit(1);
  }
  console.log(`Embedded VS Code installed in ${Math.round((Date.now() - started) / 1000)} s (once).`);
}

const browsers = ['chromium-headless-shell', 'chromium', 'google-chrome'].map((name) => `/usr/bin/${name}`);
export const findBrowser = () => process.env.SHIM_CHROME ?? browsers.find((file) => existsSync(file));

/** A headless browser for the tests: Debian's, when root and not there. */
export function installBrowser() {
  if (findBrowser()) return;
  if (process.getuid?.() !== 0) {
    console.error('The tests need a browser: install chromium (or set SHIM_CHROME to one).');
    process.exit(1);
  }
  console.log('Installing a headless browser (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  quietly('apt-get update', 'apt-get', ['update', '-qq'], { env });
  quietly('apt-get install', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'], { env });
}

/** pip, which fetches the sources that the tests read: Debian's, when root and not there. */
export function installPip() {
  if (spawnSync('python3', ['-m', 'pip', '--version']).status === 0) return;
  if (process.getuid?.() !== 0) {
    console.error('The conformance tests fetch sources with pip: install python3-pip.');
    process.exit(1);
  }
  console.log('Installing pip (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  quietly('apt-get update', 'apt-get', ['update', '-qq'], { env });
  quietly('apt-get install', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3-pip'], { env });
}
