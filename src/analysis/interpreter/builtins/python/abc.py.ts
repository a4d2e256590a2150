/** Python's module `abc`, in Python. */

export const abcText = `
class ABCMeta(type):
    def register(cls, subclass):
        return subclass
class ABC:
    pass
def abstractmethod(function):
    return function
abstractproperty = property
abstractstaticmethod = staticmethod
abstractclassmethod = classmethod
`;
