/** Python's own modules, as far as model code uses them. */
import { native } from '../native';
import type { Library, Runtime } from '../runtime';
import { Class, List, type Module, Property, Tuple } from '../values';
import { makeBuiltins } from './builtins';
import type { Interpreter } from '../interpreter';
import { functions, moduleOf } from './make';
import { makeItertools } from './itertools';
import { makeJson } from './json';
import { makeMath } from './math';
import { makeNumpy } from './numpy';
import { preludes } from './preludes';
import { makeRe } from './regularExpressions';
import { makeImportlib, makeImportlibUtil } from './importing';
import { makeAst } from './literals';
import { makeHarmless, makeSupport } from './support';

function makeSys(rt: Runtime): Module {
  const version = new Tuple([3, 12, 0, 'final', 0]);
  // What the program is started with is not known.
  const argv = new List([]);
  argv.unknown = rt.unknown('the command-line arguments');
  version.cls = new Class('version_info', [rt.builtin('tuple') as Class], 'sys');
  version.cls.dict.set('_fields', new Tuple(['major', 'minor', 'micro', 'releaselevel', 'serial']));
  for (const [i, name] of ['major', 'minor', 'micro', 'releaselevel', 'serial'].entries())
    version.cls.dict.set(name, new Property(native(`sys.version_info.${name}`, 'self', () => version.items[i]!), null));
  return moduleOf('sys', {
    modules: (rt as Interpreter).modules.loaded,
    version_info: version,
    version: '3.12.0 (main) [GCC]',
    platform: 'linux',
    maxsize: Number.MAX_SAFE_INTEGER,
    argv,
    path: new List([]),
    byteorder: 'little',
    executable: 'python',
    float_info: rt.unknown('sys.float_info'),
    ...functions('sys', {
      exit: ['code=None', (runtime) => runtime.raise('SystemExit', '')],
      getrecursionlimit: ['', () => 1000],
      setrecursionlimit: ['n', () => null],
      getsizeof: ['object, default=0', (runtime) => runtime.unknown('a size in memory')],
      intern: ['string', (_, [s]) => s!],
    }),
  });
}

/** Harmless modules: whatever they answer is unknown, with its name. */
const harmless = [
  'time', 'datetime', 'random', 'threading', 'multiprocessing', 'queue', 'socket', 'subprocess', 'shutil', 'tempfile', 'glob', 'io', 'gc', 'traceback',
  'urllib', 'urllib.request', 'urllib.parse', 'urllib.error', 'http', 'hashlib', 'zipfile', 'tarfile', 'gzip', 'csv', 'struct', 'base64', 'uuid', 'signal', 'atexit',
  'platform', 'importlib.metadata', 'pkgutil', 'pkg_resources', 'weakref', 'pprint', 'statistics', 'secrets',
  'decimal', 'fractions', 'concurrent', 'concurrent.futures', 'asyncio', 'unittest', 'doctest', 'pdb', 'cProfile', 'timeit', 'getpass', 'locale', 'codecs', 'unicodedata',
  'cmath', 'array', 'ctypes', 'dis', 'tokenize', 'configparser', 'optparse', 'shlex', 'errno', 'select', 'ssl', 'html', 'xml', 'sqlite3', 'zlib', 'bz2', 'lzma', 'curses', 'builtins_',
  'binascii', 'calendar', 'cmd', 'code', 'codeop', 'colorsys', 'compileall', 'copyreg', 'dbm', 'difflib', 'email', 'email.mime', 'encodings', 'faulthandler',
  'fcntl', 'filecmp', 'fileinput', 'ftplib', 'getopt', 'gettext', 'graphlib', 'grp', 'hmac', 'imaplib', 'ipaddress', 'keyword', 'linecache', 'mailbox', 'marshal', 'mimetypes',
  'mmap', 'modulefinder', 'netrc', 'pickletools', 'plistlib', 'poplib', 'posix', 'profile', 'pstats', 'pty', 'pwd', 'py_compile', 'pyclbr', 'pydoc', 'readline', 'reprlib',
  'resource', 'runpy', 'sched', 'selectors', 'shelve', 'site', 'smtplib', 'socketserver', 'stat', 'stringprep', 'symtable', 'sysconfig', 'syslog', 'termios', 'tkinter', 'token',
  'tomllib', 'trace', 'tracemalloc', 'tty', 'turtle', 'wave', 'webbrowser', 'wsgiref', 'xmlrpc', 'zipapp', 'zipimport', 'zoneinfo',
  'importlib.machinery', 'importlib.abc', 'importlib.resources', 'importlib.resources.abc', 'concurrent.futures.thread', 'concurrent.futures.process', 'ctypes.util', 'curses.ascii',
  'email.message', 'email.utils', 'http.client', 'http.server', 'http.cookies', 'http.cookiejar', 'json.decoder', 'json.encoder', 'logging.config', 'logging.handlers', 'multiprocessing.pool',
  'multiprocessing.managers', 'multiprocessing.shared_memory', 'multiprocessing.connection', 'multiprocessing.dummy', 'multiprocessing.context', 'unittest.mock', 'xml.etree', 'xml.etree.ElementTree',
  'xml.dom', 'xml.dom.minidom', 'xml.sax', 'html.parser', 'urllib.robotparser', 'asyncio.subprocess', 'wsgiref.simple_server', 'tkinter.filedialog',
] as const;

export const builtinLibrary: Library = {
  modules: {
    builtins: makeBuiltins,
    convlens_support: makeSupport,
    math: makeMath,
    itertools: makeItertools,
    numpy: makeNumpy,
    re: makeRe,
    sys: makeSys,
    json: makeJson,
    ast: makeAst,
    __future__: () => makeHarmless('__future__'),
    ...Object.fromEntries(harmless.map((name) => [name, () => makeHarmless(name)])),
    importlib: makeImportlib,
    'importlib.util': makeImportlibUtil,
  },
  preludes,
  quietDecorators: /^(?:(?:functools\.)?(?:lru_cache|cache|wraps)(?:\(.*\))?|(?:contextlib\.)?(?:async)?contextmanager|(?:dataclasses\.)?dataclass(?:\([\w=, ]*\))?|(?:typing\.|t\.)?(?:overload|runtime_checkable|final))$/,
};
