/** Python's own modules, in Python: run by the interpreter like a user's file, at their first import. */

const functoolsText = `
from convlens_support import cached as cached_property, is_known, own, owns, put
WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__')
WRAPPER_UPDATES = ('__dict__',)

class partial:
    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords
    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords
    def __get__(self, instance, owner=None):
        return partial(self.func, instance, *self.args, **self.keywords)

def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    try:
        wrapper.__wrapped__ = wrapped
    except AttributeError:
        pass
    return wrapper

def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped)

def reduce(function, iterable, *initial):
    it = iter(iterable)
    value = initial[0] if initial else next(it)
    for item in it:
        value = function(value, item)
    return value

# A cache changes no answer.
def cache(function):
    kept = {}
    @wraps(function)
    def cached(*args, **kwargs):
        key = (args, tuple(kwargs.items()))
        if not is_known(key):
            return function(*args, **kwargs)
        try:
            if key in kept:
                return kept[key]
        except TypeError:
            return function(*args, **kwargs)
        kept[key] = function(*args, **kwargs)
        return kept[key]
    cached.cache_clear = kept.clear
    cached.cache_info = lambda: None
    return cached

def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return cache(maxsize)
    return cache

def total_ordering(cls):
    have = [name for name in ('__lt__', '__le__', '__gt__', '__ge__') if owns(cls, name)]
    if have:
        root = own(cls, have[0])
        if have[0] == '__lt__':
            made = {'__gt__': lambda a, b: not (root(a, b) or a == b), '__le__': lambda a, b: root(a, b) or a == b, '__ge__': lambda a, b: not root(a, b)}
        elif have[0] == '__le__':
            made = {'__ge__': lambda a, b: not root(a, b) or a == b, '__lt__': lambda a, b: root(a, b) and not a == b, '__gt__': lambda a, b: not root(a, b)}
        elif have[0] == '__gt__':
            made = {'__lt__': lambda a, b: not (root(a, b) or a == b), '__ge__': lambda a, b: root(a, b) or a == b, '__le__': lambda a, b: not root(a, b)}
        else:
            made = {'__le__': lambda a, b: not root(a, b) or a == b, '__gt__': lambda a, b: root(a, b) and not a == b, '__lt__': lambda a, b: not root(a, b)}
        for name, method in made.items():
            if not owns(cls, name):
                put(cls, name, method)
    return cls

def cmp_to_key(compare):
    class K:
        def __init__(self, value):
            self.value = value
        def __lt__(self, other):
            return compare(self.value, other.value) < 0
    return K

def singledispatch(function):
    def register(cls, method=None):
        if method is None:
            return lambda m: m
        return method
    function.register = register
    function.dispatch = lambda cls: function
    return function
singledispatchmethod = singledispatch
`;

