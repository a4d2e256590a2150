/** ONNX models written by hand as protobuf: nodes with integer attributes, float initialisers, inputs and outputs. */

type Field = readonly [number, number | string | Uint8Array];

function varint(value: number, into: number[]): void {
  let rest = value;
  while (rest > 127) {
    into.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  into.push(rest);
}

/** A message of fields: numbers as varints, texts and bytes with their length. */
function message(fields: readonly Field[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [id, value] of fields) {
    const head: number[] = [];
    if (typeof value === 'number') {
      varint(id * 8, head);
      varint(value, head);
      parts.push(Uint8Array.from(head));
      continue;
    }
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    varint(id * 8 + 2, head);
    varint(bytes.length, head);
    parts.push(Uint8Array.from(head), bytes);
  }
  const size = parts.reduce((n, p) => n + p.length, 0);
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const float = 1;
const int64 = 7;

function tensorType(shape: readonly number[]): Uint8Array {
  const dims = message(shape.map((n): Field => [1, message([[1, n]])]));
  return message([[1, message([[1, float], [2, dims]])]]);
}

const valueInfo = (name: string, shape: readonly number[]): Uint8Array => message([[1, name], [2, tensorType(shape)]]);

/** One operation. Attributes: lists are integers, numbers with a fraction point floats, others one integer. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;
}

function attribute(name: string, value: number | readonly number[] | { readonly float: number }): Uint8Array {
  if (typeof value === 'number') return message([[1, name], [3, value], [20, 2]]);
  if ('float' in value) {
    const bytes = [...new TextEncoder().encode(name)];
    const raw = new Uint8Array(Float32Array.of(value.float).buffer);
    return Uint8Array.from([10, bytes.length, ...bytes, 2 * 8 + 5, ...raw, ...message([[20, 1]])]);
  }
  return message([[1, name], ...(value as readonly number[]).map((n): Field => [8, n]), [20, 7]]);
}

export interface Initialiser {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** A model's bytes. */
export function model(
  nodes: readonly Node[],
  initialisers: Readonly<Record<string, Initialiser>>,
  inputs: Readonly<Record<string, readonly number[]>>,
  outputs: Readonly<Record<string, readonly number[]>>,
): Uint8Array {
  const graph = message([
    ...nodes.map((n): Field => [
      1,
      message([
        ...n.inputs.map((i): Field => [1, i]),
        ...n.outputs.map((o): Field => [2, o]),
        [4, n.op],
        ...Object.entries(n.attributes ?? {}).map(([name, value]): Field => [5, attribute(name, value)]),
      ]),
    ]),
    [2, 'graph'],
    ...Object.entries(initialisers).map(([name, { shape, data }]): Field => [
      5,
      message([
        ...shape.map((n): Field => [1, n]),
        [2, data instanceof Float32Array ? float : int64],
        [8, name],
        [9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)],
      ]),
    ]),
    ...Object.entries(inputs).map(([name, shape]): Field => [11, valueInfo(name, shape)]),
    ...Object.entries(outputs).map(([name, shape]): Field => [12, valueInfo(name, shape)]),
  ]);
  return message([[1, 8], [7, graph], [8, message([[1, ''], [2, 13]])]]);
}
