// npm's `prepare`: builds the command, so that `npm install -g git+https://…` and pre-commit get one that runs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(command, args, env = process.env) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0) process.exit(status ?? 1);
}

// A global installation from a repository runs this in a clone without packages: npm hands its own `global` on to the npm that
// should have installed them. Nothing of that reaches this one.
if (!existsSync(path.join(root, 'node_modules/esbuild'))) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_|^_PACOTE/i.test(name) || /registry|cache|userconfig/i.test(name),
  );
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', [...args, '--loglevel=error'], Object.fromEntries(own));
}
run(process.execPath, ['scripts/build.mjs', '--production', '--only', 'cli']);
