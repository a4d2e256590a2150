/** Half-typed code keeps its meaning: lines that do not parse are read as they were when they last did, in the places where they stand now. */
import type { Statement } from './ast';
import { type ParsedFile, parseFile, type ParsedUnit } from './file';
import type { ParseSettings } from './python';
import { walk } from './walk';

export interface HealSettings extends ParseSettings {
  /** Take back every change since the good version, also one that parses: for text that cannot be meant (it raises). */
  readonly all?: boolean;
}

/** Changed lines: `[from, to)` in what is now and in what was. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly wasFrom: number;
  readonly wasTo: number;
}

/** Longer stretches of changed lines are one hunk: nobody types them. */
const LONGEST = 400;

/**
 * The file with the lines that break it read as they were in `good`, the last version that parsed. Units that are whole stay the same objects; offsets
 * are those of the current text. The current file where nothing is broken, or where the old lines mend nothing.
 */
export function healFile(current: ParsedFile, good: ParsedFile, settings: HealSettings = {}): ParsedFile {
  const first = commonStart(current.units, good.units, (a, b) => a.text === b.text);
  const after = commonEnd(current.units, good.units, first, (a, b) => a.text === b.text);
  const changed = current.units.slice(first, current.units.length - after);
  if (changed.length === 0 && settings.all !== true) return current;
  const damage = damageOf(changed);
  if (damage === 0 && settings.all !== true) return current;
  const before = good.units.slice(first, good.units.length - after);
  const now = changed.map((unit) => unit.text).join('');
  const was = before.map((unit) => unit.text).join('');
  if (now === was) return current;
  const lines = linesOf(now);
  const oldLines = linesOf(was);
  const hunks = difference(lines, oldLines);
  const start = changed[0]?.start ?? current.units[first]?.start ?? current.text.length;
  for (const taken of settings.all === true ? [hunks] : choices(hunks, changed, lines, start)) {
    const text = takeBack(lines, oldLines, taken);
    const mended = parseFile(text, null, settings);
    if (settings.all !== true && damageOf(mended.units) >= damage) continue;
    const map = offsetMap(lines, oldLines, taken);
    const units = mended.units.map((unit) => moved(unit, map, start));
    return {
      text: current.text,
      units: [...current.units.slice(0, first), ...units, ...current.units.slice(current.units.length - after)],
    };
  }
  return current;
}

/** Does anything in the file not parse? */
export function isBrokenFile(file: ParsedFile): boolean {
  return damageOf(file.units) > 0;
}

/** How much of the units does not parse: problems and error nodes. */
function damageOf(units: readonly ParsedUnit[]): number {
  let damage = 0;
  for (const unit of units) {
    let own = known.get(unit);
    if (own === undefined) {
      own = unit.problems.length + (unit.repaired ? 1 : 0) + errors(unit.body);
      known.set(unit, own);
    }
    damage += own;
  }
  return damage;
}

/** Units that have not changed are not walked again at each keystroke. */
const known = new WeakMap<ParsedUnit, number>();

function errors(body: readonly Statement[]): number {
  let count = 0;
  walk(body, (node) => {
    if (node.kind === 'ErrorStatement' || node.kind === 'ErrorExpression') count++;
  });
  return count;
}

/** Which hunks to take back, most careful first: those where something is wrong, then all. New lines alone are kept: nothing was there before. */
function choices(hunks: readonly Hunk[], units: readonly ParsedUnit[], lines: readonly string[], start: number): Hunk[][] {
  const wrong = new Set<number>();
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length;
  }
  const lineAt = (at: number) => {
    let line = starts.length - 1;
    while (line > 0 && starts[line]! > at) line--;
    return line;
  };
  for (const unit of units) {
    const base = unit.start - start;
    for (const problem of unit.problems) wrong.add(lineAt(base + problem.start));
    walk(unit.body, (node) => {
      if (node.kind === 'ErrorStatement' || node.kind === 'ErrorExpression')
        for (let line = lineAt(base + node.start); line <= lineAt(base + node.end); line++) wrong.add(line);
    });
  }
  // The parser notices an open bracket only on the lines after it.
  const near = hunks.filter((hunk) => [...wrong].some((line) => line >= hunk.from - 1 && line <= hunk.to + 1));
  const replaced = (list: readonly Hunk[]) => list.filter((hunk) => hunk.wasTo > hunk.wasFrom);
  return [replaced(near), replaced(hunks), near, [...hunks]].filter((list) => list.length > 0);
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function commonStart<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): number {
  let count = 0;
  while (count < a.length && count < b.length && same(a[count]!, b[count]!)) count++;
  return count;
}

