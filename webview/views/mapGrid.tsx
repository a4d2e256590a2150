/** The maps of a layer, sixteen a page, on one scale, with the one picked shown large. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Stepper } from '../app/controls';
import { useSize } from '../app/size';
import type { Numbers } from '../compute/messages';
import { usePalette } from '../draw/palette';
import { bandHeight, drawChannel } from '../draw/surface';
import type { Step } from '../model/steps';
import { channelRange, type Volume } from '../stage/explain';
import type { ConvolutionOperation } from '../stage/operation';
import { isSignal, volumeOf } from '../stage/scene';
import { useSpeech } from '../text/speech';
import { Legend } from './legend';
import { MapDetail } from './mapDetail';

const perPage = 16;

/** Largest magnitude over all maps. */
const layerRange = (volume: Volume): number => {
  let most = 0;
  for (const v of volume.data) {
    const magnitude = Math.abs(v);
    if (magnitude > most && Number.isFinite(magnitude)) most = magnitude;
  }
  return most;
};

export interface MapsProps {
  readonly step: Step;
  readonly numbers: Numbers;
  readonly networkRange: number | null;
  readonly convolution: ConvolutionOperation | null;
  readonly weights: Numbers | undefined;
  readonly made: ReadonlyMap<number, Numbers>;
}

export function Maps(props: MapsProps): JSX.Element {
  const { step, numbers, networkRange, convolution, weights } = props;
  const page = usePage();
  const { t, int } = useSpeech();
  const choice = page.state.maps;
  const root = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const { width } = useSize(root);
  const volume = useMemo(() => volumeOf(numbers, isSignal(numbers.shape)), [numbers]);
  const ranges = useMemo(
    () => Array.from({ length: volume.channels }, (_, c) => channelRange(volume, c)),
    [volume],
  );
  const whole = useMemo(() => layerRange(volume), [volume]);
  const map = Math.min(choice.map, volume.channels - 1);
  const pages = Math.ceil(volume.channels / perPage);
  const at = Math.min(choice.page, pages - 1);
  const from = at * perPage;
  const shown = Math.min(perPage, volume.channels - from);
  const change = (patch: Partial<typeof choice>): void =>
    page.set({ maps: { ...page.state.maps, ...patch } });
  const rangeOf = (channel: number): number =>
    (choice.scope === 'map'
      ? (ranges[channel] ?? 0)
      : choice.scope === 'network'
        ? Math.max(networkRange ?? whole, whole)
        : whole) * choice.clip;
  const wide = width >= 620;
  const gridWidth = wide ? width - 320 - 32 : width;
  const columns =
    gridWidth >= 430
      ? shown > 4
        ? 4
        : shown
      : shown > 8 && gridWidth < 430
        ? gridWidth < 300
          ? 4
          : 8
        : 4;
  const gap = columns === 8 ? 4 : 8;
  const cell = Math.max(
    16,
    Math.min(104, Math.floor((gridWidth - (columns - 1) * gap) / Math.max(1, columns)) - 4),
  );
  const clipped = useMemo(() => {
    let n = 0;
    for (let c = from; c < from + shown; c++) {
      const range = rangeOf(c) * (1 + 1e-6);
      const size = volume.height * volume.width;
      for (let i = c * size; i < (c + 1) * size; i++)
        if (Math.abs(volume.data[i] ?? 0) > range) n++;
    }
    return n;
  }, [volume, from, shown, choice.scope, choice.clip, networkRange]);

  return (
    <div class="maps" ref={root}>
      <Legend range={choice.scope === 'map' ? rangeOf(map) : rangeOf(0)} clipped={clipped} />
      <div class="map-columns">
        <div>
          <div
            ref={grid}
            class="map-grid"
            role="group"
            aria-label={t('mapsOf', { name: step.name })}
            style={{ gridTemplateColumns: `repeat(${columns}, auto)`, gap: `${gap}px` }}
            onKeyDown={(event) => {
              const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[
                event.key
              ];
              if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
              event.preventDefault();
              const all = [...(grid.current?.querySelectorAll<HTMLElement>('button') ?? [])];
              const here = all.indexOf(document.activeElement as HTMLElement);
              all[Math.max(0, Math.min(all.length - 1, here + by))]?.focus();
            }}
          >
            {Array.from({ length: shown }, (_, k) => (
              <MapThumb
                key={from + k}
                volume={volume}
                channel={from + k}
                range={rangeOf(from + k)}
                width={cell}
                selected={from + k === map}
                dead={ranges[from + k] === 0}
                tabStop={from + k === map || (k === 0 && (map < from || map >= from + shown))}
                onPick={() => change({ map: from + k })}
              />
            ))}
          </div>
          {pages > 1 ? (
            <div class="pager">
              <Stepper
                text={t('mapsPage', { a: from, b: from + shown - 1, n: int(volume.channels) })}
                previous={t('previousPage')}
                next={t('nextPage')}
                onStep={(by) => {
                  const next = (at + by + pages) % pages;
                  change({ page: next, map: next * perPage });
                }}
              />
            </div>
          ) : null}
        </div>
        <MapDetail
          {...props}
          volume={volume}
          map={map}
          range={rangeOf(map)}
          width={wide ? 320 : width}
          wide={wide}
          convolution={convolution}
          weights={weights}
        />
      </div>
    </div>
  );
}

function MapThumb({
  volume,
  channel,
  range,
  width,
  selected,
  dead,
  tabStop,
  onPick,
}: {
  volume: Volume;
  channel: number;
  range: number;
  width: number;
  selected: boolean;
  dead: boolean;
  tabStop: boolean;
  onPick: () => void;
}): JSX.Element {
  const { t } = useSpeech();
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current)
      drawChannel(
        canvas.current,
        volume,
        channel,
        palette,
        'value',
        range,
        width,
        bandHeight(volume, width),
      );
  }, [volume, channel, palette, range, width]);
  return (
    <button
      type="button"
      class="map"
      aria-pressed={selected}
      aria-label={`${t('mapN', { n: channel })}${dead ? `, ${t('dead')}` : ''}`}
      tabIndex={tabStop ? 0 : -1}
      onClick={onPick}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <span>
        {channel}
        {dead ? <em>{t('dead')}</em> : null}
      </span>
    </button>
  );
}
