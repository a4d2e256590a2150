/** Operations that take a tensor apart along one axis: chunk, split, tensor_split, unbind. */
import { List, Tensor, Tuple, type Value } from '../../../interpreter/values';
import { type Arg, intOf, type OpCall, type Rule, sizesOf, text } from './call';
import { flatIndex, flatOf, isConcrete } from './numbers';
import { type Row, row } from './row';
import { add, ceilDiv, type Dim, hasUnknown, mul, sub } from './sizes';
import { kept, stridesOf } from './strides';

/** A piece of a tensor along an axis: strides stay, known numbers are cut out. */
export function piece(c: OpCall, tensor: Tensor, axis: number, start: Dim, size: Dim): Tensor {
  const shape = tensor.shape!.map((d, i) => (i === axis ? size : d));
  let known: number[] | null = null;
  if (tensor.known && typeof start === 'number' && isConcrete(shape) && isConcrete(tensor.shape!)) {
    const whole = tensor.shape as readonly number[];
    known = flatOf(
      shape,
      (at) =>
        tensor.known![
          flatIndex(
            whole,
            at.map((p, i) => (i === axis ? p + start : p)),
          )
        ]!,
    );
  }
  const strides = stridesOf(tensor);
  return c.make(shape, { from: tensor, known, strides: strides && kept(shape, strides) });
}

/** Consecutive pieces of these sizes. */
function pieces(c: OpCall, tensor: Tensor, axis: number, sizes: readonly Dim[]): Tuple {
  let start: Dim = 0;
  const parts: Value[] = [];
  for (const size of sizes) {
    parts.push(piece(c, tensor, axis, start, size));
    start = add(start, size);
  }
  return new Tuple(parts);
}

function readAxis(
  c: OpCall,
  args: readonly Value[],
  at: number,
): { tensor: Tensor; axis: number; size: Dim } | Value {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknown(tensor.why?.why ?? `${c.name} of a tensor of unknown shape`);
  if (tensor.shape.length === 0) {
    c.fail('rank', `${c.name} needs a tensor with at least one axis.`, 'RuntimeError', {
      python: `${c.name} expects at least a 1-dimensional tensor`,
    });
    return c.unknown(`${c.name} of a number`);
  }
  const axis = c.axis(args[at], tensor.shape.length);
  if (axis === null) return c.unknown('an axis that is not known');
  return { tensor, axis, size: tensor.shape[axis]! };
}

function isRead(value: unknown): value is { tensor: Tensor; axis: number; size: Dim } {
  return typeof value === 'object' && value !== null && 'axis' in value && 'tensor' in value;
}

/** chunk: at most so many pieces of equal size, the last one smaller. */
const chunk: Rule = (c, args) => {
  const read = readAxis(c, args, 2);
  if (!isRead(read)) return unknownChunks(c, args);
  const { tensor, axis, size } = read;
  const count = intOf(args[1]);
  if (typeof count !== 'number') return c.unknown('a number of pieces that is not known');
  if (count <= 0) {
    c.fail('split-sizes', 'chunk needs at least one piece.', 'RuntimeError', {
      python: `chunk expects \`chunks\` to be greater than 0, got: ${count}`,
      argument: ['chunks', 1],
    });
    return c.unknown('chunk into no pieces');
  }
  if (size === 0)
    return new Tuple(Array.from({ length: count }, () => piece(c, tensor, axis, 0, 0)));
  const each = ceilDiv(size, count);
  if (typeof size === 'number' && typeof each === 'number') {
    const sizes: Dim[] = [];
    for (let rest = size; rest > 0; rest -= each) sizes.push(Math.min(each, rest));
    return pieces(c, tensor, axis, sizes);
  }
  // Of a symbolic size: so many pieces, all equal but the last.
  const sizes: Dim[] = Array<Dim>(count).fill(each);
  sizes[count - 1] = sub(size, mul(each, count - 1));
  c.mustReach(sizes[count - 1]!, 1, 'split-sizes', `chunk(${count}) needs so many pieces`);
  return pieces(c, tensor, axis, sizes);
};

/** chunk of a tensor of unknown shape: as many tensors as asked for. */
function unknownChunks(c: OpCall, args: readonly Value[]): Value {
  const count = intOf(args[1]);
  if (typeof count !== 'number' || count < 1 || count > 64)
    return c.unknown('chunk of a tensor of unknown shape');
  const tensor = args[0] instanceof Tensor ? args[0] : null;
  return new Tuple(
    Array.from({ length: count }, () =>
      c.unknownTensor(tensor ?? 'chunk of a tensor of unknown shape', tensor?.dtype),
    ),
  );
}

