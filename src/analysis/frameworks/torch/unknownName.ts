/** `nn.Linaer`: a name that PyTorch does not have and that is nearly one it has. */
import type { Place } from '../../interpreter/place';
import type { Runtime } from '../../interpreter/runtime';
import { Class } from '../../interpreter/values';
import { isNamedModule, nearestName, realNames } from './names';

/**
 * Reports a member that a module of torch (or `torch.Tensor`) does not have, where a name it has is near; a name that is like none may
 * belong to another version and is nobody's mistake. `madeUp`: of an input that nobody states, or
 * of what is not known to be a tensor.
 * True where it was reported. Raises AttributeError where that is caught.
 */
export function reportUnknownName(rt: Runtime, module: string, name: string, madeUp = false): boolean {
  if (!isNamedModule(module) || name.startsWith('_') || realNames(module).has(name)) return false;
  if (rt.catches('AttributeError')) rt.raise('AttributeError', `module '${module}' has no attribute '${name}'`);
  if (!rt.certain) return false;
  // An input that nobody states was taken for a tensor: it is the list, dict or text that has this name.
  if (module === 'torch.Tensor' && isContainerMethod(rt, name)) return false;
  const meant = nearestName(module, name);
  const place = meant === null ? null : placeOfName(rt, name);
  if (meant === null || !place) return false;
  // An input that was made up need not be a tensor: `batch.obs` is no slip of `abs`.
  if (madeUp && !isSlip(name, meant)) return false;
  rt.report({
    rule: 'unknown-name',
    severity: 'error',
    message: `${module} has no ${name}; did you mean ${meant}?`,
    place: place.at,
    related: [],
    fixes: place.exact ? [{ title: `Change to ${meant}`, preferred: true, edits: [{ place: place.at, text: meant }] }] : [],
    module: rt.currentModule,
  });
  return true;
}

/** Two letters that changed places, or a doubled one that is single. */
export function isSlip(name: string, meant: string): boolean {
  for (let i = 0; i + 1 < name.length; i++)
    if (name.slice(0, i) + name[i + 1]! + name[i]! + name.slice(i + 2) === meant) return true;
  const single = (text: string) => text.replace(/(.)\1/g, '$1');
  return name !== meant && single(name) === single(meant);
}

function isContainerMethod(rt: Runtime, name: string): boolean {
  return ['list', 'dict', 'set', 'str'].some((type) => {
    const cls = rt.builtin(type);
    return cls instanceof Class && cls.dict.has(name);
  });
}

/** Where the name stands: the end of the attribute that is being read. `exact`: it is written there and nowhere else. */
function placeOfName(rt: Runtime, name: string): { at: Place; exact: boolean } | null {
  const place = rt.userPlace();
  if (!place) return null;
  if (!('call' in place)) return { at: { unit: place.unit, start: place.end - name.length, end: place.end }, exact: true };
  const { callee } = (place as unknown as { call: { callee: { kind: string; start: number; end: number; attribute?: string } } }).call;
  if (callee.kind === 'Attribute' && callee.attribute === name)
    return { at: { unit: place.unit, start: callee.end - name.length, end: callee.end }, exact: true };
  // Imported by name: the import is to be changed as well.
  if (callee.kind === 'Name') return { at: { unit: place.unit, start: callee.start, end: callee.end }, exact: false };
  return { at: { unit: place.unit, start: place.start, end: place.end }, exact: false };
}
