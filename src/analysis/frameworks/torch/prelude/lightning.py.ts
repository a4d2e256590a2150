/** Prelude: classes of other packages that models derive from and that add no layers: Lightning's modules, the hub's mixins. */
export const lightningPrelude = `
import inspect
import torch
from torch.nn import Module
from torch.utils.data import Dataset
from convlens_support import forget as _forget, unknown as _unknown

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
        # What the constructor was given stands in the checkpoint.
        names = [name for name in inspect.signature(cls.__init__).parameters if name != 'self']
        if any(name not in kwargs for name in names):
            return _unknown('a model of a checkpoint')
        return cls(**{name: kwargs[name] for name in names})
    def freeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = False
    def unfreeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = True
    log = log_dict = print = manual_backward = toggle_optimizer = untoggle_optimizer = _nothing
    clip_gradients = configure_gradient_clipping = lr_scheduler_step = optimizer_step = optimizer_zero_grad = backward = to_onnx = _nothing
    automatic_optimization = strict_loading = True
    example_input_array = None
    def all_gather(self, *args, **kwargs):
        return _unknown('what the processes have')
    @property
    def loggers(self):
        return _unknown('the loggers')
    @property
    def fabric(self):
        return _unknown('the fabric')
    @property
    def global_rank(self):
        return _unknown('the rank of the process')
    local_rank = global_rank
    def to_torchscript(self, *args, **kwargs):
        return self
    def optimizers(self, *args, **kwargs):
        return _unknown('the optimizers')
    def lr_schedulers(self):
        return _unknown('the schedulers')

class LightningDataModule(_Hyperparameters):
    def __init__(self, *args, **kwargs):
        pass
    @property
    def trainer(self):
        return _unknown('the trainer')
    def prepare_data(self):
        pass
    def setup(self, stage=None):
        pass

class Trainer:
    def __init__(self, *args, callbacks=None, **kwargs):
        self._callbacks = callbacks
    save_checkpoint = _nothing
    def fit(self, *args, **kwargs):
        if isinstance(self._callbacks, (list, tuple)):
            for callback in self._callbacks:
                _forget(callback, 'what a callback has got from the trainer')
        elif self._callbacks is not None:
            _forget(self._callbacks, 'what a callback has got from the trainer')
    def predict(self, *args, **kwargs):
        self.fit()
        return _unknown('what a trainer answers')
    test = validate = tune = predict
    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return _unknown('the ' + name + ' of a trainer')

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
