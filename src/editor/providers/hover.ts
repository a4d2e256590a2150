/** The hover on a layer: shape with the formula, padding, parameters, cost, what it sees, where the input came from. */
import * as vscode from 'vscode';
import type { FileReport, LayerReport, ModelReport, TextRange } from '../../analysis/report/report';
import type { Reports } from '../reports';
import { locate, offsetIn, type Source } from '../sources';
import { countText, rowsOf, shapeText, withoutBatch } from '../texts';
import { paddingPicture, palettes, type Palette } from './paddingPicture';

/** Instances that a hover lists; more are counted. */
const MOST_INSTANCES = 8;

export class LayerHover implements vscode.HoverProvider {
  constructor(private readonly reports: Reports) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const found = await this.reports.of(document, token);
    if (!found) return undefined;
    const { source, report } = found;
    const offset = offsetIn(source, document, position);
    const hit = definitionAt(report, offset) ?? callAt(report, offset);
    const at = hit && locate(source, hit.place);
    if (!hit || !at || at.document !== document) return undefined;
    const text = new vscode.MarkdownString(hoverText(report, source, hit.rows, paletteNow()), true);
    text.isTrusted = { enabledCommands: ['convlens.exploreLayer', 'convlens.setInputSize'] };
    return new vscode.Hover(text, at.range);
  }
}

/** The colours for the theme that is shown. */
function paletteNow(): Palette {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return palettes.light;
    case vscode.ColorThemeKind.HighContrast:
      return palettes.hcDark;
    case vscode.ColorThemeKind.HighContrastLight:
      return palettes.hcLight;
    default:
      return palettes.dark;
  }
}

interface Hit {
  readonly place: TextRange;
  readonly rows: readonly (readonly [number, number])[];
}

const holds = (place: TextRange, file: string, offset: number): boolean =>
  place.file === file && offset >= place.start && offset <= place.end;

function definitionAt(report: FileReport, offset: number): Hit | undefined {
  const inside = report.definitions.filter((d) => holds(d.place, report.file, offset));
  // Inside of a Sequential's call stand its layers' calls: the innermost is meant.
  return inside.sort((a, b) => a.place.end - a.place.start - (b.place.end - b.place.start))[0];
}

function callAt(report: FileReport, offset: number): Hit | undefined {
  const rows: (readonly [number, number])[] = [];
  let best: TextRange | undefined;
  report.models.forEach((model, m) =>
    model.layers.forEach((layer, l) => {
      const place = layer.callPlace;
      if (!place || !holds(place, report.file, offset)) return;
      if (!best || place.end - place.start < best.end - best.start) {
        best = place;
        rows.length = 0;
      }
      if (best && place.start === best.start && place.end === best.end) rows.push([m, l]);
    }),
  );
  return best && { place: best, rows };
}

/** The Markdown of a hover, in the order of the design and no longer. */
export function hoverText(
  report: FileReport,
  source: Source,
  indices: readonly (readonly [number, number])[],
  palette: Palette,
): string {
  const rows = rowsOf(report, indices);
  const [first] = rows;
  if (!first) return '';
  const { model, layer } = first;
  const name = layer.path?.split('.').pop() ?? layer.type;
  const lines = [
    `**${escape(name)}** ${escape(layer.type)} · ${shapes(layer.inputs, model)} → ${shapes(layer.outputs, model)}`,
  ];
  lines.push(...formulaLines(layer));
  lines.push(costLine(layer));
  if (layer.explanation.fullyConnected) {
    const { params, ratio } = layer.explanation.fullyConnected;
    lines.push(
      `A fully connected layer for the same mapping: ${countText(params)} parameters${ratio !== null && ratio >= 2 ? ` (${Math.round(ratio).toLocaleString('en-US')} times as many)` : ''}`,
    );
  }
  if (layer.reason) lines.push(`Unknown: ${escape(layer.reason)}`);
  lines.push(...instanceLines(rows));
  const input = model.inputs[0];
  if (input && input.source !== 'argument')
    lines.push(`Input ${shapeText(input.shape)}: ${escape(input.sourceText)}`);
  const explore = link('convlens.exploreLayer', [
    source.uri.toString(),
    indices[0]![0],
    layer.path,
  ]);
  const change = link('convlens.setInputSize', [source.uri.toString(), model.name]);
  lines.push(`[Explore](${explore}) · [Change input](${change})`);
  const picture = paddingPicture(layer, palette);
  // Close together: VS Code shows no more than some 250 pixels of a hover at once.
  return lines.join('  \n') + (picture ? `\n\n${picture}` : '');
}

function shapes(list: LayerReport['inputs'], model: ModelReport): string {
  return list.map((s) => shapeText(withoutBatch(s, model))).join(', ') || '?';
}

function formulaLines(layer: LayerReport): string[] {
  const { shape, paddingNotes } = layer.explanation;
  if (shape.length === 0) return [];
  return [`\`${shape.join('`, `')}\`${paddingNotes.length ? ` · ${paddingNotes.join(' ')}` : ''}`];
}

function costLine(layer: LayerReport): string {
  const parts: string[] = [];
  if (layer.params !== 0)
    parts.push(
      `${countText(layer.params)} parameters${layer.explanation.params ? ` (${layer.explanation.params.replace(/ = [\d,]+$/, '')})` : ''}`,
    );
  if (layer.macs !== 0) parts.push(`${countText(layer.macs)} multiply-adds`);
  if (layer.receptiveField)
    parts.push(
      `sees ${layer.receptiveField.join('×')} ${layer.receptiveField.length === 2 ? 'pixels' : 'positions'}`,
    );
  return parts.join(' · ') || 'No parameters';
}

function instanceLines(rows: readonly { model: ModelReport; layer: LayerReport }[]): string[] {
  const paths = [...new Map(rows.map((r) => [`${r.model.entry}:${r.layer.path}`, r])).values()];
  if (paths.length < 2) return [];
  const shown = paths
    .slice(0, MOST_INSTANCES)
    .map(({ model, layer }) => `\`${layer.path ?? layer.type}\` ${shapes(layer.outputs, model)}`);
  const more = paths.length - shown.length;
  return [`${paths.length} instances: ${shown.join(' · ')}${more > 0 ? ` · ${more} more` : ''}`];
}

function link(command: string, args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

/** Text of the user's in Markdown. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');
}
