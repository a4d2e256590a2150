/** Prelude: batch, instance, layer, group and response normalisation, and their lazy forms. */
export const batchNormPrelude = `
import math
import torch
import torch.nn.functional as F
from torch.nn import init
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter, setting_problem, check_rank
from torch.nn.modules.lazy import LazyModuleMixin, UninitializedParameter

class _NormBase(Module):
    _version = 2
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True):
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
            if bias:
                values = torch.empty(num_features)
                init.zeros_(values)
                self.bias = Parameter(values)
            else:
                self.register_parameter('bias', None)
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
        training = self.training or (self.running_mean is None and self.running_var is None)
        return F.batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias, training, self.momentum, self.eps)

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
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, process_group=None, device=None, dtype=None, *, bias=True):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, bias=bias)
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
            if self._lazy_bias:
                self.bias = Parameter(torch.zeros(n))
        if self.track_running_stats:
            self.running_mean = torch.zeros(n)
            self.running_var = torch.ones(n)
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True):
        super().__init__(0, eps, momentum, False, track_running_stats)
        self.affine = affine
        self._lazy_bias = bias
        if affine:
            self.weight = UninitializedParameter()
            if bias:
                self.bias = UninitializedParameter()
    def has_uninitialized_params(self):
        return self.num_features == 0

class LazyBatchNorm1d(_LazyNormBase, _BatchNorm):
    cls_to_become = BatchNorm1d
    _check_input_dim = BatchNorm1d._check_input_dim

class LazyBatchNorm2d(_LazyNormBase, _BatchNorm):
    cls_to_become = BatchNorm2d
    _check_input_dim = BatchNorm2d._check_input_dim

class LazyBatchNorm3d(_LazyNormBase, _BatchNorm):
    cls_to_become = BatchNorm3d
    _check_input_dim = BatchNorm3d._check_input_dim
`;

export const instanceNormPrelude = `
import torch
import torch.nn.functional as F
from torch.nn.modules.module import Module
from torch._native import check_rank
from torch.nn.modules.batchnorm import _NormBase, _LazyNormBase

class _InstanceNorm(_NormBase):
    _ranks = (3, 4)
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None, *, bias=True):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, bias=bias)
    def forward(self, input):
        check_rank(self, input, self._ranks)
        if input.dim() == self._ranks[0]:
            out = F.instance_norm(input.unsqueeze(0), self.running_mean, self.running_var, self.weight, self.bias, self.training or not self.track_running_stats, self.momentum if self.momentum is not None else 0.0, self.eps)
            return out.squeeze(0)
        return F.instance_norm(input, self.running_mean, self.running_var, self.weight, self.bias, self.training or not self.track_running_stats, self.momentum if self.momentum is not None else 0.0, self.eps)

class InstanceNorm1d(_InstanceNorm):
    _ranks = (2, 3)

class InstanceNorm2d(_InstanceNorm):
    _ranks = (3, 4)

class InstanceNorm3d(_InstanceNorm):
    _ranks = (4, 5)

class LazyInstanceNorm1d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm1d
    _ranks = InstanceNorm1d._ranks

class LazyInstanceNorm2d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm2d
    _ranks = InstanceNorm2d._ranks

class LazyInstanceNorm3d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm3d
    _ranks = InstanceNorm3d._ranks
`;

export const normalizationPrelude = `
import math
import torch
import torch.nn.functional as F
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter, setting_problem, near_divisors

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
    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, device=None, dtype=None, *, bias=True):
        super().__init__()
        if num_channels % num_groups != 0:
            setting_problem(self, 'groupnorm-divides', str(num_channels) + ' channels cannot be split into ' + str(num_groups) + ' groups.', 'num_groups', 0, near_divisors(num_channels, num_groups), 'num_channels must be divisible by num_groups')
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        if affine:
            self.weight = Parameter(torch.ones(num_channels))
            if bias:
                self.bias = Parameter(torch.zeros(num_channels))
            else:
                self.register_parameter('bias', None)
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

class CrossMapLRN2d(Module):
    def __init__(self, size, alpha=1e-4, beta=0.75, k=1):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
    def forward(self, input):
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)
`;
