import torch
import torch.nn as nn


class Tower(nn.Module):
    def __init__(self, widths=(16, 32, 64), kernel=3):
        super().__init__()
        previous = 3
        for i, width in enumerate(widths):
            setattr(self, f'conv{i}', nn.Conv2d(previous, width, kernel, padding=kernel // 2))
            setattr(self, f'bn{i}', nn.BatchNorm2d(width))
            previous = width
        self.count = len(widths)
        self.pool = nn.AdaptiveAvgPool2d((2, 2))
        self.out = nn.Linear(previous * 4, 5)

    def forward(self, x):
        for i in range(self.count):
            conv = getattr(self, f'conv{i}')
            bn = getattr(self, f'bn{i}')
            x = torch.relu(bn(conv(x)))
            x = nn.functional.max_pool2d(x, 2)
        x = self.pool(x)
        return self.out(x.reshape(x.shape[0], -1))


tower = Tower()
print(tower(torch.rand(2, 3, 40, 40)).shape)
