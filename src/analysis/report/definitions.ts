/** Layers as they are written in a file, with every row made of each; what assignments in `forward` hold; blocks that are held several times. */
import type { Framework } from '../frameworks/framework';
import type { ModuleEvent, TraceEvent } from '../interpreter/trace';
import type { Place } from '../interpreter/place';
import { rangeKey, rangeOf, rangeOrNull } from './places';
import type { AssignmentReport, AssignmentTime, BlockInstance, BlockReport, DefinitionReport, ModelReport, Shape, Size, Status, TextRange } from './report';
import type { Row, Tree } from './rows';
import { shapeOf, statusOf, tensorsIn } from './shapes';
import { Tensor, type TensorOrigin } from '../interpreter/values';

/** What a model's report was made from. */
export interface TracedModel {
  readonly model: ModelReport;
  readonly rows: readonly Row[];
  readonly tree: Tree;
  /** The events of its call. */
  readonly events: readonly TraceEvent[];
  /** The input was assumed. */
  readonly assumed: boolean;
}

/** The definitions of one file, in the order of the text. */
export function definitionsIn(file: string, framework: Framework, models: readonly TracedModel[]): DefinitionReport[] {
  const found = new Map<string, { definition: DefinitionReport; rows: (readonly [number, number])[] }>();
  const bySite = new Map<Place, { definition: DefinitionReport; rows: (readonly [number, number])[] }>();
  models.forEach(({ rows: all }, m) => {
    const makers = new Map<TensorOrigin, TextRange>();
    all.forEach(({ report: layer, event }, l) => {
      const from = inputPlace(event, makers);
      for (const tensor of tensorsIn(event.result)) {
        const origin = tensor instanceof Tensor ? tensor.origin : null;
        // Layers that keep the sizes hand the origin on: the first one set them.
        if (origin && layer.place && !makers.has(origin)) makers.set(origin, layer.place);
      }
      if (!layer.place || layer.place.file !== file) return;
      let entry = bySite.get(event.module.site!);
      if (!entry) {
        entry = found.get(rangeKey(layer.place));
        if (entry) bySite.set(event.module.site!, entry);
      }
      if (!entry) {
        const rows: (readonly [number, number])[] = [];
        const name = layer.path?.split('.').pop() ?? layer.type;
        const paddingPlace = rangeOrNull(framework.argumentPlace(event.module, 'padding'));
        entry = { definition: { place: layer.place, name, type: layer.type, rows, paddingPlace, inputPlace: from }, rows };
        found.set(rangeKey(layer.place), entry);
        bySite.set(event.module.site!, entry);
      }
      entry.rows.push([m, l]);
    });
  });
  return [...found.values()].map((e) => e.definition).sort((a, b) => a.place.start - b.place.start);
}

/** The layer that set the sizes of what a layer gets first. */
function inputPlace(event: ModuleEvent, makers: ReadonlyMap<TensorOrigin, TextRange>): TextRange | null {
  const [input] = tensorsIn(event.args[0]);
  let origin = input instanceof Tensor ? input.origin : null;
  for (let steps = 0; origin && steps < 100; steps++) {
    const place = makers.get(origin);
    if (place) return place;
    origin = origin.source?.origin ?? null;
  }
  return null;
}

/** What one assignment held, each time it ran. */
interface Held {
  readonly place: TextRange;
  readonly model: number;
  readonly shapes: Shape[];
  readonly times: AssignmentTime[];
  status: Status;
}

/** Assignments of one file: the shapes of all the times they ran, joined. */
export function assignmentsIn(file: string, models: readonly TracedModel[]): AssignmentReport[] {
  const found = new Map<string, Held>();
  // A statement has one place as long as its code lives: the text of its range is made once.
  const byPlace = new Map<Place, Held>();
  models.forEach(({ events, assumed, tree }, model) => {
    for (const event of events) {
      if (event.kind !== 'assign' || event.place.unit.file.name !== file) continue;
      const tensors = tensorsIn(event.value);
      const [tensor] = tensors;
      if (tensors.length !== 1 || !(tensor instanceof Tensor)) continue;
      const shape = shapeOf(tensor);
      const known = statusOf([tensor]);
      const status: Status = known === 'exact' && assumed ? 'assumed' : known;
      const path = event.parent ? (tree.paths.get(event.parent.module) ?? null) : null;
      let held = byPlace.get(event.place);
      if (!held) {
        const place = rangeOf(event.place);
        const key = rangeKey(place);
        held = found.get(key) ?? { place, model, shapes: [], times: [], status };
        found.set(key, held);
        byPlace.set(event.place, held);
      }
      held.shapes.push(shape);
      held.times.push({ model, path, shape, status });
      held.status = worse(held.status, status);
    }
  });
  return [...found.values()]
    .map(({ place, model, shapes, times, status }) => ({ place, shape: joinShapes(shapes), status, model, times }))
    .sort((a, b) => a.place.start - b.place.start);
}

/** Classes of one file of which a model called several instances, in the order of the text. */
export function blocksIn(file: string, models: readonly TracedModel[]): BlockReport[] {
  const found = new Map<string, { place: TextRange; name: string; instances: Map<string, BlockInstance> }>();
  models.forEach(({ events, tree }, model) => {
    for (const event of events) {
      // The model itself and layers that hold no others are no blocks.
      if (event.kind !== 'module' || !event.hasChildren || !event.parent) continue;
      const { cls } = event.module;
      const path = tree.paths.get(event.module);
      if (!cls.place || cls.place.unit.file.name !== file || !path) continue;
      const place = rangeOf(cls.place);
      const key = rangeKey(place);
      const block = found.get(key) ?? { place, name: cls.name, instances: new Map<string, BlockInstance>() };
      found.set(key, block);
      const shapes = (value: Parameters<typeof tensorsIn>[0]): Shape[] => tensorsIn(value).flatMap((t) => (t instanceof Tensor ? [shapeOf(t)] : []));
      const id = `${model}:${path}`;
      if (!block.instances.has(id)) block.instances.set(id, { model, path, inputs: event.args.flatMap(shapes), outputs: shapes(event.result) });
    }
  });
  return [...found.values()]
    .filter((block) => block.instances.size > 1)
    .map(({ place, name, instances }) => ({ place, name, instances: [...instances.values()] }))
    .sort((a, b) => a.place.start - b.place.start);
}

const order: readonly Status[] = ['exact', 'assumed', 'symbolic', 'unknown', 'failed'];
function worse(a: Status, b: Status): Status {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** Sizes that differ become a range (`64–512`), ranks that differ an unknown. */
export function joinShapes(shapes: readonly Shape[]): Shape {
  const first = shapes[0] ?? null;
  if (first === null || shapes.some((shape) => shape === null || shape.length !== first.length)) return null;
  return first.map((size, axis) => joinSizes(size, axis, shapes as readonly (readonly Size[])[]));
}

function joinSizes(size: Size, axis: number, shapes: readonly (readonly Size[])[]): Size {
  let low = Infinity;
  let high = -Infinity;
  let same = true;
  for (const shape of shapes) {
    const other = shape[axis]!;
    if (other !== size) same = false;
    low = typeof other === 'number' ? Math.min(low, other) : Number.NaN;
    high = typeof other === 'number' ? Math.max(high, other) : Number.NaN;
  }
  if (same) return size;
  return Number.isFinite(low) && Number.isFinite(high) ? `${low}–${high}` : null;
}