const collectionsText = `
from convlens_support import set_factory, get_factory, unknown
import collections.abc as abc
from collections.abc import Mapping, MutableMapping, Sequence, Iterable, Callable

class OrderedDict(dict):
    pass

class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kwargs):
        set_factory(self, default_factory)
        self.update(*args, **kwargs)
    @property
    def default_factory(self):
        return get_factory(self)

class Counter(dict):
    def __init__(self, iterable=None, **kwargs):
        set_factory(self, int)
        if iterable is not None:
            if isinstance(iterable, dict):
                for key, n in iterable.items():
                    self[key] = n
            else:
                for item in iterable:
                    self[item] = self.get(item, 0) + 1
        for key, n in kwargs.items():
            self[key] = n
    def most_common(self, n=None):
        items = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return items if n is None else items[:n]
    def elements(self):
        return [key for key, n in self.items() for _ in range(n)]

class deque(list):
    def __init__(self, iterable=(), maxlen=None):
        self.maxlen = maxlen
        self.extend(iterable)
    def append(self, item):
        super().append(item)
        if self.maxlen is not None and len(self) > self.maxlen:
            self.pop(0)
    def extend(self, items):
        if self.maxlen is None:
            super().extend(items)
        else:
            for item in items:
                self.append(item)
    def appendleft(self, item):
        self.insert(0, item)
        if self.maxlen is not None and len(self) > self.maxlen:
            self.pop()
    def extendleft(self, items):
        for item in items:
            self.appendleft(item)
    def popleft(self):
        return self.pop(0)
    def rotate(self, n=1):
        for _ in range(n):
            self.insert(0, self.pop())

class ChainMap(dict):
    def __init__(self, *maps):
        for m in reversed(maps):
            self.update(m)

class UserDict(dict):
    @property
    def data(self):
        return self
class UserList(list):
    pass
class UserString(str):
    pass

def _field(i):
    return property(lambda self: self[i])

def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    names = tuple(field_names)
    values = tuple(defaults) if defaults is not None else ()
    first = len(names) - len(values)
    def __new__(cls, *args, **kwargs):
        items = list(args)
        if len(items) > len(names):
            raise TypeError(typename + '() takes ' + str(len(names)) + ' arguments but ' + str(len(items)) + ' were given')
        for i in range(len(items), len(names)):
            name = names[i]
            if name in kwargs:
                items.append(kwargs[name])
            elif i >= first:
                items.append(values[i - first])
            else:
                raise TypeError(typename + ".__new__() missing 1 required positional argument: '" + name + "'")
        return tuple.__new__(cls, items)
    def _asdict(self):
        return {name: value for name, value in zip(names, self)}
    def _replace(self, **kwargs):
        return self.__class__(*[kwargs.get(name, value) for name, value in zip(names, self)])
    namespace = {'_fields': names, '_field_defaults': dict(zip(names[first:], values)), '__new__': staticmethod(__new__), '_asdict': _asdict, '_replace': _replace,
                 '_make': classmethod(lambda cls, iterable: cls(*iterable)), '__slots__': ()}
    for i, name in enumerate(names):
        namespace[name] = _field(i)
    return type(typename, (tuple,), namespace)
`;

const abcNames = 'Iterable Iterator Generator Sequence MutableSequence Mapping MutableMapping Set MutableSet Callable Hashable Sized Container Collection Reversible Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator ByteString KeysView ValuesView ItemsView MappingView Buffer';
const collectionsAbcText = abcNames
  .split(' ')
  .map((name) => `class ${name}:\n    def __class_getitem__(cls, item):\n        return cls\n`)
  .join('');

const copyText = `
from convlens_support import copy, deepcopy
class Error(Exception):
    pass
def replace(obj, **changes):
    return obj.__replace__(**changes)
`;

