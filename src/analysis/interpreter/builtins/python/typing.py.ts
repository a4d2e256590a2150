/** Python's module `typing`, in Python. */

export const typingText = `
from convlens_support import annotations, own
from collections.abc import Iterable, Iterator, Generator, Sequence, MutableSequence, Mapping, MutableMapping, Callable, Hashable, Sized, Container, Collection, Reversible, Awaitable, Coroutine, AsyncIterable, AsyncIterator, AsyncGenerator
from collections import namedtuple as _namedtuple

class _Form:
    def __init__(self, name):
        self._name = name
    def __getitem__(self, item):
        form = _Form(self._name)
        items = item if isinstance(item, tuple) else (item,)
        if self._name in ('Union', 'Optional'):
            form.__args__ = items + ((type(None),) if self._name == 'Optional' else ())
        else:
            form.__args__ = items
        return form
    def __call__(self, *args, **kwargs):
        return args[-1] if args else None
    def __or__(self, other):
        return self
    def __ror__(self, other):
        return self
    def __mro_entries__(self, bases):
        return ()
    def __hash__(self):
        return id(self)

Any = _Form('Any')
Union = _Form('Union')
Optional = _Form('Optional')
Literal = _Form('Literal')
Final = _Form('Final')
ClassVar = _Form('ClassVar')
Annotated = _Form('Annotated')
Concatenate = _Form('Concatenate')
TypeGuard = _Form('TypeGuard')
TypeIs = _Form('TypeIs')
Unpack = _Form('Unpack')
Required = _Form('Required')
NotRequired = _Form('NotRequired')
ReadOnly = _Form('ReadOnly')
NoReturn = _Form('NoReturn')
Never = _Form('Never')
Self = _Form('Self')
LiteralString = _Form('LiteralString')
TypeAlias = _Form('TypeAlias')
Generic = _Form('Generic')
Protocol = _Form('Protocol')
Text = str
AnyStr = _Form('AnyStr')
List = list
Dict = dict
Tuple = tuple
Set = set
FrozenSet = frozenset
Type = type
DefaultDict = dict
OrderedDict = dict
Counter = dict
Deque = list
AbstractSet = set
ByteString = bytes
IO = TextIO = BinaryIO = _Form('IO')
Pattern = Match = _Form('Pattern')
SupportsInt = SupportsFloat = SupportsAbs = SupportsIndex = SupportsRound = SupportsBytes = SupportsComplex = _Form('Supports')
TYPE_CHECKING = False
ContextManager = AsyncContextManager = _Form('ContextManager')

def TypeVar(name, *args, **kwargs):
    return _Form(name)
def ParamSpec(name, *args, **kwargs):
    form = _Form(name)
    form.args = _Form('args')
    form.kwargs = _Form('kwargs')
    return form
def TypeVarTuple(name, *args, **kwargs):
    return _Form(name)
def NewType(name, tp):
    return lambda value: value
def TypeAliasType(name, value, **kwargs):
    return value
def cast(typ, val):
    return val
def overload(function):
    return function
def final(function):
    return function
def override(function):
    return function
def no_type_check(function):
    return function
def runtime_checkable(cls):
    return cls
def dataclass_transform(**kwargs):
    return lambda function: function
def get_type_hints(obj, *args, **kwargs):
    return dict(getattr(obj, '__annotations__', {}))
def get_origin(tp):
    return getattr(tp, '__origin__', None)
def get_args(tp):
    return getattr(tp, '__args__', ())
def assert_never(arg):
    raise AssertionError('Expected code to be unreachable')
def assert_type(val, typ):
    return val
def reveal_type(obj):
    return obj
def get_overloads(function):
    return []
def ForwardRef(name, *args, **kwargs):
    return _Form(name)

class NamedTuple(tuple):
    def __new__(cls, *args, **kwargs):
        if cls is NamedTuple:
            fields = args[1] if len(args) > 1 else list(kwargs.items())
            return _namedtuple(args[0], [name for name, _ in fields])
        return tuple.__new__(cls, args)
    def __init_subclass__(cls, **kwargs):
        if NamedTuple not in cls.__bases__:
            return
        names = []
        defaults = []
        for name, text, has in annotations(cls):
            names.append(name)
            if has:
                defaults.append(own(cls, name))
        base = _namedtuple(cls.__name__, names, defaults=defaults)
        for key in ('_fields', '_field_defaults', '__new__', '_asdict', '_replace', '_make') + tuple(names):
            value = base.__dict__[key] if key in base.__dict__ else getattr(base, key)
            type.__setattr__(cls, key, value)

class _TypedDictMeta(type):
    def __new__(mcs, name, bases, namespace, **kwargs):
        return super().__new__(mcs, name, bases, namespace)
    def __call__(cls, *args, **kwargs):
        # TypedDict('Name', {...}) is a class; what such a class makes are dicts.
        return dict if cls.__name__ == 'TypedDict' else dict(*args, **kwargs)
class TypedDict(dict, metaclass=_TypedDictMeta):
    pass
`;
