/** The ledger: what each input channel adds, then bias, rounding and total; the printed numbers add up as printed. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { Stepper } from '../app/controls';
import type { Box } from '../draw/gridPaint';
import { usePalette } from '../draw/palette';
import type { ScaleKind } from '../draw/scale';
import { bandHeight, drawChannel, outline } from '../draw/surface';
import { fromThousandths } from '../text/format';
import { useSpeech } from '../text/speech';
import { channelRange, type Convolution, type Explanation, type Volume } from './explain';

const perPage = 8;
const thumbWidth = 32;

interface LedgerProps {
  readonly explanation: Explanation;
  readonly convolution: Convolution;
  readonly input: Volume;
  readonly kind: ScaleKind;
  readonly weightRange: number;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly box: Box | null;
}

export function LedgerView(props: LedgerProps): JSX.Element {
  const { explanation, selected, onSelect } = props;
  const { t } = useSpeech();
  const { channels, ledger } = explanation;
  const [page, setPage] = useState(Math.floor(selected / perPage));
  useEffect(() => setPage(Math.floor(selected / perPage)), [selected]);
  const pages = Math.ceil(channels.length / perPage);
  const from = Math.min(page, pages - 1) * perPage;
  const shown = channels.slice(from, from + perPage);
  const sum = (parts: readonly number[]): number => parts.reduce((a, b) => a + b, 0);
  const these = sum(shown.map((channel) => ledger.parts[channel.index] ?? 0));
  const rest = sum(ledger.parts) - these;
  const title = t('sumOver', { n: channels.length });
  return (
    <div class="ledger">
      <div class="ledger-head">
        <h3>{title}</h3>
        {pages > 1 ? (
          <Stepper
            text={`${from}–${from + shown.length - 1}`}
            previous={t('previousChannel')}
            next={t('nextChannel')}
            onStep={(step) => setPage((page + step + pages) % pages)}
          />
        ) : null}
      </div>
      <div class="ledger-row" role="group" aria-label={title}>
        {shown.map((channel) => (
          <button
            key={channel.index}
            type="button"
            class="ledger-cell"
            aria-pressed={channel.index === selected}
            onClick={() => onSelect(channel.index)}
          >
            <span class="hidden-text">{t('inputChannel', { n: '' })}</span>
            <span class="ledger-number">{channel.channel}</span>
            <Thumbs {...props} index={channel.index} channel={channel.channel} />
            <span class="hidden-text"> {t('gives')} </span>
            <span class="ledger-value">{fromThousandths(ledger.parts[channel.index] ?? 0)}</span>
          </button>
        ))}
      </div>
      <p class="ledger-total">
        {pages > 1 ? (
          <>
            <span>
              {t('these')} {fromThousandths(these)}
            </span>
            <span>
              {t('others')} {fromThousandths(rest)}
            </span>
          </>
        ) : (
          <span>Σ {fromThousandths(these)}</span>
        )}
        {ledger.bias !== null ? (
          <span>
            {t('bias')} {fromThousandths(ledger.bias)}
          </span>
        ) : null}
        {ledger.rounding !== 0 ? (
          <span>
            {t('rounding')} {fromThousandths(ledger.rounding)}
          </span>
        ) : null}
        <strong>= {fromThousandths(ledger.total)}</strong>
      </p>
    </div>
  );
}

/** The channel's map with the window on it, and its kernel. */
function Thumbs({
  input,
  kind,
  convolution,
  weightRange,
  explanation,
  box,
  index,
  channel,
}: LedgerProps & { index: number; channel: number }): JSX.Element {
  const palette = usePalette();
  const map = useRef<HTMLCanvasElement>(null);
  const kernel = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!map.current || !kernel.current) return;
    const height = bandHeight(input, thumbWidth);
    drawChannel(
      map.current,
      input,
      channel,
      palette,
      kind,
      channelRange(input, channel),
      thumbWidth,
      height,
    );
    const context = map.current.getContext('2d');
    if (context && box) {
      const x = thumbWidth / input.width;
      const y = height / input.height;
      const left = Math.max(1, box.column * x);
      const top = Math.max(1, box.row * y);
      const right = Math.min(thumbWidth - 1, (box.column + box.columns) * x);
      const bottom = Math.min(height - 1, (box.row + box.rows) * y);
      outline(context, palette, left, top, Math.max(3, right - left), Math.max(3, bottom - top), 1);
    }
    const terms = explanation.channels[index]?.terms ?? [];
    const weights: Volume = {
      channels: 1,
      height: convolution.kernelRows,
      width: convolution.kernelColumns,
      data: new Float32Array(convolution.kernelRows * convolution.kernelColumns),
    };
    for (const term of terms) weights.data[term.kr * weights.width + term.kc] = term.weight;
    const longest = Math.max(weights.height, weights.width);
    drawChannel(
      kernel.current,
      weights,
      0,
      palette,
      'weight',
      weightRange,
      (18 * weights.width) / longest,
      (18 * weights.height) / longest,
    );
  });
  return (
    <>
      <canvas ref={map} aria-hidden="true" />
      <canvas ref={kernel} aria-hidden="true" />
    </>
  );
}
