# Python's own modules as model code uses them.
import abc
import collections
import contextlib
import copy
import dataclasses
import enum
import functools
import inspect
import itertools
import math
import operator
import re
import string
import sys
import types
import typing
import warnings
from argparse import ArgumentParser, Namespace
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import asdict, astuple, dataclass, field, fields, replace
from enum import Enum, IntEnum, auto
from functools import cached_property, lru_cache, partial, partialmethod, reduce, wraps
from typing import Any, Callable, Dict, Generic, List, NamedTuple, Optional, Tuple, TypeVar, Union

class Color(Enum):
    RED = 1
    GREEN = 'g'
    ALIAS = 1
    def describe(self):
        return self.name.lower()
    @classmethod
    def default(cls):
        return cls.RED

Color.RED.name, Color.RED.value, Color('g') is Color.GREEN, Color['RED'] is Color.RED, Color.ALIAS is Color.RED  #=> ('RED', 1, True, True, True)
[c.name for c in Color], len(Color), Color.RED in Color, isinstance(Color.RED, Color), Color.RED == Color.RED, Color.RED == 1  #=> (['RED', 'GREEN'], 2, True, True, True, False)
Color.RED.describe(), Color.default().name, str(Color.RED), repr(Color.GREEN), f'{Color.RED}', {Color.RED: 5}[Color.RED]  #=> ('red', 'RED', 'Color.RED', "<Color.GREEN: 'g'>", 'Color.RED', 5)
Color('zz')  #=> raises ValueError: 'zz' is not a valid Color
Color['NONE']  #=> raises KeyError: 'NONE'
list(Color.__members__)  #=> ['RED', 'GREEN', 'ALIAS']

class Level(IntEnum):
    LOW = 1
    HIGH = 10

Level.HIGH > Level.LOW, Level.LOW + 1, Level(10).name, Level.LOW == 1, sorted([Level.HIGH, Level.LOW])[0].name, int(Level.HIGH)  #=> (True, 2, 'HIGH', True, 'LOW', 10)

class Kind(str, Enum):
    A = 'a'
    B = 'b'

Kind.A == 'a', Kind('b').name, Kind.A.value.upper(), {'a': 1}[Kind.A], Kind.A in ('a', 'x'), isinstance(Kind.A, str)  #=> (True, 'B', 'A', 1, True, True)

class Auto(Enum):
    X = auto()
    Y = auto()

Auto.X.value, Auto.Y.value  #=> (1, 2)

@dataclass
class Layer:
    size: int
    name: str = 'layer'
    items: list = field(default_factory=list)
    total: int = field(init=False, default=0)
    kind: typing.ClassVar[str] = 'k'
    def __post_init__(self):
        self.total = self.size * 2

a = Layer(3)
b = Layer(3, items=[1])
a, a == Layer(3), a == b, a.items is Layer(3).items, [f.name for f in fields(a)], Layer.kind  #=> (Layer(size=3, name='layer', items=[], total=6), True, False, False, ['size', 'name', 'items', 'total'], 'k')
replace(a, size=5), asdict(b), astuple(a), dataclasses.is_dataclass(a), dataclasses.is_dataclass(5)  #=> (Layer(size=5, name='layer', items=[], total=10), {'size': 3, 'name': 'layer', 'items': [1], 'total': 6}, (3, 'layer', [], 6), True, False)
Layer()  #=> raises TypeError: Layer.__init__() missing 1 required positional argument: 'size'
Layer(1, 2, 3, 4)  #=> raises TypeError: Layer.__init__() takes from 2 to 4 positional arguments but 5 were given

@dataclass(frozen=True)
class Frozen:
    x: int
    y: float = 0.5

{Frozen(1): 'v'}[Frozen(1, 0.5)], Frozen(1) == Frozen(1), Frozen(2).y  #=> ('v', True, 0.5)

@dataclass
class Child(Layer):
    extra: Optional[int] = None

Child(1, extra=4), [f.name for f in fields(Child)]  #=> (Child(size=1, name='layer', items=[], total=2, extra=4), ['size', 'name', 'items', 'total', 'extra'])

