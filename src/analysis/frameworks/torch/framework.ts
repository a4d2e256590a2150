/** What the report and the session ask of PyTorch. */
import { Class, Dict, Float, Instance, isInt, List, Tuple, Unknown, type Value } from '../../interpreter/values';
import type { Runtime } from '../../interpreter/runtime';
import type { Plain } from '../../shape/graph';
import type { Framework } from '../framework';
import { moduleClass } from './index';
import { isFrameworkClass, writtenSetting } from './problems';
import { childrenOf, isComplete, moduleTree, tensorsOf } from './module';

/** Attributes a person would look for, in the order they are shown. */
const shown = [
  'in_channels', 'out_channels', 'in_features', 'out_features', 'kernel_size', 'stride', 'padding', 'dilation', 'groups', 'output_padding', 'padding_mode',
  'num_features', 'num_channels', 'num_groups', 'normalized_shape', 'eps', 'momentum', 'affine', 'ceil_mode', 'count_include_pad', 'output_size', 'p', 'inplace', 'negative_slope',
  'embed_dim', 'num_heads', 'num_embeddings', 'embedding_dim', 'input_size', 'hidden_size', 'num_layers', 'bidirectional', 'batch_first', 'start_dim', 'end_dim', 'dim',
  'scale_factor', 'size', 'mode', 'align_corners', 'upscale_factor', 'downscale_factor',
] as const;

const positions: ReadonlyMap<string, number> = new Map(shown.map((name, i) => [name, i]));

function plain(value: Value | undefined): Plain | undefined {
  if (value === undefined) return undefined;
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (value instanceof Float) return value.value;
  if (value instanceof Tuple || value instanceof List) {
    const items = value.items.map(plain);
    return items.includes(undefined) ? undefined : (items as Plain[]);
  }
  return isInt(value) ? { unknown: 'symbolic' } : undefined;
}

/** PyTorch, for one runtime. */
export function torchFramework(rt: Runtime): Framework {
  const base = moduleClass(rt);
  return {
    name: 'torch',
    forwardName: 'forward',
    channelsFirst: true,
    isModule: (value): value is Instance => value instanceof Instance && value.cls.mro.includes(base),
    isModuleClass: (cls) => cls instanceof Class && cls.mro.includes(base),
    tree: moduleTree,
    parametersOf: (module) => tensorsOf(module, '_parameters'),
    buffersOf: (module) => tensorsOf(module, '_buffers'),
    childrenOf: (module) => childrenOf(module).map(([, child]) => child),
    isComplete,
    unknownsOf: (module) => [...module.attributes.values()].filter((value) => value instanceof Unknown),
    settingsOf: (module) => {
      const found: [number, Plain][] = [];
      for (const [name, written] of module.attributes) {
        const position = positions.get(name);
        const value = position === undefined ? undefined : plain(written);
        if (value !== undefined) found.push([position!, value]);
      }
      found.sort((a, b) => a[0] - b[0]);
      const settings: Record<string, Plain> = {};
      for (const [position, value] of found) settings[shown[position]!] = value;
      if (module.attributes.get('_parameters') instanceof Dict) {
        const bias = tensorsOf(module, '_parameters').some(([name]) => name === 'bias');
        if (settings.in_channels !== undefined || settings.in_features !== undefined) settings.bias = bias;
      }
      return settings;
    },
    argumentPlace: (module, name) => (module.site && isFrameworkClass(module) ? writtenSetting(module, module.site, [name, -1]) : null),
    isTraining: (module) => module.attributes.get('training') !== false,
    evaluate: (runtime, module) => void runtime.callMethod(module, 'eval'),
  };
}
