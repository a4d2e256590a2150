/** The written sum: it is the layer's own arithmetic, and it adds up as printed. */
import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  explain,
  ledger,
  strongest,
  type Convolution,
  type Volume,
} from '../../../webview/stage/explain';
import { relate, type WindowAxis } from '../../../webview/stage/relations';
import { linearRow } from '../../../webview/stage/linear';
import { writtenSum } from '../../../webview/stage/sentence';
import { decimal, thousandths } from '../../../webview/text/format';
import { speechOf } from '../../../webview/text/speech';

const side = (
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  transposed = false,
): WindowAxis => ({
  kind: transposed ? 'transposed' : 'forward',
  size,
  kernel,
  stride,
  dilation,
  before: padding,
  after: padding,
  mode: 'zeros',
  out: transposed
    ? (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1
    : Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1,
});
const numbers = (n: number, seed: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898 + seed) * 0.7);

function layer(
  inChannels: number,
  outChannels: number,
  groups: number,
  axis: WindowAxis,
  bias: boolean,
): Convolution {
  const transposed = axis.kind === 'transposed';
  const count = transposed
    ? inChannels * (outChannels / groups)
    : outChannels * (inChannels / groups);
  return {
    relation: relate(axis, axis),
    transposed,
    groups,
    inChannels,
    outChannels,
    kernelRows: axis.kernel,
    kernelColumns: axis.kernel,
    weight: numbers(count * axis.kernel ** 2, 1),
    bias: bias ? numbers(outChannels, 2) : null,
  };
}

/** Scatters as the definition of a transposed convolution says; gathers as that of a convolution says. */
function direct(L: Convolution, x: Volume, axis: WindowAxis): Float64Array {
  const y = new Float64Array(L.outChannels * axis.out ** 2);
  const perIn = L.inChannels / L.groups;
  const perOut = L.outChannels / L.groups;
  const k = axis.kernel;
  for (let g = 0; g < L.groups; g++)
    for (let i = 0; i < perIn; i++)
      for (let o = 0; o < perOut; o++) {
        for (let kr = 0; kr < k; kr++)
          for (let kc = 0; kc < k; kc++) {
            const out = g * perOut + o;
            const input = g * perIn + i;
            const w = L.transposed
              ? L.weight[((input * perOut + o) * k + kr) * k + kc]!
              : L.weight[((out * perIn + i) * k + kr) * k + kc]!;
            for (let r = 0; r < (L.transposed ? x.height : axis.out); r++)
              for (let c = 0; c < (L.transposed ? x.width : axis.out); c++) {
                const [or, oc, ir, ic] = L.transposed
                  ? [
                      r * axis.stride - axis.before + kr * axis.dilation,
                      c * axis.stride - axis.before + kc * axis.dilation,
                      r,
                      c,
                    ]
                  : [
                      r,
                      c,
                      r * axis.stride - axis.before + kr * axis.dilation,
                      c * axis.stride - axis.before + kc * axis.dilation,
                    ];
                if (
                  or < 0 ||
                  oc < 0 ||
                  or >= axis.out ||
                  oc >= axis.out ||
                  ir < 0 ||
                  ic < 0 ||
                  ir >= x.height ||
                  ic >= x.width
                )
                  continue;
                const at = (out * axis.out + or) * axis.out + oc;
                y[at] = y[at]! + w * x.data[(input * x.height + ir) * x.width + ic]!;
              }
          }
      }
  if (L.bias)
    for (let o = 0; o < L.outChannels; o++)
      for (let i = 0; i < axis.out ** 2; i++)
        y[o * axis.out ** 2 + i] = y[o * axis.out ** 2 + i]! + L.bias[o]!;
  return y;
}

const cases: [string, number, number, number, WindowAxis][] = [
  ['stride and padding', 3, 4, 1, side(7, 3, 2, 1, 1)],
  ['dilation', 2, 2, 1, side(9, 3, 1, 2, 2)],
  ['groups', 4, 6, 2, side(5, 2, 1, 0, 1)],
  ['depthwise', 5, 5, 5, side(6, 3, 1, 1, 1)],
  ['pointwise', 6, 3, 1, side(4, 1, 1, 0, 1)],
  ['transposed', 3, 2, 1, side(4, 4, 2, 1, 1, true)],
  ['transposed with groups', 4, 4, 2, side(3, 3, 2, 0, 2, true)],
];

