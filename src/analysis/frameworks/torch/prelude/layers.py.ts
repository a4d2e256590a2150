/** Prelude: containers, normalisation, activation, pooling, padding, dropout, resizing and loss layers. */
export const containerPrelude = `
from collections import OrderedDict
import operator
from torch._native import Module
import torch

class Sequential(Module):
    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], dict):
            for key, module in args[0].items():
                self.add_module(key, module)
        else:
            i = 0
            for module in args:
                self.add_module(str(i), module)
                i += 1
    def _item(self, index):
        n = len(self._modules)
        if index < -n or index >= n:
            raise IndexError('index ' + str(index) + ' is out of range')
        return list(self._modules.keys())[index]
    def __getitem__(self, index):
        if isinstance(index, slice):
            return self.__class__(OrderedDict(list(self._modules.items())[index]))
        return self._modules[self._item(index)]
    def __setitem__(self, index, module):
        setattr(self, self._item(index), module)
    def __delitem__(self, index):
        if isinstance(index, slice):
            for key in list(self._modules.keys())[index]:
                delattr(self, key)
        else:
            delattr(self, self._item(index))
        values = list(self._modules.values())
        self._modules = OrderedDict((str(i), m) for i, m in enumerate(values))
    def __len__(self):
        return len(self._modules)
    def __iter__(self):
        return iter(self._modules.values())
    def __add__(self, other):
        result = Sequential()
        for module in list(self) + list(other):
            result.append(module)
        return result
    def __iadd__(self, other):
        for module in other:
            self.append(module)
        return self
    def __contains__(self, module):
        return any(m is module for m in self)
    def append(self, module):
        self.add_module(str(len(self)), module)
        return self
    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self
    def insert(self, index, module):
        values = list(self._modules.values())
        values.insert(index, module)
        self._modules.clear()
        for i, m in enumerate(values):
            self.add_module(str(i), m)
        return self
    def pop(self, key):
        value = self[key]
        del self[key]
        return value
    def forward(self, input):
        for module in self._modules.values():
            input = module(input)
        return input

class ModuleList(Module):
    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self += modules
    def _item(self, index):
        index = operator.index(index)
        n = len(self)
        if index < -n or index >= n:
            raise IndexError('index ' + str(index) + ' is out of range')
        return str(index + n if index < 0 else index)
    def __getitem__(self, index):
        if isinstance(index, slice):
            return self.__class__(list(self._modules.values())[index])
        return self._modules[self._item(index)]
    def __setitem__(self, index, module):
        setattr(self, self._item(index), module)
    def __delitem__(self, index):
        keys = list(self._modules.keys())[index] if isinstance(index, slice) else [self._item(index)]
        for key in keys:
            delattr(self, key)
        values = list(self._modules.values())
        self._modules = OrderedDict((str(i), m) for i, m in enumerate(values))
    def __len__(self):
        return len(self._modules)
    def __iter__(self):
        return iter(self._modules.values())
    def __iadd__(self, modules):
        return self.extend(modules)
    def __add__(self, other):
        result = ModuleList()
        for module in list(self) + list(other):
            result.append(module)
        return result
    def __contains__(self, module):
        return any(m is module for m in self)
    def insert(self, index, module):
        values = list(self._modules.values())
        values.insert(index, module)
        self._modules.clear()
        for i, m in enumerate(values):
            self.add_module(str(i), m)
    def append(self, module):
        self.add_module(str(len(self)), module)
        return self
    def pop(self, key):
        value = self[key]
        del self[key]
        return value
    def extend(self, modules):
        n = len(self)
        i = 0
        for module in modules:
            self.add_module(str(n + i), module)
            i += 1
        return self

class ModuleDict(Module):
    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)
    def __getitem__(self, key):
        return self._modules[key]
    def __setitem__(self, key, module):
        self.add_module(key, module)
    def __delitem__(self, key):
        del self._modules[key]
    def __len__(self):
        return len(self._modules)
    def __iter__(self):
        return iter(self._modules)
    def __contains__(self, key):
        return key in self._modules
    def clear(self):
        self._modules.clear()
    def pop(self, key):
        value = self[key]
        del self[key]
        return value
    def keys(self):
        return self._modules.keys()
    def items(self):
        return self._modules.items()
    def values(self):
        return self._modules.values()
    def get(self, key, default=None):
        return self._modules.get(key, default)
    def update(self, modules):
        if isinstance(modules, (dict, ModuleDict)):
            for key, module in modules.items():
                self[key] = module
        else:
            for key, module in modules:
                self[key] = module

class ParameterList(Module):
    def __init__(self, values=None):
        super().__init__()
        self._size = 0
        if values is not None:
            self += values
    def _item(self, index):
        n = self._size
        if index < -n or index >= n:
            raise IndexError('index ' + str(index) + ' is out of range')
        return str(index + n if index < 0 else index)
    def __getitem__(self, index):
        if isinstance(index, slice):
            return [getattr(self, str(i)) for i in range(*index.indices(self._size))]
        return getattr(self, self._item(index))
    def __setitem__(self, index, value):
        self._put(self._item(index), value)
    def _put(self, name, value):
        if isinstance(value, torch.Tensor) and not isinstance(value, torch.nn.Parameter):
            value = torch.nn.Parameter(value)
        setattr(self, name, value)
    def __len__(self):
        return self._size
    def __iter__(self):
        return iter([getattr(self, str(i)) for i in range(self._size)])
    def __iadd__(self, values):
        return self.extend(values)
    def append(self, value):
        self._put(str(self._size), value)
        self._size += 1
        return self
    def extend(self, values):
        for value in values:
            self.append(value)
        return self

class ParameterDict(Module):
    def __init__(self, parameters=None):
        super().__init__()
        self._keys = {}
        if parameters is not None:
            self.update(parameters)
    def __getitem__(self, key):
        return getattr(self, str(key))
    def __setitem__(self, key, value):
        self._keys[key] = None
        if isinstance(value, torch.Tensor) and not isinstance(value, torch.nn.Parameter):
            value = torch.nn.Parameter(value)
        setattr(self, str(key), value)
    def __delitem__(self, key):
        del self._keys[key]
        delattr(self, str(key))
    def __len__(self):
        return len(self._keys)
    def __iter__(self):
        return iter(self._keys)
    def __contains__(self, key):
        return key in self._keys
    def keys(self):
        return self._keys.keys()
    def items(self):
        return [(k, self[k]) for k in self._keys]
    def values(self):
        return [self[k] for k in self._keys]
    def get(self, key, default=None):
        return self[key] if key in self else default
    def pop(self, key):
        value = self[key]
        del self[key]
        return value
    def update(self, parameters):
        items = parameters.items() if isinstance(parameters, (dict, ParameterDict)) else parameters
        for key, value in items:
            self[key] = value
`;

