/** Prelude: padding layers. */
const paddingLayer = (name: string, base: string, count: number): string => `
class ${name}(${base}):
    _count = ${count}
`;
const zeroPaddingLayer = (n: number): string => `
class ZeroPad${n}d(ConstantPad${n}d):
    def __init__(self, padding):
        super().__init__(padding, 0.0)
`;

export const paddingPrelude = `
import torch
import torch.nn.functional as F
from torch.nn.modules.module import Module

class _PaddingNd(Module):
    _count = 4
    def _set_padding(self, padding):
        self.padding = (padding,) * self._count if isinstance(padding, int) else tuple(padding)

class _ConstantPadNd(_PaddingNd):
    def __init__(self, padding, value):
        super().__init__()
        self._set_padding(padding)
        self.value = value
    def forward(self, input):
        return F.pad(input, self.padding, 'constant', self.value)

class _ReflectionPadNd(_PaddingNd):
    def __init__(self, padding):
        super().__init__()
        self._set_padding(padding)
    def forward(self, input):
        return F.pad(input, self.padding, 'reflect')

class _ReplicationPadNd(_PaddingNd):
    def __init__(self, padding):
        super().__init__()
        self._set_padding(padding)
    def forward(self, input):
        return F.pad(input, self.padding, 'replicate')

class _CircularPadNd(_PaddingNd):
    def __init__(self, padding):
        super().__init__()
        self._set_padding(padding)
    def forward(self, input):
        return F.pad(input, self.padding, 'circular')
${[1, 2, 3]
  .map(
    (n) =>
      paddingLayer(`ConstantPad${n}d`, '_ConstantPadNd', 2 * n) +
      zeroPaddingLayer(n) +
      paddingLayer(`ReflectionPad${n}d`, '_ReflectionPadNd', 2 * n) +
      paddingLayer(`ReplicationPad${n}d`, '_ReplicationPadNd', 2 * n) +
      paddingLayer(`CircularPad${n}d`, '_CircularPadNd', 2 * n),
  )
  .join('')}
`;
