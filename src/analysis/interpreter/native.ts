/** Natives: how TypeScript gives a meaning to a Python callable, with a Python signature. */
import type { Runtime } from './runtime';
import { Float, Native, type ParameterSpec, type Signature, Tuple, type Value } from './values';

const signatures = new Map<string, Signature>();

/**
 * Reads a signature: names, defaults (None, True, False, integers, floats, 'text', `()`), `*`, `/`, `*name`, `**name`.
 * Made once per text.
 */
export function signature(text: string): Signature {
  const known = signatures.get(text);
  if (known) return known;
  const names: string[] = [];
  const kinds: ParameterSpec['kind'][] = [];
  const defaults: (Value | undefined)[] = [];
  let keywordOnly = false;
  for (const raw of text.split(',')) {
    const part = raw.trim();
    if (!part) continue;
    if (part === '*') keywordOnly = true;
    else if (part === '/') kinds.forEach((_, i) => (kinds[i] = 'positionalOnly'));
    else if (part.startsWith('**')) push(part.slice(2), 'doubleStar', undefined);
    else if (part.startsWith('*')) {
      push(part.slice(1), 'star', undefined);
      keywordOnly = true;
    } else {
      const [name, value] = part.split('=').map((s) => s.trim());
      push(name!, keywordOnly ? 'keywordOnly' : 'normal', value === undefined ? undefined : literal(value));
    }
  }
  function push(name: string, kind: ParameterSpec['kind'], value: Value | undefined): void {
    names.push(name);
    kinds.push(kind);
    defaults.push(value);
  }
  const made: Signature = {
    text,
    names,
    kinds,
    defaults,
    byName: new Map(names.map((n, i) => [n, i])),
    plain: kinds.every((kind) => kind === 'normal' || kind === 'positionalOnly'),
    required: defaults.findLastIndex((value) => value === undefined) + 1,
  };
  signatures.set(text, made);
  return made;
}

function literal(text: string): Value {
  if (text === 'None') return null;
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (/^['"]/.test(text)) return text.slice(1, -1);
  if (text === '()') return new Tuple([]);
  const number = Number(text);
  if (Number.isNaN(number)) throw new Error(`signature default ${text}`);
  return /[.e]/.test(text) ? new Float(number) : number;
}

/** A plain function. */
export function native(
  name: string,
  parameters: string,
  run: (runtime: Runtime, args: Value[]) => Value,
): Native {
  return new Native(name, signature(parameters), run);
}

/** A function that binds to the instance it is read from: its first parameter is `self`. */
export function method(
  name: string,
  parameters: string,
  run: (runtime: Runtime, args: Value[]) => Value,
): Native {
  return new Native(name, signature(parameters ? `self, ${parameters}` : 'self'), run, true);
}
