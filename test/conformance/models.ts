/**
 * Runs models of real packages through a session, in one process, and compares every row with the framework's own answer.
 *
 *     node scripts/conformance.mjs [torchvision|packages|others|more|torchvision-sizes|random|FILE.jsonl.gz ...] [--filter REGEX] [--symbolic] [--verbose] [--update] [--bench N]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Session } from '../../src/analysis/session/session';
import { DiskFiles } from '../../src/cli/files';
import type { FileReport } from '../../src/analysis/report/report';
import { compareModel, type Comparison, plainReader, type Reader, type Truth } from './compare';
import { evaluateSize } from './evaluate';
import { compareAllAtRandom } from './symbolic';

export function readTruth(file: string): Truth[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Truth);
}

/** A name that tells a model of a list from the others. */
export const nameOf = (truth: Truth): string => `${truth.module} ${truth.entry} ${truth.inputs.map((s) => s.join('x')).join(',')}`;

/** The inputs with a name for every batch and side, and what the names stand for. */
export function symbolicInputs(truth: Truth): { text: string; names: Map<string, number> } {
  const names = new Map<string, number>();
  const nameFor = (preferred: string, size: number): string => {
    // Inputs that must agree share their names.
    const known = names.get(preferred);
    if (known === undefined || known === size) {
      names.set(preferred, size);
      return preferred;
    }
    return nameFor(`${preferred}2`, size);
  };
  const sides: Readonly<Record<number, string>> = { 3: 'NCL', 4: 'NCHW', 5: 'NCDHW' };
  const text = truth.inputs
    .map((shape) =>
      shape
        .map((size, i) => {
          const letter = (sides[shape.length] ?? '')[i] ?? 'C';
          return letter === 'C' ? String(size) : nameFor(letter, size);
        })
        .join('x'),
    )
    .join(',');
  return { text, names };
}

export interface Outcome extends Comparison {
  readonly truth: Truth;
  readonly milliseconds: number;
}

export class Conformance {
  readonly session: Session;
  private readonly files: DiskFiles;

  constructor(readonly roots: readonly string[]) {
    this.files = new DiskFiles([], roots);
    this.session = new Session({
      files: this.files,
      budget: { now: () => performance.now(), milliseconds: 60_000, steps: 2e8 },
    });
  }

  private pathOf(truth: Truth): string | undefined {
    return this.roots.map((root) => join(root, truth.file)).find((file) => existsSync(file));
  }

  /** A model's report on an input as it is written on the command line. */
  analyse(truth: Truth, input: string): FileReport {
    const path = this.pathOf(truth);
    if (path === undefined) throw new Error(`there is no ${truth.file}`);
    const file = { name: path, moduleName: truth.module, origin: 'user' as const };
    return this.session.analyse(file, readFileSync(path, 'utf8'), { entries: [{ expression: truth.entry, input }] });
  }

  run(truth: Truth, symbolic = false): Outcome {
    const path = this.pathOf(truth);
    const failed = (first: string): Outcome => ({ truth, milliseconds: 0, verdict: 'failed', right: 0, wrong: 0, unknown: 0, rows: truth.layers.length, first });
    if (path === undefined) return failed(`there is no ${truth.file}`);
    const { text: symbols, names } = symbolicInputs(truth);
    const input = symbolic ? symbols : truth.inputs.map((s) => s.join('x')).join(',');
    const read: Reader = symbolic
      ? (size) => (typeof size === 'string' ? evaluateSize(size, names) : size)
      : plainReader;
    const before = performance.now();
    const report = this.analyse(truth, input);
    const milliseconds = performance.now() - before;
    const compared = compareModel(truth, report, report.models[0], read);
    if (report.stopped && compared.verdict !== 'equal') compared.first = `${report.stopped}; ${compared.first}`;
    return { ...compared, truth, milliseconds };
  }
}

interface Options {
  readonly roots: readonly string[];
  readonly lists: readonly string[];
  readonly filter: RegExp | null;
  readonly symbolic: boolean;
  readonly verbose: boolean;
  readonly update: boolean;
  readonly bench: number;
  readonly sizes: number;
  readonly seed: number;
}

