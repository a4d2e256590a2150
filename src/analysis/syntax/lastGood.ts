/** Half-typed code keeps its meaning: a statement that does not parse is replaced by the last version of it that did. */
import type { Node, Statement } from './ast';
import type { ParsedFile, ParsedUnit } from './file';
import { walk } from './walk';

export interface HealSettings {
  /** Replace every statement that differs, whether it parses or not: for one that parses but cannot be meant (it raises). */
  readonly all?: boolean;
}

/**
 * The file with broken statements replaced by those of `good` that stood in their place. Units without one are the same objects; `good` is the last
 * version in which they were whole (its own broken statements healed before).
 */
export function healFile(current: ParsedFile, good: ParsedFile, settings: HealSettings = {}): ParsedFile {
  const broken = (unit: ParsedUnit): boolean => settings.all === true || unit.body.some(isBroken);
  if (!current.units.some(broken)) return current;
  const [first, lastCurrent, lastGood] = difference(current.units, good.units, (a, b) => a.text === b.text);
  const changed = current.units.slice(first, lastCurrent);
  const before = good.units.slice(first, lastGood);
  if (changed.length === 0) return current;
  const healedUnits = changed.map((unit, i) => {
    if (!broken(unit)) return unit;
    const partners =
      changed.length === before.length ? [before[i]!] : changed.length === 1 ? before : before.filter((other) => sameDefinition(unit, other));
    if (partners.length === 0) return unit;
    const statements = partners.flatMap((partner) => partner.body);
    const body = healed(unit.body, statements, settings);
    return { ...unit, body };
  });
  return { text: current.text, units: [...current.units.slice(0, first), ...healedUnits, ...current.units.slice(lastCurrent)] };
}

function sameDefinition(a: ParsedUnit, b: ParsedUnit): boolean {
  return a.body.some((x) => b.body.some((y) => nameOf(x) !== null && nameOf(x) === nameOf(y)));
}

/** A block with its broken statements replaced by those of `good` that stood in their place; nested blocks likewise. */
export function healed(current: readonly Statement[], good: readonly Statement[], settings: HealSettings = {}): readonly Statement[] {
  const [first, lastCurrent, lastGood] = difference(current, good, sameTree);
  const changed = current.slice(first, lastCurrent);
  const before = good.slice(first, lastGood);
  if (before.length === 0 || !(settings.all === true ? changed.length > 0 : changed.some(isBroken))) return current;
  const middle: Statement[] = [];
  if (changed.length === before.length) changed.forEach((statement, i) => middle.push(healedStatement(statement, before[i]!, settings)));
  else {
    const replaced = (statement: Statement) => (settings.all === true ? !compound(statement) : isBrokenHere(statement));
    const whole = changed.filter((statement) => !replaced(statement));
    if (whole.length === 0) for (const statement of before) middle.push(placed(statement, changed[0]!));
    else {
      // Whole statements keep their partner by name or likeness; what is left over stands for the broken ones, in order.
      const partners = new Map<Statement, Statement>();
      for (const statement of whole) {
        const partner = before.find((other) => ![...partners.values()].includes(other) && (sameTree(statement, other) || sameName(statement, other)));
        if (partner) partners.set(statement, partner);
      }
      const free = before.filter((other) => ![...partners.values()].includes(other));
      const brokenCount = changed.length - whole.length;
      let used = 0;
      for (const statement of changed) {
        const partner = partners.get(statement);
        if (partner) middle.push(healedStatement(statement, partner, settings));
        else if (replaced(statement)) {
          used++;
          const share = used === brokenCount ? free.splice(0) : free.splice(0, 1);
          if (share.length === 0) middle.push(statement);
          for (const other of share) middle.push(placed(other, statement));
        } else middle.push(statement);
      }
    }
  }
  return [...current.slice(0, first), ...middle, ...current.slice(lastCurrent)];
}

type Compound = Statement & { readonly body: readonly Statement[] };

function compound(statement: Statement): statement is Compound {
  return 'body' in statement;
}

function healedStatement(current: Statement, good: Statement, settings: HealSettings): Statement {
  const whole = !isBrokenHere(current);
  if (whole && compound(current) && compound(good) && current.kind === good.kind && (nameOf(current) === nameOf(good))) {
    const body = healed(current.body, good.body, settings);
    const made: Record<string, unknown> = { ...current, body };
    for (const key of ['otherwise', 'finally'] as const)
      if (key in current && key in good)
        made[key] = healed(
          (current as unknown as Record<string, readonly Statement[]>)[key]!,
          (good as unknown as Record<string, readonly Statement[]>)[key]!,
          settings,
        );
    if (current.kind === 'Try' && good.kind === 'Try' && current.handlers.length === good.handlers.length)
      made.handlers = current.handlers.map((handler, i) => ({ ...handler, body: healed(handler.body, good.handlers[i]!.body, settings) }));
    return made as unknown as Statement;
  }
  if (whole && !(settings.all === true && !compound(current))) return current;
  if (compound(good) && current.kind === good.kind && compound(current)) {
    // Only the head is broken: the good head with what the body is now.
    const head = placed({ ...good, body: [] } as unknown as Statement, current) as Compound;
    return { ...head, end: current.end, body: healed(current.body, good.body, settings) } as Statement;
  }
  return placed(good, current);
}

/** The same statement where another one stands now: offsets shifted to its start and kept within its end. */
function placed(good: Statement, at: Statement): Statement {
  const shift = at.start - good.start;
  const limit = Math.max(at.start, at.end);
  const move = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== 'object' || value === null) return value;
    const made: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(value))
      made[key] =
        (key === 'start' || key === 'end' || key === 'nameStart') && typeof part === 'number'
          ? Math.min(part + shift, limit)
          : move(part);
    return made;
  };
  return move(good) as Statement;
}

/** Where two lists differ: `[from, end in a, end in b]`. */
function difference<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): [number, number, number] {
  let from = 0;
  while (from < a.length && from < b.length && same(a[from]!, b[from]!)) from++;
  let endA = a.length;
  let endB = b.length;
  while (endA > from && endB > from && same(a[endA - 1]!, b[endB - 1]!)) {
    endA--;
    endB--;
  }
  return [from, endA, endB];
}

const places = new Set(['start', 'end', 'nameStart']);

/** Equal but for where it stands. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameTree(item, b[i]));
  for (const key in a) {
    if (places.has(key)) continue;
    if (!sameTree((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function nameOf(statement: Statement): string | null {
  if (statement.kind === 'FunctionDef' || statement.kind === 'ClassDef') return statement.name;
  return null;
}

function sameName(a: Statement, b: Statement): boolean {
  if (a.kind !== b.kind) return false;
  const name = nameOf(a);
  if (name !== null) return name === nameOf(b);
  if (a.kind === 'Assign' && b.kind === 'Assign') return sameTree(a.targets, b.targets);
  return false;
}

/** Does it not parse, or something in it? */
export function isBroken(statement: Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    if (isError(node)) found = true;
    return found ? false : undefined;
  });
  return found;
}

/** The same for the statement itself, blocks in it left out. */
function isBrokenHere(statement: Statement): boolean {
  if (isError(statement)) return true;
  if (!compound(statement)) return isBroken(statement);
  const { body: _body, ...head } = statement as Compound & Record<string, unknown>;
  let found = false;
  walk({ ...head, kind: undefined, otherwise: [], finally: [], handlers: [], cases: [] }, (node) => {
    if (isError(node)) found = true;
    return found ? false : undefined;
  });
  return found;
}

function isError(node: Node): boolean {
  return node.kind === 'ErrorStatement' || node.kind === 'ErrorExpression';
}
