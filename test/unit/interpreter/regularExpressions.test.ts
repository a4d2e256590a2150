/** Patterns that could keep a match busy for ever are run on short texts only. */
import assert from 'node:assert/strict';
import { longestText } from '../../../src/analysis/interpreter/builtins/regularExpressions';
import { Unknown } from '../../../src/analysis/interpreter/values';
import { makeInterpreter, runText } from './run';

describe('regular expressions', () => {
  it('end', () => {
    for (const pattern of [String.raw`(a+)+$`, String.raw`(a|aa)+$`, String.raw`((a+))+$`, String.raw`(?:\.\w+)*$`, String.raw`(a*)*b`, String.raw`(a|b|ab)*c`, String.raw`(?:(a+)b?){2,}`])
      assert.ok(longestText(pattern) <= 24, pattern);
    for (const pattern of [String.raw`.*.*.*.*x`, String.raw`a*a*a*a*a*b`]) assert.ok(longestText(pattern) <= 200, pattern);
    for (const pattern of [String.raw`^features\.(\d+)\.(weight|bias)$`, String.raw`layer(\d+)`, String.raw`[()+*|]+x`, String.raw`\(a+\)+`, 'abc'])
      assert.ok(longestText(pattern) >= 900, `${pattern} ${longestText(pattern)}`);
  });

  it('are known on what they may be run on, unknown elsewhere', () => {
    const rt = makeInterpreter();
    const start = performance.now();
    const { globals } = runText(rt, [
      'import re', "a = re.match(r'(?:a|b)+$', 'abba').group()", "b = re.match(r'(a+)+$', 'a' * 60 + 'b')", "c = re.match(r'(a|aa)+$', 'a' * 60 + 'b')",
      "d = re.search(r'a*a*a*a*a*a*c', 'a' * 5000)", "e = re.sub(r'(\\w+)\\.(\\d+)', r'\\2.\\1', 'conv.12')",
    ].join('\n'));
    assert.ok(performance.now() - start < 3000);
    assert.equal(globals.get('a'), 'abba');
    for (const name of ['b', 'c', 'd']) assert.ok(globals.get(name) instanceof Unknown, name);
    assert.equal(globals.get('e'), '12.conv');
  });
});
