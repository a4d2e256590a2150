/**
 * The values of the interpreter. Over 400 lines of small classes would be worse apart: they refer to each other.
 *
 * Known scalars are JavaScript values (None is null, int is a safe integer or a symbolic `Poly`, str, bool); everything else is a class below.
 * Mutable values extend `Container`: whoever changes one calls `runtime.touch(container)` first, so that branches can be rolled back and joined.
 */
import type { Dim } from '../shape/dim';
import { Poly } from '../shape/dim';
import type { Initialisation } from '../shape/graph';
import type { CallSite, Place } from './place';
import type { Runtime } from './runtime';
import type { Template } from './template';

export { Poly };

export type Value =
  | null
  | boolean
  | number // int
  | Poly // int, symbolic
  | string
  | Float
  | Quotient
  | Bytes
  | Ellipsis
  | List
  | Tuple
  | Dict
  | PySet
  | Range
  | Slice
  | Iter
  | Func
  | Bound
  | Native
  | Class
  | Instance
  | Module
  | Property
  | StaticMethod
  | ClassMethod
  | Tensor
  | Either
  | Unknown;

/** float */
export class Float {
  constructor(readonly value: number) {}
}
/** `H / 2` with a symbolic H: an exact fraction that `int`, `math.ceil`, `//`, `round` turn back into an integer. */
export class Quotient {
  constructor(
    readonly numerator: Dim,
    readonly denominator: number,
  ) {}
}
export class Bytes {
  constructor(readonly text: string) {}
}
export class Ellipsis {
  static readonly value = new Ellipsis();
}

/** Absorbing: any operation on it answers it. `why` is a plain sentence fragment for the user: "unknown function foo.bar". */
export class Unknown {
  constructor(
    readonly why: string,
    readonly place: Place | null = null,
  ) {}
}

/** A module, or a member of one, that is not here. */
export class Elsewhere extends Unknown {}

/** What an iterator answers where it cannot be told whether there is another element: nothing more is asked of it. */
export class UnknownRest extends Unknown {}

/** Two or more modules, functions or classes of which one is meant: calling it runs each and joins. */
export class Either {
  constructor(readonly options: readonly Value[]) {}
}

/** What can be changed, and therefore saved and put back by the undo log. */
export abstract class Container {
  /** The running epoch; only `world.ts` changes it. */
  static now = 0;
  /** The log epoch in which it was made or last saved: younger than the open log means that it needs no saving. */
  epoch: number = Container.now;
  /** A shallow copy of the content. */
  abstract save(): unknown;
  abstract restore(saved: unknown): void;
}

/** list, and instances of classes derived from list (`cls`). */
export class List extends Container {
  cls: Class | null = null;
  attributes: Map<string, Value> | null = null;
  /** Set where neither length nor elements are known (filled by a loop of unknown length): `items` means nothing then. Read lists by `runtime.toList`. */
  unknown: Unknown | null = null;
  constructor(public items: Value[]) {
    super();
  }
  save(): unknown {
    return [this.items.slice(), this.attributes && new Map(this.attributes), this.unknown];
  }
  restore(saved: unknown): void {
    const [items, attributes, unknown] = saved as [Value[], Map<string, Value> | null, Unknown | null];
    this.items = items.slice();
    this.attributes = attributes && new Map(attributes);
    this.unknown = unknown;
  }
}

/** tuple, and instances of classes derived from tuple (NamedTuple: `cls` with `_fields`); torch.Size is a tuple with that class. */
export class Tuple {
  cls: Class | null = null;
  constructor(readonly items: readonly Value[]) {}
}

/** Key of a dict or set: see `runtime.hashKey`. Numbers, booleans and equal floats share a key, as in Python. */
export type Key = string | number | object | null;

/** dict and its kin (OrderedDict, defaultdict, Counter, classes derived from dict: `cls`). Insertion order. */
export class Dict extends Container {
  cls: Class | null = null;
  attributes: Map<string, Value> | null = null;
  /** defaultdict's factory. */
  factory: Value = null;
  /** True where unknown keys may be in it too (updated from an unknown): a missing key answers Unknown. */
  open = false;
  /** Keys that are in it on some paths only (never changed in place). Reading one gives its value; walking over the dict is unknown. */
  maybe: ReadonlySet<Key> | null = null;
  constructor(public entries: Map<Key, { key: Value; value: Value }> = new Map()) {
    super();
  }
  /** Which keys are in it cannot be told. */
  get uncertain(): boolean {
    return this.open || this.maybe !== null;
  }
  save(): unknown {
    // Entries are never changed in place: set replaces the entry.
    return [new Map(this.entries), this.attributes && new Map(this.attributes), this.open, this.maybe];
  }
  restore(saved: unknown): void {
    const [entries, attributes, open, maybe] = saved as [
      Map<Key, { key: Value; value: Value }>,
      Map<string, Value> | null,
      boolean,
      ReadonlySet<Key> | null,
    ];
    this.entries = new Map(entries);
    this.attributes = attributes && new Map(attributes);
    this.open = open;
    this.maybe = maybe;
  }
}

