/** The runnable graph of a model call: plain data that the analysis writes and the engine executes. */

/** A value that survives JSON: what a bound argument can be. A tensor operand is `{ tensor: id }`. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | { readonly tensor: number }
  | { readonly slice: readonly [Plain, Plain, Plain] }
  | { readonly ellipsis: true }
  | { readonly unknown: string }
  | readonly Plain[];

/** How a parameter or buffer is filled before any training. Bounds and deviations are final numbers. */
export type Initialisation =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  | {
      readonly kind: 'truncated-normal';
      readonly mean: number;
      readonly std: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'orthogonal'; readonly gain: number }
  | { readonly kind: 'dirac' }
  | { readonly kind: 'eye' }
  /** Numbers known to the analysis, row major. */
  | { readonly kind: 'values'; readonly values: readonly number[] };

/** Where a tensor's numbers come from. */
export type TensorSource = 'input' | 'parameter' | 'buffer' | 'constant' | 'node';

/** One tensor of the graph; its id is its index in `Graph.tensors`. */
export interface GraphTensor {
  /** Concrete sizes, or null where one is not a known number. */
  readonly shape: readonly (number | null)[] | null;
  readonly dtype: 'float' | 'int' | 'bool' | 'complex';
  readonly source: TensorSource;
  /** The framework's path of a parameter or buffer (`layer1.0.conv1.weight`), the argument's name of an input. */
  readonly name: string | null;
  /** How to fill a parameter, buffer or constant; null where it is not known. */
  readonly initialisation: Initialisation | null;
}

/** One operation in execution order. */
export interface GraphNode {
  /** PyTorch's functional name: `conv2d`, `linear`, `batch_norm`, `relu`, `add`, `cat`, `view`, `getitem`, … */
  readonly op: string;
  /** Arguments bound to the function's own parameter names, defaults filled in. */
  readonly args: Readonly<Record<string, Plain>>;
  /** Ids of the tensors it makes, in the result's order. */
  readonly outputs: readonly number[];
  /** Index of the layer row (report.layers) that made the call, or -1 for an operation outside of leaf layers. */
  readonly layer: number;
  /** UTF-16 offset of the call in `file`, for "which line is that". */
  readonly file: string;
  readonly offset: number;
  /** Why it cannot be run, where the analysis knows that it cannot. */
  readonly unknown: string | null;
}

/** The whole call. Tensors that nobody makes and that are not inputs, parameters or constants do not exist. */
export interface Graph {
  readonly tensors: readonly GraphTensor[];
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}