const dataclassesText = `
from convlens_support import annotations, own, owns, put, drop
MISSING = object()
KW_ONLY = object()

class FrozenInstanceError(AttributeError):
    pass

class Field:
    def __init__(self, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=False, **kwargs):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata if metadata is not None else {}
        self.kw_only = kw_only

def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=False, **kwargs):
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)

class InitVar:
    def __class_getitem__(cls, item):
        return cls

def _process(cls, init, repr_, eq, order_, unsafe_hash, frozen, kw_only):
    fields = {}
    for base in reversed(cls.__mro__):
        inherited = own(base, '__dataclass_fields__')
        if inherited is not None and base is not cls:
            fields.update(inherited)
    later_kw_only = kw_only
    for name, text, has in annotations(cls):
        if 'ClassVar' in text:
            continue
        if text.endswith('KW_ONLY'):
            later_kw_only = True
            continue
        value = own(cls, name) if has else MISSING
        if isinstance(value, Field):
            f = value
            if f.default is not MISSING:
                put(cls, name, f.default)
            else:
                drop(cls, name)
        else:
            f = Field(default=value)
        f.name = name
        f.type = text
        f.kw_only = f.kw_only or later_kw_only
        f._initvar = 'InitVar' in text
        fields[name] = f
    put(cls, '__dataclass_fields__', fields)
    order = [f for f in fields.values() if f.init and not f.kw_only]
    everything = list(fields.values())
    typename = cls.__name__

    def __init__(self, *args, **kwargs):
        if len(args) > len(order):
            needed = 1 + len([f for f in order if f.default is MISSING and f.default_factory is MISSING])
            raise TypeError(typename + '.__init__() takes ' + ('' if needed == len(order) + 1 else 'from ' + str(needed) + ' to ') + str(len(order) + 1) + ' positional arguments but ' + str(len(args) + 1) + ' were given')
        given = {}
        for f, value in zip(order, args):
            given[f.name] = value
        for key, value in kwargs.items():
            if key not in fields or not fields[key].init:
                raise TypeError(typename + ".__init__() got an unexpected keyword argument '" + key + "'")
            if key in given:
                raise TypeError(typename + ".__init__() got multiple values for argument '" + key + "'")
            given[key] = value
        initvars = []
        for f in everything:
            if f.name in given:
                value = given[f.name]
            elif f.default is not MISSING:
                value = f.default
            elif f.default_factory is not MISSING:
                value = f.default_factory()
            elif f.init:
                raise TypeError(typename + ".__init__() missing 1 required positional argument: '" + f.name + "'")
            else:
                continue
            if f._initvar:
                initvars.append(value)
            else:
                object.__setattr__(self, f.name, value) if frozen else setattr(self, f.name, value)
        if hasattr(self, '__post_init__'):
            self.__post_init__(*initvars)

    def __eq__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, f.name) == getattr(other, f.name) for f in everything if f.compare)

    def __hash__(self):
        return hash(tuple(getattr(self, f.name) for f in everything if (f.compare if f.hash is None else f.hash)))

    def __repr__(self):
        return type(self).__qualname__ + '(' + ', '.join(f.name + '=' + repr(getattr(self, f.name)) for f in everything if f.repr and not f._initvar) + ')'

    def key(self):
        return tuple(getattr(self, f.name) for f in everything if f.compare)

    if init and not owns(cls, '__init__'):
        put(cls, '__init__', __init__)
    if eq and not owns(cls, '__eq__'):
        put(cls, '__eq__', __eq__)
        if not owns(cls, '__hash__'):
            put(cls, '__hash__', __hash__ if frozen or unsafe_hash else None)
    if repr_ and not owns(cls, '__repr__'):
        put(cls, '__repr__', __repr__)
    if order_:
        put(cls, '__lt__', lambda self, other: key(self) < key(other))
        put(cls, '__le__', lambda self, other: key(self) <= key(other))
        put(cls, '__gt__', lambda self, other: key(self) > key(other))
        put(cls, '__ge__', lambda self, other: key(self) >= key(other))
    put(cls, '__match_args__', tuple(f.name for f in order))
    return cls

def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    if cls is None:
        return lambda c: _process(c, init, repr, eq, order, unsafe_hash, frozen, kw_only)
    return _process(cls, init, repr, eq, order, unsafe_hash, frozen, kw_only)

def fields(class_or_instance):
    return tuple(f for f in class_or_instance.__dataclass_fields__.values() if not f._initvar)

def is_dataclass(obj):
    return hasattr(obj, '__dataclass_fields__')

def _plain(value, factory):
    if is_dataclass(value) and not isinstance(value, type):
        return factory([(f.name, _plain(getattr(value, f.name), factory)) for f in fields(value)])
    if isinstance(value, (list, tuple)):
        return [_plain(v, factory) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v, factory) for k, v in value.items()}
    return value

def asdict(obj, *, dict_factory=dict):
    return _plain(obj, dict_factory)

def astuple(obj, *, tuple_factory=tuple):
    return tuple_factory([astuple(v, tuple_factory=tuple_factory) if is_dataclass(v) else v for v in [getattr(obj, f.name) for f in fields(obj)]])

def replace(obj, /, **changes):
    for f in fields(obj):
        if f.init and f.name not in changes:
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)

def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **kwargs):
    names = []
    space = dict(namespace or {})
    notes = {}
    for item in fields:
        if isinstance(item, str):
            notes[item] = 'object'
        else:
            notes[item[0]] = 'object'
            if len(item) > 2:
                space[item[0]] = item[2]
    space['__annotations__'] = notes
    return dataclass(type(cls_name, tuple(bases), space))
`;

