/** Shapes that comments and docstrings state: `# (N, 3, 32, 32)`, `input: 1 x 28 x 28`, `[B, 3, 224, 224]`. */

export interface StatedText {
  /** Sizes as written; a name stands for the batch or is symbolic. */
  readonly sizes: readonly (number | string)[];
  readonly start: number;
  readonly end: number;
}

/** At least two numbers, so that `# (1)` or `# 2 x 3` in prose is rarely taken for a shape. */
const bracketed = /[[(]\s*((?:[A-Za-z_]\w*|-1|\?|\d+)(?:\s*,\s*(?:[A-Za-z_]\w*|-1|\?|\d+)){1,4})\s*[\])]/g;
const crossed = /(?<![\w.])((?:[A-Z]|\d+)(?:\s*[x×*]\s*(?:[A-Z]|\d+)){1,4})(?![\w.])/g;

/** Every shape in a text that speaks of an input, in order; `offset` is where the text starts. */
export function statedShapes(text: string, offset: number): StatedText[] {
  if (!/input|image|img|x\b|\(\s*(?:N|B|batch\w*|bs|b|n)\s*,|shape/i.test(text)) return [];
  const found: StatedText[] = [];
  for (const [pattern, separator] of [
    [bracketed, /\s*,\s*/],
    [crossed, /\s*[x×*]\s*/],
  ] as const)
    for (const match of text.matchAll(pattern)) {
      const sizes = match[1]!.split(separator).map((s) => (/^\d+$/.test(s) ? Number(s) : s === '-1' || s === '?' ? 'N' : s));
      if (sizes.filter((s) => typeof s === 'number' && s > 0).length < 2) continue;
      found.push({ sizes, start: offset + match.index, end: offset + match.index + match[0].length });
    }
  return found.sort((a, b) => a.start - b.start);
}
