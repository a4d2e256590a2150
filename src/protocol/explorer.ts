/** The messages between the extension and the explorer page: whole snapshots one way, wishes the other. */
import type { Graph } from '../analysis/shape/graph';
import type { ModelReport, ProblemReport, TextRange } from '../analysis/report/report';

/** Raised when a message changes its meaning; the page refuses a snapshot of another number and says so. */
export const explorerProtocol = 1;

/** The views that exist; a name the page does not know falls back to `model`. */
export type ExplorerView = 'model' | 'layer' | 'maps';

/** How multiply-adds are counted: products only, products and bias, or two operations each. */
export type MacConvention = 'multiplies' | 'bias' | 'flops';

/** A model of the file, as the select in the header lists it. */
export interface ModelChoice {
  /** The expression that makes it; what `model.choose` sends back. */
  readonly entry: string;
  readonly name: string;
  /** Line of its definition in the file, from 1. */
  readonly line: number;
}

/** What the panel is kept at: a call of a layer by its path, never by its index, so that it survives edits. */
export interface ExplorerSelection {
  readonly path: string;
  /** 0 for the first call of that layer. */
  readonly call: number;
}

/** What can be said of the snapshot as a whole. */
export type SnapshotStatus =
  | { readonly kind: 'ready' }
  /** No model was found in the file. */
  | { readonly kind: 'none' }
  /** Imports are being read. */
  | { readonly kind: 'reading'; readonly done: number; readonly total: number }
  /** The text does not parse at this line (from 1); the model shown is of the last version that did. */
  | { readonly kind: 'stale'; readonly line: number }
  /** The analysis ended early. */
  | { readonly kind: 'stopped'; readonly reason: string };

export interface ExplorerSettings {
  readonly macConvention: MacConvention;
  /** Seed of the framework's own initialisation. */
  readonly seed: number;
}

/** Everything the page shows, at once: there are no patches. */
export interface ModelSet {
  readonly type: 'model.set';
  readonly protocol: number;
  /** The file as places name it. */
  readonly file: string;
  /** What the header prints: `model.py`. */
  readonly fileLabel: string;
  /** Version of the document the snapshot was made of; echoed by wishes that edit it. */
  readonly version: number;
  /** Models and instances of the file, in order. */
  readonly models: readonly ModelChoice[];
  /** The one shown; null with the statuses `none` and `reading`. Its own `graph` is not read: see below. */
  readonly model: ModelReport | null;
  /** The runnable graph of it, null where there is none. */
  readonly graph: Graph | null;
  readonly problems: readonly ProblemReport[];
  /** Offset of each line's start, for every file a place may name; a place elsewhere is shown without its line. */
  readonly lineStarts: Readonly<Record<string, readonly number[]>>;
  /** Where the editor's cursor is, when the page has nothing kept. */
  readonly selection: ExplorerSelection | null;
  readonly status: SnapshotStatus;
  /** BCP 47, the display language of the editor. */
  readonly locale: string;
  readonly settings: ExplorerSettings;
}

/** The cursor moved to another layer, or a command asks for a view. A pinned panel ignores the layer unless `force`. */
export interface SelectionSet {
  readonly type: 'selection.set';
  readonly selection: ExplorerSelection | null;
  readonly view?: ExplorerView;
  readonly force?: boolean;
}

/** Exact numbers for the input or a parameter, row major. */
export interface DemoTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A demo of the lesson: exact numbers, a place in the page, playing. It stays until the model's entry changes or it is cleared. */
export interface ExplorerDemo {
  /** Entry of the model it belongs to; it waits for that snapshot. */
  readonly entry: string;
  readonly view: ExplorerView;
  readonly selection: ExplorerSelection | null;
  /** The model's input without the batch axis; null leaves the picture to the person. */
  readonly input: DemoTensor | null;
  /** A built-in picture by name (see webview/pictures), used when `input` is null. */
  readonly picture: string | null;
  /** Parameters by the framework's path (`conv.weight`). */
  readonly parameters: Readonly<Record<string, DemoTensor>>;
  readonly outChannel: number;
  /** Starts the window at the first position, moving. */
  readonly playing: boolean;
  /** Cells a second: 1, 4, 16 or 60. */
  readonly speed: number;
  /** Shows how often each pixel is used instead of the values. */
  readonly useCount: boolean;
}
export interface DemoSet {
  readonly type: 'demo.set';
  readonly demo: ExplorerDemo | null;
}

/** A command of the palette for the page. */
export interface CommandRun {
  readonly type: 'command.run';
  readonly command: 'next-layer' | 'previous-layer' | 'play';
}

export type ToExplorer = ModelSet | SelectionSet | DemoSet | CommandRun;

