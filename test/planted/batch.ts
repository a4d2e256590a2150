/** Applies each planted edit to its file in memory, checks it as `convlens check` does, and compares with PyTorch's verdict. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SourceFile } from '../../src/analysis/interpreter/place';
import type { FileReport, ProblemReport } from '../../src/analysis/report/report';
import { Session } from '../../src/analysis/session/session';
import { DiskFiles } from '../../src/cli/files';
import { Lines } from '../../src/cli/lines';

type LineRange = readonly [first: number, last: number];

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly (string | readonly [number, number])[];
}

interface Mutant {
  readonly id: string;
  /** null: a net of seeds/. */
  readonly package: string | null;
  readonly file: string;
  readonly entry: string;
  readonly tail: string;
  readonly kind: string;
  readonly edit: Edit;
  readonly runs: boolean;
  /** Lines that PyTorch ran of a mutant that runs. */
  readonly ran?: readonly LineRange[];
  readonly type?: string;
  readonly message?: string;
  readonly frames?: readonly LineRange[];
  readonly made?: readonly LineRange[];
  readonly edited?: LineRange;
}

/** What `check` says of a text, and whether the place is right. */
interface Verdict {
  readonly mutant: Mutant;
  readonly errors: readonly { readonly line: number; readonly rule: string; readonly message: string }[];
  readonly found: boolean;
  /** Of a failing mutant: an error at a line that is to blame. Of a running one: an error in what was run. */
  readonly lineRight: boolean;
  /** Errors at lines that have nothing to do with the failure. */
  readonly stray: number;
  readonly milliseconds: number;
  readonly why: string;
}

interface Options {
  readonly here: string;
  readonly site: string;
  readonly mutants: string;
  readonly only: RegExp;
  readonly fresh: boolean;
  readonly misses: string | null;
  readonly list: boolean;
}

const floors = { recall: 0.97, lines: 0.95 };

function applyEdit(text: string, { start, end, parts }: Edit): string {
  const middle = parts.map((p) => (typeof p === 'string' ? p : text.slice(p[0], p[1]))).join('');
  return text.slice(0, start) + middle + text.slice(end);
}

function newSession(site: string): { session: Session; files: DiskFiles } {
  const files = new DiskFiles([], [site]);
  return { files, session: new Session({ files, budget: { now: () => performance.now(), milliseconds: 25_000, steps: 200_000_000 } }) };
}

function holds(ranges: readonly (LineRange | undefined)[], line: number): boolean {
  return ranges.some((r) => r !== undefined && r[0] <= line && line <= r[1]);
}

/** Why nothing was found: what the report says it does not know. */
function whyUnknown(report: FileReport): string {
  if (report.models.length === 0) return 'no model';
  for (const model of report.models) {
    const unknown = model.layers.find((l) => l.status === 'unknown' && l.reason);
    if (unknown) return `${unknown.path ?? unknown.type}: ${unknown.reason!}`;
  }
  return `models: ${report.models.map((m) => `${m.entry} ${m.status}`).join(', ')}`;
}

function judge(mutant: Mutant, text: string, report: FileReport, milliseconds: number): Verdict {
  const lines = new Lines(text);
  const lineOf = (p: ProblemReport): number => lines.at(p.place.start).line;
  const errors = report.problems
    .filter((p) => p.severity === 'error')
    .map((p) => ({
      line: lineOf(p),
      rule: p.rule,
      message: p.message,
      others: p.related.filter((r) => r.place.file === report.file).map((r) => lines.at(r.place.start).line),
    }));
  // The consumer (the framework's own innermost line), the line that made the layer or called its maker, the edited line.
  const right = [mutant.frames?.[0], mutant.made?.[0], mutant.made?.[1], mutant.edited];
  // Of code that was not run PyTorch's verdict says nothing: where a layer is made may be run without where it is called.
  const rightErrors = mutant.runs
    ? errors.filter((e) => [e.line, ...e.others].every((line) => holds(mutant.ran ?? [], line)))
    : errors.filter((e) => holds(right, e.line));
  return {
    mutant,
    errors,
    found: errors.length > 0,
    lineRight: rightErrors.length > 0,
    stray: errors.length - rightErrors.length,
    milliseconds,
    why: mutant.runs || errors.length ? '' : whyUnknown(report),
  };
}

