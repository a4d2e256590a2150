/** Arithmetic: `+ - * / // % ** @ << >> & | ^`, their in-place forms and unary operators, on every kind of value. Over 400 lines: one case a pair of types. */
import {
  addInts,
  divideInts,
  divideFractions,
  floorDivInts,
  fractionOf,
  fromFraction,
  modInts,
  multiplyFractions,
  multiplyInts,
  addFractions,
  powerInts,
  safe,
} from './integers';
import type { Interpreter } from './interpreter';
import { isNumeric, isPlainPayload, isUncertain } from './compare';
import { extendList, truth } from './iterate';
import { percentFormat } from './text';
import {
  Bytes,
  Class,
  Dict,
  Either,
  Float,
  Instance,
  isInt,
  List,
  Poly,
  PySet,
  Quotient,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values';

/** Texts and lists that grow beyond this are not followed. */
const LONGEST = 1_000_000;

const names: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '<<': 'lshift',
  '>>': 'rshift',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
};

/** `left operator right` */
export function binary(rt: Interpreter, operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return numbers(rt, operator, left, right);
  if (left instanceof Tensor || right instanceof Tensor) {
    const answer = rt.tensorHooks.tensorBinary?.(rt, operator, left, right);
    if (answer !== undefined) return answer;
    // `[c] * tensor(3)`: a sequence takes what has an `__index__`.
    const tensor = left instanceof Tensor ? left : (right as Tensor);
    if (operator === '*' && tensor.dtype === 'int' && isSequence(tensor === left ? right : left)) {
      const count = rt.tensorMethod(tensor, '__index__');
      if (count !== undefined) return tensor === left ? binary(rt, operator, count, right) : binary(rt, operator, left, count);
    }
  }
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown && !(left instanceof Instance)) return right;
  if (left instanceof Float && right instanceof Float) return floats(rt, operator, left.value, right.value);
  if (isNumeric(left) && isNumeric(right)) return arithmetic(rt, operator, left, right);
  if (typeof left === 'string') {
    if (operator === '+' && typeof right === 'string')
      return left.length + right.length > LONGEST ? rt.unknown('the text is too long') : left + right;
    if (operator === '%') return percentFormat(rt, left, right);
    if (operator === '*' && isWhole(right)) return repeatText(rt, left, right);
  } else if (typeof right === 'string' && operator === '*' && isWhole(left)) return repeatText(rt, right, left);
  const instances = left instanceof Instance || right instanceof Instance;
  if (instances || hasClass(left) || hasClass(right)) {
    const answer = byMethod(rt, operator, left, right);
    if (answer !== undefined) return answer;
  }
  if (left instanceof Either) return rt.overOptions(left, (option) => binary(rt, operator, option, right));
  if (right instanceof Either) return rt.overOptions(right, (option) => binary(rt, operator, left, option));
  const sequence = sequences(rt, operator, left, right);
  if (sequence !== undefined) return sequence;
  if (operator === '|' && isType(left) && isType(right)) return new Tuple([...typesOf(rt, left), ...typesOf(rt, right)]);
  if (right instanceof Unknown) return right;
  return rt.raise(
    'TypeError',
    typeof left === 'string' && operator === '+'
      ? `can only concatenate str (not "${rt.typeName(right)}") to str`
      : left instanceof List && operator === '+'
        ? `can only concatenate list (not "${rt.typeName(right)}") to list`
        : left instanceof Tuple && operator === '+'
          ? `can only concatenate tuple (not "${rt.typeName(right)}") to tuple`
          : operator === '*' && (isSequence(left) || isSequence(right))
            ? `can't multiply sequence by non-int of type '${rt.typeName(isSequence(left) ? right : left)}'`
          : `unsupported operand type(s) for ${operator === '**' ? '** or pow()' : operator}: '${rt.typeName(left)}' and '${rt.typeName(right)}'`,
  );
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || value instanceof List || value instanceof Tuple;
}

