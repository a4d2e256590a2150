/**
 * Indent repair: makes half-typed code parse, so that the statements around it keep their meaning.
 *
 * Text is only put in, never taken out: closers, operands, colons; a `#` where a line cannot be saved. When a line starts at or left of the indentation of
 * the statement that left a bracket open, the bracket is closed at the end of the line before. What was put in is remembered, so that offsets can be
 * mapped back and the touched statements be known as broken.
 */
import { type OpenLine, scan, type ScannedLine } from './scan';
import { closeTripleQuote } from './tripleQuote';

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
/** What stands below a definition's head, never in its parameters. */
const bodyHead = /^[A-Za-z_]\w*\.[\w.]+\s*(?:=(?!=)|[-+*/]=)|^[A-Za-z_][\w.]*\(|^["']|^(?:for|if)\b/;
const dangling = /(?:(?:^|[^\w.])(?:not|and|or|in|is|if|else|await|assert)|[-+*/%@&|^~<>=.])$/;
/** `1.`, `...`, `import *`, and heads that take nothing. */
const complete = /(?:^|[^\w.])\d[\d_]*\.$|\.\.\.$|\bimport\s+\*$|^(?:else|try|finally|except)$/;

/** No statement that could stand alone. */
const lostHead = /:$|^\w+$|^(?!(?:return|raise|import|from|del|assert|global|nonlocal|yield|await|pass|break|continue)\b)\w+[ \t]+[\w('"]/;

/** The repaired text; the same text where there is nothing to mend. */
export function repair(text: string): Repaired {
  let insertions: readonly Insertion[] = [];
  let mended = text;
  const quote = closeTripleQuote(text, scan(text));
  for (const step of [() => (quote ? [quote] : []), () => openStrayClosers(mended), () => mendLines(mended)]) {
    const more = step().sort((a, b) => a.at - b.at);
    insertions = compose(insertions, more);
    mended = put(mended, more);
  }
  return { text: mended, insertions };
}

/** Insertions into a text, then insertions into what came of it: all as insertions into the text. */
export function compose(first: readonly Insertion[], then: readonly Insertion[]): readonly Insertion[] {
  if (first.length === 0 || then.length === 0) return first.length === 0 ? then : first;
  const result: Insertion[] = [];
  let shift = 0;
  let k = 0;
  for (const { at, text } of first) {
    const from = at + shift;
    while (k < then.length && then[k]!.at <= from) {
      result.push({ at: then[k]!.at - shift, text: then[k]!.text });
      k++;
    }
    let done = 0;
    while (k < then.length && then[k]!.at < from + text.length) {
      result.push({ at, text: text.slice(done, then[k]!.at - from) }, { at, text: then[k]!.text });
      done = then[k]!.at - from;
      k++;
    }
    result.push({ at, text: text.slice(done) });
    shift += text.length;
  }
  for (; k < then.length; k++) result.push({ at: then[k]!.at - shift, text: then[k]!.text });
  return result;
}

/** The text with everything put in; insertions in order of their places. */
export function put(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: extra } of insertions) {
    result += text.slice(from, at) + extra;
    from = at;
  }
  return result + text.slice(from);
}

/** A line that begins with a closer although nothing is open: the opener is gone from the statement it ends. */
function openStrayClosers(source: string): Insertion[] {
  const insertions: Insertion[] = [];
  const { lines } = scan(source);
  for (const [n, line] of lines.entries()) {
    const bracket = source[line.first];
    if (line.indent < 0 || line.open || line.inString || !(bracket === ')' || bracket === ']' || bracket === '}')) continue;
    let between = 0;
    for (let m = n - 1; m >= Math.max(0, n - 60); m--) {
      const before = lines[m]!;
      if (before.indent < 0 || before.inString || before.indent > line.indent) {
        if (before.indent > line.indent) between++;
        continue;
      }
      if (before.indent === line.indent && between > 0 && source[before.codeEnd - 1] !== ':') {
        const opener = bracket === ')' ? '(' : bracket === ']' ? '[' : '{';
        insertions.push({ at: before.codeEnd, text: /^(?:async\s+)?def$/.test(source.slice(before.first, before.codeEnd)) ? ` _${opener}` : opener });
      }
      break;
    }
  }
  return insertions;
}

/** Open brackets and quotes, missing operands, colons and bodies. */
function mendLines(source: string): Insertion[] {
  const insertions: Insertion[] = [];
  /** Lines at whose start brackets were closed: what was open. */
  const closedAt = new Map<number, string>();
  const { lines, open: openAtEnd, unclosed } = scan(source, {
    breaks: (line) => {
      if (!isBreak(source, line)) return false;
      closedAt.set(line.start, line.open);
      return true;
    },
  });
  for (const { bracket, line: n } of unclosed) {
    const { first, codeEnd } = lines[n]!;
    const code = source.slice(first, codeEnd);
    const operand = dangling.test(code) && !complete.test(code) ? ' _' : '';
    insertions.push({ at: code.endsWith(',') ? codeEnd - 1 : codeEnd, text: operand + closers(bracket) });
  }
  const nextCode: number[] = [];
  for (let n = lines.length - 1, next = lines.length; n >= 0; n--) {
    nextCode[n] = next;
    if (lines[n]!.indent >= 0) next = n;
  }
  let owner = 0;
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n]!;
    if (line.indent < 0) continue;
    const starts = !line.open && !line.continued && !line.inString;
    if (starts) owner = n;
    const next = lines[nextCode[n]!];
    const closes = next ? closedAt.get(next.start) : openAtEnd;
    const ends = next === undefined || (!next.inString && (closes !== undefined || (next.open === '' && !next.continued)));
    const own = lines[owner]!;
    const code = source.slice(own.first, line.codeEnd);
    let extra = '';
    if (line.openQuote >= 0) extra += closeQuote(source, line);
    if (ends && (!line.inString || line.codeEnd > line.first)) {
      const deeper = next !== undefined && next.indent > own.indent;
      const isHeader = header.test(code) && !/^(?:match|case)\s*[=.(,[]/.test(code);
      const body = isHeader ? endOfHead(code) : -1;
      if (isHeader && closes && body < 0 && line.openQuote < 0 && code.endsWith(':')) {
        // `def f(self, x:` closes before the colon or the arrow.
        const arrow = source.slice(line.first, line.codeEnd).search(/\s*->/);
        insertions.push({ at: arrow >= 0 ? line.first + arrow : line.codeEnd - 1, text: closers(closes) });
        if (!deeper) extra += ' pass';
      } else {
        if (line.openQuote < 0 && dangling.test(code) && !complete.test(code)) extra += ' _';
        if (closes) extra += closers(closes);
        if (isHeader) {
          mendDefinition(code, own, insertions);
          if (body < 0) extra += headerRest(code, extra) + (deeper ? ':' : ': pass');
          else if (body === code.length && !deeper) extra += ' pass';
        } else if (deeper && lostHead.test(code)) {
          // The head of a block, half-typed or misspelled: `de`, `els:`.
          insertions.push({ at: own.first, text: 'if _: #' });
          for (let m = owner + 1; m <= n; m++) if (lines[m]!.indent >= 0) insertions.push({ at: lines[m]!.first, text: '#' });
          extra = '';
        } else if (code.endsWith(':') && !closes) extra += ' _';
      }
    }
    if (extra) insertions.push({ at: line.openQuote >= 0 ? line.end : line.codeEnd, text: extra });
  }
  return insertions;
}

/** Does a statement begin here, although brackets are open? */
function isBreak(source: string, { first, indent, statementIndent, statementFirst, previousEnd }: OpenLine): boolean {
  const rest = source.slice(first, first + 200);
  if (indent <= statementIndent) return statementHead.test(rest);
  if (keywordHead.test(rest)) return true;
  const head = source.slice(statementFirst, statementFirst + 12);
  if (!header.test(head)) return false;
  const previous = source.slice(Math.max(statementFirst, source.lastIndexOf('\n', previousEnd - 1) + 1), previousEnd);
  // A colon ends the head where the head began, or on the line of its closer; elsewhere it may belong to a parameter.
  const mayEnd = !/^\s*(?:async\s+)?def\b/.test(head) || /^\s*(?:async\s|def\b|[)\]}]|->)/.test(previous);
  if (mayEnd && source[previousEnd - 1] === ':' && !/\blambda\b[^:]*:$/.test(source.slice(Math.max(statementFirst, previousEnd - 200), previousEnd))) return true;
  if (/^class\b/.test(head)) return /^["']|^\w+\s*[:=]/.test(rest);
  return /^(?:async\s+)?def\b/.test(head) && bodyHead.test(rest);
}

