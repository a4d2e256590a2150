/** Python's module `functools`, in Python. */

export const functoolsText = `
from convlens_support import cached as cached_property, annotation_class, is_known, is_unknown, own, owns, put, unknown
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

_nothing = object()
def reduce(function, iterable, *initial):
    it = iter(iterable)
    value = initial[0] if initial else next(it, _nothing)
    if value is _nothing:
        raise TypeError('reduce() of empty iterable with no initial value')
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

def _dispatcher(function, first):
    registry = {object: function}
    def register(cls, method=None):
        if method is not None:
            registry[cls] = method
            return method
        if isinstance(cls, type):
            return lambda method: register(cls, method)
        # The class is the annotation of the first parameter.
        known = annotation_class(cls, first)
        if known is None:
            registry[unknown('a class that is not known')] = cls
        else:
            registry[known] = cls
        return cls
    def dispatch(cls):
        if any(is_unknown(key) for key in registry):
            return unknown('which implementation is meant')
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        return function
    return registry, register, dispatch

def singledispatch(function):
    registry, register, dispatch = _dispatcher(function, 0)
    @wraps(function)
    def wrapper(*args, **kwargs):
        return dispatch(type(args[0]))(*args, **kwargs)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return wrapper

def singledispatchmethod(function):
    registry, register, dispatch = _dispatcher(function, 1)
    @wraps(function)
    def wrapper(self, *args, **kwargs):
        return dispatch(type(args[0]))(self, *args, **kwargs)
    wrapper.register = register
    wrapper.dispatch = dispatch
    return wrapper
`;
