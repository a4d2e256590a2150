/** The pipeline as a narrow rail beside the other views; the container's width decides whether it is seen. */
import { Fragment } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Icon } from '../app/controls';
import { pipelineRows } from '../model/rows';
import { typeText } from '../model/settings';
import { useSpeech } from '../text/speech';
import { moveFocus } from './focus';
import { LayerGlyph, Sheets } from './glyphs';
import { PathText, withoutBatch } from './pipelineText';

export function Rail(): JSX.Element {
  const page = usePage();
  const { t, shape } = useSpeech();
  const { state, steps, folds, snapshot, selected } = page;
  const list = useRef<HTMLOListElement>(null);
  // The fold that holds the selected step shows it.
  const inside = folds.find((fold) => selected >= fold.from && selected < fold.to);
  const open = useMemo(
    () => (inside ? new Set([...state.openFolds, inside.id]) : state.openFolds),
    [inside, state.openFolds],
  );
  const { rows, lanes } = useMemo(() => pipelineRows(steps, folds, open, ''), [steps, folds, open]);
  const batch = snapshot.model?.inputs[0]?.shape?.[0];
  const input = withoutBatch(snapshot.model?.inputs[0]?.shape ?? null, batch);
  const tabStop = Math.max(
    0,
    rows.findIndex((row) => row.kind === 'step' && row.index === selected),
  );
  const width = Math.min(3, lanes.width);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  // The same element as long as nothing it shows changed: pointing at cells draws the page anew many times a second.
  return useMemo(
    () => (
      <nav class="rail" aria-label={t('pipeline')}>
        <ol ref={list} onKeyDown={(event) => moveFocus(event, list.current)}>
          <li class="edge">
            <Sheets shape={input} lane={0} below={[]} splits={lanes.inputSplits} lanes={width} />
            <code>{shape(input)}</code>
          </li>
          {rows.map((row, index) => {
            const step = row.kind === 'step' ? row.step : null;
            const fold = row.kind === 'fold' ? row : null;
            const current = row.kind === 'step' && row.index === selected;
            const output = withoutBatch(step ? step.output : (fold?.output ?? null), batch);
            const status = step ? step.status : (fold?.status ?? 'exact');
            return (
              <Fragment
                key={
                  row.kind === 'step' ? `${row.step.key.path}#${row.step.key.call}` : row.fold.id
                }
              >
                <li class={`${status} ${row.kind === 'step' && row.depth === 1 ? 'inner' : ''}`}>
                  <button
                    type="button"
                    data-row
                    tabIndex={index === tabStop ? 0 : -1}
                    aria-current={current ? 'true' : undefined}
                    aria-expanded={fold ? fold.open : undefined}
                    onClick={() => {
                      if (row.kind === 'step') page.select(row.index);
                      else {
                        const next = new Set(state.openFolds);
                        if (row.open) next.delete(row.fold.id);
                        else next.add(row.fold.id);
                        page.set({ openFolds: next });
                      }
                    }}
                  >
                    <LayerGlyph
                      input={withoutBatch(step ? step.input : (fold?.input ?? null), batch)}
                      output={output}
                      solid={
                        step
                          ? step.params !== 0
                          : (fold?.members.some((m) => m.params !== 0) ?? false)
                      }
                      status={status}
                      times={fold ? fold.fold.times : 1}
                      lane={row.lane}
                      lanes={width}
                    />
                    <PathText path={row.kind === 'step' ? row.label : row.fold.label} />
                    {fold ? (
                      <span class="badge">{t('times', { n: fold.fold.times })}</span>
                    ) : (
                      <span class="what">
                        {row.kind === 'step' ? typeText(row.step, row.label) : ''}
                      </span>
                    )}
                    {status === 'failed' ? <Icon name="error" className="failed-mark" /> : null}
                  </button>
                </li>
                {status !== 'failed' && status !== 'not-reached' && !(fold?.open ?? false) ? (
                  <li class="edge">
                    <Sheets
                      shape={output}
                      lane={row.lane.lane}
                      below={row.lane.below}
                      splits={row.lane.splits}
                      lanes={width}
                    />
                    <code>{shape(output)}</code>
                  </li>
                ) : null}
              </Fragment>
            );
          })}
        </ol>
      </nav>
    ),
    [rows, selected, snapshot, t],
  );
}
