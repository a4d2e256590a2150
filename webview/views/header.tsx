/** The header: which model of which file, its input with its status, the tabs. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { InputReport } from '../../src/analysis/report/report';
import type { ExplorerView } from '../../src/protocol/explorer';
import { IconButton, Link, Select } from '../app/controls';
import { usePage } from '../app/context';
import { useSpeech } from '../text/speech';

const views: readonly ExplorerView[] = ['model', 'layer', 'maps'];

/** Whether an input was said by the code, assumed from around it, or is only named. */
export function inputStatus(input: InputReport): 'exact' | 'assumed' | 'symbolic' | 'unknown' {
  if (input.shape === null || input.shape.some((size) => size === null)) return 'unknown';
  if (input.source === 'symbols') return 'symbolic';
  const stated =
    input.source === 'argument' ||
    input.source === 'comment-directive' ||
    input.source === 'annotation' ||
    input.source === 'framework';
  return stated ? 'exact' : 'assumed';
}

export function Header(): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const { state, snapshot } = page;
  const { model } = snapshot;
  const labels = { model: t('model'), layer: t('layer'), maps: t('maps') } as const;
  const turn = (view: ExplorerView, event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step
      ? views[(views.indexOf(view) + step + views.length) % views.length]
      : undefined;
    if (!next) return;
    event.preventDefault();
    page.set({ view: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const node = root.current;
    if (!node) return undefined;
    // The rail below sticks to the header, whatever its height.
    const observer = new ResizeObserver(() =>
      node.parentElement?.style.setProperty('--header', `${node.offsetHeight}px`),
    );
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return (
    <header class="header" ref={root}>
      <div class="top">
        {model && snapshot.models.length > 1 ? (
          <>
            <h1 class="hidden-text">{model.name}</h1>
            <Select
              label={t('models')}
              className="model-select"
              value={model.entry}
              items={snapshot.models.map((choice) => [choice.entry, choice.entry])}
              onPick={(entry) => page.send({ type: 'model.choose', entry })}
            />
          </>
        ) : (
          <h1>{model ? model.entry.replace(/\(\)$/, '') : 'ConvLens'}</h1>
        )}
        <span class="muted file">{snapshot.fileLabel}</span>
        <span class="grow" />
        {model ? (
          <IconButton
            icon="pin"
            label={t('pin')}
            pressed={state.pinned}
            onClick={() => page.set({ pinned: !state.pinned })}
          />
        ) : null}
      </div>
      {model
        ? model.inputs.map((input, index) => (
            <InputLine key={input.name} input={input} first={index === 0} />
          ))
        : null}
      {model ? (
        <div class="tabs" role="tablist" aria-label={t('views')}>
          {views.map((view) => (
            <button
              key={view}
              type="button"
              role="tab"
              id={`tab-${view}`}
              aria-selected={state.view === view}
              aria-controls={state.view === view ? 'panel' : undefined}
              tabIndex={state.view === view ? 0 : -1}
              onClick={() => page.set({ view })}
              onKeyDown={(event) => turn(view, event)}
            >
              {labels[view]}
            </button>
          ))}
        </div>
      ) : null}
    </header>
  );
}

function InputLine({ input, first }: { input: InputReport; first: boolean }): JSX.Element {
  const page = usePage();
  const { t, shape, locale } = useSpeech();
  const status = inputStatus(input);
  const entry = page.snapshot.model?.entry ?? '';
  const line = page.lineOf(input.place);
  const key = (
    {
      'comment-directive': 'fromDirective',
      annotation: 'fromAnnotation',
      call: 'fromCall',
      dataset: 'fromDataset',
      default: 'fromDefault',
      comment: 'fromComment',
      argument: 'fromArgument',
    } as const
  )[input.source as string];
  // The report's own words are English and say more; other languages say where it is.
  const elsewhere =
    !locale.startsWith('en') && key && (line !== null || input.source === 'argument')
      ? t(key, { n: line ?? 0 })
      : null;
  const from = input.source === 'symbols' ? t('noSize') : (elsewhere ?? input.sourceText);
  const word = {
    exact: '',
    assumed: t('statusAssumed'),
    symbolic: t('statusSymbolic'),
    unknown: t('statusUnknown'),
  }[status];
  const text = status === 'exact' ? from : from ? `${word}: ${from}` : word;
  const { place } = input;
  return (
    <div class="input-line">
      <span class="muted">
        {first && page.snapshot.model?.inputs.length === 1 ? t('input') : input.name}
      </span>
      <code>{shape(input.shape)}</code>
      <span class={`status ${status}`}>
        {status === 'unknown' ? (
          <b class="unknown-mark" aria-hidden="true">
            ?
          </b>
        ) : null}
        {place ? (
          <Link className="plain" onClick={() => page.reveal(place)}>
            {text}
          </Link>
        ) : (
          text
        )}
      </span>
      {first ? (
        <Link onClick={() => page.send({ type: 'input.change', entry, shape: null })}>
          {t('change')}
        </Link>
      ) : null}
    </div>
  );
}
