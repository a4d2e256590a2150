/** Python's module `argparse`, in Python. */

export const argparseText = `
from convlens_support import outside, unknown
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
    def __eq__(self, other):
        return isinstance(other, Namespace) and self.__dict__ == other.__dict__
    def __repr__(self):
        return 'Namespace(' + ', '.join(name + '=' + repr(value) for name, value in self.__dict__.items()) + ')'
class _OpenNamespace(Namespace):
    # Which command is given is not known, nor what it takes.
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)
    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return unknown('an argument of a command')
    def __contains__(self, key):
        return key in self.__dict__ or unknown('an argument of a command')
    @property
    def __dict__(self):
        values = dict(object.__getattribute__(self, '__dict__'))
        values.update(unknown('the arguments of a command'))
        return values
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
        self._options = {}
        self._positionals = []
        self._open = False
        self._commands = []
        self._inherit(kwargs.get('parents') or [])
    def add_argument(self, *names, action=None, default=None, type=None, dest=None, nargs=None, const=None, required=False, choices=None, **kwargs):
        flags = [n for n in names if n.startswith('-')]
        if dest is None:
            long = [n for n in names if n.startswith('--')]
            dest = (long or list(names))[0].lstrip('-')
            dest = dest.replace('-', '_') if flags else dest
        if '--help' in names or action in ('version', 'help'):
            return
        if action == 'store_true':
            value = False if default is None else default
        elif action == 'store_false':
            value = True if default is None else default
        elif action in ('append', 'count', 'store_const'):
            value = default
        elif default is None and (required or (not flags and nargs not in ('?', '*'))):
            value = unknown('the command-line argument ' + dest)
        else:
            value = type(default) if isinstance(default, str) and callable(type) else default
        argument = Action()
        argument.dest = dest
        argument.action = action
        argument.type = type
        argument.nargs = nargs
        argument.const = const
        for flag in flags:
            self._options[flag] = argument
            if action is BooleanOptionalAction and flag.startswith('--'):
                self._options['--no-' + flag[2:]] = argument
        if not flags:
            self._positionals.append(argument)
        self._defaults.setdefault(dest, value)
        return argument
    def _inherit(self, parents):
        for parent in parents:
            self._defaults.update(parent._defaults)
            self._options.update(parent._options)
            self._positionals.extend(parent._positionals)
            self._open = self._open or parent._open
    def add_argument_group(self, *args, **kwargs):
        return self
    add_mutually_exclusive_group = add_argument_group
    def add_subparsers(self, *args, **kwargs):
        self._open = True
        return self
    def add_parser(self, *args, **kwargs):
        command = ArgumentParser(**kwargs)
        self._commands.append(command)
        return command
    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
    def get_default(self, name):
        return self._defaults.get(name)
    def _parse(self, args):
        values = dict(self._defaults)
        rest = []
        if not args:
            return values, rest
        args = list(args)
        positionals = list(self._positionals)
        i = 0
        while i < len(args):
            text = args[i]
            i += 1
            given = None
            if text.startswith('--') and '=' in text:
                text, given = text.split('=', 1)
            argument = self._options.get(text)
            if argument is None:
                if text.startswith('-') and not text.lstrip('-').replace('.', '').isdigit():
                    rest.append(text)
                    continue
                if not positionals:
                    rest.append(text)
                    continue
                argument = positionals.pop(0)
                i -= 1
            make = argument.type if argument.type is not None else str
            if argument.action == 'store_true':
                values[argument.dest] = True
            elif argument.action == 'store_false':
                values[argument.dest] = False
            elif argument.action == 'store_const':
                values[argument.dest] = argument.const
            elif argument.action == 'count':
                values[argument.dest] = (values[argument.dest] or 0) + 1
            elif argument.action is BooleanOptionalAction:
                values[argument.dest] = not text.startswith('--no-')
            else:
                found = []
                most = argument.nargs if isinstance(argument.nargs, int) else None if argument.nargs in ('+', '*', REMAINDER) else 1
                if given is not None:
                    found.append(given)
                while i < len(args) and (most is None or len(found) < most) and not (args[i].startswith('-') and args[i] in self._options):
                    found.append(args[i])
                    i += 1
                found = [make(x) for x in found]
                if argument.nargs is None:
                    value = found[0] if found else None
                elif argument.nargs == '?':
                    value = found[0] if found else argument.const
                else:
                    value = found
                if argument.action == 'append':
                    value = (values[argument.dest] or []) + [value]
                values[argument.dest] = value
        return values, rest
    def parse_args(self, args=None, namespace=None):
        return self.parse_known_args(args, namespace)[0]
    def parse_known_args(self, args=None, namespace=None):
        if not args:
            outside()
        values, rest = self._parse(args)
        for command in self._commands:
            for name, value in command._defaults.items():
                if name not in values:
                    values[name] = value
                elif values[name] is not value:
                    values[name] = unknown('which command is given')
        if namespace is not None:
            namespace.__dict__.update(values)
            return namespace, rest
        if self._open:
            return _OpenNamespace(**values), rest
        return Namespace(**values), rest
    def print_help(self, *args):
        pass
    print_usage = print_help
    def format_help(self):
        return unknown('a text')
    def exit(self, status=0, message=None):
        raise SystemExit(status)
    def error(self, message):
        raise SystemExit(2)
`;
