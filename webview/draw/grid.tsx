/**
 * A grid of values: one canvas for the picture, two real cells that take turns for keyboard and screen reader.
 * Moving fills the idle cell and focuses it, so that every move is spoken, and 50,000 cells cost two nodes.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePalette } from './palette';
import { paintGrid, type GridContent, type GridMarks } from './gridPaint';

export interface GridEvents {
  /** A cell is pointed at, by the pointer or by keyboard. */
  point(row: number, column: number, byKey: boolean): void;
  leave(): void;
  /** Click or Enter. */
  keep?(row: number, column: number): void;
  /** Page Up (−1) and Page Down (1). */
  page?(step: number): void;
  /** Space. */
  play?(): void;
  escape?(): void;
}

export interface GridProps {
  readonly label: string;
  readonly content: GridContent;
  readonly marks: GridMarks;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Spoken text of a cell; without it the grid is a picture of what is said elsewhere. */
  readonly speak?: (row: number, column: number) => string;
  readonly on?: GridEvents;
  /** Where the keyboard starts: the value shown. */
  readonly at?: { readonly row: number; readonly column: number };
  readonly className?: string;
  readonly children?: preact.ComponentChildren;
}

const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

export function Grid(props: GridProps): preact.JSX.Element {
  const { content, marks, cellWidth, cellHeight } = props;
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paintGrid(canvas.current, content, marks, palette, cellWidth, cellHeight);
  });
  const width = cellWidth * content.columns;
  const height = cellHeight * content.rows;
  return (
    <div
      class={`grid ${props.className ?? ''}`}
      style={{ width: `${width}px`, height: `${height}px` }}
    >
      <PointedCanvas {...props} canvas={canvas} />
      {props.on && props.speak ? <Cells {...props} on={props.on} speak={props.speak} /> : null}
      {props.children}
    </div>
  );
}

function PointedCanvas({
  content,
  cellWidth,
  cellHeight,
  on,
  canvas,
}: GridProps & { canvas: preact.RefObject<HTMLCanvasElement> }): preact.JSX.Element {
  const where = (event: PointerEvent): [number, number] => {
    const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect();
    return [
      clamp(Math.floor((event.clientY - box.top) / cellHeight), 0, content.rows - 1) +
        content.firstRow,
      clamp(Math.floor((event.clientX - box.left) / cellWidth), 0, content.columns - 1) +
        content.firstColumn,
    ];
  };
  if (!on) return <canvas ref={canvas} aria-hidden="true" />;
  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      onPointerMove={(event) => on.point(...where(event), false)}
      onPointerLeave={() => on.leave()}
      onPointerDown={(event) => {
        on.point(...where(event), false);
        on.keep?.(...where(event));
      }}
    />
  );
}

function Cells({
  label,
  content,
  cellWidth,
  cellHeight,
  on,
  speak,
  at,
}: GridProps & Required<Pick<GridProps, 'on' | 'speak'>>): preact.JSX.Element {
  const [turn, setTurn] = useState(0);
  const [cell, setCell] = useState<{ row: number; column: number } | null>(null);
  const focusNext = useRef(false);
  const focused = useRef(false);
  const cells = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)] as const;
  useLayoutEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    cells[turn === 0 ? 0 : 1].current?.focus({ preventScroll: true });
  });
  const inRange = (value: { row: number; column: number }): { row: number; column: number } => ({
    row: clamp(value.row, content.firstRow, content.firstRow + content.rows - 1),
    column: clamp(value.column, content.firstColumn, content.firstColumn + content.columns - 1),
  });
  // While the keyboard is elsewhere the cursor waits at the value shown.
  const here = inRange(
    (focused.current ? cell : (at ?? cell)) ?? {
      row: content.firstRow,
      column: content.firstColumn,
    },
  );

  const move = (row: number, column: number): void => {
    const next = inRange({ row, column });
    if (next.row === here.row && next.column === here.column) return;
    focusNext.current = true;
    setTurn(1 - turn);
    setCell(next);
    on.point(next.row, next.column, true);
  };
  const key = (event: KeyboardEvent): void => {
    const wide = event.ctrlKey || event.metaKey;
    const { row, column } = here;
    const firstColumn = content.firstColumn;
    const lastColumn = content.firstColumn + content.columns - 1;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => move(row, column - 1),
      ArrowRight: () => move(row, column + 1),
      ArrowUp: () => move(row - 1, column),
      ArrowDown: () => move(row + 1, column),
      Home: () => move(wide ? content.firstRow : row, firstColumn),
      End: () => move(wide ? content.firstRow + content.rows - 1 : row, lastColumn),
      ...(on.page ? { PageUp: () => on.page?.(-1), PageDown: () => on.page?.(1) } : {}),
      ...(on.keep ? { Enter: () => on.keep?.(row, column) } : {}),
      ...(on.play ? { ' ': () => on.play?.() } : {}),
      ...(on.escape ? { Escape: () => on.escape?.() } : {}),
    };
    const action = actions[event.key];
    if (!action || event.altKey) return;
    event.preventDefault();
    action();
  };

  return (
    <div
      role="grid"
      class="cells"
      aria-label={label}
      aria-rowcount={content.rows}
      aria-colcount={content.columns}
      onKeyDown={key}
      onFocusIn={() => {
        if (!focused.current) {
          focused.current = true;
          setCell(here);
          on.point(here.row, here.column, true);
        }
      }}
      onFocusOut={(event) => {
        const next = event.relatedTarget;
        if (focusNext.current || (next instanceof Node && event.currentTarget.contains(next)))
          return;
        focused.current = false;
        on.leave();
      }}
    >
      {[0, 1].map((k) => (
        <div
          key={k}
          role="row"
          hidden={k !== turn}
          aria-rowindex={k === turn ? here.row - content.firstRow + 1 : undefined}
        >
          <div
            ref={cells[k === 0 ? 0 : 1]}
            role="gridcell"
            class="cursor"
            tabIndex={k === turn ? 0 : -1}
            aria-colindex={k === turn ? here.column - content.firstColumn + 1 : undefined}
            aria-label={k === turn ? speak(here.row, here.column) : undefined}
            style={{
              left: `${(here.column - content.firstColumn) * cellWidth}px`,
              top: `${(here.row - content.firstRow) * cellHeight}px`,
              width: `${cellWidth}px`,
              height: `${cellHeight}px`,
            }}
          />
        </div>
      ))}
    </div>
  );
}
