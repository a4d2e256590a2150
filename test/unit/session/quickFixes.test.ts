/** The quick fixes of the analysis: each is offered, changes what it should, and leaves code that analyses clean. */
import assert from 'node:assert/strict';
import type { EditReport, FileReport } from '../../../src/analysis/report/report';
import { createHandler } from '../../../src/editor/worker/handle';
import { fixCases, newLines } from '../../integration/quickFixes';

const handle = createHandler(() => performance.now());
let next = 0;

function analyse(text: string): FileReport {
  const id = next++;
  const answer = handle({
    type: 'file.analyse',
    id,
    file: `file${id}.py`,
    moduleName: `file${id}`,
    text,
    chosen: {},
    graphs: false,
    notebook: false,
  });
  assert.ok('ok' in answer && answer.ok, 'err' in answer ? answer.err : 'no report');
  return answer.ok;
}

function apply(text: string, edits: readonly EditReport[]): string {
  return [...edits]
    .sort((a, b) => b.place.start - a.place.start)
    .reduce((t, e) => t.slice(0, e.place.start) + e.text + t.slice(e.place.end), text);
}

describe('quick fixes', () => {
  it('has cases for more than twenty', () => assert.ok(fixCases.length > 20));
  for (const { name, rule, code, fixes, preferred } of fixCases)
    it(name, () => {
      const { problems } = analyse(code);
      assert.deepEqual(
        problems.map((p) => p.rule),
        [rule],
      );
      const offered = problems[0]!.fixes;
      assert.deepEqual(
        offered.map((f) => f.title),
        Object.keys(fixes),
      );
      assert.deepEqual(
        offered.filter((f) => f.preferred).map((f) => f.title),
        preferred === null ? [] : [preferred],
      );
      for (const fix of offered) {
        const mended = apply(code, fix.edits);
        assert.equal(newLines(code, mended), fixes[fix.title]);
        assert.deepEqual(analyse(mended).problems, [], `${fix.title} leaves problems`);
      }
    });
});
