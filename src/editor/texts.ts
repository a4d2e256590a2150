/** Shapes and counts as the editor writes them. */
import type { AssignmentReport, Count, FileReport, LayerReport, ModelReport, Shape, Size } from '../analysis/report/report';

/** Inlays are short: the rest is in the tooltip. */
const LONGEST_HINT = 28;

function sizeText(size: Size): string {
  if (size === null) return '?';
  if (typeof size === 'number') return String(size);
  return /^[\w?]+$|^\d+–\d+$/.test(size) ? size : `(${size.replace(/\*/g, '·')})`;
}

export function shapeText(shape: Shape): string {
  if (shape === null) return '?';
  return shape.length === 0 ? 'scalar' : shape.map(sizeText).join('×');
}

export function countText(count: Count): string {
  if (count === null) return '?';
  return typeof count === 'number' ? count.toLocaleString('en-US') : count.replace(/\*/g, '·');
}

/** A shape without its batch axis, when that is the model's. */
export function withoutBatch(shape: Shape, model: ModelReport | undefined): Shape {
  const batch = model?.inputs[0]?.shape?.[0];
  return shape && shape.length > 1 && batch !== undefined && shape[0] === batch ? shape.slice(1) : shape;
}

export function shorten(text: string): string {
  return text.length <= LONGEST_HINT ? text : `${text.slice(0, LONGEST_HINT - 1)}…`;
}

/** Rows of a definition, with their models. */
export function rowsOf(report: FileReport, rows: readonly (readonly [number, number])[]): { model: ModelReport; layer: LayerReport }[] {
  return rows.flatMap(([m, l]) => {
    const model = report.models[m];
    const layer = model?.layers[l];
    return model && layer ? [{ model, layer }] : [];
  });
}

/** `64×112×112 · 9,408`; several instances: `64–512×28×28 ×16`. */
export function layerHint(rows: readonly { model: ModelReport; layer: LayerReport }[]): string | null {
  const known = rows.filter(({ layer }) => layer.outputs[0] !== undefined && layer.outputs[0] !== null);
  if (known.length === 0) return null;
  const shapes = known.map(({ model, layer }) => withoutBatch(layer.outputs[0]!, model));
  const joined = shapes.reduce((a, b) => joinShapes(a, b));
  if (joined === null || joined.every((s) => s === null)) return null;
  const assumed = known.some(({ layer }) => layer.status === 'assumed') ? '~' : '';
  const params = known[0]!.layer.params;
  const same = known.every(({ layer }) => layer.params === params);
  const instances = new Set(known.map(({ layer }) => layer.path)).size;
  const owned = params !== 0 && same ? ` · ${countText(params)}` : '';
  return `${assumed}${shapeText(joined)}${owned}${instances > 1 ? ` ×${instances}` : ''}`;
}

function joinShapes(a: Shape, b: Shape): Shape {
  if (a === null || b === null || a.length !== b.length) return null;
  return a.map((size, i) => (size === b[i] ? size : range(size, b[i]!)));
}

function range(a: Size, b: Size): Size {
  const numbers = [a, b].flatMap((s) => (typeof s === 'number' ? [s] : typeof s === 'string' && /^\d+–\d+$/.test(s) ? s.split('–').map(Number) : [Number.NaN]));
  return numbers.some(Number.isNaN) ? null : `${Math.min(...numbers)}–${Math.max(...numbers)}`;
}

/** Behind an assignment: `N×8×16×16`, `~N×8×16×16` on an assumed input. */
export function assignmentHint(assignment: AssignmentReport): string | null {
  const { shape, status } = assignment;
  if (shape === null || shape.every((s) => s === null)) return null;
  return `${status === 'assumed' ? '~' : ''}${shapeText(shape)}`;
}

/** `SmallNet: N×1×32×32 → N×10 · 16,106 parameters · 476,704 MACs`. */
export function modelSummary(model: ModelReport): string {
  const input = model.inputs.map((i) => shapeText(i.shape)).join(', ') || '?';
  const output = model.outputs.map(shapeText).join(', ') || '?';
  const macs = model.macs === null ? '' : ` · ${countText(model.macs)} MACs`;
  return `${model.name}: ${input} → ${output} · ${countText(model.params.total)} parameters${macs}`;
}
