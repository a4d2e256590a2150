/** A session: files and versions in, reports out. Keeps the interpreter, what it read and what it parsed, between keystrokes. */
import { builtinLibrary } from '../interpreter/builtins/index';
import type { BudgetOptions } from '../interpreter/budget';
import { Interpreter } from '../interpreter/interpreter';
import type { FileProvider } from '../interpreter/modules';
import type { SourceFile } from '../interpreter/place';
import type { Requirement, TraceEvent } from '../interpreter/trace';
import { Instance, type Module, Tensor, Unknown, type Value } from '../interpreter/values';
import type { Framework } from '../frameworks/framework';
import { torchLibrary } from '../frameworks/torch/index';
import { torchFramework } from '../frameworks/torch/framework';
import { compare, type Condition, dividesCondition, intersect, printConditions } from '../shape/compare';
import { assignmentsIn, blocksIn, definitionsIn, type TracedModel } from '../report/definitions';
import { factoriesIn, functionsOf } from '../report/factories';
import { buildGraph } from '../report/graph';
import { rangeOf, rangeOrNull } from '../report/places';
import { reportProblems } from '../report/problems';
import type { FileReport, InputReport, InputSourceKind, ModelReport, Status, TextRange } from '../report/report';
import { layerRows, readTree, type Row, tensorNames } from '../report/rows';
import { reasonOf, shapeOf, statusOf, tensorsIn } from '../report/shapes';
import { isHalfTyped, unchangedSince } from './halfTyped';
import { commentsOf, oncePerUnit, parseFile, type ParsedFile } from '../syntax/file';
import { healFile, isBrokenFile } from '../syntax/lastGood';
import type { Expression } from '../syntax/ast';
import { walk } from '../syntax/walk';
import { rootCalls, type RootCall } from './calls';
import { discover } from './discover';
import { type Directives, readDirectives } from './inputs/directive';
import { type ChosenInputs, type InputContext } from './inputs/choose';
import { parseShapes, ShapesError } from './inputs/shapesText';
import { RememberedRuns } from './remembered';
import { type WorkingSizes, workingSizes } from './inputs/workingSizes';

export interface EntryRequest {
  /** An expression, evaluated in the file's module; a bare callable is called. */
  readonly expression: string;
  /** Shapes as text; null: found as for any model. */
  readonly input: string | null;
}
export interface AnalysisRequest {
  /** Empty: every model of the file. */
  readonly entries?: readonly EntryRequest[];
  /** Inputs a user chose, by model name. */
  readonly chosen?: ReadonlyMap<string, string>;
  /** Whether the runnable graphs are wanted. */
  readonly graphs?: boolean;
  /** Tolerates IPython's magics. */
  readonly notebook?: boolean;
  /** Where input sizes are not taken from. */
  readonly refusedSources?: ReadonlySet<InputSourceKind>;
}

export interface SessionOptions {
  readonly files: FileProvider;
  readonly budget?: BudgetOptions;
}

/** One model, run. */
export interface ModelRun {
  readonly entry: string;
  readonly name: string;
  readonly module: Instance;
  readonly place: TextRange;
  readonly call: RootCall | null;
  readonly inputs: ChosenInputs;
  /** What the run assumed of symbolic sizes. */
  readonly requirements: readonly Requirement[];
  /** Why there is no run. */
  readonly reason: Unknown | null;
}

export class Session {
  readonly interpreter: Interpreter;
  readonly framework: Framework;
  private readonly parsed = new Map<string, ParsedFile>();
  /** Runs that need not be made again. */
  readonly remembered = new RememberedRuns();
  /** By file, the last version that nobody was in the middle of typing. */
  private readonly settled = new Map<string, { readonly parsed: ParsedFile; readonly report: FileReport }>();

  constructor(options: SessionOptions) {
    this.interpreter = new Interpreter({
      libraries: [torchLibrary],
      builtins: builtinLibrary,
      files: options.files,
      ...(options.budget ? { budget: options.budget } : {}),
    });
    this.framework = torchFramework(this.interpreter);
  }

  /** Everything there is to say of one version of a file. Never throws on its text. */
  analyse(file: SourceFile, text: string, request: AnalysisRequest = {}): FileReport {
    const settings = { notebook: request.notebook === true };
    const written = parseFile(text, this.parsed.get(file.name) ?? null, settings);
    this.parsed.set(file.name, written);
    const before = this.settled.get(file.name);
    // Lines that do not parse yet mean what they meant before, so that all the others keep their shapes.
    if (isBrokenFile(written)) return this.run(file, written, before ? healFile(written, before.parsed, settings) : written, request);
    const report = this.run(file, written, written, request);
    // So do lines whose end is gone and that make things worse; what is wrong with the file as it stands is told all the same.
    if (before && request.entries === undefined && isHalfTyped(before.report, report, before.parsed.text, text))
      return { ...this.run(file, written, healFile(written, before.parsed, { ...settings, all: true }), request), problems: report.problems };
    this.settled.set(file.name, { parsed: written, report });
    return report;
  }

