// Lets esbuild bundle pyright's parser alone: no localised messages, no file system, no Buffer.
import { readFile } from 'node:fs/promises';

const localize = `
const message = (name) => Object.assign(() => name, { format: () => name, getFormatString: () => name });
const table = () => new Proxy({}, { get: (_, name) => () => message(String(name))() });
const formatted = () => new Proxy({}, { get: (_, name) => () => Object.assign(new String(String(name)), { format: () => String(name) }) });
exports.LocMessage = formatted(); exports.LocAddendum = formatted(); exports.Localizer = { Diagnostic: table() };
`;

/** @type {import('esbuild').Plugin} */
export const pyrightPlugin = {
  name: 'pyright-parser',
  setup(build) {
    build.onLoad(
      { filter: /pyright-internal[\\/]dist[\\/]localization[\\/]localize\.js$/ },
      () => ({
        contents: localize,
        loader: 'js',
      }),
    );
    build.onLoad({ filter: /pyright-internal[\\/]dist[\\/]common[\\/]uri[\\/]uri\.js$/ }, () => ({
      contents: 'exports.Uri = { is: () => false, empty: () => undefined };',
      loader: 'js',
    }));
    build.onLoad(
      { filter: /pyright-internal[\\/]dist[\\/]common[\\/]core\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const needle = "Buffer.from(str, 'utf8').toString('utf8')";
        if (!text.includes(needle))
          throw new Error(
            `${path}: the Buffer use has moved; look at the new version of the parser`,
          );
        return { contents: text.replace(needle, 'str'), loader: 'js' };
      },
    );
  },
};