function isWhole(value: Value): boolean {
  return isInt(value) || typeof value === 'boolean';
}

function hasClass(value: Value): boolean {
  return (
    ((value instanceof List || value instanceof Tuple || value instanceof Dict) && value.cls !== null) ||
    (value instanceof Class && value.metaclass !== null)
  );
}

/** `__add__` and its kin; undefined where neither side has one. */
function byMethod(rt: Interpreter, operator: string, left: Value, right: Value): Value | undefined {
  const name = names[operator]!;
  const leftClass = rt.classOf(left);
  const rightClass = rt.classOf(right);
  const attempts: [Value, Class, string, Value][] = [
    [left, leftClass, `__${name}__`, right],
    [right, rightClass, `__r${name}__`, left],
  ];
  // A derived class's reflected method goes first.
  if (rightClass !== leftClass && rightClass.mro.includes(leftClass)) attempts.reverse();
  for (const [object, cls, method, other] of attempts) {
    const own = rt.lookup(cls, method);
    if (own === undefined || rt.isBuiltinMember(own)) continue;
    const answer = rt.call(own, [object, other]);
    if (answer !== rt.notImplemented) return answer;
  }
  const a = left instanceof Instance && isPlainPayload(rt, left) ? left.payload! : left;
  const b = right instanceof Instance && isPlainPayload(rt, right) ? right.payload! : right;
  if (a !== left || b !== right) return binary(rt, operator, a, b);
  for (const object of [left, right]) {
    if (object instanceof Instance && object.cls.open)
      return rt.unknown(`what ${operator} does with ${object.cls.name} is not known`);
  }
  return undefined;
}

/** Two known integers. */
function numbers(rt: Interpreter, operator: string, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return safe(rt, a + b);
    case '-':
      return safe(rt, a - b);
    case '*':
      return safe(rt, a * b);
    case '/':
      if (b === 0) return rt.raise('ZeroDivisionError', 'division by zero');
      return new Float(a / b);
    case '//':
      if (b === 0) return rt.raise('ZeroDivisionError', 'integer division or modulo by zero');
      return Math.floor(a / b) + 0;
    case '%': {
      if (b === 0) return rt.raise('ZeroDivisionError', 'integer modulo by zero');
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
    }
    case '**': {
      if (b < 0) {
        if (a === 0) return rt.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
        return new Float(a ** b);
      }
      return safe(rt, a ** b);
    }
    case '<<':
      return b < 0 ? rt.raise('ValueError', 'negative shift count') : safe(rt, a * 2 ** b);
    case '>>':
      return b < 0 ? rt.raise('ValueError', 'negative shift count') : Math.floor(a / 2 ** b);
    case '&':
    case '|':
    case '^':
      return bits(operator, a, b);
    default:
      return rt.raise('TypeError', `unsupported operand type(s) for ${operator}: 'int' and 'int'`);
  }
}

function bits(operator: string, a: number, b: number): number {
  if (a >= 0 && b >= 0 && a < 2 ** 31 && b < 2 ** 31) return operator === '&' ? a & b : operator === '|' ? a | b : a ^ b;
  const x = BigInt(a);
  const y = BigInt(b);
  return Number(operator === '&' ? x & y : operator === '|' ? x | y : x ^ y);
}

function floats(rt: Interpreter, operator: string, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return new Float(a + b);
    case '-':
      return new Float(a - b);
    case '*':
      return new Float(a * b);
    case '/':
      if (b === 0) return rt.raise('ZeroDivisionError', 'float division by zero');
      return new Float(a / b);
    case '//':
      if (b === 0) return rt.raise('ZeroDivisionError', 'float floor division by zero');
      return new Float(Math.floor(a / b));
    case '%': {
      if (b === 0) return rt.raise('ZeroDivisionError', 'float modulo');
      const rest = a % b;
      return new Float(rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest);
    }
    case '**':
      if (a === 0 && b < 0) return rt.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b)) return rt.unknown('complex numbers are not followed');
      return new Float(a ** b);
    default:
      return rt.raise('TypeError', `unsupported operand type(s) for ${operator}: 'float' and 'float'`);
  }
}

