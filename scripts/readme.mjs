// Writes the README's tables of settings and commands, between their markers, from package.json: npm run readme.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/** The README with its tables as the manifest and its texts have them. */
export function withTables(readme, { contributes }, texts) {
  const text = (key) => (texts[/^%(.*)%$/.exec(key)?.[1]] ?? key).replaceAll('|', '\\|');
  // Commands that are hidden in the palette are for hints and links.
  const hidden = contributes.menus.commandPalette.filter(({ when }) => when === 'false');
  const tables = {
    settings: [
      '| setting | default | what it does |',
      '| --- | --- | --- |',
      ...contributes.configuration
        .flatMap(({ properties }) => Object.entries(properties))
        .map(([name, setting]) => {
          const value = JSON.stringify(setting.default);
          return `| \`${name}\` | \`${value}\` | ${text(setting.markdownDescription)} |`;
        }),
    ],
    commands: [
      '| command | id |',
      '| --- | --- |',
      ...contributes.commands
        .filter(({ command }) => !hidden.some((entry) => entry.command === command))
        .map(({ command, title }) => `| ConvLens: ${text(title)} | \`${command}\` |`),
    ],
  };
  for (const [name, lines] of Object.entries(tables)) {
    const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the README has no ${start}${end}`);
    readme = `${readme.slice(0, from + start.length)}${lines.join('\n')}\n${readme.slice(to)}`;
  }
  return readme;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const read = (name) => readFileSync(path.join(root, name), 'utf8');
  const [manifest, texts] = ['package.json', 'package.nls.json'].map((n) => JSON.parse(read(n)));
  writeFileSync(path.join(root, 'README.md'), withTables(read('README.md'), manifest, texts));
}
