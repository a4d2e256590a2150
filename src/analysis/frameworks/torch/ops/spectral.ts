/** Fourier transforms: torch.fft, stft, istft, windows. */
import { Tensor, type DType } from '../../../interpreter/values';
import { flagOf, intOf, type OpCall, type Rule, sizesOf, sizesText, text } from './call';
import { type Row, row } from './row';
import { add, type Dim, floorDiv, fresh, less, mul, sub } from './sizes';

type Kind = 'complex' | 'half' | 'real';

/** The size of a transformed axis. `half`: real input, only the first half is kept. `real`: the inverse of that. */
function transformed(size: Dim, n: Dim | undefined, kind: Kind): Dim {
  const length = n ?? (kind === 'real' ? mul(2, sub(size, 1)) : size);
  return kind === 'half' ? add(floorDiv(length, 2), 1) : length;
}

function resultType(kind: Kind): DType {
  return kind === 'real' ? 'float' : 'complex';
}

function positive(c: OpCall, size: Dim): void {
  if (!less(size, 1)) return;
  c.fail('fft-size', `${c.name}: ${text(size)} points cannot be transformed.`, 'RuntimeError', {
    python: `Invalid number of data points (${text(size)}) specified`,
  });
}

/** One axis: input, n, dim, norm. */
function single(kind: Kind): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const n = args[1] === null ? undefined : (intOf(args[1]) ?? fresh());
    if (!input.shape) return c.unknownTensor(input, resultType(kind));
    if (input.shape.length === 0) {
      c.wrongRank(
        input,
        'a tensor with axes',
        'Dimension specified as -1 but tensor has no dimensions',
        'IndexError',
      );
      return c.unknownTensor('a transform of a number', resultType(kind));
    }
    const axis = c.axis(args[2], input.shape.length);
    if (axis === null) return c.unknownTensor('an axis that is not known', resultType(kind));
    const size = input.shape[axis]!;
    const points = n ?? (kind === 'real' ? mul(2, sub(size, 1)) : size);
    positive(c, points);
    return c.make(
      input.shape.map((d, i) => (i === axis ? transformed(d, n, kind) : d)),
      { dtype: resultType(kind), from: input, strides: undefined },
    );
  };
}

/** Several axes: input, s, dim, norm. The last of them is the one that is halved. */
function several(kind: Kind, defaultAxes: readonly number[] | null): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const s = args[1] === null || args[1] === undefined ? undefined : sizesOf(args[1]);
    if (!input.shape) return c.unknownTensor(input, resultType(kind));
    const rank = input.shape.length;
    let dims: readonly Dim[] | undefined =
      args[2] === null || args[2] === undefined ? undefined : sizesOf(args[2]);
    if (!dims)
      dims = s ? s.map((_, i) => i - s.length) : (defaultAxes ?? input.shape.map((_, i) => i));
    if (defaultAxes && (args[2] === null || args[2] === undefined)) dims = defaultAxes;
    const axes: number[] = [];
    for (const d of dims) {
      const axis = c.axis(d, rank);
      if (axis === null) return c.unknownTensor('axes that are not known', resultType(kind));
      if (axes.includes(axis)) {
        c.fail('dim-range', `${c.name} names axis ${axis} twice.`, 'RuntimeError', {
          python: 'FFT dims must be unique',
        });
        return c.unknownTensor('an axis twice', resultType(kind));
      }
      axes.push(axis);
    }
    if (s && s.length !== axes.length && args[2] !== null && args[2] !== undefined)
      c.fail('fft-size', `${c.name}: ${s.length} sizes for ${axes.length} axes.`, 'RuntimeError', {
        python: 'When given, dim and shape arguments must have the same length',
      });
    const shape = input.shape.slice();
    axes.forEach((axis, i) => {
      const given = s?.[i];
      const n = given === undefined || given === -1 ? undefined : given;
      const last = i === axes.length - 1;
      const points = n ?? (last && kind === 'real' ? mul(2, sub(shape[axis]!, 1)) : shape[axis]!);
      positive(c, points);
      shape[axis] = last ? transformed(shape[axis]!, n, kind) : (n ?? shape[axis]!);
    });
    return c.make(shape, { dtype: resultType(kind), from: input, strides: undefined });
  };
}

const frequencies: Rule = (c, args) => {
  const n = intOf(args[0]) ?? fresh();
  return c.make([c.name === 'rfftfreq' ? add(floorDiv(n, 2), 1) : n], { strides: null });
};

const shift: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  if (input.shape) c.axes(args[1], input.shape.length);
  return c.like(input);
};

// ---- short-time transforms -----------------------------------------------------------------------------------------

