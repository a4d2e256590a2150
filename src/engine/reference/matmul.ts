/** Products of matrices: matmul with batches that broadcast, and einsum. */
import { broadcastShape, broadcastStrides, refuse, shapeText, sizeOf, stridesOf, type Tensor } from '../tensor';
import { multiplyTransposed } from './linear';
import { transpose } from './permute';

/** torch.matmul: vectors, matrices and batches of them that broadcast. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length === 0 || b.shape.length === 0) refuse('a product needs operands with axes');
  const left: Tensor = a.shape.length === 1 ? { shape: [1, a.shape[0]!], data: a.data } : a;
  const right: Tensor = b.shape.length === 1 ? { shape: [b.shape[0]!, 1], data: b.data } : b;
  const [m, k] = left.shape.slice(-2) as [number, number];
  const [inner, n] = right.shape.slice(-2) as [number, number];
  if (k !== inner) refuse(`${shapeText(a.shape)} and ${shapeText(b.shape)} cannot be multiplied`);
  const batch = broadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const turned = transpose(right, right.shape.length - 2, right.shape.length - 1).data;
  const data = new Float32Array(sizeOf(batch) * m * n);
  const ofLeft = broadcastStrides(left.shape.slice(0, -2), batch);
  const ofRight = broadcastStrides(right.shape.slice(0, -2), batch);
  const own = stridesOf(batch);
  const count = sizeOf(batch);
  for (let i = 0; i < count; i++) {
    let [x, y, rest] = [0, 0, i];
    own.forEach((stride, axis) => {
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      x += at * ofLeft[axis]!;
      y += at * ofRight[axis]!;
    });
    multiplyTransposed(
      left.data.subarray(x * m * k, (x + 1) * m * k),
      turned.subarray(y * k * n, (y + 1) * k * n),
      [m, n, k],
      data.subarray(i * m * n, (i + 1) * m * n),
    );
  }
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])];
  return { shape, data };
}

/** Sums of products by an equation such as `bhqd,bhkd->bhqk`; `...` stands for axes that broadcast. */
export function einsum(equation: string, operands: readonly Tensor[]): Tensor {
  const [left = '', right] = equation.replace(/\s/g, '').split('->');
  const terms = left.split(',');
  if (terms.length !== operands.length) refuse(`the equation has ${terms.length} operands, not ${operands.length}`);
  // The ellipsis becomes capital Greek letters, counted from the right.
  const dots = Math.max(...terms.map((t, i) => (t.includes('...') ? operands[i]!.shape.length - (t.length - 3) : 0)));
  const letters = (count: number): string => Array.from({ length: count }, (_, i) => String.fromCharCode(0x391 + dots - count + i)).join('');
  const spelled = terms.map((t, i) => t.replace('...', letters(operands[i]!.shape.length - (t.length - 3))));
  const once = [...new Set(spelled.join(''))].filter((l) => spelled.join('').split(l).length === 2 && l < '\u0391').sort();
  const result = right === undefined ? letters(dots) + once.join('') : right.replace('...', letters(dots));
  const sizes = new Map<string, number>();
  spelled.forEach((term, i) => {
    if (term.length !== operands[i]!.shape.length) refuse(`'${term}' does not name the ${operands[i]!.shape.length} axes`);
    [...term].forEach((letter, axis) => {
      const size = operands[i]!.shape[axis]!;
      const known = sizes.get(letter) ?? 1;
      if (known !== size && known !== 1 && size !== 1) refuse(`'${letter}' is ${known} and ${size}`);
      sizes.set(letter, Math.max(known, size));
    });
  });
  const pair = asMatmul(spelled, result, operands, sizes);
  return pair ?? einsumByLoops(spelled, result, operands, sizes);
}

