/** The pipeline's drawings: layers as solids that narrow with the picture, tensors as stacks of sheets, lanes beside them. */
import type { JSX } from 'preact';
import type { Shape } from '../../src/analysis/report/report';
import type { LanePlacement, Lanes } from '../model/lanes';
import type { StepStatus } from '../model/steps';

const spineWidth = 48;
const laneWidth = 16;
const layerHeight = 26;
const edgeHeight = 20;

/** Width of a side on a log scale: 1 is a sliver, 224 the full 40. */
const span = (side: number): number => 6 + 34 * Math.min(1, Math.log2(side + 1) / Math.log2(225));

/** Channels and side of a shape, the way it is drawn; the batch axis is left out before. */
function extent(shape: Shape): { side: number; channels: number } | null {
  if (!shape || shape.length === 0) return null;
  const numbers = shape.map((size) => (typeof size === 'number' ? size : null));
  if (shape.length === 1) return { side: 1, channels: numbers[0] ?? 64 };
  return { side: numbers.at(-1) ?? 16, channels: numbers[0] ?? 8 };
}

export const gutterWidth = (lanes: number): number => spineWidth + lanes * laneWidth;
const centre = (lane: number, lanes: number): number =>
  lane <= 0 ? lanes * laneWidth + spineWidth / 2 : (lanes - lane) * laneWidth + laneWidth / 2;

/** Lanes that are drawn: none where there is no room for any, as in the table. */
const shownLanes = (list: readonly number[], lanes: number): readonly number[] =>
  lanes === 0 ? [] : list.filter((k) => k <= lanes);

interface LayerGlyphProps {
  readonly input: Shape;
  readonly output: Shape;
  readonly solid: boolean;
  readonly status: StepStatus;
  readonly times: number;
  readonly lane: LanePlacement;
  readonly lanes: number;
}

/** A layer: as wide above as its input's side, as wide below as its output's. */
export function LayerGlyph({
  input,
  output,
  solid,
  status,
  times,
  lane,
  lanes,
}: LayerGlyphProps): JSX.Element {
  const width = gutterWidth(lanes);
  const small = lane.lane > 0 && lanes > 0 ? 0.3 : 1;
  const from = extent(input);
  const to = extent(output);
  const top = span(from?.side ?? to?.side ?? 8) * small;
  const bottom = span(to?.side ?? from?.side ?? 8) * small;
  const x = centre(Math.min(lane.lane, lanes), lanes);
  const kind =
    status === 'failed'
      ? 'failed'
      : status === 'unknown' || status === 'not-reached'
        ? 'faint'
        : solid
          ? 'solid'
          : 'outline';
  const body = (y0: number, y1: number): string =>
    `M${x - top / 2} ${y0}H${x + top / 2}L${x + bottom / 2} ${y1}H${x - bottom / 2}Z`;
  return (
    <svg
      class="glyph"
      width={width}
      height={layerHeight}
      viewBox={`0 0 ${width} ${layerHeight}`}
      aria-hidden="true"
    >
      {shownLanes(lane.passing, lanes).map((k) => (
        <path key={k} class="lane" d={`M${centre(k, lanes)} 0V${layerHeight}`} />
      ))}
      {shownLanes(lane.joins, lanes).map((k) => {
        const from0 = centre(k, lanes);
        return (
          <path
            key={k}
            class="lane"
            d={`M${from0} 0C${from0} 13 ${from0} 13 ${x - Math.max(top, bottom) / 2 - 1} 13`}
          />
        );
      })}
      {lane.lane < 0 ? null : times > 1 ? (
        [0, 1, 2].map((k) => (
          <path key={k} class={`body ${kind}`} d={body(1.5 + k * 8, 6.5 + k * 8)} />
        ))
      ) : (
        <path class={`body ${kind}`} d={body(1.5, layerHeight - 1.5)} />
      )}
      {status === 'unknown' ? (
        <text x={x} y={17.5} text-anchor="middle">
          ?
        </text>
      ) : null}
    </svg>
  );
}

interface SheetsProps {
  readonly shape: Shape;
  readonly lane: number;
  readonly below: readonly number[];
  readonly splits: readonly (readonly [number, number])[];
  readonly lanes: number;
}

/** A tensor: sheets seen from the edge, one more for each doubling of channels. */
export function Sheets({ shape, lane, below, splits, lanes }: SheetsProps): JSX.Element {
  const width = gutterWidth(lanes);
  const x = centre(Math.min(lane, lanes), lanes);
  const size = extent(shape);
  const small = lane > 0 && lanes > 0 ? 0.3 : 1;
  const count = size ? Math.min(14, 1 + Math.round(Math.log2(Math.max(1, size.channels)))) : 0;
  const gap = Math.min(3, 16 / Math.max(1, count - 1));
  const w = span(size?.side ?? 1) * small;
  const y = (k: number): number =>
    Math.round((edgeHeight / 2 - ((count - 1) * gap) / 2 + k * gap) * 2) / 2;
  return (
    <svg
      class="glyph"
      width={width}
      height={edgeHeight}
      viewBox={`0 0 ${width} ${edgeHeight}`}
      aria-hidden="true"
    >
      {shownLanes(below, lanes)
        .filter((k) => k !== lane && !splits.some(([, to]) => to === k))
        .map((k) => (
          <path key={k} class="lane" d={`M${centre(k, lanes)} 0V${edgeHeight}`} />
        ))}
      {splits
        .filter(([, to]) => to <= lanes)
        .map(([from, to]) => {
          const start = from === lane ? x - w / 2 - 1 : centre(from, lanes);
          const end = centre(to, lanes);
          return (
            <path
              key={to}
              class="lane"
              d={`M${start} 10C${end} 10 ${end} 10 ${end} ${edgeHeight}`}
            />
          );
        })}
      {count === 0 ? (
        <path class="broken" d={`M${x} 0V${edgeHeight}`} />
      ) : (
        Array.from({ length: count }, (_, k) => (
          <path key={k} class="sheet" d={`M${x - w / 2} ${y(k)}H${x + w / 2}`} />
        ))
      )}
    </svg>
  );
}

export type InputLanes = Pick<Lanes, 'width' | 'inputSplits' | 'inputBelow'>;
