/** Colours, words, pictures, kernels and layout: what can be checked of looks without a screen. */
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  contrast,
  css,
  fromOklab,
  parse,
  textOn,
  toOklab,
  type Rgb,
} from '../../../webview/draw/colour';
import { paletteOf, type ThemeColours } from '../../../webview/draw/scale';
import { english } from '../../../webview/text/english';
import { german } from '../../../webview/text/german';
import {
  defaultSample,
  inputKind,
  pictureNames,
  pictureOf,
  sampleOf,
  signalNames,
  signalOf,
} from '../../../webview/pictures/picture';
import { handSetKernels } from '../../../src/engine/filling';
import { speechOf } from '../../../webview/text/speech';
import { kernelWord } from '../../../webview/views/kernelChoice';
import { layoutStage } from '../../../webview/stage/layout';
import { relate, type WindowAxis } from '../../../webview/stage/relations';
import { suggestedShapes } from '../../../webview/views/computeState';

const styles = readFileSync(join(process.cwd(), 'webview/styles.css'), 'utf8');
const papers: Record<string, string> = {
  dark: '#1f1f1f',
  light: '#ffffff',
  'high-contrast': '#000000',
  'high-contrast-light': '#ffffff',
};

/** The colour sets as the style sheet has them. */
function themeOf(name: string): ThemeColours {
  const block = new RegExp(`body\\.vscode-${name} \\{([^}]*)\\}`).exec(styles)?.[1] ?? '';
  const colour = (variable: string): Rgb =>
    parse(new RegExp(`--${variable}: (#[0-9a-f]{6})`).exec(block)?.[1] ?? 'missing');
  return {
    paper: parse(papers[name] ?? ''),
    ink: [0, 0, 0],
    muted: [0, 0, 0],
    error: [0, 0, 0],
    mark: colour('mark'),
    line: colour('line-strong'),
    mapNegative: colour('map-negative'),
    mapPositive: colour('map-positive'),
    weightNegative: colour('weight-negative'),
    weightPositive: colour('weight-positive'),
    count: colour('count'),
    bend: Number(/--map-bend: ([\d.]+)/.exec(block)?.[1]),
    highContrast: name.startsWith('high'),
    font: '',
  };
}

describe('colour scales', () => {
  for (const name of Object.keys(papers)) {
    const theme = themeOf(name);
    const palette = paletteOf(theme);
    it(`of ${name}: zero is the paper, the ends stand out, the text on every cell is readable`, () => {
      assert.ok(theme.bend > 0 && theme.bend < 1);
      for (const kind of ['value', 'weight'] as const) {
        assert.deepEqual(palette.colourOf(kind, 0, 1), theme.paper);
        assert.ok(
          contrast(palette.colourOf(kind, 1, 1), theme.paper) >= 4.5,
          css(palette.colourOf(kind, 1, 1)),
        );
        assert.ok(contrast(palette.colourOf(kind, -1, 1), theme.paper) >= 4.5);
        for (let t = -1; t <= 1; t += 0.02) {
          const colour = palette.colourOf(kind, t, 1);
          assert.ok(contrast(parse(textOn(colour)), colour) >= 4.5, `${kind} ${t}`);
        }
      }
      assert.deepEqual(
        palette.colourOf('value', 5, 1),
        palette.colourOf('value', 1, 1),
        'clipped is the end colour',
      );
      assert.deepEqual(palette.colourOf('value', Infinity, 1), palette.colourOf('value', 1, 1));
      assert.deepEqual(palette.colourOf('value', NaN, 1), theme.paper);
    });
    it(`of ${name}: farther from zero is farther from the paper`, () => {
      const far = (colour: Rgb): number => {
        const [a, b] = [toOklab(colour), toOklab(theme.paper)];
        return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      };
      let last = -1;
      for (let k = 0; k <= 20; k++) {
        const distance = far(palette.colourOf('value', k / 20, 1));
        assert.ok(distance > last - 0.004, `${k}`);
        last = distance;
      }
    });
  }
  it('go through OKLab and back', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), (colour) => {
        const back = fromOklab(toOklab(colour));
        colour.forEach((c, k) => assert.ok(Math.abs(c - back[k]!) <= 1));
      }),
    );
  });
});

