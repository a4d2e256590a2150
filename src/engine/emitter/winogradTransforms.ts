/**
 * Winograd's minimal filtering for 3×3 kernels, tiles of 2×2 or 4×4 outputs: the matrices, and the code that applies them to four tiles at a time.
 *
 * Lavin and Gray, "Fast algorithms for convolutional neural networks" (2016): y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A. 2×2 at the points 0, ±1, ∞; 4×4 at
 * 0, ±√½, ±√2, ∞, whose transforms hold no large numbers: a third of the error of the usual 0, ±1, ±2, ∞.
 */
import { emitActivation, type FusedActivation } from './activate';
import type { Assembler, Code } from './assembler';
import { emitTranspose } from './pad';

/** Outputs along a tile's side. */
export type TileSize = 2 | 4;

type Matrix = readonly (readonly number[])[];

/** The kernel's transform, side + 2 rows of 3. */
const kernelMatrices: Readonly<Record<TileSize, Matrix>> = {
  2: [
    [1, 0, 0],
    [0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5],
    [0, 0, 1],
  ],
  4: [
    [1, 0, 0],
    [-2 / 3, -Math.SQRT2 / 3, -1 / 3],
    [-2 / 3, Math.SQRT2 / 3, -1 / 3],
    [1 / 6, Math.SQRT2 / 6, 1 / 3],
    [1 / 6, -Math.SQRT2 / 6, 1 / 3],
    [0, 0, 1],
  ],
};

/**
 * Emits `transformPanel(kernels, target)`: G g Gᵀ of the 3×3 kernels [rows, channels, 9] of one panel, written as the panel reads them, for each of
 * the (size + 2)² elements `elementPitch` bytes apart. Four rows at a time.
 */
export function emitKernelTransform(assembler: Assembler, size: TileSize, rows: number, channels: number, elementPitch: number): Code {
  const n = size + 2;
  const g = kernelMatrices[size];
  const code = assembler.function(`transformPanel${rows}`, ['i32', 'i32'], true);
  const [kernels, target] = [0, 1];
  const taps = Array.from({ length: 9 }, () => code.v128());
  const line = [code.v128(), code.v128(), code.v128()];
  /** Σ factors·locals, left on the stack. */
  const combine = (factors: readonly number[], locals: readonly number[]): void => {
    let begun = false;
    factors.forEach((factor, i) => {
      if (factor === 0) return;
      code.get(locals[i]!);
      if (factor !== 1) code.splatConst(factor).vMul();
      if (begun) code.vAdd();
      begun = true;
    });
  };
  // Vectors of rows; the last one overlaps. Panels of fewer than four rows repeat their last row in places that are not stored.
  const starts = rows <= 4 ? [0] : [0, rows - 4];
  code.times(
    () => code.const(channels),
    () => {
      for (const start of starts) {
        taps.forEach((tap, t) => {
          code.get(kernels).loadSplat((start * channels * 9 + t) * 4).set(tap);
          for (let lane = 1; lane < 4; lane++)
            code.get(kernels).get(tap).loadLane(lane, (Math.min(start + lane, rows - 1) * channels * 9 + t) * 4).set(tap);
        });
        for (let i = 0; i < n; i++) {
          for (let x = 0; x < 3; x++) {
            combine(g[i]!, [taps[x]!, taps[3 + x]!, taps[6 + x]!]);
            code.set(line[x]!);
          }
          for (let j = 0; j < n; j++) {
            const at = (i * n + j) * elementPitch + start * 4;
            if (rows >= 4) {
              code.get(target);
              combine(g[j]!, line);
              code.store(at);
            } else
              for (let lane = 0; lane < rows; lane++) {
                code.get(target);
                combine(g[j]!, line);
                code.storeLane(lane, at + lane * 4);
              }
          }
        }
      }
      code.addTo(kernels, 36).addTo(target, rows * 4);
    },
  );
  return code;
}

/** Emits targets = Bᵀ·sources for one line of a tile. */
function emitInputLine(code: Code, size: TileSize, s: readonly number[], t: readonly number[], temporaries: readonly number[]): void {
  if (size === 2) {
    code.get(s[0]!).get(s[2]!).vSub().set(t[0]!);
    code.get(s[1]!).get(s[2]!).vAdd().set(t[1]!);
    code.get(s[2]!).get(s[1]!).vSub().set(t[2]!);
    code.get(s[1]!).get(s[3]!).vSub().set(t[3]!);
    return;
  }
  const [a, b] = temporaries as [number, number];
  const times = (local: number, factor: number): Code => code.get(local).splatConst(factor).vMul();
  // d0 − 2.5 d2 + d4 and d1 − 2.5 d3 + d5.
  code.get(s[0]!).get(s[4]!).vAdd();
  times(s[2]!, 2.5).vSub().set(t[0]!);
  code.get(s[1]!).get(s[5]!).vAdd();
  times(s[3]!, 2.5).vSub().set(t[5]!);
  // (d4 − 2 d2) ± (√½ d3 − √2 d1).
  code.get(s[4]!);
  times(s[2]!, 2).vSub().set(a);
  times(s[3]!, Math.SQRT1_2);
  times(s[1]!, Math.SQRT2).vSub().set(b);
  code.get(a).get(b).vAdd().set(t[1]!).get(a).get(b).vSub().set(t[2]!);
  // (d4 − ½ d2) ± (√2 d3 − √½ d1).
  code.get(s[4]!);
  times(s[2]!, 0.5).vSub().set(a);
  times(s[3]!, Math.SQRT2);
  times(s[1]!, Math.SQRT1_2).vSub().set(b);
  code.get(a).get(b).vAdd().set(t[3]!).get(a).get(b).vSub().set(t[4]!);
}