function closers(open: string): string {
  return [...open].reverse().map((bracket) => closing[bracket]).join('');
}

/** What ends a string in single quotes that its line leaves open; the fields of an f-string too. */
function closeQuote(source: string, line: ScannedLine): string {
  const quote = source[line.openQuote]!;
  const text = source.slice(line.openQuote + 1, line.end);
  if (!/[fF][rR]?$/.test(source.slice(Math.max(0, line.openQuote - 2), line.openQuote))) return quote;
  let open = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '{' && !open && text[i + 1] === '{') i++;
    else if (c === '{' || (open && (c === '(' || c === '['))) open += c;
    else if (open && (c === '}' || c === ')' || c === ']')) open = open.slice(0, -1);
  }
  if (!open) return quote;
  return (/[{.([,+*/-]\s*$/.test(text) ? '_' : '') + closers(open) + quote;
}

/** Where the head of a block ends, behind its colon; -1 where it has none. A body on the same line follows. */
function endOfHead(code: string): number {
  let depth = 0;
  let lambdas = 0;
  for (let i = 0; i < code.length; i++) {
    const c = code[i]!;
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth = Math.max(0, depth - 1);
    else if (c === '#') {
      while (i < code.length && code[i] !== '\n') i++;
    } else if (c === '"' || c === "'") {
      const quote = code[i + 1] === c && code[i + 2] === c ? c + c + c : c;
      const end = code.indexOf(quote, i + quote.length);
      if (end < 0) return -1;
      i = end + quote.length - 1;
    } else if (depth === 0 && c === 'l' && /^lambda\b/.test(code.slice(i, i + 7)) && !/\w/.test(code[i - 1] ?? '')) lambdas++;
    else if (depth === 0 && c === ':' && code[i + 1] !== '=' && lambdas-- === 0) return i + 1;
  }
  return -1;
}

/** What a head without a colon lacks before it. */
function headerRest(code: string, extra: string): string {
  const head = (code + extra).trim();
  if (/^class$/.test(head)) return ' _';
  if (/^(?:async\s+)?def$/.test(head)) return ' _()';
  if (/^(?:async\s+)?def\s+\w+$/.test(head)) return '()';
  if (/^(?:async\s+)?for\b/.test(head) && !/\bin\b/.test(head)) return /^(?:async\s+)?for\s+\S/.test(head) ? ' in _' : ' _ in _';
  if (/^(?:if|elif|while|with|match|case|async)$/.test(head)) return head === 'async' ? ' def _()' : ' _';
  return '';
}

/** `def name self):` whose opening bracket is gone. */
function mendDefinition(code: string, own: ScannedLine, insertions: Insertion[]): void {
  const name = /^(?:async\s+)?def\s+\w+\b(?=\s*[^\s(:[])/.exec(code);
  if (!name || !code.includes(')')) return;
  const rest = code.slice(name[0].length).trimStart();
  insertions.push({ at: own.first + name[0].length, text: /^[,=]/.test(rest) ? '(_' : '(' });
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
