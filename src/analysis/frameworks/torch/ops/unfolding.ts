/** unfold and fold: windows as columns and back; Tensor.unfold. */
import { outputSize } from '../../../shape/window';
import { type Arg, intOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { type Row, row } from './row';
import { add, type Dim, divideExact, floorDiv, fresh, less, mul, product, sub } from './sizes';
import { kept, stridesOf } from './strides';

/** Two numbers from one or from a pair; other lengths are wrong, also one of a list. */
function pair(
  c: OpCall,
  value: Arg,
  name: string,
  position: number,
  setting: number,
): [Dim, Dim] | null | false {
  const sizes = sizesOf(value);
  if (!sizes) return null;
  const listed = typeof value === 'object' && value !== null && 'items' in value;
  if (!listed) return [sizes[0]!, sizes[0]!];
  if (sizes.length === 2) return [sizes[0]!, sizes[1]!];
  c.problem({
    rule: 'setting-length',
    exception: 'RuntimeError',
    python: `It is expected ${name} equals to 2, but got size ${sizes.length}`,
    message: `{layer}: ${name} takes one number or two, not ${sizes.length}.`,
    setting: [name, setting],
    argument: [name, position],
  });
  return false;
}

interface Settings {
  kernel: [Dim, Dim] | null;
  dilation: [Dim, Dim] | null;
  padding: [Dim, Dim] | null;
  stride: [Dim, Dim] | null;
}

/** kernel_size, dilation, padding, stride from a position on. */
function settings(c: OpCall, args: readonly unknown[], from: number): Settings | null {
  const read = ['kernel_size', 'dilation', 'padding', 'stride'].map((name, i) =>
    pair(c, args[from + i] as Arg, name, from + i, from - 1 + i),
  );
  if (read.some((r) => r === false)) return null;
  const [kernel, dilation, padding, stride] = read as (readonly [Dim, Dim] | null)[];
  const checks: readonly [readonly [Dim, Dim] | null | undefined, number, string][] = [
    [kernel, 1, 'kernel_size'],
    [dilation, 1, 'dilation'],
    [padding, 0, 'padding'],
    [stride, 1, 'stride'],
  ];
  for (const [sizes, least, name] of checks)
    if (sizes?.some((d) => less(d, least))) {
      c.fail('setting-range', `{layer}: ${name} must be at least ${least}.`, 'RuntimeError', {
        python: `${name} should be greater than zero, but got ${name}_height: ${text(sizes[0])} ${name}_width: ${text(sizes[1])}`,
        setting: [name, from - 1],
      });
      return null;
    }
  return { kernel, dilation, padding, stride } as Settings;
}

function blocks(spatial: readonly Dim[], s: Settings): Dim[] | null {
  if (!s.kernel || !s.dilation || !s.padding || !s.stride) return null;
  return spatial.map((d, i) =>
    outputSize(d, {
      kernel: s.kernel![i]!,
      stride: s.stride![i]!,
      dilation: s.dilation![i]!,
      before: s.padding![i]!,
      after: s.padding![i]!,
    }),
  );
}

/** F.unfold: N×C×H×W → N×(C·k·k)×L. */
const unfold: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const s = settings(c, args, 1);
  const shape = input.shape;
  if (!s) return c.unknownTensor('unfold with wrong settings');
  if (!shape)
    return c.make([fresh(), fresh(), fresh()], { from: input, strides: undefined, why: input.why });
  if (shape.length !== 3 && shape.length !== 4) {
    c.wrongRank(
      input,
      'a 4-D tensor (or 3-D without a batch)',
      `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${sizesText(shape)}`,
    );
    return c.unknownTensor('unfold of the wrong rank');
  }
  const lead = shape.slice(0, -3);
  const [channels, height, width] = shape.slice(-3) as [Dim, Dim, Dim];
  const count = blocks([height, width], s);
  if (!count || !s.kernel)
    return c.make(
      [...lead, s.kernel ? mul(channels, mul(s.kernel[0], s.kernel[1])) : fresh(), fresh()],
      { from: input },
    );
  if (
    count.some((d) => !c.mustReach(d, 1, 'output-size-zero', 'unfold needs at least one window'))
  ) {
    const shown = (p: readonly Dim[]): string => `(${p.map((d) => text(d)).join(', ')})`;
    c.fail(
      'output-size-zero',
      `{layer}: no window of ${text(s.kernel[0])}×${text(s.kernel[1])} fits into ${text(height)}×${text(width)}{made}.`,
      'RuntimeError',
      {
        python: `Given input with spatial size ${shown([height, width])}, kernel_size=${shown(s.kernel)}, dilation=${shown(s.dilation!)}, padding=${shown(s.padding!)}, calculated shape of the array of sliding blocks as ${shown(count)}, but its components must be at least one.`,
        setting: ['kernel_size', 0],
        argument: ['input', 0],
        tensor: input,
      },
    );
    return c.make([...lead, mul(channels, mul(s.kernel[0], s.kernel[1])), fresh()], {
      from: input,
    });
  }
  return c.make(
    [...lead, mul(channels, mul(s.kernel[0], s.kernel[1])), mul(count[0]!, count[1]!)],
    { from: input, strides: null },
  );
};

