/** Modules whose numbers depend on what is shared (views, in-place operations, computed buffers), from their source, against PyTorch's own answers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Session } from '../../../src/analysis/session/session';
import { createEngine } from '../../../src/engine/engine';
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
});
