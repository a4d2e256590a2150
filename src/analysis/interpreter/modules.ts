/** Imports: names are bound to promises that load at their first reading; packages run when something of theirs is read. Over 400 lines: loading, names and the statements that bind them share their records. */
import { anything } from './branch';
import type { Frame } from './frame';
import { LateDefinition, LazyName, NotYet } from './lazyName';
import type { Interpreter } from './interpreter';
import type { SourceFile } from './place';
import { candidates, type Promises, promisesOf } from './promises';
import type { Library } from './runtime';
import { BudgetSpent, Dict, Elsewhere, Func, List, Module, Tuple, Unknown, type Value } from './values';

/** What the host knows of a dotted module name; 'pending': it will be read, the name is noted as wanted; 'compiled': it is there, without a text. */
export type Resolution = { readonly file: SourceFile; readonly text: string; readonly isPackage: boolean } | 'missing' | 'pending' | 'compiled';

export interface FileProvider {
  resolve(moduleName: string): Resolution;
}

/** A module that the host has not read yet: asked for again at the next reading. */
export class PendingModule extends NotYet {}

/** A module that has a text: a file or a prelude. */
interface ModuleRecord {
  readonly module: Module;
  readonly file: SourceFile;
  readonly text: string;
  readonly isPackage: boolean;
  started: boolean;
  /** Its text has run to the end: until then a missing name may still come, since imports are lazy here and run in another order. */
  finished: boolean;
  /** Set where a star import brought names nobody knows. */
  open: Unknown | null;
  /** What it promises type checkers, once that was asked for. */
  promises?: Promises;
}

const wildcard = Symbol('missing');

/** How much of a package is loaded because of one name that was not found. */
const MOST_PENDING = 400;
const PENDING_MILLISECONDS = 2000;

export class Modules {
  /** Names the host was asked for and has not read yet. */
  readonly wanted = new Set<string>();
  /** sys.modules */
  readonly loaded = new Dict();
  private readonly records = new Map<string, ModuleRecord>();
  private readonly byModule = new Map<Module, ModuleRecord>();
  private readonly natives = new Map<string, Module>();
  private readonly owned = new Set<string>();
  /** Who imported a module, by its name, loaded or not: they go when it goes. */
  private readonly importers = new Map<string, Set<string>>();
  /** Packages that `loadPending` has seen, and those of them that were too much for it. */
  private readonly completed = new Set<string>();
  private readonly unfinished = new Set<string>();
  /** Promised names that are being looked for. */
  private readonly promising = new Set<string>();
  /** Names whose package of the library is only implied: `a` where the library has `a.b`. */
  private readonly implied = new Map<string, Module | null>();

  constructor(
    private readonly rt: Interpreter,
    private readonly libraries: readonly Library[],
    private readonly provider: FileProvider,
  ) {
    for (const library of libraries)
      for (const name of [...Object.keys(library.modules), ...Object.keys(library.preludes)]) this.owned.add(name.split('.')[0]!);
  }

  // ---- loading --------------------------------------------------------------------------------------------------

  /** The module, its text not yet run; a reason where it is not there (yet). */
  find(name: string): Module | Unknown | typeof wildcard {
    const known = this.records.get(name)?.module ?? this.natives.get(name);
    if (known) return known;
    for (const library of this.libraries) {
      const make = Object.hasOwn(library.modules, name) ? library.modules[name] : undefined;
      if (make) {
        const module = this.rt.outside(() => make(this.rt));
        this.natives.set(name, module);
        this.register(name, module);
        return module;
      }
      const prelude = Object.hasOwn(library.preludes, name) ? library.preludes[name] : undefined;
      if (prelude !== undefined) {
        const file: SourceFile = { name: `convlens:${name}`, moduleName: name, origin: 'prelude' };
        const isPackage = Object.keys(library.preludes).some((other) => other.startsWith(`${name}.`));
        return this.create({ file, text: prelude, isPackage }, name).module;
      }
    }
    if (this.owned.has(name.split('.')[0]!)) return this.impliedModule(name) ?? wildcard;
    const parent = name.includes('.') ? this.find(name.slice(0, name.lastIndexOf('.'))) : null;
    // A folder without `__init__.py` is a package too: what is missing may still have modules in it.
    if (parent instanceof Unknown) return parent;
    const resolution = this.provider.resolve(name);
    if (resolution === 'missing') return this.mayBeCompiled(name) ? new Unknown(`the module ${name} has no text here`) : wildcard;
    if (resolution === 'compiled') return new Unknown(`the module ${name} is compiled`);
    if (resolution === 'pending') {
      this.wanted.add(name);
      return new PendingModule(`the module ${name} is being read`);
    }
    this.wanted.delete(name);
    if (parent === wildcard) this.makeFolder(name.slice(0, name.lastIndexOf('.')));
    return this.create(resolution, name).module;
  }

