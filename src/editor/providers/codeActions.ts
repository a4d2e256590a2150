/** Quick fixes: those of the problem itself, and two ways to silence it. */
import * as vscode from 'vscode';
import type { FixReport, ProblemReport } from '../../analysis/report/report';
import type { Reports } from '../reports';
import { locate, type Source } from '../sources';
import { concerns } from './codeLens';
import type { Diagnostics } from './diagnostics';

/** Rules that an input of another size may satisfy. */
const onSizes = new Set([
  'linear-in-features',
  'view-changes-batch',
  'view-elements',
  'kernel-larger-than-input',
  'output-size-zero',
  'size-condition',
  'cat-sizes',
  'broadcast-sizes',
  'matmul-sizes',
  'rank',
  'channel-order',
  'pixel-shuffle',
  'fold-sizes',
  'split-sizes',
]);
/** Sources of an input that nobody stated: there the input may be what is wrong. */
const doubtful = new Set(['symbols', 'dataset', 'default', 'comment', 'backward', 'project']);

export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly reports: Reports,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const own = context.diagnostics.filter((d) => d.source === 'ConvLens');
    if (own.length === 0 && context.triggerKind !== vscode.CodeActionTriggerKind.Invoke) return [];
    return this.diagnostics.at(document, range).flatMap(({ source, problem, range: at }) => {
      const shown = own.filter((d) => d.range.isEqual(at));
      const fixes = problem.fixes.flatMap((fix) => {
        const edit = editOf(source, fix);
        if (!edit) return [];
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.edit = edit;
        action.diagnostics = shown;
        action.isPreferred = fix.preferred;
        return [action];
      });
      return [
        ...fixes,
        ...this.setInput(source, problem, shown),
        suppressHere(document, at, problem, shown),
        suppressRule(problem, shown),
      ];
    });
  }

  /** Where the input is in doubt, it may be what is wrong; and a kernel that is too large for a stated one may be right. */
  private setInput(
    source: Source,
    problem: ProblemReport,
    diagnostics: vscode.Diagnostic[],
  ): vscode.CodeAction[] {
    if (!onSizes.has(problem.rule)) return [];
    const models = this.reports.latest(source.key)?.report.models ?? [];
    const model =
      models.find((m) => concerns(m, problem)) ?? (models.length === 1 ? models[0] : undefined);
    const [input] = model?.inputs ?? [];
    const shrinks =
      problem.rule === 'kernel-larger-than-input' || problem.rule === 'output-size-zero';
    // An input that the file makes itself is changed there.
    if (!model || !input || input.source === 'call' || !(doubtful.has(input.source) || shrinks))
      return [];
    const action = (title: string, command: string): vscode.CodeAction => {
      const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      made.command = { command, title, arguments: [source.uri.toString(), model.name] };
      made.diagnostics = diagnostics;
      return made;
    };
    return [
      action(vscode.l10n.t('Set the input size of {0}…', model.name), 'convlens.setInputSize'),
      ...(shrinks || problem.rule === 'size-condition'
        ? [action(vscode.l10n.t('What sizes work for {0}?', model.name), 'convlens.whatSizesWork')]
        : []),
    ];
  }
}

/** The edit of a fix; undefined where a part of it lies elsewhere. */
export function editOf(source: Source, fix: FixReport): vscode.WorkspaceEdit | undefined {
  const edit = new vscode.WorkspaceEdit();
  for (const { place, text } of fix.edits) {
    const at = locate(source, place);
    if (!at) return undefined;
    edit.replace(at.document.uri, at.range, text);
  }
  return edit;
}

function suppressHere(
  document: vscode.TextDocument,
  at: vscode.Range,
  { rule }: ProblemReport,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const line = document.lineAt(at.start.line);
  const action = new vscode.CodeAction(
    vscode.l10n.t('Ignore {0} here', rule),
    vscode.CodeActionKind.QuickFix,
  );
  action.edit = new vscode.WorkspaceEdit();
  // A comment above reaches a statement that goes on over several lines, too.
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  action.edit.insert(
    document.uri,
    new vscode.Position(line.lineNumber, 0),
    `${indent}# convlens: ignore[${rule}]\n`,
  );
  action.diagnostics = diagnostics;
  return action;
}

function suppressRule(
  { rule }: ProblemReport,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(
    vscode.l10n.t('Turn {0} off in the settings', rule),
    vscode.CodeActionKind.QuickFix,
  );
  action.command = { command: 'convlens.turnRuleOff', title: action.title, arguments: [rule] };
  action.diagnostics = diagnostics;
  return action;
}