/** set and frozenset. */
export class PySet extends Container {
  frozen = false;
  constructor(public entries: Map<Key, Value> = new Map()) {
    super();
  }
  save(): unknown {
    return new Map(this.entries);
  }
  restore(saved: unknown): void {
    this.entries = new Map(saved as Map<Key, Value>);
  }
}

/** range(start, stop, step): bounds may be symbolic. */
export class Range {
  constructor(
    readonly start: Dim,
    readonly stop: Dim,
    readonly step: Dim,
  ) {}
}
export class Slice {
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {}
}

/** An iterator: generators (run eagerly into a list), map, zip, enumerate, itertools; `next` answers undefined at the end. */
export class Iter extends Container {
  constructor(
    /** What Python calls it: `generator`, `zip`, `map`, … */
    readonly type: string,
    public source: IterSource,
  ) {
    super();
  }
  save(): unknown {
    return this.source.save();
  }
  restore(saved: unknown): void {
    this.source.restore(saved);
  }
}
export interface IterSource {
  /** The next value (which may be Unknown itself); undefined at the end; an UnknownRest where it cannot be told whether there is one. */
  next(): Value | undefined;
  save(): unknown;
  restore(saved: unknown): void;
}

/** A function or lambda of the source. Its code belongs to the compiler. */
export class Func extends Container {
  attributes: Map<string, Value> | null = null;
  /** What a decorator that is not known was given: what is called by its name may take other arguments and have attributes of its own. */
  decorated: Unknown | null = null;
  constructor(
    public name: string,
    readonly qualifiedName: string,
    readonly module: Module,
    /** Parameters, defaults, closure, body: `compileFunction.ts` knows what it is. */
    readonly code: FunctionCode,
    /** Defaults by parameter index (undefined: none). */
    readonly defaults: readonly (Value | undefined)[],
    /** The frame it was defined in. */
    readonly closure: unknown,
    readonly place: Place,
    /** The class whose body defined it, for `super()` without arguments. */
    public owner: Class | null = null,
  ) {
    super();
  }
  save(): unknown {
    return this.attributes && new Map(this.attributes);
  }
  restore(saved: unknown): void {
    this.attributes = saved ? new Map(saved as Map<string, Value>) : null;
  }
}
/** One parameter of a function, as `inspect.signature` and binding see it. */
export interface ParameterSpec {
  readonly name: string;
  readonly kind: 'positionalOnly' | 'normal' | 'star' | 'keywordOnly' | 'doubleStar';
  readonly hasDefault: boolean;
  /** Source text of the annotation, '' if none. */
  readonly annotation: string;
}
export interface FunctionCode {
  readonly name: string;
  readonly parameters: readonly ParameterSpec[];
  readonly docstring: string | null;
  readonly isGenerator: boolean;
  readonly isAsync: boolean;
  /** Does its text call a method of that name: `super().__init__()`? */
  callsMethod(name: string): boolean;
}

/** A method bound to its object. */
export class Bound {
  constructor(
    readonly self: Value,
    readonly func: Value,
  ) {}
}

/** A meaning given in TypeScript: builtins, framework functions, tensor methods. */
export class Native {
  attributes: Map<string, Value> | null = null;
  /** Other keywords for its parameters: `axis` for `dim`. */
  spellings: ReadonlyMap<string, string> | null = null;
  constructor(
    /** The name users know: `torch.cat`, `len`. */
    readonly name: string,
    readonly signature: Signature,
    /** Bound arguments in the signature's order; absent ones hold their default. `*name` is a Tuple, `**name` a Dict. */
    readonly run: (runtime: Runtime, args: Value[]) => Value,
    /** True when attribute access on an instance binds it (it is a method). */
    readonly isMethod = false,
  ) {}
}
/** A native's parameters; made by `signature('input, weight, bias=None, *rest, flag=False, **kw')` in native.ts, once. */
export interface Signature {
  readonly text: string;
  readonly names: readonly string[];
  readonly kinds: readonly ParameterSpec['kind'][];
  /** Default per parameter; undefined: required. */
  readonly defaults: readonly (Value | undefined)[];
  readonly byName: ReadonlyMap<string, number>;
  /** No `*name`, `**name`, keyword-only: positional arguments can be handed on as they are. */
  readonly plain: boolean;
  /** How many parameters at the start have no default. */
  readonly required: number;
}

