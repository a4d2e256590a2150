# collections, enum, dataclasses, copy, types.
from collections import OrderedDict, defaultdict, Counter, deque, namedtuple, ChainMap, UserDict
import collections, collections.abc, copy, types, enum, dataclasses
from dataclasses import dataclass, field, fields, replace, asdict, astuple, is_dataclass
from typing import ClassVar
from dataclasses import InitVar
from enum import Enum, IntEnum, Flag, auto, unique
o = OrderedDict([('b', 1), ('a', 2)])
o['c'] = 3
o, list(o), o.popitem(), o.popitem(last=False), o, OrderedDict(a=1) == {'a': 1}, isinstance(o, dict), OrderedDict(), type(o).__name__, o.copy(), OrderedDict([('a', 1), ('b', 2)]) == OrderedDict([('b', 2), ('a', 1)])  #=> (OrderedDict({'a': 2}), ['b', 'a', 'c'], ('c', 3), ('b', 1), OrderedDict({'a': 2}), True, True, OrderedDict(), 'OrderedDict', OrderedDict({'a': 2}), False)
o.update({'z': 5, 'y': 6}); o.move_to_end('a')
list(o), list(reversed(o)), dict(o), [k for k, v in o.items()], o.get('q', 1), o.pop('y'), o.move_to_end('a', last=False), list(o)  #=> (['z', 'y', 'a'], ['a', 'y', 'z'], {'z': 5, 'y': 6, 'a': 2}, ['z', 'y', 'a'], 1, 6, None, ['a', 'z'])
d = defaultdict(list)
d['a'].append(1); d['b']
d, dict(d), d['c'], len(d), d.get('zz'), 'zz' in d, d.default_factory, isinstance(d, dict), defaultdict(int, a=1)['q'], defaultdict(lambda: 7)['x'], defaultdict(lambda: defaultdict(int))['a']['b']  #=> (defaultdict(<class 'list'>, {'a': [1], 'b': [], 'c': []}), {'a': [1], 'b': []}, [], 3, None, False, <class 'list'>, True, 0, 7, 0)
defaultdict(None)['x']  #=> raises KeyError: 'x'
c = Counter('hello')
c, c['l'], c['z'], c.most_common(1), c.most_common(), sorted(c.elements()), c + Counter('l'), c - Counter('ll'), c.total(), Counter(a=2)['a'], Counter({'x': 3}).most_common(), 'z' in c, c.update('lo'), c, dict(c), sum(c.values())  #=> (Counter({'l': 3, 'o': 2, 'h': 1, 'e': 1}), 2, 0, [('l', 2)], [('l', 2), ('h', 1), ('e', 1), ('o', 1)], ['e', 'h', 'l', 'l', 'o'], Counter({'l': 3, 'h': 1, 'e': 1, 'o': 1}), Counter({'h': 1, 'e': 1, 'o': 1}), 5, 2, [('x', 3)], False, None, Counter({'l': 3, 'o': 2, 'h': 1, 'e': 1}), {'h': 1, 'e': 1, 'l': 3, 'o': 2}, 7)
q = deque([1, 2, 3], maxlen=3)
q.append(4), q, q.appendleft(0), q, q.pop(), q.popleft(), q, len(q), q[0], q.rotate(1), q, q.maxlen, list(q), q.extend([7, 8]), q, 7 in q, q.extendleft([5]), q, deque('ab') == deque('ab'), q.clear(), q, deque()  #=> (None, deque([], maxlen=3), None, deque([], maxlen=3), 3, 0, deque([], maxlen=3), 1, 2, None, deque([], maxlen=3), 3, [2], None, deque([], maxlen=3), True, None, deque([], maxlen=3), True, None, deque([], maxlen=3), deque([]))
deque().pop()  #=> raises IndexError: pop from an empty deque
P = namedtuple('P', 'x y')
p = P(1, y=2)
p, p.x, p[1], p._fields, p._asdict(), p._replace(x=5), P._make([3, 4]), tuple(p), p == (1, 2), isinstance(p, tuple), len(p), [*p], P(*[1, 2]), P.__name__, p + (3,), hash(p) == hash((1, 2)), p.count(1), p.index(2)  #=> (P(x=1, y=2), 1, 2, ('x', 'y'), {'x': 1, 'y': 2}, P(x=5, y=2), P(x=3, y=4), (1, 2), True, True, 2, [1, 2], P(x=1, y=2), 'P', (1, 2, 3), True, 1, 1)
P(1)  #=> raises TypeError: P.__new__() missing 1 required positional argument: 'y'
P(1, 2, 3)  #=> raises TypeError: P.__new__() takes 3 positional arguments but 4 were given
p.z  #=> raises AttributeError: 'P' object has no attribute 'z'
namedtuple('Q', ['a', 'b', 'c'], defaults=[8, 9])(1), namedtuple('R', 'a,b')(1, 2)._fields, namedtuple('S', 'a b', defaults=(None,) * 2)()  #=> (Q(a=1, b=8, c=9), ('a', 'b'), S(a=None, b=None))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3})
m['a'], m['b'], 'c' in m, len(m), dict(m)['b'], m.get('q')  #=> (1, 3, False, 2, 3, None)
class Color(Enum):
    RED = 1
    GREEN = 'g'
    BLUE = (1, 2)
    @property
    def low(self): return self.name.lower()
    @classmethod
    def default(cls): return cls.RED
