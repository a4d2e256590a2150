/** Shapes in type annotations, as jaxtyping writes them: `Float[Tensor, "batch 3 height width"]`. */
import { symbol, type Dim } from '../../shape/dim';
import type { DType } from '../../interpreter/values';
import type { StatedShape } from './shapesText';

const kinds: Readonly<Record<string, DType>> = {
  Float: 'float', Float16: 'float', Float32: 'float', Float64: 'float', BFloat16: 'float', Num: 'float', Real: 'float', Inexact: 'float', Shaped: 'float',
  Int: 'int', Int8: 'int', Int16: 'int', Int32: 'int', Int64: 'int', UInt8: 'int', Integer: 'int', UInt: 'int',
  Bool: 'bool', Complex: 'complex', Complex64: 'complex', Complex128: 'complex',
};

/** The shape an annotation states; null where it states none, or one with a part of any length (`...`, `*batch`). */
export function annotatedShape(annotation: string): StatedShape | null {
  const match = /^(?:\w+\.)*(\w+)\[.*?,\s*(["'])(.*)\2\s*\]$/s.exec(annotation.trim());
  const dtype = match ? kinds[match[1]!] : undefined;
  if (!match || !dtype) return null;
  const dims: Dim[] = [];
  let anonymous = 0;
  for (const raw of match[3]!.split(/\s+/).filter(Boolean)) {
    const token = raw.replace(/^[#?]+/, '');
    const named = /^([A-Za-z_]\w*)=(.+)$/.exec(token);
    const size = named ? named[2]! : token;
    if (/^\d+$/.test(size)) dims.push(Number(size));
    else if (size === '_') dims.push(symbol(`size${++anonymous}`));
    else if (/^[A-Za-z]\w*$/.test(size)) dims.push(symbol(size));
    else return null;
  }
  return dims.length ? { dims, dtype } : null;
}
