/** The worker's runner with the real engine: what is drawn of a layer is what the engine computed. */
import * as assert from 'node:assert/strict';
import type { FromWorker, Numbers, RunRequest } from '../../../webview/compute/messages';
import { planRun, wholeNetwork } from '../../../webview/compute/plan';
import { Runner } from '../../../webview/compute/runner';
import { stepsOf } from '../../../webview/model/steps';
import { sampleOf } from '../../../webview/pictures/picture';
import { explain } from '../../../webview/stage/explain';
import { operationOf, sizesOf } from '../../../webview/stage/operation';
import { inputsOf } from '../../../webview/stage/relations';
import { inputAt, outputAt, sceneOf, wantedBy } from '../../../webview/stage/scene';
import { plainSum } from '../../../webview/stage/sentence';
import { decimal } from '../../../webview/text/format';
import type { ModelSet } from '../../../src/protocol/explorer';
import { mixedNet, residualNet, signalNet, smallNet, unknownNet } from '../../ui/explorer/samples';

/** Runs one step and answers everything the runner posted. */
async function run(
  set: ModelSet,
  name: string,
  more: Partial<RunRequest> = {},
  runner = new Collecting(),
): Promise<{ tensors: Map<number, Numbers>; messages: FromWorker[]; runner: Collecting }> {
  const graph = set.graph!;
  const step = stepsOf(set.model!, graph, []).find((s) => s.name === name)!;
  const plan = planRun(graph, step.nodes, false);
  assert.ok(plan.kind === 'run', name);
  const inputs = new Map(
    plan.graph.inputs.map((id) => {
      const shape = sizesOf(graph, id)!;
      return [id, { shape, data: sampleOf('landscape', shape, 'float') }] as const;
    }),
  );
  const operation = operationOf(graph, step.nodes);
  const messages = await runner.run({
    type: 'network.run',
    key: 'k',
    graph: plan.graph,
    inputs,
    parameters: new Map(),
    seed: 3,
    wanted: wantedBy(operation),
    ranges: false,
    ...more,
  });
  const tensors = new Map(
    messages.flatMap((m) => (m.type === 'run.tensor' ? [[m.id, m.numbers] as const] : [])),
  );
  return { tensors, messages, runner };
}
class Collecting {
  private epoch = 0;
  private heard: FromWorker[] = [];
  private done: (() => void) | null = null;
  readonly runner = new Runner((message) => {
    this.heard.push(message);
    if (message.type === 'run.done' || message.type === 'run.failed') this.done?.();
  });
  async run(request: Omit<RunRequest, 'epoch'>): Promise<FromWorker[]> {
    this.heard = [];
    const end = new Promise<void>((resolve) => (this.done = resolve));
    this.runner.receive({ ...request, epoch: ++this.epoch });
    await end;
    return this.heard;
  }
  cancel(): void {
    this.runner.receive({ type: 'run.cancel', epoch: this.epoch });
  }
}

