# itertools, functools, operator.
import itertools as it, functools as ft, operator as op
list(it.chain([1], 'ab', (2,))), list(it.chain.from_iterable([[1], [2, 3]])), list(it.chain())  #=> ([1, 'a', 'b', 2], [1, 2, 3], [])
list(it.islice(it.count(), 3)), list(it.islice(it.count(5, 2), 3)), list(it.islice('abcdef', 2)), list(it.islice('abcdef', 2, 4)), list(it.islice('abcdef', 1, None, 2)), next(it.count(10))  #=> ([0, 1, 2], [5, 7, 9], ['a', 'b'], ['c', 'd'], ['b', 'd', 'f'], 10)
list(it.islice(it.cycle('ab'), 5)), list(it.repeat(1, 3)), list(it.islice(it.repeat('x'), 2))  #=> (['a', 'b', 'a', 'b', 'a'], [1, 1, 1], ['x', 'x'])
list(it.product('ab', [1, 2])), list(it.product([0, 1], repeat=2)), list(it.product()), len(list(it.product(range(3), repeat=3)))  #=> ([('a', 1), ('a', 2), ('b', 1), ('b', 2)], [(0, 0), (0, 1), (1, 0), (1, 1)], [()], 27)
list(it.permutations([1, 2, 3], 2)), list(it.permutations('ab')), list(it.combinations('abc', 2)), list(it.combinations([1, 2], 3)), list(it.combinations_with_replacement('ab', 2))  #=> ([(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)], [('a', 'b'), ('b', 'a')], [('a', 'b'), ('a', 'c'), ('b', 'c')], [], [('a', 'a'), ('a', 'b'), ('b', 'b')])
list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b)), list(it.accumulate([1, 2], initial=10)), list(it.accumulate([3, 1, 2], max))  #=> ([1, 3, 6], [1, 2, 6], [10, 11, 13], [3, 3, 3])
list(it.zip_longest([1, 2], 'a')), list(it.zip_longest([1], 'ab', fillvalue='-'))  #=> ([(1, 'a'), (2, None)], [(1, 'a'), ('-', 'b')])
[(k, list(g)) for k, g in it.groupby('aabbb')], [(k, len(list(g))) for k, g in it.groupby([1, 1, 2], key=lambda x: x > 1)], [k for k, _ in it.groupby([])]  #=> ([('a', ['a', 'a']), ('b', ['b', 'b', 'b'])], [(False, 2), (True, 1)], [])
list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(5))), list(it.compress('abc', [1, 0, 1])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise([1, 2, 3]))  #=> ([1, 2], [3, 1], [0, 2, 4], ['a', 'c'], [8, 9], [(1, 2), (2, 3)])
a, b = it.tee([1, 2])
list(a), list(b), [list(x) for x in it.batched([1, 2, 3], 2)]  #=> ([1, 2], [1, 2], [[1, 2], [3]])
ft.reduce(lambda a, b: a + b, [1, 2, 3]), ft.reduce(op.mul, [1, 2, 3, 4], 10), ft.reduce(lambda a, b: a + b, [], 5)  #=> (6, 240, 5)
ft.reduce(lambda a, b: a, [])  #=> raises TypeError: reduce() of empty iterable with no initial value
p = ft.partial(int, base=2)
p('101'), p.func is int, p.args, p.keywords, ft.partial(lambda *a, **k: (a, k), 1, x=2)(3, y=4, x=5), ft.partial(ft.partial(pow, 2), 3)(), callable(p), isinstance(p, ft.partial)  #=> (5, True, (), {'base': 2}, ((1, 3), {'x': 5, 'y': 4}), 8, True, True)
class A:
    def m(self, a, b=1): return (a, b)
    half = ft.partialmethod(m, b=5)
    @ft.cached_property
    def c(self):
        calls.append('c')
        return 42
    @property
    def d(self): return self.c + 1
calls = []
x = A()
x.half(3), x.c, x.c, x.d, calls, 'c' in x.__dict__, ft.partial(x.m, 7)(b=8)  #=> ((3, 5), 42, 42, 43, ['c'], True, (7, 8))
def deco(f):
    @ft.wraps(f)
    def wrapper(*args, **kw):
        'wrapped doc'
        return ('w', f(*args, **kw))
    return wrapper
@deco
def g(a):
    'doc of g'
    return a * 2
g(2), g.__name__, g.__doc__, g.__wrapped__(2), g.__qualname__  #=> (('w', 4), 'g', 'doc of g', 4, 'g')
@ft.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
@ft.lru_cache
def once(x):
    calls.append(x)
    return [x]
@ft.cache
def cached(x, *, y=1): return x + y
fib(30), once(1) is once(1), calls, cached(1), cached(1, y=2), fib.__name__  #=> (832040, True, ['c', 1], 2, 3, 'fib')
@ft.total_ordering
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
V(1) < V(2), V(1) <= V(1), V(2) > V(1), V(2) >= V(3), V(1) == V(1), max([V(1), V(3)], key=lambda v: v.v).v, sorted([V(2), V(1)])[0].v  #=> (True, True, True, False, True, 3, 1)
sorted([3, 1, 2], key=ft.cmp_to_key(lambda a, b: b - a))  #=> [3, 2, 1]
@ft.singledispatch
def kind(x): return 'other'
@kind.register
def _(x: int): return 'int'
@kind.register(str)
def _(x): return 'str'
@kind.register(list)
@kind.register(tuple)
def _(x): return 'seq'
kind(1), kind('a'), kind(None), kind([]), kind(()), kind(True)  #=> ('int', 'str', 'other', 'seq', 'seq', 'int')
op.add(1, 2), op.sub(3, 1), op.mul(2, 3), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 3), op.neg(1), op.pos(1), op.abs(-1), op.not_(1), op.eq(1, 1), op.ne(1, 2), op.lt(1, 2), op.le(1, 1), op.gt(2, 1), op.ge(1, 1), op.is_(1, 1), op.is_not(None, 1), op.and_(6, 3), op.or_(6, 1), op.xor(6, 3), op.invert(5), op.lshift(1, 3), op.rshift(8, 1), op.contains([1], 1), op.getitem([5], 0), op.truth([]), op.index(5), op.concat('a', 'b'), op.countOf([1, 1], 1), op.indexOf([1, 2], 2)  #=> (3, 2, 6, 0.5, 3, 1, 8, -1, 1, 1, False, True, True, True, True, True, True, True, True, 2, 7, 5, -6, 8, 4, True, 5, False, 5, 'ab', 2, 1)
op.itemgetter(1)([5, 6]), op.itemgetter(0, 2)('abc'), op.itemgetter('k')({'k': 1}), op.attrgetter('real')(5), op.attrgetter('v')(V(3)), op.methodcaller('upper')('a'), op.methodcaller('split', ',')('a,b'), sorted([(1, 'b'), (2, 'a')], key=op.itemgetter(1)), list(map(op.itemgetter(0), [(1, 2), (3, 4)]))  #=> (6, ('a', 'c'), 1, 5, 3, 'A', ['a', 'b'], [(2, 'a'), (1, 'b')], [1, 3])
l = [1]
op.iadd(l, [2]), l, op.setitem(l, 0, 9), l, op.delitem(l, 1), l  #=> ([9], [9], None, [9], None, [9])