type Numeric = number | boolean | Poly | Float | Quotient;

function arithmetic(rt: Interpreter, operator: string, left: Numeric, right: Numeric): Value {
  if (typeof left === 'boolean' && typeof right === 'boolean' && /^[&|^]$/.test(operator))
    return operator === '&' ? left && right : operator === '|' ? left || right : left !== right;
  const a = typeof left === 'boolean' ? Number(left) : left;
  const b = typeof right === 'boolean' ? Number(right) : right;
  if (isInt(a) && isInt(b)) return integers(rt, operator, a, b);
  if (a instanceof Poly || b instanceof Poly || a instanceof Quotient || b instanceof Quotient)
    return fractions(rt, operator, a, b);
  const x = a instanceof Float ? a.value : (a as number);
  const y = b instanceof Float ? b.value : (b as number);
  return floats(rt, operator, x, y);
}

/** Integers of which one is symbolic. */
function integers(rt: Interpreter, operator: string, a: number | Poly, b: number | Poly): Value {
  if (typeof a === 'number' && typeof b === 'number') return numbers(rt, operator, a, b);
  switch (operator) {
    case '+':
      return addInts(a, b);
    case '-':
      return addInts(a, multiplyInts(b, -1));
    case '*':
      return multiplyInts(a, b);
    case '/':
      return divideInts(rt, a, b);
    case '//':
      return floorDivInts(rt, a, b);
    case '%':
      return modInts(rt, a, b);
    case '**':
      return powerInts(rt, a, b);
    case '<<':
      return typeof b === 'number' && b >= 0 && b < 50 ? multiplyInts(a, 2 ** b) : tooHard(rt);
    case '>>':
      return typeof b === 'number' && b >= 0 && b < 50 ? floorDivInts(rt, a, 2 ** b) : tooHard(rt);
    default:
      return tooHard(rt);
  }
}

function tooHard(rt: Interpreter): Unknown {
  return rt.unknown('this calculation with a symbolic size is not followed');
}

/** Symbolic sizes with floats and fractions: exact where the float is a binary fraction. */
function fractions(rt: Interpreter, operator: string, a: number | Poly | Float | Quotient, b: number | Poly | Float | Quotient): Value {
  const p = fractionOf(a instanceof Float ? a.value : a);
  const q = fractionOf(b instanceof Float ? b.value : b);
  if (!p || !q) return tooHard(rt);
  switch (operator) {
    case '+':
      return fromFraction(addFractions(p, q, 1)) ?? tooHard(rt);
    case '-':
      return fromFraction(addFractions(p, q, -1)) ?? tooHard(rt);
    case '*':
      return fromFraction(multiplyFractions(p, q)) ?? tooHard(rt);
    case '/': {
      if (q.numerator === 0) return rt.raise('ZeroDivisionError', 'float division by zero');
      return divideFractions(p, q) ?? tooHard(rt);
    }
    case '//': {
      if (typeof q.numerator !== 'number') return tooHard(rt);
      if (q.numerator === 0) return rt.raise('ZeroDivisionError', 'float floor division by zero');
      const whole = floorDivInts(rt, multiplyInts(p.numerator, q.denominator), multiplyInts(q.numerator, p.denominator));
      return isInt(whole) ? new Quotient(whole, 1) : whole;
    }
    case '**':
      if (q.numerator === 1 && q.denominator === 1) return a;
      if (q.numerator === 2 && q.denominator === 1) return fromFraction(multiplyFractions(p, p)) ?? tooHard(rt);
      return tooHard(rt);
    default:
      return tooHard(rt);
  }
}

