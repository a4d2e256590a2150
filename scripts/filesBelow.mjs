// Every file below a folder, sorted: how tests are discovered.
import { readdirSync } from 'node:fs';
import path from 'node:path';

export const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    // Node before 20.12 calls it `path`.
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
