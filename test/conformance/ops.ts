/**
 * Runs op cases (`{init, forward, inputs, outputs | error}` per line) through the interpreter and tells what differs from PyTorch's answers.
 *
 *     node bundle.cjs CASES.jsonl[.gz] [--family NAME] [--show N] [--id ID]
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { torchLibrary } from '../../src/analysis/frameworks/torch';
import { tensorsOf } from '../../src/analysis/frameworks/torch/module';
import { moduleTree } from '../../src/analysis/frameworks/torch/module';
import { Instance, Tensor, type Value } from '../../src/analysis/interpreter/values';
import { type Dim, evaluate, hasUnknown, symbol } from '../../src/analysis/shape/dim';
import { tensorsIn } from '../../src/analysis/report/shapes';
import { makeInterpreter, userFile } from '../unit/interpreter/run';
import { type Interpreter, newTrace } from '../../src/analysis/interpreter/interpreter';
import { Module } from '../../src/analysis/interpreter/values';

export interface OpCase {
  readonly id: string;
  readonly family: string;
  readonly init: readonly string[];
  readonly forward: readonly string[];
  readonly inputs: readonly (readonly number[])[];
  readonly outputs?: readonly (readonly number[])[];
  readonly params?: number;
  readonly error?: { readonly type: string; readonly message: string; readonly where: string };
}

export interface OpAnswer {
  /** Messages of errors that were reported. */
  readonly errors: readonly string[];
  readonly rules: readonly string[];
  /** Shapes of the result; null where a rank or size is not known. */
  readonly outputs: readonly (readonly (number | null)[] | null)[];
  readonly params: number | null;
  readonly slips: readonly string[];
  /** The marked texts. */
  readonly marked: readonly string[];
}

/** A case as a user's file. */
export function textOf(c: OpCase): string {
  const names = ['x', 'y', 'z', 'w'].slice(0, c.inputs.length);
  const indent = (lines: readonly string[]): string => lines.map((l) => `        ${l}`).join('\n');
  return [
    'import math',
    'import torch',
    'import torch.nn as nn',
    'import torch.nn.functional as F',
    '',
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    indent(c.init),
    `    def forward(self, ${names.join(', ')}):`,
    indent(c.forward),
    '',
    'net = Net()',
    `result = net(${names.map((_, i) => `input${i}`).join(', ')})`,
    '',
  ].join('\n');
}

/** Symbols for the sizes of the inputs: `a0`, `a1`, `b0` …, with the values they stand for. */
function symbolic(c: OpCase): { shapes: Dim[][]; values: Map<string, number> } {
  const values = new Map<string, number>();
  const shapes = c.inputs.map((shape, i) =>
    shape.map((d, k): Dim => {
      // Sizes of 1 stay: a symbol stands for a size that is not special.
      if (d <= 1) return d;
      const name = `${'abcd'[i]}${k}`;
      values.set(name, d);
      return symbol(name);
    }),
  );
  return { shapes, values };
}

/** The case with symbols for its sizes, evaluated at its own sizes. */
export function symbolicAnswer(rt: Interpreter, c: OpCase): OpAnswer {
  const { shapes, values } = symbolic(c);
  return answerOf(rt, c, shapes, values);
}

export function answerOf(
  rt: Interpreter,
  c: OpCase,
  shapes: readonly (readonly Dim[])[] = c.inputs,
  values: ReadonlyMap<string, number> = new Map(),
): OpAnswer {
  // The inputs come as names that no text tells: what ran on others is not kept.
  rt.rollback();
  const builtins = rt.modules.find('builtins') as Module;
  const inputs = shapes.map((shape) => new Tensor(shape.slice()));
  inputs.forEach((tensor, i) => {
    tensor.origin = { op: 'input', place: null, module: null, factors: null, source: null };
    builtins.globals.set(`input${i}`, tensor);
  });
  rt.slips.length = 0;
  rt.trace = newTrace();
  rt.budget.restart();
  const text = textOf(c);
  const module = rt.runFile(userFile, text, { asMain: true });
  const result = module.globals.get('result');
  const net = module.globals.get('net');
  const errors = rt.trace.problems.filter((p) => p.severity === 'error');
  return {
    errors: errors.map((p) => p.message),
    rules: errors.map((p) => p.rule),
    outputs: tensorsIn(result).map((t) =>
      t instanceof Tensor && t.shape
        ? t.shape.map((d) =>
            typeof d === 'number' ? d : hasUnknown(d) ? null : (evaluate(d, values) ?? null),
          )
        : null,
    ),
    params: net instanceof Instance ? parameters(net) : null,
    slips: rt.slips.map(
      (s) => `${s.name}: ${String((s.error as Error)?.stack ?? s.error).slice(0, 400)}`,
    ),
    marked: errors.map((p) =>
      text.slice(p.place.unit.start + p.place.start, p.place.unit.start + p.place.end),
    ),
  };
}

function parameters(net: Instance): number | null {
  const seen = new Set<Tensor>();
  let total = 0;
  for (const { module } of moduleTree(net))
    for (const [, tensor] of tensorsOf(module, '_parameters')) {
      if (seen.has(tensor)) continue;
      seen.add(tensor);
      if (!tensor.shape || tensor.shape.some((d) => typeof d !== 'number')) return null;
      total += (tensor.shape as readonly number[]).reduce((a, b) => a * b, 1);
    }
  return total;
}

