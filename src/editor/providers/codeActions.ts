/** Quick fixes: those of the problem itself, and two ways to silence it. */
import * as vscode from 'vscode';
import type { FixReport, ProblemReport } from '../../analysis/report/report';
import { locate, type Source } from '../sources';
import type { Diagnostics } from './diagnostics';

export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(private readonly diagnostics: Diagnostics) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
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
      return [...fixes, suppressHere(document, at, problem, shown), suppressRule(problem, shown)];
    });
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

function suppressHere(document: vscode.TextDocument, at: vscode.Range, { rule }: ProblemReport, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const line = document.lineAt(at.start.line);
  const action = new vscode.CodeAction(vscode.l10n.t('Ignore {0} here', rule), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  // A comment above reaches a statement that goes on over several lines, too.
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  action.edit.insert(document.uri, new vscode.Position(line.lineNumber, 0), `${indent}# convlens: ignore[${rule}]\n`);
  action.diagnostics = diagnostics;
  return action;
}

function suppressRule({ rule }: ProblemReport, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(vscode.l10n.t('Turn {0} off in the settings', rule), vscode.CodeActionKind.QuickFix);
  action.command = { command: 'convlens.turnRuleOff', title: action.title, arguments: [rule] };
  action.diagnostics = diagnostics;
  return action;
}
