/** The kernels that networks run on: emitted ones where there is WebAssembly, else plain TypeScript. */
import type { Accuracy } from './choose';
import type { KernelContext } from './context';
import { EmittedKernels } from './emitted';
import { type Kernels, referenceKernels } from './kernels';

export function kernelsFor(context: (() => KernelContext) | null, accuracy: Accuracy): Kernels {
  return context ? new EmittedKernels(context, accuracy) : referenceKernels;
}