export const batchNormPrelude = `
import math
import torch
import torch.nn.functional as F
from torch.nn import init
from torch._native import Module, parameter as Parameter, setting_problem, check_rank
from torch.nn.modules.lazy import LazyModuleMixin, UninitializedParameter

class _NormBase(Module):
    _version = 2
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        if affine:
            weight = torch.empty(num_features)
            init.ones_(weight)
            self.weight = Parameter(weight)
            bias = torch.empty(num_features)
            init.zeros_(bias)
            self.bias = Parameter(bias)
        else:
            self.register_parameter('weight', None)
            self.register_parameter('bias', None)
        if track_running_stats:
            self.register_buffer('running_mean', torch.zeros(num_features))
            self.register_buffer('running_var', torch.ones(num_features))
            self.register_buffer('num_batches_tracked', torch.tensor(0))
        else:
            self.register_buffer('running_mean', None)
            self.register_buffer('running_var', None)
            self.register_buffer('num_batches_tracked', None)
    def reset_running_stats(self):
        pass
    def reset_parameters(self):
        pass
    def _check_input_dim(self, input):
        pass

class _BatchNorm(_NormBase):
    def forward(self, input):
        self._check_input_dim(input)
        return F.batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias, self.running_mean is None, self.momentum, self.eps)

class BatchNorm1d(_BatchNorm):
    def _check_input_dim(self, input):
        check_rank(self, input, (2, 3))

class BatchNorm2d(_BatchNorm):
    def _check_input_dim(self, input):
        check_rank(self, input, (4,))

class BatchNorm3d(_BatchNorm):
    def _check_input_dim(self, input):
        check_rank(self, input, (5,))

class SyncBatchNorm(_BatchNorm):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, process_group=None, device=None, dtype=None):
        super().__init__(num_features, eps, momentum, affine, track_running_stats)
        self.process_group = process_group
    @classmethod
    def convert_sync_batchnorm(cls, module, process_group=None):
        return module

class _LazyNormBase(LazyModuleMixin):
    def initialize_parameters(self, input):
        n = input.shape[1]
        self.num_features = n
        if self.affine:
            self.weight = Parameter(torch.ones(n))
            self.bias = Parameter(torch.zeros(n))
        if self.track_running_stats:
            self.running_mean = torch.zeros(n)
            self.running_var = torch.ones(n)
    def _lazy(self, eps, momentum, affine, track_running_stats):
        self.affine = affine
        self.track_running_stats = track_running_stats
        if affine:
            self.weight = UninitializedParameter()
            self.bias = UninitializedParameter()
    def has_uninitialized_params(self):
        return self.num_features == 0

class LazyBatchNorm1d(_LazyNormBase, BatchNorm1d):
    cls_to_become = BatchNorm1d
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        BatchNorm1d.__init__(self, 0, eps, momentum, False, track_running_stats)
        self._lazy(eps, momentum, affine, track_running_stats)

class LazyBatchNorm2d(_LazyNormBase, BatchNorm2d):
    cls_to_become = BatchNorm2d
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        BatchNorm2d.__init__(self, 0, eps, momentum, False, track_running_stats)
        self._lazy(eps, momentum, affine, track_running_stats)

class LazyBatchNorm3d(_LazyNormBase, BatchNorm3d):
    cls_to_become = BatchNorm3d
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        BatchNorm3d.__init__(self, 0, eps, momentum, False, track_running_stats)
        self._lazy(eps, momentum, affine, track_running_stats)
`;

