/**
 * Operations that look at the same numbers in another shape: view, reshape, flatten, permute, squeeze, expand, repeat. Over 400 lines: what
 * is said about a wrong view is as long as the rules.
 */
import type { Runtime } from '../../../interpreter/runtime';
import { Tensor, Tuple, Unknown, type Value } from '../../../interpreter/values';
import type { Place } from '../../../interpreter/place';
import type { Fix } from '../../../interpreter/trace';
import type { Expression } from '../../../syntax/ast';
import { moduleTree } from '../module';
import { isFrameworkClass, runningLayer, writtenSetting } from '../problems';
import { type Arg, intOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { rootOf } from './condition';
import { changeInPlace } from './inPlace';
import { type Row, row, variadic } from './row';
import {
  cancelEqual,
  type Dim,
  different,
  divideExact,
  equal,
  floorDiv,
  fresh,
  hasUnknown,
  less,
  mul,
  product,
} from './sizes';
import { allNumbers, contiguousStrides, kept, stridesOf, viewStrides } from './strides';
import { dtypeOf } from './types';

// ---- view and reshape ----------------------------------------------------------------------------------------------

/** The factors of the last size, where it is several axes multiplied. */
function factorsOf(from: readonly Dim[], to: readonly Dim[]): Dim[] | null {
  const last = to[to.length - 1];
  if (last === undefined) return null;
  let size: Dim = 1;
  for (let i = from.length - 1; i >= 0; i--) {
    size = mul(size, from[i]!);
    if (i <= from.length - 2 && equal(size, last)) {
      // Axes of size 1 in front belong to the product where a flatten put them there.
      return from.slice(i).filter((d, j, all) => d !== 1 || all.length <= 3);
    }
  }
  return null;
}

/** Elements of a shape; null where one is not known. */
function elements(shape: readonly Dim[]): Dim | null {
  return shape.some(hasUnknown) ? null : product(shape);
}

/** The stated sizes with -1 filled in. Reports what cannot be. */
function inferSizes(
  c: OpCall,
  tensor: Tensor,
  stated: readonly Dim[],
  shown: string,
): Dim[] | null {
  const shape = tensor.shape;
  const free = stated.indexOf(-1);
  if (stated.some((d, i) => d === -1 && i !== free)) {
    c.fail('view-elements', `${shown}: only one size can be -1.`, 'RuntimeError', {
      python: 'only one dimension can be inferred',
    });
    return stated.map((d) => (d === -1 ? fresh() : d));
  }
  const negative = stated.find((d) => typeof d === 'number' && d < -1);
  if (negative !== undefined) {
    c.fail('view-elements', `${shown}: a size cannot be ${text(negative)}.`, 'RuntimeError', {
      python: `invalid shape dimension ${text(negative)}`,
    });
    return stated.map((d) => (typeof d === 'number' && d < 0 ? fresh() : d));
  }
  if (!shape) return stated.map((d) => (d === -1 ? fresh() : d));
  if (free === -1) {
    checkElements(c, tensor, shape, stated, shown);
    return stated.slice();
  }
  const rest = stated.filter((_, i) => i !== free);
  return stated.map((d, i) => (i === free ? freeSize(c, tensor, shape, rest, free, shown) : d));
}

/** view without -1: the products must be equal. */
function checkElements(
  c: OpCall,
  tensor: Tensor,
  shape: readonly Dim[],
  stated: readonly Dim[],
  shown: string,
): void {
  const [left, right] = cancelEqual(shape, stated);
  const [have, want] = [elements(left), elements(right)];
  if (have === null || want === null) return;
  if (!c.mustEqual(have, want, 'view-elements', `${shown} needs as many elements as there are`))
    wrongElements(c, tensor, shape, stated, shown);
}

function wrongElements(
  c: OpCall,
  tensor: Tensor,
  shape: readonly Dim[],
  stated: readonly Dim[],
  shown: string,
): void {
  const count = product(shape);
  const rest = stated.filter((d) => d !== -1);
  const dividing = rest.length !== stated.length;
  c.problem({
    rule: 'view-elements',
    exception: 'RuntimeError',
    python: `shape '[${stated.map((d) => text(d).replaceAll(',', '')).join(', ')}]' is invalid for input of size ${text(count).replaceAll(',', '')}`,
    message: dividing
      ? `${shown}: ${elementsText(shape)} elements cannot be divided into rows of ${text(product(rest))}{made}.`
      : `${shown} has ${text(product(stated))} elements but the tensor has ${elementsText(shape)}{made}.`,
    tensor,
    moreFixes: () =>
      dividing && rest.length === 1 && stated[0] === -1 && shape.length > 1
        ? rowFix(c.runtime, rest[0]!, shape.slice(1))
        : sizeFixes(c.runtime, count, stated),
  });
}

/** `12,544 (16 · 28 · 28)`. */
function elementsText(shape: readonly Dim[]): string {
  const count = text(product(shape));
  const factors = shape.filter((d) => d !== 1);
  return factors.length > 1 ? `${count} (${shape.map((d) => text(d)).join(' · ')})` : count;
}

/** The size that -1 stands for. */
function freeSize(
  c: OpCall,
  tensor: Tensor,
  shape: readonly Dim[],
  rest: readonly Dim[],
  free: number,
  shown: string,
): Dim {
  const [left, right] = cancelEqual(shape, rest);
  const [have, want] = [elements(left), elements(right)];
  if (have === null || want === null) return fresh();
  if (want === 0) {
    c.fail('view-elements', `${shown}: -1 cannot be told beside a size of 0.`, 'RuntimeError', {
      python: `cannot reshape tensor of 0 elements into shape [${rest.map((d) => text(d)).join(', ')}] because the unspecified dimension size -1 can be any value and is ambiguous`,
    });
    return fresh();
  }
  const exact = divideExact(have, want);
  if (exact !== null) {
    warnBatch(c, tensor, shape, rest, free, exact, shown);
    return exact;
  }
  if (typeof have === 'number' && typeof want === 'number') {
    wrongElements(c, tensor, shape, [...rest.slice(0, free), -1, ...rest.slice(free)], shown);
    // The batch most likely stays.
    return free === 0 && shape.length > 1 && rest.length === 1 ? shape[0]! : fresh();
  }
  // `view(-1, 400)` of a symbolic picture means that the batch stays and that one sample has 400 elements.
  const sample = product(shape.slice(1));
  const row = product(rest);
  // Of [N, T, F] nobody can tell whether rows are samples or steps.
  const sequence =
    shape.length === 3 && shape.slice(1).every((d) => d === 1 || typeof d !== 'number');
  if (
    free === 0 &&
    shape.length > 1 &&
    !sequence &&
    typeof sample !== 'number' &&
    !different(sample, row)
  ) {
    c.require(
      'equal',
      sample,
      row,
      'view-elements',
      `${shown} needs ${text(row)} elements a sample`,
    );
    return shape[0]!;
  }
  if (
    !c.mustDivide(
      have,
      want,
      'view-elements',
      `${shown} needs a number of elements that ${text(want)} divides`,
    )
  ) {
    wrongElements(c, tensor, shape, [...rest.slice(0, free), -1, ...rest.slice(free)], shown);
    return free === 0 && shape.length > 1 ? shape[0]! : fresh();
  }
  const size = floorDiv(have, want);
  warnBatch(c, tensor, shape, rest, free, size, shown);
  return size;
}

/**
 * `view(-1, K)` that runs but makes another number of rows than there are samples, where K is no product of whole axes: surely not meant.
 */
function warnBatch(
  c: OpCall,
  tensor: Tensor,
  shape: readonly Dim[],
  rest: readonly Dim[],
  free: number,
  rows: Dim,
  shown: string,
): void {
  if (free !== 0 || rest.length !== 1 || shape.length < 3) return;
  const batch = shape[0]!;
  const row = rest[0]!;
  if (typeof row !== 'number' || !different(rows, batch)) return;
  let suffix: Dim = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    suffix = mul(suffix, shape[i]!);
    if (!different(suffix, row)) return;
  }
  // Splitting the last axis into heads is on purpose.
  const last = shape[shape.length - 1]!;
  if (divideExact(last, row) !== null) return;
  const sample = product(shape.slice(1));
  c.problem({
    rule: 'view-changes-batch',
    severity: 'warning',
    message: `${shown} makes ${text(rows)} rows of a batch of ${text(batch)}. Did you mean ${text(sample)}?`,
    tensor,
    moreFixes: () => rowFix(c.runtime, row, shape.slice(1)),
  });
}

