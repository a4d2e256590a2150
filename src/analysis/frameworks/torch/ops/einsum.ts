/** torch.einsum: the equation read, sizes per letter checked. */
import { Tensor, type Value } from '../../../interpreter/values';
import { intOf, type OpCall, type Rule, sizesText, text } from './call';
import { type Row, row } from './row';
import { type Dim, different, equal, fresh, simpler } from './sizes';
import { promote } from './types';

function wrong(c: OpCall, message: string, python: string, tensor: Tensor | null = null): void {
  c.fail('einsum', `einsum: ${message}`, 'RuntimeError', {
    python: `einsum(): ${python}`,
    tensor,
    argument: ['equation', 0],
  });
}

/** Letters of an operand; `…` as one entry. Null where the text is no subscript list. */
function letters(subscripts: string): string[] | null {
  const found: string[] = [];
  const compact = subscripts.replaceAll(' ', '');
  for (let i = 0; i < compact.length; i++) {
    if (compact.startsWith('...', i)) {
      if (found.includes('...')) return null;
      found.push('...');
      i += 2;
    } else if (/[A-Za-z]/.test(compact[i]!)) found.push(compact[i]!);
    else return null;
  }
  return found;
}

/** The list form: operand, [0, 1], operand, [1, 2], [0, 2]. */
function fromLists(
  c: OpCall,
  items: readonly Value[],
): { equation: string; operands: Value[] } | null {
  const operands: Value[] = [];
  const inputs: string[] = [];
  let output: string | null = null;
  for (let i = 0; i < items.length; i += 2) {
    const list = c.items(items[i + 1] ?? null);
    const name = (values: readonly Value[]): string | null => {
      let result = '';
      for (const v of values) {
        const n = intOf(v);
        if (typeof n === 'number' && n >= 0 && n < 52)
          result += String.fromCharCode(n < 26 ? 97 + n : 39 + n);
        else if (typeof v === 'object' && v !== null && v.constructor.name === 'Ellipsis')
          result += '...';
        else return null;
      }
      return result;
    };
    if (!list) {
      const last = c.items(items[i]);
      output = last && name(last);
      break;
    }
    const subscript = name(list);
    if (subscript === null) return null;
    operands.push(items[i]!);
    inputs.push(subscript);
  }
  return { equation: inputs.join(',') + (output === null ? '' : `->${output}`), operands };
}

