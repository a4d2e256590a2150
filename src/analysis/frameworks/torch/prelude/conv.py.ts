/** Prelude: convolutions and linear layers, with PyTorch's constructors, parameters and initialisation. */
export const convPrelude = `
import math
import torch
import torch.nn.functional as F
from torch.nn import init
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter, setting_problem, near_divisors
from torch.nn.modules.utils import _single, _pair, _triple, _reverse_repeat_tuple
from torch.nn.modules.lazy import LazyModuleMixin, UninitializedParameter

def _padding_like_same(kernel_size, dilation):
    padded = [d * (k - 1) for k, d in zip(kernel_size, dilation)]
    return padded[0] // 2 if all(p == padded[0] and p % 2 == 0 for p in padded) else None

class _ConvNd(Module):
    __constants__ = ['stride', 'padding', 'dilation', 'groups', 'padding_mode', 'output_padding', 'in_channels', 'out_channels', 'kernel_size']
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, transposed, output_padding, groups, bias, padding_mode, device=None, dtype=None):
        super().__init__()
        if isinstance(groups, int) and groups <= 0:
            setting_problem(self, 'groups-divide', 'groups must be a positive integer', 'groups', 6)
            groups = 1
        if in_channels % groups != 0:
            setting_problem(self, 'groups-divide', str(in_channels) + ' in_channels cannot be split into ' + str(groups) + ' groups.', 'groups', 6, near_divisors(math.gcd(in_channels, out_channels), groups), 'in_channels must be divisible by groups')
        if out_channels % groups != 0:
            setting_problem(self, 'groups-divide', str(out_channels) + ' out_channels cannot be split into ' + str(groups) + ' groups.', 'groups', 6, near_divisors(math.gcd(in_channels, out_channels), groups), 'out_channels must be divisible by groups')
        if isinstance(padding, str):
            if padding not in ('same', 'valid'):
                setting_problem(self, 'padding-string', "padding is 'same', 'valid' or numbers, not '" + padding + "'.", 'padding', 4, None, "Invalid padding string '" + padding + "', should be one of {'same', 'valid'}")
                padding = 'valid'
            elif padding == 'same' and any(s != 1 for s in stride):
                setting_problem(self, 'padding-same-stride', "padding='same' works with stride 1 only; here the stride is " + 'x'.join(str(s) for s in stride) + '.', 'padding', 4, _padding_like_same(kernel_size, dilation), "padding='same' is not supported for strided convolutions")
        if padding_mode not in ('zeros', 'reflect', 'replicate', 'circular'):
            setting_problem(self, 'padding-mode', "padding_mode is 'zeros', 'reflect', 'replicate' or 'circular', not '" + str(padding_mode) + "'.", 'padding_mode', 8)
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.transposed = transposed
        self.output_padding = output_padding
        self.groups = groups
        self.padding_mode = padding_mode
        if not isinstance(padding, str):
            self._reversed_padding_repeated_twice = _reverse_repeat_tuple(padding, 2)
        else:
            reversed_padding = []
            for d, k in zip(reversed(dilation), reversed(kernel_size)):
                total = d * (k - 1) if padding == 'same' else 0
                reversed_padding += [total // 2, total - total // 2]
            self._reversed_padding_repeated_twice = reversed_padding
        if transposed:
            self.weight = Parameter(torch.empty((in_channels, out_channels // groups) + kernel_size))
        else:
            self.weight = Parameter(torch.empty((out_channels, in_channels // groups) + kernel_size))
        if bias:
            self.bias = Parameter(torch.empty(out_channels))
        else:
            self.register_parameter('bias', None)
        self.reset_parameters()

    def reset_parameters(self):
        init.kaiming_uniform_(self.weight, a=2.23606797749979)
        if self.bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(self.weight)
            if fan_in != 0:
                bound = 1 / math.sqrt(fan_in)
                init.uniform_(self.bias, -bound, bound)

class Conv1d(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        super().__init__(in_channels, out_channels, _single(kernel_size), _single(stride), padding if isinstance(padding, str) else _single(padding), _single(dilation), False, _single(0), groups, bias, padding_mode)
    def _conv_forward(self, input, weight, bias):
        if self.padding_mode != 'zeros':
            return F.conv1d(F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode), weight, bias, self.stride, 0, self.dilation, self.groups)
        return F.conv1d(input, weight, bias, self.stride, self.padding, self.dilation, self.groups)
    def forward(self, input):
        return self._conv_forward(input, self.weight, self.bias)

class Conv2d(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        super().__init__(in_channels, out_channels, _pair(kernel_size), _pair(stride), padding if isinstance(padding, str) else _pair(padding), _pair(dilation), False, (0, 0), groups, bias, padding_mode)
    def _conv_forward(self, input, weight, bias):
        if self.padding_mode != 'zeros':
            return F.conv2d(F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode), weight, bias, self.stride, 0, self.dilation, self.groups)
        return F.conv2d(input, weight, bias, self.stride, self.padding, self.dilation, self.groups)
    def forward(self, input):
        return self._conv_forward(input, self.weight, self.bias)

class Conv3d(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        super().__init__(in_channels, out_channels, _triple(kernel_size), _triple(stride), padding if isinstance(padding, str) else _triple(padding), _triple(dilation), False, (0, 0, 0), groups, bias, padding_mode)
    def _conv_forward(self, input, weight, bias):
        if self.padding_mode != 'zeros':
            return F.conv3d(F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode), weight, bias, self.stride, 0, self.dilation, self.groups)
        return F.conv3d(input, weight, bias, self.stride, self.padding, self.dilation, self.groups)
    def forward(self, input):
        return self._conv_forward(input, self.weight, self.bias)

class _ConvTransposeNd(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, transposed, output_padding, groups, bias, padding_mode, device=None, dtype=None):
        if padding_mode != 'zeros':
            raise ValueError('Only "zeros" padding mode is supported for ' + self.__class__.__name__)
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, transposed, output_padding, groups, bias, padding_mode)
    def _output_padding(self, input, output_size, stride, padding, kernel_size, num_spatial_dims, dilation=None):
        if output_size is None:
            return self.output_padding
        has_batch = input.dim() == num_spatial_dims + 2
        extra = 2 if has_batch else 1
        sizes = list(output_size)
        if len(sizes) == num_spatial_dims + extra:
            sizes = sizes[extra:]
        if len(sizes) != num_spatial_dims:
            raise ValueError('ConvTranspose' + str(num_spatial_dims) + 'D: for ' + str(input.dim()) + 'D input, output_size must have ' + str(num_spatial_dims) + ' or ' + str(num_spatial_dims + extra) + ' elements (got ' + str(len(sizes)) + ')')
        result = []
        for d in range(num_spatial_dims):
            smallest = (input.size(d + extra) - 1) * stride[d] - 2 * padding[d] + (dilation[d] if dilation is not None else 1) * (kernel_size[d] - 1) + 1
            largest = smallest + stride[d] - 1
            if sizes[d] < smallest or sizes[d] > largest:
                raise ValueError('requested an output size of ' + str(output_size) + ', but valid sizes range from ' + str(smallest) + ' to ' + str(largest))
            result.append(sizes[d] - smallest)
        return result

class ConvTranspose1d(_ConvTransposeNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        super().__init__(in_channels, out_channels, _single(kernel_size), _single(stride), _single(padding), _single(dilation), True, _single(output_padding), groups, bias, padding_mode)
    def forward(self, input, output_size=None):
        extra = self._output_padding(input, output_size, self.stride, self.padding, self.kernel_size, 1, self.dilation)
        return F.conv_transpose1d(input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation)

class ConvTranspose2d(_ConvTransposeNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        super().__init__(in_channels, out_channels, _pair(kernel_size), _pair(stride), _pair(padding), _pair(dilation), True, _pair(output_padding), groups, bias, padding_mode)
    def forward(self, input, output_size=None):
        extra = self._output_padding(input, output_size, self.stride, self.padding, self.kernel_size, 2, self.dilation)
        return F.conv_transpose2d(input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation)

class ConvTranspose3d(_ConvTransposeNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        super().__init__(in_channels, out_channels, _triple(kernel_size), _triple(stride), _triple(padding), _triple(dilation), True, _triple(output_padding), groups, bias, padding_mode)
    def forward(self, input, output_size=None):
        extra = self._output_padding(input, output_size, self.stride, self.padding, self.kernel_size, 3, self.dilation)
        return F.conv_transpose3d(input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation)

class _LazyConvXdMixin(LazyModuleMixin):
    def initialize_parameters(self, input, *args, **kwargs):
        channels = input.shape[1] if input.dim() == len(self.kernel_size) + 2 else input.shape[0]
        self.in_channels = channels
        if channels % self.groups != 0:
            raise ValueError('in_channels must be divisible by groups')
        if self.transposed:
            self.weight = Parameter(torch.empty((channels, self.out_channels // self.groups) + self.kernel_size))
        else:
            self.weight = Parameter(torch.empty((self.out_channels, channels // self.groups) + self.kernel_size))
        if self._lazy_bias:
            self.bias = Parameter(torch.empty(self.out_channels))
        self.reset_parameters()
    def _lazy(self, bias):
        self.in_channels = 0
        self._lazy_bias = bias
        self.weight = UninitializedParameter()
        if bias:
            self.bias = UninitializedParameter()

class LazyConv1d(_LazyConvXdMixin, Conv1d):
    cls_to_become = Conv1d
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        Conv1d.__init__(self, 0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode)
        self.out_channels = out_channels
        self._lazy(bias)

class LazyConv2d(_LazyConvXdMixin, Conv2d):
    cls_to_become = Conv2d
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        Conv2d.__init__(self, 0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode)
        self.out_channels = out_channels
        self._lazy(bias)

class LazyConv3d(_LazyConvXdMixin, Conv3d):
    cls_to_become = Conv3d
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        Conv3d.__init__(self, 0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode)
        self.out_channels = out_channels
        self._lazy(bias)

class LazyConvTranspose1d(_LazyConvXdMixin, ConvTranspose1d):
    cls_to_become = ConvTranspose1d
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        ConvTranspose1d.__init__(self, 0, 0, kernel_size, stride, padding, output_padding, groups, False, dilation, padding_mode)
        self.out_channels = out_channels
        self._lazy(bias)

class LazyConvTranspose2d(_LazyConvXdMixin, ConvTranspose2d):
    cls_to_become = ConvTranspose2d
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        ConvTranspose2d.__init__(self, 0, 0, kernel_size, stride, padding, output_padding, groups, False, dilation, padding_mode)
        self.out_channels = out_channels
        self._lazy(bias)

class LazyConvTranspose3d(_LazyConvXdMixin, ConvTranspose3d):
    cls_to_become = ConvTranspose3d
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        ConvTranspose3d.__init__(self, 0, 0, kernel_size, stride, padding, output_padding, groups, False, dilation, padding_mode)
        self.out_channels = out_channels
        self._lazy(bias)
`;

