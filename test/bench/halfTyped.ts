/** How much of real files survives a half-typed line: `halfTyped FOLDER [COUNT] [SHOW]`; what is counted: test/unit/syntax/recall.ts. */
import { recall } from '../unit/syntax/recall';
import { pythonFiles } from '../unit/sources';

const files = pythonFiles(process.argv[2]!);
const count = Number(process.argv[3] ?? 300);
const show = Number(process.argv[4] ?? 0);
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
for (const kind of ['cut', 'insert', 'delete'] as const) {
  const { recall: mean, bad, count: done, milliseconds, worst } = recall(files, kind, count);
  console.log(`${kind}: recall ${percent(mean)}, below 90 %: ${percent(bad)} of ${done}; ${milliseconds.toFixed(1)} ms each`);
  for (const { share, what } of worst.slice(0, show)) console.log(`  ${percent(share)}  ${what}`);
}
