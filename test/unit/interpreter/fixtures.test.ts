/** Python fixtures: what the interpreter answers is what CPython answers (scripts/verifyFixtures.py compares them with CPython itself). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { native } from '../../../src/analysis/interpreter/native';
import { exceptionText } from '../../../src/analysis/interpreter/text';
import { Instance, Unknown, type Value } from '../../../src/analysis/interpreter/values';
import { makeInterpreter, runText } from './run';

const folder = join(process.cwd(), 'test/unit/interpreter/python');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.py'));
const expectation = /^(\S.*?)\s\s#=>\s?(.*)$/;

describe('Python as CPython runs it', () => {
  it('has fixtures', () => assert.ok(fixtures.length > 5));
  for (const name of fixtures)
    it(name, () => {
      const expected: [line: number, text: string][] = [];
      const text = readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .map((line, i) => {
          const match = expectation.exec(line);
          if (!match) return line;
          expected.push([i + 1, match[2]!.trim()]);
          return `try: __check__(${i + 1}, (${match[1]}))\nexcept BaseException as __error__: __failed__(${i + 1}, __error__)`;
        })
        .join('\n');
      const found = new Map<number, string>();
      const rt = makeInterpreter();
      const show = (value: Value): string =>
        value instanceof Unknown ? `? ${value.why}` : (rt.representation(value) ?? '? no text');
      const names = {
        __check__: native('__check__', 'line, value', (_, [line, value]) => {
          found.set(line as number, show(value!));
          return null;
        }),
        __failed__: native('__failed__', 'line, error', (_, [line, error]) => {
          const text = error instanceof Instance ? `raises ${error.cls.name}: ${exceptionText(rt, error) ?? ''}` : show(error!);
          found.set(line as number, text.trim());
          return null;
        }),
      };
      runText(rt, text, { names });
      assert.deepEqual(rt.slips.map((slip) => `${slip.name}: ${String(slip.error)}`), []);
      const differences = expected
        .filter(([line, wanted]) => found.get(line) !== wanted)
        .map(([line, wanted]) => `line ${line}: expected ${wanted}\n          got ${found.get(line) ?? 'nothing'}`);
      assert.ok(expected.length > 0);
      assert.equal(differences.join('\n'), '');
    });
});
