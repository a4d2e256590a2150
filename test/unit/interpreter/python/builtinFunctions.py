# Builtin functions: what they answer and what they raise.
len('abc'), len([1]), len((1, 2)), len({1: 2}), len({1, 2}), len(range(10, 0, -3))  #=> (3, 1, 2, 1, 2, 4)
len(5)  #=> raises TypeError: object of type 'int' has no len()
abs(-3), abs(-2.5), abs(True), abs(-0.0)  #=> (3, 2.5, 1, 0.0)
divmod(7, 3), divmod(-7, 3), divmod(7, -3), divmod(7.5, 2), divmod(-7.5, 2)  #=> ((2, 1), (-3, 2), (-3, -2), (3.0, 1.5), (-4.0, 0.5))
divmod(1, 0)  #=> raises ZeroDivisionError: integer division or modulo by zero
pow(2, 10), pow(2, -1), pow(2.0, 3), pow(3, 4, 5), pow(-8, 1), 0 ** 0, pow(2, 0.5)  #=> (1024, 0.5, 8.0, 1, -8, 1, 1.4142135623730951)
round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(7), round(15, -1), round(25, -1), round(2.5, 0), round(1e20)  #=> (2, 4, -2, 2.67, 1200.0, 7, 20, 20, 2.0, 100000000000000000000)
type(round(2.5)), type(round(2.5, 0)), type(round(2, 1))  #=> (<class 'int'>, <class 'float'>, <class 'int'>)
int(3.9), int(-3.9), int('12'), int(' 12 '), int('-7'), int('0x1f', 16), int('ff', 16), int('101', 2), int(True), int('1_000'), int('0b11', 0)  #=> (3, -3, 12, 12, -7, 31, 255, 5, 1, 1000, 3)
int('3.5')  #=> raises ValueError: invalid literal for int() with base 10: '3.5'
int('abc')  #=> raises ValueError: invalid literal for int() with base 10: 'abc'
int([])  #=> raises TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
int(float('inf'))  #=> raises OverflowError: cannot convert float infinity to integer
int(float('nan'))  #=> raises ValueError: cannot convert float NaN to integer
float('1.5'), float(' 2 '), float('inf'), float('-inf'), float(3), float('1e3'), float('nan') != float('nan'), float(), float('1_0.5')  #=> (1.5, 2.0, inf, -inf, 3.0, 1000.0, True, 0.0, 10.5)
float('abc')  #=> raises ValueError: could not convert string to float: 'abc'
str(1), str(1.0), str(None), str(True), str('a'), str([1, 'a']), str((1,)), str({'a': 1}), str(1e16), str(1e-5), str(123456789.123), str(0.1 + 0.2)  #=> ('1', '1.0', 'None', 'True', 'a', "[1, 'a']", '(1,)', "{'a': 1}", '1e+16', '1e-05', '123456789.123', '0.30000000000000004')
repr('a'), repr("it's"), repr('a"b'), repr('a\'b"c'), repr('\n\t\\'), repr('é'), repr('\x00\x7f'), repr(b'a\x00')  #=> ("'a'", '"it\'s"', '\'a"b\'', '\'a\\\'b"c\'', "'\\n\\t\\\\'", "'é'", "'\\x00\\x7f'", "b'a\\x00'")
repr([1, 'a', None, 2.0, (1,), {'a': [1]}, {1}, frozenset([1]), set(), frozenset()])  #=> "[1, 'a', None, 2.0, (1,), {'a': [1]}, {1}, frozenset({1}), set(), frozenset()]"
bool([]), bool([0]), bool(''), bool('0'), bool(0.0), bool({}), bool(()), bool(None), bool(range(0)), bool(set())  #=> (False, True, False, True, False, False, False, False, False, False)
list('abc'), list((1, 2)), list({'a': 1}), list(range(3)), list({'a': 1}.items()), list(map(str, [1])), list()  #=> (['a', 'b', 'c'], [1, 2], ['a'], [0, 1, 2], [('a', 1)], ['1'], [])
tuple('ab'), tuple([1]), tuple(), tuple(range(2))  #=> (('a', 'b'), (1,), (), (0, 1))
dict(), dict(a=1), dict([('a', 1), ['b', 2]]), dict({'a': 1}, b=2), dict(zip('ab', [1, 2])), dict.fromkeys('ab'), dict.fromkeys([1, 2], 0)  #=> ({}, {'a': 1}, {'a': 1, 'b': 2}, {'a': 1, 'b': 2}, {'a': 1, 'b': 2}, {'a': None, 'b': None}, {1: 0, 2: 0})
dict([1])  #=> raises TypeError: cannot convert dictionary update sequence element #0 to a sequence
sorted(set('hello')), set(), frozenset('aa') == {'a'}, {1, 2} == {2, 1}, set([1, 1]) == {1}  #=> (['e', 'h', 'l', 'o'], set(), True, True, True)
list(range(5)), list(range(2, 5)), list(range(5, 0, -2)), list(range(0)), range(3), range(1, 3), range(0, 10, 2), range(5)[2], range(5)[-1], range(10)[2:5], range(10)[::-1], 3 in range(5), 5 in range(5), range(3) == range(0, 3)  #=> ([0, 1, 2, 3, 4], [2, 3, 4], [5, 3, 1], [], range(0, 3), range(1, 3), range(0, 10, 2), 2, 4, range(2, 5), range(9, -1, -1), True, False, True)
range(0, 5, 0)  #=> raises ValueError: range() arg 3 must not be zero
range('a')  #=> raises TypeError: 'str' object cannot be interpreted as an integer
range(1.0)  #=> raises TypeError: 'float' object cannot be interpreted as an integer
range(10).index(3), range(10).count(3), range(10).start, range(10).stop, range(10).step, len(range(0, 10, 3))  #=> (3, 1, 0, 10, 1, 4)
list(zip([1, 2, 3], 'ab')), list(zip()), list(zip([1])), list(zip(*[(1, 2), (3, 4)]))  #=> ([(1, 'a'), (2, 'b')], [], [(1,)], [(1, 3), (2, 4)])
list(zip([1], [1, 2], strict=True))  #=> raises ValueError: zip() argument 2 is longer than argument 1
list(enumerate('ab')), list(enumerate('ab', 1)), list(enumerate('ab', start=5)), dict(enumerate('ab'))  #=> ([(0, 'a'), (1, 'b')], [(1, 'a'), (2, 'b')], [(5, 'a'), (6, 'b')], {0: 'a', 1: 'b'})
list(reversed([1, 2, 3])), list(reversed('abc')), list(reversed(range(3))), list(reversed((1, 2))), list(reversed({'a': 1, 'b': 2}))  #=> ([3, 2, 1], ['c', 'b', 'a'], [2, 1, 0], [2, 1], ['b', 'a'])
sorted([3, 1, 2]), sorted('hello'), sorted([3, 1, 2], reverse=True), sorted(['b', 'A', 'c'], key=str.lower), sorted([(1, 'b'), (1, 'a')]), sorted({'b': 1, 'a': 2}), sorted([1, 2.5, True])  #=> ([1, 2, 3], ['e', 'h', 'l', 'l', 'o'], [3, 2, 1], ['A', 'b', 'c'], [(1, 'a'), (1, 'b')], ['a', 'b'], [1, True, 2.5])
sorted([('a', 2), ('b', 1), ('c', 2)], key=lambda x: x[1], reverse=True)  #=> [('a', 2), ('c', 2), ('b', 1)]
sorted([1, 'a'])  #=> raises TypeError: '<' not supported between instances of 'str' and 'int'
list(map(lambda x: x * 2, [1, 2])), list(map(lambda x, y: x + y, [1, 2], [10, 20, 30])), list(map(int, '12')), list(map(None.__class__, []))  #=> ([2, 4], [11, 22], [1, 2], [])
list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(None, [0, 1, '', 'a', None]))  #=> ([2, 3], [1, 'a'])
any([]), any([0, 1]), all([]), all([1, 0]), any(x > 2 for x in range(4)), all(x < 4 for x in range(4)), any('' for _ in range(3))  #=> (False, True, True, False, True, True, False)
sum([1, 2, 3]), sum([1.5, 2]), sum([]), sum([[1], [2]], []), sum(range(101)), sum([True, True]), sum((1, 2), 10), sum([0.1] * 3), sum([1], start=5)  #=> (6, 3.5, 0, [1, 2], 5050, 2, 13, 0.30000000000000004, 6)
sum(['a'])  #=> raises TypeError: unsupported operand type(s) for +: 'int' and 'str'
min(3, 1, 2), max([1, 5, 2]), min('b', 'a'), max('abc'), max([1, 2], key=lambda x: -x), min([], default=7), max((1, 2), (1, 3)), max(1, 2.0), max(2, 2.0), min({'b': 1, 'a': 2}), max('aa', 'b', key=len)  #=> (1, 5, 'a', 'c', 1, 7, (1, 3), 2.0, 2, 'a', 'aa')
max([])  #=> raises ValueError: max() iterable argument is empty
max(1)  #=> raises TypeError: 'int' object is not iterable
isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)), isinstance('a', str), isinstance(1.0, int), isinstance([], list), isinstance({}, dict), isinstance(None, type(None)), isinstance(int, type), isinstance(1, object), isinstance(range(1), range), isinstance(1, int | str)  #=> (True, True, True, True, False, True, True, True, True, True, True, True)
issubclass(bool, int), issubclass(int, object), issubclass(ValueError, Exception), issubclass(int, (str, object)), issubclass(KeyError, LookupError), issubclass(int, str)  #=> (True, True, True, True, True, False)
type(1), type('a'), type(None), type([]), type(1.5), type(True), type(int), type(len), type(lambda: 0), type(range(1)), type(...), type({}), type(()), type(set()), type(b'')  #=> (<class 'int'>, <class 'str'>, <class 'NoneType'>, <class 'list'>, <class 'float'>, <class 'bool'>, <class 'type'>, <class 'builtin_function_or_method'>, <class 'function'>, <class 'range'>, <class 'ellipsis'>, <class 'dict'>, <class 'tuple'>, <class 'set'>, <class 'bytes'>)
type(1) is int, type(1) == float, type([]) is type([1])  #=> (True, False, True)
callable(len), callable(1), callable(int), callable(lambda: 0), callable('a')  #=> (True, False, True, True, False)
hasattr('a', 'upper'), hasattr(1, 'foo'), getattr('a', 'upper')(), getattr(1, 'foo', 'd'), getattr([], 'append', None) is not None  #=> (True, False, 'A', 'd', True)
getattr(1, 'foo')  #=> raises AttributeError: 'int' object has no attribute 'foo'
class Box:
    kind = 'box'
    def __init__(self): self.a = 1
    def __len__(self): return 5
    def __bool__(self): return False
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __index__(self): return 3
    def __divmod__(self, other): return ('divmod', other)
    def __reversed__(self): return iter([3, 2])
    def __contains__(self, x): return x == 'in'
    def __format__(self, spec): return 'F' + spec
    def __str__(self): return 'S'
    def __repr__(self): return 'R'
    def __dir__(self): return ['b', 'a']
    def __iter__(self): return iter([1, 2])
    def __getitem__(self, i): return ('item', i)
    def __hash__(self): return 42
    def __call__(self, *a, **k): return (a, k)
