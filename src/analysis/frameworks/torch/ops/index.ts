/** Operations that pick, place and reorder elements: gather, scatter, index_select, masked_fill, roll, flip, tril. Over 400 lines: one family of rules that share their checks. */
import { Tensor, Tuple } from '../../../interpreter/values';
import { flagOf, intOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { broadcastShapes, sameSizes } from './elementwise';
import { methodFix } from './fixes';
import { setKnown } from './inPlace';
import { type Row, row, variadic } from './row';
import { piece, selected } from './split';
import { add, type Dim, different, equal, fresh, less, maximum, minimum, mul, sub } from './sizes';
import { permuted } from './view';

const notKnown = 'an axis that is not known';

function checkIntegers(c: OpCall, index: Tensor, what: string): void {
  if (index.dtype === 'float' && c.typeIsCertain(index))
    c.fail('index-type', `${what} of ${c.name} must be integers: add .long().`, 'RuntimeError', {
      python: `${c.name}(): Expected dtype int32/int64 for index`,
    });
}

/** gather: the index's shape; on other axes it must not be larger than the input. */
const gather: Rule = (c, args) => {
  const [tensor, index] = [c.tensor(args[0]), c.tensor(args[2], 'index')];
  checkIntegers(c, index, 'The index');
  if (!index.shape) return c.unknownTensor(index, tensor.dtype);
  if (!tensor.shape) return c.make(index.shape, { dtype: tensor.dtype, from: tensor });
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.make(index.shape, { dtype: tensor.dtype, from: tensor });
  const [have, want] = [atLeastOne(tensor.shape), atLeastOne(index.shape)];
  if (want.some((d) => equal(d, 0))) return c.make(index.shape, { from: tensor });
  if (have.length !== want.length)
    c.fail(
      'rank',
      `gather needs an index of as many axes as the input: ${sizesText(index.shape)} and ${sizesText(tensor.shape)}.`,
      'RuntimeError',
      {
        python: 'Index tensor must have the same number of dimensions as input tensor',
        tensor,
      },
    );
  else
    want.forEach((d, i) => {
      if (
        i !== axis &&
        !c.mustReach(have[i]!, d, 'gather-sizes', 'gather needs an index no larger than the input')
      )
        c.fail(
          'gather-sizes',
          `gather: the index ${sizesText(index.shape!)} is larger than the input ${sizesText(tensor.shape!)} on axis ${i}.`,
          'RuntimeError',
          {
            python: `Size does not match at dimension ${i} expected index ${sizesText(index.shape!)} to be no larger than self ${sizesText(tensor.shape!)} apart from dimension ${axis}`,
            tensor,
          },
        );
    });
  checkRange(c, index, have[axis]!, axis);
  return c.make(index.shape, { from: tensor });
};

/** Known indices must lie within the axis. */
function checkRange(c: OpCall, index: Tensor, size: Dim, axis: number): void {
  if (!index.known || typeof size !== 'number') return;
  const wrong = index.known.find((n) => n >= size || n < 0);
  if (wrong !== undefined && index.dtype !== 'float')
    c.fail(
      'index-range',
      `${c.name}: index ${wrong} is out of bounds for axis ${axis} of size ${size}.`,
      'RuntimeError',
      {
        python: `index ${wrong} is out of bounds for dimension ${axis} with size ${size}`,
      },
    );
}

function atLeastOne(shape: readonly Dim[]): readonly Dim[] {
  return shape.length === 0 ? [1] : shape;
}

/** scatter and scatter_add: the input's shape; the index fits into the input and into the source. */
const scatter: Rule = (c, args) => {
  const [tensor, index] = [c.tensor(args[0]), c.tensor(args[2], 'index')];
  checkIntegers(c, index, 'The index');
  const given = args[3] ?? null;
  const source = given instanceof Tensor && given.shape?.length !== 0 ? given : null;
  if (!tensor.shape || !index.shape) return c.like(tensor);
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.like(tensor);
  const [have, want] = [atLeastOne(tensor.shape), atLeastOne(index.shape)];
  if (want.some((d) => equal(d, 0))) return c.like(tensor);
  const sourceShape = source?.shape ? atLeastOne(source.shape) : null;
  if (have.length !== want.length || (sourceShape && sourceShape.length !== want.length)) {
    c.fail('rank', `${c.name} needs input, index and source of as many axes.`, 'RuntimeError', {
      python: 'Index tensor must have the same number of dimensions as self tensor',
      tensor,
    });
    return c.like(tensor);
  }
  for (let i = 0; i < want.length; i++) {
    const large =
      i !== axis &&
      !c.mustReach(
        have[i]!,
        want[i]!,
        'gather-sizes',
        `${c.name} needs an index no larger than the input`,
      );
    const largeSource =
      sourceShape &&
      !c.mustReach(
        sourceShape[i]!,
        want[i]!,
        'gather-sizes',
        `${c.name} needs an index no larger than its source`,
      );
    if (!large && !largeSource) continue;
    const python = `Expected index ${sizesText(index.shape)} to be no larger than self ${sizesText(tensor.shape)} apart from dimension ${axis}${sourceShape ? ` and to be no larger size than src ${sizesText(source!.shape!)}` : ''}`;
    c.fail(
      'gather-sizes',
      `${c.name}: the index ${sizesText(index.shape)} is larger than ${large ? `the input ${sizesText(tensor.shape)}` : `the source ${sizesText(source!.shape!)}`} on axis ${i}.`,
      'RuntimeError',
      { python, tensor },
    );
    break;
  }
  checkRange(c, index, have[axis]!, axis);
  return c.like(tensor);
};

const indexSelect: Rule = (c, args) => {
  const [tensor, index] = [c.tensor(args[0]), c.tensor(args[2], 'index')];
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.unknownTensor(notKnown, tensor.dtype);
  if (index.shape && index.shape.length > 1)
    c.wrongRank(index, 'a vector of indices', 'index_select(): Index is supposed to be a vector');
  checkIntegers(c, index, 'The index');
  const size = tensor.shape[axis] ?? 1;
  if (index.known && typeof size === 'number') {
    const wrong = index.known.find((n) => n >= size || n < 0);
    if (wrong !== undefined)
      c.fail(
        'index-range',
        `index_select: index ${wrong} is out of bounds for axis ${axis} of size ${size}.`,
        'IndexError',
        {
          python: 'index out of range in self',
          tensor,
        },
      );
  }
  const count = index.shape ? (index.shape[0] ?? 1) : fresh();
  return c.make(
    tensor.shape.map((d, i) => (i === axis ? count : d)),
    { from: tensor, strides: null },
  );
};

/** select: one index of an axis. */
const select: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  if (tensor.shape.length === 0) {
    c.fail('index-range', 'select() cannot be applied to a tensor without axes.', 'IndexError', {
      python: 'select() cannot be applied to a 0-dim tensor.',
    });
    return c.like(tensor);
  }
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.unknownTensor(notKnown, tensor.dtype);
  const index = intOf(args[2]) ?? fresh();
  const size = tensor.shape[axis]!;
  const out =
    typeof index === 'number' && index < 0
      ? less(add(size, index), 0)
      : !less(index, size) && (equal(index, size) || less(size, index));
  if (out)
    c.fail(
      'index-range',
      `select: index ${text(index)} is out of bounds for axis ${axis} of size ${text(size)}{made}.`,
      'IndexError',
      {
        python: `select(): index ${text(index)} out of range for tensor of size ${sizesText(tensor.shape)} at dimension ${axis}`,
        argument: ['index', 2],
        tensor,
      },
    );
  return selected(
    c,
    tensor,
    axis,
    typeof index === 'number' && index < 0 ? add(size, index) : index,
  );
};

