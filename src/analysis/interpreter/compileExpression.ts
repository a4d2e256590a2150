/** Expressions to closures. Over 400 lines: one case per kind of expression, each short. */
import type {
  Argument,
  BinaryOperation,
  BooleanOperation,
  Call,
  Comparison,
  Comprehension,
  ComprehensionClause,
  Expression,
  JoinedStr,
  Lambda,
  Name,
} from '../syntax/ast';
import { attemptTest, forkValue } from './branch';
import { call, OpenKeywords } from './calls';
import { lookup, SuperObject } from './class';
import { Code } from './code';
import { compareValues } from './compare';
import { compileStore } from './compileTarget';
import type { Context } from './context';
import { getAttribute } from './attributes';
import { type Evaluate, type Frame, NEXT, RETURN, type Run, type Test } from './frame';
import { GeneratorSource, LazySource, yieldValue } from './generator';
import { getItem } from './items';
import { iterate, truth } from './iterate';
import { binary, unary } from './operators';
import { type Resolved, Scope } from './scope';
import { formatValue } from './text';
import {
  Bytes,
  Container,
  Dict,
  Ellipsis,
  Float,
  Func,
  Instance,
  Iter,
  List,
  Module,
  PySet,
  Slice,
  Tuple,
  Unknown,
  UnknownRest,
  type Value,
} from './values';

export function compileExpression(c: Context, node: Expression, scope: Scope): Evaluate {
  const { rt } = c;
  switch (node.kind) {
    case 'Name':
      return compileName(c, node, scope);
    case 'Constant':
      return compileConstant(c, node);
    case 'JoinedStr':
      return compileText(c, node, scope);
    case 'Attribute': {
      const object = compileExpression(c, node.value, scope);
      const name = node.attribute;
      const at = c.place(node);
      return (frame) => {
        const value = object(frame);
        if (value instanceof Instance) {
          const own = value.attributes.get(name);
          if (own !== undefined && lookup(value.cls, name) === undefined) return own;
        }
        const { top } = rt;
        rt.sites[top] = at;
        rt.top = top + 1;
        const found = getAttribute(rt, value, name);
        rt.top = top;
        return found;
      };
    }
    case 'Subscript': {
      const object = compileExpression(c, node.value, scope);
      const index = compileExpression(c, node.index, scope);
      const at = c.place(node);
      return (frame) => {
        const value = object(frame);
        const key = index(frame);
        if (typeof key === 'number' && key >= 0 && value instanceof Tuple && value.cls === null) {
          const item = value.items[key];
          if (item !== undefined) return item;
        }
        const { top } = rt;
        rt.sites[top] = at;
        rt.top = top + 1;
        const item = getItem(rt, value, key);
        rt.top = top;
        return item;
      };
    }
    case 'Slice': {
      const [lower, upper, step] = [node.lower, node.upper, node.step].map((part) =>
        part ? compileExpression(c, part, scope) : () => null,
      );
      return (frame) => new Slice(lower!(frame), upper!(frame), step!(frame));
    }
    case 'Call':
      return compileCall(c, node, scope);
    case 'BinaryOperation':
      return compileBinary(c, node, scope);
    case 'UnaryOperation': {
      if (node.operator === 'not') {
        const test = compileTest(c, node.operand, scope);
        return (frame) => {
          const known = test(frame);
          return known === undefined ? rt.unknown('the condition is not known') : !known;
        };
      }
      const { operator } = node;
      const operand = compileExpression(c, node.operand, scope);
      const at = c.place(node);
      return (frame) => {
        const value = operand(frame);
        const { top } = rt;
        rt.sites[top] = at;
        rt.top = top + 1;
        const answer = unary(rt, operator, value);
        rt.top = top;
        return answer;
      };
    }
    case 'BooleanOperation':
      return compileBoolean(c, node, scope);
    case 'Comparison':
      return compileComparison(c, node, scope);
    case 'Conditional': {
      const test = compileTest(c, node.test, scope);
      const then = compileExpression(c, node.then, scope);
      const otherwise = compileExpression(c, node.otherwise, scope);
      return (frame) => {
        const known = test(frame);
        if (known === true) return then(frame);
        if (known === false) return otherwise(frame);
        return forkValue(rt, () => then(frame), () => otherwise(frame));
      };
    }
    case 'List': {
      const items = compileItems(c, node.elements, scope);
      return (frame) => {
        const made = items(frame);
        if (!(made instanceof Unknown)) return new List(made);
        const list = new List([]);
        list.unknown = made;
        return list;
      };
    }
    case 'Tuple': {
      const items = compileItems(c, node.elements, scope);
      return (frame) => {
        const made = items(frame);
        return made instanceof Unknown ? made : new Tuple(made);
      };
    }
    case 'Set': {
      const items = compileItems(c, node.elements, scope);
      return (frame) => {
        const made = items(frame);
        if (made instanceof Unknown) return made;
        const set = new PySet();
        for (const item of made) set.entries.set(rt.hashKey(item), item);
        return set;
      };
    }
    case 'Dict':
      return compileDict(c, node.keys, node.values, scope);
    case 'Starred':
      return compileExpression(c, node.value, scope);
    case 'Lambda':
      return compileLambda(c, node, scope);
    case 'Comprehension':
      return compileComprehension(c, node, scope);
    case 'NamedExpression': {
      const value = compileExpression(c, node.value, scope);
      const store = compileStore(c, node.target, scope);
      return (frame) => {
        const result = value(frame);
        store(frame, result);
        return result;
      };
    }
    case 'Yield':
      return compileYield(c, node.value, node.from, scope);
    case 'Await':
      return compileExpression(c, node.value, scope);
    case 'ErrorExpression': {
      const why = new Unknown('this part of the text is not complete', c.place(node));
      return () => why;
    }
  }
}

