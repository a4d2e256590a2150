/** Prelude: torch.nn.utils, parametrizations, quantisation stand-ins, data sets, summaries, einops' layers. */
export const nnUtilsPrelude = `
import torch
from torch._native import parameter as Parameter
import torch.nn.utils.parametrize as parametrize
import torch.nn.utils.parametrizations as parametrizations
import torch.nn.utils.rnn as rnn
import torch.nn.utils.prune as prune

def weight_norm(module, name='weight', dim=0):
    weight = getattr(module, name)
    delattr(module, name)
    if dim is None:
        g = torch.empty(())
    else:
        axis = dim if dim >= 0 else weight.dim() + dim
        g = torch.empty([s if i == axis else 1 for i, s in enumerate(weight.shape)])
    module.register_parameter(name + '_g', Parameter(g))
    module.register_parameter(name + '_v', Parameter(weight))
    object.__setattr__(module, name, weight)
    return module

def remove_weight_norm(module, name='weight'):
    weight = getattr(module, name + '_v')
    delattr(module, name + '_g')
    delattr(module, name + '_v')
    if name in module.__dict__:
        delattr(module, name)
    module.register_parameter(name, Parameter(weight))
    return module

def spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None):
    weight = getattr(module, name)
    delattr(module, name)
    module.register_parameter(name + '_orig', weight)
    object.__setattr__(module, name, weight)
    return module

def remove_spectral_norm(module, name='weight'):
    weight = getattr(module, name + '_orig')
    delattr(module, name + '_orig')
    if name in module.__dict__:
        delattr(module, name)
    module.register_parameter(name, weight)
    return module

def clip_grad_norm_(parameters, max_norm, *args, **kwargs):
    return torch.zeros(())

def clip_grad_value_(parameters, clip_value, *args, **kwargs):
    return None

def parameters_to_vector(parameters):
    return torch.cat([p.view(-1) for p in parameters])

def vector_to_parameters(vec, parameters):
    return None

def fuse_conv_bn_eval(conv, bn, transpose=False):
    return conv

def skip_init(module_cls, *args, **kwargs):
    return module_cls(*args, **kwargs)

def get_total_norm(*args, **kwargs):
    return torch.zeros(())
`;

export const parametrizePrelude = `
import torch
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter
from torch.nn.modules.container import ModuleDict, ModuleList

class ParametrizationList(ModuleList):
    def __init__(self, modules, original, unsafe=False):
        super().__init__(modules)
        self._values = None

def is_parametrized(module, tensor_name=None):
    found = module._modules.get('parametrizations')
    if found is None:
        return False
    return True if tensor_name is None else tensor_name in found

def _store(module, name, originals):
    weight = getattr(module, name)
    if 'parametrizations' not in module._modules:
        module.parametrizations = ModuleDict()
    holder = ParametrizationList([], weight)
    for key, value in originals:
        holder.register_parameter(key, Parameter(value))
    delattr(module, name)
    module.parametrizations[name] = holder
    object.__setattr__(module, name, weight)
    return holder

def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    if is_parametrized(module, tensor_name):
        module.parametrizations[tensor_name].append(parametrization)
    else:
        holder = _store(module, tensor_name, [('original', getattr(module, tensor_name))])
        holder.append(parametrization)
    return module

def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    weight = getattr(module, tensor_name)
    del module.parametrizations[tensor_name]
    if len(module.parametrizations) == 0:
        delattr(module, 'parametrizations')
    if tensor_name in module.__dict__:
        delattr(module, tensor_name)
    module.register_parameter(tensor_name, Parameter(weight))
    return module

class cached:
    def __enter__(self):
        return self
    def __exit__(self, *args):
        pass
`;

export const parametrizationsPrelude = `
import torch
from torch.nn.utils.parametrize import _store

def weight_norm(module, name='weight', dim=0):
    weight = getattr(module, name)
    axis = dim if dim is not None and dim >= 0 else (weight.dim() + dim if dim is not None else None)
    g = torch.empty(()) if axis is None else torch.empty([s if i == axis else 1 for i, s in enumerate(weight.shape)])
    _store(module, name, [('original0', g), ('original1', weight)])
    return module

def spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None):
    _store(module, name, [('original', getattr(module, name))])
    return module

def orthogonal(module, name='weight', orthogonal_map=None, *, use_trivialization=True):
    _store(module, name, [('original', getattr(module, name))])
    return module
`;

export const prunePrelude = `
def _same(module, *args, **kwargs):
    return module
l1_unstructured = random_unstructured = ln_structured = random_structured = global_unstructured = identity = custom_from_mask = remove = _same
`;