/** split: pieces of one size, or of the sizes listed. */
const split: Rule = (c, args) => {
  const read = readAxis(c, args, 2);
  const listed = args[1] instanceof List || args[1] instanceof Tuple ? sizesOf(args[1]) : undefined;
  if (!isRead(read)) {
    if (listed)
      return new Tuple(listed.map(() => c.unknownTensor('split of a tensor of unknown shape')));
    return read;
  }
  const { tensor, axis, size } = read;
  if (listed) {
    const total = listed.reduce<Dim>((a, b) => add(a, b), 0);
    if (!c.mustEqual(total, size, 'split-sizes', `split needs sizes that add up to axis ${axis}`))
      c.problem({
        rule: 'split-sizes',
        exception: 'RuntimeError',
        python: `split_with_sizes expects split_sizes to sum exactly to ${text(size)} (input tensor's size at dimension ${axis}), but got split_sizes=[${listed.map((d) => text(d)).join(', ')}]`,
        message: `split: the sizes ${listed.map((d) => text(d)).join(' + ')} add up to ${text(total)}, but axis ${axis} has ${text(size)}{made}.`,
        argument: ['split_size_or_sections', 1],
        tensor,
      });
    if (listed.some((d) => typeof d === 'number' && d < 0))
      c.fail('split-sizes', 'split: a size cannot be negative.', 'RuntimeError', {
        python: 'split_with_sizes expects split_sizes have only non-negative entries',
      });
    return pieces(c, tensor, axis, listed);
  }
  const each = intOf(args[1]);
  if (each === undefined) return c.unknown('a size of pieces that is not known');
  if (typeof each === 'number' && (each < 0 || (each === 0 && size !== 0))) {
    c.fail('split-sizes', `split: the size of a piece cannot be ${each}.`, 'RuntimeError', {
      python:
        each < 0
          ? `split expects split_size be non-negative, but got split_size=${each}`
          : 'split_size can only be 0 if dimension size is 0',
      argument: ['split_size_or_sections', 1],
    });
    return c.unknown('split into pieces of no size');
  }
  if (typeof size === 'number' && typeof each === 'number') {
    if (size === 0) return pieces(c, tensor, axis, [0]);
    const sizes: Dim[] = [];
    for (let rest = size; rest > 0; rest -= each) sizes.push(Math.min(each, rest));
    return sizes.length > 4096 ? c.unknown('too many pieces') : pieces(c, tensor, axis, sizes);
  }
  // Symbolic, but a known number of pieces: 3·C in pieces of C.
  const count = ceilDiv(size, each);
  if (typeof count === 'number' && count <= 64) {
    const sizes: Dim[] = Array<Dim>(count).fill(each);
    sizes[count - 1] = sub(size, mul(each, count - 1));
    return pieces(c, tensor, axis, sizes);
  }
  return c.unknown(
    `split of ${text(size)} into pieces of ${text(each)}: their number is not known`,
  );
};

/** tensor_split: so many pieces as equal as can be, or cuts at the indices listed. */
function tensorSplitAlong(c: OpCall, input: Arg, sections: Arg, dim: Arg): Value {
  const read = readAxis(c, [input!, null, dim!], 2);
  if (!isRead(read)) return read;
  const { tensor, axis, size } = read;
  const cuts =
    sections instanceof List ||
    sections instanceof Tuple ||
    (sections instanceof Tensor && sections.shape?.length === 1)
      ? sizesOf(sections)
      : undefined;
  if (cuts) {
    const limited = cuts.map((cut) => clampCut(cut, size));
    const sizes: Dim[] = [];
    let before: Dim = 0;
    for (const cut of [...limited, size]) {
      const length = sub(cut, before);
      sizes.push(typeof length === 'number' && length < 0 ? 0 : length);
      before = cut;
    }
    let start: Dim = 0;
    return new Tuple(
      sizes.map((s, i) => {
        start = i === 0 ? 0 : limited[i - 1]!;
        return piece(c, tensor, axis, start, s);
      }),
    );
  }
  const count = intOf(sections);
  if (typeof count !== 'number') return c.unknown('a number of pieces that is not known');
  if (count <= 0) {
    c.fail('split-sizes', 'tensor_split needs at least one piece.', 'RuntimeError', {
      python: `number of sections must be larger than 0, got ${count}`,
    });
    return c.unknown('tensor_split into no pieces');
  }
  if (typeof size === 'number') {
    const base = Math.floor(size / count);
    const extra = size % count;
    return pieces(
      c,
      tensor,
      axis,
      Array.from({ length: count }, (_, i) => base + (i < extra ? 1 : 0)),
    );
  }
  // The i-th piece of n elements in k pieces has (n + k - 1 - i) // k.
  return pieces(
    c,
    tensor,
    axis,
    Array.from({ length: count }, (_, i) => ceilDiv(sub(size, i), count)),
  );
}

