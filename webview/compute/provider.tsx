/** The numbers of the step shown: what they are computed from, how far the computation is, and what came out. */
import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Graph } from '../../src/analysis/shape/graph';
import { usePage } from '../app/context';
import type { PageState } from '../app/state';
import type { Step } from '../model/steps';
import { defaultSample, sampleOf } from '../pictures/picture';
import { sizesOf } from '../stage/operation';
import { ComputeClient } from './client';
import type { FromWorker, Numbers } from './messages';
import { fingerprint, planRun, wholeNetwork as networkBehind, type BlockedPlan } from './plan';

export type ComputePhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'blocked'; readonly plan: BlockedPlan }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly node: number }
  | { readonly kind: 'stopped' };

export interface Computed {
  readonly phase: ComputePhase;
  /** Numbers by tensor id; of the run before, too, while a new one of the same step is under way. */
  readonly tensors: ReadonlyMap<number, Numbers>;
  /** Largest magnitude in the network, once known. */
  readonly networkRange: number | null;
  /** Tensors filled from the picture. */
  readonly made: ReadonlyMap<number, Numbers>;
  readonly standIn: boolean;
  /** True once a run has taken longer than 300 ms: only then is a bar shown. */
  readonly slow: boolean;
  readonly where: 'worker' | 'page';
  stop(): void;
  again(): void;
}

const ClientContext = createContext<ComputeClient | null>(null);

export function ComputeProvider({ children }: { children: preact.ComponentChildren }): JSX.Element {
  const client = useMemo(() => new ComputeClient(document.body.dataset['worker']), []);
  useEffect(() => () => client.dispose(), [client]);
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}

const shapeOf = (graph: Graph, id: number): number[] => sizesOf(graph, id) ?? [];

/** Numbers for the tensors a run starts from: the demo's input, or the picture in each tensor's shape. */
function fillInputs(state: PageState, graph: Graph, standIn: boolean): Map<number, Numbers> {
  const inputs = new Map<number, Numbers>();
  graph.inputs.forEach((id, index) => {
    const shape = shapeOf(graph, id);
    const demo = state.picture === 'demo' && !standIn && index === 0 ? state.demo?.input : null;
    const size = shape.reduce((a, b) => a * b, 1);
    if (demo && size % demo.values.length === 0) {
      const data = new Float32Array(size);
      for (let at = 0; at < size; at += demo.values.length) data.set(demo.values, at);
      inputs.set(id, { shape, data });
    } else {
      inputs.set(id, {
        shape,
        data: sampleOf(
          state.picture || defaultSample(shape),
          shape,
          graph.tensors[id]?.dtype ?? 'float',
        ),
      });
    }
  });
  return inputs;
}

/** Parameters that do not keep their initialisation: the demo's, and those set by hand. */
function setParameters(state: PageState, graph: Graph): Map<number, Numbers> {
  const parameters = new Map<number, Numbers>();
  graph.tensors.forEach((tensor, id) => {
    if (tensor.name === null || (tensor.source !== 'parameter' && tensor.source !== 'buffer'))
      return;
    const byHand = state.kernels.get(tensor.name);
    const demo = state.demo?.parameters[tensor.name];
    const numbers =
      byHand ?? (demo ? { shape: demo.shape, data: Float32Array.from(demo.values) } : null);
    const expected = shapeOf(graph, id).reduce((a, b) => a * b, 1);
    if (numbers && numbers.data.length === expected) parameters.set(id, numbers);
  });
  return parameters;
}

interface Result {
  /** The step the numbers are of. */
  readonly owner: string;
  readonly phase: ComputePhase;
  readonly tensors: ReadonlyMap<number, Numbers>;
  readonly networkRange: number | null;
  readonly slow: boolean;
}
const nothing: Result = {
  owner: '',
  phase: { kind: 'idle' },
  tensors: new Map(),
  networkRange: null,
  slow: false,
};

