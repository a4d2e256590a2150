/** What lights up is what the relations say. */
import * as assert from 'node:assert/strict';
import type { Convolution } from '../../../webview/stage/explain';
import { bounds, highlights } from '../../../webview/stage/highlights';
import {
  inputsOf,
  outputsOf,
  relate,
  usesOf,
  type WindowAxis,
} from '../../../webview/stage/relations';
import type { Scene } from '../../../webview/stage/scene';

const side = (dilation: number): WindowAxis => ({
  kind: 'forward',
  size: 6,
  out: Math.floor((6 + 2 - dilation * 2 - 1) / 2) + 1,
  kernel: 3,
  stride: 2,
  dilation,
  before: 1,
  after: 1,
  mode: 'zeros',
});
function sceneWith(dilation: number): Scene {
  const axis = side(dilation);
  const relation = relate(axis, axis);
  const weight = Float32Array.from({ length: 9 }, (_, i) => i + 1);
  const convolution: Convolution = {
    relation,
    transposed: false,
    groups: 1,
    inChannels: 1,
    outChannels: 1,
    kernelRows: 3,
    kernelColumns: 3,
    weight,
    bias: null,
  };
  const volume = (n: number) => ({
    channels: 1,
    height: n,
    width: n,
    data: new Float32Array(n * n),
  });
  return {
    operation: {
      kind: 'convolution',
      transposed: false,
      groups: 1,
      inChannels: 1,
      outChannels: 1,
      weight: 1,
      bias: null,
      input: 0,
      output: 2,
      rows: axis,
      columns: axis,
    },
    relation,
    inputs: [volume(6)],
    output: volume(axis.out),
    convolution,
    grey: false,
  };
}
const at = { out: 0, inIndex: 0, row: 1, column: 2, subject: null, lit: null };

describe('highlights', () => {
  const scene = sceneWith(1);
  it('of an output: its window and itself; a term of the sum: its cell', () => {
    const lights = highlights(scene, at);
    assert.deepEqual(lights.input, bounds(inputsOf(scene.relation, 1, 2)));
    assert.deepEqual(
      lights.output.map((b) => [b.row, b.column]),
      [[1, 2]],
    );
    const term = inputsOf(scene.relation, 1, 2)[4]!;
    const lit = highlights(scene, { ...at, lit: 4 }).input.at(-1)!;
    assert.deepEqual([lit.row, lit.column, lit.rows], [term.row, term.column, 1]);
  });
  it('of a dilated window: every cell it meets, not what lies between', () => {
    const dilated = sceneWith(2);
    assert.equal(highlights(dilated, { ...at, row: 0, column: 0 }).input.length, 9);
  });
  it('of an input: every output it feeds, with the weight it meets there', () => {
    const lights = highlights(scene, { ...at, subject: { kind: 'input', row: 3, column: 3 } });
    const fed = outputsOf(scene.relation, 3, 3);
    assert.deepEqual(lights.output, bounds(fed));
    let lit = 0;
    for (let r = 0; r < scene.output.height; r++) {
      for (let c = 0; c < scene.output.width; c++) {
        const weight = lights.weights!(r, c);
        const feed = fed.find((f) => f.row === r && f.column === c);
        assert.equal(weight, feed ? feed.kr * 3 + feed.kc + 1 : null);
        if (weight !== null) lit++;
      }
    }
    assert.equal(lit, fed.length);
  });
  it('of a weight: a dot on every input it meets', () => {
    const lights = highlights(scene, { ...at, subject: { kind: 'weight', row: 0, column: 2 } });
    assert.deepEqual(lights.dots, usesOf(scene.relation, 0, 2));
    assert.deepEqual(lights.input, []);
  });
});
