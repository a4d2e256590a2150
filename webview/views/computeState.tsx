/** How the computation stands: a bar with Stop after 300 ms, what stopped it, and what can be done. */
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Link, Note } from '../app/controls';
import type { Computed } from '../compute/provider';
import type { Step } from '../model/steps';
import { useSpeech } from '../text/speech';

export function ComputeState({
  computed,
  step,
}: {
  computed: Computed;
  step: Step;
}): JSX.Element | null {
  const page = usePage();
  const { t, int, shape } = useSpeech();
  const { phase } = computed;
  const graph = page.snapshot.graph;
  const notes: JSX.Element[] = [];
  if (computed.where === 'page')
    notes.push(
      <Note key="page" kind="info">
        <p>{t('onPage')}</p>
      </Note>,
    );
  if (computed.standIn) {
    notes.push(
      <Note key="standIn" kind="info">
        <p>
          {t('standInNote', { shape: shape(step.input) })}{' '}
          <Link onClick={() => page.set({ standIn: null })}>{t('standInOff')}</Link>
        </p>
      </Note>,
    );
  }
  if (phase.kind === 'running' && computed.slow) {
    notes.push(
      <div key="running" class="computing">
        <progress
          value={phase.done}
          max={Math.max(1, phase.total)}
          aria-label={t('computing', { a: int(phase.done), b: int(phase.total) })}
        />
        <span class="muted">{t('computing', { a: int(phase.done), b: int(phase.total) })}</span>
        <button type="button" class="small" onClick={computed.stop}>
          {t('stop')}
        </button>
      </div>,
    );
  }
  if (phase.kind === 'stopped') {
    notes.push(
      <Note key="stopped" kind="info">
        <p>
          {t('stoppedByPerson')} <Link onClick={computed.again}>{t('again')}</Link>
        </p>
      </Note>,
    );
  }
  if (phase.kind === 'failed' || phase.kind === 'blocked') {
    const index = phase.kind === 'failed' ? phase.node : phase.plan.node;
    const node = graph?.nodes[index];
    const reason =
      phase.kind === 'failed'
        ? phase.reason === 'runaway'
          ? t('workerEnded')
          : phase.reason
        : phase.plan.reason;
    const place = node ? { file: node.file, start: node.offset, end: node.offset } : null;
    const line = page.lineOf(place);
    const blocked = phase.kind === 'blocked' || (node !== undefined && !step.nodes.includes(index));
    const canStandIn = phase.kind === 'blocked' ? phase.plan.standIn : blocked;
    notes.push(
      <div key="failed" class="blocked" role="status">
        <h3>{blocked ? t('blockedTitle') : t('failedTitle')}</h3>
        <p>
          {node
            ? line === null
              ? t('blockedNoLine', { op: node.op, reason })
              : t('blockedAt', { op: node.op, n: line, reason })
            : reason || t('noGraph')}
        </p>
        <p class="muted">{t('shapesStay')}</p>
        <div class="actions">
          {canStandIn ? (
            <button
              type="button"
              class="primary"
              onClick={() => page.set({ standIn: step.key.path })}
            >
              {t('standIn')}
            </button>
          ) : null}
          {place ? (
            <button type="button" onClick={() => page.reveal(place)}>
              {t('showInCode')}
            </button>
          ) : null}
          {!canStandIn ? (
            <button type="button" onClick={computed.again}>
              {t('again')}
            </button>
          ) : null}
        </div>
      </div>,
    );
  }
  return notes.length > 0 ? <>{notes}</> : null;
}

/** Shapes offered where the input is symbolic: the batch becomes one, sides become usual ones. */
export function suggestedShapes(shape: readonly (number | string | null)[]): string[] {
  const sides =
    shape.length >= 5
      ? [32, 64, 112]
      : shape.length === 4
        ? [32, 64, 224]
        : shape.length === 3
          ? [64, 256, 1024]
          : [16, 64, 256];
  return sides.map((side) =>
    shape
      .map((size, axis) =>
        typeof size === 'number'
          ? size
          : axis === 0 && shape.length > 1
            ? 1
            : axis === 1 && shape.length > 2
              ? 3
              : side,
      )
      .join('x'),
  );
}

/** Symbolic input: pictures need numbers. */
export function NeedNumbers(): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const model = page.snapshot.model;
  const entry = model?.entry ?? '';
  const shape = model?.inputs[0]?.shape;
  const offered = shape ? suggestedShapes(shape) : [];
  return (
    <div class="blocked">
      <h3>{t('needNumbers')}</h3>
      <p class="muted">{t('needNumbersText')}</p>
      <div class="actions">
        {offered.map((text, k) => (
          <button
            key={text}
            type="button"
            class={k === 0 ? 'primary' : ''}
            onClick={() => page.send({ type: 'input.change', entry, shape: text })}
          >
            {t('tryShape', { shape: text.replaceAll('x', ' × ') })}
          </button>
        ))}
        <Link onClick={() => page.send({ type: 'input.change', entry, shape: null })}>
          {t('setSize')}
        </Link>
      </div>
    </div>
  );
}