  /** `_C` of a library's package: such modules have no text, and whether there is one depends on the machine. */
  private mayBeCompiled(name: string): boolean {
    const at = name.lastIndexOf('.');
    const parent = at < 0 ? undefined : this.records.get(name.slice(0, at));
    return parent !== undefined && parent.isPackage && parent.file.origin === 'library' && /^_[^_]/.test(name.slice(at + 1));
  }

  /** A package without a text. */
  private makeFolder(name: string): void {
    if (this.records.has(name)) return;
    const file: SourceFile = { name: `convlens:${name}`, moduleName: name, origin: 'library' };
    this.create({ file, text: '', isPackage: true }, name);
    if (name.includes('.')) this.makeFolder(name.slice(0, name.lastIndexOf('.')));
  }

  private impliedModule(name: string): Module | null {
    const known = this.implied.get(name);
    if (known !== undefined) return known;
    for (const library of this.libraries)
      for (const other of [...Object.keys(library.modules), ...Object.keys(library.preludes)])
        if (other.startsWith(`${name}.`)) {
          const module = new Module(name, `convlens:${name}`);
          this.implied.set(name, module);
          return module;
        }
    this.implied.set(name, null);
    return null;
  }

  private create(resolution: Exclude<Resolution, string>, name: string): ModuleRecord {
    const { file, text, isPackage } = resolution;
    const module = new Module(name, file.name);
    const record: ModuleRecord = { module, file, text, isPackage, started: false, finished: false, open: null };
    this.initialise(module, name, file, isPackage);
    this.records.set(name, record);
    this.byModule.set(module, record);
    this.register(name, module);
    return record;
  }

  private initialise(module: Module, name: string, file: SourceFile, isPackage: boolean): void {
    module.globals.set('__name__', name);
    module.globals.set('__file__', file.name);
    module.globals.set('__doc__', null);
    module.globals.set('__package__', isPackage ? name : name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '');
    module.globals.set('__spec__', null);
    if (isPackage) module.globals.set('__path__', new List([file.name.replace(/\/[^/]*$/, '')]));
  }

  private register(name: string, module: Module): void {
    this.loaded.entries.set(name, { key: name, value: module });
  }

  /** Runs a module's text if that was not done. */
  ensure(module: Module): void {
    const record = this.byModule.get(module);
    if (!record || record.started) return;
    record.started = true;
    this.imported.add(record.file.moduleName);
    try {
      this.rt.isolated(() => this.rt.runText(record.file, record.text, module), record.file);
    } catch (error) {
      // Half a module must not stay: it is run anew when it is asked for again.
      if (error instanceof BudgetSpent) this.forget(record.file.moduleName);
      else this.drop(record.file.moduleName);
      throw error;
    }
    record.finished = true;
  }

  /** A module for the edited file: made anew, known under its name. Modules that imported it are forgotten. */
  edited(file: SourceFile, asMain: boolean): Module {
    const name = file.moduleName;
    this.forget(name);
    const module = new Module(name, file.name);
    const isPackage = /(^|[/\\])__init__\.pyi?$/.test(file.name);
    const record: ModuleRecord = { module, file, text: '', isPackage, started: true, finished: true, open: null };
    this.initialise(module, name, file, isPackage);
    if (asMain) module.globals.set('__name__', '__main__');
    this.records.set(name, record);
    this.byModule.set(module, record);
    this.register(name, module);
    if (asMain) this.register('__main__', module);
    return module;
  }

  /** Has a module that was loaded imported that one, or something of it? */
  isImported(name: string): boolean {
    for (const [imported, by] of this.importers) if (by.size > 0 && (imported === name || imported.startsWith(`${name}.`))) return true;
    return false;
  }

  /** Is the module still the one of its name? */
  holds(module: Module): boolean {
    return this.byModule.has(module);
  }

