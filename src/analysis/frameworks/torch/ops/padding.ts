/** F.pad in its four modes: constant, reflect, replicate, circular. */
import type { Tensor } from '../../../interpreter/values';
import { counted, intOf, numberOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { type Row, row } from './row';
import { add, type Dim, fresh, less } from './sizes';

/** Reports wrong padding at the argument that states it. */
function wrong(
  c: OpCall,
  input: Tensor,
  message: string,
  python: string,
  exception = 'RuntimeError',
  rule = 'pad-sizes',
): void {
  c.fail(rule, `{layer}: ${message}`, exception, {
    python,
    tensor: input,
    setting: ['padding', 0],
    argument: ['pad', 1],
  });
}

/** The sizes after padding; pairs count from the last axis. */
function paddedShape(shape: readonly Dim[], pad: readonly Dim[]): Dim[] {
  return shape.map((d, i) => {
    const pair = shape.length - 1 - i;
    const [before, after] = [pad[2 * pair], pad[2 * pair + 1]];
    return add(d, add(before ?? 0, after ?? 0));
  });
}

const pad: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const mode = args[2];
  const shape = input.shape;
  const sizes = sizesOf(args[1]);
  // An amount nobody knows may cut off as well: no size of its axis can be said.
  const amounts = c.items(args[1]);
  if (shape && sizes && amounts?.some((amount) => intOf(amount) === undefined)) {
    const isKnown = (at: number): boolean =>
      at >= amounts.length || intOf(amounts[at]) !== undefined;
    const pairOf = (i: number): number => 2 * (shape.length - 1 - i);
    return c.make(
      paddedShape(shape, sizes).map((d, i) =>
        isKnown(pairOf(i)) && isKnown(pairOf(i) + 1) ? d : fresh(),
      ),
      { from: input },
    );
  }
  if (!sizes)
    return shape
      ? c.make(
          shape.map(() => fresh()),
          { from: input },
        )
      : c.unknownTensor(input, input.dtype);
  if (sizes.length % 2 !== 0) {
    wrong(
      c,
      input,
      `padding comes in pairs, not as ${sizes.length} numbers.`,
      'Padding length must be divisible by 2',
    );
    return c.unknownTensor('padding of an odd number', input.dtype);
  }
  if (!shape) return c.unknownTensor(input, input.dtype);
  const rank = shape.length;
  const count = sizes.length / 2;
  if (count > rank) {
    wrong(
      c,
      input,
      `${sizes.length} numbers pad ${count} axes but the tensor ${sizesText(shape)} has ${rank}{made}.`,
      `Padding length should be less than or equal to two times the input dimension but got padding length ${sizes.length} and input of dimension ${rank}`,
    );
    return c.unknownTensor('padding of more axes than there are', input.dtype);
  }
  const result = paddedShape(shape, sizes);
  const made = (): Tensor =>
    c.make(
      result.map((d) => (less(d, 0) ? fresh() : d)),
      { from: input },
    );
  if (mode === 'constant') {
    checkConstant(c, input, shape, sizes);
    return made();
  }
  if (typeof mode !== 'string') return made();
  if (!['reflect', 'replicate', 'circular'].includes(mode)) {
    wrong(
      c,
      input,
      `there is no padding mode '${mode}'.`,
      `Unrecognised padding mode ${mode}`,
      'NotImplementedError',
    );
    return made();
  }
  const value = args[3] === null || args[3] === undefined ? 0 : numberOf(args[3]);
  if (value !== 0 && value !== undefined) {
    wrong(
      c,
      input,
      `mode='${mode}' takes no value.`,
      `Padding mode "${mode}" doesn't take in value argument`,
    );
    return made();
  }
  if (count < 1 || count > 3 || (rank !== count + 1 && rank !== count + 2)) {
    wrong(
      c,
      input,
      `mode='${mode}' pads ${count} ${count === 1 ? 'axis' : 'axes'} of a ${count + 2}-D tensor, not of ${rank}-D ${sizesText(shape)}{made}.`,
      `Padding size ${sizes.length} is not supported for ${rank}D input tensor.`,
      'NotImplementedError',
      'rank',
    );
    return made();
  }
  for (let pair = 0; pair < count; pair++) {
    const axis = rank - 1 - pair;
    if (!axisFits(c, input, shape, mode, axis, sizes[2 * pair]!, sizes[2 * pair + 1]!, result))
      break;
  }
  return made();
};

