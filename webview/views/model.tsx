/** The Model view: the network as a pipeline, the shape on every edge, what each layer costs. */
import { useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage, type Page } from '../app/context';
import { Note, Segmented, Select } from '../app/controls';
import { macsOf, total, type Total } from '../model/counts';
import { ShapeNames } from '../model/names';
import { pipelineRows } from '../model/rows';
import { perExample } from '../text/format';
import { useSpeech } from '../text/speech';
import { moveFocus } from './focus';
import { gutterWidth, Sheets } from './glyphs';
import { numbersOf, Row, settingColumns, type RowNumbers } from './pipelineRow';
import { AxisNames, EdgeText, TotalText, withoutBatch } from './pipelineText';

export function ModelView(): JSX.Element {
  const page = usePage();
  const speech = useSpeech();
  const { t } = speech;
  const { state, snapshot, steps, folds } = page;
  const table = useRef<HTMLTableElement>(null);
  const pipeline = useMemo(
    () => pipelineRows(steps, folds, state.openFolds, state.filter),
    [steps, folds, state.openFolds, state.filter],
  );
  const { rows } = pipeline;
  const lanes = state.table || state.filter ? 0 : pipeline.lanes.width;
  const batch = snapshot.model?.inputs[0]?.shape?.[0];
  const names = useMemo(() => {
    const shapes = steps.flatMap((step) => [step.input, step.output]);
    const giver = new ShapeNames(shapes);
    const input = giver.name(withoutBatch(snapshot.model?.inputs[0]?.shape ?? null, batch));
    const named = rows.map((row) =>
      giver.name(withoutBatch(row.kind === 'step' ? row.step.output : row.output, batch)),
    );
    return { input, rows: named, shorten: (text: string) => giver.shorten(text) };
  }, [rows, steps, snapshot]);
  const numbers = rows.map((row) => numbersOf(row, page));
  const most = (key: keyof RowNumbers): number =>
    Math.max(1, ...numbers.map((n) => (typeof n[key] === 'number' ? n[key] : 0)));
  const largest = { params: most('params'), macs: most('macs') };
  const totals = totalsOf(page);
  const edges = !state.table && state.filter.trim() === '';
  const conditions = snapshot.model?.conditions ?? [];
  const who = { multiplies: t('whoMultiplies'), bias: t('whoBias'), flops: t('whoFlops') }[
    state.macs
  ];
  const current = rows.findIndex((row) => row.kind === 'step' && row.index === page.selected);
  const tabStop = Math.max(0, current);

  return (
    <>
      <div class="tools">
        <span class="only-medium">
          <Segmented
            label={t('drawnAs')}
            items={[
              ['pipeline', t('pipeline')],
              ['table', t('table')],
            ]}
            value={state.table ? 'table' : 'pipeline'}
            onPick={(key) => page.set({ table: key === 'table' })}
          />
        </span>
        <input
          type="search"
          class="filter"
          placeholder={t('filterShort')}
          aria-label={t('filter')}
          value={state.filter}
          onInput={(event) => page.set({ filter: event.currentTarget.value })}
        />
        <label class="count">
          <span class="muted">{t('count')}</span>
          <Select
            label={t('count')}
            value={state.macs}
            items={[
              ['multiplies', t('countMultiplies')],
              ['bias', t('countBias')],
              ['flops', t('countFlops')],
            ]}
            onPick={(key) => page.set({ macs: key as typeof state.macs })}
          />
        </label>
      </div>
      {conditions.length > 0 ? (
        <Note kind="info">
          <p>
            {t('conditionLead')} {conditions.join('; ')}.
          </p>
        </Note>
      ) : null}
      <div
        class="scroll"
        {...(state.table ? { tabIndex: 0, role: 'region', 'aria-label': t('table') } : {})}
      >
        <table
          ref={table}
          class={`pipeline ${state.table ? 'as-table' : ''}`}
          onKeyDown={(event) => moveFocus(event, table.current)}
        >
          <caption class="hidden-text">{snapshot.model?.name}</caption>
          <thead>
            <tr>
              <td class="gutter" style={{ width: `${gutterWidth(lanes)}px` }} />
              <th scope="col" class="who">
                {t('layers')}
              </th>
              {state.table ? (
                <th scope="col" class="num">
                  {t('input')}
                </th>
              ) : null}
              {state.table ? (
                <th scope="col" class="num">
                  {t('output')}
                </th>
              ) : null}
              {settingColumns.map(([key, label]) => (
                <th key={key} scope="col" class="num wide">
                  {t(label)}
                </th>
              ))}
              <th scope="col" class="num">
                {t('paramsShort')}
              </th>
              <th scope="col" class="num wide">
                %
              </th>
              <th scope="col" class="num">
                {state.macs === 'flops' ? t('flopsShort') : t('macsShort')}
              </th>
              <th scope="col" class="num wide">
                {t('receptiveField')}
              </th>
              <th scope="col" class="num wide">
                {t('memory')}
              </th>
            </tr>
          </thead>
          <tbody>
            {edges ? (
              <tr class="edge">
                <td class="gutter">
                  <Sheets
                    shape={withoutBatch(snapshot.model?.inputs[0]?.shape ?? null, batch)}
                    lane={0}
                    below={[]}
                    splits={pipeline.lanes.inputSplits}
                    lanes={lanes}
                  />
                </td>
                <td class="shape" colSpan={12}>
                  <EdgeText named={names.input} />
                  <AxisNames shape={names.input.shape} />
                </td>
              </tr>
            ) : null}
            {rows.map((row, index) => (
              <Row
                key={
                  row.kind === 'step' ? `${row.step.key.path}#${row.step.key.call}` : row.fold.id
                }
                row={row}
                named={names.rows[index] ?? { shape: null, definitions: [] }}
                numbers={numbers[index] ?? { params: null, macs: null }}
                largest={largest}
                totalParams={totals.params.value}
                lanes={lanes}
                edges={edges}
                tabStop={index === tabStop}
                shorten={names.shorten}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td class="gutter" />
              <th scope="row" class="who">
                {t('total')}
              </th>
              {state.table ? (
                <>
                  <td />
                  <td />
                </>
              ) : null}
              {settingColumns.map(([key]) => (
                <td key={key} class="wide" />
              ))}
              <td class="num">
                <TotalText total={totals.params} speech={speech} />
              </td>
              <td class="num wide">{totals.params.complete ? '100 %' : ''}</td>
              <td class="num">
                <TotalText total={totals.macs} speech={speech} />
              </td>
              <td class="wide" />
              <td class="wide" />
            </tr>
          </tfoot>
        </table>
      </div>
      {rows.length === 0 ? <p class="muted">{t('noMatch', { text: state.filter })}</p> : null}
      <p class="muted foot">{who}</p>
    </>
  );
}

function totalsOf({ snapshot, steps, state }: Page): { params: Total; macs: Total } {
  const model = snapshot.model;
  const counted = total(
    steps.map((step) =>
      step.status === 'failed' || step.status === 'not-reached' ? null : macsOf(step, state.macs),
    ),
  );
  const symbolic = steps.some((step) => typeof step.macs === 'string');
  const params = model?.params.total ?? null;
  const whole = perExample(model?.macs ?? null, model?.inputs[0]?.shape?.[0]);
  return {
    params: params === null ? total(steps.map((step) => step.params)) : total([params]),
    macs:
      symbolic && !steps.some((step) => step.macs === null) && typeof whole === 'string'
        ? { value: 0, complete: false, symbolic: state.macs === 'flops' ? `2·(${whole})` : whole }
        : counted,
  };
}
