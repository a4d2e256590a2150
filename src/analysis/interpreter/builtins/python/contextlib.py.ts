/** Python's module `contextlib`, in Python. */

export const contextlibText = `
from functools import wraps

class ContextDecorator:
    def _recreate_cm(self):
        return self
    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwargs):
            with self._recreate_cm():
                return func(*args, **kwargs)
        return inner

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
    def __exit__(self, *args):
        self.thing.close()

class ExitStack(AbstractContextManager):
    def __init__(self):
        self._callbacks = []
    def enter_context(self, cm):
        value = cm.__enter__()
        self._callbacks.append(lambda: cm.__exit__(None, None, None))
        return value
    def push(self, exit):
        self._callbacks.append(lambda: exit(None, None, None))
        return exit
    def callback(self, callback, /, *args, **kwargs):
        self._callbacks.append(lambda: callback(*args, **kwargs))
        return callback
    def close(self):
        while self._callbacks:
            self._callbacks.pop()()
    def __exit__(self, *args):
        self.close()
    def pop_all(self):
        made = ExitStack()
        made._callbacks = self._callbacks
        self._callbacks = []
        return made

class redirect_stdout(AbstractContextManager):
    def __init__(self, target):
        pass
redirect_stderr = redirect_stdout
`;
