/** The interpreter: runs files, evaluates expressions, calls models; holds what the parts of the core share. Over 400 lines: one class, short members. */
import type { Statement } from '../syntax/ast';
import { namesRead } from '../syntax/dependencies';
import { oncePerUnit, type ParsedFile, type ParsedUnit, parseFile, parseLate } from '../syntax/file';
import { parsePython } from '../syntax/python';
import * as attributes from './attributes';
import { anything, forkValue, type Handler, join, settle, UNREACHABLE } from './branch';
import { Budget, type BudgetOptions } from './budget';
import { call, type Keywords } from './calls';
import { type ClassParts, lookup, lookupAfter, makeClass, makeSuper, objectMembers, SuperObject } from './class';
import { compareValues, equal, hashKey } from './compare';
import { compileExpression } from './compileExpression';
import { compileBlock } from './compileStatement';
import type { Code } from './code';
import { Context } from './context';
import { BREAK, CONTINUE, Frame, RETURN, type Run } from './frame';
import { StopGenerator } from './generator';
import * as items from './items';
import * as iteration from './iterate';
import { LateDefinition, LazyName, NotYet } from './lazyName';
import { type FileProvider, Modules } from './modules';
import { addOperatorMembers } from './operatorMembers';
import { binary, unary } from './operators';
import type { CallSite, Place, SourceFile, Unit } from './place';
import type { Library, Runtime } from './runtime';
import { blocksOf, boundNames, Scope } from './scope';
import { representationOf, textOf, exceptionText } from './text';
import type { ModuleEvent, Problem, Trace } from './trace';
import {
  Bound,
  BudgetSpent,
  Bytes,
  Class,
  type Container,
  Dict,
  Either,
  Ellipsis,
  Float,
  Func,
  Instance,
  Iter,
  type Key,
  List,
  Module,
  Native,
  Poly,
  Property,
  PySet,
  Quotient,
  Raised,
  Range,
  type Signature,
  Slice,
  Tensor,
  Tuple,
  Unknown,
  ClassMethod,
  StaticMethod,
  type Value,
} from './values';
import { type Log, World } from './world';

export interface InterpreterOptions {
  /** Frameworks and other libraries; their hooks for tensors are asked in this order. */
  readonly libraries: readonly Library[];
  /** Python's own modules, `builtins` among them. */
  readonly builtins: Library;
  readonly files: FileProvider;
  readonly budget?: BudgetOptions;
}

export interface RunOptions {
  /** What was parsed for this file before: unchanged statements keep their compiled code. */
  readonly previous?: ParsedFile | null;
  /** What was parsed, where the caller has done it (with last good statements put in). */
  readonly parsed?: ParsedFile;
  /** `__name__` is `'__main__'`: the block for running the file as a script is run. */
  readonly asMain?: boolean;
}

/** The interpreter's stacks, to go back to after an exception. */
export interface State {
  readonly top: number;
  readonly depth: number;
  readonly event: ModuleEvent | null;
  readonly forks: number;
  readonly handlers: number;
  readonly handled: number;
}

interface TraceMark {
  readonly events: number;
  readonly problems: number;
  readonly requirements: number;
  readonly inputs: number;
  readonly modules: number;
  readonly event: ModuleEvent | null;
  readonly hadChildren: boolean;
}

/** The edited file's run, unit by unit. */
interface EditedRun {
  readonly file: SourceFile;
  readonly asMain: boolean;
  readonly module: Module;
  readonly units: ParsedUnit[];
  readonly stages: Stage[];
}

/** The world and the trace as they were when so many units had run. */
interface Stage {
  readonly units: number;
  readonly log: Log;
  readonly trace: Trace;
  readonly unseen: boolean;
}

/** Events a trace holds: the largest models have some ten thousand. */
const MOST_EVENTS = 400_000;
const MOST_MODULES = 100_000;

function isTable(value: Value | undefined): boolean {
  return value instanceof Dict || value instanceof List || value instanceof PySet;
}

/** Units between two stages: each keeps a copy of the module's names. */
const STAGE_EVERY = 8;

interface CompiledUnit {
  readonly unit: Unit;
  readonly run: Run;
  readonly slotCount: number;
}

/** Exceptions that are no finding: control flow, abstract methods, the machine's files. */
const silent = new Set([
  'NotImplementedError',
  'StopIteration',
  'StopAsyncIteration',
  'GeneratorExit',
  'SystemExit',
  'KeyboardInterrupt',
  'ImportError',
  'ModuleNotFoundError',
  'OSError',
  'FileNotFoundError',
  'RecursionError',
  UNREACHABLE,
]);

export class Interpreter implements Runtime {
  trace: Trace = newTrace();
  readonly world = new World();
  readonly budget: Budget;
  readonly modules: Modules;
  readonly files = new Map<string, SourceFile>();
  /** Natives that failed in JavaScript: for tests, an empty list is what is wanted. */
  readonly slips: { readonly name: string; readonly error: unknown }[] = [];

  // ---- stacks of the run: public to the core, nobody else's --------------------------------------------------------
  /** Calls, operators and subscripts in progress; valid below `top`. */
  readonly sites: Place[] = [];
  top = 0;
  depth = 0;
  event: ModuleEvent | null = null;
  /** Branches on unknown conditions that run now. */
  forks = 0;
  /** Branches that have left their function or loop while the other way goes on. */
  pendings = 0;
  readonly handlers: Handler[] = [];
  /** Exceptions whose `except` blocks run now. */
  readonly handled: Raised[] = [];
  readonly classParts: ClassParts[] = [];
  /** Set by `loadMethod`: what the method is to be bound to. */
  boundSelf: Value | undefined = undefined;
  /** Set by compiled arguments: the keywords that go with them, until the next call. */
  keywords: Keywords = null;
  settingPlain = false;
  /** The module whose text runs now, where it is not the edited file. */
  loadingModule: string | null = null;

  readonly tensorHooks: Pick<
    Library,
    'tensorAttribute' | 'tensorSetAttribute' | 'tensorBinary' | 'tensorUnary' | 'tensorGetItem' | 'tensorSetItem' | 'tensorClass'
  >;
  /** Does a decorator of that text nothing but answer a function or class? */
  private readonly isQuiet: (decorator: string) => boolean;
  readonly notImplemented: Value;
  readonly objectClass: Class;
  /** Classes whose instances are a plain value: str, int, float … */
  readonly scalarClasses = new Set<Class>();
  /** Their members: they get the plain value as `self`. */
  readonly scalarMembers = new Set<Value>();
  private readonly builtinMembers = new Set<Value>();
  private readonly objectDefaults = new Set<Value>();
  private readonly builtins: Module;
  private readonly made = new Map<string, Class>();
  private readonly compiled = new WeakMap<ParsedUnit, CompiledUnit>();
  private readonly parsed = new Map<string, ParsedFile>();
  private transient: Log | null = null;
  /** The module whose text is the edited one. */
  editedName: string | null = null;
  /** What the last run of a file has run, where the next one may go on from. */
  private edited: EditedRun | null = null;

