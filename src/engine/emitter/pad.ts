/**
 * Emits the copy of a layer's input into its padded form: zeros around it, and columns dealt to stride phases.
 *
 * A padded row holds its columns by phase: first all with x mod s = 0, then x mod s = 1 …, so that a kernel with stride s reads neighbours.
 */
import type { Assembler, Code } from './assembler';

/** Where the padded copy lies. All pitches are in bytes. */
export interface PaddedLayout {
  /** Channels of one image. */
  readonly channels: number;
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  /** Zeros before the first plane, row, column. */
  readonly front: number;
  readonly top: number;
  readonly left: number;
  /** Padded planes and rows. */
  readonly planes: number;
  readonly rows: number;
  readonly phases: number;
  readonly phasePitch: number;
  readonly rowPitch: number;
  readonly planePitch: number;
  readonly channelPitch: number;
}

/** Bytes of the whole padded image, with what vectors may read beyond its end. */
export function paddedBytes(layout: PaddedLayout): number {
  return layout.channels * layout.channelPitch + 256;
}

/** Lays out an input. `columns`: padded columns that are read, from which the width of a phase follows. */
export function layoutPadded(
  input: { readonly channels: number; readonly depth: number; readonly height: number; readonly width: number },
  pad: { readonly front: number; readonly top: number; readonly left: number },
  read: { readonly planes: number; readonly rows: number; readonly columns: number },
  phases: number,
): PaddedLayout {
  const columns = Math.max(read.columns, pad.left + input.width);
  // Four columns more than there are: vectors may start at the last one.
  const phasePitch = (Math.ceil(columns / phases / 4) * 4 + 4) * 4;
  const rowPitch = phasePitch * phases;
  const rows = Math.max(read.rows, 1);
  let planePitch = rows * rowPitch;
  // Channels a multiple of 4 KB apart would share a handful of cache sets.
  if (planePitch % 1024 === 0) planePitch += 64;
  return { ...input, ...pad, planes: read.planes, rows, phases, phasePitch, rowPitch, planePitch, channelPitch: read.planes * planePitch };
}

/**
 * Emits `pad(source, target)`, which pads one image.
 * @param clear false where the target holds zeros around the image already
 */
export function emitPad(assembler: Assembler, layout: PaddedLayout, clear = true): Code {
  const row = emitRow(assembler, layout, clear);
  const code = assembler.function('pad', ['i32', 'i32'], true);
  const [source, target] = [0, 1];
  const zeroRows = (count: number): void => {
    if (count <= 0) return;
    if (clear) code.get(target).const(0).const(count * layout.rowPitch).memoryFill();
    code.addTo(target, count * layout.rowPitch);
  };
  const zeroPlanes = (count: number): void => {
    if (count <= 0) return;
    if (clear) code.get(target).const(0).const(count * layout.planePitch).memoryFill();
    code.addTo(target, count * layout.planePitch);
  };
  const inRows = Math.max(0, Math.min(layout.height, layout.rows - layout.top));
  const inPlanes = Math.max(0, Math.min(layout.depth, layout.planes - layout.front));
  code.times(
    () => code.const(layout.channels),
    () => {
      zeroPlanes(Math.min(layout.front, layout.planes));
      if (inPlanes > 0)
        code.times(
          () => code.const(inPlanes),
          () => {
            const top = Math.min(layout.top, layout.rows);
            zeroRows(top);
            if (inRows > 0)
              code.times(
                () => code.const(inRows),
                () => {
                  code.get(source).get(target).call(row);
                  code.addTo(source, layout.width * 4).addTo(target, layout.rowPitch);
                },
              );
            zeroRows(layout.rows - top - inRows);
            code.addTo(source, (layout.height - inRows) * layout.width * 4);
            code.addTo(target, layout.planePitch - layout.rows * layout.rowPitch);
          },
        );
      zeroPlanes(layout.planes - Math.min(layout.front, layout.planes) - inPlanes);
      code.addTo(source, (layout.depth - inPlanes) * layout.height * layout.width * 4);
    },
  );
  return code;
}

/** Repeats straight code for few steps, loops for many. */
function steps(code: Code, count: number, body: (step: number) => void, advance: () => void): void {
  if (count <= 0) return;
  if (count <= 8) for (let i = 0; i < count; i++) body(i);
  else
    code.times(
      () => code.const(count),
      () => {
        body(0);
        advance();
      },
    );
}

function emitRow(assembler: Assembler, layout: PaddedLayout, clear: boolean): Code {
  const code = assembler.function('row', ['i32', 'i32']);
  const { phases: s, left, width, phasePitch, rowPitch } = layout;
  if (s === 1) emitPlainRow(code, left, width, rowPitch, clear);
  else {
    if (clear) zeroBytes(code, 1, rowPitch);
    if (s === 2) emitHalves(code, left, width, phasePitch);
    else if (s % 4 === 0) emitQuarters(code, layout);
    else emitOneByOne(code, layout, 0, width);
  }
  return code;
}

/** Zeros from a pointer on; the pointer keeps its value. */
function zeroBytes(code: Code, pointer: number, bytes: number): void {
  const vectors = bytes >> 4;
  if (vectors <= 24) for (let i = 0; i < vectors; i++) code.get(pointer).zero().store(i * 16);
  else code.get(pointer).const(0).const(bytes).memoryFill();
}

