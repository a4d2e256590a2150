/** The lenses on a model class: shapes, parameters, cost, the input used and where it came from, what stops it; on a block: whose shapes the hints show. */
import * as vscode from 'vscode';
import type {
  BlockReport,
  FileReport,
  ModelReport,
  ProblemReport,
} from '../../analysis/report/report';
import { instanceShapes, type Instances, pickedInstance } from '../instances';
import type { Reports } from '../reports';
import { setting } from '../settings';
import { locate, type Source } from '../sources';
import { commonShape, modelSummary, shapeText, withoutBatch } from '../texts';

/** Longer reasons are cut: the problem itself says all of it. */
const LONGEST_REASON = 60;

/** Sources that somebody stated; others were taken for it. */
const stated = new Set(['argument', 'comment-directive', 'call', 'annotation', 'framework']);

export class ModelLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly reports: Reports,
    private readonly instances: Instances,
  ) {
    this.subscriptions = [
      this.changed,
      reports.onDidChange(() => this.changed.fire()),
      instances.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('convlens.codeLens')) this.changed.fire();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    if (!setting<boolean>('codeLens', document.uri)) return [];
    const found = await this.reports.of(document, token);
    if (!found) return [];
    const { source, report } = found;
    const on = (
      place: { file: string; start: number; end: number },
      lenses: (at: vscode.Range) => vscode.CodeLens[],
    ): vscode.CodeLens[] => {
      const at = locate(source, { ...place, end: place.start });
      return at && at.document === document ? lenses(at.range) : [];
    };
    return [
      ...report.models.flatMap((model, index) =>
        on(model.place, (at) => modelLenses(model, index, source, report, at)),
      ),
      ...report.blocks.flatMap((block) =>
        on(block.place, (at) => blockLenses(block, report, source, this.instances, at)),
      ),
    ];
  }
}

function modelLenses(
  model: ModelReport,
  index: number,
  source: Source,
  report: FileReport,
  at: vscode.Range,
): vscode.CodeLens[] {
  const uri = source.uri.toString();
  const lens = (
    title: string,
    command: string,
    args: unknown[],
    tooltip?: string,
  ): vscode.CodeLens =>
    new vscode.CodeLens(at, { title, command, arguments: args, ...(tooltip ? { tooltip } : {}) });
  const lenses = [lens(modelSummary(model), 'convlens.exploreModel', [uri, index])];
  lenses.push(lens(vscode.l10n.t('Explore'), 'convlens.exploreModel', [uri, index]));
  const stops = model.status === 'failed' ? firstError(model, report) : undefined;
  if (stops) {
    lenses.push(
      lens(
        reasonText(stops.problem),
        'convlens.goTo',
        [uri, stops.problem.place.start],
        stops.problem.message,
      ),
    );
    const fix = stops.problem.fixes.findIndex((f) => f.preferred);
    if (fix >= 0)
      lenses.push(
        lens(
          vscode.l10n.t('Fix'),
          'convlens.applyFix',
          [uri, source.version, stops.index, fix],
          stops.problem.fixes[fix]!.title,
        ),
      );
  }
  const [input] = model.inputs;
  if (input) {
    const mark = stated.has(input.source) ? '' : '◇ ';
    lenses.push(
      lens(
        `${mark}${vscode.l10n.t('Input {0} ({1})', shapeText(input.shape), input.sourceText)}`,
        'convlens.setInputSize',
        [uri, index],
      ),
    );
    lenses.push(lens(vscode.l10n.t('Change'), 'convlens.setInputSize', [uri, index]));
  }
  for (const condition of model.conditions.slice(0, 1))
    lenses.push(
      lens(condition, 'convlens.whatSizesWork', [uri, index], vscode.l10n.t('What sizes work?')),
    );
  return lenses;
}

/** The first error of a model: on one of its layers, or in its class. */
export function firstError(
  model: ModelReport,
  report: FileReport,
): { problem: ProblemReport; index: number } | undefined {
  const errors = report.problems
    .map((problem, index) => ({ problem, index }))
    .filter(({ problem }) => problem.severity === 'error');
  return errors.find(({ problem }) => concerns(model, problem)) ?? errors[0];
}

/** Does a problem stand on a layer of a model, or on a call of one? */
export function concerns(model: ModelReport, { place }: ProblemReport): boolean {
  const overlaps = (other: { file: string; start: number; end: number } | null): boolean =>
    other !== null &&
    other.file === place.file &&
    other.start <= place.end &&
    place.start <= other.end;
  return (
    overlaps(model.place) ||
    model.layers.some((layer) => overlaps(layer.place) || overlaps(layer.callPlace))
  );
}

/** `Stops at fc: 784 ≠ 1,024`, or the beginning of the message. */
function reasonText({ message }: ProblemReport): string {
  const [, layer, takes, gets] =
    /^(\S+) (?:takes|normalises) ([\d,]+) \w+ but gets ([\d,]+)\b/.exec(message) ?? [];
  if (layer) return vscode.l10n.t('Stops at {0}: {1} ≠ {2}', layer, gets!, takes!);
  const short =
    message.length > LONGEST_REASON
      ? `${message.slice(0, LONGEST_REASON).replace(/\s+\S*$/, '')} …`
      : message;
  return vscode.l10n.t('Stops: {0}', short);
}

function blockLenses(
  block: BlockReport,
  report: FileReport,
  source: Source,
  instances: Instances,
  at: vscode.Range,
): vscode.CodeLens[] {
  const args = [source.uri.toString(), block.name];
  const picked = pickedInstance(block, instances.of(source));
  const common = (which: 'inputs' | 'outputs'): string =>
    commonShape(
      block.instances.map((i) => withoutBatch(i[which][0] ?? null, report.models[i.model])),
    ) ?? '?';
  const title = picked
    ? vscode.l10n.t('{0} is shown: {1}', picked.path, instanceShapes(picked))
    : vscode.l10n.t(
        '{0} ×{1}: {2} → {3}',
        block.name,
        block.instances.length,
        common('inputs'),
        common('outputs'),
      );
  const lens = (text: string): vscode.CodeLens =>
    new vscode.CodeLens(at, {
      title: text,
      command: 'convlens.pickInstance',
      arguments: args,
      tooltip: vscode.l10n.t('Pick the instance whose shapes the hints show'),
    });
  return [lens(title), lens(picked ? vscode.l10n.t('Show another') : vscode.l10n.t('Show one'))];
}
