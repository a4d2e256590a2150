/** Directive comments: `# convlens: input=1x3x224x224`, `# convlens: ignore[rule]`. */
import type { Comment } from '../../syntax/ast';
import { parseShapes, ShapesError, type StatedShape } from './shapesText';

export interface InputDirective {
  readonly start: number;
  readonly end: number;
  readonly shapes: readonly StatedShape[];
}
export interface IgnoreDirective {
  readonly start: number;
  /** Empty: every rule. */
  readonly rules: readonly string[];
}
export interface Directives {
  readonly inputs: readonly InputDirective[];
  readonly ignores: readonly IgnoreDirective[];
  /** Directives that could not be read, with what to do. */
  readonly mistakes: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}

/** Reads every directive of a file from its comments (offsets absolute). */
export function readDirectives(comments: readonly Comment[]): Directives {
  const inputs: InputDirective[] = [];
  const ignores: IgnoreDirective[] = [];
  const mistakes: { start: number; end: number; message: string }[] = [];
  for (const { text, start, end } of comments) {
    const match = /^\s*convlens:\s*(.*?)\s*$/.exec(text);
    if (!match) continue;
    const body = match[1]!;
    const input = /^input\s*=\s*(.+)$/.exec(body);
    const ignore = /^ignore(?:\[([\w\s,-]*)\])?$/.exec(body);
    if (input) {
      try {
        inputs.push({ start, end, shapes: parseShapes(input[1]!) });
      } catch (error) {
        if (!(error instanceof ShapesError)) throw error;
        mistakes.push({ start, end, message: error.message });
      }
    } else if (ignore) {
      const rules = (ignore[1] ?? '').split(',').map((r) => r.trim()).filter(Boolean);
      ignores.push({ start, rules });
    } else
      mistakes.push({ start, end, message: `unknown directive "${body}": use input=1x3x224x224 or ignore[rule]` });
  }
  return { inputs, ignores, mistakes };
}
