/** Python's module `types`, in Python. */

export const typesText = `
from convlens_support import bind as _bind
class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)
    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__
def MethodType(function, instance):
    return _bind(function, instance)
FunctionType = LambdaType = type(lambda: None)
BuiltinFunctionType = BuiltinMethodType = type(len)
NoneType = type(None)
GeneratorType = type(iter([]))
import types as _self
ModuleType = type(_self)
class MappingProxyType(dict):
    pass
class GenericAlias:
    pass
class UnionType:
    pass
EllipsisType = type(...)
TracebackType = CodeType = FrameType = object
def new_class(name, bases=(), kwds=None, exec_body=None):
    return type(name, bases, {})
class DynamicClassAttribute(property):
    pass
`;
