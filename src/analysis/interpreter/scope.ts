/** Which name lives where: slots of functions and comprehensions, names of class bodies, globals. Decided when code is compiled. */
import type { Expression, Parameter, Pattern, Statement } from '../syntax/ast';

/** Where a name is found at run time. */
export type Resolved =
  | { readonly kind: 'slot'; readonly depth: number; readonly slot: number }
  | { readonly kind: 'class' }
  | { readonly kind: 'global' };

/** Counts the slots of one frame: comprehensions take theirs from the frame they run in. */
export interface SlotOwner {
  count: number;
}

const global: Resolved = { kind: 'global' };
const classBody: Resolved = { kind: 'class' };

export class Scope {
  readonly slots = new Map<string, number>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  readonly owner: SlotOwner;

  constructor(
    readonly kind: 'module' | 'class' | 'function' | 'comprehension',
    readonly parent: Scope | null,
  ) {
    this.owner = kind === 'comprehension' ? parent!.owner : { count: 0 };
  }

  /** A slot for a name of this scope, made where there is none. */
  declare(name: string): number {
    const known = this.slots.get(name);
    if (known !== undefined) return known;
    const slot = this.owner.count++;
    this.slots.set(name, slot);
    return slot;
  }

  /** A slot without a name. */
  temporary(): number {
    return this.owner.count++;
  }

  /** Where reading a name looks. */
  resolve(name: string): Resolved {
    let depth = 0;
    let own = true;
    for (let scope: Scope | null = this; scope; scope = scope.parent) {
      if (scope.kind === 'module') {
        const slot = scope.slots.get(name);
        return slot === undefined ? global : { kind: 'slot', depth, slot };
      }
      if (scope.kind === 'class') {
        if (scope.globals.has(name)) return global;
        if (own && !scope.nonlocals.has(name)) return classBody;
      } else {
        if (scope.globals.has(name)) return global;
        const slot = scope.nonlocals.has(name) ? undefined : scope.slots.get(name);
        if (slot !== undefined) return { kind: 'slot', depth, slot };
      }
      if (scope.kind !== 'comprehension') depth++;
      own = false;
    }
    return global;
  }

  /** Where a class body's name is looked for once the body has none: the scopes around it. */
  resolveAround(name: string): Resolved {
    let scope: Scope = this;
    while (scope.kind === 'comprehension') scope = scope.parent!;
    const found = scope.parent?.resolve(name) ?? global;
    return found.kind === 'slot' ? { ...found, depth: found.depth + 1 } : global;
  }

  /** Where assigning a name writes: never into a comprehension, as for `:=`. */
  resolveStore(name: string): Resolved {
    let scope: Scope = this;
    while (scope.kind === 'comprehension') scope = scope.parent!;
    if (scope.kind === 'function') {
      if (scope.globals.has(name)) return global;
      if (scope.nonlocals.has(name)) return scope.resolve(name);
      return { kind: 'slot', depth: 0, slot: scope.declare(name) };
    }
    if (scope.kind === 'class') {
      if (scope.globals.has(name)) return global;
      return classBody;
    }
    return global;
  }

  /** The function, class or module scope this one runs in. */
  get frameScope(): Scope {
    let scope: Scope = this;
    while (scope.kind === 'comprehension') scope = scope.parent!;
    return scope;
  }
}

/** Declares the parameters first, so that parameter i has slot i, then every name the body binds. */
export function functionScope(
  parent: Scope,
  parameters: readonly Parameter[],
  body: readonly Statement[],
): Scope {
  const scope = new Scope('function', parent);
  for (const parameter of parameters) if (parameter.name) scope.declare(parameter.name);
  declarations(body, scope);
  for (const name of boundNames(body))
    if (!scope.globals.has(name) && !scope.nonlocals.has(name)) scope.declare(name);
  return scope;
}

/** Notes `global` and `nonlocal` statements, wherever they stand in the body. */
export function declarations(body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (statement.kind === 'Global') for (const name of statement.names) scope.globals.add(name);
    else if (statement.kind === 'Nonlocal') for (const name of statement.names) scope.nonlocals.add(name);
    else for (const block of blocksOf(statement)) declarations(block, scope);
  }
}

/** The blocks directly inside a statement, except those that are scopes of their own. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'If':
    case 'While':
    case 'For':
      return [statement.body, statement.otherwise];
    case 'With':
      return [statement.body];
    case 'Try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case 'Match':
      return statement.cases.map((one) => one.body);
    case 'ErrorStatement':
      return statement.statement ? [[statement.statement]] : [];
    default:
      return [];
  }
}

/** Names that statements bind in their own scope (walrus targets are declared when they are compiled). */
export function boundNames(body: readonly Statement[], names = new Set<string>()): Set<string> {
  for (const statement of body) {
    switch (statement.kind) {
      case 'Assign':
        for (const target of statement.targets) targetNames(target, names);
        break;
      case 'AugmentedAssign':
        targetNames(statement.target, names);
        break;
      case 'For':
        targetNames(statement.target, names);
        break;
      case 'With':
        for (const item of statement.items) if (item.target) targetNames(item.target, names);
        break;
      case 'Try':
        for (const handler of statement.handlers) if (handler.name) names.add(handler.name);
        break;
      case 'Match':
        for (const one of statement.cases) patternNames(one.pattern, names);
        break;
      case 'Import':
        for (const one of statement.names) names.add(one.alias ?? one.name.split('.')[0]!);
        break;
      case 'ImportFrom':
        for (const one of statement.names) names.add(one.alias ?? one.name);
        break;
      case 'FunctionDef':
      case 'ClassDef':
        names.add(statement.name);
        break;
      case 'Delete':
        for (const target of statement.targets) targetNames(target, names);
        break;
    }
    for (const block of blocksOf(statement)) boundNames(block, names);
  }
  return names;
}

/** Names in an assignment's target. */
export function targetNames(target: Expression, names: Set<string>): void {
  switch (target.kind) {
    case 'Name':
      names.add(target.id);
      break;
    case 'Tuple':
    case 'List':
      for (const element of target.elements) targetNames(element, names);
      break;
    case 'Starred':
      targetNames(target.value, names);
      break;
  }
}

function patternNames(pattern: Pattern, names: Set<string>): void {
  switch (pattern.kind) {
    case 'CapturePattern':
    case 'StarPattern':
      if (pattern.name) names.add(pattern.name);
      break;
    case 'SequencePattern':
    case 'OrPattern':
      for (const one of pattern.patterns) patternNames(one, names);
      break;
    case 'MappingPattern':
      for (const one of pattern.patterns) patternNames(one, names);
      if (pattern.rest) names.add(pattern.rest);
      break;
    case 'ClassPattern':
      for (const one of pattern.patterns) patternNames(one, names);
      for (const one of pattern.keywords) patternNames(one.pattern, names);
      break;
    case 'AsPattern':
      patternNames(pattern.pattern, names);
      names.add(pattern.name);
      break;
  }
}
