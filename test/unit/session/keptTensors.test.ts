/** What a later line does to a tensor of an earlier one is undone with that line, although the earlier one is not run again. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/analysis/session/session';

const made = `import torch
import torch.nn as nn

conv = nn.Conv2d(3, 8, 3)
${Array.from({ length: 20 }, (_, i) => `filler_${i} = ${i}\n`).join('\n')}
`;
const replaced = 'conv.weight.data = torch.zeros(5, 3, 3, 3)\nconv.bias = None\n\n';
const used = 'conv(torch.zeros(1, 3, 8, 8)).view(1, 8, 6, 6)\n';
const frozen = 'torch.ones(3).requires_grad_()\nconv.weight.requires_grad = False\n\n';

describe('between keystrokes', () => {
  const session = (): ((text: string) => string) => {
    const one = new Session({ files: { resolve: () => 'missing' } });
    return (text) => {
      const report = one.analyse({ name: '/model.py', moduleName: 'model', origin: 'user' }, text);
      return JSON.stringify({
        problems: report.problems,
        params: report.models.map((m) => m.params),
      });
    };
  };

  for (const [name, lines] of [
    ['.data', replaced],
    ['requires_grad', frozen],
  ] as const)
    it(`a tensor is what it is without the line that changed its ${name}`, () => {
      const kept = session();
      for (const text of [made + used, made + lines + used, made + used, made + lines + used])
        assert.equal(kept(text), session()(text));
    });
});