/**
 * `view(-1, 400)` → `view(-1, 784)`, `16 * 5 * 5` → `16 * 7 * 7`: the elements of one sample, where the number stands in the call. The Linear of
 * the same model that takes the wrong number of features is changed with it.
 */
function rowFix(runtime: Runtime, row: Dim, sizes: readonly Dim[]): Fix[] {
  const site = runtime.site;
  const sample = product(sizes);
  if (!site || !runtime.isUser(site) || typeof sample !== 'number') return [];
  const written = site.call.arguments.find((a) => a.form === 'positional' && constantProduct(a.value) === row);
  if (!written) return [];
  const as = (value: Expression): string => (value.kind === 'Constant' ? String(sample) : sizes.map(String).join(' * '));
  const place: Place = { unit: site.unit, start: written.value.start, end: written.value.end };
  const edits = [{ place, text: as(written.value) }];
  const takers = linearsThatTake(runtime, row);
  if (takers.length > 1) return [];
  for (const taker of takers) edits.push({ place: taker.place, text: as(taker.value) });
  const old = written.value.kind === 'Constant' ? `${String(row)} ` : '';
  const also = takers.map((taker) => ` here and in ${taker.name}`).join('');
  return [{ title: `Change ${old}to ${as(written.value)}${also}`, edits, preferred: false }];
}

/** The number that a literal or a product of literals stands for. */
function constantProduct(value: Expression): number | null {
  if (value.kind === 'Constant') return typeof value.value === 'number' ? value.value : null;
  if (value.kind !== 'BinaryOperation' || value.operator !== '*') return null;
  const [left, right] = [constantProduct(value.left), constantProduct(value.right)];
  return left === null || right === null ? null : left * right;
}

/** The Linear layers of the running module that take this number of features, where the number is written. */
function linearsThatTake(runtime: Runtime, features: Dim): { name: string; place: Place; value: Expression }[] {
  const { currentModule } = runtime;
  if (!currentModule) return [];
  return moduleTree(currentModule).flatMap(({ path, module }) => {
    const { site } = module;
    if (module.cls.name !== 'Linear' || module.attributes.get('in_features') !== features || !site) return [];
    const written = runtime.isUser(site) && isFrameworkClass(module) ? writtenSetting(module, site, ['in_features', 0]) : null;
    return written ? [{ name: path, place: { unit: written.unit, start: written.start, end: written.end }, value: written.value }] : [];
  });
}