Color.RED, Color.RED.name, Color.RED.value, Color(1), Color['GREEN'], Color.BLUE.low, list(Color), len(Color), Color.RED is Color(1), Color.RED == 1, Color.default(), str(Color.RED), f'{Color.RED}', Color.RED in Color, isinstance(Color.RED, Color), [c.name for c in Color], Color.__members__['RED'], {Color.RED: 'r'}[Color.RED], Color.RED != Color.BLUE, type(Color.RED).__name__, hash(Color.RED) == hash(Color.RED)  #=> (<Color.RED: 1>, 'RED', 1, <Color.RED: 1>, <Color.GREEN: 'g'>, 'blue', [<Color.RED: 1>, <Color.GREEN: 'g'>, <Color.BLUE: (1, 2)>], 3, True, False, <Color.RED: 1>, 'Color.RED', 'Color.RED', True, True, ['RED', 'GREEN', 'BLUE'], <Color.RED: 1>, 'r', True, 'Color', True)
Color(99)  #=> raises ValueError: 99 is not a valid Color
Color['NOPE']  #=> raises KeyError: 'NOPE'
Color.NOPE  #=> raises AttributeError: type object 'Color' has no attribute 'NOPE'
class N(IntEnum):
    A = 1
    B = 2
N.A + 1, N.A == 1, N.B > N.A, N(2), int(N.B), [10, 20][N.A], isinstance(N.A, int), N.A * 3, sorted([N.B, N.A]), max(N), N.A.name, range(N.B), f'{N.A}', str(N.B), N['A']  #=> (2, True, True, <N.B: 2>, 2, 20, True, 3, [<N.A: 1>, <N.B: 2>], <N.B: 2>, 'A', range(0, 2), '1', '2', <N.A: 1>)
class S(str, Enum):
    X = 'x'
    Y = 'why'
S.X == 'x', S('why'), S.Y.value, S.X.upper(), isinstance(S.X, str), S.Y in ('why',), {'x': 1}[S.X], S.X + 'b', 'a' + S.X, S.X.value  #=> (True, <S.Y: 'why'>, 'why', 'X', True, True, 1, 'xb', 'ax', 'x')
class F(Flag):
    A = auto()
    B = auto()
    C = A | B
F.A | F.B == F.C, F.A.value, F.B.value, F.C.value, bool(F.A & F.B), F.A in F.C, (F.A | F.B) is F.C  #=> (True, 1, 2, 3, False, True, True)
class Auto(Enum):
    X = auto()
    Y = auto()
Auto.X.value, Auto.Y.value, [a.value for a in Auto]  #=> (1, 2, [1, 2])
class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
    @property
    def density(self): return round(self.mass / self.radius, 2)
Planet.EARTH.mass, Planet.MARS.density, Planet.EARTH.value, Planet((0.6, 3.3)).name  #=> (5.9, 0.18, (5.9, 6.3), 'MARS')
E = Enum('E', 'A B'); E2 = Enum('E2', {'X': 10})
E.A.value, E.B.name, [e.name for e in E], E2.X.value  #=> (1, 'B', ['A', 'B'], 10)
class Fn(Enum):
    @staticmethod
    def f(): return 1
    G = 2
    def __str__(self): return 'fn:' + self.name
    @classmethod
    def _missing_(cls, value): return cls.G if value == 'two' else None
str(Fn.G), Fn('two'), Fn.f(), len(Fn)  #=> ('fn:G', <Fn.G: 2>, 1, 1)
@dataclass
class Pt:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
    z: int = field(default=3, repr=False, compare=False)
    k: ClassVar[int] = 5
    def norm(self): return self.x + self.y
