/**
 * How long the analysis takes, beside what it may take: warm reports, keystrokes, all models of torchvision, memory. Run by `npm run bench:analysis`.
 *
 * `analysis.cjs SITE TRUTH`: the folder of packages, and the list of torchvision's models. Other programs on the machine disturb: the least time is the
 * one to compare runs by, the median and the 95th of a hundred are what is promised.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../src/analysis/session/session';
import { DiskFiles } from '../../src/cli/files';
import { readTruth } from '../conformance/models';

const [site, truth] = process.argv.slice(2) as [string, string];
const now = (): number => performance.now();
const session = (): Session => new Session({ files: new DiskFiles([], [site]), budget: { now, milliseconds: 30_000, steps: 500_000_000 } });

function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
}

/** A line with what is promised: `value` is judged by `limit`. */
function line(what: string, value: number, limit: number | null, unit: string, more: string): void {
  const promise = limit === null ? '' : ` (${value <= limit ? 'within' : 'OVER'} ${limit} ${unit})`;
  console.log(`${what.padEnd(52)} ${value.toFixed(value < 100 ? 1 : 0).padStart(6)} ${unit}${promise}; ${more}`);
}

function source(file: string): { file: { name: string; moduleName: string; origin: 'user' }; text: string } {
  const name = join(site, file);
  return { file: { name, moduleName: file.replace(/(\/__init__)?\.py$/, '').replace(/\//g, '.'), origin: 'user' }, text: readFileSync(name, 'utf8') };
}

const spread = (times: readonly number[]): string => `least ${Math.min(...times).toFixed(1)}, 95 % ${percentile(times, 0.95).toFixed(1)}`;

/** Runs a model's builder and its call again and again in one session whose file was read. */
function warm(path: string, entry: string, rounds: number, limit: number | null): void {
  const s = session();
  const { file, text } = source(path);
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = now();
    s.analyse(file, text, { entries: [{ expression: entry, input: '1x3x224x224' }] });
    times.push(now() - started);
  }
  const late = times.slice(Math.floor(rounds / 3));
  line(`${entry}, warm, median`, percentile(late, 0.5), limit, 'ms', `${spread(late)}, first ${times[0]!.toFixed(0)}`);
}

/** One character more or less at the end of a line, everything of the file reported each time. */
function keystroke(path: string, behind: string, rounds: number, limit: number | null): void {
  const s = session();
  const { file, text } = source(path);
  const at = behind ? text.indexOf(behind) + behind.length : text.indexOf('\n', Math.floor(text.length / 2));
  if (behind && !text.includes(behind)) throw new Error(`${path} has no ${behind}`);
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const edited = `${text.slice(0, at)}${'  # typed'.slice(0, i % 9)}${text.slice(at)}`;
    const started = now();
    s.analyse(file, edited);
    times.push(now() - started);
  }
  const late = times.slice(Math.floor(rounds / 3));
  const where = behind ? `behind ${behind.trim()}` : 'in the middle';
  line(`keystroke ${where}, ${path.split('/').pop()!}, 95 %`, percentile(late, 0.95), limit, 'ms', `${text.split('\n').length} lines, least ${Math.min(...late).toFixed(1)}, median ${percentile(late, 0.5).toFixed(1)}`);
}

/** Every model of torchvision in one session: the slowest, and what the session holds afterwards. */
function all(rounds: number): void {
  const s = session();
  const slowest: { name: string; took: number }[] = [];
  const models = readTruth(truth);
  for (const { entry, inputs, file: path } of models) {
    const { file, text } = source(path);
    const times: number[] = [];
    for (let i = 0; i <= rounds; i++) {
      const started = now();
      s.analyse(file, text, { entries: [{ expression: entry, input: inputs.map((shape) => shape.join('x')).join(',') }] });
      times.push(now() - started);
    }
    // The first run reads what the model needs.
    slowest.push({ name: entry, took: percentile(times.slice(1), 0.5) });
  }
  slowest.sort((a, b) => b.took - a.took);
  const others = slowest.slice(1, 4).map(({ name, took }) => `${name.slice(0, 40)} ${took.toFixed(1)}`);
  line(`slowest of ${models.length}: ${slowest[0]!.name.slice(0, 30)}, median`, slowest[0]!.took, 50, 'ms', `then ${others.join(', ')}`);
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  line(`heap after ${models.length} models in one process`, heapUsed / 1e6, 200, 'MB', `resident ${Math.round(rss / 1e6)}`);
}

warm('torchvision/models/resnet.py', 'resnet50()', 200, 2.5);
warm('torchvision/models/resnet.py', 'resnet152()', 100, 8);
keystroke('torchvision/models/resnet.py', '', 150, 6);
keystroke('torchvision/models/resnet.py', '        x = self.maxpool(x)', 150, 6);
keystroke('torchvision/models/mobilenetv2.py', '', 150, null);
all(5);
