/** Whole networks against PyTorch's feature maps, with weights by formula (or from files that record.py wrote: CONVLENS_NETWORK_FILES). */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Graph } from '../../../src/analysis/shape/graph';
import { createEngine } from '../../../src/engine/engine';
import { EngineError, type Tensor } from '../../../src/engine/tensor';
import { readWeights, weightsFor } from '../../../src/engine/weights/index';
import { mobilenetV2, resnet18 } from './networks';
import { type Answer, difference, readCases, tensorOf } from './recorded';

type State = readonly [name: string, shape: number[], seed: number, scale: number];

/** The same weights that record.py gave the model. */
function stateOf(state: readonly State[]): Map<string, Tensor> {
  return new Map(
    state.map(([name, shape, seed, scale]) => {
      const { data } = tensorOf({ shape, seed });
      const factor = Math.fround(scale);
      for (let i = 0; i < data.length; i++) {
        data[i] = data[i]! * factor;
        if (scale === 0.5) data[i] = Math.abs(data[i]!) + 0.5;
      }
      return [name, { shape, data }];
    }),
  );
}

const leaf = new Set(['conv2d', 'batch_norm', 'relu', 'hardtanh', 'max_pool2d', 'adaptive_avg_pool2d', 'linear']);

/** Runs a graph and compares every leaf layer's map; `skipped` recorded maps are of layers that the graph does not have. */
async function compare(graph: Graph, parameters: ReadonlyMap<number, Tensor>, maps: readonly Answer[], accuracy: 'fast' | 'accurate', wasm: boolean): Promise<number> {
  const engine = createEngine({ accuracy, wasm });
  const made = new Map<number, Tensor>();
  await engine.run(graph, {
    inputs: new Map([[graph.inputs[0]!, tensorOf({ shape: [1, 3, 64, 64], seed: 7 })]]),
    parameters,
    onTensor: (id, tensor, activation) => {
      if (activation) made.set(id, tensor);
    },
  });
  // torchvision's MobileNetV2 pools by a function and has a Dropout before its classifier, which changes nothing.
  const mobile = graph.nodes.some((n) => n.op === 'hardtanh');
  const own = graph.nodes.filter((n) => leaf.has(n.op) && !(mobile && n.op === 'adaptive_avg_pool2d'));
  const recorded = mobile ? [...maps.slice(0, -2), maps[maps.length - 1]!] : maps;
  assert.equal(own.length, recorded.length);
  own.forEach((node, i) => {
    // Maps are of order 1: a tolerance of 1e-4 in absolute terms, as `difference` scales by at least 1.
    const expected = recorded[i]!;
    let problem = difference(made.get(node.outputs[0]!)!, { ...expected, shape: made.get(node.outputs[0]!)!.shape as number[] }, 1e-4);
    if (made.get(node.outputs[0]!)!.shape.join() !== expected.shape.join()) problem = 'other sizes';
    assert.equal(problem, null, `${node.op} ${i}: ${String(problem)}`);
  });
  return own.length;
}

function parametersOf(graph: Graph, state: ReadonlyMap<string, Tensor>): Map<number, Tensor> {
  const parameters = new Map<number, Tensor>();
  graph.tensors.forEach((t, id) => {
    if (t.name !== null && state.has(t.name)) parameters.set(id, state.get(t.name)!);
  });
  return parameters;
}

const models = [
  ['resnet18', resnet18],
  ['mobilenet_v2', mobilenetV2],
] as const;

