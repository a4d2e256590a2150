/** The commands of the palette, and those behind links. */
import * as vscode from 'vscode';
import { cursorIn, layerAt, type ExplorerPanel } from './panel/explorerPanel';
import { demos, runDemo } from './demos';
import type { InputSizes } from './inputSize';
import type { Instances } from './instances';
import { editOf } from './providers/codeActions';
import type { Reports } from './reports';
import { setting } from './settings';
import { locate, type Source, sourceOf } from './sources';
import { textTable } from '../analysis/session/table';

export interface CommandParts {
  readonly extensionUri: vscode.Uri;
  readonly reports: Reports;
  readonly panel: ExplorerPanel;
  readonly inputs: InputSizes;
  readonly instances: Instances;
  readonly log: vscode.LogOutputChannel;
}

/** Opens the sample that ships with the extension as an untitled document: nothing of the user's is touched. */
export async function openExample(extensionUri: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(
    vscode.Uri.joinPath(extensionUri, 'media', 'example.py'),
  );
  const document = await vscode.workspace.openTextDocument({
    language: 'python',
    content: new TextDecoder().decode(bytes),
  });
  await vscode.window.showTextDocument(document);
}

export function registerCommands(parts: CommandParts): vscode.Disposable[] {
  const { reports, panel, inputs, log } = parts;
  const register = (name: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(name, async (...args: unknown[]) => {
      try {
        await run(...(args as never[]));
      } catch (error) {
        log.error(
          `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        void vscode.window.showErrorMessage(
          vscode.l10n.t('ConvLens could not do that. The log says why.'),
        );
      }
    });

  /** The source a command is about: named by its URI, else that of the active editor. */
  const sourceFor = async (uri: unknown): Promise<Source | undefined> => {
    if (typeof uri === 'string') {
      const known = reports.latest(uri);
      if (known) return known.source;
      const document = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri);
      return document && sourceOf(document);
    }
    const { activeTextEditor } = vscode.window;
    return activeTextEditor && sourceOf(activeTextEditor.document);
  };

  /** The model a command is about: by its name or index, the only one, or the one that is picked. */
  const modelFor = async (
    uri: unknown,
    model: unknown,
  ): Promise<{ source: Source; model: string } | undefined> => {
    const source = await sourceFor(uri);
    const report =
      source &&
      (reports.latest(source.key)?.report ?? (await reports.of(source.parts[0]!.document))?.report);
    if (!source || !report || report.models.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No model was found in this file.'));
      return undefined;
    }
    const names = [...new Set(report.models.map((m) => m.name))];
    const name =
      typeof model === 'string'
        ? model
        : typeof model === 'number'
          ? report.models[model]?.name
          : await only(names, vscode.l10n.t('Input size of which model?'));
    return name === undefined ? undefined : { source, model: name };
  };

  return [
    register('convlens.exploreLayerAtCursor', async () => {
      const editor = vscode.window.activeTextEditor;
      const found = editor && (await reports.of(editor.document));
      if (!editor || !found) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Open a Python file that defines a network first.'),
        );
        return;
      }
      const hit = layerAt(found.report, cursorIn(found.source, editor), null);
      await panel.show(
        found.source,
        hit
          ? { entry: hit.entry, selection: { path: hit.path, call: hit.call }, view: 'layer' }
          : { view: 'model' },
      );
    }),
    register('convlens.exploreModel', async (uri: unknown, index: unknown) => {
      const source = await sourceFor(uri);
      const model =
        source && reports.latest(source.key)?.report.models[typeof index === 'number' ? index : 0];
      if (source)
        await panel.show(source, { ...(model ? { entry: model.entry } : {}), view: 'model' });
    }),
    register('convlens.exploreLayer', async (uri: unknown, index: unknown, path: unknown) => {
      const source = await sourceFor(uri);
      const model =
        source && reports.latest(source.key)?.report.models[typeof index === 'number' ? index : 0];
      if (source)
        await panel.show(source, {
          ...(model ? { entry: model.entry } : {}),
          selection: typeof path === 'string' ? { path, call: 0 } : null,
          view: 'layer',
        });
    }),
    register('convlens.setInputSize', async (uri: unknown, model: unknown) => {
      const found = await modelFor(uri, model);
      if (found) await inputs.choose(found.source, reports, found.model, null);
    }),
    register('convlens.whatSizesWork', async (uri: unknown, model: unknown) => {
      const found = await modelFor(uri, model);
      if (found) await inputs.showWorking(found.source, reports, found.model);
    }),
    register('convlens.pickInstance', async (uri: unknown, block: unknown) => {
      const source = await sourceFor(uri);
      const blocks = source && reports.latest(source.key)?.report.blocks;
      if (!source || !blocks?.length) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('No block of this file is used more than once.'),
        );
        return;
      }
      const name =
        typeof block === 'string'
          ? block
          : await only(
              blocks.map((b) => b.name),
              vscode.l10n.t('Hints of which block?'),
            );
      if (name) await parts.instances.choose(source, reports, name);
    }),
    register(
      'convlens.applyFix',
      async (uri: unknown, version: unknown, problem: unknown, fix: unknown) => {
        const source = await sourceFor(uri);
        const latest = source && reports.latest(source.key);
        const found =
          typeof problem === 'number' && typeof fix === 'number'
            ? latest?.report.problems[problem]?.fixes[fix]
            : undefined;
        const edit =
          latest && found && latest.source.version === version
            ? editOf(latest.source, found)
            : undefined;
        if (edit) await vscode.workspace.applyEdit(edit);
      },
    ),
    register('convlens.showTable', async () => {
      const editor = vscode.window.activeTextEditor;
      const found = editor && (await reports.of(editor.document));
      if (!found || found.report.models.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('No model was found in this file.'),
        );
        return;
      }
      const content = found.report.models.map(textTable).join('\n\n\n');
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ content }),
        vscode.ViewColumn.Beside,
      );
    }),
    register('convlens.nextLayer', () => panel.run('next-layer')),
    register('convlens.previousLayer', () => panel.run('previous-layer')),
    register('convlens.play', () => panel.run('play')),
    register('convlens.openExample', () => openExample(parts.extensionUri)),
    register('convlens.showLog', () => log.show()),
    register('convlens.goTo', async (uri: unknown, offset: unknown) => {
      const source = await sourceFor(uri);
      const at =
        source && typeof offset === 'number'
          ? locate(source, { file: source.key, start: offset, end: offset })
          : undefined;
      if (at) await vscode.window.showTextDocument(at.document, { selection: at.range });
    }),
    register('convlens.turnRuleOff', async (rule: unknown) => {
      if (typeof rule !== 'string') return;
      const severities = { ...setting<Record<string, string>>('problems.severity'), [rule]: 'off' };
      const target = vscode.workspace.workspaceFolders
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
      await vscode.workspace
        .getConfiguration('convlens')
        .update('problems.severity', severities, target);
    }),
    ...demos.map((demo) => register(demo.command, () => runDemo(demo, panel, reports))),
  ];
}

/** The only one of some names, or the one that is picked. */
async function only(names: readonly string[], title: string): Promise<string | undefined> {
  return names.length === 1 ? names[0] : vscode.window.showQuickPick(names, { title });
}