function repeatText(rt: Interpreter, text: string, count: Value): Value {
  if (count instanceof Poly) return rt.unknown('how often a text is repeated is not known');
  const times = Math.max(0, Number(count));
  if (text.length * times > LONGEST) return rt.unknown('the text is too long');
  return text.repeat(times);
}

function sequences(rt: Interpreter, operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '+') {
    if (left instanceof List && right instanceof List) {
      if (left.items.length + right.items.length > LONGEST) return rt.unknown('the list is too long');
      rt.spend((left.items.length + right.items.length) >> 3);
      const made = new List(left.items.concat(right.items));
      made.unknown = left.unknown ?? right.unknown;
      return made;
    }
    if (left instanceof Tuple && right instanceof Tuple && left.items.length + right.items.length > LONGEST) return rt.unknown('the tuple is too long');
    if (left instanceof Tuple && right instanceof Tuple) return tuplePlus(left, left.items.concat(right.items));
    if (left instanceof Bytes && right instanceof Bytes) return new Bytes(left.text + right.text);
    return undefined;
  }
  if (operator === '*') {
    const [sequence, count] = isWhole(right) ? [left, right] : [right, left];
    if (!isWhole(count)) return undefined;
    if (!(sequence instanceof List) && !(sequence instanceof Tuple)) return undefined;
    if (count instanceof Poly) {
      if (sequence.items.length === 0) return sequence instanceof List ? new List([]) : sequence;
      const why = rt.unknown('how often a list is repeated is not known');
      if (sequence instanceof Tuple) return why;
      const made = new List([]);
      made.unknown = why;
      return made;
    }
    const times = Math.max(0, Number(count));
    if (sequence.items.length * times > LONGEST) return rt.unknown('the list is too long');
    rt.spend((sequence.items.length * times) >> 3);

    const items: Value[] = [];
    for (let i = 0; i < times; i++) for (const item of sequence.items) items.push(item);
    if (sequence instanceof Tuple) return tuplePlus(sequence, items);
    const made = new List(items);
    made.unknown = sequence.unknown;
    return made;
  }
  if (left instanceof PySet && right instanceof PySet) return sets(rt, operator, left, right);
  if (left instanceof Dict && right instanceof Dict && operator === '|') {
    const made = new Dict(new Map([...left.entries, ...right.entries]));
    made.open = left.open || right.open;
    made.cls = left.cls;
    return made;
  }
  return undefined;
}

/** torch.Size stays one; a NamedTuple becomes a plain tuple. */
function tuplePlus(first: Tuple, items: readonly Value[]): Tuple {
  const made = new Tuple(items);
  if (first.cls?.name === 'Size') made.cls = first.cls;
  return made;
}

function sets(rt: Interpreter, operator: string, left: PySet, right: PySet): PySet | Unknown | undefined {
  // What is not known may be what is asked for; only joining keeps it.
  if (operator !== '|' && (isUncertain(left) || isUncertain(right))) return rt.unknown('not all elements of the set are known');
  const made = new PySet();
  made.frozen = left.frozen;
  const { entries } = made;
  const put = (from: PySet, when: (key: never) => boolean) => {
    for (const [key, value] of from.entries) if (when(key as never)) entries.set(key, value);
  };
  switch (operator) {
    case '|':
      put(left, () => true);
      put(right, () => true);
      return made;
    case '&':
      put(left, (key) => right.entries.has(key));
      return made;
    case '-':
      put(left, (key) => !right.entries.has(key));
      return made;
    case '^':
      put(left, (key) => !right.entries.has(key));
      put(right, (key) => !left.entries.has(key));
      return made;
    default:
      return undefined;
  }
}

function isType(value: Value): boolean {
  return value instanceof Class || value === null || (value instanceof Tuple && value.items.every((x) => x instanceof Class));
}

function typesOf(rt: Interpreter, value: Value): readonly Value[] {
  return value instanceof Tuple ? value.items : [value === null ? rt.classOf(null) : value];
}

