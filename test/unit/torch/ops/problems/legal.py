"""Odd but legal: nothing is said."""
import torch
import torch.nn as nn
import torch.nn.functional as F

conv = nn.Conv2d(3, 8, 3, padding=1)
conv(torch.rand(3, 16, 16))
x = conv(torch.rand(2, 3, 16, 16))
x.permute(0, 2, 3, 1).reshape(-1, 8)
x.permute(0, 2, 3, 1).contiguous().view(2, -1)
x[:, :, None] + x[:, None]
x.view(-1, 8, 16)
x.mean((2, 3)).view(2, 8, 1, 1) * x
coords = torch.stack(torch.meshgrid(torch.arange(3), torch.arange(4), indexing='ij')).flatten(1)
relative = coords[:, :, None] - coords[:, None, :]
try:
    x.view(7, -1)
except RuntimeError:
    pass
heads = torch.rand(2, 5, 24).view(2, 5, 4, 6).transpose(1, 2)
(heads @ heads.transpose(-1, -2)) @ heads
F.scaled_dot_product_attention(heads, heads, heads).transpose(1, 2).reshape(2, 5, 24)
nn.BatchNorm1d(5)(torch.rand(2, 5))
torch.cat([torch.zeros(0), torch.rand(3)])

# Hooks run, and may change what comes out.
kept = []
hooked = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
handle = hooked[0].register_forward_hook(lambda module, args, output: kept.append(output))
hooked(torch.zeros(2, 3))
handle.remove()
hooked(torch.zeros(2, 3))
torch.cat(kept).view(2, 4)
hooked[0].register_forward_hook(lambda module, args, output: output[:, :2])
hooked[1].register_forward_pre_hook(lambda module, args: (args[0].unsqueeze(1),))
hooked(torch.zeros(2, 3)).view(2, 1, 2)
{torch.device('cpu'): 3}[torch.zeros(3).device]

# A size that is not known may be None: no mistake beside a scale.
def size_of(name):
    import settings
    return settings.read(name)

torch.nn.Upsample(size_of('size'), 2, 'nearest')(torch.zeros(1, 3, 8, 8))
