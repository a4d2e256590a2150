/** "Set Input Size…" and "What Sizes Work?": sizes found in the project, common data sets, one of one's own; remembered per model in the workspace. */
import * as vscode from 'vscode';
import type { ModelReport, Shape } from '../analysis/report/report';
import { type FoundInFile, ProjectInputs } from './projectInputs';
import type { Reports } from './reports';
import {
  commentButton,
  commonItems,
  fitted,
  goButton,
  readable,
  shown,
  type SizeItem,
  sizeText,
  typedItem,
  workingItems,
  workingText,
} from './sizeItems';
import { locate, type Source } from './sources';
import { shapeText } from './texts';
import type { AnalysisClient } from './worker/client';

const memory = 'convlens.inputs';
type Choices = Record<string, Record<string, string>>;

export class InputSizes {
  private readonly project: ProjectInputs;

  constructor(
    private readonly state: vscode.Memento,
    client: AnalysisClient,
  ) {
    this.project = new ProjectInputs(client);
  }

  /** What was chosen for the models of a source. */
  of(source: Source): Readonly<Record<string, string>> {
    return this.state.get<Choices>(memory, {})[source.key] ?? {};
  }

  async set(source: Source, model: string, shape: string | undefined): Promise<void> {
    const all = { ...this.state.get<Choices>(memory, {}) };
    const own = { ...all[source.key] };
    if (shape === undefined) delete own[model];
    else own[model] = shape;
    if (Object.keys(own).length > 0) all[source.key] = own;
    else delete all[source.key];
    await this.state.update(memory, all);
  }

  /** Asks, remembers, and analyses again. `shape`: already picked. */
  async choose(
    source: Source,
    reports: Reports,
    modelName: string,
    shape: string | null,
  ): Promise<void> {
    const model = reports.latest(source.key)?.report.models.find((m) => m.name === modelName);
    if (!model) return;
    if (shape !== null) return this.use(source, reports, model, shape);
    const items = await this.items(source, model);
    const wanted = model.inputs[0]?.shape ?? null;
    const picked = await this.pick(
      vscode.l10n.t('Input size of {0}', model.name),
      vscode.l10n.t('Pick a size, or type one: 1x3x224x224, Nx3xHxW'),
      items,
      wanted,
      source,
      reports,
      model,
    );
    if (!picked) return;
    if (picked.action === 'comment') return this.writeComment(source, reports, model, null);
    if (picked.action === 'sizes') return this.showWorking(source, reports, modelName);
    await this.use(
      source,
      reports,
      model,
      picked.action === 'forget' ? undefined : (picked.size ?? undefined),
    );
  }

