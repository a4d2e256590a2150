/** Previous, select, next, line in the code; shape in → out with the formula that gives it. */
import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { usePage } from '../app/context';
import { Icon, IconButton, Link, Select } from '../app/controls';
import { typeText } from '../model/settings';
import type { Step } from '../model/steps';
import { useSpeech } from '../text/speech';
import { withoutBatch } from './pipelineText';

export function LayerBar({ step, extra }: { step: Step; extra?: ComponentChildren }): JSX.Element {
  const page = usePage();
  const { t, shape } = useSpeech();
  const { steps } = page;
  const batch = page.snapshot.model?.inputs[0]?.shape?.[0];
  const line = page.lineOf(step.place);
  const { place } = step;
  const go = (by: number): void => page.select((index + by + steps.length) % steps.length);
  const latest = useRef(page);
  latest.current = page;
  const index = steps.indexOf(step);
  // Hundreds of options: made once per model and selection.
  const choice = useMemo(
    () => (
      <Select
        label={t('layers')}
        className="layer-select"
        value={String(index)}
        items={steps.map((s, k) => {
          const again =
            s.kind === 'layer' && s.key.call > 0 ? ` (${t('callN', { n: s.key.call + 1 })})` : '';
          return [String(k), `${s.name}${again}${typeText(s) ? `  ${typeText(s)}` : ''}`];
        })}
        onPick={(key) => latest.current.select(Number(key))}
      />
    ),
    [steps, index, t],
  );
  const formulas = step.row?.explanation.shape ?? [];
  return (
    <div class="layer-bar">
      <div class="layer-pick">
        <IconButton icon="left" label={t('previousLayer')} onClick={() => go(-1)} />
        {choice}
        <IconButton icon="right" label={t('nextLayer')} onClick={() => go(1)} />
        {place ? (
          <Link className="code-line" onClick={() => page.reveal(place)}>
            {line === null ? t('showInCode') : t('line', { n: line })}
          </Link>
        ) : null}
        {extra ? (
          <>
            <span class="grow" />
            {extra}
          </>
        ) : null}
      </div>
      <p class="layer-shape">
        <code>{shape(withoutBatch(step.input, batch))}</code>
        <Icon name="arrow" />
        <code>{step.status === 'failed' ? '⊗' : shape(withoutBatch(step.output, batch))}</code>
        {formulas.map((formula) => (
          <code key={formula} class="shape-why" title={t('heightWidth')}>
            {formula}
          </code>
        ))}
      </p>
    </div>
  );
}