// ---- names and constants ------------------------------------------------------------------------------------------

function compileName(c: Context, node: Name, scope: Scope): Evaluate {
  const { rt } = c;
  const name = node.id;
  const found = scope.resolve(name);
  const at = c.place(node);
  if (name === '__class__' && found.kind === 'global') return (frame) => rt.classAround(frame) ?? rt.globalName(frame, name, at);
  return compileRead(c, name, found, scope, at);
}

function compileRead(c: Context, name: string, found: Resolved, scope: Scope, at: ReturnType<Context['place']>): Evaluate {
  const { rt } = c;
  switch (found.kind) {
    case 'slot': {
      const { slot, depth } = found;
      if (depth === 0)
        return (frame) => {
          const value = frame.slots[slot];
          return value === undefined ? rt.unbound(name, at, frame) : value;
        };
      if (depth === 1)
        return (frame) => {
          const value = frame.up!.slots[slot];
          return value === undefined ? rt.unbound(name, at) : value;
        };
      return (frame) => {
        let owner: Frame = frame;
        for (let i = depth; i > 0; i--) owner = owner.up!;
        const value = owner.slots[slot];
        return value === undefined ? rt.unbound(name, at) : value;
      };
    }
    case 'class': {
      const around = compileRead(c, name, scope.resolveAround(name), scope, at);
      return (frame) => {
        const value = frame.names?.get(name);
        return value === undefined ? around(frame) : rt.loadedIn(frame.names!, name, value);
      };
    }
    case 'global':
      return (frame) => {
        const value = frame.module.globals.get(name);
        if (value === undefined || value instanceof Unknown) return rt.globalName(frame, name, at);
        return value;
      };
  }
}

