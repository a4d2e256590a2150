/** The messages between the editor and the analysis worker: requests with a number, and exactly one answer to each. */
import type { FileReport } from '../analysis/report/report';

/** Analyse one version of a file. */
export interface AnalyseRequest {
  readonly type: 'file.analyse';
  readonly id: number;
  /** The file's name in places: its URI, or the notebook's. */
  readonly file: string;
  readonly moduleName: string;
  readonly text: string;
  /** Inputs a user chose, by model name. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly graphs: boolean;
  readonly notebook: boolean;
}

/** A module that an import may mean: its text, or null when there is none. */
export interface ModuleText {
  readonly name: string;
  readonly found: { readonly file: string; readonly text: string; readonly isPackage: boolean; readonly library: boolean } | null;
}

/** What was read of what a report wanted; texts replace earlier ones of the same name. */
export interface ModulesSet {
  readonly type: 'modules.set';
  readonly id: number;
  readonly modules: readonly ModuleText[];
}

export type ToAnalysis = AnalyseRequest | ModulesSet;

export type FromAnalysis =
  | { readonly id: number; readonly ok: FileReport | null }
  | { readonly id: number; readonly err: string };
