/** The protocol of torch.nn.Module: three registries, attribute rules, calls, and the finished tree. Over 400 lines: one protocol. */
import { argumentOf, type Place } from '../../interpreter/place';
import type { Fix } from '../../interpreter/trace';
import { method, native } from '../../interpreter/native';
import type { Runtime } from '../../interpreter/runtime';
import { editDistance } from './names';
import { blame } from './problems';
import { parameterClass } from './tensor';
import { rankFixes } from './ops/fixes';
import { sizesText } from './ops/sizes';
import { Class, Dict, Either, Func, Instance, List, Module, Native, Tensor, Tuple, Unknown, type Value } from '../../interpreter/values';

const registries = ['_parameters', '_buffers', '_modules'] as const;
type Registry = (typeof registries)[number];

/** A module's registry; null before `Module.__init__` ran. */
function registry(module: Instance, name: Registry): Dict | null {
  const dict = module.attributes.get(name);
  return dict instanceof Dict ? dict : null;
}

/** What `Module.__init__` does. */
function initialise(rt: Runtime, module: Instance): void {
  rt.touch(module);
  module.attributes.set('training', true);
  for (const name of registries) module.attributes.set(name, new Dict());
  rt.trace.modules.push(module);
}

/** Finds a name in the three registries. */
function registered(rt: Runtime, module: Instance, name: string): Value | undefined {
  for (const which of registries) {
    const dict = registry(module, which);
    const value = dict ? dict.entries.get(keyOf(rt, name))?.value : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function keyOf(rt: Runtime, name: string) {
  return rt.hashKey(name);
}

function forget(rt: Runtime, module: Instance, name: string, except: Registry | null): void {
  for (const which of registries) {
    const dict = which === except ? null : registry(module, which);
    if (dict && dict.entries.has(keyOf(rt, name))) rt.deleteKey(dict, name);
  }
  if (module.attributes.has(name)) {
    rt.touch(module);
    module.attributes.delete(name);
  }
}

/** A value that is a module, or one of several modules. */
function isModuleLike(moduleClass: Class, value: Value): boolean {
  if (value instanceof Instance) return value.cls.mro.includes(moduleClass);
  return value instanceof Either && value.options.length > 0 && value.options.every((o) => isModuleLike(moduleClass, o));
}

function setAttribute(rt: Runtime, moduleClass: Class, module: Instance, name: string, value: Value): void {
  if (value instanceof Tensor && value.parameter) {
    const parameters = registry(module, '_parameters');
    if (!parameters) {
      missingInit(rt, module, 'parameters');
      return setAttribute(rt, moduleClass, module, name, value);
    }
    forget(rt, module, name, '_parameters');
    rt.setKey(parameters, name, value);
    return;
  }
  if (isModuleLike(moduleClass, value)) {
    const modules = registry(module, '_modules');
    if (!modules) {
      missingInit(rt, module, 'module');
      return setAttribute(rt, moduleClass, module, name, value);
    }
    forget(rt, module, name, '_modules');
    rt.setKey(modules, name, value);
    return;
  }
  for (const which of registries) {
    const dict = registry(module, which);
    if (!dict?.entries.has(keyOf(rt, name))) continue;
    if (value === null || which === '_buffers') return rt.setKey(dict, name, value);
    if (value instanceof Unknown) {
      forget(rt, module, name, null);
      break;
    }
    if (which === '_parameters' && value instanceof Tensor)
      rt.raise('TypeError', `cannot assign 'torch.FloatTensor' as parameter '${name}' (torch.nn.Parameter or None expected)`);
    if (which === '_modules')
      rt.raise('TypeError', `cannot assign '${rt.typeName(value)}' as child module '${name}' (torch.nn.Module or None expected)`);
    return rt.setKey(dict, name, value);
  }
  rt.touch(module);
  if (name === '__class__' && value instanceof Class) module.cls = value;
  else module.attributes.set(name, value);
}

/** `self.conv = nn.Conv2d(…)` before `super().__init__()`. */
function missingInit(rt: Runtime, module: Instance, what: string): void {
  // Its author called it; it is a class between that could not be made, or a base or metaclass that is not known calls it.
  if (module.incomplete || module.cls.open) return void initialise(rt, module);
  const python = `cannot assign ${what} before Module.__init__() call`;
  const init = module.cls.dict.get('__init__');
  const place = init instanceof Func && rt.isUser(init.place) ? init.place : (rt.userSite() ?? module.site);
  if (!rt.certain || !place) rt.raise('AttributeError', python);
  rt.report({
    rule: 'module-init',
    severity: 'error',
    message: `${module.cls.name}.__init__ must call super().__init__() before it assigns layers.`,
    place: plain(place),
    related: [],
    fixes: initFix(module),
    module,
  });
  // Go on as if it had been called: the rest of the file keeps its shapes.
  initialise(rt, module);
}

/** Inserts the call as the first statement of `__init__`, where that is the user's. */
function initFix(module: Instance) {
  const init = module.cls.dict.get('__init__');
  const body = init && typeof init === 'object' && 'code' in init ? (init.code as { bodyStart?: Place | null }).bodyStart : null;
  if (!body) return [];
  const column = body.end - body.start;
  return [
    {
      title: 'Insert super().__init__()',
      preferred: true,
      edits: [{ place: { ...body, start: body.end }, text: `super().__init__()\n${' '.repeat(Math.max(0, column))}` }],
    },
  ].filter(() => column >= 0);
}

/**
 * `def __int__(self, …)` in a class of layers: a constructor that never runs. Certain where it calls `super().__init__()`, which nothing but a
 * constructor does; a warning where it only has the name.
 */
function checkConstructorName(rt: Runtime, cls: Class): void {
  if (cls.dict.has('__init__')) return;
  for (const [name, value] of cls.dict) {
    if (!(value instanceof Func) || value.owner !== cls || !rt.isUser(value.place)) continue;
    if (!/^_{1,3}[a-z]{3,6}_{0,3}$/.test(name) || editDistance(name, '__init__', 2) > 2) continue;
    const certain = value.code.callsMethod('__init__');
    // `__int__(self)` has a meaning of its own.
    if (!certain && name === '__int__' && value.code.parameters.length < 2) continue;
    rt.report({
      rule: 'misspelled-init',
      severity: certain ? 'error' : 'warning',
      message: `${cls.name}.${name} is never called: the constructor's name is __init__.`,
      place: plain(value.place),
      related: [],
      fixes: [{ title: 'Change to __init__', preferred: true, edits: [{ place: plain(value.place), text: '__init__' }] }],
      module: null,
    });
    // What it would have set is missing everywhere: that is told once, here.
    if (certain) cls.open = true;
  }
}

function plain({ unit, start, end }: Place): Place {
  return { unit, start, end };
}

/** Makes the class `torch.nn.Module`; methods that are easier said in Python follow in the prelude. */
export function makeModuleClass(rt: Runtime): Class {
  const object = rt.builtin('object') as Class;
  const cls: Class = new Class('Module', [object], 'torch.nn.modules.module');
  const define = (value: Native): void => void cls.dict.set(value.name.split('.').pop()!, value);
  const asModule = (value: Value | undefined): Instance => {
    if (value instanceof Instance) return value;
    throw new TypeError('self is no module');
  };
  cls.onSubclass = checkConstructorName;
  cls.generic = false;
  cls.repeatable = true;
  cls.dict.set('__module__', 'torch.nn.modules.module');
  cls.dict.set('__qualname__', 'Module');
  cls.dict.set('__doc__', null);
  define(
    method('Module.__init__', '*args, **kwargs', (runtime, [self, args, kwargs]) => {
      const module = asModule(self);
      checkNoArguments(runtime, module, args, kwargs);
      initialise(runtime, module);
      return null;
    }),
  );
  define(
    method('Module.__setattr__', 'name, value', (runtime, [self, name, value]) => {
      if (!(self instanceof Instance)) return null;
      if (typeof name === 'string') setAttribute(runtime, cls, self, name, value!);
      else if (isModuleLike(cls, value!) || value instanceof Tensor || value instanceof Unknown)
        for (const which of value instanceof Tensor ? (['_parameters'] as const) : (['_modules', '_parameters'] as const)) {
          const dict = registry(self, which);
          if (dict) openRegistry(runtime, dict);
        }
      return null;
    }),
  );
  define(
    method('Module.__getattr__', 'name', (runtime, [self, name]) => {
      const module = asModule(self);
      const found = typeof name === 'string' ? registered(runtime, module, name) : runtime.unknown('an attribute whose name is not known');
      if (found !== undefined) return found;
      if (module.anyName || registries.some((which) => registry(module, which)?.open))
        return runtime.unknown(`${module.cls.name}.${String(name)}: what was registered is not known`);
      if (module.cls.open) return runtime.unknown(`${module.cls.name}.${String(name)} is not known: a base class is unknown`);
      if (module.incomplete) return runtime.unknown(`${module.cls.name}.${String(name)} is not known: super().__init__() raised an exception`);
      return runtime.raise('AttributeError', `'${module.cls.name}' object has no attribute '${String(name)}'`);
    }),
  );
  define(
    method('Module.__delattr__', 'name', (runtime, [self, name]) => {
      const module = asModule(self);
      if (typeof name !== 'string' || (registered(runtime, module, name) === undefined && !module.attributes.has(name)))
        return runtime.raise('AttributeError', String(name));
      forget(runtime, module, name, null);
      return null;
    }),
  );
  define(
    method('Module.__call__', '*args, **kwargs', (runtime, [self, args, kwargs]) => {
      const module = asModule(self);
      const given = args instanceof Tuple ? args.items : [];
      const named = kwargs instanceof Dict && kwargs.entries.size > 0 ? keywords(kwargs) : null;
      return callModule(runtime, module, given, named);
    }),
  );
  const register =
    (which: Registry) =>
    (runtime: Runtime, [self, name, value]: Value[]): Value => {
      const module = asModule(self);
      const dict = registry(module, which);
      if (typeof name !== 'string') {
        if (dict) openRegistry(runtime, dict);
        return null;
      }
      if (!dict) {
        missingInit(runtime, module, which === '_modules' ? 'module' : which === '_parameters' ? 'parameters' : 'buffers');
        return register(which)(runtime, [self!, name, value!]);
      }
      const refused = refusedBy(runtime, cls, which, name, value!);
      if (refused) return runtime.raise('TypeError', refused);
      if (module.attributes.has(name)) forget(runtime, module, name, which);
      runtime.setKey(dict, name, value!);
      return null;
    };
  define(method('Module.add_module', 'name, module', register('_modules')));
  define(method('Module.register_module', 'name, module', register('_modules')));
  define(method('Module.register_parameter', 'name, param', register('_parameters')));
  define(method('Module.register_buffer', 'name, tensor, persistent=True', register('_buffers')));
  const train = method('Module.train', 'mode=True', (runtime, [self, mode]) => {
    setTraining(runtime, train, asModule(self), mode!, new Set());
    return self!;
  });
  define(train);
  define(method('Module.eval', '', (runtime, [self]) => runtime.callMethod(self!, 'train', [false])));
  return cls;
}

/** What PyTorch says where a value cannot be registered; null where it can, or may. */
function refusedBy(rt: Runtime, moduleClass: Class, which: Registry, name: string, value: Value): string | null {
  if (value === null || value instanceof Unknown || value instanceof Either || isModuleLike(moduleClass, value)) {
    if (which === '_modules' || !(value instanceof Instance)) return null;
  }
  if (value instanceof Instance && value.cls.mro.some((c) => c.open)) return null;
  const named = value instanceof Class || value instanceof Func || value instanceof Native ? value.name : rt.typeName(value);
  if (which === '_modules') return `${value instanceof Tensor ? 'torch.FloatTensor' : named} is not a Module subclass`;
  if (value instanceof Tensor) return null;
  return which === '_parameters'
    ? `cannot assign '${rt.typeName(value)}' object to parameter '${name}' (torch.nn.Parameter or None required)`
    : `cannot assign '${rt.typeName(value)}' object to buffer '${name}' (torch Tensor or None required)`;
}

/** Sets `training` on a module and all below it; a class with a `train` of its own does that itself. */
function setTraining(rt: Runtime, native: Native, module: Instance, mode: Value, seen: Set<Instance>): void {
  seen.add(module);
  rt.touch(module);
  module.attributes.set('training', mode);
  for (const { value: child } of registry(module, '_modules')?.entries.values() ?? []) {
    if (!(child instanceof Instance) || seen.has(child)) continue;
    if (rt.findInClass(child.cls, 'train') === native) setTraining(rt, native, child, mode, seen);
    else rt.callMethod(child, 'train', [mode]);
  }
}

/** `nn.Module.__init__` takes none; a class may ask that they go on to the next base. */
function checkNoArguments(rt: Runtime, module: Instance, args: Value | undefined, kwargs: Value | undefined): void {
  const given = args instanceof Tuple ? args.items.length : 0;
  const named = kwargs instanceof Dict ? [...kwargs.entries.values()] : [];
  if ((given === 0 && named.length === 0) || module.cls.open || rt.findInClass(module.cls, 'call_super_init') !== false) return;
  if (kwargs instanceof Dict && kwargs.open) return;
  if (named.length > 0) rt.raise('TypeError', `${module.cls.name}.__init__() got an unexpected keyword argument '${String(named[0]!.key)}'`);
  rt.raise('TypeError', `${module.cls.name}.__init__() takes 1 positional argument but ${given + 1} were given`);
}

/** Something is registered under a name that nobody knows. */
function openRegistry(rt: Runtime, dict: Dict): void {
  rt.touch(dict);
  dict.open = true;
}

function keywords(dict: Dict): Map<string, Value> {
  const named = new Map<string, Value>();
  for (const { key, value } of dict.entries.values()) if (typeof key === 'string') named.set(key, value);
  return named;
}

/** `module(…)`: a lazy layer gets its sizes first, then `forward` runs inside an event of the trace. */
function callModule(rt: Runtime, module: Instance, args: readonly Value[], kwargs: Map<string, Value> | null): Value {
  return rt.moduleCall(module, args, kwargs, () => {
    const become = rt.findInClass(module.cls, 'cls_to_become');
    if (become instanceof Class) {
      if (rt.truth(rt.callMethod(module, 'has_uninitialized_params')) === true)
        rt.callMethod(module, 'initialize_parameters', [...args]);
      rt.touch(module);
      module.cls = become;
    }
    const forward = rt.findAttribute(module, 'forward');
    if (forward === undefined)
      return rt.raise('NotImplementedError', `Module [${module.cls.name}] is missing the required "forward" function`);
    const before = hooksOf(module, '_forward_pre_hooks');
    // A hook may be registered while the module runs.
    if (!before && !module.attributes.has('_forward_hooks')) return rt.call(forward, [...args], kwargs);
    let given = new Tuple(args);
    let named = kwargs;
    for (const [hook, withKeywords] of before ?? []) {
      const made = rt.call(hook, withKeywords ? [module, given, rt.dictOf([...(named ?? [])])] : [module, given]);
      if (made === null) continue;
      const pair = withKeywords && made instanceof Tuple ? made.items : null;
      const changed = pair ? pair[0]! : made;
      if (changed instanceof Unknown) return changed;
      given = changed instanceof Tuple ? changed : new Tuple([changed]);
      if (pair?.[1] instanceof Dict) named = keywords(pair[1]);
    }
    let result = rt.call(forward, [...given.items], named);
    for (const [hook, withKeywords] of hooksOf(module, '_forward_hooks') ?? []) {
      const made = rt.call(hook, withKeywords ? [module, given, rt.dictOf([...(named ?? [])]), result] : [module, given, result]);
      if (made !== null) result = made;
    }
    return result;
  });
}

/** The hooks of a module in their order, and whether each wants the keywords; null where there are none. */
function hooksOf(module: Instance, which: '_forward_pre_hooks' | '_forward_hooks'): (readonly [hook: Value, withKeywords: boolean])[] | null {
  const kept = module.attributes.get(which);
  if (!(kept instanceof Dict) || kept.entries.size === 0) return null;
  return [...kept.entries.values()].flatMap(({ value }) => (value instanceof Tuple ? [[value.items[0]!, value.items[1] === true] as const] : []));
}

/** Natives of the prelude: what Python text cannot say. */
export function makeNativeModule(rt: Runtime, moduleClass: Class): Module {
  const module = new Module('torch._native', '');
  const { globals } = module;
  globals.set('Module', moduleClass);
  globals.set(
    'setting_problem',
    native('setting_problem', 'self, rule, message, name, position, right=None, python=None, exception="ValueError"', (runtime, args) => {
      const [self, rule, message, name, position, right, python, exception] = args;
      settingProblem(runtime, self as Instance, String(rule), String(message), String(name), Number(position), numbersIn(right), {
        exception: String(exception),
        python: typeof python === 'string' ? python : String(message),
      });
      return null;
    }),
  );
  globals.set(
    'near_divisors',
    native('near_divisors', 'size, wished', (_, [size, wished]) =>
      typeof size === 'number' && typeof wished === 'number' ? new Tuple(nearDivisors(size, wished)) : null,
    ),
  );
  globals.set(
    'check_rank',
    native('check_rank', 'self, input, ranks', (runtime, [self, input, ranks]) => {
      if (!(input instanceof Tensor) || !input.shape || !(ranks instanceof Tuple)) return null;
      const rank = input.shape.length;
      if (ranks.items.includes(rank)) return null;
      const allowed = ranks.items.map((r) => `${String(r)}D`).join(' or ');
      blame(runtime, {
        rule: 'rank',
        exception: 'ValueError',
        python: `expected ${allowed} input (got ${rank}D input)`,
        message: `{layer} takes ${allowed.replace(/D/g, '-D')} input but gets ${rank}-D ${sizesText(input.shape)}{made}.`,
        tensor: input,
        moreFixes: (at) => rankFixes(at, rank, ranks.items),
      });
      void self;
      return null;
    }),
  );
  globals.set(
    'uninitialised',
    native('uninitialised', '', () => {
      const tensor = new Tensor(null);
      tensor.parameter = true;
      tensor.requiresGrad = true;
      tensor.uninitialised = true;
      return tensor;
    }),
  );
  globals.set(
    'modules_below',
    native('modules_below', 'self, prefix=None', (runtime, [self, prefix]) => {
      const found = self instanceof Instance ? plainTree(runtime, moduleClass, self) : null;
      if (!found) return null;
      if (typeof prefix !== 'string') return new List(found.map(({ module: one }) => one));
      return new List(found.map(({ path, module: one }) => new Tuple([prefix && path ? `${prefix}.${path}` : prefix || path, one])));
    }),
  );
  globals.set('is_uninitialised', native('is_uninitialised', 'value', (_, [value]) => value instanceof Tensor && value.uninitialised));
  globals.set('parameter', parameterClass(rt));
  globals.set('Parameter', parameterClass(rt));
  return module;
}

function numbersIn(value: Value | undefined): number[] {
  if (typeof value === 'number') return [value];
  return value instanceof Tuple ? value.items.filter((item): item is number => typeof item === 'number') : [];
}

/** The divisors of a size on both sides of a number that is none, the nearer first: 12 and 5 give 4, 6. */
export function nearDivisors(size: number, wished: number): number[] {
  if (size < 1 || size > 1e6 || wished < 1) return [];
  const divides = (n: number): boolean => size % n === 0;
  let below = Math.min(wished, size);
  while (!divides(below)) below--;
  let above = Math.min(wished, size);
  while (!divides(above)) above++;
  const found = below === above || wished > size ? [below] : [below, above];
  return found.sort((a, b) => Math.abs(a - wished) - Math.abs(b - wished) || a - b);
}

/**
 * A mistake in a layer's settings, marked at the argument where the user wrote it.
 *
 * @param right numbers that would do, the best first: a single one is the one right fix
 */
export function settingProblem(
  rt: Runtime,
  layer: Instance,
  rule: string,
  message: string,
  name: string,
  position: number,
  right: readonly number[],
  python: { exception: string; python: string },
): void {
  if (!rt.certain) rt.raise(python.exception, python.python);
  const isOwn = layer.cls.place === null || layer.cls.place.unit.file.origin === 'prelude';
  const site = isOwn && layer.site && rt.isUser(layer.site) ? layer.site : null;
  const written = site && argumentOf(site, name, position);
  const place = written ?? site ?? rt.userSite();
  if (!place) return;
  rt.report({
    rule,
    severity: 'error',
    message,
    place: plain(place),
    related: [],
    fixes: written ? right.map((number) => changeFix(written, number, right.length === 1)) : [],
    module: layer,
  });
}

function changeFix(written: Place & { value: { kind: string; value?: unknown } }, number: number, preferred: boolean): Fix {
  const { kind, value } = written.value;
  const old = kind !== 'Constant' ? null : typeof value === 'string' ? `'${value}'` : String(value);
  return { title: old === null ? `Change to ${number}` : `Change ${old} to ${number}`, preferred, edits: [{ place: plain(written), text: String(number) }] };
}

// ---- the finished tree --------------------------------------------------------------------------------------------

/** Children by name; several possible modules count as each of them. */
export function childrenOf(module: Instance): readonly (readonly [string, Instance])[] {
  const children: [string, Instance][] = [];
  for (const { key, value } of registry(module, '_modules')?.entries.values() ?? [])
    for (const child of value instanceof Either ? value.options : [value])
      if (child instanceof Instance) children.push([String(key), child]);
  return children;
}

/**
 * Is it known for sure what is registered on this very module? Not where a name, a layer or a loop's length is unknown, where something is
 * registered on some paths only, and where it may be one of several layers with weights.
 */
export function isComplete(module: Instance): boolean {
  // A base class that is unknown may register anything; so may an object of such a class, which may be a layer itself.
  if (module.cls.open) return false;
  for (const value of module.attributes.values()) if (value instanceof Instance && value.cls.open) return false;
  for (const which of ['_parameters', '_modules'] as const) {
    const dict = registry(module, which);
    if (!dict) continue;
    if (dict.uncertain) return false;
    for (const { value } of dict.entries.values()) {
      if (value instanceof Unknown) return false;
      if (value instanceof Either && value.options.some((option) => !(option instanceof Instance) || hasParameters(option))) return false;
    }
  }
  return true;
}

function hasParameters(module: Instance): boolean {
  return moduleTree(module).some((entry) => tensorsOf(entry.module, '_parameters').length > 0 || !isComplete(entry.module));
}

/** Tensors registered on this very module. */
export function tensorsOf(module: Instance, which: '_parameters' | '_buffers'): readonly (readonly [string, Tensor])[] {
  const found: [string, Tensor][] = [];
  for (const { key, value } of registry(module, which)?.entries.values() ?? [])
    if (value instanceof Tensor) found.push([String(key), value]);
  return found;
}

/** What `named_modules()` yields; null where it is not only known modules of classes that do not say otherwise. */
function plainTree(rt: Runtime, moduleClass: Class, root: Instance): { path: string; module: Instance }[] | null {
  const usual = moduleClass.dict.get('named_modules');
  const found = moduleTree(root);
  for (const { module } of found) {
    const dict = registry(module, '_modules');
    if (!dict || dict.uncertain || rt.findInClass(module.cls, 'named_modules') !== usual) return null;
    for (const { value } of dict.entries.values()) if (value !== null && !(value instanceof Instance)) return null;
  }
  return found;
}

/** The root and everything below it, depth first, each module once under its first name. */
export function moduleTree(root: Instance): { path: string; module: Instance }[] {
  const seen = new Set<Instance>();
  const found: { path: string; module: Instance }[] = [];
  const visit = (path: string, module: Instance): void => {
    if (seen.has(module)) return;
    seen.add(module);
    found.push({ path, module });
    for (const [name, child] of childrenOf(module)) visit(path ? `${path}.${name}` : name, child);
  };
  visit('', root);
  return found;
}
