/** Where strings, comments and brackets of a Python text lie: enough to find statements without parsing. */

export interface ScannedLine {
  /** Offset of the line's first character and of its end (before the line break). */
  readonly start: number;
  readonly end: number;
  /** Column of the first character that is no blank; -1 for a blank or comment-only line. */
  readonly indent: number;
  /** Offset of that character. */
  readonly first: number;
  /** Offset behind the last character of code: before blanks and comment. */
  readonly codeEnd: number;
  /** Open brackets when the line starts, innermost last. */
  readonly open: string;
  /** The line starts inside a string. */
  readonly inString: boolean;
  /** The line before ended in a backslash. */
  readonly continued: boolean;
  /** Where a string in single quotes begins that the line leaves open, or -1. */
  readonly openQuote: number;
}

/** A line that starts while brackets are open. */
export interface OpenLine {
  readonly start: number;
  readonly first: number;
  readonly indent: number;
  readonly open: string;
  /** Indentation and first character of the statement that the brackets belong to. */
  readonly statementIndent: number;
  readonly statementFirst: number;
  /** Where the code of the line before ends. */
  readonly previousEnd: number;
}

export interface Scan {
  readonly lines: readonly ScannedLine[];
  /** Brackets still open at the end, innermost last. */
  readonly open: string;
  /** Where a triple-quoted string that never ends begins, or -1. */
  readonly unclosedString: number;
  /** Where triple-quoted strings begin. */
  readonly tripleQuotes: readonly number[];
  /** Brackets that an outer bracket's closer closes too, with the lines they were opened on: their own closers are gone. */
  readonly unclosed: readonly { readonly bracket: string; readonly line: number }[];
}

export interface ScanSettings {
  /** Asked at each line's start while brackets are open: true closes them all (half-typed code). */
  readonly breaks?: (line: OpenLine) => boolean;
  /** Lines that start with `%`, `!` or `?` are IPython's: no code. */
  readonly notebook?: boolean;
}

export function scan(text: string, { breaks, notebook = false }: ScanSettings = {}): Scan {
  const lines: ScannedLine[] = [];
  const tripleQuotes: number[] = [];
  const unclosed: { bracket: string; line: number }[] = [];
  let open = '';
  const openLines: number[] = [];
  let quote = '';
  let quoteStart = -1;
  let raw = false;
  let continued = false;
  let statementIndent = 0;
  let statementFirst = 0;
  let previousEnd = 0;
  let i = 0;
  while (i <= text.length) {
    // The start of a line.
    const start = i;
    let first = i;
    let indent = 0;
    if (i === 0 && text[0] === '\ufeff') first++;
    while (text[first] === ' ' || text[first] === '\t' || text[first] === '\f') {
      indent = text[first] === '\t' ? indent - (indent % 8) + 8 : text[first] === '\f' ? 0 : indent + 1;
      first++;
    }
    const head = text[first];
    const inString = quote !== '';
    const magic = notebook && !inString && !open && !continued && (head === '%' || head === '!' || head === '?');
    const blank = head === undefined || head === '\n' || head === '\r' || head === '#' || magic;
    if (!inString && open && !blank && breaks?.({ start, first, indent, open, statementIndent, statementFirst, previousEnd })) open = '';
    if (!inString && !open && !blank && !continued) {
      statementIndent = indent;
      statementFirst = first;
    }
    const opened = open;
    const wasContinued = continued;
    continued = false;
    if (!inString) i = first;
    let codeEnd = first;
    for (; i < text.length; i++) {
      const c = text[i]!;
      if (c === '\n' || c === '\r') break;
      if (magic) continue;
      if (quote) {
        if (c === '\\' && (quote.length === 3 || !raw || text[i + 1] === quote || text[i + 1] === '\\')) i++;
        else if (c === quote[0] && text.startsWith(quote, i)) {
          i += quote.length - 1;
          quote = '';
        }
        if (text[i] === '\n' || text[i] === '\r') break;
        codeEnd = i + 1;
        continue;
      }
      if (c === ' ' || c === '\t') continue;
      if (c === '#') {
        while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
        break;
      }
      codeEnd = i + 1;
      if (c === '"' || c === "'") {
        quote = text[i + 1] === c && text[i + 2] === c ? c + c + c : c;
        raw = /[rR]/.test(text[i - 1] ?? '') || (/[rR]/.test(text[i - 2] ?? '') && /[bBfFtT]/.test(text[i - 1] ?? ''));
        quoteStart = i;
        if (quote.length === 3) tripleQuotes.push(i);
        i += quote.length - 1;
        codeEnd = i + 1;
      } else if (c === '(' || c === '[' || c === '{') {
        openLines[open.length] = lines.length;
        open += c;
      } else if (c === ')' || c === ']' || c === '}') {
        // One that nothing has opened closes nothing.
        const own = open.lastIndexOf(c === ')' ? '(' : c === ']' ? '[' : '{');
        for (let k = open.length - 1; k > own && own >= 0; k--) unclosed.push({ bracket: open[k]!, line: openLines[k]! });
        if (own >= 0) open = open.slice(0, own);
      }
      else if (c === '\\' && (text[i + 1] === '\n' || text[i + 1] === '\r')) continued = true;
    }
    const end = Math.min(i, text.length);
    // A string in single quotes ends with its line, unless a backslash carries it on.
    let openQuote = -1;
    if (quote.length === 1 && text[i - 1] !== '\\') {
      openQuote = quoteStart;
      quote = '';
    }
    codeEnd = Math.min(codeEnd, end);
    lines.push({ start, end, indent: blank && !inString ? -1 : indent, first, codeEnd, open: opened, inString, continued: wasContinued, openQuote });
    if (!blank) previousEnd = codeEnd;
    if (i >= text.length) break;
    i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
  }
  return { lines, open, unclosedString: quote.length === 3 ? quoteStart : -1, tripleQuotes, unclosed };
}
