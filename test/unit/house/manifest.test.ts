/** package.json against the code: commands, settings, texts, activation, README tables. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env.CONVLENS_ROOT ?? process.cwd();
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as {
  icon: string;
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

describe('the manifest', () => {
  const declared = manifest.contributes.commands.map((c) => c.command);
  const settings = Object.assign(
    {},
    ...manifest.contributes.configuration.map((c) => c.properties),
  ) as Record<string, { default: unknown; markdownDescription: string }>;

  it('declares the commands that are registered, and no other', () => {
    const registered = new Set(
      [...editorSources.matchAll(/(?:register\(|command: )'(convlens\.[\w.]+)'/g)].map(
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

  it('has its commands and settings in the README as they are', () => {
    const readme = text('README.md');
    const between = (name: string) =>
      new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(readme)?.[1] ?? '';
    for (const [name, value] of Object.entries(settings)) {
      const shown = nls[value.markdownDescription.replace(/%/g, '')]!;
      assert.ok(
        between('settings').includes(`\`${name}\``),
        `${name} is missing: run npm run readme`,
      );
      assert.ok(
        between('settings').includes(shown.replace(/\|/g, '\\|')),
        `${name} has another text: run npm run readme`,
      );
    }
    for (const rule of readRules())
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
