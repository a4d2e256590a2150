/** Python's module `contextlib`, in Python. */

export const contextlibText = `
from functools import wraps

class ContextDecorator:
    def __call__(self, func):
        return func

class AbstractContextManager:
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return None

class _GeneratorContext(ContextDecorator):
    def __init__(self, generator):
        self._generator = generator
    def __enter__(self):
        return next(self._generator)
    def __exit__(self, *args):
        next(self._generator, None)
        return False

def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwargs):
        return _GeneratorContext(func(*args, **kwargs))
    return helper
asynccontextmanager = contextmanager

class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result
    def __enter__(self):
        return self.enter_result

class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions
    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._exceptions)

class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        return self.thing

class ExitStack(AbstractContextManager):
    def enter_context(self, cm):
        return cm.__enter__()
    def push(self, exit):
        return exit
    def callback(self, callback, *args, **kwargs):
        return callback
    def close(self):
        pass
    def pop_all(self):
        return self

class redirect_stdout(AbstractContextManager):
    def __init__(self, target):
        pass
redirect_stderr = redirect_stdout
`;