/** Zeros may also be cut off; what is cut must be there. */
function checkConstant(
  c: OpCall,
  input: Tensor,
  shape: readonly Dim[],
  sizes: readonly Dim[],
): void {
  for (let pair = 0; pair < sizes.length / 2; pair++) {
    const axis = shape.length - 1 - pair;
    const [before, after] = [sizes[2 * pair]!, sizes[2 * pair + 1]!];
    let rest = shape[axis]!;
    for (const side of [before, after]) if (less(side, 0)) rest = add(rest, side);
    const cutBefore = less(before, 0) ? add(shape[axis]!, before) : 0;
    const total = add(shape[axis]!, add(before, after));
    if (!less(rest, 0) && !less(cutBefore, 0) && !less(total, 0)) continue;
    wrong(
      c,
      input,
      `${text(before)} and ${text(after)} cut off more than the ${text(shape[axis]!)} of axis ${axis}{made}.`,
      `The input size ${text(shape[axis]!)}, plus negative padding ${text(before)} and ${text(after)} resulted in a negative output size, which is invalid. Check dimension ${axis} of your input.`,
    );
    return;
  }
}

/** One axis of the modes that repeat the picture. */
function axisFits(
  c: OpCall,
  input: Tensor,
  shape: readonly Dim[],
  mode: string,
  axis: number,
  before: Dim,
  after: Dim,
  result: readonly Dim[],
): boolean {
  const size = shape[axis]!;
  const sides = `${text(before)} and ${text(after)}`;
  if (mode === 'reflect') {
    for (const side of [before, after])
      if (
        !c.mustReach(
          size,
          add(side, 1),
          'pad-sizes',
          'reflection needs an input larger than its padding',
        )
      ) {
        wrong(
          c,
          input,
          `reflection of ${sides} needs more than ${counted(side, 'element')}, but axis ${axis} has ${text(size)}{made}.`,
          `Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (${text(before)}, ${text(after)}) at dimension ${axis} of input ${sizesText(shape)}`,
        );
        return false;
      }
    if (less(result[axis]!, 1)) {
      wrong(
        c,
        input,
        `nothing is left of axis ${axis} of size ${text(size)}{made}.`,
        `input (W: ${text(size)}) is too small. Calculated output W: ${text(result[axis]!)}`,
      );
      return false;
    }
    return true;
  }
  if (mode === 'replicate') {
    if (less(result[axis]!, 1) || less(size, 1)) {
      wrong(
        c,
        input,
        `nothing is left of axis ${axis} of size ${text(size)}{made}.`,
        `Calculated output H: ${text(result[axis]!)} must be >= 1 in every dimension (input H: ${text(size)})`,
      );
      return false;
    }
    return true;
  }
  for (const side of [before, after])
    if (
      !c.mustReach(
        size,
        side,
        'pad-sizes',
        'circular padding needs an input as large as its padding',
      )
    ) {
      wrong(
        c,
        input,
        `circular padding of ${sides} goes round more than once: axis ${axis} has ${counted(size, 'element')}{made}.`,
        'Padding value causes wrapping around more than once.',
      );
      return false;
    }
  if (less(result[axis]!, 0)) {
    wrong(
      c,
      input,
      `nothing is left of axis ${axis} of size ${text(size)}{made}.`,
      'Negative padding value is resulting in an empty dimension',
    );
    return false;
  }
  return true;
}

export const paddingRows: readonly Row[] = [
  row('pad', 'F', "input, pad, mode='constant', value=None", pad),
  row('constant_pad_nd', 'torch', 'input, pad, value=0', (c, [input, sizes]) =>
    pad(c, [input!, sizes!, 'constant', null]),
  ),
];
