/** ResNet-18 at 224×224: every feature map by the engine, against onnxruntime-web's run of the same network. */
import type { Plain } from '../../../src/analysis/shape/graph';
import { createEngine } from '../../../src/engine/engine';
import { initialise } from '../../../src/engine/initialise';
import type { Tensor } from '../../../src/engine/tensor';
import { resnet18 } from '../../unit/engine/networks';
import type { Ort } from './contenders';
import type { Clock } from './measure';
import { type Initialiser, model, type Node } from './onnx';

const ids = (value: Plain | undefined): number => (value as { tensor: number }).tensor;

/** Least milliseconds of each way to run it. */
export async function network(ort: Ort, rounds: number, now: Clock = () => performance.now()): Promise<Record<string, number>> {
  const graph = resnet18();
  const input: Tensor = initialise([1, 3, 224, 224], { kind: 'normal', mean: 0, std: 1 }, 1, 'picture');
  const parameters = new Map<number, Tensor>();
  graph.tensors.forEach((t, id) => {
    if (t.initialisation && t.name) parameters.set(id, initialise(t.shape as number[], t.initialisation, 1, t.name));
  });
  const maps = graph.nodes.flatMap((n) => n.outputs);
  const session = async (all: boolean): Promise<() => Promise<Record<string, { data: Float32Array }>>> => {
    const name = (id: number): string => `t${id}`;
    const tensor = (value: Plain | undefined): string => name(ids(value));
    const nodes = graph.nodes.map((n): Node => {
      const [a, outputs] = [n.args, n.outputs.map(name)];
      switch (n.op) {
        case 'conv2d': {
          const pads = a['padding'] as number[];
          const kernel = graph.tensors[ids(a['weight'])]!.shape!.slice(2) as number[];
          return { op: 'Conv', inputs: [tensor(a['input']), tensor(a['weight'])], outputs, attributes: { kernel_shape: kernel, strides: a['stride'] as number[], pads: [...pads, ...pads], dilations: [1, 1], group: 1 } };
        }
        case 'batch_norm':
          return { op: 'BatchNormalization', inputs: ['input', 'weight', 'bias', 'running_mean', 'running_var'].map((k) => tensor(a[k])), outputs, attributes: { epsilon: { float: 1e-5 } } };
        case 'relu':
          return { op: 'Relu', inputs: [tensor(a['input'])], outputs };
        case 'max_pool2d':
          return { op: 'MaxPool', inputs: [tensor(a['input'])], outputs, attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } };
        case 'add':
          return { op: 'Add', inputs: [tensor(a['input']), tensor(a['other'])], outputs };
        case 'adaptive_avg_pool2d':
          return { op: 'GlobalAveragePool', inputs: [tensor(a['input'])], outputs };
        case 'flatten':
          return { op: 'Flatten', inputs: [tensor(a['input'])], outputs, attributes: { axis: 1 } };
        default:
          return { op: 'Gemm', inputs: ['input', 'weight', 'bias'].map((k) => tensor(a[k])), outputs, attributes: { transB: 1 } };
      }
    });
    const weights: Record<string, Initialiser> = {};
    for (const [id, t] of parameters) weights[name(id)] = t;
    const wanted = all ? maps : graph.outputs;
    const bytes = model(nodes, weights, { [name(graph.inputs[0]!)]: input.shape }, Object.fromEntries(wanted.map((id) => [name(id), graph.tensors[id]!.shape as number[]])));
    const made = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], graphOptimizationLevel: 'all', intraOpNumThreads: 1, interOpNumThreads: 1 });
    return () => made.run({ [name(graph.inputs[0]!)]: new ort.Tensor('float32', input.data, input.shape) });
  };
  const inputs = new Map([[graph.inputs[0]!, input]]);
  const run = (accuracy: 'fast' | 'accurate'): (() => Promise<unknown>) => {
    const engine = createEngine({ accuracy });
    return () => engine.run(graph, { inputs, parameters, wanted: maps });
  };
  const contenders: Record<string, () => Promise<unknown>> = {
    'ours fast, all maps': run('fast'),
    'ours accurate, all maps': run('accurate'),
    'ort-web, result only': await session(false),
    'ort-web, all maps': await session(true),
  };
  const least: Record<string, number> = {};
  for (const [name, go] of Object.entries(contenders)) {
    const begun = now();
    await go();
    least[`${name}, first`] = now() - begun;
    for (let i = 0; i < 4; i++) await go();
    least[name] = Infinity;
  }
  for (let round = 0; round < rounds; round++)
    for (const [name, go] of Object.entries(contenders)) {
      const begun = now();
      await go();
      least[name] = Math.min(least[name]!, now() - begun);
    }
  return least;
}
