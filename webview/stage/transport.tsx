/** Play, step, scrub, speed. Nothing moves unless the person starts it; the window jumps, it never glides. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { IconButton, Select } from '../app/controls';
import { reducedMotion } from '../draw/theme';
import { useSpeech } from '../text/speech';

interface PlayerOptions {
  /** Cells a second. */
  readonly speed: number;
  /** Plays each time this number goes up. */
  readonly request: number;
  /** Plays or pauses each time this number goes up. */
  readonly toggleRequest: number;
  readonly atEnd: boolean;
  begin(restart: boolean): void;
  advance(): void;
  end(): void;
}
export interface Player {
  readonly playing: boolean;
  toggle(): void;
  stop(): void;
}

// A request may be older than the view that answers it: each is answered once, whenever the numbers are there.
let requestsSeen = 0;
let togglesSeen = 0;

export function usePlayer(options: PlayerOptions): Player {
  const [playing, setPlaying] = useState(false);
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      if (latest.current.atEnd) {
        setPlaying(false);
        latest.current.end();
      } else latest.current.advance();
    }, 1000 / options.speed);
    return () => clearInterval(timer);
  }, [playing, options.speed]);
  const start = (): void => {
    latest.current.begin(latest.current.atEnd);
    setPlaying(true);
  };
  useEffect(() => {
    if (options.request <= requestsSeen) return;
    requestsSeen = options.request;
    start();
  }, [options.request]);
  useEffect(() => {
    if (options.toggleRequest <= togglesSeen) return;
    togglesSeen = options.toggleRequest;
    if (playing) setPlaying(false);
    else start();
  }, [options.toggleRequest]);
  return {
    playing,
    toggle: () => {
      if (playing) setPlaying(false);
      else start();
    },
    stop: () => {
      if (playing) {
        setPlaying(false);
        latest.current.end();
      }
    },
  };
}

const speeds = [1, 4, 16, 60];

export function Transport({
  position,
  count,
  speed,
  playing,
  valueText,
  onToggle,
  onMove,
  onSpeed,
}: {
  position: number;
  count: number;
  speed: number;
  playing: boolean;
  valueText: string;
  onToggle: () => void;
  onMove: (position: number) => void;
  onSpeed: (speed: number) => void;
}): JSX.Element {
  const { t, int } = useSpeech();
  // Under reduced motion four cells a second are the most, unless chosen here.
  const [chosen, setChosen] = useState(false);
  useEffect(() => {
    if (!chosen && speed > 4 && reducedMotion()) onSpeed(4);
  }, [speed, chosen]);
  return (
    <div class="transport" role="group" aria-label={t('transport')}>
      <IconButton icon="start" label={t('restart')} onClick={() => onMove(0)} />
      <IconButton icon="back" label={t('stepBack')} onClick={() => onMove(position - 1)} />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={playing ? t('pause') : t('play')}
        onClick={onToggle}
        className="play"
      />
      <IconButton icon="forward" label={t('step')} onClick={() => onMove(position + 1)} />
      <input
        type="range"
        min={0}
        max={Math.max(0, count - 1)}
        value={position}
        aria-label={t('position')}
        aria-valuetext={valueText}
        onInput={(event) => onMove(Number(event.currentTarget.value))}
      />
      <span class="where">{t('placeOf', { i: int(position + 1), n: int(count) })}</span>
      <Select
        label={t('speed')}
        value={String(speed)}
        items={speeds.map((n) => [String(n), t('perSecond', { n })])}
        onPick={(key) => {
          setChosen(true);
          onSpeed(Number(key));
        }}
      />
    </div>
  );
}
