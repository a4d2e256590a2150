# Classes: attributes, methods, inheritance, super, properties, special methods.
class Point:
    dims = 2
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    def __repr__(self):
        return f'Point({self.x}, {self.y})'
    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)
    def __hash__(self):
        return hash((self.x, self.y))
    def __add__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return Point(self.x + other.x, self.y + other.y)
    def __radd__(self, other):
        return Point(self.x + other, self.y + other)
    def __mul__(self, k):
        return Point(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self):
        return Point(-self.x, -self.y)
    def __lt__(self, other):
        return self.x < other.x
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __len__(self):
        return 2
    def __iter__(self):
        yield self.x
        yield self.y
    def __contains__(self, v):
        return v in (self.x, self.y)
    def __call__(self, *args):
        return args
    def __bool__(self):
        return bool(self.x or self.y)
    @property
    def norm(self):
        return abs(self.x) + abs(self.y)
    @norm.setter
    def norm(self, value):
        self.x, self.y = value, 0
    @classmethod
    def origin(cls):
        return cls(0)
    @staticmethod
    def helper(a):
        return a * 2

p = Point(3, -4)
p  #=> Point(3, -4)
p + Point(1, 1), 5 + p, p * 2, 2 * p, -p  #=> (Point(4, -3), Point(8, 1), Point(6, -8), Point(6, -8), Point(-3, 4))
p + 'a'  #=> raises TypeError: unsupported operand type(s) for +: 'Point' and 'str'
p == Point(3, -4), p != Point(3, -4), p == 5, p < Point(4)  #=> (True, False, False, True)
p[0], p[1], len(p), list(p), 3 in p, 9 in p, p(1, 2)  #=> (3, -4, 2, [3, -4], True, False, (1, 2))
p[2]  #=> raises IndexError: tuple index out of range
bool(p), bool(Point(0)), not Point(0)  #=> (True, False, True)
p.norm  #=> 7
p.norm = 10
p  #=> Point(10, 0)
Point.origin(), p.origin(), Point.helper(4), p.helper(5)  #=> (Point(0, 0), Point(0, 0), 8, 10)
Point.dims, p.dims  #=> (2, 2)
p.dims = 3
Point.dims, p.dims, p.__dict__  #=> (2, 3, {'x': 10, 'y': 0, 'dims': 3})
{Point(1, 2): 'a'}[Point(1, 2)]  #=> 'a'
p.missing  #=> raises AttributeError: 'Point' object has no attribute 'missing'
Point.missing  #=> raises AttributeError: type object 'Point' has no attribute 'missing'
Point()  #=> raises TypeError: Point.__init__() missing 1 required positional argument: 'x'
Point(1, 2, 3)  #=> raises TypeError: Point.__init__() takes from 2 to 3 positional arguments but 4 were given
Point.__name__, type(p).__name__, p.__class__ is Point  #=> ('Point', 'Point', True)
getattr(p, 'x'), getattr(p, 'zz', 'default'), hasattr(p, 'y'), hasattr(p, 'q')  #=> (10, 'default', True, False)
setattr(p, 'q', 1)
p.q  #=> 1
del p.q
p.q  #=> raises AttributeError: 'Point' object has no attribute 'q'
max([Point(1), Point(5), Point(2)])  #=> Point(5, 0)
sorted([Point(3), Point(1)])  #=> [Point(1, 0), Point(3, 0)]

class A:
    def who(self):
        return ['A']
    def chain(self):
        return ['A']
class B(A):
    def who(self):
        return ['B'] + super().who()
    def chain(self):
        return ['B'] + super().chain()
class C(A):
    def who(self):
        return ['C'] + super(C, self).who()
    def chain(self):
        return ['C'] + super().chain()
class D(B, C):
    def chain(self):
        return ['D'] + super().chain()

D().chain(), D().who(), [c.__name__ for c in D.__mro__]  #=> (['D', 'B', 'C', 'A'], ['B', 'C', 'A'], ['D', 'B', 'C', 'A', 'object'])
isinstance(D(), A), issubclass(D, C), issubclass(A, D), isinstance(D(), (int, B))  #=> (True, True, False, True)
A().who.__name__, A.who(A())  #=> ('who', ['A'])

class Broken(A, B):
    pass

class Empty:
    pass

Empty(1)  #=> raises TypeError: Empty() takes no arguments
e = Empty()
e.a = 1
vars(e), e.__dict__  #=> ({'a': 1}, {'a': 1})

class Slots:
    __slots__ = ('a', 'b')
    def __init__(self):
        self.a = 1

Slots().a  #=> 1

class Dynamic:
    def __init__(self):
        self.real = 1
    def __getattr__(self, name):
        if name.startswith('get_'):
            return name[4:]
        raise AttributeError(name)

Dynamic().get_it, Dynamic().real, hasattr(Dynamic(), 'other'), getattr(Dynamic(), 'other', 0)  #=> ('it', 1, False, 0)
Dynamic().other  #=> raises AttributeError: other

class Guarded:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, [value])

g = Guarded()
g.x = 5
g.x  #=> [5]

class Typed:
    def __init__(self, kind):
        self.kind = kind
    def __set_name__(self, owner, name):
        self.name = '_' + name
    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name, 'unset')
    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f'{self.name} wants {self.kind.__name__}')
        setattr(obj, self.name, value)

