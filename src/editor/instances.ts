/** Which instance of a block the hints show: all of them, in their common form, or the one that was picked. */
import * as vscode from 'vscode';
import type { BlockInstance, BlockReport, FileReport } from '../analysis/report/report';
import type { Reports } from './reports';
import type { Source } from './sources';
import { shapeText } from './texts';

/** Picked instances, by the block's name. */
export type PickedInstances = ReadonlyMap<string, string>;

const none: PickedInstances = new Map();

export class Instances implements vscode.Disposable {
  private readonly picked = new Map<string, Map<string, string>>();
  private readonly emitter = new vscode.EventEmitter<void>();
  /** Another instance is shown. */
  readonly onDidChange = this.emitter.event;

  dispose(): void {
    this.emitter.dispose();
  }

  of(source: Source): PickedInstances {
    return this.picked.get(source.key) ?? none;
  }

  /** @param path of the instance; null: all of them again */
  pick(source: Source, block: string, path: string | null): void {
    const own = new Map(this.picked.get(source.key));
    if (path === null) own.delete(block);
    else own.set(block, path);
    this.picked.set(source.key, own);
    this.emitter.fire();
  }

  /** Asks which one. */
  async choose(source: Source, reports: Reports, name: string): Promise<void> {
    const report = reports.latest(source.key)?.report;
    const block = report?.blocks.find((b) => b.name === name);
    if (!report || !block) return;
    const picked = this.of(source).get(name);
    const current = (path: string | null): string =>
      (picked ?? null) === path ? ` · ${vscode.l10n.t('shown now')}` : '';
    const items = [
      {
        label: vscode.l10n.t('All {0} instances', block.instances.length),
        description: vscode.l10n.t('their common form') + current(null),
        path: null as string | null,
      },
      { label: '', kind: vscode.QuickPickItemKind.Separator, path: null },
      ...block.instances.map((instance) => ({
        label: instance.path,
        description: `${instanceShapes(instance)}${current(idOf(instance))}`,
        detail: report.models.length > 1 ? report.models[instance.model]?.entry : undefined,
        path: idOf(instance),
      })),
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Hints in {0}', name),
      placeHolder: vscode.l10n.t('The instance whose shapes the hints show'),
      matchOnDescription: true,
    });
    if (chosen) this.pick(source, name, chosen.path);
  }
}

/** Names an instance: the model's index and the path in it. */
export const idOf = ({ model, path }: { readonly model: number; readonly path: string }): string =>
  `${model}:${path}`;

/** `16×32×32 → 32×16×16`. */
export function instanceShapes({ inputs, outputs }: BlockInstance): string {
  const shapes = (list: BlockInstance['inputs']): string =>
    list.map((s) => shapeText(s && s.length > 1 ? s.slice(1) : s)).join(', ') || '?';
  return `${shapes(inputs)} → ${shapes(outputs)}`;
}

/** The picked instance of a block as it is now; undefined where all are shown, or where it is gone. */
export function pickedInstance(
  block: BlockReport,
  picked: PickedInstances,
): BlockInstance | undefined {
  const id = picked.get(block.name);
  return id === undefined ? undefined : block.instances.find((i) => idOf(i) === id);
}

/** Of things that belong to paths of models, those that the picked instances leave: what stands outside of their blocks, and what is theirs. */
export function shownOnly<T>(
  report: FileReport,
  picked: PickedInstances,
  all: readonly T[],
  where: (item: T) => { readonly model: number; readonly path: string | null },
): readonly T[] {
  let left = all;
  if (picked.size === 0) return left;
  for (const block of report.blocks) {
    const instance = pickedInstance(block, picked);
    if (!instance) continue;
    const isOf = (item: T, { model, path }: BlockInstance): boolean => {
      const at = where(item);
      return (
        at.model === model &&
        at.path !== null &&
        (at.path === path || at.path.startsWith(`${path}.`))
      );
    };
    left = left.filter(
      (item) => isOf(item, instance) || !block.instances.some((other) => isOf(item, other)),
    );
  }
  return left;
}
