/**
 * Emits the kernel everything dense is made of: a panel of up to six rows (output channels) times two vectors of four columns (pixels), summed
 * over k (channels times taps).
 *
 * 12 sums, 2 inputs and 1 weight fill the vector registers of x86; each step of k is 2 loads, 6 splats and 12 multiply-adds.
 */
import { emitActivation, type FusedActivation } from './activate';
import type { Assembler, Code } from './assembler';

/** Unrolled: taps in straight code with constant offsets. Rolled: one step of k a turn, for older compilers that spill registers otherwise. */
export type Variant = 'unrolled' | 'rolled';

/** What the code of a panel depends on. */
export interface PanelShape {
  readonly variant: Variant;
  readonly fma: boolean;
  /** Bytes from a vector's address to each tap's. */
  readonly taps: readonly number[];
  /** Bytes between channels of the input. */
  readonly channelPitch: number;
  readonly activation: FusedActivation;
  /** Bias: one number a row, one vector a column pair, or none. */
  readonly bias: 'rows' | 'columns' | 'none';
  /** Sums of several blocks of k meet in a scratch block; otherwise a call does them all, and what follows is known beforehand. */
  readonly blocked: boolean;
  /** Channels of a group, and bytes between rows of the output. */
  readonly channels: number;
  readonly outPitch: number;
  /** Place of the table with the byte offsets of each step of k, for rolled code with several taps; ends are a block apart. */
  readonly offsets: 'table' | 'pitch';
}

/** Flags of a call: the first block adds the bias, the last one activates. */
export const first = 1;
export const last = 2;

/**
 * Emits `panel(input, weights, output, bias, pairs, offsets, count)`: all pairs of vectors of a table, one call for all of k. For blocks of k it is one
 * pair: `panel(in0, in1, weights, out0, out1, from, table, count, pitch, flags)`.
 *
 * `count`: channels (for rolled code with a table: steps of k). `pitch`: bytes between rows of the output. `from`: the bias of the first row on the
 * first block, else the scratch block with the sums so far (rows of two vectors). `table`: the table of offsets; with a bias of columns, which is
 * added on the last block, the place of the first vector's.
 */
export function emitPanel(assembler: Assembler, name: string, rows: number, shape: PanelShape): Code {
  const { blocked } = shape;
  const code = assembler.function(name, Array<'i32'>(blocked ? 10 : 7).fill('i32'));
  if (blocked) {
    const [in0, in1, weights, out0, out1, from, table, count, pitch, flags] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    emitPair(code, rows, shape, { in0, in1, weights, out0, out1, from, table, count, pitch, flags });
    return code;
  }
  const [input, packed, output, bias, pairs, offsets, left] = [0, 1, 2, 3, 4, 5, 6];
  const [in0, in1, weights, out0, out1, table, count] = [0, 1, 2, 3, 4, 5, 6].map(() => code.i32()) as [number, number, number, number, number, number, number];
  const rolled = shape.variant === 'rolled' && shape.offsets === 'table';
  const registers = { in0, in1, weights, out0, out1, from: bias, table, count, pitch: -1, flags: -1 };
  const emit = pairEmitter(code, rows, shape, registers);
  code.doWhile(
    () => {
      code.get(pairs).loadI32().get(input).add().set(in0).get(pairs).loadI32(4).get(input).add().set(in1);
      code.get(pairs).loadI32(8).get(output).add().set(out0).get(pairs).loadI32(12).get(output).add().set(out1);
      code.addTo(pairs, 16).get(packed).set(weights);
      if (shape.bias === 'columns') code.get(bias).get(out0).add().get(output).sub().set(table);
      else if (rolled) code.get(offsets).set(table);
      if (shape.channels > 1 || rolled) code.setConst(count, rolled ? shape.channels * shape.taps.length : shape.channels);
      emit();
    },
    () => code.get(left).const(1).sub().tee(left),
  );
  return code;
}

/** The locals that the code of a pair works with. */
interface Registers {
  readonly in0: number;
  readonly in1: number;
  readonly weights: number;
  readonly out0: number;
  readonly out1: number;
  readonly from: number;
  readonly table: number;
  readonly count: number;
  readonly pitch: number;
  readonly flags: number;
}

function emitPair(code: Code, rows: number, shape: PanelShape, registers: Registers): void {
  pairEmitter(code, rows, shape, registers)();
}

