/** What depends on what: the three directions are one relation, and it is the one the arithmetic uses. */
import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { outputSize, unread } from '../../../src/analysis/shape/window';
import {
  inputsOf,
  outputsOf,
  paddingSource,
  relate,
  tabulate,
  useCount,
  usesOf,
  type Relation,
  type WindowAxis,
} from '../../../webview/stage/relations';
import { unreadOf } from '../../../webview/stage/unread';

const forward = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 3 }),
  })
  .map((a): WindowAxis => {
    const out =
      Math.floor((a.size + a.before + a.after - a.dilation * (a.kernel - 1) - 1) / a.stride) + 1;
    return { ...a, kind: 'forward', mode: 'zeros', out };
  })
  .filter((axis) => axis.out >= 1);
const transposed = fc
  .record({
    size: fc.integer({ min: 1, max: 6 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: 0, max: 2 }),
  })
  .map((a): WindowAxis => {
    const out = (a.size - 1) * a.stride - 2 * a.before + a.dilation * (a.kernel - 1) + 1;
    return { ...a, after: a.before, kind: 'transposed', mode: 'zeros', out };
  })
  .filter((axis) => axis.out >= 1);
const adaptive = fc
  .record({ size: fc.integer({ min: 1, max: 14 }), out: fc.integer({ min: 1, max: 9 }) })
  .map(
    (a): WindowAxis => ({
      ...a,
      kind: 'adaptive',
      kernel: 1,
      stride: 1,
      dilation: 1,
      before: 0,
      after: 0,
      mode: 'none',
    }),
  );
const axis = fc.oneof(forward, transposed, adaptive);

const cellsOf = (relation: Relation): [number, number][] => {
  const list: [number, number][] = [];
  for (let r = 0; r < relation.rows.axis.out; r++)
    for (let c = 0; c < relation.columns.axis.out; c++) list.push([r, c]);
  return list;
};

describe('relations', () => {
  it('outputsOf is the inverse of inputsOf', () => {
    fc.assert(
      fc.property(axis, axis, (rows, columns) => {
        const relation = relate(rows, columns);
        const there = new Set<string>();
        for (const [r, c] of cellsOf(relation)) {
          for (const m of inputsOf(relation, r, c))
            there.add(`${m.row},${m.column} ${m.kr},${m.kc} ${r},${c}`);
        }
        const back = new Set<string>();
        for (let r = relation.rows.first; r <= relation.rows.last; r++) {
          for (let c = relation.columns.first; c <= relation.columns.last; c++) {
            for (const o of outputsOf(relation, r, c))
              back.add(`${r},${c} ${o.kr},${o.kc} ${o.row},${o.column}`);
          }
        }
        assert.deepEqual([...back].sort(), [...there].sort());
      }),
      { numRuns: 150 },
    );
  });
  it('usesOf lists every meeting of a weight, once per output', () => {
    fc.assert(
      fc.property(forward, forward, (rows, columns) => {
        const relation = relate(rows, columns);
        for (let kr = 0; kr < rows.kernel; kr++) {
          for (let kc = 0; kc < columns.kernel; kc++) {
            const uses = usesOf(relation, kr, kc);
            assert.equal(uses.length, rows.out * columns.out);
            assert.equal(new Set(uses.map((u) => `${u.outRow},${u.outColumn}`)).size, uses.length);
            for (const u of uses) {
              assert.ok(
                inputsOf(relation, u.outRow, u.outColumn).some(
                  (m) => m.kr === kr && m.kc === kc && m.row === u.row && m.column === u.column,
                ),
              );
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
  it('is the arithmetic of the editor: sizes and unread positions', () => {
    fc.assert(
      fc.property(forward, (a) => {
        const window = {
          kernel: a.kernel,
          stride: a.stride,
          dilation: a.dilation,
          before: a.before,
          after: a.after,
        };
        assert.equal(outputSize(a.size, window), a.out);
        const mine = unreadOf(tabulate(a));
        const theirs = unread(a.size, window);
        assert.deepEqual([mine.end, mine.between], [theirs.atEnd, theirs.between]);
      }),
    );
  });
  it('counts uses as the meetings do', () => {
    fc.assert(
      fc.property(axis, axis, (rows, columns) => {
        const relation = relate(rows, columns);
        const meetings = cellsOf(relation).flatMap(([r, c]) => inputsOf(relation, r, c));
        const uses = useCount(relation);
        assert.equal(uses.products, meetings.length);
        assert.equal(uses.inPadding, meetings.filter((m) => !m.inside).length);
        assert.equal(
          uses.counts.reduce((a, b) => a + b, 0),
          meetings.filter((m) => m.inside).length,
        );
      }),
      { numRuns: 100 },
    );
  });
  it('pads as PyTorch does', () => {
    const read = (mode: 'reflect' | 'replicate' | 'circular' | 'zeros'): (number | null)[] =>
      [-2, -1, 0, 3, 4, 5].map((i) => paddingSource(i, 4, mode));
    assert.deepEqual(read('reflect'), [2, 1, 0, 3, 2, 1]);
    assert.deepEqual(read('replicate'), [0, 0, 0, 3, 3, 3]);
    assert.deepEqual(read('circular'), [2, 3, 0, 3, 0, 1]);
    assert.deepEqual(read('zeros'), [null, null, 0, 3, null, null]);
  });
  it('knows the lesson: 5×5 with one ring of zeros, 56 of 225 products meet them', () => {
    const side: WindowAxis = {
      kind: 'forward',
      size: 5,
      out: 5,
      kernel: 3,
      stride: 1,
      dilation: 1,
      before: 1,
      after: 1,
      mode: 'zeros',
    };
    const uses = useCount(relate(side, side));
    assert.deepEqual([uses.products, uses.inPadding, uses.least, uses.most], [225, 56, 4, 9]);
  });
  it('leaves out padding in pooling, and windows that hang over', () => {
    const side: WindowAxis = {
      kind: 'forward',
      size: 5,
      out: 3,
      kernel: 2,
      stride: 2,
      dilation: 1,
      before: 0,
      after: 0,
      mode: 'none',
    };
    const relation = relate(side, side);
    assert.equal(inputsOf(relation, 2, 2).length, 1, 'ceil_mode: the last window holds one cell');
  });
});