b = Box()
len(b), bool(b), abs(b), round(b), round(b, 2), int(b), float(b), divmod(b, 2), list(reversed(b)), 'in' in b, 'out' in b, f'{b:x}', format(b), str(b), repr(b), f'{b}', f'{b!r}', dir(b), list(b), b[1:2], hash(b), b(1, k=2), [10, 20, 30, 40][b], list(range(b))  #=> (5, False, 'abs', ('round', None), ('round', 2), 7, 7.5, ('divmod', 2), [3, 2], True, False, 'Fx', 'F', 'S', 'R', 'F', 'R', ['a', 'b'], [1, 2], ('item', slice(1, 2, None)), 42, ((1,), {'k': 2}), 40, [0, 1, 2])
setattr(b, 'z', 5), b.z, delattr(b, 'z'), hasattr(b, 'z'), vars(b), b.__dict__, b.__class__.__name__, Box.__name__, Box.kind  #=> (None, 5, None, False, {'a': 1}, {'a': 1}, 'Box', 'Box', 'box')
b.missing  #=> raises AttributeError: 'Box' object has no attribute 'missing'
ord('a'), chr(97), ord('é'), chr(128512), hex(255), hex(-255), oct(8), bin(5), bin(-5), hex(0)  #=> (97, 'a', 233, '😀', '0xff', '-0xff', '0o10', '0b101', '-0b101', '0x0')
ord('ab')  #=> raises TypeError: ord() expected a character, but string of length 2 found
hash('a') == hash('a'), hash(1) == hash(1.0) == hash(True), hash((1, 2)) == hash((1, 2)), hash(3)  #=> (True, True, True, 3)
hash([])  #=> raises TypeError: unhashable type: 'list'
id(b) == id(b), id([]) == 0  #=> (True, False)
format(3.14159, '.2f'), format(10, '05d'), format('a', '>3'), format(1234567, ','), format(255, '#x'), format(0.5, '%'), format(5)  #=> ('3.14', '00010', '  a', '1,234,567', '0xff', '50.000000%', '5')
iter([1]).__next__(), next(iter([1])), next(iter([]), 'd'), list(iter('ab'))  #=> (1, 1, 'd', ['a', 'b'])
next(iter([]))  #=> raises StopIteration:
iter(5)  #=> raises TypeError: 'int' object is not iterable
it = iter([1, 2, 3])
next(it), next(it), list(it), list(it)  #=> (1, 2, [3], [])
n = [0]
def count():
    n[0] += 1
    return n[0]
