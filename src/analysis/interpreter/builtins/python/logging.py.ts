/** Python's module `logging`, in Python. */

export const loggingText = `
class Logger:
    def __init__(self, name='root', *args, **kwargs):
        self.name = name
        self.handlers = []
        self.level = 0
    def _nothing(self, *args, **kwargs):
        pass
    debug = info = warning = warn = error = critical = exception = log = setLevel = addHandler = removeHandler = addFilter = warning_once = _nothing
    def getEffectiveLevel(self):
        return 30
    def isEnabledFor(self, level):
        return False
    def getChild(self, name):
        return self
    def hasHandlers(self):
        return False
class Handler(Logger):
    setFormatter = Logger._nothing
StreamHandler = FileHandler = NullHandler = Handler
class Formatter:
    def __init__(self, *args, **kwargs):
        pass
class Filter:
    def __init__(self, *args, **kwargs):
        pass
def getLogger(name=None):
    return Logger(name)
def _nothing(*args, **kwargs):
    pass
debug = info = warning = warn = error = critical = exception = log = basicConfig = disable = captureWarnings = addLevelName = _nothing
DEBUG, INFO, WARNING, WARN, ERROR, CRITICAL, FATAL, NOTSET = 10, 20, 30, 30, 40, 50, 50, 0
root = Logger()
def getLevelName(level):
    return str(level)
`;
