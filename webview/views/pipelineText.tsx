/** The small texts of the pipeline: counts, shapes on edges, paths. */
import { Fragment, type JSX } from 'preact';
import type { Count, Shape } from '../../src/analysis/report/report';
import type { Total } from '../model/counts';
import type { NamedShape } from '../model/names';
import { compact, symbolicText } from '../text/format';
import { useSpeech, type Speech } from '../text/speech';

/** Drops the batch axis, which every edge shares; a shape with another first axis is shown whole. */
export function withoutBatch(shape: Shape, batch: unknown): Shape {
  return shape && shape.length > 1 && shape[0] === batch ? shape.slice(1) : shape;
}

export function TotalText({ total: sum, speech }: { total: Total; speech: Speech }): JSX.Element {
  if (sum.symbolic !== null) {
    const symbols = [...new Set(sum.symbolic.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])];
    return sum.symbolic.length <= 12 ? (
      <>{symbolicText(sum.symbolic)}</>
    ) : (
      <span title={symbolicText(sum.symbolic)}>
        {speech.t('noNumbers', { list: symbols.join(', ') })}
      </span>
    );
  }
  const sign = sum.complete ? '' : '≥ ';
  return sum.value < 1e7 ? (
    <>
      {sign}
      {speech.int(sum.value)}
    </>
  ) : (
    <span title={speech.int(sum.value)}>
      {sign}
      <ShortOrLong value={sum.value} speech={speech} />
    </span>
  );
}

/** Few digits where there is little room, all of them where there is; a screen reader hears the whole number. */
export function ShortOrLong({ value, speech }: { value: number; speech: Speech }): JSX.Element {
  return (
    <>
      <span aria-hidden="true" class="short-count">
        {compact(value, speech.locale)}
      </span>
      <span class="long-count">{speech.int(value)}</span>
    </>
  );
}

export function EdgeText({ named }: { named: NamedShape }): JSX.Element {
  const { shape, t } = useSpeech();
  return (
    <>
      <code>{named.shape === null ? t('unknown') : shape(named.shape)}</code>
      {named.definitions.map(({ name, text }) => (
        <Fragment key={name}>
          {' '}
          <code class="axes">{t('symbolWhere', { name, text: symbolicText(text) })}</code>
        </Fragment>
      ))}
    </>
  );
}

export function AxisNames({ shape }: { shape: Shape }): JSX.Element | null {
  const { t } = useSpeech();
  const key = ({ 2: 'axesNamed1', 3: 'axesNamed', 4: 'axesNamed3' } as const)[shape?.length ?? 0];
  return key ? <span class="axes">{t(key)}</span> : null;
}

export function CountCell({
  value,
  largest,
  kind,
  shorten,
  unreached = false,
}: {
  value: Count;
  largest: number;
  kind: 'params' | 'macs';
  shorten: (text: string) => string;
  unreached?: boolean;
}): JSX.Element {
  const speech = useSpeech();
  if (unreached)
    return (
      <td class={`num ${kind}`}>
        <span class="nil">–</span>
      </td>
    );
  if (value === null)
    return (
      <td class={`num ${kind}`}>
        <span class="muted">?</span>
      </td>
    );
  if (typeof value === 'string') {
    const text = symbolicText(shorten(value));
    return (
      <td class={`num ${kind}`} title={symbolicText(value)}>
        {text.length > 14 ? `${text.slice(0, 13)}…` : text}
      </td>
    );
  }
  if (value === 0)
    return (
      <td class={`num ${kind}`}>
        <span class="nil">–</span>
      </td>
    );
  const long = value >= 1e7;
  return (
    <td class={`num ${kind}`}>
      <span class="bar" title={long ? speech.int(value) : undefined}>
        <i style={{ width: `${Math.max(2, (100 * value) / largest)}%` }} />
        <b>{long ? <ShortOrLong value={value} speech={speech} /> : speech.int(value)}</b>
      </span>
    </td>
  );
}

/** A path whose beginning gives way when there is no room: its end says which layer it is. */
export function PathText({ path }: { path: string }): JSX.Element {
  const parts = path.split('.');
  // A number says nothing without what it numbers.
  const kept = /^\d/.test(parts.at(-1) ?? '') ? 2 : 1;
  const head = parts
    .slice(0, -kept)
    .map((part) => `${part}.`)
    .join('');
  const tail = parts.slice(-kept).join('.');
  return (
    <span class="path">
      {head ? <span class="path-head">{head}</span> : null}
      <span class="path-tail">{tail}</span>
    </span>
  );
}
