/** The one rule for printed numbers. */
import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  compact,
  count,
  perExample,
  decimal,
  fixed,
  fromThousandths,
  short,
  symbolicText,
  thousandths,
} from '../../../webview/text/format';

describe('printed numbers', () => {
  it('rounds half away from zero, after undoing binary noise', () => {
    assert.equal(decimal(0.0225, 3), '0.023');
    assert.equal(decimal(-0.0225, 3), '−0.023');
    assert.equal(decimal(1.0005, 3), '1.001');
    assert.equal(decimal(0.1 + 0.2, 3), '0.300');
    assert.equal(decimal(-0.0004, 3), '0.000');
  });
  it('writes out what is no number', () => {
    assert.equal(decimal(NaN, 3), 'NaN');
    assert.equal(decimal(Infinity, 3), '∞');
    assert.equal(decimal(-Infinity, 2), '−∞');
  });
  it('shortens without losing digits', () => {
    assert.equal(short(0.25, 3), '0.25');
    assert.equal(short(-0.5, 3), '−0.5');
    assert.equal(short(1, 3), '1');
    assert.equal(short(100, 0), '100');
    assert.equal(short(120.5, 2), '120.5');
  });
  it('prints the thousandths that it adds', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        assert.equal(fromThousandths(thousandths(value)), decimal(value, 3));
        assert.ok(Math.abs(fixed(value, 3) / 1000 - value) <= 0.000501);
      }),
    );
  });
  it('spells symbolic and unknown counts', () => {
    assert.equal(count(null, 'en'), '?');
    assert.equal(count(1234567, 'en'), '1,234,567');
    assert.equal(count(1234567, 'de'), '1.234.567');
    assert.equal(count('9*in_ch*out_ch - H**2', 'en'), '9·in_ch·out_ch − H²');
    assert.equal(symbolicText('(H - 1)//2 + 1'), '(H − 1)//2 + 1');
  });
  it('counts for one example where the batch is only named', () => {
    assert.equal(perExample('352800*N', 'N'), 352800);
    assert.equal(perExample('72*H*N*W', 'N'), '72*H*W');
    assert.equal(perExample('9*N*((H - 1)//2 + 1) + 4*N', 'N'), '9*((H - 1)//2 + 1) + 4');
    assert.equal(perExample('9*N - 3*H*N', 'N'), '9 - 3*H');
    assert.equal(perExample('9*N + 4', 'N'), '9*N + 4');
    assert.equal(perExample('3*N**2', 'N'), '3*N**2');
    assert.equal(perExample('N', 'N'), 1);
    assert.equal(perExample(12, 'N'), 12);
    assert.equal(perExample('5*H', 1), '5*H');
  });
  it('shortens large counts', () => {
    assert.equal(compact(4089184256, 'en'), '4.089 G');
    assert.equal(compact(80, 'en'), '80');
  });
});
