/** Sources of real packages at their pinned versions, fetched once by pip into .cache (CONVLENS_SOURCES names another folder). */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a package of test/conformance/packages.txt; fails where it cannot be had. */
export function packageFolder(pin: string): string {
  const cache = process.env.CONVLENS_SOURCES ?? join(process.cwd(), '.cache', 'conformance');
  const name = pin.replace(/==.*/, '').replaceAll('-', '_');
  const folder = join(cache, 'site', name);
  if (!existsSync(join(cache, 'have', pin))) {
    const script = join(process.cwd(), 'test', 'conformance', 'sources.sh');
    const { stderr } = spawnSync('bash', [script, cache], { encoding: 'utf8', env: { ...process.env, ONLY: pin.replace(/==.*/, '') } });
    if (!existsSync(folder)) throw new Error(`${pin} could not be fetched by pip into ${cache}: ${stderr}`);
  }
  return folder;
}

/** Every Python file below a folder: name and text. */
export function pythonFiles(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
