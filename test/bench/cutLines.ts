/**
 * How many layers keep their shapes while a line is typed: `cutLines SITE [COUNT] [SHOW]`. Each line of torchvision's model files is cut at a random
 * column, with the whole file known before, as in the editor. Layers that are made or called in the line itself are not counted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../src/analysis/session/session';
import type { FileReport } from '../../src/analysis/report/report';
import { pythonFiles } from '../unit/sources';

const site = process.argv[2]!;
const count = Number(process.argv[3] ?? 1000);
const show = Number(process.argv[4] ?? 0);
const folder = join(site, 'torchvision', 'models');
let seed = 11;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const files = pythonFiles(folder).filter(({ text }) => /def forward/.test(text));
const session = new Session({
  budget: { now: () => performance.now(), milliseconds: 20_000 },
  files: {
    resolve(name) {
      const path = join(site, ...name.split('.'));
      for (const [file, isPackage] of [[join(path, '__init__.py'), true], [`${path}.py`, false]] as const)
        if (existsSync(file)) return { file: { name: file, moduleName: name, origin: 'library' }, text: readFileSync(file, 'utf8'), isPackage };
      return 'missing';
    },
  },
});
const analyse = (name: string, text: string): FileReport =>
  session.analyse({ name: join(folder, name), moduleName: `torchvision.models.${name.replace(/\.py$/, '').replaceAll('/', '.')}`, origin: 'user' }, text);

/** Shapes by model, path and call; without what touches the line. */
function shapes(report: FileReport, from: number, to: number): Map<string, string> {
  const found = new Map<string, string>();
  const touches = (place: { file: string; start: number; end: number } | null): boolean =>
    place !== null && place.file === report.file && place.start < to && place.end > from;
  for (const model of report.models)
    for (const layer of model.layers)
      if (layer.status !== 'unknown' && !touches(layer.place) && !touches(layer.callPlace))
        found.set(`${model.name} ${layer.path} ${layer.call}`, JSON.stringify(layer.outputs));
  return found;
}

let kept = 0;
let all = 0;
let wrong = 0;
let raised = 0;
const times: number[] = [];
const worst: [number, string][] = [];
for (let i = 0; i < count; i++) {
  const { name, text } = files[random(files.length)]!;
  const lines = text.split('\n');
  const written = lines.map((line, at) => (line.trim() ? at : -1)).filter((at) => at >= 0);
  const at = written[random(written.length)]!;
  const column = random(lines[at]!.length);
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  const good = analyse(name, text);
  const before = shapes(good, start, start + lines[at]!.length + 1);
  const began = performance.now();
  const report = analyse(name, lines.with(at, lines[at]!.slice(0, column)).join('\n'));
  times.push(performance.now() - began);
  const after = shapes(report, -1, -1);
  let same = 0;
  for (const [key, shape] of before) {
    const now = after.get(key);
    if (now === shape) same++;
    else if (now !== undefined) wrong++;
  }
  raised += report.problems.filter((p) => p.severity === 'error').length;
  kept += same;
  all += before.size;
  if (before.size > 0) worst.push([same / before.size, `${name}:${at + 1} ${lines[at]!.slice(0, column)}▮${lines[at]!.slice(column)}`]);
}
times.sort((a, b) => a - b);
worst.sort((a, b) => a[0] - b[0]);
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
console.log(`${count} cuts in ${files.length} files: ${percent(kept / all)} of ${all} layers keep their shapes (${wrong} show another), mean of files ${percent(worst.reduce((sum, [share]) => sum + share, 0) / worst.length)}; ${raised} errors shown`);
console.log(`median ${times[Math.floor(times.length / 2)]!.toFixed(1)} ms, 95 % ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms`);
for (const [share, what] of worst.slice(0, show)) console.log(`  ${percent(share)}  ${what}`);
