/** The Maps view: the output feature maps of a step of the person's own model, on a picture. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Fact, Segmented, Stepper } from '../app/controls';
import { useSize } from '../app/size';
import type { ScaleScope } from '../app/state';
import type { Numbers } from '../compute/messages';
import { useNumbers } from '../compute/provider';
import { css } from '../draw/colour';
import { Grid } from '../draw/grid';
import { usePalette } from '../draw/palette';
import { bandHeight, drawChannel, prepare } from '../draw/surface';
import { drawsMaps } from '../model/settings';
import type { Step } from '../model/steps';
import { channelRange, type Volume } from '../stage/explain';
import { operationOf, type ConvolutionOperation } from '../stage/operation';
import { isSignal, volumeOf } from '../stage/scene';
import { decimal } from '../text/format';
import { useSpeech } from '../text/speech';
import { ComputeState, NeedNumbers } from './computeState';
import { KernelChoice } from './kernelChoice';
import { KernelEditor } from './kernelEditor';
import { LayerBar } from './layerBar';
import { useShownStep } from './layer';
import { PictureRow } from './pictureRow';

const perPage = 16;

export function MapsView(): JSX.Element {
  const shown = useShownStep();
  const { t } = useSpeech();
  if (!shown) return <p class="muted">{t('nothingSelected')}</p>;
  return <MapsOf step={shown.step} key={`${shown.step.key.path}#${shown.step.key.call}`} />;
}

/** Largest magnitude over all maps. */
const layerRange = (volume: Volume): number => {
  let most = 0;
  for (const v of volume.data) {
    const magnitude = Math.abs(v);
    if (magnitude > most && Number.isFinite(magnitude)) most = magnitude;
  }
  return most;
};

function MapsOf({ step }: { step: Step }): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const { snapshot, state } = page;
  const { graph } = snapshot;
  const output = graph?.nodes[step.nodes.at(-1) ?? -1]?.outputs[0];
  const named = (shape: Step['output']): boolean => shape?.some((size, axis) => typeof size === 'string' && axis > 0) ?? false;
  const symbolic = named(step.output);
  const inputSymbolic = snapshot.model?.inputs.some((input) => named(input.shape)) ?? false;
  const operation = useMemo(() => operationOf(graph, step.nodes), [graph, step]);
  const convolution = operation.kind === 'convolution' ? operation : null;
  const runnable = output !== undefined && step.status !== 'failed' && step.status !== 'not-reached' && !inputSymbolic && !symbolic;
  const wanted = useMemo(
    () => (runnable && output !== undefined ? [output, ...(convolution ? [convolution.weight] : [])] : []),
    [runnable, output, convolution?.weight],
  );
  const computed = useNumbers(runnable ? step : null, wanted, state.maps.scope === 'network');
  const numbers = output === undefined ? undefined : computed.tensors.get(output);
  return (
    <>
      <LayerBar step={step} />
      {step.status === 'failed' ? <p class="muted">{t('layerFailed')}</p>
        : step.status === 'not-reached' ? <p class="muted">{t('layerNotReached')}</p>
          : inputSymbolic || symbolic ? <NeedNumbers />
            : output === undefined ? <p class="muted">{t('noGraph')}</p>
              : (
                <>
                  <PictureRow />
                  <ComputeState computed={computed} step={step} />
                  {numbers ? (
                    drawsMaps(step)
                      ? <Maps step={step} numbers={numbers} networkRange={computed.networkRange} convolution={convolution} weights={convolution ? computed.tensors.get(convolution.weight) : undefined} made={computed.made} />
                      : <ValuesRow step={step} numbers={numbers} />
                  ) : null}
                </>
              )}
    </>
  );
}

interface MapsProps {
  readonly step: Step;
  readonly numbers: Numbers;
  readonly networkRange: number | null;
  readonly convolution: ConvolutionOperation | null;
  readonly weights: Numbers | undefined;
  readonly made: ReadonlyMap<number, Numbers>;
}

