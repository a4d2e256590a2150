/** When VS Code's "exit code 0" is believed (test/hosts/guards.mjs shows the same in the real one). */
import assert from 'node:assert/strict';
import { Verdict } from '../../hosts/verdict.mjs';

describe('the verdict on a test run inside VS Code', () => {
  it('believes 0 when tests passed', () => {
    const verdict = new Verdict();
    verdict.window(['  12 passing (3s)']);
    assert.deepEqual(verdict.decide(0), { code: 0, doubts: [] });
  });

  it("reads the reporter for browsers, which leaves the number to the console's format", () => {
    const verdict = new Verdict();
    verdict.window(['  %d passing (%s)', 12, '3s']);
    assert.equal(verdict.decide(0).code, 0);
    verdict.window(['  %d failing', 1]);
    assert.deepEqual(verdict.decide(0), { code: 1, doubts: ['1 failing'] });
  });

  it('refuses 0 when nothing or no test ran', () => {
    assert.equal(new Verdict().decide(0).code, 1);
    const verdict = new Verdict();
    verdict.window(['  0 passing (1ms)']);
    assert.equal(verdict.decide(0).code, 1);
  });

  it('refuses 0 when the extension host died, in whatever pieces the log arrives', () => {
    const verdict = new Verdict();
    verdict.window(['  12 passing (3s)']);
    verdict.server('[11:20:17] [127.0.0.1] Extension Host Process exited with co');
    verdict.server('de: 134, signal: null.\n');
    assert.deepEqual(verdict.decide(0), {
      code: 1,
      doubts: ['the extension host died (code 134, signal null)'],
    });
  });

  it('lets the host end as it should', () => {
    const verdict = new Verdict();
    verdict.window(['  12 passing (3s)']);
    verdict.server('Extension Host Process exited with code: 0, signal: null.\n');
    assert.equal(verdict.decide(0).code, 0);
  });

  it('refuses 0 when the connection to the extension host broke', () => {
    const verdict = new Verdict();
    verdict.window(['  12 passing (3s)']);
    verdict.window(['[remote-connection][ExtensionHost][a1][initial] received socket close event']);
    assert.equal(verdict.decide(0).code, 1);
  });

  it('keeps any other code', () => {
    assert.deepEqual(new Verdict().decide(3), { code: 3, doubts: [] });
  });
});
