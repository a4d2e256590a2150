/** The modules whose members are operations: torch, torch.nn.functional, torch.nn.init, torch.fft, torch.linalg, torch.special, einops, torchvision's C++. */
import { native } from '../../../interpreter/native';
import type { Runtime } from '../../../interpreter/runtime';
import { List, Module, type Native, Tuple, type Value } from '../../../interpreter/values';
import { baseTensorClass, typedTensorClass } from '../tensor';
import { harmlessModules, torchExtras } from './harmless';
import { findOp, opNames, runOp } from './registry';
import type { Space } from './row';
import {
  deviceClass,
  dtypeClass,
  dtypeNames,
  dtypeObject,
  finfoClass,
  iinfoClass,
  sizeClass,
} from './types';

/** A module whose members come from the table, made when they are asked for. */
function opsModule(
  name: string,
  spaces: readonly Space[],
  more: (runtime: Runtime, member: string) => Value | undefined = () => undefined,
): (runtime: Runtime) => Module {
  return () => {
    const module = new Module(name, '');
    module.missing = (runtime, member) => {
      let found = more(runtime, member);
      for (const space of spaces) found ??= findOp(space, member);
      if (found !== undefined) {
        module.globals.set(member, found);
        return found;
      }
      return member.startsWith('__')
        ? undefined
        : runtime.unknown(`unknown function ${name}.${member}`);
    };
    return module;
  };
}

const tensorTypes: Readonly<Record<string, string>> = {
  FloatTensor: 'float32',
  DoubleTensor: 'float64',
  HalfTensor: 'float16',
  BFloat16Tensor: 'bfloat16',
  LongTensor: 'int64',
  IntTensor: 'int32',
  ShortTensor: 'int16',
  ByteTensor: 'uint8',
  CharTensor: 'int8',
  BoolTensor: 'bool',
};

/** Members of `torch` that are types. */
function torchType(runtime: Runtime, member: string): Value | undefined {
  switch (member) {
    case 'Tensor':
      return baseTensorClass(runtime);
    case 'Size':
      return sizeClass(runtime);
    case 'device':
      return deviceClass(runtime);
    case 'dtype':
      return dtypeClass(runtime);
    case 'finfo':
      return finfoClass(runtime);
    case 'iinfo':
      return iinfoClass(runtime);
    default:
      if (dtypeNames.includes(member)) return dtypeObject(runtime, member);
      return tensorTypes[member]
        ? typedTensorClass(runtime, member, tensorTypes[member])
        : undefined;
  }
}

const extras = new WeakMap<Runtime, Record<string, Value>>();

function torchMember(runtime: Runtime, member: string): Value | undefined {
  const type = torchType(runtime, member);
  if (type !== undefined) return type;
  if (member === 'numel') return numel;
  if (member === '__all__') return undefined;
  let more = extras.get(runtime);
  if (!more) extras.set(runtime, (more = torchExtras(runtime)));
  return Object.hasOwn(more, member) ? more[member] : undefined;
}

const numel = native('torch.numel', 'input', (runtime, [input]) =>
  runtime.callMethod(input!, 'numel'),
);

/** All names, so that `from … import *` binds them. */
function named(make: (runtime: Runtime) => Module, space: Space): (runtime: Runtime) => Module {
  return (runtime) => {
    const module = make(runtime);
    module.globals.set('__all__', new List(opNames(space)));
    return module;
  };
}

/** torch.ops.torchvision: the C++ functions under the names and arguments that torchvision's own Python calls them with. */
const visionSource: Readonly<Record<string, Native>> = {
  roi_align: native(
    'roi_align',
    'input, rois, spatial_scale, pooled_height, pooled_width, sampling_ratio, aligned',
    (rt, a) => runOp(rt, 'vision', 'roi_align', [a[0]!, a[1]!, new Tuple([a[3]!, a[4]!]), a[2]!]),
  ),
  roi_pool: native(
    'roi_pool',
    'input, rois, spatial_scale, pooled_height, pooled_width',
    (rt, a) =>
      new Tuple([
        runOp(rt, 'vision', 'roi_pool', [a[0]!, a[1]!, new Tuple([a[3]!, a[4]!]), a[2]!]),
        rt.unknown('positions'),
      ]),
  ),
  ps_roi_align: native(
    'ps_roi_align',
    'input, rois, spatial_scale, pooled_height, pooled_width, sampling_ratio',
    (rt, a) =>
      new Tuple([
        runOp(rt, 'vision', 'ps_roi_align', [a[0]!, a[1]!, new Tuple([a[3]!, a[4]!]), a[2]!]),
        rt.unknown('positions'),
      ]),
  ),
  ps_roi_pool: native(
    'ps_roi_pool',
    'input, rois, spatial_scale, pooled_height, pooled_width',
    (rt, a) =>
      new Tuple([
        runOp(rt, 'vision', 'ps_roi_pool', [a[0]!, a[1]!, new Tuple([a[3]!, a[4]!]), a[2]!]),
        rt.unknown('positions'),
      ]),
  ),
  nms: native('nms', 'boxes, scores, iou_threshold', (rt, a) => runOp(rt, 'vision', 'nms', a)),
  deform_conv2d: native(
    'deform_conv2d',
    'input, weight, offset, mask, bias, stride_h, stride_w, pad_h, pad_w, dil_h, dil_w, groups, offset_groups, use_mask',
    (rt, a) =>
      runOp(rt, 'vision', 'deform_conv2d', [
        a[0]!,
        a[2]!,
        a[1]!,
        a[4]!,
        new Tuple([a[5]!, a[6]!]),
        new Tuple([a[7]!, a[8]!]),
        new Tuple([a[9]!, a[10]!]),
        a[3]!,
      ]),
  ),
};

/** Modules by dotted name, each made at its first import. `torch.nn` and its classes are the prelude's. */
export const opModules: Readonly<Record<string, (runtime: Runtime) => Module>> = {
  torch: opsModule('torch', ['torch'], torchMember),
  'torch.nn.functional': named(opsModule('torch.nn.functional', ['F']), 'F'),
  'torch.nn.init': named(opsModule('torch.nn.init', ['init']), 'init'),
  'torch.fft': opsModule('torch.fft', ['fft']),
  'torch.linalg': opsModule('torch.linalg', ['linalg']),
  'torch.special': opsModule('torch.special', ['special']),
  'torch._VF': opsModule('torch._VF', ['_VF', 'torch']),
  'torch._C._nn': opsModule('torch._C._nn', ['F', 'torch']),
  'torch.ops': opsModule('torch.ops', []),
  'torch.ops.torchvision': opsModule(
    'torch.ops.torchvision',
    [],
    (_, member) => visionSource[member],
  ),
  einops: named(opsModule('einops', ['einops']), 'einops'),
  'einops.einops': named(opsModule('einops.einops', ['einops']), 'einops'),
  ...harmlessModules,
};
