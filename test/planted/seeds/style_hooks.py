import torch
import torch.nn as nn
from collections import OrderedDict


class Features(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(OrderedDict([
            ('conv1', nn.Conv2d(3, 12, 3, padding=1)),
            ('relu1', nn.ReLU()),
            ('pool1', nn.MaxPool2d(2)),
            ('conv2', nn.Conv2d(12, 24, 3, padding=1)),
            ('relu2', nn.ReLU()),
        ]))

    def forward(self, x, wanted=('conv1', 'conv2')):
        found = {}
        for name, layer in self.layers.named_children():
            x = layer(x)
            if name in wanted:
                found[name] = x
        return found


def gram(x):
    b, c, h, w = x.shape
    f = x.reshape(b, c, h * w)
    return torch.bmm(f, f.transpose(1, 2)) / (c * h * w)


class AdaIN(nn.Module):
    def __init__(self, style_dim, features):
        super().__init__()
        self.norm = nn.InstanceNorm2d(features, affine=False)
        self.fc = nn.Linear(style_dim, features * 2)

    def forward(self, x, s):
        gamma, beta = torch.chunk(self.fc(s).view(s.size(0), -1, 1, 1), chunks=2, dim=1)
        return (1 + gamma) * self.norm(x) + beta


net = Features()
content, style = torch.rand(1, 3, 32, 32), torch.rand(1, 3, 48, 48)
a, b = net(content), net(style)
loss = sum(((gram(a[k]) - gram(b[k])) ** 2).sum() for k in a)
ada = AdaIN(10, 24)
mixed = ada(a['conv2'], torch.randn(1, 10))
up = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=False)(mixed)
print((up.mean(1, keepdim=True) * content).shape)
