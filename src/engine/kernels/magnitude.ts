/** Whether numbers are small enough for Winograd's transforms, which spread an infinity or a NaN over a whole tile. */
import type { KernelContext } from './context';

/** Above that the transforms could overflow where a plain sum would not. */
const largest = 1e30;
const largestBits = new Int32Array(Float32Array.of(largest).buffer)[0]!;

/** True where all of `count` floats from a place on are finite and no larger than 1e30. */
export function isTame(context: KernelContext, place: number, count: number): boolean {
  const { arena } = context;
  const functions = context.compile('magnitude', (assembler) => {
    const code = assembler.function('largest', ['i32', 'i32', 'i32'], true);
    const [from, vectors, result] = [0, 1, 2];
    const sums = [code.v128(), code.v128()];
    code.times(
      () => code.get(vectors),
      () => {
        sums.forEach((sum, i) => code.get(from).load(i * 16).splatBits(0x7fffffff).vAnd().get(sum).vMaxBits().set(sum));
        code.addTo(from, 32);
      },
    );
    code.get(result).get(sums[0]!).get(sums[1]!).vMaxBits().store();
  });
  const pairs = count >> 3;
  const { floats } = arena;
  for (let i = pairs * 8; i < count; i++) if (!(Math.abs(floats[(place >> 2) + i]!) <= largest)) return false;
  if (pairs === 0) return true;
  functions['largest']!(place, pairs, context.scratch);
  const { ints } = arena;
  const at = context.scratch >> 2;
  for (let i = 0; i < 4; i++) if (ints[at + i]! > largestBits) return false;
  return true;
}

/** The same for numbers outside of the arena. */
export function isTameArray(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i++) if (!(Math.abs(data[i]!) <= largest)) return false;
  return true;
}