export const quantizationPrelude = `
from torch.nn.modules.module import Module
from torch.nn.modules.linear import Identity
import torch

class QuantStub(Module):
    def __init__(self, qconfig=None):
        super().__init__()
    def forward(self, x):
        return x

class DeQuantStub(Module):
    def __init__(self, qconfig=None):
        super().__init__()
    def forward(self, x):
        return x

class QuantWrapper(Module):
    def __init__(self, module):
        super().__init__()
        self.quant = QuantStub()
        self.dequant = DeQuantStub()
        self.module = module
    def forward(self, X):
        return self.dequant(self.module(self.quant(X)))

class FloatFunctional(Module):
    def __init__(self):
        super().__init__()
        self.activation_post_process = Identity()
    def forward(self, x):
        raise RuntimeError('FloatFunctional is not intended to use the forward. Please use the underlying operation')
    def add(self, x, y):
        return self.activation_post_process(torch.add(x, y))
    def add_scalar(self, x, y):
        return torch.add(x, y)
    def mul(self, x, y):
        return self.activation_post_process(torch.mul(x, y))
    def mul_scalar(self, x, y):
        return torch.mul(x, y)
    def cat(self, x, dim=0):
        return self.activation_post_process(torch.cat(x, dim=dim))
    def add_relu(self, x, y):
        return self.activation_post_process(torch.nn.functional.relu(torch.add(x, y)))
    def matmul(self, x, y):
        return self.activation_post_process(torch.matmul(x, y))

def _same(model, *args, **kwargs):
    return model
fuse_modules = fuse_modules_qat = prepare = prepare_qat = convert = quantize = quantize_dynamic = propagate_qconfig_ = _same
def get_default_qconfig(*args, **kwargs):
    return None
get_default_qat_qconfig = get_default_qconfig
default_qconfig = default_qat_qconfig = None
`;

/** Data sets and loaders: batches of what a data set's first sample is, put together as PyTorch puts them together. */
export const dataPrelude = `
import itertools
import torch
from convlens_support import is_known, is_unknown, unknown as _unknown

class Dataset:
    def __class_getitem__(cls, item):
        return cls
    def __add__(self, other):
        return ConcatDataset([self, other])
class IterableDataset(Dataset):
    pass
class TensorDataset(Dataset):
    def __init__(self, *tensors):
        if any(tensors[0].size(0) != t.size(0) for t in tensors):
            raise AssertionError('Size mismatch between tensors')
        self.tensors = tensors
    def __getitem__(self, index):
        return tuple(t[index] for t in self.tensors)
    def __len__(self):
        return self.tensors[0].size(0)
class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset = dataset
        self.indices = indices
    def __getitem__(self, index):
        return self.dataset[self.indices[index]]
    def __len__(self):
        return len(self.indices)
class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.datasets = list(datasets)
    def __getitem__(self, index):
        if index < 0:
            index = index + len(self)
        for dataset in self.datasets:
            if index < len(dataset):
                return dataset[index]
            index = index - len(dataset)
        raise IndexError('list index out of range')
    def __len__(self):
        return sum(len(dataset) for dataset in self.datasets)

def random_split(dataset, lengths, generator=None):
    # Which samples are in which part is drawn; how many are is not.
    count = len(dataset)
    if sum(lengths) <= 1 and any(isinstance(length, float) for length in lengths):
        lengths = [int(count * share) for share in lengths]
        for i in range(count - sum(lengths)):
            lengths[i % len(lengths)] += 1
    if sum(lengths) != count:
        raise ValueError('Sum of input lengths does not equal the length of the input dataset!')
    ends = list(itertools.accumulate(lengths))
    return [Subset(dataset, range(end - length, end)) for length, end in zip(lengths, ends)]

class Sampler:
    def __init__(self, *args, **kwargs):
        pass
    def __class_getitem__(cls, item):
        return cls

def _together(sample, count):
    if is_unknown(sample):
        return _unknown('a sample of a data set')
    if isinstance(sample, torch.Tensor):
        return sample.new_empty((count,) + tuple(sample.shape))
    if isinstance(sample, bool):
        return torch.empty(count, dtype=torch.bool)
    if isinstance(sample, float):
        return torch.empty(count, dtype=torch.float64)
    if isinstance(sample, int):
        return torch.empty(count, dtype=torch.int64)
    if isinstance(sample, str):
        return [_unknown('a text of a data set')] * count if is_known(count) else _unknown('texts of a data set')
    if isinstance(sample, dict):
        return {key: _together(value, count) for key, value in sample.items()}
    if type(sample) in (tuple, list):
        return [_together(part, count) for part in sample]
    return _unknown('a sample of a data set')

class DataLoader:
    def __class_getitem__(cls, item):
        return cls
    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False,
                 drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, *, prefetch_factor=None,
                 persistent_workers=False, pin_memory_device='', in_order=True):
        self.dataset = dataset
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.num_workers = num_workers
        self.collate_fn = collate_fn if collate_fn is not None else _unknown('how samples are put together')
        self.sampler = sampler if sampler is not None else _unknown('the sampler of a loader')
        self.batch_sampler = batch_sampler if batch_sampler is not None else _unknown('the sampler of a loader')
        self._plain = sampler is None and batch_sampler is None and collate_fn is None and not isinstance(dataset, IterableDataset)
    def __len__(self):
        if not self._plain:
            return _unknown('how many batches there are')
        count = len(self.dataset)
        if self.batch_size is None:
            return count
        return count // self.batch_size if self.drop_last else (count + self.batch_size - 1) // self.batch_size
    def __iter__(self):
        dataset, size = self.dataset, self.batch_size
        if not self._plain or is_unknown(dataset) or not hasattr(dataset, '__getitem__'):
            return iter(_unknown('the batches of a loader'))
        count = len(dataset) if hasattr(dataset, '__len__') else _unknown('how many samples there are')
        if is_known(count) and count == 0:
            # Its files are not here.
            return iter(_unknown('the batches of a loader'))
        sample = dataset[0]
        if size is None:
            return itertools.chain([sample], _unknown('further samples'))
        if not is_known(count) or not is_known(size):
            return itertools.chain([_together(sample, size)], _unknown('further batches'))
        rest = 0 if self.drop_last else count % size
        whole = count // size
        if whole + (rest > 0) > 3:
            return itertools.chain([_together(sample, size)], _unknown('further batches'))
        return iter([_together(sample, size) for _ in range(whole)] + ([_together(sample, rest)] if rest > 0 else []))
`;

