/** What is analysed as one text: a file, or the Python cells of a notebook in order. Places go both ways. */
import * as vscode from 'vscode';
import type { TextRange } from '../analysis/report/report';

/** Documents that ConvLens reads. Diff views and the like have other schemes and get nothing. */
export const selector: vscode.DocumentSelector = [{ language: 'python' }];

const refused = new Set([
  'git',
  'gitfs',
  'review',
  'pr',
  'conflictResolution',
  'output',
  'vscode-scm',
  'chat-editing-text-model',
]);

interface Part {
  readonly document: vscode.TextDocument;
  /** Where its text starts in the whole. */
  readonly start: number;
}

export interface Source {
  /** The file's name in places. */
  readonly key: string;
  readonly uri: vscode.Uri;
  readonly moduleName: string;
  readonly notebook: boolean;
  /** Changes whenever any part does. */
  readonly version: string;
  readonly parts: readonly Part[];
  text(): string;
}

/** Between two cells: a line of its own, so that every cell starts at column 0. */
const gap = '\n';

/** The source a document belongs to; undefined for what is not read. */
export function sourceOf(document: vscode.TextDocument): Source | undefined {
  if (document.languageId !== 'python' || refused.has(document.uri.scheme)) return undefined;
  if (document.uri.scheme === 'vscode-notebook-cell') {
    const notebook = vscode.workspace.notebookDocuments.find((n) =>
      n.getCells().some((c) => c.document === document),
    );
    return notebook ? notebookSource(notebook) : undefined;
  }
  return {
    key: document.uri.toString(),
    uri: document.uri,
    moduleName: moduleName(document.uri),
    notebook: false,
    version: String(document.version),
    parts: [{ document, start: 0 }],
    text: () => document.getText(),
  };
}

function notebookSource(notebook: vscode.NotebookDocument): Source {
  const documents = notebook
    .getCells()
    .filter((c) => c.kind === vscode.NotebookCellKind.Code && c.document.languageId === 'python')
    .map((c) => c.document);
  let start = 0;
  const parts = documents.map((document) => {
    const part = { document, start };
    start += document.getText().length + gap.length;
    return part;
  });
  return {
    key: notebook.uri.toString(),
    uri: notebook.uri,
    moduleName: moduleName(notebook.uri),
    notebook: true,
    version: documents.map((d) => `${d.uri.fragment}:${d.version}`).join(','),
    parts,
    text: () => documents.map((d) => d.getText()).join(gap),
  };
}

function moduleName(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const path =
    folder && uri.path.startsWith(folder.uri.path + '/')
      ? uri.path.slice(folder.uri.path.length + 1)
      : (uri.path.split('/').pop() ?? 'module');
  return (
    path
      .replace(/\.\w+$/, '')
      .replace(/^src\//, '')
      .replace(/\/__init__$/, '')
      .split('/')
      .join('.') || 'module'
  );
}

/** A range of the source as a document and a range in it; undefined where it lies in another file or in no cell. */
export function locate(
  source: Source,
  place: TextRange,
): { document: vscode.TextDocument; range: vscode.Range } | undefined {
  if (place.file !== source.key) return undefined;
  const part = partAt(source, place.start);
  if (!part) return undefined;
  const { document, start } = part;
  return {
    document,
    range: new vscode.Range(
      document.positionAt(place.start - start),
      document.positionAt(place.end - start),
    ),
  };
}

function partAt(source: Source, offset: number): Part | undefined {
  for (let i = source.parts.length - 1; i >= 0; i--)
    if (source.parts[i]!.start <= offset) return source.parts[i];
  return undefined;
}

/** The offset in the source of a position in one of its documents. */
export function offsetIn(
  source: Source,
  document: vscode.TextDocument,
  position: vscode.Position,
): number {
  const part = source.parts.find((p) => p.document === document);
  return (part?.start ?? 0) + document.offsetAt(position);
}

/** A place in any file, also one that is not open: the document is opened for its line. */
export async function locationOf(
  source: Source | undefined,
  place: TextRange,
): Promise<vscode.Location | undefined> {
  const here = source && locate(source, place);
  if (here) return new vscode.Location(here.document.uri, here.range);
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.file, true));
    return new vscode.Location(
      document.uri,
      new vscode.Range(document.positionAt(place.start), document.positionAt(place.end)),
    );
  } catch {
    return undefined;
  }
}