const enumText = `
from convlens_support import set_payload, put, own

class auto:
    def __init__(self, value=None):
        self.value = value

def _is_member(name, value):
    if name.startswith('_') or name in ('mro',):
        return False
    return not (callable(value) or isinstance(value, (property, staticmethod, classmethod)) or hasattr(value, '__get__')) or type(value).__name__ == 'partial' or isinstance(value, member)

class member:
    def __init__(self, value):
        self.value = value
class nonmember:
    def __init__(self, value):
        self.value = value

class EnumMeta(type):
    def __new__(metacls, name, bases, namespace, **kwargs):
        cls = super().__new__(metacls, name, bases, namespace)
        members = {}
        for base in bases:
            members.update(getattr(base, '_member_map_', {}))
        last = 0
        kind = None
        for base in cls.__mro__:
            if base in (str, int, float):
                kind = base
        values = {}
        for key, value in namespace.items():
            if not _is_member(key, value):
                continue
            if isinstance(value, member):
                value = value.value
            if isinstance(value, auto):
                if value.value is None:
                    value = key.lower() if kind is str else (1 << last if name.endswith('Flag') or any(b.__name__.endswith('Flag') for b in cls.__mro__) else last + 1)
                    last = last + 1
                else:
                    value = value.value
            elif isinstance(value, int):
                last = value
            for other in values.values():
                if type(other._value_) is type(value) and not isinstance(value, (list, dict)) and other._value_ == value:
                    members[key] = other
                    put(cls, key, other)
                    break
            else:
                item = object.__new__(cls)
                object.__setattr__(item, '_name_', key)
                object.__setattr__(item, '_value_', value)
                if kind is not None:
                    set_payload(item, value)
                init = getattr(cls, '__init__', None)
                values[key] = item
                members[key] = item
                put(cls, key, item)
                if '__init__' in namespace or any('__init__' in getattr(b, '__dict__', {}) and b.__name__ not in ('object', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'str', 'int') for b in bases):
                    item.__init__(*(value if isinstance(value, tuple) else (value,)))
        put(cls, '_member_map_', members)
        put(cls, '_member_names_', [k for k, v in members.items() if v._name_ == k])
        return cls
    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])
    def __len__(cls):
        return len(cls._member_names_)
    def __getitem__(cls, name):
        return cls._member_map_[name]
    def __contains__(cls, value):
        return any(m is value or m._value_ == value for m in cls._member_map_.values())
    def __call__(cls, value, names=None, **kwargs):
        if names is not None:
            if isinstance(names, str):
                names = names.replace(',', ' ').split()
            space = dict(names) if isinstance(names, dict) else {n: i + 1 for i, n in enumerate(names)}
            return EnumMeta(value, (cls,), space)
        for m in cls._member_map_.values():
            if m is value or m._value_ == value:
                return m
        missing = cls._missing_(value)
        if missing is not None:
            return missing
        raise ValueError(repr(value) + ' is not a valid ' + cls.__name__)
    @property
    def __members__(cls):
        return dict(cls._member_map_)
EnumType = EnumMeta

class Enum(metaclass=EnumMeta):
    @property
    def name(self):
        return self._name_
    @property
    def value(self):
        return self._value_
    @classmethod
    def _missing_(cls, value):
        return None
    def __hash__(self):
        return id(self)
    def __repr__(self):
        return '<' + self.__class__.__name__ + '.' + self._name_ + ': ' + repr(self._value_) + '>'
    def __str__(self):
        return self.__class__.__name__ + '.' + self._name_

class IntEnum(int, Enum):
    def __str__(self):
        return str(self._value_)

class StrEnum(str, Enum):
    def __str__(self):
        return self._value_

class Flag(Enum):
    def __or__(self, other):
        return self
    def __and__(self, other):
        return self
class IntFlag(int, Flag):
    pass

def unique(cls):
    return cls
def verify(*args):
    return lambda cls: cls
UNIQUE = CONTINUOUS = NAMED_FLAGS = None
`;

const typingText = `
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

class TypedDict(dict):
    def __init_subclass__(cls, **kwargs):
        pass
`;

const abcText = `
class ABCMeta(type):
    def register(cls, subclass):
        return subclass
class ABC:
    pass
def abstractmethod(function):
    return function
abstractproperty = property
abstractstaticmethod = staticmethod
abstractclassmethod = classmethod
`;