list(iter(count, 4))  #=> [1, 2, 3]
eval('1 + 2'), eval('[x for x in range(3)]')  #=> (3, [0, 1, 2])
print('a', 1, sep='-', end='')  #=> None
complex is not None, slice(1, 2), slice(None, 3, 2), slice(1, 10, 2).indices(5), slice(5), slice(1, 2).start  #=> (True, slice(1, 2, None), slice(None, 3, 2), (1, 5, 2), slice(None, 5, None), 1)
[1, 2, 3][slice(1, None)], 'abcdef'[slice(None, None, -1)]  #=> ([2, 3], 'fedcba')
callable(print), print.__name__, len.__name__, int.__name__, 'a'.upper.__name__, [].append.__name__  #=> (True, 'print', 'len', 'int', 'upper', 'append')
globals()['b'] is b, 'Box' in globals(), isinstance(locals(), dict)  #=> (True, True, True)
object() == object(), isinstance(object(), object), type(object()).__name__  #=> (False, True, 'object')
bytes([65, 66]) == b'AB', b'ab'.decode(), 'ab'.encode() == b'ab', len(b'abc')  #=> (True, 'ab', True, 3)
NotImplemented is NotImplemented, Ellipsis is ..., __name__  #=> (True, True, '__main__')
ascii('é'), repr('\u200b'), '\u00e9' == 'é'  #=> ("'\\xe9'", "'\\u200b'", True)
1 if 'a' else 2, not 'a', (lambda *a, **k: (a, k))(1, *[2], x=3, **{'y': 4})  #=> (1, False, ((1, 2), {'x': 3, 'y': 4}))
type('X', (), {'a': 1}).a, type('Y', (Box,), {})().kind, type('Z', (), {}).__name__  #=> (1, 'box', 'Z')
(5).bit_length(), (255).bit_length(), (0).bit_length(), (2.0).is_integer(), (2.5).is_integer(), (5).real, (5).imag, (5).numerator, (5).denominator  #=> (3, 8, 0, True, False, 5, 0, 5, 1)
(0.5).as_integer_ratio(), (3).as_integer_ratio(), (10).bit_count()  #=> ((1, 2), (3, 1), 2)
