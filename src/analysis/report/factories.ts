/** Functions of a file that make layers for several places of a model (`def conv_bn(…): return nn.Sequential(…)`): blocks without a class. */
import type { Statement } from '../syntax/ast';
import type {
  BlockInstance,
  BlockReport,
  DefinitionReport,
  ModelReport,
  TextRange,
} from './report';

/** A function at the top level of a file. */
export interface Factory {
  readonly name: string;
  readonly place: TextRange;
}

/** The functions of one group of statements. */
export function functionsOf(
  file: string,
  unitStart: number,
  body: readonly Statement[],
): Factory[] {
  return body.flatMap((s) =>
    s.kind === 'FunctionDef'
      ? [{ name: s.name, place: { file, start: unitStart + s.start, end: unitStart + s.end } }]
      : [],
  );
}

/** Those that were called more than once for the models, in the order of the text. */
export function factoriesIn(
  functions: readonly Factory[],
  definitions: readonly DefinitionReport[],
  models: readonly ModelReport[],
): BlockReport[] {
  return functions.flatMap(({ name, place }): BlockReport[] => {
    const inside = definitions.filter(
      (d) => d.place.start >= place.start && d.place.end <= place.end,
    );
    const rows = inside.flatMap((d) => d.rows);
    if (rows.length < 2) return [];
    const instances = new Map<string, BlockInstance>();
    for (const [m, l] of [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const layer = models[m]!.layers[l]!;
      // What makes one layer is found by that layer's path, what makes several by that of what holds them.
      const path = inside.length === 1 ? layer.path : layer.path?.replace(/\.?[^.]*$/, '');
      if (!path) continue;
      const id = `${m}:${path}`;
      const before = instances.get(id);
      instances.set(id, {
        model: m,
        path,
        inputs: before?.inputs ?? layer.inputs,
        outputs: layer.outputs,
      });
    }
    return instances.size > 1 ? [{ place, name, instances: [...instances.values()] }] : [];
  });
}
