/** Operations that make tensors: zeros, arange, linspace, tensor, rand, eye, *_like, new_*. Over 400 lines: a table with its small readers. */
import {
  Float,
  List,
  type DType,
  Quotient,
  Tensor,
  Tuple,
  Unknown,
  Range,
  isInt,
  type Value,
} from '../../../interpreter/values';
import type { Initialisation } from '../../../shape/graph';
import {
  type Arg,
  dtypeArgument,
  intOf,
  MOST_KNOWN,
  numberOf,
  type OpCall,
  type Rule,
  sizesOf,
  text,
} from './call';
import { stored } from './elementwise';
import { flatOf } from './numbers';
import { type Row, row, variadic } from './row';
import { ceilDiv, type Dim, fresh, less, maximum, sub } from './sizes';
import { dtypeName, noteDType } from './types';

const factory =
  '*, out=None, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False, memory_format=None';

/** Reads a keyword of the factory part: its position depends on the row, its name does not. */
function finish(c: OpCall, made: Tensor, dtype: Arg): Tensor {
  return noteDType(c.runtime, made, dtypeName(dtype));
}

function negative(c: OpCall, shape: readonly Dim[]): void {
  const wrong = shape.find((d) => less(d, 0));
  if (wrong !== undefined)
    c.fail(
      'negative-size',
      `${c.name} cannot make an axis of ${text(wrong)} elements.`,
      'RuntimeError',
      {
        python: `Trying to create tensor with negative dimension ${text(wrong)}: [${shape.map((d) => text(d)).join(', ')}]`,
      },
    );
}

/** All elements the same, where there are few. */
function filledWith(shape: readonly Dim[], value: number | undefined): number[] | null {
  if (value === undefined) return null;
  let count = 1;
  for (const d of shape) {
    if (typeof d !== 'number' || d < 0) return null;
    count *= d;
  }
  return count <= 16 ? Array<number>(count).fill(value) : null;
}

interface Fill {
  readonly value?: number;
  readonly initialisation?: Initialisation;
  readonly dtype?: DType;
}

/** A tensor of sizes, filled so. `dtypeAt`: position of the dtype argument. */
function filled(c: OpCall, sizes: Arg, dtype: Arg, fill: Fill): Tensor {
  const shape = sizesOf(sizes);
  const kind = dtypeArgument(dtype, fill.dtype ?? 'float');
  if (!shape)
    return finish(
      c,
      c.unknownTensor(sizes instanceof Unknown ? sizes : 'sizes that are not known', kind),
      dtype,
    );
  negative(c, shape);
  const made = c.make(
    shape.map((d) => (less(d, 0) ? fresh() : d)),
    { dtype: kind, known: filledWith(shape, fill.value), strides: null },
  );
  made.initialisation =
    fill.initialisation ??
    (fill.value !== undefined ? { kind: 'constant', value: fill.value } : null);
  return finish(c, made, dtype);
}

/** `zeros(2, 3)`, `zeros((2, 3))`, `zeros(size=(2, 3))`. */
function creatorRow(names: string, fill: Fill): Row {
  return row(names, 'torch', 'size, dtype=None', (c, args) => filled(c, args[0], args[1], fill), {
    call: {
      parameters:
        '*sizes, size=None, out=None, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False, memory_format=None, generator=None, names=None',
      bind: (args) => [args[1] ?? variadic(args, 0), args[3]!],
    },
  });
}

/** `zeros_like(x)`: input, dtype … */
function likeRow(names: string, fill: Fill): Row {
  return row(
    names,
    'torch',
    'input, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None',
    (c, args) => {
      const input = c.tensor(args[0]);
      const kind = dtypeArgument(args[1], fill.dtype ?? input.dtype);
      const made = input.shape
        ? c.make(input.shape, {
            dtype: kind,
            from: input,
            known: filledWith(input.shape, fill.value),
            strides: input.strides,
          })
        : c.unknownTensor(input, kind);
      made.initialisation =
        fill.initialisation ??
        (fill.value !== undefined ? { kind: 'constant', value: fill.value } : null);
      return finish(c, made, args[1]);
    },
  );
}

