/**
 * Runs torchvision's models from their own sources through the engine and compares what they answer with PyTorch's own answers.
 *
 *     node scripts/networks.mjs [--filter REGEX] [--accuracy fast|accurate] [--root FOLDER]
 *
 * Parameters and inputs are filled by formula, the same as test/fixtures/engine/record.py torchvision fills them.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32Of } from './crc32';
import { Session } from '../../../src/analysis/session/session';
import type { Graph } from '../../../src/analysis/shape/graph';
import { DiskFiles } from '../../../src/cli/files';
import { createEngine } from '../../../src/engine/index';
import { EngineError, sizeOf, type Tensor } from '../../../src/engine/tensor';
import { mixed } from '../../unit/engine/mixed';
import { type Answer, difference, readCases } from '../../unit/engine/recorded';

interface Case {
  readonly module: string;
  readonly entry: string;
  readonly file: string;
  readonly inputs: number[][];
  readonly out: (Answer & { readonly largest: number })[];
}

/** What a parameter or running statistic is filled with. */
function filling(name: string, shape: readonly number[]): Tensor {
  const data = mixed(shape, crc32Of(name) % 65536);
  const f = Math.fround;
  if (shape.length > 1) {
    const scale = f(Math.sqrt(3 / Math.max(1, sizeOf(shape.slice(1)))));
    for (let i = 0; i < data.length; i++) data[i] = data[i]! * scale;
  } else if (name.endsWith('weight') || name.endsWith('running_var')) {
    for (let i = 0; i < data.length; i++) data[i] = f(Math.abs(data[i]!) * 0.5) + 0.75;
  } else {
    const scale = f(0.1);
    for (let i = 0; i < data.length; i++) data[i] = data[i]! * scale;
  }
  return { shape, data };
}

function parametersOf(graph: Graph): Map<number, Tensor> {
  const parameters = new Map<number, Tensor>();
  const byName = new Map<string, Tensor>();
  graph.tensors.forEach((t, id) => {
    const statistic = t.source === 'buffer' && /running_(mean|var)$/.test(t.name ?? '');
    if (t.name === null || !(t.source === 'parameter' || statistic)) return;
    const tensor = byName.get(t.name) ?? filling(t.name, t.shape as number[]);
    byName.set(t.name, tensor);
    parameters.set(id, tensor);
  });
  return parameters;
}

/** Null where everything agrees. Errors are shares of the answer's largest number. */
function compare(made: readonly Tensor[], out: Case['out'], tolerance: number): string | null {
  if (made.length !== out.length) return `${made.length} results, not ${out.length}`;
  for (const [i, answer] of out.entries()) {
    // `difference` takes numbers below 1 as 1: their own scale counts here.
    const scale = answer.largest || 1;
    const scaled: Tensor = { shape: made[i]!.shape, data: made[i]!.data.map((v) => v / scale) };
    const bytes = Buffer.from(answer.data, 'base64');
    const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)).map((v) => v / scale);
    const problem = difference(scaled, { ...answer, data: Buffer.from(numbers.buffer).toString('base64') }, tolerance);
    if (problem) return `result ${i}: ${problem} (shares of ${scale})`;
  }
  return null;
}

async function main(): Promise<void> {
  const [site, pattern, accuracy] = process.argv.slice(2) as [string, string, 'fast' | 'accurate'];
  // Winograd's 4×4 tiles and PyTorch's own order of sums: errors add up over a hundred layers.
  const tolerance = accuracy === 'fast' ? 3e-3 : 5e-4;
  const wanted = new RegExp(pattern);
  const counts = { equal: 0, different: 0, refused: 0 };
  for (const c of readCases<Case>('torchvision.jsonl.gz')) {
    const name = `${c.module.replace('torchvision.models.', '')} ${c.entry}`;
    if (!wanted.test(name)) continue;
    const file = path.join(site, c.file);
    if (!existsSync(file)) throw new Error(`there is no ${file}`);
    const files = new DiskFiles([], [site]);
    const session = new Session({ files, budget: { now: () => performance.now(), milliseconds: 60_000, steps: 2e8 } });
    const begun = performance.now();
    const report = session.analyse({ name: file, moduleName: c.module, origin: 'user' }, readFileSync(file, 'utf8'), {
      entries: [{ expression: c.entry, input: c.inputs.map((s) => s.join('x')).join(',') }],
      graphs: true,
    });
    const analysed = performance.now() - begun;
    const graph = report.models[0]?.graph;
    let told: string;
    if (!graph) {
      counts.refused++;
      told = 'REFUSED the analysis gives no graph';
    } else {
      const parameters = parametersOf(graph);
      const inputs = new Map(graph.inputs.map((id, i) => [id, { shape: c.inputs[i]!, data: mixed(c.inputs[i]!, i + 1) }]));
      const engine = createEngine({ accuracy });
      const started = performance.now();
      let firstMap = 0;
      try {
        const result = await engine.run(graph, {
          inputs,
          parameters,
          onTensor: (_, __, activation) => {
            if (activation) firstMap ||= performance.now() - started;
          },
        });
        const took = performance.now() - started;
        const problem = compare(graph.outputs.map((id) => result.tensors.get(id)!), c.out, tolerance);
        counts[problem ? 'different' : 'equal']++;
        told = `${problem ? `DIFFERENT ${problem}` : 'equal'}; ${graph.nodes.length} nodes, first map after ${firstMap.toFixed(0)} of ${took.toFixed(0)} ms, at most ${(result.peakBytes / 2 ** 20).toFixed(0)} MB`;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        counts.refused++;
        told = `REFUSED at node ${error.node} of ${graph.nodes.length}: ${error.message}`;
      }
      engine.dispose();
    }
    console.log(`${name.padEnd(50)} ${told} (analysis ${analysed.toFixed(0)} ms)`);
  }
  console.log(counts);
  process.exitCode = counts.different + counts.refused > 0 || counts.equal === 0 ? 1 : 0;
}

void main();
