/** Cheap operations on many numbers: clamping, scaling channels, adding, in chunks that pass through the cache. */
import type { Code } from '../emitter/assembler';
import type { Functions, KernelContext } from './context';

/** Numbers of a chunk: input and output stay in the second-level cache. */
const chunk = 32768;

/** Emits a loop over 16 floats a turn, then 4: `body(offset)` handles one vector at the pointers plus an offset. */
function overVectors(code: Code, vectors: number, pointers: readonly number[], body: (offset: number) => void): void {
  const groups = code.i32();
  const turn = (count: number): void => {
    for (let i = 0; i < count; i++) body(i * 16);
    for (const pointer of pointers) code.addTo(pointer, count * 16);
  };
  for (const count of [4, 1]) {
    // `vectors` counts down by whole turns.
    code.get(vectors).const(count === 4 ? -4 : -1).and().set(groups);
    code.get(groups).if(() => {
      code.get(vectors).get(groups).sub().set(vectors);
      code.doWhile(
        () => turn(count),
        () => code.get(groups).const(count).sub().tee(groups),
      );
    });
  }
}

/** The compiled functions of a context. */
export function pointwise(context: KernelContext): Functions {
  return context.compile('pointwise', (assembler) => {
    const clamp = assembler.function('clamp', ['i32', 'i32', 'f32', 'f32'], true);
    const [low, high] = [clamp.v128(), clamp.v128()];
    clamp.get(2).splatF32().set(low).get(3).splatF32().set(high);
    overVectors(clamp, 1, [0], (at) => clamp.get(0).get(0).load(at).get(low).vMax().get(high).vMin().store(at));

    const affine = assembler.function('affine', ['i32', 'i32', 'f32', 'f32'], true);
    const [scale, shift] = [affine.v128(), affine.v128()];
    affine.get(2).splatF32().set(scale).get(3).splatF32().set(shift);
    overVectors(affine, 1, [0], (at) => affine.get(0).get(0).load(at).get(scale).vMul().get(shift).vAdd().store(at));

    const add = assembler.function('add', ['i32', 'i32', 'i32'], true);
    overVectors(add, 1, [0, 2], (at) => add.get(0).get(0).load(at).get(2).load(at).vAdd().store(at));
  });
}

/** Applies `run(place, vectors)` to all numbers, chunk by chunk through `place`. */
export function inChunks(
  context: KernelContext,
  place: number,
  data: Float32Array,
  run: (place: number, vectors: number, from: number) => void,
): Float32Array {
  const { floats } = context.arena;
  const result = new Float32Array(data.length);
  const at = place >> 2;
  for (let from = 0; from < data.length; from += chunk) {
    const count = Math.min(chunk, data.length - from);
    floats.set(data.subarray(from, from + count), at);
    run(place, (count + 3) >> 2, from);
    result.set(floats.subarray(at, at + count), from);
  }
  return result;
}

/** Bytes that `inChunks` passes numbers through. */
export const chunkBytes = chunk * 4 + 64;
