/**
 * Runs of classes that need not be made again: a class nobody calls is built and called on inputs that are found for it, and that comes out the same as
 * long as the units it hangs on, and what its inputs are found in, are the same. Only runs that changed nothing outside of themselves are kept.
 */
import type { Interpreter } from '../interpreter/interpreter';
import type { Problem, Requirement, TraceEvent } from '../interpreter/trace';
import type { Class, Instance, Tensor } from '../interpreter/values';
import type { InputReport } from '../report/report';
import { oncePerUnit, type ParsedUnit } from '../syntax/file';
import { dependencies } from '../syntax/dependencies';
import type { InputContext } from './inputs/choose';
import { picturesIn, statedKey } from './inputs/choose';
import type { ModelRun } from './session';

interface Traced {
  readonly events: readonly TraceEvent[];
  readonly problems: readonly Problem[];
  readonly requirements: readonly Requirement[];
  readonly inputs: readonly Tensor[];
  readonly modules: readonly Instance[];
}

interface Kept {
  /** What the class hangs on, in the order of the text. */
  readonly units: readonly ParsedUnit[];
  /** What its inputs are found in, besides. */
  readonly surroundings: string;
  readonly unseen: boolean;
  readonly traced: Traced;
  /** What it came to; null where it could not be built. */
  readonly run: ModelRun | null;
  /** Where inputs were found: a unit and an offset in it. */
  readonly found: readonly ({ readonly unit: ParsedUnit; readonly offset: number } | null)[];
}

const kinds = ['events', 'problems', 'requirements', 'inputs', 'modules'] as const;

export class RememberedRuns {
  private file = '';
  private kept = new WeakMap<ParsedUnit, Map<string, Kept>>();

  /** What other modules hold may be something else now. */
  clear(): void {
    this.kept = new WeakMap();
  }

  /**
   * Does `work`, which runs a class, or puts back what that came to.
   * @param work answers the run that it made
   */
  run(interpreter: Interpreter, cls: Class, context: InputContext, work: () => ModelRun | null): ModelRun | null {
    if (this.file !== context.file.name) this.clear();
    this.file = context.file.name;
    const unit = unitOf(cls, context);
    const units = unit && dependencies(context.parsed, unit);
    if (!unit || !units) return work();
    const surroundings = surroundingsOf(cls, context);
    let classes = this.kept.get(unit);
    if (!classes) this.kept.set(unit, (classes = new Map()));
    const known = classes.get(cls.name);
    if (known && known.unseen === interpreter.unseen && known.surroundings === surroundings && sameItems(known.units, units)) {
      for (const kind of kinds) for (const one of known.traced[kind]) (interpreter.trace[kind] as unknown[]).push(one);
      return known.run && moved(known.run, known.found, context);
    }
    classes.delete(cls.name);
    const { run, traced } = traceOf(interpreter, work);
    if (traced) classes.set(cls.name, { units, surroundings, unseen: interpreter.unseen, traced, run, found: foundIn(run, context) });
    return run;
  }
}

/** Does something, and answers what it added to the trace: null where it changed what was there before, or did not come to its end. */
function traceOf(interpreter: Interpreter, work: () => ModelRun | null): { run: ModelRun | null; traced: Traced | null } {
  const { trace, world, wanted, slips, cuts, unseen, spent } = interpreter;
  // What others found does not bear on it: it may be told again.
  const before = trace.problems.splice(0);
  const from = { events: trace.events.length, problems: 0, requirements: trace.requirements.length, inputs: trace.inputs.length, modules: trace.modules.length };
  const [missing, slipped] = [wanted.size, slips.length];
  const log = world.open();
  interpreter.oldestChanged = Infinity;
  const run = work();
  const alone = log.saved.size === 0 && interpreter.oldestChanged >= log.epoch;
  world.commit(log);
  const whole = wanted.size === missing && slips.length === slipped && interpreter.cuts === cuts && interpreter.unseen === unseen && interpreter.spent === spent;
  const traced = {
    events: trace.events.slice(from.events),
    problems: trace.problems.slice(),
    requirements: trace.requirements.slice(from.requirements),
    inputs: trace.inputs.slice(from.inputs),
    modules: trace.modules.slice(from.modules),
  };
  trace.problems.unshift(...before);
  return { run, traced: alone && whole ? traced : null };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function unitOf(cls: Class, { parsed }: InputContext): ParsedUnit | undefined {
  return parsed.units.find((unit) => unit.start === cls.place?.unit.start);
}

const hintsIn = oncePerUnit((unit) => JSON.stringify([unit.comments, picturesIn(unit)]));

/** All that the inputs of a class may be found in, besides the units it hangs on. */
function surroundingsOf(cls: Class, context: InputContext): string {
  const stated = statedKey(cls, context);
  const refused = [...(context.refused ?? [])].sort().join();
  return stated === null ? [refused, ...context.parsed.units.map(hintsIn)].join('\n') : `${refused} ${stated}`;
}

function foundIn(run: ModelRun | null, { parsed, file }: InputContext): Kept['found'] {
  return (run?.inputs.reports ?? []).map(({ place }) => {
    if (place?.file !== file.name) return null;
    const unit = parsed.units.findLast((one) => one.start <= place.start)!;
    return { unit, offset: place.start - unit.start };
  });
}

/** A run of a file in which lines have moved. */
function moved(run: ModelRun, found: Kept['found'], { text }: InputContext): ModelRun {
  const reports = run.inputs.reports.map((report, i): InputReport => {
    const at = found[i];
    if (!at || !report.place) return report;
    const start = at.unit.start + at.offset;
    return {
      ...report,
      sourceText: report.sourceText.replace(/\d+$/, () => String(text.slice(0, start).split('\n').length)),
      place: { ...report.place, start, end: start + report.place.end - report.place.start },
    };
  });
  return { ...run, inputs: { ...run.inputs, reports } };
}
