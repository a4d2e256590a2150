/** `def` and `class`. */
import type { ClassDef, Expression, FunctionDef, Statement } from '../syntax/ast';
import { makeClass } from './class';
import { Code } from './code';
import { compileArguments, compileDefaults, compileExpression } from './compileExpression';
import { compileBlock, type Compiled } from './compileStatement';
import { compileNameStore } from './compileTarget';
import type { Context } from './context';
import { type Evaluate, Frame, NEXT } from './frame';
import { OpenKeywords } from './calls';
import { declarations, Scope } from './scope';
import { Class, Func, Unknown, type Value } from './values';

export function compileFunctionDef(c: Context, node: FunctionDef, scope: Scope): Compiled {
  const { rt } = c;
  const qualified = c.qualify(node.name);
  const inner = c.inside(qualified, 'function');
  const firstStatement = node.body[node.docstring !== null && node.body.length > 1 ? 1 : 0];
  const code = new Code(
    node.name,
    qualified,
    node.parameters,
    node.body,
    scope,
    node.docstring,
    node.isAsync,
    (self, own) => compileBlock(inner, self.source as readonly Statement[], own),
    firstStatement ? c.lineStart(firstStatement) : null,
  );
  const defaults = compileDefaults(c, node.parameters, scope);
  const decorate = compileDecorators(c, node.decorators, scope);
  const store = compileNameStore(c, node.name, scope);
  const at = { unit: c.unit, start: node.nameStart, end: node.nameStart + node.name.length };
  return {
    run: (frame) => {
      const func = new Func(node.name, qualified, frame.module, code, defaults(frame), frame, at, frame.names === null ? rt.ownerOf(frame) : null);
      store(frame, decorate(frame, func));
      return NEXT;
    },
    recover: () => NEXT,
  };
}

/** Innermost first. One that is unknown or raises leaves what it decorates as it is. */
function compileDecorators(c: Context, decorators: readonly Expression[], scope: Scope): (frame: Frame, value: Value) => Value {
  if (decorators.length === 0) return (_, value) => value;
  const { rt } = c;
  const compiled = decorators.map((decorator) => [compileExpression(c, decorator, scope), decoratorSite(c, decorator)] as const);
  return (frame, value) => {
    const functions = compiled.map(([decorator]) => rt.guarded(frame, decorator));
    for (let i = functions.length - 1; i >= 0; i--) {
      const decorator = functions[i]!;
      if (decorator instanceof Unknown) {
        if (value instanceof Func) value.decorated ??= decorator;
        continue;
      }
      const before = value;
      const result = rt.guarded(frame, () => {
        const { top } = rt;
        rt.sites[top] = compiled[i]![1];
        rt.top = top + 1;
        const made = rt.call(decorator, [before]);
        rt.top = top;
        return made;
      });
      if (!(result instanceof Unknown)) value = result;
      else if (value instanceof Func) value.decorated ??= result;
    }
    return value;
  };
}

function decoratorSite(c: Context, decorator: Expression) {
  return c.place(decorator);
}

export function compileClassDef(c: Context, node: ClassDef, scope: Scope): Compiled {
  const { rt } = c;
  const qualified = c.qualify(node.name);
  const inner = c.inside(qualified, 'class');
  const own = new Scope('class', scope);
  declarations(node.body, own);
  const body = compileBlock(inner, node.body, own);
  const bases = node.bases.map((base) => compileExpression(c, base.value, scope));
  const plain = node.bases.every((base) => base.form === 'positional');
  const args = plain ? null : compileArguments(c, node.bases, scope);
  const decorate = compileDecorators(c, node.decorators, scope);
  const store = compileNameStore(c, node.name, scope);
  const annotations = fieldsOf(node.body);
  const place = { unit: c.unit, start: node.nameStart, end: node.nameStart + node.name.length };
  const makeBases = (frame: Frame): { bases: Value[]; keywords: ReadonlyMap<string, Value> | null } => {
    if (!args) return { bases: bases.map((base) => rt.guarded(frame, base as Evaluate)), keywords: null };
    let values: Value[] = [];
    let keywords: ReadonlyMap<string, Value> | null = null;
    const failure = rt.guarded(frame, () => {
      values = args(frame, undefined);
      keywords = rt.keywords;
      return null;
    });
    if (failure instanceof Unknown) values.push(failure);
    const given = keywords as ReadonlyMap<string, Value> | null;
    if (given instanceof OpenKeywords) values.push(given.unknown);
    return { bases: values, keywords: given };
  };
  return {
    run: (frame) => {
      const made = makeBases(frame);
      const bodyFrame = new Frame(own.owner.count, frame, frame.module, null);
      bodyFrame.names = new Map();
      bodyFrame.top = rt.top;
      bodyFrame.depth = rt.depth;
      bodyFrame.event = rt.event;
      if (node.docstring !== null) bodyFrame.names.set('__doc__', node.docstring);
      const name = frame.module.globals.get('__name__');
      body(bodyFrame);
      const cls = makeClass(rt, {
        name: node.name,
        qualifiedName: qualified,
        bases: made.bases,
        namespace: bodyFrame.names,
        keywords: made.keywords,
        annotations,
        module: typeof name === 'string' ? name : frame.module.name,
        place,
        onMade: (one) => {
          bodyFrame.cls = one;
        },
      });
      if (cls instanceof Class) bodyFrame.cls = cls;
      store(frame, decorate(frame, cls));
      return NEXT;
    },
    recover: (frame, unknown) => {
      store(frame, unknown);
      return NEXT;
    },
  };
}

/** Annotated names of a class body, in order: the fields of dataclasses and named tuples. */
function fieldsOf(body: readonly Statement[]): { name: string; text: string }[] {
  const fields: { name: string; text: string }[] = [];
  for (const statement of body) {
    if (statement.kind !== 'Assign' || !statement.annotation) continue;
    const [target] = statement.targets;
    if (target?.kind === 'Name' && !fields.some((field) => field.name === target.id))
      fields.push({ name: target.id, text: statement.annotation.text });
  }
  return fields;
}
