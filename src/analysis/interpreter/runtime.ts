/**
 * What natives and frameworks may ask of the interpreter: the contract between interpreter/*.ts (core), builtins/* and frameworks/*.
 *
 * All of it is total on user text: it answers a value, throws `Raised` (a Python exception) or `BudgetSpent`. A native's own slip (a TypeError of
 * JavaScript) becomes Unknown at one place in the core.
 */
import type { CallSite, Place, SourceFile } from './place';
import type { Problem, Trace } from './trace';
import type {
  Class,
  Container,
  Dict,
  Instance,
  Key,
  Module,
  Native,
  Signature,
  Tensor,
  Unknown,
  Value,
} from './values';

export interface Runtime {
  readonly trace: Trace;

  // ---- calling and attributes -----------------------------------------------------------------------------------
  call(callee: Value, args: Value[], kwargs?: Map<string, Value> | null): Value;
  /** `call(getAttribute(object, name), args)` without making the bound method. */
  callMethod(object: Value, name: string, args?: Value[], kwargs?: Map<string, Value> | null): Value;
  /** Raises AttributeError; Unknown on unknown objects. */
  getAttribute(object: Value, name: string): Value;
  /** undefined where there is none; never raises AttributeError itself. */
  findAttribute(object: Value, name: string): Value | undefined;
  setAttribute(object: Value, name: string, value: Value): void;
  deleteAttribute(object: Value, name: string): void;
  /** Looks along the class's mro, no binding, no instance. */
  findInClass(cls: Class, name: string): Value | undefined;

  // ---- protocols ------------------------------------------------------------------------------------------------
  /** undefined: cannot be told. */
  truth(value: Value): boolean | undefined;
  /** undefined: cannot be told (unknown, symbolic length). Raises TypeError on what cannot be iterated. */
  toList(value: Value): Value[] | undefined;
  /** A lazy reader: next() answers undefined at the end, an UnknownRest where the rest is not known. Answers Unknown where it cannot be iterated for sure. */
  iterate(value: Value): { next(): Value | undefined } | Unknown;
  length(value: Value): Value;
  getItem(object: Value, index: Value): Value;
  setItem(object: Value, index: Value, value: Value): void;
  binary(operator: string, left: Value, right: Value): Value;
  unary(operator: string, operand: Value): Value;
  /** `==`, `<`, `in`, `is`, …: a bool, or Unknown. */
  compare(operator: string, left: Value, right: Value): Value;
  /** undefined: cannot be told. */
  equal(left: Value, right: Value): boolean | undefined;
  hashKey(value: Value): Key;
  classOf(value: Value): Class;
  isInstance(value: Value, cls: Class): boolean;
  isSubclass(cls: Class, base: Class): boolean;
  /** str(value) and repr(value); undefined where it cannot be told. */
  text(value: Value): string | undefined;
  representation(value: Value): string | undefined;
  /** The type's name for messages: `int`, `Tensor`, `MyNet`. */
  typeName(value: Value): string;

  // ---- making values --------------------------------------------------------------------------------------------
  unknown(why: string): Unknown;
  dictOf(entries?: Iterable<readonly [Value, Value]>): Dict;
  getKey(dict: Dict, key: Value): Value | undefined;
  setKey(dict: Dict, key: Value, value: Value): void;
  deleteKey(dict: Dict, key: Value): boolean;
  /** What a `class` statement makes of its body's names: `type(name, bases, dict)`, `namedtuple`, `make_dataclass`. */
  makeClass(
    name: string,
    bases: readonly Value[],
    namespace: ReadonlyMap<string, Value>,
    keywords?: ReadonlyMap<string, Value>,
  ): Value;
  /** A new instance without running __init__. */
  instantiate(cls: Class): Instance;
  /** The builtin class of that name: `int`, `ValueError`, `object`, … */
  builtin(name: string): Value;
  importModule(name: string): Module | Unknown;

  // ---- changing values, branches --------------------------------------------------------------------------------
  /** Call before a container is changed. */
  touch(container: Container): void;
  /** Call before a tensor's own fields are changed. */
  changing(tensor: Tensor): void;
  /** Runs both on an undo log and joins what they did and answered. */
  fork(first: () => Value, second: () => Value): Value;
  join(first: Value, second: Value): Value;