/** narrow: `length` elements from `start`. */
const narrow: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  if (tensor.shape.length === 0) {
    c.fail('index-range', 'narrow() cannot be applied to a tensor without axes.', 'RuntimeError', {
      python: 'narrow() cannot be applied to a 0-dim tensor.',
    });
    return c.like(tensor);
  }
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.unknownTensor(notKnown, tensor.dtype);
  const size = tensor.shape[axis]!;
  let start = intOf(args[2]) ?? fresh();
  const length = intOf(args[3]) ?? fresh();
  if (typeof length === 'number' && length < 0)
    c.fail('index-range', 'narrow: the length cannot be negative.', 'RuntimeError', {
      python: 'narrow(): length must be non-negative.',
    });
  const before = typeof start === 'number' && start < 0 ? add(size, start) : start;
  if (less(before, 0) || less(size, start))
    c.fail(
      'index-range',
      `narrow: start ${text(start)} is out of range for axis ${axis} of size ${text(size)}{made}.`,
      'IndexError',
      {
        python: `start out of range (expected to be in range of [-${text(size)}, ${text(size)}], but got ${text(start)})`,
        argument: ['start', 2],
        tensor,
      },
    );
  start = before;
  if (!c.mustReach(size, add(start, length), 'index-range', 'narrow needs enough elements'))
    c.fail(
      'index-range',
      `narrow: start ${text(start)} + length ${text(length)} exceeds the ${text(size)} of axis ${axis}{made}.`,
      'RuntimeError',
      {
        python: `start (${text(start)}) + length (${text(length)}) exceeds dimension size (${text(size)}).`,
        argument: ['length', 3],
        tensor,
      },
    );
  return piece(c, tensor, axis, start, length);
};