  /** Drops a module and those that imported it, whether it was there or not: its text has changed or has come. */
  forget(name: string): void {
    this.drop(name);
    this.completed.delete(name.split('.')[0]!);
    this.unfinished.delete(name.split('.')[0]!);
    const importers = this.importers.get(name);
    this.importers.delete(name);
    for (const importer of importers ?? []) this.forget(importer);
  }

  private drop(name: string): void {
    const record = this.records.get(name);
    if (!record) return;
    this.records.delete(name);
    this.byModule.delete(record.module);
    this.loaded.entries.delete(name);
  }

  /**
   * Loads what modules of a package have imported and nobody has read yet: where a registry lacks what a module would have put into it. Answers
   * how many modules came; each package is loaded so only once, and only so far.
   */
  loadPending(top: string): number {
    if (this.completed.has(top)) return 0;
    this.completed.add(top);
    const before = this.records.size;
    const started = this.rt.budget.clock();
    const seen = new Set<Module>();
    for (;;) {
      const next = [...this.records].find(([name, record]) => record.started && !seen.has(record.module) && (name === top || name.startsWith(`${top}.`)));
      if (!next) return this.records.size - before;
      if (seen.size >= MOST_PENDING || this.rt.budget.clock() - started > PENDING_MILLISECONDS) {
        this.unfinished.add(top);
        return this.records.size - before;
      }
      const { module } = next[1];
      seen.add(module);
      for (const [name, value] of [...module.globals]) {
        // Functions register nobody by being there; classes may, through what they are derived from.
        if (value instanceof LateDefinition && !value.derived) continue;
        const loaded = this.rt.loadedIn(module.globals, name, value);
        if (loaded instanceof Module) this.ensure(loaded);
      }
    }
  }

  /** Every module that has a text, by name. */
  names(): string[] {
    return [...this.records.keys()];
  }

  // ---- attributes -----------------------------------------------------------------------------------------------

  /** An attribute that is not among the globals (yet): of a package that has not run, a submodule, what a library adds. */
  attribute(module: Module, name: string): Value | undefined {
    const record = this.byModule.get(module);
    if (record && !record.started) {
      this.ensure(module);
      const own = module.globals.get(name);
      if (own !== undefined) return this.rt.loadedIn(module.globals, name, own);
    }
    if (name === '__dict__') return this.rt.globalsOf(module);
    if (name === '__class__') return this.rt.classOf(module);
    if (!record || record.isPackage) {
      const submodule = name.startsWith('__') ? wildcard : this.submodule(module, name);
      if (submodule !== wildcard) return submodule;
    }
    const dynamic = module.globals.get('__getattr__');
    if (dynamic instanceof Func) return this.rt.tryCall(dynamic, [name], 'AttributeError');
    const promised = record && this.promised(module, record, name);
    if (promised !== undefined) return promised;
    const answer = module.missing?.(this.rt, name);
    return answer instanceof Unknown ? undefined : answer;
  }

  /** A name of a package that puts another object into its place, which makes the names when they are asked for: as it promises type checkers. */
  private promised(module: Module, record: ModuleRecord, name: string): Value | undefined {
    if (name.startsWith('__') || !record.finished || this.loaded.entries.get(module.name)?.value === module) return undefined;
    record.promises ??= promisesOf(this.rt.unitsOf(record.file));
    const { names } = record.promises;
    const key = `${module.name}.${name}`;
    if (this.promising.has(key)) return undefined;
    this.promising.add(key);
    try {
      const known = names.get(name);
      if (known) return this.importFrom(this.absolute(module, known.level, known.module), known.name, false);
      for (const source of candidates(record.promises, name)) {
        const found = this.find(this.absolute(module, source.level, source.module));
        if (found instanceof PendingModule) return found;
        const value = found instanceof Module ? this.memberOf(found, name) : undefined;
        if (value !== undefined) return value;
      }
      return undefined;
    } finally {
      this.promising.delete(key);
    }
  }

  private submodule(module: Module, name: string): Module | Unknown | typeof wildcard {
    const full = `${module.name}.${name}`;
    const record = this.byModule.get(module);
    if (!record) {
      for (const library of this.libraries)
        if (Object.hasOwn(library.modules, full) || Object.hasOwn(library.preludes, full)) return this.find(full);
      return this.impliedModule(full) ?? wildcard;
    }
    return this.find(full);
  }

