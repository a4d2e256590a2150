/**
 * What depends on what in a sliding window, declared once: highlight, written sum, spoken text and tests read it from here.
 * The declaration is `taps`, per axis and output; everything in the other direction is its inverse, never a second formula.
 */

/** How the cells beyond the border get their value. `none` for windows that leave them out (pooling). */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular' | 'none';

/** One axis of a window over an input. Sizes in cells. */
export interface WindowAxis {
  readonly kind: 'forward' | 'transposed' | 'adaptive';
  readonly size: number;
  readonly out: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first cell; for a transposed window the outputs trimmed there. */
  readonly before: number;
  readonly after: number;
  readonly mode: PaddingMode;
}

/** A kernel position and the input index it meets for one output. */
export interface Tap {
  readonly kernel: number;
  /** Index on the axis; negative or ≥ size in the padding. */
  readonly index: number;
  /** Whose value stands there: the index itself inside, a copied one in the padding, null for zero or nothing. */
  readonly source: number | null;
}

/** An output and the kernel position through which an input feeds it. */
export interface Feed {
  readonly out: number;
  readonly kernel: number;
}

/** Index whose value the padding at `index` repeats, or null for a zero. Reflect does not repeat the border cell. */
export function paddingSource(index: number, size: number, mode: PaddingMode): number | null {
  if (index >= 0 && index < size) return index;
  switch (mode) {
    case 'reflect': {
      if (size === 1) return 0;
      const period = 2 * (size - 1);
      const folded = ((index % period) + period) % period;
      return folded < size ? folded : period - folded;
    }
    case 'replicate':
      return index < 0 ? 0 : size - 1;
    case 'circular':
      return ((index % size) + size) % size;
    default:
      return null;
  }
}

/** The declaration: kernel positions of output `out` and the inputs they meet, in kernel order. */
export function taps(axis: WindowAxis, out: number): Tap[] {
  const list: Tap[] = [];
  if (axis.kind === 'adaptive') {
    const first = Math.floor((out * axis.size) / axis.out);
    const end = Math.ceil(((out + 1) * axis.size) / axis.out);
    for (let index = first; index < end; index++)
      list.push({ kernel: index - first, index, source: index });
    return list;
  }
  for (let kernel = 0; kernel < axis.kernel; kernel++) {
    if (axis.kind === 'transposed') {
      // Output o receives input i through kernel position k exactly when o = i·stride − padding + k·dilation.
      const reach = out + axis.before - kernel * axis.dilation;
      const index = reach / axis.stride;
      if (Number.isInteger(index) && index >= 0 && index < axis.size)
        list.push({ kernel, index, source: index });
    } else {
      const index = out * axis.stride - axis.before + kernel * axis.dilation;
      // A window that hangs over the padded end (ceil_mode) has nothing there.
      if (axis.mode === 'none' && (index < 0 || index >= axis.size)) continue;
      list.push({ kernel, index, source: paddingSource(index, axis.size, axis.mode) });
    }
  }
  return list;
}

/** Both directions of one axis, tabulated. */
export interface AxisTable {
  readonly axis: WindowAxis;
  readonly taps: readonly (readonly Tap[])[];
  /** Outputs fed by an index of the padded axis. */
  feeds(index: number): readonly Feed[];
  /** Outputs at which a kernel position is used, with the index it meets. */
  uses(kernel: number): readonly { readonly out: number; readonly tap: Tap }[];
  /** Lowest and highest index drawn: the padded axis. */
  readonly first: number;
  readonly last: number;
}

export function tabulate(axis: WindowAxis): AxisTable {
  const all = Array.from({ length: axis.out }, (_, out) => taps(axis, out));
  const feeds = new Map<number, Feed[]>();
  const uses = new Map<number, { out: number; tap: Tap }[]>();
  const put = <T>(map: Map<number, T[]>, key: number, value: T): void => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  all.forEach((list, out) => {
    for (const tap of list) {
      put(feeds, tap.index, { out, kernel: tap.kernel });
      put(uses, tap.kernel, { out, tap });
    }
  });
  const padded = axis.kind === 'forward';
  return {
    axis,
    taps: all,
    feeds: (index) => feeds.get(index) ?? [],
    uses: (kernel) => uses.get(kernel) ?? [],
    first: padded ? -axis.before : 0,
    last: axis.size - 1 + (padded ? axis.after : 0),
  };
}

