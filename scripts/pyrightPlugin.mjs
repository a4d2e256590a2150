// Lets esbuild bundle pyright's parser alone: no localised messages, no file system, no Buffer, no tables of Unicode that JavaScript has itself.
import { readFile } from 'node:fs/promises';

const localize = `
const message = (name) => Object.assign(() => name, { format: () => name, getFormatString: () => name });
const table = () => new Proxy({}, { get: (_, name) => () => message(String(name))() });
const formatted = () => new Proxy({}, { get: (_, name) => () => Object.assign(new String(String(name)), { format: () => String(name) }) });
exports.LocMessage = formatted(); exports.LocAddendum = formatted(); exports.Localizer = { Diagnostic: table() };
`;

// Identifiers as Python defines them, and the small questions of the original.
const characters = `
const part = (known, c, next) => known.test(next === undefined ? String.fromCharCode(c) : String.fromCharCode(c, next));
const start = /^[\\p{XID_Start}_]$/u, rest = /^\\p{XID_Continue}$/u;
const isNumber = (c) => (c >= 48 && c <= 57) || c === 95;
exports.isIdentifierStartChar = (c, next) => part(start, c, next);
exports.isIdentifierChar = (c, next) => part(rest, c, next);
exports.isSurrogateChar = (c) => c >= 0xd800 && c <= 0xdbff;
exports.isWhiteSpace = (c) => c === 32 || c === 9 || c === 12;
exports.isLineBreak = (c) => c === 13 || c === 10;
exports.isNumber = exports.isDecimal = isNumber;
exports.isHex = (c) => isNumber(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
exports.isOctal = (c) => (c >= 48 && c <= 55) || c === 95;
exports.isBinary = (c) => c === 48 || c === 49 || c === 95;
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
    build.onLoad(
      { filter: /pyright-internal[\\/]dist[\\/]parser[\\/]characters\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        for (const [, name] of text.matchAll(/^exports\.(\w+) = /gm))
          if (!characters.includes(`exports.${name} =`))
            throw new Error(`${path}: ${name} is new; look at the new version of the parser`);
        return { contents: characters, loader: 'js' };
      },
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