/** `x.new_zeros(2, 3)`: self, sizes …: of the receiver's type. */
function newRow(name: string, fill: Fill): Row {
  return row(
    name,
    'method',
    'input, size, dtype=None',
    (c, args) => filled(c, args[1], args[2], { ...fill, dtype: c.tensor(args[0]).dtype }),
    {
      method:
        '*sizes, size=None, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False',
      bind: (args) => [args[0]!, args[2] ?? variadic(args, 1), args[3]!],
    },
  );
}

const uniform: Initialisation = { kind: 'uniform', low: 0, high: 1 };
const normal: Initialisation = { kind: 'normal', mean: 0, std: 1 };

/** full(size, fill_value), new_full, full_like. */
function full(c: OpCall, sizes: Arg, value: Arg, dtype: Arg): Tensor {
  const number = numberOf(value);
  const kind: DType =
    value instanceof Float || number === undefined
      ? 'float'
      : typeof value === 'boolean'
        ? 'bool'
        : 'int';
  return filled(c, sizes, dtype, { value: number, dtype: kind });
}

const eye: Rule = (c, args) => {
  const n = intOf(args[0]) ?? fresh();
  const m = args[1] === null || args[1] === undefined ? n : (intOf(args[1]) ?? fresh());
  negative(c, [n, m]);
  const known =
    typeof n === 'number' && typeof m === 'number' && n * m <= MOST_KNOWN
      ? flatOf([n, m], ([i, j]) => Number(i === j))
      : null;
  const made = c.make([n, m], { dtype: dtypeArgument(args[3], 'float'), known, strides: null });
  made.initialisation = { kind: 'eye' };
  return finish(c, made, args[3]);
};

// ---- ranges --------------------------------------------------------------------------------------------------------

/** Bounds as they are called: arange(end), arange(start, end), arange(start, end, step). */
function bindBounds(args: readonly Value[]): Value[] {
  const positional = args[0] instanceof Tuple ? args[0].items : [];
  const [first, second, third] = positional;
  return [
    args[1] ?? (positional.length > 1 ? first! : 0),
    args[2] ?? (positional.length > 1 ? second! : (first ?? null)),
    args[3] ?? third ?? 1,
    args[5]!,
  ];
}

/** arange(end), arange(start, end, step): ⌈(end − start) / step⌉ elements. */
const arange: Rule = (c, args) => {
  const [start, end, step] = args as [Value, Value, Value];
  const all = [start, end, step];
  const float = all.some(
    (v) =>
      v instanceof Float || v instanceof Quotient || (v instanceof Tensor && v.dtype === 'float'),
  );
  const kind = dtypeArgument(args[3], float ? 'float' : 'int');
  const [s, e, d] = all.map(numberOf);
  if (d === 0)
    c.fail('range-step', 'arange with a step of 0.', 'RuntimeError', {
      python: 'step must be nonzero',
    });
  else if (s !== undefined && e !== undefined && d !== undefined) {
    if ((e - s) / d < 0) {
      c.fail(
        'range-step',
        `arange from ${s} to ${e} with a step of ${d}: the signs do not fit.`,
        'RuntimeError',
        {
          python: 'upper bound and lower bound inconsistent with step sign',
        },
      );
      return c.unknownTensor('an empty range', kind);
    }
    const count = Math.max(0, Math.ceil((e - s) / d));
    const known =
      count <= MOST_KNOWN
        ? stored(
            kind,
            Array.from({ length: count }, (_, i) => s + i * d),
          )
        : null;
    return finish(c, c.make([count], { dtype: kind, known, strides: null }), args[3]);
  }
  const [a, b, k] = all.map(intOf);
  if (a !== undefined && b !== undefined && typeof k === 'number' && k !== 0) {
    const length = k > 0 ? ceilDiv(sub(b, a), k) : ceilDiv(sub(a, b), -k);
    return finish(c, c.make([maximum(length, 0)], { dtype: kind, strides: null }), args[3]);
  }
  if (end instanceof Quotient && a === 0 && k === 1)
    return finish(
      c,
      c.make([ceilDiv(end.numerator, end.denominator)], { dtype: kind, strides: null }),
      args[3],
    );
  return finish(c, c.make([fresh()], { dtype: kind, strides: null }), args[3]);
};