  constructor(options: InterpreterOptions) {
    this.budget = new Budget(options.budget);
    const libraries = [...options.libraries, options.builtins];
    this.tensorHooks = Object.assign({}, ...[...libraries].reverse().map(hooksOf)) as Interpreter['tensorHooks'];
    this.isQuiet = (decorator) => libraries.some(({ quietDecorators }) => quietDecorators?.test(decorator) ?? false);
    this.modules = new Modules(this, libraries, options.files);
    this.objectClass = new Class('object', [], 'builtins');
    this.builtins = new Module('builtins', 'builtins');
    const found = this.modules.find('builtins');
    if (found instanceof Module) this.builtins = found;
    const object = this.builtins.globals.get('object');
    if (object instanceof Class) this.objectClass = object;
    else this.builtins.globals.set('object', this.objectClass);
    for (const [name, member] of objectMembers()) if (!this.objectClass.dict.has(name)) this.objectClass.dict.set(name, member);
    for (const member of this.objectClass.dict.values()) this.objectDefaults.add(member);
    addOperatorMembers(this.builtins.globals);
    for (const value of this.builtins.globals.values()) {
      if (!(value instanceof Class) || value === this.objectClass) continue;
      for (const member of value.dict.values()) if (typeof member === 'object' && member !== null) this.builtinMembers.add(member);
      if (!['str', 'int', 'float', 'bool', 'bytes', 'complex'].includes(value.name)) continue;
      this.scalarClasses.add(value);
      for (const member of value.dict.values()) this.scalarMembers.add(member);
    }
    this.installSuper();
    this.notImplemented = this.builtins.globals.get('NotImplemented') ?? new Instance(this.builtinClass('NotImplementedType'));
    this.builtins.globals.set('NotImplemented', this.notImplemented);
    Class.version++;
  }

  private installSuper(): void {
    const { globals } = this.builtins;
    const cls = new Class('super', [this.objectClass], 'builtins');
    cls.construct = (_, __, args) => {
      const [owner, receiver] = args;
      if (owner instanceof Unknown) return owner;
      if (!(owner instanceof Class) || receiver === undefined) return this.raise('TypeError', 'super() takes a type and an object');
      return makeSuper(this, owner, receiver);
    };
    globals.set('super', cls);
  }

  // ---- what the session calls ------------------------------------------------------------------------------------

  /** Names of modules the host was asked for and has not read yet. */
  get wanted(): ReadonlySet<string> {
    return this.modules.wanted;
  }

  /** A new trace; what follows is written into it. */
  startTrace(): Trace {
    this.trace = newTrace();
    this.spent = null;
    return this.trace;
  }

  /**
   * Runs a file's top-level code. What the run before did to modules that stay is undone first. Never throws; a budget that is spent ends it early
   * (`ended` says why).
   */
  runFile(file: SourceFile, text: string, options: RunOptions = {}): Module {
    file = this.sameFile(file);
    const parsed = options.parsed ?? parseFile(text, options.previous ?? this.parsed.get(file.name));
    this.parsed.set(file.name, parsed);
    const asMain = options.asMain ?? false;
    this.raisedIn.clear();
    this.doubtfulImports = 0;
    const done = this.unchangedUnits(file, parsed, asMain);
    if (done === 0) {
      this.unseen = false;
      this.rollback();
      this.transient = this.world.open();
      this.editedName = file.moduleName;
      this.modules.surroundings.delete(file.moduleName);
      this.edited = { file, asMain, module: this.modules.edited(file, asMain), units: [], stages: [] };
    }
    const edited = this.edited!;
    this.ended = this.protect(() => {
      this.runEdited(edited, parsed.units, done);
      return null;
    }).ended;
    if (this.ended !== null) this.edited = null;
    return edited.module;
  }

  /**
   * How many of the units that the last run has run need not be run again: its world is put back to the last stage before the first unit that has
   * changed. 0: all of them are to be run.
   */
  private unchangedUnits(file: SourceFile, parsed: ParsedFile, asMain: boolean): number {
    const { edited } = this;
    if (!edited || edited.file !== file || edited.asMain !== asMain || !this.modules.holds(edited.module)) return 0;
    // A module that was waited for may have come.
    if (this.wanted.size > 0) return 0;
    const { units, stages } = edited;
    let same = 0;
    while (same < units.length && same < parsed.units.length && units[same] === parsed.units[same]) same++;
    // Whoever imports the file holds what it defined before.
    if ((same < units.length || same < parsed.units.length) && this.modules.isImported(file.moduleName)) return 0;
    const at = stages.findLastIndex((stage) => stage.units <= same);
    if (at < 0) return 0;
    const stage = stages[at]!;
    stages.length = at;
    this.world.rollback(stage.log);
    this.unseen = stage.unseen;
    units.length = stage.units;
    for (const unit of units) this.compiled.get(unit)!.unit.start = unit.start;
    const { trace } = this;
    for (const key of ['events', 'problems', 'requirements', 'inputs', 'modules'] as const)
      for (const one of stage.trace[key]) (trace[key] as unknown[]).push(one);
    return stage.units;
  }

  /** Runs the units from `from` on, with a stage now and then to come back to, and one at the end: what follows is undone at the next run. */
  private runEdited(edited: EditedRun, units: readonly ParsedUnit[], from: number): void {
    if (from === 0 && units.length > 0) edited.module.globals.set('__doc__', docstringOf({ units }));
    for (let i = from; i < units.length; i++) {
      if (i % STAGE_EVERY === 0 && i > 0) this.openStage(edited);
      this.runUnit(edited.file, units[i]!, edited.module);
      edited.units.push(units[i]!);
    }
    this.openStage(edited);
  }

  private openStage({ units, stages }: EditedRun): void {
    const { events, problems, requirements, inputs, modules } = this.trace;
    const trace = { events: events.slice(), problems: problems.slice(), requirements: requirements.slice(), inputs: inputs.slice(), modules: modules.slice() };
    stages.push({ units: units.length, log: this.world.open(), trace, unseen: this.unseen });
  }

  /** How often a module was asked for by a computed name where it was not certain that the code comes there. */
  doubtfulImports = 0;

  /** Why anything of the run ended early, since its trace was started; null where nothing did. */
  spent: string | null = null;

  /** Why the last `runFile` ended early; null when it did not. */
  ended: string | null = null;

  /** Was something called that could not be followed, and that may have changed what is known? What lists and objects hold is not certain then. */
  unseen = false;

  /** Undoes what the edited file's run (and calls after it) did to modules that stay. */
  rollback(): void {
    this.edited = null;
    if (!this.transient) return;
    this.world.rollback(this.transient);
    this.transient = null;
    // What it bound is partly undone: whoever imports it from now on runs it anew.
    if (this.editedName !== null) this.modules.forget(this.editedName);
    this.editedName = null;
  }

  /**
   * Loads what the packages in whose code something raised have imported lazily: a registry may have lacked it. True where anything came: then the
   * caller runs again.
   */
  loadPending(): boolean {
    const own = this.editedName?.split('.')[0];
    const packages = [...this.raisedIn].filter((top) => top !== own);
    this.raisedIn.clear();
    if (packages.length === 0) return false;
    let count = 0;
    this.protect(() => {
      for (const top of packages) count += this.modules.loadPending(top);
      return null;
    });
    if (count > 0) this.edited = null;
    return count > 0;
  }

