/** Where a model's input shape comes from: the first source that states it. */
import type { SourceFile } from '../../interpreter/place';
import type { Requirement, TraceEvent } from '../../interpreter/trace';
import { type Class, Float, Func, type Instance, isInt, type ParameterSpec, Tensor, Tuple, Unknown, type Value } from '../../interpreter/values';
import type { InputReport, InputSourceKind, TextRange } from '../../report/report';
import { rangeOf } from '../../report/places';
import { reasonOf, shapeOf, tensorsIn } from '../../report/shapes';
import { type Dim, symbol, symbolsOf } from '../../shape/dim';
import { jsonDim } from '../../shape/print';
import { commentsOf, oncePerUnit, type ParsedFile } from '../../syntax/file';
import type { Session } from '../session';
import { annotatedShape } from './annotation';
import { backwardSize } from './backward';
import { choosePictureSize, pictureSizes } from './dataset';
import type { Directives } from './directive';
import { type ProbedInput, probeFirstLayer, probeInputs } from './probe';
import { parseShapes, type StatedShape } from './shapesText';
import { statedShapes } from './stated';

/** Inputs to call a model with, and what is said of them. */
export interface ChosenInputs {
  readonly values: Value[];
  readonly reports: InputReport[];
}

/** What the sources are read from. */
export interface InputContext {
  readonly file: SourceFile;
  readonly text: string;
  readonly parsed: ParsedFile;
  readonly directives: Directives;
  readonly chosen: ReadonlyMap<string, string>;
  /** Sources that the user does not want. */
  readonly refused?: ReadonlySet<InputSourceKind>;
  readonly choose?: (session: Session, root: Instance, place: TextRange) => ChosenInputs;
}

interface Found {
  readonly shapes: readonly StatedShape[];
  readonly source: InputSourceKind;
  readonly text: string;
  readonly place: TextRange | null;
}

/** The parameters of `forward` that a call must give. */
export function forwardParameters(session: Session, root: Instance): ParameterSpec[] {
  const forward = session.interpreter.findInClass(root.cls, session.framework.forwardName);
  if (!(forward instanceof Func)) return [{ name: 'input', kind: 'normal', hasDefault: false, annotation: '' }];
  return forward.code.parameters.slice(1).filter((p) => !p.hasDefault && p.kind !== 'star' && p.kind !== 'doubleStar');
}

