/** Half-typed text: every line cut at every third column reads as the last good version, and offsets point into the text as it is. */
import assert from 'node:assert/strict';
import type { Statement } from '../../../src/analysis/syntax/ast';
import { parseFile } from '../../../src/analysis/syntax/file';
import { healFile, isBrokenFile } from '../../../src/analysis/syntax/lastGood';
import { walk } from '../../../src/analysis/syntax/walk';
import { makeInterpreter, runText, userFile } from './run';

const good = `import math

SIZES = [8, 16, 32]

class Block:
    """A block."""
    def __init__(self, width, depth=2,
                 name='block'):
        self.width = width
        self.layers = []
        for i in range(depth):
            self.layers.append({'index': i, 'size': width * (i + 1)})
        if name:
            self.name = f'{name}-{width}'
        else:
            self.name = None

    def forward(self, x):
        y = x + self.width
        for layer in self.layers:
            y = y * layer['size']
        return y

def build(sizes=SIZES):
    blocks = [Block(s, name='b') for s in sizes]
    return blocks

net = build()
total = sum(b.forward(1) for b in net)
names = [b.name for b in net]
end_marker = math.floor(2.5)
`;

/** Names as they are written, with the text at their place. */
function namesOf(units: ReturnType<typeof parseFile>['units'], text: string): string[] {
  const found: string[] = [];
  for (const unit of units)
    walk(unit.body, (node) => {
      if (node.kind === 'Name') found.push(`${node.id}=${text.slice(unit.start + node.start, unit.start + node.end)}`);
    });
  return found;
}

/** The tree without places. */
function shape(body: readonly Statement[]): string {
  return JSON.stringify(body, (key, value: unknown) => (key === 'start' || key === 'end' || key === 'nameStart' ? undefined : value));
}

describe('the last good version of lines', () => {
  const goodFile = parseFile(good);
  const goodShape = shape(goodFile.units.flatMap((unit) => unit.body));
  const lines = good.split('\n');

  it('stands in for lines that do not parse', () => {
    let broken = 0;
    for (let line = 0; line < lines.length; line++) {
      const text = lines[line]!;
      for (let column = /^\s*/.exec(text)![0].length + 1; column < text.length; column += 3) {
        const current = [...lines.slice(0, line), text.slice(0, column), ...lines.slice(line + 1)].join('\n');
        const parsed = parseFile(current);
        const healed = healFile(parsed, goodFile);
        assert.equal(healed.text, current);
        if (!isBrokenFile(parsed)) {
          assert.equal(healed, parsed);
          continue;
        }
        broken++;
        const where = `line ${line + 1} cut after ${JSON.stringify(text.slice(0, column))}`;
        assert.equal(shape(healed.units.flatMap((unit) => unit.body)), goodShape, where);
        // Names outside the cut line stand where the text has them.
        const lineStart = lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0);
        for (const unit of healed.units)
          walk(unit.body, (node) => {
            assert.ok(node.start <= node.end || node.kind === 'ImportName', where);
            if (node.kind !== 'Name') return;
            const [start, end] = [unit.start + node.start, unit.start + node.end];
            if (end <= lineStart || start > lineStart + column) assert.equal(current.slice(start, end), node.id, where);
            else assert.ok(start >= lineStart && end <= lineStart + column, where);
          });
      }
    }
    assert.ok(broken > 100, String(broken));
  });

  it('is not used for text that parses, nor for lines that are new', () => {
    const changed = parseFile(good.replace('width * (i + 1)', 'width'));
    assert.equal(healFile(changed, goodFile), changed);
    const added = parseFile(good.replace('        return y\n', '        z = y.\n        return y\n'));
    const healed = healFile(added, goodFile);
    assert.equal(shape(healed.units.flatMap((unit) => unit.body)), goodShape);
  });

  it('keeps good changes elsewhere', () => {
    const current = good.replace('[8, 16, 32]', '[8, 16]').replace("y = y * layer['size']", "y = y * layer['si");
    const healed = healFile(parseFile(current), goodFile);
    const names = namesOf(healed.units, current);
    assert.ok(names.includes('SIZES=SIZES'));
    assert.equal(shape(healed.units.flatMap((unit) => unit.body)), goodShape.replace(',{"kind":"Constant","type":"int","value":32}', ''));
  });

  it('takes back all changes where it is told to', () => {
    const current = parseFile(good.replace('y = x + self.width', 'y = x + self.widht'));
    const healed = healFile(current, goodFile, { all: true });
    assert.equal(shape(healed.units.flatMap((unit) => unit.body)), goodShape);
  });

  it('keeps the results while a line is half-typed', () => {
    const rt = makeInterpreter();
    const whole = runText(rt, good);
    const expected = rt.representation(whole.globals.get('total')!);
    const current = good.replace("self.layers.append({'index': i, 'size': width * (i + 1)})", "self.layers.append({'index': i, 'si");
    const module = rt.runFile(userFile, current, { parsed: healFile(parseFile(current), goodFile) });
    assert.equal(rt.representation(module.globals.get('total')!), expected);
    assert.equal(module.globals.get('end_marker'), 2);
  });
});
