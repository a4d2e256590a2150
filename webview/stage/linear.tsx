/** A fully connected layer, simply: one output at a time, its inputs and weights as strips, its largest products, its sum. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { useSize } from '../app/size';
import type { Numbers } from '../compute/messages';
import { Grid } from '../draw/grid';
import type { GridContent } from '../draw/gridPaint';
import { usePalette } from '../draw/palette';
import type { ScaleKind } from '../draw/scale';
import { drawChannel } from '../draw/surface';
import { decimal, fromThousandths, short, thousandths } from '../text/format';
import { useSpeech } from '../text/speech';
import { ledger, type Volume } from './explain';
import type { LinearOperation } from './operation';

const shownTerms = 8;

const maxOf = (data: Float32Array): number =>
  data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const strip = (data: Float32Array): Volume => ({
  channels: 1,
  height: 1,
  width: data.length,
  data,
});

/** One row of a linear layer: products by input, and the printed parts of its sum. */
export function linearRow(
  input: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  total: number,
  out: number,
): {
  readonly products: Float32Array;
  readonly largest: readonly number[];
  /** Parts: the largest products, then all others in one. */
  readonly sums: ReturnType<typeof ledger>;
} {
  const n = input.length;
  const products = new Float32Array(n);
  for (let i = 0; i < n; i++) products[i] = (input[i] ?? 0) * (weight[out * n + i] ?? 0);
  const largest = [...products.keys()]
    .sort((a, b) => Math.abs(products[b] ?? 0) - Math.abs(products[a] ?? 0) || a - b)
    .slice(0, shownTerms);
  const shown = new Set(largest);
  let others = 0;
  for (let i = 0; i < n; i++) if (!shown.has(i)) others += products[i] ?? 0;
  const parts = largest.map((i) => products[i] ?? 0);
  return {
    products,
    largest,
    sums: ledger(
      n > largest.length ? [...parts, others] : parts,
      bias ? (bias[out] ?? 0) : null,
      total,
    ),
  };
}