const einsum: Rule = (c, args) => {
  const stated = args[0]!;
  let equation: string;
  let operands = c.items(args[1]) ?? [];
  if (typeof stated !== 'string') {
    const read = stated instanceof Tensor ? fromLists(c, [stated, ...operands]) : null;
    if (!read) return c.unknownTensor('an equation that is not known');
    equation = read.equation;
    operands = read.operands;
  } else {
    equation = stated;
    if (operands.length === 1 && !(operands[0] instanceof Tensor))
      operands = c.items(operands[0]) ?? operands;
  }
  const tensors = operands.map((v) => c.tensor(v, 'operands'));
  const dtype = tensors.reduce((type, t) => promote(type, t.dtype), 'bool' as Tensor['dtype']);
  const unknown = (why: string): Tensor => c.unknownTensor(why, dtype);
  const arrow = equation.indexOf('->');
  const left = arrow < 0 ? equation : equation.slice(0, arrow);
  const inputs = left.split(',').map(letters);
  if (inputs.some((i) => i === null)) {
    wrong(
      c,
      `'${equation}' is no equation.`,
      `invalid subscript given at index 0 in the equation string, subscripts must be in [a-zA-Z]`,
    );
    return unknown('a wrong equation');
  }
  if (inputs.length !== tensors.length) {
    wrong(
      c,
      `the equation has ${inputs.length} operands but gets ${tensors.length}.`,
      inputs.length < tensors.length
        ? 'fewer operands were provided in the equation than tensors'
        : 'more operands were provided in the equation than tensors',
    );
    return unknown('another number of operands');
  }
  const sizes = new Map<string, Dim>();
  let ellipsis: Dim[] = [];
  let failed = false;
  for (const [k, tensor] of tensors.entries()) {
    const list = inputs[k]!;
    const named = list.filter((l) => l !== '...').length;
    const shape = tensor.shape;
    if (!shape) {
      for (const l of list) if (l !== '...' && !sizes.has(l)) sizes.set(l, fresh());
      if (list.includes('...')) failed = true;
      continue;
    }
    const rest = shape.length - named;
    if (rest < 0 || (rest > 0 && !list.includes('...'))) {
      wrong(
        c,
        `'${list.join('')}' names ${named} axes but operand ${k + 1} has ${shape.length}, ${sizesText(shape)}.`,
        `the number of subscripts in the equation (${named}) ${rest < 0 && list.includes('...') ? 'is more than' : 'does not match'} the number of dimensions (${shape.length}) for operand ${k} and no ellipsis was given`,
        tensor,
      );
      return unknown('a wrong equation');
    }
    const own = new Map<string, Dim>();
    let at = 0;
    for (const l of list) {
      if (l === '...') {
        const covered = shape.slice(at, at + rest);
        at += rest;
        const joined = joinEllipsis(c, ellipsis, covered, k, tensor);
        if (!joined) failed = true;
        else ellipsis = joined;
        continue;
      }
      const size = shape[at++]!;
      const repeated = own.get(l);
      if (repeated !== undefined && different(repeated, size)) {
        wrong(
          c,
          `${l} stands for ${text(repeated)} and ${text(size)} in operand ${k + 1}.`,
          `subscript ${l} is repeated for operand ${k} but the sizes don't match, ${text(size)} != ${text(repeated)}`,
          tensor,
        );
        failed = true;
        continue;
      }
      own.set(l, size);
    }
    for (const [l, size] of own) {
      const before = sizes.get(l);
      if (before === undefined || before === 1) sizes.set(l, size);
      else if (size === 1 || equal(before, size))
        sizes.set(l, size === 1 ? before : simpler(before, size));
      else if (!c.mustEqual(before, size, 'einsum', `einsum needs one size for ${l}`)) {
        wrong(
          c,
          `${l} stands for ${text(before)} and for ${text(size)} (operand ${k + 1}, ${sizesText(shape)}).`,
          `subscript ${l} has size ${text(size)} for operand ${k} which does not broadcast with previously seen size ${text(before)}`,
          tensor,
        );
        failed = true;
      } else sizes.set(l, simpler(before, size));
    }
  }
  const output =
    arrow < 0 ? implicitOutput(inputs as string[][]) : letters(equation.slice(arrow + 2));
  if (!output) {
    wrong(c, `'${equation}' has no right side.`, 'invalid subscript given for the output');
    return unknown('a wrong equation');
  }
  if (new Set(output).size !== output.length) {
    wrong(
      c,
      `a letter stands twice on the right side of '${equation}'.`,
      `output subscript ${output.find((l, i) => output.indexOf(l) !== i)} appears more than once in the output`,
    );
    return unknown('a wrong equation');
  }
  for (const l of output)
    if (l !== '...' && !sizes.has(l)) {
      wrong(
        c,
        `${l} stands only on the right side of '${equation}'.`,
        `output subscript ${l} does not appear in the equation for any input operand`,
      );
      return unknown('a wrong equation');
    }
  if (failed && output.includes('...')) return unknown('einsum of operands that are not known');
  const shape = output.flatMap((l) => (l === '...' ? ellipsis : [sizes.get(l)!]));
  return c.make(shape, { dtype, from: tensors[0] ?? null, strides: undefined });
};

/** Axes under `…` broadcast. */
function joinEllipsis(
  c: OpCall,
  a: readonly Dim[],
  b: readonly Dim[],
  operand: number,
  tensor: Tensor,
): Dim[] | null {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length];
    const y = b[i - rank + b.length];
    if (x === undefined || x === 1) result.push(y ?? x!);
    else if (y === undefined || y === 1 || equal(x, y)) result.push(x);
    else if (!c.mustEqual(x, y, 'einsum', 'einsum needs equal sizes under …')) {
      wrong(
        c,
        `… stands for ${text(x)} and for ${text(y)} (operand ${operand + 1}).`,
        `dimension ${i} covered by ellipsis in operand ${operand}has size ${text(y)} which does not broadcast with previously seen ellipsis with size ${text(x)} for the respective dimension`,
        tensor,
      );
      return null;
    } else result.push(simpler(x, y));
  }
  return result;
}

/** Without an arrow: letters that occur once, in order of the alphabet (capitals first), after `…`. */
function implicitOutput(inputs: readonly string[][]): string[] {
  const counts = new Map<string, number>();
  for (const l of inputs.flat()) counts.set(l, (counts.get(l) ?? 0) + 1);
  const once = [...counts].filter(([l, n]) => n === 1 && l !== '...').map(([l]) => l);
  once.sort((a, b) => (a < b ? -1 : 1));
  return counts.has('...') ? ['...', ...once] : once;
}

export const einsumRows: readonly Row[] = [row('einsum', 'torch', 'equation, *operands', einsum)];
