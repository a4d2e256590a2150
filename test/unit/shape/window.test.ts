/** Window arithmetic against a count: windows are placed one by one and looked at. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printDim } from '../../../src/analysis/shape/print';
import { type Dim, evaluate, symbol } from '../../../src/analysis/shape/dim';
import {
  advanceReceptiveField,
  blockCount,
  causalPadding,
  convolutionMultiplyAdds,
  effectiveKernel,
  explainOutput,
  explainTransposed,
  holdsWindow,
  inputReceptiveField,
  joinReceptiveFields,
  linearMultiplyAdds,
  outputSize,
  paddedSize,
  paddingEffect,
  paddingHint,
  type ReceptiveField,
  resampledSize,
  sameOutputSizeTensorFlow,
  samePadding,
  samePaddingTensorFlow,
  smallestInput,
  trailOf,
  trailText,
  transposedMultiplyAdds,
  transposedOutputSize,
  transposedOutputSizeKeras,
  unread,
  type Window,
} from '../../../src/analysis/shape/window';

import { assertSame } from './expressions';

const H = symbol('H');

interface Numbers extends Window {
  kernel: number;
  stride: number;
  dilation: number;
  before: number;
  after: number;
}

const window = (settings: Partial<Numbers>): Numbers => ({ kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, ...settings });
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const windows: fc.Arbitrary<Numbers> = fc.record({ kernel: whole(1, 7), stride: whole(1, 5), dilation: whole(1, 3), before: whole(0, 4), after: whole(0, 4) });
/** As pooling allows: padding of at most half the kernel. */
const pools: fc.Arbitrary<Numbers> = windows.map((w) => ({ ...w, before: Math.min(w.before, w.kernel >> 1), after: Math.min(w.after, w.kernel >> 1), ceil: true }));

/** Starts of the windows that fit into the padded input, found by looking. */
function starts(input: number, w: Numbers): number[] {
  const found: number[] = [];
  for (let s = -w.before; ; s += w.stride) {
    const last = s + (w.kernel - 1) * w.dilation;
    if (last > input + w.after - 1) return found;
    found.push(s);
  }
}

