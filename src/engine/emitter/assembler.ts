/**
 * A small WebAssembly assembler: functions over a shared memory, i32 arithmetic, loops, and 128-bit vectors of four floats.
 *
 * Over 400 lines: one method per instruction, and the module around the functions.
 */

/** Unsigned LEB128. */
function unsigned(value: number, into: number[]): void {
  let rest = value >>> 0;
  while (rest > 127) {
    into.push((rest & 127) | 128);
    rest >>>= 7;
  }
  into.push(rest);
}

/** Signed LEB128. */
function signed(value: number, into: number[]): void {
  let rest = value | 0;
  for (;;) {
    const byte = rest & 127;
    rest >>= 7;
    if ((rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0)) {
      into.push(byte);
      return;
    }
    into.push(byte | 128);
  }
}

const i32Type = 0x7f;
const f32Type = 0x7d;
const v128Type = 0x7b;

/** The types a function's parameters can have. */
export type ParameterType = 'i32' | 'f32';

/** The body of one function. Values are on WebAssembly's stack: methods emit one instruction each, in order. */
export class Code {
  private readonly bytes: number[] = [];
  private readonly locals: number[] = [];

  constructor(
    readonly name: string,
    readonly parameters: readonly ParameterType[],
    readonly exported: boolean,
    readonly index: number,
  ) {}

  /** A new local of 32-bit integers; its index. */
  i32(): number {
    return this.local(i32Type);
  }

  /** A new local vector; its index. */
  v128(): number {
    return this.local(v128Type);
  }

  private local(type: number): number {
    this.locals.push(type);
    return this.parameters.length + this.locals.length - 1;
  }

  get(local: number): this {
    return this.at(0x20, local);
  }

  set(local: number): this {
    return this.at(0x21, local);
  }

  tee(local: number): this {
    return this.at(0x22, local);
  }

  private op(code: number): this {
    this.bytes.push(code);
    return this;
  }

  private at(code: number, index: number): this {
    if (index < 128) this.bytes.push(code, index);
    else unsigned(index, this.op(code).bytes);
    return this;
  }

  const(value: number): this {
    this.bytes.push(0x41);
    signed(value, this.bytes);
    return this;
  }

  add(): this {
    return this.op(0x6a);
  }

  sub(): this {
    return this.op(0x6b);
  }

  mul(): this {
    return this.op(0x6c);
  }

  and(): this {
    return this.op(0x71);
  }

  shiftLeft(): this {
    return this.op(0x74);
  }

  isZero(): this {
    return this.op(0x45);
  }

  lessUnsigned(): this {
    return this.op(0x49);
  }

  lessSigned(): this {
    return this.op(0x48);
  }

  select(): this {
    return this.op(0x1b);
  }

  /** `local += value`. */
  addTo(local: number, value: number): this {
    return this.get(local).const(value).add().set(local);
  }

  /** `local += other`. */
  addLocal(local: number, other: number): this {
    return this.get(local).get(other).add().set(local);
  }

  setConst(local: number, value: number): this {
    return this.const(value).set(local);
  }

  /** The condition is on the stack. */
  if(then: () => void, otherwise?: () => void): this {
    this.bytes.push(0x04, 0x40);
    then();
    if (otherwise) {
      this.bytes.push(0x05);
      otherwise();
    }
    this.bytes.push(0x0b);
    return this;
  }

  /** Runs the body, then again while `condition` leaves a number that is not 0. */
  doWhile(body: () => void, condition: () => void): this {
    this.bytes.push(0x03, 0x40);
    body();
    condition();
    this.bytes.push(0x0d, 0, 0x0b);
    return this;
  }

  /** `count` times (at least once), counting a new local down. */
  times(count: () => void, body: () => void): this {
    const counter = this.i32();
    count();
    this.set(counter);
    return this.doWhile(body, () => this.get(counter).const(1).sub().tee(counter));
  }

  call(code: Code): this {
    return this.at(0x10, code.index);
  }

  private memory(code: number, align: number, offset: number): this {
    this.bytes.push(code, align);
    unsigned(offset, this.bytes);
    return this;
  }

  loadI32(offset = 0): this {
    return this.memory(0x28, 2, offset);
  }

  loadF32(offset = 0): this {
    return this.memory(0x2a, 2, offset);
  }

  storeI32(offset = 0): this {
    return this.memory(0x36, 2, offset);
  }

  storeF32(offset = 0): this {
    return this.memory(0x38, 2, offset);
  }

  addF32(): this {
    return this.op(0x92);
  }

  mulF32(): this {
    return this.op(0x94);
  }

  private vector(code: number): this {
    if (code < 128) this.bytes.push(0xfd, code);
    else this.bytes.push(0xfd, (code & 127) | 128, code >> 7);
    return this;
  }

  private vectorMemory(code: number, align: number, offset: number): this {
    if (offset < 128) this.bytes.push(0xfd, code, align, offset);
    else {
      this.bytes.push(0xfd, code, align);
      unsigned(offset, this.bytes);
    }
    return this;
  }

  load(offset = 0): this {
    return this.vectorMemory(0, 2, offset);
  }

  /** One float to all four places. */
  loadSplat(offset = 0): this {
    return this.vectorMemory(9, 2, offset);
  }

  /** One float to the first place, zeros to the others. */
  loadZero(offset = 0): this {
    return this.vectorMemory(0x5c, 2, offset);
  }

  store(offset = 0): this {
    return this.vectorMemory(11, 2, offset);
  }

