/** `convlens check` as CI and pre-commit run it: its output in three formats, its exit codes, and what is packed for them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const root = process.env['CONVLENS_ROOT'] ?? process.cwd();

const wrong = `import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc = nn.Linear(999, 10)

    def forward(self, x):
        return self.fc(torch.flatten(self.conv(x), 1))
`;

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string; helpUri: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> };
      }[];
    }[];
  }[];
}

describe('convlens check', function () {
  this.timeout(60_000);
  let folder: string;
  let command: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'check-'));
    command = join(folder, 'cli.cjs');
    const { common } = (await import(join(root, 'scripts/build.mjs'))) as {
      common: esbuild.BuildOptions;
    };
    await esbuild.build({
      ...common,
      entryPoints: [join(root, 'src/cli/main.ts')],
      outfile: command,
      platform: 'node',
      format: 'cjs',
    });
    mkdirSync(join(folder, 'my models'));
    writeFileSync(join(folder, 'my models', 'wrong net.py'), wrong);
    writeFileSync(join(folder, 'right.py'), wrong.replace('999', '8 * 30 * 30'));
    writeFileSync(
      join(folder, 'quiet.py'),
      wrong.replace('10)', '10)  # convlens: ignore[linear-in-features]'),
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const check = (...args: string[]): { code: number | null; out: string; err: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'check', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };

  it('says nothing of right files and exits with 0', () => {
    assert.deepEqual(check('right.py', 'quiet.py'), { code: 0, out: '', err: '' });
  });

  it('prints a line a problem of a folder and exits with 1', () => {
    const { code, out } = check('.');
    assert.equal(code, 1);
    assert.equal(
      out,
      'my models/wrong net.py:10:29 error linear-in-features: fc takes 999 features but gets 7,200 (8 · 30 · 30 after flatten, line 13).\n',
    );
  });

  it('exits with 2 and one line where a path cannot be read', () => {
    const { code, out, err } = check('nowhere.py');
    assert.deepEqual([code, out], [2, '']);
    assert.equal(err, 'convlens: cannot read nowhere.py\n');
  });

  it('writes JSON with places and fixes', () => {
    const { code, out } = check('.', '--format', 'json');
    assert.equal(code, 1);
    const { version, problems } = JSON.parse(out) as {
      version: number;
      problems: Record<string, unknown>[];
    };
    assert.equal(version, 1);
    const [problem] = problems;
    assert.deepEqual(
      [problem!['rule'], problem!['severity'], problem!['line'], problem!['column']],
      ['linear-in-features', 'error', 10, 29],
    );
    assert.deepEqual((problem!['fixes'] as { title: string }[])[0]!.title, 'Change 999 to 7200');
  });

  it('writes SARIF 2.1.0 with relative URIs and a page for each rule', () => {
    const { code, out } = check('.', '--format', 'sarif');
    assert.equal(code, 1);
    const sarif = JSON.parse(out) as Sarif;
    assert.equal(sarif.version, '2.1.0');
    const [run] = sarif.runs;
    const { driver } = run!.tool;
    assert.equal(driver.name, 'ConvLens');
    const [result] = run!.results;
    assert.equal(driver.rules[result!.ruleIndex]!.id, result!.ruleId);
    assert.match(driver.rules[0]!.helpUri, /^https:.*rules\.md#linear-in-features$/);
    assert.equal(result!.level, 'error');
    const { artifactLocation, region } = result!.locations[0]!.physicalLocation;
    assert.equal(artifactLocation.uri, 'my%20models/wrong%20net.py');
    assert.deepEqual(region, { startLine: 10, startColumn: 29, endLine: 10, endColumn: 32 });
  });

  it('writes SARIF without results where nothing is wrong', () => {
    const { code, out } = check('right.py', '--format', 'sarif');
    assert.equal(code, 0);
    assert.deepEqual((JSON.parse(out) as Sarif).runs[0]!.results, []);
  });

  it('is packed by npm with its command, which pre-commit runs', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
    const paths = packed!.files.map((f) => f.path);
    assert.deepEqual(paths.filter((p) => p !== 'dist/cli.js').sort(), [
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    const { bin, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
      scripts: Record<string, string>;
    };
    assert.equal(bin['convlens'], 'dist/cli.js');
    assert.equal(scripts['prepare'], 'node scripts/prepare.mjs');
    const hooks = readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8');
    assert.match(hooks, /^ {2}entry: convlens check$/m);
    assert.match(hooks, /^ {2}language: node$/m);
  });
});
