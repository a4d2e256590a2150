# match statements.
class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y

class Color:
    RED = 'red'

def kind(value):
    match value:
        case None:
            return 'none'
        case True | False:
            return 'bool'
        case 0:
            return 'zero'
        case Color.RED:
            return 'red'
        case int(n) if n > 100:
            return f'big {n}'
        case int() | float():
            return 'number'
        case 'a' | 'b' as letter:
            return f'letter {letter}'
        case str():
            return 'text'
        case []:
            return 'empty'
        case [x]:
            return f'one {x}'
        case [1, [2, y]]:
            return f'nested {y}'
        case [first, *rest]:
            return f'{first} then {rest}'
        case {'type': 'conv', 'k': k, **others}:
            return f'conv {k} {others}'
        case {'type': t}:
            return f'type {t}'
        case {}:
            return 'dict'
        case Point(0, y):
            return f'on axis {y}'
        case Point(x=px, y=py):
            return f'at {px} {py}'
        case _:
            return 'other'

[kind(v) for v in (None, True, 0, 'red', 500, 5, 2.5, 'a', 'zz')]  #=> ['none', 'bool', 'zero', 'red', 'big 500', 'number', 'number', 'letter a', 'text']
[kind(v) for v in ([], [7], [1, [2, 3]], (1, 2, 3), {'type': 'conv', 'k': 3, 's': 1}, {'type': 'x'}, {'z': 1}, Point(0, 5), Point(1, 2), {1})]  #=> ['empty', 'one 7', 'nested 3', '1 then [2, 3]', "conv 3 {'s': 1}", 'type x', 'dict', 'on axis 5', 'at 1 2', 'other']

def unmatched(v):
    match v:
        case 1:
            return 'one'
    return 'fell through'

unmatched(2)  #=> 'fell through'
