"""Plants bugs: one-edit mutants of real models and small nets, with PyTorch's own verdict and the lines that are to blame.

usage: make.py --site SITE --truth DIR --out mutants.jsonl.gz [--seed 1] [--jobs 2] [--only REGEX] [--tries 44]

SITE is the folder that test/conformance/sources.sh fills, DIR holds torchvision.jsonl.gz and packages.jsonl.gz (README.md of test/conformance).
Each model's file gets lines at its end that build the model and call it, as users write them; one edit is made; the file is run by PyTorch on
the CPU, its weights left as they are allocated. A line of JSON per mutant:

  {"id", "package", "file", "entry", "tail", "kind", "edit": {"start", "end", "parts"}, "runs": true, "ran": [[first, last], …]}
  {…, "runs": false, "type", "message", "frames": [[first, last], …], "made": [[first, last], …], "edited": [first, last]}

`frames`: statements of the file in the traceback, innermost first. `made`: the statements that were running when the failing torch.nn layer was
made, innermost first. `edited`: the statement with the edit. `ran`: the lines that were run. All are lines of the mutant. "package" is null for the nets in seeds/.
"""
import argparse
import ast
import gzip
import hashlib
import importlib
import io
import json
import linecache
import multiprocessing
import os
import random
import re
import signal
import sys
import time
import types
import warnings
from contextlib import redirect_stderr, redirect_stdout

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import edits

parser = argparse.ArgumentParser()
parser.add_argument('--site', required=True)
parser.add_argument('--truth', required=True)
parser.add_argument('--out', required=True)
parser.add_argument('--seed', type=int, default=1)
parser.add_argument('--jobs', type=int, default=2)
parser.add_argument('--only', default='')
parser.add_argument('--tries', type=int, default=44)
parser.add_argument('--failing', type=int, default=14)
parser.add_argument('--running', type=int, default=7)
options = parser.parse_args()

# Last: torchvision with its compiled operators comes from the environment, at the same version.
sys.path.append(options.site)
import torch  # noqa: E402
from torch import nn  # noqa: E402

torch.set_num_threads(1)
warnings.filterwarnings('ignore')
MUTANT = '/mutant/file.py'


skipping = True


def skip_initialisation():
    """Numbers do not matter in large models: weights stay as they are allocated. What looks at shapes still runs."""
    for name in ('uniform_', 'normal_', 'trunc_normal_', 'constant_', 'ones_', 'zeros_', 'kaiming_uniform_', 'kaiming_normal_', 'xavier_uniform_', 'xavier_normal_', 'orthogonal_'):
        original = getattr(nn.init, name)

        def skip(tensor, *args, _original=original, **kwargs):
            if not skipping or not isinstance(tensor, torch.Tensor):
                return _original(tensor, *args, **kwargs)
            # What it checks of its arguments and of the number of axes it checks of a tensor of one number too.
            _original(torch.empty([1] * tensor.dim()), *args, **kwargs)
            return tensor

        setattr(nn.init, name, skip)


skip_initialisation()
torch.hub.load_state_dict_from_url = lambda *args, **kwargs: {}
original_load = nn.Module.load_state_dict


def load_unless_empty(self, state, *args, **kwargs):
    """A download answers nothing, and loading that changes no shape."""
    return original_load(self, state, *args, **kwargs) if state else None


nn.Module.load_state_dict = load_unless_empty


def file_lines(frame):
    lines = []
    while frame is not None and len(lines) < 12:
        if frame.f_code.co_filename == MUTANT:
            lines.append(frame.f_lineno)
        frame = frame.f_back
    return lines


original_init = nn.Module.__init__


def remembering_init(self, *args, **kwargs):
    object.__setattr__(self, '_made_at', file_lines(sys._getframe(1)))
    original_init(self, *args, **kwargs)


nn.Module.__init__ = remembering_init


class TooLong(BaseException):
    pass


def ring(*_):
    raise TooLong()


# Processor time: the verdict must not hang on what else the machine does.
signal.signal(signal.SIGPROF, ring)


def run(text, name, seconds, trace=None):
    """Runs a text as a module; answers (exception or None, its traceback)."""
    package = name.rpartition('.')[0]
    module = types.ModuleType(name)
    module.__file__ = MUTANT
    module.__package__ = package
    linecache.cache[MUTANT] = (len(text), None, text.splitlines(True), MUTANT)
    before = sys.modules.get(name)
    registry = sys.modules.get('torchvision.models._api')
    registered = dict(registry.BUILTIN_MODELS) if registry else {}
    if registry:
        registry.BUILTIN_MODELS.clear()
    torch.manual_seed(0)
    random.seed(0)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        code = compile(text, MUTANT, 'exec')
        sys.modules[name] = module
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            if trace:
                sys.settrace(trace)
            try:
                exec(code, module.__dict__)
            finally:
                sys.settrace(None)
        return None, None
    except TooLong as error:
        return error, None
    except (Exception, SystemExit) as error:
        return error, error.__traceback__
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if before is not None:
            sys.modules[name] = before
        elif name in sys.modules and name != '__main__':
            del sys.modules[name]
        if registry:
            registry.BUILTIN_MODELS.clear()
            registry.BUILTIN_MODELS.update(registered)


