/** Max pooling of planes with a stride of 1 or 2: down the columns first, then along the row, four results at a time. */
import type { Functions, KernelContext } from './context';

/** A pooling of planes. */
export interface PlanePooling {
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly before: readonly [number, number];
}

/** Whether planes can be pooled this way. */
export function maxPoolFits(p: PlanePooling): boolean {
  // Every window must have a row inside: one that lies in the padding alone answers −∞, which the reference does.
  for (let y = 0; y < p.output[0]; y++) if (rowsOf(p, y)[1] < 1) return false;
  return p.stride[1] <= 2 && p.output[1] >= 4 && p.input[1] >= 4 && p.kernel[0] * p.kernel[1] <= 64;
}

/** The first row of input that a row of windows reads, and how many. */
function rowsOf(p: PlanePooling, y: number): readonly [number, number] {
  const top = y * p.stride[0] - p.before[0];
  const firstTap = top >= 0 ? 0 : Math.ceil(-top / p.dilation[0]);
  const end = Math.min(p.kernel[0], Math.ceil((p.input[0] - top) / p.dilation[0]));
  return [top + firstTap * p.dilation[0], end - firstTap];
}

/** Bytes of the row between the two passes. */
export function rowBytes(p: PlanePooling): number {
  const reach = (Math.ceil(p.output[1] / 4) * 4 + 4) * p.stride[1] + (p.kernel[1] - 1) * p.dilation[1] + p.before[1] + p.input[1];
  return reach * 4 + 64;
}

/** `plane(input, output, row)` of one pooling; the row must hold −∞ everywhere. */
export function prepareMaxPool(context: KernelContext, p: PlanePooling): Functions {
  const [, width] = p.input;
  const [rows, columns] = p.output;
  return context.compile(`max pool ${JSON.stringify(p)}`, (assembler) => {
    // One row of results from `count` rows of input, `dilation` rows apart.
    const line = assembler.function('line', ['i32', 'i32', 'i32', 'i32']);
    {
      const [input, count, output, row] = [0, 1, 2, 3];
      const [from, left, best, a, b] = [line.i32(), line.i32(), line.v128(), line.v128(), line.v128()];
      const x = line.i32();
      const down = (): void => {
        line.get(input).get(x).add().tee(from).load().set(best);
        line.get(count).set(left);
        line.doWhile(
          () => {
            line.get(best).get(from).load().vMaxNan().set(best);
            line.addTo(from, width * 4 * p.dilation[0]);
          },
          () => line.get(left).const(1).sub().tee(left),
        );
        line.get(row).get(x).add().get(best).store(p.before[1] * 4);
      };
      line.setConst(x, 0);
      line.times(
        () => line.const(width >> 2),
        () => {
          down();
          line.addTo(x, 16);
        },
      );
      if (width % 4) {
        line.setConst(x, (width - 4) * 4);
        down();
      }
      // Along the row: with stride 2 every second of eight neighbours.
      const along = (at: number, to: number): void => {
        for (let tap = 0; tap < p.kernel[1]; tap++) {
          const offset = at * 4 + tap * p.dilation[1] * 4;
          line.get(row).load(offset).set(a);
          if (p.stride[1] === 2) line.get(a).get(row).load(offset + 16).shuffle([0, 2, 4, 6]).set(a);
          if (tap === 0) line.get(a).set(b);
          else line.get(b).get(a).vMaxNan().set(b);
        }
        line.get(output).get(b).store(to * 4);
      };
      const whole = columns >> 2;
      line.times(
        () => line.const(whole),
        () => {
          along(0, 0);
          line.addTo(row, 16 * p.stride[1]).addTo(output, 16);
        },
      );
      if (columns % 4) {
        const back = 4 - (columns % 4);
        line.addTo(row, -back * 4 * p.stride[1]).addTo(output, -back * 4);
        along(0, 0);
      }
    }
    const plane = assembler.function('plane', ['i32', 'i32', 'i32'], true);
    for (let y = 0; y < rows; y++) {
      const [top, count] = rowsOf(p, y);
      plane.get(0).const(top * width * 4).add().const(count).get(1).const(y * columns * 4).add().get(2).call(line);
    }
  });
}
