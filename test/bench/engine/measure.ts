/**
 * Interleaved measuring: all contenders in turn, the order turned each round, samples of at least 12 ms in each.
 *
 * The minimum counts: of the shortest stretches of about a millisecond (one run of longer layers), since on a shared machine longer ones are nearly
 * always interrupted; of a stack of layers, the sum of each layer's minimum, the layers run one after another.
 */
import { type Contender, peak, type Ready } from './contenders';
import { numbersOf, operations, sampled, type Workload } from './workloads';

/** Times of one workload in milliseconds, by contender. */
export interface Line {
  readonly workload: string;
  readonly megaflops: number;
  readonly minimum: Record<string, number>;
  readonly median: Record<string, number>;
  /** Largest error of the first layer against sums in float64, as a share of the root mean square. */
  readonly error: Record<string, number>;
  /** GFLOP/s of multiply-adds in registers, the best of this workload's rounds. */
  readonly peak: number;
}

const sample = 12;
/** Runs of the peak's loop in a stretch. */
const peakRuns = 40;
/** Rounds of slow contenders. */
const leastRounds = 3;
/** The shortest stretch that is timed; clocks in pages tick at 0.1 ms. */
const stretch = 1.2;

/**
 * Milliseconds that go by: on the wall, or of processor time of the whole process (Node only), which waiting for a busy machine's processor does not
 * lengthen.
 */
export type Clock = () => number;

interface Run {
  readonly name: string;
  readonly slow: boolean;
  readonly layers: readonly Ready[];
  /** Means of the samples. */
  times: number[];
  /** Passes over all layers in a sample, and runs of each layer in a stretch. */
  count: number;
  readonly repeats: number[];
  readonly least: number[];
}

async function once(run: Run): Promise<void> {
  for (const layer of run.layers) {
    const answer = layer.run();
    if (answer) await answer;
  }
}

/** Times a layer over some runs; milliseconds of one. */
async function time(layer: Ready, count: number, now: Clock): Promise<number> {
  const begun = now();
  for (let i = 0; i < count; i++) {
    const answer = layer.run();
    if (answer) await answer;
  }
  return (now() - begun) / count;
}

/** One sample: passes over the layers, each timed by itself. */
async function takeSample(run: Run, now: Clock): Promise<void> {
  let total = 0;
  for (let pass = 0; pass < run.count; pass++)
    for (const [i, layer] of run.layers.entries()) {
      const ms = await time(layer, run.repeats[i]!, now);
      run.least[i] = Math.min(run.least[i]!, ms);
      total += ms;
    }
  run.times.push(total / run.count);
}

/** Largest error of sampled numbers against sums in float64, as a share of their root mean square. */
function errorOf(got: Float32Array, samples: ReadonlyMap<number, number>): number {
  let [worst, squares] = [0, 0];
  for (const [at, want] of samples) {
    worst = Math.max(worst, Math.abs(got[at]! - want));
    squares += want ** 2;
  }
  return worst / Math.sqrt(squares / samples.size);
}

/** Measures one workload. */
export async function measure(
  layers: readonly Workload[],
  contenders: readonly Contender[],
  rounds: number,
  now: Clock = () => performance.now(),
): Promise<Line> {
  const runs: Run[] = [];
  const numbers = layers.map(numbersOf);
  for (const contender of contenders) {
    const ready: Ready[] = [];
    for (const [i, w] of layers.entries()) {
      const made = await contender.prepare(w, numbers[i]!);
      if (made) ready.push(made);
    }
    if (ready.length === layers.length) runs.push({ name: contender.name, slow: contender.slow === true, layers: ready, times: [], count: 1, repeats: ready.map(() => 1), least: ready.map(() => Infinity) });
  }
  const error: Record<string, number> = {};
  const samples = sampled(layers[0]!, numbers[0]!);
  for (const run of runs) {
    await once(run);
    error[run.name] = errorOf(await run.layers[0]!.result(), samples);
  }
  for (const run of runs) {
    // Warm until the optimising compiler had its turn.
    let pass = 0;
    for (const [i, layer] of run.layers.entries()) {
      const warm = performance.now();
      do await time(layer, 1, now);
      while (performance.now() - warm < 150 / Math.sqrt(run.layers.length));
      // Doubled until the clock can tell: in pages a short run takes no time at all.
      let repeats = 1;
      let each = await time(layer, repeats, now);
      while (each * repeats < stretch) each = await time(layer, (repeats *= 2), now);
      run.repeats[i] = Math.max(1, Math.ceil(stretch / each));
      pass += each * run.repeats[i];
    }
    run.count = Math.max(1, Math.ceil(sample / pass));
  }
  const registers = peak();
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 4; i++) {
      const begun = now();
      for (let k = 0; k < peakRuns; k++) registers.run();
      best = Math.min(best, (now() - begun) / peakRuns);
    }
    for (let i = 0; i < runs.length; i++) {
      const run = runs[(i + round) % runs.length]!;
      // Contenders that take a second need not be asked nine times.
      if (!run.slow || round < leastRounds) await takeSample(run, now);
    }
  }
  for (const run of runs) for (const layer of run.layers) layer.dispose();
  const by = (f: (times: number[]) => number): Record<string, number> => Object.fromEntries(runs.map((r) => [r.name, f(r.times)]));
  return {
    workload: layers[0]!.name,
    megaflops: layers.reduce((sum, w) => sum + operations(w), 0) / 1e6,
    minimum: Object.fromEntries(runs.map((r) => [r.name, r.least.reduce((a, b) => a + b, 0)])),
    median: by((times) => [...times].sort((a, b) => a - b)[times.length >> 1]!),
    error,
    peak: registers.operations / best / 1e6,
  };
}
