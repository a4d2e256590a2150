# Calling functions: every kind of parameter, and Python's own words for mistakes.
def plain(a, b=2, *rest, c, d=4, **more):
    return a, b, rest, c, d, more

plain(1, c=3)  #=> (1, 2, (), 3, 4, {})
plain(1, 5, 6, 7, c=3, d=0, e=9)  #=> (1, 5, (6, 7), 3, 0, {'e': 9})
plain(*[1, 2, 3], **{'c': 0, 'z': 1})  #=> (1, 2, (3,), 0, 4, {'z': 1})
plain(b=1, a=0, c=2)  #=> (0, 1, (), 2, 4, {})
plain()  #=> raises TypeError: plain() missing 1 required positional argument: 'a'
plain(1)  #=> raises TypeError: plain() missing 1 required keyword-only argument: 'c'
plain(1, a=2, c=3)  #=> raises TypeError: plain() got multiple values for argument 'a'

def two(x, y):
    return x - y

two(1)  #=> raises TypeError: two() missing 1 required positional argument: 'y'
two()  #=> raises TypeError: two() missing 2 required positional arguments: 'x' and 'y'
two(1, 2, 3)  #=> raises TypeError: two() takes 2 positional arguments but 3 were given
two(1, z=2)  #=> raises TypeError: two() got an unexpected keyword argument 'z'
two(y=1, x=5)  #=> 4
two(1, 2, y=3)  #=> raises TypeError: two() got multiple values for argument 'y'

def three(x, y=1, z=2):
    return [x, y, z]

three(1, 2, 3, 4)  #=> raises TypeError: three() takes from 1 to 3 positional arguments but 4 were given
three()  #=> raises TypeError: three() missing 1 required positional argument: 'x'
three(1, z=9)  #=> [1, 1, 9]

def none():
    pass

none()  #=> None
none(1)  #=> raises TypeError: none() takes 0 positional arguments but 1 was given

def positional(a, b, /, c, *, d):
    return a + b + c + d

positional(1, 2, 3, d=4)  #=> 10
positional(1, 2, c=3, d=4)  #=> 10
positional(a=1, b=2, c=3, d=4)  #=> raises TypeError: positional() got some positional-only arguments passed as keyword arguments: 'a, b'
positional(1, 2, 3)  #=> raises TypeError: positional() missing 1 required keyword-only argument: 'd'
positional(1, 2, 3, 4)  #=> raises TypeError: positional() takes 3 positional arguments but 4 were given

def keyword_only(*, a, b, c=3):
    return a, b, c

keyword_only(b=1, a=2)  #=> (2, 1, 3)
keyword_only()  #=> raises TypeError: keyword_only() missing 2 required keyword-only arguments: 'a' and 'b'
keyword_only(a=1)  #=> raises TypeError: keyword_only() missing 1 required keyword-only argument: 'b'

def shared(item, into=[]):
    into.append(item)
    return into

shared(1)  #=> [1]
shared(2)  #=> [1, 2]
shared(3, [])  #=> [3]

def counter(start=0):
    count = start
    def up(by=1):
        nonlocal count
        count += by
        return count
    return up

up = counter(10)
up(), up(5), up()  #=> (11, 16, 17)
(lambda x, *y, k=1, **z: (x, y, k, z))(1, 2, 3, q=4)  #=> (1, (2, 3), 1, {'q': 4})
[f() for f in [lambda i=i: i * i for i in range(4)]]  #=> [0, 1, 4, 9]
[f() for f in [lambda: i for i in range(3)]]  #=> [2, 2, 2]

def recursive(n):
    return 1 if n <= 1 else n * recursive(n - 1)

recursive(15)  #=> 1307674368000

def outer(*args, **kwargs):
    return inner(*args, **kwargs)

def inner(a, b=2, *, c=3):
    return a, b, c

outer(1, c=5)  #=> (1, 2, 5)
outer(1, 2, 3)  #=> raises TypeError: inner() takes from 1 to 2 positional arguments but 3 were given
outer(1, q=5)  #=> raises TypeError: inner() got an unexpected keyword argument 'q'
outer.__name__, counter(0).__name__, inner.__qualname__  #=> ('outer', 'up', 'inner')
three.__defaults__  #=> (1, 2)
keyword_only.__kwdefaults__  #=> {'c': 3}

def documented():
    """What it does."""

documented.__doc__  #=> 'What it does.'
documented.tag = 5
documented.tag, documented.__dict__  #=> (5, {'tag': 5})
callable(documented), callable(5)  #=> (True, False)
5()  #=> raises TypeError: 'int' object is not callable
'text'(1)  #=> raises TypeError: 'str' object is not callable
None.attribute  #=> raises AttributeError: 'NoneType' object has no attribute 'attribute'

def decorator(f):
    def wrapped(*args, **kwargs):
        return ['wrapped', f(*args, **kwargs)]
    return wrapped

def with_argument(n):
    def decorate(f):
        return lambda *args: (n, f(*args))
    return decorate

@decorator
@with_argument(7)
def decorated(x):
    return x + 1

decorated(1)  #=> ['wrapped', (7, 2)]

async def coroutine(x):
    return x

def annotated(x: int, y: 'list[str]' = None, *z: float) -> dict:
    local: int = 3
    unassigned: str
    return local

annotated(1)  #=> 3
print.__name__, len.__name__  #=> ('print', 'len')

def swap(pair):
    (a, b), c = pair
    return c, b, a

swap(((1, 2), 3))  #=> (3, 2, 1)
swap((1, 2))  #=> raises TypeError: cannot unpack non-iterable int object
first, *middle, last = range(6)
first, middle, last  #=> (0, [1, 2, 3, 4], 5)
[head, *tail] = 'abc'
head, tail  #=> ('a', ['b', 'c'])
a, b = 1
a, b = 1, 2, 3
a, b = (1,)
*a, b, c = (1,)
x = y = z = []
x is y is z  #=> True

# A copy of a function, made of its code.
import types
def original(a, b=2, *, c=3):
    return a, b, c
copied = types.FunctionType(original.__code__, original.__globals__, name='copied', argdefs=original.__defaults__, closure=original.__closure__)
copied.__kwdefaults__ = original.__kwdefaults__
copied.extra = 1
copied(1), copied(1, 5, c=6), copied.__name__, copied is original, hasattr(original, 'extra')  #=> ((1, 2, 3), (1, 5, 6), 'copied', False, False)