function compileConstant(c: Context, node: Extract<Expression, { kind: 'Constant' }>): Evaluate {
  const { value } = node;
  let constant: Value;
  switch (node.type) {
    case 'none':
      constant = null;
      break;
    case 'float':
      constant = new Float(Number(value));
      break;
    case 'int':
      constant = Number.isSafeInteger(value) ? (value as number) : new Unknown('an integer is too large to be followed', c.place(node));
      break;
    case 'bigint':
      constant = new Unknown('an integer is too large to be followed', c.place(node));
      break;
    case 'bytes':
      constant = new Bytes(String(value));
      break;
    case 'complex':
      constant = new Unknown('complex numbers are not followed', c.place(node));
      break;
    case 'ellipsis':
      constant = Ellipsis.value;
      break;
    default:
      constant = value;
  }
  return () => constant;
}

function compileText(c: Context, node: JoinedStr, scope: Scope): Evaluate {
  const { rt } = c;
  const parts = node.parts.map((part) => {
    if (typeof part === 'string') return part;
    const value = compileExpression(c, part.value, scope);
    const spec = part.spec ? compileText(c, part.spec, scope) : null;
    const { conversion, debug } = part;
    return (frame: Frame): string | undefined => {
      let item = value(frame);
      if (conversion === 'r' || conversion === 'a' || (debug !== null && conversion === '' && !spec)) {
        const text = rt.representation(item);
        if (text === undefined) return undefined;
        item = text;
      } else if (conversion === 's') {
        const text = rt.text(item);
        if (text === undefined) return undefined;
        item = text;
      }
      const format = spec ? spec(frame) : '';
      if (typeof format !== 'string') return undefined;
      const shown = formatValue(rt, item, format);
      return shown === undefined ? undefined : (debug ?? '') + shown;
    };
  });
  return (frame) => {
    let text: string | undefined = '';
    for (const part of parts) {
      const piece: string | undefined = typeof part === 'string' ? part : part(frame);
      text = piece === undefined || text === undefined ? undefined : text + piece;
    }
    return text ?? rt.unknown('the text is made of values that are not known');
  };
}

// ---- operators ----------------------------------------------------------------------------------------------------

function compileBinary(c: Context, node: BinaryOperation, scope: Scope): Evaluate {
  const { rt } = c;
  const { operator } = node;
  const left = compileExpression(c, node.left, scope);
  const right = compileExpression(c, node.right, scope);
  const at = c.place(node);
  const slow = (a: Value, b: Value): Value => {
    const { top } = rt;
    rt.sites[top] = at;
    rt.top = top + 1;
    const answer = binary(rt, operator, a, b);
    rt.top = top;
    return answer;
  };
  switch (operator) {
    case '+':
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        if (typeof a === 'number' && typeof b === 'number') {
          const sum = a + b;
          if (Number.isSafeInteger(sum)) return sum;
        }
        return slow(a, b);
      };
    case '-':
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        if (typeof a === 'number' && typeof b === 'number') {
          const difference = a - b;
          if (Number.isSafeInteger(difference)) return difference;
        }
        return slow(a, b);
      };
    case '*':
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        if (typeof a === 'number' && typeof b === 'number') {
          const product = a * b;
          if (Number.isSafeInteger(product)) return product + 0;
        }
        return slow(a, b);
      };
    default:
      return (frame) => slow(left(frame), right(frame));
  }
}

function compileBoolean(c: Context, node: BooleanOperation, scope: Scope): Evaluate {
  const { rt } = c;
  const left = compileExpression(c, node.left, scope);
  const right = compileExpression(c, node.right, scope);
  const stopsAt = node.operator === 'or';
  return (frame) => {
    const value = left(frame);
    const known = truth(rt, value);
    if (known === stopsAt) return value;
    if (known !== undefined) return right(frame);
    return forkValue(rt, () => right(frame), () => value);
  };
}

