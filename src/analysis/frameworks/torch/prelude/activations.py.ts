/** Prelude: activations; attention is in recurrent.py.ts. */
export const activationPrelude = `
import torch
import torch.nn.functional as F
from torch.nn import init
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter, check_rank

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
