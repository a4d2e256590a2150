/** What must run to see a step, and what the Layer view draws of it. */
import * as assert from 'node:assert/strict';
import { fingerprint, planRun } from '../../../webview/compute/plan';
import { stepsOf } from '../../../webview/model/steps';
import { operationOf, type Operation } from '../../../webview/stage/operation';
import type { ModelSet } from '../../../src/protocol/explorer';
import {
  mixedNet,
  residualNet,
  signalNet,
  smallNet,
  symbolicNet,
  unknownNet,
} from '../../ui/explorer/samples';

const nodesOf = (set: ModelSet, name: string): readonly number[] =>
  stepsOf(set.model!, set.graph, []).find((s) => s.name === name)?.nodes ?? [];
const operation = (set: ModelSet, name: string): Operation =>
  operationOf(set.graph, nodesOf(set, name));

describe('planning a run', () => {
  it('takes what the step depends on, and nothing behind or beside it', () => {
    const set = mixedNet();
    const plan = planRun(set.graph!, nodesOf(set, 'branch2b'), false);
    assert.ok(plan.kind === 'run');
    assert.deepEqual(
      plan.graph.nodes.map((n) => n.op),
      ['pad', 'conv2d', 'relu', 'conv2d', 'conv2d'],
    );
    assert.deepEqual(plan.graph.inputs, set.graph!.inputs);
  });
  it('is blocked by an unknown before it, and can stand in', () => {
    const set = unknownNet();
    const nodes = nodesOf(set, 'conv2');
    const blocked = planRun(set.graph!, nodes, false);
    assert.ok(blocked.kind === 'blocked');
    assert.equal(set.graph!.nodes[blocked.node]?.op, 'Sequential');
    assert.equal(blocked.standIn, true);
    const plan = planRun(set.graph!, nodes, true);
    assert.ok(plan.kind === 'run' && plan.standIn);
    assert.deepEqual(
      plan.graph.nodes.map((n) => n.op),
      ['conv2d'],
    );
    assert.equal(plan.graph.inputs.length, 1);
    assert.equal(plan.graph.tensors[plan.graph.inputs[0]!]?.source, 'input');
  });
  it('is blocked without numbers for the input', () => {
    const set = symbolicNet();
    const plan = planRun(set.graph!, nodesOf(set, 'conv2'), false);
    assert.deepEqual([plan.kind, plan.kind === 'blocked' && plan.node], ['blocked', -1]);
  });
  it('is not run again when only the text around it moved', () => {
    const graph = smallNet().graph!;
    const moved = { ...graph, nodes: graph.nodes.map((n) => ({ ...n, offset: n.offset + 40 })) };
    assert.equal(fingerprint(moved), fingerprint(graph));
    assert.notEqual(fingerprint({ ...graph, nodes: graph.nodes.slice(1) }), fingerprint(graph));
  });
});

describe('operations', () => {
  const set = mixedNet();
  it('read windows of every kind from the graph', () => {
    const dilated = operation(set, 'branch3b');
    assert.ok(dilated.kind === 'convolution');
    assert.deepEqual([dilated.rows.dilation, dilated.rows.before, dilated.rows.out], [2, 2, 24]);
    const reflect = operation(set, 'stem');
    assert.ok(reflect.kind === 'convolution');
    assert.deepEqual(
      [reflect.rows.mode, reflect.rows.before, reflect.rows.size],
      ['reflect', 1, 24],
    );
    const up = operation(set, 'up');
    assert.ok(up.kind === 'convolution' && up.transposed);
    assert.deepEqual(
      [up.rows.kind, up.rows.size, up.rows.out, up.outChannels],
      ['transposed', 6, 12, 8],
    );
    const depthwise = operation(set, 'depthwise');
    assert.ok(depthwise.kind === 'convolution');
    assert.equal(depthwise.groups, 20);
    assert.equal(operation(set, 'average').kind, 'average');
  });
  it('know signals, sums, pointwise and linear layers, and the batch that is only named', () => {
    const signal = operation(signalNet(), 'conv');
    assert.ok(signal.kind === 'convolution');
    assert.deepEqual(
      [signal.rows.size, signal.columns.size, signal.columns.kernel, signal.columns.stride],
      [1, 128, 9, 2],
    );
    const small = smallNet();
    assert.equal(operation(small, 'add').kind, 'sum');
    assert.equal(operation(small, 'relu').kind, 'pointwise');
    assert.equal(operation(small, 'blocks.0.bn').kind, 'pointwise');
    assert.equal(operation(small, 'fc').kind, 'linear');
    const adaptive = operation(residualNet(), 'avgpool');
    assert.ok(adaptive.kind === 'average');
    assert.deepEqual([adaptive.rows.kind, adaptive.rows.out], ['adaptive', 1]);
  });
  it('say why something is numbers only', () => {
    assert.deepEqual(operation(set, 'cat'), { kind: 'numbers', why: 'operation' });
    assert.deepEqual(operation(symbolicNet(), 'conv1'), { kind: 'numbers', why: 'symbolic' });
    assert.deepEqual(operation(unknownNet(), 'blocks'), { kind: 'numbers', why: 'unknown' });
    assert.deepEqual(operationOf(null, []), { kind: 'numbers', why: 'unknown' });
  });
});
