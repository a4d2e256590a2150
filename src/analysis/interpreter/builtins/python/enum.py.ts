/** Python's module `enum`, in Python. */

export const enumText = `
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
