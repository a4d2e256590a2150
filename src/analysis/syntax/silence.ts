/** The last means of the repair: lines that keep their surroundings from being read are commented out, heads of blocks replaced by unknown ones. */
import type { Insertion } from './repair';
import { scan } from './scan';

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const heads = [
  [/^(?:async\s+)?def\s+\w+/, '(): #'],
  [/^class\s+\w+/, ': #'],
  [/^(?:async\s+)?for\b/, ' _ in _: #'],
  [/^(?:if|elif|while|(?:async\s+)?with)\b/, ' _: #'],
  [/^(?:else|try|finally|except)\b/, ': #'],
] as const;

export type Silenced = 'lines' | 'before' | 'heads';

/**
 * What to put into the text, given where the parser complained; nothing where that would not help. `lines`: within brackets that span several;
 * `before`: the lines above them; `heads`: of blocks.
 */
export function silence(text: string, places: readonly number[], what: Silenced): Insertion[] {
  const { lines } = scan(text);
  const insertions: Insertion[] = [];
  let n = 0;
  while (n < lines.length) {
    // One statement: lines n to last.
    let last = n;
    while (last + 1 < lines.length && (lines[last + 1]!.open || lines[last + 1]!.continued || lines[last + 1]!.inString)) last++;
    const { first, indent } = lines[n]!;
    const end = lines[last]!.end;
    const bad = indent < 0 ? [] : places.filter((at) => at >= first && at <= end);
    if (bad.length > 0) {
      const statement = text.slice(first, end);
      const head = what === 'heads' && heads.find(([pattern]) => pattern.test(statement));
      if (head) {
        insertions.push({ at: first + head[0].exec(statement)![0].length, text: head[1] });
        for (let m = n + 1; m <= last; m++) if (lines[m]!.end > lines[m]!.first) insertions.push({ at: lines[m]!.first, text: '#' });
      } else if (what !== 'heads' && last > n) {
        for (let m = n + 1; m <= last; m++) {
          const line = lines[m]!;
          if (line.inString || line.indent < 0) continue;
          const { start, end: until } = what === 'lines' ? line : (lines[m + 1] ?? line);
          if (!bad.some((at) => at >= start && at <= until)) continue;
          // With what it opens; what it closes stays closed.
          let to = m;
          while (to < last && lines[to + 1]!.open.length > line.open.length) to++;
          const after = to < last ? lines[to + 1]!.open : '';
          const closers = [...line.open.slice(after.length)].reverse().map((bracket) => closing[bracket]).join('');
          insertions.push({ at: line.first, text: `${closers}#` });
          for (let k = m + 1; k <= to; k++) if (lines[k]!.end > lines[k]!.first) insertions.push({ at: lines[k]!.first, text: '#' });
          m = to;
        }
      }
    }
    n = last + 1;
  }
  return insertions;
}
