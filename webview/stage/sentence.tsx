/** The sentence under the pictures: the written sum of the output, or what the cell pointed at does. */
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { IconButton } from '../app/controls';
import { decimal, fromThousandths, isShort, short } from '../text/format';
import { useSpeech, type Speech } from '../text/speech';
import { at, ledger, weightAt, type Explanation } from './explain';
import type { Plain } from '../../src/analysis/shape/graph';
import { inputsOf, outputsOf, paddingSource, usesOf } from './relations';
import { inputAt, outputAt, readBy, type Scene } from './scene';
import type { Subject } from './highlights';

interface SentenceProps {
  readonly scene: Scene;
  readonly out: number;
  readonly inIndex: number;
  readonly row: number;
  readonly column: number;
  readonly subject: Subject | null;
  readonly explanation: Explanation | null;
  inputValue(row: number, column: number): number;
  inside(row: number, column: number): boolean;
  onTerm(term: number | null): void;
}

export function Sentence(props: SentenceProps): JSX.Element {
  const { subject } = props;
  return (
    <div class="sum">
      {subject?.kind === 'input' ? (
        <InputSentence {...props} subject={subject} />
      ) : subject?.kind === 'weight' ? (
        <WeightSentence {...props} subject={subject} />
      ) : (
        <OutputSentence {...props} />
      )}
    </div>
  );
}

function InputSentence({
  scene,
  subject,
  inputValue,
  inside,
}: SentenceProps & { subject: Subject }): JSX.Element {
  const { t, int } = useSpeech();
  const { relation, output } = scene;
  const { row: r, column: c } = subject;
  const n = outputsOf(relation, r, c).length;
  if (inside(r, c)) {
    const v = short(inputValue(r, c), 3);
    return (
      <p>
        {n === 0
          ? t('inputFeedsNone', { r, c, v })
          : t('inputFeeds', { r, c, v, n: int(n), m: int(output.height * output.width) })}
      </p>
    );
  }
  const sr = paddingSource(r, relation.rows.axis.size, relation.rows.axis.mode);
  const sc = paddingSource(c, relation.columns.axis.size, relation.columns.axis.mode);
  if (relation.rows.axis.mode === 'none' || relation.columns.axis.mode === 'none')
    return <p>{t('paddingIgnored', { r, c })}</p>;
  return (
    <p>
      {sr === null || sc === null
        ? t('paddingFeeds', { r, c, n: int(n) })
        : t('paddingCopies', { r, c, sr, sc, v: short(inputValue(r, c), 3), n: int(n) })}
    </p>
  );
}

function WeightSentence({
  scene,
  subject,
  out,
  inIndex,
}: SentenceProps & { subject: Subject }): JSX.Element {
  const { t, int } = useSpeech();
  const { convolution, relation } = scene;
  const { row: r, column: c } = subject;
  if (!convolution) return <p />;
  const uses = usesOf(relation, r, c);
  const padding = uses.filter((use) => !use.inside).length;
  const v = short(weightAt(convolution, out, inIndex, r, c), 3);
  const key = convolution.transposed
    ? 'weightUsesSome'
    : padding > 0
      ? 'weightUsesPadding'
      : 'weightUses';
  return <p>{t(key, { r, c, v, n: int(uses.length), p: int(padding) })}</p>;
}

const signed = (thousandths: number, first: boolean): string =>
  `${thousandths < 0 ? (first ? '−' : '− ') : first ? '' : '+ '}${fromThousandths(Math.abs(thousandths))}`;
const factor = (value: number): string => (value < 0 ? `(${short(value, 3)})` : short(value, 3));

/** Most terms written out; the rest is one term of its own. */
const mostTerms = 49;
/** With more terms than this the products that are zero are counted, not written one by one. */
const zerosFrom = 16;

interface Written {
  readonly lead: string | null;
  readonly terms: readonly {
    readonly text: string;
    readonly quiet: boolean;
    readonly title: string;
    readonly term: number | null;
    readonly label?: string;
  }[];
  readonly result: string;
}

