# math, re, string, json, ast, fnmatch, bisect, os.path, contextlib, inspect, typing, abc, warnings, logging, argparse, heapq.
import math, re, string, json, ast, fnmatch, bisect, os, os.path, contextlib, inspect, abc, warnings, logging, argparse, heapq, sys, numbers, random, time, textwrap, pathlib
from typing import Any, Optional, Union, List, NamedTuple, TypedDict, Callable, Generic, TypeVar, ClassVar, Literal, Protocol, cast, overload, get_type_hints, TYPE_CHECKING
math.sqrt(16), math.ceil(2.1), math.floor(-2.1), math.trunc(-2.7), math.log2(8), math.log(math.e), math.log10(1000), math.log(8, 2), math.exp(0), math.pow(2, 3), math.pi, math.inf, math.prod([2, 3, 4]), math.prod([]), math.gcd(12, 18), math.lcm(4, 6), math.factorial(5), math.comb(5, 2), math.perm(5, 2), math.isqrt(17), math.fabs(-2), math.hypot(3, 4), math.sin(0), math.cos(0), math.isclose(0.1 + 0.2, 0.3), math.isnan(float('nan')), math.isinf(math.inf), math.copysign(1, -2), math.degrees(math.pi), math.fmod(7, 3), math.modf(2.5), math.frexp(8), math.ldexp(1, 3), math.fsum([0.1] * 10), math.isfinite(1), math.radians(180), math.atan2(0, 1), math.tau, math.dist([0, 0], [3, 4]), math.floor(5), math.ceil(5), math.cbrt(8), math.sumprod([1, 2], [3, 4]), math.exp2(3), math.erf(0), math.tanh(0), math.remainder(7, 4)  #=> (4.0, 3, -3, -2, 3.0, 1.0, 3.0, 3.0, 1.0, 8.0, 3.141592653589793, inf, 24, 1, 6, 12, 120, 10, 20, 4, 2.0, 5.0, 0.0, 1.0, True, True, True, -1.0, 180.0, 1.0, (0.5, 2.0), (0.5, 4), 8.0, 1.0, True, 3.141592653589793, 0.0, 6.283185307179586, 5.0, 5, 5, 2.0, 11, 8.0, 0.0, 0.0, -1.0)
math.sqrt(-1)  #=> raises ValueError: math domain error
math.log(0)  #=> raises ValueError: math domain error
math.floor('a')  #=> raises TypeError: must be real number, not str
type(math.sqrt(4)), type(math.ceil(1.5)), math.ceil(-0.5), math.floor(2.0)  #=> (<class 'float'>, <class 'int'>, 0, 2)
m = re.match(r'(\w+)\.(\d+)', 'conv.12.weight')
m.group(), m.group(1), m.group(0), m[2], m.groups(), m.start(), m.end(), m.span(2), bool(m), m.group(1, 2), m.string  #=> ('conv.12', 'conv', 'conv.12', '12', ('conv', '12'), 0, 7, (5, 7), True, ('conv', '12'), 'conv.12.weight')
re.match('b', 'abc'), re.search('b', 'abc').start(), re.fullmatch('a.c', 'abc') is not None, re.findall(r'\d+', 'a1b22'), re.findall(r'(\w)(\d)', 'a1b2'), re.sub(r'\d', '#', 'a1b2'), re.sub(r'(\w)(\d)', r'\2\1', 'a1b2'), re.sub('a', lambda m: m.group().upper(), 'banana'), re.sub('a', '', 'banana', count=1), re.split(r'[,;]', 'a,b;c'), re.split(r'(,)', 'a,b'), re.split(',', 'a,b,c', maxsplit=1), re.escape('a.b*c'), re.subn('a', 'b', 'aa')  #=> (None, 1, True, ['1', '22'], [('a', '1'), ('b', '2')], 'a#b#', '1a2b', 'bAnAnA', 'bnana', ['a', 'b', 'c'], ['a', ',', 'b'], ['a', 'b,c'], 'a\\.b\\*c', ('bb', 2))
r = re.compile(r'(?P<name>[a-z]+)_(?P<n>\d+)', re.IGNORECASE)
g = r.match('Conv_3x')
g.group('name'), g['n'], g.groupdict(), r.search('x conv_1').span(), r.findall('a_1 b_2'), r.sub(r'\g<n>-\g<name>', 'a_1'), r.pattern, r.fullmatch('a_1') is not None, r.match('1'), [x.group() for x in r.finditer('a_1 b_2')], re.match(r'^layer(\d+)', 'layer3.0').group(1), re.compile('a|b').split('xaybz'), re.match(r'a(b)?', 'a').groups(), re.match(r'a(b)?', 'a').groups('d')  #=> ('Conv', '3', {'name': 'Conv', 'n': '3'}, (2, 8), [('a', '1'), ('b', '2')], '1-a', '(?P<name>[a-z]+)_(?P<n>\\d+)', True, None, ['a_1', 'b_2'], '3', ['x', 'y', 'z'], (None,), ('d',))
re.match(r'(?i)ABC', 'abc') is not None, re.findall(r'^\w', 'a\nb', re.M), re.search(r'a.b', 'a\nb', re.S) is not None, re.sub(r'\s+', ' ', 'a  b\n c'), re.match(r'(?:a|b)+$', 'abba').group(), re.findall(r'[A-Z][^A-Z]*', 'FooBarBaz'), re.sub(r'(?<!^)(?=[A-Z])', '_', 'FooBar').lower(), re.search(r'(\d+)(?!.*\d)', 'a1b23c').group(1), re.match(r'\Aa\Z', 'a') is not None  #=> (True, ['a', 'b'], True, 'a b c', 'abba', ['Foo', 'Bar', 'Baz'], 'foo_bar', '23', True)
g.group('nope')  #=> raises IndexError: no such group
string.ascii_lowercase[:3], string.digits, string.Template('$a ${b}').substitute(a=1, b=2), string.ascii_letters[-1], string.punctuation[:3], string.capwords('a b')  #=> ('abc', '0123456789', '1 2', 'Z', '!"#', 'A B')
json.loads('{"a": [1, 2.5, null, true, "x"]}'), json.dumps({'a': [1, None, True, 2.5, 'x']}), json.dumps([1, 2], indent=None), json.dumps({'b': 1, 'a': 'é'}, sort_keys=True), json.loads('[]'), json.loads('"s"'), json.loads('1'), json.loads('1.0')  #=> ({'a': [1, 2.5, None, True, 'x']}, '{"a": [1, null, true, 2.5, "x"]}', '[1, 2]', '{"a": "\\u00e9", "b": 1}', [], 's', 1, 1.0)
try: json.loads('{bad')
except ValueError as error: caught = type(error).__name__
caught  #=> 'JSONDecodeError'
fnmatch.fnmatch('resnet50', 'resnet*'), fnmatch.filter(['a1', 'b1', 'a2'], 'a?'), fnmatch.fnmatch('a.b', '*.[bc]'), fnmatch.fnmatchcase('A', 'a'), fnmatch.fnmatch('x+y', 'x+*')  #=> (True, ['a1', 'a2'], True, False, True)
bisect.bisect([1, 3, 5], 3), bisect.bisect_left([1, 3, 5], 3), bisect.bisect_right([1, 3], 9)  #=> (2, 1, 2)
os.path.join('a', 'b', 'c.txt'), os.path.basename('/a/b.py'), os.path.dirname('/a/b.py'), os.path.splitext('a/b.tar.gz'), os.path.split('/a/b'), os.path.isabs('/a'), os.path.join('a', '/b'), os.sep, os.path.splitext('.bashrc'), os.path.join('a/', 'b'), os.path.normpath('a/../b/./c'), os.path.commonprefix(['abc', 'abd'])  #=> ('a/b/c.txt', 'b.py', '/a', ('a/b.tar', '.gz'), ('/a', 'b'), True, '/b', '/', ('.bashrc', ''), 'a/b', 'b/c', 'ab')
@contextlib.contextmanager
def ctx(x):
    log.append('in')
    try: yield x
    finally: log.append('out')