/** Computes the wanted tensors of a step; `null` computes nothing. */
export function useNumbers(
  step: Step | null,
  wanted: readonly number[],
  wholeNetwork: boolean,
): Computed {
  const client = useContext(ClientContext);
  const page = usePage();
  const { state, snapshot } = page;
  const { graph } = snapshot;
  const [result, setResult] = useState<Result>(nothing);
  const [attempt, setAttempt] = useState(0);
  const [where, setWhere] = useState<'worker' | 'page'>(client?.place ?? 'worker');
  const standIn = step !== null && state.standIn === step.key.path;
  const print = useMemo(() => (graph ? fingerprint(graph) : ''), [graph]);
  const owner = step ? `${step.key.path}#${step.key.call}` : '';
  const plan = useMemo(
    () => (graph && step ? planRun(graph, step.nodes, standIn) : null),
    [print, step?.nodes.join(), standIn],
  );
  const inputs = useMemo(
    () =>
      plan?.kind === 'run'
        ? fillInputs(state, plan.graph, plan.standIn)
        : new Map<number, Numbers>(),
    [plan, state.picture, state.demo],
  );
  const parameters = useMemo(
    () => (plan?.kind === 'run' ? setParameters(state, plan.graph) : new Map<number, Numbers>()),
    [plan, state.kernels, state.demo],
  );
  const runKey = useRef(0);
  const started = useRef(0);
  const latest = useRef(page);
  latest.current = page;

  // Numbers that go into a run have an identity: the maps above are made anew exactly when they change.
  const identity = useRef({ count: 0, of: [] as unknown[] });
  const parts = [print, inputs, parameters, state.seed, standIn];
  if (parts.some((part, k) => part !== identity.current.of[k]))
    identity.current = { count: identity.current.count + 1, of: parts };
  const key = String(identity.current.count);

  useEffect(() => {
    if (!client || !plan || !step) {
      setResult(nothing);
      return undefined;
    }
    if (plan.kind === 'blocked') {
      client.cancel();
      setResult({ ...nothing, owner, phase: { kind: 'blocked', plan } });
      latest.current.send({
        type: 'maps.report',
        outcome: 'blocked',
        path: step.key.path,
        shape: [],
        milliseconds: 0,
        reason: plan.reason,
        where: client.place,
      });
      return undefined;
    }
    const mine = ++runKey.current;
    const begun = performance.now();
    started.current = begun;
    setResult((before) => ({
      ...(before.owner === owner ? before : { ...nothing, owner }),
      phase: { kind: 'running', done: 0, total: plan.graph.nodes.length },
      slow: false,
    }));
    const slowTimer = setTimeout(() => {
      if (mine === runKey.current)
        setResult((r) => (r.phase.kind === 'running' ? { ...r, slow: true } : r));
    }, 300);
    const fresh = new Map<number, Numbers>();
    client.onPlace = setWhere;
    const report = (outcome: 'done' | 'failed' | 'stopped', reason: string | null): void => {
      const last = fresh.get(wanted[0] ?? -1);
      latest.current.send({
        type: 'maps.report',
        outcome,
        path: step.key.path,
        reason,
        where: client.place,
        shape: outcome === 'done' && last ? last.shape.slice(-3) : [],
        milliseconds: Math.round(performance.now() - begun),
      });
    };
    // The whole network is asked for when its range is: the step's own part comes first all the same.
    const whole = wholeNetwork && graph && !plan.standIn ? networkBehind(graph, plan) : plan.graph;
    client.run(
      { key, graph: whole, inputs, parameters, seed: state.seed, wanted, ranges: wholeNetwork },
      (message: Exclude<FromWorker, { type: 'worker.ready' }>) => {
        if (mine !== runKey.current) return;
        switch (message.type) {
          case 'run.progress':
            setResult((r) => ({
              ...r,
              phase: { kind: 'running', done: message.done, total: message.total },
            }));
            break;
          case 'run.tensor':
            fresh.set(message.id, message.numbers);
            // Input, weights and output of a step belong together: they are shown at once, when all are there.
            if (wanted.every((id) => fresh.has(id)))
              setResult((r) => ({ ...r, tensors: new Map(fresh) }));
            break;
          case 'run.done':
            clearTimeout(slowTimer);
            setResult((r) => ({
              ...r,
              tensors: new Map(fresh),
              networkRange: wholeNetwork ? message.range : null,
              slow: false,
              phase: { kind: 'done', milliseconds: message.milliseconds },
            }));
            report('done', null);
            break;
          case 'run.failed': {
            clearTimeout(slowTimer);
            const node = whole.nodes[message.node];
            const index = node ? (graph?.nodes.indexOf(node) ?? -1) : -1;
            // Where only the rest of the network fails, the step's own numbers stand.
            const complete = wanted.every((id) => fresh.has(id));
            setResult((r) => ({
              ...r,
              slow: false,
              networkRange: complete && wholeNetwork ? message.range : null,
              phase: complete
                ? { kind: 'done', milliseconds: performance.now() - begun }
                : { kind: 'failed', reason: message.reason, node: index },
            }));
            report(complete ? 'done' : 'failed', complete ? null : message.reason);
            break;
          }
        }
      },
    );
    return () => clearTimeout(slowTimer);
  }, [client, plan, key, wanted.join(), wholeNetwork, attempt]);

  const current = result.owner === owner ? result : nothing;
  const ended = current.phase.kind === 'failed' || current.phase.kind === 'blocked';
  return {
    phase: current.phase,
    tensors: ended ? nothing.tensors : current.tensors,
    networkRange: current.networkRange,
    made: inputs,
    standIn: plan?.kind === 'run' && plan.standIn,
    slow: current.slow,
    where,
    stop: () => {
      runKey.current++;
      client?.cancel();
      setResult((r) => ({ ...r, phase: { kind: 'stopped' }, slow: false }));
      if (step && client) {
        page.send({
          type: 'maps.report',
          outcome: 'stopped',
          path: step.key.path,
          shape: [],
          reason: null,
          where: client.place,
          milliseconds: Math.round(performance.now() - started.current),
        });
      }
    },
    again: () => setAttempt(attempt + 1),
  };
}