function compileComparison(c: Context, node: Comparison, scope: Scope): Evaluate {
  const { rt } = c;
  const operands = node.operands.map((operand) => compileExpression(c, operand, scope));
  const { operators } = node;
  const at = c.place(node);
  if (operators.length === 1) {
    const operator = operators[0]!;
    const [left, right] = operands as [Evaluate, Evaluate];
    if (operator === 'is' || operator === 'is not') {
      const wanted = operator === 'is';
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        if (b === null) {
          if (a === null) return wanted;
          if (a instanceof Instance || typeof a !== 'object') return !wanted;
        }
        return compareValues(rt, operator, a, b);
      };
    }
    const slow = (a: Value, b: Value): Value => {
      const { top } = rt;
      rt.sites[top] = at;
      rt.top = top + 1;
      const answer = compareValues(rt, operator, a, b);
      rt.top = top;
      return answer;
    };
    const quick = numberComparisons[operator];
    if (!quick) return (frame) => slow(left(frame), right(frame));
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      return typeof a === 'number' && typeof b === 'number' ? quick(a, b) : slow(a, b);
    };
  }
  return (frame) => {
    let a = operands[0]!(frame);
    let undecided: Value | undefined;
    for (let i = 0; i < operators.length; i++) {
      const b = operands[i + 1]!(frame);
      const { top } = rt;
      rt.sites[top] = at;
      rt.top = top + 1;
      const answer = compareValues(rt, operators[i]!, a, b);
      rt.top = top;
      const known = truth(rt, answer);
      if (known === false) return answer;
      if (known === undefined) undecided ??= answer;
      else if (i === operators.length - 1 && undecided === undefined) return answer;
      a = b;
    }
    return undecided ?? true;
  };
}

const numberComparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** A condition: true, false, or undefined where it cannot be told; `and` and `or` see that one side decides. */
export function compileTest(c: Context, node: Expression, scope: Scope): Test {
  const { rt } = c;
  if (node.kind === 'BooleanOperation') {
    const left = compileTest(c, node.left, scope);
    const right = compileTest(c, node.right, scope);
    const stopsAt = node.operator === 'or';
    return (frame) => {
      const a = left(frame);
      if (a === stopsAt) return a;
      if (a !== undefined) return right(frame);
      return attemptTest(rt, () => right(frame)) === stopsAt ? stopsAt : undefined;
    };
  }
  if (node.kind === 'UnaryOperation' && node.operator === 'not') {
    const operand = compileTest(c, node.operand, scope);
    return (frame) => {
      const known = operand(frame);
      return known === undefined ? undefined : !known;
    };
  }
  const value = compileExpression(c, node, scope);
  const at = c.place(node);
  return (frame) => {
    const answer = value(frame);
    if (typeof answer === 'boolean') return answer;
    const { top } = rt;
    rt.sites[top] = at;
    rt.top = top + 1;
    const known = truth(rt, answer);
    rt.top = top;
    return known;
  };
}

// ---- displays -----------------------------------------------------------------------------------------------------

/** Elements with `*starred` ones spread; Unknown where a spread one is. */
function compileItems(c: Context, elements: readonly Expression[], scope: Scope): (frame: Frame) => Value[] | Unknown {
  const { rt } = c;
  const items = elements.map((element) => compileExpression(c, element, scope));
  if (!elements.some((element) => element.kind === 'Starred')) {
    const [a, b] = items as [Evaluate, Evaluate];
    if (items.length === 0) return () => [];
    if (items.length === 1) return (frame) => [a(frame)];
    if (items.length === 2) return (frame) => [a(frame), b(frame)];
    return (frame) => {
      const values = new Array<Value>(items.length);
      for (let i = 0; i < items.length; i++) values[i] = items[i]!(frame);
      return values;
    };
  }
  const starred = elements.map((element) => element.kind === 'Starred');
  return (frame) => {
    const values: Value[] = [];
    let unknown: Unknown | null = null;
    items.forEach((item, i) => {
      const value = item(frame);
      if (!starred[i]) {
        values.push(value);
        return;
      }
      const spread = rt.toList(value);
      if (spread) for (const one of spread) values.push(one);
      else unknown ??= value instanceof Unknown ? value : rt.unknown('what `*` spreads is not known');
    });
    return unknown ?? values;
  };
}

