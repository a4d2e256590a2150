/** The import graph of the house: who may import whom (ARCHITECTURE.md, "The rooms"). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';

const root = process.env['CONVLENS_ROOT'] ?? process.cwd();

/** Paths are relative to the root, with slashes; packages are named as they are imported. */
interface Import {
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = ['src', 'webview'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
);
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Every import, re-export, `import()` and import type of a text. */
function importsOf(from: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const name = specifier.text;
    const target = name.startsWith('.') ? posix.join(posix.dirname(from), name) : name;
    found.push({ from, target, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, namesTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, exportsTypesOnly(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.ES2022));
  return found;
}

const isLoading = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(callee) && callee.text === 'require');

function namesTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  if (clause.name || !names || ts.isNamespaceImport(names)) return false;
  return names.elements.length > 0 && names.elements.every((e) => e.isTypeOnly);
}

function exportsTypesOnly(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const names = node.exportClause;
  return !!names && ts.isNamedExports(names) && names.elements.every((e) => e.isTypeOnly);
}

/** `analysis/shape`, `engine`, `webview`…; a file directly below src is of the room `extension`. */
function roomOf(path: string): string {
  const [first, second, third] = path.split('/');
  if (first !== 'src') return first!;
  if (!second || !third) return 'extension';
  return second === 'analysis' ? `analysis/${third}` : second;
}

/** The packages that a room may import; others none. */
const packages: Record<string, RegExp> = {
  'analysis/syntax': /^@zzzen\/pyright-internal\//,
  'analysis/script': /^@lezer\//,
  webview: /^preact(\/|$)/,
  editor: /^(vscode|node:worker_threads)$/,
  extension: /^vscode$/,
  cli: /^node:/,
};

