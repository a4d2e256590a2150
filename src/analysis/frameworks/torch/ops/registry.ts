/** The table of all operations, by where they are found: natives are made when they are first asked for. */
import type { Runtime } from '../../../interpreter/runtime';
import type { Native, Value } from '../../../interpreter/values';
import { eventSignature, nativeOf, type Row, runRow, type Space } from './row';
import { allRows } from './table';

interface Entry {
  readonly row: Row;
  native: Native | null;
}

const spaces = new Map<Space, Map<string, Entry>>();

function build(): void {
  for (const row of allRows())
    for (const space of row.spaces) {
      let table = spaces.get(space);
      if (!table) spaces.set(space, (table = new Map()));
      for (const name of [row.name, ...row.aliases]) {
        // The first row of a name is its meaning.
        if (!table.has(name)) table.set(name, { row, native: null });
        if (row.inplace && !table.has(`${name}_`)) table.set(`${name}_`, { row, native: null });
      }
    }
}

const prefixes: Readonly<Record<Space, string>> = {
  torch: 'torch.',
  F: 'torch.nn.functional.',
  method: 'Tensor.',
  fft: 'torch.fft.',
  linalg: 'torch.linalg.',
  special: 'torch.special.',
  init: 'torch.nn.init.',
  einops: 'einops.',
  vision: 'torchvision.ops.',
  _VF: 'torch._VF.',
};

function entryOf(space: Space, name: string): Entry | undefined {
  if (spaces.size === 0) build();
  return spaces.get(space)?.get(name);
}

/** The operation of a name in a space; undefined where there is none. */
export function findOp(space: Space, name: string): Native | undefined {
  const entry = entryOf(space, name);
  if (!entry) return undefined;
  return (entry.native ??= nativeOf(entry.row, space, name, prefixes[space] + name));
}

/** All names of a space, for `dir()` and "did you mean". */
export function opNames(space: Space): string[] {
  if (spaces.size === 0) build();
  return [...(spaces.get(space)?.keys() ?? [])];
}

/** Runs an operation on arguments in its function's order, recorded like a call of the user's. Missing ones hold their defaults. */
export function runOp(runtime: Runtime, space: Space, name: string, args: readonly Value[]): Value {
  const entry = entryOf(space, name);
  if (!entry) throw new Error(`no operation ${space}.${name}`);
  const sig = eventSignature(entry.row);
  const all: Value[] = args.slice();
  for (let i = all.length; i < sig.names.length; i++) all.push(sig.defaults[i] ?? null);
  return runRow(runtime, entry.row, sig, all, false);
}