class Record:
    size = Typed(int)

r = Record()
r.size  #=> 'unset'
r.size = 4
r.size, r.__dict__, type(Record.size).__name__  #=> (4, {'_size': 4}, 'Typed')
r.size = 'x'

class Meta(type):
    registry = []
    def __new__(mcs, name, bases, namespace, **kw):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.registry.append(name)
        cls.tag = kw.get('tag', 'none')
        return cls
    def __call__(cls, *args, **kw):
        made = super().__call__(*args, **kw)
        made.made_by = cls.__name__
        return made
    def __len__(cls):
        return 42

class Base(metaclass=Meta):
    pass
class Derived(Base, tag='t'):
    def __init__(self, v):
        self.v = v

Meta.registry, Base.tag, Derived.tag, Derived(3).v, Derived(3).made_by, len(Base)  #=> (['Base', 'Derived'], 'none', 't', 3, 'Derived', 42)

class Registered:
    all = {}
    def __init_subclass__(cls, key=None, **kw):
        super().__init_subclass__(**kw)
        Registered.all[key or cls.__name__] = cls.__name__

class One(Registered):
    pass
class Two(Registered, key='two'):
    pass

Registered.all  #=> {'One': 'One', 'two': 'Two'}

class Single:
    instance = None
    def __new__(cls, *args):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self, v=0):
        self.v = v

Single(1) is Single(2), Single().v  #=> (True, 0)

class Stack(list):
    def push(self, x):
        self.append(x)
        return self
    def __getitem__(self, i):
        return super().__getitem__(-1 - i)

s = Stack([1, 2])
s.push(3), len(s), s[0], isinstance(s, list), list(s)  #=> ([1, 2, 3], 3, 3, True, [1, 2, 3])

class Config(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)
    def __setattr__(self, name, value):
        self[name] = value

c = Config(a=1, b={'x': 2})
c.c = 3
c.a, c.b['x'], c['c'], sorted(c.keys()), hasattr(c, 'zz')  #=> (1, 2, 3, ['a', 'b', 'c'], False)
dict(**c)  #=> {'a': 1, 'b': {'x': 2}, 'c': 3}

class Celsius(float):
    def warmer(self):
        return Celsius(self + 1)

Celsius(20).warmer() + 0.5  #=> 21.5

class Name(str):
    def __new__(cls, text, extra=None):
        made = super().__new__(cls, text.upper())
        made.extra = extra
        return made

n = Name('abc', extra=5)
n, n.extra, n + 'x', n.lower(), n == 'ABC', {n: 1}['ABC'], len(n)  #=> ('ABC', 5, 'ABCx', 'abc', True, 1, 3)

class Outer:
    class Inner:
        value = 3
    inner = Inner()
    doubled = [x * 2 for x in range(3)]
    total = sum(doubled)
    if total > 5:
        big = True
    for k in range(2):
        pass

Outer.Inner.value, Outer().inner.value, Outer.doubled, Outer.total, Outer.big, Outer.k  #=> (3, 3, [0, 2, 4], 6, True, 1)
Outer.Inner.__qualname__  #=> 'Outer.Inner'

class Changing:
    pass
class Other:
    def hello(self):
        return 'hello'

ch = Changing()
ch.__class__ = Other
ch.hello()  #=> 'hello'
type('Made', (Other,), {'x': 5})().x, type('Made', (Other,), {})().hello()  #=> (5, 'hello')

class Matrix:
    def __matmul__(self, other):
        return 'matmul'
    def __iadd__(self, other):
        return 'iadd'
    def __getitem__(self, index):
        return index
    def __setitem__(self, index, value):
        self.last = (index, value)
    def __delitem__(self, index):
        self.last = ('del', index)

m = Matrix()
m @ m, m[1:2, ..., None], m[0], m[-1:]  #=> ('matmul', (slice(1, 2, None), Ellipsis, None), 0, slice(-1, None, None))
m[1, 2] = 3
m.last  #=> ((1, 2), 3)
del m['k']
m.last  #=> ('del', 'k')
m += 1
m  #=> 'iadd'
Matrix() - 1  #=> raises TypeError: unsupported operand type(s) for -: 'Matrix' and 'int'
len(Matrix())  #=> raises TypeError: object of type 'Matrix' has no len()
iter(Empty())  #=> raises TypeError: 'Empty' object is not iterable
Empty()[0]  #=> raises TypeError: 'Empty' object is not subscriptable
-Empty()  #=> raises TypeError: bad operand type for unary -: 'Empty'
Empty() < Empty()  #=> raises TypeError: '<' not supported between instances of 'Empty' and 'Empty'
Empty() == Empty(), e == e  #=> (False, True)
e()  #=> raises TypeError: 'Empty' object is not callable

class Cached:
    calls = 0
    @property
    def value(self):
        Cached.calls += 1
        return Cached.calls
    @value.deleter
    def value(self):
        Cached.calls = 100

ca = Cached()
ca.value, ca.value  #=> (1, 2)
del ca.value
ca.value  #=> 101
ca.value = 1
Point.norm.fget(Point(1, 1))  #=> 2
