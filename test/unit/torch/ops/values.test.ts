/** Known numbers of tensors, as constructors calculate with them: expressions with PyTorch's own answers (values.json), and fillings. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { torchLibrary } from '../../../../src/analysis/frameworks/torch';
import {
  Float,
  isInt,
  List,
  Tensor,
  Tuple,
  type Value,
} from '../../../../src/analysis/interpreter/values';
import { makeInterpreter, runText } from '../../interpreter/run';

const cases = JSON.parse(
  readFileSync(join(process.cwd(), 'test/unit/torch/ops/values.json'), 'utf8'),
) as [string, unknown][];

function plain(value: Value | undefined): unknown {
  if (value instanceof Float) return value.value;
  if (value instanceof List || value instanceof Tuple) return value.items.map(plain);
  if (isInt(value) || typeof value === 'boolean' || typeof value === 'string' || value === null)
    return value;
  return value === undefined ? 'nothing' : `unknown ${value.constructor.name}`;
}

/** Functions such as log and pow differ in the last bit between libraries. */
function close(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((x, i) => close(x, b[i]));
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= 2e-7 * Math.max(Math.abs(a), Math.abs(b));
  return a === b;
}

describe('known numbers of tensors', () => {
  const rt = makeInterpreter({}, [torchLibrary]);
  it('has cases', () => assert.ok(cases.length > 50));
  for (const [expression, expected] of cases)
    it(expression, () => {
      const module = runText(rt, `import math\nimport numpy as np\nimport torch\nresult = ${expression}\n`);
      const answer = plain(module.globals.get('result'));
      assert.deepEqual(rt.slips, []);
      assert.ok(
        close(answer, expected),
        `${JSON.stringify(answer)} is not ${JSON.stringify(expected)}`,
      );
    });
});

describe('fillings of parameters', () => {
  const rt = makeInterpreter({}, [torchLibrary]);
  const fill = (code: string) => {
    const module = runText(rt, `import torch\nimport torch.nn as nn\n${code}\n`);
    const value = module.globals.get('t');
    assert.ok(value instanceof Tensor);
    return value.initialisation;
  };
  it('Conv2d: weight and bias within 1/√fan_in', () => {
    const bound = 1 / Math.sqrt(3 * 9);
    for (const name of ['weight', 'bias']) {
      const found = fill(`t = nn.Conv2d(3, 8, 3).${name}`);
      assert.ok(found?.kind === 'uniform');
      assert.ok(Math.abs(found.high - bound) < 1e-9 && Math.abs(found.low + bound) < 1e-9);
    }
  });
  it('BatchNorm2d: ones and zeros', () => {
    assert.deepEqual(fill('t = nn.BatchNorm2d(4).weight'), { kind: 'constant', value: 1 });
    assert.deepEqual(fill('t = nn.BatchNorm2d(4).bias'), { kind: 'constant', value: 0 });
  });
  it('kaiming_normal_ fan_out relu', () => {
    const found = fill(
      "m = nn.Conv2d(4, 16, 3)\nnn.init.kaiming_normal_(m.weight, mode='fan_out', nonlinearity='relu')\nt = m.weight",
    );
    assert.ok(found?.kind === 'normal');
    assert.ok(Math.abs(found.std - Math.sqrt(2 / (16 * 9))) < 1e-9);
  });
  it('xavier_uniform_, trunc_normal_, in-place methods', () => {
    const xavier = fill('t = nn.Parameter(torch.empty(6, 4))\nnn.init.xavier_uniform_(t)');
    assert.ok(xavier?.kind === 'uniform' && Math.abs(xavier.high - Math.sqrt(6 / 10)) < 1e-9);
    assert.deepEqual(fill('t = nn.Parameter(torch.empty(6))\nnn.init.trunc_normal_(t, std=0.02)'), {
      kind: 'truncated-normal',
      mean: 0,
      std: 0.02,
      low: -2,
      high: 2,
    });
    assert.deepEqual(fill('m = nn.Linear(2, 3)\nm.weight.data.normal_(0, 0.01)\nt = m.weight'), {
      kind: 'normal',
      mean: 0,
      std: 0.01,
    });
    assert.deepEqual(fill('m = nn.Linear(2, 3)\nm.bias.data.zero_()\nt = m.bias'), {
      kind: 'constant',
      value: 0,
    });
  });
});
