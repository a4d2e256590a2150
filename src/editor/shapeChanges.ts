/**
 * What an edit changed: the hints as they were when somebody began to type, kept for a moment, so that hints further down can say
 * `64×56×56 → 64×54×54`, and the status line how many did.
 */
import * as vscode from 'vscode';
import type { FileReport } from '../analysis/report/report';
import { type HintText, hintsOf } from './hints';
import type { Instances } from './instances';
import type { Reports } from './reports';
import { setting, showsHints } from './settings';
import { locate, type Source } from './sources';

/** How long a changed hint says what it was, from the last change on. */
const SHOWN_MS = 2500;
/** A report this long after the last edit has another cause: a chosen input, a file that was read. */
const LATEST_REPORT_MS = 2000;

interface Burst {
  /** The hints before the first edit, by their keys. */
  readonly before: ReadonlyMap<string, HintText>;
  /** Where was typed: those hints are new by themselves. */
  readonly lines: Map<vscode.TextDocument, Set<number>>;
  lastEdit: number;
  timer: ReturnType<typeof setTimeout> | null;
  /** What differs now: key → what it was. */
  changed: ReadonlyMap<string, string>;
}

export class ShapeChanges implements vscode.Disposable {
  private readonly bursts = new Map<string, Burst>();
  private readonly shown = new Map<string, ReadonlyMap<string, HintText>>();
  private readonly emitter = new vscode.EventEmitter<void>();
  /** What was said of changes is over. */
  readonly onDidExpire = this.emitter.event;
  private readonly status = vscode.window.createStatusBarItem(
    'changes',
    vscode.StatusBarAlignment.Left,
    -1000,
  );
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    reports: Reports,
    private readonly instances: Instances,
  ) {
    this.status.name = vscode.l10n.t('ConvLens: changed shapes');
    this.subscriptions = [
      this.emitter,
      this.status,
      reports.onDidEdit(({ source, event }) => this.edited(source, event)),
      reports.onDidChange(({ source, report }) => this.update(source, report)),
      reports.onDidClose((source) => this.forget(source.key)),
      instances.onDidChange(() => this.shown.clear()),
    ];
  }

  dispose(): void {
    for (const key of [...this.bursts.keys()]) this.forget(key);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** What a hint showed before the edits going on; undefined where it did not change. */
  was(source: Source, key: string): string | undefined {
    return this.bursts.get(source.key)?.changed.get(key);
  }

  /** How many hints changed: tests ask. */
  count(source: Source): number {
    return this.bursts.get(source.key)?.changed.size ?? 0;
  }

  private edited(source: Source, event: vscode.TextDocumentChangeEvent): void {
    const before = this.shown.get(source.key);
    if (!before || !setting<boolean>('liveValue', source.uri) || !showsHints(event.document))
      return;
    let burst = this.bursts.get(source.key);
    if (!burst)
      this.bursts.set(
        source.key,
        (burst = { before, lines: new Map(), lastEdit: 0, timer: null, changed: new Map() }),
      );
    burst.lastEdit = Date.now();
    const lines = new Set<number>();
    for (const line of burst.lines.get(event.document) ?? [])
      lines.add(movedLine(line, event.contentChanges));
    for (const change of event.contentChanges) {
      const added = change.text.split('\n').length;
      for (let i = 0; i < Math.min(added, 200); i++)
        lines.add(
          movedLine(
            change.range.start.line,
            event.contentChanges.filter((c) => c !== change),
          ) + i,
        );
    }
    burst.lines.set(event.document, lines);
    this.keepAlive(source.key, burst);
  }

  private keepAlive(key: string, burst: Burst): void {
    if (burst.timer) clearTimeout(burst.timer);
    burst.timer = setTimeout(() => this.expire(key), SHOWN_MS);
  }

  private update(source: Source, report: FileReport): void {
    const now = new Map(keyed(source, hintsOf(report, this.instances.of(source), source.uri)));
    const burst = this.bursts.get(source.key);
    if (burst && Date.now() - burst.lastEdit > LATEST_REPORT_MS) this.forget(source.key);
    else if (burst) {
      const changed = new Map<string, string>();
      for (const [key, hint] of now) {
        const old = burst.before.get(key);
        if (old === undefined || old.value === hint.value || hint.kind === 'padding') continue;
        const at = locate(source, hint.place);
        if (at && !burst.lines.get(at.document)?.has(at.range.end.line))
          changed.set(key, old.shape);
      }
      burst.changed = changed;
      this.keepAlive(source.key, burst);
      this.say(changed.size);
    }
    this.shown.set(source.key, now);
  }

  private say(count: number): void {
    if (count === 0) return this.status.hide();
    this.status.text =
      count === 1 ? vscode.l10n.t('1 shape changed') : vscode.l10n.t('{0} shapes changed', count);
    this.status.tooltip = vscode.l10n.t(
      'ConvLens: hints below the edit show what they were for a moment',
    );
    this.status.show();
  }

  private expire(key: string): void {
    const changed = this.bursts.get(key)?.changed.size ?? 0;
    this.bursts.delete(key);
    if (this.bursts.size === 0) this.status.hide();
    if (changed > 0) this.emitter.fire();
  }

  private forget(key: string): void {
    const burst = this.bursts.get(key);
    if (burst?.timer) clearTimeout(burst.timer);
    this.bursts.delete(key);
    if (this.bursts.size === 0) this.status.hide();
  }
}

/** Hints with keys that survive edits elsewhere: the text they speak of, and which of its like it is. */
export function keyed(source: Source, hints: readonly HintText[]): (readonly [string, HintText])[] {
  const text = source.text();
  const seen = new Map<string, number>();
  return hints.map((hint) => {
    const written = `${hint.kind}:${text.slice(hint.subject.start, hint.subject.end)}`;
    const count = seen.get(written) ?? 0;
    seen.set(written, count + 1);
    return [`${written}:${count}`, hint] as const;
  });
}

/** Where a line is after edits of other lines. */
function movedLine(
  line: number,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): number {
  let moved = line;
  for (const { range, text } of changes)
    if (range.end.line < line)
      moved += text.split('\n').length - 1 - (range.end.line - range.start.line);
  return moved;
}
