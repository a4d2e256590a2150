/**
 * Depthwise convolution: every output channel reads one input channel. A channel is padded into the first-level cache, then four rows of one vector
 * (two, where the weights are too many for registers) are summed at a time, so that rows of input that several rows of output share are loaded once.
 */
import { activationKey, emitActivation } from '../emitter/activate';
import type { Assembler, Code } from '../emitter/assembler';
import { emitPad, layoutPadded, paddedBytes, type PaddedLayout } from '../emitter/pad';
import type { KernelContext, PreparedKernel } from './context';
import { type ConvolutionGeometry, reachOf, volume } from './geometry';

/** Whether a convolution can run this way. */
export function depthwiseFits(g: ConvolutionGeometry): boolean {
  return (
    g.groups > 1 &&
    g.groups === g.inChannels &&
    g.kernel[0] === 1 &&
    g.input[0] === 1 &&
    g.before[0] === 0 &&
    g.output[2] >= 4 &&
    g.kernel[1] * g.kernel[2] <= 49
  );
}

/** Prepares a depthwise convolution. `depthwiseFits` must hold. */
export function prepareDepthwise(
  context: KernelContext,
  g: ConvolutionGeometry,
  weight: Float32Array,
  bias: Float32Array | null,
): PreparedKernel {
  const { arena } = context;
  const [, height, width] = g.output;
  const taps = g.kernel[1] * g.kernel[2];
  const multiplier = g.outChannels / g.groups;
  const layout = layoutPadded(
    { channels: 1, depth: 1, height: g.input[1], width: g.input[2] },
    { front: 0, top: g.before[1], left: g.before[2] },
    { planes: 1, rows: reachOf(g, 1), columns: reachOf(g, 2) },
    g.stride[2],
  );
  const key = `depthwise ${JSON.stringify([layout, g.output, g.kernel, g.stride, g.dilation, g.groups, multiplier, activationKey(g.activation)])}`;
  const functions = context.compile(key, (assembler) => {
    // The zeros around a channel stay for the next one.
    const pad = emitPad(assembler, layout, false);
    const full = emitStrip(assembler, g, layout, context.features.fma, Math.min(4, height));
    const rest = height % 4 && height > 4 ? emitStrip(assembler, g, layout, context.features.fma, height % 4) : null;
    const code = assembler.function('run', Array<'i32'>(5).fill('i32'), true);
    const [input, weights, biases, output, padded] = [0, 1, 2, 3, 4];
    const [row, target] = [code.i32(), code.i32()];
    code.get(padded).const(0).const(layout.channelPitch).memoryFill();
    code.times(
      () => code.const(g.groups),
      () => {
        code.get(input).get(padded).call(pad);
        const one = (): void => {
          code.get(padded).set(row).get(output).set(target);
          const strip = Math.min(4, height);
          code.times(
            () => code.const(Math.floor(height / strip)),
            () => {
              code.get(row).get(weights).get(biases).get(target).call(full);
              code.addTo(row, strip * g.stride[1] * layout.rowPitch).addTo(target, strip * width * 4);
            },
          );
          if (rest) code.get(row).get(weights).get(biases).get(target).call(rest);
          code.addTo(weights, taps * 4).addTo(biases, 4).addTo(output, height * width * 4);
        };
        if (multiplier === 1) one();
        else
          code.times(
            () => code.const(multiplier),
            one,
          );
        code.addTo(input, g.input[1] * g.input[2] * 4);
      },
    );
  });
  const places = { weights: arena.allocate(weight.length * 4 + 16), bias: arena.allocate(g.outChannels * 4) };
  arena.slice(places.weights, weight.length).set(weight);
  const biases = arena.slice(places.bias, g.outChannels);
  if (bias) biases.set(bias);
  else biases.fill(0);
  const need = paddedBytes(layout);
  context.needScratch(need);
  const imageIn = g.inChannels * volume(g.input) * 4;
  const imageOut = g.outChannels * volume(g.output) * 4;
  const { run } = functions;
  return {
    algorithm: 'depthwise',
    bytes: weight.length * 4,
    run(input, output) {
      context.needScratch(need);
      for (let n = 0; n < g.batch; n++) run!(input + n * imageIn, places.weights, places.bias, output + n * imageOut, context.scratch);
    },
    release() {
      for (const place of Object.values(places)) arena.release(place);
    },
  };
}

