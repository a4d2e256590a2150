/** Shapes and counts as the editor writes them. */
import type {
  AssignmentReport,
  Count,
  FileReport,
  LayerReport,
  ModelReport,
  Shape,
  Size,
  Status,
} from '../analysis/report/report';

/** Inlays are short: the rest is in the tooltip. */
export const LONGEST_HINT = 28;

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
  return shape && shape.length > 1 && batch !== undefined && shape[0] === batch
    ? shape.slice(1)
    : shape;
}

export function shorten(text: string, longest = LONGEST_HINT): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Sides in the source's own names that are too long for a hint, as short names, and what those stand for: `h = (H + 1)//2`. */
export interface ShortText {
  readonly text: string;
  readonly legend: readonly string[];
}

/** `32×((H + 1)//2)×((W + 1)//2)` → `32×h×w` where it would be longer than `longest`. */
export function nameLongSides(text: string, longest = LONGEST_HINT): ShortText {
  if (text.length <= longest) return { text, legend: [] };
  const names = new Map<string, string>();
  const parts = text.split(/(×| → |, |^keeps )/).map((part) => {
    const size = /^\((.*)\)$/s.exec(part)?.[1] ?? part;
    const symbols = new Set(size.match(/[A-Za-z_]\w*/g));
    const [symbol] = symbols;
    if (!/[ /·*]/.test(size) || symbols.size !== 1 || !/^[A-Z]\w*$/.test(symbol!)) return part;
    const known = [...names].find(([, value]) => value === size);
    if (known) return known[0];
    let name = symbol!.toLowerCase();
    for (let i = 2; names.has(name); i++) name = `${symbol!.toLowerCase()}${i}`;
    names.set(name, size);
    return name;
  });
  return { text: parts.join(''), legend: [...names].map(([name, size]) => `${name} = ${size}`) };
}

/** Rows of a definition, with their models. */
export function rowsOf(
  report: FileReport,
  rows: readonly (readonly [number, number])[],
): { model: ModelReport; layer: LayerReport }[] {
  return rows.flatMap(([m, l]) => {
    const model = report.models[m];
    const layer = model?.layers[l];
    return model && layer ? [{ model, layer }] : [];
  });
}

/** A definition's hint in two parts: the shape and what follows it. */
export interface LayerText {
  readonly assumed: boolean;
  readonly shape: string;
  /** Parameters, the number of instances. */
  readonly rest: string;
}

/** `64×112×112 · 9,408`; several instances in their common form: `64–512×… ×16`. */
export function layerText(
  rows: readonly { model: ModelReport; layer: LayerReport }[],
): LayerText | null {
  const known = rows.filter(
    ({ layer }) => layer.outputs[0] !== undefined && layer.outputs[0] !== null,
  );
  if (known.length === 0) return null;
  const shape = commonShape(
    known.map(({ model, layer }) => withoutBatch(layer.outputs[0]!, model)),
  );
  if (shape === null) return null;
  const params = known[0]!.layer.params;
  const same = known.every(({ layer }) => layer.params === params);
  const instances = new Set(known.map(({ model, layer }) => `${model.entry}:${layer.path}`)).size;
  const owned = params !== 0 && same ? ` · ${countText(params)}` : '';
  return {
    assumed: known.some(({ model, layer }) => isAssumed(model, layer.status)),
    shape,
    rest: `${owned}${instances > 1 ? ` ×${instances}` : ''}`,
  };
}

/** Inputs that nobody stated for this model: what follows from them is marked `~`. */
const assumedSources = new Set(['dataset', 'default', 'comment', 'backward', 'project']);

/** Does a shape stand on an input that was assumed, whatever else of it is open? */
export function isAssumed(model: ModelReport | undefined, status: Status): boolean {
  return (
    status === 'assumed' ||
    (status === 'symbolic' &&
      model !== undefined &&
      model.inputs.some((i) => assumedSources.has(i.source)))
  );
}

/** `64–512×…`: numbers as a range, what differs otherwise as dots. null where nothing is common. */
export function commonShape(shapes: readonly Shape[]): string | null {
  const [first] = shapes;
  if (!first || shapes.some((s) => s === null || s.length !== first.length)) return null;
  const sizes = first.map(
    (size, i) => commonSize(shapes.map((s) => s![i]!)) ?? (size === null ? '?' : '…'),
  );
  if (sizes.every((s) => s === '?' || s === '…')) return null;
  // Several sizes that differ in a row say no more than one.
  return sizes.filter((s, i) => s !== '…' || sizes[i - 1] !== '…').join('×') || 'scalar';
}

function commonSize(sizes: readonly Size[]): string | null {
  const [first] = sizes;
  if (sizes.every((s) => s === first))
    return first === null || first === undefined ? null : sizeText(first);
  const numbers = sizes.filter((s): s is number => typeof s === 'number');
  return numbers.length === sizes.length ? `${Math.min(...numbers)}–${Math.max(...numbers)}` : null;
}

/** Behind an assignment: `N×8×16×16`, of several times it ran in their common form. */
export function assignmentText({ shape, times }: AssignmentReport): string | null {
  return commonShape(times.length > 0 ? times.map((t) => t.shape) : [shape]);
}

/** `SmallNet: N×1×32×32 → N×10 · 16,106 parameters · 476,704 MACs`. */
export function modelSummary(model: ModelReport): string {
  const input = model.inputs.map((i) => shapeText(i.shape)).join(', ') || '?';
  const output = model.outputs.map(shapeText).join(', ') || '?';
  // A polynomial of three lines says nothing above a class: the explorer has it.
  const counted = (count: Count, unit: string): string => {
    const text = countText(count);
    return count === null || text.length > LONGEST_HINT ? '' : ` · ${text} ${unit}`;
  };
  return `${model.name}: ${input} → ${output}${counted(model.params.total, 'parameters')}${counted(model.macs, 'MACs')}`;
}
