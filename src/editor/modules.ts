/** Reads the modules that an analysis wants: from the workspace, then from the Python environment's site-packages where one is known. */
import * as vscode from 'vscode';
import type { ModuleText } from '../protocol/analysis';
import { setting } from './settings';
import type { Source } from './sources';

/** Larger files are data, not code that a person wrote. */
const LARGEST_BYTES = 4 * 1024 * 1024;

/** Changes of many files at once (another branch, a formatter) are one. */
const SETTLES_MS = 150;

/** A name that was looked for, from where. */
interface Lookup {
  readonly source: Source;
  readonly name: string;
}

export class ModuleReader implements vscode.Disposable {
  private readonly known = new Map<string, Lookup>();
  /** Names by the file they were found in. */
  private readonly found = new Map<string, Set<string>>();
  private readonly missing = new Set<string>();
  /** How often a name was told to be another now: a look that began before is of no use. */
  private readonly turns = new Map<string, number>();
  private readonly changed = new vscode.EventEmitter<readonly ModuleText[]>();
  /** Files that were read are others now, or names that were missing are there: what these names mean now. */
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[] = [];
  private environment: Promise<vscode.Uri[]> | null = null;
  private readonly stale = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
    const other = (uri: vscode.Uri): void => this.again(this.found.get(uri.toString()) ?? []);
    const there = (uri: vscode.Uri): void => {
      const [file, folder] = uri.path.replace(/\.py$/, '').split('/').reverse();
      const last = file === '__init__' ? folder : file;
      // Names that are being looked for as well: the look may have passed by before the file was there.
      this.again([...this.known.keys()].filter((name) => name.split('.').includes(last ?? '')));
      other(uri);
    };
    // Watchers of folders outside, of remote disks, and busy ones miss files.
    const missed = (): void => this.again(this.missing);
    this.subscriptions.push(
      this.changed,
      watcher,
      // A change may be the first that is told of a new file.
      watcher.onDidChange(there),
      watcher.onDidDelete(other),
      watcher.onDidCreate(there),
      vscode.workspace.onDidSaveTextDocument(missed),
      vscode.window.onDidChangeWindowState((state) => {
        if (state.focused) missed();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('convlens.libraryPaths')) return;
        this.environment = null;
        this.again(this.known.keys());
      }),
    );
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** What is wanted and was not read yet. */
  async read(source: Source, wanted: readonly string[]): Promise<ModuleText[]> {
    const fresh = wanted.filter((name) => !this.known.has(name));
    for (const name of fresh) this.known.set(name, { source, name });
    return Promise.all(fresh.map((name) => this.look({ source, name })));
  }

  private again(names: Iterable<string>): void {
    for (const name of names) {
      this.stale.add(name);
      this.turns.set(name, (this.turns.get(name) ?? 0) + 1);
    }
    if (this.stale.size === 0) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.reread(), SETTLES_MS);
  }

  private async reread(): Promise<void> {
    const lookups = [...this.stale].flatMap((name) => this.known.get(name) ?? []);
    this.stale.clear();
    const missing = new Set(this.missing);
    for (const names of this.found.values()) for (const { name } of lookups) names.delete(name);
    const looks = await Promise.all(lookups.map((lookup) => this.look(lookup)));
    const texts = looks.filter(({ name, found }) => found !== null || !missing.has(name));
    if (texts.length > 0) this.changed.fire(texts);
  }

  /** Looks a name up, and notes where it was found. */
  private async look({ source, name }: Lookup): Promise<ModuleText> {
    let answer: ModuleText;
    let turn: number | undefined;
    do {
      turn = this.turns.get(name);
      answer = await this.find(source, name);
    } while (turn !== this.turns.get(name));
    if (answer.found === null) this.missing.add(name);
    else {
      this.missing.delete(name);
      const names = this.found.get(answer.found.file) ?? new Set<string>();
      this.found.set(answer.found.file, names.add(name));
    }
    return answer;
  }

  private async find(source: Source, name: string): Promise<ModuleText> {
    const path = name.split('.');
    for (const [roots, library] of [
      [projectRoots(source), false],
      [await this.libraryRoots(), true],
    ] as const)
      for (const root of roots) {
        const base = vscode.Uri.joinPath(root, ...path);
        for (const [uri, isPackage] of [
          [vscode.Uri.joinPath(base, '__init__.py'), true],
          [base.with({ path: `${base.path}.py` }), false],
        ] as const) {
          const text = await readText(uri);
          if (text !== undefined)
            return { name, found: { file: uri.toString(), text, isPackage, library } };
        }
        if (await isFolder(base))
          return { name, found: { file: base.toString(), text: '', isPackage: true, library } };
      }
    return { name, found: null };
  }

  /** The environment's site-packages: from the setting, else from the Python extension where it is there. */
  private libraryRoots(): Promise<vscode.Uri[]> {
    this.environment ??= this.findEnvironment();
    return this.environment;
  }

  private async findEnvironment(): Promise<vscode.Uri[]> {
    const stated = setting<string[]>('libraryPaths');
    if (stated.length > 0) return stated.map((path) => vscode.Uri.file(path));
    const python = vscode.extensions.getExtension<PythonApi>('ms-python.python');
    if (!python?.isActive) return [];
    try {
      const { environments } = python.exports;
      const active = await environments.resolveEnvironment(environments.getActiveEnvironmentPath());
      const prefix = active?.executable.sysPrefix;
      const { major, minor } = active?.version ?? {};
      if (!prefix || major === undefined || minor === undefined) return [];
      return [
        vscode.Uri.joinPath(
          vscode.Uri.file(prefix),
          'lib',
          `python${major}.${minor}`,
          'site-packages',
        ),
        vscode.Uri.joinPath(vscode.Uri.file(prefix), 'Lib', 'site-packages'),
      ];
    } catch {
      // Another version of the Python extension: libraries stay unknown, which is said where it matters.
      return [];
    }
  }
}

/** The part of the Python extension's API that is used. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(): unknown;
    resolveEnvironment(path: unknown): Promise<
      | {
          readonly executable: { readonly sysPrefix?: string };
          readonly version?: { readonly major?: number; readonly minor?: number };
        }
      | undefined
    >;
  };
}

/** The file's own folder when it is no package, its workspace folder, and `src` below that. */
function projectRoots(source: Source): vscode.Uri[] {
  const roots: vscode.Uri[] = [];
  const folder = vscode.workspace.getWorkspaceFolder(source.uri);
  if (source.uri.scheme !== 'untitled') roots.push(vscode.Uri.joinPath(source.uri, '..'));
  if (folder) roots.push(folder.uri, vscode.Uri.joinPath(folder.uri, 'src'));
  return roots;
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const info = await vscode.workspace.fs.stat(uri);
    if ((info.type & vscode.FileType.File) === 0 || info.size > LARGEST_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