  /** What a missing attribute answers instead of raising: unknown members of libraries. */
  missing(module: Module, name: string, imported = false): Value | undefined {
    const record = this.byModule.get(module);
    if (record) {
      if (record.open) return record.open;
      if (!record.finished) return new NotYet(`${module.name}.${name} is not there yet`);
      if (record.file.origin !== 'prelude') return imported ? undefined : this.setElsewhere(module, name);
      if (!imported) this.unknownName(module.name, name);
      return this.notHere(`${module.name}.${name}`, 'is not known');
    }
    const answer = module.missing?.(this.rt, name);
    if (!imported && (answer === undefined || answer instanceof Unknown)) this.unknownName(module.name, name);
    return answer ?? this.notHere(`${module.name}.${name}`, 'is not known');
  }

  /** An attribute that another module of the package may set, once that is loaded; undefined where nobody does. */
  private setElsewhere(module: Module, name: string): Value | undefined {
    const top = module.name.split('.')[0]!;
    this.loadPending(top);
    const value = module.globals.get(name);
    if (value !== undefined) return this.rt.loadedIn(module.globals, name, value);
    const reading = [...this.wanted].some((wanted) => wanted === top || wanted.startsWith(`${top}.`));
    return reading || this.unfinished.has(top) ? this.rt.unknown(`not every module of ${top} was read`) : undefined;
  }

  /** Tells the library that a member it lacks was read; true where it had something to say. */
  unknownName(module: string, name: string, madeUp = false): boolean {
    return this.libraries.some((library) => library.unknownName?.(this.rt, module, name, madeUp) ?? false);
  }

  /** Why a global name may exist although nobody saw it bound. */
  openNames(module: Module): Unknown | null {
    return this.byModule.get(module)?.open ?? null;
  }

  // ---- statements -----------------------------------------------------------------------------------------------

  /** The absolute name of `from ..a import b` in a module. */
  absolute(module: Module, level: number, name: string): string {
    if (level === 0) return name;
    const record = this.byModule.get(module);
    let base = record?.isPackage ? module.name : module.name.replace(/\.?[^.]*$/, '');
    for (let i = 1; i < level; i++) base = base.replace(/\.?[^.]*$/, '');
    return base && name ? `${base}.${name}` : base || name;
  }

  /** `import name` or, with `whole`, `import name as …`. */
  importName(name: string, whole: boolean, lazy: boolean): Value {
    const target = whole ? name : name.split('.')[0]!;
    this.noteImporter(name);
    if (this.importErrorsCaught()) {
      const found = this.find(name);
      if (found === wildcard) return this.notThere(name);
      return this.find(target) as Module | Unknown;
    }
    const load = (): Value => {
      // A folder without `__init__.py` is known once a module in it was found.
      if (target !== name) this.find(name);
      return this.module(target);
    };
    return lazy ? new LazyName(() => this.rt.unhandled(load)) : load();
  }

  private notHere(name: string, how = ''): Unknown {
    const { why, place } = this.rt.unknown(how ? `${name} ${how}` : `the module ${name} was not found`);
    return new Elsewhere(why, place);
  }

  private module(name: string): Value {
    const found = this.find(name);
    return found === wildcard ? this.notHere(name) : found;
  }

  /** `from module import name` */
  importFrom(module: string, name: string, lazy: boolean): Value {
    if (module === '__future__') return null;
    this.noteImporter(module);
    this.noteImporter(`${module}.${name}`);
    if (this.importErrorsCaught()) {
      const found = this.find(module);
      if (found === wildcard) return this.notThere(module);
      if (found instanceof Unknown) return found;
      const value = this.memberOf(found, name);
      if (value !== undefined) return value;
      // A standard module of which only the name is known.
      if (!this.byModule.has(found) && !found.missing && found.globals.size === 0) return this.missing(found, name, true)!;
      return (
        this.byModule.get(found)?.open ??
        this.rt.raise('ImportError', `cannot import name '${name}' from '${module}' (${found.file})`)
      );
    }
    // Its place is this statement, not where the name is read first.
    if (this.owned.has(module.split('.')[0]!)) this.unknownName(module, name);
    const load = (): Value => {
      const found = this.find(module);
      if (found === wildcard) return this.notHere(module);
      if (found instanceof Unknown) return found;
      return (
        this.memberOf(found, name) ??
        this.missing(found, name, true) ??
        this.rt.unknown(`${module} has no name ${name}`)
      );
    };
    return lazy ? new LazyName(() => this.rt.unhandled(load)) : load();
  }