export const instanceNormPrelude = `
import torch
import torch.nn.functional as F
from torch._native import Module, check_rank
from torch.nn.modules.batchnorm import _NormBase, _LazyNormBase

class _InstanceNorm(_NormBase):
    _ranks = (3, 4)
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None):
        super().__init__(num_features, eps, momentum, affine, track_running_stats)
    def forward(self, input):
        check_rank(self, input, self._ranks)
        if input.dim() == self._ranks[0]:
            out = F.instance_norm(input.unsqueeze(0), self.running_mean, self.running_var, self.weight, self.bias, not self.track_running_stats, self.momentum if self.momentum is not None else 0.0, self.eps)
            return out.squeeze(0)
        return F.instance_norm(input, self.running_mean, self.running_var, self.weight, self.bias, not self.track_running_stats, self.momentum if self.momentum is not None else 0.0, self.eps)

class InstanceNorm1d(_InstanceNorm):
    _ranks = (2, 3)

class InstanceNorm2d(_InstanceNorm):
    _ranks = (3, 4)

class InstanceNorm3d(_InstanceNorm):
    _ranks = (4, 5)

class LazyInstanceNorm1d(_LazyNormBase, InstanceNorm1d):
    cls_to_become = InstanceNorm1d
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        InstanceNorm1d.__init__(self, 0, eps, momentum, False, track_running_stats)
        self._lazy(eps, momentum, affine, track_running_stats)

class LazyInstanceNorm2d(_LazyNormBase, InstanceNorm2d):
    cls_to_become = InstanceNorm2d
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        InstanceNorm2d.__init__(self, 0, eps, momentum, False, track_running_stats)
        self._lazy(eps, momentum, affine, track_running_stats)

class LazyInstanceNorm3d(_LazyNormBase, InstanceNorm3d):
    cls_to_become = InstanceNorm3d
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        InstanceNorm3d.__init__(self, 0, eps, momentum, False, track_running_stats)
        self._lazy(eps, momentum, affine, track_running_stats)
`;

