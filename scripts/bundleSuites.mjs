// Bundles the integration suites, found by their names, for both extension hosts: files for Node, one file for the web worker.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { common } from './build.mjs';
import { filesBelow } from './filesBelow.mjs';
import { root } from './setup.mjs';

const folder = path.join(root, 'test/integration');

/**
 * Refuses a mocha that is an ES module. esbuild then takes its browser bundle for one, that bundle replaces the `module.exports`
 * of the whole file, and VS Code calls mocha's own `run` instead of ours: "0 passing".
 */
export function checkMocha({ version, type }) {
  if (type === 'module')
    throw new Error(
      `mocha ${version} is an ES module, which breaks the web worker's suite: use 11`,
    );
}

/** `run` tells the suites what they should find: the extension host, VS Code's version if it is known, and whether installed. */
export async function bundleSuites(run) {
  checkMocha(JSON.parse(readFileSync(path.join(root, 'node_modules/mocha/package.json'), 'utf8')));
  const suites = filesBelow(folder).filter((file) => file.endsWith('.test.ts'));
  const nameOf = (file) => path.relative(folder, file).replace(/\.ts$/, '');
  const all = {
    name: 'suites',
    setup(build) {
      const filter = /^convlens-integration-suites$/;
      build.onResolve({ filter }, () => ({ path: 'suites', namespace: 'suites' }));
      build.onLoad({ filter: /.*/, namespace: 'suites' }, () => ({
        contents: [
          ...suites.map((file) => `import ${JSON.stringify(file)};`),
          `export const count = ${suites.length};`,
        ].join('\n'),
        resolveDir: folder,
      }));
    },
  };
  // No suite of yesterday may run along.
  rmSync(path.join(root, 'dist/test/node'), { recursive: true, force: true });
  const define = (more) => ({
    ...common.define,
    CONVLENS_RUN: JSON.stringify(run),
    ...more,
  });
  const shared = { ...common, format: 'cjs', sourcemap: true, define: define({}) };
  await esbuild.build({
    ...shared,
    platform: 'node',
    external: ['vscode', 'mocha'],
    entryPoints: {
      index: path.join(folder, 'index.node.ts'),
      ...Object.fromEntries(suites.map((file) => [nameOf(file), file])),
    },
    outdir: 'dist/test/node',
  });
  await esbuild.build({
    ...shared,
    platform: 'browser',
    external: ['vscode'],
    define: define({ global: 'globalThis' }),
    plugins: [...common.plugins, all],
    entryPoints: { index: path.join(folder, 'index.web.ts') },
    outdir: 'dist/test/web',
  });
  return suites.length;
}