export function LinearStage({
  operation,
  tensors,
}: {
  operation: LinearOperation;
  tensors: ReadonlyMap<number, Numbers>;
}): JSX.Element | null {
  const page = usePage();
  const { t, int } = useSpeech();
  const root = useRef<HTMLDivElement>(null);
  const { width } = useSize(root);
  const inputAll = tensors.get(operation.input)?.data;
  const outputAll = tensors.get(operation.output)?.data;
  const weight = tensors.get(operation.weight)?.data;
  const bias = operation.bias === null ? null : (tensors.get(operation.bias)?.data ?? null);
  const { inFeatures, outFeatures } = operation;
  const input = useMemo(() => inputAll?.subarray(0, inFeatures), [inputAll, inFeatures]);
  const output = useMemo(() => outputAll?.subarray(0, outFeatures), [outputAll, outFeatures]);
  const choice = page.state.layer;
  const strongest = useMemo(() => {
    let best = 0;
    output?.forEach((v, i) => {
      if (Math.abs(v) > Math.abs(output[best] ?? 0)) best = i;
    });
    return best;
  }, [output]);
  const out = Math.min(choice.position ?? strongest, outFeatures - 1);
  const row = useMemo(
    () =>
      input && output && weight ? linearRow(input, weight, bias, output[out] ?? 0, out) : null,
    [input, output, weight, bias, out],
  );
  if (!input || !output || !weight || !row) return <div ref={root} />;
  const columns = Math.max(
    1,
    Math.min(
      outFeatures,
      Math.floor(Math.max(width, 200) / (outFeatures > 64 ? 14 : 36)),
      outFeatures > 64 ? 50 : 20,
    ),
  );
  const cell = Math.max(8, Math.min(44, Math.floor(Math.max(width, 200) / columns)));
  const rows = Math.ceil(outFeatures / columns);
  const content: GridContent = {
    kind: 'value',
    rows,
    columns,
    firstRow: 0,
    firstColumn: 0,
    range: maxOf(output),
    decimals: rows * columns <= 200 ? 2 : 0,
    value: (r, c) => output[r * columns + c] ?? 0,
    inside: (r, c) => r * columns + c < outFeatures,
    paddingText: '',
  };
  const pick = (r: number, c: number): void =>
    page.set({
      layer: { ...page.state.layer, position: Math.min(outFeatures - 1, r * columns + c) },
    });
  const { sums, largest, products } = row;
  const hasOthers = inFeatures > largest.length;
  return (
    <div class="linear" ref={root}>
      <p class="lead">{t('linearIntro')}</p>
      <h3>{t('output')}</h3>
      <Grid
        label={t('output')}
        content={content}
        marks={{
          boxes: [{ row: Math.floor(out / columns), column: out % columns, rows: 1, columns: 1 }],
        }}
        cellWidth={cell}
        cellHeight={Math.min(cell, 24)}
        speak={(r, c) =>
          `${t('linearOutput', { n: r * columns + c, m: int(outFeatures) })} = ${decimal(output[r * columns + c] ?? 0, 3)}`
        }
        on={{ point: () => undefined, leave: () => undefined, keep: pick }}
        at={{ row: Math.floor(out / columns), column: out % columns }}
      />
      <div class="readout">
        <strong class="value">{decimal(output[out] ?? 0, 3)}</strong>
        <span class="muted">{t('linearOutput', { n: out, m: int(outFeatures) })}</span>
      </div>
      <h3>{t('strips', { n: int(inFeatures) })}</h3>
      <div class="strips">
        <Strip label={t('linearInput')} data={input} kind="value" width={width} />
        <Strip
          label={t('linearWeight')}
          data={weight.subarray(out * inFeatures, (out + 1) * inFeatures)}
          kind="weight"
          width={width}
        />
        <Strip label={t('linearProduct')} data={products} kind="value" width={width} />
      </div>
      <table class="terms-table">
        <caption>{t('linearTerms', { n: largest.length, m: int(inFeatures) })}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" class="num">
              {t('linearInput')}
            </th>
            <th scope="col" class="num">
              {t('linearWeight')}
            </th>
            <th scope="col" class="num">
              {t('linearProduct')}
            </th>
          </tr>
        </thead>
        <tbody>
          {largest.map((i, k) => (
            <tr key={i}>
              <th scope="row">[{int(i)}]</th>
              <td class="num">{short(input[i] ?? 0, 4)}</td>
              <td class="num">{short(weight[out * inFeatures + i] ?? 0, 4)}</td>
              <td class="num">{fromThousandths(sums.parts[k] ?? 0)}</td>
            </tr>
          ))}
          {hasOthers ? <SumLine label={t('others')} value={sums.parts.at(-1) ?? 0} /> : null}
          {sums.bias !== null ? <SumLine label={t('bias')} value={sums.bias} /> : null}
          {sums.rounding !== 0 ? <SumLine label={t('rounding')} value={sums.rounding} /> : null}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t('linearOutput', { n: out, m: int(outFeatures) })}
            </th>
            <td class="num">
              <strong>= {decimal(thousandths(output[out] ?? 0) / 1000, 3)}</strong>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function SumLine({ label, value }: { label: string; value: number }): JSX.Element {
  return (
    <tr>
      <th scope="row" colSpan={3}>
        {label}
      </th>
      <td class="num">{fromThousandths(value)}</td>
    </tr>
  );
}

function Strip({
  label,
  data,
  kind,
  width,
}: {
  label: string;
  data: Float32Array;
  kind: ScaleKind;
  width: number;
}): JSX.Element {
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const labelWidth = 72;
  useLayoutEffect(() => {
    if (canvas.current && width > labelWidth) {
      drawChannel(
        canvas.current,
        strip(data),
        0,
        palette,
        kind,
        maxOf(data),
        width - labelWidth,
        16,
      );
    }
  });
  return (
    <div class="strip">
      <span class="muted">{label}</span>
      <canvas ref={canvas} aria-hidden="true" />
    </div>
  );
}
