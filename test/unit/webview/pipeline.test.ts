/** The pipeline: steps from report and graph, folds, lanes, names of long sides. */
import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { foldsOf } from '../../../webview/model/folding';
import { placeLanes, sideLanes } from '../../../webview/model/lanes';
import { ShapeNames } from '../../../webview/model/names';
import { pipelineRows } from '../../../webview/model/rows';
import { macsOf, total } from '../../../webview/model/counts';
import { describe as describeStep } from '../../../webview/model/settings';
import { findStep, lineOf, stepsOf, type Step } from '../../../webview/model/steps';
import type { ModelSet } from '../../../src/protocol/explorer';
import {
  Builder,
  mixedNet,
  residualNet,
  snapshot,
  smallNet,
  symbolicNet,
  unknownNet,
  file,
  lineStarts,
} from '../../ui/explorer/samples';

const steps = (set: ModelSet): Step[] =>
  set.model ? stepsOf(set.model, set.graph, set.problems) : [];

describe('steps', () => {
  it('puts the operations of forward between the layers, with what each one reads', () => {
    const list = steps(smallNet());
    assert.deepEqual(list.map((s) => s.name).slice(0, 10), [
      'conv1',
      'relu',
      'pool',
      'conv2',
      'relu',
      'blocks.0.conv',
      'blocks.0.bn',
      'blocks.0.relu',
      'add',
      'blocks.1.conv',
    ]);
    const add = list[8];
    assert.deepEqual([add?.kind, add?.reads], ['operation', [4, 7]]);
    assert.deepEqual(list[0]?.reads, [-1]);
  });
  it('names the batch where the graph only knows that it is not known', () => {
    const add = steps(smallNet()).find((s) => s.name === 'add');
    assert.deepEqual([add?.output, add?.status], [['N', 16, 7, 7], 'exact']);
  });
  it('counts calls, and finds a step again by path', () => {
    const list = steps(smallNet());
    const second = findStep(list, { path: 'relu', call: 1 });
    assert.equal(second, 4);
    assert.equal(
      findStep(list, { path: 'relu', call: 7 }),
      1,
      'the call is gone, the layer is not',
    );
    assert.equal(findStep(list, { path: 'gone', call: 0 }), -1);
  });
  it('marks the first failing layer with its problem, and what is not reached', () => {
    const list = steps(smallNet(true));
    const fc1 = list.find((s) => s.name === 'fc');
    assert.equal(fc1?.status, 'failed');
    assert.equal(fc1?.problem?.rule, 'linear-in-features');
    assert.equal(list.at(-1)?.status, 'not-reached');
  });
  it('keeps the reason of an unknown and its line', () => {
    const set = unknownNet();
    const blocks = steps(set).find((s) => s.name === 'blocks');
    assert.equal(blocks?.status, 'unknown');
    assert.match(blocks?.reason ?? '', /shared_layers/);
    assert.equal(lineOf(blocks?.reasonPlace ?? null, set.lineStarts), 20);
  });
  it('stands in a line without a graph', () => {
    const set = smallNet();
    const list = stepsOf(set.model!, null, []);
    assert.equal(list.length, set.model!.layers.length);
    assert.deepEqual(
      list.map((s) => s.reads[0]),
      list.map((_, k) => k - 1),
    );
  });
  it('knows lines', () => {
    assert.equal(lineOf({ file, start: lineStarts[16]! + 3, end: 0 }, { [file]: lineStarts }), 17);
    assert.equal(lineOf({ file, start: lineStarts[16]!, end: 0 }, { [file]: lineStarts }), 17);
    assert.equal(lineOf({ file: 'other.py', start: 3, end: 4 }, { [file]: lineStarts }), null);
  });
  it('says settings in a few words', () => {
    const set = mixedNet();
    const words = Object.fromEntries(steps(set).map((s) => [s.name, describeStep(s, set.graph)]));
    assert.equal(words['stem'], '3→12 3×3 pad 1 reflect');
    assert.equal(words['branch3b'], '4→6 3×3 pad 2 dilation 2');
    assert.equal(words['depthwise'], '20→20 3×3 stride 2 pad 1 depthwise');
    assert.equal(words['average'], '2×2 stride 2');
  });
});

