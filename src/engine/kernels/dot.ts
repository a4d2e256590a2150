/** A linear layer on few rows: products of the input with the weight's rows as they lie, six rows at a time. */
import { activationKey, emitActivation, type FusedActivation } from '../emitter/activate';
import type { Assembler, Code } from '../emitter/assembler';
import type { KernelContext, PreparedKernel } from './context';

/**
 * Prepares y[r, o] = bias[o] + Σ x[r, k]·w[o, k].
 * @param weight [outputs, features]
 */
export function prepareDot(
  context: KernelContext,
  rows: number,
  features: number,
  outputs: number,
  weight: Float32Array,
  bias: Float32Array | null,
  activation: FusedActivation,
): PreparedKernel {
  const { arena } = context;
  const pitch = Math.ceil(features / 4) * 4;
  const functions = context.compile(`dot ${features} ${outputs} ${activationKey(activation)}`, (assembler) => {
    const whole = Math.floor(outputs / 6);
    const six = whole > 0 ? emitDot(assembler, 6, pitch, context.features.fma, activation) : null;
    const rest = outputs % 6 ? emitDot(assembler, outputs % 6, pitch, context.features.fma, activation) : null;
    const code = assembler.function('run', Array<'i32'>(4).fill('i32'), true);
    const [input, weights, biases, output] = [0, 1, 2, 3];
    if (six)
      code.times(
        () => code.const(whole),
        () => {
          code.get(input).get(weights).get(biases).get(output).call(six);
          code.addTo(weights, 6 * pitch * 4).addTo(biases, 24).addTo(output, 24);
        },
      );
    if (rest) code.get(input).get(weights).get(biases).get(output).call(rest);
  });
  const places = {
    weights: arena.allocate(outputs * pitch * 4),
    bias: arena.allocate(outputs * 4),
    input: arena.allocate(pitch * 4),
  };
  const packed = arena.slice(places.weights, outputs * pitch);
  if (pitch === features) packed.set(weight);
  else {
    packed.fill(0);
    for (let o = 0; o < outputs; o++) packed.set(weight.subarray(o * features, (o + 1) * features), o * pitch);
  }
  const biases = arena.slice(places.bias, outputs);
  if (bias) biases.set(bias);
  else biases.fill(0);
  return {
    algorithm: 'dot',
    bytes: outputs * pitch * 4,
    run(input, output) {
      for (let r = 0; r < rows; r++) {
        let from = input + r * features * 4;
        if (pitch !== features) {
          const padded = arena.slice(places.input, pitch);
          padded.fill(0);
          padded.set(arena.slice(from, features));
          from = places.input;
        }
        functions['run']!(from, places.weights, places.bias, output + r * outputs * 4);
      }
    },
    release() {
      for (const place of Object.values(places)) arena.release(place);
    },
  };
}

/** Emits `dot(input, weights, bias, output)` for a number of rows of the weight. */
function emitDot(assembler: Assembler, rows: number, pitch: number, fma: boolean, activation: FusedActivation): Code {
  const code = assembler.function(`dot${rows}`, ['i32', 'i32', 'i32', 'i32']);
  const [input, weights, bias, output] = [0, 1, 2, 3];
  const sums = Array.from({ length: rows }, () => code.v128());
  const [x, y] = [code.v128(), code.v128()];
  code.times(
    () => code.const(pitch >> 2),
    () => {
      code.get(input).load().set(x);
      sums.forEach((sum, r) => {
        if (fma) code.get(x).get(weights).load(r * pitch * 4).get(sum).relaxedMadd().set(sum);
        else code.get(sum).get(x).get(weights).load(r * pitch * 4).vMul().vAdd().set(sum);
      });
      code.addTo(input, 16).addTo(weights, 16);
    },
  );
  sums.forEach((sum, r) => {
    // Halves onto each other, then neighbours.
    code.get(sum).get(sum).get(sum).shuffle([2, 3, 0, 1]).vAdd().set(y);
    code.get(y).get(y).get(y).shuffle([1, 0, 3, 2]).vAdd().set(y);
    code.get(y).get(bias).loadZero(r * 4).vAdd().set(y);
    emitActivation(code, y, activation);
    code.get(output).get(y).storeLane(0, r * 4);
  });
  return code;
}
