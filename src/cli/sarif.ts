/** Problems as SARIF 2.1.0 (OASIS), which code-scanning services read. */
import type { ProblemReport } from '../analysis/report/report';
import type { Locate } from './json';

/** Where a rule is explained. */
const page = 'https://github.com/convlens/convlens';

const levels = { error: 'error', warning: 'warning', information: 'note' } as const;

/** @param uriOf a file's relative URI */
export function sarif(
  problems: readonly ProblemReport[],
  locate: Locate,
  version: string,
  uriOf: (file: string) => string,
) {
  const rules = [...new Set(problems.map((p) => p.rule))].sort();
  const region = (file: string, start: number, end: number) => {
    const from = locate(file, start);
    const to = locate(file, end);
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  };
  const location = (place: ProblemReport['place']) => ({
    physicalLocation: {
      artifactLocation: { uri: uriOf(place.file) },
      region: region(place.file, place.start, place.end),
    },
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ConvLens', version, informationUri: page, rules: rules.map((id) => ({ id, helpUri: `${page}/blob/main/docs/rules.md#${id}` })) } },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => ({
          ruleId: problem.rule,
          ruleIndex: rules.indexOf(problem.rule),
          level: levels[problem.severity],
          message: { text: problem.message },
          locations: [location(problem.place)],
          relatedLocations: problem.related.map((r, id) => ({ id, message: { text: r.message }, ...location(r.place) })),
        })),
      },
    ],
  };
}
