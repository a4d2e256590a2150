/**
 * Mutated model files through the whole analysis: no crash, no slip, no hang. `node fuzz.cjs SITE COUNT SEED`
 *
 * A mutant deletes, doubles or swaps tokens of a real file, cuts a line, or changes a character. Each is analysed as the editor would, in one session.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../src/analysis/session/session';
import { DiskFiles } from '../../src/cli/files';

const [site, count, seed] = [process.argv[2]!, Number(process.argv[3] ?? 300), Number(process.argv[4] ?? 1)];
/** A mutant that takes longer is a hang. */
const LONGEST_MS = 10_000;

let state = seed >>> 0;
/** mulberry32 */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
}

const tokens = /\w+|\s+|"""|'''|[^\w\s]/g;
const junk = ['(', ')', '[', ']', '{', '}', ':', ',', '"', "'", '\\', '\n', '    ', '@', '=', '*', '**', 'lambda', 'None', '0', '-1', '1e9', '\u2028', '🙂'];

function mutate(text: string): string {
  const parts = text.match(tokens) ?? [];
  for (let n = 1 + random(3); n > 0; n--) {
    const i = random(parts.length);
    switch (random(6)) {
      case 0:
        parts.splice(i, 1 + random(4));
        break;
      case 1:
        parts.splice(i, 0, ...parts.slice(i, i + 1 + random(4)));
        break;
      case 2: {
        const j = random(parts.length);
        [parts[i], parts[j]] = [parts[j]!, parts[i]!];
        break;
      }
      case 3:
        parts[i] = junk[random(junk.length)]!;
        break;
      case 4: {
        const end = parts.findIndex((p, k) => k > i && p.includes('\n'));
        parts.splice(i, Math.max(1, end - i));
        break;
      }
      default:
        parts[i] = String(random(2) ? random(5000) : -random(9));
    }
  }
  return parts.join('');
}

const folder = join(site, 'torchvision/models');
const files = readdirSync(folder).filter((f) => /^[a-z]\w*\.py$/.test(f));
const session = new Session({ files: new DiskFiles([], [site]), budget: { now: () => performance.now(), memory: () => process.memoryUsage().heapUsed, milliseconds: 4000 } });
let failed = 0;
let slowest = { took: 0, name: '' };
const times: number[] = [];
const complain = (what: string, file: string, i: number): void => {
  failed++;
  if (failed <= 10) console.log(`mutant ${i} of ${file} (seed ${seed}): ${what}`);
};
for (let i = 0; i < count; i++) {
  const file = files[random(files.length)]!;
  const path = join(folder, file);
  const text = mutate(readFileSync(path, 'utf8'));
  const slips = session.interpreter.slips.length;
  const started = performance.now();
  try {
    const report = session.analyse({ name: path, moduleName: `torchvision.models.${file.slice(0, -3)}`, origin: 'user' }, text);
    structuredClone(report);
  } catch (error) {
    complain(`threw ${error instanceof Error ? error.stack : String(error)}`, file, i);
  }
  const took = performance.now() - started;
  times.push(took);
  if (took > slowest.took) slowest = { took, name: `mutant ${i} of ${file}` };
  if (took > LONGEST_MS) complain(`took ${Math.round(took)} ms`, file, i);
  for (const slip of session.interpreter.slips.slice(slips)) complain(`slip in ${slip.name}: ${String(slip.error)}`, file, i);
}
times.sort((a, b) => a - b);
console.log(`median ${Math.round(times[times.length >> 1] ?? 0)} ms, slowest ${Math.round(slowest.took)} ms (${slowest.name})`);
console.log(`${count - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
