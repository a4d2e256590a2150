/** A tensor that is no maps: its numbers in rows, and the largest of them. */
import { useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { useSize } from '../app/size';
import type { Numbers } from '../compute/messages';
import { Grid } from '../draw/grid';
import type { Step } from '../model/steps';
import { decimal } from '../text/format';
import { useSpeech } from '../text/speech';

/** A tensor that is no maps: one row of numbers, or several. */
export function ValuesRow({ step, numbers }: { step: Step; numbers: Numbers }): JSX.Element {
  const { t, int } = useSpeech();
  const root = useRef<HTMLDivElement>(null);
  const { width } = useSize(root);
  const count = numbers.shape.length > 1 ? (numbers.shape.at(-1) ?? 1) : numbers.data.length;
  const data = numbers.data.subarray(0, count);
  const range = data.reduce((most, v) => Math.max(most, Number.isFinite(v) ? Math.abs(v) : 0), 0);
  const order = useMemo(
    () =>
      [...data.keys()].sort((a, b) => Math.abs(data[b] ?? 0) - Math.abs(data[a] ?? 0)).slice(0, 5),
    [numbers],
  );
  const few = count <= 20;
  const columns = Math.max(
    1,
    Math.min(
      count,
      few ? Math.floor(Math.max(width, 200) / 44) : Math.floor(Math.max(width, 200) / 10),
    ),
  );
  const cell = Math.max(4, Math.min(48, Math.floor(Math.max(width, 200) / columns)));
  const value = useRef<HTMLParagraphElement>(null);
  const read = (r: number, c: number): number => data[r * columns + c] ?? 0;
  const say = (r: number, c: number): string => `[${r * columns + c}] = ${decimal(read(r, c), 3)}`;
  return (
    <div class="values" ref={root}>
      <h3>
        {t('valuesOf', { name: step.name })}{' '}
        <span class="muted">{t('values', { n: int(count) })}</span>
      </h3>
      <Grid
        label={t('valuesOf', { name: step.name })}
        content={{
          kind: 'value',
          rows: Math.ceil(count / columns),
          columns,
          firstRow: 0,
          firstColumn: 0,
          range,
          value: read,
          inside: (r, c) => r * columns + c < count,
          decimals: few ? 2 : 0,
          paddingText: '',
        }}
        marks={{}}
        cellWidth={cell}
        cellHeight={few ? 26 : Math.max(6, cell)}
        speak={say}
        on={{
          point: (r, c) => {
            if (value.current)
              value.current.textContent = r * columns + c < count ? say(r, c) : '\u00a0';
          },
          leave: () => {
            if (value.current) value.current.textContent = '\u00a0';
          },
        }}
      />
      <p class="pixel mono" ref={value}>
        {'\u00a0'}
      </p>
      <p class="muted">
        {t('largestValues')}:{' '}
        <span class="mono">
          {order.map((i) => `[${i}] ${decimal(data[i] ?? 0, 3)}`).join('  ')}
        </span>
      </p>
    </div>
  );
}