/** input, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex, align_to_window. */
const stft: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const n = intOf(args[1]) ?? fresh();
  const hop = args[2] === null ? floorDiv(n, 4) : (intOf(args[2]) ?? fresh());
  const windowLength = args[3] === null ? n : (intOf(args[3]) ?? fresh());
  const window = args[4] instanceof Tensor ? args[4] : null;
  const center = flagOf(args[5]);
  const complexInput = input.dtype === 'complex' || window?.dtype === 'complex';
  const onesided = args[8] === null || args[8] === undefined ? !complexInput : flagOf(args[8]);
  const returnsComplex =
    args[9] === null || args[9] === undefined ? (complexInput ? true : null) : flagOf(args[9]);
  const fail = (message: string, python: string, argument?: readonly [string, number]): void =>
    c.fail('stft', `stft: ${message}`, 'RuntimeError', { python, tensor: input, argument });
  if (returnsComplex === null)
    fail(
      'return_complex must be given for real inputs.',
      'stft requires the return_complex parameter be given for real inputs, and will further require that return_complex=True in a future PyTorch release.',
    );
  if (!input.shape) return c.unknownTensor(input, 'complex');
  if (input.shape.length !== 1 && input.shape.length !== 2) {
    c.wrongRank(
      input,
      'a signal of one or two axes',
      `stft expected a 1D or 2D tensor, but got ${input.shape.length}D`,
    );
    return c.unknownTensor('stft of the wrong rank', 'complex');
  }
  let length = input.shape[input.shape.length - 1]!;
  if (center === true) {
    const half = floorDiv(n, 2);
    const mode = args[6];
    if (
      (mode === 'reflect' || mode === undefined) &&
      !c.mustReach(length, add(half, 1), 'stft', 'stft reflects half a window')
    )
      fail(
        `half a window of ${text(half)} cannot be reflected in a signal of ${text(length)}.`,
        `Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (${text(half)}, ${text(half)}) at dimension 2 of input ${sizesText(input.shape)}`,
        ['n_fft', 1],
      );
    length = add(length, mul(2, half));
  }
  if (less(n, 1) || !c.mustReach(length, n, 'stft', 'stft needs a signal as long as its window'))
    fail(
      `a window of ${text(n)} does not fit into ${text(length)} samples.`,
      `stft: expected 0 < n_fft < ${text(length)}, but got n_fft=${text(n)}`,
      ['n_fft', 1],
    );
  if (less(hop, 1))
    fail(
      'hop_length must be positive.',
      `stft: expected hop_length > 0, but got hop_length=${text(hop)}`,
      ['hop_length', 2],
    );
  if (less(windowLength, 1) || less(n, windowLength))
    fail(
      `win_length ${text(windowLength)} must be between 1 and n_fft ${text(n)}.`,
      `stft: expected 0 < win_length <= n_fft, but got win_length=${text(windowLength)}`,
      ['win_length', 3],
    );
  if (
    window?.shape &&
    (window.shape.length !== 1 ||
      !c.mustEqual(window.shape[0]!, windowLength, 'stft', 'the window must fit'))
  )
    fail(
      `the window has ${sizesText(window.shape)} elements, but win_length is ${text(windowLength)}.`,
      `stft: expected a 1D window tensor of size equal to win_length=${text(windowLength)}, but got window with size ${sizesText(window.shape)}`,
      ['window', 4],
    );
  const frames = less(hop, 1) ? fresh() : add(floorDiv(sub(length, n), hop), 1);
  const bins = onesided === undefined ? fresh() : onesided ? add(floorDiv(n, 2), 1) : n;
  const lead = input.shape.slice(0, -1);
  if (returnsComplex === false)
    return c.make([...lead, bins, frames, 2], { dtype: 'float', from: input, strides: undefined });
  return c.make([...lead, bins, frames], { dtype: 'complex', from: input, strides: undefined });
};

