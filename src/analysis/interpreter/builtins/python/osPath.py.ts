/** Python's module `os.path`, in Python. */

export const osPathText = `
from convlens_support import unknown
sep = '/'
def join(path, *paths):
    for p in paths:
        path = p if p.startswith('/') else (path + p if path.endswith('/') or not path else path + '/' + p)
    return path
def basename(p):
    return p.rsplit('/', 1)[-1]
def dirname(p):
    return p.rsplit('/', 1)[0] if '/' in p else ''
def split(p):
    return dirname(p), basename(p)
def splitext(p):
    base = basename(p)
    if '.' in base.lstrip('.'):
        cut = p.rfind('.')
        return p[:cut], p[cut:]
    return p, ''
def exists(p):
    return unknown('whether a file is there')
isfile = isdir = islink = exists
def abspath(p):
    return p
realpath = normpath = expanduser = expandvars = relpath = abspath
def isabs(p):
    return p.startswith('/')
def commonprefix(list):
    return ''
`;
