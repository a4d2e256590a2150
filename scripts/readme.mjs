// Writes the README's tables of settings and commands from package.json, between their markers.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const { contributes } = JSON.parse(read('package.json'));
const nls = JSON.parse(read('package.nls.json'));
const text = (key) => (key.startsWith('%') ? nls[key.slice(1, -1)] : key).replace(/\|/g, '\\|');

const hidden = new Set(
  contributes.menus.commandPalette.filter((m) => m.when === 'false').map((m) => m.command),
);
const commands = contributes.commands
  .filter((c) => !hidden.has(c.command))
  .map((c) => `| ConvLens: ${text(c.title)} | \`${c.command}\` |`);
const settings = contributes.configuration.flatMap((block) =>
  Object.entries(block.properties).map(
    ([name, s]) =>
      `| \`${name}\` | \`${JSON.stringify(s.default)}\` | ${text(s.markdownDescription)} |`,
  ),
);
const tables = {
  settings: ['| setting | default | what it does |', '| --- | --- | --- |', ...settings],
  commands: ['| command | id |', '| --- | --- |', ...commands],
};
let readme = read('README.md');
for (const [name, lines] of Object.entries(tables))
  readme = readme.replace(
    new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`),
    (_, a, b) => `${a}${lines.join('\n')}\n${b}`,
  );
writeFileSync(path.join(root, 'README.md'), readme);