export const normalizationPrelude = `
import math
import torch
import torch.nn.functional as F
from torch._native import Module, parameter as Parameter, setting_problem

class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, device=None, dtype=None):
        super().__init__()
        if isinstance(normalized_shape, int):
            normalized_shape = (normalized_shape,)
        self.normalized_shape = tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        if elementwise_affine:
            self.weight = Parameter(torch.ones(self.normalized_shape))
            if bias:
                self.bias = Parameter(torch.zeros(self.normalized_shape))
            else:
                self.register_parameter('bias', None)
        else:
            self.register_parameter('weight', None)
            self.register_parameter('bias', None)
    def reset_parameters(self):
        pass
    def forward(self, input):
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

class RMSNorm(Module):
    def __init__(self, normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None):
        super().__init__()
        if isinstance(normalized_shape, int):
            normalized_shape = (normalized_shape,)
        self.normalized_shape = tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        if elementwise_affine:
            self.weight = Parameter(torch.ones(self.normalized_shape))
        else:
            self.register_parameter('weight', None)
    def reset_parameters(self):
        pass
    def forward(self, x):
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, device=None, dtype=None):
        super().__init__()
        if num_channels % num_groups != 0:
            setting_problem(self, 'groupnorm-divides', str(num_channels) + ' channels cannot be split into ' + str(num_groups) + ' groups.', 'num_groups', 0, math.gcd(num_channels, num_groups), 'num_channels must be divisible by num_groups')
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        if affine:
            self.weight = Parameter(torch.ones(num_channels))
            self.bias = Parameter(torch.zeros(num_channels))
        else:
            self.register_parameter('weight', None)
            self.register_parameter('bias', None)
    def reset_parameters(self):
        pass
    def forward(self, input):
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

class LocalResponseNorm(Module):
    def __init__(self, size, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
    def forward(self, input):
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

class CrossMapLRN2d(LocalResponseNorm):
    pass
`;

export const activationPrelude = `
import torch
import torch.nn.functional as F
from torch.nn import init
from torch._native import Module, parameter as Parameter, check_rank

class ReLU(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
    def forward(self, input):
        return F.relu(input, inplace=self.inplace)

class RReLU(Module):
    def __init__(self, lower=0.125, upper=0.3333333333333333, inplace=False):
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace
    def forward(self, input):
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

class Hardtanh(Module):
    def __init__(self, min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None):
        super().__init__()
        self.min_val = min_val if min_value is None else min_value
        self.max_val = max_val if max_value is None else max_value
        self.inplace = inplace
    def forward(self, input):
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

class ReLU6(Hardtanh):
    def __init__(self, inplace=False):
        super().__init__(0.0, 6.0, inplace)
    def forward(self, input):
        return F.relu6(input, self.inplace)

class Sigmoid(Module):
    def forward(self, input):
        return torch.sigmoid(input)

class Hardsigmoid(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
    def forward(self, input):
        return F.hardsigmoid(input, self.inplace)

class Tanh(Module):
    def forward(self, input):
        return torch.tanh(input)

class SiLU(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
    def forward(self, input):
        return F.silu(input, inplace=self.inplace)

class Mish(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
    def forward(self, input):
        return F.mish(input, inplace=self.inplace)

class Hardswish(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
    def forward(self, input):
        return F.hardswish(input, self.inplace)

class ELU(Module):
    def __init__(self, alpha=1.0, inplace=False):
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace
    def forward(self, input):
        return F.elu(input, self.alpha, self.inplace)

class CELU(Module):
    def __init__(self, alpha=1.0, inplace=False):
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace
    def forward(self, input):
        return F.celu(input, self.alpha, self.inplace)

class SELU(Module):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
    def forward(self, input):
        return F.selu(input, self.inplace)

class GLU(Module):
    def __init__(self, dim=-1):
        super().__init__()
        self.dim = dim
    def forward(self, input):
        return F.glu(input, self.dim)

class GELU(Module):
    def __init__(self, approximate='none'):
        super().__init__()
        self.approximate = approximate
    def forward(self, input):
        return F.gelu(input, approximate=self.approximate)

class Hardshrink(Module):
    def __init__(self, lambd=0.5):
        super().__init__()
        self.lambd = lambd
    def forward(self, input):
        return F.hardshrink(input, self.lambd)

class LeakyReLU(Module):
    def __init__(self, negative_slope=0.01, inplace=False):
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace
    def forward(self, input):
        return F.leaky_relu(input, self.negative_slope, self.inplace)

class LogSigmoid(Module):
    def forward(self, input):
        return F.logsigmoid(input)

class Softplus(Module):
    def __init__(self, beta=1.0, threshold=20.0):
        super().__init__()
        self.beta = beta
        self.threshold = threshold
    def forward(self, input):
        return F.softplus(input, self.beta, self.threshold)

class Softshrink(Module):
    def __init__(self, lambd=0.5):
        super().__init__()
        self.lambd = lambd
    def forward(self, input):
        return F.softshrink(input, self.lambd)

class PReLU(Module):
    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        weight = torch.empty(num_parameters)
        torch.nn.init.constant_(weight, init)
        self.weight = Parameter(weight)
    def reset_parameters(self):
        pass
    def forward(self, input):
        return F.prelu(input, self.weight)

class Softsign(Module):
    def forward(self, input):
        return F.softsign(input)

class Tanhshrink(Module):
    def forward(self, input):
        return F.tanhshrink(input)

class Threshold(Module):
    def __init__(self, threshold, value, inplace=False):
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace
    def forward(self, input):
        return F.threshold(input, self.threshold, self.value, self.inplace)

class Softmin(Module):
    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim
    def forward(self, input):
        return F.softmin(input, self.dim, _stacklevel=5)

class Softmax(Module):
    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim
    def forward(self, input):
        return F.softmax(input, self.dim, _stacklevel=5)

class Softmax2d(Module):
    def forward(self, input):
        check_rank(self, input, (3, 4))
        return F.softmax(input, -3, _stacklevel=5)

class LogSoftmax(Module):
    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim
    def forward(self, input):
        return F.log_softmax(input, self.dim, _stacklevel=5)
`;

