/** Natives behind the Python preludes: what Python text cannot say of classes and functions. */
import { isKnownKey } from '../compare';
import { native } from '../native';
import type { Interpreter } from '../interpreter';
import type { Runtime } from '../runtime';
import { Bound, Class, Dict, Float, Func, Instance, List, type Module, Native, type ParameterSpec, Property, PySet, Tensor, Tuple, Unknown, type Value } from '../values';
import { functions, moduleOf } from './make';

/** copy.copy */
function shallow(rt: Runtime, value: Value): Value {
  if (value instanceof List) {
    const made = new List(value.items.slice());
    [made.cls, made.unknown, made.attributes] = [value.cls, value.unknown, value.attributes && new Map(value.attributes)];
    return made;
  }
  if (value instanceof Dict) {
    const made = new Dict(new Map(value.entries));
    [made.cls, made.factory, made.open, made.maybe, made.attributes] = [value.cls, value.factory, value.open, value.maybe, value.attributes && new Map(value.attributes)];
    return made;
  }
  if (value instanceof PySet) {
    const made = new PySet(new Map(value.entries));
    made.frozen = value.frozen;
    return made;
  }
  if (value instanceof Instance) {
    const own = rt.findInClass(value.cls, '__copy__');
    if (own instanceof Func) return rt.call(own, [value]);
    const made = new Instance(value.cls, value.site);
    made.attributes = new Map(value.attributes);
    made.payload = value.payload;
    return made;
  }
  return value;
}

/** copy.deepcopy; `seen` keeps shared things shared. */
function deep(rt: Runtime, value: Value, seen: Map<Value, Value>): Value {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Tensor) {
    const made = new Tensor(value.shape, value.dtype, value.known, value.why);
    Object.assign(made, {
      parameter: value.parameter, requiresGrad: value.requiresGrad, initialisation: value.initialisation,
      uninitialised: value.uninitialised, strides: value.strides, origin: value.origin,
      attributes: value.attributes && new Map(value.attributes),
    });
    seen.set(value, made);
    return made;
  }
  if (value instanceof Tuple) {
    const made = new Tuple(value.items.map((item) => deep(rt, item, seen)));
    made.cls = value.cls;
    seen.set(value, made);
    return made;
  }
  if (value instanceof List) {
    const made = new List([]);
    [made.cls, made.unknown] = [value.cls, value.unknown];
    seen.set(value, made);
    made.items = value.items.map((item) => deep(rt, item, seen));
    return made;
  }
  if (value instanceof Dict) {
    const made = new Dict();
    [made.cls, made.factory, made.open, made.maybe] = [value.cls, value.factory, value.open, value.maybe];
    seen.set(value, made);
    made.entries = new Map([...value.entries].map(([key, e]) => [key, { key: e.key, value: deep(rt, e.value, seen) }]));
    if (value.attributes) made.attributes = new Map([...value.attributes].map(([k, v]) => [k, deep(rt, v, seen)]));
    return made;
  }
  if (value instanceof PySet) return shallow(rt, value);
  if (value instanceof Bound) return new Bound(deep(rt, value.self, seen), value.func);
  if (value instanceof Instance) {
    // Enum members and the like are what they are.
    if (value.attributes.has('_name_') || value.payload !== undefined) return value;
    const own = rt.findInClass(value.cls, '__deepcopy__');
    if (own instanceof Func) return rt.call(own, [value, rt.dictOf()]);
    const made = new Instance(value.cls, value.site);
    seen.set(value, made);
    for (const [name, item] of value.attributes) made.attributes.set(name, deep(rt, item, seen));
    if (value.attributes.has('_modules')) rt.trace.modules.push(made);
    return made;
  }
  return value;
}

/** Parameters of anything that can be called, for inspect.signature; null where they are not known. */
function parametersOf(rt: Runtime, value: Value): { specs: readonly ParameterSpec[]; defaults: readonly (Value | undefined)[] } | null {
  if (value instanceof Func) {
    const wrapped = value.attributes?.get('__wrapped__');
    if (wrapped !== undefined) return parametersOf(rt, wrapped);
    return { specs: value.code.parameters, defaults: value.defaults };
  }
  if (value instanceof Bound) {
    const inner = parametersOf(rt, value.func);
    return inner && { specs: inner.specs.slice(1), defaults: inner.defaults.slice(1) };
  }
  if (value instanceof Native) {
    const { signature } = value;
    const specs = signature.names.map((name, i) => ({ name, kind: signature.kinds[i]!, hasDefault: signature.defaults[i] !== undefined, annotation: '' }));
    return { specs, defaults: signature.defaults };
  }
  if (value instanceof Class) {
    const init = rt.findInClass(value, '__init__');
    const inner = init === undefined ? null : parametersOf(rt, init);
    return inner && { specs: inner.specs.slice(1), defaults: inner.defaults.slice(1) };
  }
  if (value instanceof Instance) {
    const own = rt.findInClass(value.cls, '__call__');
    const inner = own === undefined ? null : parametersOf(rt, own);
    return inner && { specs: inner.specs.slice(1), defaults: inner.defaults.slice(1) };
  }
  return null;
}

