"""Records what PyTorch itself answers for whole models: a line of JSON per model, in the form that README.md describes.

usage: record.py MODELS.json OUT.jsonl.gz [--root DIR]
MODELS.json: [{"module": "torchvision.models.resnet", "file": "torchvision/models/resnet.py", "entry": "resnet18()", "inputs": [[1, 3, 224, 224]]}, …]

Shapes come from the meta device; where a model needs numbers it is run on the CPU.
"""
import dataclasses
import gzip
import importlib
import json
import sys
import traceback

import torch
from torch import nn

try:
    torch.backends.mha.set_fastpath_enabled(False)
except AttributeError:
    pass


def shapes_of(value, found, depth=0):
    if depth > 8:
        return found
    if isinstance(value, torch.Tensor):
        found.append(list(value.shape))
    elif isinstance(value, dict):
        for item in value.values():
            shapes_of(item, found, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            shapes_of(item, found, depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            shapes_of(getattr(value, field.name), found, depth + 1)
    return found


class Recorder:
    def __init__(self):
        self.rows = []
        self.stack = []
        self.silent = 0

    def call(self, original, module, args, kwargs):
        from torch.nn.utils.parametrize import ParametrizationList
        if self.silent or isinstance(module, ParametrizationList):
            self.silent += 1
            try:
                return original(module, *args, **kwargs)
            finally:
                self.silent -= 1
        if self.stack:
            self.stack[-1]['children'] = True
        row = {'module': module, 'children': False}
        self.rows.append(row)
        self.stack.append(row)
        try:
            result = original(module, *args, **kwargs)
        finally:
            self.stack.pop()
        # As a hook after the call sees them: a list may have grown.
        row['inputs'] = shapes_of([*args, *kwargs.values()], [])
        row['outputs'] = shapes_of(result, [])
        row['class'] = type(module)
        return result


def parameters_of(module):
    return sum(p.numel() for p in module.parameters())


def class_name(cls):
    # A parametrized layer keeps its class: the framework puts another in front.
    return cls.__bases__[0].__name__ if cls.__name__.startswith('Parametrized') and cls.__module__.startswith('torch.nn.utils.parametrize') else cls.__name__


def run(model_of, inputs, dtypes, device):
    with torch.device(device):
        model = model_of()
        model.eval()
        values = []
        for shape, dtype in zip(inputs, dtypes):
            kind = getattr(torch, dtype)
            values.append(torch.zeros(shape, dtype=kind, device=device) if not kind.is_floating_point else torch.rand(shape, dtype=kind, device=device))
        recorder = Recorder()
        original = nn.Module.__call__
        nn.Module.__call__ = lambda self, *args, **kwargs: recorder.call(original, self, args, kwargs)
        try:
            with torch.no_grad():
                result = model(*values)
        finally:
            nn.Module.__call__ = original
    names = {m: name for name, m in model.named_modules()}
    layers = [[names.get(r['module']), class_name(r['class']), r['inputs'], r['outputs'], parameters_of(r['module'])] for r in recorder.rows if not r['children'] and 'outputs' in r]
    return {
        'outputs': shapes_of(result, []),
        'params': parameters_of(model),
        'trainable': sum(p.numel() for p in model.parameters() if p.requires_grad),
        'layers': layers,
    }


def main():
    argv = sys.argv[1:]
    roots = [argv.pop(i + 1) for i in reversed([i for i, a in enumerate(argv) if a == '--root'])]
    argv = [a for a in argv if a != '--root']
    sys.path[:0] = roots
    nn.Module.load_state_dict = lambda self, *args, **kwargs: torch.nn.modules.module._IncompatibleKeys([], [])
    torch.hub.load_state_dict_from_url = lambda *args, **kwargs: {}
    models = json.load(open(argv[0]))
    with gzip.open(argv[1], 'wt', compresslevel=9) as out:
        for spec in models:
            dtypes = spec.get('dtypes') or ['float32'] * len(spec['inputs'])
            line = dict(spec)
            try:
                module = importlib.import_module(spec['module'])
                for name in ('load_state_dict_from_url',):
                    if hasattr(module, name):
                        setattr(module, name, lambda *args, **kwargs: {})
                model_of = lambda: eval(spec['entry'], dict(vars(module)))
                try:
                    line.update(run(model_of, spec['inputs'], dtypes, 'meta'))
                except Exception:
                    line.update(run(model_of, spec['inputs'], dtypes, 'cpu'))
            except Exception as error:
                line['error'] = {'type': type(error).__name__, 'message': str(error)[:300]}
                if '--trace' in argv:
                    traceback.print_exc()
            print(spec['entry'], spec['inputs'], 'error' if 'error' in line else len(line['layers']), flush=True)
            out.write(json.dumps(line, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