  /** Top-level packages in whose code a look-up or a refusal ended a statement. */
  private readonly raisedIn = new Set<string>();

  /** Forgets a module whose text has changed or was read just now, and those that imported it. */
  forget(moduleName: string): void {
    this.edited = null;
    this.modules.wanted.delete(moduleName);
    this.modules.forget(moduleName);
  }

  /** An expression in a module's names; Unknown with a reason where that fails. Never throws. */
  evaluate(expression: string, module: Module): Value {
    const { body } = parsePython(expression);
    const statement = body[0];
    if (body.length !== 1 || statement?.kind !== 'ExpressionStatement') return this.unknown(`'${expression}' is no expression`);
    const unit: Unit = { file: { name: `<${expression}>`, moduleName: module.name, origin: 'library' }, start: 0 };
    const scope = new Scope('module', null);
    const run = compileExpression(new Context(this, unit, '', 'module'), statement.value, scope);
    const frame = new Frame(scope.owner.count, null, module, null);
    return this.protect(() => this.guarded(frame, run)).value;
  }

  /** Calls a value; Unknown with a reason where that fails. Never throws. */
  callValue(callee: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value> | null = null): Value {
    const frame = new Frame(0, null, this.builtins, null);
    return this.protect(() => this.guarded(frame, () => call(this, callee, args.slice(), kwargs && new Map(kwargs)))).value;
  }

  /** Anything that may raise or spend the budget, from a clean start; the stacks are as before afterwards. */
  protect(run: () => Value): { readonly value: Value; readonly ended: string | null } {
    const state = this.saveState();
    const { pendings } = this;
    try {
      return { value: run(), ended: null };
    } catch (error) {
      this.restoreState(state);
      this.pendings = pendings;
      this.world.unwatchAll();
      if (error instanceof BudgetSpent) {
        this.spent = error.why;
        return { value: new Unknown(error.why), ended: error.why };
      }
      if (error instanceof Raised) return { value: this.noteRaised(error), ended: null };
      if (!isStackOverflow(error)) this.slip('run', error);
      return { value: new Unknown('this could not be followed'), ended: 'this could not be followed' };
    }
  }

  // ---- running texts ----------------------------------------------------------------------------------------------

  /** Runs the text of a module that stays. */
  runText(file: SourceFile, text: string, module: Module): void {
    file = this.sameFile(file);
    let parsed = this.parsed.get(file.name);
    if (parsed?.text !== text) {
      parsed = file.origin === 'user' ? parseFile(text, parsed) : parseLate(text, this.isQuiet);
      this.parsed.set(file.name, parsed);
    }
    const units = parsed;
    this.loading(file, () => this.runUnits(file, units, module));
  }

  /** The statements of a file that has run. */
  unitsOf(file: SourceFile): readonly ParsedUnit[] {
    return this.parsed.get(file.name)?.units ?? [];
  }

  private runUnits(file: SourceFile, parsed: ParsedFile, module: Module): void {
    module.globals.set('__doc__', docstringOf(parsed));
    for (const unit of parsed.units)
      if (unit.defines === undefined || file.origin === 'user') this.runUnit(file, unit, module);
      else this.defineLate(file, unit, module, unit.defines);
  }

