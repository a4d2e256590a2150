/**
 * With named sizes, a model's rows must say at any size what a run on that size says: each classification model of torchvision at random sizes.
 *
 *     node scripts/conformance.mjs random [--filter REGEX] [--sizes 20] [--seed 1] [--verbose]
 *
 * The runs on numbers are compared with the framework's own answers by the other lists. A size is valid where that run ends without an error.
 */
import type { LayerReport, ModelReport, Shape, Size } from '../../src/analysis/report/report';
import type { Truth } from './compare';
import type { Conformance } from './models';
import { nameOf, symbolicInputs } from './models';
import { evaluateSize } from './evaluate';

export interface RandomOptions {
  readonly sizes: number;
  readonly seed: number;
  readonly verbose: boolean;
}

/** One model at all its sizes. */
interface Outcome {
  readonly name: string;
  /** Valid sizes that were compared. */
  compared: number;
  /** Rows compared, over all sizes. */
  rows: number;
  /** Rows the run on names does not state. */
  unknown: number;
  readonly differences: string[];
  readonly gaps: Set<string>;
  /** Sides that may differ from the usual ones. */
  varies: boolean;
}

/** Families whose models classify images (or, quantised, do the same). */
export function classifies(truth: Truth): boolean {
  return truth.inputs.length === 1 && truth.inputs[0]!.length === 4 && !/\.(segmentation|detection|video|optical_flow)$/.test(truth.module);
}

/** mulberry32: numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Sides up to which a size is drawn (a fifth of them small: edges of pooling), and draws all refused after which a model counts as taking one size only. */
const LARGEST_SIDE = 420;
const DRAWS = 12;

function compareAtRandom(conformance: Conformance, truth: Truth, { sizes, seed }: RandomOptions): Outcome {
  const outcome: Outcome = { name: nameOf(truth), compared: 0, rows: 0, unknown: 0, differences: [], gaps: new Set(), varies: true };
  const random = generator(seed + hashOf(outcome.name));
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const [, channels, height, width] = truth.inputs[0]! as [number, number, number, number];
  const general = conformance.analyse(truth, symbolicInputs(truth).text).models[0];
  if (!general) {
    outcome.differences.push('no model in the report with names');
    return outcome;
  }
  // A height apart from the width; some models take their own size only, then the batch alone varies.
  const named = general.inputs[0]?.shape;
  if (named?.[2] === named?.[3]) throw new Error(`${outcome.name}: height and width must have names of their own`);
  let refused = 0;
  while (outcome.compared < sizes) {
    const side = (usual: number): number => (outcome.varies ? (random() < 0.2 ? between(1, 64) : between(32, LARGEST_SIDE)) : usual);
    const [n, h, w] = [between(1, 9), side(height), side(width)];
    const report = conformance.analyse(truth, `${n}x${channels}x${h}x${w}`);
    const model = report.models[0];
    if (report.problems.some((p) => p.severity === 'error') || !model || model.outputs.some((shape) => shape === null || shape.includes(null))) {
      if (++refused <= (outcome.compared > 0 ? 50 * DRAWS : DRAWS)) continue;
      if (!outcome.varies || outcome.compared > 0) {
        outcome.differences.push(`no run at ${n}x${channels}x${h}x${w}`);
        return outcome;
      }
      outcome.varies = false;
      refused = 0;
      continue;
    }
    outcome.compared++;
    compareAt(outcome, general, model, new Map([['N', n], ['H', h], ['W', w]]));
  }
  return outcome;
}

