/** Python's module `collections`, in Python. */

export const collectionsText = `
from convlens_support import set_factory, get_factory, unknown
import collections.abc as abc
from collections.abc import Mapping, MutableMapping, Sequence, Iterable, Callable

class OrderedDict(dict):
    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        return dict(self) == other

class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kwargs):
        set_factory(self, default_factory)
        self.update(*args, **kwargs)
    @property
    def default_factory(self):
        return get_factory(self)

class Counter(dict):
    def __init__(self, iterable=None, **kwargs):
        self.update(iterable, **kwargs)
    def __missing__(self, key):
        return 0
    def update(self, iterable=None, **kwargs):
        if isinstance(iterable, dict):
            for key, n in iterable.items():
                self[key] = self.get(key, 0) + n
        elif iterable is not None:
            for item in iterable:
                self[item] = self.get(item, 0) + 1
        for key, n in kwargs.items():
            self[key] = self.get(key, 0) + n
    def subtract(self, iterable=None, **kwargs):
        other = Counter(iterable, **kwargs)
        for key, n in other.items():
            self[key] = self.get(key, 0) - n
    def most_common(self, n=None):
        items = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return items if n is None else items[:n]
    def elements(self):
        return iter([key for key, n in self.items() for _ in range(n)])
    def total(self):
        return sum(self.values())
    def copy(self):
        return Counter(self)
    def _combined(self, pairs):
        made = Counter()
        for key, n in pairs:
            if n > 0:
                made[key] = n
        return made
    def __add__(self, other):
        return self._combined([(key, n + other[key]) for key, n in self.items()] + [(key, n) for key, n in other.items() if key not in self])
    def __sub__(self, other):
        return self._combined([(key, n - other[key]) for key, n in self.items()] + [(key, -n) for key, n in other.items() if key not in self])
    def __or__(self, other):
        return self._combined([(key, max(n, other[key])) for key, n in self.items()] + [(key, n) for key, n in other.items() if key not in self])
    def __and__(self, other):
        return self._combined([(key, min(n, other[key])) for key, n in self.items()])
    def __repr__(self):
        return 'Counter({' + ', '.join(repr(key) + ': ' + repr(n) for key, n in self.most_common()) + '})' if self else 'Counter()'

class deque:
    def __init__(self, iterable=(), maxlen=None):
        self._items = []
        self.maxlen = maxlen
        self.extend(iterable)
    def append(self, item):
        self._items.append(item)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop(0)
    def appendleft(self, item):
        self._items.insert(0, item)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop()
    def extend(self, items):
        if self.maxlen is None:
            self._items.extend(items)
        else:
            for item in items:
                self.append(item)
    def extendleft(self, items):
        for item in items:
            self.appendleft(item)
    def pop(self):
        if len(self._items) == 0:
            raise IndexError('pop from an empty deque')
        return self._items.pop()
    def popleft(self):
        if len(self._items) == 0:
            raise IndexError('pop from an empty deque')
        return self._items.pop(0)
    def rotate(self, n=1):
        if len(self._items) > 0:
            n = n % len(self._items)
            self._items = self._items[len(self._items) - n:] + self._items[:len(self._items) - n]
    def clear(self):
        self._items.clear()
    def copy(self):
        return deque(self._items, self.maxlen)
    def insert(self, index, item):
        self._items.insert(index, item)
    def remove(self, value):
        self._items.remove(value)
    def reverse(self):
        self._items.reverse()
    def count(self, value):
        return self._items.count(value)
    def index(self, *args):
        return self._items.index(*args)
    def __len__(self):
        return len(self._items)
    def __iter__(self):
        return iter(self._items)
    def __reversed__(self):
        return reversed(self._items)
    def __contains__(self, value):
        return value in self._items
    def __getitem__(self, index):
        return self._items[index]
    def __setitem__(self, index, value):
        self._items[index] = value
    def __delitem__(self, index):
        del self._items[index]
    def __eq__(self, other):
        return isinstance(other, deque) and self._items == other._items
    def __add__(self, other):
        return deque(self._items + list(other), self.maxlen)
    def __iadd__(self, other):
        self.extend(other)
        return self
    def __repr__(self):
        return 'deque(' + repr(self._items) + (')' if self.maxlen is None else ', maxlen=' + repr(self.maxlen) + ')')

class ChainMap(abc.MutableMapping):
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]
    def __getitem__(self, key):
        for m in self.maps:
            if key in m:
                return m[key]
        raise KeyError(key)
    def __setitem__(self, key, value):
        self.maps[0][key] = value
    def __delitem__(self, key):
        del self.maps[0][key]
    def __iter__(self):
        merged = {}
        for m in reversed(self.maps):
            merged.update(m)
        return iter(merged)
    def __len__(self):
        return len(list(self))
    def __contains__(self, key):
        return any(key in m for m in self.maps)
    def new_child(self, m=None, **kwargs):
        return ChainMap(dict(m or {}, **kwargs), *self.maps)
    @property
    def parents(self):
        return ChainMap(*self.maps[1:])

class UserDict(abc.MutableMapping):
    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)
    def __len__(self):
        return len(self.data)
    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        missing = getattr(self.__class__, '__missing__', None)
        if missing is not None:
            return missing(self, key)
        raise KeyError(key)
    def __setitem__(self, key, item):
        self.data[key] = item
    def __delitem__(self, key):
        del self.data[key]
    def __iter__(self):
        return iter(self.data)
    def __contains__(self, key):
        return key in self.data
    def __repr__(self):
        return repr(self.data)
class UserList(list):
    @property
    def data(self):
        return self
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
            raise TypeError(typename + '.__new__() takes ' + str(len(names) + 1) + ' positional argument' + ('' if len(names) == 0 else 's') + ' but ' + str(len(items) + 1) + ' were given')
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

/** What the abstract classes add to the few methods that a class must have. */
const mixins: Readonly<Record<string, string>> = {
  Mapping: `
    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default
    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True
    def keys(self):
        return {key: None for key in self}.keys()
    def items(self):
        return [(key, self[key]) for key in self]
    def values(self):
        return [self[key] for key in self]
    def __eq__(self, other):
        if not isinstance(other, (dict, Mapping)):
            return NotImplemented
        return dict(self.items()) == dict(other.items())
