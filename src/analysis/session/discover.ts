/** The models of a file: what it calls, what it makes, what its functions make when they are run, and classes nobody constructs. */
import type { Problem } from '../interpreter/trace';
import { Class, Func, Instance, type Module, type Value } from '../interpreter/values';
import { rangeOf, rangeOrNull } from '../report/places';
import type { TextRange } from '../report/report';
import { oncePerUnit } from '../syntax/file';
import { walk } from '../syntax/walk';
import { requiredParameters, findFunction, symbolicArgument } from './arguments';
import { type RootCall, rootCalls } from './calls';
import { chooseInputs, type InputContext, isStated } from './inputs/choose';
import type { ModelRun, Session } from './session';

/** Every model of a file, in the order of the text. */
export function discover(session: Session, module: Module, given: InputContext): ModelRun[] {
  const { interpreter, framework } = session;
  const context: InputContext = { ...given, choose: (s, root, place) => chooseInputs(s, root, place, given) };
  const { trace } = interpreter;
  const runs: ModelRun[] = [];
  const classes = [...module.globals.values()].filter(
    (value): value is Class => value instanceof Class && isOwn(value, context) && framework.isModuleClass(value),
  );
  const done = new Set<Instance>();
  /** Classes that the first `counted` runs called. */
  const covered = new Set<string | Class>();
  let counted = 0;

  collect();
  for (const func of uncalledFunctions(module, context)) {
    const before = trace.modules.length;
    const args = argumentsFor(func, context, false);
    // Without parameters a function is run as anybody would; else on defaults, or on things that were made up.
    const { parameters } = func.code;
    const takesAny = parameters.length > 0 && parameters.every((p) => p.kind === 'star' || p.kind === 'doubleStar');
    judged(args.length > 0 || takesAny ? 'made up' : parameters.length > 0 ? 'defaults' : null, () => interpreter.callValue(func, args));
    if (trace.modules.length > before || runs.length === 0) collect();
  }
  // What holds others comes later in a file as a rule: it runs its blocks, which then need no run of their own.
  for (const cls of [...classes].reverse()) {
    if (isCovered(cls) || interpreter.findInClass(cls, framework.forwardName) === undefined) continue;
    const init = constructorOf(cls);
    const args = init ? argumentsFor(init, context, true) : [];
    const certainty = args.length > 0 ? 'made up' : 'input only';
    const kept = session.remembered.run(interpreter, cls, context, () => {
      const before = runs.length;
      judged(certainty, () => {
        const made = interpreter.callValue(cls, args);
        if (made instanceof Instance && framework.isModule(made)) run(made, null, constructorText(cls, init));
      });
      return runs.length > before ? runs.pop()! : null;
    });
    if (kept) runs.push({ ...kept, place: placeOf(kept.module, null) ?? kept.place });
  }
  return runs.sort((a, b) => a.place.start - b.place.start);

  /** Models that were called or made since the last look. */
  function collect(): void {
    const calls = new Map<Instance, RootCall>();
    for (const call of rootCalls(trace)) if (!calls.has(call.module) || calls.get(call.module)!.result === undefined) calls.set(call.module, call);
    const children = new Set<Instance>();
    for (const made of trace.modules) for (const child of framework.childrenOf(made)) children.add(child);
    for (const made of [...trace.modules]) {
      if (done.has(made) || children.has(made)) continue;
      const called = calls.get(made);
      const own = isOwn(made.cls, context);
      // Of a library's classes only what the file itself calls or keeps is a model of the file; losses are none.
      if (!own && !called && nameOf(made) === null) continue;
      if (/Loss\d*d?$/.test(made.cls.name)) continue;
      if (own && !called && sameClassDone(made.cls)) continue;
      run(made, called ?? null, null);
    }
  }

  function run(made: Instance, call: RootCall | null, text: string | null): void {
    done.add(made);
    const place = placeOf(made, call);
    if (!place) return;
    const entry = text ?? entryText(made);
    if (call && !isStated(made, place, given)) runs.push({ entry, name: made.cls.name, module: made, place, call: session.inEvaluationMode(call), inputs: { values: [], reports: [] }, requirements: [], reason: null });
    else judged('input only', () => void runs.push(session.runModel(made, entry, place, context, null)));
  }

  /** Runs something on arguments nobody wrote: what it finds is kept only where they cannot be the cause. */
  function judged(what: MadeUp | null, work: () => unknown): void {
    const from = trace.problems.length;
    work();
    if (what === null) return;
    const found = trace.problems.splice(from);
    const given = runs[runs.length - 1]?.inputs.reports ?? [];
    const stated = what === 'input only' && given.length > 0 && given.every((i) => statedSources.has(i.source));
    // What nobody need have caused ends the run: Python would not come to what follows.
    const end = stated ? -1 : found.findIndex((p) => p.severity === 'error' && !holdsFor(what, p));
    const reached = end < 0 ? found : found.slice(0, end);
    trace.problems.push(...reached.filter((p) => stated || holdsFor(what, p)));
  }

  /** Was a class run, by itself or by what holds it? */
  function isCovered(cls: Class): boolean {
    for (; counted < runs.length; counted++) {
      const { module: root, call } = runs[counted]!;
      covered.add(keyOf(root.cls));
      for (const event of call?.events ?? []) if (event.kind === 'module') covered.add(keyOf(event.module.cls));
    }
    return covered.has(keyOf(cls));
  }

  function sameClassDone(cls: Class): boolean {
    return runs.some((r) => r.module.cls === cls);
  }

  /** The global name a model is kept under. */
  function nameOf(made: Instance): string | null {
    for (const [name, value] of module.globals) if (value === made) return name;
    return null;
  }

  /** Its class; else the call that made it, or what a name is set to where a library's function made it; else where it is called. */
  function placeOf(made: Instance, call: RootCall | null): TextRange | null {
    const cls = made.cls.place;
    if (cls && cls.unit.file.name === context.file.name) return rangeOf(cls);
    return makingOf(made) ?? (call ? rangeOrNull(call.event.userSite) : null);
  }

  function makingOf(made: Instance): TextRange | null {
    if (made.site && made.site.unit.file.name === context.file.name) return rangeOf(made.site);
    const name = nameOf(made);
    return name === null ? null : assignedTo(name, context);
  }

  /** The call as written, or the name it is kept under. */
  function entryText(made: Instance): string {
    const place = makingOf(made);
    if (place) {
      const text = context.text.slice(place.start, place.end).replace(/\s+/g, ' ');
      if (text.length <= 60) return text;
    }
    return nameOf(made) ?? `${made.cls.name}(…)`;
  }
}