/** `view(2, 13)` of 24 elements → `view(2, 12)`: each written number that could be the wrong one. */
function sizeFixes(runtime: Runtime, count: Dim, stated: readonly Dim[]): Fix[] {
  const site = runtime.site;
  if (!site || !runtime.isUser(site) || typeof count !== 'number' || !stated.every((d) => typeof d === 'number' && d > 0)) return [];
  const numbers = site.call.arguments.filter((a) => a.form === 'positional');
  // `torch.reshape(x, (2, 13))` and the like: a list of sizes is left as it is.
  if (numbers.length !== stated.length) return [];
  const found = numbers.flatMap((written, i): Fix[] => {
    const { value } = written;
    const others = (stated as number[]).reduce((n, d, k) => (k === i ? n : n * d), 1);
    if (value.kind !== 'Constant' || value.value !== stated[i] || count % others !== 0) return [];
    const place: Place = { unit: site.unit, start: value.start, end: value.end };
    return [{ title: `Change ${String(value.value)} to ${count / others}`, edits: [{ place, text: String(count / others) }], preferred: false }];
  });
  return found.length === 1 ? found.map((fix) => ({ ...fix, preferred: true })) : found;
}

/** `view(-1, 400)` as the user may have written it. */
function shownView(c: OpCall, stated: readonly Dim[]): string {
  const layer = runningLayer(c.runtime);
  return layer
    ? '{layer}'
    : `${c.name}(${stated.map((d) => (d === -1 ? '-1' : text(d))).join(', ')})`;
}

/** view and reshape. */
function reshape(copies: boolean): Rule {
  return (c, args) => {
    const tensor = c.tensor(args[0]);
    const shape = args[1];
    if (dtypeOf(shape) !== undefined && !sizesOf(shape)) return c.like(tensor, dtypeOf(shape));
    const stated = sizesOf(shape);
    if (!stated)
      return c.unknownTensor(
        shape instanceof Unknown ? shape : `the sizes given to ${c.name} are not known`,
        tensor.dtype,
      );
    return reshapeTo(c, tensor, stated, copies);
  };
}

/** The tensor in another shape. */
export function reshapeTo(
  c: OpCall,
  tensor: Tensor,
  stated: readonly Dim[],
  copies: boolean,
): Tensor {
  const shown = shownView(c, stated);
  const sizes = inferSizes(c, tensor, stated, shown);
  if (!sizes) return c.unknownTensor(tensor);
  return c.make(sizes, {
    from: tensor,
    known: tensor.known,
    strides: reshapeStrides(c, tensor, sizes, copies),
    factors: tensor.shape && factorsOf(tensor.shape, sizes),
  });
}

/** Strides of the new shape; reports a view that would need a copy. */
function reshapeStrides(
  c: OpCall,
  tensor: Tensor,
  sizes: readonly Dim[],
  copies: boolean,
): readonly Dim[] | null | undefined {
  if (tensor.strides === null) return null;
  const old = stridesOf(tensor);
  if (!tensor.shape || !old) return undefined;
  if (different(product(tensor.shape), product(sizes))) return undefined;
  const strides = viewStrides(tensor.shape, old, sizes);
  if (strides === undefined) return undefined;
  if (strides !== null) return kept(sizes, strides);
  if (copies) return null;
  const certain = allNumbers(tensor.shape, sizes);
  c.problem({
    rule: 'view-needs-contiguous',
    severity: certain ? 'error' : 'warning',
    exception: 'RuntimeError',
    python:
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    message: `${shownView(c, sizes)} cannot join axes that ${tensor.origin?.op ?? 'an operation before'} moved apart{made}: use .reshape(…), or .contiguous() before.`,
    tensor,
    moreFixes: (at) => reshapeFix(c.runtime, at.consumer),
  });
  return null;
}

/** `.view` → `.reshape` in the user's own call. */
function reshapeFix(runtime: Runtime, consumer: Place | null): Fix[] {
  const site = runtime.site;
  if (!site || !consumer || site.start !== consumer.start) return [];
  const callee = site.call.callee;
  if (callee.kind !== 'Attribute' || callee.attribute !== 'view') return [];
  const place = { unit: site.unit, start: callee.nameStart, end: callee.nameStart + 4 };
  return [
    { title: 'Change view to reshape', edits: [{ place, text: 'reshape' }], preferred: true },
  ];
}

// ---- flatten and unflatten -----------------------------------------------------------------------------------------

