/** Python's module `argparse`, in Python. */

export const argparseText = `
from convlens_support import unknown
SUPPRESS = '==SUPPRESS=='
REMAINDER = '...'
class ArgumentError(Exception):
    pass
class ArgumentTypeError(Exception):
    pass
class Namespace:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)
    def __contains__(self, key):
        return key in self.__dict__
class Action:
    pass
class HelpFormatter:
    pass
ArgumentDefaultsHelpFormatter = RawTextHelpFormatter = RawDescriptionHelpFormatter = HelpFormatter

class BooleanOptionalAction(Action):
    pass

class ArgumentParser:
    def __init__(self, *args, **kwargs):
        self._defaults = {}
    def add_argument(self, *names, action=None, default=None, type=None, dest=None, nargs=None, const=None, required=False, choices=None, **kwargs):
        if dest is None:
            long = [n for n in names if n.startswith('--')]
            dest = (long or list(names))[0].lstrip('-').replace('-', '_')
        if dest in ('help', 'h') or action in ('version', 'help'):
            return
        if action == 'store_true':
            value = False if default is None else default
        elif action == 'store_false':
            value = True if default is None else default
        elif action == 'append':
            value = default
        elif default is None and (required or not names[0].startswith('-')):
            value = unknown('the command-line argument ' + dest)
        else:
            value = type(default) if isinstance(default, str) and callable(type) else default
        self._defaults.setdefault(dest, value)
    def add_argument_group(self, *args, **kwargs):
        return self
    add_mutually_exclusive_group = add_argument_group
    def add_subparsers(self, *args, **kwargs):
        return self
    def add_parser(self, *args, **kwargs):
        return self
    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
    def get_default(self, name):
        return self._defaults.get(name)
    def parse_args(self, args=None, namespace=None):
        return Namespace(**self._defaults)
    def parse_known_args(self, args=None, namespace=None):
        return Namespace(**self._defaults), []
    def print_help(self, *args):
        pass
    def error(self, message):
        raise SystemExit(2)
`;
