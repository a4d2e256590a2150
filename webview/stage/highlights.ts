/** What lights up for what is pointed at: read from the relations, never worked out a second time. */
import type { Box } from '../draw/gridPaint';
import { weightAt } from './explain';
import { inputsOf, outputsOf, usesOf } from './relations';
import type { Scene } from './scene';

/** What is pointed at. */
export interface Subject {
  readonly kind: 'output' | 'input' | 'weight';
  readonly row: number;
  readonly column: number;
}

export interface Pointing {
  readonly out: number;
  readonly inIndex: number;
  /** The output shown. */
  readonly row: number;
  readonly column: number;
  readonly subject: Subject | null;
  /** Index of the term of the written sum that is pointed at. */
  readonly lit: number | null;
}
export interface Highlights {
  readonly input: readonly Box[];
  readonly output: readonly Box[];
  /** Input cells that a weight meets. */
  readonly dots: readonly { readonly row: number; readonly column: number }[];
  /** For an input: the weight through which it feeds an output, null where it does not. */
  readonly weights: ((row: number, column: number) => number | null) | null;
}

const cell = (at: { readonly row: number; readonly column: number }, thin = false): Box => ({
  row: at.row,
  column: at.column,
  rows: 1,
  columns: 1,
  thin,
});

/** Boxes, dots and tints for what is pointed at; the window of the output shown when it is nothing else. */
export function highlights(scene: Scene, at: Pointing): Highlights {
  const { relation, convolution, output } = scene;
  const { subject } = at;
  if (subject?.kind === 'weight') {
    return {
      input: [],
      output: [],
      dots: usesOf(relation, subject.row, subject.column),
      weights: null,
    };
  }
  if (subject?.kind === 'input') {
    const fed = outputsOf(relation, subject.row, subject.column);
    const byCell = new Map(fed.map((f) => [f.row * output.width + f.column, f]));
    return {
      input: [cell(subject)],
      output: bounds(fed),
      dots: [],
      weights: convolution
        ? (row, column) => {
            const feed = byCell.get(row * output.width + column);
            return feed ? weightAt(convolution, at.out, at.inIndex, feed.kr, feed.kc) : null;
          }
        : null,
    };
  }
  const meetings = inputsOf(relation, at.row, at.column);
  const gaps = relation.rows.axis.dilation > 1 || relation.columns.axis.dilation > 1;
  const input = gaps ? meetings.map((m) => cell(m, true)) : bounds(meetings);
  const term = at.lit === null ? undefined : meetings[at.lit];
  return {
    input: term ? [...input, cell(term)] : input,
    output: [cell(at)],
    dots: [],
    weights: null,
  };
}

/** The smallest box around cells, as a list of none or one. */
export function bounds(cells: readonly { readonly row: number; readonly column: number }[]): Box[] {
  if (cells.length === 0) return [];
  let top = Infinity;
  let left = Infinity;
  let bottom = -Infinity;
  let right = -Infinity;
  for (const cell of cells) {
    top = Math.min(top, cell.row);
    left = Math.min(left, cell.column);
    bottom = Math.max(bottom, cell.row);
    right = Math.max(right, cell.column);
  }
  return [{ row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 }];
}