def executed_lines(text, name):
    lines = set()

    def local(frame, event, _):
        if event == 'line':
            lines.add(frame.f_lineno)
        return local

    def trace(frame, event, _):
        if frame.f_code.co_filename == MUTANT:
            lines.add(frame.f_lineno)
            return local
        return None

    error, _ = run(text, name, 60, trace)
    return lines if error is None else None


def as_ranges(lines):
    ranges = []
    for line in sorted(lines):
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return ranges


def blame(traceback):
    """Lines of the file, innermost first, and those where the failing torch.nn layer was made."""
    frames, made = [], []
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_code.co_filename == MUTANT:
            frames.insert(0, traceback.tb_lineno)
            made = []
        else:
            owner = frame.f_locals.get('self')
            if isinstance(owner, nn.Module) and type(owner).__module__.startswith('torch.nn.modules'):
                made = list(owner.__dict__.get('_made_at', []))
        traceback = traceback.tb_next
    return frames, made


# Names that do not exist are a type checker's business; the rest is for shapes or settings.
OTHER = (NameError, AttributeError, KeyError, SyntaxError, ImportError, RecursionError, MemoryError, OverflowError, SystemExit, StopIteration)


def shrunk(inputs, size):
    """The same inputs with a batch of two and sides of `size`."""
    result = []
    for shape in inputs:
        if len(shape) == 4 and shape[2] >= 128 and shape[3] >= 128 and size:
            result.append([max(shape[0], 2), shape[1], size, size])
        else:
            result.append([max(shape[0], 2), *shape[1:]])
    return result


def tails(spec, text):
    """Ways to call a model at the end of its file, the quickest first."""
    defined = set(re.findall(r'^(\w+)\s*=|^(?:def|class)\s+(\w+)|import\s+(\w+)', text, re.M))
    taken = {n for group in defined for n in group}
    model = 'net' if 'model' in taken else 'model'
    names = ['images', 'second', 'third'] if 'x' in taken else ['x', 'y', 'z']
    training = int(hashlib.sha1(spec['entry'].encode()).hexdigest(), 16) % 2 == 0
    large = any(len(s) == 4 and s[2] >= 128 and s[3] >= 128 for s in spec['inputs'])
    for inputs in [shrunk(spec['inputs'], 64), shrunk(spec['inputs'], 96), shrunk(spec['inputs'], 160), spec['inputs']] if large else [shrunk(spec['inputs'], 0), spec['inputs']]:
        for train in (training, not training):
            lines = ['', '', 'import torch', '', f'{model} = {spec["entry"]}']
            if not train:
                lines.append(f'{model}.eval()')
            for name, shape, dtype in zip(names, inputs, spec.get('dtypes') or ['float32'] * len(inputs)):
                sizes = ', '.join(map(str, shape))
                lines.append(f'{name} = torch.randn({sizes})' if 'float' in dtype else f'{name} = torch.zeros({sizes}, dtype=torch.{dtype})')
            lines.append(f'{model}({", ".join(names[: len(inputs)])})')
            yield '\n'.join(lines) + '\n'


