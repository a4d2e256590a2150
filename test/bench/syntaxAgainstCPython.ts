/** Compares our syntax tree, spans included, with CPython's own: `syntaxAgainstCPython TREES`, TREES written by cpythonTree.py. */
import { readFileSync } from 'node:fs';
import type { Statement } from '../../src/analysis/syntax/ast';
import { parseFile } from '../../src/analysis/syntax/file';
import { parsePython } from '../../src/analysis/syntax/python';
import { print } from '../unit/syntax/print';

/** Floats as JavaScript writes them: CPython's tree has them marked. */
function comparable(tree: string): string {
  return tree.replace(/\u0192([\d.einf+-]+)(j?)/g, (_, number: string, imaginary: string) => {
    const value = Number(number === 'inf' ? Infinity : number);
    return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}${imaginary || '.0'}` : `${value}${imaginary}`;
  });
}

/** Our spans include parentheses around an expression, CPython's do not: both without. */
function bare(tree: string, text: string): string {
  return tree.replace(/@(\d+):(\d+)/g, (_, from: string, to: string) => {
    let start = Number(from);
    let end = Number(to);
    for (;;) {
      const skipped = /^(?:[\s(]|#.*|\\\r?\n)+/.exec(text.slice(start, start + 400));
      if (!skipped) break;
      start += skipped[0].length;
    }
    for (;;) {
      while (end > 0 && /[\s),]/.test(text[end - 1]!)) end--;
      const comment = /(?:^|[\s(,])#[^'"]*$/.exec(text.slice(text.lastIndexOf('\n', end - 1) + 1, end));
      if (!comment) break;
      end -= comment[0].length;
    }
    return `@${start}:${end}`;
  });
}

let files = 0;
let lines = 0;
let wrong = 0;
let refused = 0;
const show = Number(process.argv[3] ?? 20);
for (const row of readFileSync(process.argv[2]!, 'utf8').split('\n')) {
  if (!row) continue;
  const { file, tree, error } = JSON.parse(row) as { file: string; tree?: string; error?: string };
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  files++;
  if (tree === undefined) {
    refused++;
    if (show > 0 && parsePython(text).problems.length === 0) console.log(`${file}: CPython says ${error}, ours says nothing`);
    continue;
  }
  lines += text.split('\n').length;
  const parsed = parseFile(text);
  const problems = parsed.units.flatMap((unit) => unit.problems);
  const whole = parsePython(text).body as readonly Statement[];
  const ours = bare(parsed.units.map((unit) => print(unit.body, { spans: unit.start, debugAsText: true })).filter(Boolean).join('\n'), text);
  const again = bare(print(whole, { spans: 0, debugAsText: true }), text);
  const theirs = bare(comparable(tree), text);
  if (ours === theirs && again === theirs && problems.length === 0) continue;
  wrong++;
  if (wrong > show) continue;
  const a = ours.split('\n');
  const b = theirs.split('\n');
  const at = b.findIndex((x, i) => x !== a[i]);
  const from = [...(a[at] ?? '')].findIndex((c, i) => c !== b[at]?.[i]);
  const cut = (line: string | undefined): string | undefined => line?.slice(Math.max(0, from - 150), from + 150);
  console.log(`${file}: ${problems[0]?.message ?? ''}${ours === again ? '' : ' (units and whole differ)'}\n  ours   ${cut(a[at])}\n  CPython ${cut(b[at])}`);
}
console.log(`${files} files, ${lines} lines, ${refused} refused by CPython, ${wrong} differ`);
