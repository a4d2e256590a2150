/** The legend of the maps: the very colours, the scale's scope, and clipping that is never silent. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Segmented } from '../app/controls';
import { useSize } from '../app/size';
import type { ScaleScope } from '../app/state';
import { css } from '../draw/colour';
import { usePalette } from '../draw/palette';
import { prepare } from '../draw/surface';
import { decimal } from '../text/format';
import { useSpeech } from '../text/speech';

export function Legend({ range, clipped }: { range: number; clipped: number }): JSX.Element {
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
  const change = (patch: Partial<typeof choice>): void =>
    page.set({ maps: { ...page.state.maps, ...patch } });
  return (
    <div class="legend">
      <div class="legend-scale">
        <span class="mono">{decimal(-range, 2)}</span>
        <div class="legend-bar" ref={root}>
          <canvas ref={canvas} aria-hidden="true" />
          <span class="legend-zero">0</span>
          {clipped > 0 ? (
            <span class="legend-clipped">{t('clippedN', { n: int(clipped) })}</span>
          ) : null}
        </div>
        <span class="mono">+{decimal(range, 2)}</span>
      </div>
      <div class="legend-row">
        <span class="muted">{t('scale')}</span>
        <Segmented<ScaleScope>
          label={t('scale')}
          items={[
            ['map', t('perMap')],
            ['layer', t('perLayer')],
            ['network', t('perNetwork')],
          ]}
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
