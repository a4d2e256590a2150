/** One row of the pipeline with the edge below it: a layer, an operation, or a fold of repeated blocks. */
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Count } from '../../src/analysis/report/report';
import { usePage, type Page } from '../app/context';
import { Icon } from '../app/controls';
import { macsOf, total } from '../model/counts';
import type { NamedShape } from '../model/names';
import type { FoldRow, PipelineRow, StepRow } from '../model/rows';
import { describe, outputBytes, settingsOf, sizeText, typeText } from '../model/settings';
import type { Step } from '../model/steps';
import { useSpeech } from '../text/speech';
import { LayerGlyph, Sheets } from './glyphs';
import { CountCell, EdgeText, PathText, withoutBatch } from './pipelineText';
import { Problem, Reason } from './problem';

/** What a row costs. */
export interface RowNumbers {
  readonly params: Count;
  readonly macs: Count;
}

/** Counts of a row; a fold's are the sums of its members. */
export const numbersOf = (row: PipelineRow, page: Page): RowNumbers => {
  const convention = page.state.macs;
  if (row.kind === 'step') {
    const known = row.step.status !== 'not-reached' && row.step.status !== 'failed';
    return { params: row.step.params, macs: known ? macsOf(row.step, convention) : null };
  }
  const params = total(row.members.map((m) => m.params));
  const macs = total(row.members.map((m) => macsOf(m, convention)));
  return {
    params: params.complete ? params.value : (params.symbolic ?? null),
    macs: macs.complete ? macs.value : (macs.symbolic ?? null),
  };
};

/** Settings that have a column of their own where there is room. */
export const settingColumns = [
  ['kernel_size', 'kernel'],
  ['stride', 'stride'],
  ['padding', 'padding'],
  ['dilation', 'dilation'],
  ['groups', 'groups'],
] as const;

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

export function Row(props: RowProps): JSX.Element {
  const { row, named, numbers, largest, totalParams, lanes, edges } = props;
  const page = usePage();
  const { t, shape: shapeText, bytes } = useSpeech();
  const fold = row.kind === 'fold' ? row : null;
  const step = row.kind === 'step' ? row.step : null;
  const selected = row.kind === 'step' && row.index === page.selected;
  const batch = page.snapshot.model?.inputs[0]?.shape?.[0];
  const input = withoutBatch(step ? step.input : (fold?.input ?? null), batch);
  const output = withoutBatch(step ? step.output : (fold?.output ?? null), batch);
  const status = step ? step.status : (fold?.status ?? 'exact');
  const settings = step ? settingsOf(step, page.snapshot.graph) : {};
  const memory = step
    ? outputBytes(step.output)
    : fold
      ? fold.members.reduce((sum, m) => sum + (outputBytes(m.output) ?? 0), 0)
      : null;
  const label = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // The editor's cursor moved: what it is at is brought into view, and nothing moves when it is there already.
    if (selected) label.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const field = step
    ? step.row?.receptiveField
    : [...(fold?.members ?? [])].reverse().find((m) => m.row?.receptiveField)?.row?.receptiveField;
  const share =
    typeof numbers.params === 'number' && numbers.params > 0 && totalParams > 0
      ? `${Math.round((1000 * numbers.params) / totalParams) / 10} %`
      : '';
  const classes = [
    'layer',
    status,
    selected ? 'selected' : '',
    row.kind === 'step' && row.depth === 1 ? 'inner' : '',
  ].join(' ');
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
            {row.kind === 'step' ? (
              <StepName {...props} row={row} selected={selected} />
            ) : (
              <FoldName {...props} row={row} />
            )}
          </div>
        </th>
        {page.state.table ? <td class="num shapes">{shapeText(input)}</td> : null}
        {page.state.table ? (
          <td class="num shapes">{status === 'failed' ? '⊗' : shapeText(output)}</td>
        ) : null}
        {settingColumns.map(([key]) => (
          <td key={key} class="num wide">
            {step && hasWindow(step, settings) ? (sizeText(settings[key]) ?? '') : ''}
          </td>
        ))}
        <CountCell
          value={numbers.params}
          largest={largest.params}
          kind="params"
          shorten={props.shorten}
        />
        <td class="num wide">{share}</td>
        <CountCell
          value={numbers.macs}
          largest={largest.macs}
          kind="macs"
          shorten={props.shorten}
          unreached={status === 'not-reached' || status === 'failed'}
        />
        <td class="num wide">{field ? field.join('×') : ''}</td>
        <td class="num wide">{memory !== null ? bytes(memory) : ''}</td>
      </tr>
      {step && (status === 'failed' || status === 'unknown') && (step.problem || step.reason) ? (
        <tr class="detail">
          <td class="gutter" />
          <td colSpan={12}>
            {step.problem ? <Problem problem={step.problem} /> : <Reason step={step} />}
          </td>
        </tr>
      ) : null}
      {edges && !open && status !== 'not-reached' && status !== 'failed' ? (
        <tr class="edge">
          <td class="gutter">
            <Sheets
              shape={output}
              lane={row.lane.lane}
              below={row.lane.below}
              splits={row.lane.splits}
              lanes={lanes}
            />
          </td>
          <td class="shape" colSpan={12}>
            <EdgeText named={named} />
            {row.kind === 'step' && resumes(page.steps, row.index) ? (
              <span class="axes">{t('shapesResume')}</span>
            ) : null}
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
  return (
    step !== undefined &&
    step.output !== null &&
    step.status !== 'failed' &&
    step.reads.length > 0 &&
    step.reads.every((read) => steps[read]?.output === null)
  );
}

function StepName({
  row,
  selected,
  tabStop,
}: RowProps & { row: StepRow; selected: boolean }): JSX.Element {
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
      {step.key.call > 0 && step.kind === 'layer' ? (
        <span class="what">{t('callN', { n: step.key.call + 1 })}</span>
      ) : null}
      {row.block ? <span class="block">{row.block}</span> : null}
      <span class="what">
        {typeText(step, row.label)} <span class="settings">{words}</span>
      </span>
      {row.lane.lane > 0 ? <span class="hidden-text">, {t('branchOf')}</span> : null}
      {also.length > 0 ? (
        <span class="block">
          {t('alsoReads', { list: also.length > 2 ? `${also.length}` : '…' })}
        </span>
      ) : null}
      {step.status === 'failed' ? (
        <>
          <Icon name="error" className="failed-mark" />
          <span class="hidden-text">{t('failed')}</span>
        </>
      ) : null}
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
      <button
        type="button"
        class="name"
        data-row
        tabIndex={tabStop ? 0 : -1}
        aria-expanded={open}
        onClick={toggle}
        title={t('unfold', { n: fold.times })}
      >
        <Icon name={open ? 'down' : 'right'} className="twist" />
        <PathText path={fold.label} />
        <span class="badge" aria-hidden="true">
          {t('times', { n: fold.times })}
        </span>
        <span class="hidden-text">, {t('repeated', { n: fold.times })}</span>
      </button>
    </>
  );
}