export const poolingPrelude = `
import torch
import torch.nn.functional as F
from torch._native import Module
from torch.nn.modules.utils import _single, _pair, _triple

class _MaxPoolNd(Module):
    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride if stride is not None else kernel_size
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

class MaxPool1d(_MaxPoolNd):
    def forward(self, input):
        return F.max_pool1d(input, self.kernel_size, self.stride, self.padding, self.dilation, ceil_mode=self.ceil_mode, return_indices=self.return_indices)

class MaxPool2d(_MaxPoolNd):
    def forward(self, input):
        return F.max_pool2d(input, self.kernel_size, self.stride, self.padding, self.dilation, ceil_mode=self.ceil_mode, return_indices=self.return_indices)

class MaxPool3d(_MaxPoolNd):
    def forward(self, input):
        return F.max_pool3d(input, self.kernel_size, self.stride, self.padding, self.dilation, ceil_mode=self.ceil_mode, return_indices=self.return_indices)

class AvgPool1d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
        super().__init__()
        self.kernel_size = _single(kernel_size)
        self.stride = _single(stride if stride is not None else kernel_size)
        self.padding = _single(padding)
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
    def forward(self, input):
        return F.avg_pool1d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad)

class AvgPool2d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride if stride is not None else kernel_size
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override
    def forward(self, input):
        return F.avg_pool2d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad, self.divisor_override)

class AvgPool3d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride if stride is not None else kernel_size
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override
    def forward(self, input):
        return F.avg_pool3d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad, self.divisor_override)

class _Unpool(Module):
    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        self.kernel_size = self._tuple(kernel_size)
        self.stride = self._tuple(stride if stride is not None else kernel_size)
        self.padding = self._tuple(padding)

class MaxUnpool1d(_Unpool):
    def _tuple(self, x):
        return _single(x)
    def forward(self, input, indices, output_size=None):
        return F.max_unpool1d(input, indices, self.kernel_size, self.stride, self.padding, output_size)

class MaxUnpool2d(_Unpool):
    def _tuple(self, x):
        return _pair(x)
    def forward(self, input, indices, output_size=None):
        return F.max_unpool2d(input, indices, self.kernel_size, self.stride, self.padding, output_size)

class MaxUnpool3d(_Unpool):
    def _tuple(self, x):
        return _triple(x)
    def forward(self, input, indices, output_size=None):
        return F.max_unpool3d(input, indices, self.kernel_size, self.stride, self.padding, output_size)

class _Fractional(Module):
    def __init__(self, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        super().__init__()
        self.kernel_size = kernel_size
        self.return_indices = return_indices
        self.output_size = output_size
        self.output_ratio = output_ratio
        if output_size is None and output_ratio is None:
            raise ValueError(self.__class__.__name__ + ' requires specifying either an output size, or a pooling ratio')
        if output_size is not None and output_ratio is not None:
            raise ValueError('only one of output_size and output_ratio may be specified')

class FractionalMaxPool2d(_Fractional):
    def forward(self, input):
        return F.fractional_max_pool2d(input, self.kernel_size, self.output_size, self.output_ratio, self.return_indices)

class FractionalMaxPool3d(_Fractional):
    def forward(self, input):
        return F.fractional_max_pool3d(input, self.kernel_size, self.output_size, self.output_ratio, self.return_indices)

class _LPPoolNd(Module):
    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

class LPPool1d(_LPPoolNd):
    def forward(self, input):
        return F.lp_pool1d(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

class LPPool2d(_LPPoolNd):
    def forward(self, input):
        return F.lp_pool2d(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

class LPPool3d(_LPPoolNd):
    def forward(self, input):
        return F.lp_pool3d(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

class _Adaptive(Module):
    def __init__(self, output_size, return_indices=False):
        super().__init__()
        self.output_size = output_size
        self.return_indices = return_indices

class AdaptiveMaxPool1d(_Adaptive):
    def forward(self, input):
        return F.adaptive_max_pool1d(input, self.output_size, self.return_indices)

class AdaptiveMaxPool2d(_Adaptive):
    def forward(self, input):
        return F.adaptive_max_pool2d(input, self.output_size, self.return_indices)

class AdaptiveMaxPool3d(_Adaptive):
    def forward(self, input):
        return F.adaptive_max_pool3d(input, self.output_size, self.return_indices)

class _AdaptiveAvgPoolNd(Module):
    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size

class AdaptiveAvgPool1d(_AdaptiveAvgPoolNd):
    def forward(self, input):
        return F.adaptive_avg_pool1d(input, self.output_size)

class AdaptiveAvgPool2d(_AdaptiveAvgPoolNd):
    def forward(self, input):
        return F.adaptive_avg_pool2d(input, self.output_size)

class AdaptiveAvgPool3d(_AdaptiveAvgPoolNd):
    def forward(self, input):
        return F.adaptive_avg_pool3d(input, self.output_size)
`;

