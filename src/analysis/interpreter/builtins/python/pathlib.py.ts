/** Python's module `pathlib`, in Python. */

export const pathlibText = `
from convlens_support import unknown
class PurePath:
    def __init__(self, *parts):
        self._text = '/'.join(str(p) for p in parts) or '.'
    def __truediv__(self, other):
        return self.__class__(self._text, str(other))
    def __rtruediv__(self, other):
        return self.__class__(str(other), self._text)
    def __str__(self):
        return self._text
    def __repr__(self):
        return self.__class__.__name__ + '(' + repr(self._text) + ')'
    def __eq__(self, other):
        return isinstance(other, PurePath) and self._text == other._text
    def __hash__(self):
        return hash(self._text)
    @property
    def parts(self):
        return (('/',) if self._text.startswith('/') else ()) + tuple(p for p in self._text.split('/') if p)
    def __fspath__(self):
        return self._text
    @property
    def name(self):
        return self._text.rsplit('/', 1)[-1]
    @property
    def stem(self):
        return self.name.rsplit('.', 1)[0]
    @property
    def suffix(self):
        return '.' + self.name.rsplit('.', 1)[1] if '.' in self.name else ''
    @property
    def parent(self):
        return self.__class__(self._text.rsplit('/', 1)[0] if '/' in self._text else '.')
    @property
    def parents(self):
        return unknown('the folders above a path')
    def resolve(self, *args):
        return self
    absolute = expanduser = resolve
    def joinpath(self, *parts):
        return self.__class__(self._text, *parts)
    def with_suffix(self, suffix):
        return self.__class__(self._text.rsplit('.', 1)[0] + suffix)
    def as_posix(self):
        return self._text
    def exists(self):
        return unknown('whether a file is there')
    is_file = is_dir = exists
    def mkdir(self, *args, **kwargs):
        pass
    unlink = touch = mkdir
    def _unread(self, *args, **kwargs):
        return unknown('what a file holds')
    read_text = read_bytes = open = glob = rglob = iterdir = stat = write_text = _unread
    @classmethod
    def cwd(cls):
        return cls('.')
    @classmethod
    def home(cls):
        return cls('~')
class PosixPath(PurePath):
    pass
Path = PurePosixPath = WindowsPath = PureWindowsPath = PosixPath
`;
