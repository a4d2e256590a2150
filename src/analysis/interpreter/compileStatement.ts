/** Simple statements and blocks to closures, with what a statement leaves behind when an exception ends it. Over 400 lines: a case for each kind of statement. */
import type { Assign, Expression, ExpressionStatement, Raise, Statement } from '../syntax/ast';
import { compileFor, compileIf, compileWhile } from './compileLoop';
import { compileClassDef, compileFunctionDef } from './compileDefinition';
import { compileExpression, compileTest } from './compileExpression';
import { compileMatch } from './compileMatch';
import { compileNameStore, compileStore, type Store } from './compileTarget';
import { compileTry, compileWith } from './compileTry';
import type { Context } from './context';
import { BREAK, CONTINUE, type Frame, NEXT, RETURN, type Run, type Signal } from './frame';
import { deleteItem } from './items';
import { deleteAttribute } from './attributes';
import { inPlace } from './operators';
import { blocksOf, boundNames, type Scope } from './scope';
import { Class, Dict, Instance, List, Raised, Tensor, Tuple, Unknown, type Value } from './values';

/** A compiled statement. */
export interface Compiled {
  readonly run: Run;
  /** An exception that nobody catches ended it: what it would have bound becomes unknown; what it would have run is run as far as that goes. */
  readonly recover: (frame: Frame, unknown: Unknown) => Signal;
}

const nothing = (): Signal => NEXT;

/** Statements in order; an exception that nobody can catch ends only its statement. */
export function compileBlock(c: Context, body: readonly Statement[], scope: Scope): Run {
  const { rt } = c;
  const statements = body.map((statement) => compileStatement(c, statement, scope));
  const count = statements.length;
  if (count === 0) return nothing;
  const runs = statements.map((statement) => statement.run);
  return (frame) => {
    let i = 0;
    for (;;) {
      try {
        for (; i < count; i++) {
          const signal = runs[i]!(frame);
          if (signal !== NEXT) return signal;
        }
        return NEXT;
      } catch (error) {
        const unknown = rt.recover(error, frame);
        const signal = statements[i]!.recover(frame, unknown);
        if (signal !== NEXT) return signal;
        i++;
      }
    }
  };
}

export function compileStatement(c: Context, node: Statement, scope: Scope): Compiled {
  const { rt } = c;
  switch (node.kind) {
    case 'ExpressionStatement':
      return compileExpressionStatement(c, node, scope);
    case 'Assign':
      return compileAssign(c, node, scope);
    case 'AugmentedAssign': {
      const { operator, target } = node;
      const read = compileExpression(c, target, scope);
      const value = compileExpression(c, node.value, scope);
      const store = compileStore(c, target, scope);
      const at = c.place(node);
      const note = compileAssignEvents(c, [target], node);
      return {
        run: (frame) => {
          const left = read(frame);
          const right = value(frame);
          const { top } = rt;
          rt.sites[top] = at;
          rt.top = top + 1;
          const result = inPlace(rt, operator, left, right);
          rt.top = top;
          store(frame, result);
          if (note !== null && rt.event !== null) note(frame, result);
          return NEXT;
        },
        recover: recoverStores(c, [store]),
      };
    }
    case 'Return': {
      const value = node.value ? compileExpression(c, node.value, scope) : null;
      return {
        run: (frame) => {
          frame.result = value === null ? null : value(frame);
          return RETURN;
        },
        recover: (frame, unknown) => {
          frame.result = unknown;
          return RETURN;
        },
      };
    }
    case 'Raise':
      return compileRaise(c, node, scope);
    case 'Assert': {
      const test = compileTest(c, node.test, scope);
      const message = node.message ? compileExpression(c, node.message, scope) : null;
      const at = c.place(node);
      return {
        run: (frame) => {
          if (test(frame) !== false) return NEXT;
          rt.sites[rt.top++] = at;
          return rt.raiseValue('AssertionError', message ? [message(frame)] : []);
        },
        recover: nothing,
      };
    }
    case 'Delete': {
      const deletes = node.targets.map((target) => compileDelete(c, target, scope));
      return {
        run: (frame) => {
          for (const one of deletes) one(frame);
          return NEXT;
        },
        recover: nothing,
      };
    }
    case 'Break':
      return { run: () => BREAK, recover: nothing };
    case 'Continue':
      return { run: () => CONTINUE, recover: nothing };
    case 'Import':
    case 'ImportFrom':
      return compileImport(c, node, scope);
    case 'If':
      return compileIf(c, node, scope);
    case 'While':
      return compileWhile(c, node, scope);
    case 'For':
      return compileFor(c, node, scope);
    case 'With':
      return compileWith(c, node, scope);
    case 'Try':
      return compileTry(c, node, scope);
    case 'Match':
      return compileMatch(c, node, scope);
    case 'FunctionDef':
      return compileFunctionDef(c, node, scope);
    case 'ClassDef':
      return compileClassDef(c, node, scope);
    case 'ErrorStatement':
      return node.statement ? compileStatement(c, node.statement, scope) : { run: nothing, recover: nothing };
    case 'Pass':
    case 'Global':
    case 'Nonlocal':
    case 'OtherStatement':
      return { run: nothing, recover: nothing };
  }
}