const paddingLayer = (name: string, base: string, mode: string, count: number) => `
class ${name}(${base}):
    _mode = '${mode}'
    _count = ${count}
`;

export const paddingPrelude = `
import torch
import torch.nn.functional as F
from torch._native import Module

class _PadNd(Module):
    _mode = 'constant'
    _count = 4
    def __init__(self, padding):
        super().__init__()
        self.padding = (padding,) * self._count if isinstance(padding, int) else tuple(padding)
    def forward(self, input):
        return F.pad(input, self.padding, self._mode)

class _ConstantPadNd(_PadNd):
    def __init__(self, padding, value):
        super().__init__(padding)
        self.value = value
    def forward(self, input):
        return F.pad(input, self.padding, 'constant', self.value)

class _ZeroPadNd(_ConstantPadNd):
    def __init__(self, padding):
        super().__init__(padding, 0.0)

class _ReflectionPadNd(_PadNd):
    pass

class _ReplicationPadNd(_PadNd):
    pass

class _CircularPadNd(_PadNd):
    pass
${[1, 2, 3]
  .map(
    (n) =>
      paddingLayer(`ConstantPad${n}d`, '_ConstantPadNd', 'constant', 2 * n) +
      paddingLayer(`ZeroPad${n}d`, '_ZeroPadNd', 'constant', 2 * n) +
      paddingLayer(`ReflectionPad${n}d`, '_ReflectionPadNd', 'reflect', 2 * n) +
      paddingLayer(`ReplicationPad${n}d`, '_ReplicationPadNd', 'replicate', 2 * n) +
      paddingLayer(`CircularPad${n}d`, '_CircularPadNd', 'circular', 2 * n),
  )
  .join('')}
`;