/** Emits targets = Aᵀ·sources for one line of a tile. */
function emitOutputLine(code: Code, size: TileSize, s: readonly number[], t: readonly number[], temporaries: readonly number[]): void {
  const [a, b, c, d] = temporaries as [number, number, number, number];
  code.get(s[1]!).get(s[2]!).vAdd().set(a).get(s[1]!).get(s[2]!).vSub().set(b);
  if (size === 2) {
    code.get(s[0]!).get(a).vAdd().set(t[0]!).get(b).get(s[3]!).vSub().set(t[1]!);
    return;
  }
  const times = (local: number, factor: number): Code => code.get(local).splatConst(factor).vMul();
  code.get(s[3]!).get(s[4]!).vAdd().set(c).get(s[3]!).get(s[4]!).vSub().set(d);
  code.get(s[0]!).get(a).vAdd().get(c).vAdd().set(t[0]!);
  times(b, Math.SQRT1_2);
  times(d, Math.SQRT2).vAdd().set(t[1]!);
  times(a, 0.5);
  times(c, 2).vAdd().set(t[2]!);
  times(b, Math.SQRT2 / 4);
  times(d, 2 * Math.SQRT2).vAdd().get(s[5]!).vAdd().set(t[3]!);
}

/** What the code of the input transform depends on; all in bytes. */
export interface InputTransformShape {
  readonly size: TileSize;
  readonly channels: number;
  readonly channelPitch: number;
  /** Between the rows of a tile. */
  readonly rowPitch: number;
  /** From a tile's address to its columns. */
  readonly columns: readonly number[];
  /** Between channels and between elements of the transformed tiles. */
  readonly outChannelPitch: number;
  readonly elementPitch: number;
}

/** Emits `transformInput(input, target)`: four tiles side by side, all channels. */
export function emitInputTransform(assembler: Assembler, shape: InputTransformShape): Code {
  const n = shape.size + 2;
  const code = assembler.function('transformInput', ['i32', 'i32']);
  const [input, target] = [0, 1];
  const line = Array.from({ length: n }, () => code.v128());
  const grid = Array.from({ length: n }, () => Array.from({ length: n }, () => code.v128()));
  const temporaries = [code.v128(), code.v128()];
  code.times(
    () => code.const(shape.channels),
    () => {
      for (let j = 0; j < n; j++) {
        for (let i = 0; i < n; i++) code.get(input).load(i * shape.rowPitch + shape.columns[j]!).set(line[i]!);
        emitInputLine(code, shape.size, line, grid.map((row) => row[j]!), temporaries);
      }
      for (let i = 0; i < n; i++) {
        emitInputLine(code, shape.size, grid[i]!, line, temporaries);
        for (let j = 0; j < n; j++) code.get(target).get(line[j]!).store((i * n + j) * shape.elementPitch);
      }
      code.addTo(input, shape.channelPitch).addTo(target, shape.outChannelPitch);
    },
  );
  return code;
}

/** What the code of the output transform depends on; all in bytes. */
export interface OutputTransformShape {
  readonly size: TileSize;
  readonly channels: number;
  readonly inChannelPitch: number;
  readonly elementPitch: number;
  readonly outChannelPitch: number;
  readonly rowPitch: number;
  readonly activation: FusedActivation;
}

/** Emits `transformOutput(products, target, bias, rows)`: four tiles side by side, all channels, the first `rows` of their rows. */
export function emitOutputTransform(assembler: Assembler, shape: OutputTransformShape): Code {
  const m = shape.size;
  const n = m + 2;
  const code = assembler.function('transformOutput', ['i32', 'i32', 'i32', 'i32']);
  const [products, target, bias, rows] = [0, 1, 2, 3];
  const line = Array.from({ length: n }, () => code.v128());
  const grid = Array.from({ length: m }, () => Array.from({ length: n }, () => code.v128()));
  const temporaries = [0, 1, 2, 3].map(() => code.v128());
  const result = Array.from({ length: m }, () => code.v128());
  const turned = Array.from({ length: 4 }, () => code.v128());
  const offset = code.v128();
  code.times(
    () => code.const(shape.channels),
    () => {
      code.get(bias).loadSplat().set(offset);
      for (let j = 0; j < n; j++) {
        for (let i = 0; i < n; i++) code.get(products).load((i * n + j) * shape.elementPitch).set(line[i]!);
        emitOutputLine(code, m, line, grid.map((row) => row[j]!), temporaries);
      }
      for (let r = 0; r < m; r++) {
        const emitRow = (): void => {
          emitOutputLine(code, m, grid[r]!, result, temporaries);
          for (const vector of result) {
            code.get(vector).get(offset).vAdd().set(vector);
            emitActivation(code, vector, shape.activation);
          }
          const at = r * shape.rowPitch;
          if (m === 2) {
            code.get(target).get(result[0]!).get(result[1]!).shuffle([0, 4, 1, 5]).store(at);
            code.get(target).get(result[0]!).get(result[1]!).shuffle([2, 6, 3, 7]).store(at + 16);
          } else {
            emitTranspose(code, result, turned);
            turned.forEach((vector, k) => code.get(target).get(vector).store(at + k * 16));
          }
        };
        if (r === 0) emitRow();
        else code.const(r).get(rows).lessSigned().if(emitRow);
      }
      code.addTo(products, shape.inChannelPitch).addTo(target, shape.outChannelPitch).addTo(bias, 4);
    },
  );
  return code;
}
