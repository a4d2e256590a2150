/** The lens: the window under the kernel, number by number: window × kernel = products. */
import type { JSX } from 'preact';
import { Grid, type GridEvents } from '../draw/grid';
import type { Box, GridContent } from '../draw/gridPaint';
import type { ScaleKind } from '../draw/scale';
import { short } from '../text/format';
import { useSpeech } from '../text/speech';
import { at, valueOf, weightAt, type Explanation } from './explain';
import { inputsOf, usesOf, type Meeting } from './relations';
import { inputAt, type Scene } from './scene';
import type { Subject } from './highlights';

interface LensProps {
  readonly scene: Scene;
  readonly out: number;
  readonly inIndex: number;
  readonly row: number;
  readonly column: number;
  readonly inputKind: ScaleKind;
  readonly inputRange: number;
  readonly weightRange: number;
  readonly explanation: Explanation | null;
  readonly subject: Subject | null;
  readonly lit: number | null;
  readonly width: number;
  readonly onWeight: GridEvents;
}

/** Windows larger than this are not drawn cell by cell. */
const largestWindow = 15;

export function Lens(props: LensProps): JSX.Element | null {
  const { scene, out, inIndex, row, column, explanation, subject, lit, width, weightRange } = props;
  const { t } = useSpeech();
  const { relation, convolution } = scene;
  const kind = scene.operation.kind;
  if (kind === 'pointwise' || kind === 'sum') return null;
  const meetings = inputsOf(relation, row, column);
  const rows =
    relation.rows.axis.kind === 'adaptive'
      ? 1 + Math.max(0, ...meetings.map((m) => m.kr))
      : relation.rows.axis.kernel;
  const columns =
    relation.columns.axis.kind === 'adaptive'
      ? 1 + Math.max(0, ...meetings.map((m) => m.kc))
      : relation.columns.axis.kernel;
  if (rows > largestWindow || columns > largestWindow) return null;
  const { volume, channel } = inputAt(scene, out, inIndex);
  const byPosition = new Map<number, Meeting>(meetings.map((m) => [m.kr * columns + m.kc, m]));
  const cell = (r: number, c: number): Meeting | undefined => byPosition.get(r * columns + c);
  const inside = (r: number, c: number): boolean => cell(r, c)?.inside ?? false;
  const blocks = convolution ? 3 : 1;
  const stacked = width < 340;
  const perLine = stacked ? Math.min(blocks, 2) : blocks;
  const space = Math.min(Math.max(width, 1), 460);
  // A long single row stands above its kernel and its products, so that what is multiplied lies in one column.
  const upright = convolution !== null && rows === 1 && columns > 3;
  const cellWidth = upright
    ? Math.max(10, Math.min(44, Math.floor(space / columns)))
    : Math.max(
        14,
        Math.min(
          columns > 3 ? 38 : 42,
          Math.floor((space - (perLine - 1) * 20) / (perLine * columns)),
        ),
      );
  const cellHeight = Math.min(30, cellWidth);
  const shared = { rows, columns, firstRow: 0, firstColumn: 0, decimals: 3, exact: true };
  const window: GridContent = {
    ...shared,
    kind: props.inputKind,
    range: props.inputRange,
    inside,
    value: (r, c) => {
      const m = cell(r, c);
      return m ? valueOf(volume, channel, m) : 0;
    },
    ...(kind === 'max' || kind === 'average' ? { paddingText: '' } : {}),
  };
  const hot: Box[] = [];
  if (subject?.kind === 'weight')
    hot.push({ row: subject.row, column: subject.column, rows: 1, columns: 1 });
  const litTerm = lit === null ? undefined : meetings[lit];
  if (litTerm) hot.push({ row: litTerm.kr, column: litTerm.kc, rows: 1, columns: 1 });
  if (kind === 'max') {
    // The one that wins.
    const most = meetings.reduce<{ m: Meeting; v: number } | null>((best, m) => {
      const v = at(volume, channel, m.row, m.column);
      return best === null || v > best.v ? { m, v } : best;
    }, null);
    if (most) hot.push({ row: most.m.kr, column: most.m.kc, rows: 1, columns: 1 });
  }
  const terms = explanation?.channels[inIndex]?.terms ?? [];
  const products = new Map(terms.map((term) => [term.kr * columns + term.kc, term.product]));
  const productRange = Math.max(1e-12, ...terms.map((term) => Math.abs(term.product)));
  const size = { cellWidth, cellHeight };
  return (
    <div class={`lens ${upright ? 'upright' : ''}`}>
      <figure class="block">
        <figcaption>{t('window')}</figcaption>
        <Grid label={t('window')} content={window} marks={{ boxes: hot }} {...size} />
      </figure>
      {convolution ? (
        <>
          <span class="operator" aria-hidden="true">
            ×
          </span>
          <figure class="block">
            <figcaption>{t('kernel')}</figcaption>
            <Grid
              label={t('kernel')}
              content={{
                ...shared,
                kind: 'weight',
                range: weightRange,
                inside: () => true,
                value: (r, c) => weightAt(convolution, out, inIndex, r, c),
              }}
              marks={{ boxes: hot }}
              {...size}
              speak={(r, c) =>
                t('spokenWeight', {
                  r,
                  c,
                  v: short(weightAt(convolution, out, inIndex, r, c), 3),
                  n: usesOf(relation, r, c).length,
                })
              }
              on={props.onWeight}
            />
          </figure>
          <span class="operator" aria-hidden="true">
            =
          </span>
          <figure class="block">
            <figcaption>{t('products')}</figcaption>
            <Grid
              label={t('products')}
              content={{
                ...shared,
                kind: 'value',
                range: productRange,
                inside: (r, c) => cell(r, c) !== undefined,
                value: (r, c) => products.get(r * columns + c) ?? 0,
                paddingText: '',
              }}
              marks={{ boxes: hot }}
              {...size}
            />
          </figure>
        </>
      ) : null}
    </div>
  );
}