export const miscPrelude = `
import torch
import torch.nn.functional as F
from torch.nn import init
from torch._native import Module, parameter as Parameter
from torch.nn.modules.utils import _pair

class _DropoutNd(Module):
    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        if isinstance(p, (int, float)) and (p < 0 or p > 1):
            raise ValueError('dropout probability has to be between 0 and 1, but got ' + str(p))
        self.p = p
        self.inplace = inplace

class Dropout(_DropoutNd):
    def forward(self, input):
        return F.dropout(input, self.p, self.training, self.inplace)

class Dropout1d(_DropoutNd):
    def forward(self, input):
        return F.dropout1d(input, self.p, self.training, self.inplace)

class Dropout2d(_DropoutNd):
    def forward(self, input):
        return F.dropout2d(input, self.p, self.training, self.inplace)

class Dropout3d(_DropoutNd):
    def forward(self, input):
        return F.dropout3d(input, self.p, self.training, self.inplace)

class AlphaDropout(_DropoutNd):
    def forward(self, input):
        return F.alpha_dropout(input, self.p, self.training)

class FeatureAlphaDropout(_DropoutNd):
    def forward(self, input):
        return F.feature_alpha_dropout(input, self.p, self.training)

class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim
    def forward(self, input):
        return input.flatten(self.start_dim, self.end_dim)

class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        super().__init__()
        self.dim = dim
        self.unflattened_size = unflattened_size
    def forward(self, input):
        return input.unflatten(self.dim, self.unflattened_size)

class Upsample(Module):
    def __init__(self, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None):
        super().__init__()
        self.size = size
        if isinstance(scale_factor, tuple):
            self.scale_factor = tuple(float(factor) for factor in scale_factor)
        else:
            self.scale_factor = float(scale_factor) if scale_factor else None
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor
    def forward(self, input):
        return F.interpolate(input, self.size, self.scale_factor, self.mode, self.align_corners, self.recompute_scale_factor)

class UpsamplingNearest2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        super().__init__(size, scale_factor, mode='nearest')

class UpsamplingBilinear2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        super().__init__(size, scale_factor, mode='bilinear', align_corners=True)

class PixelShuffle(Module):
    def __init__(self, upscale_factor):
        super().__init__()
        self.upscale_factor = upscale_factor
    def forward(self, input):
        return F.pixel_shuffle(input, self.upscale_factor)

class PixelUnshuffle(Module):
    def __init__(self, downscale_factor):
        super().__init__()
        self.downscale_factor = downscale_factor
    def forward(self, input):
        return F.pixel_unshuffle(input, self.downscale_factor)

class ChannelShuffle(Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups
    def forward(self, input):
        return F.channel_shuffle(input, self.groups)

class Fold(Module):
    def __init__(self, output_size, kernel_size, dilation=1, padding=0, stride=1):
        super().__init__()
        self.output_size = output_size
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride
    def forward(self, input):
        return F.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride)

class Unfold(Module):
    def __init__(self, kernel_size, dilation=1, padding=0, stride=1):
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride
    def forward(self, input):
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)

class CosineSimilarity(Module):
    def __init__(self, dim=1, eps=1e-8):
        super().__init__()
        self.dim = dim
        self.eps = eps
    def forward(self, x1, x2):
        return F.cosine_similarity(x1, x2, self.dim, self.eps)

class PairwiseDistance(Module):
    def __init__(self, p=2.0, eps=1e-6, keepdim=False):
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim
    def forward(self, x1, x2):
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)

class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False, device=None, dtype=None):
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse
        if _weight is None:
            self.weight = Parameter(torch.empty((num_embeddings, embedding_dim)), requires_grad=not _freeze)
            self.reset_parameters()
        else:
            self.weight = Parameter(_weight, requires_grad=not _freeze)
    def reset_parameters(self):
        init.normal_(self.weight)
    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
        rows, cols = embeddings.shape
        return cls(num_embeddings=rows, embedding_dim=cols, _weight=embeddings, _freeze=freeze, padding_idx=padding_idx)
    def forward(self, input):
        return F.embedding(input, self.weight, self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq, self.sparse)

class EmbeddingBag(Module):
    def __init__(self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None):
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.mode = mode
        self.sparse = sparse
        self.include_last_offset = include_last_offset
        self.padding_idx = padding_idx
        self.weight = Parameter(torch.empty((num_embeddings, embedding_dim)) if _weight is None else _weight)
        init.normal_(self.weight)
    def forward(self, input, offsets=None, per_sample_weights=None):
        return F.embedding_bag(input, self.weight, offsets, self.max_norm, self.norm_type, self.scale_grad_by_freq, self.mode, self.sparse, per_sample_weights, self.include_last_offset, self.padding_idx)
`;

const loss = (name: string, call: string, parameters = 'size_average=None, reduce=None, reduction="mean"', inputs = 'input, target') => `
class ${name}(_Loss):
    def __init__(self, ${parameters}):
        super().__init__(reduction=reduction)
    def forward(self, ${inputs}):
        return ${call}
`;
const usual = 'size_average=None, reduce=None, reduction="mean"';

