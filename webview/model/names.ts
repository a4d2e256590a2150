/** Short names for long symbolic sides: `16 × h × w` with `h = (H//2 − 3)//2 + 1` where it first appears. */
import type { Shape } from '../../src/analysis/report/report';

/** Texts up to this length are printed as they are. */
const limit = 8;

export interface NamedShape {
  readonly shape: Shape;
  /** Names introduced here: shown beside the shape, once. */
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
}

/** Hands out names along the pipeline, in order; a text keeps the name it got. */
export class ShapeNames {
  private readonly names = new Map<string, string>();
  private readonly taken: Set<string>;

  /** `shapes`: every shape of the model, so that no name collides with a symbol of the source. */
  constructor(shapes: readonly Shape[]) {
    this.taken = new Set();
    for (const shape of shapes) {
      for (const dim of shape ?? []) {
        if (typeof dim === 'string')
          dim.match(/[\p{L}_][\p{L}\p{N}_.]*/gu)?.forEach((word) => this.taken.add(word));
      }
    }
  }

  /** An expression with the names given so far put in: `16·h·w`. */
  shorten(text: string): string {
    let result = text;
    for (const [long, name] of this.names) {
      result = result.replaceAll(`(${long})`, name);
      if (result === long) result = name;
    }
    return result;
  }

  /** The shape with its long sides named; defines a name the first time it is used. */
  name(shape: Shape): NamedShape {
    if (!shape) return { shape, definitions: [] };
    const definitions: { name: string; text: string }[] = [];
    const named = shape.map((dim, axis) => {
      if (typeof dim !== 'string') return dim;
      const shortened = this.shorten(dim);
      if (shortened.length <= limit) return shortened;
      const known = this.names.get(dim);
      if (known !== undefined) return known;
      const fromEnd = shape.length - axis;
      const base =
        shape.length >= 3 && fromEnd === 2 ? 'h' : shape.length >= 3 && fromEnd === 1 ? 'w' : 'c';
      let name = base;
      for (let n = 2; this.taken.has(name); n++) name = `${base}${n}`;
      this.taken.add(name);
      this.names.set(dim, name);
      definitions.push({ name, text: shortened });
      return name;
    });
    return { shape: named, definitions };
  }
}
