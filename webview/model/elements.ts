/** How many numbers a tensor holds. */
import type { Shape } from '../../src/analysis/report/report';

/** Elements of a shape of known sizes; a batch that is only named counts as one example. */
export function elements(shape: Shape): number | null {
  if (!shape) return null;
  let product = 1;
  for (const [axis, size] of shape.entries()) {
    if (typeof size === 'number') product *= size;
    else if (axis > 0 || size === null) return null;
  }
  return product;
}
