# Strings, lists, tuples, dicts, sets: indexing, slicing, arithmetic, formatting.
'abc'[1], 'abc'[-1], 'abcdef'[1:4], 'abcdef'[::-1], 'abcdef'[::2], 'abc'[5:], 'abc' * 2, 2 * 'ab', 'a' + 'b'  #=> ('b', 'c', 'bcd', 'fedcba', 'ace', '', 'abcabc', 'abab', 'ab')
'abc'[10]  #=> raises IndexError: string index out of range
'b' in 'abc', 'z' in 'abc', 'a' < 'b', 'abc' == 'abc', 'é'.upper(), len('añb')  #=> (True, False, True, True, 'É', 3)
[1, 2, 3][-1], [1, 2, 3, 4][1:3], [1, 2, 3][::-1], [1, 2] * 2, [1] + [2], [1, [2, 3]][1][0], [1, 2, 3, 4, 5][-2:], [1, 2, 3][5:]  #=> (3, [2, 3], [3, 2, 1], [1, 2, 1, 2], [1, 2], 2, [4, 5], [])
(1, 2) + (3,), (1, 2) * 2, (1, 2, 3)[1:], (1,), (), ((1, 2), 3)[0][1], (1, 2) < (1, 3), (1, 2) == [1, 2], [1, 2] == [1, 2.0]  #=> ((1, 2, 3), (1, 2, 1, 2), (2, 3), (1,), (), 2, True, False, True)
a = [1, 2, 3, 4, 5]
a[1:3] = [9]
a  #=> [1, 9, 4, 5]
a[::2] = [0, 0]
a  #=> [0, 9, 0, 5]
del a[0]
a  #=> [9, 0, 5]
a[-1] = 7
a  #=> [9, 0, 7]
a[10] = 1
a.append(8), a.pop(), a  #=> (None, 8, [9, 0, 7])
a.extend([1, 2]), a.insert(0, 'i'), a.remove(9), a.reverse(), a  #=> (None, None, None, None, [2, 1, 7, 0, 'i'])
b = a[:]
b is a, b == a  #=> (False, True)
c = a
c += [5]
c is a, a[-1]  #=> (True, 5)
t = (1, 2)
u = t
u += (3,)
t, u  #=> ((1, 2), (1, 2, 3))
t[0] = 1
d = {'a': 1, 'b': 2}
d['c'] = 3
d, len(d), 'a' in d, 1 in d, d.get('z'), d.get('z', 0), list(d), list(d.values()), list(d.items())  #=> ({'a': 1, 'b': 2, 'c': 3}, 3, True, False, None, 0, ['a', 'b', 'c'], [1, 2, 3], [('a', 1), ('b', 2), ('c', 3)])
d.pop('a'), d, d.pop('zz', None), d.setdefault('q', []), d  #=> (1, {'b': 2, 'c': 3, 'q': []}, None, [], {'b': 2, 'c': 3, 'q': []})
d.update({'b': 20}, z=1)
d  #=> {'b': 20, 'c': 3, 'q': [], 'z': 1}
{**d, 'b': 0}, d | {'n': 1}, dict(a=1), dict([('x', 1)]), {1: 'a', True: 'b', 1.0: 'c'}  #=> ({'b': 0, 'c': 3, 'q': [], 'z': 1}, {'b': 20, 'c': 3, 'q': [], 'z': 1, 'n': 1}, {'a': 1}, {'x': 1}, {1: 'c'})
del d['b']
sorted(d)  #=> ['c', 'q', 'z']
{1, 2} | {3}, {1, 2} & {2, 3}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} < {1, 2}, 1 in {1, 2}, len({1, 1, 2}), set('aab') == {'a', 'b'}  #=> ({1, 2, 3}, {2}, {1}, {1, 3}, True, True, 2, True)
frozenset([1, 2]) == {1, 2}, {frozenset([1]): 'x'}[frozenset([1])]  #=> (True, 'x')
'{} {}'.format(1, 'a'), '{0} {1} {0}'.format('x', 'y'), '{a:>4}|{b!r}'.format(a=1, b='s'), '{:.2f}'.format(3.14159), '{0[1]} {1.real}'.format([1, 2], 5), '{{}}'.format(), '{:{w}}|'.format('a', w=3)  #=> ('1 a', 'x y x', "   1|'s'", '3.14', '2 5', '{}', 'a  |')
'{}'.format()  #=> raises IndexError: Replacement index 0 out of range for positional args tuple
'{x}'.format(y=1)  #=> raises KeyError: 'x'
'%s and %s' % ('a', 'b'), '%(k)s-%(n)03d' % {'k': 'v', 'n': 5}, '%s' % [1], '%s %s' % ('a', (1, 2))  #=> ('a and b', 'v-005', '[1]', 'a (1, 2)')
'%s %s' % ('a',)  #=> raises TypeError: not enough arguments for format string
'%d' % 'a'  #=> raises TypeError: %d format: a real number is required, not str
','.join(['a', 'b']), 'a,b'.split(','), ' a '.strip(), 'abc'.replace('b', 'x'), 'abc'.startswith('ab'), 'a-b-c'.rsplit('-', 1), 'Abc'.lower(), 'x'.join([])  #=> ('a,b', ['a', 'b'], 'a', 'axc', True, ['a-b', 'c'], 'abc', '')
repr('it\'s'), repr("a\"b"), repr('a\nb\t\\'), repr('"\''), str([1, 'a', None, 2.0]), str({'a': (1,)}), str(()), str(set()), str({1})  #=> ('"it\'s"', '\'a"b\'', "'a\\nb\\t\\\\'", '\'"\\\'\'', "[1, 'a', None, 2.0]", "{'a': (1,)}", '()', 'set()', '{1}')
[1, 2, 3].index(2), [1, 1, 2].count(1), (1, 2).index(2), sorted([3, 1]), [3, 1].sort(), list('ab'), tuple([1]), bool([0]), bool('')  #=> (1, 2, 1, [1, 3], None, ['a', 'b'], (1,), True, False)
x = [1, 2, 3]
x[0], x[1] = x[1], x[0]
x  #=> [2, 1, 3]
x[True], x[-0], {(1, 2): 'v'}[1, 2], {(): 0}[()]  #=> (1, 2, 'v', 0)
[1, 2, 3]['a']  #=> raises TypeError: list indices must be integers or slices, not str
{}[[]]  #=> raises TypeError: unhashable type: 'list'
None is None, [] is [], 'a' is not None, 5 in [1, 5], 5 not in (1, 5)  #=> (True, False, True, True, False)
slice(1, 5, 2), [0, 1, 2, 3, 4, 5][slice(1, 5, 2)], slice(None)  #=> (slice(1, 5, 2), [1, 3], slice(None, None, None))
b'ab' + b'c', b'abc'[0], len(b'abc'), b'a' == b'a', b'a' == 'a'  #=> (b'abc', 97, 3, True, False)
'a' 'b' "c", 'x' f'{1}' 'y', r'\n', '\x41\u00e9', """two""", 'lines'  #=> ('abc', 'x1y', '\\n', 'Aé', 'two', 'lines')
first, second = 'ab'
first + second  #=> 'ab'
print  # a bare name
