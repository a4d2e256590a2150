/** The numbers copied from the parser's typings are still those of the typings. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as copied from '../../../src/analysis/syntax/pyrightKinds';

const parser = join(process.cwd(), 'node_modules/@zzzen/pyright-internal/dist/parser');

function enumOf(file: string, name: string): Record<string, number> {
  const body = new RegExp(`const enum ${name} \\{([^}]*)\\}`).exec(readFileSync(join(parser, file), 'utf8'))?.[1];
  assert.ok(body, `${name} is not in ${file}`);
  return Object.fromEntries([...body.matchAll(/(\w+) = (\d+)/g)].map(([, key, value]) => [key!, Number(value)]));
}

describe("the parser's numbers", () => {
  it('kinds of nodes', () => {
    const names = enumOf('parseNodes.d.ts', 'ParseNodeType');
    assert.ok(Object.keys(names).length > 70);
    for (const [name, number] of Object.entries(copied.kinds)) assert.equal(number, names[name], name);
  });

  it('operators', () => {
    const names = enumOf('tokenizerTypes.d.ts', 'OperatorType');
    const expected = {
      binaryOperators: { Add: '+', BitwiseAnd: '&', BitwiseOr: '|', BitwiseXor: '^', Divide: '/', FloorDivide: '//', LeftShift: '<<', MatrixMultiply: '@', Mod: '%', Multiply: '*', Power: '**', RightShift: '>>', Subtract: '-' },
      augmentedOperators: { AddEqual: '+', BitwiseAndEqual: '&', BitwiseOrEqual: '|', BitwiseXorEqual: '^', DivideEqual: '/', FloorDivideEqual: '//', LeftShiftEqual: '<<', MatrixMultiplyEqual: '@', ModEqual: '%', MultiplyEqual: '*', PowerEqual: '**', RightShiftEqual: '>>', SubtractEqual: '-' },
      comparisonOperators: { Equals: '==', GreaterThan: '>', GreaterThanOrEqual: '>=', NotEquals: '!=', LessThan: '<', LessThanOrEqual: '<=', LessOrGreaterThan: '!=', Is: 'is', IsNot: 'is not', In: 'in', NotIn: 'not in' },
      booleanOperators: { And: 'and', Or: 'or' },
      unaryOperators: { Add: '+', BitwiseInvert: '~', Subtract: '-', Not: 'not' },
    } as const;
    for (const [table, operators] of Object.entries(expected))
      assert.deepEqual(
        copied[table as keyof typeof expected],
        Object.fromEntries(Object.entries(operators).map(([name, text]) => [names[name], text])),
        table,
      );
  });

  it('flags of strings and constants', () => {
    const flags = enumOf('tokenizerTypes.d.ts', 'StringTokenFlags');
    const keywords = enumOf('tokenizerTypes.d.ts', 'KeywordType');
    assert.deepEqual([flags.Raw, flags.Bytes], [copied.stringFlags.raw, copied.stringFlags.bytes]);
    assert.deepEqual([keywords.True, keywords.False, keywords.Debug], [copied.keywords.true, copied.keywords.false, copied.keywords.debug]);
  });
});
