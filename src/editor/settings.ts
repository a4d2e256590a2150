/** The settings: defaults live in package.json only. */
import * as vscode from 'vscode';

/** Every setting below `convlens.`; a test holds this against package.json. */
export const settingNames = [
  'hints.layers',
  'hints.forward',
  'hints.padding',
  'codeLens',
  'liveValue',
  'inputSources',
  'problems.enabled',
  'problems.severity',
  'libraryPaths',
  'explorer.macConvention',
  'explorer.seed',
] as const;
export type SettingName = (typeof settingNames)[number];

export function setting<T>(name: SettingName, scope?: vscode.Uri): T {
  return vscode.workspace.getConfiguration('convlens', scope).get<T>(name) as T;
}

/** Does the editor show inlay hints in a document all the time? What stands in for them, or speaks of them, goes with them. */
export function showsHints(document: vscode.TextDocument): boolean {
  const editor = vscode.workspace.getConfiguration('editor', document);
  const enabled = editor.get<string | boolean>('inlayHints.enabled');
  return enabled !== 'off' && enabled !== 'offUnlessPressed' && enabled !== false;
}
