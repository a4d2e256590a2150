/** Every operator against PyTorch's own answers, by the reference kernels and by the emitted ones. */
import assert from 'node:assert/strict';
import type { GraphNode, GraphTensor, Plain } from '../../../src/analysis/shape/graph';
import { createEngine } from '../../../src/engine/engine';
import { type Kernels, referenceKernels } from '../../../src/engine/kernels/kernels';
import { Call } from '../../../src/engine/ops/call';
import { findOperator } from '../../../src/engine/ops/table';
import { randomOf } from '../../../src/engine/random';
import type { Tensor } from '../../../src/engine/tensor';
import { type Answer, difference, readCases, tensorOf, type TensorSpec } from './recorded';

interface Case {
  readonly op: string;
  readonly args: Record<string, Plain>;
  readonly tensors: TensorSpec[];
  readonly out: Answer[];
}

function run(c: Case, kernels: Kernels): readonly Tensor[] {
  const tensors = c.tensors.map(tensorOf);
  const about: GraphTensor[] = c.tensors.map((t) => ({
    shape: t.shape,
    dtype: t.kind ?? 'float',
    source: 'input',
    name: null,
    initialisation: null,
  }));
  for (const out of c.out) about.push({ shape: out.shape, dtype: 'float', source: 'node', name: null, initialisation: null });
  const outputs = c.out.map((_, i) => tensors.length + i);
  const node: GraphNode = { op: c.op, args: c.args, outputs, layer: 0, file: '', offset: 0, unknown: null };
  const operator = findOperator(c.op);
  assert.ok(operator, `no operator ${c.op}`);
  const answer = operator(new Call(node, about, (id) => tensors[id]!, kernels, randomOf(0, 'test')));
  return Array.isArray(answer) ? (answer as readonly Tensor[]) : [answer as Tensor];
}

/** Numbers that the frameworks themselves compute in float32 and round differently. */
const looser: Readonly<Record<string, number>> = { lp_pool1d: 2e-5, lp_pool2d: 2e-5, lp_pool3d: 2e-5, pow: 2e-5, grid_sample: 2e-5, prod: 1e-5 };

describe('operators against PyTorch', () => {
  const cases = readCases<Case>('torch.jsonl.gz');
  it('has cases', () => assert.ok(cases.length > 1300, `${cases.length} cases`));
  const byOp = new Map<string, Case[]>();
  for (const c of cases) byOp.set(c.op, [...(byOp.get(c.op) ?? []), c]);
  let emitted: Kernels = referenceKernels;
  before(async () => (emitted = await createEngine({ accuracy: 'accurate' }).kernels()));
  for (const [op, list] of byOp) {
    it(`${op} (${list.length})`, () => {
      const wrong: string[] = [];
      for (const c of list)
        for (const kernels of [referenceKernels, emitted]) {
          let problem: string | null;
          try {
            const made = run(c, kernels);
            problem = made.length < c.out.length ? `${made.length} results` : null;
            c.out.forEach((answer, i) => (problem ??= difference(made[i]!, answer, looser[op] ?? 4e-6)));
          } catch (error) {
            problem = String(error);
          }
          if (problem) wrong.push(`${problem}\n    ${JSON.stringify({ ...c, out: c.out.map((o) => o.shape) })}`);
        }
      assert.equal(wrong.length, 0, wrong.slice(0, 4).join('\n'));
    });
  }
});
