// Bundles of several files: a first one that is small, parts beside it that are loaded when they are needed, and declarations of what is exported.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * esbuild's settings for `outfile` and the entries `more` beside it (names without ending, relative to the outfile's folder). Parts go to a folder that
 * has the outfile's name.
 */
export function splitSettings(entry, outfile, more) {
  const { dir, name, ext } = path.parse(outfile);
  return {
    entryPoints: { [name]: entry, ...more },
    outdir: dir,
    chunkNames: `${name}/[name]-[hash]`,
    outExtension: { '.js': ext },
    splitting: true,
  };
}

/** Bytes of a file and of all parts that it imports without being asked. */
export function loadedAtOnce({ outputs }, outfile) {
  const parts = new Set();
  const add = (part) => {
    if (parts.has(part)) return;
    parts.add(part);
    for (const { path: other, kind } of outputs[part].imports)
      if (kind === 'import-statement') add(other);
  };
  add(outfile);
  return [...parts].reduce((sum, part) => sum + outputs[part].bytes, 0);
}

/** Writes declarations: `engine.d.mts` beside `engine.mjs`, what it refers to in `engine/types`. */
export function writeTypes(root, entry, outfile, more) {
  const { dir, name } = path.parse(outfile);
  const folder = path.join(dir, name, 'types');
  const options =
    '--declaration --emitDeclarationOnly --strict --noUncheckedIndexedAccess --skipLibCheck --target es2022 --module esnext --moduleResolution bundler --lib es2022,dom --rootDir src';
  const entries = { [name]: entry, ...more };
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, ...options.split(' '), '--outDir', folder, ...Object.values(entries)];
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error(`no declarations for ${outfile}`);
  for (const [bundle, source] of Object.entries(entries)) {
    const file = path.join(dir, `${bundle}.d.mts`);
    const made = path.join(folder, path.relative('src', source).replace(/\.ts$/, ''));
    const from = path.relative(path.dirname(file), made);
    writeFileSync(path.join(root, file), `export * from './${from}';\n`);
  }
}
