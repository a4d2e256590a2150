/**
 * A restricted reader of Python's pickles: it executes nothing. Classes and functions are names; calling them makes a record of the call. Only lists,
 * dicts, tuples, sets, texts, numbers and these records come out.
 *
 * The opcodes are those of protocols 0 to 5 that `torch.save` and `pickle.dump` write (Lib/pickletools.py).
 */
import { fail } from './file';

/** A class or function that the pickle names. */
export class PickleGlobal {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}

  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** What calling a named function or class would have made: its arguments, and the state set afterwards. */
export class PickleCall {
  state: PickleValue = null;
  /** Items set on it, as on a dict (OrderedDict is one). */
  readonly items = new Map<PickleValue, PickleValue>();
  constructor(
    readonly callee: PickleValue,
    readonly args: readonly PickleValue[],
  ) {}
}

/** A reference to something stored outside of the pickle. */
export class PicklePersistent {
  constructor(readonly id: PickleValue) {}
}

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | PickleCall
  | PicklePersistent;

export class PickleList {
  readonly items: PickleValue[] = [];
}
export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}
export class PickleDict {
  readonly items = new Map<PickleValue, PickleValue>();
}

const mark = Symbol('mark');
type Slot = PickleValue | typeof mark;

/** What a pickle holds and where it ends. */
export interface Unpickled {
  readonly value: PickleValue;
  /** Every reference to something outside, in the order they were read. */
  readonly persistent: readonly PicklePersistent[];
  readonly end: number;
}

/** Reads one pickle. */
export function unpickle(bytes: Uint8Array, start = 0): Unpickled {
  return new Reader(bytes, start).run();
}

class Reader {
  private at: number;
  private readonly view: DataView;
  private readonly stack: Slot[] = [];
  private readonly memo = new Map<number, PickleValue>();
  private readonly persistent: PicklePersistent[] = [];

