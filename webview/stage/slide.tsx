/**
 * The sliding window: padded input and output at one scale, transport, lens, ledger, sentence. What is pointed at is the
 * `subject`; everything shown derives from it and from the relations. Over 400 lines: one stage whose parts share their state.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';
import { usePage } from '../app/context';
import { Segmented, Stepper } from '../app/controls';
import { useSize } from '../app/size';
import { Grid, type GridEvents } from '../draw/grid';
import type { GridContent, Tint } from '../draw/gridPaint';
import { usePalette } from '../draw/palette';
import { decimal, short } from '../text/format';
import { useSpeech } from '../text/speech';
import { at, channelRange, explain, strongest } from './explain';
import { bounds, highlights, type Subject } from './highlights';
import { LedgerView } from './ledgerView';
import { Lens } from './lens';
import { layoutStage } from './layout';
import { inputsOf, outputsOf, paddingSource, useCount } from './relations';
import { inputAt, outputAt, readBy, type Scene } from './scene';
import { Sentence } from './sentence';
import { Transport, usePlayer } from './transport';
import { isUnread, unreadSentences } from './unread';

export function Slide({
  scene,
  pictureInput,
  children,
}: {
  scene: Scene;
  pictureInput: boolean;
  children?: ComponentChildren;
}): JSX.Element {
  const page = usePage();
  const speech = useSpeech();
  const { t } = speech;
  const palette = usePalette();
  const root = useRef<HTMLDivElement>(null);
  const { width, panelHeight } = useSize(root);
  const choice = page.state.layer;
  const { relation, output, convolution } = scene;
  const out = Math.min(choice.outChannel, output.channels - 1);
  const read = readBy(scene, out);
  const inIndex = Math.min(choice.inChannel, read.length - 1);
  const { volume: input, channel } = inputAt(scene, out, inIndex);
  const cells = output.height * output.width;

  // Opens where the response is strongest: something is to be seen at once.
  const best = useMemo(() => strongest(output, out), [output, out]);
  const position = Math.min(choice.position ?? best, cells - 1);
  const row = Math.floor(position / output.width);
  const column = position % output.width;

  const [subject, setSubject] = useState<Subject | null>(null);
  const [kept, setKept] = useState(false);
  const [lit, setLit] = useState<number | null>(null);
  const [filling, setFilling] = useState(false);
  const change = (patch: Partial<typeof choice>): void =>
    page.set({ layer: { ...page.state.layer, ...patch } });
  const release = (): void => {
    setKept(false);
    setSubject(null);
  };
  const player = usePlayer({
    speed: choice.speed,
    request: page.state.playRequest,
    toggleRequest: page.state.toggleRequest,
    atEnd: position >= cells - 1,
    begin: (restart) => {
      release();
      setFilling(true);
      if (restart) change({ position: 0 });
    },
    advance: () => change({ position: Math.min(cells - 1, position + 1) }),
    end: () => setFilling(false),
  });
  const moveTo = (next: number): void => {
    player.stop();
    release();
    setFilling(true);
    change({ position: (next + cells) % cells });
  };

  const setOut = (next: number): void => {
    const wrapped = (next + output.channels) % output.channels;
    change({
      outChannel: wrapped,
      inChannel: Math.min(inIndex, readBy(scene, wrapped).length - 1),
    });
  };
  const setIn = (next: number): void => {
    if (convolution || scene.operation.kind === 'sum')
      change({ inChannel: (next + read.length) % read.length });
    else setOut(next);
  };

  const explanation = useMemo(
    () =>
      convolution
        ? explain(convolution, input, outputAt(scene, out, row, column), out, row, column)
        : null,
    [scene, input, out, row, column],
  );
  const meetings = useMemo(() => inputsOf(relation, row, column), [relation, row, column]);
  const uses = useMemo(() => useCount(relation), [relation]);

  const events = (kind: 'output' | 'input'): GridEvents => ({
    point: (r, c, byKey) => {
      // A pointer that only passes over does not stop what plays.
      if (kept || (player.playing && !byKey)) return;
      player.stop();
      if (kind === 'output') {
        setFilling(false);
        change({ position: r * output.width + c });
      }
      setSubject({ kind, row: r, column: c });
    },
    leave: () => {
      if (!kept) setSubject(null);
    },
    keep: (r, c) => {
      player.stop();
      const same = kept && subject?.kind === kind && subject.row === r && subject.column === c;
      if (same) {
        release();
        return;
      }
      if (kind === 'output') change({ position: r * output.width + c });
      setSubject({ kind, row: r, column: c });
      setKept(true);
    },
    page: (step) => (kind === 'output' ? setOut(out + step) : setIn(inIndex + step)),
    play: player.toggle,
    escape: release,
  });

  const height = Math.max(
    200,
    Math.min(width >= 640 ? 440 : 280, panelHeight - (width >= 640 ? 565 : 620)),
  );
  const near = choice.near ?? false;
  const layout = layoutStage(relation, Math.max(width, 1), height, near, { row, column });

  const inside = (r: number, c: number): boolean =>
    r >= 0 && c >= 0 && r < input.height && c < input.width;
  const rowMode = relation.rows.axis.mode;
  const columnMode = relation.columns.axis.mode;
  const ignored = rowMode === 'none' || columnMode === 'none';
  const inputValue = (r: number, c: number): number => {
    const sr = paddingSource(r, input.height, rowMode);
    const sc = paddingSource(c, input.width, columnMode);
    return sr === null || sc === null ? 0 : at(input, channel, sr, sc);
  };
  const inputKind = pictureInput ? 'picture' : 'value';
  const inputRange = useMemo(() => channelRange(input, channel), [input, channel]);
  const outputRange = useMemo(() => channelRange(output, out), [output, out]);
  const weightRange = useMemo(
    () =>
      convolution ? convolution.weight.reduce((most, v) => Math.max(most, Math.abs(v)), 0) : 0,
    [convolution],
  );
  const inputContent: GridContent = {
    kind: inputKind,
    ...layout.input,
    range: inputRange,
    value: inputValue,
    inside,
    decimals: 2,
    ...(ignored ? { paddingText: '−∞' } : {}),
  };
  const outputContent: GridContent = {
    kind: 'value',
    ...layout.output,
    range: outputRange,
    decimals: 2,
    value: (r, c) => at(output, out, r, c),
    inside: () => true,
  };

  const lights = highlights(scene, { out, inIndex, row, column, subject, lit });
  const outputTint = lights.weights
    ? (r: number, c: number): Tint | null => {
        const weight = lights.weights?.(r, c) ?? null;
        return weight === null
          ? null
          : {
              colour: palette.colourOf('weight', weight, weightRange),
              text: layout.outputCell >= 30 ? short(weight, 2) : '',
            };
      }
    : undefined;
  const inputTint = choice.useCount
    ? (r: number, c: number): Tint | null => {
        if (!inside(r, c)) return null;
        const n = uses.counts[r * input.width + c] ?? 0;
        return {
          colour: palette.colourOf('count', uses.most > 0 ? n / uses.most : 0, 1),
          text: layout.inputCell >= 16 ? String(n) : '',
        };
      }
    : undefined;

  const windowed =
    scene.operation.kind === 'convolution' ||
    scene.operation.kind === 'max' ||
    scene.operation.kind === 'average';
  const notes = windowed ? unreadSentences(relation, speech) : [];
  if (choice.useCount) {
    notes.push(t('usesLegend', { a: uses.least, b: uses.most }));
    if (scene.operation.kind === 'convolution' && !scene.operation.transposed)
      notes.push(
        uses.inPadding > 0
          ? t('usesPadding', { p: short((100 * uses.inPadding) / uses.products, 1) })
          : t('usesNoPadding'),
      );
  }
  const speakOutput = (r: number, c: number): string => {
    const v = decimal(at(output, out, r, c), 3);
    return convolution
      ? t('spokenOutput', { r, c, v, n: read.length * inputsOf(relation, r, c).length })
      : t('spokenOutputPlain', { r, c, v });
  };
  const speakInput = (r: number, c: number): string => {
    const n = outputsOf(relation, r, c).length;
    return inside(r, c)
      ? t('spokenInput', { r, c, v: short(inputValue(r, c), 3), n })
      : t('spokenPadding', { r, c, n });
  };

  // Moving is spoken by the cell itself; the live region says only keeping and a turned channel.
  const spoken = useRef<string | null>(null);
  useEffect(() => {
    const now = `${out}/${inIndex}/${kept}`;
    if (spoken.current !== null && spoken.current !== now && !player.playing) {
      page.say(
        subject?.kind === 'input'
          ? speakInput(subject.row, subject.column)
          : `${t('channel')} ${out}. ${speakOutput(row, column)}`,
      );
    }
    spoken.current = now;
  });
  // While the person types, what was kept stays kept: it is let go only where the window itself has changed.
  const shape = JSON.stringify([scene.operation.kind, relation.rows.axis, relation.columns.axis]);
  const shapeShown = useRef(shape);
  useLayoutEffect(() => {
    if (shapeShown.current === shape) return;
    shapeShown.current = shape;
    setKept(false);
    setSubject(null);
    setLit(null);
  }, [shape]);

  const value = outputAt(scene, out, row, column);
  // A narrow picture leaves its side room for the words around it, but no pane pushes the other out.
  const inputWidth = Math.max(
    layout.inputCell * layout.input.columns,
    Math.min(160, width / 2 - 10),
  );
  const outputWidth = Math.max(
    layout.outputCell * layout.output.columns,
    Math.min(160, width - 20 - inputWidth),
  );
  const multiplied = convolution !== null && explanation !== null;
  return (
    <div class={`stage ${layout.stacked ? 'stacked' : ''}`} ref={root}>
      <div class="panes">
        <div class="pane" style={layout.stacked ? {} : { width: `${inputWidth}px` }}>
          <div class="pane-head">
            <h3>{t('input')}</h3>
            {scene.operation.kind === 'sum' ? (
              <Stepper
                text={`${t('branch')} ${inIndex}`}
                title={t('channelOf', { i: inIndex + 1, n: read.length })}
                previous={t('previousBranch')}
                next={t('nextBranch')}
                onStep={(step) => setIn(inIndex + step)}
              />
            ) : (convolution ? read.length : output.channels) > 1 ? (
              <Stepper
                text={`${t('channel')} ${channel}`}
                title={t('channelOf', { i: channel + 1, n: input.channels })}
                previous={t('previousChannel')}
                next={t('nextChannel')}
                onStep={(step) => (convolution ? setIn(inIndex + step) : setOut(out + step))}
              />
            ) : input.channels > 1 ? (
              <span class="muted">{`${t('channel')} ${channel}`}</span>
            ) : null}
          </div>
          <Grid
            label={t('input')}
            content={inputContent}
            marks={{
              boxes: lights.input,
              dots: lights.dots,
              hatched: (r, c) => isUnread(relation, r, c),
              ...(inputTint ? { tint: inputTint } : {}),
            }}
            cellWidth={layout.inputCell}
            cellHeight={layout.inputHeight}
            speak={speakInput}
            on={events('input')}
            at={meetings[0] ?? { row: 0, column: 0 }}
          />
          <div class="pane-foot">
            {windowed ? (
              <button
                type="button"
                class="toggle"
                aria-pressed={choice.useCount}
                onClick={() => change({ useCount: !choice.useCount })}
              >
                {t('useCount')}
              </button>
            ) : null}
            {layout.canZoom ? (
              <Segmented
                label={t('zoom')}
                items={[
                  ['whole', t('whole')],
                  ['near', t('near')],
                ]}
                value={near ? 'near' : 'whole'}
                onPick={(key) => change({ near: key === 'near' })}
              />
            ) : null}
            {notes.length > 0 ? <p class="pane-note">{notes.join(' ')}</p> : null}
          </div>
        </div>
        <div class="pane" style={layout.stacked ? {} : { width: `${outputWidth}px` }}>
          <div class="pane-head">
            <h3>{t('output')}</h3>
            {(convolution || scene.operation.kind === 'sum') && output.channels > 1 ? (
              <Stepper
                text={`${t('channel')} ${out}`}
                title={t('channelOf', { i: out + 1, n: output.channels })}
                previous={t('previousChannel')}
                next={t('nextChannel')}
                onStep={(step) => setOut(out + step)}
              />
            ) : null}
          </div>
          <div style={{ paddingTop: `${layout.outputOffset}px` }}>
            <Grid
              label={t('output')}
              content={outputContent}
              marks={{
                boxes: lights.output,
                ...(outputTint ? { tint: outputTint } : {}),
                ...(filling
                  ? { hidden: (r: number, c: number) => r * output.width + c > position }
                  : {}),
              }}
              cellWidth={layout.outputCell}
              cellHeight={layout.outputHeight}
              speak={speakOutput}
              on={events('output')}
              at={{ row, column }}
            />
          </div>
          <div class="readout">
            <strong class="value">{decimal(value, 3)}</strong>
            <span class="muted">{kept ? t('pinned') : t('rowColumn', { r: row, c: column })}</span>
          </div>
        </div>
      </div>
      <Transport
        position={position}
        count={cells}
        speed={choice.speed}
        playing={player.playing}
        valueText={t('rowColumn', { r: row, c: column })}
        onToggle={player.toggle}
        onMove={moveTo}
        onSpeed={(speed) => change({ speed })}
      />
      {children}
      <div class={`work ${multiplied && read.length > 1 ? 'with-ledger' : ''}`}>
        <Lens
          scene={scene}
          out={out}
          inIndex={inIndex}
          row={row}
          column={column}
          inputKind={inputKind}
          inputRange={inputRange}
          weightRange={weightRange}
          explanation={explanation}
          subject={subject}
          lit={lit}
          width={width}
          onWeight={{
            point: (r, c, byKey) => {
              if (player.playing && !byKey) return;
              player.stop();
              if (!kept) setSubject({ kind: 'weight', row: r, column: c });
            },
            leave: () => {
              if (!kept) setSubject(null);
            },
            keep: (r, c) => {
              const same =
                kept && subject?.kind === 'weight' && subject.row === r && subject.column === c;
              setKept(!same);
              setSubject(same ? null : { kind: 'weight', row: r, column: c });
            },
            page: (step) => setIn(inIndex + step),
            play: player.toggle,
            escape: release,
          }}
        />
        {convolution && explanation && read.length > 1 ? (
          <LedgerView
            explanation={explanation}
            convolution={convolution}
            input={input}
            kind={inputKind}
            weightRange={weightRange}
            selected={inIndex}
            onSelect={setIn}
            box={bounds(meetings)[0] ?? null}
          />
        ) : null}
      </div>
      <Sentence
        scene={scene}
        out={out}
        inIndex={inIndex}
        row={row}
        column={column}
        subject={subject}
        explanation={explanation}
        inputValue={inputValue}
        inside={inside}
        onTerm={setLit}
      />
    </div>
  );
}
