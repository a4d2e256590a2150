/** Edits that mend a wrong shape in the user's own source: flatten, permute, another layer. */
import type { Place } from '../../../interpreter/place';
import type { Fix } from '../../../interpreter/trace';
import type { Call, Expression } from '../../../syntax/ast';
import type { Blamed } from '../problems';

/** The first argument of the user's call that led here: `x` of `self.fc(x)`. */
function consumedArgument(at: Blamed): { place: Place; expression: Expression } | null {
  const site = at.runtime.userSite();
  if (!site || !at.consumer || site.start !== at.consumer.start) return null;
  const first = site.call.arguments.find((a) => a.form === 'positional');
  if (!first) return null;
  return { place: { unit: site.unit, start: first.value.start, end: first.value.end }, expression: first.value };
}

/** Wraps it: `before` + x + `after`. */
function wrap(place: Place, before: string, after: string): Fix['edits'] {
  return [
    { place: { ...place, end: place.start }, text: before },
    { place: { ...place, start: place.end }, text: after },
  ];
}

/** Is the layer an element of a `Sequential` call that the user wrote? Then a layer goes in before it. */
function insideSequential(at: Blamed): boolean {
  const parent = at.layer && at.runtime.trail();
  return !!parent && parent.some((site) => calleeText(site.call).endsWith('Sequential'));
}

function calleeText(call: Call): string {
  const { callee } = call;
  return callee.kind === 'Name' ? callee.id : callee.kind === 'Attribute' ? callee.attribute : '';
}

/** `nn.` of `nn.Linear(…)`, as the user writes it. */
function modulePrefix(call: Call): string | null {
  const { callee } = call;
  if (callee.kind === 'Name') return '';
  if (callee.kind !== 'Attribute') return null;
  const parts: string[] = [];
  let value = callee.value;
  while (value.kind === 'Attribute') {
    parts.unshift(value.attribute);
    value = value.value;
  }
  return value.kind === 'Name' ? [value.id, ...parts].join('.') + '.' : null;
}

/** Insert `torch.flatten(x, 1)`: in the call, or `nn.Flatten()` before a layer of a Sequential. */
export function flattenFix(at: Blamed): Fix[] {
  const site = at.constructorSite;
  if (site && (insideSequential(at) || sequentialRuns(at))) {
    const prefix = modulePrefix(site.call);
    if (prefix === null) return [];
    const place = { unit: site.unit, start: site.start, end: site.start };
    return [
      { title: `Insert ${prefix}Flatten() before`, edits: [{ place, text: `${prefix}Flatten(), ` }], preferred: true },
    ];
  }
  const argument = consumedArgument(at);
  if (!argument) return [];
  return [
    {
      title: 'Insert torch.flatten(…, 1)',
      edits: wrap(argument.place, 'torch.flatten(', ', 1)'),
      preferred: true,
    },
  ];
}

/** The user's call runs a container, not the layer itself. */
function sequentialRuns(at: Blamed): boolean {
  const user = at.runtime.userSite();
  const direct = at.runtime.trail().filter((s) => s.unit.file.origin === 'prelude');
  return !!user && direct.length > 2;
}

/** Insert `.permute(0, 3, 1, 2)` behind the argument. */
export function permuteFix(at: Blamed, order: readonly number[]): Fix[] {
  const argument = consumedArgument(at);
  if (!argument) return [];
  const simple = ['Name', 'Attribute', 'Call', 'Subscript'].includes(argument.expression.kind);
  const call = `.permute(${order.join(', ')})`;
  return [
    {
      title: `Insert ${call}`,
      edits: simple
        ? [{ place: { ...argument.place, start: argument.place.end }, text: call }]
        : wrap(argument.place, '(', `)${call}`),
      preferred: true,
    },
  ];
}

/** Replace a written argument of the layer's constructor. */
export function argumentFix(at: Blamed, title: string, place: Place | null, text: string, preferred: boolean): Fix[] {
  if (!place || !at.constructorSite) return [];
  return [{ title, edits: [{ place: { unit: place.unit, start: place.start, end: place.end }, text }], preferred }];
}
