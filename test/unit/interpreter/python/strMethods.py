# Methods of str and formatting.
'aBc'.upper(), 'aBc'.lower(), 'hello world'.title(), "they're x2y".title(), 'hELLO'.capitalize(), 'aBc'.swapcase(), 'ß'.casefold(), ''.capitalize()  #=> ('ABC', 'abc', 'Hello World', "They'Re X2Y", 'Hello', 'AbC', 'ss', '')
' a '.strip(), 'xxaxx'.strip('x'), 'abcba'.strip('ab'), ' a '.lstrip(), ' a '.rstrip(), 'a.weight'.rstrip('weight'), '\t\na\r'.strip()  #=> ('a', 'a', 'c', 'a ', ' a', 'a.', 'a')
'a,b,c'.split(','), 'a b  c'.split(), ' a b '.split(), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ''.split(','), ''.split(), 'a  b'.split(' '), 'a b c d'.split(None, 2), 'a b c d'.rsplit(None, 1), 'a b c '.split(maxsplit=1), 'abc'.split('x')  #=> (['a', 'b', 'c'], ['a', 'b', 'c'], ['a', 'b'], ['a', 'b,c'], ['a,b', 'c'], [''], [], ['a', '', 'b'], ['a', 'b', 'c d'], ['a b c', 'd'], ['a', 'b c '], ['abc'])
'abc'.split('')  #=> raises ValueError: empty separator
'a\nb\r\nc'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), 'a'.splitlines()  #=> (['a', 'b', 'c'], ['a\n', 'b\n'], [], ['a'])
'a=b=c'.partition('='), 'a=b=c'.rpartition('='), 'abc'.partition('='), 'abc'.rpartition('=')  #=> (('a', '=', 'b=c'), ('a=b', '=', 'c'), ('abc', '', ''), ('', '', 'abc'))
'aXbX'.replace('X', '-'), 'aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'abc'.replace('x', 'y')  #=> ('a-b-', 'bba', '-a-b-c-', 'abc')
'abc'.startswith('ab'), 'abc'.startswith(('x', 'a')), 'abc'.startswith('b', 1), 'abc'.endswith('bc'), 'abc'.endswith(('x', 'c')), 'abc'.endswith('b', 0, 2), 'abc'.startswith('')  #=> (True, True, True, True, True, True, True)
'abcabc'.find('c'), 'abc'.find('x'), 'abcabc'.rfind('c'), 'abcabc'.index('c', 3), 'abcabc'.count('b'), 'aaa'.count('aa'), 'abc'.find('c', -1), 'abc'.find('')  #=> (2, -1, 5, 5, 2, 1, 2, 0)
'abc'.index('x')  #=> raises ValueError: substring not found
'abc'.rindex('b')  #=> 1
'-'.join(['a', 'b']), ''.join('abc'), ','.join([]), ', '.join(str(i) for i in range(3)), '-'.join({'a': 1, 'b': 2})  #=> ('a-b', 'abc', '', '0, 1, 2', 'a-b')
'-'.join([1])  #=> raises TypeError: sequence item 0: expected str instance, int found
'5'.zfill(3), '-5'.zfill(4), 'abc'.zfill(2), 'a'.ljust(3) + '|', 'a'.rjust(3), 'a'.center(4) + '|', 'ab'.center(5, '*'), 'a'.ljust(3, '.'), 'abc'.center(2)  #=> ('005', '-005', 'abc', 'a  |', '  a', ' a  |', '**ab*', 'a..', 'abc')
'12'.isdigit(), '1.2'.isdigit(), ''.isdigit(), 'ab'.isalpha(), 'a1'.isalnum(), ' '.isspace(), 'a_1'.isidentifier(), '1a'.isidentifier(), 'AB'.isupper(), 'ab'.islower(), 'Ab'.istitle(), 'ab'.isascii(), 'a b'.isprintable(), '12'.isnumeric(), '12'.isdecimal()  #=> (True, False, False, True, True, True, True, False, True, True, True, True, True, True, True)
'conv1.weight'.removeprefix('conv1.'), 'conv1.weight'.removesuffix('.weight'), 'a'.removeprefix('b'), 'a'.removesuffix('')  #=> ('weight', 'conv1', 'a', 'a')
'a\tb'.expandtabs(4), 'abc'.translate({97: 'X', 98: None}), 'abc'.translate(str.maketrans('ab', 'xy')), 'abc'.translate(str.maketrans({'a': 'zz'})), 'abc'.translate(str.maketrans('', '', 'c'))  #=> ('a   b', 'Xc', 'xyc', 'zzbc', 'ab')
'abc' * 0, 'a' * -1, 'abc' < 'abd', 'Z' < 'a', 'a' in 'abc', 'ac' in 'abc', '' in '', max('hello'), 'abc' > 'ab', 'a' != 'b'  #=> ('', '', True, True, True, False, True, 'o', True, True)
'a' + 1  #=> raises TypeError: can only concatenate str (not "int") to str
'a' < 1  #=> raises TypeError: '<' not supported between instances of 'str' and 'int'
'abc'[1], 'abc'[-1], 'abc'[::-1], 'abcdef'[1:-1:2], 'abc'[5:], 'abc'[:-5]  #=> ('b', 'c', 'cba', 'bd', '', '')
'abc'[3]  #=> raises IndexError: string index out of range
'abc'['a']  #=> raises TypeError: string indices must be integers, not 'str'
'abc'.foo  #=> raises AttributeError: 'str' object has no attribute 'foo'
'%s %d %5.2f|%-5s|%05d|%x|%%|%r|%c' % ('a', 3, 3.14159, 'b', 42, 255, 'q', 'z')  #=> "a 3  3.14|b    |00042|ff|%|'q'|z"
'%s' % 'a', '%s' % (1,), '%s' % [1, 2], '%(a)s-%(b)03d' % {'a': 1, 'b': 2}, '%+d % d' % (1, 2), '%e' % 12345.678, '%g' % 0.0001, '%g' % 1e20, '%5s|' % 'abc', '%.2s' % 'abc', '%*d' % (5, 42), '%o' % 8, '%X' % 255, '%i' % 3.9, '%s' % None, '%.3g' % 1234.5, '%#x' % 255  #=> ('a', '1', '[1, 2]', '1-002', '+1  2', '1.234568e+04', '0.0001', '1e+20', '  abc|', 'ab', '   42', '10', 'FF', '3', 'None', '1.23e+03', '0xff')
'%d' % 'a'  #=> raises TypeError: %d format: a real number is required, not str
'%s %s' % ('a',)  #=> raises TypeError: not enough arguments for format string
'%s' % ('a', 'b')  #=> raises TypeError: not all arguments converted during string formatting
'{} {}'.format(1, 2), '{1} {0}'.format('a', 'b'), '{a} {b}'.format(a=1, b=2), '{0.real} {1[0]} {2[k]}'.format(1, [5], {'k': 'v'}), '{!r:>5}'.format('a'), '{:>{w}.{p}f}'.format(3.14159, w=8, p=2), '{{}}'.format(), '{:,}'.format(1234567), '{:_}'.format(1234567), '{:08.3f}'.format(3.14159), '{:+}'.format(3), '{:e}'.format(12345.6789), '{:.1%}'.format(0.256), '{:^7}|'.format('a'), '{:*<5}'.format('a'), '{:#b} {:o} {:X}'.format(5, 8, 255), '{:c}'.format(65), '{:n}'.format(5), '{:g}'.format(1e10), '{:.3}'.format(3.14159), '{:5}|'.format(1), '{:5}|'.format('a'), '{:<5}|'.format(1), '{:=+5}'.format(1), '{:s}'.format('a')  #=> ('1 2', 'b a', '1 2', '1 5 v', "  'a'", '    3.14', '{}', '1,234,567', '1_234_567', '0003.142', '+3', '1.234568e+04', '25.6%', '   a   |', 'a****', '0b101 10 FF', 'A', '5', '1e+10', '3.14', '    1|', 'a    |', '1    |', '+   1', 'a')
'{}'.format()  #=> raises IndexError: Replacement index 0 out of range for positional args tuple
'{a}'.format(b=1)  #=> raises KeyError: 'a'
'{:d}'.format('a')  #=> raises ValueError: Unknown format code 'd' for object of type 'str'
'{:d}'.format(1.5)  #=> raises ValueError: Unknown format code 'd' for object of type 'float'
x, y, w = 3, 2.5, 6
f'{x}{y:.1f}{x:>{w}}|{x!r}{y=}{x + 1 = }|{"a"}|{x:03d}|{{}}|{x if x else y}|{[1, 2][0]}|{dict(a=1)["a"]}'  #=> '32.5     3|3y=2.5x + 1 = 4|a|003|{}|3|1|1'
f'{y:{w}.{x - 1}f}', f'{x:x^{w}}', f'{1000000:,}', f'{0.1234:.2%}', f'{"s":>4}', f'{True}', f'{None}', f'{[1, "a"]}', f'{True:d}', f'{1.0}', f'{1e100}'  #=> ('  2.50', 'xx3xxx', '1,000,000', '12.34%', '   s', 'True', 'None', "[1, 'a']", '1', '1.0', '1e+100')
f'{x=!s:>4}', f'{y=:.3f}', f'{"a" "b"}', f'{x:{"0"}{w}}'  #=> ('x=   3', 'y=2.500', 'ab', '000003')
str(1.0), str(100000000000000000000.0), str(1e22), str(0.00001), str(123456789012345.6), str(-0.0), str(1e300 * 1e10), repr(0.1), repr(1/3), repr(2.0**70), str(1e15), str(1e16), str(123456.0)  #=> ('1.0', '1e+20', '1e+22', '1e-05', '123456789012345.6', '-0.0', 'inf', '0.1', '0.3333333333333333', '1.1805916207174113e+21', '1000000000000000.0', '1e+16', '123456.0')
f'{1e-7}', f'{1.5e300:g}', f'{1234.5:.0f}', f'{2.5:.0f}', f'{3.5:.0f}', f'{0.5:.0f}', f'{1e10:.3e}', f'{-1.5:+.1f}', f'{12:.2f}', f'{float("inf")}', f'{float("nan"):.2f}'  #=> ('1e-07', '1.5e+300', '1234', '2', '4', '0', '1.000e+10', '-1.5', '12.00', 'inf', 'nan')
'a-b_c'.replace('-', '_').split('_')[-1].upper().lower().join(['x', 'y'])  #=> 'xcy'
'abc'.__len__(), 'abc'.__contains__('a'), 'a'.__add__('b'), 'a'.__eq__('a'), str.upper('a'), str.join('-', 'ab'), list(map(str.strip, [' a ']))  #=> (3, True, 'ab', True, 'A', 'a-b', ['a'])
class S(str):
    def shout(self): return self.upper() + '!'
S('a').shout(), S('a') + 'b', S('a') == 'a', isinstance(S('a'), str), len(S('abc')), {S('a'): 1}['a'], S('a,b').split(','), f'{S("z")}', type(S('a')).__name__, S('abc')[1], 'x' + S('a'), '%s' % S('q')  #=> ('A!', 'ab', True, True, 3, 1, ['a', 'b'], 'z', 'S', 'b', 'xa', 'q')
