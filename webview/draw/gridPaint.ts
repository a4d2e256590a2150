/** Paints a grid of values on a canvas: cells, numbers where all fit, padding, hatching, marks. */
import { short } from '../text/format';
import { css, textOn, type Rgb } from './colour';
import type { Palette, ScaleKind } from './scale';
import { hatch, outline, prepare } from './surface';

/** What stands in the cells. Rows and columns carry their own indices: padding is negative. */
export interface GridContent {
  readonly kind: ScaleKind;
  readonly rows: number;
  readonly columns: number;
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly range: number;
  value(row: number, column: number): number;
  /** False in the padding. */
  inside(row: number, column: number): boolean;
  /** What a padding cell prints instead of its value. */
  readonly paddingText?: string;
  /** Most decimals a number may have; 0 draws no numbers. */
  readonly decimals: number;
  /** Numbers at full precision or none: a shortened factor would make a written sum look wrong. */
  readonly exact?: boolean;
}

export interface Box {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly thin?: boolean;
}
export interface Tint {
  readonly colour: Rgb;
  readonly text: string;
}
export interface GridMarks {
  readonly boxes?: readonly Box[];
  readonly dots?: readonly { readonly row: number; readonly column: number }[];
  readonly tint?: (row: number, column: number) => Tint | null;
  readonly hatched?: (row: number, column: number) => boolean;
  /** Cells that are not there yet: a dot on paper. */
  readonly hidden?: (row: number, column: number) => boolean;
}

interface Lettering {
  readonly size: number;
  readonly decimals: number;
}

/** Font size and decimals at which every number of the grid fits, or null. */
export function lettering(
  content: GridContent,
  cellWidth: number,
  cellHeight: number,
): Lettering | null {
  const { rows, columns, decimals } = content;
  if (decimals === 0 || cellWidth < 20 || rows * columns > 1200) return null;
  const fewest = content.exact ? decimals : Math.min(2, decimals);
  for (let digits = decimals; digits >= fewest; digits--) {
    let widest = 1;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const row = r + content.firstRow;
        const column = c + content.firstColumn;
        widest = Math.max(widest, short(content.value(row, column), digits).length);
      }
    }
    const size = Math.min(
      11,
      Math.floor(((cellWidth - 3) / (widest * 0.602)) * 2) / 2,
      Math.floor(cellHeight / 1.5),
    );
    if (size >= 9) return { size, decimals: digits };
  }
  return null;
}

/** Cells under this many pixels are drawn as an image, without gaps, numbers or dashes. */
const fine = 6;

export function paintGrid(
  canvas: HTMLCanvasElement,
  content: GridContent,
  marks: GridMarks,
  palette: Palette,
  cellWidth: number,
  cellHeight: number,
): void {
  const { rows, columns } = content;
  const width = cellWidth * columns;
  const height = cellHeight * rows;
  const context = prepare(canvas, width, height);
  context.fillStyle = css(palette.paper);
  context.fillRect(0, 0, width, height);
  if (Math.min(cellWidth, cellHeight) < fine)
    paintFine(context, content, marks, palette, cellWidth, cellHeight);
  else paintCells(context, content, marks, palette, cellWidth, cellHeight);

  const x = (column: number): number => (column - content.firstColumn) * cellWidth;
  const y = (row: number): number => (row - content.firstRow) * cellHeight;
  const gap = Math.min(cellWidth, cellHeight) >= 12 ? 1 : 0;
  for (const dot of marks.dots ?? []) {
    const radius = Math.max(1, Math.min(cellWidth, cellHeight) * 0.22);
    const centre = [
      x(dot.column) + (cellWidth - gap) / 2,
      y(dot.row) + (cellHeight - gap) / 2,
    ] as const;
    for (const [grown, colour] of [
      [1, palette.paper],
      [0, palette.mark],
    ] as const) {
      context.beginPath();
      context.arc(centre[0], centre[1], radius + grown, 0, 7);
      context.fillStyle = css(colour);
      context.fill();
    }
  }
  for (const box of marks.boxes ?? []) {
    const line = box.thin ? 1 : 2;
    // A box on cells too small to see grows around its middle; parts outside of the grid are cut.
    const least = 7;
    const growX = Math.max(0, (least - box.columns * cellWidth) / 2);
    const growY = Math.max(0, (least - box.rows * cellHeight) / 2);
    const left = Math.max(line / 2, x(box.column) - growX - 0.5);
    const top = Math.max(line / 2, y(box.row) - growY - 0.5);
    const right = Math.min(width - line / 2, x(box.column + box.columns) + growX - 0.5);
    const bottom = Math.min(height - line / 2, y(box.row + box.rows) + growY - 0.5);
    if (right > left && bottom > top)
      outline(context, palette, left, top, right - left, bottom - top, line);
  }
}