a, b = Pt(1), Pt(1, 2, [], 99)
a, a == b, a.norm(), a.tags is b.tags, Pt(x=3, y=4), asdict(a), astuple(Pt(1, 2)), replace(a, x=9), [f.name for f in fields(a)], is_dataclass(a), is_dataclass(Pt), is_dataclass(1), Pt.y, Pt.k, a != Pt(2), a.z, repr(b), Pt.__match_args__  #=> (Pt(x=1, y=2, tags=[]), True, 3, False, Pt(x=3, y=4, tags=[]), {'x': 1, 'y': 2, 'tags': [], 'z': 3}, (1, 2, [], 3), Pt(x=9, y=2, tags=[]), ['x', 'y', 'tags', 'z'], True, True, False, 2, 5, True, 3, 'Pt(x=1, y=2, tags=[])', ('x', 'y', 'tags', 'z'))
Pt()  #=> raises TypeError: Pt.__init__() missing 1 required positional argument: 'x'
Pt(1, 2, [], 3, 4)  #=> raises TypeError: Pt.__init__() takes from 2 to 5 positional arguments but 6 were given
Pt(1, q=5)  #=> raises TypeError: Pt.__init__() got an unexpected keyword argument 'q'
@dataclass(frozen=True, order=True)
class Fz:
    a: int
    b: str = 'b'
Fz(1) < Fz(2), Fz(1) == Fz(1), hash(Fz(1)) == hash(Fz(1)), {Fz(1): 'x'}[Fz(1)], sorted([Fz(2), Fz(1)]), max(Fz(1), Fz(3))  #=> (True, True, True, 'x', [Fz(a=1, b='b'), Fz(a=2, b='b')], Fz(a=3, b='b'))
setattr(Fz(1), 'a', 2)  #=> raises FrozenInstanceError: cannot assign to field 'a'
@dataclass
class Base:
    a: int = 1
    def __post_init__(self): self.doubled = self.a * 2
@dataclass
class Child(Base):
    b: int = 5
    c: dict = field(default_factory=lambda: {'k': 1})
    n: InitVar[int] = 0
    def __post_init__(self, n):
        super().__post_init__()
        self.n2 = n
Child(3, n=7).doubled, Child(), Child(b=9).b, Child(n=4).n2, [f.name for f in fields(Child)], asdict(Child()), Child().c is Child().c  #=> (6, Child(a=1, b=5, c={'k': 1}), 9, 4, ['a', 'b', 'c'], {'a': 1, 'b': 5, 'c': {'k': 1}}, False)
@dataclass(kw_only=True)
class Kw:
    a: int
    b: int = 2
@dataclass
class Nest:
    p: Pt
    l: list
Kw(a=1), asdict(Nest(Pt(1), [Pt(2)])), Nest(Pt(1), []).p.x  #=> (Kw(a=1, b=2), {'p': {'x': 1, 'y': 2, 'tags': [], 'z': 3}, 'l': [{'x': 2, 'y': 2, 'tags': [], 'z': 3}]}, 1)
Kw(1)  #=> raises TypeError: Kw.__init__() takes 1 positional argument but 2 were given
dataclasses.make_dataclass('Mk', ['x', ('y', int, 5)])(1), dataclasses.MISSING is dataclasses.MISSING  #=> (Mk(x=1, y=5), True)
@dataclass(eq=False)
class Id:
    x: int = 1
Id() == Id(), Id().x  #=> (False, 1)
@dataclass
class Cfg:
    hidden: int = 64
    heads: int = 4
    name: str = 'cfg'
    @property
    def dim(self): return self.hidden // self.heads
    def to_dict(self): return {k: v for k, v in self.__dict__.items()}
    @classmethod
    def small(cls, **kw): return cls(hidden=16, **kw)
Cfg(**{'hidden': 128}).dim, Cfg.small(heads=2).to_dict(), vars(Cfg()), Cfg().__dict__, getattr(Cfg(), 'heads'), [getattr(Cfg(), f.name) for f in fields(Cfg)]  #=> (32, {'hidden': 16, 'heads': 2, 'name': 'cfg'}, {'hidden': 64, 'heads': 4, 'name': 'cfg'}, {'hidden': 64, 'heads': 4, 'name': 'cfg'}, 4, [64, 4, 'cfg'])
n = [[1], {'a': [2]}, (3, [4])]
s, dp = copy.copy(n), copy.deepcopy(n)
n[0].append(9); n[1]['a'].append(9); n[2][1].append(9)
s, dp, copy.copy({'a': 1}), copy.deepcopy({1, 2}) == {1, 2}, copy.copy(5), copy.deepcopy('a')  #=> ([[1, 9], {'a': [2, 9]}, (3, [4, 9])], [[1], {'a': [2]}, (3, [4])], {'a': 1}, True, 5, 'a')
class Cp:
    def __init__(self): self.items = [1]; self.me = self
    def __copy__(self): return 'copied'