function commonEnd<T>(a: readonly T[], b: readonly T[], from: number, same: (x: T, y: T) => boolean): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) - from && same(a[a.length - 1 - count]!, b[b.length - 1 - count]!)) count++;
  return count;
}

/** Changed stretches by the longest common subsequence of lines. */
function difference(now: readonly string[], was: readonly string[]): Hunk[] {
  const equal = (a: string, b: string) => a === b;
  const from = commonStart(now, was, equal);
  const end = commonEnd(now, was, from, equal);
  const a = now.slice(from, now.length - end);
  const b = was.slice(from, was.length - end);
  if (a.length === 0 && b.length === 0) return [];
  if (a.length > LONGEST || b.length > LONGEST) return [{ from, to: from + a.length, wasFrom: from, wasTo: from + b.length }];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j] && a[i]!.trim() !== ''
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [startA, startB] = [i, j];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j] && a[i]!.trim() !== '') break;
      if (j >= b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) i++;
      else j++;
    }
    if (i > startA || j > startB) hunks.push({ from: from + startA, to: from + i, wasFrom: from + startB, wasTo: from + j });
    while (i < a.length && j < b.length && a[i] === b[j] && a[i]!.trim() !== '') {
      i++;
      j++;
    }
  }
  return hunks;
}

function takeBack(now: readonly string[], was: readonly string[], hunks: readonly Hunk[]): string {
  let text = '';
  let line = 0;
  for (const hunk of hunks) {
    text += now.slice(line, hunk.from).join('') + was.slice(hunk.wasFrom, hunk.wasTo).join('');
    line = hunk.to;
  }
  return text + now.slice(line).join('');
}

/** From offsets in the mended text to those in the current one: what was taken back stands within the lines that are there now. */
function offsetMap(now: readonly string[], was: readonly string[], hunks: readonly Hunk[]): (offset: number) => number {
  const length = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length, 0);
  const pieces: { mended: number; current: number; mendedLength: number; currentLength: number; taken: boolean }[] = [];
  let mended = 0;
  let current = 0;
  let line = 0;
  const put = (mendedLength: number, currentLength: number, taken: boolean) => {
    pieces.push({ mended, current, mendedLength, currentLength, taken });
    mended += mendedLength;
    current += currentLength;
  };
  for (const hunk of hunks) {
    const kept = length(now.slice(line, hunk.from));
    put(kept, kept, false);
    put(length(was.slice(hunk.wasFrom, hunk.wasTo)), length(now.slice(hunk.from, hunk.to)), true);
    line = hunk.to;
  }
  const rest = length(now.slice(line));
  put(rest, rest, false);
  return (offset) => {
    let piece = pieces[0]!;
    for (const one of pieces) if (one.mended <= offset) piece = one;
    const inside = offset - piece.mended;
    if (!piece.taken) return piece.current + inside;
    // The line's end stays outside, so that a range never reaches into the next line.
    return piece.current + Math.min(inside, Math.max(0, piece.currentLength - 1));
  };
}

/** A unit of the mended text with the offsets of the current one. */
function moved(unit: ParsedUnit, map: (offset: number) => number, start: number): ParsedUnit {
  const unitStart = map(unit.start);
  const move = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== 'object' || value === null) return value;
    const made: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(value))
      made[key] =
        typeof part === 'number' && (key === 'start' || key === 'end' || key === 'nameStart')
          ? Math.max(0, map(unit.start + part) - unitStart)
          : move(part);
    return made;
  };
  return {
    start: start + unitStart,
    text: unit.text,
    body: move(unit.body) as Statement[],
    comments: move(unit.comments) as ParsedUnit['comments'],
    problems: [],
    repaired: unit.repaired,
  };
}
