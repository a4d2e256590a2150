/** Convolutions and linear layers as graph nodes. */
import { numericSamePadding } from '../../analysis/shape/windowNumbers';
import { matmul } from '../reference/matmul';
import { refuse, reshaped, type Tensor } from '../tensor';
import type { Call, Operator, OperatorTable } from './call';

/** An input without a batch gets one, and loses it again. */
function batched(input: Tensor, axes: number, run: (input: Tensor) => Tensor): Tensor {
  if (input.shape.length === axes + 2) return run(input);
  if (input.shape.length !== axes + 1) refuse(`needs ${axes + 2} axes, not ${input.shape.length}`);
  const result = run(reshaped(input, [1, ...input.shape]));
  return reshaped(result, result.shape.slice(1));
}

function paddingOf(call: Call, axes: number, kernel: readonly number[], dilation: readonly number[]): readonly [number[], number[]] {
  const given = call.argument('padding');
  if (given === 'valid') return [Array<number>(axes).fill(0), Array<number>(axes).fill(0)];
  if (given === 'same') {
    const sides = kernel.map((k, i) => numericSamePadding(k, dilation[i]!));
    return [sides.map((s) => s[0]), sides.map((s) => s[1])];
  }
  const padding = call.numbers('padding', axes, 0);
  return [padding, padding];
}

const convolution =
  (axes: number): Operator =>
  (call) => {
    const weight = call.tensor('weight');
    const dilation = call.numbers('dilation', axes, 1);
    const [before, after] = paddingOf(call, axes, weight.shape.slice(2), dilation);
    const settings = { stride: call.numbers('stride', axes, 1), dilation, before, after, groups: call.number('groups', 1) };
    return batched(call.tensor('input'), axes, (input) => call.kernels.convolution(input, weight, call.data('bias'), settings));
  };

const transposed =
  (axes: number): Operator =>
  (call) => {
    const weight = call.tensor('weight');
    const padding = call.numbers('padding', axes, 0);
    const settings = {
      stride: call.numbers('stride', axes, 1),
      dilation: call.numbers('dilation', axes, 1),
      before: padding,
      after: padding,
      groups: call.number('groups', 1),
    };
    const outputPadding = call.numbers('output_padding', axes, 0);
    return batched(call.tensor('input'), axes, (input) =>
      call.kernels.transposedConvolution(input, weight, call.data('bias'), settings, outputPadding),
    );
  };

export const convolutionOperators: OperatorTable = {
  conv1d: convolution(1),
  conv2d: convolution(2),
  conv3d: convolution(3),
  conv_transpose1d: transposed(1),
  conv_transpose2d: transposed(2),
  conv_transpose3d: transposed(3),
  linear: (call) => call.kernels.linear(call.tensor('input'), call.tensor('weight'), call.data('bias')),
  bilinear: (call) => {
    const [a, b, weight] = [call.tensor('input1'), call.tensor('input2'), call.tensor('weight')];
    const [outputs, left, right] = weight.shape as [number, number, number];
    const lead = a.shape.slice(0, -1);
    const rows = a.data.length / left;
    // For each row: a·W[o]·b over all o at once: (a·W) is [rows, outputs·right].
    const turned = matmul(reshaped(a, [rows, left]), {
      shape: [left, outputs * right],
      data: Float32Array.from({ length: left * outputs * right }, (_, i) => {
        const [l, rest] = [Math.floor(i / (outputs * right)), i % (outputs * right)];
        return weight.data[(Math.floor(rest / right) * left + l) * right + (rest % right)]!;
      }),
    });
    const bias = call.data('bias');
    const data = new Float32Array(rows * outputs);
    for (let r = 0; r < rows; r++)
      for (let o = 0; o < outputs; o++) {
        let sum = bias ? bias[o]! : 0;
        for (let i = 0; i < right; i++) sum += turned.data[(r * outputs + o) * right + i]! * b.data[r * right + i]!;
        data[r * outputs + o] = sum;
      }
    return { shape: [...lead, outputs], data };
  },
};

