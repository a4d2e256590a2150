# Methods of list, tuple, dict, set.
a = [3, 1, 2]
a.sort(), a, a.sort(reverse=True), a, a.sort(key=lambda x: -x), a, a.index(2), a.count(1), a.copy() == a, a.copy() is a  #=> (None, [3, 2, 1], None, [3, 2, 1], None, [3, 2, 1], 1, 1, True, False)
a.index(99)  #=> raises ValueError: 99 is not in list
a.remove(99)  #=> raises ValueError: list.remove(x): x not in list
[].pop()  #=> raises IndexError: pop from empty list
[1].pop(5)  #=> raises IndexError: pop index out of range
a.pop(0), a.pop(-1), a, a.insert(100, 'z'), a.insert(-1, 'y'), a.insert(0, 'x'), a, a.clear(), a  #=> (3, 1, [], None, None, None, [], None, [])
a.extend('ab'), a.extend(range(2)), a.append([1]), a, a.extend({'k': 1}), a  #=> (None, None, None, ['a', 'b', 0, 1, [1], 'k'], None, ['a', 'b', 0, 1, [1], 'k'])
a.extend(5)  #=> raises TypeError: 'int' object is not iterable
[1, 2, 3].index(3, 1), [1, 2, 1].index(1, 1), [1, 2] + [3], [0] * 3, [[0]] * 2, [1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 5], [1, 2] == [1, 2], [] == (), 1 in [1], [1] in [[1]], not []  #=> (2, 2, [1, 2, 3], [0, 0, 0], [[0], [0]], True, True, True, True, False, True, True, True)
[1] + (2,)  #=> raises TypeError: can only concatenate list (not "tuple") to list
[1] * 1.5  #=> raises TypeError: can't multiply sequence by non-int of type 'float'
b = [0, 1, 2, 3, 4, 5]
b[1:3] = 'xyz'
b  #=> [0, 'x', 'y', 'z', 3, 4, 5]
b[::2] = [9] * 4
b  #=> [9, 'x', 9, 'z', 9, 4, 9]
b[0:0] = [7]
del b[1:3], b[-1]
b  #=> [7, 9, 'z', 9, 4]
b += (1, 2)
b *= 2
b, b[True], b[-3:], b[::-2]  #=> ([7, 9, 'z', 9, 4, 1, 2, 7, 9, 'z', 9, 4, 1, 2], 9, [4, 1, 2], [2, 4, 'z', 7, 1, 9, 9])
b[100]  #=> raises IndexError: list index out of range
b['a']  #=> raises TypeError: list indices must be integers or slices, not str
b[1.0]  #=> raises TypeError: list indices must be integers or slices, not float
nested = [[1, 2], [3]]
import copy
shallow, deep = list(nested), copy.deepcopy(nested)
nested[0].append(9)
shallow, deep  #=> ([[1, 2, 9], [3]], [[1, 2], [3]])
(1, 2) + (3,), (1,) * 3, (1, 2)[0], (1, 2, 3)[1:], (1, 2).index(2), (1, 1).count(1), (1, 2) < (1, 2, 0), () < (1,), hash((1,)) == hash((1,)), (1, (2,)) == (1, (2,)), tuple(x for x in 'ab'), 1 in (1, 2)  #=> ((1, 2, 3), (1, 1, 1), 1, (2, 3), 1, 2, True, True, True, True, ('a', 'b'), True)
(1, 2).index(9)  #=> raises ValueError: tuple.index(x): x not in tuple
(1, 2)[5]  #=> raises IndexError: tuple index out of range
t = (1, 2)
x, *y = (1, 2, 3)
*x2, y2 = 'abc'
(p, q), r = [1, 2], 3
x, y, x2, y2, p, q, r  #=> (1, [2, 3], ['a', 'b'], 'c', 1, 2, 3)
d = {'a': 1, 'b': 2}
d.get('a'), d.get('z'), d.get('z', 5), d.setdefault('c', 3), d.setdefault('a', 9), d.pop('b'), d.pop('zz', 'no'), d, d.keys(), d.values(), d.items(), len(d), 'a' in d, list(d)  #=> (1, None, 5, 3, 1, 2, 'no', {'a': 1, 'c': 3}, dict_keys(['a', 'c']), dict_values([1, 3]), dict_items([('a', 1), ('c', 3)]), 2, True, ['a', 'c'])
d.pop('zz')  #=> raises KeyError: 'zz'
d['zz']  #=> raises KeyError: 'zz'
d.update(a=10, e=5), d.update({'f': 6}), d.update([('g', 7)]), d, d.popitem(), d  #=> (None, None, None, {'a': 10, 'c': 3, 'e': 5, 'f': 6}, ('g', 7), {'a': 10, 'c': 3, 'e': 5, 'f': 6})
{}.popitem()  #=> raises KeyError: 'popitem(): dictionary is empty'
d | {'a': 0}, {'a': 0} | d, {**d, 'a': -1}, d == dict(d), d == {}, {1: 'a', 1.0: 'b', True: 'c'}, {(1, 2): 3}[(1, 2)], dict(sorted({'b': 1, 'a': 2}.items()))  #=> ({'a': 0, 'c': 3, 'e': 5, 'f': 6}, {'a': 10, 'c': 3, 'e': 5, 'f': 6}, {'a': -1, 'c': 3, 'e': 5, 'f': 6}, True, False, {1: 'c'}, 3, {'a': 2, 'b': 1})
d |= {'h': 8}
d, d.copy() is d, d.clear(), d  #=> ({}, False, None, {})
{[]: 1}  #=> raises TypeError: unhashable type: 'list'
{1: 2}[[]]  #=> raises TypeError: unhashable type: 'list'
e = {'x': {'y': {'z': 1}}}
e['x']['y']['z'], [k for k in e], [v for v in e.values()], {v: k for k, v in {'a': 1}.items()}, list(zip(*{'a': 1, 'b': 2}.items())), max({'a': 1, 'bb': 2}, key=len), sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1])  #=> (1, ['x'], [{'y': {'z': 1}}], {1: 'a'}, [('a', 'b'), (1, 2)], 'bb', [('b', 1), ('a', 2)])
for k in list(e): e[k + '2'] = 1
e, len(e), list(reversed(e)), e.keys() == {'x', 'x2'}, e.keys() & {'x'}, 'x' in e.keys(), ('x2', 1) in e.items(), list(e.keys())[0], e.keys() - {'x'}, e.items() >= {('x2', 1)}  #=> ({'x': {'y': {'z': 1}}, 'x2': 1}, 2, ['x2', 'x'], True, {'x'}, True, True, 'x', {'x2'}, True)
next(iter(e.items())), next(iter(e)), list(e.values())[-1], [*e], {*e} == set(e), (*e, 1)  #=> (('x', {'y': {'z': 1}}), 'x', 1, ['x', 'x2'], True, ('x', 'x2', 1))
s = {1, 2, 3}
s | {4}, s & {1, 9}, s - {1}, s ^ {3, 4}, s <= {1, 2, 3, 4}, s < {1, 2, 3}, s >= {1}, s.union([4], (5,)), s.intersection([1, 2], [2]), s.difference([1]), s.symmetric_difference([1, 9]), s.issubset([1, 2, 3]), s.issuperset([1]), s.isdisjoint([9]), 2 in s, len(s)  #=> ({1, 2, 3, 4}, {1}, {2, 3}, {1, 2, 4}, True, False, True, {1, 2, 3, 4, 5}, {2}, {2, 3}, {2, 3, 9}, True, True, True, True, 3)
s.add(4), s.discard(99), s.remove(1), s.update([7], [8]), s, s.copy() == s, s.pop() in {2, 3, 4, 7, 8}, s.clear(), s  #=> (None, None, None, None, set(), True, True, None, set())
s.remove(1)  #=> raises KeyError: 1
s.pop()  #=> raises KeyError: 'pop from an empty set'
s |= {1, 2}
s &= {2, 3}
s ^= {5}
s -= {2}
s, frozenset([1, 2]) | {3}, frozenset([1]) == {1}, hash(frozenset([1])) == hash(frozenset([1])), {frozenset([1]): 'a'}[frozenset([1])], {1, 'a', (1,)} == {'a', (1,), 1}, {x % 3 for x in range(10)} == {0, 1, 2}  #=> ({5}, frozenset({1, 2, 3}), True, True, 'a', True, True)
{[]}  #=> raises TypeError: unhashable type: 'list'
{1} + {2}  #=> raises TypeError: unsupported operand type(s) for +: 'set' and 'set'
frozenset([1]).add(2)  #=> raises AttributeError: 'frozenset' object has no attribute 'add'
sum([[1], [2, 3]], []), [*range(3), *'ab'], [x for xs in [[1], [2, 3]] for x in xs], dict(zip('ab', range(2))), [i for i, v in enumerate([0, 1, 0]) if v], list(map(list, zip(*[[1, 2], [3, 4]])))  #=> ([1, 2, 3], [0, 1, 2, 'a', 'b'], [1, 2, 3], {'a': 0, 'b': 1}, [1], [[1, 3], [2, 4]])
m = [[0] * 2 for _ in range(2)]
m[0][1] = 5
m, [row[:] for row in m], [list(r) for r in zip(*m)], any(5 in r for r in m)  #=> ([[0, 5], [0, 0]], [[0, 5], [0, 0]], [[0, 0], [5, 0]], True)
class L(list):
    def total(self): return sum(self)
