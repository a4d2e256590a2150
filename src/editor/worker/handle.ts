/** What the analysis worker does with a message: one session, one answer for each request. Runs in a worker, and in tests without one. */
import { findInputs } from '../../analysis/session/inputs/find';
import { Session } from '../../analysis/session/session';
import type { AnswerTo, FromAnalysis, ModuleText, ToAnalysis } from '../../protocol/analysis';

/** A run that takes longer than this ends with what it found. */
const LONGEST_RUN_MS = 4000;

/** @param memory bytes in use, where the worker's host can tell */
export function createHandler(
  now: () => number,
  memory?: () => number,
): <T extends ToAnalysis>(message: T) => AnswerTo<T> {
  const modules = new Map<string, ModuleText['found']>();
  const make = (): Session =>
    new Session({
      budget: { now, milliseconds: LONGEST_RUN_MS, ...(memory ? { memory } : {}) },
      files: {
        resolve(name) {
          const found = modules.get(name);
          if (found === undefined) return 'pending';
          if (found === null) return 'missing';
          return {
            file: {
              name: found.file,
              moduleName: name,
              origin: found.library ? 'library' : 'user',
            },
            text: found.text,
            isPackage: found.isPackage,
          };
        },
      },
    });
  let session = make();
  const answer = (message: ToAnalysis): FromAnalysis => {
    try {
      if (message.type === 'modules.set') {
        for (const { name, found } of message.modules) modules.set(name, found);
        // Modules that ran while an import of theirs was not read hold the gap: everything is loaded anew.
        session = make();
        return { id: message.id, ok: null };
      }
      if (message.type === 'inputs.find')
        return { id: message.id, ok: findInputs(message.text, message.notebook) };
      const { file, moduleName, text, notebook } = message;
      const source = { name: file, moduleName, origin: 'user' } as const;
      const request = {
        chosen: new Map(Object.entries(message.chosen)),
        notebook,
        refusedSources: new Set(message.refusedSources),
      };
      if (message.type === 'sizes.find')
        return {
          id: message.id,
          ok: session.workingSizes(source, text, message.model, request) ?? null,
        };
      return {
        id: message.id,
        ok: session.analyse(source, text, { ...request, graphs: message.graphs }),
      };
    } catch (error) {
      // The analysis is total; should it slip, the next request starts from a clean session.
      session = make();
      return {
        id: message.id,
        err: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error),
      };
    }
  };
  // Which answer belongs to which request is what `Answers` says.
  return <T extends ToAnalysis>(message: T) => answer(message) as AnswerTo<T>;
}