/** The page is there and speaks first; it gets `model.set` in answer. */
export interface PageReady {
  readonly type: 'page.ready';
  readonly protocol: number;
}
/** Show this place in the editor. */
export interface SourceReveal {
  readonly type: 'source.reveal';
  readonly place: TextRange;
  /** Whether the editor takes the focus (a link was followed) or only scrolls (a layer was selected). */
  readonly focus: boolean;
}
/** Show another model of the file. */
export interface ModelChoose {
  readonly type: 'model.choose';
  readonly entry: string;
}
/** Run "Set Input Size…" for the model shown; `shape` when the person picked one on the page (`1x3x224x224`). */
export interface InputChange {
  readonly type: 'input.change';
  readonly entry: string;
  readonly shape: string | null;
}
/** What is selected now, for commands and for the state of the panel. */
export interface SelectionChanged {
  readonly type: 'selection.changed';
  readonly selection: ExplorerSelection | null;
  readonly view: ExplorerView;
  readonly pinned: boolean;
}
/** Apply a fix of a problem; ignored when the document has moved on from `version`. */
export interface FixApply {
  readonly type: 'fix.apply';
  readonly version: number;
  readonly problem: number;
  readonly fix: number;
}
/** Put a text on the clipboard. */
export interface TextCopy {
  readonly type: 'text.copy';
  readonly text: string;
}
/** Buttons of the empty state. */
export interface ExampleOpen {
  readonly type: 'example.open';
}
/** How the last computation of maps ended, for the log and for tests. */
export interface MapsReport {
  readonly type: 'maps.report';
  readonly outcome: 'done' | 'failed' | 'stopped' | 'blocked';
  /** Path of the layer shown. */
  readonly path: string | null;
  /** Number of maps and their sides; empty unless done. */
  readonly shape: readonly number[];
  readonly milliseconds: number;
  readonly reason: string | null;
  /** Where it ran: the worker, or slices on the page. */
  readonly where: 'worker' | 'page';
}
/** Something went wrong on the page; logged, never shown twice. */
export interface PageError {
  readonly type: 'page.error';
  readonly message: string;
}

export type FromExplorer =
  | PageReady
  | SourceReveal
  | ModelChoose
  | InputChange
  | SelectionChanged
  | FixApply
  | TextCopy
  | ExampleOpen
  | MapsReport
  | PageError;

/** What the page keeps through `setState`, and what a restored panel starts from. */
export interface ExplorerState {
  readonly protocol: number;
  /** The file shown, for the extension's serializer. */
  readonly file: string;
  readonly entry: string;
  readonly view: ExplorerView;
  readonly selection: ExplorerSelection | null;
  readonly pinned: boolean;
  readonly picture: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const views: readonly unknown[] = ['model', 'layer', 'maps'] satisfies ExplorerView[];
const outcomes: readonly unknown[] = ['done', 'failed', 'stopped', 'blocked'];

function isSelection(value: unknown): value is ExplorerSelection | null {
  return value === null || (isObject(value) && isText(value['path']) && isCount(value['call']));
}
function isPlace(value: unknown): value is TextRange {
  return (
    isObject(value) &&
    isText(value['file']) &&
    isCount(value['start']) &&
    isCount(value['end']) &&
    value['start'] <= value['end']
  );
}

/** Reads a message of the page, which is not trusted: null for anything that is not exactly one of ours. */
export function readFromExplorer(message: unknown): FromExplorer | null {
  if (!isObject(message)) return null;
  const m = message;
  const fits = ((): boolean => {
    switch (m['type']) {
      case 'page.ready':
        return isCount(m['protocol']);
      case 'source.reveal':
        return isPlace(m['place']) && typeof m['focus'] === 'boolean';
      case 'model.choose':
        return isText(m['entry']);
      case 'input.change':
        return isText(m['entry']) && (m['shape'] === null || isText(m['shape']));
      case 'selection.changed':
        return (
          isSelection(m['selection']) &&
          views.includes(m['view']) &&
          typeof m['pinned'] === 'boolean'
        );
      case 'fix.apply':
        return isCount(m['version']) && isCount(m['problem']) && isCount(m['fix']);
      case 'text.copy':
        return isText(m['text']) && m['text'].length <= 1_000_000;
      case 'example.open':
        return true;
      case 'maps.report':
        return (
          outcomes.includes(m['outcome']) &&
          (m['path'] === null || isText(m['path'])) &&
          Array.isArray(m['shape']) &&
          m['shape'].every(isCount) &&
          typeof m['milliseconds'] === 'number' &&
          (m['reason'] === null || isText(m['reason'])) &&
          (m['where'] === 'worker' || m['where'] === 'page')
        );
      case 'page.error':
        return isText(m['message']);
      default:
        return false;
    }
  })();
  return fits ? (message as unknown as FromExplorer) : null;
}
