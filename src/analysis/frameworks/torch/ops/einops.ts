/** einops: rearrange, reduce, repeat, einsum, pack, unpack, parse_shape; patterns read, sizes inferred. Over 400 lines: one small language. */
import { Dict, List, type Tensor, Tuple, type Value } from '../../../interpreter/values';
import { type Arg, intOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { type Row, row } from './row';
import { stacked } from './join';
import { different, type Dim, divideExact, equal, floorDiv, fresh, hasUnknown, product, simpler, sub } from './sizes';
import { sizeTuple } from './types';

/** An axis of a side: a name, `1`, a number, or `…`; groups in parentheses. */
type Axis = string;
type Side = readonly (readonly Axis[] & { grouped?: boolean })[];

/** Reads one side of a pattern: a list of groups; null where it is malformed. */
function side(textOf: string): Side | null {
  const groups: (Axis[] & { grouped?: boolean })[] = [];
  let group: (Axis[] & { grouped?: boolean }) | null = null;
  const tokens = textOf
    .replaceAll('...', ' … ')
    .replaceAll('(', ' ( ')
    .replaceAll(')', ' ) ')
    .split(/\s+/)
    .filter(Boolean);
  for (const token of tokens) {
    if (token === '(') {
      if (group) return null;
      group = Object.assign([] as Axis[], { grouped: true });
    } else if (token === ')') {
      if (!group) return null;
      groups.push(group);
      group = null;
    } else if (/^(…|[A-Za-z_]\w*|\d+)$/.test(token)) {
      if (group) group.push(token);
      else groups.push([token]);
    } else return null;
  }
  return group ? null : groups;
}

interface Pattern {
  readonly left: Side;
  readonly right: Side;
}

function wrong(c: OpCall, message: string, tensor: Tensor | null = null): void {
  c.problem({
    rule: 'einops',
    exception: 'RuntimeError',
    python: message,
    message: `${c.name}: ${message}{made}`,
    tensor,
    argument: ['pattern', 1],
  });
}

function parse(c: OpCall, pattern: Arg): Pattern | null {
  if (typeof pattern !== 'string') return null;
  const [l, r, more] = pattern.split('->');
  const left = l === undefined ? null : side(l);
  const right = r === undefined ? null : side(r);
  if (!left || !right || more !== undefined) {
    wrong(c, `'${pattern}' is no pattern.`);
    return null;
  }
  for (const s of [left, right]) {
    const names = s.flat().filter((a) => a !== '1');
    const twice = names.find((a, i) => names.indexOf(a) !== i && !/^\d+$/.test(a));
    if (twice) {
      wrong(c, `${twice === '…' ? '…' : `'${twice}'`} stands twice on one side of '${pattern}'.`);
      return null;
    }
  }
  return { left, right };
}

/** Axis lengths given as keywords. */
function lengths(args: readonly Value[], at: number): Map<string, Dim> {
  const given = new Map<string, Dim>();
  const kw = args[at];
  if (kw instanceof Dict)
    for (const { key, value } of kw.entries.values()) {
      if (typeof key === 'string') given.set(key, intOf(value) ?? fresh());
    }
  return given;
}

/** Sizes of every name on the left, and the axes under `…`; null where the tensor does not fit (reported). */
function match(
  c: OpCall,
  tensor: Tensor,
  pattern: string,
  left: Side,
  given: ReadonlyMap<string, Dim>,
): { sizes: Map<string, Dim>; rest: readonly Dim[] } | null {
  const shape = tensor.shape!;
  const ellipsis = left.findIndex((g) => g.includes('…'));
  const fixed = left.length - (ellipsis >= 0 ? 1 : 0);
  if (ellipsis >= 0 ? shape.length < fixed : shape.length !== fixed) {
    wrong(
      c,
      `'${pattern}' names ${fixed} axes but the tensor ${sizesText(shape)} has ${shape.length}.`,
      tensor,
    );
    return null;
  }
  const covered = shape.length - fixed;
  const sizes = new Map<string, Dim>(given);
  let rest: readonly Dim[] = [];
  let axis = 0;
  for (const group of left) {
    if (group.includes('…')) {
      rest = shape.slice(axis, axis + covered);
      axis += covered;
      continue;
    }
    const whole = shape[axis++]!;
    if (!fill(c, tensor, pattern, group, whole, sizes)) return null;
  }
  return { sizes, rest };
}

/** A group's product must be the axis; one length may be left open. */
function fill(
  c: OpCall,
  tensor: Tensor,
  pattern: string,
  group: readonly Axis[],
  whole: Dim,
  sizes: Map<string, Dim>,
): boolean {
  const open = group.filter((a) => !/^\d+$/.test(a) && !sizes.has(a));
  const known = product(
    group
      .filter((a) => !open.includes(a))
      .map((a) => (/^\d+$/.test(a) ? Number(a) : sizes.get(a)!)),
  );
  const shown = group.length > 1 ? `(${group.join(' ')})` : (group[0] ?? '()');
  if (open.length > 1) {
    wrong(
      c,
      `the lengths of ${open.map((a) => `'${a}'`).join(', ')} in '${pattern}' cannot be told: give them as arguments.`,
      tensor,
    );
    return false;
  }
  if (open.length === 0) {
    if (c.mustEqual(whole, known, 'einops', `${c.name} needs ${text(known)} for ${shown}`))
      return true;
    wrong(
      c,
      `${shown} is ${text(known)} but the axis has ${text(whole)}: ${sizesText(tensor.shape!)} against '${pattern}'.`,
      tensor,
    );
    return false;
  }
  if (group.length === 1) {
    sizes.set(open[0]!, whole);
    return true;
  }
  const exact = hasUnknown(whole) || hasUnknown(known) ? fresh() : divideExact(whole, known);
  if (
    exact === null &&
    !c.mustDivide(whole, known, 'einops', `${c.name} needs an axis that ${text(known)} divides`)
  ) {
    wrong(
      c,
      `an axis of ${text(whole)} is no multiple of ${text(known)} in ${shown}: ${sizesText(tensor.shape!)} against '${pattern}'.`,
      tensor,
    );
    return false;
  }
  sizes.set(open[0]!, exact ?? floorDiv(whole, known));
  return true;
}

/** The right side's shape. */
function build(right: Side, sizes: ReadonlyMap<string, Dim>, rest: readonly Dim[]): Dim[] | null {
  const shape: Dim[] = [];
  for (const group of right) {
    if (group.includes('…')) {
      if (!group.grouped) {
        shape.push(...rest);
        continue;
      }
    }
    const factors: Dim[] = [];
    for (const a of group) {
      if (a === '…') factors.push(...rest);
      else if (/^\d+$/.test(a)) factors.push(Number(a));
      else {
        const size = sizes.get(a);
        if (size === undefined) return null;
        factors.push(size);
      }
    }
    shape.push(product(factors));
  }
  return shape;
}

const names = (s: Side): Set<string> => new Set(s.flat().filter((a) => !/^\d+$/.test(a)));

/** rearrange, reduce and repeat differ in which names may stand on one side only. */
function apply(kind: 'rearrange' | 'reduce' | 'repeat', lengthsAt: number): Rule {
  return (c, args) => {
    let tensor: Tensor;
    const list =
      args[0] instanceof List || args[0] instanceof Tuple ? (c.items(args[0]) ?? []) : null;
    if (list) {
      const tensors = list.map((v) => c.tensor(v));
      if (tensors.length === 0) return c.unknownTensor('a list that is empty or not known');
      tensor = stacked(c, tensors, 0);
    } else tensor = c.tensor(args[0], 'tensor');
    const pattern = parse(c, args[1]);
    const given = lengths(args, lengthsAt);
    if (!pattern)
      return c.unknownTensor(
        typeof args[1] === 'string' ? 'a wrong pattern' : 'a pattern that is not known',
      );
    const shownPattern = args[1] as string;
    const [l, r] = [names(pattern.left), names(pattern.right)];
    const onlyLeft = [...l].filter((a) => !r.has(a));
    const onlyRight = [...r].filter((a) => !l.has(a) && !(kind === 'repeat' && given.has(a)));
    if (onlyRight.length > 0 || (kind !== 'reduce' && onlyLeft.length > 0)) {
      const name = (onlyRight[0] ?? onlyLeft[0])!;
      wrong(
        c,
        kind === 'repeat' && onlyRight.length > 0
          ? `the length of new axis '${name}' in '${shownPattern}' is not given.`
          : `'${name}' stands on one side of '${shownPattern}' only.`,
        tensor,
      );
      return c.unknownTensor('a wrong pattern');
    }
    const unused = [...given.keys()].find((a) => !l.has(a) && !r.has(a));
    if (unused !== undefined) wrong(c, `'${unused}' does not stand in '${shownPattern}'.`, tensor);
    if (!tensor.shape) return unknownInput(c, tensor, pattern, given);
    const found = match(c, tensor, shownPattern, pattern.left, given);
    if (!found) return c.unknownTensor('a pattern that does not fit', tensor.dtype);
    const shape = build(pattern.right, found.sizes, found.rest);
    const dtype = kind === 'reduce' && args[2] === 'mean' ? 'float' : tensor.dtype;
    return shape
      ? c.make(shape, {
          dtype,
          from: tensor,
          strides: undefined,
          factors: factorsOf(pattern.right, found.sizes),
        })
      : c.unknownTensor('a wrong pattern', dtype);
  };
}

/** Factors of the last axis, where it is a group. */
function factorsOf(right: Side, sizes: ReadonlyMap<string, Dim>): Dim[] | null {
  const last = right[right.length - 1];
  if (!last || last.length < 2 || last.includes('…')) return null;
  return last.map((a) => (/^\d+$/.test(a) ? Number(a) : sizes.get(a)!));
}

/** Of a tensor of unknown shape the pattern still says the rank, and lengths that are given. */
function unknownInput(
  c: OpCall,
  tensor: Tensor,
  pattern: Pattern,
  given: ReadonlyMap<string, Dim>,
): Tensor {
  if (pattern.right.flat().includes('…')) return c.unknownTensor(tensor, tensor.dtype);
  const sizes = new Map(given);
  for (const name of names(pattern.left)) if (!sizes.has(name)) sizes.set(name, fresh());
  const shape = build(pattern.right, sizes, []);
  return shape
    ? c.make(shape, { dtype: tensor.dtype, from: tensor, strides: undefined, why: tensor.why })
    : c.unknownTensor(tensor);
}

/** einops.einsum(x, y, 'b i j, b j k -> b i k'): the pattern comes last, names are words. */
const einopsEinsum: Rule = (c, args) => {
  const items = c.items(args[0]) ?? [];
  const pattern = items[items.length - 1];
  if (typeof pattern !== 'string') return c.unknownTensor('a pattern that is not known');
  const tensors = items.slice(0, -1).map((v) => c.tensor(v, 'tensors'));
  const [l, r] = pattern.split('->');
  const inputs = (l ?? '').split(',').map(side);
  const output = r === undefined ? null : side(r);
  if (!output || inputs.some((i) => i === null) || inputs.length !== tensors.length) {
    wrong(c, `'${pattern}' does not fit ${tensors.length} tensors.`);
    return c.unknownTensor('a wrong pattern');
  }
  const sizes = new Map<string, Dim>();
  let rest: readonly Dim[] | null = [];
  for (const [k, tensor] of tensors.entries()) {
    const groups = inputs[k]!;
    if (!tensor.shape) {
      for (const name of names(groups)) if (!sizes.has(name)) sizes.set(name, fresh());
      if (/\.\.\.|…/.test(l!.split(',')[k]!)) rest = null;
      continue;
    }
    const found = match(c, tensor, pattern, groups, new Map());
    if (!found) return c.unknownTensor('a pattern that does not fit');
    if (rest) rest = broadcastRest(rest, found.rest);
    for (const [name, size] of found.sizes) {
      const before = sizes.get(name);
      if (before === undefined || before === 1) sizes.set(name, size);
      else if (
        size !== 1 &&
        !c.mustEqual(before, size, 'einops', `einsum needs one size for ${name}`)
      )
        wrong(c, `'${name}' stands for ${text(before)} and for ${text(size)}.`, tensor);
    }
  }
  if (!rest && /\.\.\.|…/.test(r!)) return c.unknownTensor('einsum of operands that are not known');
  const shape = build(output, sizes, rest ?? []);
  if (!shape) {
    wrong(c, `a name stands only on the right side of '${pattern}'.`);
    return c.unknownTensor('a wrong pattern');
  }
  return c.make(shape, { from: tensors[0] ?? null, strides: undefined });
};

/** Axes under `...` of two operands, aligned from the right; null where they do not fit. */
function broadcastRest(a: readonly Dim[], b: readonly Dim[]): Dim[] | null {
  const count = Math.max(a.length, b.length);
  const joined: Dim[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = [a[a.length - count + i] ?? 1, b[b.length - count + i] ?? 1];
    if (x === 1 || y === 1) joined.push(x === 1 ? y : x);
    else if (different(x, y)) return null;
    else joined.push(simpler(x, y));
  }
  return joined;
}

/** pack: axes under `*` become one; answers the packed tensor and the shapes. */
const pack: Rule = (c, args) => {
  const tensors = c.tensors(args[0]);
  const pattern = args[1];
  if (!tensors?.length || typeof pattern !== 'string')
    return new Tuple([c.unknownTensor('pack of what is not known'), c.unknown('packed shapes')]);
  const axes = pattern.split(/\s+/).filter(Boolean);
  const star = axes.indexOf('*');
  if (star < 0) {
    wrong(c, `'${pattern}' needs a *.`);
    return new Tuple([c.unknownTensor('a wrong pattern'), c.unknown('packed shapes')]);
  }
  const [before, after] = [star, axes.length - star - 1];
  let total: Dim = 0;
  const shapes: Value[] = [];
  let frame: { lead: readonly Dim[]; tail: readonly Dim[] } | null = null;
  for (const t of tensors) {
    if (!t.shape) return new Tuple([c.unknownTensor(t), c.unknown('packed shapes')]);
    if (t.shape.length < before + after) {
      wrong(
        c,
        `'${pattern}' needs at least ${before + after} axes, but a tensor is ${sizesText(t.shape)}.`,
        t,
      );
      return new Tuple([c.unknownTensor('pack that does not fit'), c.unknown('packed shapes')]);
    }
    const middle = t.shape.slice(before, t.shape.length - after);
    const lead = t.shape.slice(0, before);
    const tail = t.shape.slice(t.shape.length - after);
    if (
      frame &&
      ![...lead, ...tail].every((d, i) =>
        c.mustEqual([...frame!.lead, ...frame!.tail][i]!, d, 'einops', 'pack needs equal sizes'),
      )
    )
      wrong(
        c,
        `tensors of ${sizesText(tensors[0]!.shape!)} and ${sizesText(t.shape)} do not pack as '${pattern}'.`,
        t,
      );
    frame ??= { lead, tail };
    total = sub(total, sub(0, product(middle)));
    shapes.push(sizeTuple(c.runtime, middle));
  }
  return new Tuple([
    c.make([...frame!.lead, total, ...frame!.tail], { from: tensors[0]! }),
    new List(shapes),
  ]);
};

/** unpack: the inverse of pack. */
const unpack: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const shapes = c.items(args[1]);
  const pattern = args[2];
  if (!shapes) return c.unknown('packed shapes that are not known');
  if (!tensor.shape || typeof pattern !== 'string')
    return new List(shapes.map(() => c.unknownTensor(tensor)));
  const axes = pattern.split(/\s+/).filter(Boolean);
  const star = axes.indexOf('*');
  const [lead, tail] = [tensor.shape.slice(0, star), tensor.shape.slice(star + 1)];
  const own = shapes.map((s) => sizesOf(s) ?? null);
  const counts = own.map((s) => (s && !s.includes(-1) ? product(s) : null));
  const total = tensor.shape[star]!;
  const rest = counts.reduce<Dim>((sum, n) => (n === null ? sum : sub(sum, n)), total);
  if (counts.every((n) => n !== null) && !equal(rest, 0) && typeof rest === 'number')
    wrong(c, `the shapes take ${text(sub(total, rest))} of ${text(total)}.`, tensor);
  return new List(
    own.map((s) => {
      if (!s) return c.unknownTensor('a shape that is not known');
      const open = s.indexOf(-1);
      const known = product(s.filter((_, i) => i !== open));
      const middle = s.map((d, i) => (i === open ? (divideExact(rest, known) ?? fresh()) : d));
      return c.make([...lead, ...middle, ...tail], { from: tensor, strides: undefined });
    }),
  );
};