  constructor(
    private readonly bytes: Uint8Array,
    start: number,
  ) {
    this.at = start;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private take(count: number): number {
    const from = this.at;
    if (count < 0 || from + count > this.bytes.length) fail('the pickle is cut');
    this.at += count;
    return from;
  }

  private text(length: number): string {
    const from = this.take(length);
    return new TextDecoder().decode(this.bytes.subarray(from, from + length));
  }

  private line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) fail('the pickle is cut');
    const text = new TextDecoder('latin1').decode(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  private wide(): number {
    const value = Number(this.view.getBigUint64(this.take(8), true));
    if (!Number.isSafeInteger(value)) fail('the pickle states a length that it cannot have');
    return value;
  }

  private pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined || value === mark) return fail('the pickle is damaged');
    return value as PickleValue;
  }

  private top(): PickleValue {
    const value = this.stack[this.stack.length - 1];
    if (value === undefined || value === mark) return fail('the pickle is damaged');
    return value as PickleValue;
  }

  private popMark(): PickleValue[] {
    const from = this.stack.lastIndexOf(mark);
    if (from < 0) fail('the pickle is damaged');
    const items = this.stack.splice(from).slice(1);
    return items as PickleValue[];
  }

  private setItems(target: PickleValue, items: readonly PickleValue[]): void {
    if (!(target instanceof PickleDict || target instanceof PickleCall)) return fail('the pickle is damaged');
    for (let i = 0; i + 1 < items.length; i += 2) target.items.set(items[i]!, items[i + 1]!);
  }

  private append(target: PickleValue, items: readonly PickleValue[]): void {
    if (target instanceof PickleList) for (const item of items) target.items.push(item);
    else if (!(target instanceof PickleCall)) fail('the pickle is damaged');
  }

  private argumentsOf(value: PickleValue): readonly PickleValue[] {
    return value instanceof PickleTuple ? value.items : fail('the pickle is damaged');
  }

  private integer(length: number): number | bigint {
    const from = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = value * 256n + BigInt(this.bytes[from + i]!);
    if (length > 0 && this.bytes[from + length - 1]! & 128) value -= 1n << BigInt(8 * length);
    const small = Number(value);
    return Number.isSafeInteger(small) ? small : value;
  }

  run(): Unpickled {
    const { stack, memo } = this;
    for (;;) {
      const op = this.bytes[this.take(1)]!;
      switch (String.fromCharCode(op)) {
        case '\x80':
          if (this.bytes[this.take(1)]! > 5) fail('the pickle has a protocol that is not known');
          break;
        case '\x95':
          this.take(8);
          break;
        case '.':
          return { value: this.pop(), persistent: this.persistent, end: this.at };
        case '(':
          stack.push(mark);
          break;
        case '0':
          if (stack.pop() === undefined) fail('the pickle is damaged');
          break;
        case '1':
          this.popMark();
          break;
        case '2':
          stack.push(this.top());
          break;
        case 'N':
          stack.push(null);
          break;
        case '\x88':
          stack.push(true);
          break;
        case '\x89':
          stack.push(false);
          break;
        case 'J':
          stack.push(this.view.getInt32(this.take(4), true));
          break;
        case 'K':
          stack.push(this.bytes[this.take(1)]!);
          break;
        case 'M':
          stack.push(this.view.getUint16(this.take(2), true));
          break;
        case '\x8a': {
          stack.push(this.integer(this.bytes[this.take(1)]!));
          break;
        }
        case '\x8b': {
          const length = this.view.getInt32(this.take(4), true);
          if (length > 1024) fail('the pickle holds a number of more than 1024 bytes');
          stack.push(this.integer(length));
          break;
        }
        case 'I': {
          const text = this.line();
          stack.push(text === '00' ? false : text === '01' ? true : Number(text));
          break;
        }
        case 'L':
          stack.push(Number(this.line().replace(/L$/, '')));
          break;
        case 'F':
          stack.push(Number(this.line()));
          break;
        case 'G':
          stack.push(this.view.getFloat64(this.take(8), false));
          break;
        case 'X':
          stack.push(this.text(this.view.getUint32(this.take(4), true)));
          break;
        case '\x8c':
          stack.push(this.text(this.bytes[this.take(1)]!));
          break;
        case '\x8d':
          stack.push(this.text(this.wide()));
          break;
        case 'V':
          stack.push(this.line());
          break;
        case 'S':
          stack.push(this.line().replace(/^(['"])(.*)\1$/, '$2'));
          break;
        case 'U':
          stack.push(this.text(this.bytes[this.take(1)]!));
          break;
        case 'T':
          stack.push(this.text(this.view.getUint32(this.take(4), true)));
          break;
        case 'C':
          this.pushBytes(this.bytes[this.take(1)]!);
          break;
        case 'B':
          this.pushBytes(this.view.getUint32(this.take(4), true));
          break;
        case '\x8e':
        case '\x96':
          this.pushBytes(this.wide());
          break;
        case ']':
        case '\x8f':
          stack.push(new PickleList());
          break;
        case 'l': {
          const list = new PickleList();
          this.append(list, this.popMark());
          stack.push(list);
          break;
        }
        case ')':
          stack.push(new PickleTuple([]));
          break;
        case 't':
        case '\x91':
          stack.push(new PickleTuple(this.popMark()));
          break;
        case '\x85':
          stack.push(new PickleTuple([this.pop()]));
          break;
        case '\x86': {
          const [b, a] = [this.pop(), this.pop()];
          stack.push(new PickleTuple([a, b]));
          break;
        }
        case '\x87': {
          const [c, b, a] = [this.pop(), this.pop(), this.pop()];
          stack.push(new PickleTuple([a, b, c]));
          break;
        }
        case '}':
          stack.push(new PickleDict());
          break;
        case 'd': {
          const dict = new PickleDict();
          this.setItems(dict, this.popMark());
          stack.push(dict);
          break;
        }
        case 'a': {
          const item = this.pop();
          this.append(this.top(), [item]);
          break;
        }
        case 'e':
        case '\x90': {
          const items = this.popMark();
          this.append(this.top(), items);
          break;
        }
        case 's': {
          const [value, key] = [this.pop(), this.pop()];
          this.setItems(this.top(), [key, value]);
          break;
        }
        case 'u': {
          const items = this.popMark();
          this.setItems(this.top(), items);
          break;
        }
        case 'c':
          stack.push(new PickleGlobal(this.line(), this.line()));
          break;
        case '\x93': {
          const [name, module] = [this.pop(), this.pop()];
          if (typeof name !== 'string' || typeof module !== 'string') fail('the pickle is damaged');
          stack.push(new PickleGlobal(module, name));
          break;
        }
        case 'R': {
          const [args, callee] = [this.pop(), this.pop()];
          stack.push(new PickleCall(callee, this.argumentsOf(args)));
          break;
        }
        case '\x81': {
          const [args, callee] = [this.pop(), this.pop()];
          stack.push(new PickleCall(callee, this.argumentsOf(args)));
          break;
        }
        case '\x92': {
          const [, args, callee] = [this.pop(), this.pop(), this.pop()];
          stack.push(new PickleCall(callee, this.argumentsOf(args)));
          break;
        }
        case 'b': {
          const state = this.pop();
          const target = this.top();
          if (target instanceof PickleCall) target.state = state;
          break;
        }
        case 'Q':
          this.refer(this.pop());
          break;
        case 'P':
          this.refer(this.line());
          break;
        case 'q':
          memo.set(this.bytes[this.take(1)]!, this.top());
          break;
        case 'r':
          memo.set(this.view.getUint32(this.take(4), true), this.top());
          break;
        case 'p':
          memo.set(Number(this.line()), this.top());
          break;
        case '\x94':
          memo.set(memo.size, this.top());
          break;
        case 'h':
          this.recall(this.bytes[this.take(1)]!);
          break;
        case 'j':
          this.recall(this.view.getUint32(this.take(4), true));
          break;
        case 'g':
          this.recall(Number(this.line()));
          break;
        default:
          fail(`the pickle has the instruction 0x${op.toString(16)}, which no weight file needs`);
      }
    }
  }

  private pushBytes(length: number): void {
    const from = this.take(length);
    this.stack.push(this.bytes.subarray(from, from + length));
  }

  private refer(id: PickleValue): void {
    const reference = new PicklePersistent(id);
    this.persistent.push(reference);
    this.stack.push(reference);
  }

  private recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) fail('the pickle is damaged');
    this.stack.push(value);
  }
}
