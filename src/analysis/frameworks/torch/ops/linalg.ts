/** torch.linalg and its older names: decompositions, inverses, solvers. */
import { Tensor, type DType, type Value } from '../../../interpreter/values';
import { flagOf, type OpCall, type Rule, sizesText, text } from './call';
import { broadcastShapes } from './elementwise';
import { commonShape } from './join';
import { type Row, row } from './row';
import { type Dim, equal, fresh, minimum } from './sizes';
import { namedResult, promote } from './types';

/** A batch of matrices; null where the rank is unknown or wrong (reported). */
function matrices(
  c: OpCall,
  value: Value | undefined,
  square: boolean,
): { tensor: Tensor; batch: Dim[]; rows: Dim; columns: Dim } | null {
  const tensor = c.tensor(value, 'A');
  const shape = tensor.shape;
  if (!shape) return null;
  if (shape.length < 2) {
    c.wrongRank(
      tensor,
      'matrices',
      `linalg.${c.name}: The input tensor A must have at least 2 dimensions.`,
    );
    return null;
  }
  const [rows, columns] = [shape[shape.length - 2]!, shape[shape.length - 1]!];
  if (square && !c.mustEqual(rows, columns, 'square-matrix', `${c.name} needs square matrices`))
    c.fail(
      'square-matrix',
      `${c.name} needs square matrices, not ${text(rows)}×${text(columns)}${'{made}'}.`,
      'RuntimeError',
      {
        python: `linalg.${c.name}: A must be batches of square matrices, but they are ${text(rows)} by ${text(columns)} matrices`,
        tensor,
      },
    );
  return { tensor, batch: shape.slice(0, -2), rows, columns };
}

type Shaper = (
  m: { batch: Dim[]; rows: Dim; columns: Dim },
  args: readonly Value[],
) => readonly (readonly Dim[])[];

/** A rule that answers tensors of these shapes. */
function decompose(
  square: boolean,
  fields: readonly string[] | null,
  shapes: Shaper,
  dtype?: DType,
): Rule {
  return (c, args) => {
    const m = matrices(c, args[0], square);
    const count = fields?.length ?? 1;
    const kind = dtype ?? (m && m.tensor.dtype === 'complex' ? 'complex' : 'float');
    const all = m
      ? shapes(m, args).map((s) => c.make(s, { dtype: kind, from: m.tensor, strides: undefined }))
      : Array.from({ length: count }, () =>
          c.unknownTensor(
            args[0] instanceof Tensor ? args[0] : 'matrices that are not known',
            kind,
          ),
        );
    return fields ? namedResult(c.runtime, c.name, fields, all) : all[0]!;
  };
}

const whole: Shaper = ({ batch, rows, columns }) => [[...batch, rows, columns]];
const transposed: Shaper = ({ batch, rows, columns }) => [[...batch, columns, rows]];
const perMatrix: Shaper = ({ batch }) => [batch];

const svd: Rule = (c, args) =>
  decompose(false, ['U', 'S', 'Vh'], ({ batch, rows, columns }) => {
    const k = minimum(rows, columns);
    const complete = c.name === 'svd' && flagOf(args[1]) === true;
    return [
      [...batch, rows, complete ? rows : k],
      [...batch, k],
      [...batch, complete ? columns : k, columns],
    ];
  })(c, args);

/** The older torch.svd answers V, not its transpose. */
const oldSvd: Rule = (c, args) =>
  decompose(false, ['U', 'S', 'V'], ({ batch, rows, columns }) => {
    const k = minimum(rows, columns);
    return [
      [...batch, rows, k],
      [...batch, k],
      [...batch, columns, k],
    ];
  })(c, args);

const qr: Rule = (c, args) =>
  decompose(false, ['Q', 'R'], ({ batch, rows, columns }) => {
    const k = args[1] === 'complete' ? rows : minimum(rows, columns);
    return [
      [...batch, rows, k],
      [...batch, k, columns],
    ];
  })(c, args);

/** solve(A, B): a matrix or vectors of right sides. */
const solve: Rule = (c, args) => {
  const m = matrices(c, args[0], true);
  const right = c.tensor(args[1], 'B');
  if (!m || !right.shape) return c.unknownTensor(right);
  const vector =
    right.shape.length === 1 ||
    (right.shape.length === m.batch.length + 1 && right.shape.length < m.batch.length + 2);
  const rows = vector ? right.shape[right.shape.length - 1]! : right.shape[right.shape.length - 2]!;
  if (!c.mustEqual(m.columns, rows, 'matmul-sizes', 'solve needs as many rows'))
    c.fail(
      'matmul-sizes',
      `${c.name}: ${sizesText(m.tensor.shape!)} and ${sizesText(right.shape)} do not fit.`,
      'RuntimeError',
      {
        python: `linalg.solve: Incompatible shapes of A and B for the equation AX = B (${text(m.rows)}x${text(m.columns)} and ${text(rows)})`,
        tensor: right,
        others: [m.tensor, right],
      },
    );
  if (vector) return c.make([...m.batch, m.columns], { from: right, strides: null });
  const batch = commonShape(c, [m.batch, right.shape.slice(0, -2)], [m.tensor, right]) ?? m.batch;
  return c.make([...batch, m.columns, right.shape[right.shape.length - 1]!], {
    dtype: promote(m.tensor.dtype, right.dtype),
    from: right,
    strides: undefined,
  });
};

