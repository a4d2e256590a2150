/** importlib: modules by a name that is calculated, and whether there is one. */
import type { Interpreter } from '../interpreter';
import { Class, Instance, type Module, Unknown, type Value } from '../values';
import { functions, moduleOf } from './make';

/** `..name` as it is meant in a package; undefined where that is not known. */
function absolute(name: Value | undefined, from: Value | undefined): string | undefined {
  if (typeof name !== 'string') return undefined;
  const dots = /^\.*/.exec(name)![0].length;
  if (dots === 0) return name;
  if (typeof from !== 'string') return undefined;
  const parts = from.split('.');
  const base = parts.slice(0, parts.length - (dots - 1));
  return base.length > 0 ? [...base, ...name.slice(dots).split('.').filter(Boolean)].join('.') : undefined;
}

export function makeImportlib(): Module {
  return moduleOf(
    'importlib',
    functions('importlib', {
      import_module: [
        'name, package=None',
        (rt, [given, from]) => {
          const name = absolute(given, from);
          if (name === undefined) return rt.unknown('a module that is not known');
          // Registries that load all they know to say what was not among them: nobody knows whether that is asked at all.
          if (!rt.certain && ++(rt as Interpreter).doubtfulImports > MOST_DOUBTFUL) return rt.unknown('more modules than are read where it is not known whether they are wanted');
          return rt.importModule(name);
        },
      ],
    }),
  );
}

/** Modules that a run asks for by computed names where it is not certain that it comes there. */
const MOST_DOUBTFUL = 24;

export function makeImportlibUtil(): Module {
  const specification = new Class('ModuleSpec', [], 'importlib.machinery');
  return moduleOf(
    'importlib.util',
    functions('importlib.util', {
      find_spec: [
        'name, package=None',
        (rt, [given, from]) => {
          const name = absolute(given, from);
          if (name === undefined) return rt.unknown('a module that is not known');
          const there = (rt as Interpreter).modules.isThere(name);
          if (there instanceof Unknown) return there;
          if (!there) return null;
          const made = new Instance(specification);
          made.attributes.set('name', name);
          for (const attribute of ['loader', 'origin', 'parent', 'submodule_search_locations', 'cached', 'has_location'])
            made.attributes.set(attribute, rt.unknown(`ModuleSpec.${attribute}`));
          return made;
        },
      ],
    }),
  );
}
