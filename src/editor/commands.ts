/** The commands of the palette, and those behind links. */
import * as vscode from 'vscode';
import { cursorIn, layerAt, type ExplorerPanel } from './panel/explorerPanel';
import { demos, runDemo } from './demos';
import type { InputSizes } from './inputSize';
import type { Reports } from './reports';
import { setting } from './settings';
import { locate, type Source, sourceOf } from './sources';
import { textTable } from '../analysis/session/table';

export interface CommandParts {
  readonly extensionUri: vscode.Uri;
  readonly reports: Reports;
  readonly panel: ExplorerPanel;
  readonly inputs: InputSizes;
  readonly log: vscode.LogOutputChannel;
}

/** Opens the sample that ships with the extension as an untitled document: nothing of the user's is touched. */
export async function openExample(extensionUri: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'media', 'example.py'));
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: new TextDecoder().decode(bytes) });
  await vscode.window.showTextDocument(document);
}

export function registerCommands(parts: CommandParts): vscode.Disposable[] {
  const { reports, panel, inputs, log } = parts;
  const register = (name: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(name, async (...args: unknown[]) => {
      try {
        await run(...(args as never[]));
      } catch (error) {
        log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        void vscode.window.showErrorMessage(vscode.l10n.t('ConvLens could not do that. The log says why.'));
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

  return [
    register('convlens.exploreLayerAtCursor', async () => {
      const editor = vscode.window.activeTextEditor;
      const found = editor && (await reports.of(editor.document));
      if (!editor || !found) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Open a Python file that defines a network first.'));
        return;
      }
      const hit = layerAt(found.report, cursorIn(found.source, editor), null);
      await panel.show(found.source, hit ? { entry: hit.entry, selection: { path: hit.path, call: hit.call }, view: 'layer' } : { view: 'model' });
    }),
    register('convlens.exploreModel', async (uri: unknown, index: unknown) => {
      const source = await sourceFor(uri);
      const model = source && reports.latest(source.key)?.report.models[typeof index === 'number' ? index : 0];
      if (source) await panel.show(source, { ...(model ? { entry: model.entry } : {}), view: 'model' });
    }),
    register('convlens.exploreLayer', async (uri: unknown, index: unknown, path: unknown) => {
      const source = await sourceFor(uri);
      const model = source && reports.latest(source.key)?.report.models[typeof index === 'number' ? index : 0];
      if (source) await panel.show(source, { ...(model ? { entry: model.entry } : {}), selection: typeof path === 'string' ? { path, call: 0 } : null, view: 'layer' });
    }),
    register('convlens.setInputSize', async (uri: unknown, model: unknown) => {
      const source = await sourceFor(uri);
      const report = source && (reports.latest(source.key)?.report ?? (await reports.of(source.parts[0]!.document))?.report);
      if (!source || !report || report.models.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No model was found in this file.'));
        return;
      }
      const name = typeof model === 'string' ? model : report.models.length === 1 ? report.models[0]!.name : await vscode.window.showQuickPick(report.models.map((m) => m.name));
      if (name) await inputs.choose(source, reports, name, null);
    }),
    register('convlens.showTable', async () => {
      const editor = vscode.window.activeTextEditor;
      const found = editor && (await reports.of(editor.document));
      if (!found || found.report.models.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No model was found in this file.'));
        return;
      }
      const content = found.report.models.map(textTable).join('\n\n\n');
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), vscode.ViewColumn.Beside);
    }),
    register('convlens.nextLayer', () => panel.run('next-layer')),
    register('convlens.previousLayer', () => panel.run('previous-layer')),
    register('convlens.play', () => panel.run('play')),
    register('convlens.openExample', () => openExample(parts.extensionUri)),
    register('convlens.showLog', () => log.show()),
    register('convlens.goTo', async (uri: unknown, offset: unknown) => {
      const source = await sourceFor(uri);
      const at = source && typeof offset === 'number' ? locate(source, { file: source.key, start: offset, end: offset }) : undefined;
      if (at) await vscode.window.showTextDocument(at.document, { selection: at.range });
    }),
    register('convlens.turnRuleOff', async (rule: unknown) => {
      if (typeof rule !== 'string') return;
      const severities = { ...setting<Record<string, string>>('problems.severity'), [rule]: 'off' };
      const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
      await vscode.workspace.getConfiguration('convlens').update('problems.severity', severities, target);
    }),
    ...demos.map((demo) => register(demo.command, () => runDemo(demo, panel, reports))),
  ];
}
