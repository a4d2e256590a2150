/** Lets other tasks have their turn: messages, timers, painting. */

/** Resolves in a new task. A message channel, since timers wait at least 4 ms when they are nested. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
