# Conditions nobody knows: both ways run, what they did is joined. `?` is an unknown, `either(…)` one of several objects.
flag = unknown()
if flag:
    same = 3
    one = 1
    x = tensor(1, 8, 4)
    only = 'then'
    f = len
else:
    same = 3
    one = 2
    x = tensor(1, 8, 5)
    f = sum
same  #=> 3
one  #=> ?
x  #=> Tensor[1, 8, ?]
only  #=> 'then'
f  #=> either(len, sum)
f([1, 2])  #=> ?
(1 if flag else 1), (1 if flag else 2)  #=> (1, ?)
flag and False, flag or True  #=> (?, ?)
if flag and 1 > 2:
    never = 1
else:
    never = 2
never  #=> 2
if flag or True:
    always = 1
else:
    always = 2
always  #=> 1
not flag  #=> ?

def early(c):
    if c:
        return tensor(2, 3)
    y = tensor(2, 4)
    return y

early(flag)  #=> Tensor[2, ?]

def refuses(c):
    if c:
        raise ValueError('no')
    return 5

refuses(flag)  #=> 5

def refuses_later(c):
    if c:
        return 7
    raise ValueError('no')

refuses_later(flag)  #=> 7

def both_refuse(c):
    if c:
        raise ValueError('a')  #! ValueError: a
    else:
        raise KeyError('b')

refused = both_refuse(flag)
refused  #=> ?

def asserted(c):
    if c:
        assert False
        z = 1
    else:
        z = 2
    return z

asserted(flag)  #=> 2

class Net:
    def __init__(self, c):
        self.a = 1
        if c:
            self.b = 2
            self.a = 9
        self.items = []
        if c:
            self.items.append(1)
        else:
            self.items.append(2)

net = Net(flag)
net.a, net.b, net.items  #=> (?, 2, [?])
values = {'k': 1}
if flag:
    values['k'] = 2
    values['new'] = 3
values['k'], values['new'], len(values)  #=> (?, 3, ?)
rolled = [1, 2]
try:
    if flag:
        rolled.append(3)
        raise KeyError
except KeyError:
    rolled.append('never')
rolled  #=> [1, 2]

def loop_break(items, c):
    found = 'none'
    for i in items:
        found = i
        if c:
            break
    return found

loop_break([5, 5], flag), loop_break([1, 2], flag)  #=> (5, ?)

def loop_continue(c):
    total = 0
    for i in range(3):
        if c:
            continue
        total += 0
    return total

loop_continue(flag)  #=> 0

def while_unknown(c):
    n = 1
    while c:
        n = 1
    return n

while_unknown(flag)  #=> 1

def forever(c):
    n = 0
    while True:
        n += 1
        if c:
            return 'out'

forever(flag)  #=> 'out'
grown = []
steady = tensor(4, 4)
changing = 1
for item in unknown():
    grown.append(item)
    steady = tensor(4, 4)
    changing = changing + 1
grown, steady, changing  #=> (?, Tensor[4, 4], ?)
len(grown), [x for x in grown]  #=> (?, ?)
for i in range(sym('n')):
    inside = 1
inside, i  #=> (1, ?)
[j for j in range(sym('n'))]  #=> ?
sum(range(sym('n')))  #=> ?
pair = (1, 2) if flag else (1, 3)
pair  #=> (1, ?)
a, b = pair
a, b  #=> (1, ?)
chosen = Net if flag else dict
chosen  #=> either(Net, dict)
maybe = None if flag else net
maybe is None, net is None  #=> (?, False)
maybe.b  #=> 2
unknown().anything.at_all(1, *[2], **{'a': 3})[4] + 5  #=> ?
unknown() == 1, 1 in unknown(), unknown() is None, -unknown(), len(unknown())  #=> (?, ?, ?, ?, ?)
f'{unknown()}', str(unknown())  #=> (?, ?)

def call_with(*args, **kwargs):
    return args, kwargs

call_with(*unknown()), call_with(1, **unknown())  #=> ((?, ?), ((1,), ?))

def defaults(a, b=2):
    return a, b

defaults(*unknown())  #=> (?, ?)
defaults(1, **unknown())  #=> (1, ?)
# Whichever function it is: what is not known may be among the arguments.
either_way = defaults if unknown() else call_with
either_way(**unknown()), either_way(1, **unknown())  #=> ((?, ?), (?, ?))

@unknown()
def decorated():
    return 'kept'

decorated()  #=> 'kept'

class FromUnknown(unknown()):
    def own(self):
        return 1

FromUnknown().own(), FromUnknown().other, FromUnknown(1, 2).more()  #=> (1, ?, ?)
match unknown():
    case 1:
        matched = 'a'
    case 2:
        matched = 'a'
    case _:
        matched = 'a'
matched  #=> 'a'
with unknown() as context:
    body = 1
body, context  #=> (1, ?)
del unknown()[0]
unknown().attribute = 5
x1, *x2 = unknown()
x1, x2  #=> (?, ?)

def recursion(n):
    return recursion(n + 1)

recursion(0)  #=> ?

def deep(c, n):
    if n == 0:
        return 1
    if c:
        return deep(c, n - 1)
    return deep(c, n - 1)

deep(flag, 6)  #=> 1
