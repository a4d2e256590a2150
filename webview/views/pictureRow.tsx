/** The pictures to choose from, and what the weights are. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Link } from '../app/controls';
import { sizesOf } from '../stage/operation';
import {
  defaultSample,
  inputKind,
  namesFor,
  pictureLabels,
  sampleOf,
  type SampleName,
} from '../pictures/picture';
import { usePalette } from '../draw/palette';
import { drawChannel, prepare } from '../draw/surface';
import { useSpeech } from '../text/speech';

const side = 28;

export function PictureRow(): JSX.Element | null {
  const page = usePage();
  const { t } = useSpeech();
  const { state, snapshot } = page;
  const input = snapshot.model?.inputs[0];
  const graph = snapshot.graph;
  const shape = (graph && sizesOf(graph, graph.inputs[0] ?? -1)) ?? [];
  const kind = inputKind(shape, input?.dtype ?? 'float');
  const names = namesFor(kind);
  const hand = [...state.kernels.keys()];
  const weights =
    state.picture === 'demo' &&
    state.demo &&
    Object.keys(state.demo.parameters).length > 0 &&
    hand.length === 0
      ? t('weightsDemo')
      : hand.length > 0
        ? t('weightsEdited', {
            list: hand.map((name) => name.replace(/\.weight$/, '')).join(', '),
            n: state.seed,
          })
        : t('weightsLine', { n: state.seed });
  const shown =
    names.includes(state.picture as SampleName) || state.picture === 'demo'
      ? state.picture
      : defaultSample(shape);
  return (
    <>
      {names.length > 0 ? (
        <div class="pictures" role="group" aria-label={t('picture')}>
          {state.demo?.input ? (
            <button
              type="button"
              class="picture words"
              aria-pressed={shown === 'demo'}
              onClick={() => page.set({ picture: 'demo' })}
            >
              {t('demoInput')}
            </button>
          ) : null}
          {names.map((name) => (
            <button
              key={name}
              type="button"
              class="picture"
              aria-label={t(pictureLabels[name])}
              title={t(pictureLabels[name])}
              aria-pressed={shown === name}
              onClick={() => page.set({ picture: name })}
            >
              <Thumb
                name={name}
                channels={
                  kind === 'picture' || kind === 'video'
                    ? kind === 'video'
                      ? (shape.at(-4) ?? 1)
                      : (shape.at(-3) ?? 1)
                    : 1
                }
                signal={kind === 'signal'}
              />
            </button>
          ))}
        </div>
      ) : null}
      <p class="muted weights">
        {weights}{' '}
        <Link onClick={() => page.set({ seed: (state.seed + 1) % 1000 })}>{t('anotherSeed')}</Link>
      </p>
    </>
  );
}

/** The picture as it goes in: in colour where the model takes three channels. */
function Thumb({
  name,
  channels,
  signal,
}: {
  name: string;
  channels: number;
  signal: boolean;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  useLayoutEffect(() => {
    if (!canvas.current) return;
    if (signal) {
      const data = sampleOf(name, [1, 1, 96], 'float');
      const context = prepare(canvas.current, side * 1.6, side);
      context.strokeStyle = getComputedStyle(document.body).getPropertyValue('--ink');
      context.lineWidth = 1;
      context.beginPath();
      data.forEach((v, i) => context.lineTo((i / 95) * side * 1.6, side / 2 - v * (side / 2 - 2)));
      context.stroke();
      return;
    }
    const colours = channels === 3 ? 3 : 1;
    const detail = 56;
    const data = sampleOf(name, [1, colours, detail, detail], 'float');
    if (colours === 1) {
      drawChannel(
        canvas.current,
        { channels: 1, height: detail, width: detail, data },
        0,
        palette,
        'picture',
        1,
        side,
        side,
      );
      return;
    }
    const image = document.createElement('canvas');
    image.width = image.height = detail;
    const pixels = image.getContext('2d');
    if (!pixels) return;
    const target = pixels.createImageData(detail, detail);
    for (let i = 0; i < detail * detail; i++) {
      for (let c = 0; c < 3; c++)
        target.data[4 * i + c] = 255 * (data[c * detail * detail + i] ?? 0);
      target.data[4 * i + 3] = 255;
    }
    pixels.putImageData(target, 0, 0);
    const context = prepare(canvas.current, side, side);
    context.imageSmoothingEnabled = true;
    context.drawImage(image, 0, 0, side, side);
  }, [name, channels, signal, palette]);
  return <canvas ref={canvas} aria-hidden="true" />;
}
