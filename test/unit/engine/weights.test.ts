/** Weight files as PyTorch, safetensors, numpy and Keras write them; cut, damaged and hostile ones; names with prefixes. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type WeightFile, WeightsError } from '../../../src/engine/weights/file';
import { matchWeights } from '../../../src/engine/weights/match';
import { readWeights } from '../../../src/engine/weights/read';
import { type Answer, difference, tensorOf } from './recorded';

const folder = path.join(process.env['CONVLENS_ROOT'] ?? process.cwd(), 'test/fixtures/engine/files');
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(folder, name)));
const read = (name: string): Promise<WeightFile> => readWeights(bytesOf(name));

type Told = Record<string, { shape: number[]; data: Answer }>;
const told = JSON.parse(readFileSync(path.join(folder, 'files.json'), 'utf8')) as { state: Told; types: Told };
const toldKeras = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(path.join(folder, 'keras.json'), 'utf8')) as Told).map(([name, value]) => [name.replace('sequential/', ''), value]),
);

/** Every tensor is there, with its sizes and numbers. */
function check(file: WeightFile, expected: Told, rename: (name: string) => string = (n) => n): void {
  for (const [name, { shape, data }] of Object.entries(expected)) {
    const entry = file.entries.get(rename(name));
    assert.ok(entry, `${rename(name)} is missing among ${[...file.entries.keys()].join(', ')}`);
    assert.deepEqual(entry.shape, shape, name);
    assert.equal(difference(entry.read(), data, 0), null, name);
  }
}