/** lstsq(A, B).solution. */
const leastSquares: Rule = (c, args) => {
  const m = matrices(c, args[0], false);
  const right = c.tensor(args[1], 'B');
  const columns = right.shape?.[right.shape.length - 1] ?? fresh();
  const solution = m
    ? c.make([...m.batch, m.columns, columns], { from: right })
    : c.unknownTensor(right);
  const more = (): Tensor => c.unknownTensor('a by-product of lstsq');
  return namedResult(
    c.runtime,
    'lstsq',
    ['solution', 'residuals', 'rank', 'singular_values'],
    [solution, more(), more(), more()],
  );
};

const matrixPower: Rule = (c, args) => decompose(true, null, whole)(c, args);

const covariance: Rule = (c, args) => {
  const input = c.tensor(args[0]);
  if (!input.shape) return c.unknownTensor(input);
  if (input.shape.length > 2) {
    c.wrongRank(
      input,
      'at most two axes',
      `cov(): expected input to have two or fewer dimensions but got an input with ${input.shape.length} dimensions`,
    );
    return c.unknownTensor('cov of the wrong rank');
  }
  // One variable has one variance.
  return input.shape.length < 2 || equal(input.shape[0]!, 1)
    ? c.make([], { from: input })
    : c.make([input.shape[0]!, input.shape[0]!], { from: input, strides: null });
};

const triangularSolve: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0]), c.tensor(args[1])];
  const shape = broadcastShapes(
    c,
    c.make(a.shape?.slice(0, -2) ?? null, { from: a }),
    c.make(b.shape?.slice(0, -2) ?? null, { from: b }),
  );
  return shape && b.shape
    ? c.make([...shape, ...b.shape.slice(-2)], { from: b })
    : c.unknownTensor(b);
};

const logDeterminant: Rule = (c, args) =>
  decompose(true, ['sign', 'logabsdet'], ({ batch }) => [batch, batch])(c, args);

export const linalgRows: readonly Row[] = [
  row('inv', 'linalg', 'A, *, out=None', decompose(true, null, whole)),
  row('inverse', 'torch method', 'input, *, out=None', decompose(true, null, whole)),
  row(
    'pinv',
    'linalg',
    'A, *, atol=None, rtol=None, hermitian=False',
    decompose(false, null, transposed),
  ),
  row('pinverse', 'torch method', 'input, rcond=1e-15', decompose(false, null, transposed)),
  row('det', 'linalg torch method', 'A', decompose(true, null, perMatrix)),
  row('logdet', 'torch method', 'input', decompose(true, null, perMatrix)),
  row('slogdet', 'linalg torch method', 'A', logDeterminant),
  row(
    'matrix_rank',
    'linalg torch',
    'A, *, tol=None, hermitian=False',
    decompose(false, null, perMatrix, 'int'),
  ),
  row('cond', 'linalg', 'A, p=None', decompose(false, null, perMatrix)),
  row('cholesky', 'linalg torch method', 'A, upper=False', decompose(true, null, whole)),
  row('matrix_exp', 'linalg torch method', 'A', decompose(true, null, whole)),
  row('matrix_power', 'linalg torch method', 'A, n', matrixPower),
  row('svd', 'linalg', 'A, full_matrices=True, *, driver=None', svd),
  row('svd', 'torch method', 'input, some=True, compute_uv=True', oldSvd),
  row(
    'svdvals',
    'linalg',
    'A, *, driver=None',
    decompose(false, null, ({ batch, rows, columns }) => [[...batch, minimum(rows, columns)]]),
  ),
  row('qr', 'linalg', "A, mode='reduced'", qr),
  row('qr', 'torch method', 'input, some=True', qr),
  row(
    'eigh',
    'linalg',
    "A, UPLO='L'",
    decompose(true, ['eigenvalues', 'eigenvectors'], ({ batch, rows }) => [
      [...batch, rows],
      [...batch, rows, rows],
    ]),
  ),
  row(
    'eigvalsh',
    'linalg',
    "A, UPLO='L'",
    decompose(true, null, ({ batch, rows }) => [[...batch, rows]]),
  ),
  row(
    'eig',
    'linalg',
    'A',
    decompose(
      true,
      ['eigenvalues', 'eigenvectors'],
      ({ batch, rows }) => [
        [...batch, rows],
        [...batch, rows, rows],
      ],
      'complex',
    ),
  ),
  row(
    'eigvals',
    'linalg',
    'A',
    decompose(true, null, ({ batch, rows }) => [[...batch, rows]], 'complex'),
  ),
  row('solve', 'linalg', 'A, B, *, left=True', solve),
  row(
    'solve_triangular',
    'linalg',
    'A, B, *, upper, left=True, unitriangular=False',
    triangularSolve,
  ),
  row('lstsq', 'linalg', 'A, B, rcond=None, *, driver=None', leastSquares),
  row('cov', 'torch method', 'input, correction=1, fweights=None, aweights=None', covariance),
  row('corrcoef', 'torch method', 'input', covariance),
];
