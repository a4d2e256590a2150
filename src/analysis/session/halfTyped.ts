/** Text that somebody is in the middle of typing: told by what it was, and by what it makes worse. */
import type { FileReport, TextRange } from '../report/report';

/** Says whether the lines of a range stand in the text as they stood in an earlier one. */
export function unchangedSince(was: string, now: string): (range: TextRange) => boolean {
  const lines = new Set(was.split('\n'));
  return ({ start, end }) => {
    const from = now.lastIndexOf('\n', start - 1) + 1;
    const to = now.indexOf('\n', end);
    return now.slice(from, to < 0 ? now.length : to).split('\n').every((line) => lines.has(line));
  };
}

/**
 * Is one line of the text the beginning of what stood there, and do errors come of it, or layers go? A number that is cut is a number, and a line
 * that is gone altogether was deleted.
 */
export function isHalfTyped(before: FileReport, after: FileReport, was: string, now: string): boolean {
  const line = cutLine(was, now);
  if (!line) return false;
  const others = before.models.flatMap((model) => model.layers).filter((layer) => !touches(layer.place, line) && !touches(layer.callPlace, line));
  return errors(after) > errors(before) || known(after.models.flatMap((model) => model.layers)) < known(others);

  function touches(place: TextRange | null, { start, end }: { start: number; end: number }): boolean {
    return place !== null && place.file === before.file && place.start < end && place.end > start;
  }
}

const errors = (report: FileReport): number => report.problems.filter((problem) => problem.severity === 'error').length;
const known = (layers: readonly { status: string }[]): number => layers.filter((layer) => layer.status !== 'unknown').length;

/** Where in the earlier text the one line stands that is shorter now; null where anything else differs. */
function cutLine(was: string, now: string): { start: number; end: number } | null {
  const gone = was.length - now.length;
  if (gone <= 0) return null;
  let at = 0;
  while (at < now.length && was[at] === now[at]) at++;
  // The rest is the same: what is gone may be found anywhere among equal characters, at the end of its line as well.
  const end = was.indexOf('\n', at) < 0 ? was.length : was.indexOf('\n', at);
  const from = end - gone;
  const start = was.lastIndexOf('\n', at - 1) + 1;
  if (from < start || was.slice(0, from) + was.slice(end) !== now) return null;
  return /\d$/.test(was.slice(start, from)) && /^\d/.test(was.slice(from)) ? null : { start, end };
}