function readMutants(options: Options): Mutant[] {
  const text = gunzipSync(readFileSync(options.mutants)).toString('utf8');
  const all = text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Mutant);
  return all.filter((m) => options.only.test(`${m.id} ${m.file} ${m.entry} ${m.kind} ${m.type ?? 'runs'}`));
}

/** Calls with wrong types are a type checker's business, indices out of range depend on the numbers in tensors: listed, not counted. */
function isCounted({ type, message }: Mutant): boolean {
  return type !== 'TypeError' && !/out of (range|bounds)|Class values must be|random_ expects/.test(message ?? '');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function table(title: string, verdicts: readonly Verdict[], keyOf: (v: Verdict) => string): string[] {
  const groups = new Map<string, Verdict[]>();
  for (const v of verdicts) {
    const key = keyOf(v);
    const group = groups.get(key);
    if (group) group.push(v);
    else groups.set(key, [v]);
  }
  return [
    `by ${title}:`,
    ...[...groups]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([key, group]) => `  ${key.padEnd(34)} ${String(group.filter((v) => v.found).length).padStart(4)} of ${String(group.length).padStart(4)}`),
  ];
}

/** @returns the exit code */
export function main(options: Options): number {
  const mutants = readMutants(options);
  if (mutants.length === 0) {
    console.error('no mutant');
    return 1;
  }
  const byFile = new Map<string, Mutant[]>();
  for (const m of mutants) {
    const key = `${m.package ?? ''}:${m.file}`;
    const group = byFile.get(key);
    if (group) group.push(m);
    else byFile.set(key, [m]);
  }
  const verdicts: Verdict[] = [];
  const falseBases: string[] = [];
  const unreadable: string[] = [];
  const models = new Set<string>();
  for (const group of byFile.values()) {
    const first = group[0]!;
    const name = first.package === null ? path.join(options.here, first.file) : path.join(options.site, first.file);
    if (!existsSync(name)) {
      unreadable.push(first.file);
      continue;
    }
    const original = readFileSync(name, 'utf8');
    let current = newSession(options.site);
    const check = (text: string): { report: FileReport; milliseconds: number } => {
      if (options.fresh) current = newSession(options.site);
      const file: SourceFile = { name, moduleName: first.package === null ? path.basename(name, '.py') : current.files.moduleNameOf(name), origin: 'user' };
      const started = performance.now();
      const report = current.session.analyse(file, text);
      current.session.close();
      return { report, milliseconds: performance.now() - started };
    };
    for (const tail of new Set(group.map((m) => m.tail))) {
      models.add(`${first.file} ${tail}`);
      const { report } = check(original + tail);
      const lines = new Lines(original + tail);
      for (const p of report.problems.filter((q) => q.severity === 'error'))
        falseBases.push(`${first.file}:${lines.at(p.place.start).line} ${group.find((m) => m.tail === tail)!.entry} ${p.rule}: ${p.message}`);
    }
    for (const mutant of group) {
      const text = applyEdit(original + mutant.tail, mutant.edit);
      const { report, milliseconds } = check(text);
      verdicts.push(judge(mutant, text, report, milliseconds));
    }
  }
  return summarise(options, verdicts, falseBases, unreadable, models.size);
}