describe('style sheet', () => {
  it('takes every colour from VS Code but the named sets', () => {
    const rest = styles
      .replace(/body(, body\.vscode-dark|\.vscode-[a-z-]+) \{[^}]*\}/g, '')
      .replace(/var\(--vscode-[\w-]+, #[0-9a-f]+\)/g, '');
    assert.deepEqual(rest.match(/#[0-9a-f]{3,8}\b|rgba?\(/gi) ?? [], []);
  });
});

describe('words', () => {
  it('have the same values to put in, in both languages', () => {
    const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const key of Object.keys(english) as (keyof typeof english)[]) {
      assert.deepEqual(holes(german[key]), holes(english[key]), key);
      assert.ok(!/[!]|oops/i.test(english[key]), key);
    }
  });
});

describe('pictures', () => {
  it('are numbers from 0 to 1, of any size and number of channels, the same every time', () => {
    for (const name of pictureNames) {
      for (const [channels, height, width] of [
        [1, 28, 28],
        [3, 32, 48],
        [8, 9, 7],
      ] as const) {
        const data = pictureOf(name, channels, height, width);
        assert.equal(data.length, channels * height * width);
        assert.ok(
          data.every((v) => v >= 0 && v <= 1),
          name,
        );
        assert.ok(new Set(data).size > 1, `${name} is flat`);
      }
    }
    assert.deepEqual([...pictureOf('face', 3, 20, 20)], [...pictureOf('face', 3, 20, 20)]);
    for (const name of signalNames)
      assert.ok(signalOf(name, 2, 64).every((v) => v >= -1 && v <= 1));
  });
  it('suit what the input asks for', () => {
    assert.equal(inputKind([1, 3, 224, 224], 'float'), 'picture');
    assert.equal(inputKind([3, 224, 224], 'float'), 'picture');
    assert.equal(inputKind([1, 1, 16000], 'float'), 'signal');
    assert.equal(inputKind([1, 12], 'int'), 'tokens');
    assert.equal(defaultSample([1, 1, 28, 28]), 'digit');
    assert.equal(defaultSample([1, 3, 224, 224]), 'landscape');
    for (const shape of [
      [1, 3, 8, 8],
      [2, 3, 8, 8],
      [1, 2, 3, 6, 6],
      [1, 1, 50],
      [1, 784],
      [4, 10],
      [7],
    ]) {
      assert.equal(
        sampleOf('digit', shape, 'float').length,
        shape.reduce((a, b) => a * b, 1),
      );
    }
    assert.ok(sampleOf('', [1, 9], 'int').every((v) => Number.isInteger(v) && v >= 0));
  });
});

describe('kernels to choose', () => {
  it('have words of their own in both languages', () => {
    for (const language of ['en', 'de']) {
      const words = handSetKernels.map((kernel) => kernelWord(kernel.name, speechOf(language).t));
      assert.equal(new Set(words).size, handSetKernels.length);
      for (const [k, word] of words.entries()) assert.notEqual(word, handSetKernels[k]?.name);
    }
  });
});

describe('layout of the stage', () => {
  const side = (size: number, kernel: number, stride: number, padding: number): WindowAxis => ({
    kind: 'forward',
    size,
    kernel,
    stride,
    dilation: 1,
    before: padding,
    after: padding,
    mode: 'zeros',
    out: Math.floor((size + 2 * padding - kernel) / stride) + 1,
  });
  it('fits the width and lines rows up across the gap', () => {
    const sizes = fc
      .record({
        size: fc.integer({ min: 3, max: 230 }),
        kernel: fc.constantFrom(1, 2, 3, 5, 7),
        stride: fc.constantFrom(1, 2, 4),
        padding: fc.constantFrom(0, 1, 3),
      })
      .filter((a) => a.size + 2 * a.padding >= a.kernel && a.padding <= a.kernel);
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 280, max: 1000 }),
        fc.boolean(),
        fc.nat(),
        (a, width, near, at) => {
          const axis = side(a.size, a.kernel, a.stride, a.padding);
          const position = { row: at % axis.out, column: (at * 7) % axis.out };
          const layout = layoutStage(relate(axis, axis), width, 280, near, position);
          const used = layout.input.columns * layout.inputCell;
          const other = layout.output.columns * layout.outputCell;
          assert.ok(
            layout.stacked ? Math.max(used, other) <= width + 1 : used + other + 20 <= width + 1,
            JSON.stringify(layout),
          );
          assert.ok(
            position.row >= layout.output.firstRow &&
              position.row < layout.output.firstRow + layout.output.rows,
            'the row is in view',
          );
          assert.ok(
            position.column >= layout.output.firstColumn &&
              position.column < layout.output.firstColumn + layout.output.columns,
            'the column is in view',
          );
          if (!layout.stacked && layout.outputCell < 64 && a.kernel >= a.stride) {
            // The middle of an output row is the middle of its window.
            const middle =
              layout.outputOffset +
              (position.row - layout.output.firstRow + 0.5) * layout.outputCell;
            const top = position.row * a.stride - a.padding - layout.input.firstRow;
            assert.ok(Math.abs(middle - (top + a.kernel / 2) * layout.inputCell) < 0.01);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('sizes offered for a symbolic input', () => {
  it('put numbers where names stand, and keep the numbers', () => {
    assert.deepEqual(suggestedShapes(['N', 1, 'H', 'W']), [
      '1x1x32x32',
      '1x1x64x64',
      '1x1x224x224',
    ]);
    assert.deepEqual(suggestedShapes(['N', 'C', 'L']), ['1x3x64', '1x3x256', '1x3x1024']);
  });
});