/** Two operands without repeated letters: one matmul over batch, rows, columns and the summed letters. */
function asMatmul(terms: readonly string[], result: string, operands: readonly Tensor[], sizes: ReadonlyMap<string, number>): Tensor | null {
  if (terms.length !== 2) return null;
  const [a, b] = terms as [string, string];
  const plain = [a, b, result].every((t) => new Set(t).size === t.length);
  const full = [a, b].every((t, i) => [...t].every((l, axis) => operands[i]!.shape[axis] === sizes.get(l)));
  if (!plain || !full) return null;
  const both = [...a].filter((l) => b.includes(l));
  const batch = both.filter((l) => result.includes(l));
  const summed = both.filter((l) => !result.includes(l));
  const rows = [...a].filter((l) => !b.includes(l));
  const columns = [...b].filter((l) => !a.includes(l));
  if ([...rows, ...columns].some((l) => !result.includes(l))) return null;
  const size = (list: readonly string[]): number => list.reduce((n, l) => n * sizes.get(l)!, 1);
  const order = (t: string, list: readonly string[]): number[] => list.map((l) => t.indexOf(l));
  const left = moved(operands[0]!, order(a, [...batch, ...rows, ...summed]));
  const right = moved(operands[1]!, order(b, [...batch, ...columns, ...summed]));
  const [n, m, c, k] = [size(batch), size(rows), size(columns), size(summed)];
  const data = new Float32Array(n * m * c);
  for (let i = 0; i < n; i++)
    multiplyTransposed(
      left.subarray(i * m * k, (i + 1) * m * k),
      right.subarray(i * c * k, (i + 1) * c * k),
      [m, c, k],
      data.subarray(i * m * c, (i + 1) * m * c),
    );
  const have = [...batch, ...rows, ...columns];
  const product: Tensor = { shape: have.map((l) => sizes.get(l)!), data };
  const wanted = [...result].map((l) => have.indexOf(l));
  return { shape: [...result].map((l) => sizes.get(l)!), data: moved(product, wanted) };
}

function moved(t: Tensor, order: readonly number[]): Float32Array {
  const strides = stridesOf(t.shape);
  const shape = order.map((axis) => t.shape[axis]!);
  const data = new Float32Array(t.data.length);
  walk(shape, [order.map((axis) => strides[axis]!)], (at, [from]) => (data[at] = t.data[from!]!));
  return data;
}

/** Visits every index of a shape with the offsets that several sets of strides give it. */
function walk(shape: readonly number[], strides: readonly (readonly number[])[], visit: (at: number, offsets: number[]) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const offsets = new Array<number>(strides.length).fill(0);
  const total = sizeOf(shape);
  for (let at = 0; at < total; at++) {
    visit(at, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      strides.forEach((s, i) => (offsets[i]! += s[axis]!));
      if (++index[axis]! < shape[axis]!) break;
      strides.forEach((s, i) => (offsets[i]! -= s[axis]! * shape[axis]!));
      index[axis] = 0;
    }
  }
}

function einsumByLoops(terms: readonly string[], result: string, operands: readonly Tensor[], sizes: ReadonlyMap<string, number>): Tensor {
  const summed = [...sizes.keys()].filter((l) => !result.includes(l));
  const letters = [...result, ...summed];
  const shape = letters.map((l) => sizes.get(l) ?? refuse(`'${l}' stands in no operand`));
  const strides = terms.map((term, i) => {
    const own = stridesOf(operands[i]!.shape);
    return letters.map((l) => [...term].reduce((s, t, axis) => s + (t === l && operands[i]!.shape[axis] !== 1 ? own[axis]! : 0), 0));
  });
  const outer = [...result].map((l) => sizes.get(l)!);
  const inner = sizeOf(shape) / Math.max(1, sizeOf(outer));
  const sums = new Float64Array(sizeOf(outer));
  walk(shape, strides, (at, offsets) => {
    let product = 1;
    offsets.forEach((offset, i) => (product *= operands[i]!.data[offset]!));
    sums[Math.floor(at / inner)]! += product;
  });
  return { shape: outer, data: Float32Array.from(sums) };
}