/** The written sum of a multiplied window, for the input channel shown. */
export function writtenSum(explanation: Explanation, inIndex: number, { t }: Speech): Written {
  const one = explanation.channels.length === 1;
  const channel = explanation.channels[inIndex] ?? explanation.channels[0];
  if (!channel) return { lead: null, terms: [], result: '' };
  const sums = one
    ? ledger(
        channel.terms.map((term) => term.product),
        explanation.bias,
        explanation.total,
      )
    : ledger(
        channel.terms.map((term) => term.product),
        null,
        channel.sum,
      );
  // Where every product is exact at three decimals the factors themselves are written.
  const plain = channel.terms.every(
    (term) => isShort(term.product, 3) && isShort(term.value, 3) && isShort(term.weight, 3),
  );
  const counted = channel.terms.length > zerosFrom;
  const written = [...channel.terms.keys()].filter(
    (n) => !counted || channel.terms[n]?.product !== 0,
  );
  const zeros = channel.terms.length - written.length;
  const terms: Written['terms'][number][] = written.slice(0, mostTerms).flatMap((n, k) => {
    const term = channel.terms[n];
    if (!term) return [];
    return [
      {
        text: plain
          ? `${k > 0 ? '+ ' : ''}${factor(term.value)}·${factor(term.weight)}`
          : signed(sums.parts[n] ?? 0, k === 0),
        quiet: term.product === 0 || !term.inside,
        title: `${short(term.value, 4)} × ${short(term.weight, 4)} = ${short(term.product, 6)}`,
        term: n,
      },
    ];
  });
  if (written.length > mostTerms) {
    const rest = written.slice(mostTerms).reduce((sum, n) => sum + (sums.parts[n] ?? 0), 0);
    terms.push({
      text: signed(rest, false),
      quiet: false,
      title: '',
      term: null,
      label: `${t('others')} (${written.length - mostTerms})`,
    });
  }
  if (zeros > 0)
    terms.push({
      text: signed(0, terms.length === 0),
      quiet: true,
      title: '',
      term: null,
      label: t('zeroProducts', { n: zeros }),
    });
  if (one && sums.bias !== null)
    terms.push({
      text: signed(sums.bias, terms.length === 0),
      quiet: false,
      title: '',
      term: null,
      label: t('bias'),
    });
  if (sums.rounding !== 0)
    terms.push({
      text: signed(sums.rounding, false),
      quiet: false,
      title: '',
      term: null,
      label: t('rounding'),
    });
  return {
    lead: one ? null : t('inputChannel', { n: channel.channel }),
    terms,
    result: `= ${fromThousandths(sums.total)}`,
  };
}

const writtenText = (written: Written): string =>
  [
    written.lead,
    ...written.terms.map((term) => `${term.text}${term.label ? ` (${term.label})` : ''}`),
    written.result,
  ]
    .filter((x) => x !== null)
    .join(' ');

function OutputSentence(props: SentenceProps): JSX.Element {
  const { scene, out, inIndex, row, column, explanation, onTerm } = props;
  const page = usePage();
  const speech = useSpeech();
  const { t, int } = speech;
  const head = t('sumHead', { o: out, r: row, c: column });
  if (scene.convolution && explanation) {
    const padded =
      explanation.inPadding > 0 ? t('inPadding', { n: int(explanation.inPadding) }) : '';
    const { bias, products } = explanation;
    const from =
      products === 1
        ? t(bias === null ? 'oneProductNoBias' : 'oneProduct', { p: padded })
        : t(bias === null ? 'fromProductsNoBias' : 'fromProducts', { n: int(products), p: padded });
    const written = writtenSum(explanation, inIndex, speech);
    return (
      <>
        <p class="sum-head">
          <strong>{head}</strong>
          <span class="muted">{from}</span>
          <IconButton
            icon="copy"
            label={t('copySum')}
            className="copy"
            onClick={() => {
              page.send({ type: 'text.copy', text: writtenText(written) });
              page.say(t('copied'));
            }}
          />
        </p>
        <p class="terms">
          {written.lead ? <span class="muted lead-word">{written.lead} </span> : null}
          {written.terms.map((term, k) => (
            <span
              key={k}
              class={`term ${term.quiet ? 'quiet' : ''}`}
              title={term.title || undefined}
              onPointerEnter={term.term === null ? undefined : () => onTerm(term.term)}
              onPointerLeave={term.term === null ? undefined : () => onTerm(null)}
            >
              {term.text}
              {term.label ? <small> {term.label}</small> : null}
            </span>
          ))}
          <span class="result">{written.result}</span>
        </p>
      </>
    );
  }
  return (
    <>
      <p class="sum-head">
        <strong>{head}</strong>
        <span class="muted">{plainNote(scene, speech)}</span>
      </p>
      <p class="terms">{plainSum(props)}</p>
    </>
  );
}

