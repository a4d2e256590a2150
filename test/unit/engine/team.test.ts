/** Layers shared among workers: the same numbers as one engine gives, whatever is sliced. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/engine/engine';
import type { LayerDescription } from '../../../src/engine/layer';
import { randomOf } from '../../../src/engine/random';
import { type Connection, serveTeam } from '../../../src/engine/run/helper';
import { sliceEvenly, Team } from '../../../src/engine/run/team';

/** Two ends of a channel on this thread; `end` closes it. */
function pair(): { readonly host: Connection; readonly worker: Connection; readonly end: () => void } {
  const { port1, port2 } = new MessageChannel();
  const adapt = (port: MessagePort): Connection => ({
    post: (message, transfer) => port.postMessage(message, [...transfer]),
    listen: (receive) => (port.onmessage = (event: MessageEvent<unknown>) => receive(event.data)),
  });
  return { host: adapt(port1), worker: adapt(port2), end: () => port1.close() };
}

const numbers = (count: number, name: string): Float32Array => {
  const random = randomOf(1, name);
  return Float32Array.from({ length: count }, () => random.normal());
};

describe('a team', () => {
  const layers: Record<string, LayerDescription> = {
    'a 3×3 convolution': { kind: 'convolution', inputShape: [2, 64, 30, 30], weight: { shape: [70, 64, 3, 3], data: numbers(70 * 64 * 9, 'a') }, bias: numbers(70, 'b'), padding: 1 },
    'a grouped one': { kind: 'convolution', inputShape: [1, 96, 60, 60], groups: 3, weight: { shape: [96, 32, 3, 3], data: numbers(96 * 32 * 9, 'c') }, bias: numbers(96, 'd') },
    'a transposed one': { kind: 'transposed-convolution', inputShape: [1, 64, 20, 20], stride: 2, weight: { shape: [64, 80, 4, 4], data: numbers(64 * 80 * 16, 'e') }, bias: numbers(80, 'f'), padding: 1 },
    'a high picture': { kind: 'convolution', inputShape: [2, 16, 61, 40], weight: { shape: [60, 16, 3, 3], data: numbers(60 * 16 * 9, 'h') }, bias: numbers(60, 'i'), padding: [[2, 1], [0, 1]], dilation: [2, 1] },
    'a high one with strides and groups': { kind: 'convolution', inputShape: [1, 48, 150, 70], groups: 2, stride: [2, 1], weight: { shape: [64, 24, 5, 3], data: numbers(64 * 24 * 15, 'j') }, padding: 'same-tensorflow' },
    'a high one that reflects': { kind: 'convolution', inputShape: [1, 32, 70, 60], weight: { shape: [48, 32, 3, 3], data: numbers(48 * 32 * 9, 'k') }, padding: 1, paddingMode: 'reflect' },
    'a small one, alone': { kind: 'convolution', inputShape: [1, 3, 9, 9], weight: { shape: [4, 3, 3, 3], data: numbers(108, 'g') } },
  };
  for (const [name, layer] of Object.entries(layers))
    it(`computes ${name}`, async () => {
      const connections = [pair(), pair()];
      for (const c of connections) serveTeam(c.worker);
      try {
        const team = new Team(connections.map((c) => c.host));
        const input = numbers(layer.inputShape.reduce((a, b) => a * b, 1), 'input');
        const want = createEngine().prepare(layer).run(input);
        const shared = await team.prepare(layer);
        assert.equal(shared.workers, name.includes('alone') ? 1 : 3);
        for (let i = 0; i < 2; i++) {
          const got = await shared.run(input);
          assert.equal(got.length, want.length);
          // Slices have other panels, and so another order of sums at their edges at most.
          for (let k = 0; k < want.length; k++) assert.ok(Math.abs(got[k]! - want[k]!) < 1e-3, `${k}: ${got[k]} ${want[k]}`);
        }
        shared.dispose();
        team.dispose();
      } finally {
        for (const c of connections) c.end();
      }
    });

  it('slices channels evenly', () => {
    assert.deepEqual(sliceEvenly(64, 2), [{ first: 0, count: 32 }, { first: 32, count: 32 }]);
    assert.deepEqual(sliceEvenly(70, 2), [{ first: 0, count: 36 }, { first: 36, count: 34 }]);
    assert.deepEqual(sliceEvenly(8, 4), [{ first: 0, count: 4 }, { first: 4, count: 4 }]);
    for (const n of [1, 5, 6, 7, 64, 100]) for (const w of [1, 2, 3, 8]) assert.equal(sliceEvenly(n, w).reduce((s, x) => s + x.count, 0), n);
  });

  it('says why a helper failed', async () => {
    const connection = pair();
    connection.worker.listen((message) => connection.worker.post({ kind: 'layer.failed', id: (message as { id: number }).id, reason: 'no memory there' }, []));
    const team = new Team([connection.host]);
    await assert.rejects(team.prepare(layers['a 3×3 convolution']!), /no memory there/);
    connection.end();
  });
});