/** What a global name is set to, the last time in the text. */
function assignedTo(name: string, { parsed, file }: InputContext): TextRange | null {
  let found: TextRange | null = null;
  for (const unit of parsed.units)
    walk(unit.body, (node) => {
      if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') return false;
      if (node.kind === 'Assign' && node.value && node.targets.some((target) => target.kind === 'Name' && target.id === name))
        found = { file: file.name, start: unit.start + node.value.start, end: unit.start + node.value.end };
      return undefined;
    });
  return found;
}

/** What a run was made up of: everything, only the input of a model that the file itself can make, or nothing but that all defaults are taken. */
type MadeUp = 'made up' | 'input only' | 'defaults';

/** Inputs that the author states. */
const statedSources: ReadonlySet<string> = new Set(['argument', 'comment-directive', 'annotation']);

/** Mistakes that no choice of arguments explains away: two numbers of the source contradict each other. */
const contradictions: ReadonlySet<string> = new Set([
  'linear-in-features', 'groups-divide', 'channels', 'norm-features', 'groupnorm-divides', 'padding-same-stride', 'padding-string', 'padding-mode',
  'output-padding', 'attention-heads', 'rnn-input-size', 'module-init', 'misspelled-init', 'unknown-name', 'kernel-larger-than-input', 'output-size-zero',
  'pixel-shuffle', 'pool-padding', 'squeeze-drops-batch', 'view-changes-batch', 'view-needs-contiguous', 'size-condition',
]);
/** And what a picture of the right rank and channels cannot be the cause of. */
const ofPictures: ReadonlySet<string> = new Set(['cat-sizes', 'broadcast-sizes', 'view-elements', 'matmul-sizes', 'glu-halves', 'prelu-parameters', 'norm-axes', 'rank', 'channel-order', 'not-a-tensor']);

function holdsFor(what: MadeUp, { rule, message }: Problem): boolean {
  // Defaults such as None may be there to be refused.
  if (what === 'defaults') return rule !== 'raises';
  // An argument of `forward` that may be left out is left out here, not by somebody.
  if (rule === 'not-a-tensor' && message.includes('gets None')) return false;
  return contradictions.has(rule) || (what === 'input only' && ofPictures.has(rule));
}

/** A class by its place: a run that was kept has the class of an earlier version. */
function keyOf(cls: Class): string | Class {
  return cls.place ? `${cls.place.unit.file.name}:${cls.place.unit.start + cls.place.start}` : cls;
}

function isOwn(cls: Class, context: InputContext): boolean {
  return cls.place !== null && cls.place.unit.file.name === context.file.name;
}

function constructorText(cls: Class, init: Func | null): string {
  const names = init ? requiredParameters(init, true).map((p) => p.name) : [];
  return `${cls.name}(${names.join(', ')})`;
}

/** The `__init__` whose parameters a call must give: `def __init__(self, *args, **kwargs)` hands on to the next one. */
function constructorOf(cls: Class): Func | null {
  for (const one of cls.mro) {
    const init = one.dict.get('__init__');
    if (!(init instanceof Func)) continue;
    // `self` comes first.
    if (init.code.parameters[1]?.kind !== 'star') return init;
  }
  return null;
}

/** What a function nobody calls is given: its defaults, symbols, unknowns. */
function argumentsFor(func: Func, context: InputContext, bound: boolean): Value[] {
  const here = func.place.unit.file.name === context.file.name;
  const unit = here ? context.parsed.units.find((u) => u.start === func.place.unit.start) : undefined;
  const definition = unit ? findFunction(unit.body, func.place.start) : null;
  return requiredParameters(func, bound)
    .filter((p) => p.kind !== 'keywordOnly')
    .map((p) => symbolicArgument(p, definition?.body ?? null, func.name));
}

/** Functions of the file whose name stands nowhere else in it. */
function uncalledFunctions(module: Module, context: InputContext): Func[] {
  const named = context.parsed.units.map(namesIn);
  const found: Func[] = [];
  for (const [name, value] of module.globals) {
    const func = value instanceof Func ? original(value) : null;
    if (func && func.module === module && !named.some((names) => names.has(name)) && value instanceof Func) found.push(value);
  }
  return found;
}

/** Every name, attribute and text of a unit. */
const namesIn = oncePerUnit((unit) => {
  const named = new Set<string>();
  walk(unit.body, (node) => {
    if (node.kind === 'Name') named.add(node.id);
    else if (node.kind === 'Attribute') named.add(node.attribute);
    else if (node.kind === 'Constant' && node.type === 'str') named.add(node.value as string);
  });
  return named;
});

/** Through decorators that keep what they wrap. */
function original(func: Func): Func {
  const wrapped = func.attributes?.get('__wrapped__');
  return wrapped instanceof Func ? original(wrapped) : func;
}