  // ---- errors and problems --------------------------------------------------------------------------------------
  /** Throws a Python exception: `runtime.raise('ValueError', 'too many values')`. */
  raise(exception: string, message: string): never;
  /** Notes a finding. Only what is certain is an error. Nothing inside a fork that loses survives. */
  report(problem: Problem): void;
  /** Pushes an OpEvent with the running call site, module event and `maybe`. */
  recordOp(name: string, signature: Signature, args: readonly Value[], result: Value): void;
  /** True while a problem found now would be certain: not inside a branch on an unknown condition or a `try` that catches it. */
  readonly certain: boolean;
  /** Was something called that could not be followed? What lists and objects hold is not certain then. */
  readonly unseen: boolean;
  /** The code that is running asks for what is around it: what it refuses for the answer, it need not refuse elsewhere. */
  asksSurroundings(): void;
  /** True inside a `try` that catches exceptions of that name. */
  catches(exception: string): boolean;
  /** Counts steps; throws BudgetSpent. Natives with loops over numbers call it with their count. */
  spend(steps: number): void;

  // ---- places ---------------------------------------------------------------------------------------------------
  /** The call being made now, innermost first, prelude included. */
  readonly site: CallSite | null;
  /** Innermost call site in a file of the user's. */
  userSite(): CallSite | null;
  /** Innermost call, operator or subscript in a file of the user's that is being evaluated: where `a + b` or `x[0]` stands. */
  userPlace(): Place | null;
  /** All calls in progress, outermost first. */
  trail(): readonly CallSite[];
  /** The file of a unit may be blamed. */
  isUser(place: Place): boolean;
  readonly files: ReadonlyMap<string, SourceFile>;

  /** The module whose forward runs now (innermost), or null. */
  readonly currentModule: Instance | null;
  /** Runs a module's call inside a ModuleEvent of its own; a framework's `__call__` is this. Exceptions pass through, noted as the event's failure. */
  moduleCall(
    module: Instance,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value> | null,
    run: () => Value,
  ): Value;
}

/** How a framework or the builtins add themselves: `(runtime) => modules by dotted name`, each loaded at first import. */
export interface Library {
  /** Dotted names it answers for: `math`, `torch.nn.functional`. */
  readonly modules: Readonly<Record<string, (runtime: Runtime) => Module>>;
  /** Preludes: Python text by dotted module name, run at first import (`torch.nn.modules`). */
  readonly preludes: Readonly<Record<string, string>>;
  /**
   * Attributes and methods of tensors (`shape`, `view`): only a framework has them. Also asked for the protocols: `__int__`, `__float__`, `__bool__`,
   * `__index__`, `__len__`, `__iter__` (answers a list, or Unknown), `__contains__`: methods to call without arguments (`__contains__`: one).
   */
  readonly tensorAttribute?: (runtime: Runtime, tensor: Tensor, name: string) => Value | undefined;
  /** `tensor.name = value`; false: keep it in `tensor.attributes`. */
  readonly tensorSetAttribute?: (
    runtime: Runtime,
    tensor: Tensor,
    name: string,
    value: Value,
  ) => boolean;
  /** Operators on tensors, comparisons and `in`-place forms (`+=`) included, tried when either side is one. */
  readonly tensorBinary?: (runtime: Runtime, operator: string, left: Value, right: Value) => Value | undefined;
  readonly tensorUnary?: (runtime: Runtime, operator: string, operand: Value) => Value | undefined;
  readonly tensorGetItem?: (runtime: Runtime, tensor: Tensor, index: Value) => Value;
  readonly tensorSetItem?: (runtime: Runtime, tensor: Tensor, index: Value, value: Value) => void;
  /** A member that one of its modules (or `torch.Tensor`) lacks was read, and nobody asked whether it is there: true where it reported that. */
  readonly unknownName?: (runtime: Runtime, module: string, name: string, madeUp: boolean) => boolean;
  /** Decorators (`no_grad()`) that do nothing but answer a function or class: what they decorate in a library may run when it is read. */
  readonly quietDecorators?: RegExp;
  /** The class `type(tensor)` answers. */
  readonly tensorClass?: (runtime: Runtime, tensor: Tensor) => Class;
}

export type { Native };
