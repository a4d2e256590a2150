/** Keras' files: .h5 of whole models and of weights, .weights.h5, and .keras archives around one. */
import { type Tensor } from '../tensor';
import { fail, type WeightEntry, type WeightFile, type WeightLimits } from './file';
import { type Hdf5File, readHdf5 } from './hdf5';
import { decode } from './numbers';
import type { ZipEntry } from './zip';

/** Optimisers' numbers are no weights. */
const ignored = /^(optimizer|optimizer_weights|_?metrics|seed_generator)/;

/**
 * Names as Keras gives them. Old files: `conv2d/kernel` from `model_weights/conv2d/conv2d/kernel:0`. Keras 3: `layers/conv2d/vars/0`, whose number is
 * replaced by the variable's role where the layer's class tells it.
 */
function nameOf(path: string): string {
  const parts = path.replace(/^(model_weights|_layer_checkpoint_dependencies|layers)\//, '').split('/');
  const last = parts[parts.length - 1]!.replace(/:0$/, '');
  // The layer's name stands twice in old files: as the group and in the variable's own name, there behind the model's.
  const again = parts.indexOf(parts[0]!, 1);
  if (again > 0 && again < parts.length - 1) parts.splice(0, again);
  parts[parts.length - 1] = last;
  return parts.filter((p) => p !== 'vars').join('/');
}

/** A file's tensors. */
export async function readKerasHdf5(bytes: Uint8Array, limits: WeightLimits, format: 'keras' | 'hdf5' = 'hdf5'): Promise<WeightFile> {
  const file: Hdf5File = readHdf5(bytes, limits);
  const entries = new Map<string, WeightEntry>();
  for (const dataset of file.datasets) {
    if (ignored.test(dataset.path)) continue;
    const data = await dataset.read();
    let name = nameOf(dataset.path);
    for (let n = 1; entries.has(name); n++) name = `${nameOf(dataset.path)}_${n}`;
    const { shape, type, littleEndian } = dataset;
    const count = shape.reduce((a, b) => a * b, 1);
    entries.set(name, { name, shape, dtype: type, read: (): Tensor => ({ shape, data: decode(data, type, count, littleEndian) }) });
  }
  return { format, entries };
}

/** True where an archive is a .keras file. */
export function isKerasArchive(files: ReadonlyMap<string, ZipEntry>): boolean {
  return files.has('model.weights.h5') || (files.has('config.json') && files.has('metadata.json'));
}

interface LayerConfig {
  readonly class_name?: string;
  readonly config?: { readonly name?: string; readonly layers?: readonly LayerConfig[] };
}

/** Keras 3 names stored layers by class and number; the configuration says which layer of the model each is. */
function realNames(config: unknown): Map<string, string> {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const layers = (config as LayerConfig | null)?.config?.layers;
  if (!Array.isArray(layers)) return names;
  for (const layer of layers as LayerConfig[]) {
    if (!layer.class_name || !layer.config?.name) continue;
    const base = snakeCase(layer.class_name);
    const n = counts.get(base) ?? 0;
    counts.set(base, n + 1);
    names.set(n === 0 ? base : `${base}_${n}`, layer.config.name);
  }
  return names;
}

/** Keras' own conversion of class names (keras.src.utils.naming). */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** A .keras archive: its weights, under the names that its configuration gives the layers. */
export async function readKerasArchive(files: ReadonlyMap<string, ZipEntry>, limits: WeightLimits): Promise<WeightFile> {
  const weights = files.get('model.weights.h5') ?? fail('the archive has no weights');
  const file = await readKerasHdf5(await weights.read(), limits, 'keras');
  const config = files.get('config.json');
  if (!config) return file;
  let names: Map<string, string>;
  try {
    names = realNames(JSON.parse(new TextDecoder().decode(await config.read())));
  } catch {
    return file;
  }
  const entries = new Map<string, WeightEntry>();
  for (const entry of file.entries.values()) {
    const [layer, ...rest] = entry.name.split('/');
    const name = [names.get(layer!) ?? layer!, ...rest].join('/');
    entries.set(name, { ...entry, name });
  }
  return { format: 'keras', entries };
}
