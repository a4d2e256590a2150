/** The Model view: the network as a pipeline, the shape on every edge, what each layer costs. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Fragment, type JSX } from 'preact';
import type { Count, Shape } from '../../src/analysis/report/report';
import { usePage, type Page } from '../app/context';
import { Icon, Link, Note, Segmented, Select } from '../app/controls';
import { macsOf, total, type Total } from '../model/counts';
import { ShapeNames, type NamedShape } from '../model/names';
import { pipelineRows, type FoldRow, type PipelineRow, type StepRow } from '../model/rows';
import { describe, outputBytes, settingsOf, sizeText, typeText } from '../model/settings';
import type { Step } from '../model/steps';
import { compact, perExample, symbolicText } from '../text/format';
import { useSpeech, type Speech } from '../text/speech';
import { gutterWidth, LayerGlyph, Sheets } from './glyphs';
import { Problem, Reason } from './problem';
import { moveFocus } from './focus';

/** Drops the batch axis, which every edge shares; a shape with another first axis is shown whole. */
export function withoutBatch(shape: Shape, batch: unknown): Shape {
  return shape && shape.length > 1 && shape[0] === batch ? shape.slice(1) : shape;
}

interface RowNumbers {
  readonly params: Count;
  readonly macs: Count;
}

const numbersOf = (row: PipelineRow, page: Page): RowNumbers => {
  const convention = page.state.macs;
  if (row.kind === 'step') {
    const known = row.step.status !== 'not-reached' && row.step.status !== 'failed';
    return { params: row.step.params, macs: known ? macsOf(row.step, convention) : null };
  }
  const params = total(row.members.map((m) => m.params));
  const macs = total(row.members.map((m) => macsOf(m, convention)));
  return { params: params.complete ? params.value : (params.symbolic ?? null), macs: macs.complete ? macs.value : (macs.symbolic ?? null) };
};