describe('folds', () => {
  it('folds repeated blocks with the addition behind each', () => {
    const list = steps(smallNet());
    const [fold, ...more] = foldsOf(list);
    assert.equal(more.length, 0);
    assert.deepEqual([fold?.label, fold?.times, fold?.from, fold?.to], ['blocks', 3, 5, 17]);
  });
  it('folds stages whose first block has a branch more', () => {
    assert.deepEqual(
      foldsOf(steps(residualNet())).map((f) => [f.label, f.times]),
      [
        ['layer1', 2],
        ['layer2', 2],
        ['layer3', 2],
      ],
    );
  });
  it('takes what runs in front of every block as part of it: dense layers', () => {
    const b = new Builder([1, 8, 16, 16]);
    const parts = [b.input];
    for (let n = 1; n <= 4; n++) {
      const x = b.relu(`dense.layer${n}.relu`, 6, b.bn(`dense.layer${n}.norm`, 5, b.cat(9, parts)));
      parts.push(b.conv(`dense.layer${n}.conv`, 7, x, 4, 3, { padding: 1 }));
    }
    const out = b.conv('last', 20, b.cat(21, parts), 3, 1);
    const list = steps(snapshot(b.finish('Dense()', [out])));
    const [fold, ...more] = foldsOf(list);
    assert.equal(more.length, 0);
    assert.deepEqual([fold?.label, fold?.times, fold?.from, fold?.to], ['dense.layer', 4, 0, 16]);
    assert.equal(list[fold?.from ?? -1]?.name, 'cat');
  });
  it('names the numbers where the container holds more than the blocks', () => {
    const b = new Builder([1, 4, 8, 8]);
    let x = b.conv('features.0', 5, b.input, 4, 3, { padding: 1 });
    for (const n of [1, 2])
      x = b.relu(
        `features.${n}.relu`,
        7,
        b.bn(`features.${n}.bn`, 6, b.conv(`features.${n}.conv`, 5, x, 4, 3, { padding: 1 })),
      );
    assert.deepEqual(
      foldsOf(steps(snapshot(b.finish('F()', [x])))).map((f) => f.label),
      ['features.1–2'],
    );
  });
  it('sums stay on the folded row, and opening shows every step', () => {
    const list = steps(smallNet());
    const folds = foldsOf(list);
    const closed = pipelineRows(list, folds, new Set(), '').rows;
    const fold = closed.find((row) => row.kind === 'fold');
    assert.ok(fold?.kind === 'fold');
    assert.equal(total(fold.members.map((m) => m.params)).value, 7008);
    assert.equal(total(fold.members.map((m) => macsOf(m, 'multiplies'))).value, 338688);
    const open = pipelineRows(list, folds, new Set([fold.fold.id]), '').rows;
    assert.equal(open.filter((row) => row.kind === 'step').length, list.length);
    assert.deepEqual(
      open.flatMap((row) => (row.kind === 'step' && row.block ? [row.block] : [])),
      ['blocks.0', 'blocks.1', 'blocks.2'],
    );
  });
  it('shows what failed or is unknown, whatever is folded', () => {
    const list = steps(smallNet()).map((s, k) =>
      k === 6 ? { ...s, status: 'unknown' as const } : s,
    );
    const rows = pipelineRows(list, foldsOf(list), new Set(), '').rows;
    assert.ok(rows.some((row) => row.kind === 'step' && row.index === 6));
  });
  it('filters by name and type', () => {
    const list = steps(smallNet());
    const rows = pipelineRows(list, foldsOf(list), new Set(), 'CONV2d').rows;
    assert.deepEqual(
      rows.map((row) => (row.kind === 'step' ? row.step.name : '')),
      ['conv1', 'conv2', 'blocks.0.conv', 'blocks.1.conv', 'blocks.2.conv'],
    );
  });
});

