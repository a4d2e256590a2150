/** A file as units of top-level statements, so that a keystroke reparses only the unit it is in. */
import type { Comment, SourceModule, Statement, SyntaxProblem } from './ast';
import { parsePython, type ParseSettings } from './python';
import { scan } from './scan';
import { closeTripleQuote } from './tripleQuote';

/** A group of lines with one top-level statement (and what trails it). Offsets of its nodes are relative to `start`. */
export interface ParsedUnit {
  /** Absolute UTF-16 offset; moved when text before it changes. */
  start: number;
  readonly text: string;
  readonly body: readonly Statement[];
  /** Relative to the unit. */
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  readonly repaired: boolean;
  /** The name that it binds and that is all it does, in a file that is parsed late: see `parseLate`. */
  readonly defines?: string;
}

export interface ParsedFile {
  readonly text: string;
  readonly units: readonly ParsedUnit[];
}

/** Parses a file; units whose text is unchanged since `previous` are the same objects, so that what hangs on them survives. */
export function parseFile(text: string, previous?: ParsedFile | null, settings: ParseSettings = {}): ParsedFile {
  if (previous?.text === text) {
    // Another version of the file may have moved units they share.
    let start = 0;
    for (const unit of previous.units) {
      unit.start = start;
      start += unit.text.length;
    }
    return previous;
  }
  const reusable = new Map<string, ParsedUnit[]>();
  for (const unit of previous?.units ?? []) {
    const list = reusable.get(unit.text);
    if (list) list.push(unit);
    else reusable.set(unit.text, [unit]);
  }
  const { starts } = unitStarts(text, settings);
  const units = starts.map((start, i) => {
    const piece = text.slice(start, starts[i + 1] ?? text.length);
    const known = reusable.get(piece)?.shift();
    if (known) {
      known.start = start;
      return known;
    }
    const { body, comments, problems, repaired } = parsePython(piece, settings);
    return { start, text: piece, body, comments, problems, repaired };
  });
  return { text, units };
}

/** What is read from a unit alone (offsets relative to it), read once: most units are the same at the next keystroke. */
export function oncePerUnit<T>(read: (unit: ParsedUnit) => T): (unit: ParsedUnit) => T {
  const known = new WeakMap<ParsedUnit, T>();
  return (unit) => {
    let found = known.get(unit);
    if (found === undefined) known.set(unit, (found = read(unit)));
    return found;
  };
}

/** Comments of the whole file, offsets absolute. */
export function commentsOf(file: ParsedFile): Comment[] {
  return file.units.flatMap((unit) =>
    unit.comments.map((c) => ({ text: c.text, start: c.start + unit.start, end: c.end + unit.start })),
  );
}

/** A line at column 0 that goes on with the statement above it. */
const continuation = /^(?:else|elif|except|finally)\b|^[)\]}]/;
/** A line at column 0 that begins a statement for sure, whatever bracket is open. */
const begins = /^(?:def|class|import|from|async\s+def|with|while|try|return|del|assert|raise)\b|^@|^if\s+__name__/;