describe('the written sum', () => {
  for (const [name, inChannels, outChannels, groups, axis] of cases) {
    it(`is the value of a convolution with ${name}, everywhere`, () => {
      const L = layer(inChannels, outChannels, groups, axis, true);
      const x: Volume = {
        channels: inChannels,
        height: axis.size,
        width: axis.size,
        data: numbers(inChannels * axis.size ** 2, 3),
      };
      const y = direct(L, x, axis);
      for (let o = 0; o < outChannels; o++)
        for (let r = 0; r < axis.out; r++)
          for (let c = 0; c < axis.out; c++) {
            const total = y[(o * axis.out + r) * axis.out + c]!;
            const said = explain(L, x, total, o, r, c);
            const sum = said.channels.reduce((a, channel) => a + channel.sum, 0) + (said.bias ?? 0);
            assert.ok(Math.abs(sum - total) < 1e-6, `${o} ${r} ${c}: ${sum} ${total}`);
            const { parts, bias, rounding, total: printed } = said.ledger;
            assert.equal(parts.reduce((a, b) => a + b, 0) + (bias ?? 0) + rounding, printed);
            assert.ok(Math.abs(rounding) <= (parts.length + 2) / 2);
          }
    });
  }
  it('adds up in whole thousandths, whatever the numbers', () => {
    const value = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 40 }),
        fc.option(value),
        (parts, bias) => {
          const total = parts.reduce((a, b) => a + b, 0) + (bias ?? 0);
          const sums = ledger(parts, bias, total);
          assert.equal(
            sums.parts.reduce((a, b) => a + b, 0) + (sums.bias ?? 0) + sums.rounding,
            sums.total,
          );
          assert.equal(sums.total, thousandths(total));
        },
      ),
    );
  });
  it('is written so that the printed terms give the printed result', () => {
    const axis = side(6, 3, 1, 1, 1);
    const L = layer(1, 2, 1, axis, true);
    const x: Volume = { channels: 1, height: 6, width: 6, data: numbers(36, 5) };
    const y = direct(L, x, axis);
    for (let at = 0; at < 36; at++) {
      const total = y[at]!;
      const written = writtenSum(
        explain(L, x, total, 0, Math.floor(at / 6), at % 6),
        0,
        speechOf('en'),
      );
      const sum = written.terms.reduce(
        (a, term) =>
          a +
          Math.round(
            1000 * Number(term.text.replace(/\s/g, '').replace('+', '').replace('−', '-')),
          ),
        0,
      );
      assert.equal(`= ${decimal(sum / 1000, 3)}`, written.result);
      assert.equal(written.result, `= ${decimal(total, 3)}`);
    }
  });
  it('writes factors where the products are short', () => {
    const axis = side(4, 2, 1, 0, 1);
    const L: Convolution = {
      ...layer(1, 1, 1, axis, false),
      weight: Float32Array.from([1, 0, 0, -0.5]),
    };
    const x: Volume = {
      channels: 1,
      height: 4,
      width: 4,
      data: Float32Array.from([1, 0, 0, 0, 0, 0.2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
    };
    const written = writtenSum(explain(L, x, 0.9, 0, 0, 0), 0, speechOf('en'));
    assert.deepEqual(
      written.terms.map((term) => term.text),
      ['1·1', '+ 0·0', '+ 0·0', '+ 0.2·(−0.5)'],
    );
    assert.equal(written.result, '= 0.900');
  });
  it('holds for a linear layer with its others in one line', () => {
    const input = numbers(50, 1);
    const weight = numbers(150, 2);
    const bias = numbers(3, 4);
    for (let out = 0; out < 3; out++) {
      let total = bias[out]!;
      for (let i = 0; i < 50; i++) total += input[i]! * weight[out * 50 + i]!;
      const { sums, largest } = linearRow(input, weight, bias, total, out);
      assert.equal(largest.length, 8);
      assert.equal(
        sums.parts.reduce((a, b) => a + b, 0) + sums.bias! + sums.rounding,
        thousandths(total),
      );
    }
  });
  it('opens at the strongest response', () => {
    assert.equal(
      strongest(
        { channels: 2, height: 2, width: 2, data: Float32Array.from([0, 1, 2, 3, 0, -9, 2, 3]) },
        1,
      ),
      1,
    );
  });
});