/** `left operator= right`: what the target is bound to. */
export function inPlace(rt: Interpreter, operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return numbers(rt, operator, left, right);
  if (left instanceof Tensor) {
    const answer = rt.tensorHooks.tensorBinary?.(rt, `${operator}=`, left, right);
    if (answer !== undefined) return answer;
  }
  const cls = left instanceof Instance ? left.cls : left instanceof List || left instanceof Dict ? left.cls : null;
  if (cls) {
    const own = rt.lookup(cls, `__i${names[operator]!}__`);
    if (own !== undefined && !rt.isBuiltinMember(own)) {
      const answer = rt.call(own, [left, right]);
      if (answer !== rt.notImplemented) return answer;
    }
  }
  if (left instanceof List) {
    if (operator === '+') {
      if (!extendList(rt, left, right, LONGEST)) {
        rt.touch(left);
        left.unknown ??= right instanceof Unknown ? right : rt.unknown('what is added to the list is not known, or too long');
      }
      return left;
    }
    if (operator === '*' && isWhole(right)) {
      const made = sequences(rt, '*', left, right);
      if (!(made instanceof List)) return made ?? null;
      rt.touch(left);
      left.items = made.items;
      left.unknown = made.unknown;
      return left;
    }
  }
  if (left instanceof PySet && right instanceof PySet && !left.frozen) {
    const made = sets(rt, operator, left, right);
    if (made instanceof Unknown) return made;
    if (made) {
      rt.touch(left);
      left.entries = made.entries;
      return left;
    }
  }
  if (left instanceof Dict && operator === '|') {
    rt.touch(left);
    if (right instanceof Dict) {
      for (const [key, entry] of right.entries) left.entries.set(key, entry);
      left.open ||= right.open;
    } else left.open = true;
    return left;
  }
  return binary(rt, operator, left, right);
}

/** `-x`, `+x`, `~x`, `not x` */
export function unary(rt: Interpreter, operator: string, operand: Value): Value {
  if (operator === 'not') {
    const known = truth(rt, operand);
    if (known !== undefined) return !known;
    if (operand instanceof Tensor) return rt.unknown('the values of a tensor are not known');
    return operand instanceof Unknown ? operand : rt.unknown('the condition is not known');
  }
  if (typeof operand === 'number') return operator === '-' ? 0 - operand : operator === '~' ? -1 - operand : operand;
  if (operand instanceof Float) {
    if (operator === '-') return new Float(-operand.value);
    if (operator === '+') return operand;
  }
  if (operand instanceof Tensor) {
    const answer = rt.tensorHooks.tensorUnary?.(rt, operator, operand);
    if (answer !== undefined) return answer;
  }
  if (operand instanceof Unknown) return operand;
  if (typeof operand === 'boolean') return unary(rt, operator, Number(operand));
  if (operand instanceof Poly) {
    if (operator === '-') return multiplyInts(operand, -1);
    return operator === '+' ? operand : addInts(multiplyInts(operand, -1), -1);
  }
  if (operand instanceof Quotient && operator !== '~')
    return operator === '+' ? operand : new Quotient(multiplyInts(operand.numerator, -1), operand.denominator);
  if (operand instanceof Either) return rt.overOptions(operand, (option) => unary(rt, operator, option));
  if (operand instanceof Instance) {
    const own = rt.lookup(operand.cls, operator === '-' ? '__neg__' : operator === '+' ? '__pos__' : '__invert__');
    if (own !== undefined && !rt.isBuiltinMember(own)) return rt.call(own, [operand]);
    if (isPlainPayload(rt, operand)) return unary(rt, operator, operand.payload!);
    if (operand.cls.open) return rt.unknown(`what ${operator} does with ${operand.cls.name} is not known`);
  }
  return rt.raise('TypeError', `bad operand type for unary ${operator}: '${rt.typeName(operand)}'`);
}