function summarise(options: Options, verdicts: readonly Verdict[], falseBases: readonly string[], unreadable: readonly string[], models: number): number {
  const failing = verdicts.filter((v) => !v.mutant.runs);
  const running = verdicts.filter((v) => v.mutant.runs);
  const found = failing.filter((v) => v.found);
  const right = found.filter((v) => v.lineRight);
  const alarms = running.filter((v) => v.lineRight);
  const unjudged = running.filter((v) => v.found && !v.lineRight);
  const counted = failing.filter((v) => isCounted(v.mutant));
  const countedFound = counted.filter((v) => v.found);
  const times = verdicts.map((v) => v.milliseconds).sort((a, b) => a - b);
  const at = (share: number): string => `${Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0)} ms`;
  const out = [
    ...table('kind of edit', failing, (v) => v.mutant.kind),
    ...table('exception', failing, (v) => v.mutant.type!),
    ...table('package', failing, (v) => v.mutant.package ?? 'small nets'),
    '',
    `mutants       ${verdicts.length} of ${models} models: ${failing.length} fail, ${running.length} run`,
    `recall        ${percent(countedFound.length, counted.length)} (${countedFound.length} of ${counted.length}; with wrong types and indices ${percent(found.length, failing.length)} of ${failing.length})`,
    `lines         ${percent(right.length, found.length)} (${right.length} of ${found.length}); beside the point as well in ${found.filter((v) => v.stray > 0).length}`,
    `false alarms  ${alarms.length} of ${running.length} running mutants, ${new Set(falseBases.map((b) => b.split(' ').slice(0, 2).join(' '))).size} unchanged models; ${unjudged.length} mutants with errors in code that was not run`,
    `time          median ${at(0.5)}, 95 % ${at(0.95)}, most ${at(1)}`,
  ];
  const slow = verdicts.filter((v) => v.milliseconds > 5000);
  if (options.list) for (const v of slow) out.push(`  slow: ${v.mutant.id} ${v.mutant.file} ${v.mutant.kind} ${Math.round(v.milliseconds)} ms`);
  if (unreadable.length) out.push(`not there     ${unreadable.join(', ')}`);
  const describe = (v: Verdict): string =>
    `${v.mutant.id} ${v.mutant.file} ${v.mutant.entry.slice(0, 40)} [${v.mutant.kind}] line ${v.mutant.edited?.[0] ?? '?'}${v.mutant.type ? ` ${v.mutant.type}: ${v.mutant.message!.slice(0, 110)}` : ''}`;
  if (options.list) {
    out.push('', 'false alarms:', ...falseBases.map((b) => `  ${b}`), ...alarms.map((v) => `  ${describe(v)} | ${v.errors.map((e) => `${e.line} ${e.rule}: ${e.message}`).join(' | ')}`));
    out.push('', 'in code that was not run:', ...unjudged.map((v) => `  ${describe(v)} | ${v.errors.map((e) => `${e.line} ${e.rule}: ${e.message}`).join(' | ')}`));
    out.push('', 'missed:', ...failing.filter((v) => !v.found).map((v) => `  ${describe(v)} | ${v.why}`));
    out.push(
      '',
      'wrong lines:',
      ...found
        .filter((v) => !v.lineRight)
        .map((v) => `  ${describe(v)} frames ${JSON.stringify(v.mutant.frames)} made ${JSON.stringify(v.mutant.made)} | ${v.errors.map((e) => `${e.line} ${e.rule}: ${e.message}`).join(' | ')}`),
    );
  }
  if (options.list)
    out.push(
      '',
      'beside the point:',
      ...found
        .filter((v) => v.stray > 0 && v.lineRight)
        .map((v) => `  ${describe(v)} frames ${JSON.stringify(v.mutant.frames)} made ${JSON.stringify(v.mutant.made)} | ${v.errors.map((e) => `${e.line} ${e.rule}: ${e.message}`).join(' | ')}`),
    );
  if (options.misses) writeFileSync(options.misses, verdicts.filter((v) => (v.mutant.runs ? v.found : !v.lineRight)).map((v) => JSON.stringify(v)).join('\n'));
  console.log(out.join('\n'));
  const good =
    unreadable.length === 0 &&
    alarms.length === 0 &&
    falseBases.length === 0 &&
    countedFound.length >= floors.recall * counted.length &&
    right.length >= floors.lines * found.length;
  if (!good) console.log(`below the floors: recall ${floors.recall * 100} %, lines ${floors.lines * 100} %, no false alarm, all files there`);
  return good ? 0 : 1;
}

/** `--fresh`, `--list`, `--only REGEX`, `--mutants FILE`, `--misses FILE`. */
export function readOptions(argv: readonly string[], here: string, site: string): Options {
  const value = (name: string): string | null => {
    const at = argv.indexOf(`--${name}`);
    return at < 0 ? null : (argv[at + 1] ?? null);
  };
  return {
    here,
    site,
    mutants: value('mutants') ?? path.join(here, 'mutants.jsonl.gz'),
    only: new RegExp(value('only') ?? ''),
    fresh: argv.includes('--fresh'),
    misses: value('misses'),
    list: argv.includes('--list'),
  };
}

process.exitCode = main(readOptions(process.argv.slice(4), process.argv[2]!, process.argv[3]!));