  /** Binds a definition's name; its text is run when somebody reads the name. */
  private defineLate(file: SourceFile, unit: ParsedUnit, module: Module, name: string): void {
    const late: LateDefinition = new LateDefinition(() => {
      const bound = module.globals.get(name);
      this.isolated(() => this.loading(file, () => this.runUnit(file, unit, module)));
      const made = module.globals.get(name);
      // The name may mean something else by now: who has the definition from before gets what it defines.
      if (bound === undefined) module.globals.delete(name);
      else if (bound !== late) module.globals.set(name, bound);
      return made === undefined || made === late ? this.unknown(`${name} could not be followed`) : made;
    }, /^class\s+\w+\s*\(/m.test(unit.text.slice(0, 1000)));
    module.globals.set(name, late);
  }

  /** Runs text of a module: what it imports is noted as its own. */
  private loading(file: SourceFile, run: () => void): void {
    const before = this.loadingModule;
    this.loadingModule = file.moduleName;
    try {
      run();
    } finally {
      this.loadingModule = before;
    }
  }

  private runUnit(file: SourceFile, unit: ParsedUnit, module: Module): void {
    let compiled = this.compiled.get(unit);
    if (compiled?.unit.file !== file) {
      compiled = this.compileUnit(file, unit);
      this.compiled.set(unit, compiled);
    }
    compiled.unit.start = unit.start;
    const frame = new Frame(compiled.slotCount, null, module, null);
    frame.top = this.top;
    frame.depth = this.depth;
    frame.event = this.event;
    compiled.run(frame);
    settle(this, frame, [BREAK, CONTINUE, RETURN]);
  }

  /** One object for one file, however often the host makes one: compiled code hangs on it. */
  private sameFile(file: SourceFile): SourceFile {
    const known = this.files.get(file.name);
    if (known && known.moduleName === file.moduleName && known.origin === file.origin) return known;
    this.files.set(file.name, file);
    return file;
  }

  private compileUnit(file: SourceFile, { body, text }: ParsedUnit): CompiledUnit {
    const unit: Unit = { file, start: 0 };
    const scope = new Scope('module', null);
    const run = compileBlock(new Context(this, unit, '', 'module', text), body, scope);
    return { unit, run, slotCount: scope.owner.count };
  }

  /** Runs something that is to leave no mark in the trace and is not undone with the branches around it: the loading of a module. */
  isolated(run: () => void, loaded?: SourceFile): void {
    const { trace, forks, pendings, event } = this;
    const handlers = this.handlers.splice(0);
    // A `try` around the import sees ImportErrors of the modules it loads, nothing else. What an installed package needs itself is installed with it,
    // whether it is found here or not: only the package's own `try` asks for that.
    const importError = this.exceptionClass('ImportError');
    const catcher = handlers.find((handler) => handler !== anything && handler.catches(importError) && !(loaded && handler.file && isForeign(loaded, handler.file)));
    if (catcher) this.handlers.push({ catches: (cls) => cls.mro.includes(importError), file: catcher.file });
    this.trace = newTrace();
    this.forks = 0;
    this.pendings = 0;
    this.event = null;
    try {
      this.budget.aside(() => this.world.outside(run));
    } finally {
      this.trace = trace;
      this.forks = forks;
      this.pendings = pendings;
      this.event = event;
      this.handlers.length = 0;
      this.handlers.push(...handlers);
    }
  }

  /** Loads what was imported before the `try` that is running now. */
  unhandled<T>(load: () => T): T {
    const handlers = this.handlers.splice(0);
    try {
      return load();
    } finally {
      this.handlers.length = 0;
      this.handlers.push(...handlers);
    }
  }

  outside<T>(run: () => T): T {
    return this.world.outside(run);
  }

  // ---- stacks ------------------------------------------------------------------------------------------------------

  saveState(): State {
    return {
      top: this.top,
      depth: this.depth,
      event: this.event,
      forks: this.forks,
      handlers: this.handlers.length,
      handled: this.handled.length,
    };
  }

  restoreState(state: State): void {
    this.top = state.top;
    this.depth = state.depth;
    this.event = state.event;
    this.forks = state.forks;
    this.handlers.length = state.handlers;
    this.handled.length = state.handled;
  }

  markTrace(): TraceMark {
    const { events, problems, requirements, inputs, modules } = this.trace;
    return {
      events: events.length,
      problems: problems.length,
      requirements: requirements.length,
      inputs: inputs.length,
      modules: modules.length,
      event: this.event,
      hadChildren: this.event?.hasChildren ?? false,
    };
  }

  resetTrace(mark: TraceMark): void {
    this.trace.events.length = mark.events;
    this.trace.problems.length = mark.problems;
    this.trace.requirements.length = mark.requirements;
    this.trace.inputs.length = mark.inputs;
    this.trace.modules.length = mark.modules;
    if (mark.event) mark.event.hasChildren = mark.hadChildren;
  }

  /** Exceptions of ours that no statement may keep. */
  isControl(error: unknown): boolean {
    return error instanceof BudgetSpent || error instanceof StopGenerator;
  }

  /** An exception ended a statement: passed on where it can be caught, else noted once; what it would have bound is the answer. */
  recover(error: unknown, frame: Frame): Unknown {
    if (error instanceof Raised) {
      if (error.unwinding === frame && frame.func !== null) throw error;
      if (this.pendings > 0 || this.isCaught(error.exception.cls)) throw error;
      if (frame.depth > 8 && error.exception.cls.name === 'RecursionError') throw error;
      this.unwind(frame);
      return this.noteRaised(error);
    }
    if (this.isControl(error)) throw error;
    const overflow = isStackOverflow(error);
    if (overflow && frame.depth > 8) throw error;
    this.unwind(frame);
    if (!overflow) this.slip('statement', error);
    return new Unknown('this statement could not be followed');
  }

  private unwind(frame: Frame): void {
    this.top = frame.top;
    this.depth = frame.depth;
    this.event = frame.event;
  }

  private isCaught(cls: Class): boolean {
    for (let i = this.handlers.length - 1; i >= 0; i--) if (this.handlers[i]!.catches(cls)) return true;
    return false;
  }

  /** An exception that nobody catches: a finding where it is certain and the user's file is on its way. */
  noteRaised(raised: Raised): Unknown {
    const { exception } = raised;
    const message = exceptionText(this, exception);
    const why = message ? `${exception.cls.name}: ${message}` : exception.cls.name;
    const at = this.blamed(raised);
    // A name that was looked up in vain, or a refusal that may come of one; not while a module is being loaded, which nobody waits for.
    if (this.loadingModule === null && (raised.unwinding !== null || exception.cls.mro.includes(this.exceptionClass('LookupError'))))
      for (const { unit } of raised.place ? [raised.place, ...raised.trail] : raised.trail)
        if (unit.file.origin !== 'prelude' && unit.file.moduleName !== this.editedName) this.raisedIn.add(unit.file.moduleName.split('.')[0]!);
    if (at && !raised.reported && !silent.has(exception.cls.name) && this.certain && !this.isOfSurroundings(raised) && !this.isSecondTime(raised) && !this.asksSiblings(raised) && !(this.unseen && this.hangsOnState(raised))) {
      raised.reported = true;
      this.report({
        rule: 'raises',
        severity: 'error',
        message: why,
        place: { unit: at.unit, start: at.start, end: at.end },
        related: this.callsTo(raised, at),
        fixes: [],
        module: this.currentModule,
      });
    }
    return new Unknown(why, raised.place);
  }

  /** Does an exception come of what lists, dicts and objects hold? The attributes of layers are no such thing, nor those of tensors. */
  private hangsOnState(raised: Raised): boolean {
    const { unwinding, exception } = raised;
    if (unwinding !== null) return true;
    const text = exceptionText(this, exception) ?? '';
    if (this.isKindOf(exception.cls, 'AttributeError')) {
      const owner = /^'(\w+)' object has no attribute/.exec(text)?.[1];
      return owner !== 'Tensor' && !this.trace.modules.some((module) => module.cls.name === owner);
    }
    return ['AssertionError', 'LookupError', 'ValueError', 'ZeroDivisionError', 'StopIteration'].some((name) => this.isKindOf(exception.cls, name)) || /\bNoneType\b/.test(text);
  }

  asksSurroundings(): void {
    this.modules.noteSurroundings();
  }

  private isKindOf(cls: Class, name: string): boolean {
    return cls.mro.includes(this.exceptionClass(name));
  }

  /** A refusal (`raise`, `assert`), a name, attribute, key or element that was not found, or a None, in a module that depends on its surroundings. */
  private isOfSurroundings(raised: Raised): boolean {
    const { place, trail, unwinding, exception } = raised;
    // `except ImportError`: what is done for want of a package is done here only.
    if (this.handled.some((one) => this.isKindOf(one.exception.cls, 'ImportError'))) return true;
    const refusal =
      unwinding !== null ||
      ['NameError', 'AssertionError', 'LookupError', 'AttributeError'].some((name) => this.isKindOf(exception.cls, name)) ||
      /\bNoneType\b/.test(exceptionText(this, exception) ?? '');
    return refusal && [place, ...trail].some((one) => one !== null && this.modules.isOfSurroundings(one.unit.file.moduleName));
  }

  /** A refusal by another module of the project, of a file that was run before, when that one imported it: it may be known there already. */
  private isSecondTime({ place, unwinding }: Raised): boolean {
    return unwinding !== null && place !== null && this.editedName !== null && this.modules.imported.has(this.editedName) && !this.isUser(place);
  }

  /**
   * A look-up in vain in another module of the edited file's own package: Python runs the package first, which may fill what is looked into, and here
   * only what the file imports is run. A refusal is one where the code that refuses reads a table of its module.
   */
  private asksSiblings({ place, unwinding, exception }: Raised): boolean {
    const own = this.editedName;
    if (!place || !own?.includes('.') || this.isUser(place)) return false;
    const { file, start } = place.unit;
    if (file.moduleName.split('.')[0] !== own.split('.')[0]) return false;
    if (this.isKindOf(exception.cls, 'LookupError')) return true;
    const unit = unwinding === null ? undefined : this.parsed.get(file.name)?.units.find((one) => one.start === start);
    const module = this.modules.find(file.moduleName);
    if (!unit || !(module instanceof Module)) return false;
    return [...namesRead(unit)].some((name) => isTable(module.globals.get(name)));
  }

  /** The user's call that led to a place in a function. */
  private callsTo(raised: Raised, at: Place): Problem['related'] {
    const site = raised.trail.findLast((one) => this.isUser(one) && !(one.unit === at.unit && one.start === at.start));
    return site ? [{ place: { unit: site.unit, start: site.start, end: site.end }, message: 'called here' }] : [];
  }

  /** The innermost place of the user's, unless the interpreter itself raised it inside somebody else's code. */
  private blamed(raised: Raised): Place | null {
    const { place, trail } = raised;
    const explicit = raised.unwinding !== null;
    // A `raise` in a function that only the analysis calls refuses nobody: abstract methods, checks of what is not known here.
    if (explicit && !trail.some((site) => this.isUser(site))) return null;
    if (place && this.isUser(place)) return place;
    const inside = place && place.unit.file.origin === 'library' ? place : trail.findLast((site) => site.unit.file.origin !== 'prelude');
    if (!explicit && inside && !this.isUser(inside)) return null;
    return trail.findLast((site) => this.isUser(site)) ?? null;
  }

  /** Evaluates; an exception that nobody catches is noted and answers an unknown. */
  guarded(frame: Frame, evaluate: (frame: Frame) => Value): Value {
    try {
      return evaluate(frame);
    } catch (error) {
      return this.recover(error, frame);
    }
  }

  /** Evaluates; an exception is nobody's business. */
  quietly(frame: Frame, evaluate: (frame: Frame) => Value): Value {
    const state = this.saveState();
    this.handlers.push(anything);
    try {
      return evaluate(frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      this.restoreState(state);
      return new Unknown('it raised an exception', error.place);
    } finally {
      this.handlers.length = state.handlers;
      void frame;
    }
  }

  /** Calls; undefined where an exception of that name comes. */
  tryCall(callee: Value, args: Value[], exception: string): Value | undefined {
    const wanted = this.exceptionClass(exception);
    const state = this.saveState();
    this.handlers.push({ catches: (cls) => cls.mro.includes(wanted) });
    try {
      return this.call(callee, args);
    } catch (error) {
      if (!(error instanceof Raised) || !error.exception.cls.mro.includes(wanted)) throw error;
      this.restoreState(state);
      return undefined;
    } finally {
      this.handlers.length = state.handlers;
    }
  }

  slip(name: string, error: unknown): void {
    if (this.slips.length < 100) this.slips.push({ name, error });
  }

  tooDeep(): never {
    return this.raise('RecursionError', 'the calls are nested too deeply to be followed');
  }

  // ---- names -------------------------------------------------------------------------------------------------------

  /** A global or builtin name; raises NameError. */
  globalName(frame: Frame, name: string, at: Place): Value {
    const { globals } = frame.module;
    const own = globals.get(name);
    if (own !== undefined) return this.loadedIn(globals, name, own);
    const builtin = this.builtins.globals.get(name);
    if (builtin !== undefined) return builtin;
    if (name === '__builtins__') return this.builtins;
    const open = this.modules.openNames(frame.module);
    if (open) return open;
    const answer = frame.module.missing?.(this, name);
    if (answer !== undefined) return answer;
    // What is imported or defined under a condition of this file is no mistyped name.
    if (!this.catches('NameError') && this.isBoundUnderCondition(frame.module, name)) return this.unknown(`${name} is bound under a condition`);
    this.sites[this.top++] = at;
    return this.raise('NameError', `name '${name}' is not defined`);
  }

  private isBoundUnderCondition(module: Module, name: string): boolean {
    const units = this.edited?.module === module ? this.edited.units : (this.parsed.get(module.file)?.units ?? []);
    return units.some((unit) => conditionalNames(unit).has(name));
  }

  /** Raises UnboundLocalError; a name that a loop or a `try` binds may be bound where it was run as it really runs. */
  unbound(name: string, at: Place, frame: Frame | null = null): Value {
    const code = frame?.func?.code as Code | undefined;
    if (code && Array.isArray(code.source) && !this.catches('NameError') && boundInLoops(code).has(name)) return this.unknown(`${name} is bound in a loop`);
    this.sites[this.top++] = at;
    return this.raise('UnboundLocalError', `cannot access local variable '${name}' where it is not associated with a value`);
  }

  /** A value that may be a promise of an import. */
  loaded(value: Value): Value {
    return value instanceof LazyName ? value.load() : value;
  }

  /** The same, kept where it was found. */
  loadedIn(names: Map<string, Value>, name: string, value: Value): Value {
    if (!(value instanceof LazyName)) return value;
    const loaded = value.load();
    if (names.get(name) === value && !(loaded instanceof NotYet)) names.set(name, loaded);
    return loaded;
  }

  /** `super()` in a method. */
  superHere(frame: Frame): Value {
    const method = methodFrame(frame);
    const cls = method?.up?.cls;
    if (!method || !cls) return this.raise('RuntimeError', 'super(): no arguments');
    let receiver = method.slots[0];
    if (method.func?.code.parameters[0]?.kind === 'star' && receiver instanceof Tuple) receiver = receiver.items[0];
    if (receiver === undefined) return this.raise('RuntimeError', 'super(): no arguments');
    return makeSuper(this, cls, receiver);
  }

  classAround(frame: Frame): Class | null {
    return methodFrame(frame)?.up?.cls ?? null;
  }

  /** The class whose method's frame this is: functions made in it belong to it too. */
  ownerOf(frame: Frame): Class | null {
    return frame.func?.owner ?? null;
  }

  /** `locals()`, `globals()`, `vars()`, `dir()` without arguments see the frame. */
  readonly intrinsics: Readonly<Record<string, (frame: Frame, scope: Scope) => Value>> = {
    globals: (frame) => this.globalsOf(frame.module),
    locals: (frame, scope) => this.localsOf(frame, scope),
    vars: (frame, scope) => this.localsOf(frame, scope),
    dir: (frame, scope) => new List([...this.localsOf(frame, scope).entries.values()].map((entry) => entry.key)),
  };

  private localsOf(frame: Frame, scope: Scope): Dict {
    if (frame.names) return this.dictOf([...frame.names]);
    if (scope.frameScope.kind !== 'function') return this.globalsOf(frame.module);
    const entries: [Value, Value][] = [];
    for (const [name, slot] of scope.frameScope.slots) {
      const value = frame.slots[slot];
      if (value !== undefined) entries.push([name, value]);
    }
    return this.dictOf(entries);
  }

  /** A module's names as a dict: writing into it binds names. */
  globalsOf(module: Module): Dict {
    for (const [name, value] of [...module.globals]) if (value instanceof LateDefinition) this.loadedIn(module.globals, name, value);
    const dict = new Dict(new Map([...module.globals].map(([key, value]) => [key as Key, { key, value }])));
    const { entries } = dict;
    const set = entries.set.bind(entries);
    entries.set = (key, entry) => {
      if (typeof key === 'string') {
        this.touch(module);
        module.globals.set(key, entry.value);
      }
      return set(key, entry);
    };
    return dict;
  }

  // ---- Runtime: calling and attributes -----------------------------------------------------------------------------

  call(callee: Value, args: Value[], kwargs: Map<string, Value> | null = null): Value {
    return call(this, callee, args, kwargs);
  }

  callMethod(object: Value, name: string, args: Value[] = [], kwargs: Map<string, Value> | null = null): Value {
    const method = this.loadMethod(object, name);
    const self = this.boundSelf;
    return call(this, method, self === undefined ? args : [self, ...args], kwargs);
  }

  /** What `object.name(…)` calls; `boundSelf` is its first argument, undefined where there is none. */
  loadMethod(object: Value, name: string): Value {
    this.boundSelf = undefined;
    if (object instanceof Instance) {
      if (object instanceof SuperObject) {
        const entry = lookupAfter(object.type, object.owner, name);
        const isMethod = entry instanceof Func || (entry instanceof Native && entry.isMethod);
        if (isMethod && name !== '__new__' && object.receiver !== object.type) {
          this.boundSelf = attributes.selfFor(this, entry, object.receiver);
          return entry;
        }
      } else {
        const entry = lookup(object.cls, name);
        if (
          (entry instanceof Func || (entry instanceof Native && entry.isMethod)) &&
          !object.attributes.has(name)
        ) {
          this.boundSelf = attributes.selfFor(this, entry, object);
          return entry;
        }
      }
    } else if (typeof object === 'string' || object instanceof List || object instanceof Dict || object instanceof Tuple) {
      const entry = lookup(this.classOf(object), name);
      if (entry instanceof Native && entry.isMethod) {
        this.boundSelf = object;
        return entry;
      }
    }
    const found = attributes.getAttribute(this, object, name);
    if (found instanceof Bound) {
      this.boundSelf = found.self;
      return found.func;
    }
    this.boundSelf = undefined;
    return found;
  }

  getAttribute(object: Value, name: string): Value {
    return attributes.getAttribute(this, object, name);
  }

  findAttribute(object: Value, name: string): Value | undefined {
    if (object instanceof Unknown) return object;
    if (object instanceof Instance && !(object instanceof SuperObject)) {
      // A plain method, the most frequent of all: no exception can come.
      const entry = lookup(object.cls, name);
      if (entry instanceof Func && !object.attributes.has(name)) return new Bound(attributes.selfFor(this, entry, object), entry);
    }
    const wanted = this.exceptionClass('AttributeError');
    const state = this.saveState();
    this.handlers.push({ catches: (cls) => cls.mro.includes(wanted) });
    try {
      return attributes.find(this, object, name);
    } catch (error) {
      if (!(error instanceof Raised) || !error.exception.cls.mro.includes(wanted)) throw error;
      this.restoreState(state);
      return undefined;
    } finally {
      this.handlers.length = state.handlers;
    }
  }

  setAttribute(object: Value, name: string, value: Value): void {
    attributes.setAttribute(this, object, name, value);
  }
  deleteAttribute(object: Value, name: string): void {
    attributes.deleteAttribute(this, object, name);
  }
  plainGetAttribute(object: Value, name: string): Value {
    const found = attributes.find(this, object, name);
    return found === undefined ? attributes.missing(this, object, name) : found;
  }
  /** object's own `__setattr__`, with descriptors. */
  plainSetAttribute(object: Value, name: string, value: Value): void {
    const before = this.settingPlain;
    this.settingPlain = true;
    try {
      attributes.plainSet(this, object, name, value);
    } finally {
      this.settingPlain = before;
    }
  }
  plainDeleteAttribute(object: Value, name: string): void {
    attributes.plainDelete(this, object, name);
  }
  findInClass(cls: Class, name: string): Value | undefined {
    return lookup(cls, name);
  }
  lookup(cls: Class, name: string): Value | undefined {
    return lookup(cls, name);
  }

  /** A member every object has: it counts as not overridden. */
  isObjectDefault(member: Value): boolean {
    return this.objectDefaults.has(member);
  }
  /** Neither the source nor a library overrides it. */
  isInherited(member: Value): boolean {
    return this.objectDefaults.has(member) || this.builtinMembers.has(member);
  }
  /** A member of one of Python's own classes. */
  isBuiltinMember(member: Value): boolean {
    return this.builtinMembers.has(member);
  }

  // ---- Runtime: protocols ------------------------------------------------------------------------------------------

  truth(value: Value): boolean | undefined {
    return iteration.truth(this, value);
  }
  toList(value: Value): Value[] | undefined {
    return iteration.toList(this, value);
  }
  iterate(value: Value): { next(): Value | undefined } | Unknown {
    return iteration.iterate(this, value);
  }
  length(value: Value): Value {
    return iteration.length(this, value);
  }
  getItem(object: Value, index: Value): Value {
    return items.getItem(this, object, index);
  }
  setItem(object: Value, index: Value, value: Value): void {
    items.setItem(this, object, index, value);
  }
  deleteItem(object: Value, index: Value): void {
    items.deleteItem(this, object, index);
  }
  binary(operator: string, left: Value, right: Value): Value {
    return binary(this, operator, left, right);
  }
  unary(operator: string, operand: Value): Value {
    return unary(this, operator, operand);
  }
  compare(operator: string, left: Value, right: Value): Value {
    return compareValues(this, operator, left, right);
  }
  equal(left: Value, right: Value): boolean | undefined {
    return equal(this, left, right);
  }
  hashKey(value: Value): Key {
    return hashKey(this, value);
  }
  text(value: Value): string | undefined {
    return textOf(this, value);
  }
  representation(value: Value): string | undefined {
    return representationOf(this, value);
  }

  classOf(value: Value): Class {
    if (value instanceof Instance) return value.cls;
    switch (typeof value) {
      case 'string':
        return this.builtinClass('str');
      case 'number':
        return this.builtinClass('int');
      case 'boolean':
        return this.builtinClass('bool');
    }
    if (value === null) return this.builtinClass('NoneType');
    if (value instanceof Poly) return this.builtinClass('int');
    if (value instanceof List) return value.cls ?? this.builtinClass('list');
    if (value instanceof Tuple) return value.cls ?? this.builtinClass('tuple');
    if (value instanceof Dict) return value.cls ?? this.builtinClass('dict');
    if (value instanceof Float || value instanceof Quotient) return this.builtinClass('float');
    if (value instanceof Tensor) return this.tensorHooks.tensorClass?.(this, value) ?? this.builtinClass('Tensor');
    if (value instanceof PySet) return this.builtinClass(value.frozen ? 'frozenset' : 'set');
    if (value instanceof Class) return value.metaclass ?? this.builtinClass('type');
    if (value instanceof Func) return this.builtinClass('function');
    if (value instanceof Native) return this.builtinClass('builtin_function_or_method');
    if (value instanceof Bound) return this.builtinClass('method');
    if (value instanceof Module) return this.builtinClass('module');
    if (value instanceof Range) return this.builtinClass('range');
    if (value instanceof Slice) return this.builtinClass('slice');
    if (value instanceof Bytes) return this.builtinClass('bytes');
    if (value instanceof Ellipsis) return this.builtinClass('ellipsis');
    if (value instanceof Iter) return this.builtinClass(value.type);
    if (value instanceof Property) return this.builtinClass('property');
    if (value instanceof StaticMethod) return this.builtinClass('staticmethod');
    if (value instanceof ClassMethod) return this.builtinClass('classmethod');
    return this.objectClass;
  }

  isInstance(value: Value, cls: Class): boolean {
    return this.classOf(value).mro.includes(cls);
  }
  isSubclass(cls: Class, base: Class): boolean {
    return cls.mro.includes(base);
  }
  isException(cls: Class): boolean {
    return cls.mro.includes(this.exceptionClass('BaseException'));
  }
  typeName(value: Value): string {
    if (value instanceof Unknown || value instanceof Either) return 'object';
    return this.classOf(value).name;
  }

  // ---- Runtime: making values --------------------------------------------------------------------------------------

  unknown(why: string): Unknown {
    return new Unknown(why, this.top > 0 ? this.sites[this.top - 1]! : null);
  }

  dictOf(entries: Iterable<readonly [Value, Value]> = []): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.entries.set(hashKey(this, key), { key, value });
    return dict;
  }
  getKey(dict: Dict, key: Value): Value | undefined {
    return items.getKey(this, dict, key);
  }
  setKey(dict: Dict, key: Value, value: Value): void {
    items.setKey(this, dict, key, value);
  }
  deleteKey(dict: Dict, key: Value): boolean {
    return items.deleteKey(this, dict, key);
  }

  /** `{**value}`, `dict.update(value)` */
  updateDict(dict: Dict, value: Value): void {
    this.touch(dict);
    if (value instanceof Dict) {
      for (const [key, entry] of value.entries) dict.entries.set(key, entry);
      if (value.open) dict.open = true;
      return;
    }
    const spread = this.keywordsOf(value);
    if (spread instanceof Unknown) dict.open = true;
    else for (const [key, item] of spread.entries) dict.entries.set(key, { key, value: item });
  }

  /** What `**value` spreads. */
  keywordsOf(value: Value): { entries: Map<string, Value>; open: boolean } | Unknown {
    if (value instanceof Unknown) return value;
    const entries = new Map<string, Value>();
    if (value instanceof Dict) {
      for (const { key, value: item } of value.entries.values()) {
        if (typeof key !== 'string') this.raise('TypeError', 'keywords must be strings');
        entries.set(key as string, this.loaded(item));
      }
      return { entries, open: value.open };
    }
    const keys = this.findAttribute(value, 'keys');
    if (keys === undefined || keys instanceof Unknown) {
      if (keys === undefined && !(value instanceof Either))
        this.raise('TypeError', `argument after ** must be a mapping, not ${this.typeName(value)}`);
      return this.unknown('what `**` spreads is not known');
    }
    const names = this.toList(this.call(keys, []));
    if (!names) return this.unknown('what `**` spreads is not known');
    for (const name of names) if (typeof name === 'string') entries.set(name, this.getItem(value, name));
    return { entries, open: false };
  }

  makeClass(name: string, bases: readonly Value[], namespace: ReadonlyMap<string, Value>, keywords?: ReadonlyMap<string, Value>): Value {
    const site = this.site;
    const stated = namespace.get('__module__');
    const annotations = namespace.get('__annotations__');
    return makeClass(this, {
      name,
      bases,
      namespace,
      keywords: keywords ?? null,
      annotations:
        annotations instanceof Dict
          ? [...annotations.entries.values()].map(({ key, value }) => ({ name: String(key), text: typeof value === 'string' ? value : '' }))
          : [],
      module: typeof stated === 'string' ? stated : (site?.unit.file.moduleName ?? 'builtins'),
      place: site,
    });
  }

  instantiate(cls: Class): Instance {
    return new Instance(cls, this.creationSite());
  }

  /** The call that makes an object now. */
  creationSite(): CallSite | null {
    return this.site;
  }

  builtin(name: string): Value {
    return this.builtins.globals.get(name) ?? this.made.get(name) ?? this.builtinClass(name);
  }

  /** A builtin class; made where the builtins have none of that name. */
  builtinClass(name: string): Class {
    const own = this.builtins.globals.get(name) ?? this.made.get(name);
    if (own instanceof Class) return own;
    const cls = new Class(name, this.objectClass ? [this.objectClass] : [], 'builtins');
    this.made.set(name, cls);
    return cls;
  }

  exceptionClass(name: string): Class {
    return this.builtinClass(name);
  }

  exception(name: string, args: readonly Value[]): Instance {
    const instance = new Instance(this.builtinClass(name));
    instance.attributes.set('args', new Tuple(args));
    return instance;
  }

  importModule(name: string): Module | Unknown {
    return this.modules.importModule(name);
  }

  // ---- Runtime: branches -------------------------------------------------------------------------------------------

  /** The epoch of the oldest tensor that was changed since this was set. */
  oldestChanged = Infinity;
  /** How often a trial ended before its end. */
  cuts = 0;

  /** What an older tensor is changed to is not in the undo log: no stage from before can be gone back to. */
  changing(tensor: Tensor): void {
    this.oldestChanged = Math.min(this.oldestChanged, tensor.epoch);
    const stages = this.edited?.stages;
    const last = stages?.[stages.length - 1];
    if (last && tensor.epoch < last.log.epoch) stages!.length = 0;
  }
  touch(container: Container): void {
    this.world.touch(container);
  }
  fork(first: () => Value, second: () => Value): Value {
    return forkValue(this, first, second);
  }
  join(first: Value, second: Value): Value {
    return join(this, first, second);
  }

  /** Runs it for each option and joins the answers. */
  overOptions(either: Either, run: (option: Value) => Value): Value {
    const { options } = either;
    const from = (i: number): Value => (i === options.length - 1 ? run(options[i]!) : forkValue(this, () => run(options[i]!), () => from(i + 1)));
    return from(0);
  }

  // ---- Runtime: errors ---------------------------------------------------------------------------------------------

  raise(exception: string, message: string): never {
    return this.raiseValue(exception, message === '' ? [] : [message]);
  }
  raiseValue(exception: string, args: readonly Value[]): never {
    const place = this.top > 0 ? this.sites[this.top - 1]! : null;
    throw new Raised(this.exception(exception, args), place, this.trail());
  }

  report(problem: Problem): void {
    const { place, severity } = problem;
    const flows = this.flows();
    if (severity === 'error' && (!this.certain || this.isBehindException(problem, flows))) return;
    const same = (other: Problem) =>
      other.rule === problem.rule &&
      other.message === problem.message &&
      other.place.unit === place.unit &&
      other.place.start === place.start &&
      other.place.end === place.end;
    if (this.trace.problems.some(same)) return;
    problem.flows = flows;
    this.trace.problems.push(problem);
  }

  /** The outermost call on its way, the outermost module that is called, and the call that made that one. */
  private flows(): object[] {
    let { event } = this;
    while (event?.parent) event = event.parent;
    return [this.top > 0 ? this.sites[0] : null, event?.module, event?.module.site].filter((flow) => flow !== null && flow !== undefined);
  }

  /** Python leaves a call at the first exception, and PyTorch at the first error: what comes of going on all the same is not told, as a name that is nowhere is. */
  private isBehindException({ rule, message }: Problem, flows: readonly object[]): boolean {
    if (message.startsWith('NameError')) return false;
    return this.trace.problems.some(
      (p) => p.severity === 'error' && (rule === 'raises' || p.rule === 'raises') && p.flows?.some((flow) => flows.includes(flow)),
    );
  }

  recordOp(name: string, signature: Signature, args: readonly Value[], result: Value): void {
    this.checkEvents();
    this.trace.events.push({
      kind: 'op',
      name,
      signature,
      // Lists as they are now: the user may go on filling one (`features.append(…)` after `torch.cat(features, 1)`).
      args: args.some((a) => a instanceof List) ? args.map((a) => (a instanceof List ? new List(a.items.slice()) : a)) : args,
      result,
      site: this.site,
      userSite: this.userPlace(),
      parent: this.event,
      maybe: this.forks > 0 || this.pendings > 0,
    });
  }

  /** Memory is a budget too: every event and every module is kept. */
  checkEvents(): void {
    if (this.trace.events.length >= MOST_EVENTS || this.trace.modules.length >= MOST_MODULES) throw new BudgetSpent('this takes more operations and layers than the analysis may keep');
  }

  get certain(): boolean {
    if (this.forks > 0 || this.pendings > 0) return false;
    if (this.handlers.length === 0) return true;
    const error = this.exceptionClass('RuntimeError');
    return !this.handlers.some((handler) => handler.catches(error));
  }

  catches(exception: string): boolean {
    return this.isCaught(this.exceptionClass(exception));
  }

  spend(steps: number): void {
    this.budget.spend(steps);
  }

  // ---- Runtime: places ---------------------------------------------------------------------------------------------

  get site(): CallSite | null {
    for (let i = this.top - 1; i >= 0; i--) {
      const place = this.sites[i]!;
      if ('call' in place) return place as CallSite;
      // An operator of the user's is no call; one of a prelude belongs to the call around it.
      if (place.unit.file.origin !== 'prelude') return null;
    }
    return null;
  }

  userSite(): CallSite | null {
    for (let i = this.top - 1; i >= 0; i--) {
      const place = this.sites[i]!;
      if ('call' in place && this.isUser(place)) return place as CallSite;
    }
    return null;
  }

  userPlace(): Place | null {
    for (let i = this.top - 1; i >= 0; i--) if (this.isUser(this.sites[i]!)) return this.sites[i]!;
    return null;
  }

  trail(): readonly CallSite[] {
    const trail: CallSite[] = [];
    for (let i = 0; i < this.top; i++) if ('call' in this.sites[i]!) trail.push(this.sites[i] as CallSite);
    return trail;
  }

  /** Of the edited file: a finding inside another file of the project is told where this one leads to it. */
  isUser(place: Place): boolean {
    const { origin, moduleName } = place.unit.file;
    return origin === 'user' && (this.editedName === null || moduleName === this.editedName);
  }

  get currentModule(): Instance | null {
    return this.event?.module ?? null;
  }

  moduleCall(module: Instance, args: readonly Value[], kwargs: ReadonlyMap<string, Value> | null, run: () => Value): Value {
    this.checkEvents();
    const parent = this.event;
    if (parent) parent.hasChildren = true;
    const event: ModuleEvent = {
      kind: 'module',
      module,
      site: this.site,
      userSite: this.userPlace(),
      args,
      kwargs,
      result: undefined,
      parent,
      maybe: this.forks > 0 || this.pendings > 0,
      hasChildren: false,
      failure: null,
    };
    this.trace.events.push(event);
    this.event = event;
    try {
      const result = run();
      event.result = snapshot(result);
      return result;
    } catch (error) {
      if (error instanceof Raised) event.failure = exceptionText(this, error.exception) || error.exception.cls.name;
      else if (error instanceof BudgetSpent) event.failure = error.why;
      throw error;
    } finally {
      this.event = parent;
      if (args.some(isMutable)) event.args = args.map((value) => snapshot(value));
      if (kwargs) event.kwargs = new Map([...kwargs].map(([name, value]) => [name, snapshot(value)]));
    }
  }

  /** A protocol method of a tensor, called; undefined where there is none. */
  tensorMethod(tensor: Tensor, name: string, args: Value[] = []): Value | undefined {
    const found = this.tensorHooks.tensorAttribute?.(this, tensor, name);
    return found === undefined ? undefined : call(this, found, args, null);
  }
}

function isMutable(value: Value): boolean {
  return value instanceof List || value instanceof Dict || (value instanceof Tuple && value.items.some(isMutable));
}

/** Lists and dicts as they are now. */
function snapshot(value: Value, depth = 0): Value {
  if (depth > 8 || !isMutable(value)) return value;
  if (value instanceof List) {
    const copy = new List(value.items.map((item) => snapshot(item, depth + 1)));
    copy.cls = value.cls;
    copy.unknown = value.unknown;
    return copy;
  }
  if (value instanceof Tuple) {
    const copy = new Tuple(value.items.map((item) => snapshot(item, depth + 1)));
    copy.cls = value.cls;
    return copy;
  }
  if (!(value instanceof Dict)) return value;
  const copy = new Dict(new Map([...value.entries].map(([key, entry]) => [key, { key: entry.key, value: snapshot(entry.value, depth + 1) }])));
  copy.cls = value.cls;
  copy.open = value.open;
  copy.maybe = value.maybe;
  return copy;
}

export function newTrace(): Trace {
  return { events: [], problems: [], requirements: [], inputs: [], modules: [] };
}

/** Is a file of a package that is installed, seen from a file that is not of it? */
function isForeign(file: SourceFile, from: SourceFile): boolean {
  return file.origin === 'library' && file.moduleName.split('.')[0] !== from.moduleName.split('.')[0];
}

/** JavaScript's own stack ended first: what nests that deep is not followed, and no slip of ours. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

function methodFrame(frame: Frame): Frame | null {
  let method: Frame = frame;
  while (method.up) {
    if (method.up.names !== null) return method;
    method = method.up;
  }
  return null;
}

function hooksOf(library: Library): object {
  const { tensorAttribute, tensorSetAttribute, tensorBinary, tensorUnary, tensorGetItem, tensorSetItem, tensorClass } = library;
  const hooks = { tensorAttribute, tensorSetAttribute, tensorBinary, tensorUnary, tensorGetItem, tensorSetItem, tensorClass };
  return Object.fromEntries(Object.entries(hooks).filter(([, hook]) => hook !== undefined));
}

/** The text that a module begins with. */
function docstringOf({ units }: Pick<ParsedFile, 'units'>): string | null {
  const first = units[0]?.body[0];
  return first?.kind === 'ExpressionStatement' && first.value.kind === 'Constant' && first.value.type === 'str' ? String(first.value.value) : null;
}

/** Names that a unit binds inside of a condition. */
const conditionalNames = oncePerUnit((unit) => boundNames(unit.body.flatMap((statement) => (statement.kind === 'If' || statement.kind === 'Try' ? blocksOf(statement).flat() : []))));

const loopNames = new WeakMap<Code, ReadonlySet<string>>();

/** Names that a function binds inside of loops, `try` and `with`. */
function boundInLoops(code: Code): ReadonlySet<string> {
  let names = loopNames.get(code);
  if (!names) {
    const blocks = (body: readonly Statement[]): Statement[] =>
      body.flatMap((statement) => (/^(For|While|Try|With)$/.test(statement.kind) ? blocksOf(statement).flat() : statement.kind === 'If' ? blocksOf(statement).flatMap(blocks) : []));
    loopNames.set(code, (names = boundNames(blocks(code.source as readonly Statement[]))));
  }
  return names;
}