function compileDict(c: Context, keys: readonly (Expression | null)[], values: readonly Expression[], scope: Scope): Evaluate {
  const { rt } = c;
  const pairs = values.map((value, i) => {
    const key = keys[i];
    return [key ? compileExpression(c, key, scope) : null, compileExpression(c, value, scope)] as const;
  });
  return (frame) => {
    const dict = new Dict();
    for (const [key, value] of pairs) {
      if (key) rt.setKey(dict, key(frame), value(frame));
      else rt.updateDict(dict, value(frame));
    }
    return dict;
  };
}

// ---- calls --------------------------------------------------------------------------------------------------------

function compileCall(c: Context, node: Call, scope: Scope): Evaluate {
  const { rt } = c;
  const site = c.site(node);
  const args = compileArguments(c, node.arguments, scope);
  const { callee } = node;
  if (callee.kind === 'Name' && scope.resolve(callee.id).kind === 'global') {
    if (callee.id === 'super' && node.arguments.length === 0) {
      return (frame) => {
        rt.sites[rt.top] = site;
        return rt.superHere(frame);
      };
    }
    const intrinsic = rt.intrinsics[callee.id];
    if (intrinsic && node.arguments.length === 0) {
      const plain = compileName(c, callee, scope);
      return (frame) => {
        if (!frame.module.globals.has(callee.id)) return intrinsic(frame, scope);
        return call(rt, plain(frame), [], null);
      };
    }
  }
  if (callee.kind === 'Attribute') {
    const object = compileExpression(c, callee.value, scope);
    const name = callee.attribute;
    return (frame) => {
      const receiver = object(frame);
      const { top } = rt;
      rt.sites[top] = site;
      rt.top = top + 1;
      const method = rt.loadMethod(receiver, name);
      rt.top = top;
      const values = args(frame, rt.boundSelf);
      const kwargs = rt.keywords;
      rt.sites[top] = site;
      rt.top = top + 1;
      const result = call(rt, method, values, kwargs);
      rt.top = top;
      return result;
    };
  }
  const func = compileExpression(c, callee, scope);
  return (frame) => {
    const target = func(frame);
    const values = args(frame, undefined);
    const kwargs = rt.keywords;
    const { top } = rt;
    rt.sites[top] = site;
    rt.top = top + 1;
    const result = call(rt, target, values, kwargs);
    rt.top = top;
    return result;
  };
}

/** The positional arguments, `self` (where there is one) first; keywords are left in `rt.keywords`. */
type MakeArguments = (frame: Frame, self: Value | undefined) => Value[];

/** Arrays are made as large as they get: growing one costs more than most calls. */
export function compileArguments(c: Context, args: readonly Argument[], scope: Scope): MakeArguments {
  const { rt } = c;
  const values = args.map((argument) => compileExpression(c, argument.value, scope));
  if (args.every((argument) => argument.form === 'positional')) return compilePositional(rt, values);
  const forms = args.map((argument) => argument.form);
  const names = args.map((argument) => argument.name);
  const first = forms.findIndex((form) => form !== 'positional');
  if (forms.every((form, at) => (at < first ? form === 'positional' : form === 'keyword'))) {
    const positional = compilePositional(rt, values.slice(0, first));
    const named = values.slice(first).map((value, at) => [names[first + at]!, value] as const);
    return (frame, self) => {
      const into = positional(frame, self);
      const kwargs = new Map<string, Value>();
      for (const [name, value] of named) kwargs.set(name, value(frame));
      rt.keywords = kwargs;
      return into;
    };
  }
  return (frame, self) => {
    const into: Value[] = self === undefined ? [] : [self];
    let kwargs: Map<string, Value> | null = null;
    let open: Unknown | null = null;
    let openStar = false;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!(frame);
      switch (forms[i]) {
        case 'positional':
          into.push(value);
          break;
        case 'keyword':
          (kwargs ??= new Map()).set(names[i]!, value);
          break;
        case 'star': {
          const items = rt.toList(value);
          if (items) for (const item of items) into.push(item);
          else {
            openStar = true;
            open ??= value instanceof Unknown ? value : rt.unknown('the arguments that `*` spreads are not known');
          }
          break;
        }
        default: {
          const spread = rt.keywordsOf(value);
          if (spread instanceof Unknown) open ??= spread;
          else {
            if (spread.open) open ??= rt.unknown('not all keys of the arguments that `**` spreads are known');
            kwargs ??= new Map();
            for (const [key, item] of spread.entries) {
              if (kwargs.has(key)) rt.raise('TypeError', `got multiple values for keyword argument '${key}'`);
              kwargs.set(key, item);
            }
          }
        }
      }
    }
    rt.keywords = open ? new OpenKeywords(open, openStar, kwargs) : kwargs;
    return into;
  };
}