function Maps(props: MapsProps): JSX.Element {
  const { step, numbers, networkRange, convolution, weights } = props;
  const page = usePage();
  const { t, int } = useSpeech();
  const choice = page.state.maps;
  const root = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const { width } = useSize(root);
  const volume = useMemo(() => volumeOf(numbers, isSignal(numbers.shape)), [numbers]);
  const ranges = useMemo(() => Array.from({ length: volume.channels }, (_, c) => channelRange(volume, c)), [volume]);
  const whole = useMemo(() => layerRange(volume), [volume]);
  const map = Math.min(choice.map, volume.channels - 1);
  const pages = Math.ceil(volume.channels / perPage);
  const at = Math.min(choice.page, pages - 1);
  const from = at * perPage;
  const shown = Math.min(perPage, volume.channels - from);
  const change = (patch: Partial<typeof choice>): void => page.set({ maps: { ...page.state.maps, ...patch } });
  const rangeOf = (channel: number): number =>
    (choice.scope === 'map' ? (ranges[channel] ?? 0) : choice.scope === 'network' ? Math.max(networkRange ?? whole, whole) : whole) * choice.clip;
  const wide = width >= 620;
  const gridWidth = wide ? width - 320 - 32 : width;
  const columns = gridWidth >= 430 ? (shown > 4 ? 4 : shown) : shown > 8 && gridWidth < 430 ? (gridWidth < 300 ? 4 : 8) : 4;
  const gap = columns === 8 ? 4 : 8;
  const cell = Math.max(16, Math.min(104, Math.floor((gridWidth - (columns - 1) * gap) / Math.max(1, columns)) - 4));
  const clippedOn = useRef(0);
  const clipped = useMemo(() => {
    let n = 0;
    for (let c = from; c < from + shown; c++) {
      const range = rangeOf(c) * (1 + 1e-6);
      const size = volume.height * volume.width;
      for (let i = c * size; i < (c + 1) * size; i++) if (Math.abs(volume.data[i] ?? 0) > range) n++;
    }
    return n;
  }, [volume, from, shown, choice.scope, choice.clip, networkRange]);
  clippedOn.current = clipped;

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
              const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
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
        <MapDetail {...props} volume={volume} map={map} range={rangeOf(map)} width={wide ? 320 : width} wide={wide} convolution={convolution} weights={weights} />
      </div>
    </div>
  );
}

function MapThumb(
  { volume, channel, range, width, selected, dead, tabStop, onPick }: {
    volume: Volume; channel: number; range: number; width: number; selected: boolean; dead: boolean; tabStop: boolean; onPick: () => void;
  },
): JSX.Element {
  const { t } = useSpeech();
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) drawChannel(canvas.current, volume, channel, palette, 'value', range, width, bandHeight(volume, width));
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
      <span>{channel}{dead ? <em>{t('dead')}</em> : null}</span>
    </button>
  );
}

function Legend({ range, clipped }: { range: number; clipped: number }): JSX.Element {
  const page = usePage();
  const { t, int } = useSpeech();
  const palette = usePalette();
  const choice = page.state.maps;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(root);
  useLayoutEffect(() => {
    if (!canvas.current || width < 20) return;
    const context = prepare(canvas.current, width, 10);
    for (let x = 0; x < width; x++) {
      context.fillStyle = css(palette.colourOf('value', (2 * x) / (width - 1) - 1, 1));
      context.fillRect(x, 0, 1, 10);
    }
  }, [width, palette]);
  const change = (patch: Partial<typeof choice>): void => page.set({ maps: { ...page.state.maps, ...patch } });
  return (
    <div class="legend">
      <div class="legend-scale">
        <span class="mono">{decimal(-range, 2)}</span>
        <div class="legend-bar" ref={root}>
          <canvas ref={canvas} aria-hidden="true" />
          <span class="legend-zero">0</span>
          {clipped > 0 ? <span class="legend-clipped">{t('clippedN', { n: int(clipped) })}</span> : null}
        </div>
        <span class="mono">+{decimal(range, 2)}</span>
      </div>
      <div class="legend-row">
        <span class="muted">{t('scale')}</span>
        <Segmented<ScaleScope>
          label={t('scale')}
          items={[['map', t('perMap')], ['layer', t('perLayer')], ['network', t('perNetwork')]]}
          value={choice.scope}
          onPick={(scope) => change({ scope })}
        />
        <span class="grow" />
        <label class="clip">
          <span class="muted">{t('clipAt')}</span>
          <input
            type="range"
            min={0.1}
            max={1}
            step={0.05}
            value={choice.clip}
            aria-valuetext={`${Math.round(100 * choice.clip)} %`}
            onInput={(event) => change({ clip: Number(event.currentTarget.value) })}
          />
        </label>
      </div>
    </div>
  );
}