const inspectText = `
from convlens_support import parameters as _parameters, is_function as isfunction, is_method as ismethod, is_class as isclass, is_module as ismodule, is_builtin as isbuiltin, is_generator_function as isgeneratorfunction, doc as getdoc, unknown as _unknown

class _empty:
    pass

class Parameter:
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4
    empty = _empty
    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation
    def replace(self, **changes):
        return Parameter(changes.get('name', self.name), changes.get('kind', self.kind), default=changes.get('default', self.default), annotation=changes.get('annotation', self.annotation))

class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments
    def apply_defaults(self):
        arguments = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif p.default is not _empty:
                arguments[name] = p.default
            elif p.kind == 2:
                arguments[name] = ()
            elif p.kind == 4:
                arguments[name] = {}
        self.arguments = arguments
    @property
    def args(self):
        out = []
        for name, p in self.signature.parameters.items():
            if p.kind in (0, 1) and name in self.arguments:
                out.append(self.arguments[name])
            elif p.kind == 2:
                out.extend(self.arguments.get(name, ()))
        return tuple(out)
    @property
    def kwargs(self):
        out = {}
        for name, p in self.signature.parameters.items():
            if p.kind == 3 and name in self.arguments:
                out[name] = self.arguments[name]
            elif p.kind == 4:
                out.update(self.arguments.get(name, {}))
        return out

class Signature:
    empty = _empty
    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = {p.name: p for p in (parameters or [])}
        self.return_annotation = return_annotation
    def bind(self, *args, **kwargs):
        arguments = {}
        rest = list(args)
        named = dict(kwargs)
        for name, p in self.parameters.items():
            if p.kind in (0, 1):
                if rest:
                    arguments[name] = rest.pop(0)
                elif name in named:
                    arguments[name] = named.pop(name)
                elif p.default is _empty:
                    raise TypeError("missing a required argument: '" + name + "'")
            elif p.kind == 2:
                arguments[name] = tuple(rest)
                rest = []
            elif p.kind == 3:
                if name in named:
                    arguments[name] = named.pop(name)
                elif p.default is _empty:
                    raise TypeError("missing a required argument: '" + name + "'")
            elif p.kind == 4:
                arguments[name] = named
                named = {}
        if rest:
            raise TypeError('too many positional arguments')
        if named:
            raise TypeError("got an unexpected keyword argument '" + next(iter(named)) + "'")
        return BoundArguments(self, arguments)
    def bind_partial(self, *args, **kwargs):
        return self.bind(*args, **kwargs)

def signature(obj, **kwargs):
    found = _parameters(obj)
    if found is None:
        return _unknown('the signature of a callable')
    return Signature([Parameter(name, kind, default=default if has else _empty, annotation=text if text else _empty) for name, kind, has, default, text in found])

class FullArgSpec:
    def __init__(self, args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations):
        self.args = args
        self.varargs = varargs
        self.varkw = varkw
        self.keywords = varkw
        self.defaults = defaults
        self.kwonlyargs = kwonlyargs
        self.kwonlydefaults = kwonlydefaults
        self.annotations = annotations
    def __iter__(self):
        return iter((self.args, self.varargs, self.varkw, self.defaults, self.kwonlyargs, self.kwonlydefaults, self.annotations))

def getfullargspec(func):
    found = _parameters(func) or []
    args = [n for n, k, h, d, t in found if k in (0, 1)]
    if isclass(func):
        args = ['self'] + args
    return FullArgSpec(args, next((n for n, k, h, d, t in found if k == 2), None), next((n for n, k, h, d, t in found if k == 4), None),
                       tuple(d for n, k, h, d, t in found if k in (0, 1) and h) or None, [n for n, k, h, d, t in found if k == 3],
                       {n: d for n, k, h, d, t in found if k == 3 and h}, {})
getargspec = getfullargspec

def isroutine(obj):
    return isfunction(obj) or ismethod(obj) or isbuiltin(obj)
def isabstract(obj):
    return False
def iscoroutinefunction(obj):
    return False
def isgenerator(obj):
    return False
def getmembers(obj, predicate=None):
    found = []
    for name in dir(obj):
        value = getattr(obj, name, None)
        if predicate is None or predicate(value):
            found.append((name, value))
    return found
def getmro(cls):
    return cls.__mro__
def getmodule(obj):
    import sys
    return sys.modules.get(getattr(obj, '__module__', None))
def unwrap(func, *, stop=None):
    while hasattr(func, '__wrapped__'):
        func = func.__wrapped__
    return func
def cleandoc(text):
    return text
`;