x = Cp()
y = copy.deepcopy(x)
copy.copy(x), y.items == x.items, y.items is x.items, y.me is y  #=> ('copied', True, False, True)
ns = types.SimpleNamespace(a=1, b='x')
ns.c = 3
ns, ns.a, vars(ns), ns == types.SimpleNamespace(a=1, b='x', c=3), hasattr(ns, 'q')  #=> (namespace(a=1, b='x', c=3), 1, {'a': 1, 'b': 'x', 'c': 3}, True, False)
def meth(self): return self.v
class Hold: v = 5
h = Hold()
h.m = types.MethodType(meth, h)
h.m(), isinstance(meth, types.FunctionType), isinstance(h.m, types.MethodType), isinstance(collections, types.ModuleType), isinstance((x for x in []), types.GeneratorType), isinstance(len, types.BuiltinFunctionType), type(None) is types.NoneType, isinstance(lambda: 0, types.LambdaType)  #=> (5, True, True, True, True, True, True, True)
abc = collections.abc
isinstance([], abc.Sequence), isinstance({}, abc.Mapping), isinstance('a', abc.Iterable), isinstance(1, abc.Iterable), isinstance(len, abc.Callable), isinstance((), abc.Hashable), isinstance([], abc.Hashable), isinstance(set(), abc.Set), isinstance(iter([]), abc.Iterator), isinstance([], abc.MutableSequence), isinstance((), abc.MutableSequence), isinstance(range(1), abc.Sequence), isinstance({}.keys(), abc.Iterable), isinstance({}, abc.Sized)  #=> (True, True, True, False, True, True, False, True, True, True, False, True, True, True)
class Mp(abc.Mapping):
    def __init__(self, d): self.d = d
    def __getitem__(self, k): return self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
mp = Mp({'a': 1})
mp['a'], list(mp), len(mp), 'a' in mp, mp.get('z', 0), list(mp.items()), list(mp.keys()), list(mp.values()), dict(mp), {**mp}, mp == {'a': 1}, isinstance(mp, abc.Mapping)  #=> (1, ['a'], 1, True, 0, [('a', 1)], ['a'], [1], {'a': 1}, {'a': 1}, True, True)
class Ud(UserDict):
    def __getitem__(self, k): return super().__getitem__(k) * 2
u = Ud(a=1)
u['b'] = 5
u['a'], u['b'], len(u), sorted(u), 'a' in u  #=> (2, 10, 2, ['a', 'b'], True)
import numbers
class Reg: pass
abc.Mapping.register(Reg) is Reg, numbers.Number.register(Reg) is Reg, {'a', 'b'} | {'c': 1}.keys() == {'a', 'b', 'c'}, {'a', 'b'} - {'a': 1}.keys(), {'a'} & {'a': 1}.keys(), {'a'} ^ {'a': 1}.keys()  #=> (True, True, True, {'b'}, {'a'}, set())
class Doc:
    @property
    def p(self):
        'doc of p'
Doc.p.__doc__, property(lambda self: 1).__doc__  #=> ('doc of p', None)
{}[object()] if False else 'ok'  #=> 'ok'
from typing import NamedTuple, TypedDict
class Own(property):
    def __init__(self, fget=None, *, mark=0):
        self.mark = mark
        super().__init__(fget)
    def __call__(self, fget): return Own(fget, mark=self.mark)
class Plain(property): pass
class Uses:
    @Own(mark=3)
    def a(self): return 'a'
    @Own
    def b(self): return 'b'
    @Plain
    def c(self): return self._c
    @c.setter
    def c(self, value): self._c = value * 2
use = Uses()
use.c = 4
use.a, use.b, Uses.a.mark, use.c, isinstance(Uses.a, property), isinstance(Uses.c, Plain)  #=> ('a', 'b', 3, 8, True, True)
class Pair(NamedTuple):
    a: int
    b: int = 2
class More(Pair):
    def __new__(cls, a, b=5, c=None): return super().__new__(cls, a, b)
    def total(self): return self.a + self.b
More(1), More(1).total(), More(1, c=3)._replace(a=7), Pair(1), More._fields, isinstance(More(1), Pair)  #=> (More(a=1, b=5), 6, More(a=7, b=5), Pair(a=1, b=2), ('a', 'b'), True)
Pt2 = NamedTuple('Pt2', [('x', int), ('y', int)])
Cfg2 = TypedDict('Cfg2', {'a': int})
Pt2(1, 2).y, Cfg2(a=1), TypedDict('E', {'b': str}, total=False)(b='x')  #=> (2, {'a': 1}, {'b': 'x'})