describe('lanes', () => {
  it('runs a skip beside the spine and joins it at the addition', () => {
    // input → a → b → add(a, b)
    const { rows, width } = placeLanes([{ reads: [-1] }, { reads: [0] }, { reads: [0, 1] }]);
    assert.equal(width, 1);
    assert.deepEqual(
      rows.map((r) => r.lane),
      [0, 0, 0],
    );
    assert.deepEqual(rows[1]?.passing, [1]);
    assert.deepEqual(rows[2]?.joins, [1]);
  });
  it('draws four branches in three side lanes, and says what does not fit', () => {
    const four = placeLanes([
      { reads: [-1] },
      { reads: [0] },
      { reads: [0] },
      { reads: [0] },
      { reads: [0] },
      { reads: [1, 2, 3, 4] },
    ]);
    assert.equal(four.width, 3);
    assert.deepEqual(four.rows[5]?.joins, [1, 2, 3]);
    assert.deepEqual(four.rows[5]?.unlaned, []);
    const six = placeLanes([
      { reads: [-1] },
      ...Array.from({ length: 6 }, () => ({ reads: [0] })),
      { reads: [1, 2, 3, 4, 5, 6] },
    ]);
    assert.ok(six.width <= sideLanes);
    const last = six.rows.at(-1);
    assert.ok((last?.unlaned.length ?? 0) > 0);
  });
  it('starts a lane of its own for what reads nothing before it', () => {
    // input → a; a parameter, expanded; cat of both
    const { rows, width } = placeLanes([{ reads: [-1] }, { reads: [] }, { reads: [1, 0] }]);
    assert.deepEqual(
      [rows[1]?.lane, rows[1]?.passing, rows[2]?.joins, rows[2]?.unlaned, width],
      [1, [0], [1], [], 1],
    );
  });
  it('never loses a read: each is its own lane, a join, or said in words', () => {
    const graph = fc
      .array(fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 25 })
      .map((list) =>
        list.map((reads, index) => ({
          reads: [...new Set(reads.map((r) => (r % (index + 1)) - 1))],
        })),
      );
    fc.assert(
      fc.property(graph, (rows) => {
        const placed = placeLanes(rows);
        placed.rows.forEach((row, index) => {
          const drawn = 1 + row.joins.length;
          const read = rows[index]!.reads.length;
          assert.ok(drawn + row.unlaned.length >= read, `row ${index}`);
          assert.ok(row.joins.length <= read);
          assert.ok(row.lane >= 0 && row.lane <= sideLanes);
          assert.ok(!row.passing.includes(row.lane) || row.joins.includes(row.lane));
        });
        assert.ok(placed.width <= sideLanes);
      }),
    );
  });
});

describe('names of long sides', () => {
  it('defines h and w where they first appear and uses them after', () => {
    const names = new ShapeNames([['N', 16, '(H//2 - 3)//2 + 1', '(W//2 - 3)//2 + 1']]);
    const first = names.name([16, '(H//2 - 3)//2 + 1', '(W//2 - 3)//2 + 1']);
    assert.deepEqual(first.shape, [16, 'h', 'w']);
    assert.deepEqual(
      first.definitions.map((d) => d.name),
      ['h', 'w'],
    );
    assert.deepEqual(names.name([8, '(H//2 - 3)//2 + 1', '(W//2 - 3)//2 + 1']).definitions, []);
    assert.deepEqual(names.name(['16*((H//2 - 3)//2 + 1)*((W//2 - 3)//2 + 1)']).shape, ['16*h*w']);
  });
  it('never takes a symbol of the source', () => {
    const names = new ShapeNames([['N', 'h', '(h + 1)//2 + w2', 'w']]);
    assert.deepEqual(names.name([4, '(h + 1)//2 + w2', 'w']).shape, [4, 'h2', 'w']);
  });
});

describe('counts', () => {
  it('follow the convention', () => {
    const conv = steps(smallNet())[0]!;
    assert.equal(macsOf(conv, 'multiplies'), 73728);
    assert.equal(macsOf(conv, 'flops'), 147456);
    assert.equal(
      macsOf(conv, 'bias'),
      73728 + 8 * 32 * 32,
      'one more for each output; a named batch is one example',
    );
    const without = steps(smallNet()).find((s) => s.name === 'blocks.0.conv')!;
    assert.equal(macsOf(without, 'bias'), macsOf(without, 'multiplies'));
  });
  it('say at least where a part is missing', () => {
    assert.deepEqual(total([1, null, 3]), { value: 4, complete: false, symbolic: null });
    assert.equal(total(steps(symbolicNet()).map((s) => s.macs)).complete, false);
  });
});
