/** Interleaved measuring: all contenders in turn, the order turned each round, samples of at least 12 ms; the minimum over the rounds counts. */
import { type Contender, peak, type Ready } from './contenders';
import { numbersOf, operations, type Workload } from './workloads';

/** Times of one workload in milliseconds, by contender. */
export interface Line {
  readonly workload: string;
  readonly megaflops: number;
  readonly minimum: Record<string, number>;
  readonly median: Record<string, number>;
  /** Largest error against the first contender that can do it, as a share of the root mean square. */
  readonly error: Record<string, number>;
  /** GFLOP/s of multiply-adds in registers, the best of this workload's rounds. */
  readonly peak: number;
}

const sample = 12;

interface Run {
  readonly name: string;
  readonly layers: readonly Ready[];
  times: number[];
  count: number;
}

async function once(run: Run): Promise<void> {
  for (const layer of run.layers) {
    const answer = layer.run();
    if (answer) await answer;
  }
}

async function time(run: Run, count: number): Promise<number> {
  const begun = performance.now();
  for (let i = 0; i < count; i++) await once(run);
  return (performance.now() - begun) / count;
}

function difference(got: Float32Array, want: Float32Array): number {
  let [worst, squares] = [0, 0];
  for (let i = 0; i < want.length; i++) {
    worst = Math.max(worst, Math.abs(got[i]! - want[i]!));
    squares += want[i]! ** 2;
  }
  return worst / Math.sqrt(squares / want.length);
}

/** Measures one workload. */
export async function measure(layers: readonly Workload[], contenders: readonly Contender[], rounds: number): Promise<Line> {
  const runs: Run[] = [];
  const numbers = layers.map(numbersOf);
  for (const contender of contenders) {
    const ready: Ready[] = [];
    for (const [i, w] of layers.entries()) {
      const made = await contender.prepare(w, numbers[i]!);
      if (made) ready.push(made);
    }
    if (ready.length === layers.length) runs.push({ name: contender.name, layers: ready, times: [], count: 1 });
  }
  const error: Record<string, number> = {};
  let want: Float32Array | null = null;
  for (const run of runs) {
    await once(run);
    const result = (await run.layers[0]!.result()).slice();
    want ??= result;
    error[run.name] = difference(result, want);
  }
  for (const run of runs) {
    // Warm until the optimising compiler had its turn.
    const warm = performance.now();
    let last = Infinity;
    do last = Math.min(last, await time(run, 1));
    while (performance.now() - warm < 150);
    run.count = Math.max(1, Math.ceil(sample / last));
  }
  const registers = peak();
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 4; i++) {
      const begun = performance.now();
      registers.run();
      registers.run();
      best = Math.min(best, (performance.now() - begun) / 2);
    }
    for (let i = 0; i < runs.length; i++) {
      const run = runs[(i + round) % runs.length]!;
      run.times.push(await time(run, run.count));
    }
  }
  for (const run of runs) for (const layer of run.layers) layer.dispose();
  const by = (f: (times: number[]) => number): Record<string, number> => Object.fromEntries(runs.map((r) => [r.name, f(r.times)]));
  return {
    workload: layers[0]!.name,
    megaflops: layers.reduce((sum, w) => sum + operations(w), 0) / 1e6,
    minimum: by((times) => Math.min(...times)),
    median: by((times) => [...times].sort((a, b) => a - b)[times.length >> 1]!),
    error,
    peak: registers.operations / best / 1e6,
  };
}