const flatten: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const shape = tensor.shape;
  const [start, end] = [args[1], args[2]];
  if (!shape) {
    // From the last axis on, or with everything, the rank of the result is known.
    if (start === 1 && end === -1)
      return c.make([fresh(), fresh()], { dtype: tensor.dtype, from: tensor });
    if (start === 0 && end === -1) return c.make([fresh()], { dtype: tensor.dtype, from: tensor });
    return c.unknownTensor(tensor, tensor.dtype);
  }
  const rank = shape.length;
  const first = c.axis(start, rank, 'start_dim');
  const last = c.axis(end, rank, 'end_dim');
  if (first === null || last === null)
    return c.unknownTensor('axes that are not known', tensor.dtype);
  if (rank === 0) return c.make([1], { from: tensor, known: tensor.known });
  if (first > last) {
    c.fail(
      'dim-range',
      `{layer}: start_dim ${first} comes after end_dim ${last}.`,
      'RuntimeError',
      {
        python: 'flatten() has invalid args: start_dim cannot come after end_dim',
        tensor,
      },
    );
    return c.unknownTensor('flatten with start after end', tensor.dtype);
  }
  const joined = shape.slice(first, last + 1);
  const size = joined.length === 1 ? joined[0]! : product(joined);
  const sizes = [...shape.slice(0, first), size, ...shape.slice(last + 1)];
  return c.make(sizes, {
    from: tensor,
    known: tensor.known,
    strides: reshapeStrides(c, tensor, sizes, true),
    factors: last === rank - 1 && joined.length > 1 ? joined : null,
  });
};

const unflatten: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const sizes = sizesOf(args[2]);
  if (!tensor.shape || !sizes)
    return c.unknownTensor(tensor.shape ? 'sizes that are not known' : tensor, tensor.dtype);
  const axis = c.axis(args[1], tensor.shape.length);
  if (axis === null) return c.unknownTensor('an axis that is not known', tensor.dtype);
  if (tensor.shape.length === 0) {
    c.wrongRank(
      tensor,
      'a tensor with axes',
      'unflatten got an unexpected error: Dimension specified as 0 but tensor has no dimensions',
    );
    return c.unknownTensor('unflatten of a number', tensor.dtype);
  }
  if (sizes.length === 0) {
    c.fail('view-elements', 'unflatten needs at least one size.', 'RuntimeError', {
      python: 'unflatten: sizes must be non-empty',
    });
    return c.unknownTensor('unflatten without sizes');
  }
  const whole = tensor.shape[axis]!;
  const free = sizes.indexOf(-1);
  const rest = product(sizes.filter((_, i) => i !== free));
  let wrong = sizes.filter((d) => d === -1).length > 1;
  let inferred: Dim = 0;
  if (!wrong && free >= 0) {
    const [left, right] = cancelEqual(
      [whole],
      sizes.filter((_, i) => i !== free),
    );
    const exact =
      hasUnknown(whole) || hasUnknown(rest) ? fresh() : divideExact(product(left), product(right));
    if (exact === null)
      wrong = !c.mustDivide(
        whole,
        rest,
        'view-elements',
        `unflatten needs a size that ${text(rest)} divides`,
      );
    inferred = exact ?? floorDiv(whole, rest);
  } else if (!wrong)
    wrong = !c.mustEqual(
      whole,
      rest,
      'view-elements',
      `unflatten needs ${text(rest)} on axis ${axis}`,
    );
  if (wrong) {
    c.fail(
      'view-elements',
      `{layer}: sizes ${sizesText(sizes)} do not multiply up to the ${text(whole)} of axis ${axis}{made}.`,
      'RuntimeError',
      {
        python: `unflatten: Provided sizes ${sizesText(sizes)} don't multiply up to the size of dim ${axis} (${text(whole)}) in the input tensor`,
        tensor,
        argument: ['sizes', 2],
        setting: ['unflattened_size', 1],
      },
    );
    inferred = fresh();
  }
  const parts = sizes.map((d, i) => (i === free ? inferred : d));
  const result = [...tensor.shape.slice(0, axis), ...parts, ...tensor.shape.slice(axis + 1)];
  return c.make(result, {
    from: tensor,
    known: tensor.known,
    strides: wrong ? undefined : reshapeStrides(c, tensor, result, true),
  });
};

// ---- order of axes -------------------------------------------------------------------------------------------------

/** The axes in another order, strides along. */
export function permuted(c: OpCall, tensor: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((i) => tensor.shape![i]!);
  const strides = stridesOf(tensor);
  const identity = order.every((o, i) => o === i);
  return c.make(shape, {
    from: tensor,
    known: identity ? tensor.known : permuteKnown(tensor, order),
    strides:
      strides &&
      kept(
        shape,
        order.map((i) => strides[i]!),
      ),
  });
}

function permuteKnown(tensor: Tensor, order: readonly number[]): number[] | null {
  if (!tensor.known || !tensor.shape || tensor.shape.some((d) => typeof d !== 'number'))
    return null;
  const sizes = tensor.shape as readonly number[];
  const steps = contiguousStrides(sizes) as number[];
  const shape = order.map((i) => sizes[i]!);
  const result: number[] = [];
  const walk = (axis: number, at: number): void => {
    if (axis === shape.length) {
      result.push(tensor.known![at]!);
      return;
    }
    for (let i = 0; i < shape[axis]!; i++) walk(axis + 1, at + i * steps[order[axis]!]!);
  };
  walk(0, 0);
  return result;
}

