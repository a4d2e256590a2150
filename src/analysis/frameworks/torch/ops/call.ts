/** One call of an operation: what a shape rule reads its arguments with, decides with and answers through. Over 400 lines: one surface. */
import type { Runtime } from '../../../interpreter/runtime';
import {
  type DType,
  Float,
  Instance,
  isInt,
  Iter,
  List,
  PySet,
  Range,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../../../interpreter/values';
import { blame, type Blame, isFrameworkClass, isGuess, runningLayer } from '../problems';
import { type Arg, intOf, scalar } from './arguments';
import { noteCondition } from './condition';
import { callFix, methodFix } from './fixes';
import { exactDType } from './types';
import {
  type Dim,
  different,
  equal,
  hasUnknown,
  less,
  notDivisible,
  sizesText,
  text,
} from './sizes';

/** The shape rule of an operation: bound arguments in the row's order to its result. */
export type Rule = (c: OpCall, args: readonly Value[]) => Value;

/** What a result is made with besides its shape. */
export interface Making {
  readonly dtype?: DType;
  /** The tensor whose sizes the operation changed. */
  readonly from?: Tensor | null;
  readonly known?: readonly number[] | null;
  readonly strides?: readonly Dim[] | null | undefined;
  readonly why?: Unknown | null;
  /** Factors of the last axis, where sizes were multiplied. */
  readonly factors?: readonly Dim[] | null;
}

/** The largest number of known elements a tensor keeps. */
export const MOST_KNOWN = 512;

/** Thrown where an operation on numpy's arrays finds something wrong. */
const REFUSED = Symbol('refused');

/** numpy is not PyTorch: what an operation refuses is not known there, and what it makes is an array. */
export function onArray(c: OpCall, run: () => Value): Value {
  c.quiet = true;
  try {
    const result = run();
    for (const value of result instanceof Tuple ? result.items : [result])
      if (value instanceof Tensor) value.array = true;
    return result;
  } catch (error) {
    if (error === REFUSED) return c.runtime.unknown(`numpy.ndarray.${c.name}`);
    throw error;
  }
}

export class OpCall {
  /** Nothing is told: the operands are numpy's. */
  quiet = false;
  /** True once a tensor was read that is not known to be contiguous: results are then not known to be either. */
  private strided = false;
  /** PyTorch would have raised: what is made is a guess. */
  private failed = false;

  constructor(
    readonly runtime: Runtime,
    /** The name events carry. */
    readonly name: string,
    /** The bound arguments. */
    readonly args: readonly Value[],
  ) {}

  // ---- reading arguments ----------------------------------------------------------------------------------------

  /** A tensor argument. What may be a tensor for all that is known answers one of unknown shape; what cannot be one is a problem. */
  tensor(value: Arg, parameter = 'input'): Tensor {
    if (value instanceof Tensor) {
      if (value.strides !== null) this.strided = true;
      return value;
    }
    this.strided = true;
    if (value instanceof Unknown) return new Tensor(null, 'float', null, value);
    // `self.conv(nn.ReLU(x))`: the layer was made, not called. Operations of the user's own may take modules: not judged.
    if (value instanceof Instance && isLayer(value) && runningLayer(this.runtime))
      this.notTensor(value, parameter);
    if (
      value === null ||
      typeof value === 'string' ||
      value instanceof Tuple ||
      value instanceof List ||
      value instanceof Float ||
      isInt(value) ||
      (value instanceof Instance && isOtherOfTorch(value) && runningLayer(this.runtime))
    )
      this.notTensor(value, parameter);
    return new Tensor(null, 'float', null, this.unknown(`${this.name}() of what is no tensor`));
  }

  /** A tensor, or a number as a tensor without axes (`torch.add(x, 1)`). */
  operand(value: Arg, parameter = 'other'): Tensor {
    const number = scalar(value);
    if (number) return number;
    return this.tensor(value, parameter);
  }

  /** A list or tuple of tensors; null where it is not known. */
  tensors(value: Arg): Tensor[] | null {
    if (value instanceof Tensor) return null;
    const items = this.items(value);
    return items && items.map((item) => this.tensor(item, 'tensors'));
  }

  /** The elements of a list, tuple or other iterable; null where they are not known. */
  items(value: Arg): readonly Value[] | null {
    if (value instanceof List) return value.unknown ? null : value.items;
    if (value instanceof Tuple) return value.items;
    if (value instanceof Range || value instanceof Iter || value instanceof PySet)
      return this.runtime.toList(value) ?? null;
    return null;
  }

  private notTensor(value: Value, parameter: string): void {
    const position = Math.max(0, this.args.indexOf(value)) + 1;
    const type = this.runtime.typeName(value);
    const python = `${this.name}(): argument '${parameter}' (position ${position}) must be Tensor, not ${type}`;
    const recurrent =
      value instanceof Tuple && value.items.length === 2 && value.items[0] instanceof Tensor;
    const layer = value instanceof Instance && isLayer(value) && isFrameworkClass(value) ? value : null;
    const hint = recurrent
      ? ' A recurrent layer returns (output, state): take the first element.'
      : layer
        ? ' The layer is made there, but not called.'
        : '';
    this.problem({
      rule: 'not-a-tensor',
      exception: 'TypeError',
      python,
      message: `${this.name} takes a tensor but gets ${withArticle(type)}.${hint}`,
      argument: [parameter, position - 1],
      ...(recurrent && position === 1
        ? { moreFixes: (at) => methodFix(at, '[0]', 'Take the first element: [0]', true) }
        : layer
          ? { moreFixes: (at) => callFix(at, layer) }
          : {}),
    });
  }

  // ---- deciding -------------------------------------------------------------------------------------------------

  /**
   * True where two sizes are equal, or may be: then that is assumed and kept as a requirement. False only where they differ for every input.
   */
  mustEqual(a: Dim, b: Dim, rule: string, what: string | (() => string)): boolean {
    if (equal(a, b)) return true;
    if (hasUnknown(a) || hasUnknown(b)) return true;
    if (different(a, b)) return false;
    this.require('equal', a, b, rule, what);
    return true;
  }

  /** False only where `a < b` for every input. */
  mustReach(a: Dim, b: Dim, rule: string, what: string | (() => string)): boolean {
    if (less(a, b)) return false;
    if (hasUnknown(a) || hasUnknown(b) || (typeof a === 'number' && typeof b === 'number'))
      return true;
    if (!less(b, a) && !equal(a, b)) this.require('atLeast', a, b, rule, what);
    return true;
  }

  /** False only where `b` never divides `a`. */
  mustDivide(a: Dim, b: Dim, rule: string, what: string | (() => string)): boolean {
    if (hasUnknown(a) || hasUnknown(b)) return true;
    const answer = notDivisible(a, b);
    if (answer === 'always') return false;
    if (answer === 'depends') this.require('divides', a, b, rule, what);
    return true;
  }

  require(
    kind: 'equal' | 'atLeast' | 'divides',
    left: Dim,
    right: Dim,
    rule: string,
    what: string | (() => string),
  ): void {
    if (this.quiet) return;
    const text = typeof what === 'string' ? what : what();
    const requirement = { kind, left, right, rule, text, place: this.runtime.userPlace() };
    this.runtime.trace.requirements.push(requirement);
    noteCondition(this.runtime, requirement);
  }

  // ---- answering ------------------------------------------------------------------------------------------------

  /** A new tensor; its strides are known to be contiguous only if every tensor read was. */
  make(shape: readonly Dim[] | null, making: Making = {}): Tensor {
    const { dtype = making.from?.dtype ?? 'float', from = null, known = null } = making;
    const made = new Tensor(
      shape,
      dtype,
      known && known.length <= MOST_KNOWN ? known : null,
      making.why ?? (shape === null ? (from?.why ?? null) : null),
    );
    made.strides = 'strides' in making ? making.strides : this.strided ? undefined : null;
    made.origin = {
      op: this.name,
      place: this.runtime.userPlace(),
      module: this.runtime.currentModule,
      source: from,
      factors: making.factors ?? null,
      failed: this.isGuess(),
    };
    return made;
  }

  /** A tensor of the same shape, made by the same layer as far as sizes go. */
  like(
    tensor: Tensor,
    dtype: DType = tensor.dtype,
    known: readonly number[] | null = null,
  ): Tensor {
    const made = new Tensor(tensor.shape, dtype, known, tensor.why);
    made.strides = tensor.strides;
    made.origin = tensor.origin && this.isGuess() ? { ...tensor.origin, failed: true } : tensor.origin;
    if (tensor.attributes && dtype === tensor.dtype) keepExactType(tensor, made);
    return made;
  }

  /** A tensor of unknown shape, and why. */
  unknownTensor(why: string | Unknown | Tensor, dtype: DType = 'float'): Tensor {
    const reason =
      why instanceof Tensor
        ? (why.why ?? this.unknown('the shape of the input is not known'))
        : typeof why === 'string'
          ? this.unknown(why)
          : why;
    const made = new Tensor(null, dtype, null, reason);
    made.strides = undefined;
    made.origin = {
      op: this.name,
      place: this.runtime.userPlace(),
      module: this.runtime.currentModule,
      source: null,
      factors: null,
      failed: this.isGuess(),
    };
    return made;
  }

  private isGuess(): boolean {
    return this.failed || isGuess(this.runtime);
  }

  unknown(why: string): Unknown {
    return this.runtime.unknown(why);
  }

  /**
   * True where a tensor's type was made by the code itself: what comes unchanged from an input may be of any type that the caller gives.
   */
  typeIsCertain(tensor: Tensor): boolean {
    if (!tensor.shape) return false;
    let origin = tensor.origin;
    if (!origin) return tensor.parameter;
    for (let steps = 0; steps < 1000; steps++) {
      if (settlesType.test(origin.op)) return true;
      if (origin.op === 'input') return false;
      const source: Tensor | null | undefined = origin.source;
      if (!source) return true;
      if (!source.origin) return source.parameter;
      origin = source.origin;
    }
    return false;
  }

  /** Products of integers and floats: PyTorch wants one type. Told only where both are certain. */
  sameType(a: Tensor, b: Tensor): void {
    const whole = (t: Tensor): boolean => t.dtype === 'int' || t.dtype === 'bool';
    const wrong = whole(a) && b.dtype === 'float' ? a : whole(b) && a.dtype === 'float' ? b : null;
    if (!wrong || !this.typeIsCertain(a) || !this.typeIsCertain(b)) return;
    this.fail(
      'dtype',
      `{layer} multiplies ${wrong.dtype === 'int' ? 'integers' : 'booleans'} with floats{made}: add .float().`,
      'RuntimeError',
      {
        python: `mat1 and mat2 must have the same dtype, but got ${wrong.dtype === 'int' ? 'Long' : 'Bool'} and Float`,
        tensor: wrong,
        sizesStay: true,
      },
    );
  }

  // ---- problems -------------------------------------------------------------------------------------------------

  /** Notes what PyTorch would raise; where it is not certain, raises it, so that branches and `try` see it. */
  problem(found: Blame): void {
    if (this.quiet) throw REFUSED;
    blame(this.runtime, { op: this.name, ...found });
    if ((found.severity ?? 'error') === 'error' && !found.sizesStay) this.failed = true;
  }

  /** The plain form: a message of our own, the exception of PyTorch's. */
  fail(rule: string, message: string, exception = 'RuntimeError', more: Partial<Blame> = {}): void {
    this.problem({ rule, message, exception, python: message, ...more });
  }

  // ---- axes -----------------------------------------------------------------------------------------------------

  /** An axis argument as an index from 0; null where it is unknown or out of range (which is reported). */
  axis(value: Arg, rank: number, parameter = 'dim', extra = 0): number | null {
    const dim = intOf(value);
    if (typeof dim !== 'number') return null;
    const count = Math.max(1, rank + extra);
    if (dim >= count || dim < -count) {
      const python = `Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${dim})`;
      this.problem({
        rule: 'dim-range',
        exception: 'IndexError',
        python,
        message: `${this.name} has no axis ${dim} here: the tensor has ${rank} ${rank === 1 ? 'axis' : 'axes'} (${-count} … ${count - 1}).`,
        argument: [parameter, this.args.indexOf(value!)],
        tensor: this.args.find((arg) => arg instanceof Tensor),
      });
      return null;
    }
    return dim < 0 ? dim + count : dim;
  }

  /**
   * Axes from an int, a list of ints or None (`undefined`: all of them); null where they are unknown or wrong (reported).
   */
  axes(value: Arg, rank: number, parameter = 'dim'): number[] | null | undefined {
    if (value === null || value === undefined) return undefined;
    if (intOf(value) !== undefined) {
      const axis = this.axis(value, rank, parameter);
      return axis === null ? null : [axis];
    }
    const items = this.items(value);
    if (!items) return null;
    if (items.length === 0) return undefined;
    const result: number[] = [];
    for (const item of items) {
      const axis = this.axis(item, rank, parameter);
      if (axis === null) return null;
      if (result.includes(axis)) {
        this.fail(
          'dim-range',
          `${this.name}: axis ${axis} appears multiple times in the list of axes.`,
          'RuntimeError',
          {
            python: `dim ${axis} appears multiple times in the list of dims`,
            argument: [parameter, this.args.indexOf(value)],
          },
        );
        return null;
      }
      result.push(axis);
    }
    return result;
  }

  /** A wrong rank, as PyTorch says it. */
  wrongRank(
    tensor: Tensor,
    expected: string,
    python: string,
    exception = 'RuntimeError',
    rule = 'rank',
  ): void {
    const rank = tensor.shape!.length;
    this.problem({
      rule,
      exception,
      python,
      message: `{layer} takes ${expected} but gets ${rank}-D ${sizesText(tensor.shape!)}{made}.`,
      argument: ['input', this.args.indexOf(tensor)],
      tensor,
    });
  }
}

/** One of PyTorch's own layers, as an object. */
function isLayer(value: Instance): boolean {
  return (
    value.cls.mro.some((cls) => cls.name === 'Module' && cls.module === 'torch.nn.modules.module') &&
    !value.cls.mro.some((cls) => cls.dict.has('__torch_function__'))
  );
}

/** An object of torch that is no tensor: a packed sequence, a distribution. */
function isOtherOfTorch({ cls }: Instance): boolean {
  return cls.place?.unit.file.origin === 'prelude' && /^torch\b/.test(cls.module);
}

/** Operations that refuse other types than floats, and casts: what they answer is of a certain type. */
const settlesType = /pool|conv|norm|^linear$|attention|lstm|gru|rnn|interpolate|softmax|^cast$/;

/** Keeps `float16` and the like through operations that keep the type. */
function keepExactType(from: Tensor, to: Tensor): void {
  const exact = exactDType(from);
  if (exact) (to.attributes ??= new Map()).set('dtype', exact);
}

/** `an int`, `a list`, `None`. */
export function withArticle(type: string): string {
  return type === 'NoneType' ? 'None' : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

export * from './arguments';
export { sizesText, text };
