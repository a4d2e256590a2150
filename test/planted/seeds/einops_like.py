import torch
from torch import nn


class PreNorm(nn.Module):
    def __init__(self, dim, fn):
        super().__init__()
        self.norm, self.fn = nn.LayerNorm(dim), fn

    def forward(self, x, **kw):
        return self.fn(self.norm(x), **kw)


class MixerBlock(nn.Module):
    def __init__(self, dim, tokens, expansion=2):
        super().__init__()
        self.token = nn.Sequential(nn.Conv1d(tokens, tokens * expansion, 1), nn.GELU(), nn.Conv1d(tokens * expansion, tokens, 1))
        self.channel = nn.Sequential(nn.Linear(dim, dim * expansion), nn.GELU(), nn.Linear(dim * expansion, dim))
        self.a, self.b = PreNorm(dim, self.token), PreNorm(dim, self.channel)

    def forward(self, x):
        x = x + self.a(x)
        return x + self.b(x)


def mixer(*, size=24, patch=6, dim=20, depth=2, classes=5):
    tokens = (size // patch) ** 2
    return nn.Sequential(
        nn.Unfold(patch, stride=patch),
        Transpose(1, 2),
        nn.Linear(3 * patch * patch, dim),
        *[MixerBlock(dim, tokens) for _ in range(depth)],
        nn.LayerNorm(dim),
        Mean(1),
        nn.Linear(dim, classes))


class Transpose(nn.Module):
    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        return x.transpose(*self.axes)


class Mean(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        return x.mean(self.dim)


print(mixer()(torch.randn(2, 3, 24, 24)).shape)