Pair = namedtuple('Pair', ['first', 'second'])
p = Pair(1, second=2)
p, p.first, p[1], p._replace(first=9), p._asdict(), Pair._fields, tuple(p), p == (1, 2), len(p)  #=> (Pair(first=1, second=2), 1, 2, Pair(first=9, second=2), {'first': 1, 'second': 2}, ('first', 'second'), (1, 2), True, 2)
x, y = p
x + y  #=> 3

class Point(NamedTuple):
    x: int
    y: int = 0
    def norm(self):
        return abs(self.x) + abs(self.y)

Point(3), Point(3, -4).norm(), Point(1)._asdict(), isinstance(Point(1), tuple)  #=> (Point(x=3, y=0), 7, {'x': 1, 'y': 0}, True)
Point()  #=> raises TypeError: Point.__new__() missing 1 required positional argument: 'x'

def add(a, b=2, *, c=3):
    return a, b, c

partial(add, 1)(), partial(add, b=5)(1), partial(partial(add, 1), c=9)(4), partial(add, 1).func is add, partial(add, 1, c=2).keywords  #=> ((1, 2, 3), (1, 5, 3), (1, 4, 9), True, {'c': 2})

def logged(f):
    @wraps(f)
    def inner(*args, **kwargs):
        """inner"""
        return 'logged', f(*args, **kwargs)
    return inner

@logged
def documented(x):
    """says"""
    return x

documented(1), documented.__name__, documented.__doc__, documented.__wrapped__(2)  #=> (('logged', 1), 'documented', 'says', 2)
calls = []

@lru_cache(maxsize=None)
def cached(n):
    calls.append(n)
    return n * 2

cached(1), cached(1), cached(2), calls  #=> (2, 2, 4, [1, 2])
reduce(lambda s, v: s * v, [1, 2, 3, 4]), reduce(operator.add, [[1], [2]], [])  #=> (24, [1, 2])

class Lazy:
    count = 0
    @cached_property
    def value(self):
        Lazy.count += 1
        return 'v%d' % Lazy.count
    def method(self, a, b):
        return a, b
    half = partialmethod(method, 1)

lz = Lazy()
lz.value, lz.value, Lazy.count, lz.half(2)  #=> ('v1', 'v1', 1, (1, 2))
list(itertools.chain([1], (2, 3))), list(itertools.product([1, 2], 'ab')), list(itertools.repeat(0, 3)), list(itertools.islice(itertools.count(5), 3)), list(itertools.combinations([1, 2, 3], 2)), list(itertools.accumulate([1, 2, 3])), list(itertools.zip_longest([1], [2, 3])), [(k, list(g)) for k, g in itertools.groupby('aab')], list(itertools.chain.from_iterable([[1], [2]])), list(itertools.starmap(pow, [(2, 3)]))  #=> ([1, 2, 3], [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')], [0, 0, 0], [5, 6, 7], [(1, 2), (1, 3), (2, 3)], [1, 3, 6], [(1, 2), (None, 3)], [('a', ['a', 'a']), ('b', ['b'])], [1, 2], [8])
od = OrderedDict([('a', 1)])
od['b'] = 2
od.move_to_end('a')
list(od.items()), od.popitem(), od == {'b': 2}  #=> ([('b', 2), ('a', 1)], ('a', 1), True)
dd = defaultdict(list)
dd['k'].append(1)
dd['k'], dict(dd), 'z' in dd, dd['z']  #=> ([1], {'k': [1]}, False, [])
Counter('aab').most_common(1), Counter([1, 1])[1], Counter()['none']  #=> ([('a', 2)], 2, 0)
dq = deque([1, 2], maxlen=2)
dq.append(3)
list(dq), dq.popleft(), len(dq)  #=> ([2, 3], 2, 1)
log = []

@contextlib.contextmanager
def scope(name):
    log.append('in ' + name)
    try:
        yield name.upper()
    except ValueError as e:
        log.append('error ' + str(e))
    finally:
        log.append('out ' + name)

with scope('a') as s:
    log.append(s)
with scope('b'):
    raise ValueError('x')
log  #=> ['in a', 'A', 'out a', 'in b', 'error x', 'out b']

def returns_inside():
    with scope('c'):
        return 'r'

returns_inside(), log[-1]  #=> ('r', 'out c')
with contextlib.suppress(KeyError):
    {}['k']
with contextlib.ExitStack() as stack:
    stack.enter_context(scope('d'))
