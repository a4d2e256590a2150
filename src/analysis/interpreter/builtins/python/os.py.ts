/** Python's module `os`, in Python. */

export const osText = `
import os.path as path
from convlens_support import unknown, outside
# Set on most machines, or by what starts a training.
_usual = ('PATH', 'HOME', 'USER', 'PWD', 'SHELL', 'LANG', 'TERM', 'TMPDIR', 'PYTHONPATH', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'CUDA_VISIBLE_DEVICES', 'CUDA_HOME',
          'RANK', 'LOCAL_RANK', 'WORLD_SIZE', 'LOCAL_WORLD_SIZE', 'MASTER_ADDR', 'MASTER_PORT', 'OMP_NUM_THREADS')
# The program as it runs where nobody has set variables for it.
class _Environ(dict):
    def __getitem__(self, key):
        return dict.__getitem__(self, key) if dict.__contains__(self, key) else unknown('an environment variable')
    def __contains__(self, key):
        if dict.__contains__(self, key):
            return True
        outside()
        return unknown('an environment variable') if not isinstance(key, str) or key in _usual or key.startswith('SLURM') else False
    def get(self, key, default=None):
        if dict.__contains__(self, key):
            return dict.__getitem__(self, key)
        outside()
        return unknown('an environment variable') if default is None or key in _usual else default
    def setdefault(self, key, default=None):
        if not dict.__contains__(self, key):
            self[key] = default
        return unknown('an environment variable') if key in _usual else self[key]
    def copy(self):
        return self
environ = _Environ()
name = 'posix'
sep = '/'
linesep = '\\n'
pathsep = ':'
devnull = '/dev/null'
def getenv(key, default=None):
    return environ.get(key, default)
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
