/** Prelude: classes of other packages that models derive from and that add no layers: Lightning's modules, the hub's mixins. */
export const lightningPrelude = `
import inspect
import torch
from torch.nn import Module
from torch.utils.data import Dataset
from convlens_support import unknown as _unknown

class AttributeDict(dict):
    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError('Missing attribute "' + name + '"')
    def __setattr__(self, name, value):
        self[name] = value

def _nothing(self, *args, **kwargs):
    return None

class _Hyperparameters:
    def __new__(cls, *args, **kwargs):
        made = object.__new__(cls)
        object.__setattr__(made, '_given', (args, kwargs))
        object.__setattr__(made, '_hparams', AttributeDict())
        return made
    def save_hyperparameters(self, *args, ignore=None, frame=None, logger=True):
        given, named = self._given
        bound = inspect.signature(type(self).__init__).bind(self, *given, **named)
        bound.apply_defaults()
        values = dict(list(bound.arguments.items())[1:])
        if isinstance(ignore, str):
            ignore = [ignore]
        names = [a for a in args if isinstance(a, str)]
        for a in args:
            if isinstance(a, dict):
                self._hparams.update(a)
            elif not isinstance(a, str) and hasattr(a, '__dict__'):
                self._hparams.update(vars(a))
        for name, value in values.items():
            if isinstance(value, dict) and name == 'kwargs':
                for key, inner in value.items():
                    self._hparams[key] = inner
            elif (not args or name in names) and name not in (ignore or []):
                self._hparams[name] = value
    @property
    def hparams(self):
        return self._hparams

class LightningModule(_Hyperparameters, Module):
    def __init__(self, *args, **kwargs):
        super().__init__()
    def forward(self, *args, **kwargs):
        return _unknown('a Lightning module without a forward')
    @property
    def device(self):
        return torch.device('cpu')
    @property
    def dtype(self):
        return torch.float32
    @property
    def trainer(self):
        return _unknown('the trainer')
    @property
    def current_epoch(self):
        return _unknown('the epoch')
    @property
    def global_step(self):
        return _unknown('the step')
    @property
    def logger(self):
        return _unknown('the logger')
    @classmethod
    def load_from_checkpoint(cls, *args, **kwargs):
        return cls()
    def freeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = False
    def unfreeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = True
    log = log_dict = print = manual_backward = toggle_optimizer = untoggle_optimizer = all_gather = _nothing
    def optimizers(self, *args, **kwargs):
        return _unknown('the optimizers')
    def lr_schedulers(self):
        return _unknown('the schedulers')

class LightningDataModule(_Hyperparameters):
    def __init__(self, *args, **kwargs):
        pass

class Trainer:
    def __init__(self, *args, **kwargs):
        pass
    fit = save_checkpoint = _nothing
    def predict(self, *args, **kwargs):
        return _unknown('what a trainer answers')
    test = validate = tune = predict

class Callback:
    pass

def seed_everything(*args, **kwargs):
    return 0
`;

export const hubPrelude = `
class ModelHubMixin:
    def __init_subclass__(cls, **kwargs):
        pass
    @classmethod
    def from_pretrained(cls, *args, **kwargs):
        return cls(**{k: v for k, v in kwargs.items() if k not in ('config', 'revision', 'cache_dir', 'token', 'force_download', 'local_files_only')})
    def save_pretrained(self, *args, **kwargs):
        return None
    def push_to_hub(self, *args, **kwargs):
        return None

class PyTorchModelHubMixin(ModelHubMixin):
    pass
`;
