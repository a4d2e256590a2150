/** Places of the interpreter as ranges of the report. */
import type { Place } from '../interpreter/place';
import type { TextRange } from './report';

/** The absolute range of a place. */
export function rangeOf(place: Place): TextRange {
  const { unit, start, end } = place;
  return { file: unit.file.name, start: unit.start + start, end: unit.start + end };
}

/** The range of a place that may be missing, or that ConvLens's own prelude is. */
export function rangeOrNull(place: Place | null | undefined): TextRange | null {
  return place && place.unit.file.origin !== 'prelude' ? rangeOf(place) : null;
}

/** One text per range, for maps. */
export function rangeKey(range: TextRange): string {
  return `${range.file}:${range.start}:${range.end}`;
}