def plant(spec):
    global skipping
    skipping = spec['module'] is not None
    torch.distributions.Distribution.set_default_validate_args(not skipping)
    started = time.process_time()
    path = spec['path']
    text = open(path, encoding='utf-8', newline='').read()
    if '\r' in text.replace('\r\n', ''):
        return spec, [], 'bare carriage returns'
    name = spec['module'] or '__main__'
    if spec['module']:
        # The package as it is first: what it imports at its top is then there.
        try:
            importlib.import_module(name)
        except Exception as error:
            return spec, [], f'{type(error).__name__}: {error}'
    rng = random.Random(f'{options.seed}-{spec["file"]}-{spec["entry"]}')
    base, tail, reason = None, None, 'no call worked'
    for tail in tails(spec, text) if spec['module'] else ['']:
        begun = time.process_time()
        error, _ = run(text + tail, name, 30)
        if error is None and time.process_time() - begun < 6:
            base = text + tail
            break
        reason = f'{type(error).__name__}: {str(error)[:80]}' if error else 'slow'
    if base is None:
        return spec, [], reason
    lines = executed_lines(base, name)
    if lines is None:
        return spec, [], 'not traced'
    by_kind = edits.candidates(base, lines, rng)
    failing, running, on_line = [], [], {}
    for kind, edit in edits.rounds(by_kind, options.tries, rng):
        if time.process_time() - started > 150 or (len(failing) >= options.failing and len(running) >= options.running):
            break
        mutant = edits.apply(base, edit)
        try:
            ranges = edits.statement_ranges(mutant)
        except SyntaxError:
            continue
        line = mutant.count('\n', 0, edit['start']) + 1
        if on_line.get(line, 0) >= 2:
            continue
        error, traceback = run(mutant, name, 12)
        if isinstance(error, (TooLong, *OTHER)) or 'allocate memory' in str(error):
            continue
        row = {'package': spec['package'], 'file': spec['file'], 'entry': spec['entry'], 'tail': tail, 'kind': kind, 'edit': edit}
        if error is None:
            if len(running) < options.running:
                on_line[line] = on_line.get(line, 0) + 1
                ran = executed_lines(mutant, name)
                if ran is not None:
                    running.append({**row, 'runs': True, 'ran': as_ranges(ran)})
            continue
        if len(failing) >= options.failing:
            continue
        frames, made = blame(traceback)
        if not frames:
            continue
        on_line[line] = on_line.get(line, 0) + 1
        failing.append(
            {
                **row,
                'runs': False,
                'type': type(error).__name__,
                'message': re.sub(r'\s+', ' ', str(error))[:160],
                'frames': [edits.range_of(ranges, n) for n in frames[:4]],
                'made': [edits.range_of(ranges, n) for n in made[:4]],
                'edited': edits.range_of(ranges, line),
            }
        )
    return spec, failing + running, f'{time.process_time() - started:.0f} s'


def with_utf16_offsets(row, base):
    """JavaScript counts UTF-16 units."""
    if all(ord(c) < 0x10000 for c in base):
        return row
    unit = lambda i: len(base[:i].encode('utf-16-le')) // 2  # noqa: E731
    edit = row['edit']
    row['edit'] = {'start': unit(edit['start']), 'end': unit(edit['end']), 'parts': [p if isinstance(p, str) else [unit(p[0]), unit(p[1])] for p in edit['parts']]}
    return row


def models():
    """Real models, the smallest of each file first, and the nets of seeds/."""
    here = os.path.dirname(os.path.abspath(__file__))
    seeds = os.path.join(here, 'seeds')
    specs = [
        {'package': None, 'module': None, 'file': f'seeds/{f}', 'path': os.path.join(seeds, f), 'entry': f, 'inputs': []}
        for f in sorted(os.listdir(seeds))
        if f.endswith('.py')
    ]
    for name, most in (('torchvision', 4), ('packages', 4)):
        per_file = {}
        with gzip.open(os.path.join(options.truth, f'{name}.jsonl.gz'), 'rt') as lines:
            for line in lines:
                truth = json.loads(line)
                if 'layers' in truth and len(truth['layers']) <= 330:
                    per_file.setdefault(truth['file'], []).append(truth)
        for file, list_ in sorted(per_file.items()):
            for truth in sorted(list_, key=lambda t: (len(t['layers']), t['entry']))[:most]:
                specs.append(
                    {
                        'package': truth.get('package', 'torchvision'),
                        'module': truth['module'],
                        'file': file,
                        'path': os.path.join(options.site, file),
                        'entry': truth['entry'],
                        'inputs': truth['inputs'],
                        'dtypes': truth.get('dtypes'),
                    }
                )
    return [s for s in specs if re.search(options.only, f'{s["file"]} {s["entry"]}')]


def main():
    specs = models()
    print(len(specs), 'models', flush=True)
    import torchvision.models  # noqa: F401  (loaded once, before the processes part)

    count = used = 0
    with gzip.open(options.out, 'wt', compresslevel=9) as out, multiprocessing.get_context('fork').Pool(options.jobs, maxtasksperchild=1) as pool:
        for spec, rows, reason in pool.imap_unordered(plant, specs):
            used += bool(rows)
            base = open(spec['path'], encoding='utf-8', newline='').read()
            for row in rows:
                row = with_utf16_offsets(row, base)
                identity = json.dumps([row['file'], row['entry'], row['edit']], sort_keys=True)
                out.write(json.dumps({'id': hashlib.sha1(identity.encode()).hexdigest()[:10], **row}, ensure_ascii=False) + '\n')
            count += len(rows)
            failing = sum(not r['runs'] for r in rows)
            print(f'{spec["file"]} {spec["entry"][:50]}: {failing} fail, {len(rows) - failing} run ({reason})', flush=True)
    print(count, 'mutants of', used, 'models')


if __name__ == '__main__':
    os.nice(5)
    main()
