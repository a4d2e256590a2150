/** The pipeline as the page shows it: folds closed or open, filtered, each row with its place in the lanes. */
import type { Shape } from '../../src/analysis/report/report';
import type { Fold } from './folding';
import { placeLanes, type LanePlacement, type Lanes } from './lanes';
import type { Step, StepStatus } from './steps';

export interface StepRow {
  readonly kind: 'step';
  readonly index: number;
  readonly step: Step;
  /** 1 inside of an open fold. */
  readonly depth: 0 | 1;
  /** The path, or what is left of it inside of a block. */
  readonly label: string;
  /** Prefix of the block that begins here. */
  readonly block: string | null;
  readonly lane: LanePlacement;
}
export interface FoldRow {
  readonly kind: 'fold';
  readonly fold: Fold;
  readonly open: boolean;
  readonly members: readonly Step[];
  readonly input: Shape;
  readonly output: Shape;
  readonly status: StepStatus;
  readonly lane: LanePlacement;
}
export type PipelineRow = StepRow | FoldRow;

export interface PipelineRows {
  readonly rows: readonly PipelineRow[];
  readonly lanes: Pick<Lanes, 'width' | 'inputSplits' | 'inputBelow'>;
}

const noLane: LanePlacement = {
  lane: 0,
  joins: [],
  passing: [],
  below: [0],
  splits: [],
  unlaned: [],
};
const rank: readonly StepStatus[] = [
  'exact',
  'assumed',
  'symbolic',
  'not-reached',
  'unknown',
  'failed',
];
const worst = (steps: readonly Step[]): StepStatus =>
  steps.reduce<StepStatus>(
    (most, step) => (rank.indexOf(step.status) > rank.indexOf(most) ? step.status : most),
    'exact',
  );

export const matches = (step: Step, filter: string): boolean =>
  `${step.name} ${step.type}`.toLowerCase().includes(filter.trim().toLowerCase());

/** A fold whose members hold something that must be seen is open whatever the person chose. */
export const mustOpen = (steps: readonly Step[], fold: Fold): boolean =>
  steps
    .slice(fold.from, fold.to)
    .some((step) => step.status === 'failed' || step.status === 'unknown');

export function pipelineRows(
  steps: readonly Step[],
  folds: readonly Fold[],
  open: ReadonlySet<string>,
  filter: string,
): PipelineRows {
  if (filter.trim() !== '') {
    const rows = steps.flatMap((step, index): StepRow[] =>
      matches(step, filter)
        ? [{ kind: 'step', index, step, depth: 0, label: step.name, block: null, lane: noLane }]
        : [],
    );
    return { rows, lanes: { width: 0, inputSplits: [], inputBelow: [] } };
  }
  const foldAt = new Map(folds.map((fold) => [fold.from, fold]));
  /** What flows: steps and closed folds, in order; reads are indices of this list. */
  const flow: { row: number; reads: number[] }[] = [];
  const flowOf: number[] = [];
  const rows: PipelineRow[] = [];
  const toFlow = (reads: readonly number[]): number[] =>
    reads.map((read) => (read < 0 ? -1 : (flowOf[read] ?? -1)));
  for (let index = 0; index < steps.length; ) {
    const fold = foldAt.get(index);
    const members = fold ? steps.slice(fold.from, fold.to) : [];
    if (fold && !(open.has(fold.id) || mustOpen(steps, fold))) {
      const outside = members.flatMap((member) => member.reads.filter((read) => read < fold.from));
      flow.push({ row: rows.length, reads: [...new Set(toFlow(outside))] });
      for (let k = fold.from; k < fold.to; k++) flowOf[k] = flow.length - 1;
      rows.push(foldRow(fold, members, false));
      index = fold.to;
      continue;
    }
    if (fold) {
      rows.push(foldRow(fold, members, true));
      for (; index < fold.to; index++) pushStep(index, fold);
      continue;
    }
    pushStep(index, null);
    index++;
  }
  function pushStep(index: number, fold: Fold | null): void {
    const step = steps[index];
    if (!step) return;
    flow.push({ row: rows.length, reads: toFlow(step.reads) });
    flowOf[index] = flow.length - 1;
    const nth = fold ? fold.starts.indexOf(index) : -1;
    const prefix = fold
      ? [...fold.blocks].reverse().find((block) => step.key.path.startsWith(`${block}.`))
      : undefined;
    rows.push({
      kind: 'step',
      index,
      step,
      depth: fold ? 1 : 0,
      label: prefix ? step.name.slice(prefix.length + 1) : step.name,
      block: nth >= 0 ? (fold?.blocks[nth] ?? null) : null,
      lane: noLane,
    });
  }
  const lanes = placeLanes(flow);
  const placed = [...rows];
  flow.forEach(({ row }, k) => {
    const at = placed[row];
    const lane = lanes.rows[k];
    if (at && lane) placed[row] = { ...at, lane };
  });
  // The head of an open fold lies on the edge above it: the lanes there go straight through.
  placed.forEach((row, k) => {
    if (row.kind !== 'fold' || !row.open) return;
    const before = placed[k - 1];
    const passing = before
      ? [...new Set([...before.lane.below, ...before.lane.splits.map(([, to]) => to)])]
      : lanes.inputBelow;
    placed[k] = { ...row, lane: { ...noLane, lane: -1, passing, below: passing } };
  });
  return { rows: placed, lanes };
}

function foldRow(fold: Fold, members: readonly Step[], open: boolean): FoldRow {
  return {
    kind: 'fold',
    fold,
    open,
    members,
    input: members[0]?.input ?? null,
    output: members.at(-1)?.output ?? null,
    status: worst(members),
    lane: noLane,
  };
}
