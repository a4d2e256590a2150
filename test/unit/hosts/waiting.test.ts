/** Two guards of the integration suites: late answers are waited for, and a mocha that would run no test is refused. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../integration/until';

const root = process.env['CONVLENS_ROOT'] ?? process.cwd();

describe('until', () => {
  it('finds what arrives late, where a single look would not', async () => {
    const found: string[] = [];
    setTimeout(() => found.push('problem'), 80);
    assert.equal(found[0], undefined);
    assert.equal(await until('the problem', () => found[0]), 'problem');
  });

  it('gives up, and says what it waited for and what went wrong', async () => {
    await assert.rejects(
      until('the moon', () => undefined, 60),
      /waited 60 ms for the moon$/,
    );
    const probe = () => Promise.reject(new Error('not there'));
    await assert.rejects(until('the moon', probe, 60), /the moon \(Error: not there\)/);
  });
});

describe('the mocha of the web suite', () => {
  it('is refused when it is an ES module', async () => {
    const { checkMocha } = (await import(
      join(root, 'scripts/bundleSuites.mjs')
    )) as typeof import('../../../scripts/bundleSuites.mjs');
    assert.throws(() => checkMocha({ version: '12.0.0', type: 'module' }), /mocha 12\.0\.0/);
    const manifest = readFileSync(join(root, 'node_modules/mocha/package.json'), 'utf8');
    checkMocha(JSON.parse(manifest) as { version: string });
  });
});
