/** Activations that kernels apply to their results before they store them. */
import type { Code } from './assembler';

/** What follows a layer at no cost. */
export type FusedActivation =
  | { readonly kind: 'none' }
  | { readonly kind: 'relu' }
  | { readonly kind: 'clamp'; readonly low: number; readonly high: number }
  | { readonly kind: 'leaky-relu'; readonly slope: number };

export const noActivation: FusedActivation = { kind: 'none' };

/** Applies the activation to a vector local. NaN stays NaN. */
export function emitActivation(code: Code, vector: number, activation: FusedActivation): void {
  switch (activation.kind) {
    case 'none':
      return;
    case 'relu':
      code.get(vector).zero().vMax().set(vector);
      return;
    case 'clamp':
      code.get(vector).splatConst(activation.low).vMax().splatConst(activation.high).vMin().set(vector);
      return;
    case 'leaky-relu':
      code.get(vector).splatConst(activation.slope).vMul().get(vector).get(vector).zero().vLess().vSelect().set(vector);
  }
}

/** The same on one number. */
export function activate(value: number, activation: FusedActivation): number {
  switch (activation.kind) {
    case 'none':
      return value;
    case 'relu':
      return value < 0 ? 0 : value;
    case 'clamp':
      return value < activation.low ? activation.low : value > activation.high ? activation.high : value;
    case 'leaky-relu':
      return value < 0 ? value * activation.slope : value;
  }
}

/** A short text that tells activations apart. */
export function activationKey(activation: FusedActivation): string {
  switch (activation.kind) {
    case 'clamp':
      return `clamp ${activation.low} ${activation.high}`;
    case 'leaky-relu':
      return `leaky ${activation.slope}`;
    default:
      return activation.kind;
  }
}