function plainNote({ operation, inputs }: Scene, { t }: Speech): string {
  switch (operation.kind) {
    case 'max':
      return t('largestOf');
    case 'average':
      return '';
    case 'sum':
      return t('sumOf', { n: inputs.length });
    case 'pointwise':
      return operation.op === 'batch_norm' ? t('batchNormOf') : t('pointwiseOf');
    default:
      return '';
  }
}

/** `max(0.2, 0.5) = 0.500`: operations without weights, written with the printed numbers. */
export function plainSum({
  scene,
  out,
  row,
  column,
}: Pick<SentenceProps, 'scene' | 'out' | 'row' | 'column'>): string {
  const { operation, relation } = scene;
  const total = decimal(outputAt(scene, out, row, column), 3);
  const { volume, channel } = inputAt(scene, out, 0);
  const values = inputsOf(relation, row, column).map((m) =>
    m.source === null ? 0 : at(volume, channel, m.source.row, m.source.column),
  );
  const list = values.slice(0, mostTerms).map((v) => decimal(v, 3));
  const more = values.length > mostTerms ? `, … (${values.length})` : '';
  switch (operation.kind) {
    case 'max':
      return `max(${list.join(', ')}${more}) = ${total}`;
    case 'average': {
      const divisor = operation.divisor ?? values.length;
      const sum = values.reduce((a, b) => a + b, 0);
      return list.length <= 16
        ? `(${list.map((text, k) => (k === 0 ? text : text.startsWith('−') ? `− ${text.slice(1)}` : `+ ${text}`)).join(' ')}) / ${divisor} = ${total}`
        : `${decimal(sum, 3)} / ${divisor} = ${total}`;
    }
    case 'sum': {
      const parts = scene.inputs.map((input) => at(input, out, row, column));
      const sums = ledger(parts, null, outputAt(scene, out, row, column));
      const rounding = sums.rounding === 0 ? '' : ` ${signed(sums.rounding, false)}`;
      return `${sums.parts.map((part, k) => signed(part, k === 0)).join(' ')}${rounding} = ${total}`;
    }
    case 'pointwise': {
      const x = list[0] ?? '';
      return `${pointwiseText(operation.op, x, operation.args)} = ${total}`;
    }
    default:
      return total;
  }
}

function pointwiseText(op: string, x: string, args: Readonly<Record<string, Plain>>): string {
  const number = (name: string): string =>
    typeof args[name] === 'number' ? short(args[name], 3) : '?';
  switch (op.replace(/_$/, '')) {
    case 'relu':
      return `max(0, ${x})`;
    case 'relu6':
      return `min(max(0, ${x}), 6)`;
    case 'leaky_relu':
      return `${x} ≥ 0 ? ${x} : ${number('negative_slope')} · ${x}`;
    case 'dropout':
    case 'dropout2d':
    case 'identity':
    case 'clone':
    case 'contiguous':
    case 'alpha_dropout':
      return x;
    case 'silu':
      return `${x} · sigmoid(${x})`;
    case 'batch_norm':
      return `batch_norm(${x})`;
    default:
      return `${op.replace(/_$/, '')}(${x})`;
  }
}

/** Number of input channels an output reads, for the head of other views. */
export const readCount = (scene: Scene, out: number): number => readBy(scene, out).length;
