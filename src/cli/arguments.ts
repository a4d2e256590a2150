/** The command line of `convlens`, read into a request or a usage error. */

export interface ReportRequest {
  readonly command: 'report';
  readonly file: string;
  readonly entries: readonly { readonly expression: string; readonly input: string | null }[];
  readonly roots: readonly string[];
  readonly format: 'text' | 'markdown' | 'csv' | 'json';
}
export interface CheckRequest {
  readonly command: 'check';
  readonly paths: readonly string[];
  readonly roots: readonly string[];
  readonly format: 'text' | 'json' | 'sarif';
}
export type Request = ReportRequest | CheckRequest | { readonly command: 'help' | 'version' };

export const usage = `usage: convlens report FILE [--entry EXPR [--input SHAPES]]... [--root DIR]... [--format text|markdown|csv|json]
       convlens check  PATH... [--root DIR]... [--format text|json|sarif]

report   the layers of a model: output shapes, parameters, multiply-adds, receptive field
check    shape problems only, for CI; exit code 1 when there is an error

EXPR     evaluated in the file's module: "resnet50()", "Net(num_classes=10)"; a bare name is called
SHAPES   1x3x224x224, several separated by commas; sizes may be names (Nx3xHxW); a dtype after a colon (1x128:int64)
DIR      where imports are looked up, besides the file's own project`;

/** Wrong usage: one clear line for stderr. */
export class UsageError extends Error {}

export function readArguments(argv: readonly string[]): Request {
  const [command, ...rest] = argv;
  if (command === undefined || command === '--help' || command === '-h' || command === 'help')
    return { command: 'help' };
  if (command === '--version' || command === 'version') return { command: 'version' };
  if (command === 'report') return readReport(rest);
  if (command === 'check') return readCheck(rest);
  throw new UsageError(`unknown command "${command}": use report or check`);
}

/** Options with a value, in order; everything else is positional. */
function split(rest: readonly string[], allowed: readonly string[]): { options: [string, string][]; positional: string[] } {
  const options: [string, string][] = [];
  const positional: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const text = rest[i]!;
    if (text === '--') {
      positional.push(...rest.slice(i + 1));
      break;
    }
    if (!text.startsWith('--')) {
      positional.push(text);
      continue;
    }
    const equals = text.indexOf('=');
    const name = equals < 0 ? text.slice(2) : text.slice(2, equals);
    if (!allowed.includes(name)) throw new UsageError(`unknown option --${name}`);
    const value = equals < 0 ? rest[++i] : text.slice(equals + 1);
    if (value === undefined) throw new UsageError(`--${name} needs a value`);
    options.push([name, value]);
  }
  return { options, positional };
}

function readReport(rest: readonly string[]): ReportRequest {
  const { options, positional } = split(rest, ['entry', 'input', 'root', 'format']);
  if (positional.length !== 1)
    throw new UsageError(positional.length ? 'report takes one file' : 'report needs a file');
  const entries: { expression: string; input: string | null }[] = [];
  const roots: string[] = [];
  let format = 'text';
  for (const [name, value] of options) {
    if (name === 'entry') entries.push({ expression: value, input: null });
    else if (name === 'root') roots.push(value);
    else if (name === 'format') format = value;
    else {
      const last = entries[entries.length - 1];
      if (!last) throw new UsageError('--input follows the --entry it is for');
      if (last.input !== null) throw new UsageError(`--entry ${last.expression} has two --input`);
      last.input = value;
    }
  }
  if (format !== 'text' && format !== 'markdown' && format !== 'csv' && format !== 'json')
    throw new UsageError(`--format is text, markdown, csv or json, not "${format}"`);
  return { command: 'report', file: positional[0]!, entries, roots, format };
}

function readCheck(rest: readonly string[]): CheckRequest {
  const { options, positional } = split(rest, ['root', 'format']);
  if (positional.length === 0) throw new UsageError('check needs a file or folder');
  const roots = options.filter(([name]) => name === 'root').map(([, value]) => value);
  const format = options.filter(([name]) => name === 'format').pop()?.[1] ?? 'text';
  if (format !== 'text' && format !== 'json' && format !== 'sarif')
    throw new UsageError(`--format is text, json or sarif, not "${format}"`);
  return { command: 'check', paths: positional, roots, format };
}