/** masked_fill and masked_scatter: the mask broadcasts to the input; out of place, both broadcast. */
const maskedFill: Rule = (c, args) => {
  const [tensor, mask] = [c.tensor(args[0]), c.tensor(args[1], 'mask')];
  const shape = broadcastShapes(c, tensor, mask, { names: ['the input', 'the mask'] });
  if (!shape) return c.unknownTensor(tensor.shape ? mask : tensor, tensor.dtype);
  if (mask.dtype === 'float' && c.typeIsCertain(mask)) maskType(c, mask);
  return sameSizes(shape, tensor.shape!) ? c.like(tensor) : c.make(shape, { from: tensor });
};

function maskType(c: OpCall, mask: Tensor): void {
  c.fail(
    'index-type',
    `${c.name} takes a mask of booleans; this one is of floats: compare it (mask == 0) or add .bool().`,
    'RuntimeError',
    {
      python: `${c.name} only supports boolean masks, but got mask with dtype float`,
      tensor: mask,
    },
  );
}

const maskedSelect: Rule = (c, args) => {
  const [tensor, mask] = [c.tensor(args[0]), c.tensor(args[1], 'mask')];
  broadcastShapes(c, tensor, mask, { names: ['the input', 'the mask'] });
  return c.make([mask.known ? mask.known.filter((n) => n !== 0).length : fresh()], {
    dtype: tensor.dtype,
    from: tensor,
    strides: null,
  });
};

const nonzero: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const count = tensor.known ? tensor.known.filter((n) => n !== 0).length : fresh();
  if (flagOf(args[1]) === true) {
    if (!tensor.shape) return c.unknown('positions in a tensor of unknown rank');
    return new Tuple(
      Array.from({ length: Math.max(1, tensor.shape.length) }, () =>
        c.make([count], { dtype: 'int', strides: null }),
      ),
    );
  }
  if (!tensor.shape) return c.unknownTensor(tensor, 'int');
  return c.make([count, tensor.shape.length], { dtype: 'int', strides: undefined });
};

/** index_add, index_copy: one row of the source for each index. */
const indexAdd: Rule = (c, args) => {
  const [tensor, index, source] = [
    c.tensor(args[0]),
    c.tensor(args[2], 'index'),
    c.tensor(args[3], 'source'),
  ];
  if (!tensor.shape) return c.like(tensor);
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.like(tensor);
  if (index.shape && index.shape.length > 1)
    c.wrongRank(
      index,
      'a vector of indices',
      `${c.name}_(): Index is supposed to be a vector, but got dim: ${index.shape.length}`,
    );
  if (!source.shape || !index.shape) return c.like(tensor);
  const count = index.shape[0] ?? 1;
  const rows = source.shape.length === 0 ? 1 : (source.shape[axis] ?? 1);
  if (!c.mustEqual(count, rows, 'index-sizes', `${c.name} needs as many indices as rows`))
    c.fail(
      'index-sizes',
      `${c.name}: ${text(count)} indices for ${text(rows)} elements of the source on axis ${axis}.`,
      'RuntimeError',
      {
        python: `${c.name}_(): Number of indices (${text(count)}) should be equal to source.size(dim): (${text(rows)}), for dim: ${axis}`,
        tensor: source,
      },
    );
  else if (
    (source.shape.length !== tensor.shape.length &&
      source.shape.length > 0 &&
      tensor.shape.length > 0) ||
    source.shape.some(
      (d, i) => i !== axis && tensor.shape![i] !== undefined && different(d, tensor.shape![i]!),
    )
  )
    c.fail(
      'index-sizes',
      `${c.name}: the source ${sizesText(source.shape)} must fit the input ${sizesText(tensor.shape)} on every axis but ${axis}.`,
      'RuntimeError',
      {
        python: `source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${sizesText(tensor.shape)} source.shape = ${sizesText(source.shape)}`,
        tensor: source,
      },
    );
  checkRange(c, index, tensor.shape[axis] ?? 1, axis);
  return c.like(tensor);
};

