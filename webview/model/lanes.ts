/** Side lanes of the pipeline: where a branch leaves the spine, runs beside it and joins again. */

/** A row that reads earlier rows (-1 is the input). Rows stand in execution order. */
export interface LaneRow {
  readonly reads: readonly number[];
}

/** A line in the gutter of one row. */
export interface LanePlacement {
  /** Lane of the row's glyph; 0 is the spine. */
  readonly lane: number;
  /** Lanes that end in this row's glyph, its own excepted. */
  readonly joins: readonly number[];
  /** Lanes that pass beside this row. */
  readonly passing: readonly number[];
  /** Lanes that carry something below this row, its own output included when it is still read. */
  readonly below: readonly number[];
  /** Lane that starts below this row as a copy of another one: [from, to]. */
  readonly splits: readonly (readonly [number, number])[];
  /** Rows read that have no lane of their own: more were alive than there are lanes. */
  readonly unlaned: readonly number[];
}

export interface Lanes {
  readonly rows: readonly LanePlacement[];
  /** Splits directly under the input's edge. */
  readonly inputSplits: readonly (readonly [number, number])[];
  readonly inputBelow: readonly number[];
  /** Side lanes used, at most `sideLanes`. */
  readonly width: number;
}

/** Side lanes drawn left of the spine; what does not fit is said in words. */
export const sideLanes = 3;

/**
 * A value stays in its lane until its last reader. A reader takes over the lane of what it reads; when others still
 * need that value, it moves to the free lane nearest to the spine. A row that joins lanes goes on in the lowest of them.
 */
export function placeLanes(rows: readonly LaneRow[]): Lanes {
  const lastReader = new Map<number, number>();
  rows.forEach((row, index) => row.reads.forEach((read) => lastReader.set(read, index)));
  /** lane → row whose output it carries. */
  const lanes: (number | null)[] = [lastReader.has(-1) ? -1 : null];
  const laneOf = (row: number): number => lanes.indexOf(row);
  const alive = (): number[] => lanes.flatMap((row, lane) => (row === null ? [] : [lane]));
  let width = 0;
  const placements: LanePlacement[] = [];
  const inputSplits: (readonly [number, number])[] = [];
  const splitsBelow = new Map<number, (readonly [number, number])[]>();

  rows.forEach((row, index) => {
    const read = [...new Set(row.reads)];
    const laned = read.filter((r) => laneOf(r) >= 0);
    const unlaned = read.filter((r) => laneOf(r) < 0);
    const sources = laned.map(laneOf).sort((a, b) => a - b);
    let lane = sources[0];
    if (lane === undefined) {
      // Reads nothing that has a lane: goes on in the first free one.
      const gap = lanes.indexOf(null);
      lane = gap >= 0 ? gap : Math.min(lanes.length, sideLanes);
    }
    const joins: number[] = [];
    for (const source of laned) {
      const at = laneOf(source);
      const ends = lastReader.get(source) === index;
      if (ends) {
        lanes[at] = null;
        if (at !== lane) joins.push(at);
      } else if (at === lane) {
        // Others still need it: it moves aside, from its own row on.
        let aside = lanes.findIndex((held, k) => k > 0 && held === null && k !== lane);
        if (aside < 0) aside = Math.max(1, lanes.length);
        if (aside <= sideLanes) {
          lanes[aside] = source;
          width = Math.max(width, aside);
          const split = [at, aside] as const;
          if (index === 0) inputSplits.push(split);
          else splitsBelow.set(index - 1, [...(splitsBelow.get(index - 1) ?? []), split]);
        }
        lanes[at] = null;
      } else {
        joins.push(at);
      }
    }
    // What still stands in this lane is overwritten: it has readers later, and they will say so in words.
    const passing = alive().filter((other) => other !== lane && !joins.includes(other));
    const staying = joins.filter((other) => lanes[other] !== null);
    lanes[lane] = lastReader.has(index) ? index : null;
    placements.push({
      lane,
      joins: [...joins].sort((a, b) => a - b),
      passing: [...passing, ...staying].sort((a, b) => a - b),
      below: alive(),
      splits: [],
      unlaned,
    });
    width = Math.max(width, lane);
  });
  return {
    rows: placements.map((placement, index) => ({
      ...placement,
      splits: splitsBelow.get(index) ?? [],
    })),
    inputSplits,
    inputBelow: [0],
    width,
  };
}
