/** What the suites share. Host-neutral: no node, nothing that depends on where VS Code runs. */
import * as vscode from 'vscode';
import type { ConvLensApi } from '../../src/extension';
import { until } from './until';

export { until };

export function check(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}

export function equal(actual: unknown, expected: unknown): void {
  check(
    JSON.stringify(actual) === JSON.stringify(expected),
    `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`,
  );
}

export async function api(): Promise<ConvLensApi> {
  const extension = await until('the extension', () =>
    vscode.extensions.getExtension<ConvLensApi>('convlens.convlens'),
  );
  return extension.activate();
}

export const workspaceFile = (name: string): vscode.Uri =>
  vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** A new file in the workspace, shown. */
export async function write(name: string, content: string): Promise<vscode.TextDocument> {
  await vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(content));
  return open(name);
}

export const remove = (name: string): Thenable<void> =>
  vscode.workspace.fs.delete(workspaceFile(name));

export async function untitled(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Replaces the first of a text, as an edit of the person's. */
export async function replace(
  document: vscode.TextDocument,
  old: string,
  fresh: string,
): Promise<void> {
  const at = document.getText().indexOf(old);
  check(at >= 0, `"${old}" is not in ${document.uri.toString()}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + old.length));
  edit.replace(document.uri, range, fresh);
  check(await vscode.workspace.applyEdit(edit), 'the edit was applied');
}

/** The hints of a document as VS Code gets them; undefined while there are none. */
export async function rawHints(
  document: vscode.TextDocument,
): Promise<vscode.InlayHint[] | undefined> {
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return found?.length ? found : undefined;
}

const textOf = (hint: vscode.InlayHint): string =>
  typeof hint.label === 'string' ? hint.label : hint.label.map((p) => p.value).join('');

/** The texts of the hints of a document, by line. */
export async function hints(document: vscode.TextDocument): Promise<string[]> {
  return until('hints', async () =>
    (await rawHints(document))?.map((h) => `${h.position.line + 1}: ${textOf(h)}`),
  );
}

/** Waits for a hint, and answers all of them. */
export async function hint(document: vscode.TextDocument, expected: string): Promise<string[]> {
  let last: string[] = [];
  try {
    return await until(expected, async () => {
      last = ((await rawHints(document)) ?? []).map((h) => `${h.position.line + 1}: ${textOf(h)}`);
      return last.includes(expected) ? last : undefined;
    });
  } catch (error) {
    throw new Error(`${String(error)}; there are ${last.join(' | ')}`);
  }
}

/** The titles of a document's lenses. */
export async function lenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return until('lenses', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    );
    return found?.length ? found : undefined;
  });
}

/** Waits for a lens whose title starts so. */
export async function lens(document: vscode.TextDocument, start: string): Promise<vscode.Command> {
  let titles: string[] = [];
  try {
    return await until(`the lens ${start}`, async () => {
      const all = await lenses(document);
      titles = all.map((l) => l.command?.title ?? '');
      return all.find((l) => l.command?.title.startsWith(start))?.command;
    });
  } catch (error) {
    throw new Error(`${String(error)}; there are ${titles.join(' | ')}`);
  }
}

export const run = (command: vscode.Command): Thenable<unknown> =>
  vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));

export const problems = (document: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === 'ConvLens');

export const codeOf = (problem: vscode.Diagnostic): string =>
  (problem.code as { value: string }).value;

/** What Ctrl+. offers at a problem. */
export async function actions(
  document: vscode.TextDocument,
  problem: vscode.Diagnostic,
): Promise<vscode.CodeAction[]> {
  return until('code actions', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    return found?.length ? found : undefined;
  });
}

/** The Markdown of the hovers at a text of the document. */
export async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const at = document.positionAt(document.getText().indexOf(text) + 1);
  return until('a hover', async () => {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    return found
      .flatMap((h) => h.contents)
      .map((c) => (c as vscode.MarkdownString).value)
      .find((v) => v?.startsWith('**'));
  });
}

/**
 * Runs a command that shows a list, takes the row that is some steps below the first one, and waits for the command. A list is there some time
 * after its command began, which nobody tells: so it is tried again where nothing came of it.
 */
export async function pick(
  start: () => Thenable<unknown>,
  steps: number,
  done: () => boolean,
): Promise<void> {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  for (let patience = 800; patience < 8000; patience *= 2) {
    const over = start();
    await wait(patience);
    for (let i = 0; i < steps; i++)
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
    await wait(patience / 4);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.race([over, wait(1000)]);
    if (done()) return;
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await wait(200);
    if (done()) return;
  }
  throw new Error('nothing came of the list');
}