const indexFill: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const index = c.tensor(args[2], 'index');
  if (tensor.shape) {
    const axis = c.axis(args[1], tensor.shape.length);
    if (index.shape && index.shape.length > 1)
      c.wrongRank(index, 'a vector of indices', 'Index has to be a vector/scalar');
    if (axis !== null) checkRange(c, index, tensor.shape[axis] ?? 1, axis);
  }
  return c.like(tensor);
};

/** take_along_dim: broadcast on every axis but one. */
const takeAlongDim: Rule = (c, args) => {
  const [tensor, index] = [c.tensor(args[0]), c.tensor(args[1], 'indices')];
  if (!tensor.shape || !index.shape)
    return c.unknownTensor(tensor.shape ? index : tensor, tensor.dtype);
  checkIntegers(c, index, 'The indices');
  if (args[2] === null || args[2] === undefined)
    return c.make([index.shape.reduce<Dim>((a, b) => mul(a, b), 1)], {
      from: tensor,
      strides: null,
    });
  if (tensor.shape.length !== index.shape.length) {
    c.fail(
      'rank',
      `take_along_dim needs as many axes: ${sizesText(tensor.shape)} and ${sizesText(index.shape)}.`,
      'RuntimeError',
      {
        python: `torch.take_along_dim(): input and indices should have the same number of dimensions, but got ${tensor.shape.length} dimensions for input, and ${index.shape.length} dimensions for indices`,
        tensor,
      },
    );
    return c.unknownTensor('take_along_dim of different ranks', tensor.dtype);
  }
  const axis = c.axis(args[2], tensor.shape.length);
  if (axis === null) return c.unknownTensor(notKnown, tensor.dtype);
  const other = (t: Tensor): Tensor =>
    c.make(
      t.shape!.map((d, i) => (i === axis ? 1 : d)),
      { from: t },
    );
  const shape = broadcastShapes(c, other(tensor), other(index));
  return shape
    ? c.make(
        shape.map((d, i) => (i === axis ? index.shape![i]! : d)),
        { from: tensor },
      )
    : c.unknownTensor(tensor);
};

const oneHot: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const classes = intOf(args[1]);
  if (tensor.dtype === 'float' && c.typeIsCertain(tensor))
    c.fail('index-type', 'one_hot takes integers: add .long().', 'RuntimeError', {
      python: 'one_hot is only applicable to index tensor of type LongTensor.',
      tensor,
      moreFixes: (at) => methodFix(at, '.long()', 'Add .long()', true),
    });
  if (!tensor.shape) return c.unknownTensor(tensor, 'int');
  const largest = tensor.known ? Math.max(...tensor.known) : undefined;
  if (typeof classes === 'number' && classes >= 0 && largest !== undefined && largest >= classes)
    c.fail(
      'index-range',
      `one_hot: class ${largest} with only ${classes} classes.`,
      'RuntimeError',
      {
        python: 'Class values must be smaller than num_classes.',
      },
    );
  const count =
    classes === -1 || classes === undefined
      ? largest !== undefined
        ? largest + 1
        : fresh()
      : classes;
  return c.make([...tensor.shape, count], { dtype: 'int', from: tensor, strides: null });
};

/** flip: every axis stays. */
const flip: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.like(tensor);
  c.axes(args[1], tensor.shape.length, 'dims');
  const known = tensor.known && tensor.shape.length === 1 ? tensor.known.slice().reverse() : null;
  const made = c.like(tensor, tensor.dtype, known);
  if (tensor.strides !== null) made.strides = undefined;
  return made;
};

/** fliplr and flipud. */
const flipOf =
  (least: number): Rule =>
  (c, args) => {
    const tensor = c.tensor(args[0]);
    if (tensor.shape && tensor.shape.length < least)
      c.wrongRank(tensor, `at least ${least} axes`, `Input must be >= ${least}-d.`);
    return c.like(tensor);
  };

