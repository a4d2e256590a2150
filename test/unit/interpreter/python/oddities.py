# Rarer forms of the language.
import asyncio

class Ctx:
    async def __aenter__(self):
        return 'entered'
    async def __aexit__(self, *args):
        return False

def f(*, a=[x for x in range(2)], b=(y := 5)):
    return a, b

f(), y  #=> (([0, 1], 5), 5)
[i for i in range(5) if i % 2 if i > 1], [(i, j) for i in 'ab' for j in range(2) if j], {i: j for i, j in zip('ab', range(2)) if j}  #=> ([3], [('a', 1), ('b', 1)], {'b': 1})
(lambda *a, **k: (a, k))(*[1], *(2, 3), **{'x': 1}, **{'y': 2})  #=> ((1, 2, 3), {'x': 1, 'y': 2})
1 if 0 else 2 if 0 else 3, not 1 == 2, 1 < 3 > 2 != 5, 3 in [1, 3] in [[1, 3]], 1 < 2 in [2]  #=> (3, True, True, True, True)
x = y = (1, 2)
(a, b), *rest = [(1, 2), 3, 4]
a, b, rest  #=> (1, 2, [3, 4])
a, b = b, a
a, b  #=> (2, 1)
d = {}
d['k'], d['l'] = 1, [2, 3]
d['l'][0], d['m'] = d['k'], 9
d  #=> {'k': 1, 'l': [1, 3], 'm': 9}

class Attr:
    pass

o = Attr()
o.a = o.b = 3
o.a += 1
o.list = [1]
o.list += [2]
o.list[0] *= 5
o.a, o.b, o.list  #=> (4, 3, [5, 2])
i = 0
values = [0, 0]
i, values[i] = 1, 7
i, values  #=> (1, [0, 7])
s = 'abc'
s += 'd'
s *= 2
s  #=> 'abcdabcd'
n = 7
n //= 2; n **= 2; n %= 5; n <<= 3; n |= 1; n &= 0xF; n ^= 2; n >>= 1; n -= 1; n /= 2
n  #=> 0.0
f'{"a" + f"{1 + 1}"}{{x}} {3!r:>4} {"q":{">"}{4}} {[1, 2][0]} {d["k"]}'  #=> 'a2{x}    3    q 1 1'
f'{3.14159:{6}.{3}}', f'{1 if True else 2}', f'{(lambda q: q * 2)(3)}', f'{"a" "b"}', f'{None!s}', f'{1:d}{2:>3}'  #=> ('  3.14', '1', '6', 'ab', 'None', '1  2')
'%s %(a)s' if False else '%(a)s' % {'a': 1}  #=> '1'
def g():
    """doc"""
    global made_global
    made_global = 1
    def h():
        nonlocal_value = 2
        class Inner:
            z = nonlocal_value
            def get(self):
                return nonlocal_value + self.z
        return Inner().get()
    return h()

g(), made_global, g.__doc__  #=> (4, 1, 'doc')

def gen():
    got = yield 1
    try:
        yield 2
    finally:
        yield 3
    return 4

list(gen()), [*gen()], tuple(x * 2 for x in gen())  #=> ([1, 2, 3], [1, 2, 3], (2, 4, 6))

def outer(n):
    def inner():
        return n if n == 0 else outer(n - 1)
    return inner()

outer(3)  #=> 0

def default_order(a=print, b=len):
    return b

default_order()([1, 2])  #=> 2
try:
    raise KeyError('a') from ValueError('b')
except (KeyError, ValueError) as e:
    chained = repr(e)
chained  #=> "KeyError('a')"

def early():
    for i in range(3):
        try:
            continue
        finally:
            if i == 2:
                return i
    return None

early()  #=> 2

def loop_else():
    for i in []:
        pass
    else:
        i = 'else'
    while False:
        pass
    else:
        i += '!'
    return i

loop_else()  #=> 'else!'
if (m := len('abc')) > 2 and (k := m * 2):
    pass
m, k  #=> (3, 6)
while (n2 := values.pop()) != 7 if False else False:
    pass
assert True, 'never'
del values[0]
values  #=> [7]
x = 5,
x, (), (1), (1,), [], [()], {}, {()}  #=> ((5,), (), 1, (1,), [], [()], {}, {()})
1 .real, 2.5.is_integer(), 'a'.join(['x', 'y']), (1).__add__(2), [1].__len__(), 'abc'.__getitem__(1), (5).__class__.__name__  #=> (1, False, 'xay', 3, 1, 'b', 'int')
print and len and 3, None or () or 'z', 0 or False, '' and 1  #=> (3, 'z', False, '')
0x_ff, 1_0.5, 1e1_0, 0b1_0, 1j if False else 2, 0o7  #=> (255, 10.5, 10000000000.0, 2, 2, 7)
r'a\b', b'\x00', u'x', 'tab\there', "quote'"  #=> ('a\\b', b'\x00', 'x', 'tab\there', "quote'")

class Meta(type):
    def __getattr__(cls, name):
        return 'meta ' + name
    def __iter__(cls):
        return iter([1, 2])
    def __contains__(cls, x):
        return x == 1
    def __getitem__(cls, k):
        return k
    def __or__(cls, other):
        return 'or'

