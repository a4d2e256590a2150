/** Python text to our own tree, over pyright's parser; total: whatever the text, it answers a tree and what is wrong with it. */
import { DiagnosticSink } from '@zzzen/pyright-internal/dist/common/diagnosticSink';
import { ParseOptions, Parser } from '@zzzen/pyright-internal/dist/parser/parser';
import type { Comment, SourceModule, SyntaxProblem } from './ast';
import { docstringOf, Lowering, type RawNode } from './lower';
import { compose, isInserted, originalOffset, put, repair, type Insertion } from './repair';
import { silence, type Silenced } from './silence';

export interface ParseSettings {
  /** Lines that start with `%` or `!` are IPython's and mean nothing here. */
  readonly notebook?: boolean;
}

interface RawResult {
  readonly tree: RawNode;
  readonly problems: readonly SyntaxProblem[];
  readonly tokens: { readonly count: number; getItemAt(index: number): { comments?: readonly RawComment[] } };
}
interface RawComment {
  readonly start: number;
  readonly length: number;
  readonly value: string;
  readonly type: number;
}

/** Parses a text; mends it first where it does not parse as it is. */
export function parsePython(text: string, settings: ParseSettings = {}): SourceModule {
  try {
    return parse(text, settings);
  } catch {
    // Nested deeper than the stack allows, or a slip of the parser: nothing of it can be read.
    const span = { start: 0, end: text.length };
    return {
      body: [{ kind: 'ErrorStatement', ...span, statement: null }], comments: [], docstring: null, repaired: false,
      problems: [{ message: 'unreadable', ...span }],
    };
  }
}

/** How often lines are silenced, each time with a parse. */
const ROUNDS = 5;

function parse(text: string, settings: ParseSettings): SourceModule {
  let raw = parseRaw(text, settings);
  let insertions: readonly Insertion[] = [];
  let parsed = text;
  if (raw.problems.length > 0) {
    const mended = repair(text);
    if (mended.insertions.length > 0) {
      const again = parseRaw(mended.text, settings);
      if (again.problems.length <= raw.problems.length) {
        raw = again;
        ({ insertions, text: parsed } = mended);
      }
    }
    let what: Silenced = 'lines';
    for (let round = 0; round < ROUNDS && raw.problems.length > 0; round++) {
      const more = silence(parsed, raw.problems.map((p) => p.start), what);
      const silenced = put(parsed, more);
      const again = more.length > 0 ? parseRaw(silenced, settings) : raw;
      if (again.problems.length < raw.problems.length) {
        raw = again;
        insertions = compose(insertions, more);
        parsed = silenced;
      } else if (what === 'lines') what = 'before';
      else if (what === 'before') what = 'heads';
      else break;
    }
  }
  const mended = insertions.length > 0;
  const map = mended ? (offset: number) => originalOffset(insertions, offset) : (offset: number) => offset;
  const broken = mended ? insertedRanges(insertions) : [];
  const lowering = new Lowering({
    text: parsed,
    map,
    inserted: mended ? (offset) => isInserted(insertions, offset) : null,
    touched: mended ? (start, end) => broken.some((r) => r.start <= end && r.end >= start) : null,
  });
  const body = lowering.statements(raw.tree.d.statements);
  return {
    body,
    comments: commentsOf(raw, map),
    problems: raw.problems.map((p) => ({ ...p, start: map(p.start), end: map(p.end) })),
    repaired: mended,
    docstring: docstringOf(body),
  };
}

/** Where the insertions stand in the mended text. */
function insertedRanges(insertions: readonly Insertion[]): { start: number; end: number }[] {
  let shift = 0;
  return insertions.map(({ at, text }) => {
    const start = at + shift;
    shift += text.length;
    return { start, end: start + text.length };
  });
}

/** What the parser calls an error although Python runs it (messages are bundled as their names). */
const legal = /^finally(?:Return|Break|Continue)$/;

function parseRaw(text: string, settings: ParseSettings): RawResult {
  const options = new ParseOptions();
  options.useNotebookMode = settings.notebook === true;
  const sink = new DiagnosticSink();
  const result = new Parser().parseSourceFile(text, options, sink);
  const { lines } = result.parserOutput;
  const offset = (line: number, character: number) => (line < lines.count ? lines.getItemAt(line).start + character : text.length);
  const problems = sink.fetchAndClear().filter((d) => d.category === 0 && !legal.test(d.message)).map((d) => ({
    message: String(d.message),
    start: offset(d.range.start.line, d.range.start.character),
    end: offset(d.range.end.line, d.range.end.character),
  }));
  return {
    tree: result.parserOutput.parseTree as unknown as RawNode,
    problems,
    tokens: result.tokenizerOutput.tokens as unknown as RawResult['tokens'],
  };
}

function commentsOf({ tokens }: RawResult, map: (offset: number) => number): Comment[] {
  const comments: Comment[] = [];
  for (let i = 0; i < tokens.count; i++)
    for (const comment of tokens.getItemAt(i).comments ?? [])
      // The parser's range leaves the `#` out; IPython's magics are kept among the comments too.
      if (comment.type === 0)
        comments.push({ text: comment.value, start: map(comment.start - 1), end: map(comment.start + comment.length) });
  return comments;
}