const roll: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const shifts = sizesOf(args[1]);
  const dims = args[2] === null || args[2] === undefined ? [] : sizesOf(args[2]);
  if (shifts && dims) {
    if (shifts.length === 0)
      c.fail('roll', 'roll needs a shift.', 'RuntimeError', { python: '`shifts` required' });
    else if (dims.length !== shifts.length && !(dims.length === 0 && shifts.length === 1))
      c.fail('roll', `roll: ${shifts.length} shifts for ${dims.length} axes.`, 'RuntimeError', {
        python: `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`,
        argument: ['shifts', 1],
      });
    if (tensor.shape) for (const d of dims) c.axis(d, tensor.shape.length, 'dims');
  }
  const made = c.like(tensor);
  if (tensor.strides !== null) made.strides = undefined;
  return made;
};

/** rot90: an odd number of quarter turns swaps the two axes. */
const rot90: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const dims =
    args[2] === null ||
    args[2] === undefined ||
    (args[2] instanceof Tuple && args[2].items.length === 0)
      ? [0, 1]
      : sizesOf(args[2]);
  const k = intOf(args[1]);
  if (!dims || k === undefined) return c.unknownTensor('turns that are not known', tensor.dtype);
  const rank = tensor.shape.length;
  const fail = (message: string, python: string): Tensor => {
    c.fail('rank', message, 'RuntimeError', { python, tensor });
    return c.unknownTensor('rot90 of wrong axes', tensor.dtype);
  };
  if (dims.length !== 2)
    return fail(
      `rot90 needs two axes, not ${dims.length}.`,
      `expected total rotation dims == 2, but got dims = ${dims.length}`,
    );
  if (rank < 2)
    return fail(
      `rot90 needs a tensor of at least two axes.`,
      `expected total dims >= 2, but got total dims = ${rank}`,
    );
  const a = c.axis(dims[0], rank, 'dims');
  const b = c.axis(dims[1], rank, 'dims');
  if (a === null || b === null) return c.unknownTensor(notKnown, tensor.dtype);
  if (a === b)
    return fail(
      'rot90 needs two different axes.',
      `expected rotation dims to be different, but got dim0 = ${text(dims[0]!)} and dim1 = ${text(dims[1]!)}`,
    );
  if (typeof k !== 'number') return c.unknownTensor('turns that are not known', tensor.dtype);
  const turned =
    k % 2 !== 0
      ? permuted(
          c,
          tensor,
          tensor.shape.map((_, i) => (i === a ? b : i === b ? a : i)),
        )
      : c.like(tensor);
  turned.strides = undefined;
  (turned as { known: readonly number[] | null }).known = null;
  return turned;
};

/** tril, triu: matrices. */
const triangle: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.shape && tensor.shape.length < 2)
    c.wrongRank(
      tensor,
      'at least two axes',
      `${c.name}: input tensor must have at least 2 dimensions`,
    );
  const made = c.like(tensor);
  if (tensor.strides !== null) made.strides = undefined;
  return made;
};

/** diagonal: two axes become their diagonal, last. */
const diagonal: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const offset = intOf(args[1]) ?? 0;
  const rank = tensor.shape.length;
  const a = c.axis(args[2], rank, 'dim1');
  const b = c.axis(args[3], rank, 'dim2');
  if (a === null || b === null) return c.unknownTensor(notKnown, tensor.dtype);
  if (a === b) {
    c.fail('dim-range', 'diagonal needs two different axes.', 'RuntimeError', {
      python: `diagonal dimensions cannot be identical ${text(intOf(args[2]) ?? 0)}, ${text(intOf(args[3]) ?? 1)}`,
    });
    return c.unknownTensor('diagonal of one axis', tensor.dtype);
  }
  const size = diagonalSize(tensor.shape[a]!, tensor.shape[b]!, offset);
  return c.make([...tensor.shape.filter((_, i) => i !== a && i !== b), size], {
    from: tensor,
    strides: undefined,
  });
};

function diagonalSize(rows: Dim, columns: Dim, offset: Dim): Dim {
  if (typeof offset !== 'number') return fresh();
  const size =
    offset >= 0 ? minimum(rows, sub(columns, offset)) : minimum(add(rows, offset), columns);
  return maximum(size, 0);
}

