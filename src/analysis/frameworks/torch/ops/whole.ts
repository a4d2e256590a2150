/** Sizes and axes are whole numbers: values of other types are told before the shape rule reads them as not known. */
import { Class, Float, Func, Instance, List, Native, Tuple, type Value } from '../../../interpreter/values';
import type { OpCall } from './call';

/** Parameters that PyTorch takes ints for, or lists of ints. */
const sizes =
  /^(sizes?|shape|kernel_size|stride|padding|output_padding|dilation|groups|output_size|repeats|shifts|chunks|split_sizes|split_size_or_sections|num_classes|length)$/;
const axes = /^(dims?|dim0|dim1|start_dim|end_dim)$/;

/** Where such parameters stand in a signature: the name at each index, or undefined. */
export function wholeParameters(names: readonly string[]): readonly (string | undefined)[] {
  const found = names.map((name) => (sizes.test(name) || axes.test(name) ? name : undefined));
  return found.slice(0, found.findLastIndex((name) => name !== undefined) + 1);
}

/** Where PyTorch looks for bools: at a single value, and at the first of a list. */
const noBools = /^(sizes?|shape|kernel_size|stride|padding|dilation|groups|repeats)$/;

/** The type's name where a value can be no whole number; axes may have names (named tensors), padding may be 'same'. */
function wrongType(c: OpCall, value: Value, parameter: string, first = true): string | null {
  if (typeof value === 'boolean') return first && noBools.test(parameter) ? 'bool' : null;
  const words = typeof value === 'string' && !axes.test(parameter) && parameter !== 'padding';
  const fraction = value instanceof Float || (typeof value === 'object' && value !== null && 'numerator' in value);
  const code = value instanceof Class || value instanceof Func || value instanceof Native;
  const module = value instanceof Instance && value.attributes.has('_parameters');
  return words || fraction || code || module ? c.runtime.typeName(value) : null;
}

/**
 * Reports an argument of a type that PyTorch refuses.
 * @param spread the sizes may be written one by one: `view(2, 3)`
 */
export function checkWhole(c: OpCall, names: readonly (string | undefined)[], spread: boolean): void {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const value = c.args[i];
    if (name === undefined || value === undefined || value === null || typeof value === 'number') continue;
    if (!(value instanceof List || value instanceof Tuple)) {
      const type = wrongType(c, value, name);
      if (type !== null) return refuse(c, name, type, i, i, `int, not ${type}`);
      continue;
    }
    if (value instanceof List && value.unknown) continue;
    for (const [at, item] of value.items.entries()) {
      const nested = sizes.test(name) && (item instanceof Tuple || item instanceof List);
      const type = nested ? c.runtime.typeName(item) : wrongType(c, item, name, at === 0);
      if (type !== null)
        return refuse(c, name, type, i, spread ? i + at : i, `tuple of ints, but found element of type ${type} at pos ${at}`);
    }
  }
}

function refuse(c: OpCall, name: string, type: string, index: number, written: number, wanted: string): void {
  c.problem({
    rule: 'whole-number',
    exception: 'TypeError',
    python: `${c.name}(): argument '${name}' (position ${index + 1}) must be ${wanted}`,
    message: `${constructorCalled(c) ?? `{layer}: ${name}`} takes whole numbers, not a ${type}${type === 'float' ? ': use // or int()' : ''}.`,
    setting: [name, 0],
    argument: [name, written],
  });
}

/** Of a layer that is being made: what was called is said, not what that calls. */
function constructorCalled(c: OpCall): string | null {
  const callee = c.runtime.site?.unit.file.origin === 'prelude' ? c.runtime.userSite()?.call.callee : undefined;
  const name = callee?.kind === 'Attribute' ? callee.attribute : callee?.kind === 'Name' ? callee.id : '';
  return /^[A-Z]/.test(name) ? name : null;
}