  private memberOf(module: Module, name: string): Value | undefined {
    this.ensure(module);
    const own = module.globals.get(name);
    // `from . import name` in a package's own text means the submodule.
    if (own === undefined || (own instanceof LazyName && own.loading)) return this.attribute(module, name);
    return this.rt.loadedIn(module.globals, name, own);
  }

  /** `from name import *`: loaded at once. */
  importStar(frame: Frame, name: string): void {
    this.noteImporter(name);
    const found = this.find(name);
    const record = this.byModule.get(frame.module);
    if (!(found instanceof Module)) {
      if (found === wildcard && this.importErrorsCaught()) this.notThere(name);
      if (record) record.open = found instanceof Unknown ? found : this.notHere(name);
      return;
    }
    this.ensure(found);
    const stated = found.globals.get('__all__');
    const names =
      stated instanceof List || stated instanceof Tuple
        ? (stated.items as readonly Value[]).flatMap((item) => (typeof item === 'string' ? [item] : []))
        : [...found.globals.keys()].filter((key) => !key.startsWith('_'));
    const into = frame.names ?? frame.module.globals;
    this.rt.touch(frame.names ? frame : frame.module);
    for (const key of names) {
      const value = found.globals.get(key) ?? this.attribute(found, key);
      if (value !== undefined) into.set(key, value);
    }
    const source = this.byModule.get(found);
    if (record && source?.open) record.open = source.open;
    // A module of a library knows more names than it lists.
    if (record && !source && found.missing) record.open ??= this.rt.unknown(`not every name of ${name} is known`);
  }

  /** importlib.import_module */
  importModule(name: string): Module | Unknown {
    const found = this.find(name);
    if (found === wildcard) {
      if (this.importErrorsCaught()) this.notThere(name);
      return this.notHere(name);
    }
    if (found instanceof Module) this.ensure(found);
    return found;
  }

  /** Modules that others have imported: what they told other modules of themselves stays there when they are edited. */
  readonly imported = new Set<string>();

  /** Does a module depend on what is around it: by what it asks for, or by names that come from where nobody looked? */
  isOfSurroundings(name: string): boolean {
    return this.surroundings.has(name) || (this.records.get(name)?.open ?? null) !== null;
  }

  /** Is there a module of a name? Its text is not run. */
  isThere(name: string): boolean | Unknown {
    this.noteImporter(name);
    const found = this.find(name);
    if (found instanceof PendingModule) return found;
    if (found === wildcard) this.noteSurroundings();
    return found !== wildcard;
  }

  /** Modules that ask for a package that is not found here, or for a variable of the environment: what they refuse for it, they need not refuse elsewhere. */
  readonly surroundings = new Set<string>();

  /** The module that is running depends on what is around it. */
  noteSurroundings(): void {
    const { rt } = this;
    const site = rt.trail().findLast((one) => one.unit.file.origin !== 'prelude');
    const asking = site?.unit.file.moduleName ?? rt.loadingModule ?? rt.editedName;
    if (asking !== null) this.surroundings.add(asking);
    // The edited file gets the answer, through whatever functions it asks by.
    if (rt.loadingModule === null && rt.editedName !== null && rt.trail().some((one) => rt.isUser(one))) this.surroundings.add(rt.editedName);
  }

  /** The same for the module that is being loaded. */
  openNamesOfLoading(why: Unknown): void {
    const record = this.rt.loadingModule === null ? undefined : this.records.get(this.rt.loadingModule);
    if (record) record.open ??= why;
  }

  /** Something of a name that is not known was put into a module. */
  openNamesOf(module: Module, why: Unknown): void {
    const record = this.byModule.get(module);
    if (record) record.open ??= why;
  }

  private notThere(name: string): never {
    const { rt } = this;
    const importer = rt.loadingModule ?? rt.editedName;
    if (importer !== null) this.surroundings.add(importer);
    return rt.raise('ModuleNotFoundError', `No module named '${name}'`);
  }

  /** Is a `try` around that catches ImportError? Only then a module that is missing raises it. */
  private importErrorsCaught(): boolean {
    const { rt } = this;
    if (rt.handlers.length === 0) return false;
    const cls = rt.exceptionClass('ModuleNotFoundError');
    return rt.handlers.some((handler) => handler !== anything && handler.catches(cls));
  }

  private noteImporter(name: string): void {
    const importer = this.rt.loadingModule;
    if (importer === null) return;
    const known = this.importers.get(name);
    if (known) known.add(importer);
    else this.importers.set(name, new Set([importer]));
  }
}
