/** The page: holds the state, listens to the extension, and puts the views together. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { explorerProtocol } from '../../src/protocol/explorer';
import { ComputeProvider } from '../compute/provider';
import { PaletteProvider } from '../draw/palette';
import { foldsOf } from '../model/folding';
import { findStep, lineOf, type Step } from '../model/steps';
import { SpeechContext, speechOf } from '../text/speech';
import { Header } from '../views/header';
import { LayerView } from '../views/layer';
import { MapsView } from '../views/maps';
import { ModelView } from '../views/model';
import { Rail } from '../views/rail';
import { Boundary, EmptyState, ReadingState, VersionState } from '../views/states';
import type { Bridge } from './bridge';
import { PageContext, type Page } from './context';
import { Link, Note } from './controls';
import { currentSteps, receive } from './receive';
import { freshLayer, freshMaps, initialState, savedState, Store, type PageState } from './state';

export function App({ bridge }: { bridge: Bridge }): JSX.Element {
  const [store] = useState(() => new Store<PageState>(initialState(bridge.restored())));
  const [state, setState] = useState(store.get());
  const live = useRef<HTMLDivElement>(null);
  useEffect(() => store.subscribe(() => setState(store.get())), [store]);
  useEffect(() => {
    bridge.listen((message) => store.set(receive(store.get(), message)));
    bridge.send({ type: 'page.ready', protocol: explorerProtocol });
  }, [bridge, store]);
  useEffect(() => {
    if (!state.snapshot?.model) return;
    bridge.save(savedState(state));
  }, [state.snapshot, state.view, state.selection, state.pinned, state.picture]);
  useEffect(() => {
    if (state.snapshot?.model) {
      bridge.send({
        type: 'selection.changed',
        selection: state.selection,
        view: state.view,
        pinned: state.pinned,
      });
    }
  }, [state.selection?.path, state.selection?.call, state.view, state.pinned]);

  const language = state.snapshot?.locale ?? document.documentElement.lang ?? 'en';
  const speech = useMemo(() => speechOf(language || 'en'), [language]);
  useEffect(() => {
    document.documentElement.lang = speech.locale.split('-')[0] ?? 'en';
  }, [speech]);
  const { snapshot } = state;
  const steps = useMemo(() => currentSteps(snapshot), [snapshot]);
  const folds = useMemo(() => foldsOf(steps), [steps]);

  if (!snapshot || snapshot.protocol !== explorerProtocol || !snapshot.model) {
    return (
      <SpeechContext.Provider value={speech}>
        <div class="explorer">
          <main class="body">
            {snapshot && snapshot.protocol !== explorerProtocol ? (
              <VersionState />
            ) : snapshot?.status.kind === 'none' ? (
              <EmptyState open={() => bridge.send({ type: 'example.open' })} />
            ) : (
              <ReadingState status={snapshot?.status.kind === 'reading' ? snapshot.status : null} />
            )}
          </main>
        </div>
      </SpeechContext.Provider>
    );
  }

  const page: Page = {
    state,
    snapshot,
    steps,
    folds,
    selected: shownStep(steps, state),
    set: (patch) => store.set(patch),
    select: (index, view) => {
      const step = steps[index];
      if (!step) return;
      const now = store.get();
      const same = now.selection?.path === step.key.path && now.selection.call === step.key.call;
      store.set({
        selection: step.key,
        view: view ?? now.view,
        ...(same
          ? {}
          : {
              standIn: null,
              layer: { ...freshLayer, drawing: now.layer.drawing, speed: now.layer.speed },
              maps: { ...freshMaps, scope: now.maps.scope },
            }),
      });
      if (step.place) bridge.send({ type: 'source.reveal', place: step.place, focus: false });
    },
    send: (message) => bridge.send(message),
    reveal: (place) => bridge.send({ type: 'source.reveal', place, focus: true }),
    say: (text) => {
      if (live.current) live.current.textContent = text;
    },
    lineOf: (place) => lineOf(place, snapshot.lineStarts),
  };
  const { status } = snapshot;
  const withRail = state.view !== 'model';
  const report = (message: string): void => bridge.send({ type: 'page.error', message });
  return (
    <SpeechContext.Provider value={speech}>
      <PaletteProvider>
        <PageContext.Provider value={page}>
          <ComputeProvider>
            <div class="explorer">
              <Header />
              <main class={`body ${withRail ? 'with-rail' : ''}`} aria-label="ConvLens">
                {withRail ? <Rail /> : null}
                <section
                  class="view"
                  role="tabpanel"
                  id="panel"
                  aria-labelledby={`tab-${state.view}`}
                >
                  <Boundary
                    report={report}
                    title={speech.t('crashTitle')}
                    again={speech.t('crashAgain')}
                    resetKey={`${state.view}/${snapshot.version}`}
                  >
                    <h2 class="hidden-text">{speech.t(state.view)}</h2>
                    {status.kind === 'stale' ? (
                      <Note kind="warning">
                        <p>
                          {speech.t('staleNote', { n: status.line })}{' '}
                          <StaleLink line={status.line} page={page} text={speech.t('showInCode')} />
                        </p>
                      </Note>
                    ) : null}
                    {status.kind === 'stopped' ? (
                      <Note kind="warning">
                        <p>{speech.t('stoppedNote', { reason: status.reason })}</p>
                      </Note>
                    ) : null}
                    {state.view === 'model' ? (
                      <ModelView />
                    ) : state.view === 'layer' ? (
                      <LayerView />
                    ) : (
                      <MapsView />
                    )}
                  </Boundary>
                </section>
              </main>
              <div class="hidden-text" role="status" aria-live="polite" ref={live} />
            </div>
          </ComputeProvider>
        </PageContext.Provider>
      </PaletteProvider>
    </SpeechContext.Provider>
  );
}

/** The selected step; the views of one layer show the first with a window where none is selected. */
function shownStep(steps: readonly Step[], state: PageState): number {
  const found = findStep(steps, state.selection);
  if (found >= 0 || state.view === 'model' || steps.length === 0) return found;
  return Math.max(
    0,
    steps.findIndex((step) => /conv|pool/i.test(step.type) && step.status !== 'failed'),
  );
}

function StaleLink({
  line,
  page,
  text,
}: {
  line: number;
  page: Page;
  text: string;
}): JSX.Element | null {
  const { file, lineStarts } = page.snapshot;
  const start = lineStarts[file]?.[line - 1];
  return start === undefined ? null : (
    <Link onClick={() => page.reveal({ file, start, end: start })}>{text}</Link>
  );
}
