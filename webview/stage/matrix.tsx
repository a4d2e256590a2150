/** The layer as the sparse, tied matrix of a fully connected one, and both parameter counts as areas. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { useSize } from '../app/size';
import { Grid } from '../draw/grid';
import type { Box, GridContent, Tint } from '../draw/gridPaint';
import { usePalette } from '../draw/palette';
import { short } from '../text/format';
import { useSpeech } from '../text/speech';
import { weightAt } from './explain';
import { inputsOf, relate, type Meeting, type WindowAxis } from './relations';
import type { Scene } from './scene';

/** A small input on which the same window still shows its pattern. */
function smallAxis(axis: WindowAxis): WindowAxis {
  if (axis.size === 1 && axis.kernel === 1) return axis;
  const reach = axis.dilation * (axis.kernel - 1) + 1;
  const padded = axis.before + axis.after > 0;
  const size =
    axis.kind === 'transposed'
      ? 3
      : Math.min(axis.size, padded ? Math.max(4, reach) : Math.max(5, reach + axis.stride));
  const { kind, kernel, stride, dilation, before, after, mode } = axis;
  const padBefore = Math.min(before, 1);
  const padAfter = Math.min(after, 1);
  const out =
    kind === 'transposed'
      ? (size - 1) * stride - before - after + reach
      : Math.floor((size + padBefore + padAfter - reach) / stride) + 1;
  return {
    kind,
    size,
    out: Math.max(1, out),
    kernel,
    stride,
    dilation,
    mode,
    before: kind === 'transposed' ? before : padBefore,
    after: kind === 'transposed' ? after : padAfter,
  };
}