/** `def name(` and `class Name(Base):` without decorators, metaclass or calls: until the name is read, nothing but the name is bound. */
const plainDefinition = /^(?:(?:async\s+)?def\s+(\w+)\s*\(|class\s+(\w+)\s*(?:\([\w\s.,[\]]*\))?\s*:)/;

/** `NAME = [` of a table: worth leaving alone only where it is long. */
const table = /^(\w+)\s*=\s*[[{(]/;
const LONG = 400;
/** Texts, numbers, brackets: a part of what is the same whenever it is read. */
const literal = /[\s,()[\]{}:+\-.\d]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|(?:True|False|None)\b/y;

function isLiteral(text: string): boolean {
  literal.lastIndex = 0;
  while (literal.lastIndex < text.length) if (!literal.test(text)) return false;
  return true;
}

/**
 * The name that a unit binds, where that is all it does until the name is read.
 *
 * @param isQuiet whether a decorator (its text behind the `@`) does nothing but answer a function or class
 */
function bindsOnly(piece: string, isQuiet: (decorator: string) => boolean): string | undefined {
  let at = 0;
  while (piece[at] === '@') {
    const end = piece.indexOf('\n', at);
    if (end < 0 || !isQuiet(piece.slice(at + 1, end).trimEnd())) return undefined;
    at = end + 1;
  }
  const definition = plainDefinition.exec(at === 0 ? piece : piece.slice(at, at + 1000));
  if (definition) return definition[1] ?? definition[2];
  const name = piece.length > LONG ? table.exec(piece)?.[1] : undefined;
  return name !== undefined && isLiteral(piece.slice(piece.indexOf('=') + 1)) ? name : undefined;
}

/** A definition that is parsed when it is needed. */
class LateUnit implements ParsedUnit {
  private parsed: SourceModule | null = null;
  constructor(
    public start: number,
    readonly text: string,
    readonly defines: string,
  ) {}
  private get source(): SourceModule {
    return (this.parsed ??= parsePython(this.text));
  }
  get body(): readonly Statement[] {
    return this.source.body;
  }
  get comments(): readonly Comment[] {
    return this.source.comments;
  }
  get problems(): readonly SyntaxProblem[] {
    return this.source.problems;
  }
  get repaired(): boolean {
    return this.source.repaired;
  }
}

/** A file of somebody else's: of its definitions and tables only those are parsed that are read. */
export function parseLate(text: string, isQuiet: (decorator: string) => boolean = () => false): ParsedFile {
  const { starts, sound } = unitStarts(text, {});
  const units = starts.map((start, i): ParsedUnit => {
    const piece = text.slice(start, starts[i + 1] ?? text.length);
    const name = sound ? bindsOnly(piece, isQuiet) : undefined;
    if (name !== undefined) return new LateUnit(start, piece, name);
    const { body, comments, problems, repaired } = parsePython(piece);
    return { start, text: piece, body, comments, problems, repaired };
  });
  return { text, units };
}

/** Comments, strings, brackets, lines that begin at column 0, and quotes that are not closed. */
const marks = /#[^\n]*|"""|'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|[([{]|[)\]}]|\n(?=[^\s#])|["']/g;

/** Where top-level statements begin in a text that is whole; null where it does not look so: then lines are looked at one by one. */
export function quickStarts(text: string): number[] | null {
  const starts = [0];
  /** Brackets that are open, innermost last. */
  let open = '';
  let decorated = false;
  let any = false;
  /** Where the last comment ended. */
  let comment = -1;
  const note = (at: number): void => {
    const head = text.slice(at, at + 12);
    if (continuation.test(head)) return;
    if (!decorated && any) starts.push(at);
    any = true;
    decorated = head[0] === '@';
  };
  if (/^[^\s#]/.test(text)) note(0);
  marks.lastIndex = 0;
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    const mark = match[0];
    if (mark === '\n') {
      // A backslash at the end of a comment means nothing.
      if (open === '' && (text[match.index - 1] !== '\\' || comment === match.index)) note(match.index + 1);
    } else if (mark === '"""' || mark === "'''") {
      let end = text.indexOf(mark, marks.lastIndex);
      while (end >= 0 && isEscaped(text, end)) end = text.indexOf(mark, end + 1);
      if (end < 0) return null;
      marks.lastIndex = end + 3;
    } else if (mark === '"' || mark === "'") return null;
    else if (mark[0] === '#') comment = marks.lastIndex;
    else if ('([{'.includes(mark)) open += mark;
    else if (')]}'.includes(mark)) {
      if (open[open.length - 1] !== '([{'[')]}'.indexOf(mark)]) return null;
      open = open.slice(0, -1);
    }
  }
  return open === '' ? starts : null;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** Offsets at which top-level statements begin; the first is 0. `sound`: every bracket and string is closed. */
function unitStarts(text: string, settings: ParseSettings): { starts: number[]; sound: boolean } {
  const quick = settings.notebook ? null : quickStarts(text);
  return quick ? { starts: quick, sound: true } : startsByLine(text, settings);
}

/** The same, line by line: half-typed brackets and strings end where a statement begins for sure. */
export function startsByLine(text: string, { notebook }: ParseSettings): { starts: number[]; sound: boolean } {
  let source = text;
  let lines = scan(source, { notebook });
  const quote = closeTripleQuote(text, lines);
  if (quote) {
    source = text.slice(0, quote.at) + quote.text + text.slice(quote.at);
    lines = scan(source, { notebook });
  }
  const sound = !quote && !lines.open;
  if (lines.open)
    lines = scan(source, { notebook, breaks: ({ first, indent }) => indent === 0 && begins.test(source.slice(first, first + 40)) });
  const starts = [0];
  let decorated = false;
  let any = false;
  for (const line of lines.lines) {
    if (line.indent !== 0 || line.open || line.inString || line.continued) continue;
    const head = source.slice(line.first, line.first + 40);
    if (continuation.test(head)) continue;
    if (!decorated && any) starts.push(quote && line.start > quote.at ? line.start - quote.text.length : line.start);
    any = true;
    decorated = head[0] === '@';
  }
  return { starts, sound };
}
