/** Builtins given huge numbers end at once. */
import assert from 'node:assert/strict';
import { makeInterpreter, runText } from './run';

const expressions = [
  'math.factorial(10 ** 9)', 'math.comb(10 ** 9, 5 * 10 ** 8)', 'math.perm(10 ** 9)', "'a'.ljust(10 ** 9)", "'a'.center(10 ** 9)", "'a'.zfill(10 ** 9)", "'a' * 10 ** 10", '[0] * 10 ** 10',
  'list(range(10 ** 9))', 'sum(range(10 ** 9))', 'max(range(10 ** 9))', 'sorted(range(10 ** 9))', 'list(it.product(range(100), repeat=8))', 'list(it.permutations(range(20)))',
  'list(it.repeat(1))', 'list(it.cycle([1]))', 'list(it.count())', 'len(list(it.combinations(range(60), 30)))', "f'{1:1000000000}'", "'%1000000000d' % 1", '2 ** 10 ** 9', "'\\t'.expandtabs(10 ** 9)",
  "dict.fromkeys(range(10 ** 9))", 'set(range(10 ** 9))', "'-'.join(str(i) for i in range(10 ** 9))", 'any(x < 0 for x in it.count())', "'a'.replace('a', 'b' * 10 ** 6) * 10 ** 6",
  'pow(7, 10 ** 12, 13)', 'bin(10 ** 15)', 'list(zip(it.count(), it.count()))', 'np.arange(10 ** 9)', 'np.linspace(0, 1, 10 ** 9)', "'{:>1000000000}'.format(1)", 'deque(range(10 ** 9))', 'Counter(range(10 ** 9))',
];

describe('huge numbers in builtins', () => {
  for (const expression of expressions)
    it(expression, () => {
      const rt = makeInterpreter();
      const start = performance.now();
      rt.budget.restart({ milliseconds: 1500 });
      runText(rt, `import math, itertools as it, numpy as np\nfrom collections import deque, Counter\nx = ${expression}`);
      assert.ok(performance.now() - start < 8000, `${Math.round(performance.now() - start)} ms`);
      assert.deepEqual(rt.slips.map((slip) => `${slip.name}: ${String(slip.error)}`), []);
    });
});
