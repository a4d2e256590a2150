/** `tensor[index]` and `tensor[index] = value`: ints, slices, None, Ellipsis, lists, tensors and masks, as PyTorch combines them. Over 400 lines: one algorithm. */
import {
  Ellipsis,
  Float,
  List,
  Range,
  Slice,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../../../interpreter/values';
import { intOf, type OpCall, sizesText, text } from './call';
import { setKnown } from './inPlace';
import { commonShape } from './join';
import { flatIndex, flatOf, isConcrete } from './numbers';
import { sliceLength } from './slice';
import { add, type Dim, different, equal, fresh, hasUnknown, less } from './sizes';
import { kept, stridesOf } from './strides';

/** One element of an index, as it acts on the axes. */
type Part =
  | { kind: 'int'; value: Dim | undefined }
  | { kind: 'slice'; slice: Slice }
  | { kind: 'new' }
  | { kind: 'rest' }
  /** A list or tensor of integers. */
  | { kind: 'indices'; shape: readonly Dim[] | null; known: readonly number[] | null }
  /** A tensor of booleans over `axes` axes; `count` true ones. */
  | { kind: 'mask'; shape: readonly Dim[] | null; count: Dim };

/** Reads an index; null where it is not known at all. */
function parts(c: OpCall, index: Value): Part[] | null {
  const items =
    index instanceof Tuple ? index.items : listOfParts(index) ? (index as List).items : [index];
  const result: Part[] = [];
  for (const item of items) {
    const part = partOf(c, item);
    if (!part) return null;
    result.push(part);
  }
  return result;
}

/** A list holding slices, lists, tensors and the like acts as a tuple. */
function listOfParts(index: Value): boolean {
  if (!(index instanceof List) || index.unknown || index.items.length >= 32) return false;
  return index.items.some(
    (v) =>
      v instanceof Slice ||
      v === null ||
      v instanceof Ellipsis ||
      v instanceof List ||
      v instanceof Tuple ||
      v instanceof Tensor,
  );
}

function partOf(c: OpCall, item: Value): Part | null {
  if (item === null) return { kind: 'new' };
  if (item instanceof Ellipsis) return { kind: 'rest' };
  if (item instanceof Slice) return { kind: 'slice', slice: item };
  if (typeof item === 'boolean') return { kind: 'mask', shape: [], count: item ? 1 : 0 };
  if (item instanceof Tensor) {
    if (item.dtype === 'bool') {
      const count = item.known ? item.known.filter((n) => n !== 0).length : fresh();
      return { kind: 'mask', shape: item.shape, count };
    }
    if (item.dtype === 'float' && item.shape && item.shape.length > 0 && c.typeIsCertain(item))
      c.fail(
        'index-type',
        'Tensors used as an index must be of integers or booleans; this one is of floats.',
        'IndexError',
        {
          python: 'tensors used as indices must be long, int, byte or bool tensors',
        },
      );
    if (item.shape?.length === 0 && item.dtype === 'int')
      return { kind: 'int', value: item.known?.[0] };
    return { kind: 'indices', shape: item.shape, known: item.known };
  }
  const int = intOf(item);
  if (int !== undefined) return { kind: 'int', value: int };
  if (item instanceof List || item instanceof Tuple || item instanceof Range)
    return listPart(c, item);
  if (item instanceof Float) {
    c.fail('index-type', 'A float is no index: use // or int(…).', 'IndexError', {
      python:
        'only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got float)',
    });
  }
  return null;
}

/** Nested lists of integers or booleans. */
function listPart(c: OpCall, list: List | Tuple | Range): Part | null {
  const shape: number[] = [];
  const known: number[] = [];
  let booleans = false;
  let complete = true;
  const walk = (value: Value, depth: number): boolean => {
    if (value instanceof List && value.unknown) return false;
    const items =
      value instanceof List || value instanceof Tuple
        ? value.items
        : value instanceof Range
          ? c.runtime.toList(value)
          : null;
    if (items) {
      if (shape.length === depth) shape.push(items.length);
      return items.every((v) => walk(v, depth + 1));
    }
    if (typeof value === 'boolean') {
      booleans = true;
      known.push(value ? 1 : 0);
      return true;
    }
    const int = intOf(value);
    if (typeof int === 'number') known.push(int);
    else if (int !== undefined || value instanceof Unknown) complete = false;
    else return false;
    return true;
  };
  if (!walk(list, 0)) return null;
  if (booleans)
    return { kind: 'mask', shape, count: complete ? known.filter((n) => n !== 0).length : fresh() };
  return { kind: 'indices', shape, known: complete ? known : null };
}

/** Axes that a part consumes. */
function consumes(part: Part): number | null {
  switch (part.kind) {
    case 'new':
    case 'rest':
      return 0;
    case 'mask':
      return part.shape ? part.shape.length : null;
    default:
      return 1;
  }
}

/** `tensor[index]`. */
export function getItem(c: OpCall, tensor: Tensor, index: Value): Value {
  const list = parts(c, index);
  if (!list)
    return c.unknownTensor(
      index instanceof Unknown ? index : 'an index that is not known',
      tensor.dtype,
    );
  if (!tensor.shape) return unknownItem(c, tensor, list);
  const rank = tensor.shape.length;
  let used = 0;
  for (const part of list) {
    const count = consumes(part);
    if (count === null) return c.unknownTensor('a mask of unknown shape', tensor.dtype);
    used += count;
  }
  if (rank === 0 && list.some((p) => p.kind === 'int')) {
    c.fail('index-range', 'A tensor without axes cannot be indexed: use .item().', 'IndexError', {
      python:
        'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number',
    });
    return c.like(tensor);
  }
  if (used > rank) {
    c.fail(
      'index-range',
      `${used} indices for a tensor of ${rank} ${rank === 1 ? 'axis' : 'axes'}, ${sizesText(tensor.shape)}{made}.`,
      'IndexError',
      {
        python: `too many indices for tensor of dimension ${rank}`,
        tensor,
      },
    );
    return c.unknownTensor('too many indices', tensor.dtype);
  }
  return apply(c, tensor, list, rank - used);
}

/** Of a tensor of unknown rank nothing is known. */
function unknownItem(c: OpCall, tensor: Tensor, list: readonly Part[]): Value {
  void list;
  return c.unknownTensor(tensor, tensor.dtype);
}

/** Walks the axes: views first, then the lists and masks together. */
function apply(c: OpCall, tensor: Tensor, list: readonly Part[], rest: number): Value {
  const whole = tensor.shape!;
  const strides = stridesOf(tensor);
  const shape: Dim[] = [];
  const steps: (Dim | undefined)[] = [];
  // For every axis of the result so far: the list or mask that stands there.
  const advanced: Advanced[] = [];
  const picks: { start: Dim; step: number; axis: number }[] = [];
  let axis = 0;
  let restSeen = false;
  let beyond = false;
  let simple = true;
  for (const part of list) {
    if (beyond && part.kind !== 'rest') {
      c.fail(
        'index-range',
        'A second … in an index leaves no axis for what follows it.',
        'IndexError',
        {
          python: `Dimension out of range (expected to be in range of [${-whole.length}, ${whole.length - 1}], but got ${whole.length})`,
        },
      );
      return c.unknownTensor('an index with two …', tensor.dtype);
    }
    switch (part.kind) {
      case 'new':
        shape.push(1);
        steps.push(0);
        picks.push({ start: 0, step: 0, axis: -1 });
        break;
      case 'rest': {
        // PyTorch steps over the rest again at a second `…`: what comes then has no axis.
        if (restSeen) beyond ||= rest > 0;
        else for (let i = 0; i < rest; i++) keep(axis++);
        restSeen = true;
        break;
      }
      case 'int': {
        const size = whole[axis]!;
        checkIndex(c, tensor, part.value, size, axis);
        if (part.value === undefined) simple = false;
        picks.push({ start: part.value === undefined ? 0 : wrap(part.value, size), step: 0, axis });
        axis++;
        break;
      }
      case 'slice': {
        const cut = sliceLength(c, part.slice, whole[axis]!);
        shape.push(cut.length);
        steps.push(strides ? scaleStep(strides[axis]!, cut.step) : undefined);
        picks.push({ start: cut.start, step: typeof cut.step === 'number' ? cut.step : NaN, axis });
        if (typeof cut.start !== 'number' || typeof cut.step !== 'number') simple = false;
        axis++;
        break;
      }
      default: {
        simple = false;
        const axes = part.kind === 'mask' ? part.shape!.length : 1;
        advanced.push({ at: shape.length, axes, part, axis });
        if (axes === 0) {
          // True and False add an axis.
          shape.push(1);
          steps.push(0);
          picks.push({ start: 0, step: 0, axis: -1 });
        }
        for (let i = 0; i < axes; i++) {
          shape.push(whole[axis]!);
          steps.push(strides?.[axis]);
          picks.push({ start: 0, step: 1, axis });
          axis++;
        }
      }
    }
  }
  while (axis < whole.length) keep(axis++);
  if (advanced.length > 0) return withLists(c, tensor, shape, advanced);
  const known = simple ? pickKnown(tensor, shape, picks) : null;
  return c.make(shape, {
    from: tensor,
    known,
    strides:
      steps.every((s) => s !== undefined) && strides ? kept(shape, steps as Dim[]) : undefined,
  });

  function keep(i: number): void {
    shape.push(whole[i]!);
    steps.push(strides?.[i]);
    picks.push({ start: 0, step: 1, axis: i });
  }
}

function scaleStep(stride: Dim, step: Dim): Dim | undefined {
  if (step === 1) return stride;
  return typeof stride === 'number' && typeof step === 'number' ? stride * step : undefined;
}

function wrap(index: Dim, size: Dim): Dim {
  return typeof index === 'number' && index < 0 ? add(size, index) : index;
}

/** Known numbers of a view made of ints and slices. */
function pickKnown(
  tensor: Tensor,
  shape: readonly Dim[],
  picks: readonly { start: Dim; step: number; axis: number }[],
): number[] | null {
  if (!tensor.known || !isConcrete(shape) || !isConcrete(tensor.shape!)) return null;
  const whole = tensor.shape as readonly number[];
  const ofResult = picks.filter((p) => p.axis === -1 || p.step !== 0);
  const fixed = picks.filter((p) => p.axis !== -1 && p.step === 0);
  if (picks.some((p) => typeof p.start !== 'number') || ofResult.length !== shape.length)
    return null;
  return flatOf(shape, (at) => {
    const index = whole.map(() => 0);
    for (const p of fixed) index[p.axis] = p.start as number;
    ofResult.forEach((p, i) => {
      if (p.axis >= 0) index[p.axis] = (p.start as number) + at[i]! * p.step;
    });
    return tensor.known![flatIndex(whole, index)] ?? NaN;
  });
}

function checkIndex(
  c: OpCall,
  tensor: Tensor,
  index: Dim | undefined,
  size: Dim,
  axis: number,
): void {
  if (index === undefined) return;
  const tooFar =
    typeof index === 'number' && index < 0
      ? less(add(size, index), 0)
      : !less(index, size) && (equal(index, size) || less(size, index));
  if (!tooFar) {
    if (typeof index === 'number' && typeof size !== 'number' && !hasUnknown(size))
      requireSize(c, size, index < 0 ? -index : index + 1);
    return;
  }
  c.fail(
    'index-range',
    `Index ${text(index)} is out of bounds for axis ${axis} of size ${text(size)}{made}.`,
    'IndexError',
    {
      python: `index ${text(index)} is out of bounds for dimension ${axis} with size ${text(size)}`,
      tensor,
    },
  );
}

function requireSize(c: OpCall, size: Dim, least: number): void {
  if (least > 1)
    c.mustReach(size, least, 'index-range', `an index needs at least ${least} elements`);
}

function checkPart(
  c: OpCall,
  tensor: Tensor,
  part: Part & { kind: 'indices' | 'mask' },
  axis: number,
): void {
  const whole = tensor.shape!;
  if (part.kind === 'mask') {
    part.shape!.forEach((d, i) => {
      const size = whole[axis + i];
      if (size !== undefined && different(d, size))
        c.fail(
          'index-range',
          `The mask has ${text(d)} elements on axis ${i} but the tensor has ${text(size)} on axis ${axis + i}.`,
          'IndexError',
          {
            python: `The shape of the mask ${sizesText(part.shape!)} at index ${i} does not match the shape of the indexed tensor ${sizesText(whole)} at index ${axis + i}`,
            tensor,
          },
        );
    });
    return;
  }
  const size = whole[axis]!;
  if (typeof size !== 'number' || !part.known) return;
  const wrong = part.known.find((n) => n >= size || n < -size);
  if (wrong !== undefined)
    c.fail(
      'index-range',
      `Index ${wrong} is out of bounds for axis ${axis} of size ${size}{made}.`,
      'IndexError',
      {
        python: `index ${wrong} is out of bounds for dimension ${axis} with size ${size}`,
        tensor,
      },
    );
}

/** A list or mask in an index: where it stands in the result so far, and at which axis of the tensor. */
interface Advanced {
  readonly at: number;
  readonly axes: number;
  readonly part: Part & { kind: 'indices' | 'mask' };
  readonly axis: number;
}

/** Lists and masks: their common shape stands where they stood together, else in front. */
function withLists(
  c: OpCall,
  tensor: Tensor,
  shape: readonly Dim[],
  advanced: readonly Advanced[],
): Value {
  const shapes = advanced.map(({ part }) => (part.kind === 'mask' ? [part.count] : part.shape));
  if (shapes.some((s) => s === null))
    return c.unknownTensor('an index of unknown shape', tensor.dtype);
  const common = indexShape(c, shapes as (readonly Dim[])[]);
  if (!common) return c.unknownTensor('indices that do not fit', tensor.dtype);
  const consumed = new Set<number>();
  for (const { at, axes } of advanced)
    for (let i = 0; i < Math.max(1, axes); i++) consumed.add(at + i);
  const positions = [...consumed].sort((a, b) => a - b);
  const adjacent = positions.every((p, i) => i === 0 || p === positions[i - 1]! + 1);
  const rest = shape.filter((_, i) => !consumed.has(i));
  const before = adjacent ? positions[0]! : 0;
  const result = [...rest.slice(0, before), ...common, ...rest.slice(before)];
  // Nothing is looked up where nothing is answered.
  const empty = result.some((d) => equal(d, 0));
  for (const { part, axis } of advanced)
    if (!empty || part.kind === 'mask') checkPart(c, tensor, part, axis);
  return c.make(result, {
    from: tensor,
    known: pickList(tensor, result, advanced),
    strides: undefined,
  });
}

function indexShape(c: OpCall, shapes: readonly (readonly Dim[])[]): Dim[] | null {
  for (const a of shapes)
    for (const b of shapes) {
      const rank = Math.min(a.length, b.length);
      for (let i = 1; i <= rank; i++) {
        const [x, y] = [a[a.length - i]!, b[b.length - i]!];
        if (x !== 1 && y !== 1 && different(x, y)) {
          c.fail(
            'index-range',
            `The indices do not broadcast: ${sizesText(a)} and ${sizesText(b)}.`,
            'IndexError',
            {
              python: `shape mismatch: indexing tensors could not be broadcast together with shapes ${sizesText(a)}, ${sizesText(b)}`,
            },
          );
          return null;
        }
      }
    }
  return commonShape(c, shapes, []);
}

/** Numbers of a vector at known indices. */
function pickList(
  tensor: Tensor,
  result: readonly Dim[],
  advanced: readonly { part: Part }[],
): number[] | null {
  const only = advanced.length === 1 ? advanced[0]!.part : null;
  if (
    !tensor.known ||
    tensor.shape!.length !== 1 ||
    only?.kind !== 'indices' ||
    !only.known ||
    !isConcrete(result)
  )
    return null;
  const size = tensor.known.length;
  return only.known.map((n) => tensor.known![n < 0 ? n + size : n] ?? NaN);
}

/** `tensor[index] = value`: the value must broadcast to the place. */
export function setItem(c: OpCall, tensor: Tensor, index: Value, value: Value): void {
  const place = getItem(c, tensor, index);
  const given = value instanceof Tensor ? value : null;
  if (place instanceof Tensor && place.shape && given?.shape) {
    const [to, from] = [place.shape, given.shape];
    const lead = from.length - to.length;
    const wrong =
      from.slice(0, Math.max(0, lead)).some((d) => different(d, 1)) ||
      to.some((d, i) => {
        const f = from[i + lead];
        return f !== undefined && f !== 1 && different(f, d);
      });
    if (wrong)
      c.fail(
        'broadcast-sizes',
        `The value of ${sizesText(from)} does not fit into the place of ${sizesText(to)}{made}.`,
        'RuntimeError',
        {
          python: `shape mismatch: value tensor of shape ${sizesText(from)} cannot be broadcast to indexing result of shape ${sizesText(to)}`,
          tensor: given,
        },
      );
  }
  c.runtime.changing(tensor);
  if (tensor.known) setKnown(c, tensor, null);
  tensor.initialisation = null;
}
