/** Which code this machine's compiler turns into faster kernels: tried out once, for a few milliseconds. */
import { noActivation } from '../emitter/activate';
import type { Variant } from '../emitter/panel';
import type { KernelContext } from './context';
import { prepareDense } from './dense';

/** Longest that trying out may take, in milliseconds. */
const budget = 8;
/** The guess must be so much slower than the other one to be given up: where it is wrong, it is twice as slow; less is another program's doing. */
const tolerance = 1.25;

/** The guess without trying: compilers before V8 13 spill the registers of unrolled kernels; Float16Array came with V8 13.5. */
export function guessVariant(): Variant {
  return 'Float16Array' in globalThis ? 'unrolled' : 'rolled';
}

/** Times both variants of a small convolution in turn until both are compiled by the optimising compiler, and takes the better one. */
export function calibrate(context: KernelContext): Variant {
  const guess = guessVariant();
  const begun = performance.now();
  const [channels, taps] = [16, 9];
  const offsets = Array.from({ length: taps }, (_, t) => Math.floor(t / 3) * 256 + (t % 3) * 4);
  const table = Int32Array.from({ length: 32 }, (_, i) => (i >> 2) * 32 + (i & 1) * 16);
  const saved = context.variant;
  const trial = (variant: Variant): { readonly run: () => void; readonly release: () => void } => {
    context.variant = variant;
    const weights = new Float32Array(6 * channels * taps).fill(0.01);
    const shape = { groups: 1, channels, rows: 6, taps: offsets, channelPitch: 832, outPitch: 256, activation: noActivation };
    const dense = prepareDense(context, shape, weights, null, table, 8);
    const input = context.arena.allocate(channels * 832 + 1024);
    const output = context.arena.allocate(6 * 256 + 64);
    context.needScratch(dense.scratchBytes);
    context.arena.slice(input, channels * 208).fill(0.5);
    return {
      run: () => dense.run(input, output, context.scratch),
      release: () => {
        dense.release();
        context.arena.release(input);
        context.arena.release(output);
      },
    };
  };
  const trials = [trial('unrolled'), trial('rolled')] as const;
  // Not timed: the first call compiles.
  for (const t of trials) t.run();
  context.variant = saved;
  const firstTime = [0, 0];
  const bestTime = [Infinity, Infinity];
  const sample = (which: 0 | 1): void => {
    const start = performance.now();
    for (let i = 0; i < 12; i++) trials[which].run();
    const time = performance.now() - start;
    firstTime[which] ||= time;
    if (time > 0) bestTime[which] = Math.min(bestTime[which]!, time);
  };
  // Optimised code is well over half as fast again as the first one.
  const optimised = (which: 0 | 1): boolean => bestTime[which]! < firstTime[which]! * 0.6;
  let rounds = 0;
  while (performance.now() - begun < budget && rounds < 6) {
    sample(0);
    sample(1);
    if (optimised(0) && optimised(1)) rounds++;
  }
  for (const t of trials) t.release();
  // Not both optimised in time, or a clock too coarse to tell: the guess stands.
  if (!optimised(0) || !optimised(1)) return guess;
  const [guessed, other] = guess === 'unrolled' ? [0, 1] : [1, 0];
  const right = bestTime[guessed]! <= bestTime[other]! * tolerance;
  return right === (guess === 'unrolled') ? 'unrolled' : 'rolled';
}