describe('the runner', () => {
  for (const [what, set] of [
    ['small', smallNet()],
    ['residual', residualNet(32)],
    ['mixed', mixedNet()],
    ['signal', signalNet()],
  ] as const) {
    it(`computes what the Layer view explains: ${what} network, every layer, every position of three channels`, async () => {
      const steps = stepsOf(set.model!, set.graph, []);
      let drawn = 0;
      const shared = new Collecting();
      for (const step of steps) {
        const operation = operationOf(set.graph, step.nodes);
        if (operation.kind === 'numbers' || operation.kind === 'linear') continue;
        const { tensors } = await run(set, step.name, {}, shared);
        // Names of operations repeat: the first one is run.
        const scene = sceneOf(
          operationOf(set.graph, steps.find((s) => s.name === step.name)!.nodes),
          tensors,
          false,
        );
        assert.ok(scene, step.name);
        drawn++;
        for (let o = 0; o < Math.min(3, scene.output.channels); o++) {
          for (let r = 0; r < scene.output.height; r++) {
            for (let c = 0; c < scene.output.width; c++) {
              const total = outputAt(scene, o, r, c);
              const where = `${step.name} [${o}, ${r}, ${c}]`;
              if (scene.convolution) {
                const said = explain(scene.convolution, scene.inputs[0]!, total, o, r, c);
                const sum =
                  said.channels.reduce((a, channel) => a + channel.sum, 0) + (said.bias ?? 0);
                assert.ok(Math.abs(sum - total) < 1e-4, `${where}: ${sum} ${total}`);
              } else if (operation.kind === 'max' || operation.kind === 'average') {
                const { volume, channel } = inputAt(scene, o, 0);
                const values = inputsOf(scene.relation, r, c).map((m) =>
                  m.source === null
                    ? 0
                    : volume.data[
                        (channel * volume.height + m.source.row) * volume.width + m.source.column
                      ]!,
                );
                const said =
                  operation.kind === 'max'
                    ? Math.max(...values)
                    : values.reduce((a, b) => a + b, 0) / values.length;
                assert.ok(Math.abs(said - total) < 1e-5, `${where}: ${said} ${total}`);
              }
              if (!scene.convolution)
                assert.ok(
                  plainSum({ scene, out: o, row: r, column: c }).endsWith(decimal(total, 3)),
                  where,
                );
            }
          }
        }
      }
      assert.ok(drawn >= 2, 'layers were drawn');
    }).timeout(60_000);
  }
  it('keeps what runs of one key share, and computes anew for another', async () => {
    const first = await run(smallNet(), 'conv2');
    assert.ok(first.messages.some((m) => m.type === 'run.progress'));
    const again = await run(smallNet(), 'conv2', {}, first.runner);
    assert.ok(!again.messages.some((m) => m.type === 'run.progress'), 'nothing was computed again');
    assert.deepEqual([...again.tensors.keys()].sort(), [...first.tensors.keys()].sort());
    const other = await run(smallNet(), 'conv2', { key: 'other', seed: 4 }, first.runner);
    assert.ok(other.messages.some((m) => m.type === 'run.progress'));
    const output = [...first.tensors.keys()][0]!;
    assert.notDeepEqual(other.tensors.get(output)?.data, first.tensors.get(output)?.data);
  });
  it('is the same for the same seed', async () => {
    const [a, b] = [await run(smallNet(), 'conv2'), await run(smallNet(), 'conv2')];
    for (const [id, numbers] of a.tensors) assert.deepEqual(b.tensors.get(id), numbers);
  });
  it('takes parameters set by hand', async () => {
    const set = smallNet();
    const weight = set.graph!.tensors.findIndex((t) => t.name === 'conv1.weight');
    const given: Numbers = { shape: [8, 1, 3, 3], data: new Float32Array(72) };
    const { tensors } = await run(set, 'conv1', {
      parameters: new Map([[weight, given]]),
      key: 'by hand',
    });
    assert.deepEqual(tensors.get(weight)?.data, given.data);
  });
  it('stops when cancelled, and says so once', async () => {
    const collecting = new Collecting();
    const going = run(residualNet(64), 'layer3.1.conv2', {}, collecting);
    collecting.cancel();
    const { messages } = await going;
    const last = messages.at(-1);
    assert.ok(last?.type === 'run.failed' && last.cancelled);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(
      messages.filter((m) => m.type === 'run.failed' || m.type === 'run.done').length,
      1,
    );
  });
  it('names the operation that cannot be run', async () => {
    const set = unknownNet();
    const collecting = new Collecting();
    const graph = set.graph!;
    const id = graph.inputs[0]!;
    const shape = sizesOf(graph, id)!;
    const messages = await collecting.run({
      type: 'network.run',
      key: 'x',
      graph,
      inputs: new Map([[id, { shape, data: sampleOf('digit', shape, 'float') }]]),
      parameters: new Map(),
      seed: 0,
      wanted: [],
      ranges: true,
    });
    const last = messages.at(-1);
    assert.ok(last?.type === 'run.failed');
    assert.equal(graph.nodes[last.node]?.op, 'Sequential');
    assert.match(last.reason, /shared_layers/);
    assert.ok(last.range > 0, 'what was computed before counts');
  });
  it('computes the whole network behind what is asked for', async () => {
    const set = smallNet();
    const graph = set.graph!;
    const step = stepsOf(set.model!, graph, []).find((s) => s.name === 'conv1')!;
    const plan = planRun(graph, step.nodes, false);
    assert.ok(plan.kind === 'run');
    const whole = wholeNetwork(graph, plan);
    assert.equal(whole.nodes.length, graph.nodes.length);
    assert.equal(whole.nodes[0]?.op, 'conv2d');
    const { messages } = await run(set, 'conv1', { graph: whole, ranges: true });
    const done = messages.at(-1);
    assert.ok(done?.type === 'run.done' && done.range > 0);
    const sent = messages.findIndex((m) => m.type === 'run.tensor');
    assert.ok(
      sent >= 0 &&
        sent <
          messages.findIndex((m) => m.type === 'run.progress' && m.done === whole.nodes.length),
      'shown before the last is computed',
    );
  });
  it('leaves out what depends on an unknown, not more', () => {
    const set = unknownNet();
    const graph = set.graph!;
    const step = stepsOf(set.model!, graph, []).find((s) => s.name === 'conv1')!;
    const plan = planRun(graph, step.nodes, false);
    assert.ok(plan.kind === 'run');
    assert.deepEqual(
      wholeNetwork(graph, plan).nodes.map((n) => n.op),
      ['conv2d', 'relu', 'max_pool2d'],
    );
  });
});
