// Lets esbuild bundle the preludes' Python with one blank for each level of indentation and without comments and empty lines: nobody reads it there.
import { readFile } from 'node:fs/promises';

/** Python inside the template literals of a file of ours; strings over several lines would change. */
export function squeeze(text, path) {
  if (/"""|'''/.test(text)) throw new Error(`${path}: a prelude holds no triple quotes`);
  return text
    .replace(/(^|\\n)((?: {4})+)/gm, (_, start, blanks) => start + ' '.repeat(blanks.length / 4))
    .replace(/^ *# .*\n/gm, '')
    .replace(/\n{2,}/g, '\n');
}

/** @type {import('esbuild').Plugin} */
export const preludePlugin = {
  name: 'preludes',
  setup(build) {
    build.onLoad({ filter: /\.py\.ts$/ }, async ({ path }) => ({
      contents: squeeze(await readFile(path, 'utf8'), path),
      loader: 'ts',
    }));
  },
};
