/** The layer table of a model as text, Markdown or CSV. */
import type { Count, LayerReport, ModelReport, Shape } from './report';
import { shapeText } from './shapes';

const columns = ['Layer', 'Type', 'Input', 'Output', 'Parameters', 'Multiply-adds', 'Sees'] as const;

/** 9408 → `9,408`; a symbolic count as it is; `?` where it is unknown. */
export function countText(count: Count): string {
  return count === null ? '?' : typeof count === 'number' ? count.toLocaleString('en-US') : count;
}

const shapes = (list: readonly Shape[]) => list.map((s) => shapeText(s)).join(', ') || '–';

function cells(layer: LayerReport): string[] {
  const mark = layer.status === 'failed' ? '⊗ ' : layer.status === 'unknown' ? '? ' : '';
  return [
    mark + (layer.path ?? '(not in the model)') + (layer.call > 0 ? ` (call ${layer.call + 1})` : ''),
    layer.type,
    shapes(layer.inputs),
    shapes(layer.outputs),
    layer.params === 0 ? '–' : countText(layer.params),
    layer.macs === 0 ? '–' : countText(layer.macs),
    layer.receptiveField ? layer.receptiveField.join('×') : '–',
  ];
}

/** `Net: 1×3×32×32 → 1×10 · 62,006 parameters · 651,720 multiply-adds`. */
export function headline(model: ModelReport): string {
  const input = model.inputs.map((i) => shapeText(i.shape)).join(', ') || '?';
  const output = model.outputs.map((s) => shapeText(s)).join(', ') || '?';
  return `${model.entry}: ${input} → ${output} · ${countText(model.params.total)} parameters · ${countText(model.macs)} multiply-adds`;
}

function notes(model: ModelReport): string[] {
  const lines = model.inputs
    .filter((i) => i.source !== 'argument')
    .map((i) => `input ${i.name}: ${i.sourceText}`);
  lines.push(...model.conditions.map((c) => `condition: ${c}`));
  const reasons = new Set([...(model.reason ? [model.reason] : []), ...model.layers.filter((l) => l.reason).map((l) => l.reason!)]);
  for (const reason of [...reasons].slice(0, 5)) lines.push(`unknown: ${reason}`);
  return lines;
}

export function textTable(model: ModelReport): string {
  const rows = [[...columns] as string[], ...model.layers.map(cells)];
  const widths = columns.map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i >= 4 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd();
  const rule = widths.map((w) => '─'.repeat(w)).join('  ');
  return [headline(model), '', line(rows[0]!), rule, ...rows.slice(1).map(line), '', ...notes(model).map((n) => `  ${n}`)]
    .join('\n')
    .trimEnd();
}

export function markdownTable(model: ModelReport): string {
  const escape = (cell: string) => cell.replace(/\|/g, '\\|');
  const line = (row: readonly string[]) => `| ${row.map(escape).join(' | ')} |`;
  return [
    `**${headline(model)}**`,
    '',
    line(columns),
    '| --- | --- | --- | --- | ---: | ---: | ---: |',
    ...model.layers.map((l) => line(cells(l))),
    ...notes(model).flatMap((n) => ['', n]),
  ].join('\n');
}

export function csvTable(models: readonly ModelReport[]): string {
  const escape = (cell: string | number) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replace(/"/g, '""')}"` : String(cell));
  const raw = (count: Count) => (count === null ? '' : count);
  const lines = [['model', 'path', 'type', 'call', 'inputs', 'outputs', 'params', 'macs', 'receptive_field', 'status'].join(',')];
  for (const model of models)
    for (const layer of model.layers)
      lines.push(
        [
          model.entry,
          layer.path ?? '',
          layer.type,
          layer.call,
          layer.inputs.map((s) => shapeText(s, 'x')).join(' '),
          layer.outputs.map((s) => shapeText(s, 'x')).join(' '),
          raw(layer.params),
          raw(layer.macs),
          layer.receptiveField?.join('x') ?? '',
          layer.status,
        ]
          .map(escape)
          .join(','),
      );
  return lines.join('\n');
}
