/** Settings per axis (kernel_size, stride, padding, dilation) as PyTorch accepts them: one number, or a list of the right length. */
import { type Arg, type OpCall, perAxis, sizesOf } from './call';
import { type Dim, less } from './sizes';

/** Reads one; null where it is not known, false where it is wrong (reported). */
export function setting(
  c: OpCall,
  value: Arg,
  name: string,
  axes: number,
  position: number,
  /** Position in the layer's constructor. */
  constructorPosition: number,
  strict = false,
): Dim[] | null | false {
  const read = perAxis(value, axes);
  const wrong =
    read === 'length' || (strict && axes > 1 && sizesOf(value)?.length === 1 && isList(value));
  if (!wrong) return read as Dim[] | null;
  const count = sizesOf(value)!.length;
  c.problem({
    rule: 'setting-length',
    exception: 'RuntimeError',
    python: `${c.name}: ${name} must either be a single int, or a tuple of ${['', 'one', 'two', 'three'][axes]} ints`,
    message: `{layer}: ${name} takes one number or ${axes}, not ${count}.`,
    setting: [name, constructorPosition],
    argument: [name, position],
  });
  return false;
}

function isList(value: Arg): boolean {
  return typeof value === 'object' && value !== null && 'items' in value;
}

/** Each must be at least `least`; reports the first that is not. */
export function atLeastEach(
  c: OpCall,
  sizes: readonly Dim[],
  least: number,
  name: string,
  position: number,
  constructorPosition: number,
  python: string,
): boolean {
  const wrong = sizes.find((d) => less(d, least));
  if (wrong === undefined) return true;
  c.problem({
    rule: 'setting-range',
    exception: 'RuntimeError',
    python,
    message: `{layer}: ${name} must be at least ${least}, not ${String(wrong)}.`,
    setting: [name, constructorPosition],
    argument: [name, position],
  });
  return false;
}
