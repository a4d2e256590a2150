/** What the analysis worker does with a message: one session, one answer for each request. Runs in a worker, and in tests without one. */
import { Session } from '../../analysis/session/session';
import type { FromAnalysis, ModuleText, ToAnalysis } from '../../protocol/analysis';

/** A run that takes longer than this ends with what it found. */
const LONGEST_RUN_MS = 4000;

export function createHandler(now: () => number): (message: ToAnalysis) => FromAnalysis {
  const modules = new Map<string, ModuleText['found']>();
  const make = (): Session =>
    new Session({
      budget: { now, milliseconds: LONGEST_RUN_MS },
      files: {
        resolve(name) {
          const found = modules.get(name);
          if (found === undefined) return 'pending';
          if (found === null) return 'missing';
          return { file: { name: found.file, moduleName: name, origin: found.library ? 'library' : 'user' }, text: found.text, isPackage: found.isPackage };
        },
      },
    });
  let session = make();
  return (message) => {
    try {
      if (message.type === 'modules.set') {
        for (const { name, found } of message.modules) modules.set(name, found);
        // Modules that ran while an import of theirs was not read hold the gap: everything is loaded anew.
        session = make();
        return { id: message.id, ok: null };
      }
      const { file, moduleName, text, chosen, graphs, notebook } = message;
      const report = session.analyse({ name: file, moduleName, origin: 'user' }, text, { chosen: new Map(Object.entries(chosen)), graphs, notebook });
      return { id: message.id, ok: report };
    } catch (error) {
      // The analysis is total; should it slip, the next request starts from a clean session.
      session = make();
      return { id: message.id, err: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error) };
    }
  };
}