describe('weight files', () => {
  for (const name of ['state.pt', 'state-legacy.pth', 'state.safetensors', 'model.pt'])
    it(`a state dict in ${name}`, async () => {
      const file = await read(name);
      check(file, told.state);
      assert.equal(file.entries.size, Object.keys(told.state).length);
    });

  for (const name of ['types.pt', 'types-legacy.pt'])
    it(`numeric types, steps, shared numbers in ${name}`, async () => check(await read(name), told.types));

  it('numeric types in .safetensors', async () => {
    const own = Object.fromEntries(Object.entries(told.types).filter(([name]) => !name.startsWith('tied')));
    check(await read('types.safetensors'), own);
  });

  for (const name of ['checkpoint.pth', 'checkpoint-legacy.pth'])
    it(`a checkpoint without its optimiser in ${name}`, async () => {
      const file = await read(name);
      const prefix = name === 'checkpoint.pth' ? 'state_dict.module.' : 'model.';
      check(file, told.state, (n) => prefix + n);
      assert.ok(![...file.entries.keys()].some((n) => n.includes('optimizer')));
    });

  it('numpy arrays and archives', async () => {
    const fortran = (await read('fortran.npy')).entries.get('array')!;
    assert.deepEqual(Array.from(fortran.read().data), Array.from(tensorOf({ shape: [3, 4], seed: 47 }).data));
    const plain = await read('plain.npz');
    assert.deepEqual(Array.from(plain.entries.get('a')!.read().data), Array.from(tensorOf({ shape: [2, 3], seed: 48 }).data));
    assert.deepEqual(Array.from(plain.entries.get('b')!.read().data), Array.from(tensorOf({ shape: [4], seed: 49 }).data));
    assert.deepEqual(plain.entries.get('c')!.shape, []);
    const packed = await read('packed.npz');
    assert.deepEqual(packed.entries.get('a')!.shape, [50, 40]);
    assert.ok(packed.entries.get('a')!.read().data.every((v) => v === 0));
    assert.deepEqual(Array.from(packed.entries.get('b')!.read().data), Array.from(tensorOf({ shape: [7], seed: 50 }).data));
  });

  it('a model in .keras, under the names of its layers', async () => {
    const file = await read('model.keras');
    const roles: Record<string, string> = { kernel: '0', bias: '1', gamma: '0', beta: '1', moving_mean: '2', moving_variance: '3' };
    check(file, toldKeras, (n) => n.replace(/\/(\w+)$/, (_, role: string) => `/${roles[role]!}`));
  });

  it('weights in .weights.h5', async () => {
    const file = await read('model.weights.h5');
    const shapes = [...file.entries.values()].map((e) => e.shape.join()).sort();
    assert.deepEqual(shapes, Object.values(toldKeras).map((t) => t.shape.join()).sort());
    assert.equal(difference(file.entries.get('conv2d/0')!.read(), toldKeras['first/kernel']!.data, 0), null);
  });

  it('a model in .h5 as Keras 2 wrote it', async () => {
    const file = await read('model.h5');
    for (const [name, { data }] of Object.entries(toldKeras)) {
      const [layer, role] = name.split('/') as [string, string];
      const entry = [...file.entries.values()].find((e) => e.name.startsWith(`${layer}/`) && e.name.endsWith(role));
      assert.ok(entry, `${name} among ${[...file.entries.keys()].join(', ')}`);
      assert.equal(difference(entry.read(), data, 0), null, name);
    }
  });

  it('chunks, packed and plain, and files of the latest version', async () => {
    const file = await read('chunked.h5');
    assert.deepEqual(file.entries.get('packed')!.read().data, tensorOf({ shape: [20, 30], seed: 60 }).data);
    assert.deepEqual(file.entries.get('plain')!.read().data, tensorOf({ shape: [20, 30], seed: 61 }).data);
    assert.deepEqual(file.entries.get('double')!.read().data, tensorOf({ shape: [5], seed: 62 }).data);
    const latest = await read('latest.h5');
    assert.deepEqual(latest.entries.get('group/inner/kernel')!.read().data, tensorOf({ shape: [3, 4], seed: 63 }).data);
  });

  it('executes nothing', async () => {
    rmSync('/tmp/gotcha', { force: true });
    const file = await read('evil.pt');
    assert.deepEqual([...file.entries.keys()], ['weight']);
    await assert.rejects(read('evil.npy'), WeightsError);
    assert.ok(!existsSync('/tmp/gotcha'));
  });

  const all = [
    'state.pt', 'state-legacy.pth', 'types.pt', 'model.pt', 'checkpoint-legacy.pth', 'state.safetensors', 'fortran.npy', 'plain.npz', 'packed.npz',
    'model.keras', 'model.weights.h5', 'model.h5', 'chunked.h5', 'latest.h5',
  ];

  /** Reads everything; only a WeightsError may come out. */
  async function survives(bytes: Uint8Array, what: string): Promise<boolean> {
    try {
      const file = await readWeights(bytes, { mostBytes: 2 ** 26 });
      for (const entry of file.entries.values()) entry.read();
      return true;
    } catch (error) {
      assert.ok(error instanceof WeightsError, `${what}: ${String(error instanceof Error ? error.stack : error)}`);
      assert.ok(error.message.length > 10, what);
      return false;
    }
  }

  for (const name of all)
    it(`${name}, cut anywhere, gives a clear error`, async () => {
      const bytes = bytesOf(name);
      const step = Math.max(1, Math.floor(bytes.length / 60));
      for (let length = 0; length < bytes.length; length += step) await survives(bytes.slice(0, length), `${length} bytes`);
      assert.ok(!(await survives(bytes.slice(0, Math.floor(bytes.length / 3)), 'a third')));
    });

  for (const name of all)
    it(`${name}, damaged anywhere, gives numbers or a clear error`, async () => {
      const whole = bytesOf(name);
      let state = 12345;
      const random = (n: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % n;
      for (let i = 0; i < 150; i++) {
        const bytes = whole.slice();
        for (let k = random(4); k >= 0; k--) bytes[random(Math.min(bytes.length, i % 2 ? bytes.length : 400))] = random(3) === 0 ? 255 : random(256);
        await survives(bytes, `damage ${i}`);
      }
    });

  it('traps in headers', async () => {
    const safetensors = (header: unknown): Uint8Array => {
      const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
      const bytes = new Uint8Array(8 + text.length + 16);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
      bytes.set(text, 8);
      return bytes;
    };
    const rejected = (bytes: Uint8Array, pattern: RegExp): Promise<void> => assert.rejects(readWeights(bytes), (e: unknown) => e instanceof WeightsError && pattern.test(e.message));
    await rejected(safetensors({ a: { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 16] } }), /larger than any tensor/);
    await rejected(safetensors({ a: { dtype: 'F32', shape: [1000], data_offsets: [0, 4000] } }), /cut/);
    await rejected(safetensors({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 8] } }), /takes 8 bytes where its sizes need 16/);
    await rejected(safetensors({ a: { dtype: 'Q9', shape: [4], data_offsets: [0, 16] } }), /type Q9/);
    await rejected(safetensors({ a: { dtype: 'F32', shape: [-4], data_offsets: [0, 16] } }), /no whole number/);
    await rejected(safetensors('{"a": '), /no JSON/);
    await rejected(new Uint8Array(0), /empty/);
    await rejected(new TextEncoder().encode('<!doctype html><title>Not found</title>'), /none of/);
    await rejected(new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:1234\nsize 1234\n'), /none of/);
  });

  it('a zip that unpacks to more than it states, or states more than it can', async () => {
    const bytes = bytesOf('packed.npz');
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 4; at++)
      if (view.getUint32(at, true) === 0x02014b50) {
        const lie = bytes.slice();
        new DataView(lie.buffer).setUint32(at + 24, 0x7fffffff, true);
        await assert.rejects(readWeights(lie), WeightsError);
        const short = bytes.slice();
        new DataView(short.buffer).setUint32(at + 24, 100, true);
        await assert.rejects(readWeights(short), WeightsError);
      }
  });
});