/** A class: of the source, of the prelude or a builtin one. */
export class Class extends Container {
  /** Counts changes of classes that exist: lookups cached per class are good for one version. */
  static version = 0;
  /** Counts changes that programs make to a library's own classes and modules. */
  static libraryVersion = 0;
  /** Objects of this class and of the library's classes below it are the same for the same plain arguments: see template.ts. */
  repeatable = false;
  /** Only template.ts uses these. */
  isRepeatable: boolean | null = null;
  templates: Map<string, Template> | null = null;
  /** Linearised ancestors (C3), itself first; plain depth first where the bases contradict each other. */
  mro: readonly Class[];
  /** What was found along the mro, for `Class.version`; only the core uses it. */
  found: Map<string, Value | undefined> | null = null;
  foundVersion = -1;
  dict = new Map<string, Value>();
  /** Builtin classes make their instances themselves (`int('3')`, `dict(a=1)`); `cls` is the class that was called. */
  construct: ((runtime: Runtime, cls: Class, args: Value[], kwargs: Map<string, Value> | null) => Value) | null =
    null;
  /** Hooks of enum, dataclass, NamedTuple and the like, inherited; run when a class body has ended. */
  onSubclass: ((runtime: Runtime, cls: Class, bases: readonly Class[], keywords: Map<string, Value>) => void) | null =
    null;
  /** True where a base class is unknown: a missing attribute answers Unknown instead of an AttributeError. */
  open = false;
  /** False where `Class[…]` is known to be refused. */
  generic = true;
  metaclass: Class | null = null;
  /** Annotated names of the body in order (dataclass, NamedTuple fields). */
  annotations: { name: string; text: string; value: Value | undefined }[] = [];
  constructor(
    readonly name: string,
    readonly bases: readonly Class[],
    readonly module: string,
    readonly place: Place | null = null,
  ) {
    super();
    this.mro = linearise(this, bases) ?? fallbackOrder(this, bases);
  }
  save(): unknown {
    return new Map(this.dict);
  }
  restore(saved: unknown): void {
    this.dict = new Map(saved as Map<string, Value>);
    Class.version++;
    if (this.isLibrary) Class.libraryVersion++;
  }
  /** Not of a file that anybody wrote for this project or its environment. */
  get isLibrary(): boolean {
    return this.place === null || this.place.unit.file.origin === 'prelude';
  }
}

/** C3; null where there is no consistent order. */
export function linearise(cls: Class, bases: readonly Class[]): readonly Class[] | null {
  if (bases.length === 0) return [cls];
  if (bases.length === 1) return [cls, ...bases[0]!.mro];
  const rows = [...bases.map((base) => base.mro.slice()), bases.slice()];
  const order: Class[] = [cls];
  for (;;) {
    const left = rows.filter((row) => row.length > 0);
    if (left.length === 0) return order;
    const next = left.find((row) => left.every((other) => other.indexOf(row[0]!) < 1))?.[0];
    if (!next) return null;
    order.push(next);
    for (const row of left) if (row[0] === next) row.shift();
  }
}

function fallbackOrder(cls: Class, bases: readonly Class[]): readonly Class[] {
  return [...new Set([cls, ...bases.flatMap((base) => base.mro)])];
}

/** An object. `attributes` is its `__dict__`. */
export class Instance extends Container {
  attributes = new Map<string, Value>();
  /** An `__init__` of a base class raised: what it would have set is not known. */
  incomplete = false;
  /** An attribute was set whose name is not known. */
  anyName = false;
  /** What a str, int, float, Enum member or exception object holds besides. */
  payload: Value | undefined = undefined;
  constructor(
    /** `x.__class__ = Other` changes it. */
    public cls: Class,
    /** The call that made it: problems point at its arguments. */
    readonly site: CallSite | null = null,
  ) {
    super();
  }
  save(): unknown {
    return [new Map(this.attributes), this.cls, this.payload];
  }
  restore(saved: unknown): void {
    const [attributes, cls, payload] = saved as [Map<string, Value>, Class, Value | undefined];
    this.attributes = new Map(attributes);
    this.cls = cls;
    this.payload = payload;
  }
}

