/** Python's module `inspect`, in Python. */

export const inspectText = `
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
    def _fields(self):
        return (self.args, self.varargs, self.varkw, self.defaults, self.kwonlyargs, self.kwonlydefaults, self.annotations)
    def __iter__(self):
        return iter(self._fields())
    def __getitem__(self, index):
        return self._fields()[index]
    def __len__(self):
        return 7

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
