// The integration suites through @vscode/test-electron's own entry point: node scripts/integration.mjs [node|web] [--installed FILE.vsix]
// VSCODE_EXECUTABLE: the stand-in (offline) or a desktop VS Code; unset: the stock download.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';

const root = path.join(import.meta.dirname, '..');
const kind = process.argv[2] === 'web' ? 'web' : 'node';
const installed = process.argv.includes('--installed') ? process.argv[process.argv.indexOf('--installed') + 1] : undefined;

/** Bundles the suites for both extension hosts. */
export async function bundleSuites() {
  const folder = path.join(root, 'test/integration/suite');
  const suites = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const listed = {
    name: 'suites',
    setup(build) {
      build.onResolve({ filter: /^convlens-integration-suites$/ }, () => ({ path: 'suites', namespace: 'suites' }));
      build.onLoad({ filter: /.*/, namespace: 'suites' }, () => ({
        contents: `${suites.map((s) => `import ${JSON.stringify(path.join(folder, s))};`).join('\n')}\nexport const count = ${suites.length};`,
        resolveDir: folder,
      }));
    },
  };
  const shared = { ...common, format: 'cjs', sourcemap: true };
  await esbuild.build({
    ...shared,
    platform: 'node',
    external: ['vscode', 'mocha'],
    entryPoints: { index: 'test/integration/index.node.ts', ...Object.fromEntries(suites.map((s) => [`suite/${s.replace(/\.ts$/, '')}`, path.join(folder, s)])) },
    outdir: 'dist/test/node',
  });
  await esbuild.build({
    ...shared,
    platform: 'browser',
    external: ['vscode'],
    define: { ...common.define, global: 'globalThis' },
    plugins: [...common.plugins, listed],
    entryPoints: { index: 'test/integration/index.web.ts' },
    outdir: 'dist/test/web',
  });
}

await bundleSuites();
const data = mkdtempSync(path.join(os.tmpdir(), 'convlens-'));
const workspace = path.join(data, 'workspace');
cpSync(path.join(root, 'sample'), workspace, { recursive: true });
const launchArgs = [workspace, ...(kind === 'web' ? ['--extensionDevelopmentKind=web'] : [])];
try {
  let development = root;
  if (installed) {
    const folders = [`--user-data-dir=${data}/user`, `--extensions-dir=${data}/extensions`];
    const result = spawnSync(process.env.VSCODE_EXECUTABLE, [...folders, '--install-extension', path.resolve(installed)], { stdio: 'inherit' });
    if (result.status) throw new Error(`installing ${installed}: exit ${result.status}`);
    // An empty development extension: the one under test is the installed one.
    development = path.join(data, 'driver');
    mkdirSync(development);
    writeFileSync(path.join(development, 'package.json'), JSON.stringify({ name: 'driver', publisher: 'test', version: '0.0.1', engines: { vscode: '^1.90.0' } }));
    launchArgs.push(...folders);
  } else launchArgs.push('--disable-extensions');
  await runTests({
    ...(process.env.VSCODE_EXECUTABLE ? { vscodeExecutablePath: process.env.VSCODE_EXECUTABLE } : {}),
    extensionDevelopmentPath: development,
    extensionTestsPath: path.join(root, `dist/test/${kind}/index.js`),
    launchArgs,
  });
} catch (error) {
  console.error('integration:', error.message);
  process.exitCode = 1;
} finally {
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
}