/** Annotations that say it is no tensor. */
const notTensor =
  /^(?:(?:typing\.|collections\.abc\.)?(?:Optional\[)?(?:int|float|bool|str|None|(?:[dD]ict|OrderedDict|Mapping|MutableMapping|[sS]et|[lL]ist|[tT]uple|Sequence|Iterable|Callable)(?:\[.*)?))\]?$/s;

/** Chooses the inputs of a model nobody calls in the file. */
export function chooseInputs(session: Session, root: Instance, place: TextRange, context: InputContext): ChosenInputs {
  const parameters = forwardParameters(session, root);
  // A class's own place is its header: what stands in its body belongs to it too.
  place = classRanges(context).find((r) => r.start <= place.start && place.start < r.end) ?? place;
  if (parameters.length === 0) return { values: [], reports: [] };
  const from = (source: InputSourceKind, find: () => Found | null): Found | null => (context.refused?.has(source) ? null : find());
  const stated = statedByUser(root.cls.name, place, context) ?? from('annotation', () => statedByAnnotations(parameters));
  if (stated) return inputsOf(stated, parameters);
  const probed = probe(session, root, parameters);
  const symbolic = (): Found => ({ shapes: probed.map((p) => p ?? unknownShape), source: 'symbols', text: 'no size is stated: sizes are symbols', place: null });
  const [first] = probed;
  if (!first) return inputsOf(symbolic(), parameters);
  if (first.layout === 'features') {
    const layout = fittingRank(session, root, probed, parameters);
    return inputsOf({ ...symbolic(), shapes: layout ? fitting(session, root, layout, probed, parameters) : probed.map(() => unknownShape) }, parameters);
  }
  const sized =
    first.sides.length === 0
      ? null
      : (from('dataset', () => fromDataSet(first, context)) ??
        from('default', () => fromDefaults(session, root, first)) ??
        from('comment', () => unlessContradicted(fromComments(first, place, context))) ??
        from('backward', () => fromLinear(session, probed)));
  const found = sized ? { ...sized, shapes: [...sized.shapes, ...probed.slice(1).map((p) => p ?? unknownShape)] } : symbolic();
  return inputsOf({ ...found, shapes: fitting(session, root, found.shapes, probed, parameters) }, parameters);

  /** A comment may be older than the code: one that makes a mistake of it is not followed. */
  function unlessContradicted(comment: Found | null): Found | null {
    if (!comment) return null;
    const others = probed.slice(1).map((p) => p ?? unknownShape);
    const problems = (shapes: readonly StatedShape[]): readonly string[] => trial(session, root, forwardArguments([...shapes, ...others], parameters)).problems;
    const found = problems(comment.shapes);
    return found.length === 0 || found.every((problem) => problems([first!]).includes(problem)) ? comment : null;
  }

  function fromLinear(s: Session, all: readonly (ProbedInput | null)[]): Found | null {
    const sides = first!.sides.map((i) => symbolsOf(first!.dims[i]!)[0]).filter((n): n is string => n !== undefined);
    if (sides.length === 0) return null;
    const { requirements } = trial(s, root, forwardArguments(all.map((p) => p ?? unknownShape), parameters));
    const others = [...new Set(requirements.flatMap((r) => [...symbolsOf(r.left), ...symbolsOf(r.right)]))].filter((n) => !sides.includes(n));
    const size = backwardSize(requirements, sides, others);
    if (!size) return null;
    const [low, high] = size.range;
    const decided = size.decidedBy;
    return {
      shapes: [{ dims: first!.dims.map((d, i) => (first!.sides.includes(i) ? size.side : d)), dtype: 'float' }],
      source: 'backward',
      text: `${decided.text}${low === high ? '' : ` (${low} to ${high} fit)`}`,
      place: null,
    };
  }
}

export const unknownShape: StatedShape & { unknown: true } = { dims: [], dtype: 'float', unknown: true };

export function toTensor(shape: StatedShape): Tensor {
  if ('unknown' in shape) return new Tensor(null, 'float', null, new Unknown('the input shape is not known'));
  return new Tensor(shape.dims, shape.dtype);
}

/** What a parameter is given that takes no tensor; undefined where it takes one. */
function otherArgument({ name, annotation }: ParameterSpec): Value | undefined {
  if (!notTensor.test(annotation.trim())) return undefined;
  return annotation.trim() === 'int' ? symbol(name) : new Unknown(`the argument ${name} is not known`);
}

/** Shapes of the parameters that take tensors as arguments for all of them. */
export function forwardArguments(shapes: readonly StatedShape[], parameters: readonly ParameterSpec[]): Value[] {
  let next = 0;
  return parameters.map((parameter) => otherArgument(parameter) ?? toTensor(shapes[next++] ?? unknownShape));
}

function inputsOf(found: Found, parameters: readonly ParameterSpec[]): ChosenInputs {
  const values: Value[] = [];
  const reports: InputReport[] = [];
  let next = 0;
  for (const parameter of parameters) {
    const other = found.source !== 'argument' && found.source !== 'comment-directive' ? otherArgument(parameter) : undefined;
    if (other !== undefined) {
      values.push(other);
      continue;
    }
    const shape = found.shapes[next++] ?? unknownShape;
    const tensor = toTensor(shape);
    values.push(tensor);
    reports.push({
      name: parameter.name,
      shape: shapeOf(tensor),
      dtype: tensor.dtype,
      source: found.source,
      sourceText: found.text,
      place: found.place,
    });
  }
  return { values, reports };
}

// ---- the sources --------------------------------------------------------------------------------------------------

/** Is the input of a model stated by the user's choice or by a comment? Then that counts, also where the file calls the model on another. */
export function isStated(root: Instance, place: TextRange, context: InputContext): boolean {
  if (context.chosen.size === 0 && context.directives.inputs.length === 0) return false;
  const whole = classRanges(context).find((r) => r.start <= place.start && place.start < r.end) ?? place;
  return statedByUser(root.cls.name, whole, context) !== null;
}

/** What is stated for a class, to compare; null: nothing is. */
export function statedKey(cls: Class, context: InputContext): string | null {
  if (context.chosen.size === 0 && context.directives.inputs.length === 0) return null;
  const header = cls.place && rangeOf(cls.place);
  const place = header && (classRanges(context).find((r) => r.start <= header.start && header.start < r.end) ?? header);
  const stated = place && statedByUser(cls.name, place, context);
  if (!stated) return null;
  const at = stated.place;
  const unit = at ? context.parsed.units.findLastIndex((one) => one.start <= at.start) : -1;
  const where = at ? `${unit}:${at.start - context.parsed.units[unit]!.start}` : '';
  return `${stated.source} ${where} ${stated.shapes.map(({ dims, dtype }) => `${dims.map(jsonDim).join('x')} ${dtype}`).join()}`;
}

/** The user's choice, then a directive comment: in the class or on the line above it, else anywhere outside of classes. */
function statedByUser(name: string, place: TextRange, context: InputContext): Found | null {
  const chosen = context.chosen.get(name);
  if (chosen !== undefined) {
    try {
      return { shapes: parseShapes(chosen), source: 'argument', text: 'chosen', place: null };
    } catch {
      // A choice that was stored by another version and cannot be read: look further.
    }
  }
  const { inputs } = context.directives;
  if (inputs.length === 0) return null;
  const lineAbove = context.text.lastIndexOf('\n', place.start - 1);
  const from = Math.max(0, context.text.lastIndexOf('\n', lineAbove - 1) + 1);
  const own = inputs.find((d) => d.start >= from && d.start < Math.max(place.end, place.start + 1));
  const inside = (d: { start: number }) => classRanges(context).some((r) => d.start > r.start && d.start < r.end);
  const directive = own ?? inputs.find((d) => !inside(d));
  if (!directive) return null;
  const line = context.text.slice(0, directive.start).split('\n').length;
  return {
    shapes: directive.shapes,
    source: 'comment-directive',
    text: `comment in line ${line}`,
    place: { file: context.file.name, start: directive.start, end: directive.end },
  };
}

const rangesOfClasses = new WeakMap<ParsedFile, TextRange[]>();

function classRanges({ parsed, file }: InputContext): TextRange[] {
  let ranges = rangesOfClasses.get(parsed);
  if (!ranges) {
    ranges = parsed.units.flatMap((unit) =>
      unit.body
        .filter((s) => s.kind === 'ClassDef')
        .map((s) => ({ file: file.name, start: unit.start + s.start, end: unit.start + s.end })),
    );
    rangesOfClasses.set(parsed, ranges);
  }
  return ranges;
}

function statedByAnnotations(parameters: readonly ParameterSpec[]): Found | null {
  const shapes = parameters.map((p) => annotatedShape(p.annotation));
  if (!shapes.every((s): s is StatedShape => s !== null)) return null;
  return { shapes, source: 'annotation', text: `annotation of ${parameters.map((p) => p.name).join(', ')}`, place: null };
}

/** Replaces the picture's sides; null where the channels contradict. */
function withSides(probed: ProbedInput, sides: readonly Dim[], channels: Dim | null): StatedShape | null {
  if (sides.length !== probed.sides.length) return null;
  const own = probed.dims[probed.channels];
  if (channels !== null && typeof own === 'number' && own !== channels) return null;
  return {
    dims: probed.dims.map((d, i) => (probed.sides.includes(i) ? sides[probed.sides.indexOf(i)]! : i === probed.channels && channels !== null ? channels : d)),
    dtype: probed.dtype,
  };
}

export const picturesIn = oncePerUnit((unit) => pictureSizes(unit.body));

function fromDataSet(probed: ProbedInput, context: InputContext): Found | null {
  if (probed.sides.length !== 2) return null;
  const found = context.parsed.units.flatMap((unit) =>
    picturesIn(unit).map((p) => ({ ...p, start: p.start + unit.start, end: p.end + unit.start })),
  );
  const best = choosePictureSize(found);
  const shape = best && withSides(probed, best.size, best.channels);
  if (!best || !shape) return null;
  const line = context.text.slice(0, best.start).split('\n').length;
  return { shapes: [shape], source: 'dataset', text: `${best.text} in line ${line}`, place: { file: context.file.name, start: best.start, end: best.end } };
}

const sizeNames = /^(img|image|input|in|picture|frame)_?(size|dim|shape|resolution|res|side)s?$|^resolution$/i;

function fromDefaults(session: Session, root: Instance, probed: ProbedInput): Found | null {
  const init = session.interpreter.findInClass(root.cls, '__init__');
  if (!(init instanceof Func)) return null;
  for (const [i, parameter] of init.code.parameters.entries()) {
    if (!sizeNames.test(parameter.name)) continue;
    const value = root.attributes.get(parameter.name) ?? init.defaults[i];
    const sides = sidesOf(value, probed.sides.length);
    const shape = sides && withSides(probed, sides, null);
    if (shape) return { shapes: [shape], source: 'default', text: `the default ${parameter.name} of ${root.cls.name}`, place: null };
  }
  return null;
}

function sidesOf(value: Value | undefined, count: number): Dim[] | null {
  if (isInt(value)) return Array.from({ length: count }, () => value);
  if (value instanceof Float) return null;
  if (value instanceof Tuple && value.items.every(isInt)) {
    const sizes = value.items as Dim[];
    return sizes.length >= count ? sizes.slice(-count) : null;
  }
  return null;
}

/** Comments and the docstring of the class, then of the whole file: a shape whose channels are the first layer's. */
function fromComments(probed: ProbedInput, place: TextRange, context: InputContext): Found | null {
  const own = probed.dims[probed.channels];
  const texts = [
    ...commentsOf(context.parsed).map((c) => ({ text: c.text, start: c.start, inClass: c.start >= place.start && c.start < place.end })),
  ].filter((c) => !/convlens:/.test(c.text));
  for (const inClass of [true, false])
    for (const comment of texts.filter((t) => t.inClass === inClass))
      for (const stated of statedShapes(comment.text, comment.start + 1)) {
        const sizes = stated.sizes;
        const count = probed.sides.length;
        if (sizes.length < count + 1 || sizes.length > count + 2) continue;
        const sides = sizes.slice(-count);
        const channels = sizes[sizes.length - count - 1];
        if (!sides.every((s) => typeof s === 'number') || channels !== own) continue;
        const shape = withSides(probed, sides as number[], null);
        if (!shape) continue;
        const line = context.text.slice(0, stated.start).split('\n').length;
        return { shapes: [shape], source: 'comment', text: `comment in line ${line}`, place: { file: context.file.name, start: stated.start, end: stated.end } };
      }
  return null;
}

/**
 * A Linear takes features on the last axis of any rank: the first layout that the model runs through without a problem, or with no other problems
 * than every layout has; null where there is none.
 */
function fittingRank(session: Session, root: Instance, probed: readonly (ProbedInput | null)[], parameters: readonly ParameterSpec[]): StatedShape[] | null {
  const [first] = probed;
  const features = first!.dims[first!.dims.length - 1]!;
  const layouts: Dim[][] = [
    [symbol('N'), features],
    [symbol('N'), symbol('L'), features],
    [symbol('N'), symbol('H'), symbol('W'), features],
  ];
  const tried = layouts.map((dims) => {
    const shapes: StatedShape[] = probed.map((p) => (p === null ? unknownShape : p.layout === 'features' ? { dims: [...dims.slice(0, -1), p.dims[p.dims.length - 1]!], dtype: p.dtype } : p));
    return { shapes, problems: trial(session, root, forwardArguments(shapes, parameters)).problems };
  });
  // Something wants another number of axes than all of them have: it is no list of features.
  if (tried.every(({ problems }) => problems.some((problem) => problem.endsWith(':rank')))) return null;
  const everywhere = (problem: string): boolean => tried.every(({ problems }) => problems.includes(problem));
  return tried.find(({ problems }) => problems.every(everywhere))?.shapes ?? null;
}

/**
 * Guesses that do not fit are no reason to find fault with the model: where a run on them has problems, only what its reader is sure of is kept,
 * and of several inputs only pictures.
 */
function fitting(session: Session, root: Instance, shapes: readonly StatedShape[], probed: readonly (ProbedInput | null)[], parameters: readonly ParameterSpec[]): readonly StatedShape[] {
  const isFirm = (p: ProbedInput | null | undefined): boolean => p?.firm === true && (probed.length === 1 || p.layout === 'picture');
  if (probed.every(isFirm) || trial(session, root, forwardArguments(shapes, parameters)).problems.length === 0) return shapes;
  return shapes.map((shape, i) => (isFirm(probed[i]) ? shape : unknownShape));
}

// ---- trial runs ---------------------------------------------------------------------------------------------------

/** Calls a model and takes everything back: what it traced is answered. `problems`: the errors, each by its place and rule. */
export function trial(session: Session, root: Instance, inputs: readonly Value[]): { events: readonly TraceEvent[]; requirements: readonly Requirement[]; problems: readonly string[]; unknown: string | null } {
  const { interpreter } = session;
  const { trace } = interpreter;
  const from = trace.events.length;
  const before = trace.requirements.length;
  const problems = trace.problems.length;
  const modules = trace.modules.length;
  const log = interpreter.world.open();
  const { spent } = interpreter;
  const answer = interpreter.budget.share(() => interpreter.callValue(root, inputs));
  if (interpreter.spent !== spent) interpreter.cuts++;
  interpreter.spent = spent;
  const unknown = reasonOf(tensorsIn(answer));
  const found = trace.problems
    .slice(problems)
    .filter((p) => p.severity === 'error')
    .map(({ place, rule }) => `${place.unit.file.name}:${place.unit.start + place.start}:${rule}`);
  const result = { events: trace.events.slice(from), requirements: trace.requirements.slice(before), problems: found, unknown: unknown?.why ?? null };
  interpreter.world.rollback(log);
  trace.events.length = from;
  trace.requirements.length = before;
  trace.problems.length = problems;
  trace.modules.length = modules;
  return result;
}

/** What the first layers read each input as; null where they do not say. */
export function probe(session: Session, root: Instance, parameters: readonly ParameterSpec[]): (ProbedInput | null)[] {
  const given = forwardArguments([], parameters);
  const { events } = trial(session, root, given);
  const found = probeInputs(events, given.filter((value): value is Tensor => value instanceof Tensor));
  if (found[0] === null) found[0] = probeFirstLayer(session.framework, root);
  return found;
}
