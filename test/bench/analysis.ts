/** How long the analysis takes: warm reports of torchvision models, a keystroke in a long file. Run by `npm run bench:analysis`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../src/analysis/session/session';
import { DiskFiles } from '../../src/cli/files';

const site = process.argv[2]!;
const now = (): number => performance.now();
const session = (): Session => new Session({ files: new DiskFiles([], [site]), budget: { now, milliseconds: 30_000, steps: 500_000_000 } });

function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
}

/** Runs a model's builder and its call again and again in one session whose file was read. */
function warm(file: string, entry: string, input: string, rounds: number): string {
  const s = session();
  const path = join(site, file);
  const text = readFileSync(path, 'utf8');
  const source = { name: path, moduleName: file.replace(/\.py$/, '').replace(/\//g, '.'), origin: 'user' as const };
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = now();
    s.analyse(source, text, { entries: [{ expression: entry, input }] });
    times.push(now() - started);
  }
  const late = times.slice(Math.floor(rounds / 3));
  return `${entry}: min ${Math.min(...late).toFixed(1)} ms, p50 ${percentile(late, 0.5).toFixed(1)} ms, p95 ${percentile(late, 0.95).toFixed(1)} ms (first ${times[0]!.toFixed(0)} ms)`;
}

/** One character typed and taken back in the middle of a file, everything of it reported each time. */
function keystroke(file: string, rounds: number): string {
  const s = session();
  const path = join(site, file);
  const text = readFileSync(path, 'utf8');
  const source = { name: path, moduleName: file.replace(/\.py$/, '').replace(/\//g, '.'), origin: 'user' as const };
  const at = text.indexOf('\n', Math.floor(text.length / 2));
  const edited = `${text.slice(0, at)} ${text.slice(at)}`;
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = now();
    s.analyse(source, i % 2 ? text : edited);
    times.push(now() - started);
  }
  const late = times.slice(Math.floor(rounds / 3));
  return `keystroke in ${file} (${text.split('\n').length} lines): p50 ${percentile(late, 0.5).toFixed(1)} ms, p95 ${percentile(late, 0.95).toFixed(1)} ms`;
}

const imageNet = '1x3x224x224';
console.log(warm('torchvision/models/resnet.py', 'resnet50()', imageNet, 150));
console.log(warm('torchvision/models/resnet.py', 'resnet152()', imageNet, 60));
console.log(warm('torchvision/models/efficientnet.py', 'efficientnet_b7()', imageNet, 30));
console.log(warm('torchvision/models/convnext.py', 'convnext_base()', imageNet, 30));
console.log(warm('torchvision/models/maxvit.py', 'maxvit_t()', imageNet, 20));
console.log(keystroke('torchvision/models/resnet.py', 30));
console.log(keystroke('torchvision/models/mobilenetv2.py', 40));
console.log(`heap ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`);
