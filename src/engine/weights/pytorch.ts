/** PyTorch's .pt and .pth files: the zip format, the older one of several pickles in a row, state dicts, checkpoints and whole pickled models. */
import { gatherStrided } from '../reference/permute';
import { elementsOf, fail, type WeightEntry, type WeightFile, type WeightLimits } from './file';
import { decode, numberType, type NumberTypeName } from './numbers';
import { PickleCall, PickleDict, PickleGlobal, PickleList, PicklePersistent, PickleTuple, type PickleValue, unpickle } from './pickle';
import type { ZipEntry } from './zip';

const storageTypes: Readonly<Record<string, NumberTypeName>> = {
  DoubleStorage: 'f64',
  FloatStorage: 'f32',
  HalfStorage: 'f16',
  BFloat16Storage: 'bf16',
  LongStorage: 'i64',
  IntStorage: 'i32',
  ShortStorage: 'i16',
  CharStorage: 'i8',
  ByteStorage: 'u8',
  BoolStorage: 'bool',
  UntypedStorage: 'u8',
};

const dtypes: Readonly<Record<string, NumberTypeName>> = {
  float64: 'f64',
  double: 'f64',
  float32: 'f32',
  float: 'f32',
  float16: 'f16',
  half: 'f16',
  bfloat16: 'bf16',
  float8_e4m3fn: 'f8e4m3',
  float8_e5m2: 'f8e5m2',
  int64: 'i64',
  int32: 'i32',
  int16: 'i16',
  int8: 'i8',
  uint8: 'u8',
  bool: 'bool',
};

/** Where a storage's bytes are; sizes are known before they are read. */
interface Storage {
  readonly key: string;
  readonly type: NumberTypeName;
  /** Elements of its type. */
  readonly count: number;
}

/** A storage named by a persistent id: ('storage', type, key, location, count). */
function storageOf(value: PickleValue): Storage | null {
  if (!(value instanceof PicklePersistent) || !(value.id instanceof PickleTuple)) return null;
  const [kind, type, key, , count] = value.id.items;
  if (kind !== 'storage' || !(type instanceof PickleGlobal) || typeof count !== 'number') return null;
  const name = storageTypes[type.name];
  if (!name || (typeof key !== 'string' && typeof key !== 'number')) return fail(`the file holds a ${type.path}, which is not known`);
  return { key: String(key), type: name, count };
}

