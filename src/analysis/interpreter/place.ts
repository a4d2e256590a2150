/** Where something stands in a source text: units of a file that may shift while the user types. */
import type { Argument, Call } from '../syntax/ast';

/** A file as the analysis sees it. */
export interface SourceFile {
  /** The name it is known by: a URI or a path, as the host gave it. */
  readonly name: string;
  /** Dotted module name (`torchvision.models.resnet`), or the file's stem. */
  readonly moduleName: string;
  /** `user`: may be blamed for problems. `library`: other people's code. `prelude`: ConvLens's own Python text. */
  readonly origin: 'user' | 'library' | 'prelude';
}

/** A group of top-level statements that is parsed and compiled as one; offsets of its nodes are relative to `start`. */
export interface Unit {
  readonly file: SourceFile;
  /** Absolute UTF-16 offset of the unit in its file; the session moves it when text before it changes. */
  start: number;
}

/** A range in a unit. Absolute offsets: `unit.start + start`. */
export interface Place {
  readonly unit: Unit;
  readonly start: number;
  readonly end: number;
}

/** A call expression in the source: made once when it is compiled, so that keeping one costs a pointer. */
export interface CallSite extends Place {
  readonly call: Call;
}

/** The place of an argument as written: by keyword, else by position; null where it came through `*` or `**` or a default. */
export function argumentOf(
  site: CallSite,
  name: string,
  position: number,
): (Argument & Place) | null {
  let index = 0;
  for (const argument of site.call.arguments) {
    if (argument.form === 'keyword' && argument.name === name) return at(site, argument);
    if (argument.form === 'star') index = Number.NEGATIVE_INFINITY;
    if (argument.form === 'positional' && index++ === position) return at(site, argument);
  }
  return null;
}

function at(site: CallSite, argument: Argument): Argument & Place {
  const { start, end } = argument.value;
  return { ...argument, unit: site.unit, start, end };
}
