# An exception nobody can catch ends its statement: one problem (`#!`), its targets unknown, the rest goes on.
before = 1
wrong = undefined  #! NameError: name 'undefined' is not defined
after = before + 1
wrong, after  #=> (?, 2)

class Layer:
    def __init__(self, size):
        self.size = size

class Net:
    def __init__(self):
        self.a = Layer(1)
        self.b = Layer()  #! TypeError: Layer.__init__() missing 1 required positional argument: 'size'
        self.c = Layer(3)
    def forward(self):
        x = self.a.size
        y = self.a.sise  #! AttributeError: 'Layer' object has no attribute 'sise'
        z = self.c.size + x
        return y, z

Net().forward(), Net().b  #=> ((?, 4), ?)

def refuse(n):
    if n < 0:
        raise ValueError(f'{n} is negative')  #! ValueError: -1 is negative
    return n

def use():
    a = refuse(-1)
    b = refuse(2)
    return a, b

use()  #=> (?, 2)

def half(x):
    return x / 0  #! ZeroDivisionError: division by zero

half(1)  #=> ?

def loop():
    out = []
    for i in [1, 2]:
        out.append(i)
        [][i]  #! IndexError: list index out of range
    for j in 5:  # Python would not come here: not told
        out.append('once')
    if missing_name:  #! NameError: name 'missing_name' is not defined
        out = out + ['x']
    else:
        out = out + ['x']
    return out

len(loop())  #=> ?

def caught():
    try:
        return {}['k']
    except KeyError:
        return 'caught'

caught()  #=> 'caught'

def partly():
    try:
        a = nothing_there  #! NameError: name 'nothing_there' is not defined
        b = 1
    except KeyError:
        b = 2
    return a, b

partly()  #=> (?, 1)

class Abstract:
    def forward(self):
        raise NotImplementedError

abstract = Abstract().forward()
abstract  #=> ?

class Bad:
    x = also_missing  #! NameError: name 'also_missing' is not defined
    y = 2
    def z(self):
        return 3

Bad().z(), Bad.x, Bad.y  #=> (3, ?, 2)

def default(a=not_there):  #! NameError: name 'not_there' is not defined
    return a

default(), default(1)  #=> (?, 1)

@broken_decorator  #! NameError: name 'broken_decorator' is not defined
def kept():
    return 1

kept()  #=> 1
first, second = 1, 2, 3  #! ValueError: too many values to unpack (expected 2)
first, second  #=> (?, ?)
assert 1 == 2, 'never'  #! AssertionError: never
total = 0
for k in range(3):
    total += k
    total.bad = 1  #! AttributeError: 'int' object has no attribute 'bad'
total  #=> 3
with nothing_open() as handle:  #! NameError: name 'nothing_open' is not defined
    inside = 1
inside, handle  #=> (1, ?)
half_typed = Layer(1).
half_typed, 1  #=> (?, 1)
def broken(:
    pass
def whole():
    return 7
whole()  #=> 7
