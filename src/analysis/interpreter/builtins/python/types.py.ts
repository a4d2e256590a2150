/** Python's module `types`, in Python. */

export const typesText = `
class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)
    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__
    def __repr__(self):
        return 'namespace(' + ', '.join(name + '=' + repr(value) for name, value in self.__dict__.items()) + ')'
class _Sample:
    def method(self):
        pass
MethodType = type(_Sample().method)
FunctionType = LambdaType = type(lambda: None)
BuiltinFunctionType = BuiltinMethodType = type(len)
NoneType = type(None)
GeneratorType = type(x for x in ())
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