function compileExpressionStatement(c: Context, node: ExpressionStatement, scope: Scope): Compiled {
  if (node.value.kind === 'Constant') return { run: nothing, recover: nothing };
  const value = compileExpression(c, node.value, scope);
  const { callee } = node.value.kind === 'Call' ? node.value : { callee: null };
  const initialises = callee?.kind === 'Attribute' && callee.attribute === '__init__';
  return {
    run: (frame) => {
      value(frame);
      return NEXT;
    },
    recover: initialises ? leaveIncomplete : recoverReceiver(c, node.value, scope),
  };
}

/** Methods that put something into what they are called on. */
const adds = /^(add|append|extend|insert|register|set|update)/;

/** `items.append(…)` that was ended by an exception: what the list or dict holds now is not known. */
function recoverReceiver(c: Context, node: Expression, scope: Scope): Compiled['recover'] {
  if (node.kind !== 'Call' || node.callee.kind !== 'Attribute') return nothing;
  let root: Expression = node.callee.value;
  while (root.kind === 'Attribute') root = root.value;
  if (root.kind !== 'Name') return nothing;
  const { rt } = c;
  const method = node.callee.attribute;
  const receiver = compileExpression(c, node.callee.value, scope);
  return (frame, unknown) => {
    const held = rt.quietly(frame, receiver);
    if (held instanceof List) {
      rt.touch(held);
      held.unknown = unknown;
    } else if (held instanceof Dict) {
      rt.touch(held);
      held.open = true;
    } else if (held instanceof Instance && adds.test(method)) {
      // What `self.add_module(…)` would have kept in one of its dicts is missing.
      for (const one of held.attributes.values())
        if (one instanceof Dict) {
          rt.touch(one);
          one.open = true;
        }
    }
    return NEXT;
  };
}

function leaveIncomplete(frame: Frame): Signal {
  const self = frame.slots[0];
  if (self instanceof Instance) self.incomplete = true;
  return NEXT;
}

function compileAssign(c: Context, node: Assign, scope: Scope): Compiled {
  const { rt } = c;
  if (node.value === null) return { run: nothing, recover: nothing };
  const value = compileExpression(c, node.value, scope);
  const stores = node.targets.map((target) => compileStore(c, target, scope));
  const note = compileAssignEvents(c, node.targets, node);
  const recover = recoverStores(c, stores);
  if (stores.length === 1 && note === null) {
    const [store] = stores as [Store];
    return {
      run: (frame) => {
        store(frame, value(frame));
        return NEXT;
      },
      recover,
    };
  }
  return {
    run: (frame) => {
      const result = value(frame);
      for (const store of stores) store(frame, result);
      if (note !== null && rt.event !== null) note(frame, result);
      return NEXT;
    },
    recover,
  };
}

/** Targets become unknown, each for itself: one that cannot be reached harms no other. */
export function recoverStores(c: Context, stores: readonly Store[]): Compiled['recover'] {
  const { rt } = c;
  return (frame, unknown) => {
    for (const store of stores)
      rt.quietly(frame, () => {
        store(frame, unknown);
        return null;
      });
    return NEXT;
  };
}

/** In files of the user's, assignments of tensors while a module runs are noted for the hints behind them. */
function compileAssignEvents(
  c: Context,
  targets: readonly Expression[],
  node: { readonly start: number; readonly end: number },
): ((frame: Frame, value: Value) => void) | null {
  if (!c.isUser || c.kind !== 'function') return null;
  const { rt } = c;
  const names = targets.flatMap((target): { name: string; pick: (value: Value) => Value | undefined }[] => {
    if (target.kind === 'Name') return [{ name: target.id, pick: (value) => value }];
    if (target.kind !== 'Tuple' && target.kind !== 'List') return [];
    return target.elements.flatMap((element, i) =>
      element.kind === 'Name'
        ? [{ name: element.id, pick: (value: Value) => (value instanceof Tuple || value instanceof List ? value.items[i] : undefined) }]
        : [],
    );
  });
  if (names.length === 0) return null;
  const place = c.place(node);
  return (_, value) => {
    for (const { name, pick } of names) {
      const item = pick(value);
      if (item !== undefined && hasTensor(item, 0)) rt.trace.events.push({ kind: 'assign', place, target: name, value: item, parent: rt.event });
    }
  };
}

function hasTensor(value: Value, depth: number): boolean {
  if (value instanceof Tensor) return true;
  if (depth > 3) return false;
  if (value instanceof Tuple || value instanceof List) return value.items.some((item) => hasTensor(item, depth + 1));
  if (value instanceof Dict) {
    for (const entry of value.entries.values()) if (hasTensor(entry.value, depth + 1)) return true;
  }
  return false;
}