/** Why an import is not allowed; null where it is. */
function wrong({ from, target, typeOnly }: Import): string | null {
  const room = roomOf(from);
  if (!/^(src|webview)\//.test(target))
    return packages[room]?.test(target) ? null : `the room ${room} does not know ${target}`;
  const to = roomOf(target);
  if (to === room) return null;
  const analysis = to.startsWith('analysis/');
  const only = (allowed: boolean, text: string): string | null => (allowed ? null : text);
  switch (room) {
    case 'analysis/shape':
      return 'shape imports nothing';
    case 'analysis/syntax':
      return 'syntax knows no other room';
    case 'analysis/frameworks':
      if (to === 'analysis/syntax') return only(typeOnly, 'a framework knows no syntax');
      return only(analysis, 'analysis imports analysis only');
    case 'engine':
      return only(to === 'analysis/shape', 'the engine imports analysis/shape only');
    case 'protocol':
      return only(
        typeOnly && (analysis || to === 'engine'),
        'the protocol imports types of analysis and engine only',
      );
    case 'editor':
    case 'extension':
      return only(
        ['editor', 'extension', 'protocol', 'analysis/session'].includes(to) ||
          to === 'analysis/shape' ||
          (analysis && typeOnly),
        'the editor imports protocol, analysis/session, analysis/shape and types of analysis',
      );
    case 'webview':
      return only(
        ['protocol', 'engine', 'analysis/shape'].includes(to) || (analysis && typeOnly),
        'the page imports protocol, engine, analysis/shape and types of analysis',
      );
    case 'cli':
      return only(analysis, 'the command line imports analysis only');
    default:
      return only(room.startsWith('analysis/') && analysis, 'analysis imports analysis only');
  }
}

const told = ({ from, target }: Import, why: string | null): string =>
  `${from} imports ${target}: ${why}`;

describe('the house', () => {
  it('has every import where the table allows it', () => {
    assert.ok(files.length > 100);
    const imports = files.flatMap((file) => importsOf(file, textOf(file)));
    assert.ok(imports.length > 500);
    const violations = imports.filter((i) => wrong(i) !== null).map((i) => told(i, wrong(i)));
    assert.deepEqual(violations, []);
  });

  it('notices planted violations, in each way to write an import', () => {
    const planted: [string, string][] = [
      ['src/analysis/shape/x.ts', "import type { A } from '../report/report';"],
      ['src/analysis/syntax/x.ts', "import { a } from '../interpreter/values';"],
      ['src/analysis/interpreter/x.ts', "import * as vscode from 'vscode';"],
      ['src/analysis/interpreter/x.ts', "const p = await import('node:path');"],
      ['src/analysis/frameworks/torch/x.ts', "import { lower } from '../../syntax/lower';"],
      ['src/analysis/report/x.ts', "import { readFileSync } from 'fs';"],
      ['src/analysis/report/x.ts', "export * from '../../engine/engine';"],
      ['src/engine/x.ts', "import { a } from '../analysis/report/rows';"],
      ['src/engine/x.ts', "import { h } from 'preact';"],
      ['src/protocol/x.ts', "import { rows } from '../analysis/report/rows';"],
      ['src/protocol/x.ts', "import { type A, rows } from '../analysis/report/rows';"],
      ['src/editor/x.ts', "import '../analysis/report/rows';"],
      ['src/editor/x.ts', "import { a } from '../engine/engine';"],
      ['src/editor/x.ts', "import fs from 'node:fs';"],
      ['src/cli/x.ts', "import { a } from '../editor/reports';"],
      ['webview/x.ts', "import { rows } from '../src/analysis/report/rows';"],
      ['webview/x.tsx', "const a = require('../src/editor/reports');"],
      ['webview/x.ts', "let a: import('../src/editor/reports').Report;"],
    ];
    for (const [file, text] of planted) {
      const imports = importsOf(file, text);
      assert.equal(imports.length, 1, text);
      assert.ok(wrong(imports[0]!), `${file}: ${text}`);
    }
    const allowed: [string, string][] = [
      ['src/protocol/x.ts', "import { type A, type B } from '../analysis/report/rows';"],
      ['src/engine/x.ts', "import { a } from '../analysis/shape/window';"],
      ['webview/x.ts', "let a: import('../src/analysis/report/report').Report;"],
    ];
    for (const [file, text] of allowed) assert.equal(wrong(importsOf(file, text)[0]!), null, text);
  });

  it('keeps the globals of browsers and of Node out of the pure rooms', async () => {
    // Lint checks every file; here is shown that it would notice.
    const eslint = new ESLint({ cwd: root });
    const rulesBroken = async (file: string, text: string): Promise<string[]> => {
      const [result] = await eslint.lintText(text, { filePath: join(root, file) });
      return result!.messages.map((m) => m.ruleId ?? m.message);
    };
    for (const use of ['document.body', 'process.env', 'Buffer.alloc(1)', 'new Worker("")'])
      for (const room of ['analysis/report', 'engine', 'protocol'])
        assert.deepEqual(
          await rulesBroken(`src/${room}/x.ts`, `export const a = ${use};\n`),
          ['no-undef'],
          `${use} in ${room}`,
        );
    assert.deepEqual(
      await rulesBroken('src/engine/x.ts', 'export const a: any = 1;\nexport default a;\n'),
      ['@typescript-eslint/no-explicit-any', 'no-restricted-syntax'],
    );
    assert.deepEqual(await rulesBroken('src/engine/x.ts', 'export const a = Math.max(1);\n'), []);
  });

  it('begins every file with a sentence that says what it is', () => {
    assert.deepEqual(
      files.filter((file) => !/^(#!.*\n)?\/\*\*/.test(textOf(file))),
      [],
    );
  });

  it('has no file over 400 lines without a reason at its top', () => {
    const long = files.filter((file) => {
      const text = textOf(file);
      if (text.split('\n').length <= 400 || file.endsWith('.py.ts')) return false;
      return !/over 400 lines/i.test(text.slice(0, 600));
    });
    assert.deepEqual(long, []);
  });

  it('names its rooms in ARCHITECTURE.md', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const rooms = new Set(files.map((file) => roomOf(file)));
    for (const room of rooms) {
      const name =
        room === 'webview' ? room : room === 'extension' ? 'src/extension.ts' : `src/${room}`;
      assert.ok(text.includes(`\`${name}`), `${name} is not in ARCHITECTURE.md`);
    }
  });
});
