/** Input shapes as text: `1x3x224x224`, `Nx3xHxW,1x128:int64`. */
import { type Dim } from '../../shape/dim';
import { parseDim } from '../../shape/print';
import type { DType } from '../../interpreter/values';

export interface StatedShape {
  readonly dims: readonly Dim[];
  readonly dtype: DType;
}

/** Why a text is no list of shapes: a message for the user. */
export class ShapesError extends Error {}

const dtypes: Readonly<Record<string, DType>> = {
  float: 'float', float16: 'float', float32: 'float', float64: 'float', bfloat16: 'float', half: 'float', double: 'float',
  int: 'int', int8: 'int', int16: 'int', int32: 'int', int64: 'int', uint8: 'int', long: 'int',
  bool: 'bool', complex: 'complex', complex64: 'complex', complex128: 'complex',
};

/** Reads shapes separated by commas; sizes are numbers ≥ 0 or names. Throws ShapesError. */
export function parseShapes(text: string): StatedShape[] {
  const trimmed = text.trim();
  if (!trimmed) throw new ShapesError('no sizes: write them as 1x3x224x224');
  return trimmed.split(',').map((part) => parseShape(part.trim()));
}

function parseShape(text: string): StatedShape {
  const [sizes, type, ...more] = text.split(':');
  if (more.length || sizes === undefined) throw new ShapesError(`"${text}" is not a shape: write it as 1x3x224x224`);
  const dtype = type === undefined ? 'float' : dtypes[type.trim().replace(/^torch\./, '')];
  if (!dtype) throw new ShapesError(`"${type}" is not a dtype: use float, int64, bool or complex64`);
  if (sizes.trim() === '()') return { dims: [], dtype };
  const pieces = sizes.trim().replace(/^[[(]|[\])]$/g, '').split(/\s*[x×]\s*(?![a-wyz_0-9]*[a-wyz_])|\s*[x×]\s*/);
  const dims = pieces.map((piece) => {
    if (/^\d+$/.test(piece)) {
      const size = Number(piece);
      if (!Number.isSafeInteger(size)) throw new ShapesError(`${piece} is too large for a size`);
      return size;
    }
    if (/^[A-Za-z_]\w*$/.test(piece)) return parseDim(piece);
    throw new ShapesError(
      piece ? `"${piece}" is not a size: use a number or a name` : `"${text}" lacks a size: write it as 1x3x224x224`,
    );
  });
  return { dims, dtype };
}