const operatorText = `
def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def truediv(a, b): return a / b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def pow(a, b): return a ** b
def matmul(a, b): return a @ b
def neg(a): return -a
def pos(a): return +a
def not_(a): return not a
def eq(a, b): return a == b
def ne(a, b): return a != b
def lt(a, b): return a < b
def le(a, b): return a <= b
def gt(a, b): return a > b
def ge(a, b): return a >= b
def is_(a, b): return a is b
def is_not(a, b): return a is not b
def and_(a, b): return a & b
def or_(a, b): return a | b
def xor(a, b): return a ^ b
def contains(a, b): return b in a
def getitem(a, b): return a[b]
def setitem(a, b, c): a[b] = c
def delitem(a, b): del a[b]
def iadd(a, b):
    a += b
    return a
def concat(a, b): return a + b
def truth(a): return bool(a)
def index(a):
    if isinstance(a, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    return int(a)
def itemgetter(*items):
    if len(items) == 1:
        return lambda obj: obj[items[0]]
    return lambda obj: tuple(obj[i] for i in items)
def attrgetter(*names):
    def get(obj, name):
        for part in name.split('.'):
            obj = getattr(obj, part)
        return obj
    if len(names) == 1:
        return lambda obj: get(obj, names[0])
    return lambda obj: tuple(get(obj, n) for n in names)
def methodcaller(name, *args, **kwargs):
    return lambda obj: getattr(obj, name)(*args, **kwargs)
`;

const contextlibText = `
from functools import wraps

class ContextDecorator:
    def __call__(self, func):
        return func

class AbstractContextManager:
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return None

class _GeneratorContext(ContextDecorator):
    def __init__(self, generator):
        self._generator = generator
    def __enter__(self):
        return next(self._generator)
    def __exit__(self, *args):
        next(self._generator, None)
        return False

def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwargs):
        return _GeneratorContext(func(*args, **kwargs))
    return helper
asynccontextmanager = contextmanager

class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result
    def __enter__(self):
        return self.enter_result

class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions
    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._exceptions)

class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        return self.thing

class ExitStack(AbstractContextManager):
    def enter_context(self, cm):
        return cm.__enter__()
    def push(self, exit):
        return exit
    def callback(self, callback, *args, **kwargs):
        return callback
    def close(self):
        pass
    def pop_all(self):
        return self

class redirect_stdout(AbstractContextManager):
    def __init__(self, target):
        pass
redirect_stderr = redirect_stdout
`;

const typesText = `
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

const argparseText = `
from convlens_support import unknown
SUPPRESS = '==SUPPRESS=='
REMAINDER = '...'
class ArgumentError(Exception):
    pass
class ArgumentTypeError(Exception):
    pass
class Namespace:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)
    def __contains__(self, key):
        return key in self.__dict__
class Action:
    pass
class HelpFormatter:
    pass
ArgumentDefaultsHelpFormatter = RawTextHelpFormatter = RawDescriptionHelpFormatter = HelpFormatter

class BooleanOptionalAction(Action):
    pass

class ArgumentParser:
    def __init__(self, *args, **kwargs):
        self._defaults = {}
    def add_argument(self, *names, action=None, default=None, type=None, dest=None, nargs=None, const=None, required=False, choices=None, **kwargs):
        if dest is None:
            long = [n for n in names if n.startswith('--')]
            dest = (long or list(names))[0].lstrip('-').replace('-', '_')
        if dest in ('help', 'h') or action in ('version', 'help'):
            return
        if action == 'store_true':
            value = False if default is None else default
        elif action == 'store_false':
            value = True if default is None else default
        elif action == 'append':
            value = default
        elif default is None and (required or not names[0].startswith('-')):
            value = unknown('the command-line argument ' + dest)
        else:
            value = type(default) if isinstance(default, str) and callable(type) else default
        self._defaults.setdefault(dest, value)
    def add_argument_group(self, *args, **kwargs):
        return self
    add_mutually_exclusive_group = add_argument_group
    def add_subparsers(self, *args, **kwargs):
        return self
    def add_parser(self, *args, **kwargs):
        return self
    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
    def get_default(self, name):
        return self._defaults.get(name)
    def parse_args(self, args=None, namespace=None):
        return Namespace(**self._defaults)
    def parse_known_args(self, args=None, namespace=None):
        return Namespace(**self._defaults), []
    def print_help(self, *args):
        pass
    def error(self, message):
        raise SystemExit(2)