/** parse_shape(x, 'b _ h w') → {'b': …, 'h': …, 'w': …}. */
const parseShape: Rule = (c, args) => {
  const tensor = c.tensor(args[0]);
  const axes = typeof args[1] === 'string' ? args[1].split(/\s+/).filter(Boolean) : null;
  if (!axes) return c.unknown('a pattern that is not known');
  const entries: [Value, Value][] = [];
  const rest = axes.indexOf('...');
  axes.forEach((name, i) => {
    if (!/^[A-Za-z]\w*$/.test(name)) return;
    const at = rest >= 0 && i > rest && tensor.shape ? tensor.shape.length - (axes.length - i) : i;
    entries.push([name, tensor.shape?.[at] ?? c.unknown('a size that is not known')]);
  });
  return c.runtime.dictOf(entries);
};

/** asnumpy gives the tensor back. */
const asNumpy: Rule = (c, args) => c.tensor(args[0]);

export const einopsRows: readonly Row[] = [
  row('rearrange', 'einops', 'tensor, pattern, **axes_lengths', apply('rearrange', 2)),
  row('reduce', 'einops', 'tensor, pattern, reduction, **axes_lengths', apply('reduce', 3)),
  row('repeat', 'einops', 'tensor, pattern, **axes_lengths', apply('repeat', 2)),
  row('einops_einsum einsum', 'einops', '*tensors_and_pattern', einopsEinsum),
  row('pack', 'einops', 'tensors, pattern', pack),
  row('unpack', 'einops', 'tensor, packed_shapes, pattern', unpack),
  row('parse_shape', 'einops', 'x, pattern', parseShape, { event: false }),
  row('asnumpy', 'einops', 'tensor', asNumpy, { event: false }),
];