  /** What inputs a model of a file works on; undefined where the file has no model of that name. */
  workingSizes(file: SourceFile, text: string, name: string, request: AnalysisRequest = {}): WorkingSizes | undefined {
    const { interpreter } = this;
    const parsed = parseFile(text, this.parsed.get(file.name) ?? null, { notebook: request.notebook === true });
    this.parsed.set(file.name, parsed);
    interpreter.budget.restart();
    interpreter.startTrace();
    const module = interpreter.runFile(file, text, { parsed, asMain: true });
    const context: InputContext = { file, text, parsed, directives: readDirectives(commentsOf(parsed)), chosen: request.chosen ?? new Map(), ...(request.refusedSources ? { refused: request.refusedSources } : {}) };
    const run = discover(this, module, context).find((r) => r.name === name);
    if (!run) return undefined;
    this.evaluationMode(run.module);
    return workingSizes(this, run.module);
  }

  /** Runs a file as it was `written`, or as `parsed` reads it; once more where a package lacked what it had not loaded yet. */
  private run(file: SourceFile, written: ParsedFile, parsed: ParsedFile, request: AnalysisRequest): FileReport {
    const report = this.runOnce(file, written, parsed, request);
    const lacking = report.problems.some((p) => p.rule === 'raises') || report.models.some((m) => m.status === 'unknown' || m.status === 'failed');
    if (!lacking || !this.interpreter.loadPending()) return report;
    this.remembered.clear();
    return this.runOnce(file, written, parsed, request);
  }

  private runOnce(file: SourceFile, written: ParsedFile, parsed: ParsedFile, request: AnalysisRequest): FileReport {
    const { interpreter } = this;
    const { text } = written;
    const directives = readDirectives(commentsOf(written));
    interpreter.budget.restart();
    const trace = interpreter.startTrace();
    const module = interpreter.runFile(file, text, { parsed, asMain: !request.entries?.length });
    const context: InputContext = { file, text, parsed, directives, chosen: request.chosen ?? new Map(), ...(request.refusedSources ? { refused: request.refusedSources } : {}) };
    const runs = request.entries?.length
      ? request.entries.map((entry) => this.runEntry(entry, module, context))
      : discover(this, module, context);
    const traced = runs.map((run) => this.report(run, request.graphs === true, trace.problems));
    let index: LineIndex | null = null;
    const lines = (): LineIndex => (index ??= new LineIndex(text));
    const stands = parsed === written ? () => true : unchangedSince(this.settled.get(file.name)?.parsed.text ?? '', text);
    // A statement that is being typed is not judged, and neither is what was read as it no longer stands there.
    const spared = sparedRanges(written);
    const problems = reportProblems(
      trace.problems,
      (range) => (range.file === file.name ? lines().lineOf(range.start) : new LineIndex(this.parsed.get(range.file)?.text ?? '').lineOf(range.start)),
      (rule, range) => range.file === file.name && suppressed(directives, rule, lines().lineOf(range.start), lines()),
    )
      .filter((p) => p.place.file === file.name && stands(p.place) && !spared.some((s) => p.place.start < s.end && s.start < p.place.end))
      .map((p) => ({ ...p, fixes: p.fixes.filter((fix) => fix.edits.every((edit) => edit.place.file !== file.name || stands(edit.place))) }));
    const mistakes = directives.mistakes.map((m) => ({
      place: { file: file.name, start: m.start, end: m.end },
      severity: 'warning' as const,
      rule: 'directive',
      message: m.message,
      related: [],
      fixes: [],
    }));
    const definitions = definitionsIn(file.name, this.framework, traced);
    const functions = parsed.units.flatMap((unit) => functionsOf(file.name, unit.start, unit.body));
    return {
      file: file.name,
      models: traced.map((t) => t.model),
      definitions,
      assignments: assignmentsIn(file.name, traced),
      blocks: [...blocksIn(file.name, traced), ...factoriesIn(functions, definitions, traced.map((t) => t.model))],
      problems: [...problems, ...mistakes].sort((a, b) => a.place.start - b.place.start),
      wanted: [...interpreter.wanted],
      stopped: interpreter.ended ?? interpreter.spent,
    };
  }