/** A module object (a file, a prelude module, a builtin one). */
export class Module extends Container {
  globals = new Map<string, Value>();
  /** A name that is not in `globals`: lazily loaded submodules, unknown members of known libraries. */
  missing: ((runtime: Runtime, name: string) => Value | undefined) | null = null;
  constructor(
    readonly name: string,
    readonly file: string,
  ) {
    super();
  }
  save(): unknown {
    return new Map(this.globals);
  }
  restore(saved: unknown): void {
    this.globals = new Map(saved as Map<string, Value>);
    if (this.isLibrary) Class.libraryVersion++;
  }
  get isLibrary(): boolean {
    return this.file === '' || this.file.startsWith('convlens:');
  }
}

export class Property {
  constructor(
    readonly get: Value,
    readonly set: Value,
    readonly del: Value = null,
    /** functools.cached_property: the first answer is kept. */
    readonly cached = false,
  ) {}
}
export class StaticMethod {
  constructor(readonly func: Value) {}
}
export class ClassMethod {
  constructor(readonly func: Value) {}
}

export type DType = 'float' | 'int' | 'bool' | 'complex';

/**
 * A tensor that is only its shape. Immutable but for what `torch.nn.init` says of parameters; identity is the tensor's identity in the graph.
 */
export class Tensor {
  /** The epoch it was made in: the undo log knows nothing of what a tensor is changed to. */
  readonly epoch = Container.now;
  /** nn.Parameter. */
  parameter = false;
  requiresGrad = false;
  /** How it is filled (parameters, zeros, ones …); null: not known. Set by nn.init functions. */
  initialisation: Initialisation | null = null;
  /** An array of numpy's, which knows other methods and takes other arguments. */
  array = false;
  /** A lazy parameter that gets its shape at the first call. */
  uninitialised = false;
  /** Elements' strides in the same unit as sizes: null contiguous, undefined unknown. For "view after permute". */
  strides: readonly Dim[] | null | undefined = null;
  attributes: Map<string, Value> | null = null;
  /** The call that made it, for "the layer that made the other shape". */
  origin: TensorOrigin | null = null;
  constructor(
    /** null: rank unknown. */
    readonly shape: readonly Dim[] | null,
    readonly dtype: DType = 'float',
    /** A few known numbers (row major), where constructors calculate with tensors; float values rounded to float32. */
    readonly known: readonly number[] | null = null,
    /** Why the shape is unknown, where it is. */
    readonly why: Unknown | null = null,
  ) {}
}
/** What made a tensor: shown in messages ("16 · 7 · 7 after flatten, line 28"). */
export interface TensorOrigin {
  /** The op's name: `conv2d`, `flatten`, `input`. */
  readonly op: string;
  /** Innermost place in a file of the user's. */
  readonly place: Place | null;
  /** The innermost module that made it, if any. */
  readonly module: Instance | null;
  /** The tensor whose sizes it changed: followed back for the trail 28 → 14 → 7. */
  readonly source?: Tensor | null;
  /** Where its sizes were multiplied (flatten, view): the factors of the last axis, for `16 · 7 · 7`. */
  readonly factors: readonly Dim[] | null;
  /** The operation is wrong, which was told: what it makes is a guess. */
  readonly failed?: boolean;
}

/** An exception in flight: thrown as it is, no JavaScript Error, no stack capture. */
export class Raised {
  /** The frame whose function a `raise` statement leaves: its own statements do not recover from it. Only the core uses it. */
  unwinding: unknown = null;
  /** The problem was noted already: not noted again where a statement recovers. */
  reported = false;
  constructor(
    readonly exception: Instance,
    readonly place: Place | null,
    /** The calls that led there, innermost last. */
    readonly trail: readonly CallSite[],
  ) {}
}

/** Thrown when the step, time or depth budget is spent or the run was cancelled: ends the run, what was found stays. */
export class BudgetSpent {
  constructor(readonly why: string) {}
}

/** True for int (bool is not counted here): a number or a symbolic integer. */
export function isInt(value: Value | undefined): value is number | Poly {
  return typeof value === 'number' || value instanceof Poly;
}
