#!/usr/bin/env node
/** The `convlens` command: layer tables and shape problems of Python files, without Python. */
import { writeSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SourceFile } from '../analysis/interpreter/place';
import { csvTable, markdownTable, textTable } from '../analysis/report/table';
import type { FileReport, ProblemReport } from '../analysis/report/report';
import { Session, ShapesError } from '../analysis/session/session';
import { readArguments, usage, UsageError, type CheckRequest, type ReportRequest } from './arguments';
import { DiskFiles, projectRootsOf, readText, sourcesIn } from './files';
import { fileJson, problemJson, type Locate } from './json';
import { Lines } from './lines';
import { sarif } from './sarif';

declare const CONVLENS_VERSION: string;
const version = typeof CONVLENS_VERSION === 'string' ? CONVLENS_VERSION : '0.0.0';

function sessionFor(roots: readonly string[], file: string): { session: Session; files: DiskFiles } {
  const files = new DiskFiles(projectRootsOf(file), roots);
  return { files, session: new Session({ files, budget: { now: () => performance.now(), memory: () => process.memoryUsage().heapUsed, milliseconds: 25_000, steps: 200_000_000 } }) };
}

/** Lines of any file that is asked for. */
function locator(): Locate {
  const known = new Map<string, Lines>();
  return (file, offset) => {
    let lines = known.get(file);
    if (!lines) known.set(file, (lines = new Lines(readText(file) ?? '')));
    return lines.at(offset);
  };
}

function problemLine(problem: ProblemReport, locate: Locate): string {
  const { line, column } = locate(problem.place.file, problem.place.start);
  const severity = problem.severity === 'information' ? 'info' : problem.severity;
  return `${shown(problem.place.file)}:${line}:${column} ${severity} ${problem.rule}: ${problem.message}`;
}

function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || path === '' ? file : path;
}

/** Relative to the working directory, as code scanning wants it; a file elsewhere by its full URI. */
function uriOf(file: string): string {
  const path = shown(file);
  return path === file && isAbsolute(file) ? pathToFileURL(file).href : encodeURI(path.split('\\').join('/')).replace(/[?#]/g, encodeURIComponent);
}

function report(request: ReportRequest): number {
  const path = resolve(request.file);
  const text = readText(path);
  if (text === null) throw new UsageError(`cannot read ${request.file}`);
  const { session, files } = sessionFor(request.roots, path);
  const file: SourceFile = { name: path, moduleName: files.moduleNameOf(path), origin: 'user' };
  const result = session.analyse(file, text, { entries: request.entries });
  print(reportText(request, result));
  return result.problems.some((p) => p.severity === 'error') ? 1 : 0;
}

function reportText(request: ReportRequest, result: FileReport): string {
  const locate = locator();
  if (request.format === 'json') return JSON.stringify(fileJson(result, locate));
  if (request.format === 'csv') return csvTable(result.models);
  const problems = result.problems.map((p) => problemLine(p, locate));
  if (request.format === 'markdown') return [...result.models.map(markdownTable), ...problems.map((p) => `- ${p}`)].join('\n\n');
  const models = result.models.length ? result.models.map(textTable) : ['No model was found in this file.'];
  return [...models, ...(problems.length ? [problems.join('\n')] : [])].join('\n\n');
}

function check(request: CheckRequest): number {
  const problems: ProblemReport[] = [];
  const locate = locator();
  for (const path of request.paths) {
    let files: string[];
    try {
      files = sourcesIn(resolve(path));
    } catch {
      throw new UsageError(`cannot read ${path}`);
    }
    let current: (ReturnType<typeof sessionFor> & { roots: string }) | undefined;
    for (const name of files) {
      const text = readText(name);
      if (text === null || !/\b(torch|nn|keras|tensorflow|flax)\b/.test(text)) continue;
      const roots = projectRootsOf(name).join('\n');
      if (current?.roots !== roots) current = { ...sessionFor(request.roots, name), roots };
      const file: SourceFile = { name, moduleName: current.files.moduleNameOf(name), origin: 'user' };
      problems.push(...current.session.analyse(file, text).problems);
      current.session.close();
    }
  }
  if (request.format === 'json') print(JSON.stringify({ version: 1, problems: problems.map((p) => problemJson(p, locate)) }));
  else if (request.format === 'sarif')
    print(JSON.stringify(sarif(problems, locate, version, uriOf)));
  else if (problems.length) print(problems.map((p) => problemLine(p, locate)).join('\n'));
  return problems.some((p) => p.severity === 'error') ? 1 : 0;
}

/** Whole, also into a pipe that reads slowly. */
function print(text: string): void {
  const bytes = Buffer.from(`${text}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

function main(argv: readonly string[]): number {
  try {
    const request = readArguments(argv);
    switch (request.command) {
      case 'help':
        print(usage);
        return 0;
      case 'version':
        print(version);
        return 0;
      case 'report':
        return report(request);
      case 'check':
        return check(request);
    }
  } catch (error) {
    if (error instanceof UsageError || error instanceof ShapesError) {
      process.stderr.write(`convlens: ${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

process.exitCode = main(process.argv.slice(2));
