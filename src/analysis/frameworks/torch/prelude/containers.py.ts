/** Prelude: containers of layers and of parameters. */
export const containerPrelude = `
from collections import OrderedDict
import operator
from torch.nn.modules.module import Module
from torch._native import Parameter
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
        if isinstance(value, torch.Tensor) and not isinstance(value, Parameter):
            value = Parameter(value)
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
        if isinstance(value, torch.Tensor) and not isinstance(value, Parameter):
            value = Parameter(value)
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
