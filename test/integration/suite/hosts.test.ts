/** Where the suites run: in the extension host, the VS Code and the installation that the run asked for; else it would prove nothing. */
import * as vscode from 'vscode';
import { check, equal } from '../help';

/** Set when the suites are bundled: the web worker has no environment. */
declare const CONVLENS_RUN: { host: 'node' | 'web'; vscode: string | null; installed: boolean };

describe('this run', () => {
  it('is in the extension host that was asked for', () => {
    const isWorker = 'importScripts' in globalThis;
    equal(isWorker ? 'web' : 'node', CONVLENS_RUN.host);
  });

  it('is in the VS Code that was asked for', () => {
    if (CONVLENS_RUN.vscode !== null) equal(vscode.version, CONVLENS_RUN.vscode);
    const [major, minor] = vscode.version.split('.').map(Number);
    check(major! > 1 || minor! >= 90, vscode.version);
  });

  it('has the extension from where it should be', () => {
    const { extensionUri, packageJSON } = vscode.extensions.getExtension('convlens.convlens')!;
    const folder = extensionUri.path.split('/').at(-1)!;
    const version: unknown = (packageJSON as { version: string }).version;
    equal(folder.startsWith(`convlens.convlens-${String(version)}`), CONVLENS_RUN.installed);
  });
});