const columns = [['kernel_size', 'kernel'], ['stride', 'stride'], ['padding', 'padding'], ['dilation', 'dilation'], ['groups', 'groups']] as const;

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
    const named = rows.map((row) => giver.name(withoutBatch(row.kind === 'step' ? row.step.output : row.output, batch)));
    return { input, rows: named, shorten: (text: string) => giver.shorten(text) };
  }, [rows, steps, snapshot]);
  const numbers = rows.map((row) => numbersOf(row, page));
  const most = (key: keyof RowNumbers): number =>
    Math.max(1, ...numbers.map((n) => (typeof n[key] === 'number' ? n[key] : 0)));
  const largest = { params: most('params'), macs: most('macs') };
  const totals = totalsOf(page);
  const edges = !state.table && state.filter.trim() === '';
  const conditions = snapshot.model?.conditions ?? [];
  const who = { multiplies: t('whoMultiplies'), bias: t('whoBias'), flops: t('whoFlops') }[state.macs];
  const current = rows.findIndex((row) => row.kind === 'step' && row.index === page.selected);
  const tabStop = Math.max(0, current);

  return (
    <>
      <div class="tools">
        <span class="only-medium">
          <Segmented
            label={t('drawnAs')}
            items={[['pipeline', t('pipeline')], ['table', t('table')]]}
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
            items={[['multiplies', t('countMultiplies')], ['bias', t('countBias')], ['flops', t('countFlops')]]}
            onPick={(key) => page.set({ macs: key as typeof state.macs })}
          />
        </label>
      </div>
      {conditions.length > 0 ? (
        <Note kind="info">
          <p>{t('conditionLead')} {conditions.join('; ')}.</p>
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
              <th scope="col" class="who">{t('layers')}</th>
              {state.table ? <th scope="col" class="num">{t('input')}</th> : null}
              {state.table ? <th scope="col" class="num">{t('output')}</th> : null}
              {columns.map(([key, label]) => <th key={key} scope="col" class="num wide">{t(label)}</th>)}
              <th scope="col" class="num">{t('paramsShort')}</th>
              <th scope="col" class="num wide">%</th>
              <th scope="col" class="num">{state.macs === 'flops' ? t('flopsShort') : t('macsShort')}</th>
              <th scope="col" class="num wide">{t('receptiveField')}</th>
              <th scope="col" class="num wide">{t('memory')}</th>
            </tr>
          </thead>
          <tbody>
            {edges ? (
              <tr class="edge">
                <td class="gutter">
                  <Sheets shape={withoutBatch(snapshot.model?.inputs[0]?.shape ?? null, batch)} lane={0} below={[]} splits={pipeline.lanes.inputSplits} lanes={lanes} />
                </td>
                <td class="shape" colSpan={12}>
                  <EdgeText named={names.input} />
                  <AxisNames shape={names.input.shape} />
                </td>
              </tr>
            ) : null}
            {rows.map((row, index) => (
              <Row
                key={row.kind === 'step' ? `${row.step.key.path}#${row.step.key.call}` : row.fold.id}
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
              <th scope="row" class="who">{t('total')}</th>
              {state.table ? <><td /><td /></> : null}
              {columns.map(([key]) => <td key={key} class="wide" />)}
              <td class="num"><TotalText total={totals.params} speech={speech} /></td>
              <td class="num wide">{totals.params.complete ? '100 %' : ''}</td>
              <td class="num"><TotalText total={totals.macs} speech={speech} /></td>
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
  const counted = total(steps.map((step) => (step.status === 'failed' || step.status === 'not-reached' ? null : macsOf(step, state.macs))));
  const symbolic = steps.some((step) => typeof step.macs === 'string');
  const params = model?.params.total ?? null;
  const whole = perExample(model?.macs ?? null, model?.inputs[0]?.shape?.[0]);
  return {
    params: params === null ? total(steps.map((step) => step.params)) : total([params]),
    macs: symbolic && !steps.some((step) => step.macs === null) && typeof whole === 'string'
      ? { value: 0, complete: false, symbolic: state.macs === 'flops' ? `2·(${whole})` : whole }
      : counted,
  };
}

function TotalText({ total: sum, speech }: { total: Total; speech: Speech }): JSX.Element {
  if (sum.symbolic !== null) {
    const symbols = [...new Set(sum.symbolic.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])];
    return sum.symbolic.length <= 12
      ? <>{symbolicText(sum.symbolic)}</>
      : <span title={symbolicText(sum.symbolic)}>{speech.t('noNumbers', { list: symbols.join(', ') })}</span>;
  }
  const sign = sum.complete ? '' : '≥ ';
  return sum.value < 1e7
    ? <>{sign}{speech.int(sum.value)}</>
    : <span title={speech.int(sum.value)}>{sign}<ShortOrLong value={sum.value} speech={speech} /></span>;
}

/** Few digits where there is little room, all of them where there is; a screen reader hears the whole number. */
function ShortOrLong({ value, speech }: { value: number; speech: Speech }): JSX.Element {
  return (
    <>
      <span aria-hidden="true" class="short-count">{compact(value, speech.locale)}</span>
      <span class="long-count">{speech.int(value)}</span>
    </>
  );
}

function EdgeText({ named }: { named: NamedShape }): JSX.Element {
  const { shape, t } = useSpeech();
  return (
    <>
      <code>{named.shape === null ? t('unknown') : shape(named.shape)}</code>
      {named.definitions.map(({ name, text }) => (
        <Fragment key={name}>{' '}<code class="axes">{t('symbolWhere', { name, text: symbolicText(text) })}</code></Fragment>
      ))}
    </>
  );
}

function AxisNames({ shape }: { shape: Shape }): JSX.Element | null {
  const { t } = useSpeech();
  const key = ({ 2: 'axesNamed1', 3: 'axesNamed', 4: 'axesNamed3' } as const)[shape?.length ?? 0];
  return key ? <span class="axes">{t(key)}</span> : null;
}

interface RowProps {
  readonly row: PipelineRow;
  readonly named: NamedShape;
  readonly numbers: RowNumbers;
  readonly largest: { readonly params: number; readonly macs: number };
  readonly totalParams: number;
  readonly lanes: number;
  readonly edges: boolean;
  readonly tabStop: boolean;
  /** Puts the short names of long sides into an expression. */
  shorten(text: string): string;
}

const solidTypes = (step: Step): boolean => step.params !== 0;

function Row(props: RowProps): JSX.Element {
  const { row, named, numbers, largest, totalParams, lanes, edges } = props;
  const page = usePage();
  const { t, int, shape: shapeText, bytes } = useSpeech();
  const fold = row.kind === 'fold' ? row : null;
  const step = row.kind === 'step' ? row.step : null;
  const selected = row.kind === 'step' && row.index === page.selected;
  const batch = page.snapshot.model?.inputs[0]?.shape?.[0];
  const input = withoutBatch(step ? step.input : (fold?.input ?? null), batch);
  const output = withoutBatch(step ? step.output : (fold?.output ?? null), batch);
  const status = step ? step.status : (fold?.status ?? 'exact');
  const settings = step ? settingsOf(step, page.snapshot.graph) : {};
  const memory = step ? outputBytes(step.output) : fold ? fold.members.reduce((sum, m) => sum + (outputBytes(m.output) ?? 0), 0) : null;
  const label = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // The editor's cursor moved: what it is at is brought into view, and nothing moves when it is there already.
    if (selected) label.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const field = step ? step.row?.receptiveField : [...(fold?.members ?? [])].reverse().find((m) => m.row?.receptiveField)?.row?.receptiveField;
  const share = typeof numbers.params === 'number' && numbers.params > 0 && totalParams > 0
    ? `${Math.round((1000 * numbers.params) / totalParams) / 10} %`
    : '';
  const classes = ['layer', status, selected ? 'selected' : '', row.kind === 'step' && row.depth === 1 ? 'inner' : ''].join(' ');
  const open = fold?.open ?? false;
  return (
    <>
      <tr class={classes} ref={label}>
        <td class="gutter">
          <LayerGlyph
            input={input}
            output={output}
            solid={fold ? fold.members.some(solidTypes) : step ? solidTypes(step) : false}
            status={status}
            times={fold ? fold.fold.times : 1}
            lane={row.lane}
            lanes={lanes}
          />
        </td>
        <th scope="row" class="who">
          <div class="who-line">
            {row.kind === 'step' ? <StepName {...props} row={row} selected={selected} /> : <FoldName {...props} row={row} />}
          </div>
        </th>
        {page.state.table ? <td class="num shapes">{shapeText(input)}</td> : null}
        {page.state.table ? <td class="num shapes">{status === 'failed' ? '⊗' : shapeText(output)}</td> : null}
        {columns.map(([key]) => (
          <td key={key} class="num wide">{step && hasWindow(step, settings) ? (sizeText(settings[key]) ?? '') : ''}</td>
        ))}
        <CountCell value={numbers.params} largest={largest.params} kind="params" shorten={props.shorten} />
        <td class="num wide">{share}</td>
        <CountCell value={numbers.macs} largest={largest.macs} kind="macs" shorten={props.shorten} unreached={status === 'not-reached' || status === 'failed'} />
        <td class="num wide">{field ? field.join('×') : ''}</td>
        <td class="num wide">{memory !== null ? bytes(memory) : ''}</td>
      </tr>
      {step && (status === 'failed' || status === 'unknown') && (step.problem || step.reason) ? (
        <tr class="detail">
          <td class="gutter" />
          <td colSpan={12}>{step.problem ? <Problem problem={step.problem} /> : <Reason step={step} />}</td>
        </tr>
      ) : null}
      {edges && !open && status !== 'not-reached' && status !== 'failed' ? (
        <tr class="edge">
          <td class="gutter">
            <Sheets shape={output} lane={row.lane.lane} below={row.lane.below} splits={row.lane.splits} lanes={lanes} />
          </td>
          <td class="shape" colSpan={12}>
            <EdgeText named={named} />
            {row.kind === 'step' && resumes(page.steps, row.index) ? <span class="axes">{t('shapesResume')}</span> : null}
          </td>
        </tr>
      ) : null}
    </>
  );
  function hasWindow(of: Step, values: typeof settings): boolean {
    return values['kernel_size'] !== undefined && of.type !== 'Linear';
  }
}

/** Whether shapes are known again behind a step whose input was not. */
function resumes(steps: readonly Step[], index: number): boolean {
  const step = steps[index];
  return step !== undefined && step.output !== null && step.status !== 'failed' && step.reads.length > 0 &&
    step.reads.every((read) => steps[read]?.output === null);
}

function CountCell(
  { value, largest, kind, shorten, unreached = false }: {
    value: Count; largest: number; kind: 'params' | 'macs'; shorten: (text: string) => string; unreached?: boolean;
  },
): JSX.Element {
  const speech = useSpeech();
  if (unreached) return <td class={`num ${kind}`}><span class="nil">–</span></td>;
  if (value === null) return <td class={`num ${kind}`}><span class="muted">?</span></td>;
  if (typeof value === 'string') {
    const text = symbolicText(shorten(value));
    return <td class={`num ${kind}`} title={symbolicText(value)}>{text.length > 14 ? `${text.slice(0, 13)}…` : text}</td>;
  }
  if (value === 0) return <td class={`num ${kind}`}><span class="nil">–</span></td>;
  const long = value >= 1e7;
  return (
    <td class={`num ${kind}`}>
      <span class="bar" title={long ? speech.int(value) : undefined}>
        <i style={{ width: `${Math.max(2, (100 * value) / largest)}%` }} />
        <b>{long ? <ShortOrLong value={value} speech={speech} /> : speech.int(value)}</b>
      </span>
    </td>
  );
}

/** A path whose beginning gives way when there is no room: its end says which layer it is. */
export function PathText({ path }: { path: string }): JSX.Element {
  const parts = path.split('.');
  // A number says nothing without what it numbers.
  const kept = /^\d/.test(parts.at(-1) ?? '') ? 2 : 1;
  const head = parts.slice(0, -kept).map((part) => `${part}.`).join('');
  const tail = parts.slice(-kept).join('.');
  return (
    <span class="path">
      {head ? <span class="path-head">{head}</span> : null}
      <span class="path-tail">{tail}</span>
    </span>
  );
}

function StepName(
  { row, selected, tabStop }: RowProps & { row: StepRow; selected: boolean },
): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const { step } = row;
  const words = describe(step, page.snapshot.graph);
  const also = row.lane.unlaned.filter((read) => read >= 0);
  return (
    <>
      <button
        type="button"
        class="name"
        data-row
        tabIndex={tabStop ? 0 : -1}
        aria-current={selected ? 'true' : undefined}
        onClick={() => page.select(row.index, 'layer')}
      >
        <PathText path={row.label} />
      </button>
      {step.key.call > 0 && step.kind === 'layer' ? <span class="what">{t('callN', { n: step.key.call + 1 })}</span> : null}
      {row.block ? <span class="block">{row.block}</span> : null}
      <span class="what">
        {typeText(step, row.label)} <span class="settings">{words}</span>
      </span>
      {row.lane.lane > 0 ? <span class="hidden-text">, {t('branchOf')}</span> : null}
      {also.length > 0 ? <span class="block">{t('alsoReads', { list: also.length > 2 ? `${also.length}` : '…' })}</span> : null}
      {step.status === 'failed' ? <><Icon name="error" className="failed-mark" /><span class="hidden-text">{t('failed')}</span></> : null}
      {step.status === 'not-reached' ? <span class="what">{t('notReached')}</span> : null}
      {step.row?.maybe ? <span class="block">{t('maybe')}</span> : null}
    </>
  );
}

function FoldName({ row, tabStop }: RowProps & { row: FoldRow }): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const { fold, open } = row;
  const toggle = (): void => {
    const next = new Set(page.state.openFolds);
    if (open) next.delete(fold.id);
    else next.add(fold.id);
    page.set({ openFolds: next });
  };
  return (
    <>
      <button type="button" class="name" data-row tabIndex={tabStop ? 0 : -1} aria-expanded={open} onClick={toggle} title={t('unfold', { n: fold.times })}>
        <Icon name={open ? 'down' : 'right'} className="twist" />
        <PathText path={fold.label} />
        <span class="badge" aria-hidden="true">{t('times', { n: fold.times })}</span>
        <span class="hidden-text">, {t('repeated', { n: fold.times })}</span>
      </button>
    </>
  );
}