/** A window over rows and columns. */
export interface Relation {
  readonly rows: AxisTable;
  readonly columns: AxisTable;
}
export const relate = (rows: WindowAxis, columns: WindowAxis): Relation => ({
  rows: tabulate(rows),
  columns: tabulate(columns),
});

/** A kernel position (kr, kc) and the input cell (row, column) it meets; `inside` is false in the padding. */
export interface Meeting {
  readonly kr: number;
  readonly kc: number;
  readonly row: number;
  readonly column: number;
  readonly inside: boolean;
  /** Cell whose value stands there; null for a padding zero. */
  readonly source: { readonly row: number; readonly column: number } | null;
}

const meeting = (r: Tap, c: Tap): Meeting => ({
  kr: r.kernel,
  kc: c.kernel,
  row: r.index,
  column: c.index,
  inside: r.source === r.index && c.source === c.index,
  source: r.source === null || c.source === null ? null : { row: r.source, column: c.source },
});

/** Output (row, column) → its kernel positions and the input cells they meet. */
export function inputsOf(relation: Relation, row: number, column: number): Meeting[] {
  const list: Meeting[] = [];
  for (const r of relation.rows.taps[row] ?? []) {
    for (const c of relation.columns.taps[column] ?? []) list.push(meeting(r, c));
  }
  return list;
}

/** Input (row, column), padding included → every output it feeds, with the kernel position it meets there. */
export function outputsOf(
  relation: Relation,
  row: number,
  column: number,
): { row: number; column: number; kr: number; kc: number }[] {
  const list: { row: number; column: number; kr: number; kc: number }[] = [];
  for (const r of relation.rows.feeds(row)) {
    for (const c of relation.columns.feeds(column)) {
      list.push({ row: r.out, column: c.out, kr: r.kernel, kc: c.kernel });
    }
  }
  return list;
}

/** Kernel position (kr, kc) → every output it is used for, with the input it meets there. */
export function usesOf(
  relation: Relation,
  kr: number,
  kc: number,
): (Meeting & { readonly outRow: number; readonly outColumn: number })[] {
  const list: (Meeting & { readonly outRow: number; readonly outColumn: number })[] = [];
  for (const r of relation.rows.uses(kr)) {
    for (const c of relation.columns.uses(kc)) {
      list.push({ ...meeting(r.tap, c.tap), outRow: r.out, outColumn: c.out });
    }
  }
  return list;
}

/** How many outputs each input cell feeds, and how many of all products meet the padding. */
export function useCount(relation: Relation): {
  readonly counts: Int32Array;
  readonly least: number;
  readonly most: number;
  readonly products: number;
  readonly inPadding: number;
} {
  const { rows, columns } = relation;
  const height = rows.axis.size;
  const width = columns.axis.size;
  const counts = new Int32Array(height * width);
  let least = Infinity;
  let most = 0;
  for (let r = 0; r < height; r++) {
    const fromRows = rows.feeds(r).length;
    for (let c = 0; c < width; c++) {
      const n = fromRows * columns.feeds(c).length;
      counts[r * width + c] = n;
      least = Math.min(least, n);
      most = Math.max(most, n);
    }
  }
  const total = (table: AxisTable): number =>
    table.taps.reduce((sum, list) => sum + list.length, 0);
  const inside = (table: AxisTable): number =>
    table.taps.reduce(
      (sum, list) => sum + list.filter((tap) => tap.source === tap.index).length,
      0,
    );
  const products = total(rows) * total(columns);
  return { counts, least, most, products, inPadding: products - inside(rows) * inside(columns) };
}