/** input, n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex. */
const istft: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  const n = intOf(args[1]) ?? fresh();
  const hop = args[2] === null ? floorDiv(n, 4) : (intOf(args[2]) ?? fresh());
  const center = flagOf(args[5]);
  const onesided = args[7] === null || args[7] === undefined ? true : flagOf(args[7]);
  const length = args[8] === null || args[8] === undefined ? null : (intOf(args[8]) ?? fresh());
  if (!input.shape) return c.unknownTensor(input);
  const rank = input.shape.length;
  if (input.dtype !== 'complex' && c.typeIsCertain(input))
    c.fail(
      'stft',
      'istft takes a complex tensor, as stft(…, return_complex=True) makes it.',
      'RuntimeError',
      {
        python:
          'istft requires a complex-valued input tensor matching the output from stft with return_complex=True.',
        tensor: input,
      },
    );
  if (rank !== 2 && rank !== 3) {
    c.wrongRank(
      input,
      'frequencies × frames (with a batch or without)',
      `istft: expected a tensor with 2 or 3 dimensions, but got ${rank}`,
    );
    return c.unknownTensor('istft of the wrong rank');
  }
  const bins = input.shape[rank - 2]!;
  const frames = input.shape[rank - 1]!;
  const expected = onesided === false ? n : add(floorDiv(n, 2), 1);
  if (
    onesided !== undefined &&
    !c.mustEqual(bins, expected, 'stft', 'istft needs the frequencies of stft')
  )
    c.fail(
      'stft',
      `istft of n_fft=${text(n)} takes ${text(expected)} frequencies, not ${text(bins)}.`,
      'RuntimeError',
      {
        python: `istft: expected the frequency dimension (3rd to the last) of the input tensor to match n_fft / 2 + 1 when onesided=True, but got ${text(bins)}`,
        tensor: input,
      },
    );
  const full = add(n, mul(hop, sub(frames, 1)));
  const usual = center === undefined ? fresh() : center ? sub(full, mul(2, floorDiv(n, 2))) : full;
  return c.make([...input.shape.slice(0, -2), length ?? usual], {
    dtype: flagOf(args[9]) === true ? 'complex' : 'float',
    from: input,
    strides: null,
  });
};

/** hann_window and its kin: a vector; known numbers are not needed. */
const window: Rule = (c, args) => {
  const n = intOf(args[0]) ?? fresh();
  if (less(n, 0))
    c.fail('fft-size', `${c.name} of a negative length.`, 'RuntimeError', {
      python: `${c.name} requires non-negative window_length, got window_length=${text(n)}`,
    });
  return c.make([n], { strides: null });
};

const windowParameters =
  'window_length, periodic=True, *, dtype=None, layout=None, device=None, requires_grad=False';

export const spectralRows: readonly Row[] = [
  ...(['fft', 'ifft'] as const).map((name) =>
    row(name, 'fft', 'input, n=None, dim=-1, norm=None, *, out=None', single('complex')),
  ),
  ...(['rfft', 'ihfft'] as const).map((name) =>
    row(name, 'fft', 'input, n=None, dim=-1, norm=None, *, out=None', single('half')),
  ),
  ...(['irfft', 'hfft'] as const).map((name) =>
    row(name, 'fft', 'input, n=None, dim=-1, norm=None, *, out=None', single('real')),
  ),
  ...(['fft2', 'ifft2'] as const).map((name) =>
    row(
      name,
      'fft',
      'input, s=None, dim=None, norm=None, *, out=None',
      several('complex', [-2, -1]),
    ),
  ),
  ...(['rfft2', 'ihfft2'] as const).map((name) =>
    row(name, 'fft', 'input, s=None, dim=None, norm=None, *, out=None', several('half', [-2, -1])),
  ),
  ...(['irfft2', 'hfft2'] as const).map((name) =>
    row(name, 'fft', 'input, s=None, dim=None, norm=None, *, out=None', several('real', [-2, -1])),
  ),
  ...(['fftn', 'ifftn'] as const).map((name) =>
    row(name, 'fft', 'input, s=None, dim=None, norm=None, *, out=None', several('complex', null)),
  ),
  ...(['rfftn', 'ihfftn'] as const).map((name) =>
    row(name, 'fft', 'input, s=None, dim=None, norm=None, *, out=None', several('half', null)),
  ),
  ...(['irfftn', 'hfftn'] as const).map((name) =>
    row(name, 'fft', 'input, s=None, dim=None, norm=None, *, out=None', several('real', null)),
  ),
  ...(['fftfreq', 'rfftfreq'] as const).map((name) =>
    row(
      name,
      'fft',
      'n, d=1.0, *, out=None, dtype=None, layout=None, device=None, requires_grad=False',
      frequencies,
    ),
  ),
  ...(['fftshift', 'ifftshift'] as const).map((name) => row(name, 'fft', 'input, dim=None', shift)),
  row(
    'stft',
    'torch method',
    "input, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None",
    stft,
  ),
  row(
    'istft',
    'torch method',
    'input, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False',
    istft,
  ),
  row('hann_window', 'torch', windowParameters, window),
  row('bartlett_window', 'torch', windowParameters, window),
  row('blackman_window', 'torch', windowParameters, window),
  row(
    'hamming_window',
    'torch',
    'window_length, periodic=True, alpha=0.54, beta=0.46, *, dtype=None, layout=None, device=None, requires_grad=False',
    window,
  ),
  row(
    'kaiser_window',
    'torch',
    'window_length, periodic=True, beta=12.0, *, dtype=None, layout=None, device=None, requires_grad=False',
    window,
  ),
];
