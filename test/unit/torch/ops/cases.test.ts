/** Operations against PyTorch's own verdicts: recorded cases, with numbers and with symbols for their sizes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readCases, runCases, type OpCase, type Verdict } from '../../../conformance/ops';

const truth = join(process.cwd(), 'test/conformance/truth');

/** Verdicts over all families, and the ids of the cases that are wrong. */
function tally(
  cases: readonly OpCase[],
  symbols: boolean,
): { counts: Record<Verdict, number>; ids: (v: Verdict) => string[]; slips: string[] } {
  const { counts, bad } = runCases(cases, symbols);
  const sums: Record<Verdict, number> = {
    right: 0,
    unknown: 0,
    wrong: 0,
    'false alarm': 0,
    flagged: 0,
    missed: 0,
  };
  for (const family of counts.values()) for (const [verdict, n] of family) sums[verdict] += n;
  return {
    counts: sums,
    ids: (v) => bad.filter((b) => b.verdict === v).map((b) => b.c.id),
    slips: bad.flatMap((b) => b.a.slips.map((s) => `${b.c.id} ${s}`)),
  };
}

describe('operations of torch as PyTorch answers them', function () {
  this.timeout(300_000);
  for (const [file, least] of [
    ['ops-torch.jsonl.gz', 2900],
    ['ops-torch-random.jsonl.gz', 3900],
  ] as const) {
    const cases = readCases(join(truth, file));
    it(`${file} holds cases`, () => assert.ok(cases.length >= least));

    it(`${file} with numbers`, () => {
      const { counts, ids, slips } = tally(cases, false);
      assert.deepEqual(slips, []);
      assert.deepEqual(ids('wrong'), []);
      assert.deepEqual(ids('false alarm'), []);
      assert.deepEqual(ids('missed'), []);
      const legal = counts.right + counts.unknown;
      assert.ok(counts.right / legal >= 0.98, `${counts.right} of ${legal} answered`);
    });

    it(`${file} with symbols`, () => {
      const { counts, ids, slips } = tally(cases, true);
      assert.deepEqual(slips, []);
      assert.deepEqual(ids('false alarm'), []);
      // `view(-1, K)` of a symbolic picture is taken to keep the batch: that assumption is told, and some of these odd cases break it.
      assert.ok(
        counts.wrong / (counts.right + counts.wrong) <= 0.004,
        `wrong: ${ids('wrong').join(' ')}`,
      );
      assert.ok(counts.right / (counts.right + counts.unknown) >= 0.97);
    });
  }
});