l = L([1, 2])
l.append(3), l.total(), l, l + [4], type(l + [4]).__name__, type(l).__name__, l[0:2], len(l), l == [1, 2, 3], isinstance(l, list), l[-1], [*l], L(x for x in 'ab')  #=> (None, 6, [1, 2, 3], [1, 2, 3, 4], 'list', 'L', [1, 2], 3, True, True, 3, [1, 2, 3], ['a', 'b'])
class D(dict):
    def __getattr__(self, k):
        try: return self[k]
        except KeyError: raise AttributeError(k)
    def __setattr__(self, k, v): self[k] = v
    def __missing__(self, k): return 'missing ' + str(k)
c = D(a=1, b=D(x=2))
c.a, c.b.x, c['a'], c['nope'], len(c), list(c), c.get('q', 'dflt'), dict(c)  #=> (1, 2, 1, 'missing nope', 2, ['a', 'b'], 'dflt', {'a': 1, 'b': {'x': 2}})
c.new = 5
c['new'], 'new' in c, c.new, isinstance(c, dict), type(c).__name__, {**c}['new'], c == {'a': 1, 'b': {'x': 2}, 'new': 5}  #=> (5, True, 5, True, 'D', 5, True)
class T(tuple):
    def __new__(cls, *xs): return super().__new__(cls, xs)
    def first(self): return self[0]
T(1, 2).first(), T(1, 2), len(T(1)), T(1) + (2,), T(1, 2) == (1, 2), isinstance(T(), tuple), [*T(1, 2)], type(T(1)).__name__  #=> (1, (1, 2), 1, (1, 2), True, True, [1, 2], 'T')

# The special methods of dict itself do not ask those of a derived class.
class Named(dict):
    def __contains__(self, key):
        return dict.__contains__(self, key) or super().__contains__('any')

    def get(self, key, default=None):
        return super().get(key, default) if dict.__contains__(self, key) else 'none'


named = Named(x=1)
('x' in named, 'y' in named, named.get('x'), named.get('y'))  #=> (True, False, 1, 'none')
named['any'] = 2
('y' in named, dict.__len__(named), dict.__contains__(named, 'y'))  #=> (True, 2, False)

# A list that grows by what a generator makes of it.
grown = [1]
grown.extend(grown[-1] * 2 for _ in range(3))
grown  #=> [1, 2, 4, 8]
grown += (grown[-1] + 1 for _ in range(2))
grown  #=> [1, 2, 4, 8, 9, 10]
grown.extend(grown)
len(grown)  #=> 12
