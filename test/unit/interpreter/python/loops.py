# Loops, comprehensions, generators, iterators, unpacking in loops.
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    else:
        steps += 1000
    return steps

collatz(27)  #=> 1111

def find(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            break
    else:
        return 'none'
    return i

find('abc', 'b'), find('abc', 'z')  #=> (1, 'none')
[(i, j) for i in range(3) for j in range(i) if (i + j) % 2]  #=> [(1, 0), (2, 1)]
{x % 3 for x in range(10)}  #=> {0, 1, 2}
{k: v for k, v in zip('abc', range(3))}  #=> {'a': 0, 'b': 1, 'c': 2}
sum(x * x for x in range(5)), max((len(w), w) for w in ['a', 'ccc', 'bb'])  #=> (30, (3, 'ccc'))
[[0] * 2 for _ in range(2)], [x for row in [[1, 2], [3]] for x in row]  #=> ([[0, 0], [0, 0]], [1, 2, 3])
[y := 5, y ** 2]  #=> [5, 25]
[last := n for n in range(3)], last  #=> ([0, 1, 2], 2)
any(n > 2 for n in range(5)), all(n for n in range(5)), any([]), all([])  #=> (True, False, False, True)

def count_up(limit):
    n = 0
    while n < limit:
        received = yield n
        n += 1
    return 'done'

list(count_up(3)), sum(count_up(4))  #=> ([0, 1, 2], 6)

def delegating():
    result = yield from count_up(2)
    yield result
    yield from [8, 9]

list(delegating())  #=> [0, 1, 'done', 8, 9]
gen = count_up(3)
next(gen), next(gen), next(gen), next(gen, 'end')  #=> (0, 1, 2, 'end')
gen2 = (x * 2 for x in [1, 2, 3])
next(gen2), list(gen2), list(gen2)  #=> (2, [4, 6], [])

def endless():
    n = 0
    while True:
        yield n
        n += 1

e = endless()
[next(e) for _ in range(5)]  #=> [0, 1, 2, 3, 4]
[a for a, b in zip(endless(), 'xyz')]  #=> [0, 1, 2]

class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n

list(Countdown(3)), [x for x in Countdown(2)], sum(Countdown(4)), 2 in Countdown(5)  #=> ([2, 1, 0], [1, 0], 6, True)

class Indexed:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10

list(Indexed()), [x for x in Indexed()], 20 in Indexed()  #=> ([0, 10, 20], [0, 10, 20], True)
items = [1, 2, 3, 4]
for x in items:
    if x == 2:
        items.append(99)
    if x == 99:
        break
x, items  #=> (99, [1, 2, 3, 4, 99])
total = 0
for a, (b, c) in [(1, (2, 3)), (4, (5, 6))]:
    total += a * b * c
total, a, b, c  #=> (126, 4, 5, 6)
for i in range(5):
    if i == 3:
        continue
    if i > 3:
        break
i  #=> 4
for key in {'a': 1, 'b': 2}:
    pass
key  #=> 'b'
for self_index[0] in []:
    pass
pairs = {}
for pairs['k'] in range(3):
    pass
pairs  #=> {'k': 2}
[*map(lambda v: v + 1, range(3))], [*filter(None, [0, 1, '', 'a'])]  #=> ([1, 2, 3], [1, 'a'])
list(zip(*[(1, 2), (3, 4)])), list(reversed([1, 2, 3])), list(enumerate('ab', 1))  #=> ([(1, 3), (2, 4)], [3, 2, 1], [(1, 'a'), (2, 'b')])
sorted([3, 1, 2], reverse=True), sorted('bca', key=lambda ch: -ord(ch))  #=> ([3, 2, 1], ['c', 'b', 'a'])
dict(enumerate('ab')), dict([(1, 2)], x=3), list({'a': 1}.items())  #=> ({0: 'a', 1: 'b'}, {1: 2, 'x': 3}, [('a', 1)])
list(range(10, 0, -3)), range(5)[1:3], len(range(0, 10, 3)), 4 in range(0, 10, 2)  #=> ([10, 7, 4, 1], range(1, 3), 4, True)
n = 0
while True:
    n += 1
    if n == 7:
        break
n  #=> 7

def nested():
    out = []
    for i in range(3):
        for j in range(3):
            if j == 1:
                break
            out.append((i, j))
        else:
            out.append('never')
    return out

nested()  #=> [(0, 0), (1, 0), (2, 0)]
points = {}
for i in range(30):
    for j in range(30):
        points[(i - j, i + j)] = len(points)
len(points), points[(0, 0)], points[(29, 29)], (1, 1) in points, (1, 2) in points  #=> (900, 0, 870, True, False)