function compilePositional(rt: Context['rt'], values: readonly Evaluate[]): MakeArguments {
  const [a, b, c] = values as [Evaluate, Evaluate, Evaluate];
  switch (values.length) {
    case 0:
      return (_, self) => {
        rt.keywords = null;
        return self === undefined ? [] : [self];
      };
    case 1:
      return (frame, self) => {
        const x = a(frame);
        rt.keywords = null;
        return self === undefined ? [x] : [self, x];
      };
    case 2:
      return (frame, self) => {
        const x = a(frame);
        const y = b(frame);
        rt.keywords = null;
        return self === undefined ? [x, y] : [self, x, y];
      };
    case 3:
      return (frame, self) => {
        const x = a(frame);
        const y = b(frame);
        const z = c(frame);
        rt.keywords = null;
        return self === undefined ? [x, y, z] : [self, x, y, z];
      };
    default:
      return (frame, self) => {
        const made = new Array<Value>(values.length + (self === undefined ? 0 : 1));
        let at = 0;
        if (self !== undefined) made[at++] = self;
        for (const value of values) made[at++] = value(frame);
        rt.keywords = null;
        return made;
      };
  }
}

// ---- functions ----------------------------------------------------------------------------------------------------

function compileLambda(c: Context, node: Lambda, scope: Scope): Evaluate {
  const { rt } = c;
  const qualified = c.qualify('<lambda>');
  const inner = c.inside(qualified, 'function');
  const code = new Code('<lambda>', qualified, node.parameters, node.body, scope, null, false, (self, own) => {
    const body = compileExpression(inner, self.source as Expression, own);
    const run: Run = (frame) => {
      frame.result = body(frame);
      return RETURN;
    };
    return run;
  });
  const defaults = compileDefaults(c, node.parameters, scope);
  const at = c.place(node);
  return (frame) => new Func('<lambda>', qualified, frame.module, code, defaults(frame), frame, at, rt.ownerOf(frame));
}

/** Defaults by parameter index. One that raises is unknown: the function is there all the same. */
export function compileDefaults(
  c: Context,
  parameters: readonly { readonly name: string; readonly default: Expression | null }[],
  scope: Scope,
): (frame: Frame) => readonly (Value | undefined)[] {
  const { rt } = c;
  const written = parameters.filter((parameter) => parameter.name !== '');
  if (written.every((parameter) => parameter.default === null)) {
    const none = written.map(() => undefined);
    return () => none;
  }
  const values = written.map((parameter) => parameter.default && compileExpression(c, parameter.default, scope));
  return (frame) => values.map((value) => (value ? rt.guarded(frame, value) : undefined));
}

function compileYield(c: Context, value: Expression | null, from: boolean, scope: Scope): Evaluate {
  const { rt } = c;
  const inner = value ? compileExpression(c, value, scope) : () => null;
  if (!from) return (frame) => yieldValue(rt, frame, inner(frame));
  return (frame) => {
    const source = inner(frame);
    const reader = iterate(rt, source);
    if (reader instanceof Unknown) return yieldValue(rt, frame, reader);
    for (let item = reader.next(); item !== undefined; item = reader.next()) {
      yieldValue(rt, frame, item);
      if (item instanceof UnknownRest) break;
    }
    return reader instanceof GeneratorSource ? reader.result : null;
  };
}

