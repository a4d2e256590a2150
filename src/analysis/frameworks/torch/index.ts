/** PyTorch: its modules as natives and preludes, and what the interpreter asks of tensors. */
import type { Library, Runtime } from '../../interpreter/runtime';
import type { Class } from '../../interpreter/values';
import { makeModuleClass, makeNativeModule } from './module';
import { nnModules } from './nnNames';
import { makeNumpyOverTorch } from './numpy';
import { opModules } from './ops/modules';
import { activationPrelude } from './prelude/activations.py';
import { containerPrelude } from './prelude/containers.py';
import { convPrelude, lazyPrelude, linearPrelude } from './prelude/conv.py';
import { distributionModules, distributionsPrelude } from './prelude/distributions.py';
import { hubPrelude, lightningPrelude } from './prelude/lightning.py';
import { adaptivePrelude, lossPrelude } from './prelude/losses.py';
import { modulePrelude, utilsPrelude } from './prelude/module.py';
import { batchNormPrelude, instanceNormPrelude, normalizationPrelude } from './prelude/norms.py';
import { paddingPrelude } from './prelude/padding.py';
import { parallelPrelude } from './prelude/parallel.py';
import { poolingPrelude } from './prelude/pooling.py';
import { attentionPrelude, rnnPrelude, rnnUtilsPrelude, transformerPrelude } from './prelude/recurrent.py';
import { smallPreludes } from './prelude/small.py';
import {
  dataPrelude,
  einopsLayersPrelude,
  nnUtilsPrelude,
  parametrizationsPrelude,
  parametrizePrelude,
  prunePrelude,
  pytreePrelude,
  quantizationPrelude,
  torchinfoPrelude,
  torchsummaryPrelude,
} from './prelude/utils.py';
import { reportUnknownName } from './unknownName';
import {
  tensorAttribute,
  tensorBinary,
  tensorClass,
  tensorGetItem,
  tensorSetAttribute,
  tensorSetItem,
  tensorUnary,
} from './tensor';

/** The one Module class of a runtime: the native module and the prelude must mean the same. */
const moduleClasses = new WeakMap<Runtime, Class>();

/** torch.nn.Module. */
export function moduleClass(rt: Runtime): Class {
  let made = moduleClasses.get(rt);
  if (!made) moduleClasses.set(rt, (made = makeModuleClass(rt)));
  return made;
}

/** `from torch.nn.modules.conv import Conv1d, …` for all of torch.nn. */
const nnPrelude = `
${Object.entries(nnModules)
  .map(([file, names]) => `from torch.nn.modules.${file} import ${names.split(' ').filter((n) => !n.startsWith('_')).join(', ')}`)
  .join('\n')}
from torch.nn.parameter import Parameter, UninitializedParameter, Buffer
from torch.nn.modules.lazy import LazyModuleMixin
from torch.nn.parallel import DataParallel
import torch.nn.functional as functional
import torch.nn.init as init
import torch.nn.utils as utils
import torch.nn.modules as modules
`;

export const torchLibrary: Library = {
  modules: {
    ...opModules,
    numpy: makeNumpyOverTorch,
    'torch._native': (rt) => makeNativeModule(rt, moduleClass(rt)),
  },
  preludes: {
    'torch.nn': nnPrelude,
    'torch.nn.modules': nnPrelude.replace('import torch.nn.modules as modules\n', ''),
    'torch.nn.modules.module': modulePrelude,
    'torch.nn.modules.utils': utilsPrelude,
    'torch.nn.modules.lazy': lazyPrelude,
    'torch.nn.modules.linear': linearPrelude,
    'torch.nn.modules.conv': convPrelude,
    'torch.nn.modules.container': containerPrelude,
    'torch.nn.modules.batchnorm': batchNormPrelude,
    'torch.nn.modules.instancenorm': instanceNormPrelude,
    'torch.nn.modules.normalization': normalizationPrelude,
    'torch.nn.modules.activation': `${activationPrelude}\n${attentionPrelude}`,
    'torch.nn.modules.pooling': poolingPrelude,
    'torch.nn.modules.padding': paddingPrelude,
    ...Object.fromEntries(Object.entries(smallPreludes).map(([file, text]) => [`torch.nn.modules.${file}`, text])),
    'torch.nn.modules.rnn': rnnPrelude,
    'torch.nn.modules.transformer': transformerPrelude,
    'torch.nn.modules.loss': lossPrelude,
    'torch.nn.modules.adaptive': adaptivePrelude,
    'torch.nn.parallel': parallelPrelude,
    'torch.nn.parallel.distributed': 'from torch.nn.parallel import DistributedDataParallel\n',
    'torch.nn.parallel.data_parallel': 'from torch.nn.parallel import DataParallel, data_parallel\n',
    'torch.nn.parameter': 'from torch._native import Parameter\nfrom torch.nn.modules.lazy import UninitializedParameter, is_lazy\ndef Buffer(data=None, *, persistent=True):\n    return data\n',
    'torch.nn.utils': nnUtilsPrelude,
    'torch.nn.utils.weight_norm': 'from torch.nn.utils import weight_norm, remove_weight_norm\n',
    'torch.nn.utils.spectral_norm': 'from torch.nn.utils import spectral_norm, remove_spectral_norm\n',
    'torch.nn.utils.rnn': rnnUtilsPrelude,
    'torch.nn.utils.parametrize': parametrizePrelude,
    'torch.nn.utils.parametrizations': parametrizationsPrelude,
    'torch.nn.utils.prune': prunePrelude,
    'torch.ao.quantization': quantizationPrelude,
    'torch.quantization': 'from torch.ao.quantization import *\n',
    'torch.nn.quantized': 'from torch.ao.quantization import *\n',
    'torch.ao.nn.quantized': 'from torch.ao.quantization import *\n',
    'torch.utils.data': dataPrelude,
    'torch.utils._pytree': pytreePrelude,
    'torch.distributions': distributionsPrelude,
    ...Object.fromEntries(
      Object.entries(distributionModules).map(([file, names]) => [
        `torch.distributions.${file}`,
        `from torch.distributions import ${names}\n`,
      ]),
    ),
    pytorch_lightning: lightningPrelude,
    lightning: 'from pytorch_lightning import *\nimport lightning.pytorch as pytorch\n',
    'lightning.pytorch': 'from pytorch_lightning import *\n',
    'lightning.pytorch.core': 'from pytorch_lightning import *\n',
    'pytorch_lightning.core': 'from pytorch_lightning import *\n',
    'pytorch_lightning.core.lightning': 'from pytorch_lightning import *\n',
    huggingface_hub: hubPrelude,
    torchinfo: torchinfoPrelude,
    torchsummary: torchsummaryPrelude,
    'einops.layers.torch': einopsLayersPrelude,
  },
  tensorAttribute,
  tensorSetAttribute,
  tensorBinary,
  tensorUnary,
  tensorGetItem,
  tensorSetItem,
  tensorClass,
  unknownName: reportUnknownName,
  quietDecorators: /^torch\.(?:(?:no_grad|inference_mode|enable_grad)\(\)|jit\.(?:unused|ignore|export|script|script_if_tracing)|fx\.wrap|compile)$/,
};