  /** One float into a place of a vector; stack: address, vector. */
  loadLane(lane: number, offset = 0): this {
    this.vectorMemory(0x56, 2, offset);
    this.bytes.push(lane);
    return this;
  }

  storeLane(lane: number, offset = 0): this {
    this.vectorMemory(0x5a, 2, offset);
    this.bytes.push(lane);
    return this;
  }

  zero(): this {
    this.bytes.push(0xfd, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    return this;
  }

  /** Four equal constants. */
  splatConst(value: number): this {
    this.vector(12);
    const bytes = new Uint8Array(Float32Array.of(value, value, value, value).buffer);
    this.bytes.push(...bytes);
    return this;
  }

  /** Four floats of two vectors: 0–3 of the first, 4–7 of the second. */
  shuffle(lanes: readonly [number, number, number, number]): this {
    this.vector(13);
    for (const lane of lanes) this.bytes.push(lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3);
    return this;
  }

  vAdd(): this {
    return this.vector(0xe4);
  }

  vSub(): this {
    return this.vector(0xe5);
  }

  vMul(): this {
    return this.vector(0xe6);
  }

  /** second < first ? second : first. */
  vMin(): this {
    return this.vector(0xea);
  }

  /** first < second ? second : first: a NaN in the first stays. */
  vMax(): this {
    return this.vector(0xeb);
  }

  /** The larger; a NaN in either wins. */
  vMaxNan(): this {
    return this.vector(0xe9);
  }

  /** Four equal floats of the one on the stack. */
  splatF32(): this {
    return this.vector(0x13);
  }

  vLess(): this {
    return this.vector(0x43);
  }

  /** mask ? first : second, bit by bit. */
  vSelect(): this {
    return this.vector(0x52);
  }

  vAnd(): this {
    return this.vector(0x4e);
  }

  /** The larger of unsigned 32-bit integers: of floats without their sign, the larger magnitude, infinity and NaN above all. */
  vMaxBits(): this {
    return this.vector(0xb9);
  }

  /** Four equal 32-bit patterns. */
  splatBits(bits: number): this {
    this.vector(12);
    this.bytes.push(...new Uint8Array(Int32Array.of(bits, bits, bits, bits).buffer));
    return this;
  }

  /** a·b + c of the three on the stack, in one instruction that may round once or twice. */
  relaxedMadd(): this {
    return this.vector(0x105);
  }

  /** Stack: destination, source, bytes. */
  memoryCopy(): this {
    this.bytes.push(0xfc, 10, 0, 0);
    return this;
  }

  /** Stack: destination, byte, bytes. */
  memoryFill(): this {
    this.bytes.push(0xfc, 11, 0);
    return this;
  }

  /** The body's instructions, without its locals and its end. */
  get instructions(): readonly number[] {
    return this.bytes;
  }

  /** The locals, as the code section holds them before the instructions. */
  declarations(): number[] {
    const inner: number[] = [];
    // Neighbours of one type are declared together.
    const runs: [number, number][] = [];
    for (const type of this.locals) {
      const last = runs[runs.length - 1];
      if (last && last[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    unsigned(runs.length, inner);
    for (const [count, type] of runs) {
      unsigned(count, inner);
      inner.push(type);
    }
    return inner;
  }
}

/** A module of functions over one imported memory. */
export class Assembler {
  private readonly functions: Code[] = [];

  /** A new function without a result. */
  function(name: string, parameters: readonly ParameterType[], exported = false): Code {
    const code = new Code(name, parameters, exported, this.functions.length);
    this.functions.push(code);
    return code;
  }

  /** The module's bytes. It imports `env.memory`. */
  bytes(): Uint8Array<ArrayBuffer> {
    const out: number[] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    const section = (id: number, items: readonly (readonly number[])[]): void => {
      const content = [...index(items.length), ...items.flat()];
      out.push(id, ...index(content.length), ...content);
    };
    const name = (text: string): number[] => [text.length, ...Array.from(text, (c) => c.charCodeAt(0))];
    const index = (value: number): number[] => {
      const bytes: number[] = [];
      unsigned(value, bytes);
      return bytes;
    };
    const types = [...new Set(this.functions.map((f) => f.parameters.join()))];
    section(1, types.map((t) => {
      const list = t === '' ? [] : t.split(',');
      return [0x60, list.length, ...list.map((p) => (p === 'i32' ? i32Type : f32Type)), 0];
    }));
    section(2, [[...name('env'), ...name('memory'), 2, 0, 0]]);
    section(3, this.functions.map((f) => index(types.indexOf(f.parameters.join()))));
    section(7, this.functions.filter((f) => f.exported).map((f) => [...name(f.name), 0, ...index(f.index)]));
    // Nearly all bytes are instructions: they are copied once.
    const bodies = this.functions.map((f) => {
      const declarations = f.declarations();
      const size = declarations.length + f.instructions.length + 1;
      return { head: [...index(size), ...declarations], instructions: f.instructions };
    });
    const count = index(bodies.length);
    const size = bodies.reduce((sum, b) => sum + b.head.length + b.instructions.length + 1, count.length);
    out.push(10, ...index(size), ...count);
    const all = new Uint8Array(out.length + size - count.length);
    all.set(out);
    let at = out.length;
    for (const { head, instructions } of bodies) {
      all.set(head, at);
      all.set(instructions, at + head.length);
      at += head.length + instructions.length;
      all[at++] = 0x0b;
    }
    return all;
  }
}