log = []
with ctx(5) as v: log.append(v)
log, v  #=> (['in', 5, 'out'], 5)
with contextlib.suppress(KeyError, ValueError): {}['a']
with contextlib.nullcontext(7) as q: pass
with contextlib.ExitStack() as st:
    e = st.enter_context(contextlib.nullcontext(1))
    st.callback(log.append, 'first'); st.callback(lambda: log.append('second'))
q, e, log  #=> (7, 1, ['in', 5, 'out', 'second', 'first'])
class Cm:
    def __enter__(self): return 'entered'
    def __exit__(self, t, v, tb): log.append(t.__name__ if t else None); return True
with Cm() as w: pass
w, log[-1]  #=> ('entered', None)
@contextlib.contextmanager
def swallow():
    try: yield
    except ValueError: log.append('swallowed')
with swallow(): raise ValueError('y')
log[-1]  #=> 'swallowed'
class Dec(contextlib.ContextDecorator):
    def __enter__(self): log.append('dec'); return self
    def __exit__(self, *a): return False
@Dec()
def decorated(): return 'r'
decorated(), log[-1]  #=> ('r', 'dec')
def f(a, b=1, *args, c, d=2, **kw) -> int: 'doc'
sig = inspect.signature(f)
list(sig.parameters), sig.parameters['b'].default, sig.parameters['a'].default is inspect.Parameter.empty, sig.parameters['c'].kind == inspect.Parameter.KEYWORD_ONLY, inspect.isfunction(f), inspect.isclass(int), inspect.ismethod(f), inspect.getdoc(f), inspect.isbuiltin(len), inspect.getfullargspec(f).args, [p.name for p in sig.parameters.values() if p.kind == p.VAR_POSITIONAL], inspect.ismodule(math), 'a' in sig.parameters  #=> (['a', 'b', 'args', 'c', 'd', 'kw'], 1, True, True, True, True, False, 'doc', True, ['a', 'b'], ['args'], True, True)
class K:
    'K doc'
    def __init__(self, x, y=3): pass
    def m(self, z): pass
    @staticmethod
    def s(q): pass
    a = 1