interface Found {
  readonly name: string;
  readonly storage: Storage;
  readonly type: NumberTypeName;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

function numbersOf(value: PickleValue | undefined): number[] | null {
  const items = value instanceof PickleTuple ? value.items : value instanceof PickleList ? value.items : value instanceof PickleCall ? value.args[0] : null;
  const list = items instanceof PickleTuple ? items.items : items;
  return Array.isArray(list) && list.every((n) => typeof n === 'number') ? (list as number[]) : null;
}

/** A tensor record: the calls by which torch would rebuild one. */
function tensorOf(value: PickleValue, name: string): Found | null {
  if (!(value instanceof PickleCall) || !(value.callee instanceof PickleGlobal)) return null;
  const { path } = value.callee;
  if (path === 'torch._utils._rebuild_parameter' || path === 'torch._utils._rebuild_parameter_with_state') return tensorOf(value.args[0] ?? null, name);
  if (path === 'torch.nn.parameter.Parameter') return tensorOf(value.args[0] ?? null, name);
  if (!/^torch\._utils\._rebuild_tensor(_v[23])?$/.test(path)) return null;
  const storage = storageOf(value.args[0] ?? null);
  const [offset, shape, strides] = [value.args[1], numbersOf(value.args[2]), numbersOf(value.args[3])];
  if (!storage || typeof offset !== 'number' || !shape || !strides || shape.length !== strides.length) return fail(`${name} is described in a way that cannot be read`);
  // _v3 states the numeric type over a storage of bytes.
  const dtype = value.args.find((a) => a instanceof PickleGlobal && a.module === 'torch' && Object.hasOwn(dtypes, a.name)) as PickleGlobal | undefined;
  return { name, storage, type: path.endsWith('_v3') && dtype ? dtypes[dtype.name]! : storage.type, offset, shape, strides };
}

const isOptimiser = (key: string): boolean => /^(optim|lr_sched|scheduler|scaler|ema_optim|amp)/i.test(key);

/** All tensors of a value, with dotted paths; whole models are walked through their registries. */
function collect(root: PickleValue, limits: WeightLimits): Found[] {
  const found: Found[] = [];
  const seen = new Set<PickleValue>();
  const join = (prefix: string, key: string): string => (prefix === '' ? key : `${prefix}.${key}`);
  const walk = (value: PickleValue, name: string, depth: number): void => {
    if (value === null || typeof value !== 'object' || depth > 64) return;
    const tensor = tensorOf(value, name || 'tensor');
    if (tensor) {
      if (found.length >= limits.mostEntries) fail(`more than ${limits.mostEntries} tensors`);
      found.push(tensor);
      return;
    }
    if (seen.has(value)) return;
    seen.add(value);
    if (value instanceof PickleDict) for (const [key, item] of value.items) enter(key, item, name, depth);
    else if (value instanceof PickleList || value instanceof PickleTuple) value.items.forEach((item, i) => walk(item, join(name, String(i)), depth + 1));
    else if (value instanceof PickleCall) {
      for (const [key, item] of value.items) enter(key, item, name, depth);
      walkModule(value, name, depth);
    }
  };
  const enter = (key: PickleValue, item: PickleValue, name: string, depth: number): void => {
    if (typeof key !== 'string' && typeof key !== 'number') return;
    if (depth === 0 && isOptimiser(String(key))) return;
    walk(item, join(name, String(key)), depth + 1);
  };
  /** A pickled module: its parameters, buffers and children, each under its own name. */
  const walkModule = (call: PickleCall, name: string, depth: number): void => {
    const state = call.state instanceof PickleTuple ? (call.state.items[0] ?? null) : call.state;
    if (!(state instanceof PickleDict)) return;
    for (const registry of ['_parameters', '_buffers', '_modules']) {
      const value = state.items.get(registry);
      if (value instanceof PickleDict || value instanceof PickleCall) for (const [key, item] of value.items) enter(key, item, name, depth + 1);
    }
  };
  walk(root, '', 0);
  return found;
}

/** An entry whose numbers come from a storage's bytes. */
function entryOf(found: Found, bytes: Uint8Array, littleEndian: boolean): WeightEntry {
  const { name, shape, strides, offset, type } = found;
  const count = elementsOf(shape, name);
  const width = numberType(type).bytes;
  const have = Math.floor(bytes.length / width);
  if (strides.some((s) => !Number.isSafeInteger(s) || s < 0) || !Number.isSafeInteger(offset) || offset < 0) fail(`${name} has steps that cannot be`);
  const last = count === 0 ? 0 : shape.reduce((at, n, i) => at + (n - 1) * strides[i]!, offset) + 1;
  if (last > have) fail(`${name} reaches beyond its storage: ${last} of ${have} numbers`);
  // Strides of 0 repeat numbers: the result may be larger than what is stored.
  if (count > have * 4096 + 1024) fail(`${name} repeats its numbers more often than any weight does`);
  return {
    name,
    shape,
    dtype: type,
    read: () => {
      const all = decode(bytes.subarray(offset * width), type, Math.max(0, last - offset), littleEndian);
      return { shape, data: gatherStrided(all, shape, strides) };
    },
  };
}

/** True where an archive is one of PyTorch's. */
export function isPytorchZip(files: ReadonlyMap<string, ZipEntry>): boolean {
  return [...files.keys()].some((name) => name === 'data.pkl' || name.endsWith('/data.pkl'));
}

/** The zip format: a pickle `data.pkl`, and one file for each storage. */
export async function readPytorchZip(files: ReadonlyMap<string, ZipEntry>, limits: WeightLimits): Promise<WeightFile> {
  const main = [...files.keys()].find((name) => name === 'data.pkl' || name.endsWith('/data.pkl'))!;
  const prefix = main.slice(0, -'data.pkl'.length);
  if (files.has(`${prefix}constants.pkl`) && files.has(`${prefix}code/`)) fail('the file is a TorchScript program, not weights');
  const order = files.get(`${prefix}byteorder`);
  const littleEndian = !order || new TextDecoder().decode(await order.read()).trim() !== 'big';
  const { value } = unpickle(await files.get(main)!.read());
  const entries = new Map<string, WeightEntry>();
  const storages = new Map<string, Uint8Array>();
  for (const found of collect(value, limits)) {
    const { key } = found.storage;
    let bytes = storages.get(key);
    if (!bytes) {
      const file = files.get(`${prefix}data/${key}`) ?? fail(`the numbers of ${found.name} are missing in the file`);
      storages.set(key, (bytes = await file.read()));
    }
    entries.set(found.name, entryOf(found, bytes, littleEndian));
  }
  return { format: 'pytorch', entries };
}

/** The number at the beginning of the older format. */
const magic = 0x1950a86a20f9469cfc6cn;

/** True where bytes begin as the older format does: a pickle of its magic number. */
export function isPytorchLegacy(bytes: Uint8Array): boolean {
  if (bytes.length < 16 || bytes[0] !== 0x80) return false;
  try {
    return unpickle(bytes.subarray(0, 64)).value === magic;
  } catch {
    return false;
  }
}

/** The older format: magic number, version, machine, object, list of keys, then each storage with its count. */
export function readPytorchLegacy(bytes: Uint8Array, limits: WeightLimits): WeightFile {
  let at = 0;
  let persistent: readonly PicklePersistent[] = [];
  const next = (): PickleValue => {
    const read = unpickle(bytes, at);
    at = read.end;
    persistent = read.persistent;
    return read.value;
  };
  if (next() !== magic) fail('the file is no PyTorch file');
  if (next() !== 1001) fail('the file has a version that is not known');
  const machine = next();
  const littleEndian = !(machine instanceof PickleDict) || machine.items.get('little_endian') !== false;
  const found = collect(next(), limits);
  // Also of storages that are of no interest (an optimiser's): their lengths say where the next ones begin.
  const types = new Map(persistent.flatMap((p) => storageOf(p) ?? []).map((storage) => [storage.key, storage.type]));
  const keys = next();
  if (!(keys instanceof PickleList)) return fail('the list of storages is missing');
  const places = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const key of keys.items) {
    const type = types.get(String(key));
    if (at + 8 > bytes.length) fail('the file is cut: not all numbers are there');
    const count = Number(view.getBigInt64(at, littleEndian));
    at += 8;
    if (!type) return fail(`the storage ${String(key)} has a type that is not known`);
    const length = count * numberType(type).bytes;
    if (!Number.isSafeInteger(count) || count < 0 || at + length > bytes.length) fail('the file is cut: not all numbers are there');
    places.set(String(key), bytes.subarray(at, at + length));
    at += length;
  }
  const entries = new Map<string, WeightEntry>();
  for (const f of found) entries.set(f.name, entryOf(f, places.get(f.storage.key) ?? fail(`the numbers of ${f.name} are missing in the file`), littleEndian));
  return { format: 'pytorch-legacy', entries };
}
