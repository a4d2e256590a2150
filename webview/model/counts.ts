/** Counts by the convention the person chose, and sums that stay honest. */
import type { Count } from '../../src/analysis/report/report';
import type { MacConvention } from '../../src/protocol/explorer';
import { elements } from './elements';
import { sumOf } from './folding';
import { settingsOf } from './settings';
import type { Step } from './steps';

/** Multiply-adds of a step by a convention; symbolic counts are only stated as products. */
export function macsOf(step: Step, convention: MacConvention): Count {
  const { macs } = step;
  if (typeof macs !== 'number' || convention === 'multiplies')
    return convention === 'flops' && typeof macs === 'string' ? `2·(${macs})` : macs;
  if (convention === 'flops') return 2 * macs;
  const bias = settingsOf(step, null)['bias'];
  const owns = macs > 0 && bias !== false && bias !== null && bias !== undefined;
  return owns ? macs + (elements(step.output) ?? 0) : macs;
}

export interface Total {
  readonly value: number;
  /** False: at least this much. */
  readonly complete: boolean;
  /** The count's own text where it is symbolic. */
  readonly symbolic: string | null;
}

export function total(counts: readonly Count[]): Total {
  if (counts.length === 1 && typeof counts[0] === 'string')
    return { value: 0, complete: false, symbolic: counts[0] };
  const { known, complete } = sumOf(counts);
  return { value: known, complete, symbolic: null };
}