class WithMeta(metaclass=Meta):
    real = 1

WithMeta.real, WithMeta.other, list(WithMeta), 1 in WithMeta, 2 in WithMeta, WithMeta['k'], WithMeta | 5  #=> (1, 'meta other', [1, 2], True, False, 'k', 'or')

class Operators:
    def __init__(self, v):
        self.v = v
    def __truediv__(self, o):
        return 'div'
    def __rtruediv__(self, o):
        return 'rdiv'
    def __floordiv__(self, o):
        return 'floordiv'
    def __mod__(self, o):
        return 'mod'
    def __pow__(self, o):
        return 'pow'
    def __lshift__(self, o):
        return 'lshift'
    def __and__(self, o):
        return 'and'
    def __ror__(self, o):
        return 'ror'
    def __invert__(self):
        return 'invert'
    def __abs__(self):
        return 'abs'
    def __int__(self):
        return 42
    def __float__(self):
        return 4.5
    def __index__(self):
        return 2
    def __str__(self):
        return 'str'
    def __format__(self, spec):
        return 'format ' + spec
    def __le__(self, o):
        return 'le'
    def __ne__(self, o):
        return 'ne'
    def __reversed__(self):
        return iter('rev')
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return True

p = Operators(1)
p / 1, 1 / p, p // 1, p % 1, p ** 2, p << 1, p & 1, 1 | p, ~p, abs(p), int(p), float(p), [0, 1, 2, 3][p], str(p), f'{p:x}', p <= 1, p >= 1 if False else 0, p != 1, list(reversed(p)), 'abc'[p], list(range(p))  #=> ('div', 'rdiv', 'floordiv', 'mod', 'pow', 'lshift', 'and', 'ror', 'invert', 'abs', 42, 4.5, 2, 'str', 'format x', 'le', 0, 'ne', ['r', 'e', 'v'], 'c', [0, 1])
with p as q:
    raise ValueError('swallowed')
q is p  #=> True

class Desc:
    def __get__(self, obj, owner):
        return (obj is None, owner.__name__)

class HasDesc:
    d = Desc()

HasDesc.d, HasDesc().d  #=> ((True, 'HasDesc'), (False, 'HasDesc'))

class CallableClass:
    def __call__(self, *args, **kwargs):
        return args, kwargs

CallableClass()(1, a=2), callable(CallableClass()), list(map(CallableClass(), [1]))  #=> (((1,), {'a': 2}), True, [((1,), {})])

class Sub(dict):
    def __missing__(self, key):
        return key * 2

Sub(a=1)['a'], Sub()['zz'], Sub().get('q')  #=> (1, 'zzzz', None)

class Strange(int):
    def __add__(self, other):
        return 'added'

Strange(3) + 1, Strange(3) * 2, 1 + Strange(3), Strange(5) == 5, isinstance(Strange(1), int)  #=> ('added', 6, 4, True, True)
type(lambda: 0).__name__, type(type).__name__, type(None).__name__, type(...).__name__, type(NotImplemented).__name__  #=> ('function', 'type', 'NoneType', 'ellipsis', 'NotImplementedType')
sorted({'b': 1, 'a': 2}), sorted([[2, 1], [1, 9]]), sorted('bA', key=str.lower), list(map(str.upper, 'ab')), max('abc', key=ord)  #=> (['a', 'b'], [[1, 9], [2, 1]], ['A', 'b'], ['A', 'B'], 'c')
sum([[1], [2]], []), sum((1, 2), 10), min([3, 1], default=0), min([], default=7), round(3.14159, 3), divmod(7, 2), pow(2, 5, 7)  #=> ([1, 2], 13, 1, 7, 3.142, (3, 1), 4)
any(x > 1 for x in [1, 2]), all([]), list(filter(lambda v: v, [0, 1])), list(zip([1, 2], 'ab', [True, False])), [*enumerate('a')]  #=> (True, True, [1], [(1, 'a', True), (2, 'b', False)], [(0, 'a')])
isinstance(1, (str, (int, float))), issubclass(bool, int), callable(print), hasattr(1, 'real'), getattr(1, 'zzz', None), id(o) == id(o)  #=> (True, True, True, True, None, True)
int('ff', 16), int('0b11', 2), float('1e3'), str(b'a'), bytes('a', 'utf8'), chr(97), ord('a'), hex(255), bin(5), oct(8)  #=> (255, 3, 1000.0, "b'a'", b'a', 'a', 97, '0xff', '0b101', '0o10')
list('abc')[::-1], 'abc'[-2:], [1, 2, 3, 4][1:-1], (1, 2, 3)[::2], 'hello'[1:4:2], [1, 2, 3][-1:0:-1]  #=> (['c', 'b', 'a'], 'bc', [2, 3], (1, 3), 'el', [3, 2])
(1, 'a') < (1, 'b'), [1, 2] > [1], 'abc' > 'abb', {1, 2} >= {1}, (1,) + (2,) == (1, 2), [] == (), None == False  #=> (True, True, True, True, True, False, False)