function paintCells(
  context: CanvasRenderingContext2D,
  content: GridContent,
  marks: GridMarks,
  palette: Palette,
  cellWidth: number,
  cellHeight: number,
): void {
  const gap = Math.min(cellWidth, cellHeight) >= 12 ? 1 : 0;
  const letters = lettering(content, cellWidth, cellHeight);
  const size =
    letters?.size ?? Math.min(11, Math.floor(cellWidth / 2.2), Math.floor(cellHeight / 1.5));
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${size}px ${palette.font}`;
  for (let r = 0; r < content.rows; r++) {
    for (let c = 0; c < content.columns; c++) {
      const row = r + content.firstRow;
      const column = c + content.firstColumn;
      const x = c * cellWidth;
      const y = r * cellHeight;
      const w = cellWidth - gap;
      const h = cellHeight - gap;
      if (marks.hidden?.(row, column)) {
        context.fillStyle = css(palette.line);
        context.fillRect(x + w / 2 - 1, y + h / 2 - 1, 2, 2);
        continue;
      }
      const padding = !content.inside(row, column);
      const tint = marks.tint?.(row, column) ?? null;
      const value = content.value(row, column);
      const fill = tint
        ? tint.colour
        : padding && value === 0
          ? palette.paper
          : palette.colourOf(content.kind, value, content.range);
      context.fillStyle = css(fill);
      context.fillRect(x, y, w, h);
      if (padding && !tint) {
        context.strokeStyle = css(palette.line);
        context.lineWidth = 1;
        if (gap > 0) {
          context.setLineDash([1, 2]);
          context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
          context.setLineDash([]);
        } else if (value === 0) {
          context.fillStyle = css(palette.line);
          context.fillRect(x + cellWidth / 2 - 0.5, y + cellHeight / 2 - 0.5, 1, 1);
        }
      }
      const hatched = marks.hatched?.(row, column) ?? false;
      if (hatched) hatch(context, palette, x, y, w, h);
      if (Number.isNaN(value) && !tint) {
        context.strokeStyle = css(palette.error);
        context.lineWidth = 1.5;
        context.beginPath();
        context.moveTo(x + 2, y + 2);
        context.lineTo(x + w - 2, y + h - 2);
        context.moveTo(x + w - 2, y + 2);
        context.lineTo(x + 2, y + h - 2);
        context.stroke();
        continue;
      }
      const text = tint
        ? tint.text
        : padding && content.paddingText !== undefined
          ? letters
            ? content.paddingText
            : ''
          : letters
            ? short(value, letters.decimals)
            : '';
      if (
        palette.highContrast &&
        text === '' &&
        !tint &&
        !padding &&
        content.kind !== 'picture' &&
        content.kind !== 'count' &&
        Math.min(w, h) >= 9 &&
        value < -0.02 * content.range
      ) {
        // The sign must not hang on hue alone.
        context.fillStyle = textOn(fill);
        context.fillRect(x + w * 0.25, y + h / 2 - 0.75, w * 0.5, 1.5);
      }
      if (text !== '' && (letters || (tint && cellWidth >= 16))) {
        if (hatched) {
          context.fillStyle = css(fill);
          context.fillRect(
            x + w / 2 - text.length * size * 0.31 - 1,
            y + h / 2 - size * 0.6,
            text.length * size * 0.62 + 2,
            size * 1.2,
          );
        }
        context.fillStyle = padding && !tint ? css(palette.muted) : textOn(fill);
        context.fillText(text, x + w / 2, y + h / 2 + 0.5);
      }
    }
  }
}

function paintFine(
  context: CanvasRenderingContext2D,
  content: GridContent,
  marks: GridMarks,
  palette: Palette,
  cellWidth: number,
  cellHeight: number,
): void {
  const image = document.createElement('canvas');
  image.width = content.columns;
  image.height = content.rows;
  const pixels = image.getContext('2d');
  if (!pixels) return;
  const data = pixels.createImageData(content.columns, content.rows);
  for (let r = 0; r < content.rows; r++) {
    for (let c = 0; c < content.columns; c++) {
      const row = r + content.firstRow;
      const column = c + content.firstColumn;
      let colour: Rgb;
      if (marks.hidden?.(row, column)) colour = palette.paper;
      else {
        const tint = marks.tint?.(row, column);
        const value = content.value(row, column);
        if (tint) colour = tint.colour;
        else if (!content.inside(row, column) && value === 0) colour = palette.paper;
        else
          colour = Number.isNaN(value)
            ? palette.error
            : palette.colourOf(content.kind, value, content.range);
      }
      const at = 4 * (r * content.columns + c);
      data.data[at] = colour[0];
      data.data[at + 1] = colour[1];
      data.data[at + 2] = colour[2];
      data.data[at + 3] = 255;
    }
  }
  pixels.putImageData(data, 0, 0);
  const ratio = context.canvas.width / (cellWidth * content.columns);
  context.imageSmoothingEnabled = cellWidth * ratio < 1 || cellHeight * ratio < 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, cellWidth * content.columns, cellHeight * content.rows);
  hatchBands(context, content, marks, palette, cellWidth, cellHeight);
  if (Math.min(cellWidth, cellHeight) < 3) {
    outlineInside(context, content, palette, cellWidth, cellHeight);
    return;
  }
  context.fillStyle = css(palette.line);
  for (let r = 0; r < content.rows; r++) {
    for (let c = 0; c < content.columns; c++) {
      if (content.inside(r + content.firstRow, c + content.firstColumn)) continue;
      context.fillRect(
        Math.round((c + 0.5) * cellWidth - 0.5),
        Math.round((r + 0.5) * cellHeight - 0.5),
        1,
        1,
      );
    }
  }
}

/** Whole rows and columns that are not read, as bands: single cells are too small to be hatched. */
function hatchBands(
  context: CanvasRenderingContext2D,
  content: GridContent,
  marks: GridMarks,
  palette: Palette,
  cellWidth: number,
  cellHeight: number,
): void {
  const { hatched } = marks;
  if (!hatched) return;
  const { rows, columns, firstRow, firstColumn } = content;
  const row = (r: number): boolean =>
    [0, columns - 1, columns >> 1, columns >> 2].every((c) =>
      hatched(r + firstRow, c + firstColumn),
    );
  const column = (c: number): boolean =>
    [0, rows - 1, rows >> 1, rows >> 2].every((r) => hatched(r + firstRow, c + firstColumn));
  for (let r = 0; r < rows; r++)
    if (row(r))
      hatch(context, palette, 0, r * cellHeight, columns * cellWidth, Math.max(1, cellHeight));
  for (let c = 0; c < columns; c++)
    if (column(c))
      hatch(context, palette, c * cellWidth, 0, Math.max(1, cellWidth), rows * cellHeight);
}

/** Padding too fine for dots: a dotted line where the picture ends. */
function outlineInside(
  context: CanvasRenderingContext2D,
  content: GridContent,
  palette: Palette,
  cellWidth: number,
  cellHeight: number,
): void {
  let top = -1;
  let left = -1;
  let bottom = -1;
  let right = -1;
  const middleRow = content.firstRow + (content.rows >> 1);
  const middleColumn = content.firstColumn + (content.columns >> 1);
  for (let r = 0; r < content.rows; r++) {
    if (!content.inside(r + content.firstRow, middleColumn)) continue;
    if (top < 0) top = r;
    bottom = r + 1;
  }
  for (let c = 0; c < content.columns; c++) {
    if (!content.inside(middleRow, c + content.firstColumn)) continue;
    if (left < 0) left = c;
    right = c + 1;
  }
  if (top <= 0 && left <= 0 && bottom === content.rows && right === content.columns) return;
  context.strokeStyle = css(palette.line);
  context.lineWidth = 1;
  context.setLineDash([1, 2]);
  context.strokeRect(
    left * cellWidth - 0.5,
    top * cellHeight - 0.5,
    (right - left) * cellWidth + 1,
    (bottom - top) * cellHeight + 1,
  );
  context.setLineDash([]);
}
