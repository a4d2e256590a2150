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
realpath = expanduser = expandvars = abspath
def normpath(p):
    parts = []
    for part in p.split('/'):
        if part in ('', '.'):
            continue
        if part == '..' and parts and parts[-1] != '..':
            parts.pop()
        elif part != '..' or not p.startswith('/'):
            parts.append(part)
    return ('/' if p.startswith('/') else '') + '/'.join(parts) or '.'
def relpath(p, start='.'):
    return unknown('a path between two folders')
def isabs(p):
    return p.startswith('/')
def commonprefix(list):
    if not list:
        return ''
    first, last = min(list), max(list)
    for i, c in enumerate(first):
        if c != last[i]:
            return first[:i]
    return first
`;
