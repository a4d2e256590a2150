/** Python's module `os`, in Python. */

export const osText = `
import os.path as path
from convlens_support import unknown
class _Environ(dict):
    def __getitem__(self, key):
        return unknown('an environment variable')
    def __contains__(self, key):
        return unknown('an environment variable')
    def get(self, key, default=None):
        return unknown('an environment variable')
    def setdefault(self, key, default=None):
        return unknown('an environment variable')
    def copy(self):
        return self
environ = _Environ()
name = 'posix'
sep = '/'
linesep = '\\n'
pathsep = ':'
devnull = '/dev/null'
def getenv(key, default=None):
    return unknown('an environment variable')
def getcwd():
    return '.'
def makedirs(*args, **kwargs):
    pass
mkdir = remove = unlink = rename = rmdir = chdir = system = makedirs
def listdir(path='.'):
    return unknown('the files of a folder')
def cpu_count():
    return unknown('the number of processors')
def walk(*args, **kwargs):
    return unknown('the files of a folder')
def getpid():
    return unknown('a process id')
def fspath(p):
    return p
class PathLike:
    pass
`;
