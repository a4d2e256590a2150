/** The hints of a report, before they are placed: behind layer definitions, behind assignments, and what the padding does. */
import type * as vscode from 'vscode';
import type { FileReport, TextRange } from '../analysis/report/report';
import { type PickedInstances, shownOnly } from './instances';
import { setting } from './settings';
import { assignmentText, isAssumed, layerText, LONGEST_HINT, nameLongSides, rowsOf } from './texts';

export interface HintText {
  readonly kind: 'layer' | 'padding' | 'forward';
  /** Behind its end the hint stands. */
  readonly place: TextRange;
  /** The statement or call it speaks of. */
  readonly subject: TextRange;
  /** Whether it stands on an input that was assumed: written `~`. */
  readonly assumed: boolean;
  /** As it is shown: long sides have short names, which the tooltip explains. */
  readonly shape: string;
  /** All of it: what changes are told by. */
  readonly value: string;
  /** What follows the shape: ` · 9,408`. */
  readonly rest: string;
  readonly tooltip: string;
  /** Index of the model. */
  readonly model: number;
  /** The layer that a click explores. */
  readonly path: string | null;
  /** What made the size that the hint speaks of: a click goes there. */
  readonly from: TextRange | null;
}

/** Every hint of a report that the settings allow, in the order of the text. */
export function hintsOf(
  report: FileReport,
  picked: PickedInstances,
  scope?: vscode.Uri,
): HintText[] {
  const hints: HintText[] = [];
  const layers = setting<boolean>('hints.layers', scope);
  const padding = setting<boolean>('hints.padding', scope);
  for (const definition of report.definitions) {
    const indices = shownOnly(report, picked, definition.rows, ([m, l]) => ({
      model: m,
      path: report.models[m]?.layers[l]?.path ?? null,
    }));
    const rows = rowsOf(report, indices);
    const [first] = rows;
    if (!first) continue;
    const { layer } = first;
    const text = layers ? layerText(rows) : null;
    const subject = definition.place;
    const common = {
      subject,
      model: indices[0]![0],
      path: layer.path,
      from: definition.inputPlace,
    };
    if (text) {
      const { shape: formula, params } = layer.explanation;
      const tooltip =
        rows.length > 1
          ? instanceList(rows)
          : [...formula, params ? `${params} parameters` : ''].filter(Boolean).join('\n\n');
      hints.push({
        ...common,
        ...text,
        ...shown(text.shape, tooltip, LONGEST_HINT - text.rest.length),
        kind: 'layer',
        place: subject,
      });
    }
    const effect = padding ? paddingEffect(rows.map((r) => r.layer.explanation.padding)) : null;
    if (effect && layer.status !== 'unknown') {
      // Behind the argument where it is written; else, and where a padding of another file is meant, behind the call.
      const place =
        definition.paddingPlace?.file === subject.file ? definition.paddingPlace : subject;
      hints.push({
        ...common,
        ...shown(effect, layer.explanation.paddingNotes.join('\n\n')),
        kind: 'padding',
        place,
        assumed: false,
        rest: '',
      });
    }
  }
  if (setting<boolean>('hints.forward', scope))
    for (const assignment of report.assignments) {
      const times = shownOnly(report, picked, assignment.times, (t) => t);
      const shape =
        times.length === 0 && assignment.times.length > 0
          ? null
          : assignmentText({ ...assignment, times });
      if (shape === null) continue;
      const { place, model } = assignment;
      const assumed = isAssumed(report.models[model], assignment.status);
      hints.push({
        ...shown(shape, ''),
        kind: 'forward',
        place,
        subject: place,
        assumed,
        rest: '',
        model,
        path: null,
        from: null,
      });
    }
  return hints;
}

function shown(
  value: string,
  tooltip: string,
  longest = LONGEST_HINT,
): Pick<HintText, 'shape' | 'value' | 'tooltip'> {
  const { text, legend } = nameLongSides(value, longest);
  return {
    shape: text,
    value,
    tooltip: [legend.map((line) => `\`${line}\``).join(', '), tooltip].filter(Boolean).join('\n\n'),
  };
}

const MOST_LISTED = 12;

function instanceList(rows: ReturnType<typeof rowsOf>): string {
  const lines = rows
    .slice(0, MOST_LISTED)
    .map((row) => `\`${row.layer.path ?? row.layer.type}\` ${layerText([row])?.shape ?? '?'}`);
  if (rows.length > MOST_LISTED) lines.push(`${rows.length - MOST_LISTED} more`);
  return lines.join('  \n');
}

/** One effect for all instances, or what they have in common. */
function paddingEffect(effects: readonly (string | null)[]): string | null {
  const [first] = effects;
  if (!first || effects.every((e) => e === first)) return first ?? null;
  return effects.every((e) => e?.startsWith('keeps ') && !e.includes(','))
    ? 'keeps the size'
    : null;
}