function MapDetail(
  { volume, map, range, width, wide, convolution, weights, made, step }: MapsProps & {
    volume: Volume; map: number; range: number; width: number; wide: boolean;
  },
): JSX.Element {
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
  const pictureVolume = picture && picture.shape.length >= 3 && !isSignal(picture.shape) ? volumeOf(picture, false) : null;
  const room = wide ? 320 : width < 348 ? width : width - 176;
  const cell = Math.max(0.5, Math.min(40, room / volume.width, 300 / volume.height));
  const whole = cell >= 3 ? Math.floor(cell) : cell;
  const cellHeight = volume.height === 1 ? 28 : whole;
  useLayoutEffect(() => {
    if (!over.current || !pictureVolume) return;
    drawChannel(over.current, pictureVolume, 0, palette, 'picture', 1, whole * volume.width, cellHeight * volume.height);
    over.current.style.opacity = String(choice.fade);
  }, [pictureVolume, palette, whole, choice.fade, volume]);
  const first = convolution !== null && (page.snapshot.graph?.inputs.includes(convolution.input) ?? false);
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
          onKeep={windowed ? (r, c) => page.set({ view: 'layer', layer: { ...page.state.layer, outChannel: map, position: r * volume.width + c, drawing: 'slide' } }) : null}
        >
          {pictureVolume ? <canvas class="under" ref={over} aria-hidden="true" /> : null}
        </LargeMap>
        <p class="pixel mono" ref={value}>{'\u00a0'}</p>
        {pictureVolume ? (
          <label class="fade">
            <span class="muted">{t('fade')}</span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={choice.fade}
              onInput={(event) => page.set({ maps: { ...page.state.maps, fade: Number(event.currentTarget.value) } })}
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
          <button type="button" class="small" onClick={() => page.set({ view: 'layer', layer: { ...page.state.layer, outChannel: map, position: null, drawing: 'slide' } })}>
            {t('openInLayer')}
          </button>
        ) : null}
        {convolution && weights ? <KernelEditor operation={convolution} weights={weights} out={map} /> : null}
        {convolution && first ? <KernelChoice bare operation={convolution} out={map} weights={weights} /> : null}
      </div>
    </div>
  );
}

function LargeMap(
  { volume, map, range, cell, cellHeight, value, onKeep, children }: {
    volume: Volume; map: number; range: number; cell: number; cellHeight: number;
    value: preact.RefObject<HTMLParagraphElement>;
    onKeep: ((row: number, column: number) => void) | null;
    children: preact.ComponentChildren;
  },
): JSX.Element {
  const { t } = useSpeech();
  const read = (r: number, c: number): number => volume.data[(map * volume.height + r) * volume.width + c] ?? 0;
  const said = (r: number, c: number): string => t('pixelAt', { r, c, v: decimal(read(r, c), 3) });
  const show = (text: string): void => {
    // Written past the component: a pointer's every move would draw all maps anew.
    if (value.current) value.current.textContent = text;
  };
  return (
    <Grid
      label={t('mapN', { n: map })}
      content={{ kind: 'value', rows: volume.height, columns: volume.width, firstRow: 0, firstColumn: 0, range, value: read, inside: () => true, decimals: 2 }}
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

/** A tensor that is no maps: one row of numbers, or several. */
function ValuesRow({ step, numbers }: { step: Step; numbers: Numbers }): JSX.Element {
  const { t, int } = useSpeech();
  const root = useRef<HTMLDivElement>(null);
  const { width } = useSize(root);
  const count = numbers.shape.length > 1 ? (numbers.shape.at(-1) ?? 1) : numbers.data.length;
  const data = numbers.data.subarray(0, count);
  const range = data.reduce((most, v) => Math.max(most, Number.isFinite(v) ? Math.abs(v) : 0), 0);
  const order = useMemo(() => [...data.keys()].sort((a, b) => Math.abs(data[b] ?? 0) - Math.abs(data[a] ?? 0)).slice(0, 5), [numbers]);
  const few = count <= 20;
  const columns = Math.max(1, Math.min(count, few ? Math.floor(Math.max(width, 200) / 44) : Math.floor(Math.max(width, 200) / 10)));
  const cell = Math.max(4, Math.min(48, Math.floor(Math.max(width, 200) / columns)));
  const value = useRef<HTMLParagraphElement>(null);
  const read = (r: number, c: number): number => data[r * columns + c] ?? 0;
  const say = (r: number, c: number): string => `[${r * columns + c}] = ${decimal(read(r, c), 3)}`;
  return (
    <div class="values" ref={root}>
      <h3>{t('valuesOf', { name: step.name })} <span class="muted">{t('values', { n: int(count) })}</span></h3>
      <Grid
        label={t('valuesOf', { name: step.name })}
        content={{ kind: 'value', rows: Math.ceil(count / columns), columns, firstRow: 0, firstColumn: 0, range, value: read, inside: (r, c) => r * columns + c < count, decimals: few ? 2 : 0, paddingText: '' }}
        marks={{}}
        cellWidth={cell}
        cellHeight={few ? 26 : Math.max(6, cell)}
        speak={say}
        on={{
          point: (r, c) => {
            if (value.current) value.current.textContent = r * columns + c < count ? say(r, c) : '\u00a0';
          },
          leave: () => {
            if (value.current) value.current.textContent = '\u00a0';
          },
        }}
      />
      <p class="pixel mono" ref={value}>{'\u00a0'}</p>
      <p class="muted">{t('largestValues')}: <span class="mono">{order.map((i) => `[${i}] ${decimal(data[i] ?? 0, 3)}`).join('  ')}</span></p>
    </div>
  );
}