function emitPlainRow(code: Code, left: number, width: number, rowPitch: number, clear: boolean): void {
  const [source, target] = [0, 1];
  if (clear) for (let i = 0; i < left; i += 4) code.get(target).zero().store(i * 4);
  // The zeros to the right first, then the row over them: the last vector of the row may begin before its multiple of four.
  const after = (left + width) * 4;
  if (clear) for (let at = after; at < rowPitch; at += 16) code.get(target).zero().store(Math.min(at, rowPitch - 16));
  if (width < 4) {
    for (let i = 0; i < width; i++) code.get(target).get(source).loadF32(i * 4).storeF32((left + i) * 4);
    return;
  }
  const last = (width - 4) * 4;
  code.get(target).get(source).load(last).store(left * 4 + last);
  const vectors = width >> 2;
  if (vectors <= 16) {
    for (let i = 0; i < vectors; i++) code.get(target).get(source).load(i * 16).store(left * 4 + i * 16);
    return;
  }
  code.get(target).const(left * 4).add().get(source).const(width * 4).memoryCopy();
}

/** Even and odd columns apart. */
function emitHalves(code: Code, left: number, width: number, phasePitch: number): void {
  const [source, target] = [0, 1];
  const [a, b] = [code.v128(), code.v128()];
  const place = (x: number): number => ((x + left) % 2) * phasePitch + ((x + left) >> 1) * 4;
  const groups = width >> 3;
  const eight = (from: number, to: number): void => {
    code.get(source).load(from).set(a).get(source).load(from + 16).set(b);
    code.get(target).get(a).get(b).shuffle([0, 2, 4, 6]).store(place(0) + to);
    code.get(target).get(a).get(b).shuffle([1, 3, 5, 7]).store(place(1) + to);
  };
  steps(
    code,
    groups,
    (i) => eight(i * 32, i * 16),
    () => code.addTo(source, 32).addTo(target, 16),
  );
  const moved = groups > 8 ? groups : 0;
  const rest = width % 8;
  // The last eight columns once more, where they begin on an even one.
  if (groups > 0 && rest >= 2 && rest % 2 === 0) {
    if (moved) {
      code.addTo(source, (rest - 8) * 4).addTo(target, (rest - 8) * 2);
      eight(0, 0);
    } else eight((width - 8) * 4, (width - 8) * 2);
    return;
  }
  for (let x = groups * 8; x < width; x++)
    code.get(target).get(source).loadF32((x - moved * 8) * 4).storeF32(place(x) - moved * 16);
}

/** Phases by the four: columns q, q + s, q + 2s, q + 3s become one vector. */
function emitQuarters(code: Code, { phases: s, left, width, phasePitch }: PaddedLayout): void {
  const [source, target] = [0, 1];
  const locals = [0, 1, 2, 3, 4, 5, 6, 7].map(() => code.v128());
  const place = (x: number): number => ((x + left) % s) * phasePitch + Math.floor((x + left) / s) * 4;
  const span = s * 4;
  const groups = Math.floor(width / span);
  steps(
    code,
    groups,
    (i) => {
      for (let q = 0; q < s; q += 4) {
        for (let k = 0; k < 4; k++) code.get(source).load((i * span + q + k * s) * 4).set(locals[k]!);
        emitTranspose(code, locals.slice(0, 4), locals.slice(4));
        for (let k = 0; k < 4; k++) code.get(target).get(locals[4 + k]!).store(place(q + k) + i * 16);
      }
    },
    () => code.addTo(source, span * 4).addTo(target, 16),
  );
  const moved = groups > 8 ? groups : 0;
  for (let x = groups * span; x < width; x++)
    code.get(target).get(source).loadF32((x - moved * span) * 4).storeF32(place(x) - moved * 16);
}

/** Any number of phases, a float at a time. */
function emitOneByOne(code: Code, { phases: s, left, width, phasePitch }: PaddedLayout, from: number, to: number): void {
  const [source, target] = [0, 1];
  const place = (x: number): number => ((x + left) % s) * phasePitch + Math.floor((x + left) / s) * 4;
  const groups = Math.floor((to - from) / s);
  steps(
    code,
    groups,
    (i) => {
      for (let q = 0; q < s; q++) code.get(target).get(source).loadF32((from + i * s + q) * 4).storeF32(place(from + q) + i * 4);
    },
    () => code.addTo(source, s * 4).addTo(target, 4),
  );
  const moved = groups > 8 ? groups : 0;
  for (let x = from + groups * s; x < Math.min(to, width); x++)
    code.get(target).get(source).loadF32((x - moved * s) * 4).storeF32(place(x) - moved * 4);
}

/** Four vectors as rows become four vectors of columns. */
export function emitTranspose(code: Code, rows: readonly number[], columns: readonly number[]): void {
  const [a, b, c, d] = rows as [number, number, number, number];
  const [w, x, y, z] = columns as [number, number, number, number];
  // Pairs first: a0 b0 a1 b1 and so on, in the targets; then halves of pairs.
  code.get(a).get(b).shuffle([0, 4, 1, 5]).set(w);
  code.get(a).get(b).shuffle([2, 6, 3, 7]).set(x);
  code.get(c).get(d).shuffle([0, 4, 1, 5]).set(y);
  code.get(c).get(d).shuffle([2, 6, 3, 7]).set(z);
  code.get(w).get(y).shuffle([0, 1, 4, 5]).set(a);
  code.get(w).get(y).shuffle([2, 3, 6, 7]).set(b);
  code.get(x).get(z).shuffle([0, 1, 4, 5]).set(c);
  code.get(x).get(z).shuffle([2, 3, 6, 7]).set(d);
  code.get(a).set(w).get(b).set(x).get(c).set(y).get(d).set(z);
}
