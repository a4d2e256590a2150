/** A cold start in a fresh process of Node: contender, layer, the file to load; a line of JSON. */
import { pathToFileURL } from 'node:url';
import { cold, type coldLayers } from './cold';

const [contender, layer, file] = process.argv.slice(2) as ['engine' | 'ort-web', keyof typeof coldLayers, string];
const address = pathToFileURL(file).href;
const before = process.memoryUsage.rss();
void cold(contender, layer, () => import(address)).then((times) => {
  console.log(JSON.stringify({ ...times, megabytes: (process.memoryUsage.rss() - before) / 2 ** 20 }));
  process.exit(0);
});