export function MatrixStage({
  scene,
  params,
  inputSize,
  outputSize,
  out,
}: {
  scene: Scene;
  params: number | null;
  /** Elements of one example. */
  inputSize: number;
  outputSize: number;
  out: number;
}): JSX.Element | null {
  const speech = useSpeech();
  const { t } = speech;
  const palette = usePalette();
  const root = useRef<HTMLDivElement>(null);
  const { width } = useSize(root);
  const { convolution } = scene;
  const small = useMemo(
    () => relate(smallAxis(scene.relation.rows.axis), smallAxis(scene.relation.columns.axis)),
    [scene.relation],
  );
  const rows = small.rows.axis;
  const columns = small.columns.axis;
  const outputs = rows.out * columns.out;
  const inputs = rows.size * columns.size;
  const [at, setAt] = useState<{ o: number; i: number | null }>({
    o: Math.floor(outputs / 2),
    i: null,
  });
  const table = useMemo(
    () =>
      Array.from({ length: outputs }, (_, o) => {
        const cells = new Map<number, Meeting[]>();
        for (const m of inputsOf(small, Math.floor(o / columns.out), o % columns.out)) {
          if (!m.source) continue;
          const i = m.source.row * columns.size + m.source.column;
          cells.set(i, [...(cells.get(i) ?? []), m]);
        }
        return cells;
      }),
    [small],
  );
  if (!convolution) return null;
  const weight = (m: Meeting): number => weightAt(convolution, out, 0, m.kr, m.kc);
  const entry = (o: number, i: number): number | null => {
    const list = table[o]?.get(i);
    return list ? list.reduce((sum, m) => sum + weight(m), 0) : null;
  };
  const range = Math.max(
    1e-12,
    ...table.flatMap((cells, o) => [...cells.keys()].map((i) => Math.abs(entry(o, i) ?? 0))),
  );
  const o = Math.min(at.o, outputs - 1);
  const r = Math.floor(o / columns.out);
  const c = o % columns.out;
  const pointed = at.i === null ? undefined : table[o]?.get(at.i)?.[0];
  const same: Box[] = pointed
    ? table.flatMap((cells, k) =>
        [...cells].flatMap(([i, list]) =>
          list.some((m) => m.kr === pointed.kr && m.kc === pointed.kc)
            ? [{ row: k, column: i, rows: 1, columns: 1, thin: true }]
            : [],
        ),
      )
    : [];
  const side = width > 640 ? width - 230 : width;
  const cell = Math.max(4, Math.min(24, Math.floor(Math.max(1, side) / inputs)));
  const content: GridContent = {
    kind: 'weight',
    rows: outputs,
    columns: inputs,
    firstRow: 0,
    firstColumn: 0,
    range,
    decimals: 0,
    value: (a, b) => entry(a, b) ?? 0,
    inside: (a, b) => entry(a, b) !== null,
    paddingText: '',
  };
  const mini = Math.max(6, Math.min(16, Math.floor(96 / Math.max(columns.size, columns.out))));
  const inputTint = (a: number, b: number): Tint | null => {
    const v = entry(o, a * columns.size + b);
    return v === null ? null : { colour: palette.colourOf('weight', v, range), text: '' };
  };
  const blank = {
    firstRow: 0,
    firstColumn: 0,
    range: 1,
    decimals: 0,
    value: () => 0,
    inside: () => true,
  } as const;
  return (
    <div class="matrix" ref={root}>
      <p class="lead">{t('matrixIntro')}</p>
      <div class="matrix-row">
        <figure class="block">
          <figcaption>{t('input')}</figcaption>
          <Grid
            label={t('input')}
            content={{ ...blank, kind: 'weight', rows: rows.size, columns: columns.size }}
            marks={{ tint: inputTint }}
            cellWidth={mini}
            cellHeight={mini}
          />
        </figure>
        <figure class="block">
          <figcaption>{t('output')}</figcaption>
          <Grid
            label={t('output')}
            content={{ ...blank, kind: 'value', rows: rows.out, columns: columns.out }}
            marks={{ boxes: [{ row: r, column: c, rows: 1, columns: 1 }] }}
            cellWidth={mini}
            cellHeight={mini}
          />
        </figure>
        <figure class="block large">
          <figcaption>{t('matrixSize', { a: outputs, b: inputs })}</figcaption>
          <Grid
            label={t('matrix')}
            content={content}
            marks={{ boxes: [{ row: o, column: 0, rows: 1, columns: inputs }, ...same] }}
            cellWidth={cell}
            cellHeight={Math.max(6, Math.min(20, cell + 2))}
            speak={(a, b) => {
              const v = entry(a, b);
              return t('matrixSpoken', { o: a, i: b, v: v === null ? t('blank') : short(v, 2) });
            }}
            on={{ point: (a, b) => setAt({ o: a, i: b }), leave: () => setAt({ o, i: null }) }}
            at={{ row: o, column: at.i ?? 0 }}
          />
        </figure>
      </div>
      <p class="matrix-note">
        {t('matrixRow', { o, r, c, n: table[o]?.size ?? 0, m: inputs })}{' '}
        {pointed ? `${t('matrixShared', { n: same.length })} ` : ''}
        <span class="muted">{t('matrixSmall', { a: rows.size, b: columns.size })}</span>
      </p>
      {params !== null ? (
        <>
          <h3>{t('compare')}</h3>
          <Areas params={params} inputSize={inputSize} outputSize={outputSize} width={width} />
        </>
      ) : null}
    </div>
  );
}

/** Both parameter counts as areas: one square fits into the other as often as the numbers say. */
export function Areas({
  params,
  inputSize,
  outputSize,
  width,
}: {
  params: number;
  inputSize: number;
  outputSize: number;
  width: number;
}): JSX.Element {
  const { t, int } = useSpeech();
  const full = inputSize * outputSize + outputSize;
  const ratio = full / params;
  const side = Math.min(304, Math.max(160, width - 130));
  const dot = Math.max(1, side / Math.sqrt(ratio));
  return (
    <div class="areas">
      <div class="areas-drawing">
        <div class="area-large" style={{ width: `${side}px`, height: `${side}px` }}>
          <span>{t('fullyConnected')}</span>
          <strong>{int(full)}</strong>
          <code>
            {int(inputSize)} · {int(outputSize)} + {int(outputSize)}
          </code>
        </div>
        <div>
          <span
            class="area-ring"
            style={{ width: `${Math.max(21, dot + 2)}px`, height: `${Math.max(21, dot + 2)}px` }}
          >
            <i style={{ width: `${dot}px`, height: `${dot}px` }} />
          </span>
          <span class="muted area-name">{t('convolution')}</span>
          <strong>{int(params)}</strong>
        </div>
      </div>
      <p class="muted">{t('areaNote', { n: int(Math.round(ratio)) })}</p>
    </div>
  );
}