export const lazyPrelude = `
from torch.nn.modules.module import Module
from torch._native import uninitialised, is_uninitialised

def UninitializedParameter(requires_grad=True, device=None, dtype=None):
    return uninitialised()

def is_lazy(value):
    return is_uninitialised(value)

class LazyModuleMixin:
    cls_to_become = None
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
    def has_uninitialized_params(self):
        return any(is_uninitialised(p) for p in list(self._parameters.values()) + list(self._buffers.values()))
`;

export const linearPrelude = `
import math
import torch
import torch.nn.functional as F
from torch.nn import init
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter
from torch.nn.modules.lazy import LazyModuleMixin, UninitializedParameter

class Identity(Module):
    def __init__(self, *args, **kwargs):
        super().__init__()
    def forward(self, input):
        return input

class Linear(Module):
    __constants__ = ['in_features', 'out_features']
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(torch.empty((out_features, in_features)))
        if bias:
            self.bias = Parameter(torch.empty(out_features))
        else:
            self.register_parameter('bias', None)
        self.reset_parameters()
    def reset_parameters(self):
        init.kaiming_uniform_(self.weight, a=2.23606797749979)
        if self.bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(self.weight)
            bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
            init.uniform_(self.bias, -bound, bound)
    def forward(self, input):
        return F.linear(input, self.weight, self.bias)

class NonDynamicallyQuantizableLinear(Linear):
    pass

class Bilinear(Module):
    def __init__(self, in1_features, in2_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        if isinstance(in1_features, int) and in1_features <= 0:
            raise ValueError('in1_features must be > 0, but got ' + str(in1_features))
        self.in1_features = in1_features
        self.in2_features = in2_features
        self.out_features = out_features
        self.weight = Parameter(torch.empty((out_features, in1_features, in2_features)))
        if bias:
            self.bias = Parameter(torch.empty(out_features))
        else:
            self.register_parameter('bias', None)
        bound = 1 / math.sqrt(in1_features)
        init.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            init.uniform_(self.bias, -bound, bound)
    def reset_parameters(self):
        pass
    def forward(self, input1, input2):
        return F.bilinear(input1, input2, self.weight, self.bias)

class LazyLinear(LazyModuleMixin, Linear):
    cls_to_become = Linear
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        Linear.__init__(self, 0, 0, False)
        self.out_features = out_features
        self._lazy_bias = bias
        self.weight = UninitializedParameter()
        if bias:
            self.bias = UninitializedParameter()
    def initialize_parameters(self, input):
        self.in_features = input.shape[-1]
        self.weight = Parameter(torch.empty((self.out_features, self.in_features)))
        if self._lazy_bias:
            self.bias = Parameter(torch.empty(self.out_features))
        self.reset_parameters()
`;
