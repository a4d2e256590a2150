// Checks every file of many packages and lists each error and warning; one that judged.txt does not know fails.
//   node test/alarms/run.mjs [FOLDER…]      needs dist/cli.js (npm run build); pip fetches the sources once into .cache/alarms
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const top = path.join(here, '..', '..');
const cache = process.env.CONVLENS_ALARMS ?? path.join(top, '.cache', 'alarms');
const cli = path.join(top, 'dist/cli.js');
if (!existsSync(cli)) {
  console.error('dist/cli.js is missing: npm run build');
  process.exit(2);
}
const lists = [path.join(top, 'test/conformance/packages.txt'), path.join(here, 'packages.txt')];
spawnSync('bash', [path.join(top, 'test/conformance/sources.sh'), cache, ...lists], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const site = path.join(cache, 'site');

/** `FILE:LINE RULE: why PyTorch would say so too`, one finding a line; the versions are pinned, so lines stay. */
const judged = new Map(
  readFileSync(path.join(here, 'judged.txt'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
);

const asked = process.argv.slice(2);
const folders = asked.length
  ? asked
  : readdirSync(site, { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && !/\.dist-info$|^bin$|^__pycache__$/.test(entry.name),
      )
      .map((entry) => entry.name)
      // Its `modular_*.py` are patterns that files are made from: names in them come from elsewhere.
      .filter((name) => name !== 'transformers');
let files = 0;
let bad = 0;
const met = new Set();
const counts = { error: 0, warning: 0, information: 0 };
for (const folder of folders) {
  const started = Date.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [cli, 'check', path.join(site, folder), '--root', site, '--format', 'json'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0 && status !== 1) {
    console.log(`${folder}: check ended with ${status}: ${stderr}`);
    bad++;
    continue;
  }
  const { problems } = JSON.parse(stdout);
  const count = readdirSync(path.join(site, folder), { recursive: true }).filter((name) =>
    name.endsWith('.py'),
  ).length;
  files += count;
  console.log(
    `${folder}: ${count} files, ${problems.length} findings, ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
  for (const { file, line, severity, rule, message } of problems) {
    counts[severity]++;
    const name = path.relative(site, file).replaceAll(path.sep, '/');
    const why = judged.get(`${name}:${line} ${rule}`);
    if (why) met.add(`${name}:${line} ${rule}`);
    else if (severity !== 'information') bad++;
    console.log(
      `  ${severity}${why || severity === 'information' ? '' : ', NOT JUDGED'} ${name}:${line} ${rule}: ${message.slice(0, 160)}${why ? `\n    ${why}` : ''}`,
    );
  }
}
if (!asked.length)
  for (const key of judged.keys())
    if (!met.has(key)) console.log(`judged.txt speaks of ${key}, which was not found`);
console.log(
  `${files} files of ${folders.length} packages: ${counts.error} errors, ${counts.warning} warnings, ${counts.information} notes; ${bad} of the errors and warnings not judged`,
);
process.exit(bad === 0 ? 0 : 1);