function compareAt(outcome: Outcome, general: ModelReport, model: ModelReport, names: ReadonlyMap<string, number>): void {
  const at = [...names].map(([name, size]) => `${name}=${size}`).join(' ');
  const value = (size: Size): number | null => (typeof size === 'string' ? evaluateSize(size, names) : size);
  const differ = (what: string, symbolic: unknown, concrete: unknown): void => {
    outcome.differences.push(`${at}: ${what} ${JSON.stringify(symbolic)}, with numbers ${JSON.stringify(concrete)}`);
  };
  /** null where it is not stated. */
  const same = (symbolic: Size, concrete: Size): boolean | null => {
    const stated = value(symbolic);
    return stated === null ? (concrete === null ? true : null) : stated === concrete;
  };
  const sameShape = (symbolic: Shape, concrete: Shape): boolean | null => {
    if (symbolic === null) return concrete === null ? true : null;
    if (concrete === null || symbolic.length !== concrete.length) return false;
    const parts = symbolic.map((size, i) => same(size, concrete[i]!));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  };
  const sameShapes = (symbolic: readonly Shape[], concrete: readonly Shape[]): boolean | null => {
    if (symbolic.length !== concrete.length) return false;
    const parts = symbolic.map((shape, i) => sameShape(shape, concrete[i]!));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  };
  const check = (what: string, answer: boolean | null, symbolic: unknown, concrete: unknown, reason: string | null): boolean => {
    if (answer === true) return true;
    if (answer === false) differ(what, symbolic, concrete);
    else {
      outcome.unknown++;
      outcome.gaps.add(`${what}: ${reason ?? 'no reason'}`);
    }
    return false;
  };
  const rowName = (row: LayerReport): string => `${row.path}#${row.call}`;
  if (general.layers.length !== model.layers.length) {
    const missing = model.layers.find((row) => !general.layers.some((other) => rowName(other) === rowName(row)));
    differ('rows', general.layers.length, `${model.layers.length}${missing ? `, ${rowName(missing)} among them` : ''}`);
    return;
  }
  for (const [i, row] of model.layers.entries()) {
    const other = general.layers[i]!;
    outcome.rows++;
    if (rowName(other) !== rowName(row) || other.type !== row.type) differ(`row ${i}`, rowName(other), rowName(row));
    const { reason } = other;
    check(`${rowName(row)} inputs`, sameShapes(other.inputs, row.inputs), other.inputs, row.inputs, reason);
    check(`${rowName(row)} outputs`, sameShapes(other.outputs, row.outputs), other.outputs, row.outputs, reason);
    check(`${rowName(row)} params`, same(other.params, row.params), other.params, row.params, reason);
    check(`${rowName(row)} macs`, same(other.macs, row.macs), other.macs, row.macs, reason);
    if (JSON.stringify(other.receptiveField) !== JSON.stringify(row.receptiveField))
      differ(`${rowName(row)} receptive field`, other.receptiveField, row.receptiveField);
  }
  check('outputs', sameShapes(general.outputs, model.outputs), general.outputs, model.outputs, null);
  check('params', same(general.params.total, model.params.total), general.params, model.params, null);
  check('macs', same(general.macs, model.macs), general.macs, model.macs, null);
}

function hashOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return hash;
}

/** @returns the exit code: 1 where anything stated differs, or nothing was compared */
export function compareAllAtRandom(conformance: Conformance, truths: readonly Truth[], options: RandomOptions): number {
  const outcomes = truths.filter(classifies).map((truth) => {
    const outcome = compareAtRandom(conformance, truth, options);
    if (outcome.differences.length || outcome.gaps.size || options.verbose) {
      console.log(`${outcome.differences.length ? 'wrong  ' : outcome.gaps.size ? 'unknown' : 'equal  '} ${outcome.name}: ${outcome.compared} sizes${outcome.varies ? '' : ' of the batch only'}`);
      for (const text of outcome.differences.slice(0, 3)) console.log(`          ${text}`);
      for (const text of [...outcome.gaps].slice(0, 3)) console.log(`          not stated: ${text}`);
    }
    return outcome;
  });
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const differing = outcomes.filter((o) => o.differences.length > 0).length;
  const fixed = outcomes.filter((o) => !o.varies).map((o) => o.name.split(' ')[1]);
  console.log(
    `random: ${outcomes.length - differing} of ${outcomes.length} classification models agree at ${sum((o) => o.compared)} random sizes, ${sum((o) => o.rows)} rows; ` +
      `${sum((o) => o.differences.length)} differences, ${sum((o) => o.unknown)} not stated; of their own height and width only: ${fixed.join(', ') || 'none'}`,
  );
  return differing || outcomes.length === 0 || outcomes.some((o) => o.compared === 0) ? 1 : 0;
}
