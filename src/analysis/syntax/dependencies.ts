/** Which statements of a file hang on which: what a class is and does is settled by the units that it names, and those that they name. */
import type { Expression, Node, Statement } from './ast';
import { oncePerUnit, type ParsedFile, type ParsedUnit } from './file';
import { walk } from './walk';

interface UnitNames {
  /** Names it sets in the module. */
  readonly binds: ReadonlySet<string>;
  /** Names it reads, wherever they are from. */
  readonly reads: ReadonlySet<string>;
  /** Those of them that are read when it is run itself. */
  readonly runs: ReadonlySet<string>;
  /** Names of decorators of its functions: one of the file's own may call what it decorates. */
  readonly decorators: ReadonlySet<string>;
  /** It only binds names: what is elsewhere stays as it is. */
  readonly quiet: boolean;
}

const importing = /^Import/;

/** Names that reach every other name of a module. */
const reachAll = new Set(['globals', 'locals', 'vars', 'eval', 'exec', 'sys', 'importlib', '__import__', '__init_subclass__', '__class_getitem__', 'metaclass', 'inspect', 'gc']);

const namesOf = oncePerUnit(({ body, repaired }): UnitNames => {
  const binds = new Set<string>();
  const quiet = !repaired && body.every((statement) => isQuiet(statement, binds));
  return { binds, quiet, reads: readsOf(body, false), runs: readsOf(body, true), decorators: decoratorsOf(body) };
});

/** Every name that a unit reads. */
export function namesRead(unit: ParsedUnit): ReadonlySet<string> {
  return namesOf(unit).reads;
}

/** Names that are read; `atOnce`: those that are read when the statements are run, bodies of functions left out. */
function readsOf(body: readonly Statement[], atOnce: boolean): Set<string> {
  const reads = new Set<string>();
  const visit = (node: Node): void | false => {
    if (node.kind === 'Name') reads.add(node.id);
    else if (node.kind === 'Attribute' && reachAll.has(node.attribute)) reads.add(node.attribute);
    else if (node.kind === 'Argument' && node.name !== null && reachAll.has(node.name)) reads.add(node.name);
    else if (node.kind === 'Global') reads.add('globals');
    else if (node.kind === 'FunctionDef') {
      if (reachAll.has(node.name)) reads.add(node.name);
      if (!atOnce) return;
      walk(node.decorators, visit);
      for (const parameter of node.parameters) walk(parameter.default, visit);
      return false;
    }
  };
  walk(body, visit);
  return reads;
}

function decoratorsOf(body: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  walk(body, (node) => {
    if (node.kind === 'FunctionDef' || node.kind === 'ClassDef')
      walk(node.decorators, (part) => {
        if (part.kind === 'Name') names.add(part.id);
      });
  });
  return names;
}

/** Does a statement nothing but set names? Notes them. */
function isQuiet(statement: Statement, binds: Set<string>): boolean {
  switch (statement.kind) {
    case 'FunctionDef':
      binds.add(statement.name);
      return statement.decorators.length === 0 && statement.parameters.every((p) => !calls(p.default));
    case 'ClassDef':
      binds.add(statement.name);
      // Methods may be decorated: by what is built in or imported, as a rule; a decorator of the file's own is among the names.
      return (
        statement.decorators.length === 0 &&
        statement.bases.every((base) => base.form === 'positional' && !calls(base.value)) &&
        statement.body.every((one) => (one.kind === 'FunctionDef' ? one.parameters.every((p) => !calls(p.default)) : !importing.test(one.kind) && isQuiet(one, new Set())))
      );
    case 'Assign':
      for (const target of statement.targets) {
        if (target.kind !== 'Name') return false;
        binds.add(target.id);
      }
      return !calls(statement.value);
    case 'Import':
      for (const { name, alias } of statement.names) binds.add(alias ?? name.split('.')[0]!);
      return true;
    case 'ImportFrom':
      for (const { name, alias } of statement.names) binds.add(alias ?? name);
      return !statement.star;
    case 'ExpressionStatement':
      return statement.value.kind === 'Constant';
    case 'Pass':
      return true;
    default:
      return false;
  }
}

/** May evaluating it run code? */
function calls(expression: Expression | null): boolean {
  let found = false;
  walk(expression, (node) => {
    found ||= node.kind === 'Call' || node.kind === 'Await' || node.kind === 'Yield' || node.kind === 'NamedExpression';
  });
  return found;
}

/**
 * The units that what a unit defines hangs on, itself among them, in the order of the text: those whose names it reads, and theirs; and all that do
 * more than set names, with what that may run. Null where anything may be reached.
 */
export function dependencies({ units }: ParsedFile, unit: ParsedUnit): readonly ParsedUnit[] | null {
  const whole = new Set<ParsedUnit>();
  const open = [unit];
  let everything = false;
  const name = (id: string): void => {
    everything ||= reachAll.has(id);
    for (const other of units) if (namesOf(other).binds.has(id)) open.push(other);
  };
  const isOwn = (id: string): boolean => units.some((one) => namesOf(one).binds.has(id) && !one.body.some((statement) => importing.test(statement.kind)));
  for (const one of units) {
    const { quiet, runs, decorators } = namesOf(one);
    if (quiet) continue;
    for (const id of runs) name(id);
    if ([...decorators].some(isOwn)) open.push(one);
  }
  for (let next = open.pop(); next && !everything; next = open.pop()) {
    if (whole.has(next)) continue;
    whole.add(next);
    for (const id of namesOf(next).reads) name(id);
  }
  return everything ? null : units.filter((one) => whole.has(one) || !namesOf(one).quiet);
}
