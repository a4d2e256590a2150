/** Prelude: what nn.Module does that is said best in Python; the hot parts are native (module.ts). */
export const modulePrelude = `
from collections import OrderedDict
from torch._native import Module, modules_below

class RemovableHandle:
    def __init__(self, hooks=None, key=None):
        self._hooks = hooks
        self._key = key
    def remove(self):
        if self._hooks is not None:
            self._hooks.pop(self._key, None)
    def __enter__(self):
        return self
    def __exit__(self, *args):
        self.remove()

class _IncompatibleKeys:
    missing_keys = []
    unexpected_keys = []

def _method(function):
    setattr(Module, function.__name__, function)
    return function

@_method
def children(self):
    for name, module in self.named_children():
        yield module

@_method
def named_children(self):
    memo = set()
    for name, module in self._modules.items():
        if module is not None and module not in memo:
            memo.add(module)
            yield name, module

@_method
def named_modules(self, memo=None, prefix='', remove_duplicate=True):
    known = modules_below(self, prefix) if memo is None and remove_duplicate else None
    return iter(known) if known is not None else _named_modules(self, memo, prefix, remove_duplicate)

def _named_modules(self, memo, prefix, remove_duplicate):
    if memo is None:
        memo = set()
    if self not in memo:
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is None:
                continue
            sub = prefix + ('.' if prefix else '') + name
            yield from module.named_modules(memo, sub, remove_duplicate)

@_method
def modules(self):
    known = modules_below(self)
    return iter(known) if known is not None else (module for name, module in self.named_modules())

def _named_members(self, which, prefix, recurse):
    seen = set()
    owners = self.named_modules(prefix=prefix) if recurse else [(prefix, self)]
    for path, module in owners:
        for name, value in getattr(module, which).items():
            if value is None or value in seen:
                continue
            seen.add(value)
            yield path + ('.' if path else '') + name, value

@_method
def named_parameters(self, prefix='', recurse=True, remove_duplicate=True):
    for name, value in _named_members(self, '_parameters', prefix, recurse):
        yield name, value

@_method
def parameters(self, recurse=True):
    for name, value in _named_members(self, '_parameters', '', recurse):
        yield value

@_method
def named_buffers(self, prefix='', recurse=True, remove_duplicate=True):
    for name, value in _named_members(self, '_buffers', prefix, recurse):
        yield name, value

@_method
def buffers(self, recurse=True):
    for name, value in _named_members(self, '_buffers', '', recurse):
        yield value

@_method
def state_dict(self, *args, destination=None, prefix='', keep_vars=False):
    result = OrderedDict()
    for name, value in self.named_parameters():
        result[prefix + name] = value
    for name, value in self.named_buffers():
        result[prefix + name] = value
    return result

@_method
def load_state_dict(self, state_dict, strict=True, assign=False):
    return _IncompatibleKeys()

@_method
def apply(self, fn):
    for module in self.children():
        module.apply(fn)
    fn(self)
    return self

@_method
def _apply(self, fn, recurse=True):
    return self

@_method
def get_submodule(self, target):
    module = self
    if target:
        for name in target.split('.'):
            module = getattr(module, name)
    return module

@_method
def get_parameter(self, target):
    path, _, name = target.rpartition('.')
    return getattr(self.get_submodule(path), name)

@_method
def get_buffer(self, target):
    path, _, name = target.rpartition('.')
    return getattr(self.get_submodule(path), name)

@_method
def set_submodule(self, target, module, strict=False):
    path, _, name = target.rpartition('.')
    setattr(self.get_submodule(path), name, module)

@_method
def requires_grad_(self, requires_grad=True):
    for p in self.parameters():
        p.requires_grad_(requires_grad)
    return self

def _same(self, *args, **kwargs):
    return self

for _name in ('to', 'cuda', 'cpu', 'xpu', 'ipu', 'float', 'double', 'half', 'bfloat16', 'type', 'share_memory', 'to_empty', 'compile_'):
    setattr(Module, _name, _same)

def _nothing(self, *args, **kwargs):
    return None

for _name in ('zero_grad', 'compile', 'set_extra_state', '_load_from_state_dict', '_save_to_state_dict', '_init_weights_hook'):
    setattr(Module, _name, _nothing)

def _add_hook(self, which, hook, with_kwargs, prepend):
    hooks = self.__dict__.get(which)
    if hooks is None:
        hooks = OrderedDict()
        self.__dict__[which] = hooks
    key = object()
    hooks[key] = (hook, with_kwargs)
    if prepend:
        hooks.move_to_end(key, last=False)
    return RemovableHandle(hooks, key)

@_method
def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
    return _add_hook(self, '_forward_hooks', hook, with_kwargs, prepend)

@_method
def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
    return _add_hook(self, '_forward_pre_hooks', hook, with_kwargs, prepend)

def _hook(self, *args, **kwargs):
    return RemovableHandle()

for _name in ('register_backward_hook', 'register_full_backward_hook',
              'register_full_backward_pre_hook', 'register_state_dict_pre_hook', 'register_load_state_dict_post_hook',
              'register_load_state_dict_pre_hook', '_register_state_dict_hook', '_register_load_state_dict_pre_hook'):
    setattr(Module, _name, _hook)

@_method
def extra_repr(self):
    return ''

@_method
def _get_name(self):
    return self.__class__.__name__

@_method
def get_extra_state(self):
    return None

@_method
def __repr__(self):
    return self._get_name() + '(' + self.extra_repr() + ')'

Module._version = 1
Module.dump_patches = False
Module.T_destination = None
Module.call_super_init = False
`;

/** torch.nn.modules.utils and the helpers of layers. */
export const utilsPrelude = `
def _ntuple(n, name='parse'):
    def parse(x):
        if isinstance(x, int):
            return (x,) * n
        if isinstance(x, (list, tuple)) or hasattr(x, '__iter__') and not isinstance(x, str):
            return tuple(x)
        return (x,) * n
    return parse

_single = _ntuple(1, '_single')
_pair = _ntuple(2, '_pair')
_triple = _ntuple(3, '_triple')
_quadruple = _ntuple(4, '_quadruple')

def _reverse_repeat_tuple(t, n):
    return tuple(x for x in reversed(t) for _ in range(n))

def _list_with_default(out_size, defaults):
    if isinstance(out_size, int):
        return out_size
    return [v if v is not None else d for v, d in zip(out_size, defaults[-len(out_size):])]

def consume_prefix_in_state_dict_if_present(state_dict, prefix):
    pass
`;