const diagEmbed: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const offset = intOf(args[1]) ?? 0;
  const rank = tensor.shape.length + 1;
  const a = c.axis(args[2], rank, 'dim1');
  const b = c.axis(args[3], rank, 'dim2');
  if (a === null || b === null) return c.unknownTensor(notKnown, tensor.dtype);
  if (a === b) {
    c.fail('dim-range', 'diag_embed needs two different axes.', 'RuntimeError', {
      python: `diagonal dimensions cannot be identical ${text(intOf(args[2]) ?? 0)}, ${text(intOf(args[3]) ?? 1)}`,
    });
    return c.unknownTensor('diag_embed of one axis', tensor.dtype);
  }
  const last = tensor.shape[tensor.shape.length - 1] ?? 1;
  const size = typeof offset === 'number' ? add(last, Math.abs(offset)) : fresh();
  const rest = tensor.shape.slice(0, -1);
  const shape: Dim[] = [];
  for (let i = 0; i < rank; i++) shape.push(i === a || i === b ? size : rest.shift()!);
  return c.make(shape, { from: tensor, strides: undefined });
};

const diag: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const offset = intOf(args[1]) ?? 0;
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  if (tensor.shape.length === 1) {
    const size = typeof offset === 'number' ? add(tensor.shape[0]!, Math.abs(offset)) : fresh();
    return c.make([size, size], { from: tensor, strides: null });
  }
  if (tensor.shape.length !== 2) {
    c.wrongRank(
      tensor,
      'a vector or a matrix',
      `diag(): Supports 1D or 2D tensors. Got ${tensor.shape.length}D`,
    );
    return c.unknownTensor('diag of the wrong rank', tensor.dtype);
  }
  return c.make([diagonalSize(tensor.shape[0]!, tensor.shape[1]!, offset)], {
    from: tensor,
    strides: undefined,
  });
};

const diagflat: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const offset = intOf(args[1]) ?? 0;
  if (!tensor.shape || typeof offset !== 'number')
    return c.make([fresh(), fresh()], { dtype: tensor.dtype });
  const size = add(
    tensor.shape.reduce<Dim>((a, b) => mul(a, b), 1),
    Math.abs(offset),
  );
  return c.make([size, size], { from: tensor, strides: null });
};

/** put_, index_put_, masked_scatter_, fill_diagonal_: the tensor itself. */
const same: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (tensor.known) setKnown(c, tensor, null);
  return tensor;
};

/** scatter in its other forms: slice_scatter, select_scatter, diagonal_scatter. */
const inputShape: Rule = (c, args) => c.like(c.tensor(args[0]));

const take: Rule = (c, args) => {
  const [tensor, index] = [c.tensor(args[0]), c.tensor(args[1], 'index')];
  return index.shape
    ? c.make(index.shape, { dtype: tensor.dtype, from: tensor, strides: null })
    : c.unknownTensor(index, tensor.dtype);
};

const bucketize: Rule = (c, args) => c.like(c.operand(args[0]), 'int');

const searchsorted: Rule = (c, args) => {
  const values = c.operand(args[1]);
  return c.like(values, 'int');
};

const isin: Rule = (c, args) => c.like(c.operand(args[0]), 'bool');

/** combinations and tril_indices count by the binomial. */
const combinations: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const r = intOf(args[1]) ?? 2;
  const n = tensor.shape?.[0];
  if (typeof n !== 'number' || typeof r !== 'number')
    return c.make([fresh(), r], { dtype: tensor.dtype });
  const top = flagOf(args[2]) === true ? n + r - 1 : n;
  let count = 1;
  for (let i = 0; i < r; i++) count = (count * (top - i)) / (i + 1);
  return c.make([Math.max(0, Math.round(count)), r], { from: tensor, strides: null });
};

const triangleIndices: Rule = (c, args) => {
  const [rows, columns, offset] = [intOf(args[0]), intOf(args[1]), intOf(args[2]) ?? 0];
  if (typeof rows !== 'number' || typeof columns !== 'number' || typeof offset !== 'number')
    return c.make([2, fresh()], { dtype: 'int' });
  let count = 0;
  c.runtime.spend(rows);
  for (let r = 0; r < rows; r++) {
    const below = Math.max(0, Math.min(columns, r + offset + 1));
    count +=
      c.name === 'tril_indices' ? below : columns - Math.max(0, Math.min(columns, r + offset));
  }
  return c.make([2, count], { dtype: 'int', strides: null });
};

const indexParameters = 'input, dim, index, src';

