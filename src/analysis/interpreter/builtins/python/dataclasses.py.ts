/** Python's module `dataclasses`, in Python. */

export const dataclassesText = `
from convlens_support import annotate, annotations, own, owns, put, drop
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
            raise TypeError(typename + '.__init__() takes ' + ('' if needed == len(order) + 1 else 'from ' + str(needed) + ' to ') + str(len(order) + 1) + ' positional argument' + ('' if len(order) == 0 else 's') + ' but ' + str(len(args) + 1) + ' were given')
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
                raise TypeError(typename + ".__init__() missing 1 required " + ('keyword-only' if f.kw_only else 'positional') + " argument: '" + f.name + "'")
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
    if frozen:
        def __setattr__(self, name, value):
            raise FrozenInstanceError("cannot assign to field '" + name + "'")
        def __delattr__(self, name):
            raise FrozenInstanceError("cannot delete field '" + name + "'")
        put(cls, '__setattr__', __setattr__)
        put(cls, '__delattr__', __delattr__)
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
    space = dict(namespace or {})
    names = []
    for item in fields:
        name = item if isinstance(item, str) else item[0]
        if not isinstance(item, str) and len(item) > 2:
            space[name] = item[2]
        names.append(name)
    cls = type(cls_name, tuple(bases), space)
    annotate(cls, names)
    return dataclass(cls, **kwargs)
`;