// ---- comprehensions -----------------------------------------------------------------------------------------------

interface Clause {
  readonly iterable: Evaluate;
  readonly store: (frame: Frame, value: Value) => void;
  readonly tests: readonly Test[];
}

/** How a pass over the clauses ended. */
const ALL = null;

function compileComprehension(c: Context, node: Comprehension, scope: Scope): Evaluate {
  const { rt } = c;
  const inner = new Scope('comprehension', scope);
  const first = compileExpression(c, node.clauses[0]!.iterable, scope);
  const clauses: Clause[] = node.clauses.map((clause: ComprehensionClause, i) => {
    const iterable = i === 0 ? first : compileExpression(c, clause.iterable, inner);
    const store = compileStore(c, clause.target, inner, true);
    return { iterable, store, tests: clause.conditions.map((test) => compileTest(c, test, inner)) };
  });
  const element = compileExpression(c, node.element, inner);
  const value = node.value ? compileExpression(c, node.value, inner) : null;

  /** Runs `put` for every element; answers why where not all of them are known. */
  const each = (frame: Frame, level: number, put: () => void): Unknown | null => {
    const clause = clauses[level]!;
    const source = clause.iterable(frame);
    const reader = iterate(rt, source);
    if (reader instanceof Unknown) return reader;
    let unknown: Unknown | null = ALL;
    next: for (let item = reader.next(); item !== undefined; item = reader.next()) {
      if (item instanceof UnknownRest) return item;
      if (++rt.budget.steps >= rt.budget.next) rt.budget.check();
      clause.store(frame, item);
      for (const test of clause.tests) {
        const known = test(frame);
        if (known === false) continue next;
        if (known === undefined) {
          unknown ??= rt.unknown('the condition of a comprehension is not known');
          continue next;
        }
      }
      if (level === clauses.length - 1) put();
      else unknown = each(frame, level + 1, put) ?? unknown;
    }
    return unknown;
  };

  switch (node.form) {
    case 'list':
      return (frame) => {
        const list = new List([]);
        const { items } = list;
        list.unknown = each(frame, 0, () => items.push(element(frame)));
        return list;
      };
    case 'set':
      return (frame) => {
        const set = new PySet();
        const unknown = each(frame, 0, () => {
          const item = element(frame);
          set.entries.set(rt.hashKey(item), item);
        });
        return unknown ?? set;
      };
    case 'dict':
      return (frame) => {
        const dict = new Dict();
        const unknown = each(frame, 0, () => {
          const key = element(frame);
          rt.setKey(dict, key, value!(frame));
        });
        if (unknown) dict.open = true;
        return dict;
      };
    default:
      return (frame) => {
        // The first iterable is evaluated at once, as in Python; the rest when it is read.
        const source = first(frame);
        const reader = iterate(rt, source);
        return new Iter('generator', new LazySource(() => lazily(frame, reader)));
      };
  }

  function* lazily(frame: Frame, reader: ReturnType<typeof iterate>, level = 0): Generator<Value> {
    if (reader instanceof Unknown) {
      yield new UnknownRest(reader.why, reader.place);
      return;
    }
    const clause = clauses[level]!;
    next: for (let item = reader.next(); item !== undefined; item = reader.next()) {
      if (item instanceof UnknownRest) {
        yield item;
        return;
      }
      if (++rt.budget.steps >= rt.budget.next) rt.budget.check();
      clause.store(frame, item);
      for (const test of clause.tests) {
        const known = test(frame);
        if (known === false) continue next;
        if (known === undefined) {
          yield new UnknownRest('the condition of a comprehension is not known');
          return;
        }
      }
      if (level === clauses.length - 1) yield element(frame);
      else yield* lazily(frame, iterate(rt, clauses[level + 1]!.iterable(frame)), level + 1);
    }
  }
}

export { Container, Module, NEXT, SuperObject };
