# try, except, else, finally, raise, with, assert.
log = []
def attempt(f):
    try:
        log.append('try')
        value = f()
    except ZeroDivisionError as error:
        log.append(str(error))
        return 'zero'
    except (KeyError, IndexError) as error:
        return type(error).__name__, error.args
    except Exception:
        raise
    else:
        log.append('else')
        return value
    finally:
        log.append('finally')

attempt(lambda: 1 / 0), attempt(lambda: {}['k']), attempt(lambda: [][1]), attempt(lambda: 5), log  #=> ('zero', ('KeyError', ('k',)), ('IndexError', ('list index out of range',)), 5, ['try', 'division by zero', 'finally', 'try', 'finally', 'try', 'finally', 'try', 'else', 'finally'])
attempt(lambda: int('x'))  #=> raises ValueError: invalid literal for int() with base 10: 'x'

class AppError(Exception):
    def __init__(self, code, message='none'):
        super().__init__(message)
        self.code = code
class SubError(AppError):
    pass

def catch(*args):
    try:
        raise SubError(*args)
    except AppError as e:
        return e.code, str(e), e.args, repr(e)

catch(1), catch(2, 'm')  #=> ((1, 'none', ('none',), "SubError('none')"), (2, 'm', ('m',), "SubError('m')"))

def reraise():
    try:
        try:
            raise ValueError('inner')
        except ValueError as e:
            raise RuntimeError('outer') from e
    except RuntimeError as e:
        return str(e)

reraise()  #=> 'outer'

def bare():
    try:
        try:
            raise KeyError('k')
        except KeyError:
            raise
    except LookupError as e:
        return e.args

bare()  #=> ('k',)

def returns():
    for i in range(3):
        try:
            if i == 1:
                return i
        finally:
            log.append(('f', i))
    return 'end'

returns(), log[-2:]  #=> (1, [('f', 0), ('f', 1)])

def overrides():
    try:
        return 'try'
    finally:
        return 'finally'

overrides()  #=> 'finally'

def continues():
    seen = []
    for i in range(4):
        try:
            if i % 2:
                continue
            seen.append(i)
        finally:
            seen.append(-i)
    return seen

continues()  #=> [0, 0, -1, 2, -2, -3]

class Manager:
    def __init__(self, swallow=False):
        self.swallow = swallow
    def __enter__(self):
        log.append('enter')
        return self
    def __exit__(self, kind, value, trace):
        log.append(('exit', kind.__name__ if kind else None))
        return self.swallow

def managed(swallow):
    with Manager(swallow) as m:
        raise ValueError('x')
    return 'after'

managed(True), log[-2:]  #=> ('after', ['enter', ('exit', 'ValueError')])

def swallowed():
    with Manager(True):
        int('x')
        log.append('never')
    with Manager(True):
        {}['k']
    return log[-1]

swallowed()  #=> ('exit', 'KeyError')
managed(False)  #=> raises ValueError: x
with Manager() as one, Manager() as two:
    both = one is not two
both, log[-4:]  #=> (True, ['enter', 'enter', ('exit', None), ('exit', None)])

def nested_return():
    with Manager():
        return 'inside'

nested_return(), log[-1]  #=> ('inside', ('exit', None))
raise_in_call = lambda: (_ for _ in ()).throw(ValueError('g'))

def check(x):
    assert x > 0, f'bad {x}'
    return x

check(1)  #=> 1
check(-1)  #=> raises AssertionError: bad -1

def asserted():
    try:
        check(-5)
    except AssertionError as e:
        return str(e)

asserted()  #=> 'bad -5'
undefined_name  #=> raises NameError: name 'undefined_name' is not defined

def local():
    if False:
        v = 1
    return v

local()  #=> raises UnboundLocalError: cannot access local variable 'v' where it is not associated with a value
int('12'), int('x')  #=> raises ValueError: invalid literal for int() with base 10: 'x'
[1, 2, 3].index(9)  #=> raises ValueError: 9 is not in list
'abc' + 1  #=> raises TypeError: can only concatenate str (not "int") to str
1 + 'abc'  #=> raises TypeError: unsupported operand type(s) for +: 'int' and 'str'
[1] + (2,)  #=> raises TypeError: can only concatenate list (not "tuple") to list
{}.missing  #=> raises AttributeError: 'dict' object has no attribute 'missing'
(1, 2)[5]  #=> raises IndexError: tuple index out of range
[][0]  #=> raises IndexError: list index out of range
{'a': 1}['b']  #=> raises KeyError: 'b'
{1: 2}[3]  #=> raises KeyError: 3
None[0]  #=> raises TypeError: 'NoneType' object is not subscriptable
5 % 0  #=> raises ZeroDivisionError: integer modulo by zero
5 // 0  #=> raises ZeroDivisionError: integer division or modulo by zero
1.0 / 0  #=> raises ZeroDivisionError: float division by zero
{[1]: 2}  #=> raises TypeError: unhashable type: 'list'
{[]}  #=> raises TypeError: unhashable type: 'list'
hash({})  #=> raises TypeError: unhashable type: 'dict'
'a' < 1  #=> raises TypeError: '<' not supported between instances of 'str' and 'int'
len(5)  #=> raises TypeError: object of type 'int' has no len()
for_int = lambda: [x for x in 5]
for_int()  #=> raises TypeError: 'int' object is not iterable
next(iter([]))  #=> raises StopIteration:
raise_class = None

def raises(kind):
    try:
        raise kind
    except BaseException as e:
        return type(e).__name__, e.args

raises(ValueError), raises(ValueError('a', 1)), raises(StopIteration(3))  #=> (('ValueError', ()), ('ValueError', ('a', 1)), ('StopIteration', (3,)))
isinstance(KeyError('x'), LookupError), str(KeyError('x')), str(ValueError('x')), repr(ValueError('x', 2)), str(ValueError())  #=> (True, "'x'", 'x', "ValueError('x', 2)", '')

def inside():
    def fails():
        raise IndexError('deep')
    try:
        [fails() for _ in range(2)]
    except IndexError as e:
        return 'caught ' + str(e)

inside()  #=> 'caught deep'

def handler_name():
    try:
        raise ValueError(1)
    except ValueError as e:
        kept = e
    return kept.args

handler_name()  #=> (1,)

class Box:
    @property
    def bad(self):
        raise AttributeError('inner')
    @property
    def worse(self):
        return self.nothing

hasattr(Box(), 'bad'), getattr(Box(), 'bad', 'd'), hasattr(Box(), 'worse')  #=> (False, 'd', False)
