/** Input sizes that a file states, whoever they are meant for: comments, data sets, transforms, tensors made for a trial. To choose from. */
import { jsonDim } from '../../shape/print';
import type { Expression } from '../../syntax/ast';
import { commentsOf, parseFile } from '../../syntax/file';
import { walk } from '../../syntax/walk';
import { pictureSizes } from './dataset';
import { readDirectives } from './directive';
import { statedShapes } from './stated';

/** A size somewhere in a file. */
export interface FoundInput {
  /** Sizes with the batch first; null: not stated there. */
  readonly sizes: readonly (number | string | null)[];
  /** As it is written: `Resize((54, 54))`, `torch.randn(1, 3, 64, 64)`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
}

const LONGEST_TEXT = 48;
const makers = new Set(['randn', 'rand', 'zeros', 'ones', 'empty', 'randint']);
const summaries = new Set([
  'summary',
  'torchsummary',
  'get_model_complexity_info',
  'profile_shape',
]);

/** Every size of one file, in the order of the text, each once. */
export function findInputs(text: string, notebook = false): FoundInput[] {
  const parsed = parseFile(text, null, { notebook });
  const found: FoundInput[] = [];
  const add = (sizes: FoundInput['sizes'], start: number, end: number): void => {
    const written = text.slice(start, end).replace(/\s+/g, ' ');
    const short =
      written.length > LONGEST_TEXT ? `${written.slice(0, LONGEST_TEXT - 1)}…` : written;
    found.push({ sizes, text: short, start, end, line: text.slice(0, start).split('\n').length });
  };
  const comments = commentsOf(parsed);
  for (const { shapes, start, end } of readDirectives(comments).inputs)
    if (shapes[0]) add(shapes[0].dims.map(jsonDim), start, end);
  for (const unit of parsed.units) {
    for (const { size, channels, start, end } of pictureSizes(unit.body))
      if (size) add([null, channels, ...size], unit.start + start, unit.start + end);
    walk(unit.body, (node) => {
      if (node.kind !== 'Call') return;
      const name =
        node.callee.kind === 'Attribute'
          ? node.callee.attribute
          : node.callee.kind === 'Name'
            ? node.callee.id
            : '';
      const positional = node.arguments.filter((a) => a.form === 'positional').map((a) => a.value);
      const sizes = makers.has(name)
        ? sizesOf(
            name === 'randint'
              ? positional.filter((v) => v.kind === 'Tuple' || v.kind === 'List')
              : positional,
          )
        : summaries.has(name)
          ? sizesOf(
              [node.arguments.find((a) => a.name === 'input_size')?.value ?? positional[1]].filter(
                (v): v is Expression => v !== undefined,
              ),
            )
          : null;
      if (!sizes || sizes.filter((s) => typeof s === 'number').length < 2) return;
      // torchsummary leaves the batch out.
      add(
        summaries.has(name) && sizes.length === 3 ? [null, ...sizes] : sizes,
        unit.start + node.start,
        unit.start + node.end,
      );
    });
  }
  for (const comment of comments)
    if (!/^\s*convlens:/.test(comment.text))
      for (const { sizes, start, end } of statedShapes(comment.text, comment.start + 1))
        if (sizes.length > 2) add(sizes.length === 3 ? [null, ...sizes] : sizes, start, end);
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.start - b.start)
    .filter((f) => {
      const key = `${f.line}:${f.sizes.join('x')}`;
      return !seen.has(key) && seen.add(key);
    });
}

/** Sizes written one by one or as one list; a name is a size that is open. */
function sizesOf(values: readonly Expression[]): (number | string | null)[] | null {
  const [only] = values;
  const list =
    values.length === 1 && only && (only.kind === 'Tuple' || only.kind === 'List')
      ? only.elements
      : values;
  if (list.length < 2 || list.length > 5) return null;
  const sizes = list.map((value) =>
    value.kind === 'Constant' && value.type === 'int'
      ? (value.value as number)
      : value.kind === 'Name'
        ? null
        : undefined,
  );
  return sizes.includes(undefined) ? null : (sizes as (number | null)[]);
}
