/** What every view gets: the state, the steps of the model, ways to change and to ask. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { TextRange } from '../../src/analysis/report/report';
import type { FromExplorer, ModelSet } from '../../src/protocol/explorer';
import type { Fold } from '../model/folding';
import type { Step } from '../model/steps';
import type { PageState } from './state';

export interface Page {
  readonly state: PageState;
  readonly snapshot: ModelSet;
  readonly steps: readonly Step[];
  readonly folds: readonly Fold[];
  /** Index of the step shown, -1 where there is none. */
  readonly selected: number;
  set(patch: Partial<PageState>): void;
  /** Selects a step: moves the editor along, opens `view` when given. */
  select(index: number, view?: PageState['view']): void;
  send(message: FromExplorer): void;
  /** Goes to a place in the editor and gives it the focus. */
  reveal(place: TextRange): void;
  /** Speaks through the polite live region. */
  say(text: string): void;
  lineOf(place: TextRange | null): number | null;
}

export const PageContext = createContext<Page | null>(null);
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('no page above');
  return page;
}