  /** The undo log that keeps the edited file's marks out of other modules is rolled back. */
  close(): void {
    this.interpreter.rollback();
  }

  /** A module whose file has changed on disk, or could be read now. */
  forget(moduleName: string): void {
    this.remembered.clear();
    this.interpreter.forget(moduleName);
  }

  private runEntry(entry: EntryRequest, module: Module, context: InputContext): ModelRun {
    const { interpreter, framework } = this;
    let value = interpreter.evaluate(entry.expression, module);
    if (!framework.isModule(value) && !(value instanceof Unknown) && !(value instanceof Tensor)) {
      // A bare name is called without arguments.
      value = interpreter.callValue(value, []);
    }
    const whole: TextRange = { file: context.file.name, start: 0, end: 0 };
    if (!framework.isModule(value)) {
      const reason = value instanceof Unknown ? value : interpreter.unknown(`${entry.expression} is no model`);
      return { entry: entry.expression, name: entry.expression, module: new Instance(interpreter.objectClass), place: whole, call: null, inputs: noInputs, requirements: [], reason };
    }
    const place = value.cls.place && value.cls.place.unit.file.name === context.file.name ? rangeOf(value.cls.place) : whole;
    const given = entry.input === null ? null : statedInputs(entry.input);
    return this.runModel(value, entry.expression, place, context, given);
  }

  /** Calls a model on the inputs found for it. */
  runModel(root: Instance, entry: string, place: TextRange, context: InputContext, given: ChosenInputs | null): ModelRun {
    const { interpreter } = this;
    const name = root.cls.name;
    const inputs = given ?? context.choose?.(this, root, place) ?? noInputs;
    const { trace } = interpreter;
    const from = trace.events.length;
    const before = trace.requirements.length;
    trace.inputs.push(...inputs.values.filter((v): v is Tensor => v instanceof Tensor));
    this.evaluationMode(root);
    const result = interpreter.callValue(root, inputs.values);
    const call = rootCalls(trace, from).find((c) => c.module === root) ?? null;
    return {
      entry,
      name,
      module: root,
      place,
      call,
      inputs,
      requirements: trace.requirements.slice(before),
      reason: call ? null : result instanceof Unknown ? result : interpreter.unknown('the model was not called'),
    };
  }

  /** A call that the file makes in training mode, made again as layers are looked at: in evaluation mode. What is wrong with it was told. */
  inEvaluationMode(call: RootCall): RootCall {
    const { interpreter } = this;
    const { trace } = interpreter;
    if (!this.framework.isTraining(call.module)) return call;
    const from = trace.events.length;
    const problems = trace.problems.length;
    this.evaluationMode(call.module);
    interpreter.callValue(call.module, call.event.args, call.event.kwargs);
    trace.problems.splice(problems);
    return rootCalls(trace, from).find((c) => c.module === call.module) ?? call;
  }

  private evaluationMode(module: Instance): void {
    this.interpreter.protect(() => {
      this.framework.evaluate(this.interpreter, module);
      return null;
    });
  }

  private report(run: ModelRun, graphs: boolean, problems: readonly { module: Instance | null }[]): TracedModel {
    const { framework } = this;
    const tree = readTree(framework, run.module, run.call?.events ?? null);
    const assumed = isAssumed(run.inputs.reports);
    const events = run.call?.events ?? [];
    const { rows, macs } = layerRows(framework, events, tree, run.call?.inputs ?? [], assumed);
    const ended = run.call && run.call.result === undefined ? new Unknown(run.call.event.failure ?? 'the call did not end') : run.reason;
    const outputs = ended ? [ended] : run.call ? tensorsIn(run.call.result) : [];
    const failed = problems.findIndex((p) => p.module !== null && tree.paths.has(p.module));
    const known = statusOf(outputs);
    const status: Status = failed >= 0 ? 'failed' : known === 'exact' && assumed ? 'assumed' : known;
    const model: ModelReport = {
      entry: run.entry,
      name: run.name,
      framework: framework.name,
      place: run.place,
      inputs: run.inputs.reports.length ? run.inputs.reports : (run.call?.inputs ?? []).map((t, i) => callInput(t, i, run.call!)),
      outputs: outputs.map(shapeOf),
      // What is not known to be a model has an unknown number of parameters, not none.
      params: framework.isModule(run.module) ? { total: tree.total, trainable: tree.trainable } : { total: null, trainable: null },
      macs: ended ? null : macs,
      layers: rows.map((row) => row.report),
      status,
      ...(status === 'unknown' ? { reason: reasonOf(outputs)?.why ?? null } : {}),
      failure: null,
      conditions: conditionTexts(run.requirements),
      graph: graphs && run.call ? graphOf(run, rows, tensorNames(framework, run.module), this.interpreter.trace.events) : null,
    };
    return { model, rows, tree, events, assumed };
  }
}

