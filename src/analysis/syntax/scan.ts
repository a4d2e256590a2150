/** Where strings, comments and brackets of a Python text lie: enough to find statements without parsing. */

export interface ScannedLine {
  /** Offset of the line's first character and of its end (before the line break). */
  readonly start: number;
  readonly end: number;
  /** Column of the first character that is no blank; -1 for a blank or comment-only line. */
  readonly indent: number;
  /** Offset of that character. */
  readonly first: number;
  /** Open brackets when the line starts, innermost last. */
  readonly open: string;
  /** The line starts inside a string. */
  readonly inString: boolean;
  /** The line before ended in a backslash. */
  readonly continued: boolean;
}

/** A line that starts while brackets are open. */
export interface OpenLine {
  readonly start: number;
  readonly first: number;
  readonly indent: number;
  readonly open: string;
  /** Indentation of the statement that the brackets belong to. */
  readonly statementIndent: number;
}

export interface Scan {
  readonly lines: readonly ScannedLine[];
  /** Brackets still open at the end, innermost last. */
  readonly open: string;
  /** Where a triple-quoted string that never ends begins, or -1. */
  readonly unclosedString: number;
}

/**
 * @param breaks asked at each line's start while brackets are open: true closes them all (half-typed code)
 */
export function scan(
  text: string,
  breaks?: (line: OpenLine) => boolean,
): Scan {
  const lines: ScannedLine[] = [];
  let open = '';
  let quote = '';
  let raw = false;
  let unclosed = -1;
  let continued = false;
  let statementIndent = 0;
  let i = 0;
  while (i <= text.length) {
    // The start of a line.
    const start = i;
    let first = i;
    let indent = 0;
    while (text[first] === ' ' || text[first] === '\t' || text[first] === '\f') {
      indent = text[first] === '\t' ? indent - (indent % 8) + 8 : text[first] === '\f' ? 0 : indent + 1;
      first++;
    }
    const head = text[first];
    const blank = head === undefined || head === '\n' || head === '\r' || head === '#';
    const inString = quote !== '';
    if (!inString && open && !blank && breaks?.({ start, first, indent, open, statementIndent })) open = '';
    if (!inString && !open && !blank && !continued) statementIndent = indent;
    const opened = open;
    const wasContinued = continued;
    continued = false;
    if (!inString) i = first;
    for (; i < text.length; i++) {
      const c = text[i]!;
      if (c === '\n' || c === '\r') break;
      if (quote) {
        if (c === '\\' && (quote.length === 3 || !raw || text[i + 1] === quote || text[i + 1] === '\\')) i++;
        else if (text.startsWith(quote, i)) {
          i += quote.length - 1;
          quote = '';
        }
        if (text[i] === '\n' || text[i] === '\r') break;
        continue;
      }
      if (c === '#') {
        while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
        break;
      }
      if (c === '"' || c === "'") {
        quote = text.startsWith(c + c + c, i) ? c + c + c : c;
        raw = /[rR]/.test(text[i - 1] ?? '') || (/[rR]/.test(text[i - 2] ?? '') && /[bBfF]/.test(text[i - 1] ?? ''));
        if (quote.length === 3) unclosed = i;
        i += quote.length - 1;
      } else if (c === '(' || c === '[' || c === '{') open += c;
      else if (c === ')' || c === ']' || c === '}') open = open.slice(0, -1);
      else if (c === '\\' && (text[i + 1] === '\n' || text[i + 1] === '\r')) continued = true;
    }
    // A string in single quotes ends with its line, unless a backslash carries it on.
    if (quote.length === 1 && text[i - 1] !== '\\') quote = '';
    lines.push({
      start,
      end: Math.min(i, text.length),
      indent: blank && !inString ? -1 : indent,
      first,
      open: opened,
      inString,
      continued: wasContinued,
    });
    if (i >= text.length) break;
    i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
  }
  return { lines, open, unclosedString: quote.length === 3 ? unclosed : -1 };
}