/** torchinfo's sizes hold the batch. */
export const torchinfoPrelude = `
import torch

def summary(model, input_size=None, input_data=None, batch_dim=None, *args, dtypes=None, **kwargs):
    if input_data is not None:
        if isinstance(input_data, (list, tuple)):
            model(*input_data)
        else:
            model(input_data)
    elif input_size is not None:
        sizes = [input_size] if isinstance(input_size[0], int) else list(input_size)
        model(*[torch.zeros(tuple(s)) for s in sizes])
    return None
`;

/** torchsummary's sizes leave the batch out; it runs on two. */
export const torchsummaryPrelude = `
import torch

def summary(model, input_size, batch_size=-1, device='cuda', *args, **kwargs):
    sizes = [input_size] if isinstance(input_size[0], int) else list(input_size)
    model(*[torch.zeros((2,) + tuple(s)) for s in sizes])
    return None

def summary_string(model, input_size, batch_size=-1, device='cuda', dtypes=None):
    summary(model, input_size)
    return '', (0, 0)
`;

/** torch.utils._pytree: nested lists, tuples and dicts as flat lists and back. */
export const pytreePrelude = `
class TreeSpec:
    def __init__(self, kind, context, children):
        self.type = kind
        self.context = context
        self.children_specs = children
        self.num_leaves = sum(child.num_leaves for child in children) if kind is not None else 1

class LeafSpec(TreeSpec):
    def __init__(self):
        super().__init__(None, None, [])

def _flatten(tree, leaves):
    if isinstance(tree, dict):
        return TreeSpec(type(tree), list(tree.keys()), [_flatten(v, leaves) for v in tree.values()])
    if isinstance(tree, tuple) and hasattr(tree, '_fields'):
        return TreeSpec(type(tree), type(tree), [_flatten(v, leaves) for v in tree])
    if isinstance(tree, (list, tuple)):
        return TreeSpec(type(tree), None, [_flatten(v, leaves) for v in tree])
    leaves.append(tree)
    return LeafSpec()

def tree_flatten(tree, is_leaf=None):
    leaves = []
    spec = _flatten(tree, leaves)
    return leaves, spec

def _unflatten(leaves, spec):
    if spec.type is None:
        return leaves.pop(0)
    children = [_unflatten(leaves, child) for child in spec.children_specs]
    if isinstance(spec.context, list):
        return spec.type(zip(spec.context, children))
    if spec.context is not None:
        return spec.context(*children)
    return spec.type(children)

def tree_unflatten(leaves, treespec):
    return _unflatten(list(leaves), treespec)

def tree_leaves(tree, is_leaf=None):
    return tree_flatten(tree)[0]

def tree_map(func, tree, *rests, is_leaf=None):
    leaves, spec = tree_flatten(tree)
    others = [tree_flatten(rest)[0] for rest in rests]
    return tree_unflatten([func(*values) for values in zip(leaves, *others)], spec)

def tree_map_only(kind, func, tree, is_leaf=None):
    return tree_map(lambda leaf: func(leaf) if isinstance(leaf, kind) else leaf, tree)

def tree_structure(tree, is_leaf=None):
    return tree_flatten(tree)[1]
`;

export const einopsLayersPrelude = `
from torch.nn.modules.module import Module
from torch._native import parameter as Parameter
import torch
import einops

class Rearrange(Module):
    def __init__(self, pattern, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.axes_lengths = axes_lengths
    def forward(self, input):
        return einops.rearrange(input, self.pattern, **self.axes_lengths)

class Reduce(Module):
    def __init__(self, pattern, reduction, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.reduction = reduction
        self.axes_lengths = axes_lengths
    def forward(self, input):
        if self.reduction in ('repeat', 'rearrange'):
            return getattr(einops, self.reduction)(input, self.pattern, **self.axes_lengths)
        return einops.reduce(input, self.pattern, self.reduction, **self.axes_lengths)

class EinMix(Module):
    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.weight = Parameter(torch.empty([axes_lengths[n] for n in weight_shape.replace('(', ' ').replace(')', ' ').split()]))
        if bias_shape is not None:
            self.bias = Parameter(torch.empty([axes_lengths[n] for n in bias_shape.replace('(', ' ').replace(')', ' ').split()]))
        else:
            self.bias = None
`;