`,
  MutableMapping: `
    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[key]
        return value
    def popitem(self):
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError
    def clear(self):
        for key in list(self):
            del self[key]
    def update(self, other=(), /, **kwargs):
        if hasattr(other, 'keys'):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value
    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default
`,
  Sequence: `
    def __iter__(self):
        return iter([self[i] for i in range(len(self))])
    def __contains__(self, value):
        return any(v is value or v == value for v in self)
    def __reversed__(self):
        return iter([self[i] for i in range(len(self) - 1, -1, -1)])
    def index(self, value, start=0, stop=None):
        for i, v in enumerate(self):
            if i >= start and (v is value or v == value):
                return i
        raise ValueError
    def count(self, value):
        return sum(1 for v in self if v is value or v == value)
`,
  MutableSequence: `
    def append(self, value):
        self.insert(len(self), value)
    def extend(self, values):
        for v in values:
            self.append(v)
    def pop(self, index=-1):
        v = self[index]
        del self[index]
        return v
    def remove(self, value):
        del self[self.index(value)]
    def __iadd__(self, values):
        self.extend(values)
        return self
`,
  Set: `
    def isdisjoint(self, other):
        return not any(v in self for v in other)
    def __le__(self, other):
        return all(v in other for v in self)
    def __ge__(self, other):
        return all(v in self for v in other)
`,
};
const basesOf: Readonly<Record<string, string>> = {
  Iterator: 'Iterable', Generator: 'Iterator', Collection: 'Sized, Iterable, Container', Sequence: 'Reversible, Collection', MutableSequence: 'Sequence',
  Mapping: 'Collection', MutableMapping: 'Mapping', Set: 'Collection', MutableSet: 'Set', Reversible: 'Iterable', ByteString: 'Sequence',
};
const abcOrder =
  'Hashable Sized Container Callable Iterable Iterator Generator Reversible Collection Sequence MutableSequence Mapping MutableMapping Set MutableSet Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator ByteString MappingView KeysView ValuesView ItemsView Buffer';

const abstract = `
class _Abstract:
    def __class_getitem__(cls, item):
        return cls
    @classmethod
    def register(cls, subclass):
        return subclass
`;

export const collectionsAbcText = abstract + abcOrder
  .split(' ')
  .map((name) => `class ${name}(${basesOf[name] ?? '_Abstract'}):\n    pass\n${mixins[name] ?? ''}`)
  .join('');