list(inspect.signature(K).parameters), list(inspect.signature(K(1).m).parameters), list(inspect.signature(K.m).parameters), list(inspect.signature(K.s).parameters), [n for n, _ in inspect.getmembers(K, inspect.isfunction)], K.__doc__, f.__doc__, f.__name__, f.__defaults__, f.__kwdefaults__, K.m.__qualname__, K.__module__, inspect.getmro(K)[0] is K, inspect.isgeneratorfunction(ctx), list(inspect.signature(lambda x, *y: 0).parameters)  #=> (['x', 'y'], ['z'], ['self', 'z'], ['q'], ['__init__', 'm', 's'], 'K doc', 'doc', 'f', (1,), {'d': 2}, 'K.m', '__main__', True, False, ['x', 'y'])
bound = sig.bind(1, 2, 3, c=4, e=5)
bound.arguments['a'], bound.arguments['args'], bound.arguments['kw'], bound.args, bound.kwargs  #=> (1, (3,), {'e': 5}, (1, 2, 3), {'c': 4, 'e': 5})
class Pt(NamedTuple):
    x: int
    y: int = 2
    def total(self): return self.x + self.y
Pt(1), Pt(1).total(), Pt(1)._fields, Pt(y=3, x=1), Pt(1) == (1, 2), Pt(1)._replace(y=9), Pt._field_defaults, isinstance(Pt(1), tuple), [*Pt(5)]  #=> (Pt(x=1, y=2), 3, ('x', 'y'), Pt(x=1, y=3), True, Pt(x=1, y=9), {'y': 2}, True, [5, 2])
class Td(TypedDict, total=False):
    a: int
Td(a=1), Td()  #=> ({'a': 1}, {})
T = TypeVar('T')
class Gen(Generic[T]):
    def __init__(self, v: T): self.v = v
class Pr(Protocol):
    def meth(self) -> int: ...
Gen[int](5).v, Gen(6).v, cast(int, 'a'), TYPE_CHECKING, Optional[int] is not None, isinstance(Gen(1), Gen), List[int] is not None, (int | None) is not None, Union[int, str] is not None  #=> (5, 6, 'a', False, True, True, True, True, True)
class Sub(Gen[int]):
    pass
