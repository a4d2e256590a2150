/** The picture of a hover: the padded border, the kernel at a corner, and what the stride never reaches; a data URI with a text in words beside it. */
import type { LayerReport } from '../../analysis/report/report';
import type { Plain } from '../../analysis/shape/graph';
import { unread, type Window } from '../../analysis/shape/window';

const CELL = 9;
/** Larger inputs are drawn as their first and last rows. */
const MOST_CELLS = 13;

/** Colours of one kind of theme: a picture in a hover sees none of the editor's. */
export interface Palette {
  readonly line: string;
  readonly cell: string;
  readonly kernel: string;
  readonly unread: string;
}

export const palettes: Readonly<Record<'dark' | 'light' | 'hcDark' | 'hcLight', Palette>> = {
  dark: { line: '#8c8c8c', cell: '#ffffff1f', kernel: '#4daafc', unread: '#ffa94d' },
  light: { line: '#8a8a8a', cell: '#0000001a', kernel: '#005fb8', unread: '#b34700' },
  hcDark: { line: '#ffffff', cell: '#000000', kernel: '#4db8ff', unread: '#ffb000' },
  hcLight: { line: '#292929', cell: '#ffffff', kernel: '#003e9c', unread: '#8f3600' },
};

/** Markdown with the picture; null where the layer has no window over two axes of known size. */
export function paddingPicture(layer: LayerReport, palette: Palette): string | null {
  if (!/^(Lazy)?Conv2d$|Pool2d$/.test(layer.type) || /Adaptive/.test(layer.type)) return null;
  const input = layer.inputs[0]?.slice(-2);
  const [height, width] = input ?? [];
  const kernel = pair(layer.settings.kernel_size);
  const stride = pair(layer.settings.stride) ?? kernel;
  const padding = pair(layer.settings.padding) ?? [0, 0];
  const dilation = pair(layer.settings.dilation) ?? [1, 1];
  if (typeof height !== 'number' || typeof width !== 'number' || !kernel || !stride) return null;
  const windows = [0, 1].map(
    (i): Window => ({
      kernel: kernel[i]!,
      stride: stride[i]!,
      dilation: dilation[i]!,
      before: padding[i]!,
      after: padding[i]!,
      ceil: layer.settings.ceil_mode === true,
    }),
  );
  const lost = windows.map((w, i) => unread(i === 0 ? height : width, w).atEnd);
  if (padding[0] === 0 && padding[1] === 0 && lost[0] === 0 && lost[1] === 0) return null;
  const rows = axis(height, padding[0]!, lost[0]!);
  const columns = axis(width, padding[1]!, lost[1]!);
  // One path a kind: a hover's text is no place for hundreds of rectangles.
  const paths = { padding: '', read: '', unread: '' };
  rows.forEach((row, y) =>
    columns.forEach((column, x) => {
      if (row === 'gap' || column === 'gap') return;
      const kind =
        row === 'padding' || column === 'padding'
          ? 'padding'
          : row === 'unread' || column === 'unread'
            ? 'unread'
            : 'read';
      paths[kind] += `M${x * CELL + 1} ${y * CELL + 1}h8v8h-8z`;
    }),
  );
  const reach = kernel.map((k, i) => dilation[i]! * (k - 1) + 1);
  const marks: string[] = [];
  for (let i = 0; i < kernel[0]!; i++)
    for (let j = 0; j < kernel[1]!; j++)
      if (i * dilation[0]! < rows.length && j * dilation[1]! < columns.length)
        marks.push(
          `<circle cx="${j * dilation[1]! * CELL + 1 + (CELL - 1) / 2}" cy="${i * dilation[0]! * CELL + 1 + (CELL - 1) / 2}" r="1.6"/>`,
        );
  const [w, h] = [columns.length * CELL + 2, rows.length * CELL + 2];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">` +
    `<defs><pattern id="h" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V3" stroke="${palette.unread}" stroke-width="1.5"/></pattern></defs>` +
    `<g stroke="${palette.line}"><path d="${paths.padding}" fill="none" stroke-dasharray="1.5 1.5"/><path d="${paths.read}" fill="${palette.cell}"/><path d="${paths.unread}" fill="url(#h)" stroke="${palette.unread}"/></g>` +
    `<path d="${gaps(rows, columns)}" stroke="${palette.line}" stroke-width="1.5" stroke-dasharray="1.5 2"/>` +
    `<rect x="1" y="1" width="${Math.min(reach[1]!, columns.length) * CELL - 1}" height="${Math.min(reach[0]!, rows.length) * CELL - 1}" fill="none" stroke="${palette.kernel}" stroke-width="2"/>` +
    `<g fill="${palette.kernel}">${marks.join('')}</g></svg>`;
  const words = [
    `${height}×${width} with ${padding[0] === padding[1] ? padding[0] : padding.join('×')} padding on each side, the ${kernel.join('×')} kernel at the corner`,
    ...(lost[0] || lost[1] ? [`${lostWords(lost as [number, number])} never read`] : []),
  ].join('; ');
  return `![${words}](data:image/svg+xml;base64,${base64(svg)})`;
}

/** `the last row and 2 columns`. */
function lostWords([rows, columns]: readonly [number, number]): string {
  const count = (n: number, name: string): string[] =>
    n === 0 ? [] : [n === 1 ? name : `${n} ${name}s`];
  return `the last ${[...count(rows, 'row'), ...count(columns, 'column')].join(' and ')}`;
}

/** Dots where rows and columns are left out. */
function gaps(rows: readonly string[], columns: readonly string[]): string {
  const [y, x] = [rows.indexOf('gap'), columns.indexOf('gap')];
  const middle = (i: number): number => i * CELL + 1 + (CELL - 1) / 2;
  return (
    (y < 0 ? '' : `M2 ${middle(y)}h${columns.length * CELL - 3}`) +
    (x < 0 ? '' : `M${middle(x)} 2v${rows.length * CELL - 3}`)
  );
}

function axis(
  size: number,
  padding: number,
  lost: number,
): ('padding' | 'read' | 'unread' | 'gap')[] {
  const cells = [
    ...Array.from({ length: padding }, () => 'padding' as const),
    ...Array.from({ length: size }, (_, i) =>
      i >= size - lost ? ('unread' as const) : ('read' as const),
    ),
    ...Array.from({ length: padding }, () => 'padding' as const),
  ];
  if (cells.length <= MOST_CELLS) return cells;
  const half = Math.floor(MOST_CELLS / 2);
  return [...cells.slice(0, half), 'gap', ...cells.slice(-half)];
}

function pair(value: Plain | undefined): readonly number[] | null {
  if (typeof value === 'number') return [value, value];
  if (!Array.isArray(value)) return null;
  const numbers = value.filter((v): v is number => typeof v === 'number');
  if (numbers.length === 1) return [numbers[0]!, numbers[0]!];
  return numbers.length === 2 ? numbers : null;
}

/** Base 64 of ASCII text, in either extension host. */
function base64(text: string): string {
  return btoa(text);
}
