/** A row of the table of operations: where it is found, its Python signature and its shape rule. */
import { signature } from '../../../interpreter/native';
import type { Runtime } from '../../../interpreter/runtime';
import {
  Instance,
  List,
  Native,
  type Signature,
  Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../../../interpreter/values';
import { onArray, OpCall, type Rule } from './call';
import { changeInPlace } from './inPlace';
import { checkWhole, wholeParameters } from './whole';

/**
 * Where a row's names are found. `torch`: torch.name; `F`: torch.nn.functional.name; `method`: tensor.name; `inplace`: name_ beside each of
 * these; other words are modules of their own: `fft` is torch.fft, `linalg`, `special`, `init` is torch.nn.init, `einops`, `vision` is
 * torchvision.ops.
 */
export type Space =
  | 'torch'
  | 'F'
  | 'method'
  | 'fft'
  | 'linalg'
  | 'special'
  | 'init'
  | 'einops'
  | 'vision'
  | '_VF';

export interface Row {
  /** The name events carry. */
  readonly name: string;
  /** Further names of the same operation. */
  readonly aliases: readonly string[];
  readonly spaces: readonly Space[];
  /** True where `name_` exists too. */
  readonly inplace: boolean;
  /** The function's parameters: those up to `;` are the event's, the rest are other spellings (`axis` for `dim`). */
  readonly parameters: string;
  /** The tensor method's parameters without self, where they are not the function's without its first. */
  readonly method: string | null;
  /** Makes the function's arguments of the method's (`x.view(2, 3)` → input, shape). */
  readonly bind: ((args: readonly Value[], runtime: Runtime) => Value[]) | null;
  /** The function's own parameters, where calls are written otherwise than the event shows them (`zeros(2, 3)`), and its binding. */
  readonly call: {
    readonly parameters: string;
    readonly bind: (args: readonly Value[], runtime: Runtime) => Value[];
  } | null;
  /** The parameters that take whole numbers, at their places. */
  readonly whole: readonly (string | undefined)[];
  readonly rule: Rule;
  /** False for what is no operation on tensors (`torch.is_tensor`, `nn.init.xavier_uniform_`): no event. */
  readonly event: boolean;
}

interface Options {
  readonly method?: string;
  readonly bind?: (args: readonly Value[], runtime: Runtime) => Value[];
  readonly event?: boolean;
  readonly call?: Row['call'];
}

/**
 * Makes a row.
 * @param names the canonical name, then its aliases: `'clamp clip'`
 * @param spaces where they are found: `'torch method inplace'`
 */
export function row(
  names: string,
  spaces: string,
  parameters: string,
  rule: Rule,
  options: Options = {},
): Row {
  const [name, ...aliases] = names.split(' ');
  const where = spaces.split(' ');
  return {
    name: name!,
    aliases,
    spaces: where.filter((s) => s !== 'inplace') as Space[],
    inplace: where.includes('inplace'),
    parameters,
    method: options.method ?? null,
    bind: options.bind ?? null,
    call: options.call ?? null,
    whole: wholeParameters(signature(parameters.split(';')[0]!).names),
    rule,
    event: options.event ?? true,
  };
}

/** The variable positional arguments of a method such as `view(*shape)`: one list, or the sizes themselves. */
export function variadic(args: readonly Value[], index: number): Value {
  const rest = args[index];
  if (rest instanceof Tuple && rest.items.length === 1) {
    const only = rest.items[0]!;
    if (only instanceof List || only instanceof Tuple) return only;
    if (only instanceof Unknown || only instanceof Instance) return only;
  }
  return rest ?? new Tuple([]);
}

/** Runs a row on arguments in the function's order and records the event. */
export function runRow(
  runtime: Runtime,
  row: Row,
  sig: Signature,
  args: readonly Value[],
  inPlace: boolean,
): Value {
  const c = new OpCall(runtime, row.name, args);
  const [first] = args;
  if (first instanceof Tensor && first.array && !madeOfArrays.has(row.name))
    return onArray(c, () => row.rule(c, args));
  if (row.whole.length > 0)
    checkWhole(c, row.whole, (row.call?.parameters ?? row.method ?? '').startsWith('*'));
  let result = row.rule(c, args);
  if (inPlace) result = changeInPlace(c, args[0], result);
  if (row.event)
    runtime.recordOp(
      row.name,
      sig,
      args.length > sig.names.length ? args.slice(0, sig.names.length) : args,
      result,
    );
  return result;
}

/** What makes tensors of numpy's arrays. */
const madeOfArrays: ReadonlySet<string> = new Set(['tensor', 'as_tensor', 'from_numpy', 'asarray']);

/** The parameters of the event: without other spellings. */
export function eventSignature(row: Row): Signature {
  return signature(row.parameters.split(';')[0]!);
}

/** PyTorch's own functions know numpy's keywords too. */
const numpySpellings: ReadonlyMap<string, string> = new Map([
  ['axis', 'dim'],
  ['keepdims', 'keepdim'],
  ['x', 'input'],
  ['a', 'input'],
  ['x1', 'input'],
  ['x2', 'other'],
]);

/** The callable of a row under one of its names. */
export function nativeOf(row: Row, space: Space, name: string, shown: string): Native {
  const made = makeNative(row, space, name, shown);
  if (space === 'torch' || space === 'method') made.spellings = numpySpellings;
  return made;
}

function makeNative(row: Row, space: Space, name: string, shown: string): Native {
  const event = eventSignature(row);
  const inPlace =
    row.inplace && name.endsWith('_') && name !== row.name && !row.aliases.includes(name);
  const whole = row.parameters.replace(';', ',');
  if (space !== 'method') {
    const call = row.call;
    if (call)
      return new Native(shown, signature(call.parameters), (runtime, args) =>
        runRow(runtime, row, event, call.bind(args, runtime), inPlace),
      );
    return new Native(shown, signature(whole), (runtime, args) =>
      runRow(runtime, row, event, args, inPlace),
    );
  }
  const bind = row.bind;
  if (row.method !== null) {
    const sig = signature(row.method ? `self, ${row.method}` : 'self');
    return new Native(
      shown,
      sig,
      (runtime, args) =>
        runRow(runtime, row, event, bind ? bind(args, runtime) : fill(event, args), inPlace),
      true,
    );
  }
  // The function's first parameter is the receiver.
  const sig = signature(whole.replace(/^\s*\w+/, 'self'));
  return new Native(
    shown,
    sig,
    (runtime, args) => runRow(runtime, row, event, args, inPlace),
    true,
  );
}

/** Missing trailing arguments get the function's defaults. */
function fill(sig: Signature, args: readonly Value[]): Value[] {
  const all: Value[] = [...args];
  for (let i = args.length; i < sig.names.length; i++) all.push(sig.defaults[i] ?? null);
  return all;
}