/** linspace and logspace: start, end, steps. */
const linspace: Rule = (c, args) => {
  const steps = intOf(args[2]) ?? fresh();
  const log = c.name === 'logspace';
  const dtype = args[log ? 5 : 4];
  const [s, e] = [numberOf(args[0]), numberOf(args[1])];
  negative(c, [steps]);
  let known: number[] | null = null;
  if (
    typeof steps === 'number' &&
    steps >= 0 &&
    steps <= MOST_KNOWN &&
    s !== undefined &&
    e !== undefined
  ) {
    const step = steps > 1 ? Math.fround((e - s) / (steps - 1)) : 0;
    const base = log ? (numberOf(args[3]) ?? 10) : 0;
    // PyTorch counts from the start in the first half and from the end in the second.
    const at = (i: number): number =>
      i < Math.floor(steps / 2)
        ? Math.fround(s + step * i)
        : Math.fround(e - step * (steps - 1 - i));
    known = Array.from({ length: steps }, (_, i) => Math.fround(log ? base ** at(i) : at(i)));
  }
  const kind = dtypeArgument(dtype, 'float');
  return finish(
    c,
    c.make([steps], { dtype: kind, known: known && stored(kind, known), strides: null }),
    dtype,
  );
};

const randint: Rule = (c, args) => {
  const [low, high] = [numberOf(args[0]), numberOf(args[1])];
  if (low !== undefined && high !== undefined && high <= low)
    c.fail('setting-range', `randint: there is no number from ${low} to below ${high}.`, 'RuntimeError', {
      python: `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`,
      argument: ['high', 1],
    });
  return filled(c, args[2], args[3], { dtype: 'int' });
};

const randperm: Rule = (c, args) =>
  c.make([intOf(args[0]) ?? fresh()], { dtype: 'int', strides: null });

/** torch.normal(mean, std), torch.normal(mean, std, size). */
const normalRule: Rule = (c, args) => {
  const size = args[2] ?? null;
  if (size !== null) return filled(c, size, null, { initialisation: normal });
  const tensor = [args[0], args[1]].find((v) => v instanceof Tensor) as Tensor | undefined;
  return tensor ? c.like(tensor, 'float') : c.make([], { dtype: 'float' });
};

const multinomial: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const count = intOf(args[1]) ?? fresh();
  if (input.shape && input.shape.length !== 1 && input.shape.length !== 2) {
    c.wrongRank(input, 'one or two axes', 'prob_dist must be 1 or 2 dim');
    return c.unknownTensor('multinomial of the wrong rank', 'int');
  }
  return input.shape
    ? c.make([...input.shape.slice(0, -1), count], { dtype: 'int', strides: null })
    : c.unknownTensor(input, 'int');
};

// ---- tensors of data -----------------------------------------------------------------------------------------------

/** Sizes, numbers and type of nested lists; null where they are not known. */
interface Data {
  readonly shape: Dim[];
  readonly known: number[] | null;
  readonly dtype: DType;
  readonly ragged: {
    readonly expected: number;
    readonly axis: number;
    readonly got: number;
  } | null;
}

