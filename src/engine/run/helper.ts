/** The other side of a team: an engine in a worker that prepares and runs slices of layers. */
import { createEngine, type EngineOptions, type Layer } from '../engine';
import type { LayerDescription } from '../layer';

/** Both ends of a connection: a Worker, a worker's own scope, a MessagePort, each adapted to these two. */
export interface Connection {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  listen(receive: (message: unknown) => void): void;
}

/** What a helper is asked. Buffers go over and come back, so that none is made anew for each run. */
export type HelperRequest =
  | { readonly kind: 'engine.start'; readonly options: EngineOptions }
  | { readonly kind: 'layer.prepare'; readonly id: number; readonly layer: LayerDescription }
  | { readonly kind: 'layer.run'; readonly id: number; readonly input: ArrayBuffer; readonly output: ArrayBuffer }
  | { readonly kind: 'layer.dispose'; readonly id: number };

/** What it answers, one for each prepare and run. */
export type HelperAnswer =
  | { readonly kind: 'layer.prepared'; readonly id: number; readonly algorithm: string }
  | { readonly kind: 'layer.done'; readonly id: number; readonly input: ArrayBuffer; readonly output: ArrayBuffer }
  | { readonly kind: 'layer.failed'; readonly id: number; readonly reason: string };

/** Serves a team over a connection. */
export function serveTeam(connection: Connection): void {
  let engine = createEngine();
  const layers = new Map<number, Layer>();
  const answer = (message: HelperAnswer, transfer: readonly ArrayBuffer[] = []): void => connection.post(message, transfer);
  connection.listen((message) => {
    const request = message as HelperRequest;
    if (request.kind === 'engine.start') {
      engine = createEngine(request.options);
      return;
    }
    const { id } = request;
    try {
      switch (request.kind) {
        case 'layer.prepare': {
          const layer = engine.prepare(request.layer);
          layers.set(id, layer);
          return answer({ kind: 'layer.prepared', id, algorithm: layer.algorithm });
        }
        case 'layer.run': {
          const { input, output } = request;
          layers.get(id)!.run(new Float32Array(input), new Float32Array(output));
          return answer({ kind: 'layer.done', id, input, output }, [input, output]);
        }
        case 'layer.dispose':
          layers.get(id)?.dispose();
          layers.delete(id);
      }
    } catch (error) {
      answer({ kind: 'layer.failed', id, reason: error instanceof Error ? error.message : String(error) });
    }
  });
}