const permute: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const dims = sizesOf(args[1]);
  if (!tensor.shape || !dims) {
    if (dims)
      return c.make(
        dims.map(() => fresh()),
        { dtype: tensor.dtype, from: tensor },
      );
    return c.unknownTensor(
      tensor.shape ? 'an order of axes that is not known' : tensor,
      tensor.dtype,
    );
  }
  const rank = tensor.shape.length;
  if (dims.length !== rank) {
    c.fail(
      'rank',
      `permute names ${dims.length} axes but the tensor ${sizesText(tensor.shape)} has ${rank}{made}.`,
      'RuntimeError',
      {
        python: `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${rank} is not equal to len(dims) = ${dims.length}`,
        tensor,
        argument: ['dims', 1],
      },
    );
    return c.unknownTensor('permute of the wrong number of axes', tensor.dtype);
  }
  const order: number[] = [];
  for (const dim of dims) {
    const axis = c.axis(dim, rank, 'dims');
    if (axis === null) return c.unknownTensor('axes that are not known', tensor.dtype);
    if (order.includes(axis)) {
      c.fail('dim-range', `permute names axis ${axis} twice.`, 'RuntimeError', {
        python: 'permute(): duplicate dims are not allowed.',
      });
      return c.unknownTensor('permute with an axis twice', tensor.dtype);
    }
    order.push(axis);
  }
  return permuted(c, tensor, order);
};

function swapped(c: OpCall, tensor: Tensor, a: number, b: number): Tensor {
  const order = tensor.shape!.map((_, i) => (i === a ? b : i === b ? a : i));
  return permuted(c, tensor, order);
}

const transpose: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const rank = tensor.shape.length;
  const a = c.axis(args[1], rank, 'dim0');
  const b = c.axis(args[2], rank, 'dim1');
  if (a === null || b === null) return c.unknownTensor('axes that are not known', tensor.dtype);
  return rank === 0 ? c.like(tensor) : swapped(c, tensor, a, b);
};

const t: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.make([fresh(), fresh()], { dtype: tensor.dtype, from: tensor });
  const rank = tensor.shape.length;
  if (rank > 2) {
    c.wrongRank(
      tensor,
      'a matrix',
      `t() expects a tensor with <= 2 dimensions, but self is ${rank}D`,
    );
    return c.unknownTensor('t() of more than two axes', tensor.dtype);
  }
  return rank === 2 ? swapped(c, tensor, 0, 1) : c.like(tensor);
};

/** `x.mT`, `x.mH`, `x.adjoint()`, `x.T`, `x.H`. */
export function transposedProperty(c: OpCall, tensor: Tensor, name: string): Tensor {
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const rank = tensor.shape.length;
  if (name === 'T')
    return permuted(
      c,
      tensor,
      tensor.shape.map((_, i) => rank - 1 - i),
    );
  if (name === 'H' ? rank !== 2 && rank !== 0 : rank < 2 && !(rank === 0 && name === 'adjoint')) {
    const what = name === 'H' ? 'matrices (2-D tensors)' : 'matrices or batches of matrices';
    c.wrongRank(
      tensor,
      'a matrix',
      `tensor.${name} is only supported on ${what}. Got ${rank}-D tensor.`,
    );
    return c.like(tensor);
  }
  return rank < 2 ? c.like(tensor) : swapped(c, tensor, rank - 2, rank - 1);
}

const movedim: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const rank = tensor.shape.length;
  const from = c.axes(args[1], rank, 'source');
  const to = c.axes(args[2], rank, 'destination');
  if (!from || !to) return c.unknownTensor('axes that are not known', tensor.dtype);
  if (from.length !== to.length) {
    c.fail(
      'dim-range',
      `movedim moves ${from.length} axes to ${to.length} places.`,
      'RuntimeError',
      {
        python: `movedim: Invalid source or destination dims: source (${from.join(' ')} dims) should contain the same number of dims as destination (${to.join(' ')} dims)`,
      },
    );
    return c.unknownTensor('movedim of different numbers of axes', tensor.dtype);
  }
  const order = Array<number>(rank).fill(-1);
  to.forEach((place, i) => (order[place] = from[i]!));
  const rest = tensor.shape.map((_, i) => i).filter((i) => !from.includes(i));
  return permuted(
    c,
    tensor,
    order.map((o) => (o === -1 ? rest.shift()! : o)),
  );
};

// ---- axes of size 1 ------------------------------------------------------------------------------------------------

/** Drops axes; strides along. */
function without(c: OpCall, tensor: Tensor, gone: readonly number[]): Tensor {
  const stay = (_: unknown, i: number): boolean => !gone.includes(i);
  const shape = tensor.shape!.filter(stay);
  const strides = stridesOf(tensor);
  const made = c.make(shape, {
    from: tensor,
    known: tensor.known,
    strides: tensor.strides === null ? null : strides && kept(shape, strides.filter(stay)),
  });
  return made;
}

const squeeze: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const axes = c.axes(args[1], tensor.shape.length);
  if (axes === null) return c.unknownTensor('axes that are not known', tensor.dtype);
  const gone = tensor.shape
    .map((_, i) => i)
    .filter((i) => (axes === undefined || axes.includes(i)) && tensor.shape![i] === 1);
  if (axes === undefined && args[1] === null) warnSqueeze(c, tensor, gone);
  if (tensor.shape.some((d, i) => hasUnknown(d) && (axes === undefined || axes.includes(i))))
    return c.unknownTensor('squeeze of an axis whose size is not known', tensor.dtype);
  return without(c, tensor, gone);
};

