/** Half-typed lines leave the rest of the file as it is. */
import assert from 'node:assert/strict';
import { packageFolder, pythonFiles } from '../sources';
import { recall } from './recall';

describe('half-typed lines', () => {
  for (const kind of ['cut', 'insert', 'delete'] as const)
    it(`keep 99 % of the other calls: ${kind}`, () => {
      const { recall: mean, bad, count, worst } = recall(pythonFiles(packageFolder('torchvision==0.29.2')), kind, 250);
      assert.ok(count > 200);
      assert.ok(mean >= 0.99 && bad <= 0.015, JSON.stringify({ mean, bad, worst: worst.slice(0, 5) }, null, 1));
    });
});