`;

const loggingText = `
class Logger:
    def __init__(self, name='root', *args, **kwargs):
        self.name = name
        self.handlers = []
        self.level = 0
    def _nothing(self, *args, **kwargs):
        pass
    debug = info = warning = warn = error = critical = exception = log = setLevel = addHandler = removeHandler = addFilter = warning_once = _nothing
    def getEffectiveLevel(self):
        return 30
    def isEnabledFor(self, level):
        return False
    def getChild(self, name):
        return self
    def hasHandlers(self):
        return False
class Handler(Logger):
    setFormatter = Logger._nothing
StreamHandler = FileHandler = NullHandler = Handler
class Formatter:
    def __init__(self, *args, **kwargs):
        pass
class Filter:
    def __init__(self, *args, **kwargs):
        pass
def getLogger(name=None):
    return Logger(name)
def _nothing(*args, **kwargs):
    pass
debug = info = warning = warn = error = critical = exception = log = basicConfig = disable = captureWarnings = addLevelName = _nothing
DEBUG, INFO, WARNING, WARN, ERROR, CRITICAL, FATAL, NOTSET = 10, 20, 30, 30, 40, 50, 50, 0
root = Logger()
def getLevelName(level):
    return str(level)
`;

const warningsText = `
def _nothing(*args, **kwargs):
    pass
warn = warn_explicit = filterwarnings = simplefilter = resetwarnings = showwarning = _nothing
class catch_warnings:
    def __init__(self, *args, **kwargs):
        pass
    def __enter__(self):
        return []
    def __exit__(self, *args):
        return False
def deprecated(*args, **kwargs):
    return lambda f: f
`;

const numbersText = `
class Number:
    pass
class Complex(Number):
    pass
class Real(Complex):
    pass
class Rational(Real):
    pass
class Integral(Rational):
    pass
`;

const stringText = `
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = '0123456789abcdefABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\\'()*+,-./:;<=>?@[\\\\]^_\`{|}~'
whitespace = ' \\t\\n\\r'
printable = digits + ascii_letters + punctuation + whitespace
def capwords(s, sep=None):
    return ' '.join(w.capitalize() for w in s.split(sep))
class Template:
    def __init__(self, template):
        self.template = template
    def substitute(self, mapping={}, **kwargs):
        text = self.template
        for key, value in {**mapping, **kwargs}.items():
            text = text.replace('$' + key, str(value)).replace('$' + '{' + key + '}', str(value))
        return text
    safe_substitute = substitute
`;

const fnmatchText = `
import re
def translate(pat):
    out = ''
    for c in pat:
        out += '.*' if c == '*' else '.' if c == '?' else c if c in '[]!-' else re.escape(c)
    return out.replace('[!', '[^')
def fnmatch(name, pat):
    return re.fullmatch(translate(pat), name) is not None
fnmatchcase = fnmatch
def filter(names, pat):
    return [n for n in names if fnmatch(n, pat)]
`;

const bisectText = `
def bisect_left(a, x, lo=0, hi=None, *, key=None):
    hi = len(a) if hi is None else hi
    while lo < hi:
        mid = (lo + hi) // 2
        if (key(a[mid]) if key else a[mid]) < x:
            lo = mid + 1
        else:
            hi = mid
    return lo
def bisect_right(a, x, lo=0, hi=None, *, key=None):
    hi = len(a) if hi is None else hi
    while lo < hi:
        mid = (lo + hi) // 2
        if x < (key(a[mid]) if key else a[mid]):
            hi = mid
        else:
            lo = mid + 1
    return lo
bisect = bisect_right
def insort(a, x):
    a.insert(bisect_right(a, x), x)
`;

const osPathText = `
from convlens_support import unknown
sep = '/'
def join(path, *paths):
    for p in paths:
        path = p if p.startswith('/') else (path + p if path.endswith('/') or not path else path + '/' + p)
    return path
def basename(p):
    return p.rsplit('/', 1)[-1]
def dirname(p):
    return p.rsplit('/', 1)[0] if '/' in p else ''
def split(p):
    return dirname(p), basename(p)
def splitext(p):
    base = basename(p)
    if '.' in base.lstrip('.'):
        cut = p.rfind('.')
        return p[:cut], p[cut:]
    return p, ''
def exists(p):
    return unknown('whether a file is there')
isfile = isdir = islink = exists
def abspath(p):
    return p
realpath = normpath = expanduser = expandvars = relpath = abspath
def isabs(p):
    return p.startswith('/')
def commonprefix(list):
    return ''
`;

