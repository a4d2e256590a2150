/** How an operation says what is wrong: the place to mark, the words, the layer that made the other shape, and the fixes. */
import { argumentOf, type CallSite, type Place } from '../../interpreter/place';
import type { Runtime } from '../../interpreter/runtime';
import type { Fix, Severity } from '../../interpreter/trace';
import {
  Dict,
  Func,
  type Instance,
  type Tensor,
  type TensorOrigin,
} from '../../interpreter/values';
import { causeOf, declares, declaringSetting, type NamedSize, noteAgreement, sizesTold } from './followUps';
import { type Dim, equal, factorsText, sizesText, text } from './ops/sizes';

/** What an operation found. */
export interface Blame {
  /** The rule's code: docs/rules.md has an anchor for each. */
  readonly rule: string;
  /**
   * A short sentence. `{layer}` becomes the layer's name (or the operation's), `{made}` where the sizes of `tensor` come from:
   * " (16 · 7 · 7 after flatten, line 28)".
   */
  readonly message: string;
  readonly severity?: Severity;
  /** The exception PyTorch raises, and its message: what a `try` of the user's sees. */
  readonly exception?: string;
  readonly python?: string;
  /** The operation's name, where no layer runs it. */
  readonly op?: string;
  /** The argument of the running layer's constructor that is to blame: its name and position. */
  readonly setting?: readonly [name: string, position: number];
  /** The argument of the operation's own call: its name and position. */
  readonly argument?: readonly [name: string, position: number];
  /** The value that would be right for `setting`: offered as a fix. */
  readonly right?: Dim | null;
  /** What the size of `tensor` along `axis` would have to be. */
  readonly wanted?: Dim;
  /** Its factors, where the user would write a product: `16 * 5 * 5`. */
  readonly rightFactors?: readonly Dim[] | null;
  /** The tensor whose sizes are the other side. */
  readonly tensor?: Tensor | null;
  /** The axis of `tensor`, counted from the end, whose size is the other side: the layer that made that size is told. */
  readonly axis?: number;
  /** More tensors whose makers are told; `axis` is theirs too. */
  readonly others?: readonly Tensor[];
  /** What comes out has its sizes all the same, where the layer declares them: errors further down stand on their own. */
  readonly sizesStay?: boolean;
  /** Fixes besides the number. */
  readonly fixes?: readonly Fix[];
  /** Fixes that need the place that was marked, or the layer. */
  readonly moreFixes?: (at: Blamed) => readonly Fix[];
}

/** Where a finding was put. */
export interface Blamed {
  readonly runtime: Runtime;
  readonly place: Place;
  /** The framework layer that runs the operation, if one does. */
  readonly layer: Instance | null;
  /** The constructor call of that layer in the user's file. */
  readonly constructorSite: CallSite | null;
  /** The call, operator or subscript in the user's file that was being evaluated. */
  readonly consumer: Place | null;
}

/** The sizes an error is about. */
function sizesOf({ rule, tensor, axis, others }: Blame): { named: NamedSize[]; exact: boolean } {
  const tensors = [...new Set([...(tensor ? [tensor] : []), ...(others ?? [])])].filter((t) => t.shape);
  if (rule === 'rank' || rule === 'dim-range') return { named: tensors.map((t) => ({ tensor: t, axis: null })), exact: true };
  if (axis !== undefined)
    return { named: tensors.filter((t) => axis <= t.shape!.length).map((t) => ({ tensor: t, axis })), exact: true };
  return { named: tensors.flatMap((t) => t.shape!.map((_, i) => ({ tensor: t, axis: i + 1 }))), exact: false };
}

/**
 * Reports what PyTorch would raise. Where that is not certain (a branch on an unknown condition, a `try` that catches it), raises it
 * instead: the branch is then not taken, the handler runs. After a report the operation goes on with its best-known result.
 */
