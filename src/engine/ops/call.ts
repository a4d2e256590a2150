/** The arguments of one graph node as an operator reads them, with the tensors behind them. */
import type { GraphNode, GraphTensor, Plain } from '../../analysis/shape/graph';
import type { Kernels } from '../kernels/kernels';
import type { Random } from '../random';
import { axisOf, refuse, scalar, type Tensor } from '../tensor';

/** What an operator answers: one tensor for each output of its node. */
export type Operator = (call: Call) => Tensor | readonly Tensor[];

/** Operators by PyTorch's functional names. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/** A node being run. */
export class Call {
  constructor(
    readonly node: GraphNode,
    private readonly tensors: readonly GraphTensor[],
    private readonly read: (id: number) => Tensor,
    /** The fast paths for what takes long. */
    readonly kernels: Kernels,
    /** Random numbers of this node alone. */
    readonly random: Random,
  ) {}

  /** The argument as the graph has it; missing is null. An unknown one is refused with its reason. */
  argument(name: string): Plain {
    const value = this.node.args[name] ?? null;
    if (value !== null && typeof value === 'object' && 'unknown' in value) refuse(`${this.node.op}: ${name} is not known: ${value.unknown}`);
    return value;
  }

  /** The first of several names that is given. */
  private firstOf(names: string): Plain {
    for (const name of names.split(' ')) {
      const value = this.argument(name);
      if (value !== null) return value;
    }
    return null;
  }

  private asTensor(value: Plain, name: string): Tensor {
    if (isTensor(value)) return this.read(value.tensor);
    if (typeof value === 'number') return scalar(value);
    if (typeof value === 'boolean') return scalar(Number(value));
    return refuse(`${this.node.op}: ${name} is no tensor`);
  }

  /** A tensor, or a number as a tensor without axes. `name` may be several, parted by spaces. */
  tensor(name: string): Tensor {
    return this.asTensor(this.firstOf(name), name);
  }

  /** A tensor or null. */
  optional(name: string): Tensor | null {
    const value = this.firstOf(name);
    return value === null ? null : this.asTensor(value, name);
  }

  /** The numbers of a tensor or null. */
  data(name: string): Float32Array | null {
    return this.optional(name)?.data ?? null;
  }

  /** A list of tensors. */
  list(name: string): Tensor[] {
    const value = this.firstOf(name);
    if (isTensor(value)) return [this.asTensor(value, name)];
    if (!isList(value)) return refuse(`${this.node.op}: ${name} is no list of tensors`);
    // A starred argument that was handed one list holds that list.
    const items = value.length === 1 && isList(value[0]!) ? value[0] : value;
    return items.map((item) => this.asTensor(item, name));
  }

  /** A number; a tensor of one number counts. */
  number(name: string, missing?: number): number {
    const value = this.firstOf(name);
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
    if (isTensor(value)) {
      const tensor = this.read(value.tensor);
      if (tensor.data.length === 1) return tensor.data[0]!;
    }
    if (value === 'inf' || value === '-inf') return value === 'inf' ? Infinity : -Infinity;
    if (value === null && missing !== undefined) return missing;
    return refuse(`${this.node.op}: ${name} is no number`);
  }

  numberOrNull(name: string): number | null {
    return this.firstOf(name) === null ? null : this.number(name);
  }

  flag(name: string, missing = false): boolean {
    const value = this.argument(name);
    return value === null ? missing : value === true || (typeof value === 'number' && value !== 0);
  }

  text(name: string, missing: string): string {
    const value = this.argument(name);
    return typeof value === 'string' ? value : missing;
  }

  /** Numbers: one is repeated `count` times; a list of one, too. Null where it is not given. */
  numbersOrNull(name: string, count?: number): number[] | null {
    const value = this.firstOf(name);
    if (value === null) return null;
    if (isList(value)) {
      const numbers = value.map((item) => this.numberOf(item, name));
      return count !== undefined && numbers.length === 1 ? Array<number>(count).fill(numbers[0]!) : numbers;
    }
    if (isTensor(value)) {
      const { data, shape } = this.read(value.tensor);
      if (shape.length > 0) return Array.from(data);
    }
    return Array<number>(count ?? 1).fill(this.numberOf(value, name));
  }

  numbers(name: string, count?: number, missing?: number): number[] {
    const numbers = this.numbersOrNull(name, count);
    if (numbers && (count === undefined || numbers.length === count)) return numbers;
    if (!numbers && missing !== undefined) return Array<number>(count ?? 1).fill(missing);
    return refuse(`${this.node.op}: ${name} needs ${count ?? 'some'} numbers`);
  }

  private numberOf(value: Plain, name: string): number {
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
    if (isTensor(value) && this.read(value.tensor).data.length === 1) return this.read(value.tensor).data[0]!;
    if (value !== null && typeof value === 'object' && 'unknown' in value) refuse(`${this.node.op}: ${name} is not known: ${value.unknown}`);
    return refuse(`${this.node.op}: ${name} is no number`);
  }

  /** An axis counted from the start. */
  axis(name: string, rank: number, missing?: number): number {
    return axisOf(this.number(name, missing), rank);
  }

  /** The numeric type the analysis gives an output. */
  outputType(index = 0): GraphTensor['dtype'] {
    return this.tensors[this.node.outputs[index] ?? -1]?.dtype ?? 'float';
  }

  /** The numeric type of a tensor argument; of a number: float. */
  typeOf(name: string): GraphTensor['dtype'] {
    const value = this.firstOf(name);
    return isTensor(value) ? (this.tensors[value.tensor]?.dtype ?? 'float') : typeof value === 'boolean' ? 'bool' : 'float';
  }

  /** The sizes the analysis gives an output, where all are known. */
  outputShape(index = 0): readonly number[] | null {
    const shape = this.tensors[this.node.outputs[index] ?? -1]?.shape;
    return shape?.every((n) => n !== null) ? (shape as readonly number[]) : null;
  }

  /** The tensor and its numeric type behind any plain value, for subscripts. */
  behind(value: Plain): { readonly tensor: Tensor; readonly dtype: GraphTensor['dtype'] } | null {
    return isTensor(value) ? { tensor: this.read(value.tensor), dtype: this.tensors[value.tensor]?.dtype ?? 'float' } : null;
  }
}

export function isTensor(value: Plain): value is { readonly tensor: number } {
  return value !== null && typeof value === 'object' && 'tensor' in value;
}

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
