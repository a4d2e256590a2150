/** Python's module `collections`, in Python. */

export const collectionsText = `
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
export const collectionsAbcText = abcNames
  .split(' ')
  .map((name) => `class ${name}:\n    def __class_getitem__(cls, item):\n        return cls\n`)
  .join('');
