/** Trees of the syntax, as text: every `# Name`, source, `==>`, tree of this folder's .txt files. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile } from '../../../src/analysis/syntax/file';
import { parsePython } from '../../../src/analysis/syntax/python';
import { print } from './print';

const folder = join(process.cwd(), 'test/unit/syntax');

describe('trees', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  it('has specs', () => assert.ok(files.length >= 4));
  for (const name of files)
    describe(name, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const specs = [...text.matchAll(/^# (.*)\n([\s\S]*?)^==>\n([\s\S]*?)(?=\n+# |\n*$(?![\s\S]))/gm)];
      it('has specs', () => assert.ok(specs.length > 0));
      for (const [, title, source, tree] of specs)
        it(title!, () => {
          const { body, problems, repaired } = parsePython(source!);
          assert.equal(print(body), tree!.trimEnd());
          if (name !== 'halfTyped.txt') {
            assert.deepEqual(problems, []);
            assert.equal(repaired, false);
          }
          // Line ends do not matter, nor does a byte order mark.
          assert.equal(print(parsePython(source!.replaceAll('\n', '\r\n')).body), tree!.trimEnd());
          assert.equal(print(parsePython(`\ufeff${source}`).body), tree!.trimEnd());
          if (name !== 'halfTyped.txt')
            assert.equal(parseFile(source!).units.map((unit) => print(unit.body)).filter(Boolean).join('\n'), tree!.trimEnd());
        });
    });
});