export type Verdict = 'right' | 'unknown' | 'wrong' | 'false alarm' | 'flagged' | 'missed';

export function judge(c: OpCase, a: OpAnswer): Verdict {
  if (c.error) return a.errors.length > 0 ? 'flagged' : 'missed';
  if (a.errors.length > 0) return 'false alarm';
  const expected = JSON.stringify(c.outputs);
  if (JSON.stringify(a.outputs) === expected)
    return a.params === null || a.params === c.params ? 'right' : 'wrong';
  // A stated rank or size that differs is wrong; missing ones are unknown.
  const outputs = c.outputs ?? [];
  if (a.outputs.length !== outputs.length)
    return a.outputs.length === 1 && a.outputs[0] === null ? 'unknown' : 'wrong';
  const differs = a.outputs.some(
    (shape, i) =>
      shape &&
      (shape.length !== outputs[i]!.length ||
        shape.some((d, k) => d !== null && d !== outputs[i]![k])),
  );
  return differs ? 'wrong' : 'unknown';
}

export function readCases(file: string): OpCase[] {
  const bytes = readFileSync(file);
  const text = file.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as OpCase);
}

/** Counts, and the cases that are not as they should be. */
export function runCases(
  cases: readonly OpCase[],
  symbols = false,
): {
  counts: Map<string, Map<Verdict, number>>;
  bad: { c: OpCase; a: OpAnswer; verdict: Verdict }[];
} {
  const counts = new Map<string, Map<Verdict, number>>();
  const bad: { c: OpCase; a: OpAnswer; verdict: Verdict }[] = [];
  const rt = makeInterpreter({}, [torchLibrary]);
  for (const c of cases) {
    const a = symbols ? symbolicAnswer(rt, c) : answerOf(rt, c);
    const verdict = judge(c, a);
    const family = counts.get(c.family) ?? new Map<Verdict, number>();
    counts.set(c.family, family);
    family.set(verdict, (family.get(verdict) ?? 0) + 1);
    if ((verdict !== 'right' && verdict !== 'flagged') || a.slips.length > 0)
      bad.push({ c, a, verdict });
  }
  return { counts, bad };
}

function main(argv: readonly string[]): void {
  const option = (name: string): string | null => {
    const at = argv.indexOf(name);
    return at < 0 ? null : (argv[at + 1] ?? null);
  };
  const file = argv[0]!;
  let cases = readCases(file);
  const family = option('--family');
  const id = option('--id');
  if (family) cases = cases.filter((c) => c.family === family);
  if (id) cases = cases.filter((c) => c.id === id);
  const start = performance.now();
  const { counts, bad } = runCases(cases, argv.includes('--symbolic'));
  const total = new Map<Verdict, number>();
  for (const [name, verdicts] of counts) {
    for (const [v, n] of verdicts) total.set(v, (total.get(v) ?? 0) + n);
    if ([...verdicts.keys()].some((v) => v !== 'right' && v !== 'flagged'))
      console.log(name.padEnd(26), [...verdicts].map(([v, n]) => `${v} ${n}`).join(', '));
  }
  console.log(
    'ALL',
    [...total].map(([v, n]) => `${v} ${n}`).join(', '),
    `${Math.round(performance.now() - start)} ms`,
  );
  if (argv.includes('--messages')) {
    // One message of each rule and family: to be read by a person.
    const seen = new Set<string>();
    const rt = makeInterpreter({}, [torchLibrary]);
    for (const c of cases.filter((c) => c.error)) {
      const a = answerOf(rt, c);
      a.errors.forEach((message, i) => {
        const key = `${a.rules[i]} ${c.family}`;
        if (seen.has(key)) return;
        seen.add(key);
        console.log(
          `${a.rules[i]!.padEnd(24)} ${message}   [${a.marked[i]}]   ${[...c.init, ...c.forward].join('; ').slice(0, 150)} ${JSON.stringify(c.inputs)}`,
        );
      });
    }
  }
  let shown = Number(option('--show') ?? 0);
  const only = option('--verdict');
  for (const { c, a, verdict } of bad) {
    if (only && verdict !== only && !(only === 'slip' && a.slips.length)) continue;
    if (shown-- <= 0) break;
    console.log(
      `\n${c.id} ${verdict}  inputs ${JSON.stringify(c.inputs)}\n  ${[...c.init, '--', ...c.forward].join('\n  ')}`,
    );
    console.log(
      c.error
        ? `  torch: ${c.error.type} ${c.error.message.slice(0, 200)} (${c.error.where})`
        : `  torch: ${JSON.stringify(c.outputs)} params ${c.params}`,
    );
    console.log(`  ours: ${JSON.stringify(a.outputs)} params ${a.params}`);
    for (const [i, e] of a.errors.entries())
      console.log(`  error ${a.rules[i]}: ${e}   [${a.marked[i]}]`);
    for (const s of a.slips) console.log(`  slip ${s}`);
  }
  if (id)
    for (const c of cases)
      console.log(
        textOf(c),
        JSON.stringify(answerOf(makeInterpreter({}, [torchLibrary]), c), null, 1),
      );
}

export type { Value };
if (process.argv[1]?.endsWith('ops-bench.cjs')) main(process.argv.slice(2));
