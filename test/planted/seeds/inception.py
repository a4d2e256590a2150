import torch
import torch.nn as nn


class Inception(nn.Module):
    def __init__(self, in_ch, n1x1, n3x3red, n3x3, n5x5red, n5x5, pool_proj):
        super().__init__()
        self.b1 = nn.Sequential(nn.Conv2d(in_ch, n1x1, 1), nn.ReLU(True))
        self.b2 = nn.Sequential(
            nn.Conv2d(in_ch, n3x3red, 1), nn.ReLU(True),
            nn.Conv2d(n3x3red, n3x3, 3, padding=1), nn.ReLU(True),
        )
        self.b3 = nn.Sequential(
            nn.Conv2d(in_ch, n5x5red, 1), nn.ReLU(True),
            nn.Conv2d(n5x5red, n5x5, 5, padding=2), nn.ReLU(True),
        )
        self.b4 = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1),
            nn.Conv2d(in_ch, pool_proj, 1), nn.ReLU(True),
        )

    def forward(self, x):
        return torch.cat([self.b1(x), self.b2(x), self.b3(x), self.b4(x)], 1)


class GoogLeNetSmall(nn.Module):
    def __init__(self):
        super().__init__()
        self.pre = nn.Sequential(nn.Conv2d(3, 24, 3, padding=1), nn.BatchNorm2d(24), nn.ReLU(True))
        self.a3 = Inception(24, 16, 12, 24, 4, 8, 8)
        self.b3 = Inception(56, 32, 16, 32, 8, 16, 16)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.a4 = Inception(96, 48, 24, 52, 4, 12, 16)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.linear = nn.Linear(128, 10)

    def forward(self, x):
        out = self.pre(x)
        out = self.b3(self.a3(out))
        out = self.maxpool(out)
        out = self.a4(out)
        out = self.avgpool(out)
        out = torch.flatten(out, 1)
        return self.linear(out)


net = GoogLeNetSmall()
x = torch.randn(1, 3, 32, 32)
y = net(x)
print(y.size())
