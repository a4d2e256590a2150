/** Python's module `copy`, in Python. */

export const copyText = `
from convlens_support import copy, deepcopy
class Error(Exception):
    pass
def replace(obj, **changes):
    return obj.__replace__(**changes)
`;
