# Builtins and library functions on values that nobody knows: `?`, never a wrong answer.
import itertools as it, math, functools as ft, json, re, copy
from collections import Counter, deque, OrderedDict, defaultdict
u = unknown()
H = sym('H')
len(u), abs(u), u + 1, [u, 1], str(u), int(u), float(u), bool(u), list(u), tuple(u), sorted(u)  #=> (?, ?, ?, [?, 1], ?, ?, ?, ?, ?, ?, ?)
min(1, u), max([u, 2]), sum([1, u]), any([u, False]), any([u, True]), all([u, True]), all([u, False]), sorted([2, u]), round(u), pow(u, 2), divmod(u, 2)  #=> (?, ?, ?, ?, True, ?, False, ?, ?, ?, (?, ?))
isinstance(u, int), issubclass(u, int), callable(u), hasattr(u, 'x'), getattr(u, 'x', 1), type(u), id(u), hash(u), repr(u), dir(u)  #=> (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
'a'.join([u]), u.join(['a']), 'a %s' % u, '{}'.format(u), f'{u}', 'abc'.replace('a', u), 'abc'.split(u), 'abc'.startswith(u), 'x'.ljust(H)  #=> (?, ?, ?, ?, ?, ?, ?, ?, ?)
list(zip([1, 2], u)), list(enumerate(u)), list(map(str, u)), list(filter(None, [1, u])), list(reversed(u)), [x for x in u], {x for x in u}  #=> (?, ?, ?, ?, ?, ?, ?)
list(it.islice([1, 2, 3], u)), list(it.repeat(1, u)), list(it.product([1, 2], repeat=u)), list(it.combinations([1, 2], u)), list(it.takewhile(lambda x: u, [1])), list(it.dropwhile(lambda x: u, [1])), list(it.filterfalse(lambda x: u, [1])), list(it.compress([1, 2], [1, u]))  #=> (?, ?, ?, ?, ?, ?, ?, ?)
[k for k, g in it.groupby([1, u, 2])], list(it.chain([1], u)), list(it.accumulate([1, u])), list(it.zip_longest([1], u))  #=> (?, ?, [1, ?], ?)
math.sqrt(u), math.floor(u), math.gcd(4, u), math.prod([2, u]), math.prod([2, H]), math.ceil(H / 2), math.floor(H / 4), math.log2(H)  #=> (?, ?, ?, ?, 2·H, (H + 1)//2, H//4, ?)
ft.reduce(lambda a, b: a + b, [1, u]), ft.reduce(lambda a, b: a * b, [2, H]), ft.partial(max, u)(1)  #=> (?, 2·H, ?)
json.loads(u), re.match('a', u), re.sub('a', 'b', u), re.match(u, 'a'), copy.deepcopy([u])  #=> (?, ?, ?, ?, [?])
s = {1, 2}
s.update(u)
1 in s, 3 in s, len(s), s == {1, 2}, s & {3}, s | {3} == s, list(s), sorted(s), s <= {1, 2}, s.issubset({1, 2}), s.difference({5})  #=> (True, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
t = {1, u}
1 in t, 5 in t, len(t), t == {1, 5}, t & {5}, t - {1}, {1} == t, {1} < t  #=> (True, ?, ?, ?, ?, ?, ?, ?)
d = {'a': 1}
d.update(u)
d.get('a'), d.get('b'), d.get('b', 2), 'a' in d, 'b' in d, len(d), d['b'], d.setdefault('c', 3), d.pop('q', 4), list(d), d.keys(), d == {'a': 1}  #=> (1, ?, ?, True, ?, ?, ?, ?, ?, ?, ?, ?)
e = {}
if u:
    e['k'] = 1
e.get('k'), e.get('k', 5), 'k' in e, len(e), e.get('z', 7), copy.copy(e).get('k'), dict(e).get('k', 5), e.setdefault('k', 1), e.pop('k', 1)  #=> (?, ?, ?, ?, 7, ?, ?, 1, 1)
l = [1, 2]
l.insert(u, 9)
len(l), l[0], l.index(1), l.count(1), 1 in l, sorted(l), l == [1, 2], sum(l), l.copy(), l + [3]  #=> (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
m = [3, u, 1]
m.index(3), m.count(3), m.index(1), 3 in m, 7 in m, max(m), m[0], len(m), m == [3, 5, 1], m == [4, 5, 1]  #=> (0, ?, ?, True, ?, ?, 3, 3, ?, False)
m.sort()
m  #=> ?
n = [1, 2, 3]
n.remove(u)
n, n.pop()  #=> (?, ?)
o = OrderedDict([(u, 1), ('b', 2)])
o.get('b'), o.get('c'), len(o), 'c' in o  #=> (2, ?, ?, ?)
q = deque(u)
len(q), list(q)  #=> (?, ?)
c = Counter(u)
c['a']  #=> ?
dd = defaultdict(int)
dd.update(u)
dd['x']  #=> ?
f = len if u else sum
callable(f), isinstance(f, int), f.__name__  #=> (True, False, ?)
range(u), list(range(u)), len(range(H)), range(H)[0], [0] * u, [0] * H, 'a' * u, (1,) * 2  #=> (?, ?, H, 0, ?, ?, ?, (1, 1))
[1, 2, 3][u], [1, 2, 3][u:], (1, 2)[u], 'abc'[u], {'a': 1}[u], [1, 2, 3][:H]  #=> (?, ?, ?, ?, ?, ?)
