/** The page's end of the wire to the extension: posting, receiving, and the state that survives a reload. */
import type { ExplorerState, FromExplorer, ToExplorer } from '../../src/protocol/explorer';
import { readToExplorer } from './receive';

interface VsCodeApi {
  postMessage(message: FromExplorer): void;
  getState(): Partial<ExplorerState> | undefined;
  setState(state: ExplorerState): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface Bridge {
  send(message: FromExplorer): void;
  restored(): Partial<ExplorerState> | null;
  save(state: ExplorerState): void;
  listen(receive: (message: ToExplorer) => void): void;
}

export function connect(): Bridge {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    restored: () => api.getState() ?? null,
    save: (state) => api.setState(state),
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = readToExplorer(event.data);
        if (message) receive(message);
      });
    },
  };
}
