/** Helpers of the interpreter's tests: an interpreter over Python's own modules, with files from memory. */
import { builtinLibrary } from '../../../src/analysis/interpreter/builtins';
import { Interpreter } from '../../../src/analysis/interpreter/interpreter';
import type { Resolution } from '../../../src/analysis/interpreter/modules';
import type { SourceFile } from '../../../src/analysis/interpreter/place';
import type { Library } from '../../../src/analysis/interpreter/runtime';
import type { Module, Value } from '../../../src/analysis/interpreter/values';

/** Files by path: `pkg/__init__.py`, `pkg/a.py`. */
export type Files = Readonly<Record<string, string>>;

export function makeInterpreter(files: Files = {}, libraries: readonly Library[] = []): Interpreter {
  const resolve = (name: string): Resolution => {
    const path = name.replaceAll('.', '/');
    for (const [file, isPackage] of [
      [`${path}/__init__.py`, true],
      [`${path}.py`, false],
    ] as const)
      if (files[file] !== undefined)
        return { file: { name: file, moduleName: name, origin: 'library' }, text: files[file], isPackage };
    return 'missing';
  };
  return new Interpreter({
    libraries,
    builtins: builtinLibrary,
    files: { resolve },
    budget: { now: () => performance.now(), milliseconds: 20_000 },
  });
}

export const userFile: SourceFile = { name: 'main.py', moduleName: 'main', origin: 'user' };

/** Runs a text as the edited file; `names` are builtins besides Python's own. */
export function runText(rt: Interpreter, text: string, { names = {}, file = userFile }: { names?: Record<string, Value>; file?: SourceFile } = {}): Module {
  const builtins = rt.modules.find('builtins') as Module;
  for (const [name, value] of Object.entries(names)) {
    // No text tells of these names: what ran on others is not kept.
    rt.rollback();
    builtins.globals.set(name, value);
  }
  return rt.runFile(file, text, { asMain: true });
}