function readOptions(argv: readonly string[]): Options {
  const options = { roots: [] as string[], lists: [] as string[], filter: null as RegExp | null, symbolic: false, verbose: false, update: false, bench: 0, sizes: 20, seed: 1 };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--root') options.roots.push(argv[++i]!);
    else if (word === '--filter') options.filter = new RegExp(argv[++i]!);
    else if (word === '--bench') options.bench = Number(argv[++i]);
    else if (word === '--sizes') options.sizes = Number(argv[++i]);
    else if (word === '--seed') options.seed = Number(argv[++i]);
    else if (word === '--symbolic') options.symbolic = true;
    else if (word === '--verbose') options.verbose = true;
    else if (word === '--update') options.update = true;
    else options.lists.push(word);
  }
  if (options.lists.length === 0) options.lists.push('torchvision', 'packages', 'others', 'more', 'random');
  return options;
}

/** The committed names of models that are equal: one that is no longer is a regression. */
function equalFile(here: string, list: string, symbolic: boolean): string {
  return join(here, 'equal', `${list}${symbolic ? '-symbolic' : ''}.txt`);
}

function percent(a: number, b: number): string {
  return b ? `${((100 * a) / b).toFixed(1)} %` : '–';
}

/** @returns the exit code: 1 where something wrong is stated or a model fell behind the committed list */
export function main(argv: readonly string[], here: string): number {
  const options = readOptions(argv);
  let code = 0;
  const conformance = new Conformance(options.roots);
  for (const list of options.lists) {
    if (list === 'random') {
      const truths = readTruth(join(here, 'truth', 'torchvision.jsonl.gz')).filter((t) => !options.filter || options.filter.test(nameOf(t)));
      code = Math.max(code, compareAllAtRandom(conformance, truths, options));
      continue;
    }
    const file = list.endsWith('.gz') ? list : join(here, 'truth', `${list}.jsonl.gz`);
    const truths = readTruth(file).filter((t) => !t.error && t.layers && (!options.filter || options.filter.test(nameOf(t))));
    const outcomes: Outcome[] = [];
    for (const truth of truths) {
      const outcome = conformance.run(truth, options.symbolic);
      for (let i = 1; i < options.bench; i++) conformance.run(truth, options.symbolic);
      outcomes.push(outcome);
      if (outcome.verdict !== 'equal' || options.verbose)
        console.log(`${outcome.verdict.padEnd(7)} ${nameOf(truth)}${outcome.first ? `\n          ${outcome.first}` : ` ${outcome.milliseconds.toFixed(1)} ms`}`);
    }
    code = Math.max(code, summarise(list, outcomes, options, here));
  }
  const { slips } = conformance.session.interpreter;
  const seen = new Set<string>();
  for (const { name, error } of slips) {
    const text = `${name}: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4).join(' | ') : String(error)}`;
    if (!seen.has(text)) console.log(`slip: ${text}`);
    seen.add(text);
  }
  return code;
}

function summarise(list: string, outcomes: readonly Outcome[], options: Options, here: string): number {
  const of = (verdict: string): Outcome[] => outcomes.filter((o) => o.verdict === verdict);
  const sum = (key: 'right' | 'wrong' | 'unknown' | 'rows'): number => outcomes.reduce((total, o) => total + o[key], 0);
  const equal = of('equal');
  const slowest = [...outcomes].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 3);
  console.log(
    `${list}${options.symbolic ? ' (symbolic)' : ''}: ${equal.length} of ${outcomes.length} models wholly equal (${percent(equal.length, outcomes.length)}), ` +
      `${sum('right')} of ${sum('rows')} rows (${percent(sum('right'), sum('rows'))}); wrong ${of('wrong').length}, unknown ${of('unknown').length}, failed ${of('failed').length}; ` +
      `slowest ${slowest.map((o) => `${o.truth.entry.slice(0, 30)} ${o.milliseconds.toFixed(0)} ms`).join(', ')}`,
  );
  if (options.filter || list.endsWith('.gz')) return of('wrong').length ? 1 : 0;
  const known = equalFile(here, list, options.symbolic);
  const names = equal.map((o) => nameOf(o.truth));
  if (options.update) {
    writeFileSync(known, `${names.sort().join('\n')}\n`);
    return 0;
  }
  const expected = existsSync(known) ? readFileSync(known, 'utf8').split('\n').filter(Boolean) : [];
  const lost = expected.filter((name) => !names.includes(name));
  for (const name of lost) console.log(`no longer equal: ${name}`);
  if (expected.length === 0) console.log(`${known} lists no model: run with --update once`);
  return lost.length || of('wrong').length || expected.length === 0 ? 1 : 0;
}
