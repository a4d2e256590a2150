# Names: global, nonlocal, class bodies, comprehensions, closures, deletion.
x = 'module'
def read():
    return x
def write():
    global x, created
    x = 'changed'
    created = 1

read()  #=> 'module'
write()
x, created  #=> ('changed', 1)

def shadow():
    x = 'local'
    def inner():
        return x
    x = 'later'
    return inner()

shadow()  #=> 'later'

def levels():
    a = 1
    def one():
        b = 2
        def two():
            nonlocal a
            a += b
            c = 3
            return lambda: (a, b, c)
        return two()
    f = one()
    return f(), a

levels()  #=> ((3, 2, 3), 3)

class Body:
    x = 'class'
    y = x + '!'
    def method(self):
        return x
    z = [x for _ in range(1)]
    w = (lambda: x)()

Body.y, Body().method(), Body.z, Body.w  #=> ('class!', 'changed', ['changed'], 'changed')

def class_in_function(p):
    class Local:
        q = p + 1
        def get(self):
            return p, self.q
    return Local().get()

class_in_function(4)  #=> (4, 5)

def loop_variable():
    for i in range(3):
        pass
    [i for i in 'abc']
    return i

loop_variable()  #=> 2

def deleted():
    v = 1
    del v
    try:
        return v
    except UnboundLocalError as e:
        return 'unbound'
    except NameError:
        return 'name'

deleted()  #=> 'unbound'
temporary = 1
del temporary
temporary  #=> raises NameError: name 'temporary' is not defined

def closures():
    out = []
    for i in range(3):
        def f(j=i):
            return i, j
        out.append(f)
    return [f() for f in out]

closures()  #=> [(2, 0), (2, 1), (2, 2)]

def use_before():
    value = later()
    return value
def later():
    return 'defined later'

use_before()  #=> 'defined later'
(lambda: [x for x in range(2)])(), x  #=> ([0, 1], 'changed')

def walrus(values):
    if (n := len(values)) > 2:
        return n
    while (m := n + 1) < 0:
        pass
    return [k for v in values if (k := v * 2)], k, m

walrus([1, 2, 3]), walrus([1, 2])  #=> (3, ([2, 4], 4, 3))

def star_args(*args, **kwargs):
    def inner(*more):
        return args + more, kwargs
    return inner

star_args(1, 2, k=3)(4)  #=> ((1, 2, 4), {'k': 3})
globals()['dynamic'] = 5
dynamic  #=> 5
sorted(k for k in globals() if k in ('read', 'write'))  #=> ['read', 'write']

def local_names():
    a = 1
    b = 2
    return sorted(locals().items())

local_names()  #=> [('a', 1), ('b', 2)]
__name__  #=> '__main__'

def annotations_only():
    z: int
    try:
        return z
    except UnboundLocalError:
        return 'no value'

annotations_only()  #=> 'no value'

def conditional_import():
    import math as m
    from math import floor as f
    return m.ceil(1.2), f(1.8)

conditional_import()  #=> (2, 1)
try:
    import does_not_exist_xyz
    found = True
except ImportError as e:
    found = str(e)
found  #=> "No module named 'does_not_exist_xyz'"
try:
    from math import not_there_xyz
except ImportError:
    not_there_xyz = None
not_there_xyz  #=> None
