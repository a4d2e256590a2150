import torch
from torch import nn


class SELayer(nn.Module):
    def __init__(self, channel, reduction=4):
        super().__init__()
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(
            nn.Linear(channel, channel // reduction, bias=False),
            nn.ReLU(inplace=True),
            nn.Linear(channel // reduction, channel, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, x):
        b, c, _, _ = x.size()
        y = self.avg_pool(x).view(b, c)
        y = self.fc(y).view(b, c, 1, 1)
        return x * y.expand_as(x)


class ChannelSpatial(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.se = SELayer(channels)
        self.spatial = nn.Conv2d(2, 1, kernel_size=7, padding=3)

    def forward(self, x):
        x = self.se(x)
        avg = torch.mean(x, dim=1, keepdim=True)
        mx, _ = torch.max(x, dim=1, keepdim=True)
        att = torch.sigmoid(self.spatial(torch.cat([avg, mx], dim=1)))
        return x * att


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, stride=2, padding=1)
        self.norm = nn.GroupNorm(8, 32)
        self.block = ChannelSpatial(32)
        self.pool = nn.AdaptiveMaxPool2d((2, 2))
        self.fc = nn.Linear(32 * 2 * 2, 4)

    def forward(self, x):
        x = self.block(torch.relu(self.norm(self.stem(x))))
        x = self.pool(x)
        x = x.reshape(x.shape[0], -1)
        return self.fc(x)


Net()(torch.rand(3, 3, 40, 40))