function readData(c: OpCall, value: Value): Data | null {
  const shape: Dim[] = [];
  const known: number[] = [];
  let complete = true;
  let dtype: DType = 'bool';
  let ragged: Data['ragged'] = null;
  let leaves = 0;
  const widen = (kind: DType): void => {
    const order: readonly DType[] = ['bool', 'int', 'float', 'complex'];
    if (order.indexOf(kind) > order.indexOf(dtype)) dtype = kind;
  };
  const walk = (item: Value, depth: number): boolean => {
    if (item instanceof List && item.unknown) return false;
    const items =
      item instanceof List || item instanceof Tuple
        ? item.items
        : item instanceof Range
          ? c.runtime.toList(item)
          : undefined;
    if (item instanceof Range && !items) {
      if (shape.length === depth) shape.push(fresh());
      widen('int');
      complete = false;
      return true;
    }
    if (items) {
      if (shape.length === depth) shape.push(items.length);
      else if (shape[depth] !== items.length)
        ragged ??= { expected: shape[depth] as number, axis: depth, got: items.length };
      return items.every((v) => walk(v, depth + 1));
    }
    if (depth < shape.length) ragged ??= { expected: shape[depth] as number, axis: depth, got: 0 };
    if (++leaves > 2_000_000) return false;
    if (item instanceof Tensor && item.shape) {
      item.shape.forEach((d, i) => {
        if (shape.length === depth + i) shape.push(d);
      });
      widen(item.dtype);
      if (item.known) known.push(...item.known);
      else complete = false;
      return true;
    }
    const number = numberOf(item);
    if (number !== undefined) {
      widen(typeof item === 'boolean' ? 'bool' : item instanceof Float ? 'float' : 'int');
      if (known.length <= MOST_KNOWN) known.push(number);
      return true;
    }
    if (isInt(item)) widen('int');
    else if (item instanceof Quotient || item instanceof Unknown) widen('float');
    else return false;
    complete = false;
    return true;
  };
  if (!walk(value, 0)) return null;
  if (leaves === 0) dtype = 'float';
  return { shape, known: complete ? known : null, dtype, ragged };
}

/** torch.tensor, as_tensor, from_numpy, Tensor(…). */
export function tensorOf(c: OpCall, value: Value, dtype: Arg): Tensor {
  if (value instanceof Tensor) {
    const made = c.like(value, dtypeArgument(dtype, value.dtype), value.known);
    made.strides = null;
    return finish(c, made, dtype);
  }
  const data = readData(c, value);
  if (!data)
    return finish(
      c,
      c.unknownTensor(
        value instanceof Unknown ? value : 'a tensor of data that is not known',
        dtypeArgument(dtype, 'float'),
      ),
      dtype,
    );
  if (data.ragged) {
    const { expected, axis, got } = data.ragged;
    c.fail(
      'ragged-data',
      `The rows of this tensor differ: ${expected} elements, then ${got}, on axis ${axis}.`,
      'ValueError',
      {
        python: `expected sequence of length ${expected} at dim ${axis} (got ${got})`,
        argument: ['data', 0],
      },
    );
  }
  if (value instanceof Unknown)
    return finish(c, c.unknownTensor(value, dtypeArgument(dtype, 'float')), dtype);
  const kind = dtypeArgument(dtype, data.dtype);
  const known = data.known && data.known.length <= MOST_KNOWN ? stored(kind, data.known) : null;
  const made = c.make(data.shape, { dtype: kind, known, strides: null });
  if (data.shape.length === 0 && isInt(value) && typeof value !== 'number')
    (made.attributes ??= new Map()).set('int', value);
  return finish(c, made, dtype);
}

const tensor: Rule = (c, args) => tensorOf(c, args[0]!, args[1]);

/** x.new_tensor(data). */
const newTensor: Rule = (c, args) => tensorOf(c, args[1]!, args[2]);

const vander: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const n =
    args[1] === null || args[1] === undefined
      ? (input.shape?.[input.shape.length - 1] ?? fresh())
      : (intOf(args[1]) ?? fresh());
  return input.shape
    ? c.make([...input.shape, n], { from: input, strides: null })
    : c.unknownTensor(input);
};