  /** "What sizes work?": the smallest, what must divide it, and some to take. */
  async showWorking(source: Source, reports: Reports, modelName: string): Promise<void> {
    const model = reports.latest(source.key)?.report.models.find((m) => m.name === modelName);
    const sizes =
      model &&
      (await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Window,
          title: vscode.l10n.t('Looking for sizes that work'),
        },
        () => reports.workingSizes(source, modelName),
      ));
    if (!model || !sizes) return;
    const items = workingItems(sizes);
    const picked = await this.pick(
      vscode.l10n.t('What sizes work for {0}?', modelName),
      workingText(sizes),
      items,
      null,
      source,
      reports,
      model,
    );
    if (picked?.size) await this.use(source, reports, model, picked.size);
  }

  private async use(
    source: Source,
    reports: Reports,
    model: ModelReport,
    size: string | undefined,
  ): Promise<void> {
    await this.set(source, model.name, size);
    reports.refresh(source.key);
  }

  /** What "Set Input Size…" offers. */
  async items(source: Source, model: ModelReport): Promise<SizeItem[]> {
    const items: SizeItem[] = [];
    const offered = new Set<string>();
    const [input] = model.inputs;
    const group = (title: string, members: readonly SizeItem[]): void => {
      const fresh = members.filter((m) => m.size === null || !offered.has(m.size));
      if (fresh.length > 0)
        items.push({ label: title, kind: vscode.QuickPickItemKind.Separator, size: null });
      for (const member of fresh) if (member.size !== null) offered.add(member.size);
      items.push(...fresh);
    };
    const current = sizeText(model.inputs.map((i) => i.shape));
    const usable = current !== null && !current.includes('?');
    group(vscode.l10n.t('Now'), [
      {
        label: usable ? shown(current) : vscode.l10n.t('not known'),
        description: input?.sourceText ?? '',
        size: usable ? current : null,
        action: 'none',
        alwaysShow: true,
      },
    ]);
    const found = await this.project.find(source);
    group(
      vscode.l10n.t('Found in the project'),
      found.flatMap((f) => {
        const size = fitted(f.found, input?.shape ?? null);
        return size === null
          ? []
          : [
              {
                label: shown(size),
                description: `${f.label}:${f.found.line}`,
                detail: f.found.text,
                size,
                place: f,
                buttons: [goButton, commentButton],
              },
            ];
      }),
    );
    group(vscode.l10n.t('Common data sets'), commonItems(input?.shape ?? null));
    group('', [
      {
        label: `$(question) ${vscode.l10n.t('What sizes work?')}`,
        description: vscode.l10n.t('the smallest, and what must divide it'),
        size: null,
        action: 'sizes',
        alwaysShow: true,
      },
      ...(usable
        ? [
            {
              label: `$(comment) ${vscode.l10n.t('Write it as a comment')}`,
              description: `# convlens: input=${current}`,
              size: null,
              action: 'comment' as const,
              alwaysShow: true,
            },
          ]
        : []),
      ...(this.of(source)[model.name] === undefined
        ? []
        : [
            {
              label: `$(discard) ${vscode.l10n.t('Forget the choice')}`,
              description: shown(this.of(source)[model.name]!),
              size: null,
              action: 'forget' as const,
              alwaysShow: true,
            },
          ]),
    ]);
    return items;
  }

  /** A list to pick from, in which a size can be typed as well. */
  private pick(
    title: string,
    placeholder: string,
    items: readonly SizeItem[],
    wanted: Shape,
    source: Source,
    reports: Reports,
    model: ModelReport,
  ): Promise<SizeItem | undefined> {
    const picker = vscode.window.createQuickPick<SizeItem>();
    picker.title = title;
    picker.placeholder = placeholder;
    picker.items = items;
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.onDidChangeValue((value) => {
      const typed = typedItem(value, wanted);
      picker.items = typed ? [typed, ...items] : items;
    });
    picker.onDidTriggerItemButton(({ item, button }) => {
      if (button === commentButton && item.size) {
        picker.hide();
        void this.writeComment(source, reports, model, item.size);
      } else if (item.place) void goTo(item.place);
    });
    return new Promise((resolve) => {
      picker.onDidAccept(() => {
        const [chosen] = picker.selectedItems;
        // A size that cannot be read stays in the field, with the reason beside it.
        if (!chosen || (chosen.size === null && chosen.action === undefined)) return;
        resolve(chosen.action === 'none' ? undefined : chosen);
        picker.hide();
      });
      picker.onDidHide(() => {
        resolve(undefined);
        picker.dispose();
      });
      picker.show();
    });
  }

  /** Writes the size above the class, or over the comment that stated it until now; the choice is then no longer needed. */
  async writeComment(
    source: Source,
    reports: Reports,
    model: ModelReport,
    size: string | null,
  ): Promise<void> {
    const text = size ?? sizeText(model.inputs.map((i) => i.shape));
    const [input] = model.inputs;
    const at = locate(source, { ...model.place, end: model.place.start });
    if (!at || text === null || text.includes('?') || !readable(text)) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'Set a size first: {0} cannot be written as a comment.',
          shapeText(input?.shape ?? null),
        ),
      );
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    const old =
      input?.source === 'comment-directive' && input.place
        ? locate(source, input.place)
        : undefined;
    if (old) edit.replace(old.document.uri, old.range, `# convlens: input=${text}`);
    else {
      const line = at.document.lineAt(at.range.start.line);
      const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
      edit.insert(
        at.document.uri,
        new vscode.Position(line.lineNumber, 0),
        `${indent}# convlens: input=${text}\n`,
      );
    }
    if (!(await vscode.workspace.applyEdit(edit))) return;
    await this.set(source, model.name, undefined);
    reports.refresh(source.key);
  }
}

async function goTo({ uri, found }: FoundInFile): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)),
  });
}
