/** The kernel of a map, number by number, for one input channel at a time. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { Link, Stepper } from '../app/controls';
import type { Numbers } from '../compute/messages';
import { usePalette } from '../draw/palette';
import { drawChannel } from '../draw/surface';
import type { ConvolutionOperation } from '../stage/operation';
import { short } from '../text/format';
import { useSpeech } from '../text/speech';
import { useKernel } from './kernelChoice';

/** Kernels up to this side are typed in; larger ones are only drawn. */
const largestTyped = 5;

export function KernelEditor({
  operation,
  weights,
  out,
}: {
  operation: ConvolutionOperation;
  weights: Numbers;
  out: number;
}): JSX.Element {
  const { t } = useSpeech();
  const palette = usePalette();
  const kernel = useKernel(operation);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [chosen, setChannel] = useState(0);
  const rows = operation.rows.kernel;
  const columns = operation.columns.kernel;
  const channels = operation.inChannels / operation.groups;
  const channel = Math.min(chosen, channels - 1);
  const perGroup = operation.outChannels / operation.groups;
  const base =
    (operation.transposed
      ? (Math.floor(out / perGroup) * channels + channel) * perGroup + (out % perGroup)
      : out * channels + channel) *
    rows *
    columns;
  const values = weights.data.subarray(base, base + rows * columns);
  const range = weights.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const longest = Math.max(rows, columns);
  useLayoutEffect(() => {
    if (canvas.current) {
      drawChannel(
        canvas.current,
        { channels: 1, height: rows, width: columns, data: values },
        0,
        palette,
        'weight',
        range,
        (54 * columns) / longest,
        (54 * rows) / longest,
      );
    }
  });
  const typed = rows <= largestTyped && columns <= largestTyped && kernel.name !== null;
  return (
    <div class="kernel-box">
      <div class="pane-head">
        <h3>{t('kernelOf', { n: out })}</h3>
        {channels > 1 ? (
          <Stepper
            text={`${t('channel')} ${channel}`}
            title={t('channelOf', { i: channel + 1, n: channels })}
            previous={t('previousChannel')}
            next={t('nextChannel')}
            onStep={(by) => setChannel((channel + by + channels) % channels)}
          />
        ) : null}
      </div>
      <div class="kernel-row">
        <canvas ref={canvas} aria-hidden="true" />
        {typed ? (
          <div class="kernel-edit" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
            {[...values].map((value, k) => (
              <input
                key={`${out}/${channel}/${k}`}
                type="number"
                step={0.05}
                value={short(value, 3).replace('−', '-')}
                aria-label={`${t('kernel')} ${t('rowColumn', { r: Math.floor(k / columns), c: k % columns })}`}
                onChange={(event) => {
                  const next = Number(event.currentTarget.value);
                  if (event.currentTarget.value !== '' && Number.isFinite(next))
                    kernel.setNumber(base + k, next, weights);
                }}
              />
            ))}
          </div>
        ) : null}
      </div>
      {kernel.edited && operation.inChannels > 4 ? (
        <Link onClick={kernel.reset}>{t('reset')}</Link>
      ) : null}
    </div>
  );
}
