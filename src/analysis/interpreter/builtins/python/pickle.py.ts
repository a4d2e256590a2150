/** Python's module `pickle`, in Python: nothing is ever read. */

export const pickleText = `
from convlens_support import unknown
def load(*args, **kwargs):
    return unknown('what a file holds')
loads = load
def dump(*args, **kwargs):
    return None
def dumps(*args, **kwargs):
    return unknown('a text')
HIGHEST_PROTOCOL = 5
`;