const osText = `
import os.path as path
from convlens_support import unknown
class _Environ(dict):
    def __getitem__(self, key):
        return unknown('an environment variable')
    def __contains__(self, key):
        return unknown('an environment variable')
    def get(self, key, default=None):
        return unknown('an environment variable')
    def setdefault(self, key, default=None):
        return unknown('an environment variable')
    def copy(self):
        return self
environ = _Environ()
name = 'posix'
sep = '/'
linesep = '\\n'
pathsep = ':'
devnull = '/dev/null'
def getenv(key, default=None):
    return unknown('an environment variable')
def getcwd():
    return '.'
def makedirs(*args, **kwargs):
    pass
mkdir = remove = unlink = rename = rmdir = chdir = system = makedirs
def listdir(path='.'):
    return unknown('the files of a folder')
def cpu_count():
    return unknown('the number of processors')
def walk(*args, **kwargs):
    return unknown('the files of a folder')
def getpid():
    return unknown('a process id')
def fspath(p):
    return p
class PathLike:
    pass
`;

const pathlibText = `
from convlens_support import unknown
class PurePath:
    def __init__(self, *parts):
        self._text = '/'.join(str(p) for p in parts) or '.'
    def __truediv__(self, other):
        return self.__class__(self._text, str(other))
    def __rtruediv__(self, other):
        return self.__class__(str(other), self._text)
    def __str__(self):
        return self._text
    def __fspath__(self):
        return self._text
    @property
    def name(self):
        return self._text.rsplit('/', 1)[-1]
    @property
    def stem(self):
        return self.name.rsplit('.', 1)[0]
    @property
    def suffix(self):
        return '.' + self.name.rsplit('.', 1)[1] if '.' in self.name else ''
    @property
    def parent(self):
        return self.__class__(self._text.rsplit('/', 1)[0] if '/' in self._text else '.')
    @property
    def parents(self):
        return [self.parent, self.parent.parent, self.parent.parent.parent]
    def resolve(self, *args):
        return self
    absolute = expanduser = resolve
    def joinpath(self, *parts):
        return self.__class__(self._text, *parts)
    def with_suffix(self, suffix):
        return self.__class__(self._text.rsplit('.', 1)[0] + suffix)
    def as_posix(self):
        return self._text
    def exists(self):
        return unknown('whether a file is there')
    is_file = is_dir = exists
    def mkdir(self, *args, **kwargs):
        pass
    unlink = touch = mkdir
    def _unread(self, *args, **kwargs):
        return unknown('what a file holds')
    read_text = read_bytes = open = glob = rglob = iterdir = stat = write_text = _unread
    @classmethod
    def cwd(cls):
        return cls('.')
    @classmethod
    def home(cls):
        return cls('~')
class Path(PurePath):
    pass
PosixPath = PurePosixPath = WindowsPath = PureWindowsPath = Path
`;

const pickleLike = `
from convlens_support import unknown
def load(*args, **kwargs):
    return unknown('what a file holds')
loads = load
def dump(*args, **kwargs):
    return None
def dumps(*args, **kwargs):
    return unknown('a text')
HIGHEST_PROTOCOL = 5
`;

export const preludes: Readonly<Record<string, string>> = {
  functools: functoolsText,
  collections: collectionsText,
  'collections.abc': collectionsAbcText,
  copy: copyText,
  dataclasses: dataclassesText,
  enum: enumText,
  typing: typingText,
  typing_extensions: `from typing import *\n${typingText}`,
  abc: abcText,
  inspect: inspectText,
  operator: operatorText,
  contextlib: contextlibText,
  types: typesText,
  argparse: argparseText,
  logging: loggingText,
  warnings: warningsText,
  numbers: numbersText,
  string: stringText,
  fnmatch: fnmatchText,
  bisect: bisectText,
  os: osText,
  'os.path': osPathText,
  pathlib: pathlibText,
  pickle: pickleLike,
};
