/** Inlay hints: short, in parts that can be clicked, and for a moment what they were before an edit. */
import * as vscode from 'vscode';
import { type HintText, hintsOf } from '../hints';
import type { Instances } from '../instances';
import type { Reports } from '../reports';
import { keyed, type ShapeChanges } from '../shapeChanges';
import { locate, type Source } from '../sources';
import { LONGEST_HINT, shorten } from '../texts';

export class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly reports: Reports,
    private readonly instances: Instances,
    private readonly changes: ShapeChanges,
  ) {
    this.subscriptions = [
      this.changed,
      reports.onDidChange(() => this.changed.fire()),
      instances.onDidChange(() => this.changed.fire()),
      changes.onDidExpire(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('convlens.hints')) this.changed.fire();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const found = await this.reports.of(document, token);
    if (!found) return [];
    const { source, report } = found;
    const wanted = document.validateRange(range);
    return keyed(source, hintsOf(report, this.instances.of(source), document.uri)).flatMap(
      ([key, hint]) => {
        const at = locate(source, hint.place);
        if (!at || at.document !== document || !wanted.contains(at.range.end)) return [];
        return [makeHint(hint, this.changes.was(source, key), at.range.end, source)];
      },
    );
  }
}

/** The hint as VS Code shows it. Its parts: what set the size, then what a click explores. */
export function makeHint(
  hint: HintText,
  was: string | undefined,
  position: vscode.Position,
  source: Source,
): vscode.InlayHint {
  const parts: vscode.InlayHintLabelPart[] = [];
  const uri = source.uri.toString();
  const add = (text: string, command?: vscode.Command): vscode.InlayHintLabelPart => {
    const part = new vscode.InlayHintLabelPart(text);
    if (command) part.command = command;
    parts.push(part);
    return part;
  };
  const explore: vscode.Command | undefined =
    hint.path === null
      ? undefined
      : {
          command: 'convlens.exploreLayer',
          title: vscode.l10n.t('Explore'),
          arguments: [uri, hint.model, hint.path],
        };
  const full = `${hint.shape}${hint.rest}`;
  if (was !== undefined) add(shorten(`${was} → ${hint.shape}`, 2 * LONGEST_HINT), explore);
  else if (hint.kind === 'padding') {
    const [, verb, sizes] = /^(keeps )(\d.*)$/.exec(hint.shape) ?? [];
    if (verb && sizes) {
      add(verb, explore);
      goesTo(add(sizes), hint, source);
    } else goesTo(add(shorten(hint.shape)), hint, source);
  } else {
    if (hint.assumed)
      add('~', {
        command: 'convlens.setInputSize',
        title: vscode.l10n.t('Set the input size'),
        arguments: [uri, hint.model],
      });
    const shape = shorten(
      hint.shape,
      Math.max(8, LONGEST_HINT - (hint.assumed ? 1 : 0) - hint.rest.length),
    );
    add(shape, explore);
    if (hint.rest && `${shape}${hint.rest}`.length <= LONGEST_HINT) add(hint.rest, explore);
  }
  const shown = parts.map((p) => p.value).join('');
  const tooltip = tooltipOf(hint, was, shown.endsWith(full) || was !== undefined ? null : full);
  const made = new vscode.InlayHint(position, parts, vscode.InlayHintKind.Type);
  if (tooltip) for (const part of parts) part.tooltip = tooltip;
  made.paddingLeft = true;
  return made;
}

/**
 * A click goes to the layer that set the size, where it stands in this source. By a command: a part's location would lead to what a definition
 * provider says of it, which is the class in torch.
 */
function goesTo(part: vscode.InlayHintLabelPart, hint: HintText, source: Source): void {
  if (!hint.from || !locate(source, hint.from)) return;
  part.command = {
    command: 'convlens.goTo',
    title: vscode.l10n.t('Go to the layer that sets this size'),
    arguments: [source.uri.toString(), hint.from.start],
  };
}

function tooltipOf(
  hint: HintText,
  was: string | undefined,
  full: string | null,
): vscode.MarkdownString | undefined {
  const lines: string[] = [];
  if (full) lines.push(`\`${full}\``);
  if (was !== undefined)
    lines.push(
      vscode.l10n.t('Changed by the edit from `{0}` to `{1}`', was, `${hint.shape}${hint.rest}`),
    );
  if (hint.tooltip) lines.push(hint.tooltip);
  if (hint.assumed)
    lines.push(vscode.l10n.t('~ stands on an input that is assumed; click it to set the size'));
  return lines.length ? new vscode.MarkdownString(lines.join('\n\n')) : undefined;
}
