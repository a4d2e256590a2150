/** Compares one model of a report with the framework's own answer, row by row; what is a row is told in test/conformance/README.md. */
import type { Count, FileReport, LayerReport, ModelReport, Shape } from '../../src/analysis/report/report';

export type TruthRow = readonly [
  path: string | null,
  type: string,
  inputs: readonly (readonly number[])[],
  outputs: readonly (readonly number[])[],
  params: number,
];

/** One model as the framework ran it. */
export interface Truth {
  readonly entry: string;
  readonly module: string;
  /** Relative to the folder of packages. */
  readonly file: string;
  readonly package?: string;
  readonly inputs: readonly (readonly number[])[];
  readonly dtypes?: readonly string[];
  readonly outputs: readonly (readonly number[])[];
  readonly params: number;
  readonly trainable: number;
  readonly layers: readonly TruthRow[];
  /** The framework itself refuses. */
  readonly error?: unknown;
}

/** `wrong`: something false is stated. `unknown`: only honest gaps. */
export type Verdict = 'equal' | 'wrong' | 'unknown' | 'failed';

export interface Comparison {
  verdict: Verdict;
  right: number;
  wrong: number;
  unknown: number;
  readonly rows: number;
  /** The first difference that made the verdict. */
  first: string | null;
}

/** A row that does not state to be true for sure. */
function isOpen(layer: LayerReport): boolean {
  return layer.status === 'unknown' || layer.maybe;
}

type Agreement = 'equal' | 'different' | 'unknown';

/** The numeric value of a size; null where it is not a number. Symbolic runs hand in their own. */
export type Reader = (size: number | string | null) => number | null;

export const plainReader: Reader = (size) => (typeof size === 'number' ? size : null);

export function compareShapes(got: readonly Shape[], want: readonly (readonly number[])[], read: Reader): Agreement {
  if (got.length !== want.length) return got.some((shape) => shape === null) ? 'unknown' : 'different';
  let answer: Agreement = 'equal';
  for (const [i, truth] of want.entries()) {
    const shape = got[i]!;
    if (shape === null) {
      answer = 'unknown';
      continue;
    }
    if (shape.length !== truth.length) return 'different';
    for (const [k, size] of truth.entries()) {
      const stated = read(shape[k]!);
      if (stated === null) answer = 'unknown';
      else if (stated !== size) return 'different';
    }
  }
  return answer;
}

function compareCount(got: Count, want: number, read: Reader): Agreement {
  const stated = read(got);
  return stated === null ? 'unknown' : stated === want ? 'equal' : 'different';
}

function keysOf<T>(rows: readonly T[], pathOf: (row: T) => string | null): string[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const path = pathOf(row) ?? '?';
    const count = seen.get(path) ?? 0;
    seen.set(path, count + 1);
    return `${path}#${count}`;
  });
}

/** Compares a whole model. Inputs of rows are compared too. */
export function compareModel(truth: Truth, report: FileReport, model: ModelReport | undefined, read: Reader = plainReader): Comparison {
  const result: Comparison = { verdict: 'equal', right: 0, wrong: 0, unknown: 0, rows: truth.layers.length, first: null };
  const note = (kind: 'wrong' | 'unknown', text: string): void => {
    if (result.verdict === 'equal' || (kind === 'wrong' && result.verdict !== 'wrong')) result.first = text;
    if (kind === 'wrong' || result.verdict === 'equal') result.verdict = kind;
  };
  if (!model) {
    result.verdict = 'failed';
    result.first = 'no model in the report';
    return result;
  }
  const { layers } = model;
  const got = keysOf(layers, (layer) => layer.path);
  const want = keysOf(truth.layers, ([path]) => path);
  const place = new Map(got.map((key, i) => [key, i]));
  // A module outside the tree has no path of the framework's: any name is right.
  truth.layers.forEach(([path], i) => {
    if (path === null && layers[i] && !want.includes(got[i]!)) place.set(want[i]!, i);
  });
  const gaps =
    layers.some(isOpen) ||
    model.outputs.some((shape) => shape === null || shape.some((size) => read(size) === null)) ||
    read(model.params.total) === null;
  const used = new Set<number>();
  let previous = -1;
  truth.layers.forEach((row, i) => {
    const [path, type, inputs, outputs, params] = row;
    const at = place.get(want[i]!);
    const name = `row ${i} ${path}`;
    if (at === undefined) {
      if (gaps) result.unknown++;
      else result.wrong++;
      note(gaps ? 'unknown' : 'wrong', `${name} is missing (${type} ${JSON.stringify(outputs)})`);
      return;
    }
    used.add(at);
    if (at < previous) note('wrong', `${name} comes in another order`);
    previous = at;
    const layer = layers[at]!;
    const bad = differenceOf(layer, type, inputs, outputs, params, read);
    if (!bad) result.right++;
    else {
      const kind = bad.is === 'unknown' || isOpen(layer) ? 'unknown' : 'wrong';
      result[kind]++;
      note(kind, `${name}: ${bad.text}${layer.reason ? ` (${layer.reason})` : ''}`);
    }
  });
  layers.forEach((layer, i) => {
    if (!used.has(i))
      note(isOpen(layer) ? 'unknown' : 'wrong', `a row that the framework has not: ${layer.path} ${layer.type} ${JSON.stringify(layer.outputs)}`);
  });
  const whole: [string, Agreement, unknown, unknown][] = [
    ['outputs', compareShapes(model.outputs, truth.outputs, read), model.outputs, truth.outputs],
    ['params.total', compareCount(model.params.total, truth.params, read), model.params.total, truth.params],
    ['params.trainable', compareCount(model.params.trainable, truth.trainable, read), model.params.trainable, truth.trainable],
  ];
  for (const [what, answer, stated, right] of whole)
    if (answer !== 'equal') note(answer === 'unknown' ? 'unknown' : 'wrong', `${what} ${JSON.stringify(stated)}, framework ${JSON.stringify(right)}`);
  for (const problem of report.problems)
    if (problem.severity === 'error') note('wrong', `false alarm ${problem.rule}: ${problem.message}`);
  return result;
}

function differenceOf(
  layer: LayerReport,
  type: string,
  inputs: TruthRow[2],
  outputs: TruthRow[3],
  params: number,
  read: Reader,
): { is: Agreement; text: string } | null {
  const parts: [string, Agreement, unknown, unknown][] = [
    ['class', layer.type === type ? 'equal' : 'different', layer.type, type],
    ['inputs', compareShapes(layer.inputs, inputs, read), layer.inputs, inputs],
    ['outputs', compareShapes(layer.outputs, outputs, read), layer.outputs, outputs],
    ['params', compareCount(layer.params, params, read), layer.params, params],
  ];
  const bad = parts.find(([, answer]) => answer === 'different') ?? parts.find(([, answer]) => answer === 'unknown');
  return bad ? { is: bad[1], text: `${bad[0]} ${JSON.stringify(bad[2])}, framework ${JSON.stringify(bad[3])}` } : null;
}