export const lossPrelude = `
import torch
import torch.nn.functional as F
from torch._native import Module

class _Loss(Module):
    def __init__(self, size_average=None, reduce=None, reduction='mean'):
        super().__init__()
        self.reduction = reduction

class _WeightedLoss(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(reduction=reduction)
        self.register_buffer('weight', weight)
${loss('L1Loss', 'F.l1_loss(input, target, reduction=self.reduction)')}
${loss('MSELoss', 'F.mse_loss(input, target, reduction=self.reduction)')}
${loss('SmoothL1Loss', 'F.smooth_l1_loss(input, target, reduction=self.reduction)', `${usual}, beta=1.0`)}
${loss('HuberLoss', 'F.huber_loss(input, target, reduction=self.reduction)', 'reduction="mean", delta=1.0')}
${loss('KLDivLoss', 'F.kl_div(input, target, reduction=self.reduction)', `${usual}, log_target=False`)}
${loss('SoftMarginLoss', 'F.soft_margin_loss(input, target, reduction=self.reduction)')}
${loss('PoissonNLLLoss', 'F.poisson_nll_loss(input, target, reduction=self.reduction)', 'log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction="mean"')}
${loss('GaussianNLLLoss', 'F.gaussian_nll_loss(input, target, var, reduction=self.reduction)', 'full=False, eps=1e-6, reduction="mean"', 'input, target, var')}
${loss('HingeEmbeddingLoss', 'F.hinge_embedding_loss(input, target, reduction=self.reduction)', `margin=1.0, ${usual}`)}
${loss('MultiLabelMarginLoss', 'F.multilabel_margin_loss(input, target, reduction=self.reduction)')}
${loss('CosineEmbeddingLoss', 'F.cosine_embedding_loss(input1, input2, target, reduction=self.reduction)', `margin=0.0, ${usual}`, 'input1, input2, target')}
${loss('MarginRankingLoss', 'F.margin_ranking_loss(input1, input2, target, reduction=self.reduction)', `margin=0.0, ${usual}`, 'input1, input2, target')}
${loss('TripletMarginLoss', 'F.triplet_margin_loss(anchor, positive, negative, reduction=self.reduction)', `margin=1.0, p=2.0, eps=1e-6, swap=False, ${usual}`, 'anchor, positive, negative')}
${loss('CTCLoss', 'F.ctc_loss(log_probs, targets, input_lengths, target_lengths, reduction=self.reduction)', 'blank=0, reduction="mean", zero_infinity=False', 'log_probs, targets, input_lengths, target_lengths')}
class NLLLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
        super().__init__(weight, reduction=reduction)
        self.ignore_index = ignore_index
    def forward(self, input, target):
        return F.nll_loss(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction)

class NLLLoss2d(NLLLoss):
    pass

class CrossEntropyLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0):
        super().__init__(weight, reduction=reduction)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing
    def forward(self, input, target):
        return F.cross_entropy(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction, label_smoothing=self.label_smoothing)

class BCELoss(_WeightedLoss):
    def forward(self, input, target):
        return F.binary_cross_entropy(input, target, weight=self.weight, reduction=self.reduction)

class BCEWithLogitsLoss(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
        super().__init__(reduction=reduction)
        self.register_buffer('weight', weight)
        self.register_buffer('pos_weight', pos_weight)
    def forward(self, input, target):
        return F.binary_cross_entropy_with_logits(input, target, self.weight, pos_weight=self.pos_weight, reduction=self.reduction)

class MultiLabelSoftMarginLoss(_WeightedLoss):
    def forward(self, input, target):
        return F.multilabel_soft_margin_loss(input, target, weight=self.weight, reduction=self.reduction)

class MultiMarginLoss(_WeightedLoss):
    def __init__(self, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(weight, reduction=reduction)
        self.p = p
        self.margin = margin
    def forward(self, input, target):
        return F.multi_margin_loss(input, target, self.p, self.margin, self.weight, reduction=self.reduction)

class TripletMarginWithDistanceLoss(_Loss):
    def __init__(self, *, distance_function=None, margin=1.0, swap=False, reduction='mean'):
        super().__init__(reduction=reduction)
    def forward(self, anchor, positive, negative):
        return F.triplet_margin_loss(anchor, positive, negative, reduction=self.reduction)
`;