const noInputs: ChosenInputs = { values: [], reports: [] };

function graphOf(run: ModelRun, rows: readonly Row[], names: ReturnType<typeof tensorNames>, trace: readonly TraceEvent[]) {
  const rowOf = new Map(rows.map((row, i) => [row.event, i]));
  const inputs = run.call!.inputs.map((tensor, i) => [run.inputs.reports[i]?.name ?? `input${i}`, tensor] as const);
  const earlier = trace.slice(0, trace.indexOf(run.call!.event));
  return buildGraph(run.call!.events, inputs, run.call!.result ?? null, names, (op) => (op.parent ? (rowOf.get(op.parent) ?? -1) : -1), earlier);
}

function callInput(tensor: Tensor, index: number, call: RootCall): InputReport {
  const place = rangeOrNull(call.event.userSite);
  return { name: `input${index}`, shape: shapeOf(tensor), dtype: tensor.dtype, source: 'call', sourceText: 'a call in the file', place };
}

function isAssumed(inputs: readonly InputReport[]): boolean {
  return inputs.some((i) => ['dataset', 'default', 'comment', 'backward', 'project'].includes(i.source));
}

/** `--input`, a directive or a user's choice as tensors. Throws ShapesError. */
export function statedInputs(text: string): ChosenInputs {
  const shapes = parseShapes(text);
  const values: Value[] = shapes.map(({ dims, dtype }) => new Tensor(dims, dtype));
  return {
    values,
    reports: values.map((value, i) => ({
      name: `input${i}`,
      shape: shapeOf(value as Tensor),
      dtype: shapes[i]!.dtype,
      source: 'argument' as const,
      sourceText: 'given',
      place: null,
    })),
  };
}

/** Conditions that hold for some sizes only, in words. */
function conditionTexts(requirements: readonly Requirement[]): string[] {
  const found: Condition[] = [];
  const others: string[] = [];
  for (const { kind, left, right, text } of requirements) {
    const condition =
      kind === 'divides'
        ? dividesCondition(right, left)
        : kind === 'equal'
          ? ((answer) => (answer.is === 'depends' ? answer.condition : null))(compare(left, right))
          : null;
    if (condition) found.push(condition);
    else if (kind !== 'atLeast') others.push(text);
  }
  const words = found.length ? [`needs ${printConditions(intersect(found))}`] : [];
  return [...words, ...new Set(others)].slice(0, 8);
}

/** Test frameworks' contexts for code that must raise. */
function expectsFailure(context: Expression): boolean {
  const callee = context.kind === 'Call' ? context.callee : context;
  const name = callee.kind === 'Attribute' ? callee.attribute : callee.kind === 'Name' ? callee.id : '';
  return /^(raises|assertRaises|assertRaisesRegex)$/.test(name);
}

/** Where statements stand that do not parse, or are meant to fail. */
function sparedRanges(parsed: ParsedFile): { start: number; end: number }[] {
  return parsed.units.flatMap((unit) => sparedIn(unit).map((range) => ({ start: unit.start + range.start, end: unit.start + range.end })));
}

const sparedIn = oncePerUnit((unit) => {
  const ranges: { start: number; end: number }[] = [];
  walk(unit.body, (node) => {
    const broken = node.kind === 'ErrorStatement' || node.kind === 'ErrorExpression';
    // `with pytest.raises(…):` wants what fails in it.
    const expected = node.kind === 'With' && node.items.some((item) => expectsFailure(item.context));
    if (broken || expected) ranges.push({ start: node.start, end: node.end + 1 });
  });
  return ranges;
});

function suppressed(directives: Directives, rule: string, line: number, lines: LineIndex): boolean {
  return directives.ignores.some((ignore) => {
    const at = lines.lineOf(ignore.start);
    // On the line itself, or alone on the line above.
    return (at === line || (at === line - 1 && lines.isAlone(ignore.start))) && (ignore.rules.length === 0 || ignore.rules.includes(rule));
  });
}

/** Line numbers from 1 by offset. */
export class LineIndex {
  private readonly starts: number[] = [0];
  constructor(private readonly text: string) {
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.starts.push(i + 1);
  }
  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
  /** True when nothing but blanks stands before the offset on its line. */
  isAlone(offset: number): boolean {
    return this.text.slice(this.starts[this.lineOf(offset) - 1], offset).trim() === '';
  }
}

export { ShapesError };