describe('whole networks against PyTorch', function () {
  this.timeout(120_000);
  for (const [name, build] of models) {
    const [head, ...maps] = readCases<Answer & { state: State[] }>(`${name}.jsonl.gz`);
    const graph = build(64);
    for (const [accuracy, wasm] of [['fast', true], ['accurate', true], ['accurate', false]] as const)
      it(`${name}, ${accuracy}${wasm ? '' : ', plain TypeScript'}: every map within 1e-4`, async () => {
        assert.ok((await compare(graph, parametersOf(graph, stateOf(head!.state)), maps, accuracy, wasm)) > 50);
      });
    const folder = process.env['CONVLENS_NETWORK_FILES'];
    for (const ending of ['pt', 'safetensors'])
      it(`${name} from PyTorch's .${ending}`, async function () {
        const file = path.join(folder ?? '', `${name}.${ending}`);
        if (!folder || !existsSync(file)) return this.skip();
        const { parameters, match } = weightsFor(graph, await readWeights(readFileSync(file)));
        assert.deepEqual(match.counts, { matched: match.rows.length, missing: 0, unexpected: 0, 'wrong-shape': 0 });
        await compare(graph, parameters, maps, 'accurate', true);
      });
  }

  it('answers what is wanted, bounds memory, reports progress', async () => {
    const graph = resnet18(32);
    const engine = createEngine();
    const input = tensorOf({ shape: [1, 3, 32, 32], seed: 1 });
    const done: number[] = [];
    let inputs = 0;
    const result = await engine.run(graph, {
      inputs: new Map([[graph.inputs[0]!, input]]),
      wanted: [graph.nodes[0]!.outputs[0]!, graph.outputs[0]!, graph.inputs[0]!],
      onProgress: (n, total) => {
        done.push(n);
        assert.equal(total, graph.nodes.length);
      },
      onTensor: (id) => (inputs += Number(id === graph.inputs[0])),
    });
    assert.deepEqual([...result.tensors.keys()].sort((a, b) => a - b), [graph.inputs[0]!, graph.nodes[0]!.outputs[0]!, graph.outputs[0]!].sort((a, b) => a - b));
    assert.equal(done.length, graph.nodes.length);
    assert.equal(inputs, 0);
    const bytes = (ids: readonly number[]): number => ids.reduce((s, id) => s + 4 * (graph.tensors[id]!.shape as number[]).reduce((a, b) => a * b, 1), 0);
    const activations = bytes(graph.nodes.flatMap((n) => n.outputs));
    const largest = Math.max(...graph.tensors.filter((t) => t.source === 'parameter').map((t) => 4 * (t.shape as number[]).reduce((a, b) => a * b, 1)));
    assert.ok(result.peakBytes < activations / 2 + largest * 1.2, `${result.peakBytes} of ${activations}`);
  });

  it('stops between layers when it is cancelled, after others had their turn', async () => {
    const graph = resnet18(64);
    let stop = false;
    let seen = 0;
    setTimeout(() => (stop = true), 5);
    const result = await createEngine({ wasm: false }).run(graph, {
      inputs: new Map([[graph.inputs[0]!, tensorOf({ shape: [1, 3, 64, 64], seed: 1 })]]),
      onProgress: () => seen++,
      cancelled: () => stop,
    });
    assert.ok(result.cancelled && seen < graph.nodes.length, `${seen}`);
  });

  it('refuses an unknown with its reason and place, after what came before', async () => {
    const graph = resnet18(32);
    const nodes = graph.nodes.map((n, i) => (i === 5 ? { ...n, unknown: 'depends on the data' } : n));
    let last = -1;
    await assert.rejects(
      createEngine().run({ ...graph, nodes }, {
        inputs: new Map([[graph.inputs[0]!, tensorOf({ shape: [1, 3, 32, 32], seed: 1 })]]),
        onProgress: (n) => (last = n),
      }),
      (error: unknown) => error instanceof EngineError && error.node === 5 && /depends on the data/.test(error.message),
    );
    assert.equal(last, 5);
  });

  it('refuses operators it does not have, sizes that differ from the analysis, and numbers that are not known', async () => {
    const input = { shape: [1, 2], data: Float32Array.of(1, 2) };
    const tensor = (shape: number[], source: 'input' | 'node' | 'buffer'): Graph['tensors'][number] => ({ shape, dtype: 'float', source, name: 'x', initialisation: null });
    const node = (op: string, args: Graph['nodes'][number]['args']): Graph['nodes'][number] => ({ op, args, outputs: [1], layer: 0, file: '', offset: 0, unknown: null });
    const run = (graph: Graph): Promise<unknown> => createEngine().run(graph, { inputs: new Map([[0, input]]) });
    const base = { inputs: [0], outputs: [1] };
    await assert.rejects(run({ ...base, tensors: [tensor([1, 2], 'input'), tensor([1, 2], 'node')], nodes: [node('fft_frobnicate', { input: { tensor: 0 } })] }), /no operator 'fft_frobnicate'/);
    await assert.rejects(run({ ...base, tensors: [tensor([1, 2], 'input'), tensor([2, 2], 'node')], nodes: [node('relu', { input: { tensor: 0 } })] }), /computed \[1, 2\], expected \[2, 2\]/);
    await assert.rejects(run({ ...base, tensors: [tensor([1, 2], 'input'), tensor([1, 2], 'node'), tensor([2], 'buffer')], nodes: [node('add', { input: { tensor: 0 }, other: { tensor: 2 } })] }), /numbers of x are not known/);
    await assert.rejects(run({ ...base, tensors: [tensor([1, 2], 'input'), tensor([1, 1], 'node')], nodes: [node('sum', { input: { tensor: 0 }, dim: { unknown: 'read from a file' }, keepdim: true })] }), /read from a file/);
  });
});