function clampCut(cut: Dim, size: Dim): Dim {
  if (typeof cut !== 'number' || typeof size !== 'number')
    return typeof cut === 'number' && cut < 0 ? add(size, cut) : cut;
  return Math.max(0, Math.min(size, cut < 0 ? cut + size : cut));
}

/** hsplit, vsplit, dsplit. */
function splitLike(least: number, axisOf: (rank: number) => number): Rule {
  return (c, args) => {
    const tensor = c.tensor(args[0]);
    if (tensor.shape && tensor.shape.length < least) {
      c.wrongRank(
        tensor,
        `at least ${least} axes`,
        `torch.${c.name} requires a tensor with at least ${least} dimension, but got a tensor with ${tensor.shape.length} dimensions!`,
      );
      return c.unknown(`${c.name} of too few axes`);
    }
    const axis = axisOf(tensor.shape?.length ?? least);
    const size = tensor.shape?.[axis];
    const count = intOf(args[1]);
    if (
      size !== undefined &&
      count !== undefined &&
      !c.mustDivide(
        size,
        count,
        'split-sizes',
        `${c.name} needs a size that ${text(count)} divides`,
      )
    )
      c.fail(
        'split-sizes',
        `${c.name}: ${text(count)} does not divide the ${text(size)} of axis ${axis}.`,
        'RuntimeError',
        {
          python: `torch.${c.name} attempted to split along dimension ${axis}, but the size of the dimension ${text(size)} is not divisible by the split_size ${text(count)}!`,
          tensor,
        },
      );
    return tensorSplitAlong(c, args[0], args[1], axis);
  };
}

const unbind: Rule = (c, args) => {
  const read = readAxis(c, args, 1);
  return isRead(read) ? unbound(c, read.tensor, read.axis) : read;
};

/** The slices of an axis, as many as it has elements. */
export function unbound(c: OpCall, tensor: Tensor, axis: number): Value {
  const size = tensor.shape![axis]!;
  if (typeof size !== 'number')
    return c.unknown(
      hasUnknown(size)
        ? 'a number of slices that is not known'
        : `${text(size)} slices: their number is not known`,
    );
  if (size > 4096) return c.unknown('too many slices');
  c.runtime.spend(size);
  return new Tuple(Array.from({ length: size }, (_, i) => selected(c, tensor, axis, i)));
}

/** One index of an axis: the axis goes. */
export function selected(c: OpCall, tensor: Tensor, axis: number, index: Dim): Tensor {
  const shape = tensor.shape!.filter((_, i) => i !== axis);
  let known: number[] | null = null;
  if (tensor.known && typeof index === 'number' && isConcrete(tensor.shape!)) {
    const whole = tensor.shape as readonly number[];
    known = flatOf(shape as readonly number[], (at) => {
      const full = [...at.slice(0, axis), index, ...at.slice(axis)];
      return tensor.known![flatIndex(whole, full)]!;
    });
  }
  const strides = stridesOf(tensor);
  return c.make(shape, {
    from: tensor,
    known,
    strides:
      strides &&
      kept(
        shape,
        strides.filter((_, i) => i !== axis),
      ),
  });
}

const sizesParameter = 'split_size_or_sections';

export const splitRows: readonly Row[] = [
  row('chunk unsafe_chunk', 'torch method', 'input, chunks, dim=0', chunk),
  row('split', 'torch', `tensor, ${sizesParameter}, dim=0`, split),
  row('split unsafe_split', 'method', `tensor, ${sizesParameter}, dim=0`, split, {
    method: 'split_size, dim=0',
  }),
  row(
    'split_with_sizes unsafe_split_with_sizes',
    'torch method',
    'input, split_sizes, dim=0',
    split,
  ),
  row(
    'tensor_split',
    'torch method',
    'input, indices_or_sections=None, dim=0; sections=None, indices=None',
    (c, args) => tensorSplitAlong(c, args[0], args[1] ?? args[3] ?? args[4], args[2]),
  ),
  row(
    'hsplit',
    'torch method',
    'input, indices_or_sections',
    splitLike(1, (rank) => (rank === 1 ? 0 : 1)),
  ),
  row(
    'vsplit',
    'torch method',
    'input, indices_or_sections',
    splitLike(2, () => 0),
  ),
  row(
    'dsplit',
    'torch method',
    'input, indices_or_sections',
    splitLike(3, () => 2),
  ),
  row('unbind unbind_copy', 'torch method', 'input, dim=0', unbind),
];