export const indexRows: readonly Row[] = [
  row('gather', 'torch method', 'input, dim, index, *, sparse_grad=False, out=None', gather),
  row(
    'scatter',
    'torch method inplace',
    `${indexParameters}=None, *, reduce=None, value=None`,
    (c, [t, d, i, s, , v]) => scatter(c, [t!, d!, i!, s ?? v ?? null]),
  ),
  row('scatter_add', 'torch method inplace', indexParameters, scatter),
  row(
    'scatter_reduce',
    'torch method inplace',
    `${indexParameters}, reduce, *, include_self=True`,
    scatter,
  ),
  row('index_select', 'torch method', 'input, dim, index, *, out=None', indexSelect),
  row('select', 'torch method', 'input, dim, index', select),
  row('narrow narrow_copy', 'torch method', 'input, dim, start, length', narrow),
  row('masked_fill', 'torch method inplace', 'input, mask, value', maskedFill),
  row('masked_scatter', 'torch method inplace', 'input, mask, source', maskedFill),
  row('masked_select', 'torch method', 'input, mask', maskedSelect),
  row('nonzero', 'torch method', 'input, *, as_tuple=False, out=None', nonzero),
  row('argwhere', 'torch method', 'input', (c, [t]) => nonzero(c, [t!, false])),
  row('index_add', 'torch method inplace', 'input, dim, index, source, *, alpha=1', indexAdd),
  row('index_copy', 'torch method inplace', 'input, dim, index, source', indexAdd),
  row(
    'index_reduce',
    'torch method inplace',
    'input, dim, index, source, reduce, *, include_self=True',
    indexAdd,
  ),
  row('index_fill', 'torch method inplace', 'input, dim, index, value', indexFill),
  row('index_put', 'torch method inplace', 'input, indices, values, accumulate=False', inputShape),
  row('put', 'method inplace', 'input, index, source, accumulate=False', inputShape),
  row('fill_diagonal_', 'method', 'input, fill_value, wrap=False', same),
  row('take_along_dim', 'torch method', 'input, indices, dim=None', takeAlongDim),
  row('take', 'torch method', 'input, index', take),
  row('one_hot', 'F', 'tensor, num_classes=-1', oneHot),
  row('flip', 'torch', 'input, dims', flip),
  row('flip', 'method', 'input, dims', flip, {
    method: '*dims_, dims=None',
    bind: (args) => [args[0]!, args[2] ?? variadic(args, 1)],
  }),
  row('fliplr', 'torch method', 'input', flipOf(2)),
  row('flipud', 'torch method', 'input', flipOf(1)),
  row('roll', 'torch method', 'input, shifts, dims=None', roll),
  row('rot90', 'torch method', 'input, k=1, dims=()', rot90),
  row('tril', 'torch method inplace', 'input, diagonal=0', triangle),
  row('triu', 'torch method inplace', 'input, diagonal=0', triangle),
  row('diagonal', 'torch method', 'input, offset=0, dim1=0, dim2=1', diagonal),
  row('diagonal', 'linalg', 'A, *, offset=0, dim1=-2, dim2=-1', diagonal),
  row('diag_embed', 'torch method', 'input, offset=0, dim1=-2, dim2=-1', diagEmbed),
  row('diag', 'torch method', 'input, diagonal=0', diag),
  row('diagflat', 'torch method', 'input, offset=0', diagflat),
  row(
    'slice_scatter',
    'torch method',
    'input, src, dim=0, start=None, end=None, step=1',
    inputShape,
  ),
  row('select_scatter', 'torch method', 'input, src, dim, index', inputShape),
  row('diagonal_scatter', 'torch method', 'input, src, offset=0, dim1=0, dim2=1', inputShape),
  row(
    'as_strided_scatter',
    'torch method',
    'input, src, size, stride, storage_offset=None',
    inputShape,
  ),
  row('bucketize', 'torch', 'input, boundaries, *, out_int32=False, right=False', bucketize),
  row(
    'searchsorted',
    'torch',
    'sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None',
    searchsorted,
  ),
  row('isin', 'torch', 'elements, test_elements, *, assume_unique=False, invert=False', isin),
  row('combinations', 'torch', 'input, r=2, with_replacement=False', combinations),
  row(
    'tril_indices',
    'torch',
    'row, col, offset=0, *, dtype=None, device=None, layout=None',
    triangleIndices,
  ),
  row(
    'triu_indices',
    'torch',
    'row, col, offset=0, *, dtype=None, device=None, layout=None',
    triangleIndices,
  ),
  row('renorm', 'torch method inplace', 'input, p, dim, maxnorm', inputShape),
];