/** F.fold: N×(C·k·k)×L → N×C×H×W. */
const fold: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const out = pair(c, args[1], 'output_size', 1, 0);
  const s = settings(c, args, 2);
  const shape = input.shape;
  if (out === false || !s) return c.unknownTensor('fold with wrong settings');
  const size = out ?? [fresh(), fresh()];
  if (!shape)
    return c.make([fresh(), fresh(), ...size], { from: input, strides: undefined, why: input.why });
  if (shape.length !== 2 && shape.length !== 3) {
    c.wrongRank(
      input,
      'a 3-D tensor (or 2-D without a batch)',
      `Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${sizesText(shape)}`,
    );
    return c.unknownTensor('fold of the wrong rank');
  }
  const lead = shape.slice(0, -2);
  const [columns, length] = shape.slice(-2) as [Dim, Dim];
  if (!s.kernel) return c.make([...lead, fresh(), ...size], { from: input });
  const area = mul(s.kernel[0], s.kernel[1]);
  const shown = (p: readonly Dim[]): string => `(${p.map((d) => text(d)).join(', ')})`;
  if (!c.mustDivide(columns, area, 'fold-sizes', `fold needs columns that ${text(area)} divides`)) {
    c.fail(
      'fold-sizes',
      `{layer}: ${text(columns)} columns are no multiple of the window's ${text(s.kernel[0])}·${text(s.kernel[1])}{made}.`,
      'RuntimeError',
      {
        python: `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${text(columns)} and kernel_size=${shown(s.kernel)}.`,
        setting: ['kernel_size', 1],
        argument: ['input', 0],
        tensor: input,
      },
    );
    return c.make([...lead, fresh(), ...size], { from: input });
  }
  const count = out && blocks(out, s);
  if (count) {
    const tooSmall = count.some((d) => less(d, 1));
    const expected = product(count);
    if (
      tooSmall ||
      !c.mustEqual(length, expected, 'fold-sizes', `fold needs ${text(expected)} windows`)
    )
      c.fail(
        'fold-sizes',
        `{layer}: ${text(out[0])}×${text(out[1])} has ${tooSmall ? 'no' : text(expected)} windows, but the input has ${text(length)}{made}.`,
        'RuntimeError',
        {
          python: `Given output_size=${shown(out)}, kernel_size=${shown(s.kernel)}, dilation=${shown(s.dilation!)}, padding=${shown(s.padding!)}, stride=${shown(s.stride!)}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${shown(count)} = ${text(expected)}, but got input.size(2)=${text(length)}.`,
          setting: ['output_size', 0],
          argument: ['input', 0],
          tensor: input,
        },
      );
  }
  return c.make([...lead, divideExact(columns, area) ?? floorDiv(columns, area), ...size], {
    from: input,
    strides: null,
  });
};

/** tensor.unfold(dimension, size, step): windows of an axis as a new last axis. */
const tensorUnfold: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const [size, step] = [intOf(args[2]) ?? fresh(), intOf(args[3]) ?? fresh()];
  if (!input.shape) return c.unknownTensor(input, input.dtype);
  const axis = c.axis(args[1], input.shape.length, 'dimension');
  if (axis === null) return c.unknownTensor('an axis that is not known', input.dtype);
  const whole = input.shape.length === 0 ? 1 : input.shape[axis]!;
  if (less(size, 0) || less(step, 1)) {
    c.fail(
      'setting-range',
      `unfold needs a size of at least 0 and a step of at least 1.`,
      'RuntimeError',
      {
        python: less(step, 1)
          ? `step is ${text(step)} but must be > 0`
          : `size is ${text(size)} but must be >= 0`,
      },
    );
    return c.unknownTensor('unfold with wrong settings', input.dtype);
  }
  if (
    !c.mustReach(
      whole,
      size,
      'kernel-larger-than-input',
      'unfold needs an axis as large as its window',
    )
  ) {
    c.fail(
      'kernel-larger-than-input',
      `unfold: a window of ${text(size)} is larger than axis ${axis} of ${text(whole)}{made}.`,
      'RuntimeError',
      {
        python: `maximum size for tensor at dimension ${axis} is ${text(whole)} but size is ${text(size)}`,
        argument: ['size', 2],
        tensor: input,
      },
    );
    return c.make([...input.shape.map((d, i) => (i === axis ? fresh() : d)), size], {
      from: input,
      strides: undefined,
    });
  }
  const count = add(floorDiv(sub(whole, size), step), 1);
  const shape = [...input.shape.map((d, i) => (i === axis ? count : d)), size];
  const strides = stridesOf(input);
  return c.make(shape, {
    from: input,
    strides:
      strides &&
      kept(shape, [...strides.map((d, i) => (i === axis ? mul(d, step) : d)), strides[axis] ?? 1]),
  });
};

export const unfoldingRows: readonly Row[] = [
  row('unfold', 'F', 'input, kernel_size, dilation=1, padding=0, stride=1', unfold),
  row('fold', 'F', 'input, output_size, kernel_size, dilation=1, padding=0, stride=1', fold),
  row('tensor_unfold unfold', 'method', 'input, dimension, size, step', tensorUnfold),
];
