/** The import graph of the house: who may import whom (ARCHITECTURE.md, "The rooms"). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = process.env.CONVLENS_ROOT ?? process.cwd();

interface Import {
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesBelow(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The imports of one text, resolved to paths below the root; packages by name. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const match of text.matchAll(pattern)) {
    const name = match[2] ?? match[3]!;
    const target = name.startsWith('.') ? relative(root, resolve(dirname(file), name)) : name;
    // `import('…')` in a type position and `import { type A }` only name types.
    const typeOnly =
      match[1] !== undefined ||
      (match[3] !== undefined &&
        /[:<|]\s*$|typeof\s*$/.test(text.slice(0, match.index).slice(-12)));
    const clause = match[0];
    const allTypes = /\{([^}]*)\}/
      .exec(clause)?.[1]
      ?.split(',')
      .every((part) => part.trim() === '' || part.trim().startsWith('type '));
    found.push({
      from: relative(root, file),
      target,
      typeOnly: typeOnly || (allTypes === true && !/import\s+\w/.test(clause)),
    });
  }
  return found;
}

function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] === 'webview') return 'webview';
  if (parts[0] !== 'src') return parts[0]!;
  if (parts.length === 2) return 'extension';
  return parts[1] === 'analysis' ? `analysis/${parts[2]}` : parts[1]!;
}

/** Why an import is not allowed; null where it is. */
function wrong({ from, target, typeOnly }: Import): string | null {
  const room = roomOf(from);
  const inside = /^(src|webview)\//.test(target);
  const to = inside ? roomOf(target) : null;
  const pure = room.startsWith('analysis/') || room === 'engine' || room === 'protocol';
  if (!inside) {
    if (target === 'vscode')
      return room === 'editor' || room === 'extension'
        ? null
        : 'only editor and extension.ts know vscode';
    if (pure && (target.startsWith('node:') || ['fs', 'path', 'os'].includes(target)))
      return 'a pure room knows no node';
    if (room === 'webview' && target.startsWith('node:')) return 'the page knows no node';
    return null;
  }
  const isAnalysis = to!.startsWith('analysis/');
  switch (true) {
    case room === 'analysis/shape':
      return to === room ? null : 'shape imports nothing';
    case room === 'analysis/syntax':
      return to === room ? null : 'syntax knows no other room';
    case room === 'analysis/frameworks' && to === 'analysis/syntax':
      return typeOnly ? null : 'a framework knows no syntax';
    case room.startsWith('analysis/'):
      return isAnalysis ? null : 'analysis imports analysis only';
    case room === 'engine':
      return to === room || to === 'analysis/shape'
        ? null
        : 'the engine imports analysis/shape only';
    case room === 'protocol':
      return to === room || ((isAnalysis || to === 'engine') && typeOnly)
        ? null
        : 'the protocol imports types of analysis and engine only';
    case room === 'editor' || room === 'extension':
      if (to === 'editor' || to === 'protocol' || to === 'extension') return null;
      if (to === 'analysis/session' || to === 'analysis/shape') return null;
      return isAnalysis && typeOnly
        ? null
        : 'the editor imports protocol, analysis/session and types of analysis';
    case room === 'webview':
      if (to === room || to === 'protocol' || to === 'engine' || to === 'analysis/shape')
        return null;
      return isAnalysis && typeOnly
        ? null
        : 'the page imports protocol, engine, analysis/shape and types of analysis';
    case room === 'cli':
      return to === room || isAnalysis ? null : 'the command line imports analysis only';
    default:
      return `the room ${room} is not in the table`;
  }
}

describe('the house', () => {
  const files = [...sourcesBelow(join(root, 'src')), ...sourcesBelow(join(root, 'webview'))];

  it('has every import where the table allows it', () => {
    assert.ok(files.length > 100);
    const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
    assert.ok(imports.length > 500);
    const violations = imports.flatMap((i) => {
      const why = wrong(i);
      return why ? [`${i.from} imports ${i.target}: ${why}`] : [];
    });
    assert.deepEqual(violations, []);
  });

  it('would notice planted violations', () => {
    const planted: [string, string][] = [
      ['src/analysis/shape/x.ts', "import { a } from '../report/report';"],
      ['src/analysis/interpreter/x.ts', "import * as vscode from 'vscode';"],
      ['src/engine/x.ts', "import { a } from '../analysis/report/rows';"],
      ['src/analysis/report/x.ts', "import { readFileSync } from 'node:fs';"],
      ['webview/x.ts', "import { rows } from '../src/analysis/report/rows';"],
      ['src/editor/x.ts', "import { rows } from '../analysis/report/rows';"],
      ['src/cli/x.ts', "import { a } from '../editor/reports';"],
    ];
    for (const [file, text] of planted) {
      const [found] = importsOf(join(root, file), text);
      assert.ok(found && wrong(found), `${file}: ${text}`);
    }
  });

  it('keeps the DOM and node out of the pure rooms', () => {
    const globals =
      /\b(?:document\.(?:createElement|querySelector|body)|window\.(?:addEventListener|document|location)|process\.(?:env|argv|cwd)|Buffer\.from|(?<![.\w])require\(['\"])/;
    const pure = files.filter((file) => /src\/(analysis|engine|protocol)\//.test(file));
    const guilty = pure.filter((file) =>
      globals.test(readFileSync(file, 'utf8').replace(/`[\s\S]*?`|\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
    );
    assert.deepEqual(
      guilty.map((f) => relative(root, f)),
      [],
    );
  });

  it('begins every file with a sentence that says what it is', () => {
    const silent = files.filter((file) => !/^(#!.*\n)?\/\*\*/.test(readFileSync(file, 'utf8')));
    assert.deepEqual(
      silent.map((f) => relative(root, f)),
      [],
    );
  });

  it('has no file over 400 lines without a reason at its top', () => {
    const long = files.filter((file) => {
      const text = readFileSync(file, 'utf8');
      return (
        text.split('\n').length > 400 &&
        !/over 400 lines/i.test(text.slice(0, 600)) &&
        !/\.py\.ts$/.test(file)
      );
    });
    assert.deepEqual(
      long.map((f) => relative(root, f)),
      [],
    );
  });
});
