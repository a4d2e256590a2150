/** Problems as diagnostics, live; severities per rule from the settings. */
import * as vscode from 'vscode';
import type { ProblemReport } from '../../analysis/report/report';
import type { ReportChange, Reports } from '../reports';
import { setting } from '../settings';
import { locate, type Source } from '../sources';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Where a rule is explained. */
const rulesPage = 'https://github.com/convlens/convlens/blob/main/docs/rules.md';

export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('convlens');
  /** What a diagnostic was made of, for its fixes: by document, rule and range. */
  private readonly problems = new Map<string, { source: Source; problem: ProblemReport }[]>();
  /** The documents of each source that were given diagnostics. */
  private readonly marked = new Map<string, readonly vscode.Uri[]>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly reports: Reports) {
    this.subscriptions = [
      this.collection,
      reports.onDidChange((change) => this.show(change)),
      reports.onDidClose((source) => this.clear(source)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('convlens.problems')) reports.refresh();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The problems whose diagnostics stand in a range. */
  at(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): { source: Source; problem: ProblemReport; range: vscode.Range }[] {
    return (this.problems.get(document.uri.toString()) ?? []).flatMap(({ source, problem }) => {
      const here = locate(source, problem.place);
      return here && here.range.intersection(range) ? [{ source, problem, range: here.range }] : [];
    });
  }

  private clear(source: Source): void {
    // A cell that was deleted is no part of the notebook any more.
    for (const uri of this.marked.get(source.key) ?? []) {
      this.collection.delete(uri);
      this.problems.delete(uri.toString());
    }
    this.marked.delete(source.key);
  }

  private show({ source, report }: ReportChange): void {
    const made = new Map<vscode.TextDocument, vscode.Diagnostic[]>(
      source.parts.map((p) => [p.document, []]),
    );
    const documents = source.parts.map((p) => p.document.uri);
    for (const uri of this.marked.get(source.key) ?? [])
      if (!documents.some((d) => d.toString() === uri.toString())) this.collection.delete(uri);
    for (const uri of [...(this.marked.get(source.key) ?? []), ...documents])
      this.problems.delete(uri.toString());
    this.marked.set(source.key, documents);
    const enabled = setting<boolean>('problems.enabled', source.uri);
    const overrides = setting<Record<string, string>>('problems.severity', source.uri);
    for (const problem of enabled ? report.problems : []) {
      const severity = overrides[problem.rule] ?? problem.severity;
      const at = locate(source, problem.place);
      if (severity === 'off' || !at) continue;
      const diagnostic = new vscode.Diagnostic(
        at.range,
        problem.message,
        severities[severity as keyof typeof severities] ?? severities[problem.severity],
      );
      diagnostic.source = 'ConvLens';
      diagnostic.code = {
        value: problem.rule,
        target: vscode.Uri.parse(`${rulesPage}#${problem.rule}`),
      };
      diagnostic.relatedInformation = problem.related.flatMap((r) => {
        const there = locate(source, r.place);
        return there
          ? [
              new vscode.DiagnosticRelatedInformation(
                new vscode.Location(there.document.uri, there.range),
                r.message,
              ),
            ]
          : [];
      });
      made.get(at.document)?.push(diagnostic);
      const key = at.document.uri.toString();
      const list = this.problems.get(key);
      if (list) list.push({ source, problem });
      else this.problems.set(key, [{ source, problem }]);
    }
    for (const [document, diagnostics] of made) this.collection.set(document.uri, diagnostics);
  }
}
