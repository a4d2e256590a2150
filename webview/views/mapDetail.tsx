/** One map, large, with its values, its statistics and the kernel that made it. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Fact } from '../app/controls';
import { Grid } from '../draw/grid';
import { usePalette } from '../draw/palette';
import { drawChannel } from '../draw/surface';
import type { Volume } from '../stage/explain';
import { isSignal, volumeOf } from '../stage/scene';
import { decimal } from '../text/format';
import { useSpeech } from '../text/speech';
import { KernelChoice } from './kernelChoice';
import { KernelEditor } from './kernelEditor';
import type { MapsProps } from './mapGrid';

export function MapDetail({
  volume,
  map,
  range,
  width,
  wide,
  convolution,
  weights,
  made,
  step,
}: MapsProps & {
  volume: Volume;
  map: number;
  range: number;
  width: number;
  wide: boolean;
}): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const palette = usePalette();
  const over = useRef<HTMLCanvasElement>(null);
  const value = useRef<HTMLParagraphElement>(null);
  const choice = page.state.maps;
  const size = volume.height * volume.width;
  const values = volume.data.subarray(map * size, (map + 1) * size);
  const stats = useMemo(() => {
    let sum = 0;
    let zeros = 0;
    let low = Infinity;
    let high = -Infinity;
    for (const v of values) {
      sum += v;
      if (v === 0) zeros++;
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    return { mean: sum / size, zeros: Math.round((100 * zeros) / size), low, high };
  }, [volume, map]);
  const picture = [...made.values()][0];
  const pictureVolume =
    picture && picture.shape.length >= 3 && !isSignal(picture.shape)
      ? volumeOf(picture, false)
      : null;
  const room = wide ? 320 : width < 348 ? width : width - 176;
  const cell = Math.max(0.5, Math.min(40, room / volume.width, 300 / volume.height));
  const whole = cell >= 3 ? Math.floor(cell) : cell;
  const cellHeight = volume.height === 1 ? 28 : whole;
  useLayoutEffect(() => {
    if (!over.current || !pictureVolume) return;
    drawChannel(
      over.current,
      pictureVolume,
      0,
      palette,
      'picture',
      1,
      whole * volume.width,
      cellHeight * volume.height,
    );
    over.current.style.opacity = String(choice.fade);
  }, [pictureVolume, palette, whole, choice.fade, volume]);
  const first =
    convolution !== null && (page.snapshot.graph?.inputs.includes(convolution.input) ?? false);
  const windowed = /conv|pool|linear|norm|relu|add/i.test(step.type);
  return (
    <div class="map-detail">
      <div class="map-large">
        <h3>{t('mapN', { n: map })}</h3>
        <LargeMap
          volume={volume}
          map={map}
          range={range}
          cell={whole}
          cellHeight={cellHeight}
          value={value}
          onKeep={
            windowed
              ? (r, c) =>
                  page.set({
                    view: 'layer',
                    layer: {
                      ...page.state.layer,
                      outChannel: map,
                      position: r * volume.width + c,
                      drawing: 'slide',
                    },
                  })
              : null
          }
        >
          {pictureVolume ? <canvas class="under" ref={over} aria-hidden="true" /> : null}
        </LargeMap>
        <p class="pixel mono" ref={value}>
          {'\u00a0'}
        </p>
        {pictureVolume ? (
          <label class="fade">
            <span class="muted">{t('fade')}</span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={choice.fade}
              onInput={(event) =>
                page.set({ maps: { ...page.state.maps, fade: Number(event.currentTarget.value) } })
              }
            />
          </label>
        ) : null}
      </div>
      <div class="map-side">
        <dl class="facts tight">
          <Fact label={t('minimum')} value={decimal(stats.low, 3)} />
          <Fact label={t('maximum')} value={decimal(stats.high, 3)} />
          <Fact label={t('mean')} value={decimal(stats.mean, 3)} />
          <Fact label={t('zeros')} value={`${stats.zeros} %`} />
        </dl>
        {windowed ? (
          <button
            type="button"
            class="small"
            onClick={() =>
              page.set({
                view: 'layer',
                layer: { ...page.state.layer, outChannel: map, position: null, drawing: 'slide' },
              })
            }
          >
            {t('openInLayer')}
          </button>
        ) : null}
        {convolution && weights ? (
          <KernelEditor operation={convolution} weights={weights} out={map} />
        ) : null}
        {convolution && first ? (
          <KernelChoice bare operation={convolution} out={map} weights={weights} />
        ) : null}
      </div>
    </div>
  );
}

function LargeMap({
  volume,
  map,
  range,
  cell,
  cellHeight,
  value,
  onKeep,
  children,
}: {
  volume: Volume;
  map: number;
  range: number;
  cell: number;
  cellHeight: number;
  value: preact.RefObject<HTMLParagraphElement>;
  onKeep: ((row: number, column: number) => void) | null;
  children: preact.ComponentChildren;
}): JSX.Element {
  const { t } = useSpeech();
  const read = (r: number, c: number): number =>
    volume.data[(map * volume.height + r) * volume.width + c] ?? 0;
  const said = (r: number, c: number): string => t('pixelAt', { r, c, v: decimal(read(r, c), 3) });
  const show = (text: string): void => {
    // Written past the component: a pointer's every move would draw all maps anew.
    if (value.current) value.current.textContent = text;
  };
  return (
    <Grid
      label={t('mapN', { n: map })}
      content={{
        kind: 'value',
        rows: volume.height,
        columns: volume.width,
        firstRow: 0,
        firstColumn: 0,
        range,
        value: read,
        inside: () => true,
        decimals: 2,
      }}
      marks={{}}
      cellWidth={cell}
      cellHeight={cellHeight}
      speak={said}
      on={{
        point: (r, c) => show(`[${map}, ${r}, ${c}] = ${decimal(read(r, c), 3)}`),
        leave: () => show('\u00a0'),
        ...(onKeep ? { keep: onKeep } : {}),
      }}
    >
      {children}
    </Grid>
  );
}