const kinds = { positionalOnly: 0, normal: 1, star: 2, keywordOnly: 3, doubleStar: 4 } as const;

export function makeSupport(): Module {
  return moduleOf('convlens_support', {
    ...functions('copy', {
      copy: ['x', (rt, [x]) => shallow(rt, x!)],
      deepcopy: ['x, memo=None, _nil=None', (rt, [x]) => deep(rt, x!, new Map())],
    }),
    ...functions('support', {
      // (name, annotation text, has a value) of a class's own annotated names
      annotations: ['cls', (_, [cls]) => new List((cls instanceof Class ? cls.annotations : []).map((a) => new Tuple([a.name, a.text, cls instanceof Class && cls.dict.has(a.name)])))],
      annotate: ['cls, names', (rt, [cls, names]) => { if (cls instanceof Class) cls.annotations = (rt.toList(names!) ?? []).map((name) => ({ name: String(name), text: 'object', value: undefined })); return null; }],
      own: ['cls, name', (_, [cls, name]) => (cls instanceof Class ? (cls.dict.get(String(name)) ?? null) : null)],
      owns: ['cls, name', (_, [cls, name]) => cls instanceof Class && cls.dict.has(String(name))],
      drop: ['cls, name', (rt, [cls, name]) => { if (cls instanceof Class) { rt.touch(cls); cls.dict.delete(String(name)); Class.version++; } return null; }],
      put: ['cls, name, value', (rt, [cls, name, value]) => { if (cls instanceof Class) { rt.touch(cls); cls.dict.set(String(name), value!); Class.version++; } return null; }],
      own_names: ['cls', (_, [cls]) => new List(cls instanceof Class ? [...cls.dict.keys()] : [])],
      parameters: ['function', (rt, [function_]) => {
        const found = parametersOf(rt, function_!);
        if (!found) return null;
        return new List(found.specs.map((s, i) => new Tuple([s.name, kinds[s.kind], s.hasDefault, found.defaults[i] ?? null, s.annotation])));
      }],
      cached: ['function', (_, [function_]) => new Property(function_!, null, null, true)],
      is_function: ['x', (_, [x]) => x instanceof Func],
      is_method: ['x', (_, [x]) => x instanceof Bound],
      is_builtin: ['x', (_, [x]) => x instanceof Native],
      is_class: ['x', (_, [x]) => x instanceof Class],
      is_module: ['x', (_, [x]) => x !== null && typeof x === 'object' && 'globals' in x],
      is_generator_function: ['x', (_, [x]) => x instanceof Func && x.code.isGenerator],
      is_known: ['x', (_, [x]) => isKnownKey(x!)],
      is_unknown: ['x', (_, [x]) => x instanceof Unknown],
      // The class that annotates a parameter; None where it is not known.
      annotation_class: ['function, index', (rt, [function_, index]) => {
        const text = function_ instanceof Func ? function_.code.parameters[Number(index)]?.annotation : '';
        if (!text || !(function_ instanceof Func)) return null;
        const found = (rt as Interpreter).evaluate(text, function_.module);
        return found instanceof Class ? found : null;
      }],
      bind: ['function, instance', (_, [function_, instance]) => new Bound(instance!, function_!)],
      payload: ['x', (_, [x]) => (x instanceof Instance ? (x.payload ?? null) : x!)],
      set_payload: ['x, value', (rt, [x, value]) => { if (x instanceof Instance) { rt.touch(x); x.payload = value!; } return null; }],
      doc: ['x', (_, [x]) => (x instanceof Func ? x.code.docstring : null)],
      default_dict: ['cls, factory', (_, [cls, factory]) => { const d = new Dict(); d.cls = cls instanceof Class ? cls : null; d.factory = factory!; return d; }],
      // Somebody who is not followed has worked with an object: what it holds is another now.
      forget: ['object, why', (rt, [object, why]) => {
        if (!(object instanceof Instance)) return null;
        rt.touch(object);
        for (const name of object.attributes.keys()) object.attributes.set(name, rt.unknown(String(why)));
        return null;
      }],
      set_factory: ['dict, factory', (rt, [dict, factory]) => { if (dict instanceof Dict) { rt.touch(dict); dict.factory = factory!; } return null; }],
      get_factory: ['dict', (_, [dict]) => (dict instanceof Dict ? dict.factory : null)],
      // The caller's module asks what its surroundings are: what it refuses for them is refused here only.
      outside: ['', (rt) => { (rt as Interpreter).modules.noteSurroundings(); return null; }],
      unknown: ['why', (rt, [why]) => rt.unknown(String(why))],
      float: ['x', (_, [x]) => new Float(Number(x))],
    }),
  });
}

/** A module of which nothing is known but that it is harmless. */
export function makeHarmless(name: string): Module {
  return moduleOf(name, {});
}

export { native };
