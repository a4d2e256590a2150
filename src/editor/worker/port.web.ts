/** The worker's side of its channel in a browser: messages of the global scope. */
export function port(): {
  post(message: unknown): void;
  listen(run: (message: never) => void): void;
} {
  const scope = globalThis as unknown as {
    postMessage(message: unknown): void;
    onmessage: ((event: { data: never }) => void) | null;
  };
  return {
    post: (message) => scope.postMessage(message),
    listen: (run) => {
      scope.onmessage = (event) => run(event.data);
    },
  };
}