/** squeeze() of a batch that may be 1. */
function warnSqueeze(c: OpCall, tensor: Tensor, gone: readonly number[]): void {
  const shape = tensor.shape!;
  const batch = shape[0];
  // The batch is the first size of what the model was called with.
  const input = rootOf(c.runtime)?.args.find((a): a is Tensor => a instanceof Tensor)?.shape?.[0];
  if (batch === undefined || input === undefined || shape.length < 2 || !c.runtime.currentModule)
    return;
  const others = gone.filter((i) => i !== 0);
  if (others.length === 0 || !equal(batch, input)) return;
  if (typeof batch === 'number' && batch !== 1) return;
  const replacement = others
    .slice()
    .reverse()
    // The ones behind are gone by then.
    .map((i, k) => `squeeze(${i - (shape.length - k)})`)
    .join('.');
  c.problem({
    rule: 'squeeze-drops-batch',
    severity: 'warning',
    message:
      typeof batch === 'number'
        ? `squeeze() drops the batch of 1 as well. Name the axes: ${replacement}.`
        : `squeeze() drops the batch as well when ${text(batch)} is 1. Name the axes: ${replacement}.`,
    tensor,
    moreFixes: () => squeezeFix(c.runtime, replacement),
  });
}

/** `x.squeeze()` → `x.squeeze(-1).squeeze(-2)`. */
function squeezeFix(runtime: Runtime, replacement: string): Fix[] {
  const site = runtime.site;
  if (!site || !runtime.isUser(site)) return [];
  const callee = site.call.callee;
  if (
    callee.kind !== 'Attribute' ||
    callee.attribute !== 'squeeze' ||
    site.call.arguments.length > 0
  )
    return [];
  const place = { unit: site.unit, start: callee.nameStart, end: site.call.end };
  return [
    { title: `Change to ${replacement}`, edits: [{ place, text: replacement }], preferred: true },
  ];
}

const unsqueeze: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const axis = c.axis(args[1], tensor.shape.length, 'dim', 1);
  if (axis === null) return c.unknownTensor('an axis that is not known', tensor.dtype);
  return inserted(c, tensor, axis);
};

/** A new axis of size 1. */
export function inserted(c: OpCall, tensor: Tensor, axis: number): Tensor {
  const shape = [...tensor.shape!.slice(0, axis), 1, ...tensor.shape!.slice(axis)];
  const strides = stridesOf(tensor);
  const step = strides && (axis < strides.length ? mul(strides[axis]!, tensor.shape![axis]!) : 1);
  return c.make(shape, {
    from: tensor,
    known: tensor.known,
    strides:
      tensor.strides === null
        ? null
        : strides && kept(shape, [...strides.slice(0, axis), step!, ...strides.slice(axis)]),
  });
}

// ---- expand and repeat ---------------------------------------------------------------------------------------------

/** The tensor expanded to sizes (-1: as it is). Reports sizes that do not fit. */
export function expanded(c: OpCall, tensor: Tensor, sizes: readonly Dim[]): Tensor {
  const shape = tensor.shape;
  if (!shape)
    return c.make(
      sizes.map((d) => (d === -1 ? fresh() : d)),
      { dtype: tensor.dtype, from: tensor, strides: undefined },
    );
  const lead = sizes.length - shape.length;
  if (lead < 0) {
    c.fail(
      'expand',
      `${c.name} gives ${sizes.length} sizes but the tensor ${sizesText(shape)} has ${shape.length} axes{made}.`,
      'RuntimeError',
      {
        python: `expand(torch.FloatTensor{${sizesText(shape)}}, size=${sizesText(sizes)}): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${shape.length})`,
        tensor,
      },
    );
    return c.unknownTensor('expand to fewer axes', tensor.dtype);
  }
  const result: Dim[] = [];
  sizes.forEach((size, i) => {
    const have = i < lead ? undefined : shape[i - lead]!;
    if (size === -1) {
      if (have === undefined)
        c.fail(
          'expand',
          `${c.name}: -1 on axis ${i}, which the tensor does not have yet.`,
          'RuntimeError',
          {
            python: `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${i}`,
          },
        );
      result.push(have ?? fresh());
      return;
    }
    if (typeof size === 'number' && size < -1)
      c.fail('expand', `${c.name}: a size cannot be ${text(size)}.`, 'RuntimeError', {
        python: 'numel: integer multiplication overflow',
      });
    result.push(less(size, 0) ? fresh() : size);
    if (have === undefined || have === 1 || equal(have, size)) return;
    if (!c.mustEqual(have, size, 'expand', `${c.name} needs ${text(size)} on axis ${i}`))
      c.fail(
        'expand',
        `${c.name}: axis ${i} has ${text(have)} elements and cannot become ${text(size)} (only 1 can){made}.`,
        'RuntimeError',
        {
          python: `The expanded size of the tensor (${text(size)}) must match the existing size (${text(have)}) at non-singleton dimension ${i}.  Target sizes: ${sizesText(sizes)}.  Tensor sizes: ${sizesText(shape)}`,
          tensor,
        },
      );
  });
  const strides = stridesOf(tensor);
  return c.make(result, {
    from: tensor,
    strides:
      strides &&
      kept(
        result,
        result.map((d, i) =>
          i < lead ? 0 : shape[i - lead] === 1 && d !== 1 ? 0 : strides[i - lead]!,
        ),
      ),
  });
}

const expand: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const sizes = sizesOf(args[1]);
  return sizes
    ? expanded(c, tensor, sizes)
    : c.unknownTensor(`the sizes given to ${c.name} are not known`, tensor.dtype);
};

