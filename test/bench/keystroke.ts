/** What a keystroke costs in the syntax: `keystroke FILE`: a character typed in the middle of a file, everything else known. */
import { readFileSync } from 'node:fs';
import { parseFile } from '../../src/analysis/syntax/file';
import { parsePython } from '../../src/analysis/syntax/python';
import { repair } from '../../src/analysis/syntax/repair';
import { scan } from '../../src/analysis/syntax/scan';

const text = readFileSync(process.argv[2]!, 'utf8');
const rounds = Number(process.argv[3] ?? 60);

function measure(name: string, run: (i: number) => void): void {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    run(i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (q: number): string => times[Math.floor(q * (times.length - 1))]!.toFixed(2);
  console.log(`${name.padEnd(32)} min ${at(0)}  p50 ${at(0.5)}  p95 ${at(0.95)} ms`);
}

console.log(`${text.split('\n').length} lines`);
measure('whole file', () => parsePython(text));
measure('whole file, as units', () => parseFile(text));
measure('scan', () => scan(text));
measure('repair of a whole file', () => repair(text));
const middle = text.indexOf('\n', text.length / 2);
let known = parseFile(text);
measure('one character, in a statement', (i) => {
  known = parseFile(`${text.slice(0, middle)} #${'x'.repeat(i)}${text.slice(middle)}`, known);
});
measure('one character, half-typed', (i) => {
  known = parseFile(`${text.slice(0, middle)}\n        x = foo(${'x'.repeat(i)}${text.slice(middle)}`, known);
});