/** Declares the vectors of a pair and answers what emits its code. */
function pairEmitter(code: Code, rows: number, shape: PanelShape, registers: Registers): () => void {
  const { blocked } = shape;
  const { in0, in1, weights, out0, out1, from, table, count, pitch, flags } = registers;
  const tableOfOffsets = shape.variant === 'rolled' && shape.offsets === 'table';
  const sums = Array.from({ length: rows }, () => [code.v128(), code.v128()] as const);
  const [a, b, w] = [code.v128(), code.v128(), code.v128()];
  const [base0, base1, offset] = tableOfOffsets ? [code.i32(), code.i32(), code.i32()] : [-1, -1, -1];

  // Where one call does all, sums begin with the bias; a chain of blocks adds it at the end, where it costs no accuracy.
  const begin = (): void =>
    sums.forEach(([left, right], row) => {
      if (blocked || shape.bias !== 'rows') code.zero().set(left).zero().set(right);
      else code.get(from).loadSplat(row * 4).tee(left).set(right);
    });
  const multiply = (x: number, sum: number): void => {
    if (shape.fma) code.get(w).get(x).get(sum).relaxedMadd().set(sum);
    else code.get(sum).get(w).get(x).vMul().vAdd().set(sum);
  };
  const step = (offset: number, weight: number): void => {
    code.get(in0).load(offset).set(a).get(in1).load(offset).set(b);
    sums.forEach(([left, right], row) => {
      code.get(weights).loadSplat(weight + row * 4).set(w);
      multiply(a, left);
      multiply(b, right);
    });
  };
  const bytes = rows * 4;

  const sum = (): void => {
    if (tableOfOffsets) {
      code.get(in0).set(base0).get(in1).set(base1);
      code.doWhile(
        () => {
          code.get(table).loadI32().tee(offset).get(base0).add().set(in0).get(offset).get(base1).add().set(in1);
          step(0, 0);
          code.addTo(weights, bytes).addTo(table, 4);
        },
        () => code.get(count).const(1).sub().tee(count),
      );
    } else {
      const { taps } = shape;
      const perTurn = shape.variant === 'unrolled' && taps.length === 1 ? 4 : 1;
      const turn = (channels: number): void => {
        for (let c = 0; c < channels; c++)
          taps.forEach((tap, t) => step(c * shape.channelPitch + tap, (c * taps.length + t) * bytes));
        code.addTo(weights, channels * taps.length * bytes);
        code.addTo(in0, channels * shape.channelPitch).addTo(in1, channels * shape.channelPitch);
      };
      if (!blocked && shape.channels === 1) turn(1);
      else if (perTurn === 1)
        code.doWhile(
          () => turn(1),
          () => code.get(count).const(1).sub().tee(count),
        );
      else {
        // Whole turns of four channels, then one by one.
        code.const(perTurn - 1).get(count).lessUnsigned().if(() => {
          code.doWhile(
            () => turn(perTurn),
            () => {
              code.addTo(count, -perTurn);
              code.const(perTurn - 1).get(count).lessUnsigned();
            },
          );
        });
        code.get(count).if(() => {
          code.doWhile(
            () => turn(1),
            () => code.get(count).const(1).sub().tee(count),
          );
        });
      }
    }
  };
  const addBias = (): void => {
    if (shape.bias !== 'rows') return;
    sums.forEach(([left, right], row) => {
      code.get(from).loadSplat(row * 4).set(w);
      code.get(left).get(w).vAdd().set(left).get(right).get(w).vAdd().set(right);
    });
  };
  const activateAll = (): void => {
    if (shape.bias === 'columns') {
      // The bias lies as one row of the output does.
      code.get(table).load().set(a).get(table).get(out1).get(out0).sub().add().load().set(b);
      for (const [left, right] of sums) code.get(left).get(a).vAdd().set(left).get(right).get(b).vAdd().set(right);
    }
    for (const pair of sums) for (const sum of pair) emitActivation(code, sum, shape.activation);
  };
  const end = (): void => {
    if (!blocked) activateAll();
    else {
      code.get(flags).const(first).and().if(addBias, () => {
        sums.forEach(([left, right], row) => {
          code.get(left).get(from).load(row * 32).vAdd().set(left);
          code.get(right).get(from).load(row * 32 + 16).vAdd().set(right);
        });
      });
      if (shape.activation.kind !== 'none' || shape.bias === 'columns') code.get(flags).const(last).and().if(activateAll);
    }
    sums.forEach(([left, right], row) => {
      const at = blocked ? 0 : row * shape.outPitch;
      code.get(out0).get(left).store(at).get(out1).get(right).store(at);
      if (blocked && row + 1 < rows) code.addLocal(out0, pitch).addLocal(out1, pitch);
    });
  };
  return () => {
    begin();
    sum();
    end();
  };
}

/**
 * Cost of a panel by its rows: what measured kernels of that height take for one step of k, in units of one row at full speed. Without multiply-add the
 * product needs a register of its own, so that six rows would spill; but then the arithmetic hides the loads of lower panels.
 */
const costs = {
  unrolled: { fma: [0, 2.8, 3.2, 3.75, 4.25, 5.2, 6], mul: [0, 1.7, 2.3, 3.1, 4, 5.05] },
  // Older compilers run out of registers with more than four rows.
  rolled: { fma: [0, 2.8, 3.8, 4.2, 4.9, 8, 8.8], mul: [0, 2.8, 4.2, 5.4, 6.6, 8.7] },
} as const;
/** What six rows, which take every register, cost more at the ends of a sum, in the same unit. */
const crowded = 4;

/**
 * How many rows the panels of a group of rows have: as cheap as possible in all, tall ones first.
 * @param variant what the machine's compiler likes
 * @param steps of k in a sum
 */
export function panelSizes(rows: number, fma: boolean, variant: Variant, steps: number): number[] {
  const { [fma ? 'fma' : 'mul']: table } = costs[variant];
  const cost = table.map((each, size) => each + (size === 6 ? crowded / steps : 0));
  const best: { readonly cost: number; readonly size: number }[] = [{ cost: 0, size: 0 }];
  for (let n = 1; n <= rows; n++) {
    let choice = { cost: Infinity, size: 1 };
    for (let size = 1; size <= Math.min(cost.length - 1, n); size++) {
      const total = best[n - size]!.cost + cost[size]!;
      if (total < choice.cost - 1e-9) choice = { cost: total, size };
    }
    best.push(choice);
  }
  const sizes: number[] = [];
  for (let n = rows; n > 0; n -= best[n]!.size) sizes.push(best[n]!.size);
  return sizes.sort((x, y) => y - x);
}