const likeOther =
  (run: (c: OpCall, tensor: Tensor, sizes: readonly Dim[]) => Tensor): Rule =>
  (c, args) => {
    const tensor = c.tensor(args[0]);
    const other = c.tensor(args[1], 'other');
    return other.shape ? run(c, tensor, other.shape) : c.unknownTensor(other, tensor.dtype);
  };

const repeat: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const times = sizesOf(args[1]);
  if (!times || !tensor.shape) {
    if (times)
      return c.make(
        times.map(() => fresh()),
        { dtype: tensor.dtype, from: tensor, strides: null },
      );
    return c.unknownTensor(`the numbers given to ${c.name} are not known`, tensor.dtype);
  }
  const shape = tensor.shape;
  const short = times.length < shape.length;
  if (short && c.name === 'repeat') {
    c.fail(
      'repeat',
      `repeat gives ${times.length} numbers but the tensor ${sizesText(shape)} has ${shape.length} axes{made}.`,
      'RuntimeError',
      {
        python:
          'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor',
        tensor,
      },
    );
    return c.unknownTensor('repeat of fewer axes', tensor.dtype);
  }
  if (times.some((d) => typeof d === 'number' && d < 0))
    c.fail('repeat', `${c.name}: a number of repeats cannot be negative.`, 'RuntimeError', {
      python: `Trying to create tensor with negative dimension`,
    });
  const all = short ? [...Array<Dim>(shape.length - times.length).fill(1), ...times] : times;
  const lead = all.length - shape.length;
  return c.make(
    all.map((n, i) => (i < lead ? n : mul(n, shape[i - lead]!))),
    { from: tensor, strides: null },
  );
};

const repeatInterleave: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const [, repeats = null, dim = null, , outputSize = null] = args;
  if (repeats === null && tensor.shape?.length === 1) {
    // repeat_interleave(repeats): indices, as many as the numbers add up to.
    const total = tensor.known
      ? tensor.known.reduce((a, b) => a + b, 0)
      : (intOf(outputSize) ?? fresh());
    return c.make([total], { dtype: 'int', strides: null });
  }
  if (!tensor.shape) return c.unknownTensor(tensor, tensor.dtype);
  const axis = dim === null ? null : c.axis(dim, tensor.shape.length);
  if (dim !== null && axis === null)
    return c.unknownTensor('an axis that is not known', tensor.dtype);
  const size = axis === null ? product(tensor.shape) : (tensor.shape[axis] ?? 1);
  let total: Dim;
  const single = intOf(repeats);
  if (single !== undefined) total = mul(size, single);
  else if (repeats instanceof Tensor) {
    const known = repeats.known;
    const one =
      repeats.shape?.length === 0 || (repeats.shape?.length === 1 && repeats.shape[0] === 1);
    if (!one && repeats.shape?.length === 1 && different(repeats.shape[0]!, size))
      c.fail(
        'repeat',
        `repeat_interleave has ${text(repeats.shape[0]!)} numbers for ${text(size)} elements.`,
        'RuntimeError',
        {
          python: `repeats must have the same size as input along dim, but got repeats.size(0) = ${text(repeats.shape[0]!)} and input.size(${axis ?? 0}) = ${text(size)}`,
        },
      );
    total =
      intOf(outputSize) ??
      (known ? (one ? mul(size, known[0]!) : known.reduce((a, b) => a + b, 0)) : fresh());
  } else total = intOf(outputSize) ?? fresh();
  return c.make(axis === null ? [total] : tensor.shape.map((d, i) => (i === axis ? total : d)), {
    from: tensor,
    strides: null,
  });
};

// ---- others --------------------------------------------------------------------------------------------------------

function atLeast(rank: 1 | 2 | 3): Rule {
  const one = (c: OpCall, value: Arg): Tensor => {
    const tensor = c.operand(value);
    const s = tensor.shape;
    if (!s) return c.unknownTensor(tensor, tensor.dtype);
    if (s.length >= rank) return c.like(tensor);
    const shape =
      s.length === 0
        ? Array<Dim>(rank).fill(1)
        : rank === 2
          ? [1, s[0]!]
          : s.length === 1
            ? [1, s[0]!, 1]
            : [s[0]!, s[1]!, 1];
    return c.make(shape, { from: tensor, known: tensor.known });
  };
  return (c, args) => {
    const all = c.items(args[0]) ?? [];
    if (all.length !== 1) return new Tuple(all.map((v) => one(c, v)));
    const inner = all[0] instanceof Tensor ? null : c.items(all[0]);
    return inner ? new Tuple(inner.map((v) => one(c, v))) : one(c, all[0]);
  };
}

const viewAsReal: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  return tensor.shape
    ? c.make([...tensor.shape, 2], { dtype: 'float', from: tensor })
    : c.unknownTensor(tensor);
};

const viewAsComplex: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  if (!tensor.shape) return c.unknownTensor(tensor, 'complex');
  const last = tensor.shape[tensor.shape.length - 1];
  if (last === undefined || different(last, 2))
    c.fail(
      'complex-pairs',
      `view_as_complex needs a last axis of 2, not ${last === undefined ? 'none' : text(last)}.`,
      'RuntimeError',
      {
        python: 'Tensor must have a last dimension of size 2',
        tensor,
      },
    );
  return c.make(tensor.shape.slice(0, -1), { dtype: 'complex', from: tensor });
};

