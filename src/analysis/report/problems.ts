/** Findings of a run as plain data: each once, suppressed where a comment says so, in the order of the text. */
import type { Problem } from '../interpreter/trace';
import { rangeOf } from './places';
import type { ProblemReport, TextRange } from './report';

/** The line of an offset, from 1. */
export type LineOf = (range: TextRange) => number;

/**
 * @param suppressed says whether a comment silences a rule on a line
 */
export function reportProblems(
  problems: readonly Problem[],
  lineOf: LineOf,
  suppressed: (rule: string, range: TextRange) => boolean,
): ProblemReport[] {
  const seen = new Map<string, ProblemReport>();
  for (const problem of problems) {
    if (problem.place.unit.file.origin === 'prelude') continue;
    const place = rangeOf(problem.place);
    if (suppressed(problem.rule, place)) continue;
    const related = problem.related
      .filter((r) => r.place.unit.file.origin !== 'prelude')
      .map((r) => ({ place: rangeOf(r.place), message: r.message }));
    const message = problem.message.replace(/\{line (\d+)\}/g, (_, i: string) => {
      const at = related[Number(i)];
      return at ? `line ${lineOf(at.place)}` : 'another line';
    });
    // One place is told once per rule: a block that is used sixteen times fails sixteen times.
    const key = `${place.file}:${place.start}:${place.end}:${problem.rule}`;
    const before = seen.get(key);
    if (before && rank(before.severity) >= rank(problem.severity)) continue;
    seen.set(key, {
      place,
      severity: problem.severity,
      rule: problem.rule,
      message,
      related,
      fixes: problem.fixes
        .filter((fix) => fix.edits.every((e) => e.place.unit.file.origin === 'user'))
        .map((fix) => ({
          title: fix.title,
          preferred: fix.preferred,
          edits: fix.edits.map((e) => ({ place: rangeOf(e.place), text: e.text })),
        })),
    });
  }
  return [...seen.values()].sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
}

function rank(severity: ProblemReport['severity']): number {
  return severity === 'error' ? 2 : severity === 'warning' ? 1 : 0;
}