export function blame(runtime: Runtime, found: Blame): void {
  const severity = found.severity ?? 'error';
  if (!runtime.certain) {
    if (severity === 'error')
      runtime.raise(
        found.exception ?? 'RuntimeError',
        found.python ?? fillTemplate(runtime, found, null).message,
      );
    return;
  }
  const layer = runningLayer(runtime);
  // One layer, one error: what follows from the first one says nothing new.
  if (
    layer &&
    severity === 'error' &&
    runtime.trace.problems.some((p) => p.module === layer && p.severity === 'error')
  )
    return;
  const { named, exact } = sizesOf(found);
  const cause = severity === 'error' ? causeOf(runtime.trace, named) : null;
  if (cause) {
    if (cause !== 'guess' && found.wanted !== undefined) noteAgreement(cause, found.wanted);
    return;
  }
  const constructorSite =
    layer?.site && isFrameworkClass(layer) && runtime.isUser(layer.site) ? layer.site : null;
  const consumer = runtime.userPlace();
  const written =
    layer && constructorSite && found.setting
      ? writtenSetting(layer, constructorSite, found.setting)
      : null;
  const place = written ?? consumerPlace(runtime, found) ?? constructorSite ?? outermost(runtime);
  if (!place) return;
  const at: Blamed = { runtime, place, layer, constructorSite, consumer };
  const { message, related } = fillTemplate(runtime, found, layer);
  if (consumer && !samePlace(consumer, place))
    related.push({
      place: consumer,
      message: layer ? `${layerName(runtime, layer)} is called here` : 'called here',
    });
  const fixes: Fix[] = [];
  if (written && constructorSite && found.right !== undefined && found.right !== null)
    fixes.push(
      ...numberFix(runtime, constructorSite, written, found.right, found.rightFactors ?? null),
    );
  if (found.fixes) fixes.push(...found.fixes);
  if (found.moreFixes) fixes.push(...found.moreFixes(at));
  runtime.report({
    rule: found.rule,
    severity,
    message,
    place: plainPlace(place),
    related,
    fixes,
    // Only an error stops a layer.
    module: severity === 'error' ? (layer ?? runtime.currentModule) : null,
    sizes: exact && severity === 'error' ? sizesTold(named) : [],
    sizesStay: found.sizesStay ?? false,
    ...(found.wanted === undefined ? {} : { wanted: { size: found.wanted, fix: makerFix(runtime, found, found.wanted) } }),
  });
}

/** Was something of the running layer told to be wrong, so that what it makes is a guess? */
export function isGuess(runtime: Runtime): boolean {
  const { problems } = runtime.trace;
  if (problems.length === 0) return false;
  const layer = runningLayer(runtime);
  return layer !== null && problems.some((p) => p.module === layer && p.severity === 'error' && !p.sizesStay);
}

/** The argument of a layer's constructor call, found by its name in the constructor's own parameters. */
export function writtenSetting(
  layer: Instance,
  site: CallSite,
  [name, position]: readonly [string, number],
): ReturnType<typeof argumentOf> {
  for (const cls of layer.cls.mro) {
    const init = cls.dict.get('__init__');
    if (!(init instanceof Func)) continue;
    const index = init.code.parameters.findIndex((p) => p.name === name);
    return index < 0 ? null : argumentOf(site, name, index - 1);
  }
  return argumentOf(site, name, position);
}

/** The framework's own layer that is running the operation: null where the user's code calls the function itself. */
export function runningLayer(runtime: Runtime): Instance | null {
  const site = runtime.site;
  if (!site || site.unit.file.origin !== 'prelude') return null;
  return runtime.currentModule;
}

/** The running layer's name, for requirements; null where the user's code calls the function itself. */
export function moduleOfLayer(runtime: Runtime): string | null {
  const layer = runningLayer(runtime);
  return layer && layerName(runtime, layer);
}

/** The layer's class is the framework's own: its constructor's arguments are known by name. */
export function isFrameworkClass(layer: Instance): boolean {
  return layer.cls.place === null || layer.cls.place.unit.file.origin === 'prelude';
}

/** The argument of the operation's call, where the user wrote the call himself; else the user's call that led here. */
function consumerPlace(runtime: Runtime, found: Blame): Place | null {
  const consumer = runtime.userPlace();
  const site = runtime.site;
  if (!consumer || !site || !found.argument || found.argument[1] < 0 || !runtime.isUser(site))
    return consumer;
  if (site.start !== consumer.start || site.unit !== consumer.unit) return consumer;
  // A method's receiver is no argument of its call.
  const receiver = methodReceiver(site);
  const position = receiver ? found.argument[1] - 1 : found.argument[1];
  return (position >= 0 ? argumentOf(site, found.argument[0], position) : null) ?? consumer;
}

