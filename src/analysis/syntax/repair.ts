/**
 * Indent repair: makes half-typed code parse, so that the statements around it keep their meaning.
 *
 * When a line starts at or left of the indentation of the statement that left a bracket open, the bracket is closed at the end of the line before;
 * operators without an operand get one, headers their colon. What was put in is remembered, so that offsets can be mapped back and the
 * touched statements be known as broken.
 */
import { scan } from './scan';

export interface Insertion {
  /** Offset in the original text. */
  readonly at: number;
  readonly text: string;
}
export interface Repaired {
  readonly text: string;
  readonly insertions: readonly Insertion[];
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const statementHead =
  /^(?:def|class|async|if|elif|else|for|while|with|try|except|finally|return|raise|import|from|assert|del|pass|break|continue|global|nonlocal|yield)\b|^@|^[A-Za-z_][\w.]*\s*(?:=(?!=)|[-+*/%&|^@]=|\()/;
const keywordHead = /^(?:def|class|async\s+def|elif|else|except|finally|return|raise|import|assert|del|pass|break|continue|global|nonlocal|try|with|while)\b|^@/;
const header = /^(?:def|class|async|if|elif|else|for|while|with|try|except|finally|match|case)\b/;
const dangling = /(?:(?:^|[^\w.])(?:not|and|or|in|is|if|else|lambda|await|return\s+not)|[-+*/%@&|^~<>=.:]|==|!=)$/;

/** The repaired text; the same text where there is nothing to mend. */
export function repair(text: string): Repaired {
  const insertions: Insertion[] = [];
  const base = scan(text);
  let source = text;
  if (base.unclosedString >= 0) {
    // A triple quote that never ends: end it on its own line.
    const line = base.lines.find((l) => l.start <= base.unclosedString && base.unclosedString <= l.end)!;
    insertions.push({ at: line.end, text: text.slice(base.unclosedString, base.unclosedString + 3) });
    source = text.slice(0, line.end) + insertions[0]!.text + text.slice(line.end);
  }
  const shift = insertions[0];
  const original = (offset: number): number => (shift && offset > shift.at ? offset - shift.text.length : offset);

  const brokenAt = new Map<number, string>();
  const rescanned = scan(source, ({ start, first, indent, open, statementIndent }) => {
    const rest = source.slice(first, first + 200);
    const breaks = indent <= statementIndent ? statementHead.test(rest) : keywordHead.test(rest);
    if (breaks) brokenAt.set(start, open);
    return breaks;
  });
  const { lines } = rescanned;
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n]!;
    const next = lines.slice(n + 1).find((l) => l.indent >= 0);
    const closes = next ? brokenAt.get(next.start) : rescanned.open;
    const end = codeEnd(source, line.start, line.end);
    if (line.inString || end <= line.first || lines[n + 1]?.inString) continue;
    const isLast = next ? next === lines[n + 1] || lines.slice(n + 1, lines.indexOf(next)).every((l) => l.indent < 0) : true;
    const statementEnds = isLast && (closes !== undefined || !next || (next.open === '' && !next.continued));
    if (!statementEnds || line.indent < 0) continue;
    let extra = '';
    const code = source.slice(line.start, end);
    const head = source.slice(ownerStart(lines, n), end).trimStart();
    if (dangling.test(code.trimEnd()) && !/(?:^|[^=!<>]):$/.test(code.trimEnd())) extra += ' _';
    if (closes) for (const bracket of [...closes].reverse()) extra += closing[bracket];
    if (header.test(head) && !/:\s*$/.test(code) && !hasInlineBody(head)) {
      const ownIndent = lines.find((l) => l.start === ownerStart(lines, n))?.indent ?? line.indent;
      if (/^(?:def|class)\s*$/.test(head.trim())) extra += ' _';
      if (/^(?:async\s+)?def\s+\w*\s*_?$/.test((head + extra).trim())) extra += '()';
      if (/^for\s/.test(head) && !/\bin\b/.test(head)) extra += /^for\s+\S/.test(head) ? ' in _' : ' _ in _';
      else if (/^(?:if|elif|while|with|match|case)\s*$/.test(head.trim())) extra += ' _';
      extra += next && next.indent > ownIndent ? ':' : ': pass';
    } else if (header.test(head) && /:\s*$/.test(code)) {
      const ownIndent = lines.find((l) => l.start === ownerStart(lines, n))?.indent ?? line.indent;
      if (!next || next.indent <= ownIndent) extra += ' pass';
    }
    if (extra) insertions.push({ at: original(end), text: extra });
  }
  insertions.sort((a, b) => a.at - b.at);
  if (insertions.length === 0) return { text, insertions };
  let result = '';
  let from = 0;
  for (const { at, text: put } of insertions) {
    result += text.slice(from, at) + put;
    from = at;
  }
  return { text: result + text.slice(from), insertions };
}

/** `if x: return 1` has its body on the line. */
function hasInlineBody(head: string): boolean {
  let depth = 0;
  for (let i = 0; i < head.length; i++) {
    const c = head[i]!;
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (c === '"' || c === "'") {
      const end = head.indexOf(c, i + 1);
      if (end < 0) return false;
      i = end;
    } else if (c === ':' && depth === 0 && head[i + 1] !== '=') return !/^lambda|.*\blambda\b[^:]*$/.test(head.slice(0, i));
  }
  return false;
}

/** The start of the line on which the statement of line n began. */
function ownerStart(lines: readonly { start: number; open: string; continued: boolean; inString: boolean; indent: number }[], n: number): number {
  let at = n;
  while (at > 0 && (lines[at]!.open || lines[at]!.continued || lines[at]!.inString || lines[at]!.indent < 0)) at--;
  return lines[at]!.start;
}

/** Where the code of a line ends: before its comment and trailing blanks. */
function codeEnd(text: string, start: number, end: number): number {
  let at = start;
  let quote = '';
  let last = start;
  for (; at < end; at++) {
    const c = text[at]!;
    if (quote) {
      if (c === '\\') at++;
      else if (text.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = '';
      }
      last = Math.min(at + 1, end);
      continue;
    }
    if (c === '#') break;
    if (c === '"' || c === "'") {
      quote = text.startsWith(c + c + c, at) ? c + c + c : c;
      at += quote.length - 1;
    }
    if (c !== ' ' && c !== '\t') last = at + 1;
  }
  return last;
}

/** Maps an offset of the repaired text to the original one. */
export function originalOffset(insertions: readonly Insertion[], offset: number): number {
  let shift = 0;
  for (const { at, text } of insertions) {
    const from = at + shift;
    if (offset <= from) break;
    if (offset < from + text.length) return at;
    shift += text.length;
  }
  return offset - shift;
}

/** True when an offset of the repaired text lies in something that was put in. */
export function isInserted(insertions: readonly Insertion[], offset: number): boolean {
  let shift = 0;
  for (const { at, text } of insertions) {
    const from = at + shift;
    if (offset < from) return false;
    if (offset < from + text.length) return true;
    shift += text.length;
  }
  return false;
}
