/** The input sizes that the files of a project state: those of the model's own file first, then its neighbours'. */
import * as vscode from 'vscode';
import type { FoundInput } from '../analysis/session/inputs/find';
import type { Source } from './sources';
import type { AnalysisClient } from './worker/client';

/** Files that are read; more are a data set of code, in which no size is meant for this model. */
const MOST_FILES = 200;
const LARGEST_BYTES = 400_000;
/** Folders of other people's code, and of what is made. */
const elsewhere = [
  'site-packages',
  'node_modules',
  '.*',
  '__pycache__',
  'venv',
  'env',
  'build',
  'dist',
];

/** A size, and the file that states it. */
export interface FoundInFile {
  readonly uri: vscode.Uri;
  /** The file as a person knows it: `train.py`, `src/train.py`. */
  readonly label: string;
  readonly found: FoundInput;
}

/** Words without which a file states no size: reading it is spared. */
const promising = /convlens:|torchvision|transforms|randn|zeros|ones|rand\(|summary|input/;

export class ProjectInputs {
  /** What was read, by URI and time of change. */
  private readonly known = new Map<
    string,
    { readonly time: number; readonly found: readonly FoundInput[] }
  >();

  constructor(private readonly client: AnalysisClient) {}

  async find(source: Source): Promise<FoundInFile[]> {
    const own = await this.client.findInputs(source.text(), source.notebook);
    const label = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri, false);
    const found = own.map(
      (f): FoundInFile => ({
        uri: source.uri,
        label: source.uri.path.split('/').pop() ?? '',
        found: f,
      }),
    );
    if (!vscode.workspace.workspaceFolders?.length) return found;
    const files = await pythonFiles();
    const folder = source.uri.path.replace(/[^/]*$/, '');
    const near = (uri: vscode.Uri): number => (uri.path.startsWith(folder) ? 0 : 1);
    for (const uri of files
      .filter((u) => u.toString() !== source.uri.toString())
      .sort((a, b) => near(a) - near(b) || a.path.length - b.path.length))
      for (const one of await this.read(uri)) found.push({ uri, label: label(uri), found: one });
    return found;
  }

  private async read(uri: vscode.Uri): Promise<readonly FoundInput[]> {
    const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
    try {
      if (open)
        return promising.test(open.getText())
          ? await this.client.findInputs(open.getText(), false)
          : [];
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      if (size > LARGEST_BYTES) return [];
      const before = this.known.get(uri.toString());
      if (before?.time === mtime) return before.found;
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const found = promising.test(text) ? await this.client.findInputs(text, false) : [];
      this.known.set(uri.toString(), { time: mtime, found });
      return found;
    } catch {
      // Gone in the meantime, or not to be read: it states nothing.
      return [];
    }
  }
}

async function pythonFiles(): Promise<vscode.Uri[]> {
  try {
    return await vscode.workspace.findFiles(
      '**/*.py',
      `{${elsewhere.map((name) => `**/${name}/**`).join(',')}}`,
      MOST_FILES,
    );
  } catch {
    // A host without a search, as some file systems in a browser: the folders are read one by one.
    const found: vscode.Uri[] = [];
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
    for (let i = 0; i < folders.length && i < MOST_FILES && found.length < MOST_FILES; i++)
      for (const [name, type] of await list(folders[i]!)) {
        if (type & vscode.FileType.Directory && !name.startsWith('.') && !elsewhere.includes(name))
          folders.push(vscode.Uri.joinPath(folders[i]!, name));
        else if (type & vscode.FileType.File && name.endsWith('.py'))
          found.push(vscode.Uri.joinPath(folders[i]!, name));
      }
    return found.slice(0, MOST_FILES);
  }
}

async function list(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