/** `x` of `x.view(…)`: true where the callee is an attribute of something other than a module name such as `torch` or `F`. */
function methodReceiver(site: CallSite): boolean {
  const callee = site.call.callee;
  if (callee.kind !== 'Attribute') return false;
  let root = callee.value;
  while (root.kind === 'Attribute') root = root.value;
  return !(
    root.kind === 'Name' && /^(torch|F|nn|functional|einops|torchvision|ops|math|tf)$/.test(root.id)
  );
}

function outermost(runtime: Runtime): Place | null {
  return runtime.trail().find((site) => site.unit.file.origin !== 'prelude') ?? null;
}

function samePlace(a: Place, b: Place): boolean {
  return a.unit === b.unit && a.start === b.start && a.end === b.end;
}

function plainPlace({ unit, start, end }: Place): Place {
  return { unit, start, end };
}

/** The words, with the layer's name and the other side's maker put in. */
function fillTemplate(
  runtime: Runtime,
  found: Blame,
  layer: Instance | null,
): { message: string; related: { place: Place; message: string }[] } {
  const related: { place: Place; message: string }[] = [];
  let message = found.message;
  if (message.includes('{layer}'))
    message = message.replaceAll(
      '{layer}',
      layer ? layerName(runtime, layer) : (found.op ?? 'the operation'),
    );
  if (message.includes('{made}'))
    message = message.replaceAll(
      '{made}',
      found.tensor ? madeBy(runtime, found.tensor, found.axis, related) : '',
    );
  for (const other of found.others ?? []) {
    const origin = userOrigin(runtime, other);
    if (origin)
      related.push({
        place: origin.place,
        message: `${origin.name} makes ${sizesText(other.shape ?? [])}`,
      });
  }
  return { message, related };
}

/** " (16 · 7 · 7 after flatten, line 28)", " (from conv1, line 12)"; '' where it is not known. */
function madeBy(
  runtime: Runtime,
  tensor: Tensor,
  axis: number | undefined,
  related: { place: Place; message: string }[],
): string {
  const origin = tensor.origin;
  const factors =
    axis === 1 && origin?.factors && origin.factors.length > 1 ? factorsText(origin.factors) : null;
  const maker = factors || axis === undefined ? tensor : makerOf(tensor, axis);
  const made = maker && userOrigin(runtime, maker);
  if (!made) return factors ? ` (${factors})` : '';
  const line = `{line ${related.length}}`;
  related.push({
    place: made.place,
    message: `${made.name} makes ${sizesText(maker!.shape ?? [])}`,
  });
  return factors ? ` (${factors} after ${made.name}, ${line})` : ` (from ${made.name}, ${line})`;
}

/** Operations that take axes away and leave the others as they are. */
const takesAway = /^(max|min|mean|sum|amax|amin|getitem|select|squeeze)$/;

/** The tensor that first had the size of an axis: operations that keep it are passed over. Null where it came from outside. */
export function makerOf(tensor: Tensor, axis: number): Tensor | null {
  let current = tensor;
  let fromEnd = axis;
  for (let steps = 0; steps < 500; steps++) {
    const { origin, shape } = current;
    if (!origin || origin.op === 'input' || !shape) return null;
    const source = origin.source;
    if (!source?.shape) return current;
    const size = shape[shape.length - fromEnd];
    if (size === undefined) return current;
    if (source.shape.length === shape.length) {
      const before = source.shape[source.shape.length - fromEnd];
      if (before === undefined || !equal(before, size)) return current;
    } else {
      if (!takesAway.test(origin.op)) return current;
      const places = source.shape.flatMap((d, i) => (i > 0 && equal(d, size) ? [i] : []));
      if (places.length !== 1) return current;
      fromEnd = source.shape.length - places[0]!;
    }
    // A layer of a container that hands its sizes on is passed over as well.
    current = source;
  }
  return current;
}

