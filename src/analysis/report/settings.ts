/** Arguments of traced operations by name, as numbers where they are numbers. */
import type { OpEvent } from '../interpreter/trace';
import { isInt, List, Tensor, Tuple, type Value } from '../interpreter/values';
import type { Dim } from '../shape/dim';

/** The bound argument of that name; undefined where the operation has none. */
export function argument(event: OpEvent, name: string): Value | undefined {
  const index = event.signature.byName.get(name);
  return index === undefined ? undefined : event.args[index];
}

/** The bound argument of that name where it is a tensor of known rank. */
export function tensorArgument(event: OpEvent, name: string): (Tensor & { shape: readonly Dim[] }) | null {
  const value = argument(event, name);
  return value instanceof Tensor && value.shape ? (value as Tensor & { shape: readonly Dim[] }) : null;
}

/** One number per axis, from a number or a list of them; null where it is neither. */
export function perAxis(value: Value | undefined, axes: number): Dim[] | null {
  if (isInt(value)) return Array.from({ length: axes }, () => value);
  if (!(value instanceof List || value instanceof Tuple)) return null;
  if (value.items.length === 1 && axes > 1) return perAxis(value.items[0], axes);
  const items: Dim[] = [];
  for (const item of value.items) if (isInt(item)) items.push(item);
  return items.length === axes && value.items.length === axes ? items : null;
}
