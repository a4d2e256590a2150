/** Makes the message the extension would send from a Python file: the same analysis, with the graph. */
import type { SourceFile } from '../../../src/analysis/interpreter/place';
import { Session } from '../../../src/analysis/session/session';
import { DiskFiles, projectRootsOf, readText } from '../../../src/cli/files';
import { explorerProtocol, type ModelSet } from '../../../src/protocol/explorer';

const startsOf = (text: string): number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

/** @param entry an expression, or '' for the file's first model @param input shapes as text, or null */
export function record(
  path: string,
  entry: string,
  input: string | null,
  roots: readonly string[],
): ModelSet {
  const text = readText(path);
  if (text === null) throw new Error(`cannot read ${path}`);
  const files = new DiskFiles(projectRootsOf(path), roots);
  const session = new Session({
    files,
    budget: { now: () => performance.now(), milliseconds: 25_000, steps: 200_000_000 },
  });
  const file: SourceFile = { name: path, moduleName: files.moduleNameOf(path), origin: 'user' };
  const report = session.analyse(file, text, {
    graphs: true,
    ...(entry ? { entries: [{ expression: entry, input }] } : {}),
  });
  const model = report.models[0] ?? null;
  const lines = startsOf(text);
  const lineAt = (offset: number): number => lines.filter((start) => start <= offset).length;
  const mentioned = new Set([
    path,
    ...(model?.layers.flatMap((layer) => [
      layer.place?.file,
      layer.callPlace?.file,
      layer.reasonPlace?.file,
    ]) ?? []),
    ...(model?.graph?.nodes.map((node) => node.file) ?? []),
  ]);
  const lineStarts: Record<string, number[]> = {};
  for (const name of mentioned) if (name) lineStarts[name] = startsOf(readText(name) ?? '');
  return {
    type: 'model.set',
    protocol: explorerProtocol,
    file: path,
    fileLabel: path.split('/').at(-1) ?? path,
    version: 1,
    models: report.models.map((m) => ({
      entry: m.entry,
      name: m.name,
      line: lineAt(m.place.start),
    })),
    model: model && { ...model, graph: null },
    graph: model?.graph ?? null,
    problems: report.problems,
    lineStarts,
    selection: null,
    status: model ? { kind: 'ready' } : { kind: 'none' },
    locale: 'en',
    settings: { macConvention: 'multiplies', seed: 0 },
  };
}