describe('windows', () => {
  it('are as many as fit', () => {
    fc.assert(
      fc.property(whole(1, 64), windows, (input, w) => {
        const count = starts(input, w).length;
        assert.equal(holdsWindow(input, w), count > 0 ? 'yes' : 'no');
        if (count) assert.equal(outputSize(input, w), count);
        else assert.ok((outputSize(input, w) as number) <= 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('of pooling in ceil mode may hang over the end, but start inside', () => {
    fc.assert(
      fc.property(whole(1, 64), pools, (input, w) => {
        const fitting = starts(input, w);
        if (!fitting.length) return;
        const lastEnd = fitting[fitting.length - 1]! + (w.kernel - 1) * w.dilation;
        const next = fitting[fitting.length - 1]! + w.stride;
        // One more where something is left over, unless it would start in the padding at the end.
        const more = lastEnd < input + w.after - 1 && next < input ? 1 : 0;
        assert.equal(outputSize(input, w), fitting.length + more);
      }),
      { numRuns: 2000 },
    );
  });

  it('have the same count when the input is a symbol', () => {
    fc.assert(
      fc.property(fc.oneof(windows, pools), whole(0, 3), (w, outputPadding) => {
        const size = outputSize(H, w);
        const transposed = transposedOutputSize(H, w, outputPadding);
        const least = smallestInput(w) as number;
        for (let n = least; n < least + 40; n++) {
          const values = new Map([['H', n]]);
          assert.equal(evaluate(size, values), outputSize(n, w), printDim(size));
          assert.equal(evaluate(transposed, values), transposedOutputSize(n, w, outputPadding));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('with symbolic settings count as with numbers', () => {
    const names = ['n', 'k', 's', 'd', 'p'];
    const [n, k, s, d, p] = names.map((name) => symbol(name)) as [Dim, Dim, Dim, Dim, Dim];
    const symbolic = outputSize(n, { kernel: k, stride: s, dilation: d, before: p, after: p });
    const back = transposedOutputSize(n, { kernel: k, stride: s, dilation: d, before: p, after: p }, 0);
    fc.assert(
      fc.property(whole(1, 64), windows, (input, w) => {
        const padding = w.before + 1;
        const values = new Map([['n', input], ['k', w.kernel], ['s', w.stride], ['d', w.dilation], ['p', padding]]);
        const numbers = { ...w, before: padding, after: padding };
        assert.equal(evaluate(symbolic, values), outputSize(input, numbers));
        assert.equal(evaluate(back, values), transposedOutputSize(input, numbers, 0));
      }),
    );
  });

  it('name the smallest legal input', () => {
    fc.assert(
      fc.property(windows, (w) => {
        const least = smallestInput(w) as number;
        assert.ok(starts(least, w).length > 0 && (least === 1 || starts(least - 1, w).length === 0));
        assert.equal(effectiveKernel(w), starts(64, w)[0]! + (w.kernel - 1) * w.dilation + 1 + w.before);
        assert.equal(paddedSize(5, w), 5 + w.before + w.after);
      }),
    );
  });

  it('of a transposed convolution cover what a convolution would read', () => {
    fc.assert(
      fc.property(whole(1, 20), windows, whole(0, 4), (input, w, extra) => {
        const outputPadding = Math.min(extra, Math.max(w.stride, w.dilation) - 1);
        // Every input position is a window of the output; padding cuts both ends.
        const end = (input - 1) * w.stride + (w.kernel - 1) * w.dilation;
        assert.equal(transposedOutputSize(input, w, outputPadding), end + 1 - w.before - w.after + outputPadding);
        const size = transposedOutputSize(input, w, Math.min(outputPadding, w.stride - 1)) as number;
        if (size > 0) assert.equal(outputSize(size, w), input);
      }),
    );
  });

  it('leave unread what no window meets', () => {
    fc.assert(
      fc.property(whole(1, 40), fc.oneof(windows, pools), (input, w) => {
        const count = outputSize(input, w) as number;
        const read = new Set<number>();
        for (let o = 0; o < count; o++) for (let i = 0; i < w.kernel; i++) read.add(o * w.stride - w.before + i * w.dilation);
        let atEnd = 0;
        while (atEnd < input && !read.has(input - 1 - atEnd)) atEnd++;
        const missed = Array.from({ length: input }, (_, i) => i).filter((i) => !read.has(i)).length;
        if (count > 0) assert.deepEqual(unread(input, w), { atEnd, between: missed - atEnd });
      }),
      { numRuns: 1500 },
    );
  });
});

describe('padding rules', () => {
  it('PyTorch’s same keeps the size at stride 1, the odd one at the end', () => {
    fc.assert(
      fc.property(whole(1, 64), whole(1, 9), whole(1, 4), (input, kernel, dilation) => {
        const [before, after] = samePadding(kernel, dilation) as [number, number];
        assert.equal(outputSize(input, window({ kernel, dilation, before, after })), input);
        assert.ok(after - before === 0 || after - before === 1);
      }),
    );
    assert.deepEqual(samePadding(4, 1), [1, 2]);
  });

  it('TensorFlow’s same gives ⌈n / s⌉ with the least padding', () => {
    fc.assert(
      fc.property(whole(1, 64), whole(1, 9), whole(1, 5), whole(1, 3), (input, kernel, stride, dilation) => {
        const [before, after] = samePaddingTensorFlow(input, kernel, stride, dilation) as [number, number];
        const w = window({ kernel, stride, dilation, before, after });
        assert.equal(outputSize(input, w), Math.ceil(input / stride));
        assert.equal(sameOutputSizeTensorFlow(input, stride), Math.ceil(input / stride));
        assert.ok(after - before === 0 || after - before === 1);
        // Less would not do.
        if (after > 0) assert.ok((outputSize(input, { ...w, after: after - 1 }) as number) < Math.ceil(input / stride));
      }),
    );
    // At 224 with stride 2 and kernel 3 nothing at the start, one at the end: not what PyTorch's padding=1 does.
    assert.deepEqual(samePaddingTensorFlow(224, 3, 2, 1), [0, 1]);
    assertSame(sameOutputSizeTensorFlow(symbol('H'), 1), H);
  });

  it('causal padding lets an output see no later input', () => {
    const [before, after] = causalPadding(3, 4) as [number, number];
    assert.deepEqual([before, after], [8, 0]);
    assertSame(outputSize(H, window({ kernel: 3, dilation: 4, before, after })), H);
  });

  it('Keras’ transposed sizes', () => {
    // From keras.src.backend.common / deconv_output_length, by its own cases.
    const geometry = { kernel: 3, stride: 2, dilation: 1 };
    assert.equal(transposedOutputSizeKeras(7, geometry, 'same', null), 14);
    assert.equal(transposedOutputSizeKeras(7, geometry, 'valid', null), 15);
    assert.equal(transposedOutputSizeKeras(7, { ...geometry, kernel: 1 }, 'valid', null), 14);
    assert.equal(transposedOutputSizeKeras(7, geometry, 'same', 1), 14);
    assert.equal(transposedOutputSizeKeras(7, geometry, 'valid', 0), 15);
    assert.equal(printDim(transposedOutputSizeKeras(H, geometry, 'same', null)), '2*H');
  });
});

describe('unfold and upsampling', () => {
  it('count the blocks of all axes', () => {
    assert.equal(blockCount([10, 12], [window({ kernel: 3 }), window({ kernel: 2, stride: 2 })]), 8 * 6);
  });

  it('resample by whole and broken factors', () => {
    assert.equal(resampledSize(7, 2), 14);
    assert.equal(resampledSize(7, 1.5), 10);
    assert.equal(printDim(resampledSize(H, 0.5)!), 'H//2');
    assert.equal(resampledSize(H, 0.3), undefined);
  });
});

describe('receptive fields', () => {
  it('reach from the first to the last input that matters', () => {
    fc.assert(
      fc.property(fc.array(windows, { minLength: 1, maxLength: 3 }), (list) => {
        let field = inputReceptiveField;
        for (const w of list) field = advanceReceptiveField(field, w);
        // Two neighbouring outputs, traced back window by window.
        const trace = (output: number): [number, number] => {
          let [first, last] = [output, output];
          for (const w of [...list].reverse()) {
            first = first * w.stride - w.before;
            last = last * w.stride - w.before + (w.kernel - 1) * w.dilation;
          }
          return [first, last];
        };
        const [first, last] = trace(0);
        assert.deepEqual({ ...field }, { size: last - first + 1, jump: trace(1)[0] - first, start: first });
      }),
    );
  });

  it('of ResNet’s stem are 11 pixels 4 apart', () => {
    const stem = advanceReceptiveField(advanceReceptiveField(inputReceptiveField, window({ kernel: 7, stride: 2, before: 3, after: 3 })), window({ kernel: 3, stride: 2, before: 1, after: 1 }));
    assert.deepEqual({ ...stem }, { size: 11, jump: 4, start: -5 });
  });

  it('join to the span of both', () => {
    const a: ReceptiveField = { size: 7, jump: 2, start: -3 };
    const b: ReceptiveField = { size: 3, jump: 2, start: 0 };
    assert.deepEqual({ ...joinReceptiveFields(a, b) }, a);
    assert.deepEqual({ ...joinReceptiveFields(b, { size: 3, jump: 1, start: 2 }) }, { size: 5, jump: 2, start: 0 });
    assertSame(joinReceptiveFields({ size: H, jump: 1, start: 0 }, b).size, H);
  });
});

describe('sentences', () => {
  it('say the formula with the numbers put in', () => {
    assert.equal(explainOutput(16, window({ kernel: 3, stride: 2 })), '⌊(16 + 2·0 − 3) / 2⌋ + 1 = 7');
    assert.equal(explainOutput(32, window({ kernel: 3, before: 1, after: 1 })), '32 + 2·1 − 3 + 1 = 32');
    assert.equal(explainOutput(32, window({ kernel: 3, dilation: 2, stride: 2 })), '⌊(32 + 2·0 − 2·(3 − 1) − 1) / 2⌋ + 1 = 14');
    assert.equal(explainOutput(32, window({ kernel: 4, before: 1, after: 2 })), '32 + 1 + 2 − 4 + 1 = 32');
    assert.equal(explainOutput(H, window({ kernel: 3, stride: 2, before: 1, after: 1 })), '⌊(H + 2·1 − 3) / 2⌋ + 1 = (H + 1)//2');
    assert.equal(explainOutput(6, { ...window({ kernel: 3, stride: 2 }), ceil: true }), '⌈(6 + 2·0 − 3) / 2⌉ + 1 = 3');
    assert.equal(
      explainOutput(5, { ...window({ kernel: 2, stride: 3, before: 1, after: 1 }), ceil: true }),
      '⌈(5 + 2·1 − 2) / 3⌉ + 1 − 1 = 2, as the last window would start in the padding',
    );
    assert.equal(explainTransposed(7, window({ kernel: 4, stride: 2, before: 1, after: 1 }), 0), '(7 − 1)·2 − 2·1 + 4 = 14');
    assert.equal(explainTransposed(7, window({ kernel: 3, stride: 2, dilation: 2, before: 1, after: 1 }), 1), '(7 − 1)·2 − 2·1 + 2·(3 − 1) + 1 + 1 = 16');
  });

  it('are true: the left side computes to the right', () => {
    fc.assert(
      fc.property(whole(1, 64), fc.oneof(windows, pools), whole(0, 2), (input, w, extra) => {
        for (const sentence of [explainOutput(input, w), explainTransposed(input, w, extra)]) {
          const [left, right] = sentence.split(' = ') as [string, string];
          const code = left
            .replaceAll('⌊', 'Math.floor(')
            .replaceAll('⌈', 'Math.ceil(')
            .replace(/[⌋⌉]/g, ')')
            .replaceAll('·', '*')
            .replaceAll('−', '-');
          assert.equal(new Function(`return ${code}`)() as number, Number(right.split(',')[0]!.replaceAll('−', '-')), sentence);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are short for hints', () => {
    const hint = (input: Dim[], list: Numbers[]): string => paddingHint(paddingEffect(input, list), list);
    const square = (settings: Partial<Numbers>): Numbers[] => [window(settings), window(settings)];
    assert.equal(hint([32, 32], square({ kernel: 3, before: 1, after: 1 })), 'keeps 32×32');
    assert.equal(hint([32, 32], square({ kernel: 3 })), '32×32 → 30×30');
    assert.equal(hint([16, 16], square({ kernel: 3, stride: 2 })), 'last row, column unread');
    assert.equal(hint([15, 16], square({ kernel: 3, stride: 2 })), 'last column unread');
    assert.equal(hint([17, 17], square({ kernel: 3, stride: 4 })), 'last 2 rows, 2 columns unread');
    assert.equal(hint([32, 32], square({ kernel: 6, before: 2, after: 3 })), '+2 left, +3 right, keeps 32×32');
    assert.equal(hint([32, 32], [window({ kernel: 4, before: 1, after: 2 }), window({ kernel: 3, before: 1, after: 1 })]), '+1 top, +2 bottom, keeps 32×32');
    assert.equal(hint([100], [window({ kernel: 3, dilation: 2, before: 4 })]), '+4 left, keeps 100');
    assert.equal(hint([H, symbol('W')], square({ kernel: 3, before: 1, after: 1 })), 'keeps H×W');
    assert.equal(hint([H, symbol('W')], square({ kernel: 3 })), 'H×W → (H − 2)×(W − 2)');
  });

  it('follow an axis until nothing is left', () => {
    const halve = window({ kernel: 2, stride: 2 });
    assert.equal(trailText(trailOf(28, [halve, halve, halve, halve])), '28 → 14 → 7 → 3 → 1');
    assert.equal(trailText(trailOf(28, Array(9).fill(halve))), '28 → 14 → 7 → 3 → 1 → 0');
    assert.equal(trailText(trailOf(H, [halve])), 'H → H//2');
  });

  it('count multiply-adds', () => {
    // ResNet-50's first convolution.
    assert.equal(convolutionMultiplyAdds([1, 112, 112], 64, 3, [7, 7]), 118013952);
    assert.equal(linearMultiplyAdds(1, 2048, 1000), 2048000);
    assert.equal(transposedMultiplyAdds([1, 7, 7], 8, 4, [2, 2]), 7 * 7 * 8 * 4 * 4);
  });
});
