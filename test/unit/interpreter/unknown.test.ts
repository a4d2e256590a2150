/** What CPython cannot show: unknown values, symbolic sizes, statements that recover. Expectations stand in the fixtures. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { native } from '../../../src/analysis/interpreter/native';
import { Class, Dict, Either, isInt, List, Native, Poly, PySet, Quotient, Tensor, Tuple, Unknown, type Value } from '../../../src/analysis/interpreter/values';
import { hasUnknown, symbol, type Dim } from '../../../src/analysis/shape/dim';
import { makeInterpreter, runText } from './run';
import { prettyDim as printDim } from '../../../src/analysis/shape/print';

const folder = join(process.cwd(), 'test/unit/interpreter/unknown');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.py'));

describe('what is not known', () => {
  it('has fixtures', () => assert.ok(fixtures.length > 2));
  for (const name of fixtures)
    it(name, () => {
      const expected: [line: number, text: string][] = [];
      const problems: string[] = [];
      const lines = readFileSync(join(folder, name), 'utf8').split('\n');
      const text = lines
        .map((line, i) => {
          const problem = /\s\s#!\s(.*)$/.exec(line);
          if (problem) problems.push(`line ${i + 1}: ${problem[1]}`);
          const match = /^(\S.*?)\s\s#=>\s?(.*)$/.exec(line);
          if (!match) return line;
          expected.push([i + 1, match[2]!.trim()]);
          return `__check__(${i + 1}, (${match[1]}))`;
        })
        .join('\n');
      const found = new Map<number, string>();
      const rt = makeInterpreter();
      const show = (value: Value): string => {
        if (value instanceof Unknown || (value instanceof Poly && hasUnknown(value))) return '?';
        if (value instanceof Quotient) return '?';
        if (isInt(value)) return printDim(value);
        if (value instanceof Tensor) return `Tensor[${value.shape?.map((d: Dim) => (hasUnknown(d) ? '?' : printDim(d))).join(', ') ?? '?'}]`;
        if (value instanceof Either) return `either(${value.options.map((o) => (o instanceof Class || o instanceof Native ? o.name : show(o))).join(', ')})`;
        if (value instanceof Tuple) return `(${value.items.map(show).join(', ')}${value.items.length === 1 ? ',' : ''})`;
        if (value instanceof List) return value.unknown ? '?' : `[${value.items.map(show).join(', ')}]`;
        if (value instanceof Dict && value.open) return '?';
        if (value instanceof PySet) return `{${[...value.entries.values()].map(show).join(', ')}}`;
        return rt.representation(value) ?? '?';
      };
      const names = {
        __check__: native('__check__', 'line, value', (_, [line, value]) => {
          found.set(line as number, show(value!));
          return null;
        }),
        unknown: native('unknown', '', (runtime) => runtime.unknown('test')),
        sym: native('sym', 'name', (_, [symbolName]) => symbol(String(symbolName))),
        tensor: native('tensor', '*dims', (_, [dims]) => new Tensor((dims as Tuple).items as Dim[])),
      };
      runText(rt, text, { names });
      assert.deepEqual(rt.slips.map((slip) => `${slip.name}: ${String((slip.error as Error).stack)}`), []);
      const differences = expected
        .filter(([line, wanted]) => found.get(line) !== wanted)
        .map(([line, wanted]) => `line ${line}: expected ${wanted}\n          got ${found.get(line) ?? 'nothing'}`);
      const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
      const reported = rt.trace.problems.map((p) => `line ${lineOf(p.place.unit.start + p.place.start)}: ${p.message}`);
      assert.equal(differences.join('\n'), '');
      assert.deepEqual(reported.sort(), problems.sort());
    });
});