/** Who made a tensor's sizes, by name, and where in the user's file. */
export function userOrigin(
  runtime: Runtime,
  tensor: Tensor,
): { name: string; place: Place } | null {
  const origin: TensorOrigin | null = tensor.origin;
  if (!origin) return null;
  const module = origin.module;
  if (module?.site && isFrameworkClass(module) && runtime.isUser(module.site))
    return { name: layerName(runtime, module), place: plainPlace(module.site) };
  if (origin.place && runtime.isUser(origin.place)) {
    const name = module && isFrameworkClass(module) ? layerName(runtime, module) : origin.op;
    return { name, place: plainPlace(origin.place) };
  }
  return null;
}

/** The name users know a layer by: its path (`layer1.0.conv1`), with its class where that is only a number; else its class. */
export function layerName(runtime: Runtime, layer: Instance): string {
  const parts: string[] = [];
  let current = layer;
  for (let depth = 0; depth < 20; depth++) {
    const parent = parentOf(runtime, current);
    if (!parent) break;
    parts.unshift(parent.name);
    current = parent.module;
  }
  if (parts.length === 0) return layer.cls.name;
  const path = parts.join('.');
  return /(^|\.)\d+$/.test(path) ? `${path} (${layer.cls.name})` : path;
}

/** The module that a module is registered on, and under which name. */
export function parentOf(
  runtime: Runtime,
  module: Instance,
): { name: string; module: Instance } | null {
  for (const candidate of runtime.trace.modules) {
    const children = candidate.attributes.get('_modules');
    if (!(children instanceof Dict) || candidate === module) continue;
    for (const { key, value } of children.entries.values())
      if (value === module && typeof key === 'string') return { name: key, module: candidate };
  }
  return null;
}

/** "Change 1024 to 784", where the number stands in the constructor; as a product where the user wrote one. */
function numberFix(
  runtime: Runtime,
  site: CallSite,
  written: Place & { value: { kind: string; value?: unknown } },
  right: Dim,
  factors: readonly Dim[] | null,
): Fix[] {
  if (typeof right !== 'number') return [];
  // A definition that a loop or a block runs several times has no one right number.
  if (runtime.trace.modules.filter((m) => m.site && samePlace(m.site, site)).length > 1) return [];
  const product =
    written.value.kind === 'BinaryOperation' &&
    factors &&
    factors.length > 1 &&
    factors.every((f) => typeof f === 'number');
  const replacement = product ? factors.join(' * ') : String(right);
  const literal = written.value.kind === 'Constant' || product;
  const old = written.value.kind === 'Constant' ? String(written.value.value) : null;
  return [
    {
      title: old ? `Change ${old} to ${replacement}` : `Change to ${replacement}`,
      edits: [{ place: plainPlace(written), text: replacement }],
      preferred: literal === true,
    },
  ];
}

/** "Change 6 to 8 in conv1", where the layer that makes a size declares it as a number. */
function makerFix(runtime: Runtime, { tensor, axis }: Blame, wanted: Dim): Fix | null {
  const maker = tensor && axis !== undefined ? declarerOf(tensor, axis) : null;
  const { op = '', module = null } = maker?.origin ?? {};
  const setting = declaringSetting(op);
  if (!setting || !module?.site || !isFrameworkClass(module) || !runtime.isUser(module.site)) return null;
  const written = writtenSetting(module, module.site, setting);
  if (written?.value.kind !== 'Constant') return null;
  const [fix] = numberFix(runtime, module.site, written, wanted, null);
  return fix ? { ...fix, title: `${fix.title} in ${layerName(runtime, module)}` } : null;
}

/** The tensor whose operation declares a size that came down unchanged. */
function declarerOf(tensor: Tensor, axis: number): Tensor | null {
  for (let current = tensor, steps = 0; steps < 500; steps++) {
    const { origin, shape } = current;
    if (!origin || !shape) return null;
    if (declares(origin.op, axis)) return current;
    const { source } = origin;
    if (source?.shape?.length !== shape.length || !equal(source.shape.at(-axis)!, shape.at(-axis)!)) return null;
    current = source;
  }
  return null;
}

export { factorsText, sizesText, text };
