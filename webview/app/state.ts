/** What the page knows and what the person chose; plain data, replaced as a whole. */
import type {
  ExplorerDemo,
  ExplorerSelection,
  ExplorerState,
  ExplorerView,
  MacConvention,
  ModelSet,
} from '../../src/protocol/explorer';
import { explorerProtocol } from '../../src/protocol/explorer';
import type { Numbers } from '../compute/messages';

export type ScaleScope = 'map' | 'layer' | 'network';

/** Where the Layer view stands; kept while the layer stays. */
export interface LayerChoice {
  readonly outChannel: number;
  /** Place among the channels the output reads. */
  readonly inChannel: number;
  /** Index of the output value, row major; null: the strongest. */
  readonly position: number | null;
  readonly drawing: 'slide' | 'matrix';
  readonly useCount: boolean;
  readonly speed: number;
  readonly near: boolean | null;
}
export interface MapsChoice {
  readonly scope: ScaleScope;
  /** Share of the range at which values are clipped. */
  readonly clip: number;
  readonly map: number;
  readonly page: number;
  readonly fade: number;
}

export interface PageState {
  readonly snapshot: ModelSet | null;
  readonly view: ExplorerView;
  readonly selection: ExplorerSelection | null;
  readonly pinned: boolean;
  /** A built-in sample by name, `demo`, or nothing: what suits the input. */
  readonly picture: string;
  readonly seed: number;
  readonly openFolds: ReadonlySet<string>;
  readonly table: boolean;
  readonly filter: string;
  readonly macs: MacConvention;
  readonly layer: LayerChoice;
  readonly maps: MapsChoice;
  /** Parameters set by hand, by the framework's path. */
  readonly kernels: ReadonlyMap<string, Numbers>;
  /** Steps that run on a stand-in input, by path. */
  readonly standIn: string | null;
  readonly demo: ExplorerDemo | null;
  /** Counts up when a demo asks to play from the start. */
  readonly playRequest: number;
  /** Counts up when the palette asks to play or pause. */
  readonly toggleRequest: number;
}

export const freshLayer: LayerChoice = {
  outChannel: 0,
  inChannel: 0,
  position: null,
  drawing: 'slide',
  useCount: false,
  speed: 4,
  near: null,
};
export const freshMaps: MapsChoice = { scope: 'layer', clip: 1, map: 0, page: 0, fade: 0 };

export function initialState(restored: Partial<ExplorerState> | null): PageState {
  const usable = restored && restored.protocol === explorerProtocol ? restored : null;
  return {
    snapshot: null,
    view: usable?.view ?? 'model',
    selection: usable?.selection ?? null,
    pinned: usable?.pinned ?? false,
    picture: usable?.picture ?? '',
    seed: 0,
    openFolds: new Set(),
    table: false,
    filter: '',
    macs: 'multiplies',
    layer: freshLayer,
    maps: freshMaps,
    kernels: new Map(),
    standIn: null,
    demo: null,
    playRequest: 0,
    toggleRequest: 0,
  };
}

/** What survives a reload of the panel. */
export function savedState(state: PageState): ExplorerState {
  return {
    protocol: explorerProtocol,
    file: state.snapshot?.file ?? '',
    entry: state.snapshot?.model?.entry ?? '',
    view: state.view,
    selection: state.selection,
    pinned: state.pinned,
    picture: state.picture,
  };
}

/** A value that tells its listeners when it is replaced. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private value: T) {}
  get(): T {
    return this.value;
  }
  set(patch: Partial<T>): void {
    this.value = { ...this.value, ...patch };
    for (const listener of [...this.listeners]) listener();
  }
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
