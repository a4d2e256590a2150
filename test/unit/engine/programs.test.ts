/** Modules whose numbers depend on what is shared (views, in-place operations, computed buffers), from their source, against PyTorch's own answers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Session } from '../../../src/analysis/session/session';
import { createEngine } from '../../../src/engine/engine';
import type { WeightFile } from '../../../src/engine/weights/file';
import { weightsFor } from '../../../src/engine/weights/index';
import { mixed } from './mixed';
import { type Answer, difference, readCases } from './recorded';

const shape = [2, 3, 8];

describe('programs that share numbers, against PyTorch', () => {
  const file = path.join(process.env['CONVLENS_ROOT'] ?? process.cwd(), 'test/fixtures/engine/programs.py');
  const text = readFileSync(file, 'utf8');
  const session = new Session({
    files: { resolve: () => 'missing' as const },
    budget: { now: () => performance.now(), milliseconds: 20_000, steps: 2e8 },
  });
  for (const { name, out } of readCases<{ name: string; out: Answer }>('programs.jsonl.gz'))
    it(name, async () => {
      const report = session.analyse({ name: file, moduleName: 'programs', origin: 'user' }, text, {
        entries: [{ expression: `${name}()`, input: shape.join('x') }],
        graphs: true,
      });
      const graph = report.models[0]?.graph;
      assert.ok(graph, 'no graph');
      const result = await createEngine().run(graph, { inputs: new Map([[graph.inputs[0]!, { shape, data: mixed(shape, 1) }]]) });
      assert.equal(difference(result.tensors.get(graph.outputs[0]!)!, out, 2e-6), null);
    });

  it('a computed buffer may come from a file, and need not', async () => {
    const report = session.analyse({ name: file, moduleName: 'programs', origin: 'user' }, text, {
      entries: [{ expression: 'RelativeIndex()', input: shape.join('x') }],
      graphs: true,
    });
    const graph = report.models[0]!.graph!;
    const entry = (name: string, size: number): [string, WeightFile['entries'] extends ReadonlyMap<string, infer E> ? E : never] => [
      name,
      { name, shape: [size, size], dtype: 'i64', read: () => ({ shape: [size, size], data: new Float32Array(size * size).fill(3) }) },
    ];
    const { parameters, match } = weightsFor(graph, { format: 'pytorch', entries: new Map([entry('index', 25)]) });
    assert.deepEqual(match.counts, { matched: 1, missing: 0, unexpected: 0, 'wrong-shape': 0 });
    const input = mixed(shape, 1);
    const result = await createEngine().run(graph, { inputs: new Map([[graph.inputs[0]!, { shape, data: input }]]), parameters });
    const made = result.tensors.get(graph.outputs[0]!)!.data;
    const sum = input.reduce((a, b) => a + b, 0);
    assert.ok(made.every((v) => Math.abs(v - sum - 3) < 1e-4));
    assert.deepEqual(weightsFor(graph, { format: 'pytorch', entries: new Map() }).match.rows, []);
    assert.equal(weightsFor(graph, { format: 'pytorch', entries: new Map([entry('index', 9)]) }).match.counts['wrong-shape'], 1);
  });
});
