/** Python files on disk: which file an import means, and which files a folder holds. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../analysis/interpreter/place';

/** What an import resolves to. */
export interface Found {
  readonly file: SourceFile;
  readonly text: string;
  readonly isPackage: boolean;
}

/** Folders that hold no sources of the user's. */
const skipped = new Set(['node_modules', '__pycache__', 'site-packages', 'venv', 'env', 'build', 'dist']);

/** Files larger than this are data, not code that a person wrote. */
const LARGEST = 4 * 1024 * 1024;

export class DiskFiles {
  private readonly cache = new Map<string, Found | 'missing' | 'compiled'>();
  private readonly roots: readonly { readonly path: string; readonly origin: 'user' | 'library' }[];

  /**
   * @param projectRoots folders of the user's own code
   * @param libraryRoots `--root`: folders laid out like site-packages
   */
  constructor(projectRoots: readonly string[], libraryRoots: readonly string[]) {
    const libraries = libraryRoots.map((path) => resolve(path));
    const projects = [...new Set(projectRoots.map((path) => resolve(path)))].filter(
      (path) => !libraries.includes(path),
    );
    this.roots = [
      ...projects.map((path) => ({ path, origin: 'user' as const })),
      ...libraries.map((path) => ({ path, origin: 'library' as const })),
    ];
  }

  /** The dotted name a file has below the innermost root that holds it. */
  moduleNameOf(path: string): string {
    const inside = this.roots
      .filter((root) => path.startsWith(root.path + sep))
      .sort((a, b) => b.path.length - a.path.length);
    // The package root wins over a folder inside of the package: `torchvision.models.resnet`, not `resnet`.
    const root = inside.find((r) => !existsSync(join(r.path, '__init__.py'))) ?? inside[0];
    const name = relative(root?.path ?? dirname(path), path).replace(/\.pyi?$|\.ipynb$/, '');
    const parts = name.split(sep);
    if (parts[parts.length - 1] === '__init__') parts.pop();
    return parts.join('.') || basename(path, '.py');
  }

  resolve(moduleName: string): Found | 'missing' | 'compiled' {
    const known = this.cache.get(moduleName);
    if (known) return known;
    const found = this.find(moduleName);
    this.cache.set(moduleName, found);
    return found;
  }

  private find(moduleName: string): Found | 'missing' | 'compiled' {
    const parts = moduleName.split('.');
    if (parts.some((part) => !part)) return 'missing';
    let namespace: Found | 'missing' = 'missing';
    for (const root of this.roots) {
      const base = join(root.path, ...parts);
      for (const [path, isPackage] of [
        [join(base, '__init__.py'), true],
        [`${base}.py`, false],
      ] as const) {
        const text = readText(path);
        if (text !== null)
          return { file: { name: path, moduleName, origin: root.origin }, text, isPackage };
      }
      if (namespace === 'missing' && isFolder(base))
        namespace = { file: { name: base, moduleName, origin: root.origin }, text: '', isPackage: true };
    }
    if (namespace === 'missing' && this.roots.some((root) => isCompiled(join(root.path, ...parts)))) return 'compiled';
    return namespace;
  }
}

/** `name.cpython-312-x86_64-linux-gnu.so`, `name.pyd` beside the sources. */
function isCompiled(base: string): boolean {
  const name = basename(base);
  try {
    return readdirSync(dirname(base)).some((file) => file.startsWith(`${name}.`) && /\.(?:so|pyd)$/.test(file));
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The text of a file; null where there is none or it is too large to be a program. */
export function readText(path: string): string | null {
  try {
    const info = statSync(path);
    if (!info.isFile() || info.size > LARGEST) return null;
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The folders below which a file's imports are looked up: its package's parent and its project. */
export function projectRootsOf(file: string): string[] {
  let folder = dirname(resolve(file));
  while (existsSync(join(folder, '__init__.py')) && dirname(folder) !== folder) folder = dirname(folder);
  const roots = [folder];
  for (let up = folder; dirname(up) !== up; up = dirname(up)) {
    if (['pyproject.toml', 'setup.py', 'setup.cfg', '.git'].some((name) => existsSync(join(up, name)))) {
      roots.push(up);
      if (isFolder(join(up, 'src'))) roots.push(join(up, 'src'));
      break;
    }
  }
  return [...new Set(roots)];
}

/** Every Python file and notebook of a path, in a stable order. */
export function sourcesIn(path: string): string[] {
  const info = statSync(path);
  if (info.isFile()) return [path];
  const found: string[] = [];
  const walk = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const full = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !skipped.has(entry.name)) walk(full);
      } else if (entry.isFile() && /\.(py|ipynb)$/.test(entry.name)) found.push(full);
    }
  };
  walk(path);
  return found;
}
