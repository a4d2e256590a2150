// The same measure as run.mjs through the built command line, for a spread sample: each mutant is a file on disk, checked by a process of its own.
//   node test/planted/cli.mjs [COUNT] [--mutants FILE]      needs dist/cli.js and the packages' sources (run.mjs fetches them)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const here = import.meta.dirname;
const top = path.join(here, '..', '..');
const site = path.join(process.env.CONVLENS_SOURCES ?? path.join(top, '.cache', 'conformance'), 'site');
const cli = path.join(top, 'dist/cli.js');
const argv = process.argv.slice(2);
const at = argv.indexOf('--mutants');
const file = at < 0 ? path.join(here, 'mutants.jsonl.gz') : argv[at + 1];
const count = Number(argv.find((a) => /^\d+$/.test(a)) ?? 40);
if (!existsSync(cli) || !existsSync(site)) {
  console.error('dist/cli.js or the sources are missing: npm run build, node test/planted/run.mjs');
  process.exit(2);
}

/** A folder that looks like `site`, in which one file is the mutant's and all others are links. */
function mirror(root, name, text) {
  let from = site;
  let to = root;
  const parts = name.split('/');
  for (const part of parts) {
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from)) if (entry !== part && to !== root) symlinkSync(path.join(from, entry), path.join(to, entry));
    from = path.join(from, part);
    to = path.join(to, part);
  }
  writeFileSync(to, text);
  return to;
}

const all = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
// The ids are hashes: their order is a shuffle that stays the same.
const sample = all.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, count);
const totals = { fail: 0, found: 0, lines: 0, run: 0, alarms: 0 };
for (const mutant of sample) {
  const original = readFileSync(mutant.package === null ? path.join(here, mutant.file) : path.join(site, mutant.file), 'utf8') + mutant.tail;
  const { start, end, parts } = mutant.edit;
  const text = original.slice(0, start) + parts.map((p) => (typeof p === 'string' ? p : original.slice(...p))).join('') + original.slice(end);
  const root = mkdtempSync(path.join(tmpdir(), 'planted-'));
  try {
    const target = mutant.package === null ? path.join(root, path.basename(mutant.file)) : mirror(root, mutant.file, text);
    writeFileSync(target, text);
    const result = spawnSync(process.execPath, [cli, 'check', target, '--root', root, '--root', site, '--format', 'json'], { encoding: 'utf8' });
    if (result.status !== 0 && result.status !== 1) throw new Error(`check ended with ${result.status}: ${result.stderr}`);
    const errors = JSON.parse(result.stdout).problems.filter((p) => p.severity === 'error');
    if ((result.status === 1) !== errors.length > 0) throw new Error(`${mutant.id}: exit code ${result.status} with ${errors.length} errors`);
    const hits = (ranges) => errors.some((e) => ranges.some((r) => r && r[0] <= e.line && e.line <= r[1]));
    if (mutant.runs) {
      totals.run++;
      if (hits(mutant.ran)) totals.alarms++, console.log(`false alarm: ${mutant.id} ${mutant.file} ${errors[0].message}`);
    } else {
      totals.fail++;
      if (errors.length) totals.found++;
      else console.log(`missed: ${mutant.id} ${mutant.file} [${mutant.kind}] ${mutant.type}: ${mutant.message}`);
      if (hits([mutant.frames[0], ...mutant.made.slice(0, 2), mutant.edited])) totals.lines++;
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : '–');
console.log(`${totals.fail} fail, ${totals.run} run: recall ${percent(totals.found, totals.fail)}, lines ${percent(totals.lines, totals.found)}, false alarms ${totals.alarms}`);
process.exit(totals.fail && totals.found >= 0.93 * totals.fail && totals.lines >= 0.95 * totals.found && totals.alarms === 0 ? 0 : 1);
