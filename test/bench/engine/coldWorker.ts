/** A cold start in a fresh worker of a page; the time to its first message counts from the page's. */
import { cold, type coldLayers } from './cold';

onmessage = (event: MessageEvent<{ contender: 'engine' | 'ort-web'; layer: keyof typeof coldLayers; address: string }>) => {
  const { contender, layer, address } = event.data;
  cold(contender, layer, () => import(/* @vite-ignore */ address)).then(
    (times) => postMessage(times),
    (error: unknown) => postMessage({ failed: String(error) }),
  );
};
