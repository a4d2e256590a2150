/** What a message of the extension does to the page's state. */
import type { ExplorerDemo, ModelSet, ToExplorer } from '../../src/protocol/explorer';
import { findStep, stepsOf, type Step } from '../model/steps';
import { freshLayer, freshMaps, type PageState } from './state';

/** Steps of the state's snapshot. */
export function currentSteps(snapshot: ModelSet | null): Step[] {
  return snapshot?.model ? stepsOf(snapshot.model, snapshot.graph, snapshot.problems) : [];
}

/** Puts the page where a demo wants it; its numbers are read from `state.demo` whenever something is computed. */
function startDemo(state: PageState, demo: ExplorerDemo): PageState {
  return {
    ...state,
    demo,
    view: demo.view,
    selection: demo.selection ?? state.selection,
    picture: demo.input
      ? 'demo'
      : (demo.picture ?? (state.picture === 'demo' ? '' : state.picture)),
    kernels: new Map(),
    standIn: null,
    maps: freshMaps,
    layer: {
      ...freshLayer,
      outChannel: demo.outChannel,
      position: demo.playing ? 0 : null,
      useCount: demo.useCount,
      speed: demo.speed,
    },
    playRequest: demo.playing ? state.playRequest + 1 : state.playRequest,
  };
}

function receiveModel(state: PageState, snapshot: ModelSet): PageState {
  const entry = snapshot.model?.entry ?? '';
  const before = state.snapshot?.model?.entry ?? '';
  const steps = currentSteps(snapshot);
  const first = state.snapshot === null;
  let selection = state.selection;
  // What was selected stays selected, by its path; only a selection that is gone gives way to the cursor's.
  if (findStep(steps, selection) < 0)
    selection = snapshot.selection ?? (steps.length > 0 ? null : selection);
  else if (first && !state.pinned && snapshot.selection) selection = snapshot.selection;
  const other = entry !== before && !first;
  const next: PageState = {
    ...state,
    snapshot,
    selection,
    ...(first ? { macs: snapshot.settings.macConvention } : {}),
    ...(first || snapshot.settings.seed !== state.snapshot?.settings.seed
      ? { seed: snapshot.settings.seed }
      : {}),
    ...(other
      ? {
          kernels: new Map(),
          standIn: null,
          openFolds: new Set<string>(),
          filter: '',
          layer: freshLayer,
          maps: freshMaps,
          demo: state.demo && state.demo.entry === entry ? state.demo : null,
        }
      : {}),
  };
  if (next.demo === null && next.picture === 'demo') return { ...next, picture: '' };
  // A demo that came first has been waiting for this model.
  if (state.demo && state.demo.entry === entry && before !== entry)
    return startDemo(next, state.demo);
  return next;
}

/** The state after a message; the same object where nothing changes. */
export function receive(state: PageState, message: ToExplorer): PageState {
  switch (message.type) {
    case 'model.set':
      return receiveModel(state, message);
    case 'selection.set': {
      const view = message.view ?? state.view;
      if (state.pinned && !message.force) return view === state.view ? state : { ...state, view };
      const same =
        message.selection === null ||
        (message.selection.path === state.selection?.path &&
          message.selection.call === state.selection.call);
      if (same) return view === state.view ? state : { ...state, view };
      return {
        ...state,
        view,
        selection: message.selection,
        standIn: null,
        layer: { ...freshLayer, drawing: state.layer.drawing, speed: state.layer.speed },
        maps: { ...freshMaps, scope: state.maps.scope },
      };
    }
    case 'demo.set':
      if (!message.demo) {
        return { ...state, demo: null, picture: state.picture === 'demo' ? '' : state.picture };
      }
      return message.demo.entry === state.snapshot?.model?.entry
        ? startDemo(state, message.demo)
        : { ...state, demo: message.demo };
    case 'command.run': {
      if (message.command === 'play')
        return { ...state, view: 'layer', toggleRequest: state.toggleRequest + 1 };
      const steps = currentSteps(state.snapshot);
      if (steps.length === 0) return state;
      const at = findStep(steps, state.selection);
      const next =
        steps[(at + (message.command === 'next-layer' ? 1 : -1) + steps.length) % steps.length];
      return next
        ? {
            ...state,
            selection: next.key,
            standIn: null,
            layer: { ...freshLayer, speed: state.layer.speed },
            maps: freshMaps,
          }
        : state;
    }
  }
}

/** Reads a message from the extension: null for anything else that reaches the window. */
export function readToExplorer(data: unknown): ToExplorer | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const { type } = data as { type: unknown };
  return type === 'model.set' ||
    type === 'selection.set' ||
    type === 'demo.set' ||
    type === 'command.run'
    ? (data as ToExplorer)
    : null;
}
