/** Recorded cases of the frameworks: their tensors by formula, their answers, and how the engine's compare. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Tensor } from '../../../src/engine/tensor';

/** A tensor of a case: numbers by a formula (see record.py). */
export interface TensorSpec {
  readonly shape: number[];
  readonly seed: number;
  readonly special?: boolean;
  readonly positive?: boolean;
  readonly kind?: 'int' | 'bool';
  readonly high?: number;
}

/** Sizes and every `step`-th number. */
export interface Answer {
  readonly shape: number[];
  readonly step: number;
  readonly data: string;
}

/** The lines of a recorded file. */
export function readCases<T>(name: string): T[] {
  const root = process.env['CONVLENS_ROOT'] ?? process.cwd();
  const text = gunzipSync(readFileSync(path.join(root, 'test/fixtures/engine', name))).toString();
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as T);
}

/** The same numbers that record.py made. */
export function tensorOf(spec: TensorSpec): Tensor {
  const size = spec.shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let v = Math.fround(((i * 7919 + spec.seed * 104729 + 13) % 2003) / 1001.5 - 1);
    if (spec.special) {
      if (i % 17 === 5) v = NaN;
      if (i % 23 === 7) v = Infinity;
      if (i % 29 === 3) v = -Infinity;
    }
    if (spec.positive) v = Math.fround(Math.abs(v) + 0.25);
    if (spec.kind === 'int') v = Math.min(Math.max(Math.floor(((v + 1) / 2) * (spec.high! - 1e-6)), 0), spec.high! - 1);
    if (spec.kind === 'bool') v = Number(v > 0);
    data[i] = v;
  }
  return { shape: spec.shape, data };
}

/** Null where they agree, else what differs. The scale of an error is the answer's largest finite number. */
export function difference(made: Tensor, answer: Answer, tolerance: number): string | null {
  if (made.shape.join() !== answer.shape.join()) return `sizes [${made.shape.join(', ')}], not [${answer.shape.join(', ')}]`;
  const bytes = Buffer.from(answer.data, 'base64');
  const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let scale = 1;
  for (const value of expected) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  for (let i = 0; i < expected.length; i++) {
    const [want, have] = [expected[i]!, made.data[i * answer.step]!];
    if (Object.is(want, have) || want === have || (Number.isNaN(want) && Number.isNaN(have))) continue;
    if (!(Math.abs(want - have) <= tolerance * scale)) return `number ${i * answer.step} is ${have}, not ${want}`;
  }
  return null;
}