const asStrided: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const sizes = sizesOf(args[1]);
  return sizes
    ? c.make(sizes, { from: tensor, strides: undefined, dtype: tensor.dtype })
    : c.unknownTensor('sizes that are not known', tensor.dtype);
};

/** resize_ and unsqueeze_ change the shape of the tensor itself: its identity cannot be kept, the result is a new one. */
const inPlaceView =
  (rule: Rule): Rule =>
  (c, args) => {
    const made = rule(c, args);
    return made instanceof Tensor && args[0] instanceof Tensor && sameRank(made, args[0])
      ? changeInPlace(c, args[0], made)
      : made;
  };

function sameRank(a: Tensor, b: Tensor): boolean {
  return (
    !!a.shape &&
    !!b.shape &&
    a.shape.length === b.shape.length &&
    a.shape.every((d, i) => equal(d, b.shape![i]!))
  );
}

const sizesBind = ([self, ...rest]: readonly Value[]): Value[] => [
  self!,
  variadic([self!, ...rest], 1),
];

/** `x.view(*shape)` and `x.view(size=…)`. */
const sizesMethod = {
  method: '*shape',
  bind: sizesBind,
};

export const viewRows: readonly Row[] = [
  row('view', 'method', 'input, shape', reshape(false), {
    method: '*shape, size=None, dtype=None',
    bind: (args) => [args[0]!, args[2] ?? args[3] ?? variadic(args, 1)],
  }),
  row('reshape', 'torch', 'input, shape', reshape(true)),
  row('reshape', 'method', 'input, shape', reshape(true), {
    method: '*shape_, shape=None',
    bind: (args) => [args[0]!, args[2] ?? variadic(args, 1)],
  }),
  row(
    'view_as',
    'method',
    'input, other',
    likeOther((c, tensor, sizes) => reshapeTo(c, tensor, sizes, false)),
  ),
  row(
    'reshape_as',
    'method',
    'input, other',
    likeOther((c, tensor, sizes) => reshapeTo(c, tensor, sizes, true)),
  ),
  row('flatten', 'torch method', 'input, start_dim=0, end_dim=-1', flatten),
  row('ravel', 'torch method', 'input', (c, [input]) => flatten(c, [input!, 0, -1])),
  row('unflatten', 'torch method', 'input, dim, sizes', unflatten),
  row('permute', 'torch', 'input, dims', permute),
  row('permute', 'method', 'input, dims', permute, {
    method: '*dims_, dims=None',
    bind: (args) => [args[0]!, args[2] ?? variadic(args, 1)],
  }),
  row(
    'transpose swapaxes swapdims',
    'torch method',
    'input, dim0, dim1; axis0=None, axis1=None',
    transpose,
  ),
  row('transpose_ swapaxes_ swapdims_', 'method', 'input, dim0, dim1', transpose),
  row('t', 'torch method', 'input', t),
  row('t_', 'method', 'input', t),
  row('adjoint', 'torch method', 'input', (c, args) =>
    transposedProperty(c, c.tensor(args[0]), 'adjoint'),
  ),
  row('movedim moveaxis', 'torch method', 'input, source, destination', movedim),
  row('squeeze', 'torch method', 'input, dim=None', squeeze),
  row('squeeze_', 'method', 'input, dim=None', inPlaceView(squeeze)),
  row('unsqueeze', 'torch method', 'input, dim', unsqueeze),
  row('unsqueeze_', 'method', 'input, dim', inPlaceView(unsqueeze)),
  row('expand', 'method', 'input, size', expand, {
    method: '*sizes, size=None, implicit=False',
    bind: (args) => [args[0]!, args[2] ?? variadic(args, 1)],
  }),
  row('broadcast_to', 'torch method', 'input, size; shape=None', (c, args) =>
    expand(c, [args[0]!, args[1] ?? args[2]!]),
  ),
  row('expand_as', 'method', 'input, other', likeOther(expanded)),
  row('repeat', 'method', 'input, repeats', repeat, {
    method: '*sizes, repeats=None',
    bind: (args) => [args[0]!, args[2] ?? variadic(args, 1)],
  }),
  row('tile', 'torch', 'input, dims', repeat),
  row('tile', 'method', 'input, dims', repeat, {
    method: '*dims_, dims=None',
    bind: (args) => [args[0]!, args[2] ?? variadic(args, 1)],
  }),
  row(
    'repeat_interleave',
    'torch method',
    'input, repeats=None, dim=None, *, output_size=None',
    (c, args) => repeatInterleave(c, [args[0]!, args[1]!, args[2]!, null, args[3]!]),
  ),
  row('atleast_1d', 'torch', '*tensors', atLeast(1)),
  row('atleast_2d', 'torch', '*tensors', atLeast(2)),
  row('atleast_3d', 'torch', '*tensors', atLeast(3)),
  row('view_as_real', 'torch', 'input', viewAsReal),
  row('view_as_complex', 'torch', 'input', viewAsComplex),
  row('as_strided', 'torch method', 'input, size, stride, storage_offset=None', asStrided),
  row(
    'resize_as_',
    'method',
    'input, other',
    likeOther((c, tensor, sizes) => c.make(sizes, { dtype: tensor.dtype, from: tensor })),
  ),
  row('resize_', 'method', 'input, size', asStrided, sizesMethod),
];
