/** The messages between the editor and the analysis worker: requests with a number, and exactly one answer to each. */
import type { FileReport, InputSourceKind } from '../analysis/report/report';
import type { FoundInput } from '../analysis/session/inputs/find';
import type { WorkingSizes } from '../analysis/session/inputs/workingSizes';

/** One version of a file, and what it is read with. */
interface FileRequest {
  readonly id: number;
  /** The file's name in places: its URI, or the notebook's. */
  readonly file: string;
  readonly moduleName: string;
  readonly text: string;
  /** Inputs a user chose, by model name. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly notebook: boolean;
  /** Where input sizes are not taken from. */
  readonly refusedSources?: readonly InputSourceKind[];
}

/** Analyse one version of a file. */
export interface AnalyseRequest extends FileRequest {
  readonly type: 'file.analyse';
  readonly graphs: boolean;
}

/** "What sizes work?" for one model of a file. */
export interface SizesRequest extends FileRequest {
  readonly type: 'sizes.find';
  readonly model: string;
}

/** The input sizes that a text states, to choose from. */
export interface InputsRequest {
  readonly type: 'inputs.find';
  readonly id: number;
  readonly text: string;
  readonly notebook: boolean;
}

/** A module that an import may mean: its text, or null when there is none. */
export interface ModuleText {
  readonly name: string;
  readonly found: {
    readonly file: string;
    readonly text: string;
    readonly isPackage: boolean;
    readonly library: boolean;
  } | null;
}

/** What was read of what a report wanted; texts replace earlier ones of the same name. */
export interface ModulesSet {
  readonly type: 'modules.set';
  readonly id: number;
  readonly modules: readonly ModuleText[];
}

export type ToAnalysis = AnalyseRequest | SizesRequest | InputsRequest | ModulesSet;

/** What each request is answered with; null: there is no such model, or nothing to say. */
export interface Answers {
  readonly 'file.analyse': FileReport;
  readonly 'sizes.find': WorkingSizes | null;
  readonly 'inputs.find': readonly FoundInput[];
  readonly 'modules.set': null;
}

/** The answer to one kind of request. */
export type AnswerTo<T extends ToAnalysis> =
  | { readonly id: number; readonly ok: Answers[T['type']] }
  | { readonly id: number; readonly err: string };

export type FromAnalysis = AnswerTo<ToAnalysis>;
