/** Python's module `enum`, in Python. */

export const enumText = `
from convlens_support import set_payload, put, own

class auto:
    def __init__(self, value=None):
        self.value = value
    def _later(self, operator, other):
        return _Combined(operator, self, other)
    def __or__(self, other):
        return self._later('|', other)
    def __and__(self, other):
        return self._later('&', other)

# Of members whose values are not there yet: A | B in the body of a Flag.
class _Combined(auto):
    def __init__(self, operator, left, right):
        self.value = None
        self.operator = operator
        self.left = left
        self.right = right

def _number(value, numbers):
    if isinstance(value, _Combined):
        left = _number(value.left, numbers)
        right = _number(value.right, numbers)
        return left | right if value.operator == '|' else left & right
    return numbers[id(value)] if isinstance(value, auto) else value

def _is_member(name, value):
    if (name.startswith('_') and name.endswith('_')) or name.startswith('__') or name in ('mro',):
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
        numbers = {}
        for key, value in namespace.items():
            if not _is_member(key, value):
                continue
            if isinstance(value, member):
                value = value.value
            if isinstance(value, _Combined):
                value = _number(value, numbers)
            elif isinstance(value, auto):
                given = value
                if value.value is None:
                    if kind is str and any(b.__name__ == 'StrEnum' for b in cls.__mro__):
                        value = key.lower()
                    else:
                        # The next power of two in a flag.
                        last = 1 << last.bit_length() if any(b.__name__ == 'Flag' for b in cls.__mro__) else last + 1
                        value = str(last) if kind is str else last
                else:
                    value = value.value
                numbers[id(given)] = value
            elif isinstance(value, int) and value > last:
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
            names = list(names.items()) if isinstance(names, dict) else list(names)
            space = dict(names) if names and isinstance(names[0], (tuple, list)) else {n: i + 1 for i, n in enumerate(names)}
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
    @classmethod
    def _of(cls, value):
        for m in cls._member_map_.values():
            if m._value_ == value:
                return m
        known = cls.__dict__.get('_combined_')
        if known is None:
            known = {}
            put(cls, '_combined_', known)
        if value not in known:
            item = object.__new__(cls)
            object.__setattr__(item, '_name_', '|'.join(m._name_ for m in cls._member_map_.values() if m._value_ & value == m._value_ and m._value_ != 0) if value else None)
            object.__setattr__(item, '_value_', value)
            if issubclass(cls, int):
                set_payload(item, value)
            known[value] = item
        return known[value]
    @classmethod
    def _missing_(cls, value):
        return cls._of(value) if isinstance(value, int) else None
    def _bits(self, other):
        return other._value_ if isinstance(other, Flag) else other
    def __or__(self, other):
        return self.__class__._of(self._value_ | self._bits(other))
    def __and__(self, other):
        return self.__class__._of(self._value_ & self._bits(other))
    def __xor__(self, other):
        return self.__class__._of(self._value_ ^ self._bits(other))
    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__
    def __invert__(self):
        everything = 0
        for m in self.__class__._member_map_.values():
            everything |= m._value_
        return self.__class__._of(everything & ~self._value_)
    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_
    def __bool__(self):
        return self._value_ != 0
class IntFlag(int, Flag):
    pass

def unique(cls):
    return cls
def verify(*args):
    return lambda cls: cls
UNIQUE = CONTINUOUS = NAMED_FLAGS = None
`;
