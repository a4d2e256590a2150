/** Calling: binding arguments to parameters with Python's own words for mistakes, functions, natives, classes, objects. */
import { settleReturns } from './branch';
import { lookup } from './class';
import { Code } from './code';
import { Frame, RETURN } from './frame';
import { GeneratorSource } from './generator';
import { argumentsKey, fromTemplate, isRepeatable, keepTemplate } from './template';
import type { Interpreter } from './interpreter';
import {
  Bound,
  BudgetSpent,
  Class,
  ClassMethod,
  Container,
  Dict,
  Either,
  Elsewhere,
  Func,
  Instance,
  Iter,
  type Key,
  Native,
  type ParameterSpec,
  Raised,
  StaticMethod,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values';

export type Keywords = Map<string, Value> | null;

/** Keyword arguments of a call with `*unknown` or `**unknown`: more arguments may come that nobody knows. */
export class OpenKeywords extends Map<string, Value> {
  constructor(
    readonly unknown: Unknown,
    /** More positional arguments may come too. */
    readonly positional: boolean,
    entries?: ReadonlyMap<string, Value> | null,
  ) {
    super(entries ?? []);
  }
}

/** Calls any value. */
export function call(rt: Interpreter, callee: Value, args: Value[], kwargs: Keywords): Value {
  if (callee instanceof Func) return callFunction(rt, callee, args, kwargs);
  if (callee instanceof Native) return callNative(rt, callee, args, kwargs);
  if (callee instanceof Class) return callClass(rt, callee, args, kwargs);
  if (callee instanceof Instance) {
    const own = lookup(callee.cls, '__call__');
    if (own !== undefined) {
      if (own instanceof StaticMethod) return call(rt, own.func, args, kwargs);
      if (own instanceof ClassMethod) return call(rt, own.func, [callee.cls, ...args], kwargs);
      return call(rt, own, [callee, ...args], kwargs);
    }
    if (callee.cls.open) return rt.unknown(`calling ${callee.cls.name} is not followed: a base class is unknown`);
    return rt.raise('TypeError', `'${callee.cls.name}' object is not callable`);
  }
  if (callee instanceof Bound) return call(rt, callee.func, [callee.self, ...args], kwargs);
  if (callee instanceof Unknown) {
    if (rt.loadingModule !== null) {
      // `build(globals())`
      if (args.some((value) => value instanceof Dict)) rt.modules.openNamesOfLoading(callee);
    } else if (!rt.unseen && mayChange(callee, args, kwargs)) rt.unseen = true;
    return callee;
  }
  if (callee instanceof Either) {
    const inner = behindWrappers(rt, callee);
    if (inner) return call(rt, inner, args, kwargs);
    return rt.overOptions(callee, (option) => call(rt, option, args.slice(), kwargs && copyKeywords(kwargs)));
  }
  if (callee instanceof StaticMethod) return call(rt, callee.func, args, kwargs);
  return rt.raise('TypeError', `'${rt.typeName(callee)}' object is not callable`);
}

/** May a call that cannot be followed change what is known? A method of what is not known may; a function that is not here, what it is given. */
function mayChange(callee: Unknown, args: readonly Value[], kwargs: Keywords): boolean {
  const changes = (value: Value) => value instanceof Container && !(value instanceof Tensor) && !(value instanceof Class);
  return !(callee instanceof Elsewhere) || args.some(changes) || (kwargs !== null && [...kwargs.values()].some(changes));
}

/** Of an object, or the same one in a wrapper that hands calls on to it (`_hands_on_to` names the attribute): the object. */
function behindWrappers(rt: Interpreter, { options }: Either): Value | null {
  const inner = options.flatMap((option): Value[] => {
    const name = option instanceof Instance ? lookup(option.cls, '_hands_on_to') : undefined;
    const held = typeof name === 'string' ? rt.findAttribute(option, name) : option;
    if (held instanceof Either) return [behindWrappers(rt, held)];
    return [held ?? null];
  });
  const [first] = inner;
  return first instanceof Instance && inner.every((one) => one === first) ? first : null;
}

/** Calls a function of the source. */
export function callFunction(rt: Interpreter, func: Func, args: Value[], kwargs: Keywords): Value {
  const code = func.code as Code;
  const { budget } = rt;
  if (++budget.steps >= budget.next) budget.check();
  const { depth } = rt;
  if (depth >= budget.depth) return rt.tooDeep();
  const body = code.body ?? code.ready();
  const frame = new Frame(code.slotCount, func.closure as Frame | null, func.module, func);
  if (kwargs === null && code.simple && args.length === code.positional) {
    const { slots } = frame;
    for (let i = 0; i < args.length; i++) slots[i] = args[i];
  } else bindArguments(rt, func, code, frame.slots, args, kwargs);
  if (code.isGenerator) return new Iter('generator', new GeneratorSource(rt, frame, body));
  rt.depth = depth + 1;
  const result = runBody(rt, frame, body);
  rt.depth = depth;
  return result;
}

/** Runs a function's body in its frame to its result. */
export function runBody(rt: Interpreter, frame: Frame, body: (frame: Frame) => number): Value {
  frame.top = rt.top;
  frame.depth = rt.depth;
  frame.event = rt.event;
  let result: Value;
  try {
    result = body(frame) === RETURN ? frame.result : null;
  } catch (error) {
    if (!frame.pending || !(error instanceof Raised)) {
      if (frame.pending) settleReturns(rt, frame, null, true);
      throw error;
    }
    const joined = settleReturns(rt, frame, null, true);
    if (joined === undefined) throw error;
    rt.top = frame.top;
    rt.depth = frame.depth;
    rt.event = frame.event;
    return joined;
  }
  return frame.pending ? settleReturns(rt, frame, result, false)! : result;
}

// ---- binding ------------------------------------------------------------------------------------------------------

function bindArguments(
  rt: Interpreter,
  func: Func,
  code: Code,
  slots: (Value | undefined)[],
  args: readonly Value[],
  kwargs: Keywords,
): void {
  const { decorated } = func;
  // What a decorator that is not known puts before a function may add arguments and take some away.
  if (decorated !== null && code.star < 0) args = args.slice(0, code.positional);
  bind(rt, func.qualifiedName, code.parameters, code.positional, code.star, code.doubleStar, func.defaults, slots, args, kwargs, decorated);
}

function bind(
  rt: Interpreter,
  name: string,
  parameters: readonly ParameterSpec[],
  positional: number,
  star: number,
  doubleStar: number,
  defaults: readonly (Value | undefined)[],
  slots: (Value | undefined)[],
  args: readonly Value[],
  kwargs: Keywords,
  /** What arguments that are missing are; those that are too many are passed over then. */
  decorated: Unknown | null = null,
): void {
  const open = kwargs instanceof OpenKeywords ? kwargs.unknown : null;
  const given = Math.min(args.length, positional);
  for (let i = 0; i < given; i++) slots[i] = args[i];
  if (star >= 0) slots[star] = open && (kwargs as OpenKeywords).positional && args.length >= positional ? open : new Tuple(args.slice(positional));
  let rest: Dict | null = null;
  let nextUnexpected: string | null = null;
  if (kwargs) {
    for (const [key, value] of kwargs) {
      const at = indexOf(parameters, key);
      if (at >= 0) {
        if (slots[at] !== undefined) {
          if (open || decorated) continue;
          rt.raise('TypeError', `${name}() got multiple values for argument '${key}'`);
        }
        slots[at] = value;
      } else if (doubleStar >= 0) (rest ??= new Dict()).entries.set(key as Key, { key, value });
      else nextUnexpected ??= key;
    }
  }
  if (args.length > positional && star < 0) tooMany(rt, name, parameters, positional, defaults, args.length);
  if (decorated) nextUnexpected = null;
  if (nextUnexpected !== null && parameters.some((p) => p.kind === 'positionalOnly' && kwargs?.has(p.name))) {
    const names = parameters.filter((p) => p.kind === 'positionalOnly' && kwargs?.has(p.name)).map((p) => p.name);
    rt.raise('TypeError', `${name}() got some positional-only arguments passed as keyword arguments: '${names.join(', ')}'`);
  }
  if (nextUnexpected !== null) rt.raise('TypeError', `${name}() got an unexpected keyword argument '${nextUnexpected}'`);
  if (doubleStar >= 0) {
    rest ??= new Dict();
    if (open) rest.open = true;
    slots[doubleStar] = rest;
  }
  let missing: number[] | null = null;
  for (let i = 0; i < parameters.length; i++) {
    if (slots[i] !== undefined || i === star || i === doubleStar) continue;
    const value = open ?? (defaults[i] === undefined && decorated ? decorated : defaults[i]);
    if (value === undefined) (missing ??= []).push(i);
    else slots[i] = value;
  }
  if (missing) raiseMissing(rt, name, parameters, missing);
}

function indexOf(parameters: readonly ParameterSpec[], name: string): number {
  for (let i = 0; i < parameters.length; i++) {
    const { kind } = parameters[i]!;
    if (parameters[i]!.name === name && (kind === 'normal' || kind === 'keywordOnly')) return i;
  }
  return -1;
}

function raiseMissing(rt: Interpreter, name: string, parameters: readonly ParameterSpec[], missing: readonly number[]): never {
  const keywordOnly = missing.filter((i) => parameters[i]!.kind === 'keywordOnly');
  const positional = missing.filter((i) => parameters[i]!.kind !== 'keywordOnly');
  const which = positional.length > 0 ? positional : keywordOnly;
  const names = which.map((i) => `'${parameters[i]!.name}'`);
  const list =
    names.length < 2
      ? names.join('')
      : names.length === 2
        ? `${names[0]} and ${names[1]}`
        : `${names.slice(0, -1).join(', ')}, and ${names[names.length - 1]}`;
  const kind = positional.length > 0 ? 'positional' : 'keyword-only';
  return rt.raise('TypeError', `${name}() missing ${which.length} required ${kind} argument${which.length > 1 ? 's' : ''}: ${list}`);
}

function tooMany(
  rt: Interpreter,
  name: string,
  parameters: readonly ParameterSpec[],
  positional: number,
  defaults: readonly (Value | undefined)[],
  given: number,
): never {
  let required = 0;
  for (let i = 0; i < positional; i++) if (defaults[i] === undefined) required = i + 1;
  const takes = required === positional ? String(positional) : `from ${required} to ${positional}`;
  return rt.raise(
    'TypeError',
    `${name}() takes ${takes} positional argument${positional === 1 && required === positional ? '' : 's'} but ${given} ${given === 1 ? 'was' : 'were'} given`,
  );
}

/** Calls a native; its own slip (a TypeError of JavaScript) is an unknown with its name. */
export function callNative(rt: Interpreter, callee: Native, args: Value[], kwargs: Keywords): Value {
  const { budget } = rt;
  if (++budget.steps >= budget.next) budget.check();
  const { signature } = callee;
  let bound = args;
  if (kwargs === null && signature.plain && args.length >= signature.required && args.length <= signature.names.length) {
    const { defaults } = signature;
    if (args.length < defaults.length) {
      bound = new Array<Value>(defaults.length);
      for (let i = 0; i < defaults.length; i++) bound[i] = i < args.length ? args[i]! : defaults[i]!;
    }
  } else {
    if (kwargs instanceof OpenKeywords && !signature.names.includes('kwargs')) return kwargs.unknown;
    bound = new Array<Value>(signature.names.length);
    if (kwargs && callee.spellings) kwargs = respelled(callee, callee.spellings, kwargs);
    bind(rt, callee.name.split('.').pop()!, specsOf(callee), positionalOf(callee), signature.kinds.indexOf('star'), signature.kinds.indexOf('doubleStar'), signature.defaults, bound, args, kwargs);
  }
  try {
    return callee.run(rt, bound);
  } catch (error) {
    if (error instanceof Raised || error instanceof BudgetSpent || rt.isControl(error)) throw error;
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw error;
    rt.slip(callee.name, error);
    return rt.unknown(`${callee.name} could not be followed`);
  }
}

/** Keywords under the names of the native's own parameters. */
function respelled({ signature }: Native, spellings: ReadonlyMap<string, string>, kwargs: Map<string, Value>): Map<string, Value> {
  let found = false;
  for (const name of kwargs.keys()) if (spellings.has(name) && !signature.byName.has(name)) found = true;
  if (!found) return kwargs;
  const named = kwargs instanceof OpenKeywords ? new OpenKeywords(kwargs.unknown, kwargs.positional) : new Map<string, Value>();
  for (const [name, value] of kwargs) {
    const own = signature.byName.has(name) ? name : (spellings.get(name) ?? name);
    named.set(signature.byName.has(own) ? own : name, value);
  }
  return named;
}

const specs = new WeakMap<object, readonly ParameterSpec[]>();

function specsOf({ signature }: Native): readonly ParameterSpec[] {
  let made = specs.get(signature);
  if (!made) {
    made = signature.names.map((name, i) => ({
      name,
      kind: signature.kinds[i]!,
      hasDefault: signature.defaults[i] !== undefined,
      annotation: '',
    }));
    specs.set(signature, made);
  }
  return made;
}

function positionalOf({ signature }: Native): number {
  let count = 0;
  for (const kind of signature.kinds) if (kind === 'normal' || kind === 'positionalOnly') count++;
  return count;
}

// ---- classes ------------------------------------------------------------------------------------------------------

/** `Class(…)`: the metaclass's `__call__`, `__new__` or the builtin's own making, then `__init__`. */
export function callClass(rt: Interpreter, cls: Class, args: Value[], kwargs: Keywords): Value {
  if (cls.metaclass) {
    const own = lookup(cls.metaclass, '__call__');
    if (own !== undefined && !rt.isBuiltinMember(own)) return call(rt, own, [cls, ...args], kwargs);
  }
  if (!isRepeatable(cls) || rt.event !== null || !rt.certain) return makeInstance(rt, cls, args, kwargs);
  const key = argumentsKey(args, kwargs);
  if (key === null || kwargs instanceof OpenKeywords) return makeInstance(rt, cls, args, kwargs);
  return fromTemplate(rt, cls, key) ?? makeFirst(rt, cls, key, args, kwargs);
}

/** Makes an object whose like may be made again: kept as a template where its making has left nothing else behind. */
function makeFirst(rt: Interpreter, cls: Class, key: string, args: Value[], kwargs: Keywords): Value {
  const { trace } = rt;
  const { problems, requirements, inputs, modules } = trace;
  const [problemsBefore, requirementsBefore, inputsBefore, modulesBefore] = [problems.length, requirements.length, inputs.length, modules.length];
  const made = makeInstance(rt, cls, args, kwargs);
  const clean = problems.length === problemsBefore && requirements.length === requirementsBefore && inputs.length === inputsBefore;
  if (clean && rt.trace === trace && made instanceof Instance && made.cls === cls) keepTemplate(cls, key, made, modules.slice(modulesBefore));
  return made;
}

/** `type.__call__` */
export function makeInstance(rt: Interpreter, cls: Class, args: Value[], kwargs: Keywords): Value {
  const object = rt.objectClass;
  let made: Value | undefined;
  const init = lookup(cls, '__init__');
  const ownInit = init !== undefined && !rt.isObjectDefault(init) && !rt.isBuiltinMember(init);
  for (const ancestor of cls.mro) {
    if (ancestor === object) break;
    const maker = ancestor.dict.get('__new__');
    if (maker !== undefined && !rt.isBuiltinMember(maker)) {
      // As a class method it gets the class twice.
      const makes = maker instanceof StaticMethod ? maker.func : maker instanceof ClassMethod ? new Bound(cls, maker.func as Func) : maker;
      made = call(rt, makes, [cls, ...args], kwargs && copyKeywords(kwargs));
      if (!rt.isInstance(made, cls)) return made;
      break;
    }
    if (ancestor.construct) {
      const empty = ownInit && ancestor.dict.has('__init__') && !rt.isException(ancestor);
      made = ancestor.construct(rt, cls, empty ? [] : args, ownInit ? null : kwargs);
      if (!ownInit || !rt.isInstance(made, cls)) return made;
      break;
    }
  }
  if (made === undefined && cls === rt.builtinClass('module')) return rt.unknown('a module that is made as the program runs');
  const hadMaker = made !== undefined;
  made ??= new Instance(cls, rt.creationSite());
  if (init === undefined || rt.isObjectDefault(init)) {
    if (!hadMaker && !cls.open && (args.length > 0 || (kwargs && kwargs.size > 0 && !(kwargs instanceof OpenKeywords))))
      rt.raise('TypeError', `${cls.name}() takes no arguments`);
    return made;
  }
  if (rt.isBuiltinMember(init)) return made;
  if (init instanceof Func) callFunction(rt, init, [made, ...args], kwargs);
  else call(rt, init, [made, ...args], kwargs);
  return made;
}

function copyKeywords(kwargs: Map<string, Value>): Map<string, Value> {
  return kwargs instanceof OpenKeywords ? new OpenKeywords(kwargs.unknown, kwargs.positional, kwargs) : new Map(kwargs);
}
