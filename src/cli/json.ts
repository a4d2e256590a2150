/** Reports as the stable JSON of the command line (design: "The command line"): lines and columns start at 1. */
import type { FileReport, ModelReport, ProblemReport, TextRange } from '../analysis/report/report';

/** Where an offset stands: `line` and `column` from 1. */
export type Locate = (file: string, offset: number) => { line: number; column: number };

function place(range: TextRange | null, locate: Locate) {
  if (!range) return { file: null, line: null, column: null };
  return { file: range.file, ...locate(range.file, range.start) };
}

export function modelJson(model: ModelReport, locate: Locate) {
  const { line, column } = locate(model.place.file, model.place.start);
  return {
    entry: model.entry,
    framework: model.framework,
    line,
    column,
    inputs: model.inputs.map((input) => ({
      shape: input.shape,
      source: input.source,
      line: input.place ? locate(input.place.file, input.place.start).line : null,
    })),
    outputs: model.outputs,
    params: model.params,
    macs: model.macs,
    layers: model.layers.map((layer) => ({
      path: layer.path,
      type: layer.type,
      ...place(layer.place, locate),
      call: layer.call,
      inputs: layer.inputs,
      outputs: layer.outputs,
      params: layer.params,
      macs: layer.macs,
      receptiveField: layer.receptiveField,
      // Whether it runs at all depends on what is not known.
      status: layer.maybe && layer.status !== 'failed' ? 'unknown' : layer.status,
      reason: layer.reason ?? (layer.maybe ? 'it runs on some paths only' : null),
    })),
  };
}

export function problemJson(problem: ProblemReport, locate: Locate) {
  const start = locate(problem.place.file, problem.place.start);
  const end = locate(problem.place.file, problem.place.end);
  return {
    file: problem.place.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    severity: problem.severity,
    rule: problem.rule,
    message: problem.message,
    related: problem.related.map((r) => ({ ...place(r.place, locate), message: r.message })),
    fixes: problem.fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map((edit) => {
        const from = locate(edit.place.file, edit.place.start);
        const to = locate(edit.place.file, edit.place.end);
        return { file: edit.place.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, text: edit.text };
      }),
    })),
  };
}

export function fileJson(report: FileReport, locate: Locate) {
  return {
    version: 1,
    file: report.file,
    models: report.models.map((m) => modelJson(m, locate)),
    problems: report.problems.map((p) => problemJson(p, locate)),
  };
}