/** Emits `strip(input, weights, bias, output)`: some rows of one channel, vector by vector, the last one overlapping. */
function emitStrip(assembler: Assembler, g: ConvolutionGeometry, layout: PaddedLayout, fma: boolean, rows: number): Code {
  const code = assembler.function(`strip${rows}`, ['i32', 'i32', 'i32', 'i32']);
  const [input, weights, bias, output] = [0, 1, 2, 3];
  const width = g.output[2];
  const [kh, kw] = [g.kernel[1], g.kernel[2]];
  const [sh, sw] = [g.stride[1], g.stride[2]];
  const [dh, dw] = [g.dilation[1], g.dilation[2]];
  // Up to nine weights stay in registers, next to the sums of one vector; more are loaded for two vectors at a time.
  const kept = kh * kw <= 9 ? Array.from({ length: kh * kw }, () => code.v128()) : null;
  const together = !kept && width >= 8 ? 2 : 1;
  const sums = Array.from({ length: rows }, () => Array.from({ length: together }, () => code.v128()));
  const inputs = Array.from({ length: together }, () => code.v128());
  const [w, offset] = [code.v128(), code.v128()];
  kept?.forEach((local, t) => code.get(weights).loadSplat(t * 4).set(local));
  code.get(bias).loadSplat().set(offset);

  const vectors = (count: number): void => {
    for (const row of sums) for (const sum of row.slice(0, count)) code.get(offset).set(sum);
    for (let b = 0; b < kw; b++) {
      const column = b * dw;
      const at = (column % sw) * layout.phasePitch + Math.floor(column / sw) * 4;
      const lines = (rows - 1) * sh + (kh - 1) * dh + 1;
      for (let line = 0; line < lines; line++) {
        // Rows of output that read this line, with the tap that does.
        const users: (readonly [number, number])[] = [];
        for (let r = 0; r < rows; r++) {
          const a = (line - r * sh) / dh;
          if (Number.isInteger(a) && a >= 0 && a < kh) users.push([r, a * kw + b]);
        }
        if (users.length === 0) continue;
        for (let v = 0; v < count; v++) code.get(input).load(line * layout.rowPitch + at + v * 16).set(inputs[v]!);
        for (const [r, tap] of users) {
          const factor = kept ? kept[tap]! : w;
          if (!kept) code.get(weights).loadSplat(tap * 4).set(w);
          for (let v = 0; v < count; v++) {
            const [x, sum] = [inputs[v]!, sums[r]![v]!];
            if (fma) code.get(factor).get(x).get(sum).relaxedMadd().set(sum);
            else code.get(sum).get(factor).get(x).vMul().vAdd().set(sum);
          }
        }
      }
    }
    sums.forEach((row, r) =>
      row.slice(0, count).forEach((sum, v) => {
        emitActivation(code, sum, g.activation);
        code.get(output).get(sum).store(r * width * 4 + v * 16);
      }),
    );
  };
  const span = together * 4;
  code.times(
    () => code.const(Math.floor(width / span)),
    () => {
      vectors(together);
      code.addTo(input, span * 4).addTo(output, span * 4);
    },
  );
  // The last ones overlap those before.
  const rest = width % span;
  if (rest > 0) {
    const count = rest > 4 ? 2 : 1;
    const back = (count * 4 - rest) * 4;
    code.addTo(input, -back).addTo(output, -back);
    vectors(count);
  }
  return code;
}
