/**
 * How much of a file survives a half-typed line.
 *
 * Lines of the files are cut, unfinished lines put in, single characters deleted; the score is the share of the other calls of the file that are
 * still found at the same class.method path, by text.
 */
import type { Node, Statement } from '../../../src/analysis/syntax/ast';
import { type ParsedFile, parseFile } from '../../../src/analysis/syntax/file';
import { walk } from '../../../src/analysis/syntax/walk';

const forms = [
  'self.conv9 = nn.Conv2d(64, ', 'self.conv9 = nn.Conv2d(', 'self.conv9 = nn.', 'self.conv9 =', 'self.', 'x = self.', 'x = x +', 'x = x.view(x.size(0), -1', 'x = torch.cat([x, ',
  'x = torch.cat([x, y], dim=', 'return', 'return self.', 'return self.fc(x', 'return {', 'for i in range(', 'for i in', 'for', 'for i in range(3)', 'for i in range(3):', 'if x', 'if x.shape[0] ==', 'if',
  'while', 'with torch.no_grad(', 'with', 'def forward(self, x', 'def forward', 'def', 'def f(self):', 'class Foo(nn.Module', 'class Foo', 'class', 'import', 'from torch import', 'from', 'x = f"conv{i',
  'x = "abc', "x = 'abc", 'x = [1, 2', 'x = {"a": ', 'x = (1,', 'x = lambda', 'x = lambda a:', 'x = a if b else', 'x = a if', 'assert', 'assert x ==', 'print(', 'print(f"{x', '@', '@torch.', 'try:', 'x[', 'x[0', 'x[0].',
  'x = not', 'x = -', 'x: ', 'raise', 'raise ValueError(', 'self.layers.append(nn.Sequential(nn.Conv2d(3, 4', 'elif x:', 'else:', '"""', 'x = """text', 'lambda', 'await', 'global', 'x += ', 'x = yield', 'a, b =', '*', ')', ']', '}', ':',
];

interface Found {
  readonly path: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** @param touched names of definitions that begin in it are left out of paths: they are what was being typed */
function calls(text: string, { units }: ParsedFile, touched: readonly [from: number, to: number]): Found[] {
  const out: Found[] = [];
  const inside = (body: readonly Statement[], path: string, shift: number): void =>
    walk(body, (node: Node) => {
      if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') {
        const own = node.body;
        const head = { ...node, body: [] };
        walk({ ...head, kind: undefined }, (part) => add(part, path, shift));
        const at = node.nameStart + shift;
        inside(own, `${path}.${at >= touched[0] && at <= touched[1] ? '?' : node.name}`, shift);
        return false;
      }
      add(node, path, shift);
      return undefined;
    });
  const add = (node: Node, path: string, shift: number): void => {
    if (node.kind === 'Call') {
      const start = node.start + shift;
      const end = node.end + shift;
      out.push({ path, text: text.slice(start, end).replace(/\s+/g, ''), start, end });
    }
  };
  for (const unit of units) inside(unit.body, '', unit.start);
  return out;
}

let seed = 1;
function random(below: number): number {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * below);
}

export type Kind = 'cut' | 'insert' | 'delete';

interface Mutation {
  readonly text: string;
  /** The range of the original that was touched. */
  readonly from: number;
  readonly to: number;
  readonly what: string;
}

function mutate(text: string, kind: Kind): Mutation | null {
  const lines = text.split('\n');
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  for (let tries = 0; tries < 50; tries++) {
    const n = random(lines.length);
    const line = lines[n]!;
    const start = starts[n]!;
    const indent = /^\s*/.exec(line)![0];
    if (line.trim().length < 3 || /^\s*(#|"""|''')/.test(line)) continue;
    if (kind === 'cut') {
      const column = indent.length + 1 + random(line.length - indent.length - 1);
      return { text: text.slice(0, start + column) + text.slice(start + line.length), from: start, to: start + line.length, what: `cut ${n + 1}: ${line.slice(0, column)}` };
    }
    if (kind === 'insert') {
      // Before a statement of a block: not within brackets.
      if (!/^\s*(?:self\.|x = |return\b|if\b|for\b|def\b)/.test(line)) continue;
      const form = forms[random(forms.length)]!;
      return { text: `${text.slice(0, start)}${indent}${form}\n${text.slice(start)}`, from: start, to: start, what: `insert ${n + 1}: ${form}` };
    }
    const columns = [...line].flatMap((c, i) => ('()[]{}"\',.:'.includes(c) ? [i] : []));
    if (columns.length === 0) continue;
    const column = start + columns[random(columns.length)]!;
    return { text: text.slice(0, column) + text.slice(column + 1), from: start, to: start + line.length, what: `delete ${n + 1}:${column - start + 1}: ${line}` };
  }
  return null;
}

export interface Recall {
  /** Mean share of the other calls that are found. */
  readonly recall: number;
  /** Share of the mutations that lose more than a tenth. */
  readonly bad: number;
  readonly count: number;
  /** Mean time of reading the mutated file, the one before known. */
  readonly milliseconds: number;
  /** What lost something, worst first. */
  readonly worst: readonly { readonly share: number; readonly what: string }[];
}

/** `count` mutations of one kind, the same every time. */
export function recall(all: readonly { readonly name: string; readonly text: string }[], kind: Kind, count: number): Recall {
  seed = 1;
  const files = all.filter(({ text }) => text.length > 500 && !text.includes('\r'));
  const parsed = new Map<string, ParsedFile>();
  let sum = 0;
  let bad = 0;
  let milliseconds = 0;
  let done = 0;
  const worst: { share: number; what: string }[] = [];
  for (let i = 0; i < count; i++) {
    const { name, text } = files[random(files.length)]!;
    const mutation = mutate(text, kind);
    if (!mutation) continue;
    const known = parsed.get(name) ?? parseFile(text);
    parsed.set(name, known);
    const others = calls(text, known, [mutation.from, mutation.to]).filter((c) => c.end < mutation.from || c.start > mutation.to);
    if (others.length === 0) continue;
    const start = performance.now();
    // Units are moved in place: copies, so that the known file stays as it is.
    const mutated = parseFile(mutation.text, { ...known, units: known.units.map((unit) => ({ ...unit })) });
    milliseconds += performance.now() - start;
    const after = new Map<string, number>();
    for (const { path, text: call } of calls(mutation.text, mutated, [mutation.from, mutation.to + mutation.text.length - text.length])) {
      const key = `${path} ${call}`;
      after.set(key, (after.get(key) ?? 0) + 1);
    }
    let found = 0;
    for (const { path, text: call } of others) {
      const key = `${path} ${call}`;
      const left = after.get(key) ?? 0;
      if (left > 0) {
        found++;
        after.set(key, left - 1);
      }
    }
    const share = found / others.length;
    sum += share;
    if (share < 0.9) bad++;
    done++;
    if (share < 1) worst.push({ share, what: `${name} ${mutation.what}` });
  }
  worst.sort((a, b) => a.share - b.share);
  return { recall: sum / done, bad: bad / done, count: done, milliseconds: milliseconds / done, worst };
}
