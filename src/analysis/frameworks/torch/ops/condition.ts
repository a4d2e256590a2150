/** "The skip fits only when H and W are divisible by 16": the sizes for which a symbolic run goes through, told once per model. */
import type { Runtime } from '../../../interpreter/runtime';
import type { ModuleEvent, Problem, Requirement } from '../../../interpreter/trace';
import {
  compare,
  type Condition,
  dividesCondition,
  intersect,
  printConditions,
} from '../../../shape/compare';

/** What was found in the call of one model so far. */
interface Found {
  conditions: Condition[];
  problem: Problem | null;
}
const byRoot = new WeakMap<ModuleEvent, Found>();

/** Rules whose conditions are on sizes of pictures: joins, sums, shuffles, patterns. */
const subjects: Readonly<Record<string, string>> = {
  'cat-sizes': 'The skip fits',
  'broadcast-sizes': 'The sizes fit',
  'pixel-shuffle': 'The shuffle works',
  einops: 'The pattern fits',
  'view-elements': 'The view works',
  'fold-sizes': 'The windows fit',
  'split-sizes': 'The pieces fit',
};

/** The model's call that is being run: the last one that no other module made. */
export function rootOf(runtime: Runtime): ModuleEvent | null {
  const { events } = runtime.trace;
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i]!;
    if (event.kind === 'module' && event.parent === null) return event;
  }
  return null;
}

function conditionOf({ kind, left, right }: Requirement): Condition | null {
  if (kind === 'divides') return dividesCondition(right, left);
  if (kind !== 'equal') return null;
  const answer = compare(left, right);
  return answer.is === 'depends' ? answer.condition : null;
}

/** `H and W are divisible by 16`. */
function words(conditions: readonly Condition[]): string {
  return printConditions(conditions).replace(
    /(^|; )((?:\S+, )*\S+(?: and \S+)?) (?=divisible|even|odd|of the form|of any|of no|mod)/g,
    (_, start: string, names: string) =>
      `${start}${names} ${/ and |, /.test(names) ? 'are' : 'is'} `,
  );
}

/** Notes a requirement; where it is on residues of a size, the information about the model is made anew with all of them. */
export function noteCondition(runtime: Runtime, requirement: Requirement): void {
  const subject = subjects[requirement.rule];
  if (!subject || !requirement.place || !runtime.certain) return;
  const condition = conditionOf(requirement);
  const root = condition && rootOf(runtime);
  if (!condition || !root) return;
  const found = byRoot.get(root) ?? { conditions: [], problem: null };
  byRoot.set(root, found);
  const all = intersect([...found.conditions, condition]);
  const message = `${subject} only when ${words(all)}.`;
  if (found.problem?.message === message) return;
  found.conditions = all;
  const { problems } = runtime.trace;
  const before = found.problem ? problems.indexOf(found.problem) : -1;
  if (before >= 0) problems.splice(before, 1);
  const { unit, start, end } = requirement.place;
  const problem: Problem = {
    rule: 'size-condition',
    severity: 'information',
    message,
    place: { unit, start, end },
    related: [],
    fixes: [],
    module: null,
  };
  found.problem = problem;
  runtime.report(problem);
}