export const creationRows: readonly Row[] = [
  creatorRow('zeros', { value: 0 }),
  creatorRow('ones', { value: 1 }),
  creatorRow('empty', {}),
  creatorRow('rand', { initialisation: uniform }),
  creatorRow('randn', { initialisation: normal }),
  row('empty_strided', 'torch', `size, stride, ${factory}`, (c, args) =>
    filled(c, args[0], args[3], {}),
  ),
  row(
    'full',
    'torch',
    'size, fill_value, *, out=None, dtype=None, layout=None, device=None, requires_grad=False',
    (c, args) => full(c, args[0], args[1], args[3]),
  ),
  row('scalar_tensor', 'torch', 's, *, dtype=None, layout=None, device=None', (c, args) =>
    tensorOf(c, args[0]!, args[1]),
  ),
  likeRow('zeros_like', { value: 0 }),
  likeRow('ones_like', { value: 1 }),
  likeRow('empty_like', {}),
  likeRow('rand_like', { initialisation: uniform }),
  likeRow('randn_like', { initialisation: normal }),
  row(
    'full_like',
    'torch',
    'input, fill_value, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None',
    (c, args) => {
      const input = c.tensor(args[0]);
      const made = c.like(input, dtypeArgument(args[2], input.dtype));
      return finish(c, made, args[2]);
    },
  ),
  row(
    'randint_like',
    'torch',
    'input, low=None, high=None, *, dtype=None, layout=None, device=None',
    (c, args) => c.like(c.tensor(args[0])),
  ),
  row('bernoulli', 'torch method inplace', 'input, p=None, *, generator=None', (c, args) =>
    c.like(c.tensor(args[0])),
  ),
  row('poisson', 'torch', 'input, generator=None', (c, args) => c.like(c.tensor(args[0]))),
  row(
    'multinomial',
    'torch method',
    'input, num_samples, replacement=False, *, generator=None',
    multinomial,
  ),
  newRow('new_zeros', { value: 0 }),
  newRow('new_ones', { value: 1 }),
  newRow('new_empty new', {}),
  row(
    'new_full',
    'method',
    'input, size, fill_value, *, dtype=None, device=None, requires_grad=False',
    (c, args) => {
      const made = full(c, args[1], args[2], args[3]);
      return dtypeName(args[3]) ? made : c.like(made, c.tensor(args[0]).dtype, made.known);
    },
  ),
  row(
    'new_tensor',
    'method',
    'input, data, *, dtype=None, device=None, requires_grad=False',
    newTensor,
  ),
  row(
    'eye',
    'torch',
    'n, m=None, *, out=None, dtype=None, layout=None, device=None, requires_grad=False',
    eye,
  ),
  row('arange range', 'torch', 'start, end, step=1, dtype=None', arange, {
    call: {
      parameters:
        '*bounds, start=None, end=None, step=None, out=None, dtype=None, layout=None, device=None, requires_grad=False',
      bind: bindBounds,
    },
  }),
  row(
    'linspace',
    'torch',
    'start, end, steps, *, out=None, dtype=None, layout=None, device=None, requires_grad=False',
    linspace,
  ),
  row(
    'logspace',
    'torch',
    'start, end, steps, base=10.0, *, out=None, dtype=None, layout=None, device=None, requires_grad=False',
    linspace,
  ),
  row('randint', 'torch', 'low, high, size, dtype=None', randint, {
    call: {
      // randint(high, size), randint(low, high, size)
      parameters:
        '*bounds, low=None, high=None, size=None, generator=None, dtype=None, layout=None, device=None, requires_grad=False',
      bind: (args, runtime) => {
        const positional = args[0] instanceof Tuple ? args[0].items : [];
        const size =
          args[3] ??
          positional.find((v) => v instanceof List || v instanceof Tuple) ??
          runtime.unknown('sizes that are not known');
        const bounds = positional.filter((v) => v !== size);
        const high = args[2] ?? bounds[bounds.length - 1] ?? null;
        return [args[1] ?? (bounds.length > 1 ? bounds[0]! : 0), high, size, args[5]!];
      },
    },
  }),
  row(
    'randperm',
    'torch',
    'n, *, generator=None, dtype=None, device=None, requires_grad=False',
    randperm,
  ),
  row('normal', 'torch', 'mean=0.0, std=1.0, size=None, *, generator=None, out=None', normalRule),
  row(
    'tensor',
    'torch',
    'data, *, dtype=None, device=None, requires_grad=False, pin_memory=False',
    tensor,
  ),
  row('as_tensor asarray', 'torch', 'data, dtype=None, device=None', tensor),
  row('from_numpy frombuffer from_dlpack', 'torch', 'ndarray, dtype=None', tensor),
  row('vander', 'torch linalg', 'x, N=None, increasing=False', vander),
];
