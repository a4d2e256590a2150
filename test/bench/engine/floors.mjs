// What must hold, as ratios of least times (section "Floors" of docs/engine.md).
const f = (into, resident, accurate, more = {}) => ({ into, resident, accurate, ...more });

/**
 * By workload. into: onnxruntime-web / ours, input copied in and output copied out; resident: tfjs on WebAssembly / ours; accurate: onnxruntime-web / ours
 * in accurate mode; direct: share of the multiply-add peak that the direct path reaches; naive: seven loops / ours.
 */
export const floors = {
  'seed-1x32-64f-3x3v': f(3.3, 2.8, 1, { direct: 0.9, naive: 100 }),
  'stem-3-64-7x7s2@224': f(1.6, 1.5, 1, { direct: 0.9, naive: 100 }),
  '64-64-3x3@56': f(4.3, 4, 2.7, { direct: 0.9, naive: 100 }),
  '128-128-3x3@28': f(4.3, 4, 2.7, { direct: 0.9, naive: 100 }),
  '256-256-3x3@14': f(3.8, 3.6, 2.7, { direct: 0.7, naive: 100 }),
  '512-512-3x3@7': f(2.5, 2.2, 2.5, { direct: 0.7, naive: 100 }),
  '64-256-1x1@56': f(1.4, 1.35, 1, { direct: 0.9, naive: 100 }),
  '256-64-1x1@56': f(1.4, 1.35, 1, { direct: 0.7, naive: 100 }),
  'dw144-3x3s1@56': f(2.8, 2.2, 1),
  'dw240-5x5s2@28': f(5, 1.15, 1, { naive: 50 }),
  'dil2-256-3x3@28': f(2.5, 2.5, 1.45, { direct: 0.9, naive: 100 }),
  'g32-128-3x3@56': f(2.2, null, 1),
  'convT-256-128-4x4s2@16': f(1.5, 15, 1, { direct: 0.9 }),
  'conv1d-1-64-k80s4@16000': f(1.6, 2.2, 1, { direct: 0.9, naive: 90 }),
  'VGG-16 13 convs@224': f(4.3, 4.2, 2.7, { native: 0.9 }),
};

/** Of all workloads. */
export const means = { into: 3.2, resident: 3.2 };

/** What falls short in one runtime's lines: sentences. */
export function shortfalls(lines) {
  const found = [];
  const ask = (workload, what, have, least) => {
    if (least === undefined || least === null || !Number.isFinite(have)) return;
    if (have < least) found.push(`${workload}: ${what} ${have.toFixed(2)}, floor ${least}`);
  };
  for (const { workload, minimum: m, megaflops, peak } of lines) {
    const floor = floors[workload];
    if (!floor) continue;
    ask(workload, 'onnxruntime-web / into', m['ort-web'] / m.fast, floor.into);
    ask(workload, 'onnxruntime-web / accurate', m['ort-web'] / m.accurate, floor.accurate);
    ask(workload, 'tfjs / resident', m['tfjs-wasm'] / m['fast-resident'], floor.resident);
    ask(workload, 'onnxruntime-web / without multiply-add', m['ort-web'] / m.mul, 1);
    ask(workload, 'tfjs / without multiply-add', m['tfjs-wasm'] / m['mul-resident'], 0.95);
    ask(workload, 'share of the peak, direct', megaflops / m.direct / peak, floor.direct);
    ask(workload, 'seven loops / ours', m.naive / m.fast, floor.naive);
    ask(workload, 'plain TypeScript / ours', m.plain / m.fast, floor.naive ? 9 : undefined);
    ask(workload, 'onnxruntime-node / ours', m['ort-node'] / m.fast, floor.native);
  }
  const mean = (pick) => {
    const values = lines.map(pick).filter(Number.isFinite);
    return Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);
  };
  if (lines.length === Object.keys(floors).length) {
    const web = mean(({ minimum: m }) => m['ort-web'] / m.fast);
    const tfjs = mean(({ minimum: m }) => m['tfjs-wasm'] / m['fast-resident']);
    ask('geometric mean', 'onnxruntime-web / into', web, means.into);
    ask('geometric mean', 'tfjs / resident', tfjs, means.resident);
  }
  return found;
}
