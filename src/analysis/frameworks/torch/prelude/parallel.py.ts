/** Prelude: wrappers that hand a call on to the model inside of them. */
export const parallelPrelude = `
from torch.nn.modules.module import Module

class DataParallel(Module):
    _hands_on_to = 'module'
    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.dim = dim
        self.module = module
        self.device_ids = []
    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)

class DistributedDataParallel(Module):
    _hands_on_to = 'module'
    def __init__(self, module, *args, **kwargs):
        super().__init__()
        self.module = module
    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)

def data_parallel(module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None):
    if not isinstance(inputs, tuple):
        inputs = (inputs,)
    return module(*inputs, **(module_kwargs or {}))
`;
