/** Repeated blocks folded into one row: consecutive numbered children of one container that do the same. */
import type { Count } from '../../src/analysis/report/report';
import type { Step } from './steps';

/** A run of like blocks; its steps are consecutive. */
export interface Fold {
  /** Stable name: container and the first and last number. */
  readonly id: string;
  /** What the row prints: `layer2`, or `features.2–3` where the container holds other things too. */
  readonly label: string;
  readonly times: number;
  /** First step and one past the last. */
  readonly from: number;
  readonly to: number;
  /** First step of each block. */
  readonly starts: readonly number[];
  /** Path prefix of each block. */
  readonly blocks: readonly string[];
}

/** `layer1.0.conv1` → [layer1 , '', 0, conv1]: every way to read a numbered child in the path. */
function readings(
  path: string,
): { container: string; stem: string; number: number; depth: number }[] {
  const parts = path.split('.');
  const list: { container: string; stem: string; number: number; depth: number }[] = [];
  // The last part is the leaf itself: a numbered leaf is a layer of a Sequential, not a block.
  for (let depth = 0; depth < parts.length - 1; depth++) {
    const found = /^(.*?)(\d+)$/.exec(parts[depth] ?? '');
    if (!found) continue;
    list.push({
      container: parts.slice(0, depth).join('.'),
      stem: found[1] ?? '',
      number: Number(found[2]),
      depth,
    });
  }
  return list;
}

interface Block {
  readonly number: number;
  readonly prefix: string;
  from: number;
  to: number;
  /** Types of its layers, in order. */
  readonly types: string[];
  /** What its last layer gives. */
  output: Step['output'];
}

/** Whether `shorter` can be read inside `longer` in order: a first block with a downsampling branch has more layers. */
function isWithin(shorter: readonly string[], longer: readonly string[]): boolean {
  let k = 0;
  for (const type of longer) if (type === shorter[k]) k++;
  return k === shorter.length;
}

/** Blocks at one depth and container: stretches of steps whose layers share a numbered prefix. */
function blocksAt(
  steps: readonly Step[],
  depth: number,
): { container: string; stem: string; block: Block }[] {
  const list: { container: string; stem: string; block: Block }[] = [];
  steps.forEach((step, index) => {
    if (step.kind === 'operation') return;
    const reading = readings(step.key.path).find((r) => r.depth === depth);
    if (!reading) return;
    const prefix = step.key.path
      .split('.')
      .slice(0, depth + 1)
      .join('.');
    const last = list.at(-1);
    const between = last
      ? steps.slice(last.block.to, index).every((s) => s.kind === 'operation')
      : false;
    if (last && last.block.prefix === prefix && between) {
      last.block.to = index + 1;
      last.block.types.push(step.type);
      last.block.output = step.output;
    } else {
      list.push({
        container: reading.container,
        stem: reading.stem,
        block: {
          number: reading.number,
          prefix,
          from: index,
          to: index + 1,
          types: [step.type],
          output: step.output,
        },
      });
    }
  });
  attachOperations(steps, list);
  return list;
}

/**
 * Operations between blocks belong to the code that is repeated when the same place in the source runs beside a sibling
 * as well: in front of every block (the concatenation of a dense layer), else behind it (the addition of a residual block).
 */
function attachOperations(
  steps: readonly Step[],
  list: readonly { readonly container: string; readonly stem: string; readonly block: Block }[],
): void {
  const at = (step: Step): string => `${step.place?.file}:${step.place?.start}`;
  const runsAt = new Map<string, number>();
  for (const step of steps)
    if (step.kind === 'operation') runsAt.set(at(step), (runsAt.get(at(step)) ?? 0) + 1);
  const siblings = new Map<string, Block[]>();
  for (const { container, stem, block } of list) {
    const key = `${container}/${stem}`;
    siblings.set(key, [...(siblings.get(key) ?? []), block]);
  }
  for (const blocks of siblings.values()) {
    if (blocks.length < 2) continue;
    const inFront = (block: Block): Step | undefined => {
      const step = steps[block.from - 1];
      return step?.kind === 'operation' && (runsAt.get(at(step)) ?? 0) > 1 ? step : undefined;
    };
    const first = blocks[0] && inFront(blocks[0]);
    const leads =
      first !== undefined &&
      blocks.every((block) => {
        const step = inFront(block);
        return step !== undefined && at(step) === at(first);
      });
    for (const block of blocks) {
      if (leads) {
        block.from--;
        continue;
      }
      for (;;) {
        const next = steps[block.to];
        if (!next || next.kind !== 'operation' || (runsAt.get(at(next)) ?? 0) < 2) break;
        if (!next.reads.some((read) => read >= block.from)) break;
        block.to++;
      }
    }
  }
}

/** Finds the folds of a pipeline, outermost first; folds never overlap. */
export function foldsOf(steps: readonly Step[]): Fold[] {
  const deepest = Math.max(0, ...steps.map((step) => step.key.path.split('.').length));
  const folds: Fold[] = [];
  const free = (from: number, to: number): boolean =>
    folds.every((fold) => to <= fold.from || from >= fold.to);
  for (let depth = 0; depth < deepest; depth++) {
    const all = blocksAt(steps, depth);
    for (let i = 0; i < all.length; ) {
      const head = all[i];
      if (!head || head.block.types.length < 2) {
        i++;
        continue;
      }
      let j = i + 1;
      for (; j < all.length; j++) {
        const next = all[j];
        const before = all[j - 1];
        if (!next || !before) break;
        const sameKind =
          next.container === head.container &&
          next.stem === head.stem &&
          next.block.number === before.block.number + 1 &&
          next.block.from === before.block.to;
        if (!sameKind) break;
        // The first block of a stage may have more layers and change the size; the others repeat each other.
        const alike =
          j === i + 1
            ? isWithin(next.block.types, head.block.types)
            : next.block.types.join() === before.block.types.join();
        const shape = (block: Block): string => JSON.stringify(block.output);
        if (!alike || shape(next.block) !== shape(head.block)) break;
      }
      if (j - i >= 2 && free(head.block.from, all[j - 1]?.block.to ?? 0)) {
        const members = all.slice(i, j).map((entry) => entry.block);
        const from = members[0]?.from ?? 0;
        const to = members.at(-1)?.to ?? 0;
        const first = members[0]?.number ?? 0;
        const last = members.at(-1)?.number ?? 0;
        const base = [head.container, head.stem].filter((part) => part !== '').join('.');
        const dot = head.stem === '' && base !== '' ? '.' : '';
        // The container's name alone means all that is in it.
        const whole =
          base !== '' &&
          steps.every(
            (step, k) => (k >= from && k < to) || !step.key.path.startsWith(`${base}${dot}`),
          );
        const label = whole ? base.replace(/_$/, '') : `${base}${dot}${first}–${last}`;
        folds.push({
          id: `${head.container}/${head.stem}/${first}`,
          label,
          times: members.length,
          from,
          to,
          starts: members.map((member) => member.from),
          blocks: members.map((member) => member.prefix),
        });
      }
      i = Math.max(i + 1, j);
    }
  }
  return folds.sort((a, b) => a.from - b.from);
}

/** Sum of counts: numbers add, a symbolic or unknown part makes the sum unknown (and its numbers a lower bound). */
export function sumOf(counts: readonly Count[]): {
  readonly known: number;
  readonly complete: boolean;
} {
  let known = 0;
  let complete = true;
  for (const part of counts) {
    if (typeof part === 'number') known += part;
    else complete = false;
  }
  return { known, complete };
}
