/** Edits that mend a wrong shape in the user's own source: flatten, permute, another layer. */
import type { Place } from '../../../interpreter/place';
import type { Fix } from '../../../interpreter/trace';
import type { Call, Expression } from '../../../syntax/ast';
import { Func, type Instance, type Tensor, Tuple } from '../../../interpreter/values';
import { type Blamed, isFrameworkClass, layerName, parentOf, writtenSetting } from '../problems';

/** The first argument of the user's call that led here: `x` of `self.fc(x)`. */
function consumedArgument(at: Blamed): { place: Place; expression: Expression } | null {
  const site = at.runtime.userSite();
  if (!site || !at.consumer || site.start !== at.consumer.start) return null;
  const first = site.call.arguments.find((a) => a.form === 'positional');
  if (!first) return null;
  return {
    place: { unit: site.unit, start: first.value.start, end: first.value.end },
    expression: first.value,
  };
}

/** Wraps it: `before` + x + `after`. */
function wrap(place: Place, before: string, after: string): Fix['edits'] {
  return [
    { place: { ...place, end: place.start }, text: before },
    { place: { ...place, start: place.end }, text: after },
  ];
}

/** Was the layer made inside a `Sequential(…)` call that the user wrote? Then a layer goes in before it. */
function insideSequential(at: Blamed): boolean {
  const site = at.constructorSite;
  const parent = at.layer && parentOf(at.runtime, at.layer)?.module;
  const around = parent?.site;
  if (!site || !around || !parent.cls.mro.some((cls) => cls.name === 'Sequential')) return false;
  return around.unit === site.unit && around.start <= site.start && site.end <= around.end;
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
  if (site && insideSequential(at)) {
    const prefix = modulePrefix(site.call);
    if (prefix === null) return [];
    const place = { unit: site.unit, start: site.start, end: site.start };
    return [
      {
        title: `Insert ${prefix}Flatten() before`,
        edits: [{ place, text: `${prefix}Flatten(), ` }],
        preferred: true,
      },
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

/** Puts a method call behind what the user's call takes: `x` → `x.long()`, `a + b` → `(a + b).long()`. */
export function methodFix(at: Blamed, call: string, title: string, preferred: boolean): Fix[] {
  const argument = consumedArgument(at);
  if (!argument) return [];
  const simple = ['Name', 'Attribute', 'Call', 'Subscript'].includes(argument.expression.kind);
  const { place } = argument;
  return [
    {
      title,
      edits: simple ? [{ place: { ...place, start: place.end }, text: call }] : wrap(place, '(', `)${call}`),
      preferred,
    },
  ];
}

/** `nn.ReLU(x)` → `nn.ReLU()(x)`: the layer is made without arguments, and called. */
export function callFix(at: Blamed, layer: Instance): Fix[] {
  const { site } = layer;
  const init = layer.cls.mro.map((cls) => cls.dict.get('__init__')).find((f) => f instanceof Func);
  if (!site || !at.runtime.isUser(site) || !(init instanceof Func)) return [];
  const needed = init.code.parameters
    .slice(1)
    .some((p) => !p.hasDefault && p.kind !== 'star' && p.kind !== 'doubleStar');
  const { callee, arguments: given } = site.call;
  const prefix = modulePrefix(site.call);
  if (needed || prefix === null || given.length !== 1 || given[0]!.form !== 'positional') return [];
  const place = { unit: site.unit, start: callee.end, end: callee.end };
  return [
    {
      title: `Call the layer: ${prefix}${layer.cls.name}()(…)`,
      edits: [{ place, text: '()' }],
      preferred: true,
    },
  ];
}

/** A batch axis that is missing, or a picture that is not flattened yet, for a layer that takes some ranks only. */
export function rankFixes(at: Blamed, rank: number, allowed: readonly unknown[]): Fix[] {
  if (allowed.includes(rank + 1))
    return methodFix(at, '.unsqueeze(0)', 'Add the batch axis: .unsqueeze(0)', false);
  return allowed.includes(2) && rank > 2
    ? flattenFix(at).map((fix) => ({ ...fix, preferred: false }))
    : [];
}

/** `padding=` that keeps the size, for a convolution whose kernel is larger than what arrives. */
export function keepSizeFix(at: Blamed): Fix[] {
  const { layer } = at;
  if (!layer?.site || !isFrameworkClass(layer) || !at.runtime.isUser(layer.site)) return [];
  if (!/^(Lazy)?Conv\dd$/.test(layer.cls.name)) return [];
  const [kernel, dilation] = ['kernel_size', 'dilation'].map((n) => settingOf(layer, n));
  if (typeof kernel !== 'number' || typeof dilation !== 'number') return [];
  const sum = dilation * (kernel - 1);
  if (sum % 2 !== 0) return [];
  const title = `Set padding=${sum / 2} in ${layerName(at.runtime, layer)}, which keeps the size`;
  return oneSetting(at, layer, 'padding', sum / 2, title).map((fix) => ({ ...fix, preferred: false }));
}

/** `nn.Linear(784, 10)` → `nn.LazyLinear(10)`: the size is taken from the first input. */
export function lazyFix(at: Blamed): Fix[] {
  const site = at.constructorSite;
  const callee = site?.call.callee;
  const [first, second] = site?.call.arguments ?? [];
  const isSize =
    first?.form === 'positional' || (first?.form === 'keyword' && first.name === 'in_features');
  if (!site || !callee || !first || !isSize || !second) return [];
  const end = callee.kind === 'Name' || callee.kind === 'Attribute' ? callee.end : null;
  const name =
    callee.kind === 'Name' ? callee.id : callee.kind === 'Attribute' ? callee.attribute : '';
  if (end === null || name !== 'Linear') return [];
  return [
    {
      title: 'Use LazyLinear, which takes the size from its first input',
      edits: [
        { place: { unit: site.unit, start: end - name.length, end }, text: 'LazyLinear' },
        { place: { unit: site.unit, start: first.start, end: second.start }, text: '' },
      ],
      preferred: false,
    },
  ];
}

/** The layers that made a tensor, last first, as far as sizes are handed on one to one (stride 1). */
function layersBehind(tensor: Tensor, rank: number): Instance[] {
  const layers: Instance[] = [];
  let current: Tensor | null | undefined = tensor;
  for (let steps = 0; current && steps < 200; steps++) {
    const origin: Tensor['origin'] = current.origin;
    const module = origin?.module;
    if (!origin || current.shape?.length !== rank) break;
    if (module && !layers.includes(module)) layers.push(module);
    current = origin.source;
  }
  return layers;
}

/** A setting of a layer as one number for all its axes. */
function settingOf(layer: Instance, name: string): number | null {
  const value = layer.attributes.get(name);
  const sizes = value instanceof Tuple ? value.items : [value];
  const first = sizes[0];
  return typeof first === 'number' && sizes.every((v) => v === first) ? first : null;
}

/** Sets a setting where the layer is made: the written argument replaced, or a keyword added. */
function settingEdit(layer: Instance, name: string, value: number): Fix['edits'] | null {
  const site = layer.site;
  if (!site) return null;
  const written = writtenSetting(layer, site, [name, -1]);
  if (written)
    return written.value.kind === 'Constant'
      ? [
          {
            place: { unit: site.unit, start: written.start, end: written.end },
            text: String(value),
          },
        ]
      : null;
  return [
    {
      place: { unit: site.unit, start: site.end - 1, end: site.end - 1 },
      text: `, ${name}=${value}`,
    },
  ];
}

/**
 * Two tensors that should have one size along a spatial axis: padding that keeps the size in the convolution that lost it, output_padding in
 * the transposed one that fell short.
 */
export function sizeFixes(at: Blamed, small: Tensor, missing: number): Fix[] {
  const rank = small.shape?.length ?? 0;
  for (const layer of layersBehind(small, rank)) {
    if (!layer.site || !isFrameworkClass(layer) || !at.runtime.isUser(layer.site)) continue;
    const kind = layer.cls.name;
    const [kernel, stride, padding, dilation] = [
      'kernel_size',
      'stride',
      'padding',
      'dilation',
    ].map((n) => settingOf(layer, n));
    if (/^(Lazy)?ConvTranspose\dd$/.test(kind)) {
      const extra = settingOf(layer, 'output_padding');
      if (stride === null || stride === undefined || extra === null || extra + missing >= stride)
        return [];
      return oneSetting(
        at,
        layer,
        'output_padding',
        extra + missing,
        `Set output_padding=${extra + missing} in ${layerName(at.runtime, layer)}`,
      );
    }
    if (/^(Lazy)?Conv\dd$/.test(kind)) {
      if (typeof kernel !== 'number' || typeof padding !== 'number' || typeof dilation !== 'number')
        return [];
      if (dilation * (kernel - 1) - 2 * padding === missing && missing % 2 === 0) {
        const keeps = padding + missing / 2;
        return oneSetting(
          at,
          layer,
          'padding',
          keeps,
          `Set padding=${keeps} in ${layerName(at.runtime, layer)}, which keeps the size`,
        );
      }
      if (stride !== 1) return [];
      continue;
    }
    // A window that strides changes sizes otherwise than one to one.
    if (typeof stride === 'number' && stride !== 1) return [];
  }
  return [];
}

function oneSetting(
  at: Blamed,
  layer: Instance,
  name: string,
  value: number,
  title: string,
): Fix[] {
  const edits = settingEdit(layer, name, value);
  return edits
    ? [
        {
          title,
          edits,
          preferred: at.runtime.trace.modules.filter((m) => m.site === layer.site).length === 1,
        },
      ]
    : [];
}
