/** Python's module `abc`, in Python. */

export const abcText = `
class ABCMeta(type):
    def register(cls, subclass):
        return subclass
class ABC:
    @classmethod
    def register(cls, subclass):
        return subclass
def get_cache_token():
    return 0
def update_abstractmethods(cls):
    return cls
def abstractmethod(function):
    return function
abstractproperty = property
abstractstaticmethod = staticmethod
abstractclassmethod = classmethod
`;
