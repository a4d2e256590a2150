/** Layers as they are written in a file, with every row made of each; and what assignments in `forward` hold. */
import type { AssignEvent } from '../interpreter/trace';
import { rangeKey, rangeOf } from './places';
import type { AssignmentReport, DefinitionReport, ModelReport, Shape, Size, Status } from './report';
import { shapeOf, statusOf, tensorsIn } from './shapes';
import { Tensor } from '../interpreter/values';

/** The definitions of one file, in the order of the text. */
export function definitionsIn(file: string, models: readonly ModelReport[]): DefinitionReport[] {
  const found = new Map<string, { definition: DefinitionReport; rows: (readonly [number, number])[] }>();
  models.forEach((model, m) =>
    model.layers.forEach((layer, l) => {
      if (!layer.place || layer.place.file !== file) return;
      const key = rangeKey(layer.place);
      let entry = found.get(key);
      if (!entry) {
        const rows: (readonly [number, number])[] = [];
        const name = layer.path?.split('.').pop() ?? layer.type;
        entry = { definition: { place: layer.place, name, type: layer.type, rows, paddingPlace: null }, rows };
        found.set(key, entry);
      }
      entry.rows.push([m, l]);
    }),
  );
  return [...found.values()].map((e) => e.definition).sort((a, b) => a.place.start - b.place.start);
}

/** Assignments of one file: the shapes of all the times they ran, joined. */
export function assignmentsIn(
  file: string,
  runs: readonly { readonly model: number; readonly events: readonly AssignEvent[]; readonly assumed: boolean }[],
): AssignmentReport[] {
  const found = new Map<string, AssignmentReport>();
  for (const { model, events, assumed } of runs)
    for (const event of events) {
      const place = rangeOf(event.place);
      if (place.file !== file) continue;
      const tensors = tensorsIn(event.value);
      const [tensor] = tensors;
      if (tensors.length !== 1 || !(tensor instanceof Tensor)) continue;
      const shape = shapeOf(tensor);
      const known = statusOf([tensor]);
      const status: Status = known === 'exact' && assumed ? 'assumed' : known;
      const key = rangeKey(place);
      const before = found.get(key);
      found.set(key, before ? { ...before, shape: joinShapes(before.shape, shape), status: worse(before.status, status) } : { place, shape, status, model });
    }
  return [...found.values()].sort((a, b) => a.place.start - b.place.start);
}

const order: readonly Status[] = ['exact', 'assumed', 'symbolic', 'unknown', 'failed'];
function worse(a: Status, b: Status): Status {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** Sizes that differ become a range (`64–512`), ranks that differ an unknown. */
export function joinShapes(a: Shape, b: Shape): Shape {
  if (a === null || b === null || a.length !== b.length) return null;
  return a.map((size, i) => joinSizes(size, b[i]!));
}

function joinSizes(a: Size, b: Size): Size {
  if (a === b) return a;
  const numbers = [...bounds(a), ...bounds(b)];
  return numbers.length >= 2 && numbers.every((n) => Number.isFinite(n)) ? `${Math.min(...numbers)}–${Math.max(...numbers)}` : null;
}

function bounds(size: Size): number[] {
  if (typeof size === 'number') return [size];
  const range = /^(\d+)–(\d+)$/.exec(size ?? '');
  return range ? [Number(range[1]), Number(range[2])] : [Number.NaN];
}
