/**
 * What is said of mistakes: fixtures of Python with `  #! rule: message` behind the line that is marked. Every preferred fix must leave code
 * without that problem.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { torchLibrary } from '../../../../src/analysis/frameworks/torch';
import { newTrace } from '../../../../src/analysis/interpreter/interpreter';
import { native } from '../../../../src/analysis/interpreter/native';
import { type Module, Tensor, type Tuple } from '../../../../src/analysis/interpreter/values';
import { symbol } from '../../../../src/analysis/shape/dim';
import type { Place } from '../../../../src/analysis/interpreter/place';
import type { Fix, Problem } from '../../../../src/analysis/interpreter/trace';
import { makeInterpreter, userFile } from '../../interpreter/run';

const folder = join(process.cwd(), 'test/unit/torch/ops/problems');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.py'));
const rt = makeInterpreter({}, [torchLibrary]);

/** `symbolic('N', 3, 'H', 'W')`: an input with symbols for sizes. */
const symbolic = native('symbolic', '*sizes', (_, [sizes]) => {
  const tensor = new Tensor(
    (sizes as Tuple).items.map((d) => (typeof d === 'string' ? symbol(d) : (d as number))),
  );
  tensor.origin = { op: 'input', place: null, module: null, factors: null, source: null };
  return tensor;
});

function problemsOf(text: string): Problem[] {
  rt.trace = newTrace();
  rt.budget.restart();
  rt.slips.length = 0;
  const builtins = rt.modules.find('builtins') as Module;
  builtins.globals.set('symbolic', symbolic);
  rt.runFile(userFile, text, { asMain: true });
  assert.deepEqual(rt.slips, []);
  return rt.trace.problems;
}

const startOf = (place: Place): number => place.unit.start + place.start;
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function shown(text: string, problem: Problem): string {
  const message = problem.message.replace(
    /\{line (\d+)\}/g,
    (_, i: string) => `line ${lineOf(text, startOf(problem.related[Number(i)]!.place))}`,
  );
  const marked = text.slice(startOf(problem.place), problem.place.unit.start + problem.place.end);
  return `${lineOf(text, startOf(problem.place))} ${problem.severity === 'error' ? '' : `${problem.severity} `}${problem.rule} [${marked}] ${message}`;
}

function apply(text: string, fix: Fix): string {
  const edits = fix.edits
    .map((e) => ({ start: startOf(e.place), end: e.place.unit.start + e.place.end, text: e.text }))
    .sort((a, b) => b.start - a.start);
  return edits.reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
}

describe('problems of torch code', () => {
  it('has fixtures', () => assert.ok(fixtures.length > 5));
  for (const name of fixtures)
    it(name, () => {
      const source = readFileSync(join(folder, name), 'utf8');
      const expected: string[] = [];
      const fixes: string[] = [];
      const text = source
        .split('\n')
        .map((line, i) => {
          const fix = /^\s*#fix (.*)$/.exec(line);
          if (fix) {
            fixes.push(fix[1]!);
            return '';
          }
          const match = /\s\s#! (.*)$/.exec(line);
          if (!match) return line;
          expected.push(`${i + 1} ${match[1]!}`);
          return line.slice(0, match.index);
        })
        .join('\n');
      const problems = problemsOf(text);
      assert.deepEqual(problems.map((p) => shown(text, p)).sort(), expected.sort());
      assert.deepEqual(
        problems.flatMap((p) => p.fixes.map((f) => f.title)),
        fixes,
      );
      for (const problem of problems)
        for (const fix of problem.fixes) {
          const mended = apply(text, fix);
          assert.notEqual(mended, text);
          const left = problemsOf(mended);
          // What the fix was for is gone; without any problem where it is the one right fix of the only problem.
          assert.ok(
            !left.some((p) => p.rule === problem.rule && p.message === problem.message),
            `${fix.title} leaves ${problem.rule}\n${mended}`,
          );
          if (fix.preferred && problems.length === 1)
            assert.deepEqual(
              left.map((p) => shown(mended, p)),
              [],
              `${fix.title}\n${mended}`,
            );
        }
    });
});
