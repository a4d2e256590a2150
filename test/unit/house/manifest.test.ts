/** package.json against the code: commands, settings, texts, activation, README tables. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env.CONVLENS_ROOT ?? process.cwd();
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as {
  version: string;
  icon: string;
  keywords: string[];
  capabilities: object;
  main: string;
  browser: string;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string }[];
    menus: Record<string, { command: string }[]>;
    configuration: {
      properties: Record<string, { default: unknown; markdownDescription: string }>;
    }[];
    walkthroughs: { steps: { media: { markdown: string }; completionEvents: string[] }[] }[];
  };
};
const nls = JSON.parse(text('package.nls.json')) as Record<string, string>;
const editorSources = (function below(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? below(`${folder}/${e.name}`) : [text(`${folder}/${e.name}`)],
  );
})('src/editor').join('\n');

/** Where the workspace remembers input sizes. */
const inputMemory = 'convlens.inputs';

describe('the manifest', () => {
  const declared = manifest.contributes.commands.map((c) => c.command);
  const settings = Object.assign(
    {},
    ...manifest.contributes.configuration.map((c) => c.properties),
  ) as Record<string, { default: unknown; markdownDescription: string }>;

  it('declares the commands that are registered, and no other', () => {
    const registered = new Set(
      [...editorSources.matchAll(/(?:register\(\s*|command: )'(convlens\.[\w.]+)'/g)].map(
        (m) => m[1]!,
      ),
    );
    assert.deepEqual([...registered].sort(), [...declared].sort());
  });

  it('names only declared commands in menus and walkthroughs', () => {
    for (const entries of Object.values(manifest.contributes.menus))
      for (const { command } of entries) assert.ok(declared.includes(command), command);
    for (const { steps } of manifest.contributes.walkthroughs)
      for (const { media, completionEvents } of steps) {
        assert.ok(existsSync(join(root, media.markdown)), media.markdown);
        for (const event of completionEvents)
          assert.ok(declared.includes(event.replace('onCommand:', '')), event);
      }
  });

  it('has the settings that the code reads, each with a default', () => {
    const names = /settingNames = \[([\s\S]*?)\]/.exec(text('src/editor/settings.ts'))![1]!;
    const read = [...names.matchAll(/'([^']+)'/g)].map((m) => `convlens.${m[1]}`);
    assert.deepEqual(read.sort(), Object.keys(settings).sort());
    for (const [name, value] of Object.entries(settings))
      assert.notEqual(value.default, undefined, name);
    // A default stands in the manifest only.
    assert.doesNotMatch(editorSources, /getConfiguration\([^)]*\)\.get(?:<[^>]+>)?\([^,)]+,/);
  });

  it('has every text, and no text that nobody uses', () => {
    const used = new Set([...text('package.json').matchAll(/"%([\w.]+)%"/g)].map((m) => m[1]!));
    assert.deepEqual([...used].sort(), Object.keys(nls).sort());
  });

  it('says everything in German, too', () => {
    const placeholders = (line: string): string[] =>
      [...line.matchAll(/\{\d\}|`[^`]*`|\(command:[^)]*\)/g)].map((m) => m[0]).sort();
    const german = JSON.parse(text('package.nls.de.json')) as Record<string, string>;
    assert.deepEqual(Object.keys(german), Object.keys(nls));
    const said = new Set(
      [...editorSources.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map((m) => m[1]!),
    );
    const calls = editorSources.split('l10n.t(').length - 1;
    assert.ok(said.size > 40 && calls >= said.size);
    const bundle = JSON.parse(text('l10n/bundle.l10n.de.json')) as Record<string, string>;
    assert.deepEqual(Object.keys(bundle).sort(), [...said].sort());
    for (const [english, translation] of [
      ...Object.entries(bundle),
      ...Object.keys(nls).map((key) => [nls[key]!, german[key]!] as const),
    ])
      assert.deepEqual(placeholders(translation), placeholders(english), english);
  });

  it('ships the files it names and asks for the oldest VS Code that is tested', () => {
    assert.ok(existsSync(join(root, manifest.icon)));
    assert.equal(manifest.engines.vscode, '^1.90.0');
    assert.equal(manifest.devDependencies['@types/vscode'], '1.90.0');
    assert.ok(
      manifest.devDependencies['mocha']!.startsWith('11.'),
      'mocha 12 breaks the bundle of the web suite',
    );
    for (const version of Object.values(manifest.devDependencies))
      assert.match(version, /^\d/, 'exact versions');
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage:python',
      'onWebviewPanel:convlens.explorer',
    ]);
  });

  it('uses no name of its own that the manifest does not declare', () => {
    const own = new Set([...editorSources.matchAll(/'(convlens\.[\w.]+)'/g)].map((m) => m[1]!));
    const known = (name: string): boolean =>
      declared.includes(name) ||
      Object.keys(settings).some((key) => key === name || key.startsWith(`${name}.`)) ||
      manifest.activationEvents.includes(`onWebviewPanel:${name}`) ||
      name === inputMemory;
    assert.deepEqual(
      [...own].filter((name) => !known(name)),
      [],
    );
    for (const name of Object.keys(settings)) {
      const uses = editorSources.split(`'${name.replace('convlens.', '')}'`).length - 1;
      assert.ok(uses > 1, `${name} is declared and read by no one`);
    }
  });

  it('has an icon of 256 pixels, and what the marketplace asks for', () => {
    const png = readFileSync(join(root, manifest.icon));
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
    assert.ok(manifest.keywords.length <= 5, 'more than five keywords are refused');
    assert.deepEqual(manifest.capabilities, {
      untrustedWorkspaces: { supported: true },
      virtualWorkspaces: true,
    });
    assert.ok(text('CHANGELOG.md').includes(`## ${manifest.version} - `));
    assert.ok(existsSync(join(root, 'LICENSE')));
  });

  it('has its commands and settings in the README as they are', async () => {
    const { withTables } = (await import(
      join(root, 'scripts/readme.mjs')
    )) as typeof import('../../../scripts/readme.mjs');
    const readme = text('README.md');
    assert.equal(withTables(readme, manifest, nls), readme, 'npm run readme');
    // Another text must make another table, or the line above could not fail.
    const [first] = Object.keys(settings);
    const key = settings[first!]!.markdownDescription.slice(1, -1);
    assert.notEqual(withTables(readme, manifest, { ...nls, [key]: 'Something else.' }), readme);
  });

  it('explains every rule on the page that its problems link to', () => {
    const rules = readRules();
    assert.ok(rules.length > 10);
    for (const rule of rules)
      assert.ok(
        text('docs/rules.md').includes(`<a id="${rule}"></a>`),
        `docs/rules.md has no anchor for ${rule}`,
      );
  });
});

/** Every rule code that the sources report. */
function readRules(): string[] {
  const rules = new Set<string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (/\.ts$/.test(entry.name)) {
        const source = text(path);
        for (const match of source.matchAll(/\brule: '([a-z][a-z-]+)'/g)) rules.add(match[1]!);
        for (const match of source.matchAll(/setting_problem\(self, '([a-z-]+)'/g))
          rules.add(match[1]!);
        for (const match of source.matchAll(/\.fail\(\s*'([a-z][a-z-]+)'/g)) rules.add(match[1]!);
      }
    }
  };
  visit('src/analysis');
  return [...rules].sort();
}