function compileRaise(c: Context, node: Raise, scope: Scope): Compiled {
  const { rt } = c;
  const value = node.exception ? compileExpression(c, node.exception, scope) : null;
  const at = c.place(node);
  return {
    run: (frame) => {
      let made: Value;
      if (value === null) {
        const handled = rt.handled[rt.handled.length - 1];
        if (handled) {
          handled.unwinding = frame;
          throw handled;
        }
        made = null;
      } else made = value(frame);
      rt.sites[rt.top++] = at;
      if (made instanceof Class) made = rt.call(made, []);
      const raised = new Raised(made instanceof Instance ? made : rt.exception('Exception', []), at, rt.trail());
      raised.unwinding = frame;
      throw raised;
    },
    recover: nothing,
  };
}

function compileDelete(c: Context, target: Expression, scope: Scope): (frame: Frame) => void {
  const { rt } = c;
  switch (target.kind) {
    case 'Name': {
      const name = target.id;
      const found = scope.resolveStore(name);
      if (found.kind === 'slot' && found.depth === 0) {
        const { slot } = found;
        return (frame) => {
          rt.touch(frame);
          frame.slots[slot] = undefined;
        };
      }
      if (found.kind === 'class')
        return (frame) => {
          rt.touch(frame);
          frame.names?.delete(name);
        };
      if (found.kind === 'global')
        return (frame) => {
          rt.touch(frame.module);
          frame.module.globals.delete(name);
        };
      return () => {};
    }
    case 'Attribute': {
      const object = compileExpression(c, target.value, scope);
      return (frame) => deleteAttribute(rt, object(frame), target.attribute);
    }
    case 'Subscript': {
      const object = compileExpression(c, target.value, scope);
      const index = compileExpression(c, target.index, scope);
      return (frame) => deleteItem(rt, object(frame), index(frame));
    }
    case 'Tuple':
    case 'List': {
      const all = target.elements.map((element) => compileDelete(c, element, scope));
      return (frame) => {
        for (const one of all) one(frame);
      };
    }
    default:
      return () => {};
  }
}

function compileImport(c: Context, node: Extract<Statement, { kind: 'Import' | 'ImportFrom' }>, scope: Scope): Compiled {
  const { rt } = c;
  const lazy = scope.frameScope.kind !== 'function';
  if (node.kind === 'Import') {
    const names = node.names.map(({ name, alias }) => ({
      name,
      alias,
      store: compileNameStore(c, alias ?? name.split('.')[0]!, scope),
    }));
    return {
      run: (frame) => {
        for (const { name, alias, store } of names) store(frame, rt.modules.importName(name, alias !== null, lazy));
        return NEXT;
      },
      recover: recoverStores(c, names.map(({ store }) => store)),
    };
  }
  const names = node.names.map(({ name, alias, start }) => ({
    name,
    at: { unit: c.unit, start, end: start + name.length },
    store: compileNameStore(c, alias ?? name, scope),
  }));
  return {
    run: (frame) => {
      const module = rt.modules.absolute(frame.module, node.level, node.module);
      if (node.star) {
        rt.modules.importStar(frame, module);
        return NEXT;
      }
      const { top } = rt;
      for (const { name, at, store } of names) {
        rt.sites[top] = at;
        rt.top = top + 1;
        const value = rt.modules.importFrom(module, name, lazy);
        rt.top = top;
        store(frame, value);
      }
      return NEXT;
    },
    recover: recoverStores(c, names.map(({ store }) => store)),
  };
}

/** Makes unknown whatever statements could bind: names of their scope and attributes of `self`. Compiled when it is needed first. */
export function compileWiden(c: Context, body: readonly Statement[], scope: Scope): (frame: Frame, unknown?: Unknown) => void {
  const { rt } = c;
  let stores: Store[] | null = null;
  return (frame, unknown) => {
    if (!stores) {
      stores = [...boundNames(body)].map((name) => compileNameStore(c, name, scope));
      for (const target of attributeTargets(body)) stores.push(compileStore(c, target, scope));
    }
    const value = unknown ?? rt.unknown('too many conditions inside each other are not known');
    for (const store of stores)
      rt.quietly(frame, () => {
        store(frame, value);
        return null;
      });
  };
}

function attributeTargets(body: readonly Statement[], found: Expression[] = []): Expression[] {
  for (const statement of body) {
    const targets =
      statement.kind === 'Assign' ? statement.targets : statement.kind === 'AugmentedAssign' ? [statement.target] : [];
    for (const target of targets)
      for (const one of target.kind === 'Tuple' || target.kind === 'List' ? target.elements : [target])
        if (one.kind === 'Attribute' && one.value.kind === 'Name') found.push(one);
    for (const block of blocksOf(statement)) attributeTargets(block, found);
  }
  return found;
}