Sub(3).v, Sub.__mro__[1] is Gen, Sub.__name__  #=> (3, True, 'Sub')
class Ab(abc.ABC):
    @abc.abstractmethod
    def go(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
class Im(Ab):
    def go(self): return 'went'
    @property
    def p(self): return 'prop'
Im().go(), Im().p, isinstance(Im(), Ab), issubclass(Im, Ab)  #=> ('went', 'prop', True, True)
warnings.warn('x', DeprecationWarning) if False else None, logging.getLogger('a').info('x'), logging.INFO, logging.getLogger('a').name  #=> (None, None, 20, 'a')
ap = argparse.ArgumentParser()
_ = ap.add_argument('--lr', type=float, default=0.1); _ = ap.add_argument('--use-bn', action='store_true'); _ = ap.add_argument('--no-x', action='store_false', dest='x'); _ = ap.add_argument('-k', '--kernel', type=int, default=3); _ = ap.add_argument('--sizes', nargs='+', type=int, default=[1, 2]); _ = ap.add_argument('--n', default='5', type=int); _ = ap.add_argument('--mode', choices=['a', 'b'], default='a'); _ = ap.add_argument('-v', action='count', default=0)
grp = ap.add_argument_group('g'); _ = grp.add_argument('--in-group', default='y')
ns = ap.parse_args([])
ns.lr, ns.use_bn, ns.x, ns.kernel, ns.sizes, ns.n, ns.mode, ns.v, ns.in_group, vars(ns)['lr'], 'lr' in ns, hasattr(ns, 'zz')  #=> (0.1, False, True, 3, [1, 2], 5, 'a', 0, 'y', 0.1, True, False)
ap.parse_args(['--lr', '0.5', '-k', '7', '--use-bn', '--sizes', '3', '4']).kernel  #=> 7
h = [3, 1, 2]
heapq.heapify(h)
heapq.heappop(h), heapq.heappush(h, 0), heapq.heappop(h), heapq.nlargest(1, [1, 5, 2]), heapq.nsmallest(2, [3, 1, 2]), len(h)  #=> (1, None, 0, [5], [1, 2], 2)
sys.version_info >= (3, 8), sys.version_info[0], sys.version_info.major, isinstance(sys.maxsize, int), sys.platform != '', 'math' in sys.modules, sys.modules['math'] is math  #=> (True, 3, 3, True, True, True, True)
isinstance(1, numbers.Number), isinstance(1.0, numbers.Real), isinstance(1, numbers.Integral), isinstance(True, numbers.Integral), isinstance('a', numbers.Number)  #=> (True, True, True, True, False)
textwrap.dedent('  a\n  b'), pathlib.Path('a') / 'b.txt', str(pathlib.Path('a/b.py').parent), pathlib.Path('a/b.tar.gz').suffix, pathlib.Path('a/b.py').stem, pathlib.Path('x').name, (pathlib.Path('a') / 'b').parts, pathlib.Path('a/b').with_suffix('.c').as_posix()  #=> ('a\nb', PosixPath('a/b.txt'), 'a', '.gz', 'b', 'x', ('a', 'b'), 'a/b.c')

# Literals in a text.
[ast.literal_eval(s) for s in ('None', '3', '-2.5', "'a'", '(1, [2, {3}], {"k": True})', ' 7', '1, 2')]  #=> [None, 3, -2.5, 'a', (1, [2, {3}], {'k': True}), 7, (1, 2)]
args = ['None', 2, 'nearest', '[1, 2]']
for j, a in enumerate(args):
    if isinstance(a, str):
        with contextlib.suppress(ValueError):
            args[j] = ast.literal_eval(a)
args  #=> [None, 2, 'nearest', [1, 2]]

# Context variables.
import contextvars
var = contextvars.ContextVar('var', default=1)
token = var.set([2])
first = var.get()
first.append(3)
inside = var.get()
var.reset(token)
inside, var.get(), var.name, contextvars.copy_context().run(var.get)  #=> ([2, 3], 1, 'var', 1)
contextvars.ContextVar('empty').get(5)  #=> 5
try: contextvars.ContextVar('empty').get()
except LookupError: found = 'none'
found  #=> 'none'
