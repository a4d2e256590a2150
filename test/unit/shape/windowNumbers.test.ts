/** The numeric window arithmetic says what the symbolic one says, of symbols that are then given their values. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Dim, evaluate, symbol } from '../../../src/analysis/shape/dim';
import { causalPadding, effectiveKernel, outputSize, samePadding, samePaddingTensorFlow, transposedOutputSize } from '../../../src/analysis/shape/window';
import {
  numericOutputSize,
  numericSamePadding,
  numericSamePaddingTensorFlow,
  numericTransposedSize,
  reachOfKernel,
} from '../../../src/analysis/shape/windowNumbers';

const drawn = fc.record({
  input: fc.integer({ min: 1, max: 300 }),
  kernel: fc.integer({ min: 1, max: 9 }),
  stride: fc.integer({ min: 1, max: 5 }),
  dilation: fc.integer({ min: 1, max: 4 }),
  before: fc.integer({ min: 0, max: 9 }),
  after: fc.integer({ min: 0, max: 9 }),
  ceil: fc.boolean(),
  outputPadding: fc.integer({ min: 0, max: 3 }),
});

describe('window arithmetic on numbers', () => {
  it('agrees with the symbolic one', () => {
    fc.assert(
      fc.property(drawn, ({ input, outputPadding, ...w }) => {
        const n = symbol('n');
        const at = (d: Dim): number | undefined => evaluate(d, new Map([['n', input]]));
        const both = (made: number, ...sizes: Dim[]): void => sizes.forEach((d) => assert.equal(made, at(d)));
        // A window that does not fit has no symbolic size to compare with.
        const fits = input + w.before + w.after >= reachOfKernel(w.kernel, w.dilation);
        if (fits) both(numericOutputSize(input, w), outputSize(input, w));
        if (fits && !w.ceil) both(numericOutputSize(input, w), outputSize(n, w));
        both(numericTransposedSize(input, w, outputPadding), transposedOutputSize(input, w, outputPadding), transposedOutputSize(n, w, outputPadding));
        both(reachOfKernel(w.kernel, w.dilation), effectiveKernel(w));
        assert.deepEqual(numericSamePadding(w.kernel, w.dilation), samePadding(w.kernel, w.dilation));
        assert.deepEqual([w.dilation * (w.kernel - 1), 0], causalPadding(w.kernel, w.dilation));
        const sides = numericSamePaddingTensorFlow(input, w.kernel, w.stride, w.dilation);
        assert.deepEqual(sides, samePaddingTensorFlow(input, w.kernel, w.stride, w.dilation));
        samePaddingTensorFlow(n, w.kernel, w.stride, w.dilation).forEach((d, i) => both(sides[i]!, d));
      }),
      { numRuns: 1000 },
    );
  });
});