log[-2:]  #=> ['in d', 'out d']
nested = {'a': [1, {'b': (2, [3])}]}
deep = copy.deepcopy(nested)
deep['a'][1]['b'][1].append(4)
shallow = copy.copy(nested)
nested, deep, shallow['a'] is nested['a'], copy.deepcopy(a) == a, copy.copy(a) is a  #=> ({'a': [1, {'b': (2, [3])}]}, {'a': [1, {'b': (2, [3, 4])}]}, True, True, False)
re.match(r'(\w+)_(\d+)', 'conv_12').groups(), re.sub(r'\d', '#', 'a1b2'), re.findall(r'[a-z]+', 'ab1cd'), re.split(r'[._]', 'a.b_c'), bool(re.search('z', 'abc')), re.compile(r'(?P<n>\d+)').search('x42').group('n'), re.fullmatch('a+', 'aaa') is not None  #=> (('conv', '12'), 'a#b#', ['ab', 'cd'], ['a', 'b', 'c'], False, '42', True)
math.ceil(2.1), math.floor(-2.1), math.sqrt(16), math.log2(8), math.prod([2, 3]), math.gcd(12, 18), math.pi > 3.14, math.isclose(0.1 + 0.2, 0.3), math.inf > 1, math.log(math.e), math.pow(2, 3), math.trunc(2.9), math.fabs(-1), math.exp(0)  #=> (3, -3, 4.0, 3.0, 6, 6, True, True, True, 1.0, 8.0, 2, 1.0, 1.0)
operator.itemgetter(1)([5, 6]), operator.attrgetter('size')(a), operator.mul(2, 3), operator.methodcaller('upper')('a')  #=> (6, 3, 6, 'A')
sig = inspect.signature(add)
list(sig.parameters), sig.parameters['b'].default, sig.parameters['c'].kind == inspect.Parameter.KEYWORD_ONLY, sig.parameters['a'].default is inspect.Parameter.empty, inspect.isfunction(add), inspect.isclass(Layer)  #=> (['a', 'b', 'c'], 2, True, True, True, True)
bound = sig.bind(1, c=5)
bound.apply_defaults()
bound.arguments  #=> {'a': 1, 'b': 2, 'c': 5}

class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self):
        ...
    @property
    @abc.abstractmethod
    def name(self):
        ...

class Square(Shape):
    name = 'square'
    def area(self):
        return 4

Square().area(), Square().name, isinstance(Square(), Shape)  #=> (4, 'square', True)
T = TypeVar('T')

class Box(Generic[T]):
    def __init__(self, v: T):
        self.v = v

Box(3).v, Box[int](4).v, Box.__name__  #=> (3, 4, 'Box')
typing.cast(int, 'x'), Optional[int] is None  #=> ('x', False)
parser = ArgumentParser(description='d')
parser.add_argument('--width', type=int, default=64)
parser.add_argument('--name', default='net', choices=['net', 'other'])
parser.add_argument('--flag', action='store_true')
parser.add_argument('--depth', '-d', type=int, required=False)
args = parser.parse_args([])
args.width, args.name, args.flag, args.depth, vars(args)['width'], Namespace(a=1).a  #=> (64, 'net', False, None, 64, 1)
types.SimpleNamespace(a=1, b='x').b, types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1)  #=> ('x', True)
string.ascii_lowercase[:3], sys.version_info >= (3, 6)  #=> ('abc', True)
warnings.warn('careful')
collections.abc.Iterable is not None, isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping), isinstance(5, collections.abc.Iterable)  #=> (True, True, True, False)
functools.partial is partial, getattr(math, 'ceil')(0.5), hasattr(math, 'nothing')  #=> (True, 1, False)
sorted([('b', 1), ('a', 2)], key=operator.itemgetter(0)), max([a, Layer(9)], key=lambda l: l.size).size, min({'x': 3, 'y': 1}.items(), key=lambda kv: kv[1])  #=> ([('a', 2), ('b', 1)], 9, ('y', 1))
zip([1, 2], [3, 4]).__class__.__name__, type(range(3)).__name__, type(print).__name__, type(add).__name__, type(Lazy.method).__name__, type(lz.method).__name__  #=> ('zip', 'range', 'builtin_function_or_method', 'function', 'function', 'method')