describe('names of weights', () => {
  const file = (names: Record<string, number[]>): WeightFile => ({
    format: 'pytorch',
    entries: new Map(Object.entries(names).map(([name, shape]) => [name, { name, shape, dtype: 'f32', read: () => ({ shape, data: new Float32Array(0) }) }])),
  });
  const wanted = [
    { name: 'conv1.weight', shape: [4, 3, 3, 3] },
    { name: 'bn1.running_mean', shape: [4] },
    { name: 'bn1.num_batches_tracked', shape: [] },
    { name: 'fc.weight', shape: [10, 4] },
  ];
  const plain = { 'conv1.weight': [4, 3, 3, 3], 'bn1.running_mean': [4], 'bn1.num_batches_tracked': [], 'fc.weight': [10, 4] };
  const prefixed = (prefix: string): Record<string, number[]> => Object.fromEntries(Object.entries(plain).map(([k, v]) => [prefix + k, v]));

  for (const prefix of ['', 'module.', 'model.', 'backbone.', 'state_dict.module.', 'net.encoder.'])
    it(`with '${prefix}' before the file's`, () => {
      const match = matchWeights(wanted, file(prefixed(prefix)));
      assert.deepEqual(match.counts, { matched: 3, missing: 0, unexpected: 0, 'wrong-shape': 0 });
      assert.equal(match.stripped, prefix);
    });

  it("with a prefix before the model's", () => {
    const match = matchWeights(wanted.map((w) => ({ ...w, name: `backbone.${w.name}` })), file(plain));
    assert.deepEqual(match.counts, { matched: 3, missing: 0, unexpected: 0, 'wrong-shape': 0 });
    assert.equal(match.added, 'backbone.');
  });

  it('tells what is missing, unexpected and of another shape', () => {
    const match = matchWeights(wanted, file({ 'module.conv1.weight': [4, 3, 3, 3], 'module.fc.weight': [1000, 4], 'module.extra.bias': [2] }));
    assert.deepEqual(match.counts, { matched: 1, missing: 1, unexpected: 1, 'wrong-shape': 1 });
    const row = match.rows.find((r) => r.status === 'wrong-shape')!;
    assert.deepEqual([row.name, row.fileName, row.shape, row.fileShape], ['fc.weight', 'module.fc.weight', [10, 4], [1000, 4]]);
  });
});
