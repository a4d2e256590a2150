/** What a symbolic size is made of: named symbols, floor divisions, minima and maxima. Told apart by their keys. */
import type { Dim } from './dim';

/** A named integer ≥ `minimum`; an unknown one prints as `?`. */
export interface SymbolAtom {
  readonly kind: 'symbol';
  readonly key: string;
  readonly name: string;
  readonly minimum: number;
  readonly unknown: boolean;
}
/** `operand // divisor`: a positive constant divisor, or any size where exact division is not possible. */
export interface FloorAtom {
  readonly kind: 'floor';
  readonly key: string;
  readonly operand: Dim;
  readonly divisor: Dim;
}
export interface ExtremeAtom {
  readonly kind: 'min' | 'max';
  readonly key: string;
  readonly left: Dim;
  readonly right: Dim;
}
export type Atom = SymbolAtom | FloorAtom | ExtremeAtom;
