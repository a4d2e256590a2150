/**
 * Emits the kernel everything dense is made of: a panel of up to six rows (output channels) times two vectors of four columns (pixels), summed
 * over k (channels times taps).
 *
 * 12 sums, 2 inputs and 1 weight fill the 16 vector registers of x86; each step of k is 2 loads, 6 splats and 12 multiply-adds.
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
  /** Sums of several blocks of k meet in a scratch block. */
  readonly blocked: boolean;
  /** Place of the table with the byte offsets of each step of k, for rolled code with several taps; ends are a block apart. */
  readonly offsets: 'table' | 'pitch';
}

/** Flags of a call: the first block adds the bias, the last one activates. */
export const first = 1;
export const last = 2;

/**
 * Emits `panel(in0, in1, weights, count, out0, out1, pitch, from, flags, table)`.
 * `count`: channels (for rolled code with a table: steps of k). `pitch`: bytes between rows of the output. `from`: the bias of the first row on the
 * first block, else the scratch block with the sums so far (rows of two vectors). `table`: the table of offsets; with a bias of columns, which is
 * added on the last block, the place of the first vector's.
 */
export function emitPanel(assembler: Assembler, name: string, rows: number, shape: PanelShape): Code {
  const code = assembler.function(name, ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32']);
  const [in0, in1, weights, count, out0, out1, pitch, from, flags, table] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const sums = Array.from({ length: rows }, () => [code.v128(), code.v128()] as const);
  const [a, b, w] = [code.v128(), code.v128(), code.v128()];
  for (const pair of sums) for (const sum of pair) code.zero().set(sum);

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

  if (shape.variant === 'rolled' && shape.offsets === 'table') {
    const [base0, base1, offset] = [code.i32(), code.i32(), code.i32()];
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
    if (perTurn === 1)
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
  if (!shape.blocked) {
    addBias();
    activateAll();
  } else {
    code.get(flags).const(first).and().if(addBias, () => {
      sums.forEach(([left, right], row) => {
        code.get(left).get(from).load(row * 32).vAdd().set(left);
        code.get(right).get(from).load(row * 32 + 16).vAdd().set(right);
      });
    });
    if (shape.activation.kind !== 'none' || shape.bias === 'columns') code.get(flags).const(last).and().if(activateAll);
  }
  sums.forEach(([left, right], row) => {
    code.get(out0).get(left).store().get(out1).get(right).store();
    if (row + 1 < rows) code.addLocal(out0, pitch).addLocal(out1, pitch);
  });
  return code;
}

/** How many rows the panels of a group of rows have: mostly six, the rest in the cheapest way. */
export function panelSizes(rows: number): number[] {
  // Cost of a panel by its rows: what measured kernels of that height take for one step of k, in units of a multiply-add of six rows.
  const cost = [0, 3.2, 3.4, 3.8, 4.6, 5.25, 6];
  const best: { readonly cost: number; readonly size: number }[] = [{ cost: 0, size: 0 }];
  for (let n = 1; n <= rows; n++) {
    let choice = { cost: Infinity, size: 1 };
    for (let size = 1; size <= Math.min(6, n); size++) {
      const total = best[n - size]!.cost + cost[size]!;
      if (total < choice.cost - 1e-9) choice = { cost: total, size };
    }
    best.push(choice);
  }
  const sizes: number[] = [];
  for (let n = rows; n > 0; n -= best[n]!.size) sizes.push(best[n]!.size);
  return sizes.sort((x, y) => y - x);
}
