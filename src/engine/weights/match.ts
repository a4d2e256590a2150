/** Finds for every parameter of a model the tensor of a file: same names, names with and without prefixes, and what is left over. */
import type { Graph } from '../../analysis/shape/graph';
import type { Tensor } from '../tensor';
import type { WeightFile } from './file';

/** A tensor that is looked for. */
export interface Wanted {
  readonly name: string;
  /** Sizes as far as they are known. */
  readonly shape: readonly (number | null)[] | null;
  /** A buffer that the model computes: a file need not have it. */
  readonly computed?: boolean;
}

/** What became of one name. */
export interface MatchRow {
  readonly status: 'matched' | 'missing' | 'unexpected' | 'wrong-shape';
  /** The model's name; null for what only the file has. */
  readonly name: string | null;
  /** The file's name; null for what only the model has. */
  readonly fileName: string | null;
  readonly shape: readonly (number | null)[] | null;
  readonly fileShape: readonly number[] | null;
}

/** The whole comparison. */
export interface Match {
  readonly rows: readonly MatchRow[];
  /** What was taken off the file's names and put before them. */
  readonly stripped: string;
  readonly added: string;
  readonly counts: Readonly<Record<MatchRow['status'], number>>;
}

/** Counters that no computation reads. */
const harmless = /(^|\.)num_batches_tracked$/;

/** Dotted or slashed beginnings of a name, shortest first. */
function prefixes(name: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < name.length; i++) if (name[i] === '.' || name[i] === '/') found.push(name.slice(0, i + 1));
  return found;
}

const fits = (shape: Wanted['shape'], have: readonly number[]): boolean =>
  shape === null || (shape.length === have.length && shape.every((n, i) => n === null || n === have[i]));

/** Beginnings that many names share, most common first. */
function commonPrefixes(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) for (const prefix of prefixes(name).slice(0, 4)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12).map(([prefix]) => prefix);
}

/**
 * Matches names. Of all ways to take a shared beginning off the file's names (`module.`, `model.`, `state_dict.`, `backbone.`) and to put one of the
 * model's before them, the one that fits most sizes wins.
 */
export function matchWeights(wanted: readonly Wanted[], file: WeightFile): Match {
  const fileNames = [...file.entries.keys()].filter((name) => !harmless.test(name));
  const byName = new Map(wanted.map((w) => [w.name, w]));
  const score = (strip: string, add: string): number => {
    let hits = 0;
    for (const name of fileNames) {
      if (!name.startsWith(strip)) continue;
      const target = byName.get(add + name.slice(strip.length));
      if (target) hits += fits(target.shape, file.entries.get(name)!.shape) ? 1 : 0.25;
    }
    return hits;
  };
  let best = { strip: '', add: '', score: score('', '') };
  const strips = ['', ...commonPrefixes(fileNames)];
  const adds = ['', ...commonPrefixes(wanted.map((w) => w.name))];
  for (const strip of strips)
    for (const add of adds) {
      const hits = score(strip, add);
      if (hits > best.score) best = { strip, add, score: hits };
    }
  const fileNameOf = new Map<string, string>();
  const unexpected: string[] = [];
  for (const name of fileNames) {
    const target = name.startsWith(best.strip) ? best.add + name.slice(best.strip.length) : null;
    if (target !== null && byName.has(target)) fileNameOf.set(target, name);
    else unexpected.push(name);
  }
  const rows: MatchRow[] = [];
  for (const w of wanted) {
    if (harmless.test(w.name)) continue;
    const fileName = fileNameOf.get(w.name) ?? null;
    if (fileName === null && w.computed) continue;
    const fileShape = fileName === null ? null : file.entries.get(fileName)!.shape;
    const status = fileShape === null ? 'missing' : fits(w.shape, fileShape) ? 'matched' : 'wrong-shape';
    rows.push({ status, name: w.name, fileName, shape: w.shape, fileShape });
  }
  for (const fileName of unexpected)
    rows.push({ status: 'unexpected', name: null, fileName, shape: null, fileShape: file.entries.get(fileName)!.shape });
  const counts = { matched: 0, missing: 0, unexpected: 0, 'wrong-shape': 0 };
  for (const row of rows) counts[row.status]++;
  return { rows, stripped: best.strip, added: best.add, counts };
}

/** The parameters and buffers of a graph from a file, for `runNetwork`, and what became of every name. */
export function weightsFor(graph: Graph, file: WeightFile): { readonly parameters: ReadonlyMap<number, Tensor>; readonly match: Match } {
  const ids = new Map<string, number>();
  const wanted: Wanted[] = [];
  graph.tensors.forEach((t, id) => {
    const computed = t.source === 'node';
    if ((!computed && t.source !== 'parameter' && t.source !== 'buffer') || t.name === null) return;
    // Of a buffer that is computed step by step the last one is read.
    if (ids.has(t.name) && !computed) return;
    if (!ids.has(t.name)) wanted.push({ name: t.name, shape: t.shape, computed });
    ids.set(t.name, id);
  });
  const match = matchWeights(wanted, file);
  const parameters = new Map<number, Tensor>();
  for (const row of match.rows)
    if (row.status === 'matched') parameters.set(ids.get(row.name!)!, file.entries.get(row.fileName!)!.read());
  return { parameters, match };
}
