/** Triple quotes that do not match: where the string ends that swallows the code after it. */
import { scan, type Scan } from './scan';

/** Lines that are code for sure: what stands in a string only when that string was left open. */
const code =
  /^[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+.*:[ \t]*$|@[\w.]+(?:\(.*)?[ \t]*$|self\.[\w.]+[ \t]*(?:[-+*/]?=(?!=)|\()|return[ \t]+[\w.]+[ \t]*[([.]|(?:if|elif|for|while|with)[ \t].*:[ \t]*$|else:[ \t]*$|super\(\)|(?:import[ \t]+[\w.]+|from[ \t]+[\w.]+[ \t]+import[ \t].*)$|raise[ \t]+\w+\(|\w+[ \t]*=[ \t]*[\w.]+\()/gm;

/** What must be put in so that the number of triple quotes is even again; null where it is. */
export function closeTripleQuote(text: string, base: Scan): { at: number; text: string } | null {
  if (base.unclosedString < 0) return null;
  // Any of them may be the one that was opened or lost its other half: the code in strings tells.
  let best: { at: number; text: string } | null = null;
  let least = Infinity;
  let tries = 0;
  const ends = base.tripleQuotes.map((start) => endOf(text, start));
  for (const [n, start] of base.tripleQuotes.entries()) {
    const inside = text.slice(start + 3, ends[n]);
    code.lastIndex = 0;
    const found = code.exec(inside);
    if (!found && start !== base.unclosedString) continue;
    if (++tries > 6) break;
    // At the end of the last line that is no code.
    let at = found ? start + 3 + found.index : ends[n]!;
    while (at > start + 3 && /\s/.test(text[at - 1]!)) at--;
    if (!found) {
      const line = text.slice(start).search(/\r|\n/);
      at = line < 0 ? text.length : start + line;
    }
    const insertion = { at: Math.max(at, start + 3), text: text.slice(start, start + 3) };
    const swallowed = codeInStrings(text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at));
    if (swallowed < least) {
      least = swallowed;
      best = insertion;
    }
  }
  return best;
}

function endOf(text: string, start: number): number {
  const quote = text.slice(start, start + 3);
  for (let i = start + 3; i < text.length; i++)
    if (text[i] === '\\') i++;
    else if (text.startsWith(quote, i)) return i;
  return text.length;
}

/** How many lines of code stand in triple-quoted strings. */
function codeInStrings(text: string): number {
  const { tripleQuotes, unclosedString } = scan(text);
  let count = unclosedString >= 0 ? 5 : 0;
  for (const start of tripleQuotes) count += text.slice(start + 3, endOf(text, start)).match(code)?.length ?? 0;
  return count;
}
