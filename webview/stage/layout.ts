/** How large the cells of input and output are, and which part of them is shown: one scale on both sides. */
import type { Relation, WindowAxis } from './relations';

export interface Viewport {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly rows: number;
  readonly columns: number;
}
export interface StageLayout {
  readonly inputCell: number;
  readonly outputCell: number;
  /** Heights of the cells: a signal's only row is a band. */
  readonly inputHeight: number;
  readonly outputHeight: number;
  /** Down by half the kernel's overhang, so that rows line up across the gap. */
  readonly outputOffset: number;
  readonly input: Viewport;
  readonly output: Viewport;
  /** One picture under the other. */
  readonly stacked: boolean;
  /** The whole maps would have cells too small to point at. */
  readonly canZoom: boolean;
}

/** Width of an output cell in input cells. */
function ratio(axis: WindowAxis): number {
  if (axis.kind === 'transposed') return 1 / axis.stride;
  if (axis.kind === 'adaptive') return axis.size / axis.out;
  return axis.stride;
}
const effective = (axis: WindowAxis): number => axis.dilation * (axis.kernel - 1) + 1;

const gap = 20;
/** Cells under this width are too small to point at. */
const pointable = 6;
const nearCell = 14;

/**
 * @param width of the stage
 * @param height the pictures may have
 * @param near shows a part around `position`, where the whole is too fine
 */
export function layoutStage(
  relation: Relation,
  width: number,
  height: number,
  near: boolean,
  position: { row: number; column: number },
): StageLayout {
  const { rows, columns } = relation;
  const signal = rows.axis.size === 1 && rows.axis.out === 1 && columns.axis.size > 1;
  const stacked = width < 340 || signal;
  const wide = width >= 640;
  const room = stacked ? width : width - gap;
  const across = ratio(columns.axis);
  const down = ratio(rows.axis);
  const inRows = rows.last - rows.first + 1;
  const inColumns = columns.last - columns.first + 1;
  const outRows = rows.axis.out;
  const outColumns = columns.axis.out;
  const largest = wide ? 44 : 40;
  const fit = Math.min(
    largest,
    stacked
      ? room / Math.max(inColumns, across * outColumns)
      : room / (inColumns + across * outColumns),
    signal ? largest : height / Math.max(inRows, down * outRows),
  );
  const band = 32;
  const canZoom =
    fit < pointable && rows.axis.kind === 'forward' && columns.axis.kind === 'forward';
  const limit = 64;
  if (!near || !canZoom) {
    // Whole pixels where cells are large enough for it to matter.
    const cell = fit >= 3 ? Math.floor(fit) : Math.max(0.25, Math.floor(fit * 8) / 8);
    const outputCell = Math.min(limit, cell * (signal ? across : Math.min(across, down)));
    const overhang = (effective(rows.axis) - rows.axis.stride) / 2;
    return {
      inputCell: cell,
      outputCell,
      inputHeight: signal ? band : cell,
      outputHeight: signal ? band : outputCell,
      outputOffset:
        signal || stacked || rows.axis.kind !== 'forward' || outputCell === limit
          ? 0
          : Math.max(0, overhang * cell),
      input: { firstRow: rows.first, firstColumn: columns.first, rows: inRows, columns: inColumns },
      output: { firstRow: 0, firstColumn: 0, rows: outRows, columns: outColumns },
      stacked,
      canZoom,
    };
  }
  const cell = nearCell;
  const outputCell = cell * (signal ? across : Math.min(across, down));
  const strip = (
    axis: WindowAxis,
    space: number,
    shared: boolean,
    at: number,
  ): { first: number; count: number } => {
    const most = shared
      ? Math.floor((space / cell + axis.stride - effective(axis)) / (2 * axis.stride))
      : Math.min(
          Math.floor((space / cell - effective(axis)) / axis.stride) + 1,
          Math.floor(space / (cell * axis.stride)),
        );
    const count = Math.max(1, Math.min(axis.out, most));
    // Moves a whole part at a time, so that the picture stands still while the window wanders through it.
    const stepLength = Math.max(1, count - 2);
    const first =
      count >= axis.out
        ? 0
        : Math.min(
            axis.out - count,
            Math.floor(at / stepLength) * stepLength - (at >= stepLength ? 1 : 0),
          );
    return { first: Math.max(0, first), count };
  };
  const r = strip(rows.axis, height, false, position.row);
  const c = strip(columns.axis, room, !stacked, position.column);
  const span = (axis: WindowAxis, count: number): number =>
    (count - 1) * axis.stride + effective(axis);
  return {
    inputCell: cell,
    outputCell,
    inputHeight: signal ? band : cell,
    outputHeight: signal ? band : outputCell,
    outputOffset:
      signal || stacked ? 0 : Math.max(0, ((effective(rows.axis) - rows.axis.stride) / 2) * cell),
    input: {
      firstRow: r.first * rows.axis.stride - rows.axis.before,
      firstColumn: c.first * columns.axis.stride - columns.axis.before,
      rows: span(rows.axis, r.count),
      columns: span(columns.axis, c.count),
    },
    output: { firstRow: r.first, firstColumn: c.first, rows: r.count, columns: c.count },
    stacked,
    canZoom,
  };
}
